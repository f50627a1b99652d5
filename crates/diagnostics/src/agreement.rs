//! How well judges agree: Kendall's W, the six intraclass correlations of Shrout and Fleiss, Krippendorff's α.

use crate::Table;

/// Kendall's coefficient of concordance W, corrected for ties (Kendall 1948): 1 when all judges order the villages alike,
/// 0 when their orders cancel out.
///
/// Taken over a complete table. `None` when a cell is missing, with fewer than two judges or villages, or when no judge
/// tells any villages apart. For tables with missing cells take [`Table::complete_part`].
pub fn kendall_w(table: &Table) -> Option<f64> {
    if !table.is_complete() || table.judges() < 2 || table.villages() < 2 {
        return None;
    }
    let (judges, villages) = (table.judges() as f64, table.villages() as f64);
    let mut sums = vec![0.0; table.villages()];
    let mut ties = 0.0;
    for judge in 0..table.judges() {
        let row: Vec<f64> = table.row(judge).iter().copied().flatten().collect();
        for (sum, rank) in sums.iter_mut().zip(middle_ranks(&row)) {
            *sum += rank.rank;
            // Σ (t³ − t) over sets of t tied villages, as a sum over villages.
            ties += rank.tied * rank.tied - 1.0;
        }
    }
    let mean = judges * (villages + 1.0) / 2.0;
    let squares: f64 = sums.iter().map(|sum| (sum - mean).powi(2)).sum();
    let most = judges * judges * (villages.powi(3) - villages) - judges * ties;
    (most > 0.0).then(|| 12.0 * squares / most)
}

/// Place of a figure from the lowest.
struct MiddleRank {
    /// From 1; tied figures share the middle one.
    rank: f64,
    /// How many have this figure.
    tied: f64,
}

fn middle_ranks(row: &[f64]) -> impl Iterator<Item = MiddleRank> + '_ {
    row.iter().map(move |figure| {
        let below = row.iter().filter(|other| *other < figure).count() as f64;
        let tied = row.iter().filter(|other| *other <= figure).count() as f64 - below;
        MiddleRank {
            rank: below + f64::midpoint(tied, 1.0),
            tied,
        }
    })
}

/// The six intraclass correlations of Shrout and Fleiss (1979).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Icc {
    /// ICC(1,1): each village has judges of its own; one judge.
    pub one_single: f64,
    /// ICC(2,1): judges are a sample; one judge, absolute agreement.
    pub two_single: f64,
    /// ICC(3,1): these judges only; one judge, consistency.
    pub three_single: f64,
    /// ICC(1,k): as the first, for the mean of the judges.
    pub one_mean: f64,
    /// ICC(2,k): as the second, for the mean of the judges.
    pub two_mean: f64,
    /// ICC(3,k): as the third, for the mean of the judges (Cronbach's α).
    pub three_mean: f64,
}

impl Icc {
    /// Of a complete table. `None` when a cell is missing, with fewer than two judges or villages, or when all villages
    /// and judges have the same mean and nothing is left.
    pub fn of(table: &Table) -> Option<Self> {
        if !table.is_complete() || table.judges() < 2 || table.villages() < 2 {
            return None;
        }
        let (judges, villages) = (table.judges() as f64, table.villages() as f64);
        let mut judge_sums = vec![0.0; table.judges()];
        let mut village_sums = vec![0.0; table.villages()];
        let mut sum = 0.0;
        for (judge, village, figure) in table.figures() {
            judge_sums[judge] += figure;
            village_sums[village] += figure;
            sum += figure;
        }
        let mean = sum / (judges * villages);
        let squares = |sums: &[f64], of: f64| {
            of * sums
                .iter()
                .map(|sum| (sum / of - mean).powi(2))
                .sum::<f64>()
        };
        let all: f64 = table
            .figures()
            .map(|(_, _, figure)| (figure - mean).powi(2))
            .sum();
        let between = squares(&village_sums, judges);
        let across = squares(&judge_sums, villages);
        let left = (all - between - across).max(0.0);
        // Mean squares: villages, within villages, judges, residual.
        let bms = between / (villages - 1.0);
        let wms = (across + left) / (villages * (judges - 1.0));
        let jms = across / (judges - 1.0);
        let ems = left / ((villages - 1.0) * (judges - 1.0));
        let icc = Self {
            one_single: (bms - wms) / (bms + (judges - 1.0) * wms),
            two_single: (bms - ems)
                / (bms + (judges - 1.0) * ems + judges * (jms - ems) / villages),
            three_single: (bms - ems) / (bms + (judges - 1.0) * ems),
            one_mean: (bms - wms) / bms,
            two_mean: (bms - ems) / (bms + (jms - ems) / villages),
            three_mean: (bms - ems) / bms,
        };
        [
            icc.one_single,
            icc.two_single,
            icc.three_single,
            icc.one_mean,
            icc.two_mean,
            icc.three_mean,
        ]
        .iter()
        .all(|value| value.is_finite())
        .then_some(icc)
    }
}

/// How far apart two figures count as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Different or not.
    Nominal,
    /// By how many figures lie between.
    Ordinal,
    /// By their difference.
    Interval,
}

/// Krippendorff's α (2011): 1 when all judges give the same, 0 when they agree as by chance.
///
/// Missing cells are left out; villages with a single figure say nothing. `None` when no village has two figures or when
/// all figures are the same.
pub fn krippendorff_alpha(table: &Table, level: Level) -> Option<f64> {
    let columns: Vec<Vec<f64>> = (0..table.villages())
        .map(|village| {
            table
                .column(village)
                .map(|(_, figure)| figure)
                .collect::<Vec<_>>()
        })
        .filter(|column| column.len() > 1)
        .collect();
    let mut values: Vec<f64> = columns.concat();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let place = |figure: f64| values.partition_point(|value| *value < figure);
    let mut counts = vec![0.0; values.len()];
    for figure in columns.iter().flatten() {
        counts[place(*figure)] += 1.0;
    }
    let all: f64 = counts.iter().sum();
    // Figures up to and including half of a value's own: the ordinal distance is the difference of these.
    let mut below = 0.0;
    let middles: Vec<f64> = counts
        .iter()
        .map(|count| {
            below += count;
            below - count / 2.0
        })
        .collect();
    let distance = |one: usize, other: usize| match level {
        Level::Nominal => f64::from(u8::from(one != other)),
        Level::Ordinal => (middles[one] - middles[other]).powi(2),
        Level::Interval => (values[one] - values[other]).powi(2),
    };
    let observed: f64 = columns
        .iter()
        .map(|column| {
            let places: Vec<usize> = column.iter().map(|figure| place(*figure)).collect();
            let pairs: f64 = places
                .iter()
                .flat_map(|one| places.iter().map(|other| distance(*one, *other)))
                .sum();
            pairs / (column.len() as f64 - 1.0)
        })
        .sum();
    let expected: f64 = (0..values.len())
        .flat_map(|one| (0..values.len()).map(move |other| (one, other)))
        .map(|(one, other)| counts[one] * counts[other] * distance(one, other))
        .sum::<f64>()
        / (all - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[&[f64]]) -> Table {
        let rows: Vec<Vec<Option<f64>>> = rows
            .iter()
            .map(|row| row.iter().copied().map(Some).collect())
            .collect();
        Table::new(&rows).unwrap()
    }

    #[test]
    fn the_example_of_shrout_and_fleiss() {
        let table = table(&[
            &[9.0, 6.0, 8.0, 7.0, 10.0, 6.0],
            &[2.0, 1.0, 4.0, 1.0, 5.0, 2.0],
            &[5.0, 3.0, 6.0, 2.0, 6.0, 4.0],
            &[8.0, 2.0, 8.0, 6.0, 9.0, 7.0],
        ]);
        let icc = Icc::of(&table).unwrap();
        for (is, published) in [
            (icc.one_single, 0.1657),
            (icc.two_single, 0.2898),
            (icc.three_single, 0.7148),
            (icc.one_mean, 0.4428),
            (icc.two_mean, 0.6201),
            (icc.three_mean, 0.9093),
        ] {
            assert!((is - published).abs() < 5e-5, "{is} {published}");
        }
    }

    #[test]
    fn the_canonical_example_of_krippendorff() {
        let row = |text: &str| -> Vec<Option<f64>> {
            text.chars()
                .map(|sign| sign.to_digit(10).map(f64::from))
                .collect()
        };
        let table = Table::new(&[
            row("*****34121133*3"),
            row("1*213343*******"),
            row("**21344*21133*4"),
        ])
        .unwrap();
        for (level, published) in [
            (Level::Nominal, 0.691_358),
            (Level::Ordinal, 0.806_721),
            (Level::Interval, 0.810_845),
        ] {
            let alpha = krippendorff_alpha(&table, level).unwrap();
            assert!((alpha - published).abs() < 5e-7, "{level:?} {alpha}");
        }
        assert_eq!(kendall_w(&table), None);
        assert_eq!(Icc::of(&table), None);
    }

    #[test]
    fn nothing_is_said_where_nothing_differs() {
        let same = table(&[&[5.0, 5.0], &[5.0, 5.0]]);
        assert_eq!(kendall_w(&same), None);
        assert_eq!(Icc::of(&same), None);
        assert_eq!(krippendorff_alpha(&same, Level::Interval), None);
        let empty = Table::new(&[vec![None, Some(1.0)], vec![Some(2.0), None]]).unwrap();
        assert_eq!(krippendorff_alpha(&empty, Level::Nominal), None);
    }

    proptest! {
        #[test]
        fn judges_who_all_say_the_same_agree_wholly(
            row in proptest::collection::vec(0u8..20, 2..9).prop_filter("differs", |row| row.iter().any(|figure| figure != &row[0])),
            judges in 2usize..6,
        ) {
            let row: Vec<Option<f64>> = row.into_iter().map(|figure| Some(f64::from(figure))).collect();
            let table = Table::new(&vec![row; judges]).unwrap();
            prop_assert!((kendall_w(&table).unwrap() - 1.0).abs() < 1e-9);
            prop_assert!((Icc::of(&table).unwrap().two_single - 1.0).abs() < 1e-9);
            for level in [Level::Nominal, Level::Ordinal, Level::Interval] {
                prop_assert!((krippendorff_alpha(&table, level).unwrap() - 1.0).abs() < 1e-9);
            }
        }

        #[test]
        fn w_and_alpha_do_not_depend_on_the_unit_of_scores(
            rows in proptest::collection::vec(proptest::collection::vec(0u8..5, 5), 3),
            factor in 0.5f64..4.0,
            shift in -10.0f64..10.0,
        ) {
            let of = |map: &dyn Fn(f64) -> f64| {
                let rows: Vec<Vec<Option<f64>>> = rows
                    .iter()
                    .map(|row| row.iter().map(|figure| Some(map(f64::from(*figure)))).collect())
                    .collect();
                Table::new(&rows).unwrap()
            };
            let (plain, moved) = (of(&|figure| figure), of(&|figure| figure * factor + shift));
            let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
                (Some(one), Some(other)) => (one - other).abs() < 1e-7,
                (one, other) => one.is_none() && other.is_none(),
            };
            prop_assert!(near(kendall_w(&plain), kendall_w(&moved)));
            prop_assert!(kendall_w(&plain).is_none_or(|w| (-1e-12..1.0 + 1e-12).contains(&w)));
            for level in [Level::Nominal, Level::Ordinal, Level::Interval] {
                prop_assert!(near(krippendorff_alpha(&plain, level), krippendorff_alpha(&moved, level)));
            }
        }
    }
}
