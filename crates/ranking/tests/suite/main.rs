//! What the crate promises, seen from outside.

mod ballot;
mod card;
mod card_laws;
mod fault;
mod folder;
mod graph;
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
mod scores;
mod scoring;
mod sensitivity;
mod sentence;
mod spoilt;
mod warning;
mod what_if;
