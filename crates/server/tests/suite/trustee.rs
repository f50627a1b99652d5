//! Trustees: keys with proofs, shares with proofs.

use crate::{
    engine::on_both,
    hall::{Hall, Part, card},
};
use pingyi_ballot::TrusteeKey;
use pingyi_store::Store;
use serde_json::{Value, json};

async fn a_key_without_a_valid_proof_is_refused(store: Store) {
    let mut hall = Hall::drafted(store, &card()).await;
    let path = hall.path("trustee-key");
    let (one, other) = {
        let mut rng = hall.rng();
        let mut public = || {
            let key = TrusteeKey::generate(&mut *rng).public(&mut *rng);
            serde_json::from_str::<Value>(&key.to_json()).unwrap()
        };
        (public(), public())
    };
    let mut borrowed = one.clone();
    borrowed["pok"] = other["pok"].clone();
    let mut without = one.clone();
    without.as_object_mut().unwrap().remove("pok");
    let mut no_point = one.clone();
    no_point["public_key"] = json!("f".repeat(64));
    for forged in [borrowed, without, no_point, json!({}), json!(null)] {
        let answer = hall.who("trustee-1").put(&path, forged).await;
        answer.refused(422, "trustee_proof_invalid");
    }
    let trustees = hall.organiser().get(&hall.path("trustees")).await.ok();
    assert_eq!(trustees[0]["fingerprint"], Value::Null);

    hall.hand_in_key("trustee-1").await.ok();
    let copied = {
        let mut rng = hall.rng();
        hall.keys["trustee-1"].public(&mut *rng).to_json()
    };
    let answer = hall.who("trustee-2").put(&path, copied.as_str()).await;
    answer.refused(422, "trustee_proof_invalid");
}

async fn only_named_trustees_hand_in_keys_and_only_before_freezing(store: Store) {
    let mut hall = Hall::drafted(store, &card()).await;
    let named = json!({ "login": "viewer" });
    let answer = hall.organiser().post(&hall.path("trustees"), named).await;
    answer.refused(422, "trustee_unknown");
    let named = json!({ "login": "trustee-1" });
    let answer = hall.organiser().post(&hall.path("trustees"), named).await;
    answer.refused(409, "trustee_named");

    let freeze = hall.path("rounds/freeze");
    let answer = hall.organiser().post(&freeze, Part::Nothing).await;
    answer.refused(409, "trustees_missing");
    for login in ["trustee-1", "trustee-2"] {
        hall.hand_in_key(login).await.ok();
    }
    let answer = hall.organiser().post(&freeze, Part::Nothing).await;
    answer.refused(409, "credentials_missing");
    let upload = hall.make_slips().await;
    let path = hall.path("credentials");
    hall.organiser().post(&path, upload.clone()).await.ok();
    hall.organiser().post(&freeze, Part::Nothing).await.ok();

    let answer = hall.hand_in_key("trustee-1").await;
    answer.refused(409, "trustee_key_fixed");
    let answer = hall.organiser().post(&path, upload).await;
    answer.refused(409, "rounds_frozen");
    let answer = hall.organiser().post(&freeze, Part::Nothing).await;
    answer.refused(409, "round_state");
}

async fn a_trustee_of_no_cycle_is_told_so(store: Store) {
    let hall = Hall::registered(store).await;
    let key = {
        let mut rng = hall.rng();
        TrusteeKey::generate(&mut *rng).public(&mut *rng).to_json()
    };
    let path = hall.path("trustee-key");
    let answer = hall.who("trustee-1").put(&path, key.as_str()).await;
    answer.refused(403, "not_a_trustee");
    let answer = hall.who("trustee-1").get(&hall.path("trustee-tasks")).await;
    answer.refused(403, "not_a_trustee");
}

async fn a_share_is_checked_before_it_is_counted(store: Store) {
    let hall = Hall::opened(store).await;
    hall.vote_all([[0, 1]; 4], [[0, 1]; 4]).await;
    let (town, village) = (
        hall.ballot_box(1, "town").await,
        hall.ballot_box(1, "village").await,
    );
    let path = |id: &str| format!("/api/boxes/{id}/partial-decryptions");
    let early = hall.who("trustee-1").post(&path(&town), json!({})).await;
    early.refused(422, "decryption_invalid");

    hall.close(1).await.ok();
    let share = hall.share("trustee-1", &town).await;
    // Another trustee's, another box's, and one with a figure changed.
    let answer = hall
        .who("trustee-2")
        .post(&path(&town), share.clone())
        .await;
    answer.refused(422, "decryption_invalid");
    let answer = hall
        .who("trustee-1")
        .post(&path(&village), share.clone())
        .await;
    answer.refused(422, "decryption_invalid");
    let mut changed: Value = serde_json::from_slice(&share).unwrap();
    let factors = changed["decryption_factors"].as_array_mut().unwrap();
    factors.reverse();
    let answer = hall.who("trustee-1").post(&path(&town), changed).await;
    answer.refused(422, "decryption_invalid");
    let round = hall.round(1).await;
    assert_eq!(round["boxes"][0]["partial_decryptions"]["received"], 0);

    let receipt = hall
        .who("trustee-1")
        .post(&path(&town), share.clone())
        .await;
    assert_eq!(receipt.ok(), json!({ "received": 1, "needed": 2 }));
    let again = hall.who("trustee-1").post(&path(&town), share).await;
    again.refused(409, "already_received");
    hall.decrypt().await;
    assert_eq!(hall.round(1).await["state"], "tallied");
}

on_both!(
    a_key_without_a_valid_proof_is_refused,
    only_named_trustees_hand_in_keys_and_only_before_freezing,
    a_trustee_of_no_cycle_is_told_so,
    a_share_is_checked_before_it_is_counted,
);
