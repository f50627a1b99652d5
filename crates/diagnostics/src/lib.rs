//! What the meeting's secretary sees of judges and figures, and what never decides.
//!
//! Results are made by `pingyi-ranking`, exactly. This crate estimates: how strict judges are, how well they agree, how
//! sure a place is, what may be worth checking. Floats are allowed here and only here; every figure that leaves is an
//! [`Estimate`], from which there is no way back into the numbers that decide (ADR 0020). It performs no input or
//! output, reads no clock, and its only randomness is a [`SplitMix64`] with a stated seed.
//!
//! | noun | what it is |
//! |---|---|
//! | [`Ratings`] | judges × villages × criteria, exact, with missing cells |
//! | [`Rasch`] | village, judge and criterion on one scale, with fit |
//! | [`agreement`] | Kendall's W, ICC, Krippendorff's α |
//! | [`Additive`] | points by which a judge is above or below the others |
//! | [`Intervals`] | how sure a place is, by drawing the judges again |
//! | [`Drift`] | whether days differ in strictness, where that can be known |
//! | [`Flag`] | what the returning officer may want to check |
//! | [`Analysis`] | all of it as one read model |
#![expect(
    clippy::cast_precision_loss,
    reason = "counts of judges, villages and scores are far below 2⁵³"
)]

pub mod agreement;
mod analysis;
mod cholesky;
mod drift;
mod estimate;
mod flag;
mod interval;
mod panel_mean;
mod rasch;
mod ratings;
mod severity;
mod split_mix;
mod table;

pub use analysis::{
    AgreementAnalysis, Analysis, DayEffect, Design, DriftAnalysis, DriftLink, JudgeAnalysis,
    JudgeLeftOut, MeasureAnalysis, PanelAnalysis, PlaceAnalysis, PlaceMove, RaschAnalysis,
    ResultMove, Swap, VillageAnalysis, Visits, WeightAnalysis, WeightSpan,
};
pub use drift::{Days, Drift, DriftUnknown};
pub use estimate::Estimate;
pub use flag::{Flag, FlagKind, FlagThresholds, flags};
pub use interval::{Intervals, Moved, without_each_judge};
pub use panel_mean::{PanelMean, places};
pub use pingyi_ranking::Sentence;
pub use rasch::{Extreme, Facets, Fit, Measure, Rasch, RaschFault, Score, separation};
pub use ratings::{Judge, Ratings, RatingsFault, Village};
pub use severity::Additive;
pub use split_mix::SplitMix64;
pub use table::Table;
