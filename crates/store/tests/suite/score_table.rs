//! Score tables: replaced whole, each cycle its own.

use crate::{
    engine::on_both,
    sample::{self, cycle_named, noon},
};
use jiff::ToSpan;
use pingyi_store::{
    Store, cycle,
    score_table::{self, TableInfo},
};

fn info(name: &str, rows: u32) -> TableInfo {
    TableInfo {
        name: name.into(),
        rows,
        sha256: format!("{rows:064x}"),
        changed_at: noon(),
        changed_by: "organiser".into(),
    }
}

async fn a_table_is_replaced_whole_and_keeps_every_byte(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    assert_eq!(score_table::list(c, id).await.unwrap(), []);
    assert_eq!(score_table::content(c, id, "sheets").await.unwrap(), None);

    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    score_table::put(c, id, &info("sheets", 3), &bytes)
        .await
        .unwrap();
    score_table::put(c, id, &info("judges", 1), b"")
        .await
        .unwrap();
    let found = score_table::content(c, id, "sheets").await.unwrap();
    assert!(found.as_deref() == Some(&bytes[..]));

    let later = TableInfo {
        changed_at: noon() + 1.second(),
        changed_by: "another".into(),
        ..info("sheets", 7)
    };
    score_table::put(c, id, &later, b"new").await.unwrap();
    let listed = score_table::list(c, id).await.unwrap();
    assert_eq!(listed, [info("judges", 1), later]);
    let contents = score_table::contents(c, id).await.unwrap();
    let expected = [
        ("judges".to_owned(), vec![]),
        ("sheets".to_owned(), b"new".to_vec()),
    ];
    assert_eq!(contents, expected);
}

async fn tables_of_another_cycle_are_left_alone(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    let other = cycle_named("other", 2);
    cycle::insert(c, &other, noon()).await.unwrap();
    score_table::put(c, id, &info("lots", 2), b"one")
        .await
        .unwrap();
    score_table::put(c, other.id, &info("lots", 2), b"two")
        .await
        .unwrap();
    let one = score_table::content(c, id, "lots").await.unwrap();
    assert_eq!(one.as_deref(), Some(&b"one"[..]));
    assert_eq!(score_table::list(c, other.id).await.unwrap().len(), 1);
}

on_both!(
    a_table_is_replaced_whole_and_keeps_every_byte,
    tables_of_another_cycle_are_left_alone,
);
