//! The rule card 规则卡: everything that decides a result, as one document.

mod canonical;
mod clause;
mod fault;
mod model;
mod parse;
mod structure;

pub use canonical::rule_card_schema;
pub use clause::Clause;
pub use fault::{CardFault, CardFaultCode};
pub use model::{
    Area, BallotKind, BlankCount, BlankRule, Closing, ClosingBy, EmptyClass, Grade, Method, Quorum,
    QuorumCount, RankConvention, RankKey, Recusal, Rounding, RuleCard, SlipGroup, SmallClass,
    Submission, Thresholds, TieBreak, Trustees, VoterClass,
};
