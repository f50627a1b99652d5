//! Typed identifiers: UUIDs of version 7, made by us, so that no database hands out numbers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier from the instant and ten random bytes, both handed in.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// One yearly appraisal.
    CycleId,
    /// One village of the register.
    VillageId,
    /// One seat of the roll: a person entitled to vote, named by office.
    SeatId,
    /// One round of voting.
    RoundId,
    /// One account.
    AccountId,
    /// One entry of the register or the ledger, for as long as the county keeps it.
    EntryId,
    /// One row of the audit log, or another row nobody refers to.
    RowId,
}
