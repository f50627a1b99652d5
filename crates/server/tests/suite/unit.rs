//! The tree of units: what it refuses, what a past day reads, and what merging takes along.

use crate::{
    county::{County, VILLAGES, rewrite, unit, write},
    engine::on_both,
    hall::text,
};
use pingyi_store::Store;
use serde_json::{Value, json};

fn paths(problem: &Value) -> Vec<(&str, &str)> {
    let faults = problem["faults"].as_array().expect("faults");
    faults
        .iter()
        .map(|one| (text(&one["path"]), text(&one["code"])))
        .collect()
}

fn names(tree: &Value) -> Vec<&str> {
    tree["units"]
        .as_array()
        .expect("units")
        .iter()
        .map(|one| text(&one["name"]))
        .collect()
}

async fn the_tree_stands_in_the_organisations_order_and_by_strokes(store: Store) {
    let county = County::founded(store).await;
    let tree = county.organiser().get("/api/units").await.ok();
    let expected = [
        "海阳市",
        "甲镇",
        "甲一村",
        "甲二村",
        "乙街道",
        "乙一村",
        "乙二村",
    ];
    assert_eq!(names(&tree), expected);
    let row = &tree["units"][2];
    assert_eq!(row["secretary"]["name"], "书记1");
    assert_eq!(
        (&row["kind"], &row["version"]),
        (&json!("village"), &json!(1))
    );
    let tree = county
        .organiser()
        .get("/api/units?order=strokes")
        .await
        .ok();
    assert_eq!(
        names(&tree),
        [
            "海阳市",
            "乙街道",
            "乙一村",
            "乙二村",
            "甲镇",
            "甲一村",
            "甲二村"
        ]
    );
}

async fn what_does_not_fit_is_named_and_nothing_changes(store: Store) {
    let county = County::founded(store).await;
    let before = county.organiser().get("/api/units").await.body;
    let town = county.unit("甲镇").await;
    let village = county.unit("甲一村").await;
    for (body, expected) in [
        (
            unit("village", "甲一村", Some(&town)),
            vec![("/name", "taken")],
        ),
        (
            unit("village", "丙村", Some(&village)),
            vec![("/parent", "kind")],
        ),
        (
            unit("village", "", None),
            vec![("/name", "empty"), ("/parent", "parent")],
        ),
        (unit("county", "另一县", None), vec![("/kind", "county")]),
        (
            json!({ "kind": "village", "name": "丙村", "parent": town, "code": "V-1" }),
            vec![("/code", "taken")],
        ),
        (
            json!({ "kind": "village", "name": "=1+1", "parent": town, "place": { "longitude": "200", "latitude": "x" } }),
            vec![
                ("/name", "formula"),
                ("/place/longitude", "degrees"),
                ("/place/latitude", "degrees"),
            ],
        ),
    ] {
        let answer = county.organiser().post("/api/units", write(body)).await;
        assert_eq!(paths(&answer.refused(422, "entry_invalid")), expected);
    }
    let answer = county
        .organiser()
        .post(
            "/api/units",
            json!({ "why": "", "body": { "kind": "planet" } }),
        )
        .await;
    answer.refused(422, "json_invalid");
    assert_eq!(county.organiser().get("/api/units").await.body, before);
}

async fn a_renamed_village_reads_as_it_was_on_a_past_day(store: Store) {
    let county = County::founded(store).await;
    let (id, other) = (county.unit("甲一村").await, county.unit("乙街道").await);
    let path = format!("/api/units/{id}/rename");
    let act = json!({ "version": 1, "from": "2022-06-01", "name": "新甲村", "parent": other, "reason": "区划调整", "document": "海民〔2022〕3号" });
    let saved = county.organiser().post(&path, act.clone()).await.ok();
    assert_eq!(saved["version"], 2);
    let answer = county.organiser().post(&path, act).await;
    answer.refused(409, "entry_changed");
    let again = json!({ "version": 2, "from": "2022-06-01", "name": "又一村", "parent": other, "reason": "", "document": "" });
    let answer = county.organiser().post(&path, again).await;
    assert_eq!(
        paths(&answer.refused(422, "entry_invalid")),
        [("/from", "before_last_change")]
    );

    let past = county
        .organiser()
        .get("/api/units?as_of=2022-05-31")
        .await
        .ok();
    let town = county.unit("甲镇").await;
    let row = past["units"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == *id)
        .unwrap();
    assert_eq!(
        (&row["name"], &row["parent"]),
        (&json!("甲一村"), &json!(town))
    );
    let file = county.unit_file("新甲村").await;
    assert_eq!(file["parent"]["name"], "乙街道");
    let line = &file["timeline"][0];
    assert_eq!(
        (&line["on"], &line["kind"]),
        (&json!("2022-06-01"), &json!("renamed"))
    );
    assert_eq!(line["names"], json!({ "from": "甲一村", "to": "新甲村" }));
    assert_eq!(line["parents"], json!({ "from": "甲镇", "to": "乙街道" }));
    assert_eq!(line["reason"], "区划调整");
    let answer = county.organiser().get("/api/units?as_of=yesterday").await;
    answer.refused(422, "date_invalid");
    // The town it left no longer sees it, the other does.
    let path = format!("/api/units/{id}");
    county.town.get(&path).await.refused(404, "not_found");
    county.other_town.get(&path).await.ok();
}

async fn a_merged_village_leaves_its_terms_ended_and_its_name_in_the_past(store: Store) {
    let county = County::founded(store).await;
    let (id, successor) = (county.unit("甲一村").await, county.unit("甲二村").await);
    let path = format!("/api/units/{id}/end");
    let act = |successor: Value| json!({ "version": 1, "on": "2022-10-01", "successor": successor, "reason": "村庄合并", "document": "" });
    let town = county.unit("甲镇").await;
    let answer = county.organiser().post(&path, act(town.into())).await;
    assert_eq!(
        paths(&answer.refused(422, "entry_invalid")),
        [("/successor", "successor")]
    );
    county
        .organiser()
        .post(&path, act(successor.into()))
        .await
        .ok();

    let person = county.person_file("书记1").await;
    assert_eq!(person["body"]["terms"][0]["to"], "2022-10-01");
    assert_eq!(person["body"]["terms"][0]["exit_reason"], "村庄合并");
    let file = county.unit_file("甲一村").await;
    let line = &file["timeline"][0];
    assert_eq!(
        [&line["kind"], &line["successor"], &line["reason"]],
        ["ended", "甲二村", "村庄合并"]
    );
    let rows = county
        .organiser()
        .get("/api/units?as_of=2022-09-30")
        .await
        .ok();
    assert!(
        rows["units"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["ended"] == false)
    );
    let said = county.logged("unit.end").await;
    assert_eq!(
        said,
        ["甲一村自 2022-10-01 起并入甲二村，1 人的任期随之结束，原因：村庄合并"]
    );
    // A town with villages cannot be ended.
    let path = format!("/api/units/{}/end", county.unit("乙街道").await);
    let answer = county.organiser().post(&path, act(Value::Null)).await;
    assert_eq!(
        paths(&answer.refused(422, "entry_invalid")),
        [("/on", "in_use")]
    );
}

async fn two_people_editing_one_unit_lose_nothing(store: Store) {
    let county = County::founded(store).await;
    let file = county.unit_file("甲一村").await;
    let path = format!("/api/units/{}", text(&file["id"]));
    let (mut mine, mut theirs) = (file["body"].clone(), file["body"].clone());
    theirs["households"] = 120.into();
    mine["code"] = "V-9".into();
    let version = &file["version"];
    county
        .organiser()
        .put(&path, rewrite(version, "核户数", &theirs))
        .await
        .ok();
    let saved = county
        .organiser()
        .put(&path, rewrite(version, "编码", &mine))
        .await
        .ok();
    assert_eq!(saved["version"], 3);
    let both = county.unit_file("甲一村").await;
    assert_eq!(
        (&both["body"]["households"], &both["body"]["code"]),
        (&json!(120), &json!("V-9"))
    );
    // The same member: refused, and told which.
    mine["households"] = 130.into();
    let answer = county
        .organiser()
        .put(&path, rewrite(version, "户数", &mine))
        .await;
    assert_eq!(
        paths(&answer.refused(409, "entry_changed")),
        [("/households", "clash")]
    );
    assert_eq!(county.unit_file("甲一村").await["body"]["households"], 120);

    let path = format!("/api/entries/{}/history", text(&file["id"]));
    let history = county.organiser().get(&path).await.ok();
    let told: Vec<_> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["why"]), one["changes"].as_array().unwrap().len()))
        .collect();
    assert_eq!(told[0], ("编码", 1));
    assert_eq!(told[1], ("核户数", 1));
    assert_eq!(told[2].0, "登记");
    assert_eq!(
        history[0]["changes"][0],
        json!({ "path": "/code", "before": "V-1", "after": "V-9" })
    );
}

async fn a_rectification_stays_open_until_it_is_closed_with_a_result(store: Store) {
    let county = County::founded(store).await;
    let file = county.unit_file("甲一村").await;
    let path = format!("/api/units/{}", text(&file["id"]));
    let mut body = file["body"].clone();
    let found = json!({ "on": "2022-05-01", "problem": "村务公开不及时", "owner": "书记1", "due": "2022-04-01" });
    body["rectifications"] = json!([found]);
    let answer = county
        .organiser()
        .put(&path, rewrite(&file["version"], "", &body))
        .await;
    let expected = [("/rectifications/0/due", "dates")];
    assert_eq!(paths(&answer.refused(422, "entry_invalid")), expected);
    body["rectifications"][0]["due"] = "2022-08-01".into();
    let saved = county
        .organiser()
        .put(&path, rewrite(&file["version"], "", &body))
        .await
        .ok();
    let person = county.person_file("书记1").await;
    assert_eq!(person["rectifications"][0]["problem"], "村务公开不及时");

    body["rectifications"][0]["closed_on"] = "2022-07-01".into();
    let answer = county
        .organiser()
        .put(&path, rewrite(&saved["version"], "", &body))
        .await;
    let expected = [("/rectifications/0/result", "empty")];
    assert_eq!(paths(&answer.refused(422, "entry_invalid")), expected);
    body["rectifications"][0]["result"] = "已按月公开".into();
    county
        .organiser()
        .put(&path, rewrite(&saved["version"], "", &body))
        .await
        .ok();
    assert_eq!(
        county.person_file("书记1").await["rectifications"],
        json!([])
    );
    let lines = county.unit_file("甲一村").await["timeline"].clone();
    assert_eq!(
        [&lines[0]["kind"], &lines[0]["problem"], &lines[0]["result"]],
        ["closed", "村务公开不及时", "已按月公开"]
    );
    assert_eq!(
        [&lines[1]["kind"], &lines[1]["problem"], &lines[1]["owner"]],
        ["found", "村务公开不及时", "书记1"]
    );
}

async fn everything_is_found_by_name_initials_and_code(store: Store) {
    let county = County::founded(store).await;
    let found = async |wanted: &str| {
        let hits = county
            .organiser()
            .get(&format!("/api/search?q={wanted}"))
            .await
            .ok();
        let hits = hits.as_array().unwrap().clone();
        hits.iter()
            .map(|hit| text(&hit["name"]).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("甲一").await, ["甲一村"]);
    assert_eq!(found("jyc").await, ["甲一村"]);
    assert_eq!(found("v-3").await, ["乙一村"]);
    assert_eq!(found("sj2").await, ["书记2"]);
    assert_eq!(found("R0004").await, ["书记4"]);
    assert_eq!(found("").await, Vec::<String>::new());
    let own = county.town.get("/api/search?q=村").await.ok();
    assert_eq!(own.as_array().unwrap().len(), 2);
    assert_eq!(VILLAGES.len(), 4);
}

on_both!(
    the_tree_stands_in_the_organisations_order_and_by_strokes,
    what_does_not_fit_is_named_and_nothing_changes,
    a_renamed_village_reads_as_it_was_on_a_past_day,
    a_merged_village_leaves_its_terms_ended_and_its_name_in_the_past,
    two_people_editing_one_unit_lose_nothing,
    a_rectification_stays_open_until_it_is_closed_with_a_result,
    everything_is_found_by_name_initials_and_code,
);
