//! [`Estimate`]: a figure that is looked at and never decides.

use std::fmt;

use num_traits::ToPrimitive;
use pingyi_ranking::Ratio;
use serde::{Serialize, Serializer};

/// Bits of a whole number that surely fit into a binary float, whose limit is 1023.
const WHOLE_BITS: u64 = 900;

/// A real-valued figure for reading: a measure, a spread, a share.
///
/// It is a binary float, so it depends on the order of additions and, where logarithms occur, on the machine's
/// library in the last digits. Nothing that decides is made of it: there is no way from an estimate to a
/// [`Ratio`], and the crates that decide do not use this one.
///
/// In JSON it is a number, or `null` when it is not finite.
///
/// ```compile_fail,E0277
/// # use pingyi_diagnostics::Estimate;
/// # use pingyi_ranking::Ratio;
/// let share = Estimate(0.3);
/// let decides = Ratio::new(share.0, 1); // no float becomes a ratio
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Estimate(pub f64);

impl Estimate {
    /// The estimate nearest to an exact number: the one way between the two, and it has no return.
    pub fn of(exact: &Ratio) -> Self {
        let bits = exact.numerator().bits().max(exact.denominator().bits());
        let spare = bits.saturating_sub(WHOLE_BITS);
        let numerator = (exact.numerator() >> spare).to_f64();
        let denominator = (exact.denominator() >> spare).to_f64();
        Self(numerator.unwrap_or(f64::NAN) / denominator.unwrap_or(f64::NAN))
    }
}

impl fmt::Display for Estimate {
    /// With one decimal, as sentences use it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.0)
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            serializer.serialize_f64(self.0)
        } else {
            serializer.serialize_none()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> f64 {
        Estimate::of(&text.parse().unwrap()).0
    }

    #[test]
    fn an_exact_number_becomes_its_nearest_neighbour_however_long_it_is() {
        assert!((of("1847/20") - 92.35).abs() < 1e-12);
        assert!((of("-2/3") + 0.666_666_666_666_666_6).abs() < 1e-15);
        let long = format!("{}/3{}", "2".repeat(700), "0".repeat(699));
        assert!((of(&long) - 0.740_740_740_740_740_7).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_finite_is_null() {
        let json = |estimate| serde_json::to_string(&Estimate(estimate)).unwrap();
        assert_eq!(
            [json(1.5), json(f64::NAN), json(f64::INFINITY)],
            ["1.5", "null", "null"]
        );
    }
}
