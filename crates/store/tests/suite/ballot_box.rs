//! Ballot boxes, their rolls and what is known at closing.

use crate::{engine::on_both, sample};
use pingyi_store::{Store, ballot_box, ballot_box::Setup, is_taken};

async fn what_a_box_is_told_is_read_back(store: Store) {
    let c = store.reader();
    let round = sample::boxes(&store, &["town", "village"]).await;
    let mut one = ballot_box::by_id(c, "village").await.unwrap().unwrap();
    assert_eq!(one.round, round.id);
    assert_eq!((one.position, one.height, one.records), (2, 0, 0));
    assert_eq!((one.opened, &one.counts, &one.sums), (None, &None, &None));

    one.height = 9;
    one.parent = Some("ab".repeat(32));
    one.records = 17;
    ballot_box::put_head(c, &one).await.unwrap();
    one.opened = Some(false);
    one.counts = Some("{}".into());
    one.sums = Some("[[1]]".into());
    ballot_box::put_outcome(c, &one).await.unwrap();
    assert_eq!(
        ballot_box::lock(c, "village").await.unwrap(),
        Some(one.clone())
    );
    let classes: Vec<String> = ballot_box::of_round(c, round.id)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.class)
        .collect();
    assert_eq!(classes, ["town", "village"]);
    assert_eq!(ballot_box::by_id(c, "third").await.unwrap(), None);

    let twice = ballot_box::insert(c, "another", round.id, "town", 3).await;
    assert!(is_taken(&twice.unwrap_err()), "one box a class");
}

async fn bytes_are_kept_as_they_are(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town"]).await;
    assert_eq!(ballot_box::setup(c, "town").await.unwrap(), None);
    assert_eq!(ballot_box::encrypted_tally(c, "town").await.unwrap(), None);
    let every: Vec<u8> = (0..=255).collect();
    let setup = Setup {
        election: every.clone(),
        trustees: Vec::new(),
        roll: vec![0; 100_000],
    };
    ballot_box::put_setup(c, "town", &setup).await.unwrap();
    assert_eq!(ballot_box::setup(c, "town").await.unwrap(), Some(setup));
    ballot_box::put_encrypted_tally(c, "town", &every, b"2")
        .await
        .unwrap();
    let kept = ballot_box::encrypted_tally(c, "town").await.unwrap();
    assert_eq!(kept, Some((every, b"2".to_vec())));
}

async fn a_credential_is_void_from_once_on_and_in_its_box_only(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town", "village"]).await;
    let many: Vec<String> = (0..1000).map(|n| format!("{:064x}", 1000 - n)).collect();
    for id in ["town", "village"] {
        ballot_box::add_credentials(c, id, &many).await.unwrap();
    }
    let void = |id: &'static str| ballot_box::is_void(c, id, &many[3]);
    assert_eq!(void("town").await.unwrap(), Some(false));
    let spoil = |credential| ballot_box::void_credential(c, "town", credential);
    assert!(spoil(&many[3]).await.unwrap());
    assert!(!spoil(&many[3]).await.unwrap(), "it is void already");
    assert!(!spoil("00").await.unwrap(), "the box has none such");
    assert_eq!(void("town").await.unwrap(), Some(true));
    assert_eq!(void("village").await.unwrap(), Some(false));
    assert_eq!(ballot_box::is_void(c, "town", "00").await.unwrap(), None);

    let listed = ballot_box::credentials(c, "town").await.unwrap();
    assert_eq!(listed.len(), 1000);
    assert!(listed.is_sorted());
    assert_eq!(listed.iter().filter(|(_, void)| *void).count(), 1);
    let twice = ballot_box::add_credentials(c, "town", &many[..1]).await;
    assert!(is_taken(&twice.unwrap_err()));

    ballot_box::delete_credentials(c, "town").await.unwrap();
    assert!(ballot_box::credentials(c, "town").await.unwrap().is_empty());
    assert_eq!(void("village").await.unwrap(), Some(false));
}

async fn a_trustee_gives_one_share_to_a_box(store: Store) {
    let c = store.reader();
    sample::boxes(&store, &["town", "village"]).await;
    ballot_box::insert_partial(c, "town", 2, b"two")
        .await
        .unwrap();
    ballot_box::insert_partial(c, "town", 1, b"one")
        .await
        .unwrap();
    ballot_box::insert_partial(c, "village", 2, b"other")
        .await
        .unwrap();
    let again = ballot_box::insert_partial(c, "town", 2, b"another").await;
    assert!(is_taken(&again.unwrap_err()));
    assert_eq!(
        ballot_box::partials(c, "town").await.unwrap(),
        [(1, b"one".to_vec()), (2, b"two".to_vec())]
    );
}

on_both!(
    what_a_box_is_told_is_read_back,
    bytes_are_kept_as_they_are,
    a_credential_is_void_from_once_on_and_in_its_box_only,
    a_trustee_gives_one_share_to_a_box,
);
