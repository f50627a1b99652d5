//! One exponent for two bases (Chaum and Pedersen): X = gˣ and F = αˣ.

use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::VartimeMultiscalarMul as _;
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::Proof;
use crate::challenge::Challenge;
use crate::group::{Point, Scalar};

/// Challenge string of a partial decryption: election fingerprint φ and trustee key X.
pub(crate) fn decryption(fingerprint: &str, public: &[u8; 32]) -> Challenge {
    Challenge::new("decrypt|")
        .text(fingerprint)
        .text("|")
        .point(public)
        .text("|")
}

/// Proves that `secret` is the exponent for base g and for base `alpha`.
///
/// # Security
/// Constant time in `secret`.
pub(crate) fn prove(
    secret: &Scalar,
    alpha: &Point,
    context: Challenge,
    rng: &mut impl CryptoRng,
) -> Proof {
    let nonce = Zeroizing::new(Scalar::random(rng));
    let commitments = [
        Point::generator_power(&nonce).to_bytes(),
        Point(alpha.0 * *nonce).to_bytes(),
    ];
    let challenge = context.points(&commitments).finish();
    Proof {
        challenge,
        response: *nonce - secret * challenge,
    }
}

/// Checks that `public` = gˣ and `factor` = `alpha`ˣ for one x.
pub(crate) fn verify(
    public: &Point,
    alpha: &Point,
    factor: &Point,
    proof: &Proof,
    context: Challenge,
) -> bool {
    let a = EdwardsPoint::vartime_double_scalar_mul_basepoint(
        &proof.challenge,
        &public.0,
        &proof.response,
    );
    let b = EdwardsPoint::vartime_multiscalar_mul(
        [proof.response, proof.challenge],
        [alpha.0, factor.0],
    );
    context.points(&[a.compress().0, b.compress().0]).finish() == proof.challenge
}
