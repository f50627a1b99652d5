//! Checking a ballot: everything, before it is believed.

use std::sync::LazyLock;

use super::Parsed;
use super::claims::{self, bits, check_challenges, claims};
use super::hint::Hint;
use crate::canonical::NotCanonical;
use crate::ciphertext::Encoded;
use crate::credential::PublicCredential;
use crate::curve::{
    Affine, Extended, generator, normalise, powers, powers_in_subgroup_of_each, powers_of_each,
};
use crate::election::{Election, Question};
use crate::group::{PointFault, Scalar};
use crate::hash::sha256_base64;
use crate::proof::{Proof, knowledge};
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
    /// Whether a [hint](crate::ballot::Hint) spared the work of checking its proofs one by one.
    pub hinted: bool,
    pub(crate) encoded: Vec<Encoded>,
    /// α and β of every bit.
    pub(crate) points: Vec<Affine>,
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
    let entered = Entered::read(election, roll, raw)?;
    let (points, _) = recompute(election, &entered, false)?;
    Ok(entered.checked(points, false))
}

/// The same, and a [`Hint`] that spares whoever checks the ballot later most of the work. Takes about a tenth
/// longer than the check alone.
///
/// # Errors
/// The same.
pub fn check_ballot_with_hint(
    election: &Election,
    roll: &Roll,
    raw: &[u8],
) -> Result<(CheckedBallot, Hint), BallotFault> {
    let entered = Entered::read(election, roll, raw)?;
    let (points, eighths) = recompute(election, &entered, true)?;
    Ok((entered.checked(points, false), Hint::of_points(&eighths)))
}

/// A ballot whose cheap checks are passed: form, election, shape, credential on the roll.
pub(super) struct Entered<'a> {
    pub ballot: Parsed<'a>,
    raw: &'a [u8],
    credential: PublicCredential,
    weight: u64,
}

impl<'a> Entered<'a> {
    pub fn read(election: &Election, roll: &Roll, raw: &'a [u8]) -> Result<Self, BallotFault> {
        let ballot = Parsed::read(raw)?;
        if ballot.election != election.id().as_str() || ballot.fingerprint != election.fingerprint()
        {
            return Err(BallotFault::Election);
        }
        if !ballot.fits(election.questions()) {
            return Err(BallotFault::Shape);
        }
        let credential = ballot.credential();
        let weight = roll.weight(&credential).ok_or(BallotFault::Credential)?;
        Ok(Self {
            ballot,
            raw,
            credential,
            weight,
        })
    }

    /// The key of the signature. The credential is on the roll, and the roll holds elements of the group only.
    pub fn key(&self) -> Result<Affine, BallotFault> {
        Affine::from_bytes(&self.ballot.credential).ok_or(BallotFault::Credential)
    }

    /// Whether the ballot names its own hash and the signature's challenge is that of the commitment.
    pub fn is_signed(&self, commitment: &[u8; 32]) -> bool {
        let unsigned = [self.ballot.unsigned, b"}"].concat();
        let context = knowledge::ballot_signature(self.ballot.hash);
        sha256_base64(&unsigned) == self.ballot.hash
            && context.point(commitment).finish() == self.ballot.signature.challenge
    }

    pub fn checked(self, points: Vec<Affine>, hinted: bool) -> CheckedBallot {
        CheckedBallot {
            raw: self.raw.to_vec(),
            credential: self.credential,
            tracker: sha256_base64(self.raw),
            weight: self.weight,
            hinted,
            encoded: self.ballot.choices().copied().collect(),
            points,
        }
    }
}

/// 8⁻¹ modulo q.
static EIGHTH: LazyLock<Scalar> = LazyLock::new(|| Scalar::from(8u8).invert());

/// Recomputes the commitment of every claim and compares the hashes. Returns α and β of every bit, and an eighth of
/// everything if a hint is wanted: α and β of every bit, the commitments in order, that of the signature.
///
/// For a hint every exponent is divided by 8 modulo q, and the results are multiplied by 8 again. P/8 times 8 is P
/// just if P is in the subgroup, so the division is the test of membership as well.
fn recompute(
    election: &Election,
    entered: &Entered<'_>,
    is_hint_wanted: bool,
) -> Result<(Vec<Affine>, Vec<Extended>), BallotFault> {
    let questions = election.questions();
    let scale = if is_hint_wanted { *EIGHTH } else { Scalar::ONE };
    let whole = |point: &Extended| {
        if is_hint_wanted {
            point.times_cofactor()
        } else {
            *point
        }
    };

    let Proof {
        challenge,
        response,
    } = entered.ballot.signature;
    let power = powers(&entered.key()?, &[challenge * scale]).remove(0);
    let signature = generator().add_power(&power, &(response * scale));
    if !entered.is_signed(&normalise([whole(&signature)].iter())[0].to_bytes()) {
        return Err(BallotFault::Signature);
    }

    let claims = claims(questions, &entered.ballot);
    let mut exponents = vec![Vec::new(); 2 * (bits(questions) + questions.len())];
    for claim in &claims {
        exponents[claim.base].push(claim.challenge * scale);
    }
    let exponents_of_sums = exponents.split_off(2 * bits(questions));
    if is_hint_wanted {
        for exponents in &mut exponents {
            exponents.push(scale);
        }
    }
    let (points, mut chains) = decode(questions, &entered.ballot, &exponents, is_hint_wanted)?;
    let mut eighths = Vec::new();
    if is_hint_wanted {
        eighths.extend(chains.iter_mut().filter_map(Vec::pop));
    }
    let extended: Vec<_> = points.iter().map(|point| point.to_extended()).collect();
    let sums = normalise(claims::sums(questions, &extended).iter());
    chains.extend(powers_of_each(&sums, &exponents_of_sums));

    // The powers of a base are in the order of its claims.
    let mut chains: Vec<_> = chains.into_iter().map(Vec::into_iter).collect();
    let key = election.tables().vartime();
    let commitments: Vec<_> = claims
        .iter()
        .map(|claim| {
            let power = chains[claim.base].next().expect("a power for every claim");
            claim.add_fixed(&power, key, &scale)
        })
        .collect();
    let wholes: Vec<_> = commitments.iter().map(whole).collect();
    check_challenges(
        &entered.ballot,
        &encode(&normalise(wholes.iter())),
        &encode(&sums),
    )?;
    if is_hint_wanted {
        eighths.extend(commitments);
        eighths.push(signature);
    }
    Ok((points, eighths))
}

/// Decodes α and β of every bit and raises them to their exponents. The last exponent is 1/8 if so said; else the
/// chain tests membership.
fn decode(
    questions: &[Question],
    ballot: &Parsed<'_>,
    exponents: &[Vec<Scalar>],
    is_eighth_last: bool,
) -> Result<(Vec<Affine>, Vec<Vec<Extended>>), BallotFault> {
    let parts = ballot
        .choices()
        .flat_map(|choice| [choice.alpha, choice.beta]);
    let points: Vec<_> = parts
        .map(|encoded| match Affine::from_bytes(&encoded) {
            None => Err(PointFault::NotOnCurve),
            Some(point) if point.is_identity() => Err(PointFault::Identity),
            Some(point) => Ok(point),
        })
        .collect();
    // Whatever follows the first wrong point need not be raised to anything.
    let readable: Vec<Affine> = points.iter().map_while(|point| point.ok()).collect();
    let exponents = &exponents[..readable.len()];
    let chains: Vec<Option<Vec<Extended>>> = if is_eighth_last {
        let chains = powers_of_each(&readable, exponents);
        let is_whole = |(point, powers): (&Affine, &Vec<Extended>)| {
            let eighth = powers.last().expect("the eighth is the last");
            eighth.times_cofactor().equals(&point.to_extended())
        };
        let members: Vec<bool> = readable.iter().zip(&chains).map(is_whole).collect();
        members
            .into_iter()
            .zip(chains)
            .map(|(is_member, chain)| is_member.then_some(chain))
            .collect()
    } else {
        powers_in_subgroup_of_each(&readable, exponents)
    };
    let first_fault = chains
        .iter()
        .map(|chain| chain.is_none().then_some(PointFault::Torsion))
        .chain([points.get(readable.len()).and_then(|point| point.err())])
        .enumerate()
        .find_map(|(base, fault)| Some((base, fault?)));
    if let Some((base, fault)) = first_fault {
        let (question, choice) = place(questions, base / 2);
        return Err(BallotFault::Point {
            question,
            choice,
            fault,
        });
    }
    Ok((readable, chains.into_iter().flatten().collect()))
}

/// Question and choice of a bit, both from 1.
fn place(questions: &[Question], bit: usize) -> (usize, usize) {
    let mut places = questions
        .iter()
        .zip(1..)
        .flat_map(|(question, number)| (1..=question.bits()).map(move |choice| (number, choice)));
    places.nth(bit).expect("a bit of the election")
}

pub(super) fn encode(points: &[Affine]) -> Vec<[u8; 32]> {
    points.iter().map(|point| point.to_bytes()).collect()
}
