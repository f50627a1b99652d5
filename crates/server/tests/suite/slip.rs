//! Slips: public credentials handed in, slips counted, spoiled slips exchanged.

use crate::{
    engine::on_both,
    hall::{Hall, PASSWORD, Part, card, copy, public},
};
use pingyi_store::Store;
use serde_json::{Value, json};

/// The public credentials of the first box of the first group.
fn first(upload: &mut Value) -> &mut Vec<Value> {
    let list = upload.pointer_mut("/groups/0/elections/0/public_credentials");
    list.and_then(Value::as_array_mut).unwrap()
}

async fn public_credentials_are_taken_whole_or_not_at_all(store: Store) {
    let mut hall = Hall::drafted(store, &card()).await;
    let good = hall.make_slips().await;
    let path = hall.path("credentials");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut upload = good.clone();
        change(&mut upload);
        upload
    };
    let forged: [(&str, Value); 9] = [
        ("one too few", with(&|u| drop(first(u).pop()))),
        ("unsorted", with(&|u| first(u).swap(0, 1))),
        (
            "one twice",
            with(&|u| {
                let again = first(u)[0].clone();
                first(u)[1] = again;
            }),
        ),
        (
            "not a point",
            with(&|u| first(u)[0] = json!("0".repeat(63) + "2")),
        ),
        (
            "capital letters",
            with(&|u| {
                let loud = first(u)[0].as_str().unwrap().to_uppercase();
                first(u)[0] = json!(loud);
            }),
        ),
        (
            "of another group",
            with(&|u| {
                // Groups 1 and 2 share the box of the rehearsal.
                let taken = u["groups"][1].clone();
                let shared = |one: &&Value| {
                    let theirs = u["groups"][2]["elections"].as_array().unwrap().iter();
                    theirs.clone().any(|other| other["id"] == one["id"])
                };
                let all = taken["elections"].as_array().unwrap();
                let both = all.iter().find(shared).unwrap().clone();
                for election in u["groups"][2]["elections"].as_array_mut().unwrap() {
                    if election["id"] == both["id"] {
                        *election = both.clone();
                    }
                }
            }),
        ),
        (
            "a box of no round",
            with(&|u| {
                u["groups"][0]["elections"][0]["id"] = json!("aaaaaaaaaaaaaa");
            }),
        ),
        (
            "a box less",
            with(&|u| {
                u["groups"][0]["elections"].as_array_mut().unwrap().pop();
            }),
        ),
        (
            "a group less",
            with(&|u| {
                u["groups"].as_array_mut().unwrap().pop();
            }),
        ),
    ];
    for (what, upload) in forged {
        let answer = hall.organiser().post(&path, upload).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "credentials_invalid"),
            "{what}: {}",
            answer.text()
        );
        assert!(!answer.json()["faults"].as_array().unwrap().is_empty());
    }
    let fewer = with(&|u| u["groups"][0]["printed"] = json!(4_294_967_295_u32));
    let answer = hall.organiser().post(&path, fewer).await;
    answer.refused(422, "credentials_invalid");
    let groups = hall.organiser().get(&hall.path("slip-groups")).await.ok();
    for group in groups.as_array().unwrap() {
        assert_eq!(
            (&group["uploaded"], &group["printed"]),
            (&json!(false), &json!(0))
        );
    }
    hall.organiser().post(&path, good.clone()).await.ok();
    // Handing in again replaces, and adds nothing.
    hall.organiser().post(&path, good.clone()).await.ok();
    let groups = hall.organiser().get(&hall.path("slip-groups")).await.ok();
    assert_eq!(groups[0]["printed"], 4);
}

async fn no_more_slips_go_out_than_people_are_in_and_slips_are_printed(store: Store) {
    let hall = Hall::rehearsed_with(store, &card()).await;
    hall.attend(&[("organiser", 2)]).await;
    hall.issue("organiser", 3)
        .await
        .refused(422, "issue_exceeds");
    hall.issue("organiser", 5)
        .await
        .refused(422, "issue_exceeds");
    hall.issue("mayor", 1).await.refused(404, "not_found");
    hall.issue("organiser", 2).await.ok();
    // Whoever drew a slip is not marked absent behind it.
    let path = hall.path("attendance");
    let seats = hall.organiser().get(&path).await.ok();
    let drew = seats.as_array().unwrap().iter();
    let drew = drew
        .clone()
        .find(|one| one["present"] == true && one["group"] == "organiser");
    let leave = json!({ "changes": [{ "seat": drew.unwrap()["seat"], "present": false }] });
    let answer = hall.organiser().put(&path, leave).await;
    answer.refused(422, "issue_exceeds");
    let stranger =
        json!({ "changes": [{ "seat": "00000000-0000-7000-8000-000000000000", "present": true }] });
    let answer = hall.organiser().put(&path, stranger).await;
    answer.refused(422, "seat_unknown");

    let spares = json!({ "issued": 2, "spares_issued": 1 });
    let issue = hall.path("slip-groups/organiser/issue");
    let answer = hall.who("host").put(&issue, spares).await;
    answer.refused(422, "issue_exceeds");
    let groups = hall.organiser().get(&hall.path("slip-groups")).await.ok();
    assert_eq!(
        (&groups[0]["present"], &groups[0]["issued"]),
        (&json!(2), &json!(2))
    );
}

async fn slips_are_counted_only_after_they_were_made(store: Store) {
    let hall = Hall::drafted(store, &card()).await;
    hall.attend(&[]).await;
    let answer = hall.issue("organiser", 1).await;
    answer.refused(409, "slips_not_printed");
}

async fn a_spoiled_slip_takes_two_people_who_may(store: Store) {
    let hall = Hall::ready(store).await;
    let slip = copy(&hall.group("village-2").slips[3]);
    let void = hall.void("village-2", &slip, &[1]).await;
    for witness in [
        ("host", PASSWORD),
        ("auditor", "a wrong password"),
        ("nobody", PASSWORD),
        ("viewer", PASSWORD),
    ] {
        let answer = hall.spoil("village-2", void.clone(), witness).await;
        answer.refused(403, "witness_invalid");
    }
    let path = hall.path("slip-groups/village-2/spoil");
    let silent = json!({ "reason": " ", "void": void,
                         "witness": { "login": "auditor", "password": PASSWORD } });
    let answer = hall.who("host").post(&path, silent).await;
    answer.refused(422, "reason_missing");
    let group = &hall.organiser().get(&hall.path("slip-groups")).await.ok()[2];
    assert_eq!(
        (&group["spoiled"], &group["spares_issued"]),
        (&json!(0), &json!(0))
    );
    let round = hall.round(1).await;
    assert_eq!(round["boxes"][1]["spoiled"], 0);
}

async fn a_spoiled_slip_is_void_and_its_spare_votes_and_the_counts_balance(store: Store) {
    let hall = Hall::ready(store).await;
    let witness = ("auditor", PASSWORD);
    let made = hall.group("village-2");
    let (slip, spare) = (copy(&made.slips[3]), copy(&made.spares[0]));
    let id = hall.ballot_box(1, "village").await;
    // Every box that waits is to be named, with the slip's credential there and no other's.
    let answer = hall.spoil("village-2", json!([]), witness).await;
    answer.refused(422, "spoil_invalid");
    let wrong = json!([{ "box": id, "credential": "0".repeat(64) }]);
    let answer = hall.spoil("village-2", wrong, witness).await;
    answer.refused(422, "spoil_invalid");
    let mut more = hall.void("village-2", &slip, &[1]).await;
    let town = hall.ballot_box(1, "town").await;
    let foreign = json!({ "box": town, "credential": public(&slip, &town) });
    more.as_array_mut().unwrap().push(foreign);
    let answer = hall.spoil("village-2", more, witness).await;
    answer.refused(422, "spoil_invalid");

    let void = hall.void("village-2", &slip, &[1]).await;
    let group = hall.spoil("village-2", void.clone(), witness).await.ok();
    assert_eq!(
        (&group["spoiled"], &group["spares_issued"]),
        (&json!(1), &json!(1))
    );
    let answer = hall.spoil("village-2", void, witness).await;
    answer.refused(422, "spoil_invalid");
    // A later correction of the slips drawn leaves the spare counted.
    let group = hall.issue("village-2", 4).await.ok();
    assert_eq!(group["spares_issued"], 1);

    hall.open(1).await.ok();
    let before = hall.board(&id).await;
    let refused = hall.vote(1, "village", &slip, &[0, 0]).await;
    refused.refused(403, "slip_void");
    assert_eq!(hall.board(&id).await, before);
    hall.vote(1, "village", &spare, &[0, 0]).await.ok();
    for slip in &hall.group("village-2").slips[..3] {
        hall.vote(1, "village", slip, &[0, 1]).await.ok();
    }
    for slip in &hall.group("organiser").slips {
        hall.vote(1, "town", slip, &[1, 0]).await.ok();
    }
    hall.close(1).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    let results = hall.phone().get(&hall.path("results")).await.ok();
    let round = &results["rounds"][0];
    let sheet = round["count_sheet"].as_array().unwrap();
    assert!(!sheet.is_empty());
    assert!(sheet.iter().all(|line| line["holds"] == true), "{sheet:?}");
    let village = &round["classes"][1];
    assert_eq!(
        (&village["spoiled"], &village["spares_issued"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&village["returned"], &village["not_returned"]),
        (&json!(4), &json!(0))
    );
}

async fn a_slip_that_voted_is_exchanged_after_the_round(store: Store) {
    let hall = Hall::opened(store).await;
    let witness = ("trustee-1", PASSWORD);
    let made = hall.group("organiser");
    let (slip, spare) = (copy(&made.slips[0]), copy(&made.spares[0]));
    hall.vote(1, "town", &slip, &[0, 0]).await.ok();
    let void = hall.void("organiser", &slip, &[1, 2]).await;
    let answer = hall.spoil("organiser", void.clone(), witness).await;
    answer.refused(409, "slip_voted");

    for slip in &hall.group("village-2").slips {
        hall.vote(1, "village", slip, &[0, 1]).await.ok();
    }
    for slip in &hall.group("organiser").slips[1..] {
        hall.vote(1, "town", slip, &[0, 1]).await.ok();
    }
    hall.close(1).await.ok();
    // A closed round is not named: nobody learns which of its ballots was this slip's.
    let answer = hall.spoil("organiser", void, witness).await;
    answer.refused(422, "spoil_invalid");
    let rest = hall.void("organiser", &slip, &[2]).await;
    hall.spoil("organiser", rest, witness).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();
    hall.open(2).await.ok();
    let refused = hall.vote(2, "town", &slip, &[0, 0]).await;
    refused.refused(403, "slip_void");
    hall.vote(2, "town", &spare, &[0, 0]).await.ok();
}

async fn the_request_needs_a_frozen_card(store: Store) {
    let hall = Hall::registered(store).await;
    let answer = hall.organiser().get(&hall.path("credential-request")).await;
    answer.refused(409, "rule_card_not_frozen");
    let freeze = hall.path("rounds/freeze");
    let answer = hall.organiser().post(&freeze, Part::Nothing).await;
    answer.refused(409, "rule_card_not_frozen");
}

on_both!(
    public_credentials_are_taken_whole_or_not_at_all,
    no_more_slips_go_out_than_people_are_in_and_slips_are_printed,
    slips_are_counted_only_after_they_were_made,
    a_spoiled_slip_takes_two_people_who_may,
    a_spoiled_slip_is_void_and_its_spare_votes_and_the_counts_balance,
    a_slip_that_voted_is_exchanged_after_the_round,
    the_request_needs_a_frozen_card,
);
