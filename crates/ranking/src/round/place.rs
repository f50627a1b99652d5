//! From keys to places: sorting, the chain of ties, numbering.

use std::cmp::Reverse;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::{Profile, Rank, RoundOutcome, Row, Tie};
use crate::card::{RankConvention, RankKey, TieBreak};
use crate::{Ratio, RuleCard};

/// What a village is ranked by; one card uses one kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Score(Ratio),
    Profile(Profile),
}

/// Sorts the rows from first to last, separates ties as the card says, and numbers the places.
pub(super) fn place(card: &RuleCard, outcome: &mut RoundOutcome) {
    let mut rows = std::mem::take(&mut outcome.rows);
    // Every sort is stable, so a tie keeps ballot order.
    let mut sets = split(std::mem::take(&mut rows), |row| Some(key(card, row)));
    let mut lot_missing = vec![false; sets.iter().map(Vec::len).sum::<usize>()];
    for rule in &card.ties {
        if matches!(rule, TieBreak::LotByHand | TieBreak::LotBySeed) {
            // Lots are drawn in public after the tally; until then these villages stay tied.
            let mut start = 0;
            for set in &sets {
                if set.len() > 1 {
                    lot_missing[start..start + set.len()].fill(true);
                }
                start += set.len();
            }
        } else if let Some(value) = value_of(card, outcome, rule) {
            let separated = sets.into_iter().flat_map(|set| split(set, &value));
            sets = separated.collect();
        }
    }
    number(card, outcome, sets, &lot_missing);
}

fn key(card: &RuleCard, row: &Row) -> Key {
    match (&row.profile, card.rounding.ranks_on) {
        (Some(profile), _) => Key::Profile(profile.clone()),
        (None, RankKey::Exact) => Key::Score(row.score.clone()),
        (None, RankKey::Published) => Key::Score(row.score_published.to_ratio()),
    }
}

/// Sets of equal value, greatest first; those without a value come last, together.
fn split<V: Ord>(mut rows: Vec<Row>, value: impl Fn(&Row) -> Option<V>) -> Vec<Vec<Row>> {
    rows.sort_by_cached_key(|row| Reverse(value(row)));
    let mut sets: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match sets.last_mut() {
            Some(set) if value(&set[0]) == value(&row) => set.push(row),
            _ => sets.push(vec![row]),
        }
    }
    sets
}

type Value<'a> = Box<dyn Fn(&Row) -> Option<Ratio> + 'a>;

/// What a rule compares, or nothing where turnout does not allow to publish it: the places would
/// tell what is withheld.
fn value_of<'a>(
    card: &'a RuleCard,
    outcome: &RoundOutcome,
    rule: &'a TieBreak,
) -> Option<Value<'a>> {
    let opening = &outcome.opening;
    match rule {
        TieBreak::Class(code) if opening.scores_published => Some(Box::new(move |row| {
            let class = row.classes.iter().find(|class| class.code == *code);
            class.and_then(|class| class.mean.clone())
        })),
        TieBreak::Marks(code) => {
            let mut opened = opening.classes.iter().filter(|class| class.opened());
            let mark = card.marks().iter().position(|mark| mark.code == *code)?;
            let ballots = ballots(outcome);
            let publishable = opened.all(|class| class.histogram_published);
            publishable
                .then(|| Box::new(move |row: &Row| Some(share(card, row, mark, &ballots))) as _)
        }
        _ => None,
    }
}

/// Ballots of each opened class, in the order of the card, as the classes of a row are.
fn ballots(outcome: &RoundOutcome) -> Vec<u64> {
    let opened = outcome.turnouts.iter().filter(|turnout| {
        let class = outcome.opening.class(&turnout.code);
        class.is_some_and(crate::ClassOpening::opened)
    });
    opened.map(|turnout| turnout.returned).collect()
}

/// Σ weight · (marks / ballots) over the opened classes.
fn share(card: &RuleCard, row: &Row, mark: usize, ballots: &[u64]) -> Ratio {
    let mut total = Ratio::zero().0;
    for (class, ballots) in row.classes.iter().zip(ballots) {
        let weight = &card.class(&class.code).expect("a class of the card").weight;
        let (count, ballots) = (BigInt::from(class.marks[mark]), BigInt::from(*ballots));
        total += &weight.0 * BigRational::new(count, ballots);
    }
    Ratio(total)
}

/// The place of `tied` villages that share it, after `before` villages in `sets` places.
pub(crate) fn rank_of(ranks: RankConvention, sets: usize, before: usize, tied: usize) -> Rank {
    let (first, last) = (before + 1, before + tied);
    let halves = match ranks {
        RankConvention::Competition | RankConvention::Ordinal => 2 * first,
        RankConvention::Dense => 2 * (sets + 1),
        RankConvention::Modified => 2 * last,
        RankConvention::Fractional => first + last,
    };
    Rank::half(u32::try_from(halves).expect("villages can be counted in 31 bits"))
}

fn number(card: &RuleCard, outcome: &mut RoundOutcome, sets: Vec<Vec<Row>>, lot_missing: &[bool]) {
    let mut before = 0;
    for (dense, tied) in sets.into_iter().enumerate() {
        let last = before + tied.len();
        let rank = rank_of(card.ranks, dense, before, tied.len());
        if tied.len() > 1 {
            outcome.ties.push(Tie {
                rank,
                contests: tied.iter().map(|row| row.contest).collect(),
                lot_needed: lot_missing[before],
            });
        }
        outcome
            .rows
            .extend(tied.into_iter().map(|row| Row { rank, ..row }));
        before = last;
    }
}
