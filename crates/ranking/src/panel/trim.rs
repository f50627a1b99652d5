//! What is left out at the ends before averaging.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::whole::Whole;
use crate::card::{BelowDrop, Drop, Panel, Trim};
use crate::trace::TrimRule;

/// What is kept of sorted values: indexes from `first` to before `past`; nothing of too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) rule: TrimRule,
    pub(super) first: usize,
    pub(super) past: usize,
}

impl Kept {
    /// How many are kept.
    pub(super) fn count(self) -> usize {
        self.past - self.first
    }
}

/// Trims values that are sorted upwards.
pub(super) fn trim<N: Whole>(panel: &Panel, sorted: &[N]) -> Kept {
    let n = sorted.len();
    let kept = |rule, first, past| Kept { rule, first, past };
    // A mean of nothing is never taken, whatever a card made in memory says.
    if n < panel.minimum_judges.max(1) as usize {
        return kept(TrimRule::MinimumJudges, 0, 0);
    }
    match &panel.trim {
        Trim::None => kept(TrimRule::None, 0, n),
        Trim::Median => kept(TrimRule::Median, (n - 1) / 2, n / 2 + 1),
        Trim::Fraction(fraction) => {
            let share = &fraction.each_end;
            let each = share.numerator() * BigInt::from(n) / share.denominator();
            let each = each.to_usize().unwrap_or(0).min((n - 1) / 2);
            kept(TrimRule::Fraction, each, n - each)
        }
        Trim::Drop(drop) if n < drop.at_least as usize => match drop.below {
            BelowDrop::PlainMean => kept(TrimRule::PlainMean, 0, n),
            BelowDrop::Invalid => kept(TrimRule::Invalid, 0, 0),
            BelowDrop::ClosestPair => match sorted {
                [_, _] => kept(TrimRule::ClosestPair, 0, 2),
                [low, middle, high] if middle.minus(low) < high.minus(middle) => {
                    kept(TrimRule::ClosestPair, 0, 2)
                }
                [_, _, _] => kept(TrimRule::ClosestPair, 1, 3),
                _ => kept(TrimRule::PlainMean, 0, n),
            },
        },
        Trim::Drop(Drop { high, low, .. }) => {
            kept(TrimRule::Drop, *low as usize, n - *high as usize)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{JudgeRecusal, Severity, TrimOn};

    fn panel(trim: Trim) -> Panel {
        Panel {
            criteria: Vec::new(),
            recusal: JudgeRecusal::None,
            on: TrimOn::JudgeTotal,
            trim,
            minimum_judges: 1,
            severity: Severity::None,
        }
    }

    fn kept(trim_by: Trim, values: &[i64]) -> Vec<i64> {
        let kept = trim(&panel(trim_by), values);
        values[kept.first..kept.past].to_vec()
    }

    fn drop(below: BelowDrop) -> Trim {
        Trim::Drop(Drop {
            high: 1,
            low: 1,
            at_least: 4,
            below,
        })
    }

    /// IJRU Competition Manual, judging: two judges are averaged, of three the closest two, the
    /// higher two when equally close, of more the highest and lowest are dropped.
    #[test]
    fn the_vectors_of_rope_skipping_come_out_as_printed() {
        for (values, expected) in [
            (vec![112, 114], vec![112, 114]),
            (vec![112, 114, 118], vec![112, 114]),
            (vec![112, 115, 118], vec![115, 118]),
            (vec![110, 112, 115, 118], vec![112, 115]),
        ] {
            assert_eq!(kept(drop(BelowDrop::ClosestPair), &values), expected);
        }
    }

    #[test]
    fn below_the_least_number_the_card_says_what_happens() {
        assert_eq!(kept(drop(BelowDrop::PlainMean), &[1, 2, 9]), [1, 2, 9]);
        let none = trim(&panel(drop(BelowDrop::Invalid)), &[1i64, 2, 9]);
        assert_eq!((none.rule, none.count()), (TrimRule::Invalid, 0));
        let none = trim::<i64>(&panel(Trim::None), &[]);
        assert_eq!((none.rule, none.count()), (TrimRule::MinimumJudges, 0));
    }

    #[test]
    fn the_median_is_the_middle_one_or_two() {
        assert_eq!(kept(Trim::Median, &[7]), [7]);
        assert_eq!(kept(Trim::Median, &[1, 7]), [1, 7]);
        assert_eq!(kept(Trim::Median, &[1, 7, 8]), [7]);
        assert_eq!(kept(Trim::Median, &[1, 7, 8, 9]), [7, 8]);
    }

    #[test]
    fn a_share_of_each_end_is_rounded_down_to_whole_sheets() {
        let tenth = || {
            Trim::Fraction(crate::card::Fraction {
                each_end: "1/10".parse().expect("a ratio"),
            })
        };
        assert_eq!(kept(tenth(), &[1; 9]).len(), 9);
        assert_eq!(kept(tenth(), &[1; 10]).len(), 8);
        assert_eq!(kept(tenth(), &[1; 25]).len(), 21);
    }
}
