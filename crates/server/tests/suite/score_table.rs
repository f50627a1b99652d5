//! Score tables: those the card asks for, templates to fill in, importing whole or not at all.

use crate::{
    engine::on_both,
    hall::{Hall, JUDGES, Part, RECORDS, composite_card, sheets},
};
use pingyi_store::Store;
use serde_json::{Value, json};

async fn scored_hall(store: Store) -> Hall {
    Hall::drafted(store, &composite_card()).await
}

/// The view of one table.
async fn table(hall: &Hall, name: &str) -> Value {
    let tables = hall.organiser().get(&hall.path("score-tables")).await.ok();
    let tables = tables["tables"].as_array().unwrap().iter();
    let mut tables = tables.filter(|one| one["name"] == name);
    tables.next().cloned().expect("the table is asked for")
}

async fn seen(hall: &Hall) -> Vec<String> {
    let mut seen = Vec::new();
    for what in ["score-tables", "score-tables/sheets/table.csv", "audit"] {
        seen.push(hall.organiser().get(&hall.path(what)).await.text());
    }
    seen
}

async fn tables_wait_for_the_frozen_card(store: Store) {
    let hall = Hall::registered(store).await;
    let path = hall.path("rule-card");
    hall.organiser().put(&path, composite_card()).await.ok();
    let shown = hall.organiser().get(&hall.path("score-tables")).await.ok();
    assert_eq!(
        (&shown["open"], &shown["tables"]),
        (&json!(false), &json!([]))
    );
    let refused = hall.score("judges", JUDGES).await;
    let problem = refused.refused(409, "score_tables_early");
    assert_eq!(problem["detail"], "规则卡冻结后才能录入分数");
}

async fn only_tables_the_card_asks_for_are_there(store: Store) {
    let hall = scored_hall(store).await;
    let shown = hall
        .who("auditor")
        .get(&hall.path("score-tables"))
        .await
        .ok();
    let names: Vec<&str> = shown["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    let asked = [
        "judges",
        "sheets",
        "records",
        "adjustments",
        "vetoes",
        "lots",
    ];
    assert_eq!(names, asked);
    assert_eq!(shown["open"], true);
    hall.score("lot-seed", "20221127\n")
        .await
        .refused(409, "score_table_unneeded");
    hall.score("villages", "area\n")
        .await
        .refused(404, "not_found");
    hall.score("sheets", &sheets(["50"; 4]))
        .await
        .refused(409, "judges_missing");
    let missing = hall.path("score-tables/sheets/table.csv");
    hall.organiser()
        .get(&missing)
        .await
        .refused(404, "not_found");
}

async fn a_template_asks_for_every_score_a_judge_may_give(store: Store) {
    let hall = scored_hall(store).await;
    hall.score("judges", JUDGES).await.ok();
    let path = hall.path("score-tables/sheets/template.csv");
    let answer = hall.organiser().get(&path).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    // A spreadsheet takes the file for UTF-8 only when it says so.
    let text = answer.text();
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().lines().collect();
    assert_eq!(
        lines[0],
        "panel,judge,town,village,criterion,cell,score,reason,by"
    );
    assert_eq!(lines[1], "tour,P1,甲镇,甲一村,industry,,,,");
    // Four judges, four villages, two criteria; the judge from 甲镇 does not score its village.
    assert_eq!(lines.len(), 1 + 4 * 4 * 2 - 2);
    assert!(!text.contains("P4,甲镇"));

    // Filled in by somebody who wrote a score and nothing else, it is what was meant.
    let filled = text.replacen("industry,,,,", "industry,,51.5,,", 1);
    hall.score("sheets", &filled).await.ok();
    let kept = hall
        .organiser()
        .get(&hall.path("score-tables/sheets/table.csv"))
        .await;
    let expected = format!(
        "\u{feff}{}\ntour,P1,甲镇,甲一村,industry,scored,51.5,,\n",
        lines[0]
    );
    assert_eq!(kept.text(), expected);
    // The next template holds what is there.
    let again = hall.organiser().get(&path).await.text();
    assert_eq!(again.lines().count(), lines.len());
    assert_eq!(
        again.lines().nth(1),
        Some("tour,P1,甲镇,甲一村,industry,scored,51.5,,")
    );

    let records = hall.path("score-tables/records/template.csv");
    let records = hall.organiser().get(&records).await.text();
    assert_eq!(records.lines().nth(4), Some("record,income,丁街道,丁一村,"));
}

async fn a_trial_says_what_would_change_and_changes_nothing(store: Store) {
    let hall = scored_hall(store).await;
    hall.score("judges", JUDGES).await.ok();
    let before = seen(&hall).await;
    let trial = hall.path("score-tables/sheets/import?dry_run=true");
    let table_sent = sheets(["50", "51", "52", "53"]);
    let report = hall
        .organiser()
        .post(&trial, table_sent.as_str())
        .await
        .ok();
    let expected = json!({ "rows": 30, "new": 30, "changed": 0, "unchanged": 0, "missing": 0, "applied": false });
    assert_eq!(report, expected);
    assert_eq!(seen(&hall).await, before);

    hall.score("sheets", &table_sent).await.ok();
    let shown = table(&hall, "sheets").await;
    assert_eq!(
        (&shown["rows"], &shown["changed_by"]),
        (&json!(30), &json!("organiser"))
    );
    assert_eq!(
        shown["progress"][0]["sentence"],
        "现场观摩：4 个村中 4 个已有分数"
    );
    let again = table_sent.replace("industry,scored,53,,", "industry,absent,,,");
    let report = hall.organiser().post(&trial, again.as_str()).await.ok();
    assert_eq!(
        (&report["changed"], &report["unchanged"]),
        (&json!(4), &json!(26))
    );
    let fewer = table_sent.lines().take(3).collect::<Vec<_>>().join("\n");
    let report = hall.organiser().post(&trial, fewer.as_str()).await.ok();
    assert_eq!(
        (&report["unchanged"], &report["missing"]),
        (&json!(2), &json!(28))
    );
    let rows = hall.logged("score_table.import").await;
    let told = |row: &Value| row["sentence"].as_str().unwrap().to_owned();
    let mut told: Vec<String> = rows.iter().map(told).collect();
    told.sort();
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("导入评分表 30 行：新增 30"), "{told:?}");
}

async fn faults_are_told_by_cell_and_nothing_is_half_applied(store: Store) {
    let hall = scored_hall(store).await;
    hall.score_all(["50"; 4]).await;
    let before = seen(&hall).await;
    let good = sheets(["50"; 4]);
    let import = hall.path("score-tables/sheets/import");
    let head = good.lines().next().unwrap();
    // Row 3 is a row nobody filled in; rows are still counted as they stand in the file.
    let wrong = format!(
        "{head}\ntour,P1,甲镇,甲一村,industry,scored,50,,\ntour,P1,甲镇,甲一村,order,,,,\n\
         tour,P1,乙镇,乙一村,industry,scored,60.5,,\ntour,P9,乙镇,乙一村,industry,scored,1,,\n\
         tour,P4,甲镇,甲一村,industry,scored,1,,\ntour,P1,乙镇,乙一村,order,recused,,,\n"
    );
    let problem = hall.organiser().post(&import, wrong.as_str()).await;
    let problem = problem.refused(422, "rows_invalid");
    let faults = problem["faults"].as_array().unwrap();
    let rows: Vec<u64> = faults
        .iter()
        .map(|one| one["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [4, 5, 6, 7], "{faults:?}");
    assert_eq!(faults[0]["path"], "G4");
    assert_eq!(faults[0]["value"], "60.5");
    for broken in [
        "",
        "panel,judge\n",
        "=1\n",
        "panel,judge,town,village,criterion,cell,score,reason,by\n\"",
    ] {
        hall.organiser()
            .post(&import, broken)
            .await
            .refused(422, "rows_invalid");
    }
    let gbk = vec![0xc6, 0xc0, 0xce, 0xaf, b'\n'];
    let problem = hall.organiser().post(&import, gbk).await;
    let problem = problem.refused(422, "rows_invalid");
    let said = problem["faults"][0]["message"].as_str().unwrap();
    assert!(said.contains("CSV UTF-8"), "{said}");
    // A judge whose sheets are there cannot be taken off the list.
    let problem = hall.score("judges", "panel,judge,town\ntour,P1,\n").await;
    let problem = problem.refused(422, "rows_invalid");
    let path = problem["faults"][0]["path"].as_str().unwrap();
    assert!(path.starts_with("sheets.csv:"), "{path}");
    assert_eq!(seen(&hall).await, before);
}

async fn a_table_without_rows_takes_everything_back(store: Store) {
    let hall = scored_hall(store).await;
    let head = "town,village,item,points,reason,document";
    let one = format!("{head}\n甲镇,甲一村,honour,2,省级表彰,鲁发〔2022〕1号\n");
    hall.score("adjustments", &one).await.ok();
    assert_eq!(table(&hall, "adjustments").await["rows"], 1);
    let report = hall.score("adjustments", head).await.ok();
    assert_eq!(
        (&report["rows"], &report["missing"]),
        (&json!(0), &json!(1))
    );
    let shown = table(&hall, "adjustments").await;
    assert_eq!(shown["rows"], 0);
}

async fn columns_may_stand_in_any_order_and_faults_name_the_cells_sent(store: Store) {
    let hall = scored_hall(store).await;
    let turned: Vec<String> = RECORDS
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.reverse();
            cells.join(",")
        })
        .collect();
    hall.score("records", &turned.join("\n")).await.ok();
    let shown = table(&hall, "records").await;
    assert_eq!(
        shown["progress"][0]["sentence"],
        "年度实绩：4 个指标值中 4 个已填"
    );
    let wrong = turned.join("\n").replace("45.5", "45.555");
    let problem = hall
        .score("records", &wrong)
        .await
        .refused(422, "rows_invalid");
    assert_eq!(problem["faults"][0]["path"], "A4");
}

async fn who_may_not_import_changes_nothing(store: Store) {
    let hall = scored_hall(store).await;
    let before = seen(&hall).await;
    let import = hall.path("score-tables/judges/import");
    for login in ["host", "trustee-1", "auditor", "viewer"] {
        hall.who(login)
            .post(&import, JUDGES)
            .await
            .refused(403, "forbidden");
    }
    let nobody = hall.phone().post(&import, Part::Bytes(JUDGES.into())).await;
    nobody.refused(401, "sign_in_needed");
    assert_eq!(seen(&hall).await, before);
}

on_both!(
    tables_wait_for_the_frozen_card,
    only_tables_the_card_asks_for_are_there,
    a_template_asks_for_every_score_a_judge_may_give,
    a_trial_says_what_would_change_and_changes_nothing,
    faults_are_told_by_cell_and_nothing_is_half_applied,
    a_table_without_rows_takes_everything_back,
    columns_may_stand_in_any_order_and_faults_name_the_cells_sent,
    who_may_not_import_changes_nothing,
);
