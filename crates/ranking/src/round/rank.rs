//! The number of a place.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A place: 1, 2, … or, under the fractional convention, a half such as 2.5.
///
/// In JSON a whole place is a number, a half a string (`"2.5"`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    halves: u32,
}

impl Rank {
    /// A whole place.
    pub fn whole(place: u32) -> Self {
        Self {
            halves: place.saturating_mul(2),
        }
    }

    /// A place counted in halves.
    pub(crate) fn half(halves: u32) -> Self {
        Self { halves }
    }

    /// The place as a whole number, unless it is a half.
    pub fn as_whole(self) -> Option<u32> {
        self.halves.is_multiple_of(2).then_some(self.halves / 2)
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = if self.as_whole().is_some() { "" } else { ".5" };
        write!(f, "{}{half}", self.halves / 2)
    }
}

impl Serialize for Rank {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_whole() {
            Some(place) => serializer.serialize_u32(place),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Rank {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(u32),
            Half(String),
        }
        let halves = match Written::deserialize(deserializer)? {
            Written::Whole(place) => place.checked_mul(2),
            Written::Half(text) => text
                .strip_suffix(".5")
                .and_then(|place| place.parse::<u32>().ok())
                .and_then(|place| place.checked_mul(2)?.checked_add(1))
                .filter(|halves| Rank { halves: *halves }.to_string() == text),
        };
        halves
            .map(|halves| Rank { halves })
            .ok_or_else(|| de::Error::custom("not a place"))
    }
}
