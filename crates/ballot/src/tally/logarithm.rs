//! Finding m in gᵐ for a small m: baby steps, giant steps.

use std::collections::HashMap;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity as _;

use crate::group::{Point, Scalar};

/// A table of g⁰ … g^(s−1) with s about √bound.
pub(super) struct Logarithm {
    baby_steps: HashMap<[u8; 32], u64>,
    giant_step: EdwardsPoint,
    bound: u64,
}

impl Logarithm {
    /// For logarithms from 0 to `bound`.
    pub fn up_to(bound: u64) -> Self {
        let size = bound.isqrt() + 1;
        let powers: Vec<_> = std::iter::successors(Some(EdwardsPoint::identity()), |power| {
            Some(power + ED25519_BASEPOINT_POINT)
        })
        .zip(0..size)
        .map(|(power, _)| power)
        .collect();
        let encoded = EdwardsPoint::compress_batch_alloc(&powers);
        let baby_steps = encoded.iter().map(|point| point.0).zip(0..).collect();
        Self {
            baby_steps,
            giant_step: EdwardsPoint::mul_base(&Scalar::from(size)),
            bound,
        }
    }

    /// m with gᵐ = `power`, if it is within the bound.
    pub fn of(&self, power: Point) -> Option<u64> {
        let size = self.baby_steps.len() as u64;
        let mut rest = power.0;
        for giant in 0..=self.bound / size {
            if let Some(baby) = self.baby_steps.get(&rest.compress().0) {
                return Some(giant * size + baby).filter(|&found| found <= self.bound);
            }
            rest -= self.giant_step;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_power_within_the_bound_is_found_and_none_above() {
        for bound in [0, 1, 2, 3, 8, 99, 100] {
            let logarithm = Logarithm::up_to(bound);
            for m in 0..=bound {
                assert_eq!(
                    logarithm.of(Point(EdwardsPoint::mul_base(&Scalar::from(m)))),
                    Some(m)
                );
            }
            assert_eq!(
                logarithm.of(Point(EdwardsPoint::mul_base(&Scalar::from(bound + 1)))),
                None
            );
            assert_eq!(logarithm.of(Point(-ED25519_BASEPOINT_POINT)), None);
        }
    }
}
