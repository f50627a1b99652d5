//! [`Additive`]: how many points each judge is above or below the others, by least squares.

use crate::{Table, cholesky::Cholesky};

/// The least squares fit of figure = village + judge, with judges that sum to 0.
///
/// An estimate for reading, also where the card does not correct severity. Where it does, the exact figures of the
/// result are the ones that count; they agree with these to the precision of a float.
#[derive(Clone, Debug, PartialEq)]
pub struct Additive {
    /// For each judge the points above (+) or below (−) the average judge; `None` without figures.
    pub judges: Vec<Option<f64>>,
    /// For each village its level; `None` without figures.
    pub villages: Vec<Option<f64>>,
    /// Standard deviation of what is left, by degrees of freedom; `None` without any.
    pub residual: Option<f64>,
}

impl Additive {
    /// Fits a table. `None` when it has no figures or falls into parts.
    pub fn fit(table: &Table) -> Option<Self> {
        Self::weighted(table, &vec![1.0; table.judges()])
    }

    /// Fits a table in which each judge counts as often as its weight says; weight 0 leaves the judge out.
    pub(crate) fn weighted(table: &Table, weights: &[f64]) -> Option<Self> {
        let judges = table.judges();
        let mut count = vec![0.0; table.villages()];
        let mut sum = vec![0.0; table.villages()];
        let mut matrix = vec![0.0; judges * judges];
        let mut right = vec![0.0; judges];
        let counted = |judge: usize| weights[judge] > 0.0;
        for (judge, village, figure) in table.figures().filter(|cell| counted(cell.0)) {
            count[village] += weights[judge];
            sum[village] += weights[judge] * figure;
            matrix[judge * judges + judge] += weights[judge];
            right[judge] += weights[judge] * figure;
        }
        // The villages are eliminated: what remains has one row for each judge.
        for village in (0..table.villages()).filter(|village| count[*village] > 0.0) {
            let column: Vec<(usize, f64)> = table
                .column(village)
                .filter(|(judge, _)| counted(*judge))
                .map(|(judge, _)| (judge, weights[judge]))
                .collect();
            // Only the lower triangle is read.
            for (number, (judge, weight)) in column.iter().enumerate() {
                let share = weight / count[village];
                right[*judge] -= share * sum[village];
                let row = &mut matrix[judge * judges..][..judges];
                for (other, other_weight) in &column[..=number] {
                    row[*other] -= share * other_weight;
                }
            }
        }
        let taken: Vec<bool> = (0..judges)
            .map(|judge| counted(judge) && table.row(judge).iter().any(Option::is_some))
            .collect();
        if !taken.contains(&true) {
            return None;
        }
        // Σ b² over the judges taken is added in the one direction the data do not know, which makes the sum 0 and
        // changes nothing else. Judges not taken get a row of their own.
        for judge in 0..judges {
            for other in 0..judges {
                if taken[judge] && taken[other] {
                    matrix[judge * judges + other] += 1.0;
                }
            }
            if !taken[judge] {
                matrix[judge * judges + judge] = 1.0;
            }
        }
        Cholesky::of(judges, matrix, 1e-10)?.solve(&mut right);
        let judges: Vec<Option<f64>> = (0..judges)
            .map(|judge| taken[judge].then_some(right[judge]))
            .collect();
        let villages: Vec<Option<f64>> = (0..table.villages())
            .map(|village| {
                let without: f64 = table
                    .column(village)
                    .filter_map(|(judge, figure)| Some(weights[judge] * (figure - judges[judge]?)))
                    .sum();
                (count[village] > 0.0).then(|| without / count[village])
            })
            .collect();
        let mut fit = Self {
            judges,
            villages,
            residual: None,
        };
        fit.residual = fit.spread_left(table);
        Some(fit)
    }

    /// The figure less what village and judge explain.
    pub fn left(&self, judge: usize, village: usize, figure: f64) -> Option<f64> {
        Some(figure - self.judges[judge]? - self.villages[village]?)
    }

    fn spread_left(&self, table: &Table) -> Option<f64> {
        let known = |list: &[Option<f64>]| list.iter().flatten().count();
        let left: Vec<f64> = table
            .figures()
            .filter_map(|(judge, village, figure)| self.left(judge, village, figure))
            .collect();
        let freedom = (left.len() + 1).checked_sub(known(&self.judges) + known(&self.villages))?;
        let squares: f64 = left.iter().map(|left| left * left).sum();
        (freedom > 0).then(|| (squares / freedom as f64).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn where_judges_scored_different_villages_strictness_is_taken_out() {
        // Judge 1 gives two points more than judge 0, judge 2 three more; each village was seen by two of them.
        let level = [80.0, 84.0, 90.0];
        let table = Table::new(&[
            vec![Some(level[0]), Some(level[1]), None],
            vec![None, Some(level[1] + 2.0), Some(level[2] + 2.0)],
            vec![Some(level[0] + 3.0), None, Some(level[2] + 3.0)],
        ])
        .unwrap();
        let fit = Additive::fit(&table).unwrap();
        let average = 5.0 / 3.0;
        for (judge, above) in [(0, 0.0), (1, 2.0), (2, 3.0)] {
            assert!((fit.judges[judge].unwrap() - (above - average)).abs() < 1e-9);
        }
        for (village, level) in fit.villages.iter().zip(level) {
            assert!((village.unwrap() - level - average).abs() < 1e-9);
        }
        assert!(fit.residual.unwrap() < 1e-9);
    }

    #[test]
    fn parts_without_a_common_village_are_not_compared() {
        let table = Table::new(&[vec![Some(1.0), None], vec![None, Some(2.0)]]).unwrap();
        assert_eq!(Additive::fit(&table), None);
        assert_eq!(Additive::fit(&Table::new(&[vec![None]]).unwrap()), None);
    }

    proptest! {
        #[test]
        fn in_a_complete_table_a_judge_is_their_mean_less_the_mean_of_all(
            rows in proptest::collection::vec(proptest::collection::vec(0.0f64..100.0, 4), 2..6),
        ) {
            let table = Table::new(&rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect::<Vec<_>>()).unwrap();
            let fit = Additive::fit(&table).unwrap();
            let mean = |row: &[f64]| row.iter().sum::<f64>() / row.len() as f64;
            let all = mean(&rows.concat());
            for (judge, row) in rows.iter().enumerate() {
                prop_assert!((fit.judges[judge].unwrap() - (mean(row) - all)).abs() < 1e-8);
            }
        }

        #[test]
        fn a_judge_of_weight_two_counts_as_two_judges(
            rows in proptest::collection::vec(proptest::collection::vec(0.0f64..100.0, 4), 3),
        ) {
            let some = |row: &Vec<f64>| row.iter().copied().map(Some).collect::<Vec<_>>();
            let mut table: Vec<_> = rows.iter().map(some).collect();
            table[0][1] = None;
            let once = Additive::weighted(&Table::new(&table).unwrap(), &[2.0, 1.0, 1.0]).unwrap();
            table.push(table[0].clone());
            let twice = Additive::fit(&Table::new(&table).unwrap()).unwrap();
            let gap = |fit: &Additive| fit.villages[0].unwrap() - fit.villages[1].unwrap();
            prop_assert!((gap(&once) - gap(&twice)).abs() < 1e-8);
        }
    }
}
