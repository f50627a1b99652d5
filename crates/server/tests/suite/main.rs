//! The service over HTTP, on SQLite and PostgreSQL: who may do what, what is refused, what is never shown.

mod access;
mod ballot;
mod ceremony;
mod composite;
mod concurrency;
mod county;
#[path = "../../../store/tests/suite/engine.rs"]
mod engine;
mod hall;
mod hint;
mod import;
mod kind;
mod ledger;
mod live;
mod page;
mod person;
mod photo;
mod proposal;
mod publication;
mod register;
mod restart;
mod round;
mod rule_card;
mod score_table;
mod secrecy;
mod session;
mod silence;
mod simulation;
mod slip;
mod threshold;
mod trustee;
mod unit;
mod what_if;
