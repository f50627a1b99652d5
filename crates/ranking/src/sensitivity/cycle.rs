//! The weights of a computed cycle: of its components, and of the classes of its votes.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;
use serde::Serialize;

use super::Sensitivity;
use crate::card::{MissingComponent, Scale, Source, VetoEffect};
use crate::{Computation, Op, Ratio, RuleCard};

/// How the order of one group depends on one set of weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSensitivity {
    /// Number of the area, or `all`.
    pub group: String,
    /// Name of the area; empty for all.
    pub label: String,
    /// What the weights belong to.
    pub of: WeightsOf,
    /// The villages, as numbers count them: town and village.
    pub villages: Vec<(String, String)>,
    /// Villages of the group that are not looked at: without a value in some part, not ranked, or with
    /// a score that a limit or a veto has set.
    pub left_out: Vec<(String, String)>,
    /// One for each weight.
    pub weights: Vec<WeightSensitivity>,
}

/// What weights belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightsOf {
    /// The components of the score.
    Components,
    /// The classes of voters.
    Classes,
}

/// How the order depends on one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightSensitivity {
    /// Code of the component or class.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Where villages change places.
    pub sensitivity: Sensitivity,
}

/// A town and a village.
type Name = (String, String);

/// Values by part: code, weight, value.
type Parts = Vec<(String, Ratio, Ratio)>;

/// What the trace says of one village.
#[derive(Default)]
struct Said {
    components: Option<Parts>,
    classes: Option<Parts>,
    /// Bonuses less penalties.
    items: Option<Ratio>,
    /// A limit or a veto has set the score, or where it is ranked.
    set: bool,
}

/// How the order of each group depends on the weights of the components, and on those of the classes
/// where the vote counts as it is and all villages of the group have the same classes.
///
/// Of exact scores: rounding, limits that other weights would reach, and rules for ties are not
/// applied. Groups and sets of weights with a single weight, or with fewer than two villages, are left
/// out, and so are withheld groups.
pub fn sensitivity(card: &RuleCard, computation: &Computation) -> Vec<GroupSensitivity> {
    let said = said(computation);
    let plan = card.ranking_plan();
    let mut all = Vec::new();
    for group in &computation.result.groups {
        let ranked = group
            .ranked
            .iter()
            .map(|village| (village.town.clone(), village.village.clone()));
        let ranked: Vec<Name> = ranked.collect();
        let unranked = group.unranked.iter();
        let unranked: Vec<Name> = unranked
            .map(|village| (village.town.clone(), village.village.clone()))
            .collect();
        let mut study = |of: WeightsOf, parts: &dyn Fn(&Said) -> Option<Parts>, names: &[Named]| {
            let sets = ranked.iter().map(|name| {
                let said = said.get(name).filter(|said| !said.set);
                (name, said.and_then(parts))
            });
            let studied = studied(sets, names);
            if let Some((villages, mut left_out, weights)) = studied {
                left_out.extend(unranked.iter().cloned());
                all.push(GroupSensitivity {
                    group: group.group.clone(),
                    label: group.label.clone(),
                    of,
                    villages,
                    left_out,
                    weights,
                });
            }
        };
        let components: Vec<Named> = plan
            .components
            .iter()
            .map(|component| (&component.code, &component.label, Some(&component.weight)))
            .collect();
        let zero = plan.missing == MissingComponent::Zero;
        study(
            WeightsOf::Components,
            &|said| component_parts(said, &components, zero),
            &components,
        );
        let vote = plan
            .components
            .iter()
            .find(|component| component.source == Source::Vote);
        if let Some(vote) = vote.filter(|vote| vote.scale == Scale::AsIs) {
            let classes: Vec<Named> = card
                .classes
                .iter()
                .map(|class| (&class.code, &class.label, None))
                .collect();
            study(
                WeightsOf::Classes,
                &|said| class_parts(said, &vote.code),
                &classes,
            );
        }
    }
    all
}

/// A part that has a weight: code, label, and the weight if it is the same for all villages.
type Named<'a> = (&'a String, &'a String, Option<&'a Ratio>);

/// Villages studied, villages left out, and what came out.
type Studied = (Vec<Name>, Vec<Name>, Vec<WeightSensitivity>);

/// Studies the villages whose parts have the same weights as the first one's.
fn studied<'a>(
    sets: impl Iterator<Item = (&'a Name, Option<Parts>)>,
    names: &[Named<'_>],
) -> Option<Studied> {
    let mut villages = Vec::new();
    let mut left_out = Vec::new();
    let mut values: Vec<Vec<Ratio>> = Vec::new();
    let mut shape: Option<Vec<(String, Ratio)>> = None;
    for (name, parts) in sets {
        let Some(parts) = parts else {
            left_out.push(name.clone());
            continue;
        };
        let of: Vec<(String, Ratio)> = parts
            .iter()
            .map(|(code, weight, _)| (code.clone(), weight.clone()))
            .collect();
        if shape.get_or_insert_with(|| of.clone()) == &of {
            villages.push(name.clone());
            values.push(parts.into_iter().map(|(_, _, value)| value).collect());
        } else {
            left_out.push(name.clone());
        }
    }
    let (codes, weights): (Vec<String>, Vec<Ratio>) = shape?.into_iter().unzip();
    if villages.len() < 2 || weights.len() < 2 {
        return None;
    }
    let studied = codes.iter().enumerate().map(|(moved, code)| {
        let label = names
            .iter()
            .find(|(of, _, _)| *of == code)
            .map(|(_, label, _)| *label);
        Some(WeightSensitivity {
            code: code.clone(),
            label: label.unwrap_or(code).clone(),
            sensitivity: Sensitivity::of(&values, &weights, moved).ok()?,
        })
    });
    Some((villages, left_out, studied.collect::<Option<_>>()?))
}

/// The values of all components, each with the village's items added; none if one is missing that
/// does not count as 0.
fn component_parts(said: &Said, components: &[Named<'_>], zero: bool) -> Option<Parts> {
    let has = said.components.as_ref()?;
    let items = said
        .items
        .as_ref()
        .map_or_else(BigRational::zero, |items| items.0.clone());
    let parts = components.iter().map(|(code, _, weight)| {
        let value = has
            .iter()
            .find(|(of, _, _)| of == *code)
            .map(|(_, _, value)| &value.0);
        let value = value.cloned().or_else(|| zero.then(BigRational::zero))?;
        Some(((*code).clone(), (*weight)?.clone(), Ratio(value + &items)))
    });
    parts.collect()
}

/// The share of each class's mean in the score, each with all that does not depend on classes added.
fn class_parts(said: &Said, vote: &str) -> Option<Parts> {
    let classes = said.classes.as_ref()?;
    let mut other = said
        .items
        .as_ref()
        .map_or_else(BigRational::zero, |items| items.0.clone());
    let mut factor = None;
    for (code, weight, value) in said.components.as_ref()? {
        if code == vote {
            factor = Some(&weight.0);
        } else {
            other += &weight.0 * &value.0;
        }
    }
    let factor = factor?;
    let parts = classes.iter().map(|(code, weight, mean)| {
        (
            code.clone(),
            weight.clone(),
            Ratio(factor * &mean.0 + &other),
        )
    });
    Some(parts.collect())
}

fn said(computation: &Computation) -> BTreeMap<Name, Said> {
    let mut all: BTreeMap<Name, Said> = BTreeMap::new();
    for step in computation.trace.steps() {
        match &step.op {
            Op::Composite {
                town,
                village,
                r#in,
                ..
            } => {
                entry(&mut all, town, village).components = Some(r#in.clone());
            }
            Op::Score {
                town,
                village,
                r#in,
                ..
            } => {
                entry(&mut all, town, village).classes = Some(r#in.clone());
            }
            Op::Adjust {
                town,
                village,
                bonus,
                penalty,
                ..
            } => {
                entry(&mut all, town, village).items = Some(Ratio(&bonus.0 - &penalty.0));
            }
            Op::Limit { town, village, .. } => entry(&mut all, town, village).set = true,
            Op::Veto {
                town,
                village,
                effect,
                ..
            } => {
                let sets = !matches!(effect, VetoEffect::NoAward);
                entry(&mut all, town, village).set |= sets;
            }
            _ => {}
        }
    }
    all
}

fn entry<'a>(all: &'a mut BTreeMap<Name, Said>, town: &str, village: &str) -> &'a mut Said {
    all.entry((town.to_owned(), village.to_owned()))
        .or_default()
}
