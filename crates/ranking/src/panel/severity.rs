//! Strict and lenient judges evened out by exact least squares (`docs/scoring.md` §4.2).
//!
//! With `y(j,v)` the total of judge `j` for village `v`, `a(v)` and `b(j)` minimise
//! `Σ (y(j,v) − a(v) − b(j))²` under `Σ b(j) = 0`. The villages are eliminated by hand:
//! `a(v) = (Σ_j y(j,v) − b(j)) / n(v)`. What is left is, for each judge,
//! `m(j)·b(j) − Σ_v (1/n(v))·Σ_k b(k) = Σ_v (y(j,v) − mean(v))` over the villages `v` of `j` and
//! the judges `k` of `v`: the Laplacian of a connected graph, of rank one less than the judges.
//! One judge is held at 0, the denominators are cleared, and Bareiss' elimination (*Math. Comp.* 22,
//! 1968) solves the rest in whole numbers; then all are shifted to the sum 0.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Zero};

use super::whole::Whole;
use super::{Bench, Total};
use crate::data::disconnected;
use crate::scene::Value;
use crate::trace::{Draft, Op, Recorder};
use crate::{DataFault, Ratio};

/// Who scored whom, densely numbered.
struct Design {
    /// Indexes of the judges, in judge order.
    judges: Vec<usize>,
    /// Indexes of the villages, in village order.
    villages: Vec<usize>,
    /// For each village its judges (places in `judges`) and their totals.
    totals: Vec<Vec<(usize, BigInt)>>,
}

/// The severities `b / (denominator · unit)`, one for each judge of the design.
struct Severities {
    numerators: Vec<BigInt>,
    denominator: BigInt,
}

/// Corrects the values of the villages that have one.
///
/// # Errors
/// A design that is not connected.
pub(super) fn correct<N: Whole, R: Recorder>(
    bench: &Bench<'_>,
    totals: &[Total<N>],
    unit: &BigInt,
    values: &mut [Value],
    recorder: &mut R,
) -> Result<(), DataFault> {
    let design = Design::new(totals);
    let complete = totals.len() == design.judges.len() * design.villages.len();
    if !complete && !design.is_connected() {
        return Err(disconnected(&bench.code()));
    }
    let severities = if complete {
        evened(&design)
    } else {
        solve(&design)
    };
    recorder.step(|| {
        let denominator = &severities.denominator * unit;
        let numerators = design.judges.iter().zip(&severities.numerators);
        let judges = numerators.map(|(judge, numerator)| {
            let ratio = BigRational::new(numerator.clone(), denominator.clone());
            (bench.table.judges[*judge].code.clone(), Ratio(ratio))
        });
        let op = Op::Severity {
            component: bench.code(),
            judges: judges.collect(),
        };
        Draft::new(bench.clause("severity"), op)
    });
    for (village, totals) in design.villages.iter().zip(&design.totals) {
        let Ok(mean) = &values[*village] else {
            continue;
        };
        let corrected = severities.corrected(totals, unit);
        let corrected = recorder.known(corrected, |out| {
            let (town, village) = bench.scene.name(*village);
            let op = Op::Corrected {
                component: bench.code(),
                town,
                village,
                r#in: mean.clone(),
                out: out.clone(),
            };
            Draft::new(bench.clause("severity"), op)
        });
        values[*village] = Ok(corrected);
    }
    Ok(())
}

impl Design {
    fn new<N: Whole>(totals: &[Total<N>]) -> Self {
        let mut judges: Vec<usize> = totals.iter().map(|total| total.judge).collect();
        judges.sort_unstable();
        judges.dedup();
        let mut villages = Vec::new();
        let mut rows: Vec<Vec<(usize, BigInt)>> = Vec::new();
        // The totals come village by village.
        for of_village in totals.chunk_by(|left, right| left.village == right.village) {
            villages.push(of_village[0].village);
            let row = of_village.iter().map(|total| {
                let place = judges.binary_search(&total.judge);
                (place.expect("listed above"), total.value.big())
            });
            rows.push(row.collect());
        }
        Self {
            judges,
            villages,
            totals: rows,
        }
    }

    /// Whether every judge is reached from the first through common villages.
    fn is_connected(&self) -> bool {
        let mut group: Vec<usize> = (0..self.judges.len()).collect();
        for row in &self.totals {
            for pair in row.windows(2) {
                let (left, right) = (head(&mut group, pair[0].0), head(&mut group, pair[1].0));
                group[left] = right;
            }
        }
        let heads = (0..self.judges.len()).map(|judge| head(&mut group, judge));
        heads.collect::<std::collections::HashSet<_>>().len() <= 1
    }
}

/// The judge who stands for the group of a judge.
fn head(group: &mut [usize], mut judge: usize) -> usize {
    while group[judge] != judge {
        group[judge] = group[group[judge]];
        judge = group[judge];
    }
    judge
}

impl Severities {
    /// `a(v)` of a village with these totals.
    fn corrected(&self, totals: &[(usize, BigInt)], unit: &BigInt) -> Ratio {
        let mut sum = BigInt::zero();
        for (judge, total) in totals {
            sum += total * &self.denominator - &self.numerators[*judge];
        }
        Ratio(BigRational::new(
            sum,
            &self.denominator * unit * totals.len(),
        ))
    }
}

/// The severities of a complete design, in closed form: a judge's mean less the mean of all. They
/// change no value, since every village has all judges and they sum to 0.
fn evened(design: &Design) -> Severities {
    let (judges, villages) = (design.judges.len(), design.villages.len());
    let mut sums = vec![BigInt::zero(); judges];
    for (judge, total) in design.totals.iter().flatten() {
        sums[*judge] += total;
    }
    let all: BigInt = sums.iter().sum();
    let numerators = sums.into_iter().map(|sum| sum * judges - &all);
    Severities {
        numerators: numerators.collect(),
        // A design without villages has no judges either.
        denominator: BigInt::from((judges * villages).max(1)),
    }
}

/// The severities of a connected design.
fn solve(design: &Design) -> Severities {
    let n = design.judges.len();
    let clear = design.totals.iter().fold(BigInt::one(), |clear, row| {
        clear.lcm(&BigInt::from(row.len()))
    });
    // The equations of all judges but the last, who is held at 0; the last column is the right side.
    let free = n - 1;
    let mut rows = vec![vec![BigInt::zero(); free + 1]; free];
    for totals in &design.totals {
        let share = &clear / totals.len();
        let sum: BigInt = totals.iter().map(|(_, total)| total).sum();
        for (judge, total) in totals {
            if *judge == free {
                continue;
            }
            let row = &mut rows[*judge];
            row[*judge] += &clear;
            for (other, _) in totals.iter().filter(|(other, _)| *other != free) {
                row[*other] -= &share;
            }
            row[free] += &clear * total - &share * &sum;
        }
    }
    for row in &mut rows {
        let common = row
            .iter()
            .fold(BigInt::zero(), |common, cell| common.gcd(cell));
        if !common.is_zero() && !common.is_one() {
            for cell in row {
                *cell /= &common;
            }
        }
    }
    let (mut numerators, mut denominator) = eliminate(rows);
    numerators.push(BigInt::zero());
    // Shifted so that they sum to 0.
    let sum: BigInt = numerators.iter().sum();
    for numerator in &mut numerators {
        *numerator = &*numerator * n - &sum;
    }
    denominator *= n;
    let common = numerators
        .iter()
        .fold(denominator.clone(), |common, cell| common.gcd(cell));
    for numerator in &mut numerators {
        *numerator /= &common;
    }
    denominator /= &common;
    Severities {
        numerators,
        denominator,
    }
}

/// Solves a positive definite system by fraction-free elimination: numerators and the one positive
/// denominator. Its leading minors are positive, so no row has to be exchanged.
fn eliminate(mut rows: Vec<Vec<BigInt>>) -> (Vec<BigInt>, BigInt) {
    let n = rows.len();
    let mut before = BigInt::one();
    for pivot in 0..n {
        let (done, below) = rows.split_at_mut(pivot + 1);
        let top = &done[pivot];
        for row in below {
            let factor = std::mem::take(&mut row[pivot]);
            for column in pivot + 1..=n {
                let cell = &row[column] * &top[pivot] - &factor * &top[column];
                row[column] = cell / &before;
            }
        }
        before.clone_from(&top[pivot]);
    }
    let determinant = before;
    let mut solution = vec![BigInt::zero(); n];
    for place in (0..n).rev() {
        let row = &rows[place];
        let known: BigInt = (place + 1..n)
            .map(|column| &row[column] * &solution[column])
            .sum();
        solution[place] = (&determinant * &row[n] - known) / &row[place];
    }
    (solution, determinant)
}
