//! Combining the shares into the result.

use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::{IsIdentity as _, VartimeMultiscalarMul as _};

use super::decryption::lists;
use super::logarithm::Logarithm;
use super::{EncryptedTally, PartialDecryption};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::election::Election;
use crate::fault::{Document, Fault};
use crate::group::{Point, Scalar};
use crate::roll::LARGEST_WEIGHT;
use crate::trustee::pedersen::{difference, lagrange};
use crate::trustee::{Trustee, Trustees};

/// Why shares do not make a result. Owners count from 1 over the flattened list of trustees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TallyFault {
    /// Other numbers of factors or proofs than the tally has ciphertexts.
    #[error("the partial decryption does not have the shape of the tally")]
    Shape,
    /// A proof of a partial decryption fails.
    #[error("a proof of the partial decryption does not verify")]
    Proof,
    /// The same for a known trustee.
    #[error("the partial decryption of trustee {0} does not verify")]
    Share(u32),
    /// There is no such trustee.
    #[error("there is no trustee {0}")]
    Owner(u32),
    /// Two shares of one trustee.
    #[error("trustee {0} gave two partial decryptions")]
    Repeated(u32),
    /// The share of a trustee who is always needed is missing.
    #[error("the partial decryption of trustee {0} is missing")]
    Missing(u32),
    /// A threshold group has too few shares.
    #[error("the threshold group starting at trustee {0} needs more partial decryptions")]
    TooFew(u32),
    /// A threshold group has more shares than it needs, and they do not open to the same sums.
    #[error(
        "the partial decryptions of the threshold group starting at trustee {0} contradict each other"
    )]
    Contradiction(u32),
    /// A decrypted value is no count of these ballots.
    #[error(
        "the sum of question {question}, choice {choice} is not between 0 and the total weight"
    )]
    Sum {
        /// Question from 1.
        question: usize,
        /// Bit from 1.
        choice: usize,
    },
    /// The total weight is too large to search.
    #[error("the total weight {0} is too large")]
    Weight(u64),
}

impl TallyFault {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "share-shape",
            Self::Proof | Self::Share(_) => "share-proof",
            Self::Owner(_) => "share-owner",
            Self::Repeated(_) => "share-repeated",
            Self::Missing(_) | Self::TooFew(_) => "share-missing",
            Self::Contradiction(_) => "share-contradiction",
            Self::Sum { .. } => "result-sum",
            Self::Weight(_) => "tally-weight",
        }
    }

    /// The sentence in Chinese.
    pub fn zh(self) -> String {
        match self {
            Self::Shape => "解密份额的结构与计票不符".into(),
            Self::Proof => "解密份额的证明验证失败".into(),
            Self::Share(owner) => format!("第 {owner} 名监票人的解密份额验证失败"),
            Self::Owner(owner) => format!("没有第 {owner} 名监票人"),
            Self::Repeated(owner) => format!("第 {owner} 名监票人给出了两份解密份额"),
            Self::Missing(owner) => format!("缺少第 {owner} 名监票人的解密份额"),
            Self::TooFew(owner) => format!("从第 {owner} 名监票人起的门限组解密份额不足"),
            Self::Contradiction(owner) => {
                format!("从第 {owner} 名监票人起的门限组，各人的解密份额互相矛盾")
            }
            Self::Sum { question, choice } => {
                format!("第 {question} 个问题第 {choice} 个选项的合计不在 0 与总票权之间")
            }
            Self::Weight(weight) => format!("总票权 {weight} 过大"),
        }
    }
}

/// The decrypted sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyResult {
    sums: Vec<Vec<u64>>,
}

impl TallyResult {
    /// Checks every share and opens the sums. Every single trustee's share is needed, and a threshold of
    /// each group's; further shares must open to the same sums.
    ///
    /// # Errors
    /// [`TallyFault`].
    pub fn combine(
        election: &Election,
        tally: &EncryptedTally,
        trustees: &Trustees,
        shares: &[(u32, PartialDecryption)],
    ) -> Result<Self, TallyFault> {
        let mut by_owner: Vec<Option<&PartialDecryption>> = vec![None; trustees.len()];
        for (owner, share) in shares {
            let key = trustees.owner(*owner).ok_or(TallyFault::Owner(*owner))?;
            share
                .check(election, tally, key)
                .map_err(|_| TallyFault::Share(*owner))?;
            if by_owner[*owner as usize - 1].replace(share).is_some() {
                return Err(TallyFault::Repeated(*owner));
            }
        }
        Self::open(tally, trustees, &by_owner)
    }

    /// Opens the sums with shares already checked, in the order of their owners.
    pub(crate) fn open(
        tally: &EncryptedTally,
        trustees: &Trustees,
        by_owner: &[Option<&PartialDecryption>],
    ) -> Result<Self, TallyFault> {
        let powers = Self::powers(tally, trustees, by_owner)?;
        if tally.total_weight > LARGEST_WEIGHT {
            return Err(TallyFault::Weight(tally.total_weight));
        }
        let logarithm = Logarithm::up_to(tally.total_weight);
        let open = |(question, row): (usize, Vec<Point>)| {
            let sum = |(choice, power)| {
                let found = logarithm.of(power);
                found.ok_or(TallyFault::Sum { question, choice })
            };
            (1..).zip(row).map(sum).collect()
        };
        let sums = (1..).zip(powers).map(open).collect::<Result<_, _>>()?;
        Ok(Self { sums })
    }

    /// Whether these are the sums, with shares already checked. Needs no search, so a hostile total weight
    /// costs nothing.
    pub(crate) fn is_opened_by(
        &self,
        tally: &EncryptedTally,
        trustees: &Trustees,
        by_owner: &[Option<&PartialDecryption>],
    ) -> Result<bool, TallyFault> {
        let powers = Self::powers(tally, trustees, by_owner)?;
        let is_sum = |(&sum, power): (&u64, &Point)| {
            sum <= tally.total_weight && Point::generator_power(&Scalar::from(sum)) == *power
        };
        Ok(self.fits(tally)
            && self
                .sums
                .iter()
                .flatten()
                .zip(powers.iter().flatten())
                .all(is_sum))
    }

    /// Whether there is a sum for every ciphertext of the tally.
    pub(crate) fn fits(&self, tally: &EncryptedTally) -> bool {
        let lengths = |row: &Vec<u64>| row.len();
        self.sums
            .iter()
            .map(lengths)
            .eq(tally.sums.iter().map(Vec::len))
    }

    /// g^sum for every sum.
    fn powers(
        tally: &EncryptedTally,
        trustees: &Trustees,
        by_owner: &[Option<&PartialDecryption>],
    ) -> Result<Vec<Vec<Point>>, TallyFault> {
        // (share, exponent): the factor of the tally is the product of the shares' factors to these powers.
        let mut used: Vec<(&PartialDecryption, Scalar)> = Vec::new();
        let mut first = 0usize;
        for trustee in trustees.list() {
            let number = u32::try_from(first + 1).expect("fewer than 2^32 trustees");
            let members = &by_owner[first..first + trustee.members().len()];
            match trustee {
                Trustee::Single(_) => {
                    used.push((members[0].ok_or(TallyFault::Missing(number))?, Scalar::ONE));
                }
                Trustee::Pedersen(group) => {
                    let all: Vec<(u32, &PartialDecryption)> = (1..)
                        .zip(members)
                        .filter_map(|(member, share)| share.map(|share| (member, share)))
                        .collect();
                    let needed = group.threshold() as usize;
                    if all.len() < needed {
                        return Err(TallyFault::TooFew(number));
                    }
                    if !agree(&all, needed) {
                        return Err(TallyFault::Contradiction(number));
                    }
                    let present = &all[..needed];
                    let numbers: Vec<u32> = present.iter().map(|(member, _)| *member).collect();
                    used.extend(
                        present
                            .iter()
                            .map(|(member, share)| (*share, lagrange(&numbers, *member))),
                    );
                }
            }
            first += trustee.members().len();
        }
        let mut powers = Vec::with_capacity(tally.sums.len());
        for (q, question) in tally.sums.iter().enumerate() {
            let mut row = Vec::with_capacity(question.len());
            for (c, sum) in question.iter().enumerate() {
                let power = used.iter().fold(sum.beta.0, |rest, (share, exponent)| {
                    let factor = share.factors[q][c].0;
                    rest - if *exponent == Scalar::ONE {
                        factor
                    } else {
                        factor * exponent
                    }
                });
                row.push(Point(power));
            }
            powers.push(row);
        }
        Ok(powers)
    }

    /// Reads `{"result":[[…],…]}`.
    ///
    /// # Errors
    /// [`Fault::Form`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let form = NotCanonical::of(Document::Result);
        let mut reader = Reader::new(bytes);
        let mut read = || {
            reader.expect("{\"result\":")?;
            let sums = lists(&mut reader, Reader::weight)?;
            reader.expect("}")?;
            reader.end()?;
            Ok(sums)
        };
        read().map(|sums| Self { sums }).map_err(form)
    }

    /// The canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer
            .push("{\"result\":")
            .array(&self.sums, |writer, sums| {
                writer.array(sums, |writer, sum| {
                    writer.weight(*sum);
                });
            });
        writer.push("}");
        writer.into_bytes()
    }

    /// How often each answer was chosen, by question; where blank is allowed the blanks come first.
    pub fn sums(&self) -> &[Vec<u64>] {
        &self.sums
    }
}

/// Whether the shares of a group lie on one polynomial of fewer than `needed` coefficients, for every sum. The proofs
/// say so too, but their challenge does not cover what is proved (`docs/security-model.md`, "The protocol"): this does
/// not depend on them.
fn agree(shares: &[(u32, &PartialDecryption)], needed: usize) -> bool {
    let (first, further) = shares.split_at(needed);
    further.iter().all(|one| {
        let compared = [first, &[*one]].concat();
        let numbers: Vec<u32> = compared.iter().map(|(member, _)| *member).collect();
        let weights: Vec<Scalar> = numbers
            .iter()
            .map(|member| difference(&numbers, *member))
            .collect();
        let factors: Vec<Vec<EdwardsPoint>> = compared
            .iter()
            .map(|(_, share)| {
                share
                    .factors
                    .iter()
                    .flatten()
                    .map(|point| point.0)
                    .collect()
            })
            .collect();
        (0..factors[0].len()).all(|sum| {
            let points = factors.iter().map(|factors| factors[sum]);
            EdwardsPoint::vartime_multiscalar_mul(&weights, points).is_identity()
        })
    })
}
