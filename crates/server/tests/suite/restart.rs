//! What a program that stopped in between finds and finishes.

use crate::{
    engine::on_both,
    hall::{Hall, card},
};
use pingyi_app::round::resume;
use pingyi_core::round::RoundState;
use pingyi_store::{Store, ballot_box, round};
use rand::SeedableRng;
use serde_json::json;

async fn a_round_closed_and_not_sealed_is_sealed_at_the_next_start(store: Store) {
    let hall = Hall::opened(store).await;
    hall.vote_all([[0, 1]; 4], [[0, 1]; 4]).await;
    // The first transaction of closing, as it stands when the program stops before the second.
    let tx = hall.app.store().begin().await.unwrap();
    let id = hall.round(1).await["id"].as_str().unwrap().parse().unwrap();
    let mut closed = round::lock(&tx, id).await.unwrap().unwrap();
    closed.state = RoundState::Closed;
    closed.closed_at = Some(hall.app.now());
    round::update(&tx, &closed).await.unwrap();
    for mut stored in ballot_box::of_round(&tx, id).await.unwrap() {
        stored.opened = Some(true);
        let counts = json!({ "entitled": 4, "present": 4, "issued": 4, "spares_issued": 0,
                             "spoiled": 0, "returned": 4 });
        stored.counts = Some(counts.to_string());
        ballot_box::put_outcome(&tx, &stored).await.unwrap();
    }
    hall.app.store().commit(tx).await.unwrap();
    let tasks = hall.who("trustee-1").get(&hall.path("trustee-tasks")).await;
    let waiting = |tasks: serde_json::Value| {
        let all = tasks.as_array().unwrap().iter();
        all.filter(|task| task["done"] == false).count()
    };
    assert_eq!(waiting(tasks.ok()), 0);

    resume(&hall.app).await.unwrap();
    let tasks = hall.who("trustee-1").get(&hall.path("trustee-tasks")).await;
    assert_eq!(waiting(tasks.ok()), 2);
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    assert_eq!(hall.round(1).await["state"], "revealed");
}

async fn starting_again_and_again_changes_no_board(store: Store) {
    // One class too small to be opened, one that waits for its trustees.
    let mut small = card();
    small["small_class"] = json!("renormalise");
    small["thresholds"] = json!({ "open": 3, "mean": 3, "histogram": 3 });
    let checked = hall_with_one_small_class(store, &small).await;
    let ids = [
        checked.ballot_box(1, "town").await,
        checked.ballot_box(1, "village").await,
    ];
    let before = (checked.board(&ids[0]).await, checked.board(&ids[1]).await);
    for _ in 0..2 {
        resume(&checked.app).await.unwrap();
    }
    let after = (checked.board(&ids[0]).await, checked.board(&ids[1]).await);
    assert_eq!(before, after);
    checked.decrypt().await;
    assert_eq!(checked.round(1).await["state"], "tallied");
}

async fn hall_with_one_small_class(store: Store, card: &serde_json::Value) -> Hall {
    let hall = Hall::ready_with(store, card).await;
    hall.open(1).await.ok();
    for slip in &hall.group("organiser").slips {
        hall.vote(1, "town", slip, &[0, 1]).await.ok();
    }
    let slip = &hall.group("village-2").slips[0];
    hall.vote(1, "village", slip, &[0, 1]).await.ok();
    hall.close(1).await.ok();
    let round = hall.round(1).await;
    let opened = [0, 1].map(|n| round["boxes"][n]["opened"].clone());
    assert_eq!(
        (&round["state"], opened),
        (&json!("closed"), [json!(true), json!(false)])
    );
    hall
}

async fn ballots_taken_by_two_programs_are_all_in_the_sum(store: Store) {
    let mut last = card();
    last["submission"] = json!("last");
    let hall = Hall::ready_with(store.clone(), &last).await;
    hall.open(1).await.ok();
    let other = pingyi_app::App::new(
        store,
        hall.clock.clone(),
        Box::new(rand::rngs::StdRng::seed_from_u64(9)),
        hall.app.config().clone(),
    );
    let id = hall.ballot_box(1, "town").await;
    let slips = &hall.group("organiser").slips;
    for (slip, grades, elsewhere) in [
        (0, [3, 3], false),
        (1, [0, 1], true),
        (2, [0, 1], false),
        // Voted with one program, and again with the other.
        (0, [0, 1], true),
        (3, [0, 1], false),
    ] {
        let ballot = hall.encrypt(&id, &slips[slip], &grades).await;
        if elsewhere {
            pingyi_app::ballot::cast(&other, &id, ballot).await.unwrap();
        } else {
            hall.cast(&id, ballot).await.ok();
        }
    }
    for slip in &hall.group("village-2").slips {
        hall.vote(1, "village", slip, &[0, 1]).await.ok();
    }
    hall.close(1).await.ok();
    // Trustees verify the board, and so the sum, before they decrypt.
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    let results = hall.phone().get(&hall.path("results")).await.ok();
    let marks = &results["rounds"][0]["ranking"][0]["classes"][0]["marks"];
    assert_eq!(marks, &json!([4, 0, 0, 0]));
}

on_both!(
    ballots_taken_by_two_programs_are_all_in_the_sum,
    a_round_closed_and_not_sealed_is_sealed_at_the_next_start,
    starting_again_and_again_changes_no_board,
);
