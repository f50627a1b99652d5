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
use crate::scene::{Scene, Value};
use crate::trace::{Draft, Known, LeftOutReason, NoValueReason, Op, Recorder, StepId};
use crate::{DataFault, Ratio};
use trim::{Kept, TooFew, trim};
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
    scene: &Scene<'_>,
    panel: &Panel,
    table: &PanelTable,
    criterion: usize,
    village: usize,
) -> Option<Ratio> {
    let mut sum = BigInt::from(0);
    let mut count = 0u64;
    for judge in 0..table.judges.len() {
        let sheet = table.sheet(village, judge);
        let counts = panel.on == TrimOn::Criterion
            || left_out(scene, panel, table, village, judge).is_none();
        if let Some(score) = sheet[criterion].score().filter(|_| counts) {
            sum += score;
            count += 1;
        }
    }
    Ratio::new(sum, BigInt::from(10u32).pow(table.scale) * count)
}

/// Why the sheet of a judge for a village does not count, if so.
#[inline]
fn left_out(
    scene: &Scene<'_>,
    panel: &Panel,
    table: &PanelTable,
    village: usize,
    judge: usize,
) -> Option<LeftOutReason> {
    let sheet = table.sheet(village, judge);
    if sheet.iter().all(|cell| cell.score().is_some()) {
        return None;
    }
    let own_town = || {
        panel.recusal == JudgeRecusal::OwnTown
            && table.judges[judge].town == scene.data.villages[village].town
    };
    Some(if sheet.contains(&Cell::RECUSED) || own_town() {
        LeftOutReason::Recused
    } else if sheet.contains(&Cell::VOIDED) {
        LeftOutReason::Voided
    } else if sheet.iter().all(|cell| *cell == Cell::ABSENT) {
        LeftOutReason::Absent
    } else {
        LeftOutReason::Incomplete
    })
}

/// A judge's total of a village that has a value.
struct Total<N> {
    village: usize,
    judge: usize,
    value: N,
    step: StepId,
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
        let mut steps: Vec<StepId> = Vec::with_capacity(self.table.judges.len());
        for village in 0..self.scene.data.villages.len() {
            sorted.clear();
            steps.clear();
            let before = totals.len();
            for judge in 0..self.table.judges.len() {
                if let Some(why) = left_out(self.scene, self.panel, self.table, village, judge) {
                    recorder.step(|| self.left_out_step(village, judge, why));
                    continue;
                }
                let sheet = self.table.sheet(village, judge);
                let total = N::weighted(weights, sheet);
                let total = recorder.known(total, |total| {
                    self.total_step(village, judge, &total.ratio(unit, 1))
                });
                steps.extend(total.step);
                if evens_out {
                    totals.push(Total {
                        village,
                        judge,
                        value: total.value.clone(),
                        step: total.step.unwrap_or_default(),
                    });
                }
                sorted.push(total.value);
            }
            sorted.sort_unstable();
            values.push(match trim(self.panel, &sorted) {
                Ok(kept) => Ok(self.mean(village, None, &sorted, kept, unit, &steps, recorder)),
                Err(few) => {
                    totals.truncate(before);
                    recorder.step(|| self.too_few_step(village, None, &few));
                    Err(NoValueReason::TooFewJudges)
                }
            });
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
            let mut too_few = None;
            for index in 0..self.panel.criteria.len() {
                sorted.clear();
                let sheets = (0..self.table.judges.len())
                    .map(|judge| self.table.sheet(village, judge)[index]);
                sorted.extend(sheets.filter_map(Cell::score));
                sorted.sort_unstable();
                match trim(self.panel, &sorted) {
                    Ok(kept) => {
                        let on = Some(index);
                        means.push(self.mean(village, on, &sorted, kept, &unit, &[], recorder));
                    }
                    Err(few) => too_few = too_few.or(Some((index, few))),
                }
            }
            if let Some((index, few)) = too_few {
                recorder.step(|| self.too_few_step(village, Some(index), &few));
                return Err(NoValueReason::TooFewJudges);
            }
            let sum = (self.panel.criteria.iter().zip(&means))
                .map(|(criterion, mean)| &criterion.weight.0 * &mean.value.0)
                .sum();
            Ok(recorder.known(Ratio(sum), |out| self.sum_step(village, &means, out)))
        };
        (0..self.scene.data.villages.len())
            .map(&mut value_of)
            .collect()
    }

    /// The mean of the sorted values that trimming keeps.
    #[expect(clippy::too_many_arguments, reason = "what a step of the trace shows")]
    fn mean<N: Whole, R: Recorder>(
        &self,
        village: usize,
        criterion: Option<usize>,
        sorted: &[N],
        kept: Kept,
        unit: &BigInt,
        from: &[StepId],
        recorder: &mut R,
    ) -> Known<Ratio> {
        let Kept { rule, first, past } = kept;
        let mean = N::sum(&sorted[first..past]).ratio(unit, past - first);
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
            Draft::new(self.clause("trim"), from.iter().copied(), op)
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
        Draft::new(self.clause("criteria"), [], op)
    }

    fn left_out_step(&self, village: usize, judge: usize, why: LeftOutReason) -> Draft {
        let (town, village) = self.scene.name(village);
        let clause = if why == LeftOutReason::Recused {
            "recusal"
        } else {
            "on"
        };
        let op = Op::LeftOut {
            component: self.code(),
            town,
            village,
            judge: self.table.judges[judge].code.clone(),
            why,
        };
        Draft::new(self.clause(clause), [], op)
    }

    fn sum_step(&self, village: usize, means: &[Known<Ratio>], out: &Ratio) -> Draft {
        let (town, village) = self.scene.name(village);
        let weighed = self.panel.criteria.iter().zip(means);
        let op = Op::Sum {
            component: self.code(),
            town,
            village,
            r#in: weighed
                .map(|(criterion, mean)| {
                    let weight = criterion.weight.clone();
                    (criterion.code.clone(), weight, mean.value.clone())
                })
                .collect(),
            out: out.clone(),
        };
        let from = means.iter().filter_map(|mean| mean.step);
        Draft::new(self.clause("criteria"), from, op)
    }

    fn too_few_step(&self, village: usize, criterion: Option<usize>, few: &TooFew) -> Draft {
        let (town, village) = self.scene.name(village);
        let op = Op::NoValue {
            component: Some(self.code()),
            town,
            village,
            why: NoValueReason::TooFewJudges,
            have: Some(few.have),
            need: Some(few.need),
            criterion: criterion.map(|index| self.criterion(index)),
            indicator: None,
            class: None,
            of: None,
        };
        Draft::new(self.clause(few.clause), [], op)
    }
}
