//! Knowledge of a discrete logarithm, and the signature made from it.

use curve25519_dalek::edwards::EdwardsPoint;
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::Proof;
use crate::challenge::Challenge;
use crate::group::{Point, Scalar};

/// Proves knowledge of `secret` with X = g^`secret`. `context` is the challenge string up to and
/// including the bar before A; it must contain X or something that determines it.
///
/// # Security
/// Constant time in `secret`.
pub(crate) fn prove(secret: &Scalar, context: Challenge, rng: &mut impl CryptoRng) -> Proof {
    let nonce = Zeroizing::new(Scalar::random(rng));
    let commitment = Point::generator_power(&nonce);
    let challenge = context.point(&commitment.to_bytes()).finish();
    Proof {
        challenge,
        response: *nonce - secret * challenge,
    }
}

/// The commitment A = g^ρ·X^c a proof implies.
pub(crate) fn commitment(public: &Point, proof: &Proof) -> EdwardsPoint {
    EdwardsPoint::vartime_double_scalar_mul_basepoint(&proof.challenge, &public.0, &proof.response)
}

/// Checks a proof of knowledge of the logarithm of `public`.
pub(crate) fn verify(public: &Point, proof: &Proof, context: Challenge) -> bool {
    context
        .point(&commitment(public, proof).compress().0)
        .finish()
        == proof.challenge
}

/// Challenge string of the proof of possession of a trustee's key.
pub(crate) fn possession(public: &[u8; 32]) -> Challenge {
    Challenge::new("pok|Ed25519|").point(public).text("|")
}

/// Challenge string of the signature of a ballot whose unsigned form has the given hash.
pub(crate) fn ballot_signature(hash: &str) -> Challenge {
    Challenge::new("sig|").text(hash).text("|")
}

/// Challenge string of the signature of a message of the key ceremony.
pub(crate) fn message_signature(message: &str) -> Challenge {
    Challenge::new("sigmsg|").text(message).text("|")
}
