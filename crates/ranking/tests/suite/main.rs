//! What the crate promises, seen from outside.

mod card;
mod fault;
mod haiyang;
mod laws;
mod majority;
mod plain;
mod recompute;
mod round;
mod sample;
mod warning;
