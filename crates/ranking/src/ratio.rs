//! Exact numbers: [`Ratio`] for everything that is computed, [`Decimal`] for what is written.
//!
//! Both are read from text and written as text. A JSON number is never read, because most
//! programs would make a binary float of it.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Digits read, more than the exact score of any round has; a bound on what foreign text can cost.
const MAX_DIGITS: usize = 1000;

/// A text that is not a number in the accepted notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadNumber;

impl fmt::Display for BadNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an exact number: write it like 80, 0.6 or 2/3, in quotes")
    }
}

impl std::error::Error for BadNumber {}

/// An exact rational number in lowest terms with a positive denominator.
///
/// Written as `num/den`, whole numbers too (`80/1`); read from `num/den` or from a decimal.
///
/// ```
/// use pingyi_ranking::Ratio;
/// let weight: Ratio = "0.6".parse().unwrap();
/// assert_eq!(weight.to_string(), "3/5");
/// assert_eq!(weight, "6/10".parse().unwrap());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(pub(crate) BigRational);

impl Ratio {
    /// `numerator / denominator`, or nothing when the denominator is zero.
    pub fn new(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Self(BigRational::new(numerator.into(), denominator)))
    }

    /// 0.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// 1.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// The numerator, which carries the sign.
    pub fn numerator(&self) -> &BigInt {
        self.0.numer()
    }

    /// The denominator, always positive.
    pub fn denominator(&self) -> &BigInt {
        self.0.denom()
    }

    /// Whether the number is greater than zero.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// The number as a finite decimal with at most `decimals` places, when it is one exactly.
    pub fn exact_decimal(&self, decimals: u32) -> Option<Decimal> {
        (0..=decimals).find_map(|scale| {
            let scaled = &self.0 * BigRational::from(BigInt::from(10u32).pow(scale));
            scaled.is_integer().then(|| Decimal {
                unscaled: scaled.to_integer(),
                scale,
            })
        })
    }
}

/// Exact arithmetic; there is no division, because it could fail.
macro_rules! exact {
    ($trait:ident, $function:ident, $operator:tt) => {
        impl std::ops::$trait for &Ratio {
            type Output = Ratio;

            fn $function(self, other: Self) -> Ratio {
                Ratio(&self.0 $operator &other.0)
            }
        }
    };
}

exact!(Add, add, +);
exact!(Sub, sub, -);
exact!(Mul, mul, *);

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.numer(), self.0.denom())
    }
}

impl FromStr for Ratio {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let Some((numerator, denominator)) = text.split_once('/') else {
            return text.parse::<Decimal>().map(|decimal| decimal.to_ratio());
        };
        let (numerator, denominator) = (whole(numerator)?, whole(denominator)?);
        if !denominator.is_positive() {
            return Err(BadNumber);
        }
        Ratio::new(numerator, denominator).ok_or(BadNumber)
    }
}

/// A finite decimal exactly as it is written: `80`, `83.50`, `-0.0365`.
///
/// Equality is equality of the writing (`83.5` and `83.50` differ); compare
/// [`Decimal::to_ratio`] for the value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    pub(crate) unscaled: BigInt,
    pub(crate) scale: u32,
}

impl Decimal {
    /// The value as a ratio.
    pub fn to_ratio(&self) -> Ratio {
        Ratio(BigRational::new(
            self.unscaled.clone(),
            BigInt::from(10u32).pow(self.scale),
        ))
    }

    /// How many digits stand after the point.
    pub fn decimals(&self) -> u32 {
        self.scale
    }
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Self {
        Self {
            unscaled: value.into(),
            scale: 0,
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = self.scale as usize;
        let digits = format!(
            "{:0>width$}",
            self.unscaled.abs().to_string(),
            width = scale + 1
        );
        let (integer, fraction) = digits.split_at(digits.len() - scale);
        let sign = if self.unscaled.is_negative() { "-" } else { "" };
        if fraction.is_empty() {
            write!(f, "{sign}{integer}")
        } else {
            write!(f, "{sign}{integer}.{fraction}")
        }
    }
}

impl FromStr for Decimal {
    type Err = BadNumber;

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, ASCII digits only, no minus zero, at most 1000 digits.
    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let (integer, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(BadNumber),
            Some((integer, fraction)) => (integer, fraction),
            None => (text, ""),
        };
        let digits = integer.strip_prefix('-').unwrap_or(integer);
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let leading_zero = digits.len() > 1 && digits.starts_with('0');
        let too_long = digits.len() + fraction.len() > MAX_DIGITS;
        if digits.is_empty() || !plain(digits) || !plain(fraction) || leading_zero || too_long {
            return Err(BadNumber);
        }
        let unscaled: BigInt = format!("{integer}{fraction}")
            .parse()
            .map_err(|_| BadNumber)?;
        if unscaled.is_zero() && integer.starts_with('-') {
            return Err(BadNumber);
        }
        let scale = u32::try_from(fraction.len()).map_err(|_| BadNumber)?;
        Ok(Self { unscaled, scale })
    }
}

fn whole(text: &str) -> Result<BigInt, BadNumber> {
    let decimal: Decimal = text.parse()?;
    if decimal.scale == 0 {
        Ok(decimal.unscaled)
    } else {
        Err(BadNumber)
    }
}

/// Text in, text out; the JSON schema names the notation as a `format` and as a pattern.
macro_rules! number_as_text {
    ($type:ident, $format:literal, $pattern:literal, $description:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "format": $format,
                    "pattern": $pattern,
                    "description": $description,
                })
            }
        }
    };
}

number_as_text!(
    Decimal,
    "decimal",
    r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$",
    "An exact decimal, as text: 100 or 0.5"
);
number_as_text!(
    Ratio,
    "ratio",
    r"^-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?$",
    "An exact number, as text: 2/3 or 0.6. Canonical writing: num/den in lowest terms"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_as_it_was_read() {
        for text in ["0", "100", "83.50", "-0.0365", "0.00", "-12.5"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn foreign_notations_are_refused() {
        for text in [
            "", "-", ".5", "5.", "+5", "05", "-0", "-0.0", "1e3", "1,5", "５", "1/0", "1/-2",
            "1/2/3", " 1", "NaN", "1.5/2",
        ] {
            assert!(text.parse::<Ratio>().is_err(), "{text:?}");
        }
        assert!("1".repeat(MAX_DIGITS).parse::<Ratio>().is_ok());
        assert!("1".repeat(MAX_DIGITS + 1).parse::<Ratio>().is_err());
    }

    #[test]
    fn a_ratio_is_kept_in_lowest_terms() {
        assert_eq!("-6/4".parse::<Ratio>().unwrap().to_string(), "-3/2");
        assert_eq!("80".parse::<Ratio>().unwrap().to_string(), "80/1");
    }

    #[test]
    fn only_a_terminating_ratio_has_an_exact_decimal() {
        let ratio = |text: &str| text.parse::<Ratio>().unwrap();
        assert_eq!(ratio("3/8").exact_decimal(3).unwrap().to_string(), "0.375");
        assert_eq!(ratio("3/8").exact_decimal(2), None);
        assert_eq!(ratio("1/3").exact_decimal(30), None);
    }
}
