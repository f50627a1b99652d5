//! What separates villages with the same score (`docs/scoring.md` §4.8).

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::{Field, Set};
use crate::Ratio;
use crate::card::{CriterionName, Source, TieBreak};
use crate::data::ClassFigures;
use crate::panel;
use crate::trace::{Draft, Op, Recorder, TieValue, sha256};

/// The value of a village under a rule; the smaller is the better.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    /// The greater the better.
    Points(Ratio),
    Lot(u64),
    Hash(String),
}

impl Ord for Value {
    /// The better value is the less.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Points(left), Self::Points(right)) => right.cmp(left),
            (Self::Lot(left), Self::Lot(right)) => left.cmp(right),
            (Self::Hash(left), Self::Hash(right)) => left.cmp(right),
            // One rule gives values of one kind.
            _ => Ordering::Equal,
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Splits a set by the `index`th rule, as far as the rule may be applied to it.
pub(super) fn split<R: Recorder>(
    field: &Field<'_>,
    index: usize,
    rule: &TieBreak,
    set: Set,
    recorder: &mut R,
) -> Vec<Set> {
    if set.villages.len() < 2 {
        return vec![set];
    }
    let Some(values) = values(field, rule, &set.villages) else {
        return vec![set];
    };
    let lot_needed = lacks_lot(rule, &values);
    let mut order: Vec<usize> = (0..values.len()).collect();
    if !lot_needed {
        // Stable, so that equal ones keep village order; none is behind all.
        order.sort_by(|left, right| match (&values[*left], &values[*right]) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(left), Some(right)) => left.cmp(right),
        });
    }
    let villages = |places: &[usize]| {
        let villages = places.iter().map(|place| set.villages[*place]);
        villages.collect::<Vec<_>>()
    };
    let split: Vec<Vec<usize>> = order
        .chunk_by(|left, right| lot_needed || values[*left] == values[*right])
        .map(villages)
        .collect();
    recorder.step(|| {
        let row = |(village, value): (&usize, &Option<Value>)| {
            let (town, village) = field.scene.name(*village);
            let value = value.as_ref().map(|value| match value {
                Value::Points(ratio) => TieValue::Text(ratio.to_string()),
                Value::Lot(lot) => TieValue::Lot(*lot),
                Value::Hash(hash) => TieValue::Text(hash.clone()),
            });
            (town, village, value)
        };
        let op = Op::TieBreak {
            group: field.group.code.clone(),
            rule: rule.clone(),
            r#in: set.villages.iter().zip(&values).map(row).collect(),
            out: split.iter().map(|villages| field.names(villages)).collect(),
            lot_needed,
        };
        Draft::new(field.scene.rule(&format!("ties/{index}")), op)
    });
    let lot_needed = set.lot_needed || lot_needed;
    let part = |villages| Set {
        villages,
        lot_needed,
    };
    split.into_iter().map(part).collect()
}

/// Whether the rule is a lot that was not drawn for all of them, or the same for some.
fn lacks_lot(rule: &TieBreak, values: &[Option<Value>]) -> bool {
    match rule {
        TieBreak::LotByHand => {
            let mut lots: Vec<_> = values.iter().collect();
            lots.sort();
            lots.first().is_some_and(|first| first.is_none())
                || lots.windows(2).any(|pair| pair[0] == pair[1])
        }
        TieBreak::LotBySeed => values.iter().any(Option::is_none),
        _ => false,
    }
}

/// The value of each village, or nothing when the rule may not be applied to all of them.
fn values(field: &Field<'_>, rule: &TieBreak, villages: &[usize]) -> Option<Vec<Option<Value>>> {
    let scene = field.scene;
    let component = |code: &String| {
        let mut components = scene.plan.components.iter();
        components.position(|component| component.code == *code)
    };
    let each = |value: &dyn Fn(usize) -> Option<Value>| {
        Some(villages.iter().map(|village| value(*village)).collect())
    };
    match rule {
        TieBreak::KeepTied => None,
        TieBreak::Component(code) => {
            let points = &field.components[component(code)?].points;
            each(&|village| points[village].clone().map(Value::Points))
        }
        TieBreak::Criterion(CriterionName {
            component: code,
            criterion,
        }) => {
            let index = component(code)?;
            let Source::Panel(of) = &scene.plan.components[index].source else {
                return None;
            };
            let mut criteria = of.criteria.iter();
            let criterion = criteria.position(|listed| listed.code == *criterion)?;
            let table = scene.data.panels[index].as_ref()?;
            each(&|village| panel::criterion_mean(of, table, criterion, village).map(Value::Points))
        }
        TieBreak::Class(code) => {
            let vote = field.vote?;
            let class = scene
                .card
                .classes
                .iter()
                .position(|class| class.code == *code)?;
            let published = |village: &usize| {
                let area = scene.data.villages[*village].area;
                let vote = scene.data.votes[area].as_ref();
                vote.is_some_and(|vote| vote.opening.scores_published)
            };
            villages.iter().all(published).then_some(())?;
            each(&|village| vote.means[village][class].clone().map(Value::Points))
        }
        TieBreak::Marks(code) => {
            field.vote?;
            let mark = scene
                .card
                .marks()
                .iter()
                .position(|mark| mark.code == *code)?;
            let shares = villages.iter().map(|village| share(field, mark, *village));
            let shares: Option<Vec<_>> = shares.collect();
            Some(
                shares?
                    .into_iter()
                    .map(|share| Some(Value::Points(share)))
                    .collect(),
            )
        }
        TieBreak::LotByHand => each(&|village| scene.data.lots.by_hand[village].map(Value::Lot)),
        TieBreak::LotBySeed => each(&|village| {
            let seed = scene.data.lots.seed.as_ref()?;
            let (town, village) = scene.name(village);
            let text = format!("{seed}\n{town}\n{village}");
            Some(Value::Hash(sha256(text.as_bytes())))
        }),
    }
}

/// Σ weight · count / ballots of a mark over the opened classes, where all their sums are public.
fn share(field: &Field<'_>, mark: usize, village: usize) -> Option<Ratio> {
    let data = field.scene.data;
    let vote = data.votes[data.villages[village].area].as_ref()?;
    let row = vote.villages.binary_search(&village).ok()?;
    let mut total = BigRational::zero();
    let mut opened = 0;
    for (index, class) in vote.opening.classes.iter().enumerate() {
        if !class.opened() {
            continue;
        }
        opened += 1;
        let ClassFigures::Sums(rows) = &vote.figures[index] else {
            return None;
        };
        if !class.histogram_published {
            return None;
        }
        let count = BigInt::from(rows[row][mark]);
        let ballots = BigInt::from(vote.turnouts[index].returned);
        total += &field.scene.card.classes[index].weight.0 * BigRational::new(count, ballots);
    }
    (opened > 0).then_some(Ratio(total))
}
