//! Pingyi: store.
