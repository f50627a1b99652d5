//! The board of a box: append-only, in order.

use crate::{engine::on_both, sample};
use pingyi_store::{
    Store, ballot_box,
    board::{self, BallotEntry, BoardRecord},
    is_taken,
};

fn record(n: usize) -> BoardRecord {
    BoardRecord {
        name: format!("{n:064x}.data.json"),
        content: n.to_le_bytes().to_vec(),
    }
}

fn entry(position: u64, credential: &str, tracker: &str) -> BallotEntry {
    BallotEntry {
        position,
        credential: credential.into(),
        tracker: tracker.into(),
        name: format!("{tracker}.data.json"),
    }
}

async fn records_keep_their_order_and_are_read_in_pieces(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town", "village"]).await;
    let all: Vec<BoardRecord> = (0..500).rev().map(record).collect();
    board::append(c, "town", 0, &all[..300]).await.unwrap();
    board::append(c, "town", 300, &all[300..]).await.unwrap();
    board::append(c, "village", 0, &all[..1]).await.unwrap();

    let mut read = Vec::new();
    loop {
        let piece = board::records(c, "town", read.len() as u64, 70)
            .await
            .unwrap();
        if piece.is_empty() {
            break;
        }
        assert!(piece.len() <= 70);
        read.extend(piece);
    }
    assert_eq!(read, all);
    let found = board::record(c, "town", &all[7].name).await.unwrap();
    assert_eq!(found, Some(all[7].content.clone()));
    assert_eq!(board::record(c, "town", "none").await.unwrap(), None);
}

async fn a_place_and_a_name_on_the_board_are_taken_once(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town"]).await;
    board::append(c, "town", 0, &[record(0), record(1)])
        .await
        .unwrap();
    for (from, one) in [(1, record(2)), (2, record(1))] {
        let refused = board::append(c, "town", from, &[one]).await.unwrap_err();
        assert!(is_taken(&refused), "{refused}");
    }
    assert_eq!(
        board::records(c, "town", 0, 9).await.unwrap(),
        [record(0), record(1)]
    );
}

async fn ballots_are_read_in_pieces_in_the_order_they_came(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town", "village"]).await;
    // Records of other kinds stand between the ballots'.
    let names = ["setup", "one", "two", "event", "three"].map(|name| BoardRecord {
        name: name.into(),
        content: name.as_bytes().to_vec(),
    });
    board::append(c, "town", 0, &names).await.unwrap();
    let cast = ["one", "two", "three"].map(|name| (name, name));
    let entries: Vec<BallotEntry> = (0..)
        .zip(cast)
        .map(|(position, (name, tracker))| BallotEntry {
            name: name.into(),
            ..entry(position, "aa", tracker)
        })
        .collect();
    board::insert_ballots(c, "town", &entries).await.unwrap();
    let piece = |from, limit| board::ballot_contents(c, "town", from, limit);
    let first = [(0, b"one".to_vec()), (1, b"two".to_vec())];
    assert_eq!(piece(0, 2).await.unwrap(), first);
    assert_eq!(piece(2, 2).await.unwrap(), [(2, b"three".to_vec())]);
    assert!(piece(3, 2).await.unwrap().is_empty());
    let other = board::ballot_contents(c, "village", 0, 9).await.unwrap();
    assert!(other.is_empty());
}

async fn the_first_ballot_of_a_credential_is_found_and_voters_are_counted_once(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town", "village"]).await;
    let cast = [
        entry(0, "aa", "one"),
        entry(1, "bb", "two"),
        entry(2, "aa", "three"),
    ];
    board::insert_ballots(c, "town", &cast).await.unwrap();
    assert_eq!(board::ballots(c, "town").await.unwrap(), cast);
    assert_eq!(board::first_of(c, "town", "aa").await.unwrap(), Some(0));
    assert_eq!(board::first_of(c, "town", "cc").await.unwrap(), None);
    assert_eq!(board::first_of(c, "village", "aa").await.unwrap(), None);
    assert_eq!(board::turnout(c, "town").await.unwrap(), (2, 3));
    assert_eq!(board::turnout(c, "village").await.unwrap(), (0, 0));
    let known = board::by_tracker(c, "town", "three").await.unwrap();
    assert_eq!(known.as_ref(), Some(&cast[2]));
    assert_eq!(board::by_tracker(c, "village", "two").await.unwrap(), None);

    for refused in [entry(3, "cc", "two"), entry(2, "cc", "four")] {
        let refused = board::insert_ballots(c, "town", &[refused]).await;
        assert!(is_taken(&refused.unwrap_err()));
    }
    assert_eq!(board::turnout(c, "town").await.unwrap(), (2, 3));
}

async fn clearing_empties_one_box_and_keeps_its_roll(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town", "village"]).await;
    for id in ["town", "village"] {
        ballot_box::add_credentials(c, id, &["aa".into()])
            .await
            .unwrap();
        board::append(c, id, 0, &[record(1)]).await.unwrap();
        board::insert_ballots(c, id, &[entry(0, "aa", "one")])
            .await
            .unwrap();
        ballot_box::insert_partial(c, id, 1, b"share")
            .await
            .unwrap();
        ballot_box::put_encrypted_tally(c, id, b"t", b"s")
            .await
            .unwrap();
        let mut stored = ballot_box::by_id(c, id).await.unwrap().unwrap();
        (stored.height, stored.records) = (3, 1);
        stored.sums = Some("[[1]]".into());
        stored.opened = Some(true);
        ballot_box::put_head(c, &stored).await.unwrap();
        ballot_box::put_outcome(c, &stored).await.unwrap();
    }
    board::clear(c, "town").await.unwrap();

    let cleared = ballot_box::by_id(c, "town").await.unwrap().unwrap();
    assert_eq!((cleared.height, cleared.records), (0, 0));
    assert_eq!((cleared.sums, cleared.opened), (None, None));
    assert!(board::records(c, "town", 0, 9).await.unwrap().is_empty());
    assert!(board::ballots(c, "town").await.unwrap().is_empty());
    assert!(ballot_box::partials(c, "town").await.unwrap().is_empty());
    assert_eq!(ballot_box::encrypted_tally(c, "town").await.unwrap(), None);
    assert_eq!(ballot_box::credentials(c, "town").await.unwrap().len(), 1);
    assert_eq!(board::ballots(c, "village").await.unwrap().len(), 1);
    assert_eq!(board::records(c, "village", 0, 9).await.unwrap().len(), 1);
}

on_both!(
    ballots_are_read_in_pieces_in_the_order_they_came,
    records_keep_their_order_and_are_read_in_pieces,
    a_place_and_a_name_on_the_board_are_taken_once,
    the_first_ballot_of_a_credential_is_found_and_voters_are_counted_once,
    clearing_empties_one_box_and_keeps_its_roll,
);
