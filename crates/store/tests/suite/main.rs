//! The store on SQLite and PostgreSQL, one body for both. Bodies stand in a module named by their noun.

mod account;
mod ballot_box;
mod board;
mod ceremony;
mod composite;
mod cycle;
mod engine;
mod ledger;
mod privacy;
mod register;
mod round;
mod sample;
mod score_table;
mod slip;
mod transaction;
mod trustee;
