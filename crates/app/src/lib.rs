//! The use cases: who may do what, in one transaction, with one audit row.
//!
//! A use case reads everything it decides by inside its transaction, changes, writes its audit row and commits;
//! slow work (checking a proof, hashing a password) happens before or after, never in between. Read models are plain
//! records with the names the interface shows them under.
//!
//! Casting a ballot is the one change without an audit row: a row would hold the time, and time points at the voter.

pub mod account;
pub mod actor;
pub mod admission;
pub mod analysis;
pub mod attendance;
pub mod audit;
pub mod ballot;
pub mod batch;
pub mod bulletin;
pub mod ceremony;
pub mod composite;
pub mod context;
pub mod county;
pub mod cycle;
pub mod entry;
pub mod fault;
pub mod host;
pub mod import;
pub mod language;
pub mod ledger;
pub mod package;
pub mod person;
pub mod privacy;
pub mod project;
pub mod proposal;
pub mod register;
pub mod result;
pub mod retention;
pub mod round;
pub mod rule_card;
pub mod score_table;
pub mod screen;
pub mod search;
pub mod session;
pub mod setting;
pub mod simulation;
pub mod slip;
pub mod standing;
pub mod timeline;
pub mod trustee;
pub mod unit;
pub mod what_if;
pub mod year_result;

pub use actor::Actor;
pub use context::{App, Config};
pub use fault::{Fault, FaultKind, FieldFault};

/// What every use case answers.
pub type Result<T> = std::result::Result<T, Fault>;
