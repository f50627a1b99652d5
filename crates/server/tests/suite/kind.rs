//! Whole rounds of every kind of ballot and method, from freezing to the published ranking.

use crate::{
    engine::on_both,
    hall::{Hall, Part, VILLAGES, card, text},
};
use pingyi_ballot::{VerifyOptions, verify_archive};
use pingyi_store::Store;
use serde_json::{Value, json};

/// The small card with another kind of ballot.
fn card_of(choice: Value, method: &str) -> Value {
    let mut card = card();
    card["choice"] = choice;
    card["method"] = method.into();
    card["grades"] = json!([]);
    card["blank"]["allowed"] = false.into();
    card
}

/// What everybody in round 1 answers: by question, the answers chosen.
type Votes = [Vec<Vec<usize>>; 4];

/// Round 1 under a card, up to its ranking; what phones were told of it, and the sums of the archives.
async fn played(store: Store, card: &Value, towns: Votes, villages: Votes) -> Played {
    let hall = Hall::ready_with(store, card).await;
    hall.open(1).await.ok();
    let told = hall.phone().get("/api/vote").await.ok();
    for (class, group, votes) in [
        ("town", "organiser", towns),
        ("village", "village-2", villages),
    ] {
        for (slip, chosen) in hall.group(group).slips.iter().zip(votes) {
            hall.choose(1, class, slip, &chosen).await.ok();
        }
    }
    hall.close(1).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    let mut sums = Vec::new();
    for class in ["town", "village"] {
        let id = hall.ballot_box(1, class).await;
        let path = format!("/api/boxes/{id}/archive");
        let archive = hall.phone().get(&path).await;
        let verified = verify_archive(archive.body.as_slice(), VerifyOptions::default())
            .expect("the archive verifies");
        sums.push(verified.sums.expect("it is finished"));
    }
    let round = told["rounds"].as_array().expect("rounds");
    let round = round.iter().find(|round| round["number"] == 1);
    Played {
        told: round.expect("the open round").clone(),
        results: hall.phone().get(&hall.path("results")).await.ok(),
        ranking: hall.phone().get(&hall.path("ranking.json")).await.ok(),
        sums,
    }
}

struct Played {
    told: Value,
    results: Value,
    ranking: Value,
    sums: Vec<Vec<Vec<u64>>>,
}

impl Played {
    /// Village and score from first to last, of what is published; every sheet of counts balances.
    fn places(&self) -> Vec<(&str, &str)> {
        let round = &self.results["rounds"][0];
        let lines = round["count_sheet"].as_array().expect("a count sheet");
        assert!(lines.iter().all(|line| line["holds"] == true), "{lines:?}");
        let file = self.ranking["areas"][0]["ranking"].as_array();
        let shown = round["ranking"].as_array().expect("a ranking");
        let place = |row: &Value| (row["village"].clone(), row["score"].clone());
        let filed: Vec<_> = file.expect("a ranking").iter().map(place).collect();
        assert_eq!(shown.iter().map(place).collect::<Vec<_>>(), filed);
        (shown.iter())
            .map(|row| (text(&row["village"]), text(&row["score"])))
            .collect()
    }

    fn sheet(&self) -> String {
        self.results["rounds"][0]["count_sheet"].to_string()
    }
}

async fn villages_are_named(store: Store) {
    let card = card_of(json!({ "approve": { "least": 1, "most": 2 } }), "approval");
    let one = |villages: &[usize]| vec![villages.to_vec()];
    let towns = [one(&[0]), one(&[0]), one(&[0, 1]), one(&[1])];
    let villages = [one(&[0]), one(&[1]), one(&[1]), one(&[1])];
    let played = played(store, &card, towns, villages).await;
    assert_eq!(played.told["choice"], "approve");
    // 0.4 × 75 + 0.6 × 25 and 0.4 × 50 + 0.6 × 75.
    assert_eq!(played.places(), [("乙一村", "65.00"), ("甲一村", "45.00")]);
    assert_eq!(
        played.sums,
        [[[3, 2]], [[1, 3]]],
        "one question, two villages"
    );
    assert!(played.sheet().contains("推荐甲镇甲一村 3 张 ≤ 有效 4 张"));
    let classes = &played.ranking["areas"][0]["ranking"][0]["classes"];
    assert_eq!(classes[0]["marks"], json!([2]));
    assert_eq!(classes[0]["blank"], 0);
}

async fn villages_are_put_in_order(store: Store) {
    let card = card_of(json!({ "order": { "places": 2 } }), "borda");
    let order = |first: usize| vec![vec![first], vec![1 - first]];
    let towns = [order(0), order(0), order(0), order(0)];
    let villages = [order(1), order(1), order(1), order(0)];
    let played = played(store, &card, towns, villages).await;
    assert_eq!(played.told["choice"], "order");
    // 0.4 × 2 + 0.6 × 5/4 and 0.4 × 1 + 0.6 × 7/4.
    assert_eq!(played.places(), [("甲一村", "1.55"), ("乙一村", "1.45")]);
    assert_eq!(played.sums[1], [[1, 3], [3, 1]], "a row for each place");
    assert!(played.sheet().contains("第 2 名各村合计 4 张 ≤ 有效 4 张"));
    let first = &played.ranking["areas"][0]["ranking"][0];
    assert_eq!(first["classes"][1]["marks"], json!([1, 3]));
}

async fn villages_are_given_points(store: Store) {
    let card = card_of(
        json!({ "points": { "least": 0, "most": 10 } }),
        "weighted_mean",
    );
    let points = |first: usize, second: usize| vec![vec![10 - first], vec![10 - second]];
    let towns = [points(10, 0), points(8, 10), points(9, 5), points(9, 5)];
    let villages = [points(10, 8), points(10, 8), points(10, 8), points(10, 8)];
    let played = played(store, &card, towns, villages).await;
    assert_eq!(played.told["choice"], "points");
    // 0.4 × 9 + 0.6 × 10 and 0.4 × 5 + 0.6 × 8.
    assert_eq!(played.places(), [("甲一村", "9.60"), ("乙一村", "6.80")]);
}

async fn the_middle_grade_decides_and_a_quota_is_watched(store: Store) {
    let mut card = card();
    card["method"] = "majority_judgment".into();
    card["quotas"] = json!([{ "grade": "excellent", "most": 1 }]);
    let grades = |first: usize, second: usize| vec![vec![first], vec![second]];
    let towns = [grades(0, 0), grades(0, 0), grades(0, 0), grades(0, 0)];
    let villages = [grades(0, 1), grades(0, 1), grades(1, 1), grades(1, 0)];
    let played = played(store, &card, towns, villages).await;
    assert_eq!(played.told["choice"], "grades");
    assert_eq!(
        played.told["quotas"],
        json!([{ "grade": "优秀", "most": 1 }])
    );
    // 70 % and 55 % excellent: both have their middle there, and 乙一村 leaves it earlier.
    assert_eq!(
        played.places(),
        [("甲一村", "100.00"), ("乙一村", "100.00")]
    );
    let area = &played.ranking["areas"][0];
    assert_eq!(area["ranking"][1]["rank"], 2);
    assert_eq!(
        area["ranking"][1]["profile"],
        json!([["1/20", 0, 0], ["9/20", 1, 0]])
    );
    assert_eq!(area["over_quota"], json!([["town", "excellent"]]));
}

/// What freezing says of a card whose ballots cannot be made; nothing changes.
async fn not_frozen(mut hall: Hall, code: &str) {
    for login in hall.trustees.clone() {
        hall.hand_in_key(login).await.ok();
    }
    let upload = hall.make_slips().await;
    let path = hall.path("credentials");
    hall.organiser().post(&path, upload).await.ok();
    let freeze = hall.path("rounds/freeze");
    let answer = hall.organiser().post(&freeze, Part::Nothing).await;
    answer.refused(409, code);
    assert_eq!(hall.round(1).await["state"], "draft", "nothing has changed");
}

async fn a_round_with_fewer_villages_than_a_ballot_names_is_not_frozen(store: Store) {
    let card = card_of(json!({ "order": { "places": 3 } }), "borda");
    not_frozen(Hall::drafted(store, &card).await, "too_few_villages").await;
}

/// 32 villages with 21 marks each are 672 choices, and a phone is asked for 640 at most.
async fn a_round_whose_ballot_has_too_many_choices_is_not_frozen(store: Store) {
    let points = json!({ "points": { "least": 0, "most": 20 } });
    let card = card_of(points, "weighted_mean");
    let more = (3..=32).map(|n| format!("1,甲镇,town,甲{n}村,true,4,2022-11-27,{n},true\n"));
    let villages = VILLAGES.to_owned() + &more.collect::<String>();
    let hall = Hall::registered_with(store, &villages).await;
    not_frozen(hall.draft(&card).await, "ballot_too_large").await;
}

on_both!(
    villages_are_named,
    villages_are_put_in_order,
    villages_are_given_points,
    the_middle_grade_decides_and_a_quota_is_watched,
    a_round_with_fewer_villages_than_a_ballot_names_is_not_frozen,
    a_round_whose_ballot_has_too_many_choices_is_not_frozen,
);
