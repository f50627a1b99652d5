//! [`Analysis`]: everything the secretary sees, as one read model that a server returns as it is.
//!
//! Exact figures are text (`num/den` or a decimal); estimates are JSON numbers, or `null` when there is none. Judges and
//! villages are written by code and name; lists are in judge order and village order unless said otherwise.

mod of;
mod panel;
mod places;

pub use of::Visits;

use pingyi_ranking::WeightsOf;
use serde::Serialize;

use crate::{Estimate, Flag, Sentence};

/// The analysis of one cycle. It decides nothing: no result is computed from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Analysis {
    /// What must stand above the page: 「供参考，不决定结果」.
    pub notice: Sentence,
    /// The seed of the bootstrap, in decimal; with it anybody can draw the same.
    pub seed: String,
    /// How many times the judges were drawn.
    pub draws: usize,
    /// How sure the places of the result are, in village order; those without a place too.
    pub places: Vec<PlaceAnalysis>,
    /// Why `places` has no intervals, if it has none.
    pub no_intervals: Option<Sentence>,
    /// One for each component with judges, in the order of the card.
    pub panels: Vec<PanelAnalysis>,
    /// Code of the component that was scored day by day, where the days are known.
    pub toured: Option<String>,
    /// How the order depends on the weights: one for each group and each set of weights. Exact.
    pub sensitivity: Vec<WeightAnalysis>,
}

/// How sure the place of one village is, had the panels had other judges like these.
///
/// All else is held fixed: the vote, records, items. No interval is told of a village whose score a limit or a veto set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceAnalysis {
    /// Number of the area, or `all`.
    pub group: String,
    /// Its town.
    pub town: String,
    /// Its name.
    pub village: String,
    /// Its place in the result, as the result writes it; `null` for none. Exact.
    pub place: Option<String>,
    /// The best place of the middle 90 % of draws.
    pub place_from: Option<usize>,
    /// The worst place of the middle 90 % of draws.
    pub place_to: Option<usize>,
    /// Number of its bracket in the group, from 1 for the best; villages of one bracket are statistically tied.
    pub bracket: Option<usize>,
    /// Positions in `places` of those whose order with this one is not clear: neither is ahead in 90 % of draws.
    pub unclear_with: Vec<usize>,
}

/// The analysis of one component with judges.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelAnalysis {
    /// Code of the component, e.g. `tour`.
    pub component: String,
    /// Its name, e.g. 现场观摩.
    pub label: String,
    /// Who scored how much.
    pub design: Design,
    /// Why there is nothing below, e.g. because judges fall into groups without a common village.
    pub refused: Option<Sentence>,
    /// The judges.
    pub judges: Vec<JudgeAnalysis>,
    /// The villages.
    pub villages: Vec<VillageAnalysis>,
    /// How well the judges agree: first on totals, then on each criterion.
    pub agreement: Vec<AgreementAnalysis>,
    /// The measurement model, or why it could not be fitted.
    pub rasch: RaschAnalysis,
    /// For each judge, which places would change without the judge.
    pub without_judge: Vec<JudgeLeftOut>,
    /// Whether scores drifted from day to day.
    pub drift: DriftAnalysis,
    /// What the returning officer may want to check, for their eyes only: by kind, the most remarkable of a kind first.
    pub flags: Vec<Flag>,
}

/// Who scored how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Design {
    /// Judges of the panel.
    pub judges: usize,
    /// Villages of the cycle.
    pub villages: usize,
    /// Criteria of the sheet.
    pub criteria: usize,
    /// Sheets on which every criterion is scored.
    pub sheets: usize,
    /// Whether every judge scored every village completely.
    pub complete: bool,
}

/// One judge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JudgeAnalysis {
    /// Code of the judge.
    pub judge: String,
    /// The judge's own town; empty if none.
    pub town: String,
    /// Sheets on which every criterion is scored.
    pub sheets: usize,
    /// Mean total of these sheets, in points.
    pub mean: Option<Estimate>,
    /// Standard deviation of these totals (n − 1), in points.
    pub spread: Option<Estimate>,
    /// Points by which the judge scores the same villages above (+) or below (−) the average judge, by additive least
    /// squares. A lenient judge is positive.
    pub lenience: Option<Estimate>,
    /// The same as an exact ratio, when the card corrects severity and the result was computed with it.
    pub lenience_exact: Option<String>,
    /// The judge's lenience in logits by the Rasch model, with fit. Positive is lenient, as above.
    pub measure: Option<MeasureAnalysis>,
    /// Correlation of the judge's totals with the mean of the other judges' on the same villages.
    pub with_others: Option<Estimate>,
}

/// One village in one component.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VillageAnalysis {
    /// Number of the area it is ranked in, or `all`.
    pub group: String,
    /// Its town.
    pub town: String,
    /// Its name.
    pub village: String,
    /// Sheets that count for it.
    pub sheets: usize,
    /// The panel's value by its own rule of trimming and averaging, in points.
    pub mean: Option<Estimate>,
    /// Its place in its group by this component alone.
    pub place: Option<usize>,
    /// The best place of the middle 90 % of draws.
    pub place_from: Option<usize>,
    /// The worst place of the middle 90 % of draws.
    pub place_to: Option<usize>,
    /// Number of its bracket in the group, from 1 for the best; villages of one bracket are statistically tied.
    pub bracket: Option<usize>,
    /// Positions in `villages` of those whose order with this one is not clear: neither is ahead in 90 % of draws.
    pub unclear_with: Vec<usize>,
    /// Its quality in logits by the Rasch model, with fit.
    pub measure: Option<MeasureAnalysis>,
}

/// A measure of the Rasch model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MeasureAnalysis {
    /// In logits; 0 is the average judge and the average criterion.
    pub measure: Estimate,
    /// Its standard error.
    pub error: Estimate,
    /// Fit weighted by information; about 1 where scores vary as the model expects, above it where they surprise.
    pub infit: Option<Estimate>,
    /// Fit unweighted, sensitive to single outlying scores.
    pub outfit: Option<Estimate>,
    /// Only lowest or only highest scores: the measure is a bound, taken from a score 0.3 inside the end.
    pub extreme: bool,
}

/// How well the judges agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgreementAnalysis {
    /// Code of the criterion; `null` for the totals.
    pub criterion: Option<String>,
    /// Name of the criterion, or 总分.
    pub label: String,
    /// Judges of the complete part, from which W and the ICC are taken: the villages that every judge scored, or the
    /// judges who scored every village, whichever has more cells.
    pub complete_judges: usize,
    /// Villages of the complete part.
    pub complete_villages: usize,
    /// Kendall's W with ties, 0 to 1, over the complete part.
    pub kendall_w: Option<Estimate>,
    /// ICC(2,1): how far one judge alone can be trusted, over the complete part.
    pub icc_single: Option<Estimate>,
    /// ICC(2,k): how far the mean of the judges can be trusted, over the complete part.
    pub icc_mean: Option<Estimate>,
    /// Krippendorff's α, interval, over all scores.
    pub alpha: Option<Estimate>,
}

/// The measurement model as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RaschAnalysis {
    /// Why there is no fit.
    pub refused: Option<Sentence>,
    /// What was done to the scores before: bands, extreme judges or villages.
    pub remarks: Vec<Sentence>,
    /// Steps of Newton's method.
    pub iterations: usize,
    /// Categories of the rating scale after banding.
    pub categories: usize,
    /// The thresholds between categories, in logits; they sum to 0.
    pub thresholds: Vec<Estimate>,
    /// Difficulty of each criterion in logits, in the order of the card; positive is scored lower.
    pub criteria: Vec<Option<Estimate>>,
    /// How many standard errors the villages are spread over; below 1 they are hardly told apart.
    pub village_separation: Option<Estimate>,
    /// The same for judges; near 0 they are equally strict.
    pub judge_separation: Option<Estimate>,
}

/// What would change without one judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgeLeftOut {
    /// Code of the judge.
    pub judge: String,
    /// Villages whose place by this component alone would differ.
    pub moved: Vec<PlaceMove>,
    /// Villages whose place in the result would differ, computed again without the judge's sheets. Exact.
    pub result: Vec<ResultMove>,
    /// Why the result cannot be computed without the judge.
    pub refused: Option<Sentence>,
}

/// A village with another place in the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResultMove {
    /// Its town.
    pub town: String,
    /// Its name.
    pub village: String,
    /// The place with all judges; `null` for none.
    pub place: Option<String>,
    /// The place without the judge; `null` for none.
    pub without: Option<String>,
    /// The award with all judges; `null` for none.
    pub award: Option<String>,
    /// The award without the judge; `null` for none.
    pub award_without: Option<String>,
}

/// A village with another place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceMove {
    /// Position in `villages`.
    pub village: usize,
    /// The place with all judges; `null` for none.
    pub place: Option<usize>,
    /// The place without the judge; `null` for none.
    pub without: Option<usize>,
}

/// Whether scores drifted from day to day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DriftAnalysis {
    /// What is known, or why it cannot be known.
    pub says: Sentence,
    /// What links the days; `null` when nothing does.
    pub link: Option<DriftLink>,
    /// The days in order with their effects; empty when nothing is known.
    pub days: Vec<DayEffect>,
}

/// What makes days comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftLink {
    /// Villages seen on several days.
    Visits,
    /// Another figure of the same villages that was not made day by day, such as the debrief.
    Covariate,
}

/// The effect of one day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DayEffect {
    /// Number of the day, from 0.
    pub day: usize,
    /// Points above (+) or below (−) the average day.
    pub effect: Estimate,
    /// Its standard error, in points.
    pub error: Estimate,
}

/// How the order of one group depends on one set of weights. Exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeightAnalysis {
    /// Number of the area, or `all`.
    pub group: String,
    /// Its label; empty when all are ranked together.
    pub label: String,
    /// What the weights belong to.
    pub of: WeightsOf,
    /// The villages, as the numbers below count them: town and name.
    pub villages: Vec<[String; 2]>,
    /// Villages not looked at: without a value in some part, not ranked, or with a score that a limit or a veto set:
    /// town and name.
    pub left_out: Vec<[String; 2]>,
    /// One for each weight.
    pub weights: Vec<WeightSpan>,
}

/// One weight moved from 0 to 1, the others shrinking in proportion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeightSpan {
    /// Code of the component or class.
    pub code: String,
    /// Its name.
    pub label: String,
    /// The weight of the card, as a ratio.
    pub weight: String,
    /// The nearest weight at which two villages are level, if there is any.
    pub nearest: Option<Swap>,
    /// Every weight at which villages change order, ascending.
    pub swaps: Vec<Swap>,
    /// The order from 0 to the first swap, between swaps, and from the last to 1: one more than `swaps`. Each is a list
    /// of sets, best first; villages of one set are level throughout.
    pub orders: Vec<Vec<Vec<usize>>>,
}

/// Villages that change order at one weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Swap {
    /// The weight, as a ratio in lowest terms.
    pub at: String,
    /// The same with four decimals, for the screen.
    pub at_decimal: String,
    /// Pairs of villages: the first is ahead below this weight, the second above it, and they are level at it.
    pub pairs: Vec<[usize; 2]>,
}
