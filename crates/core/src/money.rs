//! Money, in fen.

use serde::{Deserialize, Serialize};
use std::{fmt, iter::Sum, str::FromStr};

/// An amount of money in fen (0.01 yuan). Never negative in the ledger, never a float anywhere.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A text that is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("金额应为不带单位的正数，最多 {0} 位小数")]
pub struct MoneyFault(pub u32);

impl Fen {
    /// Parses yuan with up to two decimals, or 万元 with up to six (`scale` 2 or 6).
    fn parse_scaled(text: &str, scale: u32) -> Result<Self, MoneyFault> {
        let fault = || MoneyFault(scale);
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 12
            || !digits(whole)
            || !digits(part)
            || part.len() > scale as usize
        {
            return Err(fault());
        }
        let whole: i64 = whole.parse().map_err(|_| fault())?;
        let part: i64 = format!("0{part:0<width$}", width = scale as usize)
            .parse()
            .map_err(|_| fault())?;
        whole
            .checked_mul(10_i64.pow(scale))
            .and_then(|w| w.checked_add(part))
            .map(Self)
            .ok_or_else(fault)
    }

    /// Parses an amount in 万元 (10,000 yuan), exact to the fen: `"7345.77"` is 7,345,770,000 fen.
    ///
    /// # Errors
    /// [`MoneyFault`] unless the text is digits with at most six decimals.
    ///
    /// ```
    /// use pingyi_core::money::Fen;
    /// assert_eq!(Fen::parse_wan("7345.77").unwrap(), Fen(7_345_770_000));
    /// assert!(Fen::parse_wan("1.2345678").is_err());
    /// ```
    pub fn parse_wan(text: &str) -> Result<Self, MoneyFault> {
        Self::parse_scaled(text, 6)
    }

    /// The amount in 万元 with the decimals it needs, at least two.
    pub fn to_wan(self) -> String {
        let whole = self.0 / 1_000_000;
        let mut part = format!("{:06}", (self.0 % 1_000_000).unsigned_abs());
        while part.len() > 2 && part.ends_with('0') {
            part.pop();
        }
        format!("{whole}.{part}")
    }
}

impl FromStr for Fen {
    type Err = MoneyFault;
    /// Parses a whole number of fen.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse_scaled(text, 0)
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), |a, b| Self(a.0 + b.0))
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 万元", self.to_wan())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn writing_and_reading_an_amount_changes_nothing(fen in 0_i64..1_000_000_000_000_000) {
            prop_assert_eq!(Fen::parse_wan(&Fen(fen).to_wan()).unwrap(), Fen(fen));
            prop_assert_eq!((fen / 1000).to_string().parse::<Fen>().unwrap(), Fen(fen / 1000));
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = Fen::parse_wan(&text);
        }
    }

    #[test]
    fn signs_units_and_spaces_inside_are_refused() {
        for text in ["-1", "1 000", "1,000", "1万", "", ".", "1.2.3", "1e3", "１"] {
            assert!(Fen::parse_wan(text).is_err(), "{text}");
        }
    }
}
