//! The seed: the one secret a member of a threshold group keeps.
//!
//! 22 characters of Base58. The signing key is SHA-256(`sk|` + seed) and the decryption key
//! SHA-256(`dk|` + seed), both modulo q. On paper it is `PY2` and five groups of five characters: the seed
//! and three check characters, SHA-256(`pingyi-seed-backup|` + seed) modulo 58³ in Base58 digits, most
//! significant first. The check is our own; other Belenios programs read the bare seed.

use std::fmt;

use rand::CryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{CeremonyFault, Flaw, Part};
use crate::credential::{BASE58, is_base58, random_base58};
use crate::election::PublicKey;
use crate::group::{Point, Scalar, scalar_of_big_endian};
use crate::hash::sha256;

const MARK: &str = "PY2";
const LENGTH: usize = 22;
const CHECK: usize = 3;
const GROUP: usize = 5;

/// A member's secret.
///
/// # Security
/// Wiped when dropped; `Debug` does not show it; [`Seed::expose`] and [`Seed::to_backup`] do.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Seed(String);

impl Seed {
    /// Draws a new seed.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(random_base58(LENGTH, rng).as_str().to_owned())
    }

    /// Reads a seed file (bare or quoted) or a backup sheet. Spaces and hyphens do not matter.
    ///
    /// # Errors
    /// [`CeremonyFault`] for anything else, such as a mistyped backup sheet.
    pub fn parse(text: &str) -> Result<Self, CeremonyFault> {
        let mut compact = Zeroizing::new(String::with_capacity(text.len()));
        let typed = |character: &char| !character.is_whitespace() && *character != '-';
        compact.extend(text.chars().filter(typed));
        let quoted = compact
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        Self::read(quoted.unwrap_or(&compact)).ok_or(CeremonyFault {
            member: None,
            part: Part::Seed,
            flaw: Flaw::Typed,
        })
    }

    fn read(compact: &str) -> Option<Self> {
        if !compact.bytes().all(is_base58) {
            return None;
        }
        if compact.len() == LENGTH {
            return Some(Self(compact.to_owned()));
        }
        let (mark, rest) = compact.split_at_checked(MARK.len())?;
        let (seed, check) = rest.split_at_checked(LENGTH)?;
        let is_sheet = mark.eq_ignore_ascii_case(MARK) && check.bytes().eq(checksum(seed));
        is_sheet.then(|| Self(seed.to_owned()))
    }

    /// The 22 characters, as a seed file holds them.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The seed for a backup sheet, with a check: `PY2 XXXXX XXXXX XXXXX XXXXX XXXXX`.
    pub fn to_backup(&self) -> String {
        let characters = self.0.bytes().chain(checksum(&self.0));
        let groups = (LENGTH + CHECK) / GROUP;
        let mut text = String::with_capacity(MARK.len() + groups * (GROUP + 1));
        text.push_str(MARK);
        for (index, character) in characters.enumerate() {
            if index % GROUP == 0 {
                text.push(' ');
            }
            text.push(char::from(character));
        }
        text
    }

    /// The public key that verifies this member's signatures; members compare its fingerprint.
    pub fn verification_key(&self) -> PublicKey {
        public(&self.signing_key())
    }

    /// The public key that seals messages for this member.
    pub fn encryption_key(&self) -> PublicKey {
        public(&self.decryption_key())
    }

    pub(super) fn signing_key(&self) -> Zeroizing<Scalar> {
        self.derive("sk|")
    }

    pub(super) fn decryption_key(&self) -> Zeroizing<Scalar> {
        self.derive("dk|")
    }

    fn derive(&self, prefix: &str) -> Zeroizing<Scalar> {
        let mut text = Zeroizing::new(String::with_capacity(prefix.len() + LENGTH));
        text.push_str(prefix);
        text.push_str(&self.0);
        let digest = Zeroizing::new(sha256(text.as_bytes()));
        Zeroizing::new(scalar_of_big_endian(&*digest))
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

fn public(secret: &Scalar) -> PublicKey {
    let point = Point::generator_power(secret);
    PublicKey {
        point,
        encoded: point.to_bytes(),
    }
}

fn checksum(seed: &str) -> [u8; CHECK] {
    let mut text = Zeroizing::new(String::with_capacity(64));
    text.push_str("pingyi-seed-backup|");
    text.push_str(seed);
    let rest = sha256(text.as_bytes()).iter().fold(0u32, |rest, byte| {
        (rest << 8 | u32::from(*byte)) % 58u32.pow(3)
    });
    [58 * 58, 58, 1].map(|place| BASE58[(rest / place % 58) as usize])
}
