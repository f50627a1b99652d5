//! The rule card: checked, kept, frozen once.

use crate::{
    engine::on_both,
    hall::{Hall, Part, card},
};
use pingyi_store::Store;
use serde_json::{Value, json};

/// The small card with one change.
fn changed(pointer: &str, value: Value) -> Value {
    let mut card = card();
    *card.pointer_mut(pointer).expect("a place in the card") = value;
    card
}

async fn weights_that_do_not_sum_to_one_are_named_and_not_kept(store: Store) {
    let hall = Hall::registered(store).await;
    let path = hall.path("rule-card");
    hall.organiser().put(&path, card()).await.ok();
    let before = hall.organiser().get(&path).await.body;
    let wrong = changed("/classes/0/weight", json!("0.5"));
    let problem = hall.organiser().put(&path, wrong.clone()).await;
    let problem = problem.refused(422, "rule_card_invalid");
    let faults = problem["faults"].as_array().unwrap();
    assert!(
        faults.iter().any(|one| {
            let place = one["path"].as_str().unwrap();
            place.starts_with("/classes") && one["message"].as_str().unwrap().contains('1')
        }),
        "{faults:?}"
    );
    let check = hall.path("rule-card/check");
    let checked = hall.organiser().post(&check, wrong).await.ok();
    assert_eq!(checked["faults"], problem["faults"]);
    assert_eq!(checked["hash"], Value::Null);
    assert_eq!(hall.organiser().get(&path).await.body, before);
}

async fn what_is_no_card_is_refused(store: Store) {
    let hall = Hall::registered(store).await;
    let path = hall.path("rule-card");
    for body in ["", "{}", "[1]", "{\"format\":1", "null"] {
        let answer = hall.organiser().put(&path, body).await;
        answer.refused(422, "rule_card_invalid");
    }
    let answer = hall.organiser().put(&path, vec![0xff]).await;
    answer.refused(422, "json_invalid");
    let freeze = hall.path("rule-card/freeze");
    let answer = hall.organiser().post(&freeze, Part::Nothing).await;
    answer.refused(409, "rule_card_missing");
    assert_eq!(hall.organiser().get(&path).await.ok()["state"], "none");
}

async fn a_frozen_card_stands_by_its_hash(store: Store) {
    let hall = Hall::registered(store).await;
    let (path, freeze) = (hall.path("rule-card"), hall.path("rule-card/freeze"));
    let draft = hall.organiser().put(&path, card()).await.ok();
    let frozen = hall.organiser().post(&freeze, Part::Nothing).await.ok();
    assert_eq!(
        (&frozen["state"], &frozen["hash"]),
        (&json!("frozen"), &draft["hash"])
    );

    let again = hall.organiser().post(&freeze, Part::Nothing).await;
    again.refused(409, "rule_card_frozen");
    let other = changed("/title", json!("另一张卡"));
    let answer = hall.organiser().put(&path, other).await;
    answer.refused(409, "rule_card_frozen");
    let kept = hall.organiser().get(&path).await.ok();
    assert_eq!(kept["hash"], frozen["hash"]);
    let rounds = hall.organiser().get(&hall.path("rounds")).await.ok();
    assert_eq!(rounds.as_array().unwrap().len(), 3, "drafted once");
}

async fn a_card_that_does_not_fit_the_register_is_not_frozen(store: Store) {
    let hall = Hall::registered(store).await;
    let (path, freeze) = (hall.path("rule-card"), hall.path("rule-card/freeze"));
    let mut renamed = card();
    renamed["classes"][0]["groups"][0]["code"] = json!("mayor");
    let mut third = card();
    third["areas"][1]["number"] = json!(3);
    third["classes"][0]["groups"][0]["votes_on"] = json!([1, 3]);
    third["classes"][1]["groups"][0]["votes_on"] = json!([3]);
    third["classes"][1]["groups"][1]["home_area"] = json!(3);
    for misfit in [renamed, third] {
        hall.organiser().put(&path, misfit).await.ok();
        let answer = hall.organiser().post(&freeze, Part::Nothing).await;
        answer.refused(409, "rule_card_register");
        assert_eq!(hall.organiser().get(&path).await.ok()["state"], "draft");
    }
    let rounds = hall.organiser().get(&hall.path("rounds")).await.ok();
    assert_eq!(rounds, json!([]));
}

async fn a_card_that_some_trustees_shall_open_says_so_and_is_frozen(store: Store) {
    let hall = Hall::registered(store).await;
    let (path, freeze) = (hall.path("rule-card"), hall.path("rule-card/freeze"));
    let group = |count: u32, threshold: u32| {
        changed(
            "/trustees",
            json!({ "count": count, "threshold": threshold }),
        )
    };
    for (count, threshold, wrong) in [(10, 9, "/trustees/count"), (3, 4, "/trustees/threshold")] {
        let answer = hall.organiser().put(&path, group(count, threshold)).await;
        let problem = answer.refused(422, "rule_card_invalid");
        assert_eq!(problem["faults"][0]["path"], wrong);
    }
    hall.organiser().put(&path, group(3, 2)).await.ok();
    let frozen = hall.organiser().post(&freeze, Part::Nothing).await.ok();
    let said = frozen["clauses"].as_array().unwrap().iter();
    let said: Vec<&str> = said.map(|one| one["text"].as_str().unwrap()).collect();
    let words = "任意 2 名即可开箱，少于 2 名打不开";
    assert!(said.iter().any(|one| one.contains(words)), "{said:?}");
}

async fn every_election_names_the_card_by_its_hash(store: Store) {
    let hall = Hall::frozen(store).await;
    let hash = hall.organiser().get(&hall.path("rule-card")).await.ok();
    let hash = hash["hash"].as_str().unwrap();
    for number in [0, 1, 2] {
        for class in ["town", "village"] {
            let id = hall.ballot_box(number, class).await;
            let election = hall.phone().get(&format!("/api/boxes/{id}/election")).await;
            let description = election.ok()["description"].as_str().unwrap().to_owned();
            assert!(
                description.contains(&format!("sha256:{hash}")),
                "{description}"
            );
        }
    }
}

on_both!(
    weights_that_do_not_sum_to_one_are_named_and_not_kept,
    what_is_no_card_is_refused,
    a_frozen_card_stands_by_its_hash,
    a_card_that_does_not_fit_the_register_is_not_frozen,
    a_card_that_some_trustees_shall_open_says_so_and_is_frozen,
    every_election_names_the_card_by_its_hash,
);
