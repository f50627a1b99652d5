//! Places and figures that other people's programs give for the same votes
//! (`fixtures/vectors/methods.json`, made by `tools/peer-methods.py`).

use crate::sample::{contest, haiyang_card};
use pingyi_ranking::{
    ApproveChoice, Choice, ClassInput, Method, OrderChoice, PointChoice, Ratio, RoundInput,
    RoundOutcome, RuleCard, rank_round,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    majority_judgment: Vec<Majority>,
    approval: Vec<Approval>,
    borda: Vec<Borda>,
    points: Vec<Points>,
}

#[derive(Deserialize)]
struct Majority {
    ballots: u64,
    sums: Vec<Vec<u64>>,
    median: Vec<usize>,
    places: Vec<u32>,
}

#[derive(Deserialize)]
struct Approval {
    ballots: u64,
    votes: Vec<Vec<usize>>,
    count: Vec<u64>,
    places: Vec<u32>,
}

#[derive(Deserialize)]
struct Borda {
    ballots: u64,
    first: u32,
    votes: Vec<Vec<usize>>,
    points: Vec<u64>,
    places: Vec<u32>,
}

#[derive(Deserialize)]
struct Points {
    ballots: u64,
    votes: Vec<Vec<Option<usize>>>,
    mean: Vec<Ratio>,
    places: Vec<u32>,
}

fn vectors() -> Vectors {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/vectors/methods.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A card with one class and nothing withheld.
fn card(choice: Choice, method: Method) -> RuleCard {
    let mut card = haiyang_card();
    card.choice = choice;
    card.method = method;
    card.classes.truncate(1);
    card.classes[0].weight = Ratio::one();
    card.quorum.share = Ratio::new(1, 1000).unwrap();
    card.thresholds.open = 1;
    card.thresholds.mean = 1;
    card.thresholds.histogram = 1;
    card
}

fn ranked(card: &RuleCard, ballots: u64, sums: Vec<Vec<u64>>) -> RoundOutcome {
    let villages = sums.len();
    let class = ClassInput {
        code: card.classes[0].code.clone(),
        entitled: ballots,
        present: ballots,
        issued: ballots,
        returned: ballots,
        sums: Some(sums),
    };
    let input = RoundInput {
        area: 1,
        contests: (0..villages).map(contest).collect(),
        classes: vec![class],
    };
    rank_round(card, &input).unwrap()
}

fn places(outcome: &RoundOutcome) -> Vec<u32> {
    let mut places = vec![0; outcome.rows.len()];
    for row in &outcome.rows {
        places[row.contest] = row.rank.as_whole().unwrap();
    }
    places
}

/// Scores in ballot order.
fn scores(outcome: &RoundOutcome) -> Vec<Ratio> {
    let mut rows: Vec<_> = outcome.rows.iter().collect();
    rows.sort_by_key(|row| row.contest);
    rows.iter().map(|row| row.score.clone()).collect()
}

fn whole(numerator: u64, denominator: u64) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

#[test]
fn majority_judgment_agrees_with_a_peer() {
    for case in vectors().majority_judgment {
        let mut card = card(Choice::Grades, Method::MajorityJudgment);
        let grade = card.grades[0].clone();
        card.grades = (0..case.sums[0].len())
            .map(|index| {
                let mut grade = grade.clone();
                grade.code = format!("grade-{index}");
                grade.points = u32::try_from(10 - index).unwrap().into();
                grade
            })
            .collect();
        let outcome = ranked(&card, case.ballots, case.sums.clone());
        assert_eq!(places(&outcome), case.places, "{:?}", case.sums);
        let grades = case.median.iter().map(|mark| &card.grades[*mark].points);
        let medians: Vec<_> = grades.map(pingyi_ranking::Decimal::to_ratio).collect();
        assert_eq!(scores(&outcome), medians);
    }
}

#[test]
fn approval_agrees_with_a_peer() {
    for case in vectors().approval {
        let choice = ApproveChoice { least: 1, most: 3 };
        let card = card(Choice::Approve(choice), Method::Approval);
        let mut answers = vec![0; case.count.len()];
        for village in case.votes.iter().flatten() {
            answers[*village] += 1;
        }
        let outcome = ranked(&card, case.ballots, card.sums_by_village(vec![answers]));
        assert_eq!(places(&outcome), case.places);
        let shares = case.count.iter();
        let shares: Vec<_> = shares
            .map(|count| whole(100 * count, case.ballots))
            .collect();
        assert_eq!(scores(&outcome), shares);
    }
}

#[test]
fn borda_agrees_with_a_peer() {
    for case in vectors().borda {
        let places_asked = OrderChoice { places: case.first };
        let card = card(Choice::Order(places_asked), Method::Borda);
        let mut questions = vec![vec![0; case.points.len()]; case.first as usize];
        for ballot in &case.votes {
            for (place, village) in ballot.iter().enumerate() {
                questions[place][*village] += 1;
            }
        }
        let outcome = ranked(&card, case.ballots, card.sums_by_village(questions));
        assert_eq!(places(&outcome), case.places);
        assert!(outcome.uneven_places.is_empty());
        let means = case.points.iter();
        let means: Vec<_> = means.map(|points| whole(*points, case.ballots)).collect();
        assert_eq!(scores(&outcome), means);
    }
}

#[test]
fn means_of_points_agree_with_a_peer() {
    for case in vectors().points {
        let range = PointChoice { least: 0, most: 10 };
        let card = card(Choice::Points(range), Method::WeightedMean);
        let mut sums = vec![vec![0; 11]; case.mean.len()];
        for ballot in &case.votes {
            for (village, points) in ballot.iter().enumerate() {
                if let Some(points) = points {
                    sums[village][10 - points] += 1;
                }
            }
        }
        let outcome = ranked(&card, case.ballots, sums);
        assert_eq!(places(&outcome), case.places);
        assert_eq!(scores(&outcome), case.mean);
    }
}
