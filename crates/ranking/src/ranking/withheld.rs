//! What can be checked of a published ranking without the sums that may not be public.

use std::collections::HashSet;

use serde::Serialize;

use super::{AreaRanking, PublishedTie, RankedVillage, RankingFault, VillageClass};
use crate::card::Method;
use crate::round::{
    Contest, MarkRule, PublishedMeans, RankFault, RoundInput, rank_of, rank_with_means,
};
use crate::{ClassOpening, Opening, RuleCard, round};

/// A class whose counts turnout does not allow to publish, and whose sums were not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withheld {
    /// Number of the area.
    pub area: u32,
    /// Code of the class.
    pub class: String,
    /// What of its area was checked all the same.
    pub checked: WithheldFigures,
}

/// What can be checked without a class's sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WithheldFigures {
    /// Scores and places follow from its published means. The means were taken as published.
    FromMeans,
    /// Places agree with each other, and nothing is shown that is to be withheld. What the places
    /// follow from is not public.
    FormOnly,
}

/// The opened classes without sums, of those whose counts are not published; without the sums of
/// another class [`rank_with_means`] fails.
pub(super) fn missing(card: &RuleCard, input: &RoundInput) -> Result<Vec<Withheld>, RankFault> {
    let opening = opening(card, input)?;
    let has_means = opening.scores_published && card.method != Method::MajorityJudgment;
    let is_missing = |class: &&ClassOpening| {
        let given = input.classes.iter().find(|given| given.code == class.code);
        class.opened()
            && !class.histogram_published
            && given.is_some_and(|given| given.sums.is_none())
    };
    let missing = opening.classes.iter().filter(is_missing);
    let withheld = missing.map(|class| Withheld {
        area: input.area,
        class: class.code.clone(),
        checked: if has_means {
            WithheldFigures::FromMeans
        } else {
            WithheldFigures::FormOnly
        },
    });
    Ok(withheld.collect())
}

fn opening(card: &RuleCard, input: &RoundInput) -> Result<Opening, RankFault> {
    let turnouts: Vec<_> = input
        .classes
        .iter()
        .map(super::ClassInput::turnout)
        .collect();
    Opening::decide(card, input.area, &turnouts)
}

/// The ranking of one area as it should be, where sums of the `missing` classes are not known.
pub(super) fn recomputed(
    card: &RuleCard,
    input: &RoundInput,
    published: &AreaRanking,
    missing: &[Withheld],
) -> Result<AreaRanking, RankFault> {
    let by_means = |one: &Withheld| one.checked == WithheldFigures::FromMeans;
    if !missing.iter().all(by_means) {
        return form(card, input, published);
    }
    let mean = |class: &str, contest: &Contest| {
        let named = |row: &&RankedVillage| is_village(row, contest);
        let row = published.ranking.iter().find(named)?;
        let given = row.classes.iter().find(|given| given.class == class)?;
        given.mean_exact.clone()
    };
    let means: PublishedMeans = (missing.iter())
        .map(|one| {
            let of = |contest| mean(&one.class, contest);
            (one.class.clone(), input.contests.iter().map(of).collect())
        })
        .collect();
    rank_with_means(card, input, &means).map(|outcome| AreaRanking::new(card, &outcome))
}

fn is_village(row: &RankedVillage, contest: &Contest) -> bool {
    row.town == contest.town && row.village == contest.village
}

/// The published area with everything put right that does not depend on the missing sums: turnout
/// and what it allows, numbers of villages and places, marks of the classes whose counts are
/// published; figures that are to be withheld are gone.
fn form(
    card: &RuleCard,
    input: &RoundInput,
    published: &AreaRanking,
) -> Result<AreaRanking, RankFault> {
    let opening = opening(card, input)?;
    // Ranking the sums that are there checks them; its places mean nothing and are not used.
    let nothing = vec![None; input.contests.len()];
    let hidden = opening.classes.iter().filter(|class| class.opened());
    let means = hidden.map(|class| (class.code.clone(), nothing.clone()));
    let outcome = rank_with_means(card, input, &means.collect())?;
    let own = AreaRanking::new(card, &outcome);
    let rule = MarkRule::new(card);
    let mut area = published.clone();
    area.label = own.label;
    area.classes = own.classes;
    area.not_decided = own.not_decided;
    area.over_quota = own.over_quota;
    area.uneven_places = own.uneven_places;
    let mut seen = HashSet::new();
    for row in &mut area.ranking {
        let contest = input.contests.iter().position(|one| is_village(row, one));
        let contest = contest.filter(|index| seen.insert(*index));
        row.contest = contest.map_or(0, |index| u32::try_from(index + 1).unwrap_or(u32::MAX));
        row.profile = None;
        row.score_exact = row.score_exact.take().filter(|_| opening.scores_published);
        let exact = row.score_exact.as_ref();
        row.score = exact.map(|exact| round(exact, card.rounding.decimals, card.rounding.mode));
        let opened = opening.classes.iter().filter(|class| class.opened());
        let classes = opened.map(|class| {
            let given = input.classes.iter().find(|given| given.code == class.code);
            let counted = given
                .filter(|_| class.histogram_published)
                .and_then(|given| {
                    let marks = given.sums.as_ref()?.get(contest?)?.clone();
                    Some((rule.count(&marks, given.returned).blank, marks))
                });
            let (blank, marks) = counted.unzip();
            VillageClass {
                class: class.code.clone(),
                mean: None,
                mean_exact: None,
                marks,
                blank,
            }
        });
        row.classes = classes.collect();
    }
    place(card, &mut area);
    let is_ranked = |contest: &&Contest| area.ranking.iter().any(|row| is_village(row, contest));
    let left = input.contests.iter().filter(|contest| !is_ranked(contest));
    area.unranked = left.cloned().collect();
    Ok(area)
}

/// Numbers the places by which villages share one, and lists those.
fn place(card: &RuleCard, area: &mut AreaRanking) {
    let (mut before, mut ties) = (0, Vec::new());
    let sets: Vec<usize> = (area.ranking)
        .chunk_by(|one, other| one.rank == other.rank)
        .map(<[_]>::len)
        .collect();
    for (index, tied) in sets.into_iter().enumerate() {
        let rank = rank_of(card.ranks, index, before, tied);
        let rows = &mut area.ranking[before..before + tied];
        if tied > 1 {
            let villages = rows.iter().map(|row| Contest {
                town: row.town.clone(),
                village: row.village.clone(),
            });
            let known = area.ties.get(ties.len());
            ties.push(PublishedTie {
                rank,
                villages: villages.collect(),
                lot_needed: known.is_some_and(|tie| tie.lot_needed),
            });
        }
        for row in rows {
            row.rank = rank;
        }
        before += tied;
    }
    area.ties = ties;
}

/// The villages of a published area by their numbers on the ballot; those that are not ranked, in
/// ballot order, have the numbers left over.
pub(super) fn ballot_order(
    path: &str,
    published: &AreaRanking,
) -> Result<Vec<Contest>, RankingFault> {
    let villages = published.ranking.len() + published.unranked.len();
    let mut places: Vec<Option<Contest>> = vec![None; villages];
    for (index, row) in published.ranking.iter().enumerate() {
        let place = (row.contest as usize).checked_sub(1);
        match place.and_then(|place| places.get_mut(place)) {
            Some(place) if place.is_none() => {
                *place = Some(Contest {
                    town: row.town.clone(),
                    village: row.village.clone(),
                });
            }
            _ => {
                return Err(RankingFault::Differs {
                    path: format!("{path}/ranking/{index}/contest"),
                    published: row.contest.to_string(),
                    recomputed: "—".into(),
                });
            }
        }
    }
    let mut left = published.unranked.iter().cloned();
    Ok((places.into_iter())
        .filter_map(|place| place.or_else(|| left.next()))
        .collect())
}
