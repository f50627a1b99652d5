//! How sure the places of the result are: all panels drawn again, all else held fixed.

use std::collections::BTreeMap;

use pingyi_ranking::{BeyondTarget, Composite, Op, Scale, VetoEffect};

use super::{PlaceAnalysis, of::Cycle};
use crate::{Estimate, Intervals, Sentence, interval::Drawing, places as by_value};

/// What the trace says of a village's score.
#[derive(Default)]
struct Said {
    /// Code, weight and points of each component that counts.
    parts: Vec<(String, f64, f64)>,
    /// A limit or a veto has set the score or where it is ranked.
    set: bool,
}

/// One village with a place.
struct Ranked {
    group: String,
    place: String,
    score: f64,
}

/// The places of all villages in village order; and why there are no intervals, if so.
pub(super) fn places(
    cycle: &Cycle<'_>,
    plan: &Composite,
) -> (Vec<PlaceAnalysis>, Option<Sentence>) {
    let said = said(cycle);
    let (ranked, unranked) = ranked(cycle);
    let names: Vec<(String, String)> = cycle
        .data
        .village_names()
        .map(|(_, town, village)| (town.to_owned(), village.to_owned()))
        .collect();
    let groups: Vec<usize> = {
        let codes: Vec<&str> = cycle
            .computation
            .result
            .groups
            .iter()
            .map(|group| group.group.as_str())
            .collect();
        let group = |name: &(String, String)| {
            let code = ranked
                .get(name)
                .map(|ranked| &ranked.group)
                .or_else(|| unranked.get(name));
            code.and_then(|code| codes.iter().position(|other| other == code))
                .unwrap_or(0)
        };
        names.iter().map(group).collect()
    };
    let intervals = intervals(cycle, plan, &names, &groups, &said, &ranked);
    let (drawn, why) = match intervals {
        Ok(drawn) => (Some(drawn), None),
        Err(why) => (None, Some(why)),
    };
    let places = names.iter().enumerate().map(|(number, name)| {
        let of = ranked.get(name);
        let interval = drawn
            .as_ref()
            .and_then(|(intervals, _)| intervals.interval(number));
        PlaceAnalysis {
            group: of
                .map(|of| &of.group)
                .or_else(|| unranked.get(name))
                .cloned()
                .unwrap_or_default(),
            town: name.0.clone(),
            village: name.1.clone(),
            place: of.map(|of| of.place.clone()),
            place_from: interval.map(|interval| interval.0),
            place_to: interval.map(|interval| interval.1),
            bracket: drawn.as_ref().and_then(|(_, brackets)| brackets[number]),
            unclear_with: drawn
                .as_ref()
                .map(|(intervals, _)| intervals.unclear_with(number))
                .unwrap_or_default(),
        }
    });
    (places.collect(), why)
}

/// The intervals and brackets, or why there are none.
fn intervals(
    cycle: &Cycle<'_>,
    plan: &Composite,
    names: &[(String, String)],
    groups: &[usize],
    said: &BTreeMap<(String, String), Said>,
    ranked: &BTreeMap<(String, String), Ranked>,
) -> Result<(Intervals, Vec<Option<usize>>), Sentence> {
    if cycle.seats.is_empty() {
        return Err(Sentence::new(
            "没有评委打分的组成部分，名次不随评委变化",
            "No component has judges: places do not depend on them",
        ));
    }
    // For each panel: how it is drawn, how its value becomes points, and its weight in each village's score.
    let mut panels = Vec::new();
    for seat in &cycle.seats {
        let (_, mean) = seat
            .ratings
            .as_ref()
            .map_err(crate::RatingsFault::sentence)?;
        let points = points(&plan.components[seat.number].scale).ok_or_else(|| {
            Sentence::new(
                format!(
                    "“{}”按全体村的情况折算，重抽评委时各村互相影响，不作估计",
                    seat.label
                ),
                format!(
                    "{} is scaled by all villages together: nothing is estimated",
                    seat.label
                ),
            )
        })?;
        let weights: Vec<f64> = names
            .iter()
            .map(|name| {
                let parts = said
                    .get(name)
                    .map(|said| said.parts.as_slice())
                    .unwrap_or_default();
                let part = parts.iter().find(|(code, _, _)| *code == seat.code);
                part.map_or(0.0, |(_, weight, _)| *weight)
            })
            .collect();
        panels.push((Drawing::of(mean), points, weights));
    }
    // What does not depend on judges: the score less the panels' parts.
    let fixed: Vec<Option<f64>> = names
        .iter()
        .map(|name| {
            let (said, ranked) = (said.get(name).filter(|said| !said.set)?, ranked.get(name)?);
            let of_panels: f64 = said
                .parts
                .iter()
                .filter(|(code, _, _)| cycle.seats.iter().any(|seat| seat.code == *code))
                .map(|(_, weight, points)| weight * points)
                .sum();
            Some(ranked.score - of_panels)
        })
        .collect();
    let mut drawn = vec![None; names.len()];
    let intervals = Intervals::of_values(groups, cycle.seed, cycle.draws, |numbers, values| {
        values.copy_from_slice(&fixed);
        for (panel, points, weights) in &mut panels {
            panel.draw(numbers, &mut drawn);
            for ((value, drawn), weight) in values.iter_mut().zip(&drawn).zip(&*weights) {
                if *weight > 0.0 {
                    *value = value.and_then(|value| Some(value + weight * points.of((*drawn)?)));
                }
            }
        }
    });
    let scores: Vec<Option<f64>> = names
        .iter()
        .zip(&fixed)
        .map(|(name, fixed)| fixed.and_then(|_| Some(ranked.get(name)?.score)))
        .collect();
    let brackets = intervals.brackets(&by_value(&scores, groups));
    Ok((intervals, brackets))
}

/// How a panel's value becomes points, where that does not depend on other villages.
#[derive(Clone, Copy)]
struct Points {
    /// Points of value 0.
    start: f64,
    /// Points of one more.
    slope: f64,
    least: f64,
    most: f64,
}

impl Points {
    fn of(self, value: f64) -> f64 {
        (self.start + self.slope * value).clamp(self.least, self.most)
    }
}

fn points(scale: &Scale) -> Option<Points> {
    let number = |decimal: &pingyi_ranking::Decimal| Estimate::of(&decimal.to_ratio()).0;
    match scale {
        Scale::AsIs => Some(Points {
            start: 0.0,
            slope: 1.0,
            least: f64::NEG_INFINITY,
            most: f64::INFINITY,
        }),
        Scale::Fixed(fixed) => {
            let (from, to) = (number(&fixed.from), number(&fixed.to));
            Some(Points {
                start: -100.0 * from / (to - from),
                slope: 100.0 / (to - from),
                least: 0.0,
                most: 100.0,
            })
        }
        Scale::Target(target) => Some(Points {
            start: 0.0,
            slope: 100.0 / number(&target.target),
            least: 0.0,
            most: match target.beyond {
                BeyondTarget::Cap => 100.0,
                BeyondTarget::Count => f64::INFINITY,
            },
        }),
        Scale::Observed(_) | Scale::ZScore(_) | Scale::Rank(_) => None,
    }
}

/// The villages with a place, and the groups of those without.
type Standings = (
    BTreeMap<(String, String), Ranked>,
    BTreeMap<(String, String), String>,
);

fn ranked(cycle: &Cycle<'_>) -> Standings {
    let (mut ranked, mut unranked) = (BTreeMap::new(), BTreeMap::new());
    for group in &cycle.computation.result.groups {
        for one in &group.ranked {
            let standing = Ranked {
                group: group.group.clone(),
                place: one.place.clone(),
                score: Estimate::of(&one.score_exact).0,
            };
            ranked.insert((one.town.clone(), one.village.clone()), standing);
        }
        for one in &group.unranked {
            unranked.insert((one.town.clone(), one.village.clone()), group.group.clone());
        }
    }
    (ranked, unranked)
}

fn said(cycle: &Cycle<'_>) -> BTreeMap<(String, String), Said> {
    let mut all: BTreeMap<(String, String), Said> = BTreeMap::new();
    for step in cycle.computation.trace.steps() {
        let (town, village, parts, sets) = match &step.op {
            Op::Composite {
                town,
                village,
                r#in,
                ..
            } => (town, village, Some(r#in), false),
            Op::Limit { town, village, .. } => (town, village, None, true),
            Op::Veto {
                town,
                village,
                effect,
                ..
            } => (town, village, None, !matches!(effect, VetoEffect::NoAward)),
            _ => continue,
        };
        let said = all.entry((town.clone(), village.clone())).or_default();
        said.set |= sets;
        if let Some(parts) = parts {
            let estimate = |(code, weight, points): &(String, _, _)| {
                (code.clone(), Estimate::of(weight).0, Estimate::of(points).0)
            };
            said.parts = parts.iter().map(estimate).collect();
        }
    }
    all
}
