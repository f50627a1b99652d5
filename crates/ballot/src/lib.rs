//! Pingyi: ballot.
