//! Numbers of tables: read exactly, against the limits and the step of the card.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

use super::DataFaultCode as Code;
use super::fault::Faults;
use super::table::Table;
use crate::{Decimal, Ratio};

/// Limits of scores are below this many of their smallest decimals, so that a score fits an `i64`
/// with room for sums.
const MOST_UNITS: i64 = 1_000_000_000_000_000;

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Notation,
    Decimals,
    Range,
    Step,
}

/// `least`, `least + step`, … up to `most`, as whole multiples of `10^-scale`.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// Decimals of a unit.
    pub(crate) scale: u32,
    /// Decimals a value may be written with.
    decimals: u32,
    least: BigInt,
    most: BigInt,
    step: BigInt,
    /// The same three, when they are small.
    small: Option<[i64; 3]>,
}

impl Grid {
    pub(super) fn new(least: &Decimal, most: &Decimal, step: &Decimal) -> Self {
        let decimals = step.scale;
        Self::of(least, most, step, decimals, decimals)
    }

    fn of(least: &Decimal, most: &Decimal, step: &Decimal, decimals: u32, scale: u32) -> Self {
        let scale = scale.max(least.scale).max(most.scale).max(step.scale);
        let [least, most, step] = [least, most, step].map(|number| units(number, scale));
        let limit = |number: &BigInt| number.to_i64().filter(|small| small.abs() < MOST_UNITS);
        let small = match (limit(&least), limit(&most), limit(&step)) {
            (Some(least), Some(most), Some(step)) => Some([least, most, step]),
            _ => None,
        };
        Self {
            scale,
            decimals,
            least,
            most,
            step,
            small,
        }
    }

    /// The same limits and steps in units of another scale, at least its own.
    pub(super) fn scaled(&self, scale: u32) -> Self {
        let number = |unscaled: &BigInt| Decimal {
            unscaled: unscaled.clone(),
            scale: self.scale,
        };
        let [least, most, step] = [&self.least, &self.most, &self.step].map(number);
        Self::of(&least, &most, &step, self.decimals, scale)
    }

    /// Whether every value fits an `i64` of units with room for sums.
    pub(super) fn is_small(&self) -> bool {
        self.small.is_some()
    }

    /// The largest magnitude of a value, in units.
    pub(crate) fn magnitude(&self) -> BigInt {
        self.least
            .magnitude()
            .max(self.most.magnitude())
            .clone()
            .into()
    }

    /// The value in units, for a [small](Grid::is_small) grid.
    #[inline]
    pub(super) fn read(&self, text: &str) -> Result<i64, Bad> {
        let [least, most, step] = self.small.ok_or(Bad::Range)?;
        let Some((digits, decimals)) = short(text.as_bytes()) else {
            // Not in the notation, or with more digits than the limits can have.
            let decimal: Decimal = text.parse().map_err(|_| Bad::Notation)?;
            return Err(if decimal.scale > self.decimals {
                Bad::Decimals
            } else {
                Bad::Range
            });
        };
        if decimals > self.decimals {
            return Err(Bad::Decimals);
        }
        let factor = TENS.get((self.scale - decimals) as usize);
        let value = factor.and_then(|factor| digits.checked_mul(*factor));
        let value = value
            .filter(|value| (least..=most).contains(value))
            .ok_or(Bad::Range)?;
        if step != 1 && (value - least) % step != 0 {
            return Err(Bad::Step);
        }
        Ok(value)
    }

    /// The value in units, when it is short and good.
    #[inline]
    pub(super) fn read_good(&self, text: &[u8]) -> Option<i64> {
        let [least, most, step] = self.small?;
        let (digits, decimals) = short(text)?;
        if decimals > self.decimals {
            return None;
        }
        let value = digits.checked_mul(*TENS.get((self.scale - decimals) as usize)?)?;
        let good = value >= least && value <= most && (value - least) % step == 0;
        good.then_some(value)
    }

    /// The value as a ratio, for any grid.
    pub(super) fn read_ratio(&self, text: &str) -> Result<Ratio, Bad> {
        let decimal: Decimal = text.parse().map_err(|_| Bad::Notation)?;
        if decimal.scale > self.decimals {
            return Err(Bad::Decimals);
        }
        let value = units(&decimal, self.scale);
        if value < self.least || value > self.most {
            return Err(Bad::Range);
        }
        if !(&value - &self.least).mod_floor(&self.step).is_zero() {
            return Err(Bad::Step);
        }
        Ok(decimal.to_ratio())
    }
}

/// 1, 10, … up to the largest power in an `i64`.
const TENS: [i64; 19] = {
    let mut tens = [1; 19];
    let mut power = 1;
    while power < 19 {
        tens[power] = tens[power - 1] * 10;
        power += 1;
    }
    tens
};

/// The number times `10^scale`; `scale` is not below its decimals.
fn units(number: &Decimal, scale: u32) -> BigInt {
    &number.unscaled * BigInt::from(10u32).pow(scale - number.scale)
}

/// A decimal of at most 18 digits: all its digits as one number, and how many stand after the
/// point. Nothing for other notations and longer numbers.
#[inline]
fn short(bytes: &[u8]) -> Option<(i64, u32)> {
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let mut value: i64 = 0;
    let mut point = None;
    for (index, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?,
            b'.' if point.is_none() && index > 0 => point = Some(index),
            _ => return None,
        }
    }
    let whole = point.unwrap_or(digits.len());
    let decimals = point.map_or(0, |point| digits.len() - point - 1);
    let zero_ahead = whole > 1 && digits[0] == b'0';
    if zero_ahead || (point.is_some() && decimals == 0) || (negative && value == 0) {
        return None;
    }
    let decimals = u32::try_from(decimals).ok()?;
    Some((if negative { -value } else { value }, decimals))
}

/// A count: whole, not negative, in the notation of numbers.
pub(super) fn count(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let zero_ahead = text.len() > 1 && text.starts_with('0');
    (plain && !zero_ahead).then(|| text.parse().ok()).flatten()
}

/// Reads a count of a table, or says what is wrong.
pub(super) fn count_cell(table: &Table<'_>, column: usize, faults: &mut Faults) -> Option<u64> {
    let count = count(&table.cell(column));
    if count.is_none() {
        table.fault(
            faults,
            column,
            Code::BadNumber,
            "“{}”不是整数，请写成 0、1、16 这样的形式",
            "`{}` is not a whole number: write it like 0, 1 or 16",
        );
    }
    count
}

/// Says what is wrong with a number of a table.
pub(super) fn bad_cell(
    table: &Table<'_>,
    column: usize,
    grid: &Grid,
    bad: Bad,
    faults: &mut Faults,
) {
    let show = |number: &BigInt| {
        let number = Ratio::new(number.clone(), BigInt::from(10u32).pow(grid.scale));
        let decimal = number.and_then(|number| number.exact_decimal(grid.scale));
        decimal.map_or_else(String::new, |decimal| decimal.to_string())
    };
    let (least, most, step) = (show(&grid.least), show(&grid.most), show(&grid.step));
    let (code, zh, en) = match bad {
        Bad::Notation => (
            Code::BadNumber,
            "“{}”不是可用的数，请写成 80 或 7.5 这样的形式".to_owned(),
            "`{}` is not an exact number: write it like 80 or 7.5".to_owned(),
        ),
        Bad::Decimals => (
            Code::TooManyDecimals,
            format!("“{{}}”的小数位数过多，最小单位是 {step}，请核对，不会自动取舍"),
            format!(
                "`{{}}` has more decimals than the step {step}: correct it, nothing is rounded"
            ),
        ),
        Bad::Range => (
            Code::OutOfRange,
            format!("“{{}}”超出 {least} 到 {most} 的范围，请核对"),
            format!("`{{}}` is outside {least} to {most}: correct it"),
        ),
        Bad::Step => (
            Code::OffStep,
            format!("“{{}}”不在档位上：应从 {least} 起，每档 {step}"),
            format!("`{{}}` is between steps: from {least} in steps of {step}"),
        ),
    };
    table.fault(faults, column, code, &zh, &en);
}
