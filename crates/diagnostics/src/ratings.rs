//! [`Ratings`]: what the judges of one panel gave, as exact steps of their criteria.

use std::fmt;

use num_traits::ToPrimitive;
use pingyi_ranking::{Criterion, Data, RankingGroup, Ratio, RuleCard, Source};

use crate::{Estimate, Sentence, Table};

/// A judge of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judge {
    /// The code of the data folder, e.g. `3`.
    pub code: String,
    /// The judge's own town; empty if there is none.
    pub town: String,
}

/// A village that the panel visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// Number of the group it is ranked in.
    pub group: usize,
    /// Its town.
    pub town: String,
    /// Its name within the town.
    pub village: String,
}

/// Judges × villages × criteria, with missing cells.
///
/// A score is kept as the whole number of steps above the least score of its criterion, so it is as exact as the sheet.
/// The design is connected: whoever holds ratings may compare any two judges or villages that have a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    judges: Vec<Judge>,
    villages: Vec<Village>,
    criteria: Vec<Criterion>,
    scales: Vec<StepScale>,
    steps: Vec<Option<u32>>,
}

/// A criterion in numbers for estimating.
#[derive(Clone, Copy, Debug, PartialEq)]
struct StepScale {
    least: f64,
    step: f64,
    weight: f64,
}

/// Ratings that cannot be studied, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingsFault {
    /// The cells are not judges × villages × criteria.
    Shape,
    /// A score that is not `least` plus whole steps, or outside the criterion's limits.
    OffScale {
        /// Number of the judge.
        judge: usize,
        /// Number of the village.
        village: usize,
        /// Number of the criterion.
        criterion: usize,
    },
    /// There is no score at all.
    NothingScored,
    /// Judges and villages fall into parts without a score between them.
    Disconnected {
        /// The codes of the judges of each part.
        parts: Vec<Vec<String>>,
    },
}

impl RatingsFault {
    /// What is wrong and what it means.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Shape => Sentence::new(
                "评分数据的行列数与评委、村、指标的数目不符",
                "The scores are not one for each judge, village and criterion",
            ),
            Self::OffScale {
                judge,
                village,
                criterion,
            } => Sentence::new(
                format!(
                    "第 {} 位评委给第 {} 个村第 {} 项指标的分不在该指标的分值上，请核对评分表",
                    judge + 1,
                    village + 1,
                    criterion + 1
                ),
                format!(
                    "The score of judge no. {} for village no. {}, criterion no. {} is not on the criterion's scale: check the sheet",
                    judge + 1,
                    village + 1,
                    criterion + 1
                ),
            ),
            Self::NothingScored => Sentence::new(
                "还没有评分，没有可分析的内容",
                "There are no scores yet to look at",
            ),
            Self::Disconnected { parts } => {
                let list = |between: &str| {
                    parts
                        .iter()
                        .map(|judges| judges.join(between))
                        .collect::<Vec<_>>()
                };
                Sentence::new(
                    format!(
                        "评委分成了 {} 组（{}），各组之间没有共同评过的村，宽严和优劣无法区分，不作分析",
                        parts.len(),
                        list("、").join("；")
                    ),
                    format!(
                        "The judges fall into {} groups ({}) that have no village in common: strictness and quality cannot be told apart, so nothing is estimated",
                        parts.len(),
                        list(", ").join("; ")
                    ),
                )
            }
        }
    }
}

impl fmt::Display for RatingsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence().en)
    }
}

impl std::error::Error for RatingsFault {}

impl Ratings {
    /// Ratings of exact scores, in the order judge, village, criterion; `None` where a cell is not scored.
    ///
    /// # Errors
    /// [`RatingsFault`]; the first score that is off its scale is named.
    pub fn new(
        judges: Vec<Judge>,
        villages: Vec<Village>,
        criteria: Vec<Criterion>,
        scores: &[Option<Ratio>],
    ) -> Result<Self, RatingsFault> {
        if criteria.is_empty() || scores.len() != judges.len() * villages.len() * criteria.len() {
            return Err(RatingsFault::Shape);
        }
        let mut steps = Vec::with_capacity(scores.len());
        for (at, score) in scores.iter().enumerate() {
            let criterion = at % criteria.len();
            let of = &criteria[criterion];
            steps.push(match score {
                None => None,
                Some(score) => {
                    Some(steps_above_least(of, score).ok_or(RatingsFault::OffScale {
                        judge: at / criteria.len() / villages.len(),
                        village: at / criteria.len() % villages.len(),
                        criterion,
                    })?)
                }
            });
        }
        Self::of_steps(judges, villages, criteria, steps)
    }

    /// The ratings of the component with this number in the card's plan, read under `card`. `None` if it has no judges'
    /// sheets. Villages are grouped as the card ranks them.
    pub fn of_panel(
        card: &RuleCard,
        data: &Data,
        component: usize,
    ) -> Option<Result<Self, RatingsFault>> {
        let plan = card.ranking_plan();
        let Source::Panel(panel) = &plan.components.get(component)?.source else {
            return None;
        };
        let sheets = data.panel(component)?;
        let judges = sheets.judges().map(|(code, town)| Judge {
            code: code.to_owned(),
            town: town.to_owned(),
        });
        let villages = data.village_names().map(|(area, town, village)| Village {
            group: if plan.group == RankingGroup::All {
                0
            } else {
                area
            },
            town: town.to_owned(),
            village: village.to_owned(),
        });
        let (judge_count, village_count, criteria) = sheets.size();
        let mut scores = Vec::with_capacity(judge_count * village_count * criteria);
        for judge in 0..judge_count {
            for village in 0..village_count {
                scores
                    .extend((0..criteria).map(|criterion| sheets.score(judge, village, criterion)));
            }
        }
        Some(Self::new(
            judges.collect(),
            villages.collect(),
            panel.criteria.clone(),
            &scores,
        ))
    }

    /// Ratings of whole steps above the least score of each criterion, in the same order.
    ///
    /// # Errors
    /// [`RatingsFault`], but nothing is [off its scale](RatingsFault::OffScale).
    pub fn of_steps(
        judges: Vec<Judge>,
        villages: Vec<Village>,
        criteria: Vec<Criterion>,
        steps: Vec<Option<u32>>,
    ) -> Result<Self, RatingsFault> {
        if criteria.is_empty() || steps.len() != judges.len() * villages.len() * criteria.len() {
            return Err(RatingsFault::Shape);
        }
        let scales = criteria
            .iter()
            .map(|criterion| StepScale {
                least: Estimate::of(&criterion.least.to_ratio()).0,
                step: Estimate::of(&criterion.step.to_ratio()).0,
                weight: Estimate::of(&criterion.weight).0,
            })
            .collect();
        let ratings = Self {
            judges,
            villages,
            criteria,
            scales,
            steps,
        };
        let (part, parts) = ratings.counted().parts();
        match parts {
            0 => Err(RatingsFault::NothingScored),
            1 => Ok(ratings),
            _ => Err(RatingsFault::Disconnected {
                parts: (0..parts)
                    .map(|number| {
                        let judges = ratings.judges.iter().zip(&part);
                        judges
                            .filter(|(_, part)| **part == Some(number))
                            .map(|(judge, _)| judge.code.clone())
                            .collect()
                    })
                    .collect(),
            }),
        }
    }

    /// The judges, in judge order.
    pub fn judges(&self) -> &[Judge] {
        &self.judges
    }

    /// The villages, in village order.
    pub fn villages(&self) -> &[Village] {
        &self.villages
    }

    /// The criteria of the sheet.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The score of a cell, in whole steps above the criterion's least score.
    pub fn steps(&self, judge: usize, village: usize, criterion: usize) -> Option<u32> {
        self.steps[(judge * self.villages.len() + village) * self.criteria.len() + criterion]
    }

    /// The steps between a criterion's least and most score; `None` when they are too many to count here.
    pub(crate) fn most_steps(&self, criterion: usize) -> Option<u32> {
        let criterion = &self.criteria[criterion];
        steps_above_least(criterion, &criterion.most.to_ratio())
    }

    /// The scores of one sheet, criterion by criterion.
    pub(crate) fn sheet(&self, judge: usize, village: usize) -> &[Option<u32>] {
        let width = self.criteria.len();
        &self.steps[(judge * self.villages.len() + village) * width..][..width]
    }

    /// The scores of one criterion.
    pub fn criterion(&self, criterion: usize) -> Table {
        let scale = self.scales[criterion];
        self.table(|sheet| {
            sheet[criterion].map(|steps| scale.least + scale.step * f64::from(steps))
        })
    }

    /// The totals Σ weight·score of the sheets on which every criterion is scored.
    pub fn totals(&self) -> Table {
        self.table(|sheet| {
            sheet
                .iter()
                .zip(&self.scales)
                .try_fold(0.0, |sum, (steps, scale)| {
                    Some(sum + scale.weight * (scale.least + scale.step * f64::from((*steps)?)))
                })
        })
    }

    /// 1 where any criterion is scored.
    fn counted(&self) -> Table {
        self.table(|sheet| sheet.iter().any(Option::is_some).then_some(1.0))
    }

    fn table(&self, figure: impl Fn(&[Option<u32>]) -> Option<f64>) -> Table {
        let cells = self.steps.chunks(self.criteria.len()).map(figure).collect();
        Table::of_cells(self.judges.len(), self.villages.len(), cells)
    }
}

/// `(score − least) / step`, when that is a whole number and the score within the limits.
fn steps_above_least(criterion: &Criterion, score: &Ratio) -> Option<u32> {
    let (least, most) = (criterion.least.to_ratio(), criterion.most.to_ratio());
    let step = criterion.step.to_ratio();
    if *score < least || *score > most || !step.is_positive() {
        return None;
    }
    // (a/b − c/d) / (e/f) = (a·d − c·b)·f / (b·d·e)
    let above = (score.numerator() * least.denominator() - least.numerator() * score.denominator())
        * step.denominator();
    let one = score.denominator() * least.denominator() * step.numerator();
    let whole = &above / &one;
    (&whole * &one == above).then(|| whole.to_u32()).flatten()
}
