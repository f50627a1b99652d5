//! Rounding an exact ratio once, at a point the rule card names. Nothing is rounded twice.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Decimal, Ratio};

/// What happens to the digits that are cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// 四舍五入: to the nearest; a half goes away from zero.
    HalfUp,
    /// 四舍六入五成双 (GB/T 8170): to the nearest; a half goes to the even digit.
    HalfEven,
    /// Cut off, towards zero.
    Down,
    /// Any remainder raises the last digit, away from zero.
    Up,
}

/// `value` rounded to `decimals` places, written with exactly that many.
///
/// ```
/// use pingyi_ranking::{RoundingMode, round};
/// let score = "2.675".parse().unwrap();
/// assert_eq!(round(&score, 2, RoundingMode::HalfUp).to_string(), "2.68");
/// ```
pub fn round(value: &Ratio, decimals: u32, mode: RoundingMode) -> Decimal {
    let scaled = &value.0 * BigRational::from(BigInt::from(10u32).pow(decimals));
    let (down, rest) = scaled.numer().abs().div_rem(scaled.denom());
    let half = (&rest * 2u32).cmp(scaled.denom());
    let raise = match mode {
        RoundingMode::HalfUp => half.is_ge(),
        RoundingMode::HalfEven => half.is_gt() || (half.is_eq() && down.is_odd()),
        RoundingMode::Down => false,
        RoundingMode::Up => !rest.is_zero(),
    };
    let magnitude = if raise { down + 1u32 } else { down };
    let unscaled = if scaled.is_negative() {
        -magnitude
    } else {
        magnitude
    };
    Decimal {
        unscaled,
        scale: decimals,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RoundingMode::{Down, HalfEven, HalfUp, Up};

    /// GB/T 8170-2008 §3.2 (HalfEven) and the vectors of the scoring semantics.
    #[test]
    fn the_standard_vectors_round_as_printed() {
        let vectors = [
            ("12.1498", 0, HalfEven, "12"),
            ("10.5002", 0, HalfEven, "11"),
            ("12.1498", 1, HalfEven, "12.1"),
            ("1.050", 1, HalfEven, "1.0"),
            ("0.35", 1, HalfEven, "0.4"),
            ("-0.0365", 3, HalfEven, "-0.036"),
            ("8.53459", 2, HalfEven, "8.53"),
            ("8.53459", 2, HalfUp, "8.53"),
            ("2.675", 2, HalfUp, "2.68"),
            ("2.675", 2, HalfEven, "2.68"),
            ("-2.5", 0, HalfUp, "-3"),
            ("-2.5", 0, HalfEven, "-2"),
            ("-2.5", 0, Down, "-2"),
            ("-2.5", 0, Up, "-3"),
            ("2/3", 2, Down, "0.66"),
            ("2/3", 2, Up, "0.67"),
            ("0.001", 2, Up, "0.01"),
            ("-0.001", 2, HalfUp, "0.00"),
            ("80", 2, HalfUp, "80.00"),
        ];
        for (value, decimals, mode, expected) in vectors {
            let rounded = round(&value.parse().unwrap(), decimals, mode).to_string();
            assert_eq!(rounded, expected, "{value} to {decimals} places, {mode:?}");
        }
    }

    #[test]
    fn the_nearest_neighbours_of_a_half_do_not_pass_through_it() {
        // 8.535 would be the value after a first rounding to three places; it must not appear.
        assert_eq!(
            round(&"8.53459".parse().unwrap(), 3, HalfUp).to_string(),
            "8.535"
        );
        assert_eq!(
            round(&"8.535".parse().unwrap(), 2, HalfUp).to_string(),
            "8.54"
        );
    }
}
