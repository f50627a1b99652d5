//! The program as its users meet it: run as a process, over HTTP, with files it wrote.
//!
//! Two meetings are played once for each build of the program and kept in cargo's folder for tests: one to its end
//! (read only), one to the morning of the meeting (tests take copies).

mod support;

mod account;
mod ceremony;
mod command;
mod credentials;
mod demo;
mod durability;
mod growth;
mod package;
mod peer;
mod rank;
mod result;
mod trustee;
mod withheld;
