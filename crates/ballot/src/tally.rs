//! The tally: multiply the ballots, open the product together.
//!
//! The product of all ballots, part by part, encrypts the sums of all choices. Each trustee raises every α
//! to its secret key and [proves](crate::proof::equality) it; β divided by the product of these factors is
//! g^sum, and the sum is found by search. No ballot is ever opened.
//!
//! Of several ballots of one credential the last counts.
//!
//! Source: Belenios specification 3.3.0, "Encrypted tally", "Partial decryptions", "Election result".

mod decryption;
mod logarithm;
mod result;

pub use decryption::PartialDecryption;
pub use result::{TallyFault, TallyResult};

use std::collections::HashMap;

use crate::ballot::{BallotFault, CheckedBallot, Parsed};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::ciphertext::{Ciphertext, Encoded};
use crate::credential::PublicCredential;
use crate::curve::{Affine, Extended, normalise, powers};
use crate::election::Election;
use crate::fault::{Document, Fault};
use crate::group::{Point, PointFault, Scalar, is_hex};
use crate::hash::sha256_hex;

/// Adds up ballots as they come. Needs 64 bytes per ciphertext of every credential that voted, to take a
/// replaced ballot out again.
pub struct TallyAccumulator {
    election: Election,
    /// α and β of every bit.
    sums: Vec<Extended>,
    last: HashMap<PublicCredential, (u64, Box<[Encoded]>)>,
}

impl TallyAccumulator {
    /// Nothing counted yet.
    pub fn new(election: &Election) -> Self {
        let bits: usize = election
            .questions()
            .iter()
            .map(crate::election::Question::bits)
            .sum();
        Self {
            election: election.clone(),
            sums: vec![Extended::IDENTITY; 2 * bits],
            last: HashMap::new(),
        }
    }

    /// Counts a ballot, instead of an earlier one of the same credential.
    pub fn add(&mut self, ballot: &CheckedBallot) {
        self.replace(
            ballot.credential,
            ballot.weight,
            &ballot.points,
            ballot.encoded.clone().into(),
        );
    }

    /// Counts a ballot whose proofs and signature were checked before: only reads the ciphertexts.
    ///
    /// # Errors
    /// [`BallotFault`] when it is no ballot of this election by form or shape, or holds no curve points.
    pub fn add_raw(&mut self, raw: &[u8], weight: u64) -> Result<(), BallotFault> {
        let ballot = Parsed::read(raw)?;
        if !ballot.fits(self.election.questions()) {
            return Err(BallotFault::Shape);
        }
        let encoded: Box<[Encoded]> = ballot.choices().copied().collect();
        let points = decode(&encoded).ok_or(BallotFault::Point {
            question: 1,
            choice: 1,
            fault: PointFault::NotOnCurve,
        })?;
        self.replace(ballot.credential(), weight, &points, encoded);
        Ok(())
    }

    fn replace(
        &mut self,
        credential: PublicCredential,
        weight: u64,
        points: &[Affine],
        encoded: Box<[Encoded]>,
    ) {
        for (sum, point) in self.sums.iter_mut().zip(points) {
            *sum = sum.plus(&weighted(point, weight));
        }
        if let Some((weight, replaced)) = self.last.insert(credential, (weight, encoded)) {
            let replaced = decode(&replaced).expect("decoded when it was added");
            for (sum, point) in self.sums.iter_mut().zip(&replaced) {
                *sum = sum.minus(&weighted(point, weight));
            }
        }
    }

    /// Number of ballots that count.
    pub fn num_tallied(&self) -> u64 {
        self.last.len() as u64
    }

    /// The encrypted tally of what was added so far.
    pub fn finish(&self) -> EncryptedTally {
        let part = |point: &Affine| Point::from_bytes(point.to_bytes()).expect("a sum of points");
        let sums: Vec<_> = normalise(self.sums.iter())
            .chunks_exact(2)
            .map(|pair| Ciphertext {
                alpha: part(&pair[0]),
                beta: part(&pair[1]),
            })
            .collect();
        let mut rest = sums.as_slice();
        let sums = self.election.questions().iter().map(|question| {
            let (bits, tail) = rest.split_at(question.bits());
            rest = tail;
            bits.to_vec()
        });
        EncryptedTally {
            sums: sums.collect(),
            num_tallied: self.num_tallied(),
            total_weight: self.last.values().map(|(weight, _)| weight).sum(),
        }
    }
}

fn weighted(point: &Affine, weight: u64) -> Extended {
    if weight == 1 {
        point.to_extended()
    } else {
        powers(point, &[Scalar::from(weight)]).remove(0)
    }
}

fn decode(encoded: &[Encoded]) -> Option<Vec<Affine>> {
    encoded
        .iter()
        .flat_map(|encoded| [encoded.alpha, encoded.beta])
        .map(|bytes| Affine::from_bytes(&bytes))
        .collect()
}

/// The product of all ballots that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncryptedTally {
    pub(crate) sums: Vec<Vec<Ciphertext>>,
    /// Number of ballots in it.
    pub num_tallied: u64,
    /// Sum of their weights.
    pub total_weight: u64,
}

impl EncryptedTally {
    /// Sums checked ballots in the order they were cast; without any, all sums are the neutral ciphertext.
    pub fn sum<'a>(election: &Election, ballots: impl Iterator<Item = &'a CheckedBallot>) -> Self {
        let mut accumulator = TallyAccumulator::new(election);
        ballots.for_each(|ballot| accumulator.add(ballot));
        accumulator.finish()
    }

    /// Sums ballots of weight 1 that this program checked before, from their bytes.
    ///
    /// # Errors
    /// [`BallotFault`] when one is no ballot of this election.
    pub fn sum_raw(
        election: &Election,
        ballots: impl Iterator<Item = impl AsRef<[u8]>>,
    ) -> Result<Self, BallotFault> {
        let mut accumulator = TallyAccumulator::new(election);
        for ballot in ballots {
            accumulator.add_raw(ballot.as_ref(), 1)?;
        }
        Ok(accumulator.finish())
    }

    /// The ciphertexts as published: `[[{"alpha":…,"beta":…},…],…]`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.array(&self.sums, |writer, sums| {
            writer.array(sums, |writer, sum| sum.encode().write(writer));
        });
        writer.into_bytes()
    }

    /// The counts, with a reference to the ciphertexts:
    /// `{"num_tallied":…,"total_weight":…,"encrypted_tally":"<sha256>"}`.
    pub fn to_sized_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.push("{\"num_tallied\":").integer(self.num_tallied);
        writer.push(",\"total_weight\":").weight(self.total_weight);
        writer
            .push(",\"encrypted_tally\":\"")
            .push(&sha256_hex(&self.to_bytes()))
            .push("\"}");
        writer.into_bytes()
    }

    /// Reads both documents, as a trustee receives them, and checks shape and group elements. Whether they
    /// are the product of the ballots is for [`verify_archive`](crate::verify_archive) to say; a trustee
    /// who decrypts something else may open a single ballot.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn parse(election: &Election, tally: &[u8], sized: &[u8]) -> Result<Self, Fault> {
        let form = NotCanonical::of(Document::EncryptedTally);
        let mut reader = Reader::new(tally);
        let encoded = decryption::lists(&mut reader, Encoded::read).map_err(&form)?;
        reader.end().map_err(&form)?;
        let fits = encoded.len() == election.questions().len()
            && encoded
                .iter()
                .zip(election.questions())
                .all(|(sums, question)| sums.len() == question.bits());
        if !fits {
            return Err(Fault::Shape(Document::EncryptedTally));
        }
        let part = |bytes| {
            let point = Point::from_bytes(bytes).ok_or(PointFault::NotOnCurve)?;
            if point.is_in_subgroup() {
                Ok(point)
            } else {
                Err(PointFault::Torsion)
            }
        };
        let ciphertext = |encoded: &Encoded| {
            Ok(Ciphertext {
                alpha: part(encoded.alpha)?,
                beta: part(encoded.beta)?,
            })
        };
        let sums = encoded
            .iter()
            .map(|sums| sums.iter().map(ciphertext).collect())
            .collect::<Result<_, _>>()
            .map_err(PointFault::of(Document::EncryptedTally))?;
        let (num_tallied, total_weight, hash) = read_sized(sized).map_err(&form)?;
        if hash != sha256_hex(tally) {
            return Err(Fault::Size);
        }
        Ok(Self {
            sums,
            num_tallied,
            total_weight,
        })
    }

    /// The ciphertexts, by question and bit.
    pub fn sums(&self) -> &[Vec<Ciphertext>] {
        &self.sums
    }
}

pub(crate) fn read_sized(sized: &[u8]) -> Result<(u64, u64, &str), NotCanonical> {
    let mut reader = Reader::new(sized);
    reader.expect("{\"num_tallied\":")?;
    let num_tallied = reader.integer()?;
    reader.expect(",\"total_weight\":")?;
    let total_weight = reader.weight()?;
    reader.expect(",\"encrypted_tally\":")?;
    let hash = reader.plain(is_hex)?;
    reader.expect("}")?;
    reader.end()?;
    Ok((num_tallied, total_weight, hash))
}
