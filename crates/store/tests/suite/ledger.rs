//! Beside the projects: filters of accounts, and the ledger as cycles froze it.

use crate::{
    engine::on_both,
    sample::{self, cycle_named, noon},
};
use pingyi_store::{
    Store, cycle, is_taken,
    ledger::{self, SnapshotRow},
};

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, query): &(&str, &str)| ((*name).to_owned(), (*query).to_owned());
    pairs.iter().map(owned).collect()
}

async fn filters_are_replaced_whole_and_each_account_has_its_own(store: Store) {
    let c = store.reader();
    let one = sample::account(c, "one", 1).await.id;
    let other = sample::account(c, "other", 2).await.id;
    assert_eq!(ledger::filters(c, one).await.unwrap(), []);

    let kept = pairs(&[
        ("红灯", "light=red"),
        ("空", ""),
        ("甲镇", "town=甲镇&q=%20'\""),
    ]);
    ledger::put_filters(c, one, &kept).await.unwrap();
    let others = pairs(&[("红灯", "light=amber")]);
    ledger::put_filters(c, other, &others).await.unwrap();
    assert_eq!(ledger::filters(c, one).await.unwrap(), kept);

    let fewer = pairs(&[("甲镇", "town=甲镇")]);
    ledger::put_filters(c, one, &fewer).await.unwrap();
    assert_eq!(ledger::filters(c, one).await.unwrap(), fewer);
    ledger::put_filters(c, one, &[]).await.unwrap();
    assert_eq!(ledger::filters(c, one).await.unwrap(), []);
    assert_eq!(ledger::filters(c, other).await.unwrap(), others);
}

async fn a_cycle_freezes_its_ledger_once(store: Store) {
    let c = store.reader();
    let id = sample::cycle(c).await.id;
    assert_eq!(ledger::snapshot(c, id).await.unwrap(), None);
    let row = SnapshotRow {
        at: noon(),
        login: "organiser".into(),
        sha256: "0".repeat(64),
        content: "{\"projects\":[{\"name\":\"道路 '硬化'\"}]}".repeat(10_000),
    };
    ledger::freeze(c, id, &row).await.unwrap();
    assert!(ledger::snapshot(c, id).await.unwrap().as_ref() == Some(&row));

    let later = SnapshotRow {
        content: "{}".into(),
        ..row.clone()
    };
    let again = ledger::freeze(c, id, &later).await.unwrap_err();
    assert!(is_taken(&again), "{again}");
    assert!(ledger::snapshot(c, id).await.unwrap() == Some(row));

    let other = cycle_named("other", 2);
    cycle::insert(c, &other, noon()).await.unwrap();
    ledger::freeze(c, other.id, &later).await.unwrap();
    assert!(ledger::snapshot(c, other.id).await.unwrap() == Some(later));
}

on_both!(
    filters_are_replaced_whole_and_each_account_has_its_own,
    a_cycle_freezes_its_ledger_once,
);
