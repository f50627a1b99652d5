//! What a transaction promises: all or nothing, on disk, one after the other.

use crate::{
    engine::on_both,
    sample::{self, account_named, noon},
};
use pingyi_core::{role::Role, round::RoundState};
use pingyi_store::{
    Connection, Store, account,
    ballot_box::{self, BallotBox},
    board::{self, BallotEntry, BoardRecord},
    round, slip,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait};

async fn a_transaction_dropped_leaves_nothing(store: Store) {
    sample::boxes(&store, &["town"]).await;
    let tx = store.begin().await.unwrap();
    sample::account(&tx, "host", 1).await;
    let record = BoardRecord {
        name: "a".into(),
        content: vec![1],
    };
    board::append(&tx, "town", 0, &[record]).await.unwrap();
    assert!(account::by_login(&tx, "host").await.unwrap().is_some());
    assert!(
        account::by_login(store.reader(), "host")
            .await
            .unwrap()
            .is_none(),
        "nobody else sees it before the commit"
    );
    drop(tx);
    let c = store.reader();
    assert!(account::list(c).await.unwrap().is_empty());
    assert!(board::records(c, "town", 0, 9).await.unwrap().is_empty());
}

async fn a_transaction_that_met_a_fault_leaves_nothing(store: Store) {
    sample::account(store.reader(), "host", 1).await;
    let tx = store.begin().await.unwrap();
    sample::account(&tx, "trustee", 2).await;
    let taken = account_named("host", Role::Host, 3);
    assert!(account::insert(&tx, &taken, "", noon()).await.is_err());
    drop(tx);
    assert_eq!(account::list(store.reader()).await.unwrap().len(), 1);
}

async fn a_commit_is_there_for_everybody(store: Store) {
    let tx = store.begin().await.unwrap();
    sample::account(&tx, "host", 1).await;
    store.commit(tx).await.unwrap();
    let found = account::by_login(store.reader(), "host").await.unwrap();
    assert!(found.is_some());
}

/// Reads a count and writes it one higher, as use cases do: without locking the row it reads.
async fn draw_one(store: &Store, cycle: pingyi_core::id::CycleId) {
    let tx = store.begin().await.unwrap();
    let mut groups = slip::list(&tx, cycle).await.unwrap();
    tokio::task::yield_now().await;
    groups[0].counts.issued += 1;
    slip::put_counts(&tx, cycle, &groups[0]).await.unwrap();
    store.commit(tx).await.unwrap();
}

async fn changes_that_read_before_they_write_lose_nothing(store: Store) {
    let cycle = sample::cycle(store.reader()).await.id;
    slip::replace(store.reader(), cycle, &[("a".into(), "甲".into())])
        .await
        .unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let store = store.clone();
        tasks.spawn(async move { draw_one(&store, cycle).await });
    }
    tasks.join_all().await;
    let groups = slip::list(store.reader(), cycle).await.unwrap();
    assert_eq!(groups[0].counts.issued, 40);
}

/// Appends one ballot, as the writer of a box does.
async fn append(store: &Store, id: &str, tracker: String) {
    let tx = store.begin_append().await.unwrap();
    let mut stored = ballot_box::lock(&tx, id).await.unwrap().unwrap();
    let record = BoardRecord {
        name: format!("{tracker}.data.json"),
        content: tracker.clone().into_bytes(),
    };
    let entry = BallotEntry {
        position: stored.records,
        credential: tracker.clone(),
        name: record.name.clone(),
        tracker,
    };
    board::append(&tx, id, stored.records, &[record])
        .await
        .unwrap();
    board::insert_ballots(&tx, id, &[entry]).await.unwrap();
    stored.records += 1;
    stored.height += 1;
    ballot_box::put_head(&tx, &stored).await.unwrap();
    store.commit(tx).await.unwrap();
}

async fn many_writers_of_two_boxes_lose_nothing_and_leave_no_gap(store: Store) {
    const EACH: usize = 30;
    let boxes = ["town", "village"];
    sample::boxes(&store, &boxes).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..EACH {
        for id in boxes {
            let store = store.clone();
            tasks.spawn(async move { append(&store, id, format!("{id}-{n}")).await });
        }
    }
    tasks.join_all().await;
    for id in boxes {
        let c = store.reader();
        let stored = ballot_box::by_id(c, id).await.unwrap().unwrap();
        assert_eq!((stored.records, stored.height), (EACH as u64, EACH as u64));
        let ballots = board::ballots(c, id).await.unwrap();
        let positions: Vec<u64> = ballots.iter().map(|one| one.position).collect();
        assert_eq!(positions, (0..EACH as u64).collect::<Vec<_>>());
        let records = board::records(c, id, 0, 1000).await.unwrap();
        for (ballot, record) in ballots.iter().zip(&records) {
            assert_eq!(ballot.name, record.name);
        }
    }
}

async fn nothing_is_appended_after_a_closing(store: Store) {
    let opened = sample::boxes(&store, &["town"]).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..30 {
        let (appending, id) = (store.clone(), opened.id);
        tasks.spawn(async move {
            let tx = appending.begin_append().await.unwrap();
            let round = round::by_id(&tx, id).await.unwrap().unwrap();
            if round.state == RoundState::Closed {
                return;
            }
            tokio::task::yield_now().await;
            let stored: BallotBox = ballot_box::lock(&tx, "town").await.unwrap().unwrap();
            let entry = BallotEntry {
                position: stored.records,
                credential: n.to_string(),
                tracker: n.to_string(),
                name: n.to_string(),
            };
            board::insert_ballots(&tx, "town", &[entry]).await.unwrap();
            let moved = BallotBox {
                records: stored.records + 1,
                ..stored
            };
            ballot_box::put_head(&tx, &moved).await.unwrap();
            appending.commit(tx).await.unwrap();
        });
        if n == 15 {
            let store = store.clone();
            let mut closed = opened.clone();
            closed.state = RoundState::Closed;
            tasks.spawn(async move {
                let tx = store.begin().await.unwrap();
                round::update(&tx, &closed).await.unwrap();
                // What is counted at closing is what will ever be there.
                let (_, received) = board::turnout(&tx, "town").await.unwrap();
                let mut stored = ballot_box::lock(&tx, "town").await.unwrap().unwrap();
                stored.counts = Some(received.to_string());
                ballot_box::put_outcome(&tx, &stored).await.unwrap();
                store.commit(tx).await.unwrap();
            });
        }
    }
    tasks.join_all().await;
    let c = store.reader();
    let (_, received) = board::turnout(c, "town").await.unwrap();
    let stored = ballot_box::by_id(c, "town").await.unwrap().unwrap();
    assert_eq!(stored.counts, Some(received.to_string()));
}

/// What the engine itself says of a setting.
async fn setting(c: &impl Connection, sql: &str) -> String {
    let row = c
        .query_one_raw(Statement::from_string(c.get_database_backend(), sql))
        .await
        .unwrap()
        .expect("one row");
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))
        .or_else(|_| row.try_get_by_index::<i32>(0).map(|n| n.to_string()))
        .unwrap()
}

async fn a_commit_waits_for_the_disk_on_every_connection(store: Store) {
    // Held open side by side, so that each statement meets another connection of the pool.
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(store.reader().begin().await.unwrap());
    }
    for c in &held {
        match c.get_database_backend() {
            DbBackend::Sqlite => {
                assert_eq!(setting(c, "PRAGMA journal_mode").await, "wal");
                assert_eq!(setting(c, "PRAGMA synchronous").await, "2", "2 is FULL");
                assert_eq!(setting(c, "PRAGMA foreign_keys").await, "1");
            }
            _ => assert_eq!(setting(c, "SHOW synchronous_commit").await, "on"),
        }
    }
}

async fn a_second_start_finds_the_tables_and_the_rows(store: Store) {
    sample::account(store.reader(), "host", 1).await;
    let address = match store.reader().get_database_backend() {
        DbBackend::Sqlite => format!(
            "sqlite://{}",
            setting(store.reader(), "SELECT file FROM pragma_database_list").await
        ),
        _ => {
            let own = setting(store.reader(), "SELECT current_database()::text").await;
            let server = std::env::var(crate::engine::POSTGRES).unwrap();
            format!("{}/{own}", server.rsplit_once('/').unwrap().0)
        }
    };
    let again = Store::open(&address).await.unwrap();
    let found = account::by_login(again.reader(), "host").await.unwrap();
    assert!(found.is_some());
}

on_both!(
    a_transaction_dropped_leaves_nothing,
    a_transaction_that_met_a_fault_leaves_nothing,
    a_commit_is_there_for_everybody,
    changes_that_read_before_they_write_lose_nothing,
    many_writers_of_two_boxes_lose_nothing_and_leave_no_gap,
    nothing_is_appended_after_a_closing,
    a_commit_waits_for_the_disk_on_every_connection,
    a_second_start_finds_the_tables_and_the_rows,
);
