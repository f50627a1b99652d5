//! Casting: what is taken, what is refused, and that a refusal changes nothing.

use crate::{
    engine::on_both,
    hall::{Hall, card, copy},
};
use pingyi_store::Store;
use serde_json::{Value, json};

async fn a_ballot_is_acknowledged_with_its_tracker_and_found_on_the_board(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let slip = copy(&hall.group("organiser").slips[0]);
    let ballot = hall.encrypt(&id, &slip, &[0, 1]).await;
    let answer = hall.cast(&id, ballot.clone()).await;
    assert_eq!(answer.status, 201);
    let tracker = answer.ok()["tracker"].clone();
    let expected = pingyi_ballot::sha256_base64(&ballot);
    assert_eq!(tracker, json!(expected));

    let board = hall.phone().get(&format!("/api/boxes/{id}/board")).await;
    let own = crate::hall::public(&slip, &id);
    let shown = json!([{ "tracker": tracker, "credential": own }]);
    assert_eq!(board.ok()["ballots"], shown);
    let hash = pingyi_ballot::sha256_hex(&ballot);
    let bytes = hall
        .phone()
        .get(&format!("/api/boxes/{id}/ballots/{hash}"))
        .await;
    assert_eq!(bytes.body, ballot);
    let none = format!("/api/boxes/{id}/ballots/{}", "0".repeat(64));
    hall.phone().get(&none).await.refused(404, "not_found");
}

async fn the_same_bytes_again_get_the_same_answer_also_after_closing(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let slips = &hall.group("organiser").slips;
    let ballot = hall.encrypt(&id, &slips[0], &[0, 1]).await;
    let first = hall.cast(&id, ballot.clone()).await.ok();
    let before = hall.board(&id).await;
    let again = hall.cast(&id, ballot.clone()).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.ok(), first);
    assert_eq!(hall.board(&id).await, before);

    let late = hall.encrypt(&id, &slips[1], &[0, 0]).await;
    hall.close(1).await.ok();
    let sealed = hall.board(&id).await;
    let again = hall.cast(&id, ballot).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.ok(), first);
    hall.cast(&id, late).await.refused(409, "round_not_open");
    assert_eq!(hall.board(&id).await, sealed);
}

async fn a_ballot_with_any_byte_changed_is_refused(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let slip = copy(&hall.group("organiser").slips[0]);
    let ballot = hall.encrypt(&id, &slip, &[0, 1]).await;
    let before = hall.board(&id).await;
    let spoiled = |at: usize, byte: u8| {
        let mut bytes = ballot.clone();
        bytes[at] = byte;
        bytes
    };
    let mut forged: Vec<(String, Vec<u8>)> = (0..ballot.len())
        .step_by(41)
        .map(|at| {
            let next = if ballot[at] == b'1' { b'2' } else { b'1' };
            (format!("byte {at}"), spoiled(at, next))
        })
        .collect();
    let mut longer = ballot.clone();
    longer.push(b'\n');
    forged.push(("a line more".into(), longer));
    forged.push(("cut short".into(), ballot[..ballot.len() - 1].to_vec()));
    forged.push(("empty".into(), Vec::new()));
    let spaced = String::from_utf8_lossy(&ballot).replacen(':', ": ", 1);
    forged.push(("a space more".into(), spaced.into_bytes()));
    let mut parsed: Value = serde_json::from_slice(&ballot).unwrap();
    parsed["answers"].as_array_mut().unwrap().reverse();
    forged.push(("answers exchanged".into(), parsed.to_string().into_bytes()));
    parsed["answers"].as_array_mut().unwrap().pop();
    forged.push(("an answer less".into(), parsed.to_string().into_bytes()));

    for (what, bytes) in forged {
        let answer = hall.cast(&id, bytes).await;
        let code = answer.code();
        let known = [
            "ballot_malformed",
            "ballot_wrong_box",
            "ballot_proof_invalid",
            "slip_unknown",
        ];
        assert!(
            matches!(answer.status, 403 | 422) && known.contains(&code.as_str()),
            "{what}: {} {}",
            answer.status,
            answer.text()
        );
    }
    assert_eq!(hall.board(&id).await, before, "nothing has changed");
    assert_eq!(
        hall.cast(&id, ballot).await.status,
        201,
        "the slip is still good"
    );
}

async fn a_ballot_of_another_round_or_another_class_is_refused(store: Store) {
    let hall = Hall::opened(store).await;
    let town = hall.ballot_box(1, "town").await;
    let village = hall.ballot_box(1, "village").await;
    let next = hall.ballot_box(2, "town").await;
    let organiser = copy(&hall.group("organiser").slips[0]);
    let secretary = copy(&hall.group("village-2").slips[0]);
    let before = (hall.board(&town).await, hall.board(&village).await);

    let of_next = hall.encrypt(&next, &organiser, &[0, 0]).await;
    hall.cast(&town, of_next.clone())
        .await
        .refused(422, "ballot_wrong_box");
    hall.cast(&next, of_next)
        .await
        .refused(409, "round_not_open");
    let of_village = hall.encrypt(&village, &secretary, &[0, 0]).await;
    hall.cast(&town, of_village)
        .await
        .refused(422, "ballot_wrong_box");
    let of_town = hall.encrypt(&town, &secretary, &[0, 0]).await;
    hall.cast(&town, of_town).await.refused(403, "slip_unknown");
    // Whoever votes on area 1 does not come from there.
    let own = copy(&hall.group("village-1").slips[0]);
    let own = hall.encrypt(&village, &own, &[0, 0]).await;
    hall.cast(&village, own).await.refused(403, "slip_unknown");

    let after = (hall.board(&town).await, hall.board(&village).await);
    assert_eq!(before, after);
    let nowhere = hall.cast("aaaaaaaaaaaaaa", Vec::new()).await;
    nowhere.refused(404, "not_found");
}

async fn a_slip_nobody_printed_is_refused(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let stranger = pingyi_ballot::Credential::generate(&mut *hall.rng());
    let before = hall.board(&id).await;
    let ballot = hall.encrypt(&id, &stranger, &[0, 0]).await;
    hall.cast(&id, ballot).await.refused(403, "slip_unknown");
    assert_eq!(hall.board(&id).await, before);
}

async fn nothing_is_taken_before_the_round_is_opened(store: Store) {
    let hall = Hall::ready(store).await;
    let id = hall.ballot_box(1, "town").await;
    let slip = copy(&hall.group("organiser").slips[0]);
    let before = hall.board(&id).await;
    let ballot = hall.encrypt(&id, &slip, &[0, 0]).await;
    hall.cast(&id, ballot).await.refused(409, "round_not_open");
    assert_eq!(hall.board(&id).await, before);
}

async fn a_second_ballot_is_refused_where_the_first_counts(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let slip = copy(&hall.group("organiser").slips[0]);
    hall.vote(1, "town", &slip, &[0, 0]).await.ok();
    let before = hall.board(&id).await;
    let second = hall.vote(1, "town", &slip, &[3, 3]).await;
    second.refused(409, "already_voted");
    assert_eq!(hall.board(&id).await, before);
    let state = hall.phone().get("/api/vote").await.ok();
    assert_eq!(state["rounds"][1]["revote"], false);
}

async fn the_last_ballot_is_counted_where_the_last_counts(store: Store) {
    let mut last = card();
    last["submission"] = json!("last");
    let hall = Hall::ready_with(store, &last).await;
    hall.open(1).await.ok();
    // Everybody first finds everything poor, then all but the second village excellent.
    hall.vote_all([[3, 3]; 4], [[3, 3]; 4]).await;
    hall.vote_all([[0, 1]; 4], [[0, 1]; 4]).await;
    let id = hall.ballot_box(1, "town").await;
    let board = hall.phone().get(&format!("/api/boxes/{id}/board")).await;
    assert_eq!(board.ok()["ballots"].as_array().unwrap().len(), 8);
    let round = hall.round(1).await;
    assert_eq!(round["boxes"][0]["returned"], 4, "four people voted");

    hall.close(1).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    let results = hall.phone().get(&hall.path("results")).await.ok();
    let ranking = &results["rounds"][0]["ranking"];
    let scores: Vec<&str> = [0, 1].map(|n| ranking[n]["score"].as_str().unwrap()).into();
    assert_eq!(scores, ["100.00", "80.00"]);
    assert_eq!(ranking[0]["village"], "甲一村");
    assert_eq!(ranking[0]["classes"][0]["marks"], json!([4, 0, 0, 0]));
}

async fn a_slip_that_voted_again_is_told_so_and_earlier_bytes_are_recognised(store: Store) {
    let mut last = card();
    last["submission"] = json!("last");
    let hall = Hall::ready_with(store, &last).await;
    hall.open(1).await.ok();
    let state = hall.phone().get("/api/vote").await.ok();
    let rounds = state["rounds"].as_array().unwrap();
    assert!(rounds.iter().all(|round| round["revote"] == true));

    let id = hall.ballot_box(1, "town").await;
    let slips = &hall.group("organiser").slips;
    let first = hall.encrypt(&id, &slips[0], &[3, 3]).await;
    let second = hall.encrypt(&id, &slips[0], &[0, 1]).await;
    let answer = hall.cast(&id, first.clone()).await.ok();
    assert_eq!(answer["replaces"], false);
    let answer = hall.cast(&id, second.clone()).await.ok();
    assert_eq!(answer["replaces"], true);
    let before = hall.board(&id).await;
    // Either's bytes again are the ballot that is there, and bring no earlier one back.
    for (bytes, replaces) in [(first, false), (second, true)] {
        let again = hall.cast(&id, bytes).await;
        assert_eq!(
            (again.status, &again.json()["replaces"]),
            (200, &json!(replaces))
        );
    }
    assert_eq!(hall.board(&id).await, before);

    // The slip's holder sees on the board that it voted, and which ballot counts; of another slip there is none.
    let board = hall.phone().get(&format!("/api/boxes/{id}/board")).await;
    let board = board.ok();
    let of = |slip| {
        let own = crate::hall::public(slip, &id);
        let all = board["ballots"].as_array().unwrap().iter();
        let of_slip = all.filter(|one| one["credential"] == own.as_str());
        of_slip
            .map(|one| one["tracker"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&slips[0]).len(), 2);
    assert_eq!(of(&slips[0])[1], answer["tracker"]);
    assert!(of(&slips[1]).is_empty());

    for slip in &slips[1..] {
        hall.vote(1, "town", slip, &[0, 1]).await.ok();
    }
    for slip in &hall.group("village-2").slips {
        hall.vote(1, "village", slip, &[0, 1]).await.ok();
    }
    hall.close(1).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    let results = hall.phone().get(&hall.path("results")).await.ok();
    let marks = &results["rounds"][0]["ranking"][0]["classes"][0]["marks"];
    assert_eq!(marks, &json!([4, 0, 0, 0]), "the second ballot counted");
}

async fn what_is_far_too_large_is_not_read(store: Store) {
    let hall = Hall::opened(store).await;
    let id = hall.ballot_box(1, "town").await;
    let before = hall.board(&id).await;
    let large = vec![b' '; 512 * 1024 + 1];
    hall.cast(&id, large).await.refused(413, "too_large");
    assert_eq!(hall.board(&id).await, before);
}

on_both!(
    a_ballot_is_acknowledged_with_its_tracker_and_found_on_the_board,
    the_same_bytes_again_get_the_same_answer_also_after_closing,
    a_ballot_with_any_byte_changed_is_refused,
    a_ballot_of_another_round_or_another_class_is_refused,
    a_slip_nobody_printed_is_refused,
    nothing_is_taken_before_the_round_is_opened,
    a_second_ballot_is_refused_where_the_first_counts,
    the_last_ballot_is_counted_where_the_last_counts,
    a_slip_that_voted_again_is_told_so_and_earlier_bytes_are_recognised,
    what_is_far_too_large_is_not_read,
);
