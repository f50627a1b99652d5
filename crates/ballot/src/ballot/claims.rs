//! What the proofs of a ballot claim, as equations between points.
//!
//! Every branch of every proof implies two commitments, A = g^ρ·α^c and B = y^ρ·(β/g^M)^c, where (α, β) is one of the
//! ballot's ciphertexts or their sum over a question. All of them are of the form h^ρ·P^c·g^s with h either g or y, so a
//! ballot is a list of such [`Claim`]s, in the order in which the commitments are hashed.

use super::{Parsed, context, context_of_choices, interval};
use crate::ballot::BallotFault;
use crate::challenge::Challenge;
use crate::ciphertext::Encoded;
use crate::curve::{Extended, FixedBase, generator};
use crate::election::Question;
use crate::group::Scalar;
use crate::proof::{Proof, disjunction};

/// One commitment: h^response · P^challenge · g^shift.
pub(super) struct Claim {
    /// Which P: see [`claims`].
    pub base: usize,
    /// Whether h is the election key; else it is the generator.
    pub is_key: bool,
    pub challenge: Scalar,
    pub response: Scalar,
    /// −M·c for the second commitment of "encrypts M", else 0.
    pub shift: Scalar,
}

impl Claim {
    /// h^response · g^shift, times `start`; response and shift are multiplied by `scale` before.
    pub fn add_fixed(&self, start: &Extended, key: &FixedBase, scale: &Scalar) -> Extended {
        let table = if self.is_key { key } else { generator() };
        let sum = table.add_power(start, &(self.response * scale));
        if self.shift == Scalar::ZERO {
            sum
        } else {
            generator().add_power(&sum, &(self.shift * scale))
        }
    }
}

/// Number of bits of all questions: the points 2·i and 2·i + 1 are α and β of bit i.
pub(super) fn bits(questions: &[Question]) -> usize {
    questions.iter().map(Question::bits).sum()
}

/// The bits whose product is the sum of question `index` (all but the blank one), as a range.
pub(super) fn summed(questions: &[Question], index: usize) -> std::ops::Range<usize> {
    let start = bits(&questions[..index]);
    start + usize::from(questions[index].blank)..start + questions[index].bits()
}

/// The claims of all proofs. Bases are the points of the bits, then αΣ and βΣ of every question.
pub(super) fn claims(questions: &[Question], ballot: &Parsed<'_>) -> Vec<Claim> {
    let bits = bits(questions);
    let mut claims = Vec::with_capacity(4 * bits + 8 * questions.len());
    let mut claim = |pair: usize, proof: &Proof, value: u32| {
        for part in 0..2 {
            let shift = if part == 0 || value == 0 {
                Scalar::ZERO
            } else {
                -proof.challenge * Scalar::from(value)
            };
            claims.push(Claim {
                base: 2 * pair + part,
                is_key: part == 1,
                challenge: proof.challenge,
                response: proof.response,
                shift,
            });
        }
    };
    let mut first = 0;
    for (index, (question, answer)) in questions.iter().zip(&ballot.answers).enumerate() {
        for (bit, proofs) in (first..).zip(&answer.individual) {
            for (proof, value) in proofs.iter().zip(0..) {
                claim(bit, proof, value);
            }
        }
        let sum = bits + index;
        let mut overall = answer.overall.as_slice();
        if let Some(blank) = &answer.blank {
            claim(first, &blank[0], 0);
            claim(sum, &blank[1], 0);
            claim(first, &overall[0], 1);
            overall = &overall[1..];
        }
        for (proof, value) in overall.iter().zip(question.min..) {
            claim(sum, proof, value);
        }
        first += question.bits();
    }
    claims
}

/// Whether all challenges are the hashes they must be, given the commitments in order and αΣ, βΣ of every question.
pub(super) fn check_challenges(
    ballot: &Parsed<'_>,
    commitments: &[[u8; 32]],
    sums: &[[u8; 32]],
) -> Result<(), BallotFault> {
    let mut encoded = commitments.iter();
    let context = context(ballot.fingerprint, &ballot.credential);
    let single = Challenge::new("prove|").text(&context);
    for ((question, answer), sum) in (1..).zip(&ballot.answers).zip(sums.chunks_exact(2)) {
        for (choice, (bit, proofs)) in (1..).zip(answer.choices.iter().zip(&answer.individual)) {
            if !disjunction::is_closed(interval(&single, bit), encoded.by_ref().take(4), proofs) {
                return Err(BallotFault::Choice { question, choice });
            }
        }
        let whole = context_of_choices(&context, &answer.choices);
        let overall = if let Some(blank) = &answer.blank {
            let context = |prefix| Challenge::new(prefix).text(&whole).text("|");
            if !disjunction::is_closed(context("bproof0|"), encoded.by_ref().take(4), blank) {
                return Err(BallotFault::Blank { question });
            }
            context("bproof1|")
        } else {
            let sum = Encoded {
                alpha: sum[0],
                beta: sum[1],
            };
            interval(&Challenge::new("prove|").text(&whole), &sum)
        };
        if !disjunction::is_closed(
            overall,
            encoded.by_ref().take(2 * answer.overall.len()),
            &answer.overall,
        ) {
            return Err(BallotFault::Bounds { question });
        }
    }
    Ok(())
}

/// αΣ and βΣ of every question, from the points of the bits.
pub(super) fn sums(questions: &[Question], points: &[Extended]) -> Vec<Extended> {
    (0..questions.len())
        .flat_map(|index| {
            (0..2).map(move |part| {
                summed(questions, index)
                    .map(|bit| points[2 * bit + part])
                    .reduce(|sum, point| sum.plus(&point))
                    .unwrap_or(Extended::IDENTITY)
            })
        })
        .collect()
}
