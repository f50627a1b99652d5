//! Exact numbers as people read them.

use super::Tale;
use crate::card::RankKey;
use crate::{Ratio, RoundingMode, round};

/// Decimals up to which a number is written out instead of as a fraction.
const WRITTEN_OUT: u32 = 4;

/// Chinese without the spaces that a number left where a word now stands.
pub(super) fn spaced(line: &str) -> String {
    line.replace(" 约 ", "约 ").replace("） 分", "）分")
}

impl Tale<'_> {
    /// The number as a decimal when it is a short one, else rounded with the fraction beside it.
    pub(super) fn number(&self, ratio: &Ratio) -> String {
        if let Some(decimal) = ratio.exact_decimal(WRITTEN_OUT) {
            return decimal.to_string();
        }
        let decimals = self.plan.rounding.decimals.max(2);
        let rounded = round(ratio, decimals, RoundingMode::HalfUp);
        self.say(
            format!("约 {rounded}（{ratio}）"),
            format!("about {rounded} ({ratio})"),
        )
    }

    /// The number without a fraction beside it.
    pub(super) fn short(&self, ratio: &Ratio) -> String {
        match ratio.exact_decimal(WRITTEN_OUT) {
            Some(decimal) => decimal.to_string(),
            None => round(
                ratio,
                self.plan.rounding.decimals.max(2),
                RoundingMode::HalfUp,
            )
            .to_string(),
        }
    }

    /// The number rounded, said to be so when it is.
    pub(super) fn near(&self, ratio: &Ratio) -> String {
        let short = self.short(ratio);
        if ratio.exact_decimal(WRITTEN_OUT).is_some() {
            short
        } else {
            self.say(format!("约 {short}"), format!("about {short}"))
        }
    }

    /// A share as a percentage.
    pub(super) fn percent(&self, ratio: &Ratio) -> String {
        let hundredfold = Ratio(&ratio.0 * num_bigint::BigInt::from(100u32));
        format!("{}%", self.short(&hundredfold))
    }

    /// Whether places go by rounded scores.
    pub(super) fn ranks_rounded(&self) -> bool {
        self.plan.rounding.ranks_on == RankKey::Published
    }
}
