//! From a rule card and the decrypted sums of each voter class to an exact ranking.
//!
//! An auditor can read this crate alone. It performs no input or output, reads no clock, draws no
//! randomness and uses no floating point: every number that decides is an exact [`Ratio`] of
//! integers, rounded only where the rule card names a point of rounding.
//!
//! | noun | what it is |
//! |---|---|
//! | [`RuleCard`] | everything that decides a result, as one document, hashed before opening |
//! | [`Opening`] | what may be opened and published, decided by turnout alone |
//! | [`rank_round`] | one area's vote: class sums in, ranks out |
//! | [`privacy`] | whether what is published keeps every ballot secret, by roll and turnout alone |
//! | [`Sensitivity`] | at which weights villages would change places; decides nothing |
//! | [`WhatIf`] | what another card would make of the same data; decides nothing |
//! | [`CountSheet`] | the equations that must balance before anybody believes a result |
//! | [`Ranking`] | what is published, and [`check_ranking`], which recomputes it |
//!
//! # Invariants
//! - Weights are applied in the clear to the sums of each class, never inside the encryption.
//! - Whether a class is opened or published depends on its turnout, never on what it voted.
//! - A tie is exact equality of the rank key; order inside a tie is ballot order and means nothing.
//! - The same card and sums give the same bytes, on every machine and in every build.
#![deny(clippy::float_arithmetic)]

mod award;
mod card;
mod composite;
mod compute;
mod count_sheet;
mod data;
mod explain;
mod language;
mod panel;
mod place;
pub mod privacy;
mod ranking;
mod ratio;
mod record;
mod result;
mod round;
mod rounding;
mod scale;
mod scene;
mod sensitivity;
mod threshold;
mod trace;
mod vote;
mod what_if;

pub use card::{
    Adjustment, AdjustmentKind, ApproveChoice, Area, Award, AwardTie, BallotKind, BelowDrop,
    Better, BeyondTarget, BlankCount, BlankRule, Caps, CardFault, CardFaultCode, CardWarning,
    CardWarningCode, Choice, Clause, Closing, ClosingBy, Component, Composite, Criterion,
    CriterionName, Drop, EmptyClass, FixedScale, Fraction, Grade, GradeQuota, Indicator,
    JudgeRecusal, Mark, Method, MissingComponent, ObservedScale, OrderChoice, Panel, PointChoice,
    Quorum, QuorumCount, RankConvention, RankKey, RankingGroup, Record, Recusal, Rounding,
    RuleCard, Scale, Severity, SlipGroup, SmallClass, Source, Submission, TargetScale, Thresholds,
    TieBreak, Trim, TrimOn, Trustees, Veto, VetoEffect, VoterClass, ZScoreScale, canonical_text,
    rule_card_schema,
};
pub use compute::{Computation, compute, compute_result};
pub use count_sheet::{BalanceLine, BalanceRule, ClassCount, ContestCount, CountSheet};
pub use data::{Audience, Data, DataFault, DataFaultCode, PanelSheets, TableName, Tables};
pub use explain::{ExplainFault, explain};
pub use language::{Language, Sentence};
pub use ranking::{
    AreaRanking, BoxSums, PublishedClass, PublishedTie, RankedVillage, Ranking, RankingFault,
    VillageClass, Withheld, WithheldFigures, check_ranking,
};
pub use ratio::{BadNumber, Decimal, Ratio};
pub use result::{CycleResult, GroupResult, LeftVillage, PlacedVillage};
pub use round::{
    BallotQuestion, ClassInput, ClassScore, Contest, Count, CountedMarks, MarkRule, Profile, Rank,
    RankFault, RoundInput, RoundOutcome, Row, Segment, Tie, Unranked, rank_round, shared_weights,
    weighted_distribution, weighted_score,
};
pub use rounding::{RoundingMode, round};
pub use sensitivity::{
    Breakpoint, GroupSensitivity, Sensitivity, SensitivityFault, WeightSensitivity, WeightsOf,
    sensitivity,
};
pub use threshold::{ClassOpening, ClassTurnout, ClosedReason, NotDecided, Opening, QuorumVerdict};
pub use trace::{
    CellState, ClassState, Key, LeftOutReason, NoVoteReason, Op, ScaleRule, Step, TieValue, Trace,
    TraceFault, TrimRule,
};
pub use what_if::{VillageIf, WhatIf};
