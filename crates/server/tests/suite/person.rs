//! People: masked phones, what a role sees, terms and admissions, retention, and rules of admission.

use crate::{
    county::{County, rewrite, secretary, write},
    engine::on_both,
    hall::text,
};
use jiff::ToSpan;
use pingyi_store::Store;
use serde_json::{Value, json};

fn codes(problem: &Value) -> Vec<(&str, &str)> {
    let faults = problem["faults"].as_array().expect("faults");
    faults
        .iter()
        .map(|one| (text(&one["path"]), text(&one["code"])))
        .collect()
}

async fn a_phone_is_masked_everywhere_and_shown_on_request_with_a_row_in_the_log(store: Store) {
    let county = County::founded(store).await;
    let file = county.person_file("书记1").await;
    assert_eq!(file["body"]["phone"], "138****5678");
    let path = format!("/api/people/{}", text(&file["id"]));
    // Sent back masked it stays what it was.
    let mut body = file["body"].clone();
    body["note"] = "联系村务".into();
    county
        .organiser()
        .put(&path, rewrite(&file["version"], "备注", &body))
        .await
        .ok();
    for place in [
        "/api/people".to_owned(),
        path.clone(),
        format!("/api/entries/{}/history", text(&file["id"])),
        "/api/search?q=书记".into(),
    ] {
        for who in ["organiser", "viewer", "auditor"] {
            let answer = county.hall.who(who).get(&place).await;
            assert!(!answer.text().contains("13812345678"), "{who} {place}");
        }
    }
    let shown = county
        .organiser()
        .post(&format!("{path}/phone"), json!({}))
        .await
        .ok();
    assert_eq!(shown["phone"], "13812345678");
    assert_eq!(
        county.logged("person.phone").await,
        ["查看了书记1的电话号码"]
    );
    county
        .hall
        .who("viewer")
        .post(&format!("{path}/phone"), json!({}))
        .await
        .refused(403, "forbidden");
    county
        .other_town
        .post(&format!("{path}/phone"), json!({}))
        .await
        .refused(404, "not_found");
}

async fn discipline_is_seen_by_those_who_enter_it(store: Store) {
    let county = County::founded(store).await;
    let file = county.person_file("书记1").await;
    let path = format!("/api/people/{}", text(&file["id"]));
    let mut body = file["body"].clone();
    body["events"] = json!([
        { "on": "2021-03-01", "kind": "discipline", "text": "诫勉谈话", "document": "" },
        { "on": "2021-07-01", "kind": "award", "text": "优秀党务工作者", "document": "海委〔2021〕7号" },
    ]);
    county
        .organiser()
        .put(&path, rewrite(&file["version"], "补录", &body))
        .await
        .ok();
    let history = format!("/api/entries/{}/history", text(&file["id"]));
    for (who, sees) in [("organiser", true), ("viewer", false), ("auditor", false)] {
        for place in [&path, &history] {
            let answer = county.hall.who(who).get(place).await;
            assert_eq!(answer.text().contains("诫勉谈话"), sees, "{who} {place}");
            assert!(answer.text().contains("优秀党务工作者"), "{who} {place}");
        }
    }
    assert!(county.town.get(&path).await.text().contains("诫勉谈话"));
    let village = county.unit_file("甲一村").await;
    let mut body = village["body"].clone();
    body["events"] = json!([
        { "on": "2021-03-01", "kind": "discipline", "text": "通报批评", "document": "" },
    ]);
    let place = format!("/api/units/{}", text(&village["id"]));
    let change = rewrite(&village["version"], "补录", &body);
    county.organiser().put(&place, change).await.ok();
    let history = format!("/api/entries/{}/history", text(&village["id"]));
    for (who, sees) in [("organiser", true), ("viewer", false)] {
        for place in [&place, &history] {
            let answer = county.hall.who(who).get(place).await;
            assert_eq!(answer.text().contains("通报批评"), sees, "{who} {place}");
        }
    }
    let timeline = county.person_file("书记1").await["timeline"].clone();
    let kinds: Vec<_> = timeline
        .as_array()
        .unwrap()
        .iter()
        .map(|line| text(&line["kind"]))
        .collect();
    assert_eq!(kinds, ["award", "discipline", "term_begun"]);
}

async fn a_village_has_one_secretary_and_an_identity_number_has_no_place(store: Store) {
    let county = County::founded(store).await;
    let village = county.unit("甲一村").await;
    let answer = county
        .organiser()
        .post("/api/people", write(secretary("另一人", &village)))
        .await;
    let problem = answer.refused(422, "entry_invalid");
    assert_eq!(codes(&problem), [("/terms/0/village", "occupied")]);
    let fault = &problem["faults"][0];
    assert!(text(&fault["message"]).starts_with("该村书记现为书记1"));
    assert!(text(&fault["message_en"]).starts_with("书记1 is secretary of that village"));
    let mut body = secretary("另一人", &village);
    body["note"] = "身份证 370687196503041234".into();
    body["terms"] = json!([{ "village": village, "post": "reserve", "from": "2022-01-01", "mentor": county.person("书记1").await }]);
    let answer = county
        .organiser()
        .post("/api/people", write(body.clone()))
        .await;
    assert_eq!(
        codes(&answer.refused(422, "entry_invalid")),
        [("/note", "identity_number")]
    );
    body["note"] = "".into();
    county
        .organiser()
        .post("/api/people", write(body))
        .await
        .ok();
    let list = county
        .organiser()
        .get("/api/people?order=organisation")
        .await
        .ok();
    let people: Vec<_> = list["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["name"]), text(&one["code"])))
        .collect();
    assert_eq!(
        people,
        [
            ("书记1", "R0001"),
            ("另一人", "R0005"),
            ("书记2", "R0002"),
            ("书记3", "R0003"),
            ("书记4", "R0004")
        ]
    );
    assert_eq!(list["people"][1]["mentor"]["name"], "书记1");
}

async fn an_admission_says_its_batch_and_how_it_ended(store: Store) {
    let county = County::founded(store).await;
    let batches = county.organiser().get("/api/batches").await.ok();
    let file = county.person_file("书记2").await;
    let path = format!("/api/people/{}", text(&file["id"]));
    let mut body = file["body"].clone();
    body["admissions"] =
        json!([{ "batch": batches[0]["id"], "status": "exited", "since": null, "reason": "" }]);
    let answer = county
        .organiser()
        .put(&path, rewrite(&file["version"], "", &body))
        .await;
    assert_eq!(
        codes(&answer.refused(422, "entry_invalid")),
        [
            ("/admissions/0/since", "empty"),
            ("/admissions/0/reason", "empty")
        ]
    );
    body["admissions"] = json!([{ "batch": batches[0]["id"], "status": "exited", "since": "2022-05-01", "reason": "届满考核不合格" }]);
    county
        .organiser()
        .put(&path, rewrite(&file["version"], "考核", &body))
        .await
        .ok();
    let batches = county.organiser().get("/api/batches").await.ok();
    assert_eq!(
        (&batches[0]["people"], &batches[0]["exited"]),
        (&json!(1), &json!(1))
    );
    let timeline = county.person_file("书记2").await["timeline"].clone();
    assert_eq!(
        [&timeline[0]["kind"], &timeline[0]["reason"]],
        ["exited", "届满考核不合格"]
    );
    assert_eq!(
        (&timeline[1]["kind"], &timeline[1]["document"]),
        (&json!("admitted"), &json!("海组〔2020〕5号"))
    );
}

async fn candidates_stand_against_the_rules_with_reasons(store: Store) {
    let county = County::founded(store).await;
    let rules = json!({ "document": "", "rules": [{ "kind": "years_in_office", "least": 3 }, { "kind": "rank_in_town", "last": 1 }, { "kind": "share_of_villages", "most": 5000 }] });
    let put = json!({ "version": 0, "why": "县委会议", "body": rules });
    county
        .organiser()
        .put("/api/settings/admission", put.clone())
        .await
        .ok();
    county
        .organiser()
        .put("/api/settings/admission", put)
        .await
        .refused(409, "entry_changed");
    let settings = county.organiser().get("/api/settings").await.ok();
    let history = format!(
        "/api/entries/{}/history",
        text(&settings["admission"]["id"])
    );
    let history = county.hall.who("viewer").get(&history).await.ok();
    assert_eq!(
        (&history[0]["why"], &history[0]["changes"][1]["path"]),
        (&json!("县委会议"), &json!("/rules"))
    );
    for (name, rank) in [("甲一村", 1), ("甲二村", 2)] {
        let file = county.unit_file(name).await;
        let mut body = file["body"].clone();
        body["figures"] =
            json!([{ "year": 2021, "income": 300_000_000_i64, "rank_in_town": rank }]);
        let path = format!("/api/units/{}", text(&file["id"]));
        county
            .organiser()
            .put(&path, rewrite(&file["version"], "年报", &body))
            .await
            .ok();
    }
    let check = county.organiser().get("/api/admission").await.ok();
    let standing: Vec<_> = check["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                text(&one["village"]["name"]),
                one["eligible"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        standing,
        [
            ("甲一村", true),
            ("甲二村", false),
            ("乙一村", false),
            ("乙二村", false)
        ]
    );
    let reasons = &check["candidates"][1]["reasons"];
    assert_eq!(reasons[0]["zh"], "任书记满 4 年，要求满 3 年");
    assert_eq!(reasons[1]["zh"], "2021 年在镇街排第 2 名，要求前 1 名");
    let own = county.town.get("/api/admission").await.ok();
    assert_eq!(own["candidates"].as_array().unwrap().len(), 2);
}

async fn data_whose_time_is_over_are_erased_from_every_version(store: Store) {
    let county = County::founded(store).await;
    let file = county.person_file("书记1").await;
    let path = format!("/api/people/{}", text(&file["id"]));
    let mut body = file["body"].clone();
    body["phone"] = "13987654321".into();
    body["terms"][0]["to"] = "2022-01-01".into();
    body["terms"][0]["exit_reason"] = "到龄".into();
    county
        .organiser()
        .put(&path, rewrite(&file["version"], "离任", &body))
        .await
        .ok();
    assert_eq!(
        county.organiser().get("/api/retention").await.ok(),
        json!([])
    );
    let erase = json!({ "people": [file["id"]] });
    county
        .organiser()
        .post("/api/retention/erase", erase.clone())
        .await
        .refused(409, "nothing_due");
    county.hall.clock.forward(24.hours() * 60);
    county
        .organiser()
        .get("/api/units")
        .await
        .refused(401, "sign_in_needed");
    county
        .organiser()
        .sign_in("organiser", crate::hall::PASSWORD)
        .await
        .ok();
    let due = county.organiser().get("/api/retention").await.ok();
    assert_eq!(due[0]["classes"], json!(["contact"]));
    assert_eq!(
        county
            .organiser()
            .post("/api/retention/erase", erase)
            .await
            .ok()["erased"],
        1
    );
    let reader = county.hall.app.store().reader();
    let id = text(&file["id"]).parse().unwrap();
    for version in pingyi_store::entry::versions(reader, id).await.unwrap() {
        let stored = version.body.to_string();
        assert!(
            !stored.contains("138") && !stored.contains("139"),
            "version {}",
            version.version
        );
        assert!(stored.contains("书记1"));
    }
}

async fn settings_refuse_what_makes_no_sense(store: Store) {
    let county = County::founded(store).await;
    let before = county.organiser().get("/api/settings").await.ok();
    assert_eq!(
        before["lights"],
        json!({ "id": null, "version": 0, "body": { "behind_amber": 1000, "behind_red": 2000, "late_amber": 1, "late_red": 3 } })
    );
    let put = |body: Value| json!({ "version": 0, "why": "", "body": body });
    let answer = county
        .organiser()
        .put(
            "/api/settings/lights",
            put(
                json!({ "behind_amber": 2000, "behind_red": 1000, "late_amber": 0, "late_red": 3 }),
            ),
        )
        .await;
    assert_eq!(
        codes(&answer.refused(422, "entry_invalid")),
        [("/behind_red", "range"), ("/late_amber", "range")]
    );
    county
        .organiser()
        .put("/api/settings/lights", put(json!({})))
        .await
        .refused(422, "entry_invalid");
    county
        .organiser()
        .put("/api/settings/planets", put(json!({})))
        .await
        .refused(404, "not_found");
    assert_eq!(county.organiser().get("/api/settings").await.ok(), before);
    let mut words = before["vocabulary"]["body"].clone();
    words["set"] = "own".into();
    words["village"] = json!({ "zh": "社区", "en": "community", "en_plural": "communities" });
    county
        .organiser()
        .put("/api/settings/vocabulary", put(words))
        .await
        .ok();
    assert_eq!(
        county.hall.phone().get("/api/vocabulary").await.ok()["village"]["zh"],
        "社区"
    );
}

on_both!(
    a_phone_is_masked_everywhere_and_shown_on_request_with_a_row_in_the_log,
    discipline_is_seen_by_those_who_enter_it,
    a_village_has_one_secretary_and_an_identity_number_has_no_place,
    an_admission_says_its_batch_and_how_it_ended,
    candidates_stand_against_the_rules_with_reasons,
    data_whose_time_is_over_are_erased_from_every_version,
    settings_refuse_what_makes_no_sense,
);
