//! How the order of villages depends on a weight: [`Sensitivity`].
//!
//! One weight moves from 0 to 1 and the others shrink in proportion, so that all sum to 1. The score
//! of a village is then a straight line: at weight `t` it is `t·x + (1 − t)·r`, where `x` is its value
//! in the part whose weight moves and `r` the weighted mean of its other values. Two villages are level
//! where their lines cross, at `t = d(r) / (d(r) − d(x))` with `d` the difference of the two villages:
//! a fraction, computed and compared exactly. Between two such weights nothing changes places.
//!
//! This decides nothing. It tells how near the weights of the card are to another order.

mod cycle;

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};

pub use cycle::{GroupSensitivity, WeightSensitivity, WeightsOf, sensitivity};

use crate::Ratio;

/// All weights at which villages change places when one weight moves from 0 to 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensitivity {
    weight: Ratio,
    breakpoints: Vec<Breakpoint>,
    orders: Vec<Vec<Vec<usize>>>,
}

/// A weight at which villages are level that are not level on either side of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakpoint {
    /// The weight, greater than 0 and less than 1.
    pub at: Ratio,
    /// The villages that change places, by number: the first is ahead below this weight, the second
    /// above it.
    pub pairs: Vec<(usize, usize)>,
}

/// Values and weights that cannot be studied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SensitivityFault {
    /// A village has not as many values as there are weights, or there is no such weight.
    Shape,
    /// The weights do not sum to 1, or one is negative.
    WeightsNotOne,
    /// The weight that moves is 1: the others have no proportion to each other.
    NothingElse,
}

impl Sensitivity {
    /// Moves the weight number `moved` of `weights`; `values` holds for each village a value for each
    /// weight.
    ///
    /// What is added to a village's score whatever the weights (bonuses, penalties) is to be added to
    /// each of its values: the weights sum to 1.
    ///
    /// # Errors
    /// [`SensitivityFault`].
    pub fn of(
        values: &[Vec<Ratio>],
        weights: &[Ratio],
        moved: usize,
    ) -> Result<Self, SensitivityFault> {
        let weight = weights.get(moved).ok_or(SensitivityFault::Shape)?;
        if values.iter().any(|values| values.len() != weights.len()) {
            return Err(SensitivityFault::Shape);
        }
        let sum: BigRational = weights.iter().map(|weight| &weight.0).sum();
        if !sum.is_one() || weights.iter().any(|weight| weight.0.is_negative()) {
            return Err(SensitivityFault::WeightsNotOne);
        }
        if weight.0.is_one() {
            return Err(SensitivityFault::NothingElse);
        }
        let lines = Lines::of(values, weights, moved);
        let (breakpoints, orders) = lines.sweep();
        Ok(Self {
            weight: weight.clone(),
            breakpoints,
            orders,
        })
    }

    /// The weight as it is.
    pub fn weight(&self) -> &Ratio {
        &self.weight
    }

    /// The weights at which villages change places, ascending.
    pub fn breakpoints(&self) -> &[Breakpoint] {
        &self.breakpoints
    }

    /// The order from 0 to the first breakpoint, between breakpoints, and from the last to 1, ends
    /// left out: one more than there are breakpoints. Each is a list of sets, best first; villages of
    /// one set have the same score throughout.
    pub fn orders(&self) -> &[Vec<Vec<usize>>] {
        &self.orders
    }

    /// The breakpoint nearest to the weight as it is, the lower of two as near; the weight itself if
    /// villages are level now.
    pub fn nearest(&self) -> Option<&Breakpoint> {
        let distance = |breakpoint: &&Breakpoint| (&breakpoint.at.0 - &self.weight.0).abs();
        let next = self
            .breakpoints
            .partition_point(|breakpoint| breakpoint.at < self.weight);
        let below = next.checked_sub(1).map(|before| &self.breakpoints[before]);
        let above = self.breakpoints.get(next);
        below.into_iter().chain(above).min_by_key(distance)
    }
}

/// A village's score as a line, in whole numbers of a common unit.
struct Line {
    /// At weight 1.
    end: BigInt,
    /// At weight 0.
    start: BigInt,
    /// The villages whose line it is, ascending.
    villages: Vec<usize>,
}

/// A crossing of two lines at `above / (above + below)`.
struct Crossing {
    /// ⌊2⁶³ · the weight⌋: decides most comparisons.
    key: u64,
    numerator: BigInt,
    denominator: BigInt,
    /// The line that is ahead before, and the one after.
    pair: (usize, usize),
}

impl Crossing {
    fn compare(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key).then_with(|| {
            (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
        })
    }
}

/// Different lines, in the order just above weight 0.
struct Lines(Vec<Line>);

impl Lines {
    fn of(values: &[Vec<Ratio>], weights: &[Ratio], moved: usize) -> Self {
        let rest = BigRational::one() - &weights[moved].0;
        let ends: Vec<(BigRational, &BigRational)> = values
            .iter()
            .map(|values| {
                let pairs = values.iter().zip(weights).enumerate();
                let others = pairs.filter(|(number, _)| *number != moved);
                let sum: BigRational = others
                    .map(|(_, (value, weight))| &value.0 * &weight.0)
                    .sum();
                (sum / &rest, &values[moved].0)
            })
            .collect();
        let unit = ends.iter().fold(BigInt::one(), |unit, (start, end)| {
            unit.lcm(start.denom()).lcm(end.denom())
        });
        let whole = |ratio: &BigRational| ratio.numer() * (&unit / ratio.denom());
        let mut lines: Vec<Line> = ends
            .iter()
            .enumerate()
            .map(|(village, (start, end))| Line {
                start: whole(start),
                end: whole(end),
                villages: vec![village],
            })
            .collect();
        lines.sort_by(|one, other| (&other.start, &other.end).cmp(&(&one.start, &one.end)));
        lines.dedup_by(|next, line| {
            let same = next.start == line.start && next.end == line.end;
            if same {
                line.villages.append(&mut next.villages);
            }
            same
        });
        Self(lines)
    }

    /// Every crossing between 0 and 1, ascending.
    fn crossings(&self) -> Vec<Crossing> {
        let mut crossings = Vec::new();
        for (first, one) in self.0.iter().enumerate() {
            for (second, other) in self.0.iter().enumerate().skip(first + 1) {
                // The first is ahead or level at 0; they cross if it is ahead there and behind at 1.
                let ahead = &one.start - &other.start;
                let behind = &other.end - &one.end;
                if !ahead.is_positive() || !behind.is_positive() {
                    continue;
                }
                let denominator = &ahead + behind;
                let key = (&ahead << 63u32) / &denominator;
                crossings.push(Crossing {
                    key: key.to_u64().unwrap_or(u64::MAX),
                    numerator: ahead,
                    denominator,
                    pair: (first, second),
                });
            }
        }
        crossings.sort_by(Crossing::compare);
        crossings
    }

    fn sweep(&self) -> (Vec<Breakpoint>, Vec<Vec<Vec<usize>>>) {
        let crossings = self.crossings();
        let mut order: Vec<usize> = (0..self.0.len()).collect();
        let mut position = order.clone();
        let mut breakpoints = Vec::new();
        let mut orders = vec![self.sets(&order)];
        let meetings = crossings.chunk_by(|one, other| one.compare(other) == Ordering::Equal);
        for meeting in meetings {
            // Lines that meet in one point are neighbours before it, and in the opposite order after.
            let mut met: Vec<(usize, usize)> = meeting
                .iter()
                .map(|crossing| {
                    let (ahead, behind) = crossing.pair;
                    (position[ahead], position[behind])
                })
                .collect();
            met.sort_unstable();
            let mut turned = 0;
            for (first, last) in widest(&met) {
                debug_assert!(turned <= first, "points of one weight lie apart");
                order[first..=last].reverse();
                turned = last + 1;
                for place in first..=last {
                    position[order[place]] = place;
                }
            }
            let mut pairs: Vec<(usize, usize)> = meeting
                .iter()
                .flat_map(|crossing| {
                    let (ahead, behind) = crossing.pair;
                    let behind = &self.0[behind].villages;
                    let ahead = self.0[ahead].villages.iter();
                    ahead.flat_map(move |ahead| behind.iter().map(move |behind| (*ahead, *behind)))
                })
                .collect();
            pairs.sort_unstable();
            breakpoints.push(Breakpoint {
                at: Ratio(BigRational::new(
                    meeting[0].numerator.clone(),
                    meeting[0].denominator.clone(),
                )),
                pairs,
            });
            orders.push(self.sets(&order));
        }
        (breakpoints, orders)
    }

    fn sets(&self, order: &[usize]) -> Vec<Vec<usize>> {
        order
            .iter()
            .map(|line| self.0[*line].villages.clone())
            .collect()
    }
}

/// Of pairs of places, sorted: for each first place that no earlier range covers, how far it reaches.
fn widest(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (first, last) in pairs {
        match ranges.last_mut() {
            Some(range) if *first < range.1 => range.1 = range.1.max(*last),
            _ => ranges.push((*first, *last)),
        }
    }
    ranges
}
