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

use curve25519_dalek::traits::VartimeMultiscalarMul as _;

use super::{TrusteeFault, TrusteePublicKey};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::group::{Point, Scalar};
use crate::proof::{Proof, knowledge, read_proofs, write_proofs};

/// A message with the signature of its author.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Signed {
    message: String,
    signature: Proof,
}

impl Signed {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotCanonical> {
        reader.expect("{\"message\":")?;
        let message = reader.string()?;
        reader.expect(",\"signature\":")?;
        let signature = Proof::read(reader)?;
        reader.expect("}")?;
        Ok(Self { message, signature })
    }

    fn write(&self, writer: &mut Writer) {
        writer
            .push("{\"message\":")
            .string(&self.message)
            .push(",\"signature\":");
        self.signature.write(writer);
        writer.push("}");
    }

    fn is_by(&self, key: &Point) -> bool {
        is_signed(key, &self.message, &self.signature)
    }
}

fn is_signed(key: &Point, message: &str, signature: &Proof) -> bool {
    knowledge::verify(key, signature, knowledge::message_signature(message))
}

/// The published result of a group's key ceremony, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    needed: u32,
    certificates: Vec<Signed>,
    coefficients: Vec<Signed>,
    signatures: Vec<Proof>,
    keys: Vec<TrusteePublicKey>,
    /// y = g^f(0)
    key: Point,
}

impl Threshold {
    /// How many members must take part in a decryption.
    pub fn threshold(&self) -> u32 {
        self.needed
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
        let certificates = reader.array(Signed::read)?;
        reader.expect(",\"coefexps\":")?;
        let coefficients = reader.array(Signed::read)?;
        reader.expect(",\"signatures\":")?;
        let signatures = read_proofs(reader)?;
        reader.expect(",\"verification_keys\":")?;
        let keys = reader.array(TrusteePublicKey::read)?;
        reader.expect("}")?;
        Ok(keys
            .into_iter()
            .collect::<Result<Vec<_>, _>>()
            .and_then(|keys| {
                Self {
                    needed: threshold,
                    certificates,
                    coefficients,
                    signatures,
                    keys,
                    key: Point::identity(),
                }
                .verified()
            }))
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.push("{\"threshold\":").integer(self.needed.into());
        writer
            .push(",\"certs\":")
            .array(&self.certificates, |writer, signed| signed.write(writer));
        writer
            .push(",\"coefexps\":")
            .array(&self.coefficients, |writer, signed| signed.write(writer));
        writer.push(",\"signatures\":");
        write_proofs(writer, &self.signatures);
        writer
            .push(",\"verification_keys\":")
            .array(&self.keys, |writer, key| key.write(writer));
        writer.push("}");
    }

    fn verified(mut self) -> Result<Self, TrusteeFault> {
        let size = self.certificates.len();
        let threshold = self.needed as usize;
        let lengths = [
            self.coefficients.len(),
            self.signatures.len(),
            self.keys.len(),
        ];
        if lengths.iter().any(|&length| length != size) || threshold == 0 || threshold > size {
            return Err(TrusteeFault::Threshold);
        }
        let mut signing_keys = Vec::with_capacity(size);
        for (index, certificate) in self.certificates.iter().enumerate() {
            let key = self
                .signing_key(index + 1, &certificate.message)
                .filter(|key| certificate.is_by(key));
            signing_keys.push(key.ok_or(TrusteeFault::Certificate(index + 1))?);
        }
        let mut polynomials = Vec::with_capacity(size);
        for (index, key) in signing_keys.iter().enumerate() {
            let points = self
                .polynomial(index, key)
                .ok_or(TrusteeFault::Polynomial(index + 1))?;
            polynomials.push(points);
        }
        // Π over members, coefficient by coefficient: the commitments of f = Σ fᵢ.
        let sums: Vec<Point> = (0..threshold)
            .map(|k| Point(polynomials.iter().map(|points| points[k].0).sum()))
            .collect();
        for (index, (member, signing_key)) in self.keys.iter().zip(&signing_keys).enumerate() {
            let j = Scalar::from(index as u64 + 1);
            let powers: Vec<_> = std::iter::successors(Some(Scalar::ONE), |power| Some(power * j))
                .take(threshold)
                .collect();
            let expected = curve25519_dalek::EdwardsPoint::vartime_multiscalar_mul(
                powers,
                sums.iter().map(|sum| sum.0),
            );
            let is_signed_by_member = member
                .signature
                .is_some_and(|signature| is_signed(signing_key, &member.key.to_hex(), &signature));
            if member.key.point.0 != expected || !is_signed_by_member {
                return Err(TrusteeFault::VerificationKey(index + 1));
            }
        }
        self.key = sums[0];
        Ok(self)
    }

    /// The signing key a certificate names, if its context is that of the member with this number.
    fn signing_key(&self, member: usize, message: &str) -> Option<Point> {
        let mut context = Writer::default();
        context
            .push("{\"context\":{\"group\":\"Ed25519\",\"size\":")
            .integer(self.certificates.len() as u64);
        context.push(",\"threshold\":").integer(self.needed.into());
        context
            .push(",\"index\":")
            .integer(member as u64)
            .push("},\"verification\":");
        let mut reader = Reader::new(message.as_bytes());
        reader.expect(&context.0).ok()?;
        let verification = reader.encoded_point().ok()?;
        reader.expect(",\"encryption\":").ok()?;
        let encryption = reader.encoded_point().ok()?;
        reader.expect("}").ok()?;
        reader.end().ok()?;
        Point::from_bytes_checked(encryption).ok()?;
        Point::from_bytes_checked(verification).ok()
    }

    /// The coefficients a member committed to, if both of its signatures hold.
    fn polynomial(&self, index: usize, signing_key: &Point) -> Option<Vec<Point>> {
        let signed = &self.coefficients[index];
        let mut reader = Reader::new(signed.message.as_bytes());
        reader.expect("{\"coefexps\":").ok()?;
        let encoded = reader.array(Reader::encoded_point).ok()?;
        reader.expect("}").ok()?;
        reader.end().ok()?;
        let mut all = Writer::default();
        all.push("certs_sig|{\"certs\":")
            .array(&self.certificates, |writer, certificate| {
                certificate.write(writer);
            });
        all.push(",\"coefexps\":").array(&encoded, |writer, point| {
            writer.point(point);
        });
        all.push("}");
        let is_signed_twice =
            signed.is_by(signing_key) && is_signed(signing_key, &all.0, &self.signatures[index]);
        if !is_signed_twice || encoded.len() != self.needed as usize {
            return None;
        }
        encoded
            .into_iter()
            .map(|bytes| Point::from_bytes_checked(bytes).ok())
            .collect()
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
