//! What the crate promises, seen from outside.

mod ballot;
mod card;
mod card_laws;
mod fault;
mod haiyang;
mod laws;
mod majority;
mod methods;
mod peer;
mod plain;
mod privacy;
mod recompute;
mod round;
mod sample;
mod sentence;
mod sensitivity;
mod warning;
mod what_if;
