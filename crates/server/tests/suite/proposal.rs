//! Proposals of towns: nothing changes before the county approves, and nobody writes another town's data.

use crate::{
    county::{County, rewrite, secretary, unit, write},
    engine::on_both,
    hall::text,
};
use pingyi_store::Store;
use serde_json::{Value, json};

async fn a_towns_change_waits_for_the_county(store: Store) {
    let county = County::founded(store).await;
    let file = county.unit_file("甲一村").await;
    let path = format!("/api/units/{}", text(&file["id"]));
    let mut body = file["body"].clone();
    body["households"] = 210.into();
    let saved = county
        .town
        .put(&path, rewrite(&file["version"], "核实户数", &body))
        .await
        .ok();
    assert_eq!(saved["version"], 1);
    let id = text(&saved["proposal"]).to_owned();
    assert_eq!(
        county.unit_file("甲一村").await["body"]["households"],
        Value::Null
    );
    let tree = county.organiser().get("/api/units").await.ok();
    assert_eq!(tree["units"][2]["pending"], 1);

    let waiting = county.organiser().get("/api/proposals").await.ok();
    assert_eq!(
        waiting[0]["changes"],
        json!([{ "path": "/households", "before": null, "after": 210 }])
    );
    assert_eq!(
        (&waiting[0]["town"]["name"], &waiting[0]["by"]),
        (&json!("甲镇"), &json!("town-1"))
    );
    assert_eq!(
        county.other_town.get("/api/proposals").await.ok(),
        json!([])
    );
    county
        .town
        .post("/api/proposals/approve", json!({ "proposals": [id] }))
        .await
        .refused(403, "forbidden");

    // Somebody changes another member meanwhile: both stand.
    body["households"] = Value::Null;
    body["code"] = "V-77".into();
    county
        .organiser()
        .put(&path, rewrite(&file["version"], "编码", &body))
        .await
        .ok();
    let approve = json!({ "proposals": [id], "answer": "同意" });
    assert_eq!(
        county
            .organiser()
            .post("/api/proposals/approve", approve.clone())
            .await
            .ok()["approved"],
        1
    );
    let file = county.unit_file("甲一村").await;
    assert_eq!(
        (&file["body"]["households"], &file["body"]["code"]),
        (&json!(210), &json!("V-77"))
    );
    county
        .organiser()
        .post("/api/proposals/approve", approve)
        .await
        .refused(409, "proposal_answered");
    let mine = county.town.get("/api/proposals?state=approved").await.ok();
    assert_eq!(
        (&mine[0]["answer"], &mine[0]["reviewer"]),
        (&json!("同意"), &json!("organiser"))
    );
    assert_eq!(
        county.logged("proposal.approve").await,
        ["批准甲镇的单位“甲一村”，原因：核实户数"]
    );
}

async fn a_proposal_that_clashes_is_told_and_not_approved(store: Store) {
    let county = County::founded(store).await;
    let file = county.unit_file("甲一村").await;
    let path = format!("/api/units/{}", text(&file["id"]));
    let mut body = file["body"].clone();
    body["households"] = 210.into();
    let saved = county
        .town
        .put(&path, rewrite(&file["version"], "", &body))
        .await
        .ok();
    body["households"] = 200.into();
    county
        .organiser()
        .put(&path, rewrite(&file["version"], "", &body))
        .await
        .ok();
    let waiting = county.organiser().get("/api/proposals").await.ok();
    assert_eq!(
        waiting[0]["clashes"],
        json!([{ "path": "/households", "base": null, "theirs": 200, "mine": 210 }])
    );
    let approve = json!({ "proposals": [saved["proposal"]] });
    county
        .organiser()
        .post("/api/proposals/approve", approve)
        .await
        .refused(409, "proposal_clashes");
    let reject = format!("/api/proposals/{}/reject", text(&saved["proposal"]));
    county
        .organiser()
        .post(&reject, json!({ "answer": " " }))
        .await
        .refused(422, "answer_needed");
    county
        .organiser()
        .post(&reject, json!({ "answer": "已按 200 户登记" }))
        .await
        .ok();
    assert_eq!(county.unit_file("甲一村").await["body"]["households"], 200);
}

async fn a_new_person_of_a_town_becomes_one_when_approved(store: Store) {
    let county = County::founded(store).await;
    let village = county.unit("甲一村").await;
    let mut body = secretary("后备一", &village);
    body["terms"][0]["post"] = "reserve".into();
    let saved = county
        .town
        .post("/api/people", write(body.clone()))
        .await
        .ok();
    assert_eq!(saved["version"], 0);
    county
        .town
        .post(
            "/api/people",
            write(secretary("外镇人", &county.unit("乙一村").await)),
        )
        .await
        .refused(422, "entry_invalid");
    let withdraw = format!("/api/proposals/{}/withdraw", text(&saved["proposal"]));
    county
        .organiser()
        .post(&withdraw, json!({}))
        .await
        .refused(403, "forbidden");
    county
        .other_town
        .post(&withdraw, json!({}))
        .await
        .refused(404, "not_found");
    let other = county.unit("乙一村").await;
    let mut waiting = secretary("后备二", &other);
    waiting["terms"][0]["post"] = "reserve".into();
    let third = county
        .other_town
        .post("/api/people", write(waiting))
        .await
        .ok();
    let second = county.town.post("/api/people", write(body)).await.ok();
    assert_eq!(
        county.town.post(&withdraw, json!({})).await.ok()["state"],
        "withdrawn"
    );
    county
        .organiser()
        .post(
            "/api/proposals/approve",
            json!({ "proposals": [second["proposal"]] }),
        )
        .await
        .ok();
    let file = county.person_file("后备一").await;
    assert_eq!(
        (&file["town"]["name"], &file["body"]["code"]),
        (&json!("甲镇"), &json!("R0005"))
    );
    // Both were given the same code while they waited; the one approved later gets the next.
    let approve = json!({ "proposals": [third["proposal"]] });
    let path = "/api/proposals/approve";
    county.organiser().post(path, approve).await.ok();
    let file = county.person_file("后备二").await;
    assert_eq!(file["body"]["code"], "R0006");
}

async fn a_town_sees_and_writes_its_own_only(store: Store) {
    let county = County::founded(store).await;
    let tree = county.town.get("/api/units").await.ok();
    let names: Vec<_> = tree["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["name"]))
        .collect();
    assert_eq!(names, ["甲镇", "甲一村", "甲二村"]);
    let people = county.town.get("/api/people").await.ok();
    assert_eq!(people["people"].as_array().unwrap().len(), 2);
    let other = county.person_file("书记3").await;
    let path = format!("/api/people/{}", text(&other["id"]));
    county.town.get(&path).await.refused(404, "not_found");
    county
        .town
        .put(&path, rewrite(&other["version"], "", &other["body"]))
        .await
        .refused(404, "not_found");
    county
        .town
        .get(&format!("/api/entries/{}/history", text(&other["id"])))
        .await
        .refused(404, "not_found");
    // Its own person cannot be sent to another town's village by it.
    let own = county.person_file("书记1").await;
    let mut body = own["body"].clone();
    body["terms"][0]["village"] = county.unit("乙一村").await.into();
    let path = format!("/api/people/{}", text(&own["id"]));
    county
        .town
        .put(&path, rewrite(&own["version"], "", &body))
        .await
        .refused(422, "entry_invalid");
    county
        .town
        .post("/api/units", write(unit("village", "丙村", None)))
        .await
        .refused(403, "forbidden");
    assert_eq!(
        county.organiser().get("/api/proposals").await.ok(),
        json!([])
    );
    // An account of a town without a town sees nothing.
    let lost = county.hall.who("town").get("/api/units").await.ok();
    assert_eq!(lost["units"], json!([]));
}

async fn an_account_of_a_town_needs_one(store: Store) {
    let county = County::founded(store).await;
    let new = |role: &str, town: Value| json!({ "login": "someone", "name": "某人", "role": role, "town": town, "password": "long enough word" });
    let town = county.unit("甲镇").await;
    for (role, wrong) in [
        ("town", Value::Null),
        ("town", county.unit("甲一村").await.into()),
        ("host", town.clone().into()),
    ] {
        county
            .organiser()
            .post("/api/accounts", new(role, wrong))
            .await
            .refused(422, "account_invalid");
    }
    let made = county
        .organiser()
        .post("/api/accounts", new("town", town.into()))
        .await
        .ok();
    assert_eq!(made["town"]["name"], "甲镇");
}

on_both!(
    a_towns_change_waits_for_the_county,
    a_proposal_that_clashes_is_told_and_not_approved,
    a_new_person_of_a_town_becomes_one_when_approved,
    a_town_sees_and_writes_its_own_only,
    an_account_of_a_town_needs_one,
);
