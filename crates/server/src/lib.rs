//! Pingyi: server.
