//! What if the rules had been other ones: an answer, never a result.

use crate::{
    engine::on_both,
    hall::{Hall, composite_card},
};
use pingyi_store::Store;
use serde_json::json;

async fn other_weights_move_villages_and_the_result_stays(store: Store) {
    let hall = Hall::all_revealed(store, &composite_card()).await;
    let before = hall.organiser().get(&hall.path("composite")).await.body;
    // The tour alone: 80, 81, 82, 83 in the order of the villages, where all together gives another one.
    let mut tour = composite_card()["composite"]["components"][0].clone();
    tour["weight"] = json!("1");
    let patch = json!({ "composite": { "components": [tour] } });
    let path = hall.path("what-if");
    let answer = hall.who("auditor").post(&path, patch).await.ok();
    assert_eq!(answer["notice"], "假设，不是结果");
    assert_ne!(answer["changed_sha256"], answer["rule_card_sha256"]);
    let villages = answer["villages"].as_array().unwrap();
    assert_eq!(villages.len(), 4);
    assert_eq!(villages[0]["village"], "乙一村");
    assert_eq!(villages[0]["place_if"], "3");
    let moved = villages
        .iter()
        .filter(|one| one["place"] != one["place_if"]);
    assert_eq!(answer["moved"], moved.count());
    let after = hall.organiser().get(&hall.path("composite")).await.body;
    assert_eq!(before, after);
    let rows = hall.logged("what_if.ask").await;
    assert_eq!((rows.len(), &rows[0]["account"]), (1, &json!("auditor")));
}

async fn what_was_voted_under_cannot_be_supposed_away(store: Store) {
    let hall = Hall::all_revealed(store, &composite_card()).await;
    let path = hall.path("what-if");
    let mut grades = composite_card()["grades"].clone();
    grades[0]["label"] = json!("极好");
    let log = hall.organiser().get(&hall.path("audit")).await.body;
    for (patch, wrong) in [
        (json!({ "thresholds": { "open": 3 } }), "/thresholds"),
        (json!({ "small_class": "renormalise" }), "/small_class"),
        (json!({ "grades": grades }), "/classes"),
        (
            json!({ "composite": { "missing": "perhaps" } }),
            "/composite/missing",
        ),
        (json!(7), ""),
    ] {
        let problem = hall.organiser().post(&path, patch).await;
        let problem = problem.refused(422, "what_if_invalid");
        assert_eq!(problem["faults"][0]["path"], wrong, "{problem}");
    }
    for login in ["host", "viewer", "trustee-1"] {
        hall.who(login)
            .post(&path, json!({}))
            .await
            .refused(403, "forbidden");
    }
    assert_eq!(hall.organiser().get(&hall.path("audit")).await.body, log);
}

on_both!(
    other_weights_move_villages_and_the_result_stays,
    what_was_voted_under_cannot_be_supposed_away,
);
