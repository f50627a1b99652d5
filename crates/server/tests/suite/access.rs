//! Every operation with every role: the document, the table below and what the service does are the same.

use crate::{
    engine::on_both,
    hall::{CYCLE, Hall, NOBODY, PEOPLE, Part},
};
use pingyi_store::Store;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PUBLIC: &[&str] = &["public"];
const SIGNED_IN: &[&str] = &["signed_in"];
const ORGANISER: &[&str] = &["organiser"];
const AUDITED: &[&str] = &["auditor", "organiser"];
const HALL: &[&str] = &["host", "organiser"];
const TRUSTEE: &[&str] = &["trustee"];
const READERS: &[&str] = &["auditor", "host", "organiser", "viewer"];
const STAFF: &[&str] = &["auditor", "host", "organiser", "trustee", "viewer"];
const COUNTY: &[&str] = &["auditor", "organiser", "town", "viewer"];
const ENTERS: &[&str] = &["organiser", "town"];
const TOWN: &[&str] = &["town"];

/// Who may call what, written by hand: a change of access is a change here.
const TABLE: [(&str, &[&str]); 125] = [
    ("list_accounts", ORGANISER),
    ("create_account", ORGANISER),
    ("get_archive", PUBLIC),
    ("get_hints", PUBLIC),
    ("post_ballot", PUBLIC),
    ("get_ballot", PUBLIC),
    ("get_board", PUBLIC),
    ("get_election", PUBLIC),
    ("post_partial_decryption", TRUSTEE),
    ("get_roll", PUBLIC),
    ("list_cycles", SIGNED_IN),
    ("create_cycle", ORGANISER),
    ("get_cycle", SIGNED_IN),
    ("list_attendance", STAFF),
    ("mark_attendance", HALL),
    ("list_audit", AUDITED),
    ("get_bulletin_html", READERS),
    ("get_bulletin_pdf", READERS),
    ("get_credential_request", ORGANISER),
    ("post_credentials", ORGANISER),
    ("get_host", HALL),
    ("get_projects", STAFF),
    ("import_projects", ORGANISER),
    ("get_ranking", PUBLIC),
    ("clear_rehearsal", ORGANISER),
    ("get_results", PUBLIC),
    ("list_rounds", SIGNED_IN),
    ("freeze_rounds", ORGANISER),
    ("get_rule_card", SIGNED_IN),
    ("get_rule_card_file", PUBLIC),
    ("put_rule_card", ORGANISER),
    ("check_rule_card", ORGANISER),
    ("simulate_rule_card", ORGANISER),
    ("freeze_rule_card", ORGANISER),
    ("list_score_tables", AUDITED),
    ("get_score_template", AUDITED),
    ("get_score_table", AUDITED),
    ("import_score_table", ORGANISER),
    ("get_composite", AUDITED),
    ("publish_composite", ORGANISER),
    ("get_result", PUBLIC),
    ("get_trace", PUBLIC),
    ("get_data", PUBLIC),
    ("get_explanation", PUBLIC),
    ("get_steps", PUBLIC),
    ("get_analysis", AUDITED),
    ("ask_what_if", AUDITED),
    ("list_slip_groups", STAFF),
    ("issue_slips", HALL),
    ("spoil_slip", HALL),
    ("get_ceremony", STAFF),
    ("put_certificate", TRUSTEE),
    ("put_polynomial", TRUSTEE),
    ("put_ceremony_key", TRUSTEE),
    ("restart_ceremony", ORGANISER),
    ("put_trustee_key", TRUSTEE),
    ("list_trustee_tasks", TRUSTEE),
    ("list_trustees", STAFF),
    ("appoint_trustee", ORGANISER),
    ("get_units", STAFF),
    ("import_units", ORGANISER),
    ("annul_round", ORGANISER),
    ("close_round", HALL),
    ("open_round", HALL),
    ("reveal_round", HALL),
    ("rule_card_schema", PUBLIC),
    ("get_recompute", PUBLIC),
    ("get_screen", PUBLIC),
    ("screen_events", PUBLIC),
    ("session", PUBLIC),
    ("sign_in", PUBLIC),
    ("get_vote", PUBLIC),
    ("vote_events", PUBLIC),
    ("get_vocabulary", PUBLIC),
    ("list_units", COUNTY),
    ("get_unit", COUNTY),
    ("create_unit", ORGANISER),
    ("put_unit", ENTERS),
    ("rename_unit", ORGANISER),
    ("end_unit", ORGANISER),
    ("list_people", COUNTY),
    ("get_person", COUNTY),
    ("create_person", ENTERS),
    ("put_person", ENTERS),
    ("show_phone", ENTERS),
    ("list_batches", COUNTY),
    ("create_batch", ORGANISER),
    ("put_batch", ORGANISER),
    ("check_admission", COUNTY),
    ("get_settings", COUNTY),
    ("put_setting", ORGANISER),
    ("list_due", ORGANISER),
    ("erase_due", ORGANISER),
    ("list_history", COUNTY),
    ("search_register", COUNTY),
    ("list_proposals", ENTERS),
    ("approve_proposals", ORGANISER),
    ("reject_proposal", ORGANISER),
    ("withdraw_proposal", TOWN),
    ("list_photos", COUNTY),
    ("add_photo", ENTERS),
    ("get_photo", COUNTY),
    ("remove_photo", ENTERS),
    ("list_ledger", COUNTY),
    ("get_project_file", COUNTY),
    ("create_project", ENTERS),
    ("put_project", ENTERS),
    ("move_project", ENTERS),
    ("report_project", ENTERS),
    ("exempt_project", ORGANISER),
    ("list_reports", COUNTY),
    ("get_totals", COUNTY),
    ("list_filters", COUNTY),
    ("put_filters", COUNTY),
    ("get_ledger_snapshot", STAFF),
    ("freeze_ledger", ORGANISER),
    ("list_imports", ENTERS),
    ("start_import", ENTERS),
    ("get_import", ENTERS),
    ("put_import_columns", ENTERS),
    ("apply_import", ENTERS),
    ("undo_import", ENTERS),
    ("get_wrong_rows", ENTERS),
    ("get_template", COUNTY),
    ("get_export", COUNTY),
];

/// Called last, because it ends the session it is called with.
const LAST: (&str, &[&str]) = ("sign_out", PUBLIC);

/// An operation of the document.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    access: Vec<String>,
}

/// Every operation of the document.
pub(crate) fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(pingyi_server::openapi()).expect("the document is JSON");
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let item = item.as_object().expect("operations");
            item.iter().map(move |(method, operation)| Operation {
                id: operation["operationId"].as_str().expect("an id").into(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                access: operation["x-access"]
                    .as_array()
                    .unwrap_or_else(|| panic!("{method} {path} says not who may call it"))
                    .iter()
                    .map(|word| word.as_str().expect("a word").to_owned())
                    .collect(),
            })
        })
        .collect()
}

impl Operation {
    /// The path with its parameters filled in.
    pub(crate) fn at(&self, round: &str, ballot_box: &str, hash: &str) -> String {
        let path = self.path.replace("{cycle}", CYCLE);
        let path = path.replace("{round}", round).replace("{hash}", hash);
        let path = path.replace("{group}", "village-1");
        let path = path.replace("{box}", ballot_box);
        let path = path.replace("{table}", "sheets");
        let path = path.replace("{file}", "villages.csv");
        let path = path.replace("{id}", "00000000-0000-0000-0000-000000000000");
        let path = path.replace("{name}", "lights");
        assert!(
            !path.contains('{'),
            "a parameter the test knows not: {path}"
        );
        if ["get_steps", "get_explanation"].contains(&self.id.as_str()) {
            return format!("{path}?town=甲镇&village=甲一村");
        }
        path
    }
}

#[test]
fn the_document_is_the_committed_one() {
    let fresh: Value = serde_json::to_value(pingyi_server::openapi()).expect("JSON");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let committed: Value =
        serde_json::from_str(&std::fs::read_to_string(file).expect("docs/openapi.json is there"))
            .expect("it is JSON");
    assert!(
        fresh == committed,
        "run `pingyi openapi > docs/openapi.json`, and have the pages' client generated"
    );
}

#[test]
fn the_table_and_the_document_say_the_same() {
    let declared: BTreeMap<String, Vec<String>> = operations()
        .into_iter()
        .map(|mut one| {
            one.access.sort();
            (one.id, one.access)
        })
        .collect();
    let table: BTreeMap<String, Vec<String>> = TABLE
        .into_iter()
        .chain([LAST])
        .map(|(id, access)| (id.into(), access.iter().map(ToString::to_string).collect()))
        .collect();
    assert_eq!(declared, table);
}

fn allowed(access: &[&str], role: Option<&str>) -> bool {
    access == PUBLIC || role.is_some_and(|role| access == SIGNED_IN || access.contains(&role))
}

async fn every_operation_lets_in_exactly_those_it_names(store: Store) {
    let hall = Hall::frozen(store).await;
    let round = hall.round(1).await["id"].as_str().unwrap().to_owned();
    let ballot_box = hall.ballot_box(1, "town").await;
    let operations = operations();
    let find = |id: &str| operations.iter().find(|one| one.id == id);
    let people = PEOPLE
        .into_iter()
        .filter(|(login, _)| *login != "trustee-2");
    let roles: Vec<(&str, Option<&str>)> = people
        .map(|(login, role)| (login, Some(role.code())))
        .chain([(NOBODY, None)])
        .collect();
    for (id, access) in TABLE.into_iter().chain([LAST]) {
        let operation = find(id).unwrap();
        let path = operation.at(&round, &ballot_box, "00");
        for (login, role) in &roles {
            let body = if operation.method == Method::GET || operation.method == Method::DELETE {
                Part::Nothing
            } else {
                Part::Json(json!({}))
            };
            let started = hall
                .who(login)
                .start(operation.method.clone(), &path, &[], body)
                .await;
            let status = started.status().as_u16();
            let streams = id.ends_with("_events");
            let answer = if streams {
                String::new()
            } else {
                started.text().await.unwrap()
            };
            let shut = ["\"sign_in_needed\"", "\"forbidden\""]
                .iter()
                .any(|code| answer.contains(code));
            let asked = format!("{id} as {login}: {status} {answer}");
            if allowed(access, *role) {
                assert!(!shut && status < 500, "{asked}");
            } else {
                assert!(shut, "{asked}");
                assert_eq!(status, if role.is_some() { 403 } else { 401 }, "{asked}");
            }
        }
    }
}

async fn what_is_not_allowed_changes_nothing(store: Store) {
    let hall = Hall::ready(store).await;
    let open = hall.round_path(1, "open").await;
    for login in ["trustee-1", "auditor", "viewer"] {
        let answer = hall.who(login).post(&open, json!({ "minutes": 5 })).await;
        answer.refused(403, "forbidden");
    }
    let answer = hall.phone().post(&open, json!({ "minutes": 5 })).await;
    answer.refused(401, "sign_in_needed");
    assert_eq!(hall.round(1).await["state"], "rehearsed");
}

on_both!(
    every_operation_lets_in_exactly_those_it_names,
    what_is_not_allowed_changes_nothing,
);
