//! Trustees and their keys.

use crate::{engine::on_both, sample};
use pingyi_store::{Store, is_taken, trustee};

async fn a_new_key_must_be_tried_again(store: Store) {
    let c = store.reader();
    let cycle = sample::cycle(c).await.id;
    let second = sample::account(c, "trustee-2", 2).await;
    let first = sample::account(c, "trustee-1", 1).await;
    trustee::insert(c, cycle, 2, second.id).await.unwrap();
    trustee::insert(c, cycle, 1, first.id).await.unwrap();
    trustee::put_key(c, cycle, 1, b"{\"key\":1}").await.unwrap();
    trustee::mark_tested(c, cycle, 1).await.unwrap();

    let list = trustee::list(c, cycle).await.unwrap();
    assert_eq!(list[0].login, "trustee-1");
    assert_eq!(list[0].account, first.id);
    assert_eq!(list[0].public_key.as_deref(), Some(&b"{\"key\":1}"[..]));
    assert!(list[0].tested);
    assert_eq!((list[1].position, list[1].public_key.as_deref()), (2, None));
    assert!(!list[1].tested);

    trustee::put_key(c, cycle, 1, b"{\"key\":2}").await.unwrap();
    let list = trustee::list(c, cycle).await.unwrap();
    assert_eq!(list[0].public_key.as_deref(), Some(&b"{\"key\":2}"[..]));
    assert!(!list[0].tested, "the rehearsal was played with another key");
}

async fn a_place_and_a_person_are_taken_once(store: Store) {
    let c = store.reader();
    let cycle = sample::cycle(c).await.id;
    let one = sample::account(c, "trustee-1", 1).await;
    let two = sample::account(c, "trustee-2", 2).await;
    trustee::insert(c, cycle, 1, one.id).await.unwrap();
    for (place, who) in [(1, two.id), (2, one.id)] {
        let refused = trustee::insert(c, cycle, place, who).await.unwrap_err();
        assert!(is_taken(&refused), "{refused}");
    }
}

on_both!(
    a_new_key_must_be_tried_again,
    a_place_and_a_person_are_taken_once,
);
