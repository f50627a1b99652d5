//! [`Intervals`]: how sure the places of a panel are, by drawing its judges again.
//!
//! The bootstrap over judges: as often as stated, as many judges as the panel has are drawn from it with replacement, and
//! the panel's own rule gives every village its value and place. Where a village comes out within the middle 90 % of
//! draws is its interval; two villages whose order is the same in less than 90 % of draws are not clearly apart.
//!
//! It answers how the places would have differed with other judges like these. It does not know of faults that all judges
//! share.

use crate::{
    PanelMean, SplitMix64,
    panel_mean::{places, same_within},
};

/// The share of draws that makes an order clear, and that an interval holds; in percent.
const CLEAR: usize = 90;

/// Places and orders over all draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervals {
    groups: Vec<usize>,
    /// For each village, how often it had which place, from 0 for the first.
    seen: Vec<Vec<usize>>,
    /// Village × village: half draws in which the first was ahead.
    ahead_halves: Vec<usize>,
}

impl Intervals {
    /// Draws the judges who have any figure, `draws` times.
    ///
    /// The judges of a draw are ⌊number · judges / 2⁶⁴⌋ of consecutive numbers of [`SplitMix64`], judge by judge and draw
    /// by draw, counted among the judges who have any figure. `groups` is the group of each village: places are counted
    /// within it.
    pub fn of(mean: &PanelMean, groups: &[usize], seed: u64, draws: usize) -> Self {
        let mut panel = Drawing::of(mean);
        Self::of_values(groups, seed, draws, |numbers, values| {
            panel.draw(numbers, values);
        })
    }

    /// Places of whatever values `draw` makes of the next numbers; a village without a value is left out of that draw.
    pub(crate) fn of_values(
        groups: &[usize],
        seed: u64,
        draws: usize,
        mut draw: impl FnMut(&mut SplitMix64, &mut [Option<f64>]),
    ) -> Self {
        let villages = groups.len();
        let mut numbers = SplitMix64::new(seed);
        let mut values = vec![None; villages];
        let mut seen = vec![vec![0; villages]; villages];
        let mut ahead_halves = vec![0; villages * villages];
        let mut above = vec![0; villages];
        for _ in 0..draws {
            draw(&mut numbers, &mut values);
            let same = same_within(&values);
            above.fill(0);
            for one in 0..villages {
                let Some(value) = values[one] else { continue };
                for other in one + 1..villages {
                    let Some(rival) = values[other].filter(|_| groups[other] == groups[one]) else {
                        continue;
                    };
                    let (there, back) = (one * villages + other, other * villages + one);
                    if value > rival + same {
                        ahead_halves[there] += 2;
                        above[other] += 1;
                    } else if rival > value + same {
                        ahead_halves[back] += 2;
                        above[one] += 1;
                    } else {
                        ahead_halves[there] += 1;
                        ahead_halves[back] += 1;
                    }
                }
            }
            for ((seen, value), above) in seen.iter_mut().zip(&values).zip(&above) {
                if value.is_some() {
                    seen[*above] += 1;
                }
            }
        }
        Self {
            groups: groups.to_vec(),
            seen,
            ahead_halves,
        }
    }

    /// The places of a village within the middle 90 % of the draws in which it had a value: of its places in order, as
    /// many as fit into 5 % are left out at each end. `None` without any.
    pub fn interval(&self, village: usize) -> Option<(usize, usize)> {
        let seen = &self.seen[village];
        let draws: usize = seen.iter().sum();
        let cut = draws * (100 - CLEAR) / 200;
        // The place of the draw with this number, in order of places.
        let place = |number: usize| {
            let mut before = 0;
            seen.iter().position(|count| {
                before += count;
                before > number
            })
        };
        let last = draws.checked_sub(1 + cut)?;
        Some((1 + place(cut)?, 1 + place(last)?))
    }

    /// How often one village was ahead of another of its group, in half draws: equal values count one for either.
    pub fn ahead_halves(&self, one: usize, other: usize) -> usize {
        self.ahead_halves[one * self.groups.len() + other]
    }

    /// Whether one of two villages was ahead in at least 90 % of the draws in which both had a value. `None` when they
    /// are never compared.
    pub fn is_clear(&self, one: usize, other: usize) -> Option<bool> {
        let (ahead, behind) = (self.ahead_halves(one, other), self.ahead_halves(other, one));
        let all = ahead + behind;
        (one != other && all > 0).then(|| ahead.max(behind) * 100 >= all * CLEAR)
    }

    /// The other villages whose order with this one is not clear.
    pub fn unclear_with(&self, village: usize) -> Vec<usize> {
        (0..self.groups.len())
            .filter(|other| self.is_clear(village, *other) == Some(false))
            .collect()
    }

    /// Statistically tied brackets: two villages are in one bracket when a chain of villages leads from one to the other
    /// of which no two neighbours are clearly apart. The ends of a long chain may well be clearly apart.
    ///
    /// Numbered in each group from 1, by the best of the `places` given; `None` for villages without one.
    pub fn brackets(&self, places: &[Option<usize>]) -> Vec<Option<usize>> {
        let villages = self.groups.len();
        let mut order: Vec<usize> = (0..villages)
            .filter(|village| places[*village].is_some())
            .collect();
        order.sort_by_key(|village| (self.groups[*village], places[*village], *village));
        let mut brackets = vec![None; villages];
        let mut numbers = vec![0; self.groups.iter().max().map_or(0, |last| last + 1)];
        for start in order {
            if brackets[start].is_some() {
                continue;
            }
            let number = &mut numbers[self.groups[start]];
            *number += 1;
            brackets[start] = Some(*number);
            let mut open = vec![start];
            while let Some(village) = open.pop() {
                for other in self.unclear_with(village) {
                    if places[other].is_some() && brackets[other].is_none() {
                        brackets[other] = Some(*number);
                        open.push(other);
                    }
                }
            }
        }
        brackets
    }
}

/// A panel from which judges are drawn.
pub(crate) struct Drawing<'a> {
    mean: &'a PanelMean,
    judges: Vec<usize>,
    times: Vec<usize>,
}

impl<'a> Drawing<'a> {
    pub(crate) fn of(mean: &'a PanelMean) -> Self {
        Self {
            mean,
            judges: mean.active_judges(),
            times: vec![0; mean.judges()],
        }
    }

    /// As many judges as have any figure, with replacement; and what the panel's rule makes of them.
    pub(crate) fn draw(&mut self, numbers: &mut SplitMix64, values: &mut [Option<f64>]) {
        self.times.fill(0);
        for _ in 0..self.judges.len() {
            self.times[self.judges[numbers.below(self.judges.len())]] += 1;
        }
        self.mean.fill(&self.times, values);
    }
}

/// A village whose place changes when a judge is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Number of the village.
    pub village: usize,
    /// Its place with all judges.
    pub place: Option<usize>,
    /// Its place without the judge.
    pub without: Option<usize>,
}

/// For each judge, the villages whose place by this panel changes when the judge is left out.
///
/// Estimated in floats; values as near as 10⁻⁹ of the largest are taken as tied, which no two different means of sheets are.
pub fn without_each_judge(mean: &PanelMean, groups: &[usize]) -> Vec<Vec<Moved>> {
    let all = places(&mean.values(), groups);
    (0..mean.judges())
        .map(|judge| {
            let mut times = vec![1; mean.judges()];
            times[judge] = 0;
            let without = places(&mean.values_of(&times), groups);
            let pairs = all.iter().zip(without).enumerate();
            pairs
                .filter(|(_, (place, without))| *place != without)
                .map(|(village, (place, without))| Moved {
                    village,
                    place: *place,
                    without,
                })
                .collect()
        })
        .collect()
}
