//! A county: two towns with two villages each, a secretary in every village, a batch, and an account for each town.

use crate::hall::{Client, Hall, text};
use pingyi_store::Store;
use serde_json::{Value, json};

/// Villages with their towns, in the organisation's order.
pub(crate) const VILLAGES: [(&str, &str); 4] = [
    ("甲镇", "甲一村"),
    ("甲镇", "甲二村"),
    ("乙街道", "乙一村"),
    ("乙街道", "乙二村"),
];

/// A hall with a county.
pub(crate) struct County {
    pub(crate) hall: Hall,
    /// The account of 甲镇.
    pub(crate) town: Client,
    /// The account of 乙街道.
    pub(crate) other_town: Client,
}

/// A document of a unit.
pub(crate) fn unit(kind: &str, name: &str, parent: Option<&str>) -> Value {
    json!({ "kind": kind, "name": name, "parent": parent })
}

/// A document of a secretary.
pub(crate) fn secretary(name: &str, village: &str) -> Value {
    json!({
        "name": name, "sex": "男", "birth_year": 1968, "phone": "13812345678",
        "terms": [{ "village": village, "post": "secretary", "from": "2018-03-01" }],
    })
}

/// A document to be written.
pub(crate) fn write(body: Value) -> Value {
    let mut write = json!({ "why": "登记" });
    write["body"] = body;
    write
}

/// A changed document to be written over a version.
pub(crate) fn rewrite(version: &Value, why: &str, body: &Value) -> Value {
    json!({ "version": version, "why": why, "body": body })
}

impl County {
    pub(crate) async fn founded(store: Store) -> Self {
        let hall = Hall::empty(store).await;
        let organiser = hall.organiser();
        let made = async |path: &str, body: Value| {
            let saved = organiser.post(path, write(body)).await.ok();
            text(&saved["id"]).to_owned()
        };
        let county = made("/api/units", unit("county", "海阳市", None)).await;
        let town = async |kind: &str, name: &str, order: u32| {
            let mut body = unit(kind, name, Some(&county));
            body["order"] = order.into();
            made("/api/units", body).await
        };
        let first = town("town", "甲镇", 1).await;
        let second = town("subdistrict", "乙街道", 2).await;
        let batch = json!({ "number": "1", "name": "第一批", "on": "2020-05-01", "document": "海组〔2020〕5号" });
        made("/api/batches", batch).await;
        for ((town, village), n) in VILLAGES.into_iter().zip(1..) {
            let parent = if town == "甲镇" { &first } else { &second };
            let mut body = unit("village", village, Some(parent));
            body["code"] = format!("V-{n}").into();
            let village = made("/api/units", body).await;
            made("/api/people", secretary(&format!("书记{n}"), &village)).await;
        }
        let town = hall
            .town_account("town-1", first.parse().expect("an identifier"), 101)
            .await;
        let other_town = hall
            .town_account("town-2", second.parse().expect("an identifier"), 102)
            .await;
        Self {
            hall,
            town,
            other_town,
        }
    }

    pub(crate) fn organiser(&self) -> &Client {
        self.hall.organiser()
    }

    /// The identifier of a unit by its name today.
    pub(crate) async fn unit(&self, name: &str) -> String {
        let tree = self.organiser().get("/api/units").await.ok();
        let units = tree["units"].as_array().expect("units");
        let found = units.iter().find(|unit| unit["name"] == name);
        text(&found.unwrap_or_else(|| panic!("no unit {name}"))["id"]).to_owned()
    }

    /// The identifier of a person by name.
    pub(crate) async fn person(&self, name: &str) -> String {
        let list = self.organiser().get("/api/people").await.ok();
        let people = list["people"].as_array().expect("people");
        let found = people.iter().find(|person| person["name"] == name);
        text(&found.unwrap_or_else(|| panic!("no person {name}"))["id"]).to_owned()
    }

    /// The file of a unit.
    pub(crate) async fn unit_file(&self, name: &str) -> Value {
        let path = format!("/api/units/{}", self.unit(name).await);
        self.organiser().get(&path).await.ok()
    }

    /// The file of a person.
    pub(crate) async fn person_file(&self, name: &str) -> Value {
        let path = format!("/api/people/{}", self.person(name).await);
        self.organiser().get(&path).await.ok()
    }

    /// Sentences of the log, of no cycle.
    pub(crate) async fn logged(&self, action: &str) -> Vec<String> {
        let cycle = json!({
            "code": crate::hall::CYCLE, "name": "评议会", "year": 2022, "organiser": "组织部", "place": "礼堂",
            "from_date": "2022-11-24", "to_date": "2022-11-27", "aspects": [], "unscored_stops": [], "synthetic": true,
        });
        let _ = self.organiser().post("/api/cycles", cycle).await;
        let rows = self.hall.logged(action).await;
        rows.iter()
            .map(|row| text(&row["sentence"]).to_owned())
            .collect()
    }
}
