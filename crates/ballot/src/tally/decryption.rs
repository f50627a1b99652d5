//! One trustee's share of the decryption.

use rand::CryptoRng;

use super::{EncryptedTally, TallyFault};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::election::{Election, LARGEST_LIST};
use crate::fault::{Document, Fault};
use crate::group::{Point, PointFault};
use crate::proof::{Proof, equality};
use crate::trustee::{TrusteeKey, TrusteePublicKey};

/// The factors αˣ for every ciphertext of the tally, each with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialDecryption {
    pub(super) factors: Vec<Vec<Point>>,
    proofs: Vec<Vec<Proof>>,
}

impl TrusteeKey {
    /// This trustee's share of the decryption of the tally.
    ///
    /// # Security
    /// Constant time in the key. The tally must be the product of the ballots (see
    /// [`EncryptedTally::parse`]).
    pub fn decrypt(
        &self,
        election: &Election,
        tally: &EncryptedTally,
        rng: &mut impl CryptoRng,
    ) -> PartialDecryption {
        let context = equality::decryption(election.fingerprint(), &self.public_key().encoded);
        let factor = |alpha: &Point| Point(alpha.0 * self.exponent());
        let factors = tally
            .sums
            .iter()
            .map(|sums| sums.iter().map(|sum| factor(&sum.alpha)).collect())
            .collect();
        let mut prove =
            |alpha: &Point| equality::prove(self.exponent(), alpha, context.clone(), rng);
        let proofs = tally
            .sums
            .iter()
            .map(|sums| sums.iter().map(|sum| prove(&sum.alpha)).collect())
            .collect();
        PartialDecryption { factors, proofs }
    }
}

impl PartialDecryption {
    /// Reads `{"decryption_factors":[[…]],"decryption_proofs":[[…]]}` and checks the group elements. The
    /// proofs are checked by [`PartialDecryption::check`].
    ///
    /// # Errors
    /// [`Fault`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let form = NotCanonical::of(Document::PartialDecryption);
        let (encoded, proofs) = read(bytes).map_err(&form)?;
        let point = |bytes: &[u8; 32]| {
            // The identity is right for the sums of an election without ballots.
            let point = Point::from_bytes(*bytes).ok_or(PointFault::NotOnCurve)?;
            if point.is_in_subgroup() {
                Ok(point)
            } else {
                Err(PointFault::Torsion)
            }
        };
        let factors = encoded
            .iter()
            .map(|factors| factors.iter().map(point).collect())
            .collect::<Result<_, _>>()
            .map_err(PointFault::of(Document::PartialDecryption))?;
        Ok(Self { factors, proofs })
    }

    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer
            .push("{\"decryption_factors\":")
            .array(&self.factors, |writer, factors| {
                writer.array(factors, |writer, factor| {
                    writer.point(&factor.to_bytes());
                });
            });
        writer
            .push(",\"decryption_proofs\":")
            .array(&self.proofs, |writer, proofs| {
                writer.array(proofs, |writer, proof| proof.write(writer));
            });
        writer.push("}");
        writer.into_bytes()
    }

    /// Checks that these are the factors of the given tally made with the given trustee's key.
    ///
    /// # Errors
    /// [`TallyFault::Shape`] or [`TallyFault::Proof`].
    pub fn check(
        &self,
        election: &Election,
        tally: &EncryptedTally,
        key: &TrusteePublicKey,
    ) -> Result<(), TallyFault> {
        let lengths = |lists: &mut dyn Iterator<Item = usize>| lists.collect::<Vec<_>>();
        let expected = lengths(&mut tally.sums.iter().map(Vec::len));
        let fits = lengths(&mut self.factors.iter().map(Vec::len)) == expected
            && lengths(&mut self.proofs.iter().map(Vec::len)) == expected;
        if !fits {
            return Err(TallyFault::Shape);
        }
        let context = equality::decryption(election.fingerprint(), &key.key().encoded);
        let sums = tally.sums.iter().flatten();
        let shares = self
            .factors
            .iter()
            .flatten()
            .zip(self.proofs.iter().flatten());
        let is_proved = sums.zip(shares).all(|(sum, (factor, proof))| {
            equality::verify(&key.key().point, &sum.alpha, factor, proof, context.clone())
        });
        if is_proved {
            Ok(())
        } else {
            Err(TallyFault::Proof)
        }
    }
}

/// A list for each question.
pub(super) fn lists<'a, T>(
    reader: &mut Reader<'a>,
    item: fn(&mut Reader<'a>) -> Result<T, NotCanonical>,
) -> Result<Vec<Vec<T>>, NotCanonical> {
    reader.array_up_to(LARGEST_LIST, |reader| {
        reader.array_up_to(LARGEST_LIST + 1, item)
    })
}

type Lists = (Vec<Vec<[u8; 32]>>, Vec<Vec<Proof>>);

fn read(bytes: &[u8]) -> Result<Lists, NotCanonical> {
    let mut reader = Reader::new(bytes);
    reader.expect("{\"decryption_factors\":")?;
    let factors = lists(&mut reader, Reader::encoded_point)?;
    reader.expect(",\"decryption_proofs\":")?;
    let proofs = lists(&mut reader, Proof::read)?;
    reader.expect("}")?;
    reader.end()?;
    Ok((factors, proofs))
}
