//! The roll: who may vote in one election, as public credentials.
//!
//! `["<credential>",…]`, or `"<credential>,<weight>"` throughout when voters have weights. Sorting removes the order
//! of generation, which could say whose credential is whose.

use std::collections::HashMap;
use std::sync::Arc;

use crate::canonical::{NotCanonical, Reader, Writer};
use crate::credential::PublicCredential;
use crate::fault::{Document, Fault};
use crate::group::PointFault;

/// Largest sum of weights: finding a sum takes a table of its square root, 2¹⁹ entries at most.
pub const LARGEST_WEIGHT: u64 = 1 << 38;

/// A set of public credentials with their weights. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Roll(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// In the order written, with the weight when one is written.
    entries: Vec<(PublicCredential, Option<u64>)>,
    index: HashMap<PublicCredential, usize>,
}

impl Roll {
    /// A roll of equal voters; sorts.
    ///
    /// # Errors
    /// [`Fault::Repeated`] when a credential stands in the list twice.
    pub fn new(mut credentials: Vec<PublicCredential>) -> Result<Self, Fault> {
        credentials.sort_unstable();
        Self::of_entries(
            credentials
                .into_iter()
                .map(|credential| (credential, None))
                .collect(),
        )
    }

    fn of_entries(entries: Vec<(PublicCredential, Option<u64>)>) -> Result<Self, Fault> {
        let total = entries.iter().try_fold(0u64, |total, (_, weight)| {
            total.checked_add(weight.unwrap_or(1))
        });
        if total.is_none_or(|total| total > LARGEST_WEIGHT) {
            return Err(Fault::Weight);
        }
        let mut index = HashMap::with_capacity(entries.len());
        for (position, (credential, _)) in entries.iter().enumerate() {
            if index.insert(*credential, position).is_some() {
                return Err(Fault::Repeated(credential.to_hex()));
            }
        }
        Ok(Self(Arc::new(Inner { entries, index })))
    }

    /// Reads a roll and checks every group element (about 30 µs each). The order is not checked; see
    /// [`Roll::is_sorted`].
    ///
    /// # Errors
    /// [`Fault`] for another form, a wrong group element, a repeated credential.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let form = NotCanonical::of(Document::Roll);
        let mut reader = Reader::new(bytes);
        let mut first: Option<bool> = None;
        let lines = reader
            .array(|reader| {
                let start = reader.clone();
                let text = reader.plain(|byte| byte.is_ascii_alphanumeric() || byte == b',')?;
                // Kept until all are read: nothing that could not be a credential.
                if text.len() < 64 {
                    return start.fail();
                }
                let (credential, weight) = match text.split_once(',') {
                    None => (text, None),
                    Some((credential, weight)) => match weight.parse::<u64>() {
                        Ok(value) if value.to_string() == weight => (credential, Some(value)),
                        _ => return start.fail(),
                    },
                };
                // Weights are used or they are not: "1" left out here and there is a second spelling.
                if *first.get_or_insert(weight.is_some()) != weight.is_some() {
                    return start.fail();
                }
                Ok((credential, weight))
            })
            .map_err(&form)?;
        reader.end().map_err(&form)?;
        let entries = lines
            .into_iter()
            .map(|(text, weight)| {
                Ok((
                    PublicCredential::parse(text).map_err(PointFault::of(Document::Roll))?,
                    weight,
                ))
            })
            .collect::<Result<_, _>>()?;
        Self::of_entries(entries)
    }

    /// The roll as published.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.array(&self.0.entries, |writer, (credential, weight)| {
            writer.push("\"").push(&credential.to_hex());
            if let Some(weight) = weight {
                writer.push(",").integer(*weight);
            }
            writer.push("\"");
        });
        writer.into_bytes()
    }

    /// Whether the credentials ascend, as texts or as RFC 8032 bytes (both orders are in use).
    pub fn is_sorted(&self) -> bool {
        let entries = &self.0.entries;
        entries.is_sorted_by_key(|(credential, _)| *credential)
            || entries.is_sorted_by(|(a, _), (b, _)| a.encoding() < b.encoding())
    }

    /// Whether the credential may vote.
    pub fn contains(&self, credential: &PublicCredential) -> bool {
        self.0.index.contains_key(credential)
    }

    /// How often a ballot of this credential counts: 1 unless the roll says otherwise.
    pub fn weight(&self, credential: &PublicCredential) -> Option<u64> {
        let position = self.0.index.get(credential)?;
        Some(self.0.entries[*position].1.unwrap_or(1))
    }

    /// Number of credentials.
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Whether nobody may vote.
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// The credentials in their order.
    pub fn credentials(&self) -> impl Iterator<Item = &PublicCredential> {
        self.0.entries.iter().map(|(credential, _)| credential)
    }
}
