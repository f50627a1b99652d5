//! Challenges: SHA-256 of an ASCII string, read as a big-endian integer, modulo q.
//!
//! A proof is made non-interactive by asking a hash function instead of a verifier for the challenge
//! (Fiat and Shamir). Everything the proof speaks about stands in the string, so that it cannot be moved
//! elsewhere: a prefix that names the kind of proof, the context, and the commitments separated by commas.

use sha2::{Digest as _, Sha256};

use crate::group::{Scalar, ascii_of_bytes, scalar_of_big_endian};

/// A challenge string, hashed as it is written. Cloning keeps a common beginning.
#[derive(Clone)]
pub(crate) struct Challenge(Sha256);

impl Challenge {
    pub fn new(text: &str) -> Self {
        Self(Sha256::new_with_prefix(text.as_bytes()))
    }

    pub fn text(mut self, text: &str) -> Self {
        self.0.update(text.as_bytes());
        self
    }

    pub fn point(mut self, point: &[u8; 32]) -> Self {
        self.0.update(ascii_of_bytes(point));
        self
    }

    /// Points separated by commas.
    pub fn points<'a>(mut self, points: impl IntoIterator<Item = &'a [u8; 32]>) -> Self {
        for (index, point) in points.into_iter().enumerate() {
            if index > 0 {
                self.0.update(b",");
            }
            self.0.update(ascii_of_bytes(point));
        }
        self
    }

    pub fn finish(self) -> Scalar {
        scalar_of_big_endian(&self.0.finalize())
    }
}
