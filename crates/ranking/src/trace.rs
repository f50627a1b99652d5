//! Every step of a computation, each with what it used and what came out: `docs/scoring.md` §6.
//!
//! The steps are hashed as a chain, so a trace names itself by its last hash, and another program
//! that computes the same writes the same bytes.

mod chain;
mod fault;
mod graph;
mod recorder;
mod step;

pub use chain::Trace;
pub(crate) use chain::sha256;
pub use fault::TraceFault;
pub(crate) use recorder::{Draft, Off, On, Recorder};
pub(crate) use step::Name;
pub use step::{
    CellState, ClassState, Key, LeftOutReason, NoVoteReason, Op, ScaleRule, Step, TieValue,
    TrimRule,
};
