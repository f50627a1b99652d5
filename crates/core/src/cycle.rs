//! A cycle: one yearly appraisal, from register to closed follow-up.

use crate::id::CycleId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One yearly appraisal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// Identifier.
    pub id: CycleId,
    /// Short code used in addresses: 2–40 of `a–z 0–9 -`.
    pub code: String,
    /// Full name of the meeting.
    pub name: String,
    /// Year.
    pub year: i16,
    /// The office that runs it.
    pub organiser: String,
    /// Where it meets.
    pub place: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Aspects the reports are about, e.g. 基层党建.
    pub aspects: Vec<String>,
    /// Stops of the tour without a score.
    pub unscored_stops: Vec<UnscoredStop>,
    /// Data made up for demonstration; said on every screen and document.
    pub synthetic: bool,
}

/// A stop of the tour without a score: study, lunch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnscoredStop {
    /// The day.
    pub date: Date,
    /// Where.
    pub village: String,
    /// What for.
    pub activity: String,
}

/// Why a cycle cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CycleFault {
    /// The code has other characters.
    #[error("代码须为 2–40 位小写字母、数字或 -")]
    Code,
    /// A name is empty or too long.
    #[error("名称、主办单位、地点、述职方面和点位须为 1–80 个字")]
    Name,
    /// The last day is before the first.
    #[error("结束日期早于开始日期")]
    Dates,
}

impl Cycle {
    /// Checks the fields.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn check(&self) -> Result<(), CycleFault> {
        let code = self.code.as_bytes();
        if !(2..=40).contains(&code.len())
            || !code
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        {
            return Err(CycleFault::Code);
        }
        for text in [&self.name, &self.organiser, &self.place] {
            if !(1..=80).contains(&text.trim().chars().count())
                || text.chars().any(char::is_control)
            {
                return Err(CycleFault::Name);
            }
        }
        let remarks = self
            .unscored_stops
            .iter()
            .flat_map(|stop| [&stop.village, &stop.activity]);
        if self
            .aspects
            .iter()
            .chain(remarks)
            .any(|text| !(1..=80).contains(&text.trim().chars().count()))
        {
            return Err(CycleFault::Name);
        }
        if self.to < self.from {
            return Err(CycleFault::Dates);
        }
        Ok(())
    }
}
