//! Silence before the reveal: nothing any route answers depends on what the ballots say.

use crate::{
    access::operations,
    engine::{self, on_both},
    hall::{Hall, NOBODY, PEOPLE},
};
use pingyi_store::Store;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Ciphertexts, what follows from them alone, and their hashes: they differ for every ballot and show nothing of it.
const SEALED: [&str; 5] = [
    "get_archive",
    "get_ballot",
    "get_board",
    "get_hints",
    "list_trustee_tasks",
];

/// What every reading operation answers to everybody, by operation and reader.
async fn answers(hall: &Hall) -> BTreeMap<String, (u16, String)> {
    let mut answers = BTreeMap::new();
    let round = hall.round(1).await["id"].as_str().unwrap().to_owned();
    let people = PEOPLE.iter().map(|(login, _)| *login).chain([NOBODY]);
    let people: Vec<&str> = people.collect();
    for class in ["town", "village"] {
        let id = hall.ballot_box(1, class).await;
        for operation in operations() {
            let streams = operation.id.ends_with("_events");
            if operation.method != Method::GET || streams {
                continue;
            }
            for login in &people {
                let path = operation.at(&round, &id, &"0".repeat(64));
                let answer = hall.who(login).get(&path).await;
                let name = format!("{} {class} {login}", operation.id);
                answers.insert(name, (answer.status, answer.text()));
            }
        }
    }
    answers
}

/// Names under which a result would be shown, with a value.
fn results_in(value: &Value, found: &mut Vec<String>) {
    const NAMES: [&str; 10] = [
        "sums",
        "score",
        "score_exact",
        "ranking",
        "rank",
        "marks",
        "mean",
        "mean_exact",
        "result",
        "reveal",
    ];
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let empty = matches!(value, Value::Null) || value == &json!([]);
                if NAMES.contains(&name.as_str()) && !empty {
                    found.push(format!("{name}: {value}"));
                }
                results_in(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|one| results_in(one, found)),
        _ => {}
    }
}

async fn assert_silent(hall: &Hall) {
    let state = hall.round(1).await["state"].clone();
    for (name, (status, body)) in answers(hall).await {
        if name.starts_with("rule_card_schema") || name.starts_with("get_rule_card") {
            continue;
        }
        let at = format!("{name} at {state}: {status} {body}");
        if name.starts_with("get_bulletin") {
            assert!(matches!(status, 401 | 403 | 409), "{at}");
        }
        if name.starts_with("get_ranking") {
            assert_eq!(status, 409, "{at}");
        }
        if name.starts_with("get_archive") {
            let trustee = name.contains("trustee");
            let sealed = trustee && state == "closed";
            assert_eq!(status, if sealed { 200 } else { 409 }, "{at}");
            continue;
        }
        let mut found = Vec::new();
        if let Ok(json) = serde_json::from_str(&body) {
            results_in(&json, &mut found);
        }
        assert!(found.is_empty(), "{found:?} in {at}");
    }
}

async fn no_route_shows_a_result_before_the_first_step_of_the_reveal(store: Store) {
    let hall = Hall::opened(store).await;
    assert_silent(&hall).await;
    hall.vote_all([[0, 3]; 4], [[0, 3]; 4]).await;
    assert_silent(&hall).await;
    hall.close(1).await.ok();
    assert_silent(&hall).await;
    hall.decrypt_as("trustee-1").await;
    assert_silent(&hall).await;
    hall.decrypt_as("trustee-2").await;
    assert_eq!(hall.round(1).await["state"], "tallied");
    assert_silent(&hall).await;
}

async fn each_step_of_the_reveal_shows_its_rank_and_no_more(store: Store) {
    let hall = Hall::tallied(store, [[0, 3]; 4]).await;
    let screen = hall.phone().get("/api/screen").await.ok();
    assert_eq!(
        (&screen["scene"], &screen["reveal"]),
        (&json!("tally"), &Value::Null)
    );
    hall.reveal(1, false).await.ok();
    let screen = hall.phone().get("/api/screen").await;
    let rows = screen.json()["reveal"]["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(
        (&rows[0]["rank"], &rows[0]["villages"][0]["village"]),
        (&json!("2"), &json!("乙一村"))
    );
    assert!(!screen.text().contains("\"rank\":\"1\""));
    let results = hall.phone().get(&hall.path("results")).await.ok();
    assert_eq!(
        (&results["rounds"], &results["waiting"]),
        (&json!([]), &json!(2))
    );
    let file = hall.phone().get(&hall.path("ranking.json")).await;
    file.refused(409, "not_revealed");
    let id = hall.ballot_box(1, "town").await;
    let archive = format!("/api/boxes/{id}/archive");
    for login in ["organiser", "trustee-1", NOBODY] {
        let answer = hall.who(login).get(&archive).await;
        answer.refused(409, "not_revealed");
    }
    let last = hall.reveal(1, false).await.ok();
    assert_eq!(last["state"], "revealed");
    hall.reveal(1, false).await.refused(409, "round_state");
    let screen = hall.phone().get("/api/screen").await.ok();
    assert_eq!(screen["reveal"]["rows"][1]["rank"], "1");
    assert_eq!(hall.phone().get(&archive).await.status, 200);
}

async fn a_tie_is_revealed_in_one_step(store: Store) {
    let hall = Hall::opened(store).await;
    hall.vote_all([[1, 1]; 4], [[0, 0]; 4]).await;
    hall.close(1).await.ok();
    hall.decrypt().await;
    let round = hall.reveal(1, false).await.ok();
    assert_eq!(round["state"], "revealed");
    let screen = hall.phone().get("/api/screen").await.ok();
    let row = &screen["reveal"]["rows"][0];
    assert_eq!(
        (&row["tie"], row["villages"].as_array().unwrap().len()),
        (&json!(true), 2)
    );
}

/// Two meetings that differ in nothing but what the ballots say answer byte for byte the same, to everybody.
async fn compare(one: Store, two: Store) {
    let (one, two) = (Hall::opened(one).await, Hall::opened(two).await);
    one.vote_all([[0, 3]; 4], [[0, 3]; 4]).await;
    two.vote_all(
        [[3, 4], [2, 0], [1, 0], [3, 0]],
        [[4, 4], [4, 4], [3, 0], [2, 1]],
    )
    .await;
    let same = async |at: &str| {
        let (first, second) = (answers(&one).await, answers(&two).await);
        assert!(first.len() > 300, "{} answers", first.len());
        for (name, answer) in first {
            if !SEALED.iter().any(|sealed| name.starts_with(sealed)) {
                assert_eq!(answer, second[&name], "{name} {at}");
            }
        }
    };
    same("while voting").await;
    for hall in [&one, &two] {
        hall.close(1).await.ok();
    }
    same("when closed").await;
    for hall in [&one, &two] {
        hall.decrypt_as("trustee-1").await;
    }
    same("with one share").await;
    for hall in [&one, &two] {
        hall.decrypt_as("trustee-2").await;
    }
    same("when tallied").await;
    // And the two do differ in what was decided.
    let mut first = Vec::new();
    for hall in [&one, &two] {
        hall.reveal(1, true).await.ok();
        let results = hall.phone().get(&hall.path("results")).await.ok();
        first.push(results["rounds"][0]["ranking"][0]["village"].clone());
    }
    assert_eq!(first, ["甲一村", "乙一村"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_meetings_with_other_votes_look_the_same_until_the_reveal() {
    engine::sqlite(async |one| engine::sqlite(async |two| compare(one, two).await).await).await;
}

on_both!(
    no_route_shows_a_result_before_the_first_step_of_the_reveal,
    each_step_of_the_reveal_shows_its_rank_and_no_more,
    a_tie_is_revealed_in_one_step,
);
