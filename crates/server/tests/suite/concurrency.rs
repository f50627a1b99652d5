//! Many at once.

use crate::{
    engine::on_both,
    hall::{Hall, Part, card, copy},
};
use pingyi_store::Store;
use serde_json::json;
use std::sync::Arc;

async fn the_same_ballot_from_many_phones_is_stored_once(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let slip = copy(&hall.group("organiser").slips[0]);
    let ballot = hall.encrypt(&id, &slip, &[0, 1]).await;
    let (records, _) = hall.board(&id).await;
    let path = format!("/api/boxes/{id}/ballots");
    let mut phones = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (phone, path, ballot) = (hall.phone().clone(), path.clone(), ballot.clone());
        phones.spawn(async move { phone.post(&path, ballot).await });
    }
    let answers = phones.join_all().await;
    let created = answers.iter().filter(|one| one.status == 201).count();
    assert_eq!(created, 1);
    assert!(answers.iter().all(|one| one.body == answers[0].body));
    let (after, _) = hall.board(&id).await;
    assert_eq!(after.len(), records.len() + 2, "a ballot and its event");
}

async fn two_ballots_of_one_slip_at_once_leave_one(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let slip = copy(&hall.group("organiser").slips[0]);
    let path = format!("/api/boxes/{id}/ballots");
    let mut phones = tokio::task::JoinSet::new();
    for grade in 0..4 {
        let ballot = hall.encrypt(&id, &slip, &[grade, 0]).await;
        let (phone, path) = (hall.phone().clone(), path.clone());
        phones.spawn(async move { phone.post(&path, ballot).await });
    }
    let answers = phones.join_all().await;
    let created = answers.iter().filter(|one| one.status == 201).count();
    assert_eq!(created, 1);
    let refused = answers.iter().filter(|one| one.code() == "already_voted");
    assert_eq!(refused.count(), 3);
}

async fn two_rounds_opened_at_once_leave_one_open(store: Store) {
    let hall = Hall::ready(store).await;
    let mut hosts = tokio::task::JoinSet::new();
    for number in [1, 2] {
        let (host, path) = (
            hall.who("host").clone(),
            hall.round_path(number, "open").await,
        );
        hosts.spawn(async move { host.post(&path, json!({ "minutes": 5 })).await });
    }
    let answers = hosts.join_all().await;
    let mut seen: Vec<(u16, String)> = answers.iter().map(|one| (one.status, one.code())).collect();
    seen.sort();
    assert_eq!(
        seen,
        [(200, String::new()), (409, "another_round_open".into())]
    );
}

async fn a_slip_never_votes_and_is_exchanged_in_the_same_round(store: Store) {
    // The moment when both arrive together differs from time to time, so several slips try.
    let hall = Arc::new(Hall::opened(store).await);
    let id = hall.ballot_box(1, "town").await;
    for n in 0..3 {
        let slip = copy(&hall.group("organiser").slips[n]);
        let ballot = hall.encrypt(&id, &slip, &[0, 0]).await;
        let void = hall.void("organiser", &slip, &[1, 2]).await;
        let (voting, path) = (hall.clone(), id.clone());
        let vote = tokio::spawn(async move { voting.cast(&path, ballot).await });
        let spoiling = hall.clone();
        let spoil = tokio::spawn(async move {
            let witness = ("auditor", crate::hall::PASSWORD);
            spoiling.spoil("organiser", void, witness).await
        });
        let (vote, spoil) = (vote.await.unwrap(), spoil.await.unwrap());
        let seen = (vote.code(), spoil.code());
        let voted = (String::new(), "slip_voted".to_owned());
        let void = ("slip_void".to_owned(), String::new());
        assert!(seen == voted || seen == void, "{seen:?}");
    }
}

async fn a_closing_beside_ballots_counts_exactly_those_acknowledged(store: Store) {
    let mut last = card();
    last["submission"] = json!("last");
    let hall = Hall::ready_with(store, &last).await;
    hall.open(1).await.ok();
    let id = hall.ballot_box(1, "town").await;
    let path = format!("/api/boxes/{id}/ballots");
    let mut phones = tokio::task::JoinSet::new();
    for n in 0..16 {
        let slip = &hall.group("organiser").slips[n % 4];
        let ballot = hall.encrypt(&id, slip, &[0, 1]).await;
        let (phone, path) = (hall.phone().clone(), path.clone());
        phones.spawn(async move { phone.post(&path, ballot).await });
    }
    let close = hall.round_path(1, "close").await;
    hall.who("host").post(&close, Part::Nothing).await.ok();
    let answers = phones.join_all().await;
    let taken = answers.iter().filter(|one| one.status == 201).count();
    let late = answers.iter().filter(|one| one.code() == "round_not_open");
    assert_eq!(taken + late.count(), 16);
    let board = hall.phone().get(&format!("/api/boxes/{id}/board")).await;
    assert_eq!(board.ok()["ballots"].as_array().unwrap().len(), taken);
}

on_both!(
    the_same_ballot_from_many_phones_is_stored_once,
    two_ballots_of_one_slip_at_once_leave_one,
    two_rounds_opened_at_once_leave_one_open,
    a_slip_never_votes_and_is_exchanged_in_the_same_round,
    a_closing_beside_ballots_counts_exactly_those_acknowledged,
);
