//! One of several statements is true, without saying which (Cramer, Damgård and Schoenmakers).
//!
//! Each branch j claims that a pair (αⱼ, βⱼ) encrypts zero: αⱼ = gʳ and βⱼ = yʳ for one r. The pair is a
//! ciphertext divided by g^Mⱼ, so the claim reads "this ciphertext encrypts Mⱼ". The prover can make up a
//! transcript for every branch whose challenge may be chosen freely. Only the *sum* of the challenges is
//! fixed by the hash, so exactly one challenge cannot be chosen: that branch needs a true statement.
//!
//! | proof | prefix | branches |
//! |---|---|---|
//! | a choice is 0 or 1 | `prove` over S₀ | (α, β), (α, β/g) |
//! | the sum is within min … max | `prove` over S | (α_Σ, β_Σ/g^M) for each M |
//! | not blank, or nothing chosen | `bproof0` over S | (α₀, β₀), (α_Σ, β_Σ) |
//! | blank, or the sum is within bounds | `bproof1` over S | (α₀, β₀/g), (α_Σ, β_Σ/g^M) for each M |

use curve25519_dalek::edwards::EdwardsPoint;
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::Proof;
use crate::challenge::Challenge;
use crate::ciphertext::KeyTables;
use crate::group::Scalar;

/// What the prover knows of one branch: the pair is (gʳ, yʳ·g^offset). The branch is true when the offset
/// is 0.
pub(crate) struct Opening {
    pub randomness: Zeroizing<Scalar>,
    /// Plaintext minus the value the branch claims.
    pub offset: i64,
}

/// Proves that one of the branches has offset 0, using branch number `truth`, which must have. Others may
/// have it too; their transcripts are made up all the same.
///
/// For every branch alike, pick c and e and commit to A = gᵉ, B = yᵉ·g^(offset·c). For any other branch
/// this is the made-up transcript with challenge c and response ρ = e − r·c. For branch `truth` B = yᵉ, an
/// honest commitment, and its challenge can still be moved: it takes up the difference between the hash
/// and the sum of the challenges. The response is ρ = e − r·c for all.
///
/// # Security
/// Neither branches nor memory accesses depend on which branch is true.
pub(crate) fn prove(
    key: &KeyTables,
    branches: &[Opening],
    truth: usize,
    context: Challenge,
    rng: &mut impl CryptoRng,
) -> Vec<Proof> {
    let mut challenges = Zeroizing::new(Vec::with_capacity(branches.len()));
    let mut exponents = Zeroizing::new(Vec::with_capacity(branches.len()));
    let mut commitments = Vec::with_capacity(2 * branches.len());
    for branch in branches {
        let challenge = Scalar::random(rng);
        let exponent = Scalar::random(rng);
        let shift = Zeroizing::new(scalar_of_offset(branch.offset) * challenge);
        commitments.push(EdwardsPoint::mul_base(&exponent));
        commitments.push(key.power(&exponent).0 + EdwardsPoint::mul_base(&shift));
        challenges.push(challenge);
        exponents.push(exponent);
    }
    let commitments = EdwardsPoint::compress_batch_alloc(&commitments);
    let hash = context
        .points(commitments.iter().map(|point| &point.0))
        .finish();
    let difference = hash - challenges.iter().sum::<Scalar>();
    let mut proofs = Vec::with_capacity(branches.len());
    for (index, branch) in branches.iter().enumerate() {
        // 1 for the true branch, else 0, without a comparison.
        let distance = (index ^ truth) as u64;
        let is_true = 1 ^ ((distance | distance.wrapping_neg()) >> 63);
        let challenge = challenges[index] + Scalar::from(is_true) * difference;
        let response = exponents[index] - *branch.randomness * challenge;
        proofs.push(Proof {
            challenge,
            response,
        });
    }
    proofs
}

fn scalar_of_offset(offset: i64) -> Scalar {
    let sign = Scalar::from((offset >> 63).unsigned_abs());
    let magnitude = Scalar::from(offset.unsigned_abs());
    magnitude - sign * (magnitude + magnitude)
}

/// Whether the challenges add up to the hash of the context and the commitments.
pub(crate) fn is_closed<'a>(
    context: Challenge,
    commitments: impl IntoIterator<Item = &'a [u8; 32]>,
    proofs: &[Proof],
) -> bool {
    context.points(commitments).finish()
        == proofs.iter().map(|proof| proof.challenge).sum::<Scalar>()
}
