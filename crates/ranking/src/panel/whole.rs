//! Whole numbers that sums of scores are taken in: small ones where there is room, big ones else.

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::Ratio;
use crate::data::Cell;

/// A whole number of units.
pub(super) trait Whole: Clone + Ord {
    /// Σ weight · score of a sheet on which every criterion is scored.
    fn weighted(weights: &[Self], sheet: &[Cell]) -> Self;

    /// Σ.
    fn sum(values: &[Self]) -> Self;

    /// The distance from a smaller number.
    fn minus(&self, smaller: &Self) -> Self;

    fn big(&self) -> BigInt;

    /// `self / (unit · parts)`.
    fn ratio(&self, unit: &BigInt, parts: usize) -> Ratio {
        Ratio(BigRational::new(self.big(), unit * parts))
    }

    /// `self / unit`.
    fn ratio_of(&self, unit: &BigInt) -> Option<Ratio> {
        Some(self.ratio(unit, 1))
    }
}

/// The caller has shown that every sum fits; the checks of the build would stop it otherwise.
impl Whole for i64 {
    /// Wrapping only so that several products are taken at once: no sum reaches that far.
    #[inline]
    fn weighted(weights: &[Self], sheet: &[Cell]) -> Self {
        let weighed = weights.iter().zip(sheet);
        weighed.fold(0, |sum, (weight, cell)| {
            sum.wrapping_add(weight.wrapping_mul(cell.units()))
        })
    }

    #[inline]
    fn sum(values: &[Self]) -> Self {
        values.iter().sum()
    }

    fn minus(&self, smaller: &Self) -> Self {
        self - smaller
    }

    fn big(&self) -> BigInt {
        (*self).into()
    }
}

impl Whole for BigInt {
    fn weighted(weights: &[Self], sheet: &[Cell]) -> Self {
        let weighed = weights.iter().zip(sheet);
        weighed.map(|(weight, cell)| weight * cell.units()).sum()
    }

    fn sum(values: &[Self]) -> Self {
        values.iter().sum()
    }

    fn minus(&self, smaller: &Self) -> Self {
        self - smaller
    }

    fn big(&self) -> BigInt {
        self.clone()
    }
}
