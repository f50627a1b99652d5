//! Importing register and ledger: whole or not at all.

use crate::{engine::on_both, hall::Hall};
use pingyi_store::Store;
use serde_json::{Value, json};

const HEAD: &str = "area,town,town_kind,village,visited,tour_day,tour_date,visit_order,synthetic\n";

fn cells(problem: &Value) -> Vec<&str> {
    let faults = problem["faults"].as_array().unwrap().iter();
    faults.map(|one| one["path"].as_str().unwrap()).collect()
}

async fn malformed_rows_are_named_by_cell_and_nothing_is_imported(store: Store) {
    let hall = Hall::registered(store).await;
    let (units, import) = (hall.path("units"), hall.path("units/import"));
    let before = hall.organiser().get(&units).await.body;
    let table = format!(
        "{HEAD}1,甲镇,town,新村,false,,,,true\nx,甲镇,city,,maybe,,,,\n1,甲镇,town,戊村,true,0,27.11.2022,one,false\n"
    );
    let answer = hall.organiser().post(&import, table.as_str()).await;
    let problem = answer.refused(422, "rows_invalid");
    assert_eq!(cells(&problem), ["A3", "C3", "D3", "E3", "F4", "G4", "H4"]);
    let first = &problem["faults"][0];
    assert_eq!(
        (&first["row"], &first["column"]),
        (&json!(3), &json!("area"))
    );
    assert_eq!(first["value"], "x");
    for broken in ["", "area,town\n", "\u{feff}", "area\n\"", "=1+1,2\n"] {
        let answer = hall.organiser().post(&import, broken).await;
        answer.refused(422, "rows_invalid");
    }
    let latin = vec![0xb9, 0xfa, b'\n'];
    let answer = hall.organiser().post(&import, latin).await;
    answer.refused(422, "rows_invalid");
    assert_eq!(hall.organiser().get(&units).await.body, before);
}

async fn a_trial_says_what_would_change_and_changes_nothing(store: Store) {
    let hall = Hall::registered(store).await;
    let table = format!(
        "{HEAD}1,甲镇,town,甲一村,true,4,2022-11-27,1,true\n1,甲镇,town,甲二村,true,4,2022-11-27,3,true\n1,甲镇,town,新村,false,,,,true\n"
    );
    let seen = async || {
        let mut seen = Vec::new();
        for what in ["units", "attendance", "slip-groups", "audit"] {
            seen.push(hall.organiser().get(&hall.path(what)).await.body);
        }
        seen
    };
    let before = seen().await;
    let trial = hall.path("units/import?dry_run=true");
    let report = hall.organiser().post(&trial, table.as_str()).await.ok();
    let expected = json!({ "rows": 3, "new": 1, "changed": 1, "unchanged": 1, "missing": 6, "applied": false });
    assert_eq!(report, expected);
    assert_eq!(seen().await, before);

    let done = hall.path("units/import");
    let report = hall.organiser().post(&done, table.as_str()).await.ok();
    assert_eq!(
        (&report["applied"], &report["missing"]),
        (&json!(true), &json!(6))
    );
    let again = hall.organiser().post(&done, table.as_str()).await.ok();
    assert_eq!(
        (&again["unchanged"], &again["missing"]),
        (&json!(3), &json!(0))
    );
}

async fn a_register_behind_a_frozen_card_stands(store: Store) {
    let hall = Hall::drafted(store, &crate::hall::card()).await;
    let import = hall.path("units/import");
    let table = format!("{HEAD}1,甲镇,town,甲一村,false,,,,true\n");
    let answer = hall.organiser().post(&import, table.as_str()).await;
    answer.refused(409, "register_fixed");
}

async fn the_ledger_is_imported_whole_or_not_at_all(store: Store) {
    const HEAD: &str = "number,name,category,town,village,investment_fen,content,state,progress_percent,synthetic\n";
    let hall = Hall::registered(store).await;
    let (projects, import) = (hall.path("projects"), hall.path("projects/import"));
    let good = format!("{HEAD}X-1,广场,人居环境,甲镇,甲一村,734577,修一处,building,70,true\n");
    hall.organiser().post(&import, good.as_str()).await.ok();
    let before = hall.organiser().get(&projects).await.body;
    let bad = format!(
        "{HEAD}X-1,广场,人居环境,甲镇,甲一村,12.5,修一处,flying,170,true\nX-1,广场,人居环境,甲镇,甲一村,1,修,building,1,true\n"
    );
    let problem = hall.organiser().post(&import, bad.as_str()).await;
    let problem = problem.refused(422, "rows_invalid");
    let found = cells(&problem);
    for cell in ["F2", "H2", "I2"] {
        assert!(found.contains(&cell), "{found:?}");
    }
    let other = format!("{HEAD}X-2,路,人居环境,甲镇,甲一村,100,修,building,1,true\n");
    let trial = hall.path("projects/import?dry_run=true");
    let report = hall.organiser().post(&trial, other.as_str()).await.ok();
    assert_eq!((&report["new"], &report["missing"]), (&json!(1), &json!(1)));
    assert_eq!(hall.organiser().get(&projects).await.body, before);
}

on_both!(
    malformed_rows_are_named_by_cell_and_nothing_is_imported,
    a_trial_says_what_would_change_and_changes_nothing,
    a_register_behind_a_frozen_card_stands,
    the_ledger_is_imported_whole_or_not_at_all,
);
