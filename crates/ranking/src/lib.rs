//! Pingyi: ranking.
