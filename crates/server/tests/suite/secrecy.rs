//! What the store never holds: secrets of slips and trustees, passwords, tokens.

use crate::{
    engine::on_both,
    hall::{Client, Hall, PASSWORD},
};
use pingyi_store::Store;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Every cell of every table as text, with its place.
async fn everything(store: &Store) -> Vec<(String, String)> {
    let c = store.reader();
    let backend = c.get_database_backend();
    let sqlite = backend == DbBackend::Sqlite;
    let columns = if sqlite {
        "SELECT m.name AS t, p.name AS c, p.type AS k FROM sqlite_master m, pragma_table_info(m.name) p \
         WHERE m.type = 'table'"
    } else {
        "SELECT table_name::text AS t, column_name::text AS c, data_type::text AS k \
         FROM information_schema.columns WHERE table_schema = 'public'"
    };
    let ask = async |sql: String| {
        c.query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
    };
    let mut cells = Vec::new();
    for row in ask(columns.into()).await {
        let [table, column, kind] = ["t", "c", "k"].map(|name| {
            let text: String = row.try_get("", name).unwrap();
            text
        });
        // What is stored as bytes is JSON, so it can be read as text.
        let value = match kind.as_str() {
            "bytea" => format!("convert_from({column}, 'UTF8')"),
            _ => format!("CAST({column} AS TEXT)"),
        };
        for row in ask(format!("SELECT {value} AS v FROM {table}")).await {
            if let Some(text) = row.try_get::<Option<String>>("", "v").unwrap() {
                cells.push((format!("{table}.{column}"), text));
            }
        }
    }
    cells
}

async fn after_a_whole_meeting_no_secret_is_anywhere(store: Store) {
    let hall = Hall::tallied(store.clone(), [[0, 1]; 4]).await;
    hall.reveal(1, true).await.ok();
    let client = Client::new(&hall.url);
    let cookie = client.sign_in("host", PASSWORD).await;
    let token = cookie
        .header("set-cookie")
        .split(['=', ';'])
        .nth(1)
        .unwrap();
    let mut secrets = vec![
        ("a password", PASSWORD.to_owned()),
        ("a token", token.to_owned()),
    ];
    for group in &hall.slips {
        for slip in group.slips.iter().chain(&group.spares) {
            secrets.push(("a slip", slip.expose().to_owned()));
        }
    }
    for key in hall.keys.values() {
        secrets.push(("a trustee's backup", key.to_backup()));
        let file = key.to_private_key_file();
        let bare = file.trim_matches(['"', '\n']).to_owned();
        secrets.push(("a trustee's private key", bare));
    }
    let cells = everything(&store).await;
    let places = |needle: &str| {
        cells
            .iter()
            .filter(|(_, text)| text.contains(needle))
            .count()
    };
    // The search sees what is there: a public credential, a name, a ballot's bytes.
    let id = hall.ballot_box(1, "town").await;
    let known = crate::hall::public(&hall.group("organiser").slips[0], &id);
    assert!(places(&known) >= 3, "roll, credential and ballot");
    assert!(places("甲一村") > 0);
    for (what, secret) in secrets {
        assert!(secret.len() >= 10, "{what}: {secret}");
        let found: Vec<&str> = cells
            .iter()
            .filter(|(_, text)| text.contains(&secret))
            .map(|(place, _)| place.as_str())
            .collect();
        assert!(found.is_empty(), "{what} in {found:?}");
    }
}

async fn the_log_says_who_did_what_and_nothing_of_ballots(store: Store) {
    let hall = Hall::tallied(store, [[0, 1]; 4]).await;
    let rows = hall.who("auditor").get(&hall.path("audit")).await.ok();
    let rows = rows.as_array().unwrap();
    let actions: Vec<&str> = rows
        .iter()
        .map(|row| row["action"].as_str().unwrap())
        .collect();
    for action in [
        "register.import",
        "rule_card.freeze",
        "trustee.key",
        "slip.upload",
        "round.freeze",
        "rehearsal.clear",
        "attendance.mark",
        "slip.issue",
        "round.open",
        "round.close",
        "box.decrypt",
    ] {
        assert!(actions.contains(&action), "{action} is not in {actions:?}");
    }
    assert!(
        !actions
            .iter()
            .any(|one| one.contains("cast") || one.contains("ballot"))
    );
    let id = hall.ballot_box(1, "town").await;
    let board = hall
        .phone()
        .get(&format!("/api/boxes/{id}/board"))
        .await
        .ok();
    let text = serde_json::to_string(rows).unwrap();
    for ballot in board["ballots"].as_array().unwrap() {
        assert!(!text.contains(ballot["tracker"].as_str().unwrap()));
    }
}

on_both!(
    after_a_whole_meeting_no_secret_is_anywhere,
    the_log_says_who_did_what_and_nothing_of_ballots,
);
