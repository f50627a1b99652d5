//! Hostile input for everything that reads what others send.
//!
//! One table of [targets](target::TARGETS). A target has seeds (valid documents, made afresh from a fixed seed), a
//! mutation that knows their structure, and a property that must hold for every input whatever. The properties are
//! differential wherever there is a second path: serde_json and re-serialisation beside the canonical reader, big
//! integers beside the scalars, the curve library beside the points, a slow check written down from the specification
//! ([`plain`]) beside the fast one, a second tar reader beside the archive's.
//!
//! Three drivers use the table: `tests/short.rs` (fixed seeds, seconds, part of `make test`), libFuzzer
//! (`make fuzz TARGET=archive TIME=3600`), and `examples/seeds.rs`, which writes the seeds for it. What once failed lies
//! in `regressions/` and is run first.

pub mod allocator;
pub mod json;
pub mod mutate;
pub mod plain;
pub mod random;
pub mod seed;
#[path = "../../crates/ballot/tests/support/mod.rs"]
#[allow(dead_code, unused_imports, clippy::all, clippy::pedantic, missing_docs)]
pub mod support;
pub mod tar;
pub mod target;
