//! Rounds.

use crate::{
    engine::on_both,
    sample::{self, noon, round_numbered},
};
use jiff::ToSpan;
use pingyi_core::round::{RoundKind, RoundState};
use pingyi_store::{Store, is_taken, round};

async fn a_round_is_read_back_in_every_state(store: Store) {
    let c = store.reader();
    let cycle = sample::cycle(c).await.id;
    let mut one = round_numbered(cycle, 1);
    round::insert(c, &one).await.unwrap();
    assert_eq!(round::by_id(c, one.id).await.unwrap().as_ref(), Some(&one));
    for state in RoundState::ALL {
        one.state = state;
        round::update(c, &one).await.unwrap();
        assert_eq!(round::lock(c, one.id).await.unwrap().as_ref(), Some(&one));
    }
    one.opened_at = Some(noon());
    one.closes_at = Some(noon() + 1.minute());
    one.closed_at = Some(noon() + 2.minutes());
    one.tallied_at = Some(noon() + 3.minutes());
    one.revealed_at = Some(noon() + 4.minutes());
    one.annulled_reason = Some("停电".into());
    one.reveal_step = 7;
    one.contests = "[{\"town\":\"郭城镇\"}]".into();
    round::update(c, &one).await.unwrap();
    assert_eq!(round::by_id(c, one.id).await.unwrap(), Some(one));
}

async fn rounds_are_listed_by_number_and_a_number_is_taken_once(store: Store) {
    let c = store.reader();
    let cycle = sample::cycle(c).await.id;
    let mut rehearsal = round_numbered(cycle, 0);
    rehearsal.kind = RoundKind::Rehearsal;
    rehearsal.area = None;
    for one in [
        &round_numbered(cycle, 2),
        &rehearsal,
        &round_numbered(cycle, 1),
    ] {
        round::insert(c, one).await.unwrap();
    }
    let listed = round::list(c, cycle).await.unwrap();
    let numbers: Vec<u32> = listed.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [0, 1, 2]);
    assert_eq!(listed[0], rehearsal);

    let mut again = round_numbered(cycle, 3);
    again.number = 2;
    assert!(is_taken(&round::insert(c, &again).await.unwrap_err()));
}

on_both!(
    a_round_is_read_back_in_every_state,
    rounds_are_listed_by_number_and_a_number_is_taken_once,
);
