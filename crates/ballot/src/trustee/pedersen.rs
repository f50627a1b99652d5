//! Threshold groups: any t of m members can decrypt (Pedersen's distributed key generation).
//!
//! Member i picks a secret polynomial fᵢ of degree t − 1, publishes Aᵢₖ = g^aᵢₖ for its coefficients, and
//! sends fᵢ(j) secretly to member j. The key of the group is y = g^f(0) for f = Σ fᵢ, and member j's
//! secret is f(j). Nobody knows f(0), but t shares determine it: f(0) = Σ λⱼ·f(j) with the coefficients of
//! Lagrange, and the same combination works in the exponent for decryption factors.
//!
//! What is published proves this: each member's certificate (its signing and encryption keys, signed),
//! its coefficients (signed, and signed once more together with all certificates), and its verification
//! key g^f(j), which must equal Π Aᵢₖ^(jᵏ), with proof of possession and a signature.
//!
//! Source: Belenios specification 3.3.0, "Messages specific to threshold decryption support".

use super::ceremony::{
    CeremonyFault, Certificates, Commitment, Flaw, Signed, is_signed, power, sums,
};
use super::{MOST_TRUSTEES, TrusteeFault, TrusteePublicKey};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::group::{Point, Scalar};
use crate::proof::{Proof, read_proofs};

/// The published result of a group's key ceremony, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    certificates: Certificates,
    commitments: Vec<Commitment>,
    keys: Vec<TrusteePublicKey>,
    /// y = g^f(0)
    key: Point,
}

impl Threshold {
    /// How many members must take part in a decryption.
    pub fn threshold(&self) -> u32 {
        self.certificates.threshold()
    }

    /// The members' verification keys, in order.
    pub fn verification_keys(&self) -> &[TrusteePublicKey] {
        &self.keys
    }

    pub(crate) fn key(&self) -> Point {
        self.key
    }

    pub(super) fn read(
        reader: &mut Reader<'_>,
    ) -> Result<Result<Self, TrusteeFault>, NotCanonical> {
        reader.expect("{\"threshold\":")?;
        let start = reader.clone();
        let Ok(threshold) = u32::try_from(reader.integer()?) else {
            return start.fail();
        };
        reader.expect(",\"certs\":")?;
        let certificates = reader.array_up_to(MOST_TRUSTEES, Signed::read)?;
        reader.expect(",\"coefexps\":")?;
        let coefficients = reader.array_up_to(MOST_TRUSTEES, Signed::read)?;
        reader.expect(",\"signatures\":")?;
        let signatures = read_proofs(reader)?;
        reader.expect(",\"verification_keys\":")?;
        let keys = reader.array_up_to(MOST_TRUSTEES, TrusteePublicKey::read)?;
        reader.expect("}")?;
        Ok(keys
            .into_iter()
            .collect::<Result<_, _>>()
            .and_then(|keys| Self::check(threshold, certificates, coefficients, signatures, keys)))
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer
            .push("{\"threshold\":")
            .integer(self.threshold().into());
        self.certificates.write(writer.push(",\"certs\":"));
        writer
            .push(",\"coefexps\":")
            .array(&self.commitments, |writer, one| one.signed.write(writer));
        writer
            .push(",\"signatures\":")
            .array(&self.commitments, |writer, one| one.signature.write(writer));
        writer
            .push(",\"verification_keys\":")
            .array(&self.keys, |writer, key| key.write(writer));
        writer.push("}");
    }

    fn check(
        threshold: u32,
        certificates: Vec<Signed>,
        coefficients: Vec<Signed>,
        signatures: Vec<Proof>,
        keys: Vec<TrusteePublicKey>,
    ) -> Result<Self, TrusteeFault> {
        let size = certificates.len();
        let lengths = [coefficients.len(), signatures.len(), keys.len()];
        let fits = 1..=size;
        if lengths.iter().any(|&length| length != size) || !fits.contains(&(threshold as usize)) {
            return Err(TrusteeFault::Threshold);
        }
        let certificates = Certificates::check(certificates)?;
        if certificates.threshold() != threshold {
            return Err(TrusteeFault::Certificate(1));
        }
        let mut commitments = Vec::with_capacity(size);
        let signed = coefficients.into_iter().zip(signatures);
        for ((index, certificate), (signed, signature)) in
            (1..).zip(certificates.list()).zip(signed)
        {
            let key = certificate.verification_key().point;
            let commitment = Commitment::check(signed, signature, &certificates, &key);
            let fault = |flaw| match flaw {
                Flaw::Point(fault) => TrusteeFault::Member {
                    member: index,
                    fault,
                },
                _ => TrusteeFault::Polynomial(index),
            };
            commitments.push(commitment.map_err(fault)?);
        }
        let sums = sums(&commitments.iter().collect::<Vec<_>>());
        if sums[0].is_identity() {
            return Err(TrusteeFault::Cancelled);
        }
        for ((index, member), certificate) in (1..).zip(&keys).zip(certificates.list()) {
            let signing_key = certificate.verification_key().point;
            let is_signed_by_member = member
                .signature
                .is_some_and(|signature| is_signed(&signing_key, &member.key.to_hex(), &signature));
            if member.key.point.0 != power(&sums, index) || !is_signed_by_member {
                return Err(TrusteeFault::VerificationKey(index as usize));
            }
        }
        Ok(Self::assemble(certificates, commitments, keys))
    }

    /// Puts together what was checked.
    pub(super) fn assemble(
        certificates: Certificates,
        commitments: Vec<Commitment>,
        keys: Vec<TrusteePublicKey>,
    ) -> Self {
        let key = Point(commitments.iter().map(|one| one.points[0].0).sum());
        Self {
            certificates,
            commitments,
            keys,
            key,
        }
    }
}

/// The certificates are the only part of a published group that is refused by the ceremony's rules.
impl From<CeremonyFault> for TrusteeFault {
    fn from(fault: CeremonyFault) -> Self {
        match (fault.member, fault.flaw) {
            (None, _) => Self::Threshold,
            (Some(_), Flaw::Repeated(_)) => Self::Repeated,
            (Some(member), Flaw::Point(fault)) => Self::Member {
                member: member as usize,
                fault,
            },
            (Some(member), _) => Self::Certificate(member as usize),
        }
    }
}

/// λⱼ for the members present: f(0) = Σ λⱼ·f(j).
pub(crate) fn lagrange(present: &[u32], member: u32) -> Scalar {
    let scalar = |value: u32| Scalar::from(value);
    present
        .iter()
        .filter(|&&other| other != member)
        .fold(Scalar::ONE, |product, &other| {
            product * scalar(other) * (scalar(other) - scalar(member)).invert()
        })
}

/// The coefficient of f(member) in the divided difference over the members present, which is 0 when they are
/// more than the degree of f: how values too many are compared.
pub(crate) fn difference(present: &[u32], member: u32) -> Scalar {
    let others = present.iter().filter(|&&other| other != member);
    others
        .map(|&other| (Scalar::from(member) - Scalar::from(other)).invert())
        .product()
}
