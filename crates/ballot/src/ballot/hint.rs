//! Hints: what the first to check a ballot computed, kept to spare others the work; never trusted.
//!
//! A proof is checked by recomputing its commitments, which takes a power for each and cannot be shared, because each
//! has to be hashed by itself. Who is *told* the commitments hashes them as they are, and is left with equations
//! A = g^ρ·α^c that hold or not. Many of them are proved by one: multiply each by a weight nobody could foresee, add all
//! up, and if a single one is wrong the sum is 0 by chance of 1 in 2¹²⁸ only.
//!
//! That argument needs every point to be in the subgroup of prime order: else an error of small order vanishes with
//! a weight divisible by 8. So a hint does not hold a point P but an eighth of it, Q with 8·Q = P. The multiples of
//! 8 are exactly the subgroup, so three doublings replace the test of membership, and Q comes as x and y so that
//! nothing need be decompressed.
//!
//! A hint is the x and y, 32 little-endian bytes each, of the eighths of α and β of every bit, of every commitment in the
//! order in which it is hashed, and of the commitment of the signature.
//!
//! # Security
//! Weights are drawn by hashing the election, all ballots and all hints of the batch, which fixes every point and exponent
//! before the first weight is known. Whatever is wrong with a hint, or with any ballot of the batch, sends the
//! ballots to [`check_ballot`]: a bad hint costs time and changes neither verdict nor fault.
//!
//! Source: Bellare, Garay, Rabin, "Fast batch verification for modular exponentiation and digital signatures" (1998).

use sha2::{Digest as _, Sha256};

use super::check::{Entered, encode};
use super::claims::{self, Claim, bits, check_challenges, claims};
use super::{BallotFault, CheckedBallot, check_ballot};
use crate::curve::{Affine, Extended, generator, normalise, product};
use crate::election::Election;
use crate::group::Scalar;
use crate::roll::Roll;

/// Spares checking a ballot; see the [module](self) for what it holds and why it need not be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint(Vec<u8>);

impl Hint {
    /// Bytes of a point.
    const POINT: usize = 64;

    /// A hint as it was stored; any bytes will do, since nothing is believed.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store beside the ballot.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn of_points(eighths: &[Extended]) -> Self {
        let points = normalise(eighths.iter());
        Self(
            points
                .into_iter()
                .flat_map(Affine::to_coordinates)
                .collect(),
        )
    }

    /// Eight times every point, if there are `count` on the curve.
    fn points(&self, count: usize) -> Option<Vec<Affine>> {
        if self.0.len() != count * Self::POINT {
            return None;
        }
        let wholes = self
            .0
            .chunks_exact(Self::POINT)
            .map(|bytes| {
                let eighth = Affine::from_coordinates(bytes.try_into().expect("64 bytes"))?;
                Some(eighth.to_extended().times_cofactor())
            })
            .collect::<Option<Vec<_>>>()?;
        Some(normalise(wholes.iter()))
    }
}

/// Checks ballots as [`check_ballot`] does, with the same verdicts and faults, and together those that come with a hint.
/// Some dozens to some hundreds at once serve best.
pub fn check_ballots(
    election: &Election,
    roll: &Roll,
    ballots: &[(&[u8], Option<&Hint>)],
) -> Vec<Result<CheckedBallot, BallotFault>> {
    let mut hinted: Vec<Option<Hinted>> = ballots
        .iter()
        .map(|(raw, hint)| Hinted::read(election, roll, raw, (*hint)?))
        .collect();
    if hinted.iter().any(Option::is_some) && !are_proved(election, ballots, &hinted) {
        hinted.fill_with(|| None);
    }
    ballots
        .iter()
        .zip(hinted)
        .map(|((raw, _), hinted)| match hinted {
            Some(hinted) => Ok(hinted.checked),
            None => check_ballot(election, roll, raw),
        })
        .collect()
}

/// A ballot that is right in everything if its equations hold.
struct Hinted {
    checked: CheckedBallot,
    claims: Vec<Claim>,
    /// One for each claim, and that of the signature.
    commitments: Vec<Affine>,
    key: Affine,
    signature: Claim,
}

impl Hinted {
    /// Everything but the equations; nothing if anything is wrong, whatever it is.
    fn read(election: &Election, roll: &Roll, raw: &[u8], hint: &Hint) -> Option<Self> {
        let entered = Entered::read(election, roll, raw).ok()?;
        let ballot = &entered.ballot;
        let questions = election.questions();
        let claims = claims(questions, ballot);
        let choices = 2 * bits(questions);
        let mut points = hint.points(choices + claims.len() + 1)?;
        let commitments = points.split_off(choices);
        let encoded = encode(&points);
        let written = ballot
            .choices()
            .flat_map(|choice| [choice.alpha, choice.beta]);
        if !written.eq(encoded) || points.iter().any(Affine::is_identity) {
            return None;
        }
        let extended: Vec<_> = points.iter().map(|point| point.to_extended()).collect();
        let sums = normalise(claims::sums(questions, &extended).iter());
        let (signature, encoded) = {
            let mut encoded = encode(&commitments);
            (encoded.pop()?, encoded)
        };
        if !entered.is_signed(&signature) {
            return None;
        }
        check_challenges(ballot, &encoded, &encode(&sums)).ok()?;
        Some(Self {
            key: entered.key().ok()?,
            signature: Claim {
                base: 0,
                is_key: false,
                challenge: ballot.signature.challenge,
                response: ballot.signature.response,
                shift: Scalar::ZERO,
            },
            claims,
            commitments,
            checked: entered.checked(points, true),
        })
    }
}

/// Whether Σ w·(C − g^ρ·P^c·…) over all claims is 0.
fn are_proved(
    election: &Election,
    ballots: &[(&[u8], Option<&Hint>)],
    hinted: &[Option<Hinted>],
) -> bool {
    let questions = election.questions();
    let mut weights = Weights::new(election, ballots);
    let (mut of_generator, mut of_key) = (Scalar::ZERO, Scalar::ZERO);
    let mut terms: Vec<(Scalar, Affine)> = Vec::new();
    for hinted in hinted.iter().flatten() {
        // Exponents of the bases: the points of the bits, the sums, and the key of the signature.
        let choices = hinted.checked.points.len();
        let mut exponents = vec![Scalar::ZERO; choices + 2 * questions.len()];
        let mut claim = |claim: &Claim, exponent: &mut Scalar, commitment: &Affine| {
            let weight = weights.next();
            *exponent -= weight * claim.challenge;
            let of_base = if claim.is_key {
                &mut of_key
            } else {
                &mut of_generator
            };
            *of_base -= weight * claim.response;
            if claim.shift != Scalar::ZERO {
                of_generator -= weight * claim.shift;
            }
            terms.push((weight, *commitment));
        };
        for (one, commitment) in hinted.claims.iter().zip(&hinted.commitments) {
            claim(one, &mut exponents[one.base], commitment);
        }
        let mut of_signer = Scalar::ZERO;
        let commitment = hinted.commitments.last().expect("that of the signature");
        claim(&hinted.signature, &mut of_signer, commitment);
        terms.push((of_signer, hinted.key));
        // A power of a sum is that power of everything in it.
        let of_sums = exponents.split_off(choices);
        for (index, of_sum) in of_sums.chunks_exact(2).enumerate() {
            for bit in claims::summed(questions, index) {
                exponents[2 * bit] += of_sum[0];
                exponents[2 * bit + 1] += of_sum[1];
            }
        }
        terms.extend(
            exponents
                .into_iter()
                .zip(hinted.checked.points.iter().copied()),
        );
    }
    let sum = product(&terms);
    let sum = generator().add_power(&sum, &of_generator);
    let sum = election.tables().vartime().add_power(&sum, &of_key);
    sum.equals(&Extended::IDENTITY)
}

/// Numbers of 128 bits that depend on every byte of a batch.
struct Weights {
    seed: Sha256,
    counter: u64,
    waiting: Option<u128>,
}

impl Weights {
    fn new(election: &Election, ballots: &[(&[u8], Option<&Hint>)]) -> Self {
        let mut hash = Sha256::new_with_prefix(b"pingyi hints 1|");
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(election.fingerprint().as_bytes());
        for (raw, hint) in ballots {
            part(raw);
            part(hint.map_or(&[], Hint::as_bytes));
        }
        Self {
            seed: Sha256::new_with_prefix(hash.finalize()),
            counter: 0,
            waiting: None,
        }
    }

    fn next(&mut self) -> Scalar {
        let weight = self.waiting.take().unwrap_or_else(|| {
            let block: [u8; 32] = self
                .seed
                .clone()
                .chain_update(self.counter.to_le_bytes())
                .finalize()
                .into();
            self.counter += 1;
            let half =
                |at: usize| u128::from_le_bytes(block[at..at + 16].try_into().expect("16 bytes"));
            self.waiting = Some(half(16));
            half(0)
        });
        Scalar::from(weight)
    }
}
