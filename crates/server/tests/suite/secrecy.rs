//! What the store never holds: secrets of slips and trustees, passwords, tokens.

use crate::{
    engine::on_both,
    hall::{Client, Hall, PASSWORD},
};
use pingyi_core::ceremony::CeremonyStep;
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
            // Points, not text.
            _ if table == "ballot_hint" && column == "content" => "'' || position".into(),
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

/// The database file and what stands beside it, as bytes; nothing on PostgreSQL.
async fn files(store: &Store) -> Vec<u8> {
    let c = store.reader();
    if c.get_database_backend() != DbBackend::Sqlite {
        return Vec::new();
    }
    let ask = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    let row = c
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, ask))
        .await
        .unwrap()
        .unwrap();
    let file: String = row.try_get("", "file").unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend(std::fs::read(format!("{file}-wal")).unwrap_or_default());
    bytes
}

async fn of_a_key_made_together_no_secret_is_anywhere(store: Store) {
    let mut hall = Hall::rehearsed_with(store.clone(), &crate::ceremony::group(3, 2)).await;
    // A member whose device was asked twice, and one who tried another's message.
    let repeated = hall.made("trustee-1", CeremonyStep::Certificates).await;
    let answer = hall
        .hand_in("trustee-1", CeremonyStep::Certificates, repeated)
        .await;
    answer.refused(409, "already_received");
    let mut secrets = Vec::new();
    for (login, seed) in &hall.seeds {
        secrets.push((format!("the seed of {login}"), seed.expose().to_owned()));
        secrets.push((format!("the backup of {login}"), seed.to_backup()));
    }
    for (login, key) in &hall.keys {
        let file = key.to_private_key_file();
        let digits = file.trim_matches(['"', '\n']).to_owned();
        secrets.push((format!("the share of {login}"), digits));
    }
    assert_eq!(secrets.len(), 9);
    let cells = everything(&store).await;
    let bytes = files(&store).await;
    let holds = |needle: &str| {
        let needle = needle.as_bytes();
        bytes.windows(needle.len()).any(|part| part == needle)
    };
    let public = hall.keys["trustee-1"].public_key().to_hex();
    let known = cells.iter().filter(|(_, text)| text.contains(&public));
    assert!(
        known.count() >= 3,
        "message, trustee and boxes hold the public key"
    );
    assert!(bytes.is_empty() || holds(&public));
    for (what, secret) in secrets {
        assert!(secret.len() >= 22, "{what}");
        let found = cells.iter().find(|(_, text)| text.contains(&secret));
        assert!(found.is_none(), "{what} in {}", found.unwrap().0);
        assert!(!holds(&secret), "{what} in the file");
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
    of_a_key_made_together_no_secret_is_anywhere,
    the_log_says_who_did_what_and_nothing_of_ballots,
);
