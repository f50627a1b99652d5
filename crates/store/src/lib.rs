//! Remembers and recalls, on SQLite and PostgreSQL, with one text of SQL for both.
//!
//! How to add a table: a migration in `migration/`, a module named by its noun with functions that take the
//! connection or transaction, a test body in `tests/` that runs on both engines. How engines differ stands in
//! [`engine`] alone. Functions return `Ok(None)` for what is not there, and never decide anything.
//!
//! What is absent on purpose: no table joins a person, an account, a time or an address with a ballot.

pub mod account;
pub mod attendance;
pub mod audit;
pub mod ballot_box;
pub mod board;
pub mod ceremony;
pub mod composite;
pub mod cycle;
pub mod engine;
pub mod entry;
pub mod hint;
pub mod import;
pub mod ledger;
mod migration;
pub mod photo;
pub mod project;
pub mod proposal;
pub mod round;
mod row;
pub mod rule_card;
pub mod score_table;
pub mod session;
pub mod slip;
pub mod trustee;
pub mod village;

pub use engine::{Connection, Store, Transaction};

/// What can go wrong between the program and its database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine refused or is out of reach.
    #[error("the database failed: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A stored value is not what this version writes.
    #[error("the database holds an unreadable value in {0}")]
    Unreadable(&'static str),
    /// Somebody else wrote in between what this was based on.
    #[error("somebody else wrote it in between")]
    Stale,
}

/// The result of every function here.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Whether an error says that a unique value is taken.
pub fn is_taken(error: &StoreError) -> bool {
    matches!(error, StoreError::Database(e) if matches!(e.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))))
}
