//! Rounds: the arrows that exist, small classes, quorum, counts that do not balance.

use crate::{
    engine::on_both,
    hall::{Hall, Part, card, copy},
};
use jiff::ToSpan;
use pingyi_store::Store;
use serde_json::{Value, json};

async fn a_meeting_is_played_from_register_to_ranking(store: Store) {
    let hall = Hall::tallied(store, [[0, 3], [0, 3], [1, 2], [0, 4]]).await;
    assert_eq!(hall.round(1).await["state"], "tallied");
    hall.reveal(1, true).await.ok();
    let results = hall.phone().get(&hall.path("results")).await.ok();
    let ranking = results["rounds"][0]["ranking"].as_array().unwrap();
    // Town: (100+100+80+100)/4 = 95 and (40+40+60)/3; village: (100+100+80)/3 and (80+80+80+60)/4 = 75.
    // Worked by hand: 0.4 × 95 + 0.6 × 280/3 = 94; 0.4 × 140/3 + 0.6 × 75 = 63.666…
    assert_eq!(ranking[0]["village"], "甲一村");
    assert_eq!(ranking[0]["score"], "94.00");
    assert_eq!(ranking[1]["score"], "63.67");
    assert_eq!(ranking[1]["score_exact"], "191/3");
    assert_eq!(ranking[1]["classes"][0]["marks"], json!([0, 0, 1, 2]));
    assert_eq!(ranking[1]["classes"][0]["blank"], 1);
    let file = hall.phone().get(&hall.path("ranking.json")).await.ok();
    assert_eq!(file["areas"][0]["ranking"][1]["score"], "63.67");
}

async fn no_arrow_exists_but_those_of_the_states(store: Store) {
    let hall = Hall::frozen(store).await;
    hall.open(1).await.refused(409, "round_state");
    hall.close(1).await.refused(409, "round_state");
    hall.reveal(1, true).await.refused(409, "round_state");
    let clear = hall.path("rehearsal/clear");
    let answer = hall.organiser().post(&clear, Part::Nothing).await;
    answer.refused(409, "rehearsal_not_tallied");
    hall.open(0).await.ok();
    hall.open(0).await.refused(409, "round_state");
    let minutes = hall.round_path(1, "open").await;
    for wrong in [0, 1441] {
        let answer = hall
            .who("host")
            .post(&minutes, json!({ "minutes": wrong }))
            .await;
        answer.refused(422, "minutes_invalid");
    }
    let nowhere = "/api/rounds/00000000-0000-7000-8000-000000000000/close";
    let answer = hall.who("host").post(nowhere, Part::Nothing).await;
    answer.refused(404, "not_found");
    let answer = hall
        .who("host")
        .post("/api/rounds/x/close", Part::Nothing)
        .await;
    answer.refused(404, "not_found");
}

async fn the_second_round_waits_for_the_first(store: Store) {
    let hall = Hall::opened(store).await;
    hall.open(2).await.refused(409, "another_round_open");
    hall.vote_all([[0, 1]; 4], [[0, 1]; 4]).await;
    hall.close(1).await.ok();
    hall.open(2).await.refused(409, "another_round_open");
    hall.close(1).await.refused(409, "round_state");
    hall.decrypt().await;
    hall.open(2).await.ok();
}

async fn a_rehearsal_without_a_ballot_cannot_be_closed(store: Store) {
    let hall = Hall::frozen(store).await;
    hall.open(0).await.ok();
    let id = hall.ballot_box(0, "village").await;
    hall.close(0).await.refused(409, "rehearsal_empty");
    let slip = copy(&hall.group("village-1").slips[0]);
    hall.vote(0, "village", &slip, &[0, 0, 0]).await.ok();
    hall.close(0).await.ok();
    hall.decrypt().await;
    let clear = hall.path("rehearsal/clear");
    hall.organiser().post(&clear, Part::Nothing).await.ok();
    let trustees = hall.organiser().get(&hall.path("trustees")).await.ok();
    let tested = trustees.as_array().unwrap().iter();
    assert!(tested.clone().all(|one| one["tested"] == true));
    assert!(hall.board(&id).await.0.is_empty(), "its ballots are gone");
}

async fn a_draft_is_changed_and_never_annulled(store: Store) {
    let hall = Hall::drafted(store, &card()).await;
    let reason = json!({ "reason": "停电了" });
    let draft = hall.round_path(1, "annul").await;
    let answer = hall.organiser().post(&draft, reason).await;
    answer.refused(409, "round_state");
    assert!(!offered(&hall.round(1).await, "annul"));
}

/// Whether an action is offered to the organiser.
fn offered(round: &Value, action: &str) -> bool {
    let actions = round["actions"].as_array().unwrap();
    actions.iter().any(|one| one == action)
}

async fn the_rehearsal_is_cleared_and_never_annulled(store: Store) {
    let hall = Hall::frozen(store).await;
    let path = hall.round_path(0, "annul").await;
    let answer = hall
        .organiser()
        .post(&path, json!({ "reason": "不想演练" }))
        .await;
    answer.refused(409, "rehearsal");
    assert!(!offered(&hall.round(0).await, "annul"));
    assert!(offered(&hall.round(1).await, "annul"));
}

async fn an_annulled_round_is_not_revealed_and_a_revealed_one_not_annulled(store: Store) {
    let hall = Hall::tallied(store, [[0, 1]; 4]).await;
    let annul = hall.round_path(2, "annul").await;
    let answer = hall
        .organiser()
        .post(&annul, json!({ "reason": " " }))
        .await;
    answer.refused(422, "reason_missing");
    let round = hall
        .organiser()
        .post(&annul, json!({ "reason": "停电了" }))
        .await
        .ok();
    assert_eq!(
        (&round["state"], &round["annulled_reason"]),
        (&json!("annulled"), &json!("停电了"))
    );
    hall.open(2).await.refused(409, "round_state");
    hall.reveal(1, true).await.ok();
    let annul = hall.round_path(1, "annul").await;
    let answer = hall
        .organiser()
        .post(&annul, json!({ "reason": "后悔了" }))
        .await;
    answer.refused(409, "round_state");
}

async fn a_class_below_its_threshold_is_not_opened(store: Store) {
    let mut small = card();
    small["thresholds"] = json!({ "open": 3, "mean": 3, "histogram": 3 });
    let hall = Hall::ready_with(store, &small).await;
    hall.open(1).await.ok();
    for slip in &hall.group("organiser").slips {
        hall.vote(1, "town", slip, &[0, 1]).await.ok();
    }
    for slip in &hall.group("village-2").slips[..2] {
        hall.vote(1, "village", slip, &[0, 1]).await.ok();
    }
    hall.close(1).await.ok();
    let id = hall.ballot_box(1, "village").await;
    let round = hall.round(1).await;
    assert_eq!(round["boxes"][1]["opened"], false);
    let tasks = hall
        .who("trustee-1")
        .get(&hall.path("trustee-tasks"))
        .await
        .ok();
    let waits = tasks.as_array().unwrap().iter();
    assert!(waits.clone().all(|task| task["box"] != id.as_str()));
    let share = hall
        .who("trustee-1")
        .post(&format!("/api/boxes/{id}/partial-decryptions"), json!({}))
        .await;
    share.refused(422, "decryption_invalid");
    hall.decrypt().await;
    assert_eq!(hall.round(1).await["state"], "tallied");
    hall.reveal(1, true).await.refused(409, "not_decided");
    let annul = hall.round_path(1, "annul").await;
    let reason = json!({ "reason": "到场人数太少" });
    let round = hall.organiser().post(&annul, reason).await.ok();
    assert_eq!(round["state"], "annulled");
}

async fn without_its_quorum_a_round_is_not_opened(store: Store) {
    let mut most = card();
    most["quorum"] = json!({ "share": "3/4", "counted": "present" });
    let hall = Hall::rehearsed_with(store, &most).await;
    hall.attend(&[("village-2", 2)]).await;
    for (group, issued) in [("organiser", 4), ("village-1", 4), ("village-2", 2)] {
        hall.issue(group, issued).await.ok();
    }
    let problem = hall.open(1).await.refused(409, "quorum_missing");
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains("应到 4 人") && detail.contains("实到 2 人"),
        "{detail}"
    );
    hall.attend(&[("village-2", 1)]).await;
    hall.open(1).await.ok();
}

async fn without_slips_drawn_a_round_is_not_opened(store: Store) {
    let hall = Hall::rehearsed_with(store, &card()).await;
    hall.attend(&[]).await;
    hall.open(1).await.refused(409, "slips_not_issued");
}

async fn a_quorum_of_returned_ballots_that_is_missed_decides_nothing(store: Store) {
    let mut returned = card();
    returned["quorum"] = json!({ "share": "1", "counted": "returned" });
    let hall = Hall::ready_with(store, &returned).await;
    hall.open(1).await.ok();
    for (class, group) in [("town", "organiser"), ("village", "village-2")] {
        for slip in &hall.group(group).slips[..3] {
            hall.vote(1, class, slip, &[0, 1]).await.ok();
        }
    }
    hall.close(1).await.ok();
    hall.decrypt().await;
    let round = hall.round(1).await;
    assert_eq!(round["state"], "tallied");
    for one in round["boxes"].as_array().unwrap() {
        assert_eq!(
            one["opened"], false,
            "nothing is opened that decides nothing"
        );
    }
    hall.reveal(1, true).await.refused(409, "not_decided");
}

async fn counts_that_do_not_balance_are_closed_and_not_announced(store: Store) {
    let hall = Hall::rehearsed_with(store, &card()).await;
    hall.attend(&[]).await;
    for (group, issued) in [("organiser", 2), ("village-1", 4), ("village-2", 4)] {
        hall.issue(group, issued).await.ok();
    }
    hall.open(1).await.ok();
    // Three organisers vote with two slips drawn: somebody miscounted, or worse.
    for slip in &hall.group("organiser").slips[..3] {
        hall.vote(1, "town", slip, &[0, 1]).await.ok();
    }
    for slip in &hall.group("village-2").slips {
        hall.vote(1, "village", slip, &[0, 1]).await.ok();
    }
    hall.close(1).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true)
        .await
        .refused(409, "counts_do_not_balance");
    let results = hall.phone().get(&hall.path("results")).await.ok();
    assert_eq!(results["rounds"], json!([]));
    let annul = hall.round_path(1, "annul").await;
    let reason = json!({ "reason": "票数对不上" });
    hall.organiser().post(&annul, reason).await.ok();
}

async fn where_time_closes_no_ballot_is_taken_after_it_but_in_the_rehearsal(store: Store) {
    let mut timed = card();
    timed["closing"] = json!({ "by": "time", "minutes": 3 });
    let hall = Hall::frozen_with(store, &timed).await;
    let slips = &hall.group("organiser").slips;
    hall.open(0).await.ok();
    hall.clock.forward(4.minutes());
    hall.vote(0, "town", &slips[0], &[0, 0, 0]).await.ok();
    hall.close(0).await.ok();
    hall.decrypt().await;
    let clear = hall.path("rehearsal/clear");
    hall.organiser().post(&clear, Part::Nothing).await.ok();
    hall.attend(&[]).await;
    for group in ["organiser", "village-1", "village-2"] {
        hall.issue(group, 4).await.ok();
    }

    hall.open(1).await.ok();
    let id = hall.ballot_box(1, "town").await;
    let ballot = hall.encrypt(&id, &slips[0], &[0, 1]).await;
    hall.clock.forward(2.minutes().seconds(59));
    let first = hall.cast(&id, ballot.clone()).await.ok();
    hall.clock.forward(1.second());
    let late = hall.vote(1, "town", &slips[1], &[0, 1]).await;
    late.refused(409, "round_not_open");
    assert_eq!(hall.cast(&id, ballot).await.ok(), first, "it was in time");
    assert_eq!(hall.round(1).await["boxes"][0]["returned"], 1);
}

on_both!(
    a_meeting_is_played_from_register_to_ranking,
    no_arrow_exists_but_those_of_the_states,
    the_second_round_waits_for_the_first,
    a_rehearsal_without_a_ballot_cannot_be_closed,
    a_draft_is_changed_and_never_annulled,
    the_rehearsal_is_cleared_and_never_annulled,
    an_annulled_round_is_not_revealed_and_a_revealed_one_not_annulled,
    a_class_below_its_threshold_is_not_opened,
    without_its_quorum_a_round_is_not_opened,
    without_slips_drawn_a_round_is_not_opened,
    a_quorum_of_returned_ballots_that_is_missed_decides_nothing,
    counts_that_do_not_balance_are_closed_and_not_announced,
    where_time_closes_no_ballot_is_taken_after_it_but_in_the_rehearsal,
);
