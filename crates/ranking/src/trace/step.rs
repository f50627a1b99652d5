//! The operations a computation is made of, in the members of `docs/scoring.md` §6.
//!
//! A step without an outcome (`out` null) is one that something is missing for; where it is a
//! weighted sum, `missing` names it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::card::{AdjustmentKind, TieBreak, VetoEffect};
use crate::{Audience, Decimal, Profile, Ratio, RuleCard};

/// One step: an operation and the rule it applies. The steps it uses are told by the names in it:
/// [`Trace::uses`](super::Trace::uses).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number, from 0.
    pub n: u32,
    /// Pointer into the card: the rule that is applied.
    pub clause: String,
    /// What was done.
    pub op: Op,
    /// SHA-256 over the hash of the step before and this step, in hexadecimal.
    pub hash: String,
}

/// A town and a village.
pub(crate) type Name = (String, String);

/// What was done, with everything it used and what came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
#[expect(
    clippy::large_enum_variant,
    reason = "the rare steps are the small ones"
)]
#[expect(
    missing_docs,
    reason = "the members are those of the table in docs/scoring.md §6"
)]
pub enum Op {
    /// The rules and files a computation starts from.
    Open {
        audience: Audience,
        card: Box<RuleCard>,
        card_sha256: String,
        files: BTreeMap<String, String>,
    },
    /// A judge's total over the criteria.
    Total {
        component: String,
        town: String,
        village: String,
        judge: String,
        r#in: Vec<(String, Ratio, Ratio)>,
        out: Ratio,
    },
    /// A judge's sheet that does not count.
    LeftOut {
        component: String,
        town: String,
        village: String,
        judge: String,
        r#in: Vec<(String, CellState)>,
    },
    /// The mean of what trimming keeps; none of too few.
    TrimmedMean {
        component: String,
        town: String,
        village: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        criterion: Option<String>,
        r#in: Vec<Ratio>,
        rule: TrimRule,
        kept: (usize, usize),
        out: Option<Ratio>,
    },
    /// A weighted sum over criteria or indicators.
    Sum {
        component: String,
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, Ratio)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        missing: Option<String>,
        out: Option<Ratio>,
    },
    /// A village of an area whose vote gives no values, and why.
    NoValue {
        component: String,
        town: String,
        village: String,
        why: NoVoteReason,
    },
    /// How lenient each judge is.
    Severity {
        component: String,
        judges: Vec<(String, Ratio)>,
    },
    /// A village's mean with the judges' severity taken out.
    Corrected {
        component: String,
        town: String,
        village: String,
        r#in: Ratio,
        out: Ratio,
    },
    /// A value brought to points.
    Scale {
        component: String,
        town: String,
        village: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        indicator: Option<String>,
        rule: ScaleRule,
        r#in: Ratio,
        out: Ratio,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lowest: Option<Ratio>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        highest: Option<Ratio>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mean: Option<Ratio>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deviation: Option<Decimal>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Ratio>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<u64>,
    },
    /// What turnout opens and publishes in an area.
    Opening {
        component: String,
        area: u32,
        classes: Vec<(String, u64, ClassState)>,
    },
    /// The mean points of a class.
    ClassMean {
        component: String,
        class: String,
        town: String,
        village: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        r#in: Option<Vec<(String, Ratio, u64)>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        blank: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<bool>,
        out: Option<Ratio>,
    },
    /// The shares of a class's marks, for majority judgment.
    ClassMarks {
        component: String,
        class: String,
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, u64)>,
        blank: u64,
        of: u64,
        out: Option<Vec<Ratio>>,
    },
    /// The weighted mean over classes.
    Score {
        component: String,
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, Ratio)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        missing: Option<String>,
        out: Option<Ratio>,
    },
    /// The majority profile over classes.
    Majority {
        component: String,
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, Vec<Ratio>)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        missing: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        profile: Option<Profile>,
        out: Option<Ratio>,
    },
    /// The weighted sum over components.
    Composite {
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, Ratio)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        missing: Option<String>,
        out: Option<Ratio>,
    },
    /// Plus and minus items.
    Adjust {
        town: String,
        village: String,
        r#in: Vec<(String, AdjustmentKind, Ratio)>,
        bonus: Ratio,
        penalty: Ratio,
        out: Ratio,
    },
    /// A limit of the score that was reached.
    Limit {
        town: String,
        village: String,
        r#in: Ratio,
        out: Ratio,
    },
    /// A veto.
    Veto {
        town: String,
        village: String,
        veto: String,
        effect: VetoEffect,
        r#in: Ratio,
        out: Ratio,
    },
    /// The score, rounded.
    Round {
        town: String,
        village: String,
        r#in: Ratio,
        out: Decimal,
    },
    /// The villages of a group in sets of equal key, best first.
    Rank {
        group: String,
        r#in: Vec<(String, String, Key, bool)>,
        out: Vec<Vec<Name>>,
    },
    /// A tied set, split by a rule.
    TieBreak {
        group: String,
        rule: TieBreak,
        r#in: Vec<(String, String, Option<TieValue>)>,
        out: Vec<Vec<Name>>,
        lot_needed: bool,
    },
    /// The place of a village.
    Place {
        group: String,
        town: String,
        village: String,
        place: String,
    },
    /// Who gets an award.
    Award {
        group: String,
        award: String,
        quota: u64,
        of: u64,
        out: Vec<Name>,
    },
}

impl Op {
    /// Town and village of a step about one village.
    pub fn village(&self) -> Option<(&str, &str)> {
        match self {
            Self::Total { town, village, .. }
            | Self::LeftOut { town, village, .. }
            | Self::TrimmedMean { town, village, .. }
            | Self::Sum { town, village, .. }
            | Self::NoValue { town, village, .. }
            | Self::Corrected { town, village, .. }
            | Self::Scale { town, village, .. }
            | Self::ClassMean { town, village, .. }
            | Self::ClassMarks { town, village, .. }
            | Self::Score { town, village, .. }
            | Self::Majority { town, village, .. }
            | Self::Composite { town, village, .. }
            | Self::Adjust { town, village, .. }
            | Self::Limit { town, village, .. }
            | Self::Veto { town, village, .. }
            | Self::Round { town, village, .. }
            | Self::Place { town, village, .. } => Some((town, village)),
            Self::Open { .. }
            | Self::Severity { .. }
            | Self::Opening { .. }
            | Self::Rank { .. }
            | Self::TieBreak { .. }
            | Self::Award { .. } => None,
        }
    }
}

/// What a judge's sheet has for a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// A score.
    Scored,
    /// The judge is recused.
    Recused,
    /// Nothing.
    Absent,
    /// The sheet was handed in without a score here.
    Blank,
    /// The score was voided.
    Voided,
}

/// Why a judge's sheet does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOutReason {
    /// The judge is recused.
    Recused,
    /// The sheet was voided.
    Voided,
    /// There is no sheet.
    Absent,
    /// Not every criterion is scored.
    Incomplete,
}

impl LeftOutReason {
    /// The reason that is told of a sheet with these cells.
    pub fn of(cells: &[(String, CellState)]) -> Self {
        let has = |state| cells.iter().any(|(_, cell)| *cell == state);
        if has(CellState::Recused) {
            Self::Recused
        } else if has(CellState::Voided) {
            Self::Voided
        } else if has(CellState::Scored) || has(CellState::Blank) {
            Self::Incomplete
        } else {
            Self::Absent
        }
    }
}

/// How far a class's box is opened and its counts are published, or why it stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassState {
    /// Closed: fewer ballots than may be opened.
    UnderThreshold,
    /// Closed: the round of the area is not decided.
    RoundNotDecided,
    /// Opened, and nothing of it is published.
    Opened,
    /// Opened; its means are published.
    Mean,
    /// Opened; its counts are published.
    Histogram,
}

/// Why the vote of an area gives no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoVoteReason {
    /// The area's round was not decided.
    RoundNotDecided,
    /// There was no vote in the area.
    NoTurnout,
    /// The figures of the area may not be known.
    Withheld,
}

/// What trimming did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrimRule {
    /// The card trims nothing.
    None,
    /// The middle one or two were kept.
    Median,
    /// The highest and lowest were dropped.
    Drop,
    /// Too few to drop any: all were kept.
    PlainMean,
    /// Too few to drop any: the two nearest to each other were kept.
    ClosestPair,
    /// A share of each end was dropped.
    Fraction,
    /// Fewer than the panel asks for: nothing was kept.
    MinimumJudges,
    /// Too few to drop any: nothing was kept.
    Invalid,
}

/// The kind of scale that was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleRule {
    /// Between fixed bounds.
    Fixed,
    /// Against a target.
    Target,
    /// Between the lowest and highest of the group.
    Observed,
    /// By standard deviations.
    ZScore,
    /// By place.
    Rank,
}

/// What villages are ranked by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    /// A score, the greater the better.
    Score(Ratio),
    /// A majority profile, the greater the better.
    Profile(Profile),
}

/// The value of a village in a tie-break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TieValue {
    /// A lot drawn by hand.
    Lot(u64),
    /// A ratio, or the hash that is a lot computed from a seed.
    Text(String),
}
