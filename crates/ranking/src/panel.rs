//! Judges' sheets to one value for each village: totals, trimming, means, severity
//! (`docs/scoring.md` §4.1 and §4.2).
//!
//! Scores are whole numbers of a unit. Sums of them are taken in `i64` when the limits of the card
//! leave room for it, which is decided once for the panel, and in big integers otherwise; both are
//! the same code.

mod severity;
mod trim;
mod whole;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

use crate::card::{JudgeRecusal, Panel, Severity, TrimOn};
use crate::data::{Cell, PanelTable};
use crate::scene::{NoValueReason, Scene, Value};
use crate::trace::{CellState, Draft, LeftOutReason, Op, Recorder, TrimRule};
use crate::{DataFault, Ratio};
use trim::{Kept, trim};
use whole::Whole;

/// The values of a panel, a village each.
///
/// # Errors
/// A design that is not connected, where the card corrects severity.
pub(crate) fn values<R: Recorder>(
    scene: &Scene<'_>,
    component: usize,
    panel: &Panel,
    table: &PanelTable,
    recorder: &mut R,
) -> Result<Vec<Value>, DataFault> {
    let bench = Bench {
        scene,
        component,
        panel,
        table,
    };
    match panel.on {
        TrimOn::Criterion => Ok(bench.by_criterion(recorder)),
        TrimOn::JudgeTotal => {
            let (weights, unit) = bench.whole_weights();
            match bench.small_weights(&weights) {
                Some(weights) => bench.by_total(&weights, &unit, recorder),
                None => bench.by_total(&weights, &unit, recorder),
            }
        }
    }
}

/// The plain mean of a criterion's scores for one village, of the sheets that count (with
/// `criterion`: of all scored cells); nothing without any.
pub(crate) fn criterion_mean(
    panel: &Panel,
    table: &PanelTable,
    criterion: usize,
    village: usize,
) -> Option<Ratio> {
    let mut sum = BigInt::from(0);
    let mut count = 0u64;
    for judge in 0..table.judges.len() {
        let sheet = table.sheet(village, judge);
        let counts = panel.on == TrimOn::Criterion || is_whole(sheet);
        if let Some(score) = sheet[criterion].score().filter(|_| counts) {
            sum += score;
            count += 1;
        }
    }
    Ratio::new(sum, BigInt::from(10u32).pow(table.scale) * count)
}

/// Whether a sheet has a score for every criterion, and so a total that counts.
#[inline]
fn is_whole(sheet: &[Cell]) -> bool {
    sheet.iter().all(|cell| cell.score().is_some())
}

/// A judge's total of a village that has a value.
struct Total<N> {
    village: usize,
    judge: usize,
    value: N,
}

/// One panel under computation.
struct Bench<'a> {
    scene: &'a Scene<'a>,
    component: usize,
    panel: &'a Panel,
    table: &'a PanelTable,
}

impl Bench<'_> {
    fn code(&self) -> String {
        self.scene.plan.components[self.component].code.clone()
    }

    fn criterion(&self, index: usize) -> String {
        self.panel.criteria[index].code.clone()
    }

    fn clause(&self, member: &str) -> String {
        let member = format!("source/panel/{member}");
        Scene::component_rule(self.component, &member)
    }

    /// The criteria's weights as whole numbers, and what a sum of weight times score in units must
    /// be divided by.
    fn whole_weights(&self) -> (Vec<BigInt>, BigInt) {
        let weights = || {
            self.panel
                .criteria
                .iter()
                .map(|criterion| &criterion.weight)
        };
        let common = weights().fold(BigInt::one(), |common, weight| {
            common.lcm(weight.denominator())
        });
        let whole = |weight: &Ratio| weight.numerator() * (&common / weight.denominator());
        let unit = &common * BigInt::from(10u32).pow(self.table.scale);
        (weights().map(whole).collect(), unit)
    }

    /// The same weights in an `i64`, when the sum of all judges' totals of a village fits into one.
    fn small_weights(&self, weights: &[BigInt]) -> Option<Vec<i64>> {
        let largest = weights.iter().zip(&self.table.magnitudes);
        let largest: BigInt = largest.map(|(weight, score)| weight * score).sum();
        (largest * self.table.judges.len()).to_i64()?;
        weights.iter().map(ToPrimitive::to_i64).collect()
    }

    fn by_total<N: Whole, R: Recorder>(
        &self,
        weights: &[N],
        unit: &BigInt,
        recorder: &mut R,
    ) -> Result<Vec<Value>, DataFault> {
        let evens_out = self.panel.severity == Severity::LeastSquares;
        let mut values = Vec::with_capacity(self.scene.data.villages.len());
        let mut totals: Vec<Total<N>> = Vec::new();
        let mut sorted: Vec<N> = Vec::with_capacity(self.table.judges.len());
        for village in 0..self.scene.data.villages.len() {
            sorted.clear();
            let before = totals.len();
            for judge in 0..self.table.judges.len() {
                let sheet = self.table.sheet(village, judge);
                if !is_whole(sheet) {
                    recorder.step(|| self.left_out_step(village, judge));
                    continue;
                }
                let total = N::weighted(weights, sheet);
                let total = recorder.known(total, |total| {
                    self.total_step(village, judge, &total.ratio(unit, 1))
                });
                if evens_out {
                    totals.push(Total {
                        village,
                        judge,
                        value: total.clone(),
                    });
                }
                sorted.push(total);
            }
            sorted.sort_unstable();
            let mean = self.mean(village, None, &sorted, unit, recorder);
            if mean.is_none() {
                totals.truncate(before);
            }
            values.push(mean.ok_or(NoValueReason::TooFewJudges));
        }
        if evens_out {
            severity::correct(self, &totals, unit, &mut values, recorder)?;
        }
        Ok(values)
    }

    fn by_criterion<R: Recorder>(&self, recorder: &mut R) -> Vec<Value> {
        let unit = BigInt::from(10u32).pow(self.table.scale);
        let mut sorted: Vec<i64> = Vec::with_capacity(self.table.judges.len());
        let mut value_of = |village: usize| {
            let mut means = Vec::with_capacity(self.panel.criteria.len());
            for index in 0..self.panel.criteria.len() {
                sorted.clear();
                let sheets = (0..self.table.judges.len())
                    .map(|judge| self.table.sheet(village, judge)[index]);
                sorted.extend(sheets.filter_map(Cell::score));
                sorted.sort_unstable();
                means.push(self.mean(village, Some(index), &sorted, &unit, recorder));
            }
            let sum = (self.panel.criteria.iter().zip(&means))
                .map(|(criterion, mean)| Some(&criterion.weight.0 * &mean.as_ref()?.0))
                .sum::<Option<_>>()
                .map(Ratio);
            let sum = recorder.known(sum, |out| self.sum_step(village, &means, out.as_ref()));
            sum.ok_or(NoValueReason::TooFewJudges)
        };
        (0..self.scene.data.villages.len())
            .map(&mut value_of)
            .collect()
    }

    /// The mean of the sorted values that trimming keeps, if it keeps any.
    fn mean<N: Whole, R: Recorder>(
        &self,
        village: usize,
        criterion: Option<usize>,
        sorted: &[N],
        unit: &BigInt,
        recorder: &mut R,
    ) -> Option<Ratio> {
        let kept = trim(self.panel, sorted);
        let Kept { rule, first, past } = kept;
        let mean =
            (kept.count() > 0).then(|| N::sum(&sorted[first..past]).ratio(unit, past - first));
        recorder.known(mean, |out| {
            let (town, village) = self.scene.name(village);
            let op = Op::TrimmedMean {
                component: self.code(),
                town,
                village,
                criterion: criterion.map(|index| self.criterion(index)),
                r#in: sorted.iter().map(|value| value.ratio(unit, 1)).collect(),
                rule,
                kept: (first, past),
                out: out.clone(),
            };
            let clause = match rule {
                TrimRule::MinimumJudges => "minimum_judges",
                _ => "trim",
            };
            Draft::new(self.clause(clause), op)
        })
    }

    fn total_step(&self, village: usize, judge: usize, out: &Ratio) -> Draft {
        let (town, name) = self.scene.name(village);
        let unit = BigInt::from(10u32).pow(self.table.scale);
        let sheet = self.table.sheet(village, judge).iter();
        let scores = sheet.filter_map(|cell| cell.score()?.ratio_of(&unit));
        let scores = self.panel.criteria.iter().zip(scores);
        let op = Op::Total {
            component: self.code(),
            town,
            village: name,
            judge: self.table.judges[judge].code.clone(),
            r#in: scores
                .map(|(criterion, score)| (criterion.code.clone(), criterion.weight.clone(), score))
                .collect(),
            out: out.clone(),
        };
        Draft::new(self.clause("criteria"), op)
    }

    /// What stands in a sheet that does not count; a judge of the village's town is recused where
    /// there is nothing.
    fn left_out_step(&self, village: usize, judge: usize) -> Draft {
        let sheet = self.table.sheet(village, judge);
        let own_town = self.panel.recusal == JudgeRecusal::OwnTown
            && self.table.judges[judge].town == self.scene.data.villages[village].town;
        let state = |cell: &Cell| match *cell {
            Cell::RECUSED => CellState::Recused,
            Cell::VOIDED => CellState::Voided,
            Cell::BLANK => CellState::Blank,
            Cell::ABSENT if own_town => CellState::Recused,
            Cell::ABSENT => CellState::Absent,
            _ => CellState::Scored,
        };
        let cells: Vec<_> = (self.panel.criteria.iter().zip(sheet))
            .map(|(criterion, cell)| (criterion.code.clone(), state(cell)))
            .collect();
        let recused = LeftOutReason::of(&cells) == LeftOutReason::Recused;
        let clause = self.clause(if recused { "recusal" } else { "on" });
        let (town, village) = self.scene.name(village);
        let op = Op::LeftOut {
            component: self.code(),
            town,
            village,
            judge: self.table.judges[judge].code.clone(),
            r#in: cells,
        };
        Draft::new(clause, op)
    }

    fn sum_step(&self, village: usize, means: &[Option<Ratio>], out: Option<&Ratio>) -> Draft {
        let (town, village) = self.scene.name(village);
        let weighed = || self.panel.criteria.iter().zip(means);
        let parts = weighed().filter_map(|(criterion, mean)| {
            let (code, weight) = (criterion.code.clone(), criterion.weight.clone());
            Some((code, weight, mean.clone()?))
        });
        let missing = weighed().find(|(_, mean)| mean.is_none());
        let op = Op::Sum {
            component: self.code(),
            town,
            village,
            r#in: out.map_or_else(Vec::new, |_| parts.collect()),
            missing: missing.map(|(criterion, _)| criterion.code.clone()),
            out: out.cloned(),
        };
        Draft::new(self.clause("criteria"), op)
    }
}
