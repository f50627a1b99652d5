//! The check of a ballot and of a tally written down once more from the specification: JSON by another reader, numbers
//! by another library, one equation after the other, nothing shared, batched or cached. Slow, and that is its point.
//!
//! Source: Belenios specification 3.3.0, "Encrypted answers", "Proofs of interval membership", "Proofs of
//! possibly-blank votes", "Signatures".

use std::collections::BTreeSet;
use std::fmt::Write as _;

use curve25519_dalek::Scalar;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT as G;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::traits::{Identity as _, IsIdentity as _};
use num_bigint::BigUint;
use sha2::{Digest as _, Sha256};

use crate::json::{Json, is_canonical};
use crate::mutate;

/// Why a ballot is refused: the code the fast check gives for it.
pub type Code = &'static str;

fn order() -> BigUint {
    mutate::ORDER.parse().expect("a decimal")
}

/// A scalar from its one decimal text.
pub fn scalar(text: &str) -> Option<Scalar> {
    let value: BigUint = text.parse().ok()?;
    if value >= order() || value.to_string() != text {
        return None;
    }
    let mut bytes = value.to_bytes_le();
    bytes.resize(32, 0);
    Scalar::from_canonical_bytes(bytes.try_into().ok()?).into()
}

/// A point of the subgroup from its one hexadecimal text; the identity included.
///
/// # Errors
/// Whether the text, the curve or the subgroup is the matter.
pub fn point(text: &str) -> Result<EdwardsPoint, Code> {
    let bytes = mutate::decode(text).ok_or("encoding")?;
    let point = CompressedEdwardsY(bytes).decompress().ok_or("curve")?;
    if point.compress().0 != bytes {
        return Err("curve");
    }
    if point.is_torsion_free() {
        Ok(point)
    } else {
        Err("torsion")
    }
}

fn hex(point: &EdwardsPoint) -> String {
    mutate::encode(&point.compress().0)
}

fn hash(text: &str) -> Scalar {
    let value = BigUint::from_bytes_be(&Sha256::digest(text.as_bytes())) % order();
    scalar(&value.to_string()).expect("reduced")
}

/// One question as the election says.
struct Question {
    answers: u64,
    blank: bool,
    min: u64,
    max: u64,
}

fn questions(election: &Json) -> Option<Vec<Question>> {
    election
        .get("questions")?
        .list()?
        .iter()
        .map(|question| {
            Some(Question {
                answers: question.get("answers")?.list()?.len() as u64,
                blank: question.get("blank") == Some(&Json::Word("true".into())),
                min: question.get("min")?.number()?,
                max: question.get("max")?.number()?,
            })
        })
        .collect()
}

struct Pair {
    alpha: EdwardsPoint,
    beta: EdwardsPoint,
}

struct Proof {
    challenge: Scalar,
    response: Scalar,
}

fn members<'a>(json: &'a Json, names: &[&str]) -> Option<Vec<&'a Json>> {
    let Json::Object(members) = json else {
        return None;
    };
    (members
        .iter()
        .map(|(name, _)| name.as_str())
        .eq(names.iter().copied()))
    .then(|| members.iter().map(|(_, value)| value).collect())
}

fn proof(json: &Json) -> Option<Proof> {
    let fields = members(json, &["challenge", "response"])?;
    Some(Proof {
        challenge: scalar(fields[0].text()?)?,
        response: scalar(fields[1].text()?)?,
    })
}

fn proofs(json: &Json) -> Option<Vec<Proof>> {
    json.list()?.iter().map(proof).collect()
}

struct Answer {
    choices: Vec<(String, String)>,
    individual: Vec<Vec<Proof>>,
    overall: Vec<Proof>,
    blank: Option<Vec<Proof>>,
}

fn is_hex_of_point(text: &str) -> bool {
    mutate::decode(text).is_some()
}

fn answer(json: &Json) -> Option<Answer> {
    let mut names = vec!["choices", "individual_proofs", "overall_proof"];
    if json.get("blank_proof").is_some() {
        names.push("blank_proof");
    }
    let fields = members(json, &names)?;
    let choice = |json: &Json| {
        let parts = members(json, &["alpha", "beta"])?;
        let [alpha, beta] = [parts[0].text()?, parts[1].text()?];
        (is_hex_of_point(alpha) && is_hex_of_point(beta))
            .then(|| (alpha.to_owned(), beta.to_owned()))
    };
    Some(Answer {
        choices: fields[0]
            .list()?
            .iter()
            .map(choice)
            .collect::<Option<_>>()?,
        individual: fields[1]
            .list()?
            .iter()
            .map(proofs)
            .collect::<Option<_>>()?,
        overall: proofs(fields[2])?,
        blank: match fields.get(3) {
            Some(blank) => Some(proofs(blank)?),
            None => None,
        },
    })
}

/// Whether every branch's pair, with its proof, gives commitments whose hash is the sum of the challenges.
fn holds(key: &EdwardsPoint, prefix: &str, branches: &[Pair], proofs: &[Proof]) -> bool {
    let mut text = prefix.to_owned();
    for (index, (pair, proof)) in branches.iter().zip(proofs).enumerate() {
        let a = G * proof.response + pair.alpha * proof.challenge;
        let b = key * proof.response + pair.beta * proof.challenge;
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(text, "{comma}{},{}", hex(&a), hex(&b));
    }
    branches.len() == proofs.len()
        && hash(&text) == proofs.iter().map(|proof| proof.challenge).sum::<Scalar>()
}

fn minus(pair: &Pair, value: u64) -> Pair {
    Pair {
        alpha: pair.alpha,
        beta: pair.beta - G * Scalar::from(value),
    }
}

/// Checks a ballot of an election that was read without fault.
///
/// # Errors
/// The [`Code`] of the first fault.
pub fn check(
    election: &[u8],
    fingerprint: &str,
    roll: &BTreeSet<String>,
    raw: &[u8],
) -> Result<(), Code> {
    let election = Json::read(election).expect("an election");
    let questions = questions(&election).expect("questions");
    let key = point(
        election
            .get("public_key")
            .and_then(Json::text)
            .expect("a key"),
    )
    .expect("a point");
    let form = "ballot-form";
    if !is_canonical(raw) {
        return Err(form);
    }
    let ballot = Json::read(raw).ok_or(form)?;
    let names = [
        "election_uuid",
        "election_hash",
        "credential",
        "answers",
        "signature",
    ];
    let fields = members(&ballot, &names).ok_or(form)?;
    let texts: Vec<&str> = fields[..3]
        .iter()
        .map(|field| field.text())
        .collect::<Option<_>>()
        .ok_or(form)?;
    let base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let is_base64 = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '+' || c == '/')
    };
    let answers: Vec<Answer> = fields[3]
        .list()
        .and_then(|list| list.iter().map(answer).collect())
        .ok_or(form)?;
    let signature = members(fields[4], &["hash", "proof"]).ok_or(form)?;
    let signed_hash = signature[0].text().ok_or(form)?;
    let signature = proof(signature[1]).ok_or(form)?;
    if !texts[0].chars().all(|c| base58.contains(c))
        || !is_base64(texts[1])
        || !is_base64(signed_hash)
        || !is_hex_of_point(texts[2])
    {
        return Err(form);
    }
    if Some(texts[0]) != election.get("uuid").and_then(Json::text) || texts[1] != fingerprint {
        return Err("ballot-election");
    }
    let fits = answers.len() == questions.len()
        && answers.iter().zip(&questions).all(|(answer, question)| {
            let blank = usize::from(question.blank);
            let bits = usize::try_from(question.answers).expect("few") + blank;
            let branches = usize::try_from(question.max - question.min + 1).expect("few") + blank;
            answer.choices.len() == bits
                && answer.individual.len() == bits
                && answer.individual.iter().all(|proofs| proofs.len() == 2)
                && answer.overall.len() == branches
                && answer.blank.as_ref().map(Vec::len) == question.blank.then_some(2)
        });
    if !fits {
        return Err("ballot-shape");
    }
    if !roll.contains(texts[2]) {
        return Err("ballot-credential");
    }
    let credential = point(texts[2]).map_err(|_| "ballot-credential")?;
    let Json::Object(mut unsigned) = ballot.clone() else {
        return Err(form);
    };
    unsigned.pop();
    let unsigned = Json::Object(unsigned).write();
    let commitment = G * signature.response + credential * signature.challenge;
    if pingyi_ballot::sha256_base64(unsigned.as_bytes()) != signed_hash
        || hash(&format!("sig|{signed_hash}|{}", hex(&commitment))) != signature.challenge
    {
        return Err("ballot-signature");
    }
    let decode = |text: &str| {
        point(text)
            .ok()
            .filter(|point| !point.is_identity())
            .ok_or("ballot-point")
    };
    let mut all = Vec::new();
    for answer in &answers {
        let pairs = answer
            .choices
            .iter()
            .map(|(alpha, beta)| {
                Ok(Pair {
                    alpha: decode(alpha)?,
                    beta: decode(beta)?,
                })
            })
            .collect::<Result<Vec<_>, Code>>()?;
        all.push(pairs);
    }
    let s0 = format!("{fingerprint}|{}", texts[2]);
    for ((answer, question), pairs) in answers.iter().zip(&questions).zip(&all) {
        for ((pair, (alpha, beta)), proofs) in
            pairs.iter().zip(&answer.choices).zip(&answer.individual)
        {
            let prefix = format!("prove|{s0}|{alpha},{beta}|");
            if !holds(&key, &prefix, &[minus(pair, 0), minus(pair, 1)], proofs) {
                return Err("ballot-choice");
            }
        }
        let list: Vec<String> = answer
            .choices
            .iter()
            .map(|(alpha, beta)| format!("{alpha},{beta}"))
            .collect();
        let s = format!("{s0}|{}", list.join(","));
        let chosen = &pairs[usize::from(question.blank)..];
        let sum = Pair {
            alpha: chosen
                .iter()
                .map(|pair| pair.alpha)
                .fold(EdwardsPoint::identity(), |a, b| a + b),
            beta: chosen
                .iter()
                .map(|pair| pair.beta)
                .fold(EdwardsPoint::identity(), |a, b| a + b),
        };
        let mut values: Vec<Pair> = (question.min..=question.max)
            .map(|value| minus(&sum, value))
            .collect();
        let prefix = if let Some(blank) = &answer.blank {
            let nothing = [minus(&pairs[0], 0), minus(&sum, 0)];
            if !holds(&key, &format!("bproof0|{s}|"), &nothing, blank) {
                return Err("ballot-blank");
            }
            values.insert(0, minus(&pairs[0], 1));
            format!("bproof1|{s}|")
        } else {
            format!("prove|{s}|{},{}|", hex(&sum.alpha), hex(&sum.beta))
        };
        if !holds(&key, &prefix, &values, &answer.overall) {
            return Err("ballot-bounds");
        }
    }
    Ok(())
}
