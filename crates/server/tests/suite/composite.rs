//! The result over all that counts: nothing before its time, published once, open to everybody's arithmetic.

use crate::{
    engine::on_both,
    hall::{Hall, Part, RECORDS, card, composite_card, sheets},
};
use pingyi_store::Store;
use serde_json::{Value, json};

async fn view(hall: &Hall) -> Value {
    hall.who("auditor").get(&hall.path("composite")).await.ok()
}

/// The steps of the published computation.
async fn trace(hall: &Hall) -> Vec<Value> {
    let text = hall.phone().get(&hall.path("trace.jsonl")).await.text();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}").unwrap();
    }
    hex
}

fn places(group: &Value) -> Vec<(String, String)> {
    let rows = group["ranked"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.map(|row| (text(&row["place"]), text(&row["village"])))
        .collect()
}

async fn a_round_enters_when_it_is_revealed_and_not_before(store: Store) {
    let hall = Hall::ready_with(store, &composite_card()).await;
    hall.score_all(["50", "51", "52", "53"]).await;
    let before = view(&hall).await;
    assert_eq!(before["state"], "waiting");
    assert_eq!(before["waiting"].as_array().unwrap().len(), 2);
    let group = &before["groups"][0];
    assert_eq!(group["ranked"], json!([]));
    let why = |group: &Value| -> Vec<String> {
        let rows = group["unranked"].as_array().unwrap().iter();
        rows.map(|row| row["why"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(why(group), ["no_turnout"; 4]);

    hall.play(1, [0, 1], [1, 0]).await;
    assert_eq!(hall.round(1).await["state"], "tallied");
    let tallied = view(&hall).await;
    assert_eq!(tallied["groups"], before["groups"]);
    assert_eq!(tallied["trace_sha256"], before["trace_sha256"]);
    hall.reveal(1, false).await.ok();
    assert_eq!(view(&hall).await["trace_sha256"], before["trace_sha256"]);
    hall.reveal(1, true).await.ok();
    let revealed = view(&hall).await;
    assert_eq!(revealed["waiting"].as_array().unwrap().len(), 1);
    assert_eq!(why(&revealed["groups"][0]), ["no_turnout"; 2]);
    assert_eq!(revealed["groups"][0]["ranked"].as_array().unwrap().len(), 2);

    let publish = hall.path("composite/publish");
    let refused = hall.organiser().post(&publish, Part::Nothing).await;
    let problem = refused.refused(409, "composite_not_ready");
    assert!(problem["detail"].as_str().unwrap().contains("第二片区"));
    for path in ["result.json", "trace.jsonl", "data/villages.csv"] {
        let answer = hall.phone().get(&hall.path(path)).await;
        answer.refused(409, "not_revealed");
    }
}

async fn what_is_published_stands_with_the_files_it_follows_from(store: Store) {
    let hall = Hall::all_revealed(store, &composite_card()).await;
    let ready = view(&hall).await;
    assert_eq!(
        (&ready["state"], &ready["obstacles"]),
        (&json!("ready"), &json!([]))
    );
    // 甲一村: tour 80, vote 88, record 80 → 40 + 26.4 + 16.
    let group = &ready["groups"][0];
    let first = &group["ranked"][0];
    assert_eq!(
        (&first["village"], &first["award"]),
        (&json!("乙一村"), &json!("优秀"))
    );
    let told = first["explanation"].as_array().unwrap();
    assert!(told[0].as_str().unwrap().contains("乙一村"), "{told:?}");
    let rows = group["ranked"].as_array().unwrap();
    let own = rows.iter().find(|row| row["village"] == "甲一村").unwrap();
    assert_eq!(
        (&own["score"], &own["score_exact"]),
        (&json!("82.40"), &json!("412/5"))
    );
    let shares: Vec<&str> = own["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["share"].as_str().unwrap())
        .collect();
    assert_eq!(shares, ["40.00", "26.40", "16.00"]);

    let results = hall.phone().get(&hall.path("results")).await.ok();
    assert_eq!(results["published"], Value::Null);
    let publish = hall.path("composite/publish");
    for login in ["auditor", "host", "viewer", "trustee-1"] {
        let answer = hall.who(login).post(&publish, Part::Nothing).await;
        answer.refused(403, "forbidden");
    }
    let published = hall.organiser().post(&publish, Part::Nothing).await.ok();
    assert_eq!(
        (&published["state"], &published["published_by"]),
        (&json!("published"), &json!("organiser"))
    );
    assert_eq!(published["groups"], ready["groups"]);
    let again = hall.organiser().post(&publish, Part::Nothing).await;
    again.refused(409, "composite_published");
    let closed = hall.score("records", RECORDS).await;
    closed.refused(409, "score_tables_closed");

    let results = hall.phone().get(&hall.path("results")).await.ok();
    let files = results["published"]["files"].as_array().unwrap();
    let names: Vec<&str> = files
        .iter()
        .map(|file| file["file"].as_str().unwrap())
        .collect();
    let tables = ["judges", "records", "sheets", "sums", "turnout", "villages"];
    let mut expected = vec!["rule-card.json".to_owned()];
    expected.extend(tables.map(|name| format!("data/{name}.csv")));
    expected.extend(["result.json".into(), "trace.jsonl".into()]);
    assert_eq!(names, expected);
    for file in files {
        let answer = hall.phone().get(file["url"].as_str().unwrap()).await;
        assert_eq!(answer.status, 200, "{file}");
        assert_eq!(sha256(&answer.body), file["sha256"].as_str().unwrap());
    }
    // That the files give the result is shown by two programs on a whole package: see the tests of `pingyi`.
    let result = hall.phone().get(&hall.path("result.json")).await;
    assert_eq!(results["published"]["result"], result.json());
    let steps = trace(&hall).await;
    assert_eq!(steps.last().unwrap()["hash"], result.json()["trace_sha256"]);
    assert_eq!(published["trace_sha256"], result.json()["trace_sha256"]);
    let nothing = hall.phone().get(&hall.path("data/means.csv")).await;
    nothing.refused(404, "not_found");
    let rows = hall.logged("composite.publish").await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["subject"], published["trace_sha256"]);
}

async fn without_a_composite_the_result_is_public_once_all_rounds_are(store: Store) {
    let hall = Hall::ready(store).await;
    hall.play(1, [0, 1], [1, 0]).await;
    hall.reveal(1, true).await.ok();
    hall.phone()
        .get(&hall.path("result.json"))
        .await
        .refused(409, "not_revealed");
    hall.play(2, [0, 1], [0, 1]).await;
    hall.reveal(2, true).await.ok();
    let result = hall.phone().get(&hall.path("result.json")).await.ok();
    assert_eq!(result["audience"], "published");
    let groups = result["groups"].as_array().unwrap();
    assert_eq!(places(&groups[1])[0], ("1".to_owned(), "丙一村".to_owned()));
    // The places are those of the ranking that has been published all along.
    let ranking = hall.phone().get(&hall.path("ranking.json")).await.ok();
    for (group, area) in groups.iter().zip(ranking["areas"].as_array().unwrap()) {
        let rows = area["ranking"].as_array().unwrap();
        let known: Vec<(String, String)> = rows
            .iter()
            .map(|row| {
                (
                    row["rank"].to_string(),
                    row["village"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        assert_eq!(places(group), known);
    }
    let publish = hall.path("composite/publish");
    let answer = hall.organiser().post(&publish, Part::Nothing).await;
    answer.refused(409, "composite_absent");
    assert_eq!(view(&hall).await["state"], "published");
}

async fn the_steps_of_a_village_lead_to_the_rules(store: Store) {
    let hall = Hall::all_revealed(store, &composite_card()).await;
    let path = hall.path("steps?town=甲镇&village=甲一村");
    hall.phone().get(&path).await.refused(409, "not_revealed");
    hall.who("viewer")
        .get(&path)
        .await
        .refused(409, "not_revealed");
    let sealed = hall.who("auditor").get(&path).await.ok();
    assert_eq!(sealed["published"], false);
    let publish = hall.path("composite/publish");
    hall.organiser().post(&publish, Part::Nothing).await.ok();
    let shown = hall.phone().get(&path).await.ok();
    assert_eq!(shown["published"], true);
    assert_eq!(shown["steps"], sealed["steps"]);
    let trace = trace(&hall).await;
    assert_eq!(shown["trace_sha256"], trace.last().unwrap()["hash"]);
    let steps = shown["steps"].as_array().unwrap();
    let ops: Vec<&str> = steps
        .iter()
        .map(|step| step["op"].as_str().unwrap())
        .collect();
    for op in [
        "total",
        "left_out",
        "trimmed_mean",
        "class_mean",
        "opening",
        "composite",
        "rank",
        "place",
    ] {
        assert!(ops.contains(&op), "{op} is missing in {ops:?}");
    }
    for step in steps {
        let text = step["clause_text"].as_str().unwrap_or_default();
        assert!(!text.is_empty(), "{step}");
        let n = usize::try_from(step["n"].as_u64().unwrap()).unwrap();
        assert_eq!(step["step"], trace[n]);
        let own = step["step"]["village"].as_str().unwrap_or("甲一村");
        assert_eq!(own, "甲一村");
    }
    let path = hall.path("explanation?town=甲镇&village=甲一村&lang=en");
    let told = hall.phone().get(&path).await.ok();
    let told = told["sentences"].as_array().unwrap();
    assert!(
        told.iter()
            .any(|one| one.as_str().unwrap().contains("82.40")),
        "{told:?}"
    );
    let nobody = hall.path("steps?town=甲镇&village=无此村");
    hall.phone().get(&nobody).await.refused(404, "not_found");
}

async fn what_is_estimated_of_judges_is_for_two_roles_and_decides_nothing(store: Store) {
    let hall = Hall::all_revealed(store, &composite_card()).await;
    let path = hall.path("analysis?component=tour&seed=7");
    let shown = hall.who("auditor").get(&path).await.ok();
    assert_eq!(shown["seed"], "7");
    assert_eq!(shown["panels"].as_array().unwrap().len(), 1);
    assert_eq!(shown["panels"][0]["judges"].as_array().unwrap().len(), 4);
    assert_eq!(hall.organiser().get(&path).await.ok(), shown);
    for login in ["host", "viewer", "trustee-1"] {
        hall.who(login).get(&path).await.refused(403, "forbidden");
    }
    // The register knows on which day each village was visited.
    let says = |shown: &Value| {
        let says = &shown["panels"][0]["drift"]["says"]["zh"];
        says.as_str().unwrap().to_owned()
    };
    assert_eq!(shown["toured"], "tour");
    assert!(!says(&shown).contains("没有登记"), "{}", says(&shown));
    let vote = hall.path("analysis?toured=vote");
    hall.organiser().get(&vote).await.refused(404, "not_found");
    let vote = hall.path("analysis?component=vote");
    hall.organiser().get(&vote).await.refused(404, "not_found");
    let odd = hall.path("analysis?seed=odd");
    hall.organiser()
        .get(&odd)
        .await
        .refused(422, "seed_invalid");
}

async fn faults_and_lots_stand_in_the_way_and_say_so(store: Store) {
    let hall = Hall::ready_with(store, &composite_card()).await;
    hall.score("judges", crate::hall::JUDGES).await.ok();
    hall.score("sheets", &sheets(["50"; 4])).await.ok();
    let same = RECORDS
        .replace("24", "30")
        .replace("45.5", "30")
        .replace("12\n", "30\n");
    hall.score("records", &same).await.ok();
    for number in [1, 2] {
        hall.play(number, [0, 0], [0, 0]).await;
        hall.reveal(number, true).await.ok();
    }
    let tied = view(&hall).await;
    assert_eq!(tied["state"], "lot_needed");
    let publish = hall.path("composite/publish");
    let refused = hall.organiser().post(&publish, Part::Nothing).await;
    let problem = refused.refused(409, "composite_not_ready");
    assert!(problem["detail"].as_str().unwrap().contains("抽签"));
    // The table to fill in has the tied villages, and nobody else.
    let template = hall.path("score-tables/lots/template.csv");
    let text = hall.organiser().get(&template).await;
    let text = String::from_utf8(text.body).unwrap();
    let mut rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.remove(0), "town,village,lot");
    rows.sort_unstable();
    assert_eq!(
        rows,
        [
            "丁街道,丁一村,",
            "丙街道,丙一村,",
            "乙镇,乙一村,",
            "甲镇,甲一村,"
        ]
    );
    let lots = "town,village,lot\n甲镇,甲一村,3\n乙镇,乙一村,1\n丙街道,丙一村,4\n丁街道,丁一村,2\n";
    hall.score("lots", lots).await.ok();
    let drawn = view(&hall).await;
    assert_eq!(drawn["state"], "ready");
    let order: Vec<String> = places(&drawn["groups"][0])
        .into_iter()
        .map(|row| row.1)
        .collect();
    assert_eq!(order, ["乙一村", "丁一村", "甲一村", "丙一村"]);
}

async fn where_too_few_vote_places_are_told_and_figures_are_not(store: Store) {
    let mut rules = composite_card();
    rules["thresholds"] = json!({ "open": 2, "mean": 5, "histogram": 5 });
    let hall = Hall::all_revealed(store, &rules).await;
    let shown = view(&hall).await;
    let group = &shown["groups"][0];
    assert_eq!(group["withheld"], true);
    let rows = group["ranked"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    for row in rows {
        assert_eq!(
            (&row["score"], &row["score_exact"], &row["parts"]),
            (&Value::Null, &Value::Null, &json!([]))
        );
    }
    let steps = hall.path("steps?town=甲镇&village=甲一村");
    let steps = hall.organiser().get(&steps).await.text();
    assert!(
        !steps.contains("class_mean") && !steps.contains("\"score\""),
        "{steps}"
    );
    let publish = hall.path("composite/publish");
    hall.organiser().post(&publish, Part::Nothing).await.ok();
    let result = hall.phone().get(&hall.path("result.json")).await.ok();
    assert_eq!(result["groups"][0]["withheld"], true);
    assert_eq!(result["groups"][0]["ranked"], json!([]));
    hall.phone()
        .get(&hall.path("data/sums.csv"))
        .await
        .refused(404, "not_found");
}

async fn a_card_that_nobody_could_keep_secret_is_not_frozen(store: Store) {
    let hall = Hall::registered(store).await;
    let (path, freeze) = (hall.path("rule-card"), hall.path("rule-card/freeze"));
    let mut rules = card();
    rules["thresholds"] = json!({ "open": 5, "mean": 5, "histogram": 5 });
    let check = hall.path("rule-card/check");
    let found = hall.organiser().post(&check, rules.clone()).await.ok();
    assert_eq!(found["faults"], json!([]));
    assert_eq!(found["privacy"][0]["verdict"], "refused");
    assert!(!found["warnings"].as_array().unwrap().is_empty());
    hall.organiser().put(&path, rules).await.ok();
    let problem = hall.organiser().post(&freeze, Part::Nothing).await;
    let problem = problem.refused(409, "privacy_card");
    assert_eq!(problem["faults"][0]["code"], found["privacy"][0]["code"]);
    assert_eq!(hall.organiser().get(&path).await.ok()["state"], "draft");
    let good = hall.organiser().post(&check, card()).await.ok();
    let risks = good["unanimity"].as_array().unwrap();
    assert_eq!(risks[0]["voters"], 4);
    assert!(risks[0]["message"].as_str().unwrap().contains('%'));
}

on_both!(
    a_round_enters_when_it_is_revealed_and_not_before,
    what_is_published_stands_with_the_files_it_follows_from,
    without_a_composite_the_result_is_public_once_all_rounds_are,
    the_steps_of_a_village_lead_to_the_rules,
    what_is_estimated_of_judges_is_for_two_roles_and_decides_nothing,
    faults_and_lots_stand_in_the_way_and_say_so,
    where_too_few_vote_places_are_told_and_figures_are_not,
    a_card_that_nobody_could_keep_secret_is_not_frozen,
);
