//! Whether a class's mean gives its counts away.

use std::collections::HashSet;

use num_rational::BigRational;
use num_traits::Zero;

use crate::RuleCard;
use crate::card::Choice;

/// Ways to mark looked at before giving up. With that many and no two of the same sum, a mean is
/// taken to tell.
const MOST: usize = 50_000;

/// Whether `ballots` marks that give the same sum of points are always the same marks, so that the
/// mean, times their number, says how often each was given. Blanks that do not count are taken to
/// be absent: they make it harder, not impossible.
pub(super) fn mean_tells_counts(card: &RuleCard, ballots: u64) -> bool {
    let points = points(card);
    // Marks given by fewer ballots, the rest giving the first mark, are among those of more: once
    // two ways have the same sum, they have it for every larger number.
    let mut ways: Vec<(BigRational, usize)> = vec![(BigRational::zero(), 0)];
    for _ in 0..ballots {
        let mut sums = HashSet::new();
        let mut next = Vec::new();
        for (sum, last) in &ways {
            for (index, points) in points.iter().enumerate().skip(*last) {
                let sum = sum + points;
                if !sums.insert(sum.clone()) {
                    return false;
                }
                next.push((sum, index));
            }
            if next.len() > MOST {
                return true;
            }
        }
        ways = next;
    }
    true
}

/// The points a ballot can give one village; 0 where it need not name it.
fn points(card: &RuleCard) -> Vec<BigRational> {
    let mut points: Vec<_> = card.marks().into_iter().map(|mark| mark.points.0).collect();
    if matches!(card.choice, Choice::Approve(_) | Choice::Order(_)) {
        points.push(BigRational::zero());
    }
    points
}
