//! Checking a ballot: everything, before it is believed.

use curve25519_dalek::edwards::EdwardsPoint;

use super::{Parsed, context, context_of_choices, interval};
use crate::canonical::NotCanonical;
use crate::challenge::Challenge;
use crate::ciphertext::{Ciphertext, Encoded};
use crate::credential::PublicCredential;
use crate::election::{Election, Question};
use crate::group::{Point, PointFault};
use crate::hash::sha256_base64;
use crate::proof::{disjunction, knowledge};
use crate::roll::Roll;

/// Why a ballot is refused. Questions count from 1, choices (bits) from 1 within their question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BallotFault {
    /// Not the canonical JSON of a ballot.
    #[error("the ballot is not canonical JSON at byte {at}")]
    Form {
        /// Offset of the first byte that does not fit.
        at: usize,
    },
    /// A ballot for another election, or for another version of this one.
    #[error("the ballot belongs to another election")]
    Election,
    /// Other numbers of questions, choices or proofs than the election asks for.
    #[error("the ballot does not have the shape of the election's questions")]
    Shape,
    /// The credential is not on the roll.
    #[error("the credential of the ballot is not on the roll")]
    Credential,
    /// The signature does not verify: the ballot was changed or is not from the owner of the credential.
    #[error("the signature of the ballot does not verify")]
    Signature,
    /// A part of a ciphertext is not an element of the group, or is the identity.
    #[error("question {question}, choice {choice}: {fault}")]
    Point {
        /// Question from 1.
        question: usize,
        /// Bit from 1.
        choice: usize,
        /// What is wrong.
        fault: PointFault,
    },
    /// The proof that a choice is 0 or 1 fails.
    #[error("question {question}, choice {choice}: the proof that it is 0 or 1 does not verify")]
    Choice {
        /// Question from 1.
        question: usize,
        /// Bit from 1.
        choice: usize,
    },
    /// The proof that the number of choices is within bounds fails.
    #[error("question {question}: the proof that the number of choices is allowed does not verify")]
    Bounds {
        /// Question from 1.
        question: usize,
    },
    /// The proof that a blank answer chooses nothing fails.
    #[error("question {question}: the proof that a blank answer chooses nothing does not verify")]
    Blank {
        /// Question from 1.
        question: usize,
    },
}

impl BallotFault {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Form { .. } => "ballot-form",
            Self::Election => "ballot-election",
            Self::Shape => "ballot-shape",
            Self::Credential => "ballot-credential",
            Self::Signature => "ballot-signature",
            Self::Point { .. } => "ballot-point",
            Self::Choice { .. } => "ballot-choice",
            Self::Bounds { .. } => "ballot-bounds",
            Self::Blank { .. } => "ballot-blank",
        }
    }

    /// The sentence in Chinese.
    pub fn zh(self) -> String {
        match self {
            Self::Form { at } => format!("选票不是规范的 JSON（第 {at} 字节处）"),
            Self::Election => "选票属于另一次选举".into(),
            Self::Shape => "选票的结构与选举的问题不符".into(),
            Self::Credential => "选票的凭证不在名册中".into(),
            Self::Signature => "选票签名验证失败".into(),
            Self::Point {
                question,
                choice,
                fault,
            } => {
                format!("第 {question} 个问题第 {choice} 个选项：{}", fault.zh())
            }
            Self::Choice { question, choice } => {
                format!("第 {question} 个问题第 {choice} 个选项：取值为 0 或 1 的证明验证失败")
            }
            Self::Bounds { question } => {
                format!("第 {question} 个问题：选择数量在允许范围内的证明验证失败")
            }
            Self::Blank { question } => {
                format!("第 {question} 个问题：空白作答未作选择的证明验证失败")
            }
        }
    }
}

impl From<NotCanonical> for BallotFault {
    fn from(found: NotCanonical) -> Self {
        Self::Form { at: found.at }
    }
}

/// A ballot that passed [`check_ballot`].
#[derive(Debug, Clone)]
pub struct CheckedBallot {
    /// The bytes as received.
    pub raw: Vec<u8>,
    /// Who cast it, as a public credential.
    pub credential: PublicCredential,
    /// Unpadded Base64 SHA-256 of the bytes.
    pub tracker: String,
    /// How often it counts.
    pub weight: u64,
    pub(crate) encoded: Vec<Encoded>,
    pub(crate) ciphertexts: Vec<Ciphertext>,
}

impl CheckedBallot {
    /// The ciphertexts of all bits of all questions, in order.
    pub fn ciphertexts(&self) -> &[Ciphertext] {
        &self.ciphertexts
    }
}

/// Checks everything about a ballot: canonical form, election and fingerprint, shape, credential on the
/// roll, signature, membership of every ciphertext part in the group, and all proofs. Nothing about the
/// board: whether voting is open and whether the same bytes came before is the caller's matter.
///
/// # Errors
/// The first [`BallotFault`] found, cheap checks first.
pub fn check_ballot(
    election: &Election,
    roll: &Roll,
    raw: &[u8],
) -> Result<CheckedBallot, BallotFault> {
    let ballot = Parsed::read(raw)?;
    if ballot.election != election.id().as_str() || ballot.fingerprint != election.fingerprint() {
        return Err(BallotFault::Election);
    }
    if !ballot.fits(election.questions()) {
        return Err(BallotFault::Shape);
    }
    let credential = ballot.credential();
    let weight = roll.weight(&credential).ok_or(BallotFault::Credential)?;
    check_signature(&ballot)?;
    let ciphertexts = decode(&ballot, election.questions())?;
    check_proofs(election, &ballot, &ciphertexts)?;
    let encoded = ballot.choices().copied().collect();
    Ok(CheckedBallot {
        raw: raw.to_vec(),
        credential,
        tracker: sha256_base64(raw),
        weight,
        encoded,
        ciphertexts,
    })
}

fn check_signature(ballot: &Parsed<'_>) -> Result<(), BallotFault> {
    let mut unsigned = Vec::with_capacity(ballot.unsigned.len() + 1);
    unsigned.extend_from_slice(ballot.unsigned);
    unsigned.push(b'}');
    // The credential is on the roll, and the roll holds elements of the group only.
    let key = Point::from_bytes(ballot.credential).ok_or(BallotFault::Credential)?;
    let is_signed = sha256_base64(&unsigned) == ballot.hash
        && knowledge::verify(
            &key,
            &ballot.signature,
            knowledge::ballot_signature(ballot.hash),
        );
    if is_signed {
        Ok(())
    } else {
        Err(BallotFault::Signature)
    }
}

fn decode(ballot: &Parsed<'_>, questions: &[Question]) -> Result<Vec<Ciphertext>, BallotFault> {
    let places = questions
        .iter()
        .enumerate()
        .flat_map(|(q, question)| (1..=question.bits()).map(move |choice| (q + 1, choice)));
    ballot
        .choices()
        .zip(places)
        .map(|(encoded, (question, choice))| {
            let part = |bytes| {
                Point::from_bytes_checked(bytes).map_err(|fault| BallotFault::Point {
                    question,
                    choice,
                    fault,
                })
            };
            Ok(Ciphertext {
                alpha: part(encoded.alpha)?,
                beta: part(encoded.beta)?,
            })
        })
        .collect()
}

/// Recomputes the commitments of all proofs, encodes them together (one inversion), then compares hashes.
fn check_proofs(
    election: &Election,
    ballot: &Parsed<'_>,
    ciphertexts: &[Ciphertext],
) -> Result<(), BallotFault> {
    let key = election.tables();
    let mut points: Vec<EdwardsPoint> = Vec::new();
    let mut rest = ciphertexts;
    for (question, answer) in election.questions().iter().zip(&ballot.answers) {
        let (bits, tail) = rest.split_at(question.bits());
        rest = tail;
        for (bit, proofs) in bits.iter().zip(&answer.individual) {
            disjunction::push_commitments(&mut points, key, disjunction::values(bit, 0), proofs);
        }
        let first = usize::from(question.blank);
        let sum = bits[first..]
            .iter()
            .fold(Ciphertext::neutral(), |sum, bit| sum.plus(bit));
        if let Some(blank) = &answer.blank {
            disjunction::push_commitments(&mut points, key, [bits[0], sum].into_iter(), blank);
            let branches = std::iter::once(bits[0].divided_by_power(1))
                .chain(disjunction::values(&sum, question.min));
            disjunction::push_commitments(&mut points, key, branches, &answer.overall);
        } else {
            points.extend([sum.alpha.0, sum.beta.0]);
            disjunction::push_commitments(
                &mut points,
                key,
                disjunction::values(&sum, question.min),
                &answer.overall,
            );
        }
    }
    let encoded = EdwardsPoint::compress_batch_alloc(&points);
    let mut encoded = encoded.iter().map(|point| &point.0);
    let context = context(ballot.fingerprint, &ballot.credential);
    let single = Challenge::new("prove|").text(&context);
    for (question, answer) in (1..).zip(&ballot.answers) {
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
            let mut part = || *encoded.next().expect("two parts of the sum");
            let sum = Encoded {
                alpha: part(),
                beta: part(),
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
