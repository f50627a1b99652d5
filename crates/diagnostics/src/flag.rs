//! [`Flag`]: something the returning officer may want to check, in neutral words.
//!
//! A flag accuses nobody. Strictness, even scores and surprises have innocent reasons more often than others; a flag
//! says which figure stands out by how much, from which threshold on it is said, and that it should be looked at.

use pingyi_ranking::Ratio;
use serde::Serialize;

use crate::{Additive, Estimate, Rasch, Ratings, Sentence, Table};

/// One thing to check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flag {
    /// What kind.
    pub kind: FlagKind,
    /// Code of the judge.
    pub judge: String,
    /// Position in the villages, if it is about one.
    pub village: Option<usize>,
    /// The figure that stands out.
    pub value: Estimate,
    /// From where on it is said, in the same unit.
    pub threshold: Estimate,
    /// What to check.
    pub says: Sentence,
}

/// Kinds of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// The judge scores villages of the own town higher than their usual scale suggests; in points.
    OwnTown,
    /// One sheet is far from what village and judge suggest; in points.
    Apart,
    /// The judge scores above or below the others; in points.
    Severity,
    /// The scores do not follow the order of villages that all judges together see; infit.
    Misfit,
    /// All criteria of a sheet get the same share of their range; share of the judge's sheets.
    Halo,
    /// The judge's totals hardly differ; standard deviation in points.
    NarrowSpread,
}

/// From where on something is flagged. The defaults are for reading, not for judging anybody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlagThresholds {
    /// Severity: so many standard deviations of all judges' severities.
    pub severity_deviations: f64,
    /// Severity and own town: at least this share of the sheet's range.
    pub least_share: f64,
    /// Own town: so many standard errors of the difference between own and other villages.
    pub own_town_errors: f64,
    /// Misfit: an infit above this.
    pub infit: f64,
    /// Narrow spread: less than this share of the median judge's standard deviation.
    pub spread_share: f64,
    /// Halo: this share of the judge's sheets.
    pub halo_share: f64,
    /// Apart: so many standard deviations of what village and judge leave unexplained.
    pub apart_deviations: f64,
    /// Apart: at least this share of the sheet's range.
    pub apart_share: f64,
    /// Spread, misfit and halo: at least so many sheets.
    pub least_sheets: usize,
}

impl Default for FlagThresholds {
    fn default() -> Self {
        Self {
            severity_deviations: 2.0,
            least_share: 0.02,
            own_town_errors: 2.5,
            // Above 1.5 a measure gains little from the scores, above 2 it is distorted by them (Linacre 2002).
            infit: 1.5,
            spread_share: 0.5,
            halo_share: 0.8,
            apart_deviations: 3.0,
            apart_share: 0.05,
            least_sheets: 5,
        }
    }
}

/// What the flags are found from.
struct Findings<'a> {
    ratings: &'a Ratings,
    totals: &'a Table,
    additive: &'a Additive,
    rasch: Option<&'a Rasch>,
}

/// All flags, by kind, the most remarkable of a kind first.
///
/// `totals` and `additive` are those of the ratings; without `rasch` nothing is said of misfit.
pub fn flags(
    ratings: &Ratings,
    totals: &Table,
    additive: &Additive,
    rasch: Option<&Rasch>,
    thresholds: &FlagThresholds,
) -> Vec<Flag> {
    let findings = Findings {
        ratings,
        totals,
        additive,
        rasch,
    };
    let mut flags = findings.own_town(thresholds);
    flags.append(&mut findings.apart(thresholds));
    flags.append(&mut findings.severity(thresholds));
    flags.append(&mut findings.misfit(thresholds));
    flags.append(&mut findings.halo(thresholds));
    flags.append(&mut findings.narrow_spread(thresholds));
    flags.sort_by(|one, other| {
        let strength = |flag: &Flag| (flag.value.0 / flag.threshold.0).abs().ln().abs();
        (one.kind.cmp(&other.kind)).then(strength(other).total_cmp(&strength(one)))
    });
    flags
}

/// How a judge is called: 3 号评委, or 评委 A7 where the code is no number.
fn called(code: &str) -> (String, String) {
    if code.bytes().all(|byte| byte.is_ascii_digit()) {
        (format!("{code} 号评委"), format!("Judge {code}"))
    } else {
        (format!("评委 {code}"), format!("Judge {code}"))
    }
}

/// Standard deviation (n − 1); `None` of fewer than two.
pub(crate) fn deviation(figures: &[f64]) -> Option<f64> {
    if figures.len() < 2 {
        return None;
    }
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
    Some((squares / (figures.len() as f64 - 1.0)).sqrt())
}

fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len() as f64
}

fn higher(value: f64) -> (&'static str, &'static str) {
    if value > 0.0 {
        ("高", "above")
    } else {
        ("低", "below")
    }
}

impl Findings<'_> {
    /// Points between the least and the most total.
    fn range(&self) -> f64 {
        let criteria = self.ratings.criteria().iter();
        criteria
            .map(|criterion| {
                let of = |ratio: &Ratio| Estimate::of(ratio).0;
                let width = of(&criterion.most.to_ratio()) - of(&criterion.least.to_ratio());
                of(&criterion.weight) * width
            })
            .sum()
    }

    fn judges(&self) -> impl Iterator<Item = (usize, &str)> {
        let judges = self.ratings.judges().iter().enumerate();
        judges.map(|(number, judge)| (number, judge.code.as_str()))
    }

    fn totals_of(&self, judge: usize) -> Vec<f64> {
        self.totals.row(judge).iter().copied().flatten().collect()
    }

    /// What village and judge leave unexplained: village, points.
    fn left(&self, judge: usize) -> Vec<(usize, f64)> {
        let row = self.totals.row(judge).iter().enumerate();
        row.filter_map(|(village, figure)| {
            Some((village, self.additive.left(judge, village, (*figure)?)?))
        })
        .collect()
    }

    fn own_town(&self, thresholds: &FlagThresholds) -> Vec<Flag> {
        let least = thresholds.least_share * self.range();
        let residual = self.additive.residual.unwrap_or_default();
        let judges = self.judges().filter_map(|(judge, code)| {
            let town = &self.ratings.judges()[judge].town;
            let (own, others): (Vec<_>, Vec<_>) = self
                .left(judge)
                .into_iter()
                .partition(|(village, _)| &self.ratings.villages()[*village].town == town);
            if town.is_empty() || own.is_empty() || others.is_empty() {
                return None;
            }
            let points = |list: &[(usize, f64)]| mean(&list.iter().map(|(_, left)| *left).collect::<Vec<_>>());
            let value = Estimate(points(&own) - points(&others));
            let error = residual * (1.0 / own.len() as f64 + 1.0 / others.len() as f64).sqrt();
            let threshold = least.max(thresholds.own_town_errors * error);
            let (zh, en) = called(code);
            (value.0 >= threshold).then(|| Flag {
                kind: FlagKind::OwnTown,
                judge: code.to_owned(),
                village: None,
                value,
                threshold: Estimate(threshold),
                says: Sentence::new(
                    format!("{zh}给本镇 {} 个村的分，比按其对其他村的尺度推算的高 {value} 分，请核对", own.len()),
                    format!(
                        "{en} scored {} villages of the own town {value} points above what their scale for other villages suggests: please check",
                        own.len()
                    ),
                ),
            })
        });
        judges.collect()
    }

    fn apart(&self, thresholds: &FlagThresholds) -> Vec<Flag> {
        let Some(residual) = self.additive.residual else {
            return Vec::new();
        };
        let threshold =
            (thresholds.apart_deviations * residual).max(thresholds.apart_share * self.range());
        let sheets = self.judges().flat_map(|(judge, code)| {
            let left = self.left(judge).into_iter();
            left.map(move |(village, left)| (code, village, left))
        });
        sheets
            .filter(|(_, _, left)| left.abs() >= threshold)
            .map(|(code, village, left)| {
                let (zh, en) = called(code);
                let (zh_higher, en_higher) = higher(left);
                let of = &self.ratings.villages()[village];
                let points = Estimate(left.abs());
                Flag {
                    kind: FlagKind::Apart,
                    judge: code.to_owned(),
                    village: Some(village),
                    value: Estimate(left),
                    threshold: Estimate(threshold),
                    says: Sentence::new(
                        format!(
                            "{zh}给{}{}的分，比按各评委和该评委尺度推算的{zh_higher} {points} 分，请核对评分表",
                            of.town, of.village
                        ),
                        format!(
                            "{en} scored {} {} {points} points {en_higher} what all judges and this judge's scale suggest: please check the sheet",
                            of.town, of.village
                        ),
                    ),
                }
            })
            .collect()
    }

    fn severity(&self, thresholds: &FlagThresholds) -> Vec<Flag> {
        let known: Vec<f64> = self.additive.judges.iter().copied().flatten().collect();
        let Some(spread) = deviation(&known) else {
            return Vec::new();
        };
        let threshold =
            (thresholds.severity_deviations * spread).max(thresholds.least_share * self.range());
        let judges = self.judges().filter_map(|(judge, code)| {
            let value = self.additive.judges[judge]?;
            let (zh, en) = called(code);
            let (zh_higher, en_higher) = higher(value);
            let points = Estimate(value.abs());
            (value.abs() >= threshold).then(|| Flag {
                kind: FlagKind::Severity,
                judge: code.to_owned(),
                village: None,
                value: Estimate(value),
                threshold: Estimate(threshold),
                says: Sentence::new(
                    format!("{zh}对同样的村，给分普遍比评委平均{zh_higher} {points} 分，请核对"),
                    format!("{en} scored the same villages {points} points {en_higher} the average judge: please check"),
                ),
            })
        });
        judges.collect()
    }

    fn misfit(&self, thresholds: &FlagThresholds) -> Vec<Flag> {
        let Some(rasch) = self.rasch else {
            return Vec::new();
        };
        let judges = self.judges().filter_map(|(judge, code)| {
            let infit = rasch.judges[judge]?.fit?.infit;
            let enough = self.totals_of(judge).len() >= thresholds.least_sheets;
            let (zh, en) = called(code);
            (enough && infit >= thresholds.infit).then(|| Flag {
                kind: FlagKind::Misfit,
                judge: code.to_owned(),
                village: None,
                value: Estimate(infit),
                threshold: Estimate(thresholds.infit),
                says: Sentence::new(
                    format!("{zh}的给分起伏与各评委共同看出的优劣次序出入较大（拟合值 {infit:.2}，一般约为 1），请核对评分表有无填错行"),
                    format!("{en}'s scores vary against the order that the judges see together (fit {infit:.2}, about 1 is usual): please check the sheets for swapped lines"),
                ),
            })
        });
        judges.collect()
    }

    fn halo(&self, thresholds: &FlagThresholds) -> Vec<Flag> {
        let criteria = self.ratings.criteria().len();
        let most: Vec<Option<u32>> = (0..criteria)
            .map(|criterion| self.ratings.most_steps(criterion))
            .collect();
        if criteria < 3 || most.iter().any(Option::is_none) {
            return Vec::new();
        }
        // a/b = c/d, in whole steps.
        let even = |sheet: &[Option<u32>]| {
            let share = |at: usize| {
                (
                    u64::from(sheet[at].unwrap_or_default()),
                    u64::from(most[at].unwrap_or_default()),
                )
            };
            let (first, of_first) = share(0);
            (1..criteria).all(|at| first * share(at).1 == share(at).0 * of_first)
        };
        let judges = self.judges().filter_map(|(judge, code)| {
            let villages = (0..self.totals.villages())
                .filter(|village| self.totals.cell(judge, *village).is_some());
            let (mut sheets, mut evens) = (0, 0);
            for village in villages {
                sheets += 1;
                evens += usize::from(even(self.ratings.sheet(judge, village)));
            }
            let share = evens as f64 / sheets as f64;
            let (zh, _) = called(code);
            (sheets >= thresholds.least_sheets && share >= thresholds.halo_share).then(|| Flag {
                kind: FlagKind::Halo,
                judge: code.to_owned(),
                village: None,
                value: Estimate(share),
                threshold: Estimate(thresholds.halo_share),
                says: Sentence::new(
                    format!("{zh}的 {sheets} 张评分表中，{evens} 张各项指标得分比例完全相同，请核对是否逐项评分"),
                    format!("On {evens} of {sheets} sheets of judge {code} all criteria have the same share of their points: please check that each was scored by itself"),
                ),
            })
        });
        judges.collect()
    }

    fn narrow_spread(&self, thresholds: &FlagThresholds) -> Vec<Flag> {
        let spreads: Vec<Option<f64>> = self
            .judges()
            .map(|(judge, _)| {
                let totals = self.totals_of(judge);
                deviation(&totals).filter(|_| totals.len() >= thresholds.least_sheets)
            })
            .collect();
        let mut known: Vec<f64> = spreads.iter().copied().flatten().collect();
        known.sort_by(f64::total_cmp);
        if known.is_empty() {
            return Vec::new();
        }
        let median = f64::midpoint(known[(known.len() - 1) / 2], known[known.len() / 2]);
        let threshold = thresholds.spread_share * median;
        let judges = self.judges().filter_map(|(judge, code)| {
            let spread = spreads[judge]?;
            let (zh, en) = called(code);
            (spread < threshold).then(|| Flag {
                kind: FlagKind::NarrowSpread,
                judge: code.to_owned(),
                village: None,
                value: Estimate(spread),
                threshold: Estimate(threshold),
                says: Sentence::new(
                    format!("{zh}给各村的总分相差很小（标准差 {spread:.1} 分，评委居中值 {median:.1} 分），请核对"),
                    format!("{en}'s totals hardly differ between villages (standard deviation {spread:.1} points, the middle judge has {median:.1}): please check"),
                ),
            })
        });
        judges.collect()
    }
}
