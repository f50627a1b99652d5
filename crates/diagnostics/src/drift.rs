//! [`Drift`]: whether a panel became stricter or more lenient from day to day, where that can be known.
//!
//! A village is usually visited on one day. Then a good day and good villages look the same, and no arithmetic tells them
//! apart. Two things do:
//!
//! - **Visits**: villages seen on several days — by other judges, or a benchmark village seen every day. Fitted as
//!   figure = village + judge + day by least squares.
//! - **Covariate**: another figure of the same villages that was not made day by day, such as the debrief 总评 at the end.
//!   Fitted as village's level = day + factor · covariate by least squares. It assumes that the covariate did not drift.

use crate::{
    Additive, DayEffect, DriftAnalysis, DriftLink, Estimate, Sentence, Table, cholesky::Cholesky,
};

/// When each judge saw each village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    villages: usize,
    cells: Vec<Option<usize>>,
}

impl Days {
    /// All judges see a village on the same day, counted from 0; `None` where the day is not known.
    pub fn of_villages(judges: usize, days: &[Option<usize>]) -> Self {
        Self {
            villages: days.len(),
            cells: days.repeat(judges),
        }
    }

    /// A day for each judge and village, in the order of judges. `None` if the rows differ in length.
    pub fn of_visits(rows: &[Vec<Option<usize>>]) -> Option<Self> {
        let villages = rows.first().map_or(0, Vec::len);
        rows.iter().all(|row| row.len() == villages).then(|| Self {
            villages,
            cells: rows.concat(),
        })
    }

    fn day(&self, judge: usize, village: usize) -> Option<usize> {
        self.cells
            .get(judge * self.villages + village)
            .copied()
            .flatten()
    }
}

/// The effects of days, in points; they sum to 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// What makes the days comparable.
    pub link: DriftLink,
    /// Day, effect, standard error; days with figures only.
    pub days: Vec<DayEffect>,
}

/// Why nothing is known of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriftUnknown {
    /// The data do not say when a village was seen.
    NoDays,
    /// The panel did not sit day by day.
    NotByDay,
    /// All figures are of one day.
    OneDay,
    /// Nothing links the days.
    NoLink,
}

impl DriftUnknown {
    /// Why, in words.
    pub fn sentence(self) -> Sentence {
        match self {
            Self::NoDays => Sentence::new(
                "没有登记各村的观摩日期，各天宽严是否一致无从得知",
                "The days of the visits are not recorded, so whether days differ in strictness cannot be known",
            ),
            Self::NotByDay => Sentence::new(
                "这一项不是观摩途中逐日评的，不比较日子",
                "This part was not scored day by day on the tour, so days are not compared",
            ),
            Self::OneDay => Sentence::new(
                "全部评分在同一天完成，没有日间差异可言",
                "All scores are of one day: there is nothing to compare",
            ),
            Self::NoLink => Sentence::new(
                "每个村只在一天被评，又没有可对照的其他评分：某天分高是尺度宽还是村好，无从得知",
                "Each village was scored on one day and no other figure links the days: whether a day was lenient or its villages good cannot be known",
            ),
        }
    }
}

impl Drift {
    /// Looks for a link in the visits, then in the covariate (a figure for each village, `None` where there is none).
    ///
    /// # Errors
    /// [`DriftUnknown`]: no effect is told that the data do not identify.
    pub fn of(
        totals: &Table,
        days: &Days,
        covariate: Option<&[Option<f64>]>,
    ) -> Result<Self, DriftUnknown> {
        let figures: Vec<Figure> = totals
            .figures()
            .filter_map(|(judge, village, figure)| {
                Some(Figure {
                    judge,
                    village,
                    day: days.day(judge, village)?,
                    points: figure,
                })
            })
            .collect();
        let numbers = numbered(figures.iter().map(|figure| figure.day));
        match numbers.len() {
            0 => return Err(DriftUnknown::NoDays),
            1 => return Err(DriftUnknown::OneDay),
            _ => {}
        }
        by_visits(&figures, &numbers)
            .or_else(|| by_covariate(totals, &figures, &numbers, covariate?))
            .ok_or(DriftUnknown::NoLink)
    }

    /// What to show; `covariate` is what the covariate is called.
    pub fn analysis(result: Result<Self, DriftUnknown>, covariate: &str) -> DriftAnalysis {
        let drift = match result {
            Ok(drift) => drift,
            Err(unknown) => {
                return DriftAnalysis {
                    says: unknown.sentence(),
                    link: None,
                    days: Vec::new(),
                };
            }
        };
        let effects = || drift.days.iter().map(|day| day.effect.0);
        let range =
            Estimate(effects().fold(f64::MIN, f64::max) - effects().fold(f64::MAX, f64::min));
        let says = match drift.link {
            DriftLink::Visits => Sentence::new(
                format!("以多天都评过的村为对照，各天尺度相差最多 {range} 分"),
                format!(
                    "By villages scored on several days, days differ in strictness by at most {range} points"
                ),
            ),
            DriftLink::Covariate => Sentence::new(
                format!(
                    "以“{covariate}”为对照（假定它对各天的村一样严），各天尺度相差最多 {range} 分"
                ),
                format!(
                    "By {covariate}, taken as equally strict with the villages of all days, days differ in strictness by at most {range} points"
                ),
            ),
        };
        DriftAnalysis {
            says,
            link: Some(drift.link),
            days: drift.days,
        }
    }
}

/// A figure with its day.
struct Figure {
    judge: usize,
    village: usize,
    day: usize,
    points: f64,
}

/// The numbers that occur, ascending.
fn numbered(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Least squares of rows with a few terms each: `(place, factor)`.
struct Regression {
    size: usize,
    matrix: Vec<f64>,
    right: Vec<f64>,
}

impl Regression {
    fn new(size: usize) -> Self {
        Self {
            size,
            matrix: vec![0.0; size * size],
            right: vec![0.0; size],
        }
    }

    fn add(&mut self, terms: &[(usize, f64)], figure: f64) {
        for (row, factor) in terms {
            self.right[*row] += factor * figure;
            for (column, other) in terms {
                self.matrix[row * self.size + column] += factor * other;
            }
        }
    }

    /// Adds the square of a sum, in a direction the figures do not know: the sum becomes 0.
    fn sum_to_zero(&mut self, places: std::ops::Range<usize>) {
        for row in places.clone() {
            for column in places.clone() {
                self.matrix[row * self.size + column] += 1.0;
            }
        }
    }

    /// The solution and the factor, if the figures identify it.
    fn solve(self) -> Option<(Vec<f64>, Cholesky)> {
        let factor = Cholesky::of(self.size, self.matrix, 1e-9)?;
        let mut solution = self.right;
        factor.solve(&mut solution);
        Some((solution, factor))
    }
}

/// Days less their mean, with errors. `days` are the places of the days in the solution.
fn effects(
    numbers: &[usize],
    days: std::ops::Range<usize>,
    solution: &[f64],
    factor: &Cholesky,
    variance: f64,
) -> Vec<DayEffect> {
    let count = numbers.len() as f64;
    let mean = solution[days.clone()].iter().sum::<f64>() / count;
    numbers
        .iter()
        .zip(days.clone())
        .map(|(number, place)| {
            let mut contrast = vec![0.0; solution.len()];
            contrast[days.clone()].fill(-1.0 / count);
            contrast[place] += 1.0;
            let mut solved = contrast.clone();
            factor.solve(&mut solved);
            let share: f64 = contrast
                .iter()
                .zip(&solved)
                .map(|(one, other)| one * other)
                .sum();
            DayEffect {
                day: *number,
                effect: Estimate(solution[place] - mean),
                error: Estimate((share * variance).sqrt()),
            }
        })
        .collect()
}

/// figure = village + judge + day, judges and days summing to 0.
fn by_visits(figures: &[Figure], numbers: &[usize]) -> Option<Drift> {
    let villages = numbered(figures.iter().map(|figure| figure.village));
    let judges = numbered(figures.iter().map(|figure| figure.judge));
    let place = |list: &[usize], number: usize| list.partition_point(|before| *before < number);
    let (first_judge, first_day) = (villages.len(), villages.len() + judges.len());
    let size = first_day + numbers.len();
    let terms = |figure: &Figure| {
        [
            (place(&villages, figure.village), 1.0),
            (first_judge + place(&judges, figure.judge), 1.0),
            (first_day + place(numbers, figure.day), 1.0),
        ]
    };
    let mut regression = Regression::new(size);
    for figure in figures {
        regression.add(&terms(figure), figure.points);
    }
    regression.sum_to_zero(first_judge..first_day);
    regression.sum_to_zero(first_day..size);
    let (solution, factor) = regression.solve()?;
    let freedom = (figures.len() + 2)
        .checked_sub(size)
        .filter(|freedom| *freedom > 0)?;
    let squares: f64 = figures
        .iter()
        .map(|figure| {
            let fitted: f64 = terms(figure)
                .iter()
                .map(|(place, _)| solution[*place])
                .sum();
            (figure.points - fitted).powi(2)
        })
        .sum();
    Some(Drift {
        link: DriftLink::Visits,
        days: effects(
            numbers,
            first_day..size,
            &solution,
            &factor,
            squares / freedom as f64,
        ),
    })
}

/// village's level = day + factor · covariate.
fn by_covariate(
    totals: &Table,
    figures: &[Figure],
    numbers: &[usize],
    covariate: &[Option<f64>],
) -> Option<Drift> {
    let fit = Additive::fit(totals)?;
    // Villages of one day that have both figures: place of the day, covariate, level.
    let villages: Vec<(usize, f64, f64)> = numbered(figures.iter().map(|figure| figure.village))
        .into_iter()
        .filter_map(|village| {
            let days = numbered(
                figures
                    .iter()
                    .filter(|figure| figure.village == village)
                    .map(|figure| figure.day),
            );
            let [day] = days[..] else { return None };
            let place = numbers.partition_point(|before| *before < day);
            Some((place, (*covariate.get(village)?)?, fit.villages[village]?))
        })
        .collect();
    let size = numbers.len() + 1;
    let freedom = villages
        .len()
        .checked_sub(size)
        .filter(|freedom| *freedom > 0)?;
    let mean = villages
        .iter()
        .map(|(_, covariate, _)| covariate)
        .sum::<f64>()
        / villages.len() as f64;
    let terms = |day: usize, covariate: f64| [(day, 1.0), (size - 1, covariate - mean)];
    let mut regression = Regression::new(size);
    for (day, covariate, level) in &villages {
        regression.add(&terms(*day, *covariate), *level);
    }
    let (solution, factor) = regression.solve()?;
    let squares: f64 = villages
        .iter()
        .map(|(day, covariate, level)| {
            let fitted: f64 = terms(*day, *covariate)
                .iter()
                .map(|(place, term)| solution[*place] * term)
                .sum();
            (level - fitted).powi(2)
        })
        .sum();
    Some(Drift {
        link: DriftLink::Covariate,
        days: effects(
            numbers,
            0..size - 1,
            &solution,
            &factor,
            squares / freedom as f64,
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [f64; 6] = [80.0, 84.0, 77.0, 90.0, 86.0, 81.0];
    const STRICTNESS: [f64; 3] = [0.0, -2.0, 3.0];
    const DAY: [f64; 3] = [0.0, 1.5, 3.0];

    /// Figures without noise: village + judge + day.
    fn table(day: impl Fn(usize, usize) -> usize) -> Table {
        let row = |judge: usize| {
            (0..6)
                .map(|village| Some(LEVELS[village] + STRICTNESS[judge] + DAY[day(judge, village)]))
                .collect()
        };
        Table::new(&(0..3).map(row).collect::<Vec<_>>()).unwrap()
    }

    fn is_the_drift(drift: &Drift) {
        for (day, effect) in drift.days.iter().zip([-1.5, 0.0, 1.5]) {
            assert!((day.effect.0 - effect).abs() < 1e-8, "{drift:?}");
            assert!(day.error.0 < 1e-6);
        }
    }

    #[test]
    fn villages_seen_on_several_days_tell_the_days_apart() {
        let day = |judge: usize, village: usize| (judge + village) % 3;
        let rows: Vec<_> = (0..3)
            .map(|judge| (0..6).map(|village| Some(day(judge, village))).collect())
            .collect();
        let drift = Drift::of(&table(day), &Days::of_visits(&rows).unwrap(), None).unwrap();
        assert_eq!(drift.link, DriftLink::Visits);
        is_the_drift(&drift);
    }

    #[test]
    fn villages_nested_in_days_tell_nothing_of_days() {
        let days: Vec<_> = (0..6).map(|village| Some(village / 2)).collect();
        let table = table(|_, village| village / 2);
        let unknown = Drift::of(&table, &Days::of_villages(3, &days), None).unwrap_err();
        assert_eq!(unknown, DriftUnknown::NoLink);
        assert!(unknown.sentence().zh.contains("无从得知"));
    }

    #[test]
    fn the_debrief_links_days_that_villages_do_not() {
        let days: Vec<_> = (0..6).map(|village| Some(village / 2)).collect();
        let debrief: Vec<_> = LEVELS.iter().map(|level| Some(level / 2.0 + 5.0)).collect();
        let table = table(|_, village| village / 2);
        let drift = Drift::of(&table, &Days::of_villages(3, &days), Some(&debrief)).unwrap();
        assert_eq!(drift.link, DriftLink::Covariate);
        is_the_drift(&drift);
        let says = Drift::analysis(Ok(drift), "总评").says;
        assert_eq!(
            says.zh,
            "以“总评”为对照（假定它对各天的村一样严），各天尺度相差最多 3.0 分"
        );
    }

    #[test]
    fn one_day_or_no_day_is_said() {
        let table = table(|_, _| 0);
        let of = |days: &[Option<usize>]| Drift::of(&table, &Days::of_villages(3, days), None);
        assert_eq!(of(&[Some(0); 6]), Err(DriftUnknown::OneDay));
        assert_eq!(of(&[None; 6]), Err(DriftUnknown::NoDays));
    }
}
