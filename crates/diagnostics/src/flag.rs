//! [`Flag`]: something the returning officer may want to check, in neutral words.
//!
//! A flag accuses nobody. Strictness, even scores and surprises have innocent reasons more often than others; a flag
//! says which figure stands out by how much, from which threshold on it is said, and that it should be looked at.

use serde::Serialize;

use crate::{Estimate, Sentence};

/// One thing to check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flag {
    /// What kind.
    pub kind: FlagKind,
    /// Code of the judge.
    pub judge: String,
    /// Position in the villages, if it is about one.
    pub village: Option<usize>,
    /// The figure that stands out.
    pub value: Estimate,
    /// From where on it is said, in the same unit.
    pub threshold: Estimate,
    /// What to check.
    pub says: Sentence,
}

/// Kinds of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// The judge scores villages of the own town higher than their usual scale suggests; in points.
    OwnTown,
    /// One sheet is far from what village and judge suggest; in points.
    Apart,
    /// The judge scores above or below the others; in points.
    Severity,
    /// The scores do not follow the order of villages that all judges together see; infit.
    Misfit,
    /// All criteria of a sheet get the same share of their range; share of the judge's sheets.
    Halo,
    /// The judge's totals hardly differ; standard deviation in points.
    NarrowSpread,
}

/// From where on something is flagged. The defaults are for reading, not for judging anybody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlagThresholds {
    /// Severity: so many standard deviations of all judges' severities.
    pub severity_deviations: f64,
    /// Severity and own town: at least this share of the sheet's range.
    pub least_share: f64,
    /// Misfit: an infit above this.
    pub infit: f64,
    /// Narrow spread: less than this share of the median judge's standard deviation.
    pub spread_share: f64,
    /// Halo: this share of the judge's sheets.
    pub halo_share: f64,
    /// Apart: so many standard deviations of what village and judge leave unexplained.
    pub apart_deviations: f64,
    /// Apart: at least this share of the sheet's range.
    pub apart_share: f64,
    /// Spread, misfit and halo: at least so many sheets.
    pub least_sheets: usize,
}

impl Default for FlagThresholds {
    fn default() -> Self {
        Self {
            severity_deviations: 2.0,
            least_share: 0.02,
            // Above 1.5 a measure gains little from the scores, above 2 it is distorted by them (Linacre 2002).
            infit: 1.5,
            spread_share: 0.5,
            halo_share: 0.8,
            apart_deviations: 3.0,
            apart_share: 0.05,
            least_sheets: 5,
        }
    }
}
