//! The shape of what stands beside the vote: judges' score sheets, records, bonuses and vetoes,
//! and how all of it becomes one score. What each policy does to a figure: `docs/scoring.md`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RankConvention, Rounding, TieBreak};
use crate::{Decimal, Ratio};

/// How several components become one score, and who is ranked with whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Composite {
    /// Which villages are ranked together.
    pub group: RankingGroup,
    /// The components; their weights sum to exactly 1.
    pub components: Vec<Component>,
    /// What happens to a village without a value in a component.
    pub missing: MissingComponent,
    /// Kinds of plus and minus items.
    pub adjustments: Vec<Adjustment>,
    /// Limits of plus and minus items and of the score after them.
    pub caps: Caps,
    /// Kinds of vetoes 一票否决.
    pub vetoes: Vec<Veto>,
    /// Where the score is rounded.
    pub rounding: Rounding,
    /// How places are numbered when villages are tied.
    pub ranks: RankConvention,
    /// What separates villages with the same score, in order; ends in `keep_tied`.
    pub ties: Vec<TieBreak>,
    /// Awards by share of the ranked villages, best first.
    pub awards: Vec<Award>,
}

/// Which villages are ranked together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankingGroup {
    /// Those of one area.
    Area,
    /// All of the cycle.
    All,
}

/// One part of the score, such as the tour, the debrief, the vote or the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Code in files, e.g. `tour`.
    pub code: String,
    /// Name, e.g. 现场观摩.
    pub label: String,
    /// Share in the score; greater than 0.
    pub weight: Ratio,
    /// Where its values come from.
    pub source: Source,
    /// How a value becomes points.
    pub scale: Scale,
}

/// Where the values of a component come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The score of the village in its area's vote.
    Vote,
    /// Judges with score sheets.
    Panel(Panel),
    /// Indicators on record.
    Record(Record),
}

/// Judges with score sheets 评分表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// The criteria 指标 of the sheet.
    pub criteria: Vec<Criterion>,
    /// Which judges do not score which villages.
    pub recusal: JudgeRecusal,
    /// What is trimmed and averaged.
    pub on: TrimOn,
    /// What is left out at the ends.
    pub trim: Trim,
    /// Fewer counted sheets than this: the village has no value.
    #[schemars(range(min = 1, max = 1000))]
    pub minimum_judges: u32,
    /// Whether strict and lenient judges are evened out.
    pub severity: Severity,
}

/// One criterion 指标 of a score sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Code in files, e.g. `industry`.
    pub code: String,
    /// Name on the sheet.
    pub label: String,
    /// What to look at, printed on the sheet; decides nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Least score.
    pub least: Decimal,
    /// Most score.
    pub most: Decimal,
    /// Scores are `least` plus whole steps; greater than 0.
    pub step: Decimal,
    /// Factor in the judge's total; greater than 0.
    pub weight: Ratio,
}

/// Which judges do not score which villages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JudgeRecusal {
    /// A judge does not score villages of the own town.
    OwnTown,
    /// Nobody is recused by rule.
    None,
}

/// What is trimmed and averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrimOn {
    /// The totals of the judges.
    JudgeTotal,
    /// The scores of each criterion.
    Criterion,
}

/// What is left out at the ends before averaging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trim {
    /// Nothing.
    None,
    /// All but the middle one or two.
    Median,
    /// The highest and lowest.
    Drop(Drop),
    /// A share at each end.
    Fraction(Fraction),
}

/// The highest and lowest are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drop {
    /// How many of the highest.
    #[schemars(range(min = 0, max = 100))]
    pub high: u32,
    /// How many of the lowest.
    #[schemars(range(min = 0, max = 100))]
    pub low: u32,
    /// From so many judges on; more than `high` and `low` together.
    #[schemars(range(min = 1, max = 1000))]
    pub at_least: u32,
    /// What happens with fewer.
    pub below: BelowDrop,
}

/// What happens when there are too few judges to drop any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BelowDrop {
    /// The mean of all.
    PlainMean,
    /// Of three the two nearer to each other, the upper two when equally near; else as `plain_mean`.
    ClosestPair,
    /// The village has no value.
    Invalid,
}

/// A share is left out at each end, rounded down to whole sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fraction {
    /// The share at each end; at least 0 and less than 1/2.
    pub each_end: Ratio,
}

/// Whether strict and lenient judges are evened out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// No.
    None,
    /// By exact additive least squares over judges and villages, where not everybody scored everything.
    LeastSquares,
}

/// Indicators on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The indicators; their weights sum to exactly 1.
    pub indicators: Vec<Indicator>,
}

/// One indicator on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Code in files, e.g. `income`.
    pub code: String,
    /// Name, e.g. 村集体收入.
    pub label: String,
    /// Unit of the value, e.g. 万元.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Share in the component; greater than 0.
    pub weight: Ratio,
    /// Least value.
    pub least: Decimal,
    /// Most value.
    pub most: Decimal,
    /// Values are `least` plus whole steps; greater than 0.
    pub step: Decimal,
    /// How a value becomes points.
    pub scale: Scale,
}

/// How a value becomes points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// It is points already.
    AsIs,
    /// Between two fixed bounds.
    Fixed(FixedScale),
    /// Against a target.
    Target(TargetScale),
    /// Between the lowest and highest of the group.
    Observed(ObservedScale),
    /// By standard deviations of the group.
    ZScore(ZScoreScale),
    /// By the place in the group.
    Rank(ObservedScale),
}

/// 0 points at `from`, 100 at `to`, never outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedScale {
    /// The value worth 0 points.
    pub from: Decimal,
    /// The value worth 100 points; another than `from`, smaller where less is better.
    pub to: Decimal,
}

/// 100 points at the target, in proportion below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetScale {
    /// The value worth 100 points; greater than 0.
    pub target: Decimal,
    /// Whether more than the target is worth more.
    pub beyond: BeyondTarget,
}

/// Whether more than the target is worth more than 100 points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BeyondTarget {
    /// No.
    Cap,
    /// Yes, in proportion.
    Count,
}

/// A scale that depends on the other villages of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservedScale {
    /// Which end is better.
    pub better: Better,
}

/// Which end is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More.
    High,
    /// Less.
    Low,
}

/// `center ± spread · (x − mean) / deviation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZScoreScale {
    /// Which end is better.
    pub better: Better,
    /// Points of the mean.
    pub center: Decimal,
    /// Points of one standard deviation; greater than 0.
    pub spread: Decimal,
    /// Decimals to which the standard deviation is rounded, half up, from its exact square.
    #[schemars(range(min = 0, max = 12))]
    pub decimals: u32,
}

/// What happens to a village without a value in a component. Never silently 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingComponent {
    /// It is not ranked.
    Refuse,
    /// The weights of the other components are shared out in proportion.
    Renormalise,
    /// The component counts 0 points.
    Zero,
}

/// A kind of plus or minus item 加减分项.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Code in files, e.g. `award`.
    pub code: String,
    /// Name, e.g. 市级以上表彰.
    pub label: String,
    /// Plus or minus.
    pub kind: AdjustmentKind,
    /// Least points of one item; positive for minus items too.
    pub least: Decimal,
    /// Most points of one item.
    pub most: Decimal,
    /// Points are `least` plus whole steps; greater than 0.
    pub step: Decimal,
}

/// Plus or minus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    /// 加分.
    Bonus,
    /// 减分.
    Penalty,
}

/// Limits, each optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// Most bonus points of a village in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Decimal")]
    pub bonus: Option<Decimal>,
    /// Most penalty points of a village in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Decimal")]
    pub penalty: Option<Decimal>,
    /// Least score after bonuses and penalties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Decimal")]
    pub least: Option<Decimal>,
    /// Most score after bonuses and penalties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Decimal")]
    pub most: Option<Decimal>,
}

/// A kind of veto 一票否决.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// Code in files, e.g. `safety`.
    pub code: String,
    /// Name, e.g. 发生安全生产责任事故.
    pub label: String,
    /// What it does.
    pub effect: VetoEffect,
}

/// What a veto does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VetoEffect {
    /// The village is not ranked.
    Unranked,
    /// It is ranked behind all others.
    Last,
    /// It gets no award.
    NoAward,
    /// Its score is at most this.
    Cap(Decimal),
}

/// An award by share of the ranked villages, e.g. 优秀 for 30 %.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// Name, e.g. 优秀.
    pub label: String,
    /// Share of the ranked villages, rounded down to whole ones; greater than 0, at most 1.
    pub share: Ratio,
    /// What happens to tied villages that do not fit whole.
    pub tie: AwardTie,
}

/// What happens to tied villages of whom not all fit into an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardTie {
    /// None of them gets it.
    Exclude,
    /// All of them get it.
    Include,
}
