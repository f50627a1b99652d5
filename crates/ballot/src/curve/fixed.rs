//! Powers of a point that is raised to many exponents: the generator, the election key.
//!
//! The exponent in base 2⁸ with signed digits is Σ dᵢ·2⁸ⁱ; the table holds k·2⁸ⁱ·P for k to 128 and all i, so that a
//! power is a sum of 32 points of the table and no doubling. 4,096 points are half a megabyte and take as long as 0.2
//! ballots to make; wider windows save less than their cache misses cost.

use std::sync::LazyLock;

use super::point::{Affine, AffineNiels, Extended, normalise};
use super::recode::windows;
use crate::group::Scalar;

const WIDTH: usize = 8;
const ROW: usize = 1 << (WIDTH - 1);
const ROWS: usize = 254usize.div_ceil(WIDTH);

/// The table of a point.
pub(crate) struct FixedBase(Vec<AffineNiels>);

impl FixedBase {
    pub fn new(point: &Affine) -> Self {
        let mut points = Vec::with_capacity(ROW * ROWS);
        let mut base = point.to_extended();
        for _ in 0..ROWS {
            let step = base.to_niels();
            let mut multiple = base;
            for _ in 1..ROW {
                points.push(multiple);
                multiple = multiple.plus_niels(&step).to_extended();
            }
            points.push(multiple);
            base = multiple.double();
        }
        Self(
            normalise(points.iter())
                .into_iter()
                .map(Affine::to_niels)
                .collect(),
        )
    }

    /// `start` plus the power of the point.
    pub fn add_power(&self, start: &Extended, exponent: &Scalar) -> Extended {
        let rows = self.0.chunks_exact(ROW);
        windows(exponent, WIDTH, ROWS)
            .zip(rows)
            .fold(*start, |sum, (digit, row)| {
                let index = digit.unsigned_abs() as usize;
                match digit {
                    0 => sum,
                    1.. => sum.plus_affine(&row[index - 1]).to_extended(),
                    _ => sum.minus_affine(&row[index - 1]).to_extended(),
                }
            })
    }
}

/// The table of the generator, made when first needed.
pub(crate) fn generator() -> &'static FixedBase {
    static TABLE: LazyLock<FixedBase> = LazyLock::new(|| {
        let encoded = crate::group::Point::generator_power(&Scalar::ONE).to_bytes();
        FixedBase::new(&Affine::from_bytes(&encoded).expect("the generator is on the curve"))
    });
    &TABLE
}
