//! Ballots: encrypted choices, proofs that they are allowed, and a signature.
//!
//! For each question every bit (one per answer, and one before them for "blank" when allowed) is
//! [encrypted](crate::ciphertext) and comes with a [proof](crate::proof::disjunction) that it is 0 or 1.
//! An overall proof shows that the sum is within bounds, so a ballot cannot weigh more than it should
//! although nobody sees the choices. The signature by the credential's key shows that the ballot comes
//! from a slip on the roll.
//!
//! Two strings bind all proofs to their place: S₀ = φ`|`credential for the single bits, and
//! S = S₀`|`α₁`,`β₁`,`α₂`,`β₂… for the proofs about all bits of a question.
//!
//! A ballot is canonical JSON; its tracker is the unpadded Base64 SHA-256 of its bytes.
//!
//! Source: Belenios specification 3.3.0, "Encrypted answers", "Ballots", "Signatures".

mod check;
mod claims;
mod encrypt;
mod hint;

pub use check::{BallotFault, CheckedBallot, check_ballot, check_ballot_with_hint};
pub use encrypt::{ChoiceFault, encrypt_ballot};
pub use hint::{Hint, check_ballots};

use crate::canonical::{NotCanonical, Reader, Writer};
use crate::challenge::Challenge;
use crate::ciphertext::Encoded;
use crate::credential::{PublicCredential, is_base58};
use crate::election::{LARGEST_LIST, Question};
use crate::group::ascii_of_bytes;
use crate::hash::is_base64;
use crate::proof::{Proof, read_proofs, write_proofs};

/// An answer as written.
struct Answer {
    choices: Vec<Encoded>,
    individual: Vec<Vec<Proof>>,
    overall: Vec<Proof>,
    blank: Option<Vec<Proof>>,
}

impl Answer {
    fn read(reader: &mut Reader<'_>) -> Result<Self, NotCanonical> {
        reader.expect("{\"choices\":")?;
        let choices = reader.array_up_to(LARGEST_LIST + 1, Encoded::read)?;
        reader.expect(",\"individual_proofs\":")?;
        let individual = reader.array_up_to(LARGEST_LIST + 1, read_proofs)?;
        reader.expect(",\"overall_proof\":")?;
        let overall = read_proofs(reader)?;
        let blank = if reader.skip(",\"blank_proof\":") {
            Some(read_proofs(reader)?)
        } else {
            None
        };
        reader.expect("}")?;
        Ok(Self {
            choices,
            individual,
            overall,
            blank,
        })
    }

    fn write(&self, writer: &mut Writer) {
        writer
            .push("{\"choices\":")
            .array(&self.choices, |writer, choice| choice.write(writer));
        writer
            .push(",\"individual_proofs\":")
            .array(&self.individual, |writer, proofs| {
                write_proofs(writer, proofs);
            });
        writer.push(",\"overall_proof\":");
        write_proofs(writer, &self.overall);
        if let Some(blank) = &self.blank {
            writer.push(",\"blank_proof\":");
            write_proofs(writer, blank);
        }
        writer.push("}");
    }

    /// Whether the lists have the lengths the question asks for.
    fn fits(&self, question: &Question) -> bool {
        let bounds = (question.max - question.min + 1) as usize;
        self.choices.len() == question.bits()
            && self.individual.len() == question.bits()
            && self.individual.iter().all(|proofs| proofs.len() == 2)
            && self.overall.len() == bounds + usize::from(question.blank)
            && self.blank.as_ref().map(Vec::len) == question.blank.then_some(2)
    }
}

/// A ballot as written, before anything is believed.
pub(crate) struct Parsed<'a> {
    election: &'a str,
    fingerprint: &'a str,
    credential: [u8; 32],
    answers: Vec<Answer>,
    /// The ballot without its signature, but for the closing brace.
    unsigned: &'a [u8],
    hash: &'a str,
    signature: Proof,
}

impl<'a> Parsed<'a> {
    pub fn read(raw: &'a [u8]) -> Result<Self, NotCanonical> {
        let mut reader = Reader::new(raw);
        reader.expect("{\"election_uuid\":")?;
        let election = reader.plain(is_base58)?;
        reader.expect(",\"election_hash\":")?;
        let fingerprint = reader.plain(is_base64)?;
        reader.expect(",\"credential\":")?;
        let credential = reader.encoded_point()?;
        reader.expect(",\"answers\":")?;
        let answers = reader.array_up_to(LARGEST_LIST, Answer::read)?;
        let unsigned = reader.consumed();
        reader.expect(",\"signature\":{\"hash\":")?;
        let hash = reader.plain(is_base64)?;
        reader.expect(",\"proof\":")?;
        let signature = Proof::read(&mut reader)?;
        reader.expect("}}")?;
        reader.end()?;
        Ok(Self {
            election,
            fingerprint,
            credential,
            answers,
            unsigned,
            hash,
            signature,
        })
    }

    pub fn credential(&self) -> PublicCredential {
        PublicCredential::from_encoding(self.credential)
    }

    /// Whether the answers have the shape of the questions.
    pub fn fits(&self, questions: &[Question]) -> bool {
        self.answers.len() == questions.len()
            && self
                .answers
                .iter()
                .zip(questions)
                .all(|(answer, question)| answer.fits(question))
    }

    /// All ciphertexts in order.
    pub fn choices(&self) -> impl Iterator<Item = &Encoded> {
        self.answers.iter().flat_map(|answer| &answer.choices)
    }
}

/// S₀ = φ`|`credential.
fn context(fingerprint: &str, credential: &[u8; 32]) -> String {
    format!("{fingerprint}|{}", crate::group::hex_of_bytes(credential))
}

/// S = S₀`|`α₁`,`β₁`,`α₂`,`β₂…
fn context_of_choices(context: &str, choices: &[Encoded]) -> String {
    let mut text = String::with_capacity(context.len() + choices.len() * 130);
    text.push_str(context);
    for (index, choice) in choices.iter().enumerate() {
        text.push(if index == 0 { '|' } else { ',' });
        push_pair(&mut text, choice);
    }
    text
}

fn push_pair(text: &mut String, choice: &Encoded) {
    for (index, part) in [&choice.alpha, &choice.beta].into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.extend(ascii_of_bytes(part).map(char::from));
    }
}

/// Challenge string of "this ciphertext encrypts one of several values", up to the commitments.
fn interval(context: &Challenge, pair: &Encoded) -> Challenge {
    context
        .clone()
        .text("|")
        .points([&pair.alpha, &pair.beta])
        .text("|")
}
