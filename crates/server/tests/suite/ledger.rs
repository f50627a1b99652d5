//! The ledger: its table, editing, filters, and who sees what.

mod act;
mod total;

use crate::{
    county::{County, rewrite, write},
    engine::on_both,
    hall::{CYCLE, Client, text},
};
use pingyi_store::Store;
use serde_json::{Value, json};

/// A document of a project, ready to go as far as 开工.
pub(crate) fn project(number: &str, name: &str, town: &str, villages: &[&str]) -> Value {
    json!({
        "number": number, "name": name, "category": "基础设施", "town": town, "villages": villages, "content": "硬化道路",
        "funding": [{ "source": "衔接资金", "planned": 1_000_000, "arrived": 400_000, "spent": 100_000 }],
        "start": { "planned": "2022-03-01", "actual": "2022-03-05" }, "finish": { "planned": "2022-12-31" },
    })
}

/// What is done to projects of a county.
impl County {
    /// Enters a project and answers its identifier.
    pub(crate) async fn project(&self, body: Value) -> String {
        let saved = self.organiser().post("/api/ledger", write(body)).await.ok();
        text(&saved["id"]).to_owned()
    }

    /// Enters a project of 甲一村.
    async fn road(&self, number: &str) -> String {
        let (town, village) = (self.unit("甲镇").await, self.unit("甲一村").await);
        self.project(project(
            number,
            &format!("道路{number}"),
            &town,
            &[&village],
        ))
        .await
    }

    pub(crate) async fn project_file(&self, id: &str) -> Value {
        let path = format!("/api/ledger/{id}");
        self.organiser().get(&path).await.ok()
    }

    /// Moves a project along.
    pub(crate) async fn advance(&self, id: &str, states: &[&str]) {
        for to in states {
            let file = self.project_file(id).await;
            let body = json!({ "version": file["version"], "to": to, "why": "按程序" });
            let path = format!("/api/ledger/{id}/state");
            self.organiser().post(&path, body).await.ok();
        }
    }

    /// A cycle whose register has these villages.
    async fn cycle(&self) {
        let body = json!({
            "code": CYCLE, "name": "评议会", "year": 2022, "organiser": "组织部", "place": "礼堂",
            "from_date": "2022-11-24", "to_date": "2022-11-27", "aspects": [], "unscored_stops": [], "synthetic": true,
        });
        self.organiser().post("/api/cycles", body).await.ok();
        let table = "area,town,town_kind,village,visited,tour_day,tour_date,visit_order,synthetic\n\
            1,甲镇,town,甲一村,true,4,2022-11-27,1,true\n1,甲镇,town,甲二村,false,,,,true\n\
            2,乙街道,subdistrict,乙一村,true,3,2022-11-26,1,true\n";
        let path = self.hall.path("units/import");
        self.organiser().post(&path, table).await.ok();
    }
}

async fn rows(client: &Client) -> Vec<Value> {
    let ledger = client.get("/api/ledger").await.ok();
    ledger["projects"].as_array().expect("projects").clone()
}

fn paths(problem: &Value) -> Vec<&str> {
    let faults = problem["faults"].as_array().expect("faults").iter();
    faults.map(|one| text(&one["path"])).collect()
}

const TO_BUILDING: [&str; 5] = ["declared", "reviewed", "registered", "started", "building"];

async fn the_ledger_stands_by_number_with_names_areas_and_lights(store: Store) {
    let county = County::founded(store).await;
    county.cycle().await;
    for number in ["HY-10", "HY-9"] {
        county.road(number).await;
    }
    let other = county.unit("乙街道").await;
    let id = county.project(project("HY-2", "广场", &other, &[])).await;
    county.advance(&id, &TO_BUILDING).await;
    let ledger = county.hall.who("viewer").get("/api/ledger").await.ok();
    assert_eq!(ledger["today"], "2022-11-27");
    assert_eq!(
        (&ledger["categories"], &ledger["sources"]),
        (&json!(["基础设施"]), &json!(["衔接资金"]))
    );
    let projects = ledger["projects"].as_array().unwrap();
    let numbers: Vec<_> = projects.iter().map(|one| text(&one["number"])).collect();
    assert_eq!(numbers, ["HY-2", "HY-9", "HY-10"]);
    let expected = json!({
        "id": id, "version": 6, "number": "HY-2", "name": "广场", "category": "基础设施",
        "town": { "id": other, "name": "乙街道" }, "villages": [], "area": "第二片区", "owner": "", "leader": "",
        "planned": 1_000_000, "arrived": 400_000, "spent": 100_000, "state": "building", "progress": 0,
        // 271 of 305 days are gone.
        "light": { "light": "red", "unexempted": "red", "planned": 8_885, "behind": 8_885, "months_late": 0, "exemption": null },
        "reported": null, "problem": "", "solver": "", "households": null, "planned_finish": "2022-12-31",
        "pending": 0, "synthetic": false,
    });
    assert_eq!(projects[0], expected);
    let road = &projects[1];
    assert_eq!(
        (
            &road["villages"][0]["name"],
            &road["area"],
            &road["light"]["light"]
        ),
        (&json!("甲一村"), &json!("第一片区"), &json!("off"))
    );
    // The county's thresholds decide, and the card's label names the area.
    let lights =
        json!({ "behind_amber": 8_000, "behind_red": 9_000, "late_amber": 1, "late_red": 3 });
    let body = json!({ "version": 0, "why": "放宽", "body": lights });
    county
        .organiser()
        .put("/api/settings/lights", body)
        .await
        .ok();
    let mut card = crate::hall::card();
    card["areas"][1]["label"] = "沿海片区".into();
    let path = county.hall.path("rule-card");
    county.organiser().put(&path, card).await.ok();
    let row = &rows(county.organiser()).await[0];
    assert_eq!(
        (&row["light"]["light"], &row["area"]),
        (&json!("amber"), &json!("沿海片区"))
    );
}

async fn editing_leaves_the_history_of_a_project_alone(store: Store) {
    let county = County::founded(store).await;
    let id = county.road("HY-1").await;
    county.advance(&id, &TO_BUILDING).await;
    let path = format!("/api/ledger/{id}");
    let before = county.project_file(&id).await;
    let mut body = before["body"].clone();
    body["state"] = "accepted".into();
    body["moves"] = json!([]);
    body["content"] = "硬化道路 3 公里".into();
    let organiser = county.organiser();
    organiser
        .put(&path, json!({ "why": "", "body": body }))
        .await
        .refused(409, "entry_changed");
    organiser
        .put(&path, rewrite(&before["version"], "核实", &body))
        .await
        .ok();
    let after = county.project_file(&id).await;
    assert_eq!(after["body"]["content"], "硬化道路 3 公里");
    for member in ["state", "moves"] {
        assert_eq!(after["body"][member], before["body"][member], "{member}");
    }
    // Two people change different members of one version, then the same one.
    body["owner"] = "甲公司".into();
    organiser
        .put(&path, rewrite(&before["version"], "", &body))
        .await
        .ok();
    let mut other = before["body"].clone();
    other["owner"] = "乙公司".into();
    let refused = organiser
        .put(&path, rewrite(&before["version"], "", &other))
        .await;
    assert_eq!(paths(&refused.refused(409, "entry_changed")), ["/owner"]);
    // A second project cannot take its number, and money is a number.
    let mut twin = project("HY-1", "另一条", text(&before["town"]["id"]), &[]);
    let refused = organiser.post("/api/ledger", write(twin.clone())).await;
    assert_eq!(paths(&refused.refused(422, "entry_invalid")), ["/number"]);
    twin["number"] = "HY-2".into();
    for planned in [json!("100"), json!(1.5), json!(-1), json!("=1+1")] {
        twin["funding"][0]["planned"] = planned;
        let answer = organiser.post("/api/ledger", write(twin.clone())).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
    }
    assert_eq!(rows(organiser).await.len(), 1);
}

async fn filters_belong_to_the_account_that_saved_them(store: Store) {
    let county = County::founded(store).await;
    let path = "/api/ledger/filters";
    let filters = json!([{ "name": "红灯", "query": "light=red" }, { "name": "甲镇", "query": "town=%E7%94%B2" }]);
    assert_eq!(county.town.put(path, filters.clone()).await.ok(), filters);
    assert_eq!(county.town.get(path).await.ok(), filters);
    assert_eq!(county.organiser().get(path).await.ok(), json!([]));
    let wrong = json!([{ "name": "", "query": "" }, { "name": "长", "query": "q".repeat(501) }]);
    let refused = county.town.put(path, wrong).await;
    assert_eq!(
        paths(&refused.refused(422, "entry_invalid")),
        ["/0/name", "/1/query"]
    );
    let many: Vec<Value> = (0..21)
        .map(|n| json!({ "name": n.to_string(), "query": "" }))
        .collect();
    let refused = county.town.put(path, json!(many)).await;
    refused.refused(422, "entry_invalid");
    assert_eq!(county.town.get(path).await.ok(), filters);
}

async fn a_town_sees_and_proposes_projects_of_its_own_only(store: Store) {
    let county = County::founded(store).await;
    let id = county.road("HY-1").await;
    let other = county.unit("乙街道").await;
    county.project(project("HY-2", "广场", &other, &[])).await;
    let numbers = |rows: Vec<Value>| -> Vec<String> {
        rows.iter().map(|one| text(&one["number"]).into()).collect()
    };
    assert_eq!(numbers(rows(&county.town).await), ["HY-1"]);
    assert_eq!(numbers(rows(&county.other_town).await), ["HY-2"]);
    let path = format!("/api/ledger/{id}");
    let file = county.town.get(&path).await.ok();
    county.other_town.get(&path).await.refused(404, "not_found");
    let edit = rewrite(&file["version"], "", &file["body"]);
    county
        .other_town
        .put(&path, edit.clone())
        .await
        .refused(404, "not_found");
    let go = json!({ "version": 1, "to": "declared", "why": "申报" });
    county
        .other_town
        .post(&format!("{path}/state"), go)
        .await
        .refused(404, "not_found");
    let foreign = county
        .town
        .post("/api/ledger", write(project("HY-3", "广场", &other, &[])))
        .await;
    assert_eq!(paths(&foreign.refused(422, "entry_invalid")), ["/town"]);
    county
        .hall
        .who("viewer")
        .put(&path, edit)
        .await
        .refused(403, "forbidden");

    let town = text(&file["town"]["id"]);
    let saved = county
        .town
        .post("/api/ledger", write(project("HY-3", "水渠", town, &[])))
        .await
        .ok();
    assert_eq!(saved["version"], 0);
    assert_eq!(rows(county.organiser()).await.len(), 2);
    let approve = json!({ "proposals": [saved["proposal"]] });
    county
        .organiser()
        .post("/api/proposals/approve", approve)
        .await
        .ok();
    assert_eq!(numbers(rows(&county.town).await), ["HY-1", "HY-3"]);
}

on_both!(
    the_ledger_stands_by_number_with_names_areas_and_lights,
    editing_leaves_the_history_of_a_project_alone,
    filters_belong_to_the_account_that_saved_them,
    a_town_sees_and_proposes_projects_of_its_own_only,
);
