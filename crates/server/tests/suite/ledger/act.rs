//! What happens to a project: moves between states, monthly reports, exemptions.

use super::{TO_BUILDING, paths, rows};
use crate::{
    county::{County, rewrite},
    engine::on_both,
    hall::text,
};
use pingyi_store::Store;
use serde_json::{Value, json};

async fn a_project_walks_its_states_with_who_when_and_why(store: Store) {
    let county = County::founded(store).await;
    let id = county.road("HY-1").await;
    let path = format!("/api/ledger/{id}/state");
    let go =
        |version: u32, to: &str, why: &str| json!({ "version": version, "to": to, "why": why });
    let organiser = county.organiser();
    let file = county.project_file(&id).await;
    assert_eq!(file["next_states"], json!(["declared", "withdrawn"]));
    organiser
        .post(&path, go(1, "building", "赶进度"))
        .await
        .refused(409, "state_not_reachable");
    for why in ["", " ", "#retention", &"因".repeat(201)] {
        let answer = organiser.post(&path, go(1, "declared", why)).await;
        answer.refused(422, "why_needed");
    }
    organiser
        .post(&path, go(1, "declared", "经办人 370687196503041234"))
        .await
        .refused(422, "entry_invalid");
    organiser
        .post(&path, go(1, "nowhere", "按程序"))
        .await
        .refused(422, "json_invalid");
    assert_eq!(county.project_file(&id).await, file);

    let saved = organiser
        .post(&path, go(1, "declared", "镇里申报"))
        .await
        .ok();
    assert_eq!(saved, json!({ "id": id, "version": 2, "proposal": null }));
    county.advance(&id, &TO_BUILDING[1..]).await;
    let refused = organiser.post(&path, go(6, "completed", "完工")).await;
    let problem = refused.refused(422, "state_needs");
    assert_eq!(paths(&problem), ["/finish"]);
    let file = county.project_file(&id).await;
    assert_eq!(file["body"]["moves"].as_array().unwrap().len(), 5);
    let first = json!({ "from": "reserve", "to": "declared", "by": "organiser", "at": "2022-11-27T01:00:00Z", "why": "镇里申报" });
    assert_eq!(file["body"]["moves"][0], first);

    // Somebody edits another member: the move of the older version is made all the same.
    let mut body = file["body"].clone();
    body["leader"] = "某某".into();
    let edit = rewrite(&json!(6), "换负责人", &body);
    organiser.put(&format!("/api/ledger/{id}"), edit).await.ok();
    organiser.post(&path, go(6, "paused", "汛期")).await.ok();
    // Somebody moved it: the older version is told so.
    organiser
        .post(&path, go(7, "adjusted", "换设计"))
        .await
        .refused(409, "entry_changed");
    let file = county.project_file(&id).await;
    assert_eq!(
        (
            &file["version"],
            &file["body"]["state"],
            &file["body"]["leader"]
        ),
        (&json!(8), &json!("paused"), &json!("某某"))
    );
    assert_eq!(
        file["next_states"],
        json!(["building", "adjusted", "withdrawn"])
    );
    let history = organiser.get(&format!("/api/entries/{id}/history")).await;
    assert_eq!(history.ok()[0]["why"], "汛期");
    let logged = county.logged("project.move").await;
    assert!(
        logged.contains(&"项目“道路HY-1”由在建改为暂停，原因：汛期".to_owned()),
        "{logged:?}"
    );
}

async fn a_towns_move_waits_and_is_kept_when_the_county_approves(store: Store) {
    let county = County::founded(store).await;
    let id = county.road("HY-1").await;
    let path = format!("/api/ledger/{id}/state");
    let go = json!({ "version": 1, "to": "declared", "why": "村里议定" });
    let saved = county.town.post(&path, go.clone()).await.ok();
    assert_eq!((&saved["id"], &saved["version"]), (&json!(id), &json!(1)));
    let file = county.project_file(&id).await;
    assert_eq!(file["body"]["state"], "reserve");
    let changes = file["proposals"][0]["changes"].as_array().unwrap();
    let changed: Vec<_> = changes.iter().map(|one| text(&one["path"])).collect();
    assert_eq!(changed, ["/moves", "/state"]);
    assert_eq!(rows(county.organiser()).await[0]["pending"], 1);

    // The county edits and the town reports meanwhile; nothing of it is lost.
    let mut body = file["body"].clone();
    body["leader"] = "某某".into();
    let edit = rewrite(&json!(1), "", &body);
    county
        .organiser()
        .put(&format!("/api/ledger/{id}"), edit)
        .await
        .ok();
    let approve = |id: &Value| json!({ "proposals": [id], "answer": "同意" });
    let approval = "/api/proposals/approve";
    let second = county.town.post(&path, go).await.ok();
    county
        .organiser()
        .post(approval, approve(&saved["proposal"]))
        .await
        .ok();
    let file = county.project_file(&id).await;
    assert_eq!(
        (&file["body"]["state"], &file["body"]["leader"]),
        (&json!("declared"), &json!("某某"))
    );
    let expected = json!([{ "from": "reserve", "to": "declared", "by": "town-1", "at": "2022-11-27T01:00:00Z", "why": "村里议定" }]);
    assert_eq!(file["body"]["moves"], expected);
    assert_eq!(file["changed_by"], "organiser");
    // The same move once more starts from a state that is left.
    let refused = county
        .organiser()
        .post(approval, approve(&second["proposal"]))
        .await;
    let problem = refused.refused(409, "proposal_clashes");
    assert!(paths(&problem).contains(&"/state"), "{problem}");
    assert_eq!(county.project_file(&id).await["body"], file["body"]);
}

async fn a_report_is_one_number_and_one_sentence_and_holds_at_once(store: Store) {
    let county = County::founded(store).await;
    let id = county.road("HY-1").await;
    let path = format!("/api/ledger/{id}/report");
    let report = |month: &str, progress: u32, sentence: &str| json!({ "month": month, "progress": progress, "sentence": sentence });
    let early = county
        .town
        .post(&path, report("2022-11", 100, "准备"))
        .await;
    early.refused(409, "project_not_reported");
    county.advance(&id, &TO_BUILDING).await;
    let late = county.road("HY-2").await;
    county.advance(&late, &TO_BUILDING[..3]).await;
    county.road("HY-3").await;
    for (wrong, expected) in [
        (report("2022-12", 100, "好"), "/month"),
        (report("2022/11", 100, "好"), "/month"),
        (report("2022-11", 10_001, "好"), "/progress"),
        (report("2022-11", 100, " "), "/sentence"),
        (report("2022-11", 100, &"好".repeat(101)), "/sentence"),
        (report("2022-11", 100, "=1+1"), "/sentence"),
        (report("2022-11", 100, "找 370687196503041234"), "/sentence"),
    ] {
        let refused = county.town.post(&path, wrong).await;
        assert_eq!(paths(&refused.refused(422, "entry_invalid")), [expected]);
    }
    let other = county
        .other_town
        .post(&path, report("2022-11", 100, "好"))
        .await;
    other.refused(404, "not_found");

    let saved = county
        .town
        .post(&path, report("2022-10", 4_000, "路基完成"))
        .await
        .ok();
    assert_eq!(saved, json!({ "id": id, "version": 7, "proposal": null }));
    county
        .town
        .post(&path, report("2022-11", 5_550, "路面过半"))
        .await
        .ok();
    county
        .town
        .post(&path, report("2022-10", 4_500, "路基全部完成"))
        .await
        .ok();
    let file = county.project_file(&id).await;
    assert_eq!(file["body"]["progress"], 5_550);
    let reports = file["body"]["reports"].as_array().unwrap();
    let kept: Vec<_> = reports
        .iter()
        .map(|one| (text(&one["month"]), &one["progress"]))
        .collect();
    assert_eq!(
        kept,
        [("2022-10", &json!(4_500)), ("2022-11", &json!(5_550))]
    );
    assert_eq!(rows(county.organiser()).await[0]["reported"], "2022-11");
    let logged = county.logged("project.report").await;
    assert!(
        logged.contains(&"填报项目“道路HY-1”2022-11 的进度：55.50%".to_owned()),
        "{logged:?}"
    );

    // What is missing stands first; what is not being built is not asked for.
    let month = county
        .town
        .get("/api/ledger/reports?month=2022-11")
        .await
        .ok();
    assert_eq!(county.town.get("/api/ledger/reports").await.ok(), month);
    let listed = month["projects"].as_array().unwrap();
    let listed: Vec<_> = listed
        .iter()
        .map(|one| {
            (
                text(&one["number"]),
                &one["progress"],
                one["report"].is_null(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [("HY-2", &json!(0), true), ("HY-1", &json!(4_500), false)]
    );
    let others = county.other_town.get("/api/ledger/reports").await.ok();
    assert_eq!(others["projects"], json!([]));
    let wrong = county.town.get("/api/ledger/reports?month=11").await;
    wrong.refused(422, "month_invalid");
}

async fn an_exemption_turns_the_light_green_and_hides_nothing(store: Store) {
    let county = County::founded(store).await;
    let id = county.road("HY-1").await;
    county.advance(&id, &TO_BUILDING).await;
    let path = format!("/api/ledger/{id}/exemption");
    let body = json!({ "version": 6, "until": "2022-12-31", "reason": "征地纠纷，县里同意延期" });
    county
        .town
        .post(&path, body.clone())
        .await
        .refused(403, "forbidden");
    let mut wrong = body.clone();
    wrong["until"] = "2022-11-26".into();
    wrong["reason"] = "".into();
    let refused = county.organiser().post(&path, wrong).await;
    assert_eq!(
        paths(&refused.refused(422, "entry_invalid")),
        ["/until", "/reason"]
    );
    county.organiser().post(&path, body.clone()).await.ok();
    let lit = &rows(county.organiser()).await[0]["light"];
    assert_eq!(
        (&lit["light"], &lit["unexempted"]),
        (&json!("green"), &json!("red"))
    );
    let exemption = &lit["exemption"];
    assert_eq!(
        (&exemption["reason"], &exemption["by"]),
        (&body["reason"], &json!("organiser"))
    );
    let again = county.organiser().post(&path, body).await;
    again.refused(409, "entry_changed");
}

on_both!(
    a_project_walks_its_states_with_who_when_and_why,
    a_towns_move_waits_and_is_kept_when_the_county_approves,
    a_report_is_one_number_and_one_sentence_and_holds_at_once,
    an_exemption_turns_the_light_green_and_hides_nothing,
);
