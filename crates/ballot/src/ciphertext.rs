//! ElGamal ciphertexts with the plaintext in the exponent, and the election key's tables.
//!
//! A number m is encrypted for the key y as (α, β) = (gʳ, yʳ·gᵐ) with a fresh random r. Multiplying
//! ciphertexts part by part adds their plaintexts, which is the whole tally. Who knows x with y = gˣ gets
//! gᵐ = β/αˣ, and m by a search among few possibilities.

use std::sync::OnceLock;

use curve25519_dalek::edwards::{EdwardsBasepointTable, EdwardsPoint};
use curve25519_dalek::traits::BasepointTable as _;
use zeroize::Zeroizing;

use crate::canonical::{NotCanonical, Reader, Writer};
use crate::curve::{Affine, FixedBase};
use crate::group::{Point, Scalar};

/// A pair (α, β).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ciphertext {
    /// gʳ
    pub alpha: Point,
    /// yʳ·gᵐ
    pub beta: Point,
}

impl Ciphertext {
    /// The neutral ciphertext: an encryption of 0 with randomness 0.
    pub fn neutral() -> Self {
        Self {
            alpha: Point::identity(),
            beta: Point::identity(),
        }
    }

    /// Encrypts `plaintext` for the election key with the given randomness.
    ///
    /// # Security
    /// Constant time in both. The randomness must be fresh, uniform and kept secret.
    pub(crate) fn encrypt(key: &KeyTables, randomness: &Scalar, plaintext: u32) -> Self {
        let power = Zeroizing::new(Scalar::from(plaintext));
        Self {
            alpha: Point::generator_power(randomness),
            beta: Point(key.power(randomness).0 + EdwardsPoint::mul_base(&power)),
        }
    }

    /// The ciphertext of the sum of the plaintexts.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self {
            alpha: Point(self.alpha.0 + other.alpha.0),
            beta: Point(self.beta.0 + other.beta.0),
        }
    }

    pub(crate) fn encode(&self) -> Encoded {
        Encoded {
            alpha: self.alpha.to_bytes(),
            beta: self.beta.to_bytes(),
        }
    }
}

/// A ciphertext as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub alpha: [u8; 32],
    pub beta: [u8; 32],
}

impl Encoded {
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, NotCanonical> {
        reader.expect("{\"alpha\":")?;
        let alpha = reader.encoded_point()?;
        reader.expect(",\"beta\":")?;
        let beta = reader.encoded_point()?;
        reader.expect("}")?;
        Ok(Self { alpha, beta })
    }

    pub fn write(&self, writer: &mut Writer) {
        writer
            .push("{\"alpha\":")
            .point(&self.alpha)
            .push(",\"beta\":")
            .point(&self.beta)
            .push("}");
    }
}

/// The election key y with tables for its powers, made when first needed.
pub(crate) struct KeyTables {
    point: Point,
    secret: OnceLock<Box<EdwardsBasepointTable>>,
    public: OnceLock<FixedBase>,
}

impl KeyTables {
    pub fn new(point: Point) -> Self {
        Self {
            point,
            secret: OnceLock::new(),
            public: OnceLock::new(),
        }
    }

    /// yᵉ in constant time.
    pub fn power(&self, exponent: &Scalar) -> Point {
        let table = self
            .secret
            .get_or_init(|| Box::new(EdwardsBasepointTable::create(&self.point.0)));
        Point(table.mul_base(exponent))
    }

    /// The table for public exponents.
    pub fn vartime(&self) -> &FixedBase {
        self.public.get_or_init(|| {
            let point = Affine::from_bytes(&self.point.to_bytes());
            FixedBase::new(&point.expect("the key is on the curve"))
        })
    }
}
