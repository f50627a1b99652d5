//! Chance that anybody can repeat: made-up votes are drawn from a stated seed. Never for secrets.

use pingyi_diagnostics::SplitMix64;
use rand::TryRng;
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// [`SplitMix64`], begun at the first eight bytes of the seed's SHA-256.
pub(super) struct Draw(SplitMix64);

impl Draw {
    pub(super) fn new(seed: &str) -> Self {
        let digest: [u8; 32] = Sha256::digest(seed).into();
        let first = digest.first_chunk().expect("a digest has 32 bytes");
        Self(SplitMix64::new(u64::from_be_bytes(*first)))
    }
}

impl TryRng for Draw {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // The upper half, which is mixed best.
        Ok(u32::try_from(self.0.draw() >> 32).expect("half of 64 bits"))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.draw())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.0.draw().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
