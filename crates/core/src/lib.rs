//! The nouns of an appraisal: who takes part, what is judged, in which state a round is.
//!
//! Everything here is a value: no database, no network, no clock but the one handed in.
//! The rules that decide a result live in `pingyi-ranking`, the ballots in `pingyi-ballot`.

pub mod account;
pub mod admission;
pub mod batch;
pub mod cell;
pub mod ceremony;
pub mod clock;
pub mod cycle;
pub mod entry;
pub mod event;
pub mod id;
pub mod ledger;
pub mod money;
pub mod order;
pub mod person;
pub mod photo;
pub mod project;
pub mod rectification;
pub mod register;
pub mod retention;
pub mod role;
pub mod round;
pub mod score_table;
pub mod slip;
pub mod unit;
pub mod vocabulary;
