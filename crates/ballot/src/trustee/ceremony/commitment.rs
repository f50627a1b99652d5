//! What a member commits to: g^aₖ for the coefficients of its polynomial.

use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::VartimeMultiscalarMul as _;
use rand::CryptoRng;

use super::signed::sign;
use super::{Certificates, Flaw, Signed, is_signed};
use crate::canonical::{Reader, Writer};
use crate::group::{Point, Scalar};
use crate::proof::Proof;
use crate::trustee::MOST_TRUSTEES;

/// A member's commitments with both signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::trustee) struct Commitment {
    pub signed: Signed,
    /// Over the certificates and the commitments together.
    pub signature: Proof,
    pub points: Vec<Point>,
}

impl Commitment {
    pub(super) fn make(
        certificates: &Certificates,
        points: Vec<Point>,
        signing_key: &Scalar,
        rng: &mut impl CryptoRng,
    ) -> Self {
        let encoded: Vec<_> = points.iter().map(|point| point.to_bytes()).collect();
        let mut writer = Writer::default();
        write_points(writer.push("{\"coefexps\":"), &encoded);
        writer.push("}");
        Self {
            signed: Signed::make(signing_key, writer.0, rng),
            signature: sign(signing_key, &with_certificates(certificates, &encoded), rng),
            points,
        }
    }

    /// Checks both signatures by the member with this verification key.
    pub(in crate::trustee) fn check(
        signed: Signed,
        signature: Proof,
        certificates: &Certificates,
        key: &Point,
    ) -> Result<Self, Flaw> {
        let mut reader = Reader::new(signed.message.as_bytes());
        reader.expect("{\"coefexps\":")?;
        let encoded = reader.array_up_to(MOST_TRUSTEES, Reader::encoded_point)?;
        reader.expect("}")?;
        reader.end()?;
        let expected = certificates.threshold() as usize;
        if encoded.len() != expected {
            let found = encoded.len();
            return Err(Flaw::Count { expected, found });
        }
        let is_signed_twice = signed.is_by(key)
            && is_signed(key, &with_certificates(certificates, &encoded), &signature);
        if !is_signed_twice {
            return Err(Flaw::Signature);
        }
        let points = encoded.into_iter().map(Point::from_bytes_checked);
        Ok(Self {
            signed,
            signature,
            points: points.collect::<Result<_, _>>()?,
        })
    }
}

fn with_certificates(certificates: &Certificates, points: &[[u8; 32]]) -> String {
    let mut writer = Writer::default();
    certificates.write(writer.push("certs_sig|{\"certs\":"));
    write_points(writer.push(",\"coefexps\":"), points);
    writer.push("}");
    writer.0
}

fn write_points(writer: &mut Writer, points: &[[u8; 32]]) {
    writer.array(points, |writer, point| {
        writer.point(point);
    });
}

/// g^f(j) = Π Aₖ^(jᵏ) from the commitments to f. Variable time, on public data.
pub(in crate::trustee) fn power(commitments: &[Point], member: u32) -> EdwardsPoint {
    let j = Scalar::from(member);
    let powers: Vec<_> = std::iter::successors(Some(Scalar::ONE), |power| Some(power * j))
        .take(commitments.len())
        .collect();
    EdwardsPoint::vartime_multiscalar_mul(powers, commitments.iter().map(|point| point.0))
}
