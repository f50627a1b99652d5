//! The election: everything a voter's program needs, frozen as one byte string.
//!
//! φ, the *fingerprint*, is the unpadded Base64 SHA-256 of that string. It stands in every proof and in
//! every ballot, so a ballot for one election is worth nothing in another, and nobody can change a name, a
//! bound or the key afterwards.
//!
//! Source: Belenios specification 3.3.0, "Questions" and "Elections".

use std::fmt;
use std::sync::Arc;

use rand::CryptoRng;

use crate::canonical::{NotCanonical, Reader, Writer};
use crate::ciphertext::KeyTables;
use crate::credential::{is_base58, random_base58};
use crate::fault::{Document, Fault};
use crate::group::{Point, PointFault, bytes_of_hex, hex_of_bytes};
use crate::hash::{sha256_base64, sha256_hex};

/// Identifier of an election (`uuid` in the protocol): Base58, at least 14 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElectionId(String);

impl ElectionId {
    /// Draws a new identifier of 14 characters (82 bits).
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(random_base58(14, rng).to_string())
    }

    /// Reads an identifier.
    ///
    /// # Errors
    /// [`Fault::ElectionId`] unless it is at least 14 (at most 64) Base58 characters.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let is_valid = (14..=64).contains(&text.len()) && text.bytes().all(is_base58);
        if is_valid {
            Ok(Self(text.into()))
        } else {
            Err(Fault::ElectionId)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ElectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A key to encrypt for: an element of the group that is not the identity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    pub(crate) point: Point,
    pub(crate) encoded: [u8; 32],
}

impl PublicKey {
    /// Reads 64 hexadecimal digits and checks the group element.
    ///
    /// # Errors
    /// [`PointFault`] for anything else.
    pub fn parse(text: &str) -> Result<Self, PointFault> {
        let encoded = bytes_of_hex(text).ok_or(PointFault::Encoding)?;
        Self::from_encoding(encoded)
    }

    pub(crate) fn from_encoding(encoded: [u8; 32]) -> Result<Self, PointFault> {
        Ok(Self {
            point: Point::from_bytes_checked(encoded)?,
            encoded,
        })
    }

    /// A key computed from points of the subgroup; `None` for the identity.
    pub(crate) fn from_point(point: Point) -> Option<Self> {
        (!point.is_identity()).then(|| Self {
            point,
            encoded: point.to_bytes(),
        })
    }

    /// The 64 hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex_of_bytes(&self.encoded)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

/// One contest: choose at least `min` and at most `max` of the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub question: String,
    /// What may be chosen.
    pub answers: Vec<String>,
    /// Whether a ballot may leave this question blank although `min` > 0.
    pub blank: bool,
    /// Fewest choices.
    pub min: u32,
    /// Most choices.
    pub max: u32,
}

/// Most questions of an election, and most answers of a question. A bound against absurd input.
pub const LARGEST_LIST: usize = 1000;

/// Most encrypted bits of a ballot, over all questions: a ballot of 7 MB.
pub const MOST_BITS: usize = 10_000;

impl Question {
    /// Number of encrypted bits: one per answer, and one for "blank" before them when allowed.
    pub fn bits(&self) -> usize {
        self.answers.len() + usize::from(self.blank)
    }

    fn is_possible(&self) -> bool {
        (1..=LARGEST_LIST).contains(&self.answers.len())
            && self.min <= self.max
            && self.max as usize <= self.answers.len()
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, NotCanonical> {
        reader.expect("{\"answers\":")?;
        let answers = reader.array_up_to(LARGEST_LIST, Reader::string)?;
        let blank = reader.skip(",\"blank\":true");
        if !blank {
            // Absent means false, but other programs also write it, and what they wrote is frozen.
            reader.skip(",\"blank\":false");
        }
        let bound = |reader: &mut Reader<'_>| {
            let start = reader.clone();
            u32::try_from(reader.integer()?).or_else(|_| start.fail())
        };
        reader.expect(",\"min\":")?;
        let min = bound(reader)?;
        reader.expect(",\"max\":")?;
        let max = bound(reader)?;
        reader.expect(",\"question\":")?;
        let question = reader.string()?;
        reader.expect("}")?;
        Ok(Self {
            question,
            answers,
            blank,
            min,
            max,
        })
    }

    fn write(&self, writer: &mut Writer) {
        writer
            .push("{\"answers\":")
            .array(&self.answers, |writer, answer| {
                writer.string(answer);
            });
        if self.blank {
            writer.push(",\"blank\":true");
        }
        writer
            .push(",\"min\":")
            .integer(self.min.into())
            .push(",\"max\":")
            .integer(self.max.into());
        writer
            .push(",\"question\":")
            .string(&self.question)
            .push("}");
    }
}

/// An election being prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionDraft {
    /// Identifier.
    pub id: ElectionId,
    /// Title.
    pub name: String,
    /// Description; what it says is bound to every ballot.
    pub description: String,
    /// Contests in order.
    pub questions: Vec<Question>,
    /// Combined key of the trustees.
    pub public_key: PublicKey,
    /// Who runs it; left out when empty.
    pub administrator: String,
    /// Who made the credentials; left out when empty.
    pub credential_authority: String,
}

impl ElectionDraft {
    /// The frozen byte string: compact JSON without a trailing newline.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer
            .push("{\"version\":1,\"description\":")
            .string(&self.description);
        writer.push(",\"name\":").string(&self.name);
        writer
            .push(",\"group\":\"Ed25519\",\"public_key\":")
            .point(&self.public_key.encoded);
        writer
            .push(",\"questions\":")
            .array(&self.questions, |writer, question| question.write(writer));
        writer
            .push(",\"uuid\":\"")
            .push(self.id.as_str())
            .push("\"");
        for (field, text) in [
            ("administrator", &self.administrator),
            ("credential_authority", &self.credential_authority),
        ] {
            if !text.is_empty() {
                writer.push(",\"").push(field).push("\":").string(text);
            }
        }
        writer.push("}");
        writer.into_bytes()
    }
}

/// A frozen election. Cheap to clone.
#[derive(Clone)]
pub struct Election(Arc<Inner>);

struct Inner {
    raw: Vec<u8>,
    id: ElectionId,
    name: String,
    description: String,
    questions: Vec<Question>,
    public_key: PublicKey,
    fingerprint: String,
    tables: KeyTables,
}

impl Election {
    /// Reads a frozen election.
    ///
    /// # Errors
    /// [`Fault`] for another form, protocol or group, a wrong key, or a question nobody can answer.
    pub fn parse(raw: &[u8]) -> Result<Self, Fault> {
        let form = NotCanonical::of(Document::Election);
        let mut reader = Reader::new(raw);
        let (description, name, group, key, questions, id) = read(&mut reader).map_err(&form)?;
        reader.end().map_err(&form)?;
        if group != crate::group::GROUP {
            return Err(Fault::Protocol);
        }
        let id = ElectionId::parse(id)?;
        if questions.is_empty() || questions.len() > LARGEST_LIST {
            return Err(Fault::Question(questions.len()));
        }
        if let Some(index) = questions
            .iter()
            .position(|question| !question.is_possible())
        {
            return Err(Fault::Question(index + 1));
        }
        let mut bits = 0;
        for (index, question) in questions.iter().enumerate() {
            bits += question.bits();
            if bits > MOST_BITS {
                return Err(Fault::Question(index + 1));
            }
        }
        let public_key =
            PublicKey::from_encoding(key).map_err(PointFault::of(Document::Election))?;
        Ok(Self(Arc::new(Inner {
            raw: raw.to_vec(),
            id,
            name,
            description,
            questions,
            public_key,
            fingerprint: sha256_base64(raw),
            tables: KeyTables::new(public_key.point),
        })))
    }

    /// The frozen byte string.
    pub fn raw(&self) -> &[u8] {
        &self.0.raw
    }

    /// Identifier.
    pub fn id(&self) -> &ElectionId {
        &self.0.id
    }

    /// Title.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Description.
    pub fn description(&self) -> &str {
        &self.0.description
    }

    /// Contests in order.
    pub fn questions(&self) -> &[Question] {
        &self.0.questions
    }

    /// Key the ballots are encrypted for.
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public_key
    }

    /// φ: unpadded Base64 SHA-256 of the byte string.
    pub fn fingerprint(&self) -> &str {
        &self.0.fingerprint
    }

    /// The same hash in hexadecimal, as setup data refer to it.
    pub fn hash(&self) -> String {
        sha256_hex(&self.0.raw)
    }

    pub(crate) fn tables(&self) -> &KeyTables {
        &self.0.tables
    }
}

impl fmt::Debug for Election {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Election")
            .field("id", self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

type Fields<'a> = (String, String, &'a str, [u8; 32], Vec<Question>, &'a str);

fn read<'a>(reader: &mut Reader<'a>) -> Result<Fields<'a>, NotCanonical> {
    reader.expect("{\"version\":1,\"description\":")?;
    let description = reader.string()?;
    reader.expect(",\"name\":")?;
    let name = reader.string()?;
    reader.expect(",\"group\":")?;
    let group = reader.plain(|byte| byte.is_ascii_alphanumeric() || byte == b'-')?;
    reader.expect(",\"public_key\":")?;
    let key = reader.encoded_point()?;
    reader.expect(",\"questions\":")?;
    let questions = reader.array_up_to(LARGEST_LIST, Question::read)?;
    reader.expect(",\"uuid\":")?;
    let id = reader.plain(is_base58)?;
    for field in [",\"administrator\":", ",\"credential_authority\":"] {
        if reader.skip(field) {
            reader.string()?;
        }
    }
    if reader.skip(",\"language\":[") {
        reader.string()?;
        if !reader.skip(",\"ltr\"]") {
            reader.expect(",\"rtl\"]")?;
        }
    }
    reader.expect("}")?;
    Ok((description, name, group, key, questions, id))
}
