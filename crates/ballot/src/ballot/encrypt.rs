//! Making a ballot.

use rand::CryptoRng;
use zeroize::Zeroizing;

use super::{Answer, context, context_of_choices, interval};
use crate::canonical::Writer;
use crate::challenge::Challenge;
use crate::ciphertext::{Ciphertext, Encoded};
use crate::credential::Credential;
use crate::election::{Election, Question};
use crate::group::Scalar;
use crate::hash::sha256_base64;
use crate::proof::disjunction::{self, Opening};
use crate::proof::knowledge;

/// Why choices cannot be made into a ballot. Questions count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceFault {
    /// Not one list per question with one bit per answer (and one before them where blank is allowed).
    #[error("the choices do not have the shape of the election's questions")]
    Shape,
    /// A choice is neither 0 nor 1.
    #[error("question {0} has a choice that is neither 0 nor 1")]
    Bit(usize),
    /// Too few or too many choices.
    #[error("question {0} has too few or too many choices")]
    Bounds(usize),
}

impl ChoiceFault {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "choice-shape",
            Self::Bit(_) => "choice-bit",
            Self::Bounds(_) => "choice-bounds",
        }
    }

    /// The sentence in Chinese.
    pub fn zh(self) -> String {
        match self {
            Self::Shape => "选择的结构与选举的问题不符".into(),
            Self::Bit(question) => format!("第 {question} 个问题的选择只能是 0 或 1"),
            Self::Bounds(question) => format!("第 {question} 个问题选得过少或过多"),
        }
    }
}

/// Encrypts, proves and signs: the canonical bytes of a ballot.
///
/// `answers` holds, for each question, 0 or 1 for each answer; where blank is allowed a first bit says
/// whether the question is left blank.
///
/// # Errors
/// [`ChoiceFault`] when the choices are not allowed; no ballot is made from them.
///
/// # Security
/// Neither branches nor memory accesses depend on which answers are chosen, once they are found allowed.
pub fn encrypt_ballot(
    election: &Election,
    credential: &Credential,
    answers: &[Vec<u32>],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, ChoiceFault> {
    if answers.len() != election.questions().len() {
        return Err(ChoiceFault::Shape);
    }
    for (index, (question, bits)) in election.questions().iter().zip(answers).enumerate() {
        check_choices(question, bits, index + 1)?;
    }
    let exponent = credential.exponent(election.id());
    let public = *credential.public(election.id()).encoding();
    let context = context(election.fingerprint(), &public);
    let mut writer = Writer::default();
    writer
        .push("{\"election_uuid\":\"")
        .push(election.id().as_str());
    writer
        .push("\",\"election_hash\":\"")
        .push(election.fingerprint());
    writer
        .push("\",\"credential\":")
        .point(&public)
        .push(",\"answers\":");
    writer.array(
        election.questions().iter().zip(answers),
        |writer, (question, bits)| {
            encrypt_answer(election, question, bits, &context, rng).write(writer);
        },
    );
    let unsigned_length = writer.0.len();
    let hash = sha256_base64(writer.push("}").0.as_bytes());
    writer.0.truncate(unsigned_length);
    let signature = knowledge::prove(&exponent, knowledge::ballot_signature(&hash), rng);
    writer
        .push(",\"signature\":{\"hash\":\"")
        .push(&hash)
        .push("\",\"proof\":");
    signature.write(&mut writer);
    writer.push("}}");
    Ok(writer.into_bytes())
}

fn check_choices(question: &Question, bits: &[u32], number: usize) -> Result<(), ChoiceFault> {
    if bits.len() != question.bits() {
        return Err(ChoiceFault::Shape);
    }
    if bits.iter().any(|&bit| bit > 1) {
        return Err(ChoiceFault::Bit(number));
    }
    let (blank, chosen) = bits.split_at(usize::from(question.blank));
    let sum: u32 = chosen.iter().sum();
    let is_allowed = if blank == [1] {
        sum == 0
    } else {
        (question.min..=question.max).contains(&sum)
    };
    if is_allowed {
        Ok(())
    } else {
        Err(ChoiceFault::Bounds(number))
    }
}

fn encrypt_answer(
    election: &Election,
    question: &Question,
    bits: &[u32],
    context: &str,
    rng: &mut impl CryptoRng,
) -> Answer {
    let key = election.tables();
    let randomness: Zeroizing<Vec<Scalar>> =
        Zeroizing::new(bits.iter().map(|_| Scalar::random(rng)).collect());
    let ciphertexts: Vec<Ciphertext> = bits
        .iter()
        .zip(randomness.iter())
        .map(|(&bit, r)| Ciphertext::encrypt(key, r, bit))
        .collect();
    let choices: Vec<Encoded> = ciphertexts.iter().map(Ciphertext::encode).collect();

    let single = Challenge::new("prove|").text(context);
    let individual = (0..bits.len())
        .map(|index| {
            let bit = i64::from(bits[index]);
            let branches = [0, 1].map(|value| Opening {
                randomness: Zeroizing::new(randomness[index]),
                offset: bit - value,
            });
            disjunction::prove(
                key,
                &branches,
                bits[index] as usize,
                interval(&single, &choices[index]),
                rng,
            )
        })
        .collect();

    let whole = context_of_choices(context, &choices);
    let first = usize::from(question.blank);
    let sum: i64 = bits[first..].iter().map(|&bit| i64::from(bit)).sum();
    let sum_randomness: Zeroizing<Scalar> = Zeroizing::new(randomness[first..].iter().sum());
    let opening = |randomness: &Scalar, offset: i64| Opening {
        randomness: Zeroizing::new(*randomness),
        offset,
    };
    let bounds =
        (question.min..=question.max).map(|value| opening(&sum_randomness, sum - i64::from(value)));
    let (overall, blank) = if question.blank {
        let is_blank = i64::from(bits[0]);
        let branches = [
            opening(&randomness[0], is_blank),
            opening(&sum_randomness, sum),
        ];
        let context = |prefix| Challenge::new(prefix).text(&whole).text("|");
        let blank = disjunction::prove(key, &branches, bits[0] as usize, context("bproof0|"), rng);
        let branches: Vec<Opening> = std::iter::once(opening(&randomness[0], is_blank - 1))
            .chain(bounds)
            .collect();
        let truth = (1 - is_blank) * (sum - i64::from(question.min) + 1);
        let overall = disjunction::prove(key, &branches, index_of(truth), context("bproof1|"), rng);
        (overall, Some(blank))
    } else {
        let pair = ciphertexts
            .iter()
            .fold(Ciphertext::neutral(), |sum, ciphertext| {
                sum.plus(ciphertext)
            })
            .encode();
        let branches: Vec<Opening> = bounds.collect();
        let truth = index_of(sum - i64::from(question.min));
        (
            disjunction::prove(
                key,
                &branches,
                truth,
                interval(&Challenge::new("prove|").text(&whole), &pair),
                rng,
            ),
            None,
        )
    };
    Answer {
        choices,
        individual,
        overall,
        blank,
    }
}

/// A branch number; the choices were checked, so it is not negative.
fn index_of(truth: i64) -> usize {
    usize::try_from(truth).expect("choices within bounds")
}
