//! A message with the signature of its author.

use rand::CryptoRng;

use crate::canonical::{NotCanonical, Reader, Writer};
use crate::group::{Point, Scalar};
use crate::proof::{Proof, knowledge};

/// `{"message":…,"signature":…}`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::trustee) struct Signed {
    pub message: String,
    pub signature: Proof,
}

impl Signed {
    pub fn make(signing_key: &Scalar, message: String, rng: &mut impl CryptoRng) -> Self {
        let signature = sign(signing_key, &message, rng);
        Self { message, signature }
    }

    pub fn read(reader: &mut Reader<'_>) -> Result<Self, NotCanonical> {
        reader.expect("{\"message\":")?;
        let message = reader.string()?;
        reader.expect(",\"signature\":")?;
        let signature = Proof::read(reader)?;
        reader.expect("}")?;
        Ok(Self { message, signature })
    }

    pub fn write(&self, writer: &mut Writer) {
        write(&self.message, &self.signature, writer);
    }

    pub fn is_by(&self, key: &Point) -> bool {
        is_signed(key, &self.message, &self.signature)
    }
}

pub(super) fn write(message: &str, signature: &Proof, writer: &mut Writer) {
    writer
        .push("{\"message\":")
        .string(message)
        .push(",\"signature\":");
    signature.write(writer);
    writer.push("}");
}

pub(super) fn sign(signing_key: &Scalar, message: &str, rng: &mut impl CryptoRng) -> Proof {
    knowledge::prove(signing_key, knowledge::message_signature(message), rng)
}

pub(in crate::trustee) fn is_signed(key: &Point, message: &str, signature: &Proof) -> bool {
    knowledge::verify(key, signature, knowledge::message_signature(message))
}
