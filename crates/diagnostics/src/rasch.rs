//! [`Rasch`]: village, judge and criterion on one scale of logits, by a many-facet Rasch model.
//!
//! The rating scale model (Andrich 1978, with facets as in Linacre 1989): the odds that judge j gives village v on
//! criterion c category k rather than k − 1 are
//!
//! ```text
//! log (P(k) / P(k − 1)) = quality(v) − severity(j) − difficulty(c) − threshold(k)
//! ```
//!
//! estimated by joint maximum likelihood with Newton's method. It is the estimator of a Poisson regression of counts with
//! a term for each score sheet cell, which is how base R's `glm` serves as peer. Joint estimates of short tests are
//! stretched a little away from 0; nothing is done about that, since only their order and fit are read.
//!
//! Severities, difficulties and thresholds each sum to 0 over what was estimated. Errors are those of the whole
//! information matrix under these sums, not of each element as if all others were known.

mod band;
mod newton;

use crate::{Ratings, Sentence, Table};

/// So far inside the end a score of only lowest or only highest categories is put, as is usual.
const INSIDE: f64 = 0.3;

/// The scores as the model reads them: categories from 0, each with its village, judge and criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// How many villages.
    pub villages: usize,
    /// How many judges.
    pub judges: usize,
    /// How many criteria.
    pub criteria: usize,
    /// The scores, in any order.
    pub scores: Vec<Score>,
}

/// One score: a category 分档 of one village by one judge on one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// Number of the village, from 0.
    pub village: usize,
    /// Number of the judge, from 0.
    pub judge: usize,
    /// Number of the criterion, from 0.
    pub criterion: usize,
    /// The category, from 0 for the lowest.
    pub category: usize,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Rasch {
    /// Quality of each village; `None` without scores.
    pub villages: Vec<Option<Measure>>,
    /// Severity of each judge, positive for strict; `None` without scores.
    pub judges: Vec<Option<Measure>>,
    /// Difficulty of each criterion, positive for scored lower; `None` without scores that differ.
    pub criteria: Vec<Option<Measure>>,
    /// Thresholds between the categories in use; they sum to 0.
    pub thresholds: Vec<f64>,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Steps of Newton's method.
    pub iterations: usize,
    /// What was done to the scores before.
    pub remarks: Vec<Sentence>,
}

/// Where an element stands, in logits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// The estimate.
    pub measure: f64,
    /// Its standard error.
    pub error: f64,
    /// How its scores fit the model; `None` for extremes.
    pub fit: Option<Fit>,
    /// Whether it has only lowest or only highest scores. Its measure is then a bound: the one at which 0.3 of a
    /// category inside the end would be expected, all else as estimated without it.
    pub extreme: Option<Extreme>,
}

/// Mean squares of residuals; 1 is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Weighted by information.
    pub infit: f64,
    /// Unweighted: sensitive to single outlying scores.
    pub outfit: f64,
}

/// An end of the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// Only the lowest category.
    Lowest,
    /// Only the highest category.
    Highest,
}

/// Why a model cannot be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaschFault {
    /// A score names a village, judge or criterion that is not there.
    Shape,
    /// After leaving out extremes nothing is left: scores do not differ.
    NothingLeft,
    /// After leaving out extremes, judges and villages fall into parts.
    Disconnected,
    /// The likelihood has no maximum: scores split the elements perfectly.
    NoMaximum,
}

impl RaschFault {
    /// What is wrong and what it means.
    pub fn sentence(self) -> Sentence {
        match self {
            Self::Shape => Sentence::new(
                "评分数据引用了不存在的村、评委或指标",
                "A score names a village, judge or criterion that is not there",
            ),
            Self::NothingLeft => Sentence::new(
                "评分几乎没有差别，无法估计宽严和优劣",
                "The scores hardly differ: strictness and quality cannot be estimated",
            ),
            Self::Disconnected => Sentence::new(
                "除去全是最高分或最低分的评委和村后，其余评分连不成一体，不作估计",
                "Without judges and villages of only highest or only lowest scores the rest falls into parts: nothing is estimated",
            ),
            Self::NoMaximum => Sentence::new(
                "评分把评委和村截然分开，估计值没有界限，不作估计",
                "The scores split judges and villages perfectly, so no finite estimate exists",
            ),
        }
    }
}

impl Rasch {
    /// Fits the scores of a panel, in bands where a criterion has many scores (see [`Rasch::remarks`]).
    ///
    /// # Errors
    /// [`RaschFault`].
    pub fn fit(ratings: &Ratings) -> Result<Self, RaschFault> {
        let (facets, mut remarks) = band::facets(ratings);
        let mut fit = Self::of(&facets)?;
        remarks.append(&mut fit.remarks);
        fit.remarks = remarks;
        Ok(fit)
    }

    /// Fits categories. Categories that nobody used are closed up.
    ///
    /// # Errors
    /// [`RaschFault`].
    pub fn of(facets: &Facets) -> Result<Self, RaschFault> {
        let fits = facets.scores.iter().all(|score| {
            score.village < facets.villages
                && score.judge < facets.judges
                && score.criterion < facets.criteria
        });
        if !fits {
            return Err(RaschFault::Shape);
        }
        let sizes = [facets.villages, facets.judges, facets.criteria];
        let scores: Vec<Cell> = facets
            .scores
            .iter()
            .map(|score| [score.village, score.judge, score.criterion, score.category])
            .collect();
        let (kept, set_aside) = without_extremes(sizes, &scores)?;
        let (kept, categories) = band::close_up(&kept);
        if !is_connected(sizes, &kept) {
            return Err(RaschFault::Disconnected);
        }
        let mut solved = newton::solve(sizes, &kept, categories)?;
        // The last set aside is the first to come back: what it was compared with is known.
        for (at, extreme) in set_aside.iter().rev() {
            solved.place_extreme(*at, *extreme, INSIDE, &scores);
        }
        let mut remarks = Vec::new();
        if !set_aside.is_empty() {
            remarks.push(Sentence::new(
                format!("有 {} 个评委、村或指标的分全在一端，其估计值只是界限，未参与拟合", set_aside.len()),
                format!(
                    "{} judges, villages or criteria have only scores of one end: their measures are bounds and took no part in the fit",
                    set_aside.len()
                ),
            ));
        }
        let [villages, judges, criteria] = solved.measures;
        Ok(Self {
            villages,
            judges,
            criteria,
            thresholds: solved.thresholds,
            log_likelihood: solved.log_likelihood,
            iterations: solved.iterations,
            remarks,
        })
    }
}

/// How many standard errors the measures are spread over: √(observed variance − mean squared error) over the root mean
/// squared error, extremes left out. `None` with fewer than two measures.
pub fn separation(measures: &[Option<Measure>]) -> Option<f64> {
    let known: Vec<&Measure> = measures
        .iter()
        .flatten()
        .filter(|measure| measure.extreme.is_none())
        .collect();
    if known.len() < 2 {
        return None;
    }
    let count = known.len() as f64;
    let mean = known.iter().map(|known| known.measure).sum::<f64>() / count;
    let variance = known
        .iter()
        .map(|known| (known.measure - mean).powi(2))
        .sum::<f64>()
        / (count - 1.0);
    let error = known.iter().map(|known| known.error.powi(2)).sum::<f64>() / count;
    Some(((variance - error).max(0.0) / error).sqrt())
}

/// An element: 0 for villages, 1 for judges, 2 for criteria, and its number.
type Element = (usize, usize);

/// A score: village, judge, criterion, category.
type Cell = [usize; 4];

/// Scores without extremes, and the extremes in the order in which they were set aside.
type Kept = (Vec<Cell>, Vec<(Element, Extreme)>);

/// Sets aside, again and again, whoever has only lowest or only highest categories among what is left.
fn without_extremes(sizes: [usize; 3], scores: &[Cell]) -> Result<Kept, RaschFault> {
    let mut kept = scores.to_vec();
    let mut set_aside = Vec::new();
    loop {
        let lowest = kept.iter().map(|score| score[3]).min();
        let highest = kept.iter().map(|score| score[3]).max();
        let (Some(lowest), Some(highest)) = (lowest, highest) else {
            return Err(RaschFault::NothingLeft);
        };
        if lowest == highest {
            return Err(RaschFault::NothingLeft);
        }
        let mut found = Vec::new();
        for (facet, size) in sizes.into_iter().enumerate() {
            let mut low = vec![true; size];
            let mut high = vec![true; size];
            let mut any = vec![false; size];
            for score in &kept {
                let element = score[facet];
                any[element] = true;
                low[element] &= score[3] == lowest;
                high[element] &= score[3] == highest;
            }
            for element in (0..size).filter(|element| any[*element]) {
                if low[element] {
                    found.push(((facet, element), Extreme::Lowest));
                } else if high[element] {
                    found.push(((facet, element), Extreme::Highest));
                }
            }
        }
        if found.is_empty() {
            return Ok((kept, set_aside));
        }
        kept.retain(|score| {
            found
                .iter()
                .all(|((facet, element), _)| score[*facet] != *element)
        });
        set_aside.append(&mut found);
    }
}

/// Whether a chain of scores leads from every judge and village to every other.
///
/// Criteria do not link: two judges who each scored other villages on the same criterion stay apart.
fn is_connected([villages, judges, _]: [usize; 3], scores: &[Cell]) -> bool {
    let mut cells = vec![None; judges * villages];
    for score in scores {
        cells[score[1] * villages + score[0]] = Some(1.0);
    }
    Table::of_cells(judges, villages, cells).parts().1 == 1
}
