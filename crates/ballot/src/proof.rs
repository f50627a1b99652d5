//! Zero-knowledge proofs.
//!
//! All proofs of the protocol are made of one block, the proof of Schnorr: "I know x with X = gˣ". The
//! prover commits to A = gʷ for a random w, receives a challenge c, and answers ρ = w − x·c. Anybody
//! checks A = g^ρ·X^c. Somebody able to answer two challenges for one A knows x, since
//! x = (ρ − ρ′)/(c′ − c); and a transcript with chosen c and ρ is easily made up (A = g^ρ·X^c) and looks
//! the same, so it reveals nothing. The challenge comes from a [hash](crate::challenge) that includes A,
//! and the proof published is (c, ρ): the checker recomputes A and then c.
//!
//! * [`knowledge`]: the block itself. Possession of a trustee key (`pok`), the signature of a ballot
//!   (`sig`) and of a message of the key ceremony (`sigmsg`).
//! * [`equality`]: one x for two bases, gˣ = X and αˣ = F. A correct partial decryption.
//! * [`disjunction`]: several statements of which one is true, without saying which. A choice is 0 or 1,
//!   a sum is within bounds, a ballot is blank or within bounds.
//!
//! Source: Belenios specification 3.3.0, "Verification keys", "Proofs of interval membership", "Proofs of
//! possibly-blank votes", "Signatures", "Partial decryptions".

pub mod disjunction;
pub mod equality;
pub mod knowledge;

use crate::canonical::{NotCanonical, Reader, Writer};
use crate::election::LARGEST_LIST;
use crate::group::Scalar;

/// Challenge and response of one proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    pub(crate) challenge: Scalar,
    pub(crate) response: Scalar,
}

impl Proof {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, NotCanonical> {
        reader.expect("{\"challenge\":")?;
        let challenge = reader.scalar()?;
        reader.expect(",\"response\":")?;
        let response = reader.scalar()?;
        reader.expect("}")?;
        Ok(Self {
            challenge,
            response,
        })
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer
            .push("{\"challenge\":")
            .scalar(&self.challenge)
            .push(",\"response\":")
            .scalar(&self.response)
            .push("}");
    }
}

pub(crate) fn read_proofs(reader: &mut Reader<'_>) -> Result<Vec<Proof>, NotCanonical> {
    // An overall proof has a branch for every sum and one for blank.
    reader.array_up_to(LARGEST_LIST + 2, Proof::read)
}

pub(crate) fn write_proofs(writer: &mut Writer, proofs: &[Proof]) {
    writer.array(proofs, |writer, proof| proof.write(writer));
}
