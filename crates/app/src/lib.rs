//! Pingyi: app.
