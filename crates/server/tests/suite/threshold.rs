//! Meetings whose boxes some of the trustees open: any of them, as many as needed, and no more.

use crate::{
    ceremony::group,
    engine::on_both,
    hall::{Hall, Part, text},
};
use pingyi_ballot::{VerifyOptions, verify_archive};
use pingyi_store::Store;
use serde_json::{Value, json};

/// Votes of the town organisers whose ranking is worked by hand in the tests of rounds: 94.00 and 63.67.
const TOWNS: [[usize; 2]; 4] = [[0, 3], [0, 3], [1, 2], [0, 4]];
const VILLAGES: [[usize; 2]; 4] = [[0, 1], [0, 1], [1, 1], [4, 2]];

/// Round 1 closed with these votes.
async fn closed(store: Store, count: u32, threshold: u32) -> Hall {
    let hall = Hall::ready_with(store, &group(count, threshold)).await;
    hall.open(1).await.ok();
    hall.vote_all(TOWNS, VILLAGES).await;
    hall.close(1).await.ok();
    hall
}

async fn give(hall: &Hall, login: &str, id: &str) -> crate::hall::Answer {
    let share = hall.share(login, id).await;
    let path = format!("/api/boxes/{id}/partial-decryptions");
    hall.who(login).post(&path, share).await
}

/// The result is what was voted, and both archives are accepted.
async fn is_right(hall: &Hall) {
    hall.reveal(1, true).await.ok();
    let results = hall.phone().get(&hall.path("results")).await.ok();
    let ranking = &results["rounds"][0]["ranking"];
    let scores = [0, 1].map(|n| text(&ranking[n]["score"]).to_owned());
    assert_eq!(scores, ["94.00", "63.67"]);
    for class in ["town", "village"] {
        let id = hall.ballot_box(1, class).await;
        let path = format!("/api/boxes/{id}/archive");
        let archive = hall.phone().get(&path).await;
        let verified = verify_archive(archive.body.as_slice(), VerifyOptions::default());
        assert!(verified.expect("it verifies").finished, "{class}");
    }
}

async fn two_of_three_open_every_box_without_the_third(store: Store) {
    let hall = closed(store, 3, 2).await;
    let waiting = hall.who("host").get(&hall.path("host")).await.ok();
    let step = &waiting["step"];
    assert!(text(&step["detail"]).contains("任意 2 位监票人"), "{step}");
    assert!(
        text(&step["waiting_for"]).contains("其中任意 2 位"),
        "{step}"
    );
    hall.decrypt_as("trustee-1").await;
    let screen = hall.phone().get("/api/screen").await.ok();
    let trustees = &screen["tally"]["trustees"];
    assert_eq!(
        (&trustees["received"], &trustees["needed"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(hall.round(1).await["state"], "closed", "one is not enough");
    hall.decrypt_as("trustee-3").await;
    assert_eq!(hall.round(1).await["state"], "tallied");

    // The second trustee is not asked any more, and told so politely where one tries.
    let tasks = hall
        .who("trustee-2")
        .get(&hall.path("trustee-tasks"))
        .await
        .ok();
    for task in tasks.as_array().unwrap() {
        assert_eq!(
            (&task["done"], &task["opened"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(
            task["partial_decryptions"],
            json!({ "received": 2, "needed": 2 })
        );
    }
    is_right(&hall).await;
}

async fn boxes_of_one_round_are_opened_by_different_trustees(store: Store) {
    let hall = closed(store, 3, 2).await;
    let (town, village) = (
        hall.ballot_box(1, "town").await,
        hall.ballot_box(1, "village").await,
    );
    let receipt = give(&hall, "trustee-3", &town).await.ok();
    assert_eq!(receipt, json!({ "received": 1, "needed": 2 }));
    // A share that was ready before the box was opened comes too late, and changes nothing.
    let late = hall.share("trustee-2", &town).await;
    let receipt = give(&hall, "trustee-1", &town).await.ok();
    assert_eq!(receipt, json!({ "received": 2, "needed": 2 }));
    let before = hall.board(&town).await;
    let path = format!("/api/boxes/{town}/partial-decryptions");
    let answer = hall.who("trustee-2").post(&path, late.clone()).await;
    let problem = answer.refused(409, "decryption_not_needed");
    assert!(text(&problem["detail"]).contains("谢谢"));
    assert_eq!(hall.board(&town).await, before);
    let round = hall.round(1).await;
    assert_eq!(
        (&round["state"], &round["boxes"][0]["opened"]),
        (&json!("closed"), &json!(true))
    );

    give(&hall, "trustee-2", &village).await.ok();
    let again = give(&hall, "trustee-2", &village).await;
    again.refused(409, "already_received");
    // Another member's share is none of one's own, also in a group.
    let others = hall.share("trustee-1", &village).await;
    let path = format!("/api/boxes/{village}/partial-decryptions");
    let answer = hall.who("trustee-3").post(&path, others).await;
    answer.refused(422, "decryption_invalid");
    give(&hall, "trustee-3", &village).await.ok();
    assert_eq!(hall.round(1).await["state"], "tallied");
    let path = format!("/api/boxes/{town}/partial-decryptions");
    let answer = hall.who("trustee-2").post(&path, late).await;
    answer.refused(409, "decryption_not_needed");
    is_right(&hall).await;
}

async fn one_of_three_is_enough_where_the_card_says_so(store: Store) {
    let hall = closed(store, 3, 1).await;
    let town = hall.ballot_box(1, "town").await;
    let receipt = give(&hall, "trustee-2", &town).await.ok();
    assert_eq!(receipt, json!({ "received": 1, "needed": 1 }));
    hall.decrypt_as("trustee-3").await;
    assert_eq!(hall.round(1).await["state"], "tallied");
    is_right(&hall).await;
}

async fn three_of_five_open_every_box(store: Store) {
    let hall = closed(store, 5, 3).await;
    for login in ["trustee-5", "trustee-2"] {
        hall.decrypt_as(login).await;
        assert_eq!(hall.round(1).await["state"], "closed");
    }
    hall.decrypt_as("trustee-4").await;
    assert_eq!(hall.round(1).await["state"], "tallied");
    is_right(&hall).await;
}

/// A rehearsal decrypted by these trustees only, and not yet cleared.
async fn rehearsed_by(store: Store, logins: &[&str]) -> Hall {
    let hall = Hall::frozen_with(store, &group(3, 2)).await;
    hall.open(0).await.ok();
    let slip = crate::hall::copy(&hall.group("organiser").slips[0]);
    hall.vote(0, "town", &slip, &[0, 0, 0]).await.ok();
    hall.close(0).await.ok();
    for login in logins {
        hall.decrypt_as(login).await;
    }
    hall
}

async fn clear(hall: &Hall) {
    let path = hall.path("rehearsal/clear");
    hall.organiser().post(&path, Part::Nothing).await.ok();
    hall.attend(&[]).await;
    for group in ["organiser", "village-1", "village-2"] {
        hall.issue(group, 4).await.ok();
    }
}

async fn every_key_can_be_tried_in_the_rehearsal(store: Store) {
    let hall = rehearsed_by(store, &["trustee-1"]).await;
    let trustees = hall.round(1).await["trustees"].clone();
    assert_eq!(
        (&trustees["tested"], &trustees["needed"]),
        (&json!(1), &json!(2))
    );
    let warning = text(&trustees["warning"]);
    assert!(warning.contains("某trustee-2、某trustee-3"), "{warning}");
    hall.decrypt_as("trustee-2").await;
    // Enough to open it: the host is told whose key is still untried, and the third may try it after all.
    let host = hall.who("host").get(&hall.path("host")).await.ok();
    assert_eq!(host["step"]["code"], "rehearse_clear");
    let detail = text(&host["step"]["detail"]);
    assert!(
        detail.contains("某trustee-3 还没有在演练中试过"),
        "{detail}"
    );
    let id = hall.ballot_box(0, "town").await;
    let board = hall.board(&id).await;
    let receipt = give(&hall, "trustee-3", &id).await.ok();
    assert_eq!(receipt, json!({ "received": 3, "needed": 2 }));
    assert_eq!(hall.board(&id).await, board, "the result stands");
    let trustees = hall.round(1).await["trustees"].clone();
    let all = json!({ "count": 3, "needed": 2, "tested": 3, "untested": [], "warning": null, "warning_en": null });
    assert_eq!(trustees, all);
    clear(&hall).await;
    hall.open(1).await.ok();
}

async fn a_key_not_tried_is_told_before_the_round_opens(store: Store) {
    let hall = rehearsed_by(store, &["trustee-1", "trustee-3"]).await;
    clear(&hall).await;
    let ceremony = hall.ceremony("host").await;
    let tested = [0, 1, 2].map(|n| ceremony["members"][n]["tested"].clone());
    assert_eq!(tested, [json!(true), json!(false), json!(true)]);
    let warning = hall.round(1).await["trustees"]["warning"].clone();
    let warning = text(&warning);
    assert!(
        warning.contains("某trustee-2 没有在演练中证明密钥可用"),
        "{warning}"
    );
    assert!(warning.contains("一名也不能缺席"), "{warning}");
    let host = hall.who("host").get(&hall.path("host")).await.ok();
    assert_eq!(host["step"]["code"], "open");
    assert!(text(&host["step"]["detail"]).contains(warning));
    // Two are enough: the round opens, is tallied by them, and also by the one who was not tried.
    hall.open(1).await.ok();
    hall.vote_all(TOWNS, VILLAGES).await;
    hall.close(1).await.ok();
    hall.decrypt_as("trustee-2").await;
    hall.decrypt_as("trustee-3").await;
    is_right(&hall).await;
}

async fn with_fewer_keys_proved_than_needed_no_round_opens(store: Store) {
    let hall = rehearsed_by(store, &["trustee-1", "trustee-2"]).await;
    clear(&hall).await;
    // As after a repaired database, or a change of the program: no step of the meeting leads here.
    let c = hall.app.store().reader();
    let cycles = pingyi_store::cycle::list(c).await.unwrap();
    let listed = pingyi_store::trustee::list(c, cycles[0].id).await.unwrap();
    let key = listed[1].public_key.clone().unwrap();
    pingyi_store::trustee::put_key(c, cycles[0].id, 2, &key)
        .await
        .unwrap();
    let before: Value = hall.round(1).await;
    let problem = hall.open(1).await.refused(409, "trustees_untested");
    let detail = text(&problem["detail"]);
    for words in [
        "要 2 名监票人",
        "只有 1 名",
        "某trustee-2、某trustee-3",
        "备份纸",
    ] {
        assert!(detail.contains(words), "{detail}");
    }
    assert_eq!(hall.round(1).await, before);
    assert_eq!(before["trustees"]["warning"], detail);
}

on_both!(
    two_of_three_open_every_box_without_the_third,
    boxes_of_one_round_are_opened_by_different_trustees,
    one_of_three_is_enough_where_the_card_says_so,
    three_of_five_open_every_box,
    every_key_can_be_tried_in_the_rehearsal,
    a_key_not_tried_is_told_before_the_round_opens,
    with_fewer_keys_proved_than_needed_no_round_opens,
);
