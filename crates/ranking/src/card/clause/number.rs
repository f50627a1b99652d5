//! Numbers as people say them.

use num_bigint::BigInt;

use super::Say;
use crate::Ratio;

impl Say<'_> {
    /// A weight as people say it: a percentage when that is exact, a fraction otherwise.
    pub(super) fn share(&self, value: &Ratio) -> String {
        self.percent(value)
            .or_else(|| self.fraction(value))
            .unwrap_or_else(|| value.to_string())
    }

    /// A quorum as people say it: a simple fraction when it is one.
    pub(super) fn part(&self, value: &Ratio) -> String {
        self.fraction(value)
            .or_else(|| self.percent(value))
            .unwrap_or_else(|| value.to_string())
    }

    fn percent(&self, value: &Ratio) -> Option<String> {
        let percent = Ratio(&value.0 * BigInt::from(100u32)).exact_decimal(4)?;
        Some(if self.chinese {
            format!(" {percent}%")
        } else {
            format!("{percent}%")
        })
    }

    /// 三分之二, when both numbers have one digit.
    fn fraction(&self, value: &Ratio) -> Option<String> {
        const DIGITS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let digit = |number: &BigInt| {
            let number = usize::try_from(number).ok()?;
            DIGITS.get(number.checked_sub(1)?)
        };
        let (numerator, denominator) = (digit(value.numerator())?, digit(value.denominator())?);
        Some(if self.chinese {
            format!("{denominator}分之{numerator}")
        } else {
            value.to_string()
        })
    }
}

/// A factor or a sum of points: a plain decimal when it is one, a fraction otherwise.
pub(super) fn plain_number(value: &Ratio) -> String {
    value
        .exact_decimal(12)
        .map_or_else(|| value.to_string(), |decimal| decimal.to_string())
}

/// Whether the judges, items or villages are several, for English.
pub(super) fn plural(count: u32) -> &'static str {
    if count == 1 { "" } else { "s" }
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
