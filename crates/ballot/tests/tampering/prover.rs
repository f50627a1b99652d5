//! The proving half of the protocol once more, from the specification, without any of its checks: what an
//! able forger has. Points may lie outside the subgroup and plaintexts out of bounds; proofs are ground
//! until the torsion does not show (its multiple by the challenge vanishes), so that membership of the
//! subgroup is the only thing wrong.

use crate::support::Seeded;
use crate::support::forge::{decimal, hex};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT as G;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use pingyi_ballot::{Credential, Question, sha256_base64};
use sha2::{Digest as _, Sha256};
use std::cell::Cell;

pub fn hash(text: &str) -> Scalar {
    let mut wide = [0; 64];
    wide[..32].copy_from_slice(&Sha256::digest(text));
    wide[..32].reverse();
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// gᵐ for a small m of either sign.
pub fn power(m: i64) -> EdwardsPoint {
    let magnitude = EdwardsPoint::mul_base(&Scalar::from(m.unsigned_abs()));
    if m < 0 { -magnitude } else { magnitude }
}

pub fn proof((challenge, response): &(Scalar, Scalar)) -> String {
    format!(
        "{{\"challenge\":\"{}\",\"response\":\"{}\"}}",
        decimal(challenge),
        decimal(response)
    )
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}

fn points(points: &[EdwardsPoint]) -> String {
    points.iter().map(hex).collect::<Vec<_>>().join(",")
}

thread_local! {
    /// Whether proofs have to hide torsion, which takes eight attempts each.
    static TORSION: Cell<bool> = const { Cell::new(false) };
}

/// Makes proofs that hold although points lie outside the subgroup.
pub fn hiding_torsion<T>(work: impl FnOnce() -> T) -> T {
    TORSION.set(true);
    let made = work();
    TORSION.set(false);
    made
}

/// Whether the multiple of every torsion point by this number is the identity, if that matters.
fn hides_torsion(challenge: &Scalar) -> bool {
    !TORSION.get() || challenge.as_bytes()[0].trailing_zeros() >= 3
}

/// One exponent for several bases; `prefix` is the hashed text up to the commitments.
pub fn prove(
    secret: &Scalar,
    bases: &[EdwardsPoint],
    prefix: &str,
    rng: &mut Seeded,
) -> (Scalar, Scalar) {
    loop {
        let nonce = Scalar::random(rng);
        let commitments: Vec<_> = bases.iter().map(|base| base * nonce).collect();
        let challenge = hash(&format!("{prefix}{}", points(&commitments)));
        if hides_torsion(&challenge) {
            return (challenge, nonce - secret * challenge);
        }
    }
}

/// A signature of a message of the key ceremony.
pub fn sign(secret: &Scalar, message: &str, rng: &mut Seeded) -> String {
    proof(&prove(secret, &[G], &format!("sigmsg|{message}|"), rng))
}

/// A trustee's public key with proof of possession, without the closing brace.
pub fn trustee(secret: &Scalar, public: &EdwardsPoint, rng: &mut Seeded) -> String {
    let public = hex(public);
    let possession = prove(secret, &[G], &format!("pok|Ed25519|{public}|"), rng);
    format!(
        "{{\"pok\":{},\"public_key\":\"{public}\"",
        proof(&possession)
    )
}

/// An encrypted choice and how it was made.
#[derive(Clone, Copy)]
pub struct Bit {
    pub r: Scalar,
    pub m: i64,
    pub alpha: EdwardsPoint,
    pub beta: EdwardsPoint,
}

/// The key of a credential for an election.
pub fn secret_of(uuid: &str, credential: &Credential) -> Scalar {
    let half = |i: u8| {
        Sha256::digest(format!(
            "derive_credential|{uuid}|{i}|{}",
            credential.expose()
        ))
        .to_vec()
    };
    let mut wide = [half(0), half(1)].concat();
    wide.reverse();
    Scalar::from_bytes_mod_order_wide(&wide.try_into().unwrap())
}

pub fn public_of(uuid: &str, credential: &Credential) -> EdwardsPoint {
    EdwardsPoint::mul_base(&secret_of(uuid, credential))
}

/// Makes ballots for an election given by its raw bytes.
pub struct Voter<'a> {
    pub uuid: &'a str,
    pub fingerprint: String,
    pub key: EdwardsPoint,
    pub questions: &'a [Question],
    pub rng: Seeded,
}

impl Voter<'_> {
    pub fn bit(&mut self, m: i64) -> Bit {
        let r = Scalar::random(&mut self.rng);
        self.bit_with(m, r)
    }

    pub fn bit_with(&self, m: i64, r: Scalar) -> Bit {
        Bit {
            r,
            m,
            alpha: EdwardsPoint::mul_base(&r),
            beta: self.key * r + power(m),
        }
    }

    pub fn bits(&mut self, choices: &[Vec<i64>]) -> Vec<Vec<Bit>> {
        let mut encrypt = |row: &Vec<i64>| row.iter().map(|&m| self.bit(m)).collect();
        choices.iter().map(&mut encrypt).collect()
    }

    /// A ballot of these ciphertexts, signed.
    pub fn ballot(&mut self, credential: &Credential, bits: &[Vec<Bit>]) -> Vec<u8> {
        let secret = secret_of(self.uuid, credential);
        let public = hex(&EdwardsPoint::mul_base(&secret));
        let context = format!("{}|{public}", self.fingerprint);
        let questions = self.questions;
        let answers: Vec<String> = questions
            .iter()
            .zip(bits)
            .map(|(question, bits)| self.answer(question, bits, &context))
            .collect();
        let unsigned = format!(
            "{{\"election_uuid\":\"{}\",\"election_hash\":\"{}\",\"credential\":\"{public}\",\"answers\":{}",
            self.uuid,
            self.fingerprint,
            list(answers)
        );
        self.sign(&secret, &unsigned)
    }

    pub fn sign(&mut self, secret: &Scalar, unsigned: &str) -> Vec<u8> {
        let hash = sha256_base64(format!("{unsigned}}}").as_bytes());
        let signature = prove(secret, &[G], &format!("sig|{hash}|"), &mut self.rng);
        format!(
            "{unsigned},\"signature\":{{\"hash\":\"{hash}\",\"proof\":{}}}}}",
            proof(&signature)
        )
        .into_bytes()
    }

    fn answer(&mut self, question: &Question, bits: &[Bit], context: &str) -> String {
        let pair = |bit: &Bit| points(&[bit.alpha, bit.beta]);
        let whole = format!(
            "{context}|{}",
            bits.iter().map(pair).collect::<Vec<_>>().join(",")
        );
        let individual: Vec<String> = bits
            .iter()
            .map(|bit| {
                let branches = [(bit.alpha, bit.beta), (bit.alpha, bit.beta - G)];
                let context = format!("prove|{context}|{}|", pair(bit));
                self.disjunction(&context, &branches, bit.r, usize::from(bit.m == 1))
            })
            .collect();
        let counted = &bits[usize::from(question.blank)..];
        let sum = Bit {
            r: counted.iter().map(|bit| bit.r).sum(),
            m: counted.iter().map(|bit| bit.m).sum(),
            alpha: counted.iter().map(|bit| bit.alpha).sum(),
            beta: counted.iter().map(|bit| bit.beta).sum(),
        };
        let mut branches: Vec<_> = (question.min..=question.max)
            .map(|m| (sum.alpha, sum.beta - power(m.into())))
            .collect();
        // Out of bounds there is no true branch: any will do.
        let within = usize::try_from(sum.m - i64::from(question.min))
            .ok()
            .filter(|&index| index < branches.len())
            .unwrap_or(0);
        let mut text = format!(
            "{{\"choices\":{},\"individual_proofs\":{},\"overall_proof\":",
            list(bits.iter().map(|bit| format!(
                "{{\"alpha\":\"{}\",\"beta\":\"{}\"}}",
                hex(&bit.alpha),
                hex(&bit.beta)
            ))),
            list(individual)
        );
        if question.blank {
            let blank = bits[0];
            let is_blank = blank.m == 1;
            branches.insert(0, (blank.alpha, blank.beta - G));
            let (r, truth) = if is_blank {
                (blank.r, 0)
            } else {
                (sum.r, within + 1)
            };
            text += &self.disjunction(&format!("bproof1|{whole}|"), &branches, r, truth);
            let (r, truth) = if is_blank { (sum.r, 1) } else { (blank.r, 0) };
            let branches = [(blank.alpha, blank.beta), (sum.alpha, sum.beta)];
            text += ",\"blank_proof\":";
            text += &self.disjunction(&format!("bproof0|{whole}|"), &branches, r, truth);
        } else {
            let context = format!("prove|{whole}|{}|", pair(&sum));
            text += &self.disjunction(&context, &branches, sum.r, within);
        }
        text + "}"
    }

    fn disjunction(
        &mut self,
        context: &str,
        branches: &[(EdwardsPoint, EdwardsPoint)],
        r: Scalar,
        truth: usize,
    ) -> String {
        loop {
            let nonce = Scalar::random(&mut self.rng);
            let mut commitments = Vec::new();
            let mut proofs = Vec::new();
            for (index, (alpha, beta)) in branches.iter().enumerate() {
                if index == truth {
                    proofs.push((Scalar::ZERO, nonce));
                    commitments.extend([EdwardsPoint::mul_base(&nonce), self.key * nonce]);
                } else {
                    let (c, e) = (Scalar::random(&mut self.rng), Scalar::random(&mut self.rng));
                    proofs.push((c, e));
                    commitments.push(EdwardsPoint::mul_base(&e) + alpha * c);
                    commitments.push(self.key * e + beta * c);
                }
            }
            let others: Scalar = proofs.iter().map(|(c, _)| c).sum();
            let challenge = hash(&format!("{context}{}", points(&commitments))) - others;
            if hides_torsion(&challenge) {
                proofs[truth] = (challenge, nonce - r * challenge);
                return list(proofs.iter().map(proof));
            }
        }
    }
}
