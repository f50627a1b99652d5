//! The Haiyang fixture: the places come out as reported, and nothing altered is accepted.

use std::collections::BTreeMap;

use crate::sample::{fixture, haiyang_card};
use pingyi_ranking::{
    BoxSums, ClassInput, Contest, Ranking, RankingFault, RoundInput, RuleCard, check_ranking,
    rank_round,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Unit {
    area: u32,
    town: String,
    village: String,
    visit_order: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Votes {
    area: u32,
    class: String,
    town: String,
    village: String,
    excellent: u64,
    good: u64,
    fair: u64,
    poor: u64,
    blank: u64,
}

fn rows<T: for<'de> Deserialize<'de>>(name: &str) -> Vec<T> {
    let text = fixture(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| row.unwrap_or_else(|error| panic!("{name}: {error}")))
        .collect()
}

/// `(entitled, present, issued, returned)` of the village class in rounds 1 to 4: one secretary of
/// area 3 is absent, one phone of area 4 does not return in round 2.
const VILLAGE: [(u64, u64, u64, u64); 4] = [
    (77, 76, 76, 76),
    (78, 77, 77, 76),
    (77, 77, 77, 77),
    (77, 76, 76, 76),
];

fn rounds() -> Vec<RoundInput> {
    let units: Vec<Unit> = rows("units.csv");
    let votes: Vec<Votes> = rows("votes.csv");
    assert_eq!((units.len(), votes.len()), (32, 64));
    (1..=4)
        .map(|area| {
            let mut visited: Vec<_> = units.iter().filter(|unit| unit.area == area).collect();
            visited.sort_by_key(|unit| unit.visit_order);
            let contests: Vec<_> = visited
                .iter()
                .map(|unit| Contest {
                    town: unit.town.clone(),
                    village: unit.village.clone(),
                })
                .collect();
            let class = |code: &str, (entitled, present, issued, returned)| {
                let sums = contests.iter().map(|contest| {
                    let mut found = votes.iter().filter(|row| {
                        (row.area, row.class.as_str()) == (area, code)
                            && (&row.town, &row.village) == (&contest.town, &contest.village)
                    });
                    let row = found.next().expect("every contest has votes");
                    assert!(found.next().is_none());
                    let marks = vec![row.excellent, row.good, row.fair, row.poor];
                    assert_eq!(
                        marks.iter().sum::<u64>() + row.blank,
                        returned,
                        "{}",
                        row.village
                    );
                    marks
                });
                let sums = Some(sums.collect());
                ClassInput {
                    code: code.into(),
                    entitled,
                    present,
                    issued,
                    returned,
                    sums,
                }
            };
            let village = VILLAGE[area as usize - 1];
            RoundInput {
                area,
                classes: vec![class("town", (16, 16, 16, 16)), class("village", village)],
                contests: contests.clone(),
            }
        })
        .collect()
}

fn ranking(card: &RuleCard, rounds: &[RoundInput]) -> Ranking {
    let outcomes: Vec<_> = rounds
        .iter()
        .map(|round| rank_round(card, round).unwrap())
        .collect();
    Ranking::new(card, "haiyang-2022", &outcomes)
}

#[test]
fn the_first_places_are_as_reported_and_area_1_is_tied() {
    let ranking = ranking(&haiyang_card(), &rounds());
    let firsts: BTreeMap<_, Vec<_>> = ranking
        .areas
        .iter()
        .map(|area| {
            let first = area
                .ranking
                .iter()
                .filter(|row| row.rank.as_whole() == Some(1));
            (
                area.area,
                first
                    .map(|row| format!("{}{}", row.town, row.village))
                    .collect(),
            )
        })
        .collect();
    assert_eq!(
        firsts,
        BTreeMap::from([
            (1, vec!["发城镇王家山后村".into(), "郭城镇西古现村".into()]),
            (2, vec!["碧城区嵩潜村".into()]),
            (3, vec!["方圆街道里口村".into()]),
            (4, vec!["里店镇邵伯村".into()]),
        ])
    );
    let area = &ranking.areas[0];
    assert_eq!(area.ranking[0].score_exact, area.ranking[1].score_exact);
    assert_ne!(
        area.ranking[0].classes, area.ranking[1].classes,
        "the tie is of different ballots"
    );
    assert_eq!(area.ranking[2].rank.as_whole(), Some(3));
    let ties: usize = ranking.areas.iter().map(|area| area.ties.len()).sum();
    assert_eq!(ties, 1);
    assert!(
        ranking
            .areas
            .iter()
            .all(|area| area.ranking.len() == 8 && area.not_decided.is_empty())
    );
}

#[test]
fn the_published_ranking_is_frozen() {
    let ranking = ranking(&haiyang_card(), &rounds());
    insta::assert_snapshot!(
        "haiyang_ranking",
        serde_json::to_string_pretty(&ranking).unwrap()
    );
}

#[test]
fn the_published_ranking_follows_from_archives_alone() {
    let (card, rounds) = (haiyang_card(), rounds());
    let published = ranking(&card, &rounds);
    let inputs: Vec<_> = rounds
        .iter()
        .map(|round| {
            let named = round.contests.iter();
            let questions: Vec<_> = named
                .map(|contest| format!("{}{}", contest.town, contest.village))
                .collect();
            let boxes = round.classes.iter().map(|class| BoxSums {
                class: class.code.clone(),
                returned: class.returned,
                sums: class.sums.clone(),
            });
            let boxes: Vec<_> = boxes.collect();
            published
                .round_input(round.area, &questions, &boxes)
                .unwrap()
        })
        .collect();
    assert_eq!(inputs, rounds);
    assert_eq!(check_ranking(&card, &inputs, &published), Ok(Vec::new()));
}

#[test]
fn an_altered_ranking_is_refused_by_its_first_difference() {
    let (card, rounds) = (haiyang_card(), rounds());
    let good = ranking(&card, &rounds);
    let refused = |change: &dyn Fn(&mut Ranking)| {
        let mut altered = good.clone();
        change(&mut altered);
        check_ranking(&card, &rounds, &altered).unwrap_err()
    };
    let path = |fault: RankingFault| match fault {
        RankingFault::Differs { path, .. } => path,
        other => panic!("{other}"),
    };
    assert_eq!(
        path(refused(&|ranking| ranking.areas[1].ranking.swap(0, 1))),
        "/areas/1/ranking/0/classes/0/marks/0"
    );
    assert_eq!(
        path(refused(
            &|ranking| ranking.areas[0].ranking[1].rank = ranking.areas[0].ranking[2].rank
        )),
        "/areas/0/ranking/1/rank"
    );
    assert_eq!(
        path(refused(
            &|ranking| ranking.areas[2].ranking[4].score = "95.00".parse().ok()
        )),
        "/areas/2/ranking/4/score"
    );
    assert_eq!(
        path(refused(&|ranking| drop(ranking.areas[3].ranking.pop()))),
        "/areas/3/ranking/length"
    );
    assert_eq!(
        path(refused(&|ranking| ranking.areas[0].ties.clear())),
        "/areas/0/ties/length"
    );
    assert_eq!(
        path(refused(&|ranking| ranking.areas[0].classes[1].returned = 77)),
        "/areas/0/classes/1/returned"
    );
    assert_eq!(
        refused(&|ranking| drop(ranking.areas.remove(2))),
        RankingFault::MissingArea { area: 3 }
    );
    assert_eq!(
        refused(&|ranking| ranking.areas.push(ranking.areas[0].clone())),
        RankingFault::ExtraArea { area: 1 }
    );
    assert!(matches!(
        refused(&|ranking| ranking.rule_card_sha256 = "0".repeat(64)),
        RankingFault::OtherCard { .. }
    ));

    let mut other = card.clone();
    other.grades[3].points = 50.into();
    assert!(matches!(
        check_ranking(&other, &rounds, &good).unwrap_err(),
        RankingFault::OtherCard { .. }
    ));
    let mut moved = rounds.clone();
    moved[0].classes[1].sums.as_mut().unwrap()[6][0] -= 1;
    moved[0].classes[1].sums.as_mut().unwrap()[6][1] += 1;
    assert!(path(check_ranking(&card, &moved, &good).unwrap_err()).starts_with("/areas/0/ranking"));
}

#[test]
fn a_question_of_another_ballot_is_refused() {
    let (card, rounds) = (haiyang_card(), rounds());
    let published = ranking(&card, &rounds);
    let questions = ["郭城镇无此村".to_owned()];
    let fault = published.round_input(1, &questions, &[]).unwrap_err();
    assert!(fault.to_string().contains("郭城镇无此村"), "{fault}");
    assert_eq!(
        published.round_input(9, &questions, &[]).unwrap_err(),
        RankingFault::MissingArea { area: 9 }
    );
}
