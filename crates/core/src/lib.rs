//! The nouns of an appraisal: who takes part, what is judged, in which state a round is.
//!
//! Everything here is a value: no database, no network, no clock but the one handed in.
//! The rules that decide a result live in `pingyi-ranking`, the ballots in `pingyi-ballot`.

pub mod account;
pub mod cell;
pub mod ceremony;
pub mod clock;
pub mod cycle;
pub mod id;
pub mod money;
pub mod project;
pub mod register;
pub mod role;
pub mod round;
pub mod score_table;
pub mod slip;
