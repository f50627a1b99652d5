//! Pingyi: core.
