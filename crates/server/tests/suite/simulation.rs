//! Trying a card on made-up votes: the same seed gives the same, and nothing is kept.

use crate::{
    engine::on_both,
    hall::{Hall, card, composite_card},
};
use pingyi_store::Store;
use serde_json::{Value, json};

async fn try_it(hall: &Hall, card: &Value, seed: &str, turnout: u32) -> Value {
    let path = hall.path("rule-card/simulate");
    let body = json!({ "card": card, "seed": seed, "turnout": turnout });
    hall.organiser().post(&path, body).await.ok()
}

async fn the_same_seed_gives_the_same_and_nothing_is_kept(store: Store) {
    let hall = Hall::registered(store).await;
    let log = hall.organiser().get(&hall.path("audit")).await.body;
    let rules = composite_card();
    let one = try_it(&hall, &rules, "甲", 100).await;
    assert_eq!(try_it(&hall, &rules, "甲", 100).await, one);
    assert_ne!(
        try_it(&hall, &rules, "乙", 100).await["result"],
        one["result"]
    );
    assert_eq!(one["result"]["faults"], json!([]));
    assert_eq!(
        one["result"]["groups"][0]["ranked"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert!(one["notice"].as_str().unwrap().contains("编造"));
    assert_eq!(hall.organiser().get(&hall.path("audit")).await.body, log);
    assert_eq!(
        hall.organiser().get(&hall.path("rule-card")).await.ok()["state"],
        "none"
    );
}

async fn every_kind_of_ballot_can_be_tried(store: Store) {
    let hall = Hall::registered(store).await;
    let changed = |members: &[(&str, Value)]| {
        let mut rules = card();
        for (name, value) in members {
            rules[*name] = value.clone();
        }
        rules
    };
    let none = json!([]);
    let never = json!({ "allowed": false, "counts_as": "excluded" });
    for rules in [
        card(),
        changed(&[("method", json!("majority_judgment"))]),
        changed(&[
            ("choice", json!({ "points": { "least": 0, "most": 10 } })),
            ("grades", none.clone()),
        ]),
        changed(&[
            ("choice", json!({ "approve": { "least": 0, "most": 1 } })),
            ("grades", none.clone()),
            ("method", json!("approval")),
            ("blank", never.clone()),
        ]),
        changed(&[
            ("choice", json!({ "order": { "places": 2 } })),
            ("grades", none),
            ("method", json!("borda")),
            ("blank", never),
        ]),
    ] {
        let tried = try_it(&hall, &rules, "", 100).await;
        assert_eq!(tried["result"]["faults"], json!([]), "{tried}");
        for group in tried["result"]["groups"].as_array().unwrap() {
            assert_eq!(group["ranked"].as_array().unwrap().len(), 2, "{group}");
        }
    }
}

async fn few_voters_leave_no_result_and_nonsense_is_refused(store: Store) {
    let hall = Hall::registered(store).await;
    let tried = try_it(&hall, &card(), "甲", 25).await;
    for group in tried["result"]["groups"].as_array().unwrap() {
        assert_eq!(group["ranked"], json!([]));
        assert_eq!(group["unranked"][0]["why"], "round_not_decided");
    }
    let path = hall.path("rule-card/simulate");
    for (body, code) in [
        (json!({ "card": {}, "turnout": 50 }), "rule_card_invalid"),
        (json!({ "card": card(), "turnout": 101 }), "turnout_invalid"),
        (
            json!({ "card": card(), "seed": "x".repeat(101) }),
            "seed_invalid",
        ),
        (json!({ "cards": 1 }), "json_invalid"),
    ] {
        hall.organiser().post(&path, body).await.refused(422, code);
    }
}

on_both!(
    the_same_seed_gives_the_same_and_nothing_is_kept,
    every_kind_of_ballot_can_be_tried,
    few_voters_leave_no_result_and_nonsense_is_refused,
);
