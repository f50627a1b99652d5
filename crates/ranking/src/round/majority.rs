//! Majority judgment 多数评判: the mark that the weighted middle of the voters gives, and equal
//! ones compared outwards from the middle.
//!
//! For one class this is the repeated removal of the lower median (Balinski and Laraki, *Majority
//! Judgment*, 2010): the removals visit the lower and the upper neighbour of the middle in turn,
//! which is what a [`Profile`] lists, without whole ballots having to be counted out. With weights
//! there is no ballot to remove, but the middle and its neighbours are as well defined.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use serde::{Deserialize, Serialize};

use super::marks::CountedMarks;
use crate::Ratio;

/// A stretch of the profile: from the middle outwards by `length` of all weight, the mark on the
/// worse side is `lower` and the one on the better side `upper`, as indexes into the card's marks
/// (0 is best). Written as `["1/6",1,0]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(Ratio, u32, u32)", into = "(Ratio, u32, u32)")]
pub struct Segment {
    /// How far it reaches, as a share of all weight; greater than 0.
    pub length: Ratio,
    /// Mark at the quantile below the middle.
    pub lower: u32,
    /// Mark at the quantile above the middle.
    pub upper: u32,
}

impl From<(Ratio, u32, u32)> for Segment {
    fn from((length, lower, upper): (Ratio, u32, u32)) -> Self {
        Self {
            length,
            lower,
            upper,
        }
    }
}

impl From<Segment> for (Ratio, u32, u32) {
    fn from(segment: Segment) -> Self {
        (segment.length, segment.lower, segment.upper)
    }
}

/// A village's marks seen from the middle outwards, as segments of greatest length that together
/// reach 1/2. The greater profile is the better one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Profile(Vec<Segment>);

/// The village's marks as shares of all weight, best first: in each class the share of each mark
/// among those that count, times the class's weight. They sum to 1. A class that counts although
/// no mark does (`empty_class: zero`) counts as if all had given the worst mark.
pub fn weighted_distribution(weights: &[Option<Ratio>], classes: &[CountedMarks]) -> Vec<Ratio> {
    let columns = classes.iter().map(|class| class.marks.len()).max();
    let mut shares = vec![BigRational::zero(); columns.unwrap_or(0)];
    for (weight, class) in weights.iter().zip(classes) {
        let Some(Ratio(weight)) = weight else {
            continue;
        };
        if class.of == 0 {
            if let Some(worst) = shares.last_mut() {
                *worst += weight;
            }
            continue;
        }
        for (share, count) in shares.iter_mut().zip(&class.marks) {
            *share += weight * BigRational::new(BigInt::from(*count), BigInt::from(class.of));
        }
    }
    shares.into_iter().map(Ratio).collect()
}

impl Profile {
    /// The profile of a distribution over the marks, best first, which sums to 1.
    pub fn of(distribution: &[Ratio]) -> Self {
        let middle = BigRational::new(BigInt::one(), BigInt::from(2));
        // Pieces below and above the middle, both from the middle outwards.
        let (mut below, mut above) = (Vec::new(), Vec::new());
        let mut low = BigRational::zero();
        for (mark, share) in distribution.iter().enumerate().rev() {
            let mark = u32::try_from(mark).expect("a card has few marks");
            let high = &low + &share.0;
            let under = high.clone().min(middle.clone()) - &low;
            if under.is_positive() {
                below.push((under, mark));
            }
            let over = &high - low.max(middle.clone());
            if over.is_positive() {
                above.push((over, mark));
            }
            low = high;
        }
        below.reverse();
        Self(merged(below, above))
    }

    /// The segments from the middle outwards.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The mark the middle gives, the worse of two: an index into the card's marks.
    pub fn median(&self) -> usize {
        (self.0.first()).map_or(0, |segment| segment.lower as usize)
    }
}

type Pieces = Vec<(BigRational, u32)>;

/// Walks both sides outwards together; a segment ends where either side changes its mark.
fn merged(below: Pieces, above: Pieces) -> Vec<Segment> {
    let (mut below, mut above) = (below.into_iter(), above.into_iter());
    let (mut left, mut right) = (below.next(), above.next());
    let mut segments = Vec::new();
    while let (Some((under, lower)), Some((over, upper))) = (left.take(), right.take()) {
        let length = (&under).min(&over).clone();
        let (under, over) = (under - &length, over - &length);
        left = (under.is_positive())
            .then_some((under, lower))
            .or_else(|| below.next());
        right = (over.is_positive())
            .then_some((over, upper))
            .or_else(|| above.next());
        segments.push(Segment {
            length: Ratio(length),
            lower,
            upper,
        });
    }
    segments
}

impl Ord for Profile {
    /// At the first distance from the middle where they differ, the better lower mark wins, then
    /// the better upper mark.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut ours, mut theirs) = (self.0.iter(), other.0.iter());
        let (mut left, mut right) = (ours.next(), theirs.next());
        let (mut walked, mut reached) = (BigRational::zero(), BigRational::zero());
        while let (Some(own), Some(foreign)) = (left, right) {
            // Mark 0 is the best, so the smaller index is the greater.
            let order = (foreign.lower.cmp(&own.lower)).then(foreign.upper.cmp(&own.upper));
            if order.is_ne() {
                return order;
            }
            let (own_end, foreign_end) = (&walked + &own.length.0, &reached + &foreign.length.0);
            let order = own_end.cmp(&foreign_end);
            if order.is_le() {
                left = ours.next();
                walked = own_end;
            }
            if order.is_ge() {
                right = theirs.next();
                reached = foreign_end;
            }
        }
        Ordering::Equal
    }
}

impl PartialOrd for Profile {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
