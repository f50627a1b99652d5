//! The operations a computation is made of, in the members of `docs/scoring.md` §6.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::card::{AdjustmentKind, TieBreak, VetoEffect};
use crate::{Audience, Decimal, Profile, Ratio, RuleCard};

/// One step: an operation, the rule it applies, the steps it uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number, from 0.
    pub n: u32,
    /// Pointer into the card: the rule that is applied.
    pub clause: String,
    /// Numbers of the steps whose outcome it uses, ascending.
    pub from: Vec<u32>,
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
        why: LeftOutReason,
    },
    /// The mean of what trimming keeps.
    TrimmedMean {
        component: String,
        town: String,
        village: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        criterion: Option<String>,
        r#in: Vec<Ratio>,
        rule: TrimRule,
        kept: (usize, usize),
        out: Ratio,
    },
    /// A weighted sum over criteria or indicators.
    Sum {
        component: String,
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, Ratio)>,
        out: Ratio,
    },
    /// A village without a value, and why.
    NoValue {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        component: Option<String>,
        town: String,
        village: String,
        why: NoValueReason,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        have: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        need: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        criterion: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        indicator: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<String>,
    },
    /// How strict each judge is.
    Severity {
        component: String,
        design: DesignKind,
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
        area: u32,
        classes: Vec<(String, u64, String)>,
        decided: bool,
        scores_published: bool,
        over_quota: Vec<(String, String)>,
        uneven_places: Vec<(String, String)>,
    },
    /// The mean points of a class.
    ClassMean {
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
    /// The marks of a class, for majority judgment.
    ClassMarks {
        class: String,
        town: String,
        village: String,
        r#in: Vec<(String, u64)>,
        blank: u64,
        of: u64,
    },
    /// The weighted mean over classes.
    Score {
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, Ratio)>,
        out: Ratio,
    },
    /// The majority profile over classes.
    Majority {
        town: String,
        village: String,
        r#in: Vec<(String, Ratio)>,
        profile: Profile,
        out: Ratio,
    },
    /// The weighted sum over components.
    Composite {
        town: String,
        village: String,
        r#in: Vec<(String, Ratio, Ratio)>,
        out: Ratio,
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

/// Why a judge's sheet does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// Why a village has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoValueReason {
    /// Fewer counted sheets than the card wants.
    TooFewJudges,
    /// A value of an indicator is missing.
    MissingIndicator,
    /// The area's round was not decided.
    RoundNotDecided,
    /// There was no vote in the area.
    NoTurnout,
    /// The figures of the area may not be known.
    Withheld,
    /// A class gave no mark that counts.
    EmptyClass,
    /// A component has no value.
    MissingComponent,
}

impl NoValueReason {
    /// The word in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooFewJudges => "too_few_judges",
            Self::MissingIndicator => "missing_indicator",
            Self::RoundNotDecided => "round_not_decided",
            Self::NoTurnout => "no_turnout",
            Self::Withheld => "withheld",
            Self::EmptyClass => "empty_class",
            Self::MissingComponent => "missing_component",
        }
    }
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
}

/// The shape of who scored whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignKind {
    /// Every judge scored every village.
    Complete,
    /// Not so, but all are connected by common judges.
    Connected,
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
