//! Totals that add up, and the ledger as a cycle froze it.

use super::{TO_BUILDING, project, rows};
use crate::{
    county::{County, rewrite},
    engine::on_both,
    hall::text,
};
use pingyi_store::Store;
use serde_json::{Value, json};

/// Sums of rows and of parts, as the totals tell them.
fn sums<'a>(parts: impl IntoIterator<Item = &'a Value>) -> [i64; 3] {
    let mut sums = [0; 3];
    for part in parts {
        for (sum, member) in sums.iter_mut().zip(["planned", "arrived", "spent"]) {
            *sum += part[member].as_i64().expect("fen");
        }
    }
    sums
}

async fn totals_equal_the_sum_of_the_rows_on_every_axis(store: Store) {
    let county = County::founded(store).await;
    county.cycle().await;
    let towns = [county.unit("甲镇").await, county.unit("乙街道").await];
    for n in 1..=7_usize {
        let mut body = project(&format!("HY-{n}"), &format!("项目{n}"), &towns[n % 2], &[]);
        body["category"] = ["产业发展", "基础设施", "公共服务"][n % 3].into();
        body["funding"] = match n % 4 {
            0 => json!([]),
            1 => json!([{ "source": "村集体", "planned": 101 * n, "arrived": 33, "spent": 7 }]),
            _ => json!([
                { "source": "衔接资金", "planned": 1_000_003 * n, "arrived": 1_003, "spent": 1_001 },
                { "source": "村集体", "planned": 77, "arrived": 0, "spent": 0 },
            ]),
        };
        let id = county.project(body).await;
        if n > 4 {
            county.advance(&id, &TO_BUILDING[..2]).await;
        }
    }
    for (client, count) in [(county.organiser(), 7), (&county.town, 3)] {
        let rows = rows(client).await;
        assert_eq!(rows.len(), count);
        for axis in ["category", "town", "area", "source", "state"] {
            let totals = client
                .get(&format!("/api/ledger/totals?by={axis}"))
                .await
                .ok();
            let parts = totals["parts"].as_array().unwrap();
            assert_eq!(totals["whole"]["count"], count, "{axis}");
            assert_eq!(sums([&totals["whole"]]), sums(&rows), "{axis}");
            assert_eq!(sums(parts), sums(&rows), "{axis}");
            // Each part opens to its projects.
            for part in parts {
                let numbers = part["projects"].as_array().unwrap();
                let own: Vec<_> = rows
                    .iter()
                    .filter(|row| numbers.contains(&row["number"]))
                    .collect();
                assert_eq!(own.len(), numbers.len(), "{axis}");
                assert_eq!(part["count"], own.len(), "{axis}");
                if axis != "source" {
                    assert_eq!(sums([part]), sums(own), "{axis}");
                }
            }
        }
    }
    let by_area = county
        .organiser()
        .get("/api/ledger/totals?by=area")
        .await
        .ok();
    let mut areas: Vec<_> = by_area["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["name"]))
        .collect();
    areas.sort_unstable();
    assert_eq!(areas, ["第一片区", "第二片区"]);
    let wrong = county.organiser().get("/api/ledger/totals?by=colour").await;
    wrong.refused(422, "axis_unknown");
}

async fn a_cycle_keeps_the_ledger_as_it_was_frozen(store: Store) {
    let county = County::founded(store).await;
    county.cycle().await;
    let path = county.hall.path("ledger-snapshot");
    let organiser = county.organiser();
    organiser
        .post(&path, json!({}))
        .await
        .refused(409, "ledger_empty");
    let id = county.road("HY-1").await;
    county.advance(&id, &TO_BUILDING).await;
    let mut body = project("HY-2", "广场", &county.unit("乙街道").await, &[]);
    body["category"] = "公共服务".into();
    body["funding"][0]["planned"] = 2_500_000.into();
    county.project(body).await;
    let report = json!({ "month": "2022-11", "progress": 4_599, "sentence": "路基完成" });
    organiser
        .post(&format!("/api/ledger/{id}/report"), report)
        .await
        .ok();

    let before = county.hall.who("host").get(&path).await.ok();
    assert_eq!(
        (&before["at"], &before["count"], &before["planned"]),
        (&Value::Null, &json!(2), &json!(3_500_000))
    );
    county.town.get(&path).await.refused(403, "forbidden");
    county
        .hall
        .who("auditor")
        .post(&path, json!({}))
        .await
        .refused(403, "forbidden");
    let frozen = organiser.post(&path, json!({})).await.ok();
    assert_eq!(
        (&frozen["at"], &frozen["by"], &frozen["count"]),
        (
            &json!("2022-11-27T01:00:00Z"),
            &json!("organiser"),
            &json!(2)
        )
    );
    assert_eq!(frozen["parts"], before["parts"]);
    assert_eq!(frozen["parts"][0]["name"], "公共服务");
    assert_eq!(text(&frozen["sha256"]).len(), 64);
    let shown = organiser.get(&county.hall.path("projects")).await.ok();
    let expected = json!({
        "number": "HY-1", "name": "道路HY-1", "category": "基础设施", "town": "甲镇", "village": "甲一村",
        "investment_fen": 1_000_000, "content": "硬化道路", "state": "building", "progress_percent": 45, "synthetic": false,
    });
    assert_eq!(shown["projects"][0], expected);
    assert_eq!(shown["projects"][1]["village"], "");
    assert_eq!(shown["totals"]["investment_fen"], frozen["planned"]);
    let logged = county.logged("ledger.freeze").await;
    assert!(
        logged[0].starts_with("冻结项目库 2 个，合计 3.50 万元；sha256 "),
        "{logged:?}"
    );

    // The ledger goes on, and a name changes; the cycle keeps what it froze.
    county.road("HY-3").await;
    let file = county.project_file(&id).await;
    let mut body = file["body"].clone();
    body["funding"][0]["planned"] = 9_000_000.into();
    organiser
        .put(
            &format!("/api/ledger/{id}"),
            rewrite(&file["version"], "追加", &body),
        )
        .await
        .ok();
    let town = county.unit_file("甲镇").await;
    let rename = json!({ "version": town["version"], "from": "2022-11-01", "name": "新甲镇", "parent": town["body"]["parent"], "reason": "更名", "document": "" });
    organiser
        .post(&format!("/api/units/{}/rename", text(&town["id"])), rename)
        .await
        .ok();
    assert_eq!(organiser.get(&path).await.ok(), frozen);
    assert_eq!(
        organiser.get(&county.hall.path("projects")).await.ok(),
        shown
    );
    // The newest cycle knows the town by its former name; its projects stay in their area.
    assert_eq!(county.project_file(&id).await["area"], "第一片区");
    organiser
        .post(&path, json!({}))
        .await
        .refused(409, "ledger_frozen");
    let table = "number,name,category,town,village,investment_fen,content,state,progress_percent,synthetic\n";
    for import in ["projects/import", "projects/import?dry_run=true"] {
        let import = county.hall.path(import);
        organiser
            .post(&import, table)
            .await
            .refused(409, "ledger_frozen");
    }
    assert_eq!(
        organiser.get(&county.hall.path("projects")).await.ok(),
        shown
    );
}

on_both!(
    totals_equal_the_sum_of_the_rows_on_every_axis,
    a_cycle_keeps_the_ledger_as_it_was_frozen,
);
