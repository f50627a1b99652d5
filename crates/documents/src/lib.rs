//! Pingyi: documents.
