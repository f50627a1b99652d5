//! The rule card 规则卡: everything that decides a result, as one document.

mod canonical;
mod check;
mod clause;
mod composite;
mod fault;
mod mark;
mod model;
mod parse;
mod plan;
mod structure;
mod warning;

pub use canonical::{canonical_text, rule_card_schema};
pub use clause::Clause;
pub use composite::{
    Adjustment, AdjustmentKind, Award, AwardTie, BelowDrop, Better, BeyondTarget, Caps, Component,
    Composite, Criterion, Drop, FixedScale, Fraction, Indicator, JudgeRecusal, MissingComponent,
    ObservedScale, Panel, RankingGroup, Record, Scale, Severity, Source, TargetScale, Trim, TrimOn,
    Veto, VetoEffect, ZScoreScale,
};
pub use fault::{CardFault, CardFaultCode};
pub use mark::Mark;
pub use model::{
    ApproveChoice, Area, BallotKind, BlankCount, BlankRule, Choice, Closing, ClosingBy,
    CriterionName, EmptyClass, Grade, GradeQuota, Method, OrderChoice, PointChoice, Quorum,
    QuorumCount, RankConvention, RankKey, Recusal, Rounding, RuleCard, SlipGroup, SmallClass,
    Submission, Thresholds, TieBreak, Trustees, VoterClass,
};
pub use warning::{CardWarning, CardWarningCode};
