//! [`PanelMean`]: the panel's own rule of trimming and averaging, for any choice of its judges.

use num_traits::ToPrimitive;
use pingyi_ranking::{BelowDrop, Panel, Ratio, Severity, Trim, TrimOn};

use crate::{Additive, Estimate, Ratings, Table};

/// Values nearer than this, as a share of the largest, are the same value: what floats add to a tie is far below it, and
/// two means of sheets that differ are further apart.
const SAME: f64 = 1e-9;

/// What a panel makes of its judges' sheets, as `docs/scoring.md` §4.1 and §4.2 say, when each judge counts so many times.
///
/// With every judge once it is the estimate of the official value; leaving one out and drawing with replacement are other
/// choices.
#[derive(Clone, Debug)]
pub struct PanelMean {
    judges: usize,
    villages: usize,
    /// By number of counted sheets.
    cuts: Vec<Cut>,
    /// One for the totals, or one for each criterion.
    parts: Vec<Part>,
    /// The totals, when severity is corrected.
    corrected: Option<Table>,
}

/// Figures that are trimmed and averaged together.
#[derive(Clone, Debug)]
struct Part {
    weight: f64,
    /// For each village its figures from the lowest, with their judges.
    columns: Vec<Vec<(f64, usize)>>,
}

/// What is left out of so many figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// There is no value.
    NoValue,
    /// So many of the lowest and of the highest.
    Ends(usize, usize),
    /// All but the two nearer to each other of three.
    ClosestPair,
}

impl PanelMean {
    /// The rule of a panel on its ratings.
    pub fn new(ratings: &Ratings, panel: &Panel) -> Self {
        let (judges, villages) = (ratings.judges().len(), ratings.villages().len());
        let part = |weight: f64, table: &Table| Part {
            weight,
            columns: (0..villages)
                .map(|village| {
                    let mut column: Vec<(f64, usize)> = table
                        .column(village)
                        .map(|(judge, figure)| (figure, judge))
                        .collect();
                    column.sort_by(|one, other| one.0.total_cmp(&other.0));
                    column
                })
                .collect(),
        };
        let totals = ratings.totals();
        let parts = match panel.on {
            TrimOn::JudgeTotal => vec![part(1.0, &totals)],
            TrimOn::Criterion => (0..ratings.criteria().len())
                .map(|criterion| {
                    let weight = Estimate::of(&ratings.criteria()[criterion].weight).0;
                    part(weight, &ratings.criterion(criterion))
                })
                .collect(),
        };
        Self {
            judges,
            villages,
            // A draw has as many judges as there are, so a village never has more sheets.
            cuts: (0..=judges).map(|count| cut(panel, count)).collect(),
            parts,
            corrected: (panel.severity == Severity::LeastSquares).then_some(totals),
        }
    }

    /// How many judges.
    pub fn judges(&self) -> usize {
        self.judges
    }

    /// The judges who have any figure, by number.
    pub fn active_judges(&self) -> Vec<usize> {
        let mut active = vec![false; self.judges];
        for (_, judge) in self
            .parts
            .iter()
            .flat_map(|part| part.columns.iter().flatten())
        {
            active[*judge] = true;
        }
        (0..self.judges).filter(|judge| active[*judge]).collect()
    }

    /// Each village's value with every judge once.
    pub fn values(&self) -> Vec<Option<f64>> {
        self.values_of(&vec![1; self.judges])
    }

    /// Each village's value when each judge counts so many times, at most [`PanelMean::judges`] in all.
    pub fn values_of(&self, times: &[usize]) -> Vec<Option<f64>> {
        let mut values = vec![None; self.villages];
        self.fill(times, &mut values);
        values
    }

    /// The same into a list that is there.
    pub(crate) fn fill(&self, times: &[usize], values: &mut [Option<f64>]) {
        for (village, value) in values.iter_mut().enumerate() {
            *value = self.parts.iter().try_fold(0.0, |sum, part| {
                Some(sum + part.weight * self.mean(&part.columns[village], times)?)
            });
        }
        if let Some(totals) = &self.corrected {
            correct(totals, times, values);
        }
    }

    fn mean(&self, column: &[(f64, usize)], times: &[usize]) -> Option<f64> {
        let count: usize = column.iter().map(|(_, judge)| times[*judge]).sum();
        let (first, last) = match self.cuts[count.min(self.judges)] {
            Cut::NoValue => return None,
            Cut::Ends(low, high) => (low, count - high),
            Cut::ClosestPair => {
                let mut three = column
                    .iter()
                    .flat_map(|(figure, judge)| std::iter::repeat_n(*figure, times[*judge]));
                let (low, middle, high) = (three.next()?, three.next()?, three.next()?);
                // The upper two when equally near.
                if middle - low < high - middle - SAME * high.abs().max(1.0) {
                    (0, 2)
                } else {
                    (1, 3)
                }
            }
        };
        // Figures `first..last` of the list in which each stands as often as its judge counts.
        let (mut sum, mut before) = (0.0, 0);
        for (figure, judge) in column {
            let after = before + times[*judge];
            let kept = after.min(last).saturating_sub(before.max(first));
            sum += kept as f64 * figure;
            before = after;
        }
        Some(sum / (last - first) as f64)
    }
}

/// What §4.1 leaves out of `count` figures.
fn cut(panel: &Panel, count: usize) -> Cut {
    let whole = |number: u32| number as usize;
    if count == 0 || count < whole(panel.minimum_judges) {
        return Cut::NoValue;
    }
    match &panel.trim {
        Trim::None => Cut::Ends(0, 0),
        Trim::Median => Cut::Ends((count - 1) / 2, (count - 1) / 2),
        Trim::Drop(drop) if count < whole(drop.at_least) => match drop.below {
            BelowDrop::ClosestPair if count == 3 => Cut::ClosestPair,
            BelowDrop::ClosestPair | BelowDrop::PlainMean => Cut::Ends(0, 0),
            BelowDrop::Invalid => Cut::NoValue,
        },
        Trim::Drop(drop) => Cut::Ends(whole(drop.low), whole(drop.high)),
        Trim::Fraction(fraction) => {
            let each_end = floor_of(&fraction.each_end, count);
            Cut::Ends(each_end, each_end)
        }
    }
}

/// ⌊ratio · count⌋, exactly.
fn floor_of(ratio: &Ratio, count: usize) -> usize {
    let product = ratio.numerator() * count / ratio.denominator();
    product.to_usize().unwrap_or_default()
}

/// Takes severity out, as §4.2 says: nothing in a complete design, no values in one that falls into parts.
fn correct(totals: &Table, times: &[usize], values: &mut [Option<f64>]) {
    let valued = |village: usize| values[village].is_some();
    let cells = totals
        .figures()
        .filter(|(judge, village, _)| times[*judge] > 0 && valued(*village));
    let mut design = vec![None; totals.judges() * totals.villages()];
    let mut counts = vec![0; totals.judges()];
    for (judge, village, figure) in cells {
        design[judge * totals.villages() + village] = Some(figure);
        counts[judge] += 1;
    }
    let all = values.iter().flatten().count();
    if counts.iter().all(|count| *count == 0 || *count == all) {
        return;
    }
    let design = Table::of_cells(totals.judges(), totals.villages(), design);
    let weights: Vec<f64> = times.iter().map(|times| *times as f64).collect();
    match Additive::weighted(&design, &weights) {
        Some(fit) => values.copy_from_slice(&fit.villages),
        None => values.fill(None),
    }
}

/// How far two values may be apart and still be one.
pub(crate) fn same_within(values: &[Option<f64>]) -> f64 {
    let largest = values
        .iter()
        .flatten()
        .fold(1.0, |most: f64, value| most.max(value.abs()));
    SAME * largest
}

/// The place of each value in its group: 1 and the number of values above it (1 2 2 4). `None` without a value.
pub fn places(values: &[Option<f64>], groups: &[usize]) -> Vec<Option<usize>> {
    let same = same_within(values);
    values
        .iter()
        .zip(groups)
        .map(|(value, group)| {
            let value = (*value)?;
            let above = values.iter().zip(groups).filter(|(other, of)| {
                *of == group && other.is_some_and(|other| other > value + same)
            });
            Some(1 + above.count())
        })
        .collect()
}
