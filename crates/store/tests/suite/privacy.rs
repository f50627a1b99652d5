//! What no table may hold: a time, an address, a device, a session or a slip beside a ballot.

use crate::engine::on_both;
use pingyi_store::{Connection, Store};
use sea_orm::{DbBackend, Statement};
use std::collections::BTreeMap;

/// Columns of every table, as the engine lists them.
async fn columns(c: &impl Connection) -> BTreeMap<String, Vec<String>> {
    let sql = match c.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT m.name AS t, p.name AS c FROM sqlite_master m, pragma_table_info(m.name) p \
             WHERE m.type = 'table' ORDER BY p.cid"
        }
        _ => {
            "SELECT table_name::text AS t, column_name::text AS c FROM information_schema.columns \
             WHERE table_schema = 'public' ORDER BY ordinal_position"
        }
    };
    let rows = c
        .query_all_raw(Statement::from_string(c.get_database_backend(), sql))
        .await
        .unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let table: String = row.try_get("", "t").unwrap();
        let column: String = row.try_get("", "c").unwrap();
        tables.entry(table).or_default().push(column);
    }
    tables
}

async fn a_ballot_is_its_bytes_and_its_place(store: Store) {
    let tables = columns(store.reader()).await;
    let of = |table: &str| tables[table].join(" ");
    assert_eq!(of("ballot"), "box_id position credential tracker name");
    assert_eq!(of("board_record"), "box_id position name content");
    assert_eq!(of("ballot_hint"), "box_id position content");
    assert_eq!(of("credential"), "box_id public_credential void");
    assert_eq!(
        of("spoiled_slip"),
        "id cycle_id group_code reason account witness"
    );
}

async fn no_other_table_points_at_a_ballot_or_a_credential(store: Store) {
    let pointing = ["credential", "public_credential", "tracker"];
    for (table, columns) in columns(store.reader()).await {
        let allowed = ["ballot", "credential"].contains(&table.as_str());
        let points = columns.iter().any(|one| pointing.contains(&one.as_str()));
        assert!(allowed || !points, "{table}: {columns:?}");
    }
}

on_both!(
    a_ballot_is_its_bytes_and_its_place,
    no_other_table_points_at_a_ballot_or_a_credential,
);
