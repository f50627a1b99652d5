//! A computed result as it is shown: places with the parts of each score, and why.

use super::{Both, public::told, village::Parts};
use crate::standing::Standing;
use pingyi_ranking::{Composite, Language, Ratio, round};
use serde::Serialize;
use utoipa::ToSchema;

/// A part of the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComponentView {
    /// Code.
    pub code: String,
    /// Name.
    pub label: String,
    /// Weight, exact.
    pub weight: String,
    /// `vote`, `panel` or `record`.
    pub source: String,
}

/// Villages that are ranked together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupView {
    /// Number of the area, or `all`.
    pub group: String,
    /// Name of the area; empty for all.
    pub label: String,
    /// Too few voted for scores to be published: places only, and those not to the public.
    pub withheld: bool,
    /// In the order of places.
    pub ranked: Vec<PlacedView>,
    /// Villages without a place.
    pub unranked: Vec<UnplacedView>,
}

/// What a component gave a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartView {
    /// Code of the component.
    pub component: String,
    /// Points, rounded as the card says for the score.
    pub points: String,
    /// Points, exact.
    pub points_exact: String,
    /// Weight as it counts for this village, exact.
    pub weight: String,
    /// Weight times points, rounded.
    pub share: String,
}

/// A village with a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlacedView {
    /// Its place: `1`, or a half such as `2.5`.
    pub place: String,
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
    /// Score, rounded; nothing where scores are withheld.
    pub score: Option<String>,
    /// Exact score; nothing where scores are withheld.
    pub score_exact: Option<String>,
    /// Award, if it has one.
    pub award: Option<String>,
    /// A lot must still be drawn for its place.
    pub lot_needed: bool,
    /// What each component gave.
    pub parts: Vec<PartView>,
    /// Bonus points, exact; nothing without plus and minus items.
    pub bonus: Option<String>,
    /// Penalty points, exact.
    pub penalty: Option<String>,
    /// Codes of vetoes.
    pub vetoes: Vec<String>,
    /// Why it is where it is, in sentences.
    pub explanation: Vec<String>,
}

/// A village without a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnplacedView {
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
    /// Reason, or the code of a veto.
    pub why: String,
    /// Why, in sentences.
    pub explanation: Vec<String>,
}

/// The parts of a score.
pub(super) fn components(plan: &Composite) -> Vec<ComponentView> {
    let source = |source: &pingyi_ranking::Source| match source {
        pingyi_ranking::Source::Vote => "vote",
        pingyi_ranking::Source::Panel(_) => "panel",
        pingyi_ranking::Source::Record(_) => "record",
    };
    plan.components
        .iter()
        .map(|one| ComponentView {
            code: one.code.clone(),
            label: one.label.clone(),
            weight: one.weight.to_string(),
            source: source(&one.source).into(),
        })
        .collect()
}

/// The groups of a standing: places from everything that was opened, figures from what is published.
pub(super) fn groups(standing: &Standing, both: &Both, language: Language) -> Vec<GroupView> {
    let plan = standing.card.ranking_plan();
    let trace = &both.published.computation.trace;
    let shown = both.published.computation.result.groups.iter();
    let known = both.sealed.groups.iter();
    shown
        .zip(known)
        .map(|(shown, known)| {
            let ranked = known.ranked.iter().map(|row| {
                let parts = Parts::of(trace, &row.town, &row.village);
                let figure = |text: String| (!shown.withheld).then_some(text);
                let points = |points: &Ratio| {
                    round(points, plan.rounding.decimals, plan.rounding.mode).to_string()
                };
                PlacedView {
                    place: row.place.clone(),
                    town: row.town.clone(),
                    village: row.village.clone(),
                    score: figure(row.score.to_string()),
                    score_exact: figure(row.score_exact.to_string()),
                    award: row.award.clone(),
                    lot_needed: row.lot_needed,
                    parts: parts
                        .components
                        .iter()
                        .map(|(component, weight, value)| PartView {
                            component: component.clone(),
                            points: points(value),
                            points_exact: value.to_string(),
                            weight: weight.to_string(),
                            share: points(&(weight * value)),
                        })
                        .collect(),
                    bonus: parts.bonus.map(|one| one.to_string()),
                    penalty: parts.penalty.map(|one| one.to_string()),
                    vetoes: parts.vetoes,
                    explanation: told(trace, &row.town, &row.village, language),
                }
            });
            let unranked = known.unranked.iter().map(|row| UnplacedView {
                town: row.town.clone(),
                village: row.village.clone(),
                why: row.why.clone(),
                explanation: told(trace, &row.town, &row.village, language),
            });
            GroupView {
                group: shown.group.clone(),
                label: shown.label.clone(),
                withheld: shown.withheld,
                ranked: ranked.collect(),
                unranked: unranked.collect(),
            }
        })
        .collect()
}
