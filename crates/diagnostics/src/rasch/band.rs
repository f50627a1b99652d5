//! From scores to categories of one rating scale.

use super::{Cell, Facets, Score};
use crate::{Ratings, Sentence};

/// A scale of at most so many steps is taken as it is.
const MOST_STEPS: u32 = 10;

/// Bands of a criterion with more steps: enough to tell sheets apart, few enough that each is used.
const BANDS: u32 = 7;

/// The scores of a panel as categories.
///
/// When all criteria have the same number of steps and at most [`MOST_STEPS`], a category is a step. Otherwise each
/// criterion's range from its lowest to its highest given score is cut into [`BANDS`] bands of equal width. A criterion
/// that always got the same score says nothing and is left out.
pub(super) fn facets(ratings: &Ratings) -> (Facets, Vec<Sentence>) {
    let criteria = ratings.criteria().len();
    let mut given = vec![(u32::MAX, 0); criteria];
    let sheets = || {
        let villages = ratings.villages().len();
        (0..ratings.judges().len())
            .flat_map(move |judge| (0..villages).map(move |village| (judge, village)))
    };
    for (judge, village) in sheets() {
        for (given, steps) in given.iter_mut().zip(ratings.sheet(judge, village)) {
            if let Some(steps) = steps {
                *given = (given.0.min(*steps), given.1.max(*steps));
            }
        }
    }
    let whole: Vec<Option<u32>> = (0..criteria)
        .map(|criterion| ratings.most_steps(criterion))
        .collect();
    let as_is = whole[0].is_some_and(|most| most <= MOST_STEPS)
        && whole.iter().all(|most| *most == whole[0]);
    let constant = given.iter().filter(|(low, high)| low == high).count();
    let mut scores =
        Vec::with_capacity(ratings.judges().len() * ratings.villages().len() * criteria);
    for (judge, village) in sheets() {
        for (criterion, steps) in ratings.sheet(judge, village).iter().enumerate() {
            let (Some(steps), (low, high)) = (steps, given[criterion]) else {
                continue;
            };
            if low == high {
                continue;
            }
            let category = if as_is {
                *steps
            } else {
                band(*steps, low, high)
            };
            scores.push(Score {
                village,
                judge,
                criterion,
                category: category as usize,
            });
        }
    }
    let mut remarks = Vec::new();
    if !as_is {
        remarks.push(Sentence::new(
            format!("每项指标按实际给分的最低到最高等分为 {BANDS} 档后估计"),
            format!("Each criterion was cut into {BANDS} equal bands between its lowest and highest given score"),
        ));
    }
    if constant > 0 {
        remarks.push(Sentence::new(
            format!("有 {constant} 项指标所有评分相同，未参与估计"),
            format!("{constant} criteria always got the same score and took no part"),
        ));
    }
    let facets = Facets {
        villages: ratings.villages().len(),
        judges: ratings.judges().len(),
        criteria,
        scores,
    };
    (facets, remarks)
}

/// ⌊BANDS·(steps − low) / (high − low + 1)⌋.
fn band(steps: u32, low: u32, high: u32) -> u32 {
    let above = u64::from(BANDS) * u64::from(steps - low) / (u64::from(high - low) + 1);
    u32::try_from(above).unwrap_or(BANDS - 1)
}

/// Numbers the categories in use from 0 without gaps; and how many there are.
pub(super) fn close_up(scores: &[Cell]) -> (Vec<Cell>, usize) {
    let mut used: Vec<usize> = scores.iter().map(|score| score[3]).collect();
    used.sort_unstable();
    used.dedup();
    let closed = scores
        .iter()
        .map(|[village, judge, criterion, category]| {
            let number = used.partition_point(|lower| lower < category);
            [*village, *judge, *criterion, number]
        })
        .collect();
    (closed, used.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_of_equal_width_and_reach_both_ends() {
        let of = |steps| band(steps, 70, 90);
        assert_eq!([of(70), of(72), of(73), of(80), of(90)], [0, 0, 1, 3, 6]);
        assert_eq!([band(3, 3, 4), band(4, 3, 4)], [0, 3]);
        assert_eq!(band(u32::MAX, 0, u32::MAX), 6);
    }

    #[test]
    fn categories_nobody_used_are_closed_up() {
        let (closed, categories) =
            close_up(&[[0, 0, 0, 5], [0, 1, 0, 2], [1, 1, 0, 9], [1, 0, 0, 5]]);
        assert_eq!(
            closed.iter().map(|score| score[3]).collect::<Vec<_>>(),
            [1, 0, 2, 1]
        );
        assert_eq!(categories, 3);
    }
}
