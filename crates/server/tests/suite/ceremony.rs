//! The key ceremony: three steps of every trustee, each fault told at once, nothing lost, nothing changed once frozen.

use crate::{
    engine::on_both,
    hall::{Hall, Part, card, text},
};
use pingyi_ballot::{Trustee, Trustees, ceremony::Seed};
use pingyi_core::ceremony::CeremonyStep::{self, Certificates, Keys, Polynomials};
use pingyi_store::Store;
use serde_json::{Value, json};

/// The small card with so many trustees, of whom so many are enough.
pub(crate) fn group(count: u32, threshold: u32) -> Value {
    let mut card = card();
    card["trustees"] = json!({ "count": count, "threshold": threshold });
    card
}

async fn drafted(store: Store) -> Hall {
    Hall::drafted(store, &group(3, 2)).await
}

/// The same JSON with one figure of the text under a pointer changed to another.
fn with_figure_changed(raw: &[u8], pointer: &str) -> Vec<u8> {
    let mut document: Value = serde_json::from_slice(raw).unwrap();
    let place = document.pointer_mut(pointer).expect("a place in it");
    let mut figures = place.as_str().expect("a text").to_owned();
    let last = figures.pop().expect("not empty");
    figures.push(if last == '1' { '2' } else { '1' });
    *place = json!(figures);
    serde_json::to_vec(&document).unwrap()
}

async fn a_key_is_made_step_by_step_and_frozen_as_a_group(store: Store) {
    let mut hall = drafted(store).await;
    let view = hall.ceremony("organiser").await;
    assert_eq!(
        (&view["scheme"], &view["step"]),
        (&json!("threshold"), &json!("certificates"))
    );
    assert_eq!((&view["size"], &view["threshold"]), (&json!(3), &json!(2)));
    assert_eq!(view["own"], Value::Null, "own is for a trustee");
    assert_eq!(hall.ceremony("trustee-4").await["own"], Value::Null);
    let own = hall.ceremony("trustee-2").await["own"].clone();
    assert_eq!(own["position"], 2);
    assert_eq!(
        own["context"],
        r#"{"group":"Ed25519","size":3,"threshold":2,"index":2}"#
    );
    let freeze = hall.path("rounds/freeze");
    let refused = async |hall: &Hall| {
        let answer = hall.organiser().post(&freeze, Part::Nothing).await;
        let problem = answer.refused(409, "trustees_missing");
        text(&problem["detail"]).to_owned()
    };
    let detail = refused(&hall).await;
    assert!(detail.contains("第一步，交证书"), "{detail}");

    // One after the other; who is missing is named, and the hall's screen changes with every one.
    let made = hall.made("trustee-1", Certificates).await;
    let shown = hall
        .hand_in("trustee-1", Certificates, made.clone())
        .await
        .ok();
    assert_eq!(text(&shown["own"]["certificate"]).as_bytes(), made);
    assert_eq!(shown["own"]["certificates"], Value::Null);
    let screen = hall.phone().get("/api/screen").await.ok();
    assert_eq!(
        screen["ceremony"],
        json!({ "step": "certificates", "received": 1, "size": 3 })
    );
    let early = hall.hand_in("trustee-1", Polynomials, b"{}".to_vec()).await;
    let problem = early.refused(409, "ceremony_step");
    let detail = text(&problem["detail"]);
    assert!(detail.contains("某trustee-2、某trustee-3"), "{detail}");
    for login in ["trustee-2", "trustee-3"] {
        let made = hall.made(login, Certificates).await;
        hall.hand_in(login, Certificates, made).await.ok();
    }
    hall.step(Polynomials).await;
    let detail = refused(&hall).await;
    assert!(detail.contains("第三步，交验证公钥"), "{detail}");
    hall.step(Keys).await;
    let view = hall.ceremony("auditor").await;
    assert_eq!(view["step"], "done");
    for (member, position) in view["members"].as_array().unwrap().iter().zip(1..) {
        assert_eq!(member["position"], position);
        for part in ["certificate", "polynomial", "key"] {
            assert_eq!(member[part], true, "{part} of {position}");
        }
        assert_eq!(member["tested"], false);
    }
    // One fingerprint everywhere: of the key that the seed on the backup sheet signs with.
    let trustees = hall.organiser().get(&hall.path("trustees")).await.ok();
    for n in 0..3 {
        assert_eq!(
            trustees[n]["fingerprint"],
            view["members"][n]["fingerprint"]
        );
        assert_eq!(text(&trustees[n]["fingerprint"]).len(), 39);
    }
    let cycle = hall
        .organiser()
        .get(&format!("/api/cycles/{}", crate::hall::CYCLE))
        .await;
    let counts = json!({ "count": 3, "with_key": 3, "threshold": 2, "tested": 0 });
    assert_eq!(cycle.ok()["trustees"], counts);

    let upload = hall.make_slips().await;
    hall.organiser()
        .post(&hall.path("credentials"), upload)
        .await
        .ok();
    hall.organiser().post(&freeze, Part::Nothing).await.ok();
    let screen = hall.phone().get("/api/screen").await.ok();
    assert_eq!(screen["ceremony"], Value::Null);
    for number in 0..3 {
        let id = hall.ballot_box(number, "town").await;
        let setup = pingyi_store::ballot_box::setup(hall.app.store().reader(), &id).await;
        let raw = setup.unwrap().unwrap().trustees;
        assert!(raw.starts_with(b"[[\"Pedersen\",{\"threshold\":2,"));
        let trustees = Trustees::parse(&raw).expect("every proof in it holds");
        let [Trustee::Pedersen(group)] = trustees.list() else {
            panic!("one group and nobody else");
        };
        assert_eq!((group.threshold(), trustees.len()), (2, 3));
        let answer = hall.phone().get(&format!("/api/boxes/{id}/election")).await;
        let election = pingyi_ballot::Election::parse(&answer.body).unwrap();
        assert_eq!(*election.public_key(), trustees.combined_key());
    }
}

async fn a_certificate_that_is_wrong_is_refused(store: Store) {
    let mut hall = drafted(store).await;
    let own = hall.made("trustee-1", Certificates).await;
    let others = hall.made("trustee-2", Certificates).await;
    let mut spaced = own.clone();
    spaced.insert(1, b' ');
    let forged = [
        ("another member's", others),
        (
            "another signature",
            with_figure_changed(&own, "/signature/response"),
        ),
        ("spaces", spaced),
        ("cut short", own[..own.len() - 1].to_vec()),
        ("nothing", Vec::new()),
        ("no certificate", b"{}".to_vec()),
    ];
    for (what, raw) in forged {
        let answer = hall.hand_in("trustee-1", Certificates, raw).await;
        assert_eq!(
            answer.code(),
            "certificate_invalid",
            "{what}: {}",
            answer.text()
        );
    }
    hall.hand_in("trustee-1", Certificates, own).await.ok();
    // Two members with one seed would be one person with two shares.
    let seed = hall.seeds["trustee-1"].clone();
    let twin = hall.made_with("trustee-2", &seed, Certificates).await;
    let answer = hall.hand_in("trustee-2", Certificates, twin).await;
    answer.refused(422, "certificate_invalid");
    let view = hall.ceremony("organiser").await;
    assert_eq!(view["members"][1]["certificate"], false);
}

async fn a_polynomial_that_is_wrong_is_refused(store: Store) {
    let mut hall = drafted(store).await;
    hall.step(Certificates).await;
    let own = hall.made("trustee-1", Polynomials).await;
    let others = hall.made("trustee-2", Polynomials).await;
    let mut fewer: Value = serde_json::from_slice(&own).unwrap();
    fewer["secrets"].as_array_mut().unwrap().pop();
    let forged = [
        ("another member's", others),
        (
            "another signature",
            with_figure_changed(&own, "/coefexps/signature/response"),
        ),
        ("a share missing", serde_json::to_vec(&fewer).unwrap()),
        ("no polynomial", b"{}".to_vec()),
    ];
    for (what, raw) in forged {
        let answer = hall.hand_in("trustee-1", Polynomials, raw).await;
        assert_eq!(
            answer.code(),
            "polynomial_invalid",
            "{what}: {}",
            answer.text()
        );
    }
    hall.hand_in("trustee-1", Polynomials, own).await.ok();
}

async fn a_key_that_does_not_follow_from_the_polynomials_is_refused(store: Store) {
    let mut hall = drafted(store).await;
    hall.step(Certificates).await;
    hall.step(Polynomials).await;
    let own = hall.made("trustee-1", Keys).await;
    let others = hall.made("trustee-2", Keys).await;
    let single = {
        let mut rng = hall.rng();
        let key = pingyi_ballot::TrusteeKey::generate(&mut *rng).public(&mut *rng);
        let mut document: Value = serde_json::from_slice(&own).unwrap();
        let alone: Value = serde_json::from_str(&key.to_json()).unwrap();
        document["public_key"]["pok"] = alone["pok"].clone();
        document["public_key"]["public_key"] = alone["public_key"].clone();
        serde_json::to_vec(&document).unwrap()
    };
    let forged = [
        ("another member's", others),
        ("a key of its own", single),
        (
            "another proof",
            with_figure_changed(&own, "/public_key/pok/response"),
        ),
        (
            "another signature",
            with_figure_changed(&own, "/public_key/signature/response"),
        ),
        ("no key", b"{}".to_vec()),
    ];
    for (what, raw) in forged {
        let answer = hall.hand_in("trustee-1", Keys, raw).await;
        assert_eq!(
            answer.code(),
            "ceremony_key_invalid",
            "{what}: {}",
            answer.text()
        );
    }
    hall.hand_in("trustee-1", Keys, own).await.ok();
    assert_eq!(hall.ceremony("organiser").await["step"], "keys");
}

async fn the_same_bytes_again_change_nothing_and_others_are_refused(store: Store) {
    let mut hall = drafted(store).await;
    let mut kept = Vec::new();
    for step in [Certificates, Polynomials, Keys] {
        for login in hall.trustees.clone() {
            let made = hall.made(login, step).await;
            let first = hall.hand_in(login, step, made.clone()).await.ok();
            assert_eq!(hall.hand_in(login, step, made.clone()).await.ok(), first);
            // Made anew with the same seed: right, but the group was told another one.
            let other = hall.made_with(login, &hall.seeds[login], step).await;
            let answer = hall.hand_in(login, step, other).await;
            answer.refused(409, "already_received");
            kept.push((login, step, made));
        }
    }
    for (login, step, made) in kept {
        let shown = hall.hand_in(login, step, made).await.ok();
        assert_eq!(shown["step"], "done");
    }
    let rows = hall.who("auditor").get(&hall.path("audit")).await.ok();
    let rows = rows.as_array().unwrap().iter();
    let handed_in = rows.filter(|row| row["action"] == "ceremony.hand_in");
    assert_eq!(handed_in.count(), 9, "one row for each message");
}

async fn trustees_who_hand_in_at_the_same_time_lose_nothing(store: Store) {
    let mut hall = Hall::drafted(store, &group(5, 3)).await;
    for step in [Certificates, Polynomials, Keys] {
        let mut made = Vec::new();
        for login in hall.trustees.clone() {
            let bytes = hall.made(login, step).await;
            made.push((login, bytes));
        }
        // Everybody twice, as an impatient device does.
        let all = made.iter().chain(&made);
        let sent = all.map(|(login, bytes)| hall.hand_in(login, step, bytes.clone()));
        for answer in futures_util::future::join_all(sent).await {
            answer.ok();
        }
    }
    assert_eq!(hall.ceremony("organiser").await["step"], "done");
    hall.open_keys().await;
    assert_eq!(hall.keys.len(), 5);
}

async fn a_restart_throws_everything_away_until_rounds_are_frozen(store: Store) {
    let mut hall = drafted(store).await;
    let path = hall.path("ceremony/restart");
    let reason = json!({ "reason": "某trustee-3 丢了备份纸" });
    hall.step(Certificates).await;
    hall.step(Polynomials).await;
    let made = hall.made("trustee-1", Keys).await;
    hall.hand_in("trustee-1", Keys, made.clone()).await.ok();
    let answer = hall.organiser().post(&path, json!({ "reason": " " })).await;
    answer.refused(422, "reason_missing");
    let answer = hall.who("trustee-1").post(&path, reason.clone()).await;
    answer.refused(403, "forbidden");

    let view = hall.organiser().post(&path, reason.clone()).await.ok();
    assert_eq!(view["step"], "certificates");
    for member in view["members"].as_array().unwrap() {
        assert_eq!(
            (&member["certificate"], &member["key"]),
            (&json!(false), &json!(false))
        );
    }
    let trustees = hall.organiser().get(&hall.path("trustees")).await.ok();
    assert_eq!(trustees[0]["fingerprint"], Value::Null);
    let answer = hall.hand_in("trustee-1", Keys, made).await;
    answer.refused(409, "ceremony_step");
    let rows = hall.who("auditor").get(&hall.path("audit")).await.ok();
    let mut rows = rows.as_array().unwrap().iter();
    let row = rows
        .find(|row| row["action"] == "ceremony.restart")
        .unwrap();
    let sentence = text(&row["sentence"]);
    assert!(
        sentence.contains("第三步") && sentence.contains("丢了备份纸"),
        "{sentence}"
    );

    // With new seeds it begins again, and ends.
    hall.seeds.clear();
    hall.make_key_together().await;
    let upload = hall.make_slips().await;
    hall.organiser()
        .post(&hall.path("credentials"), upload)
        .await
        .ok();
    let freeze = hall.path("rounds/freeze");
    hall.organiser().post(&freeze, Part::Nothing).await.ok();
    let before = hall.ceremony("trustee-1").await;
    let answer = hall.organiser().post(&path, reason).await;
    answer.refused(409, "trustee_key_fixed");
    let output = text(&before["own"]["output"]).as_bytes().to_vec();
    let again = hall.hand_in("trustee-1", Keys, output).await.ok();
    assert_eq!(again, before, "a late retry is answered");
    assert_eq!(hall.ceremony("trustee-1").await, before);
}

async fn who_takes_no_part_is_told_so(store: Store) {
    let mut hall = drafted(store).await;
    let answer = hall
        .hand_in("trustee-5", Certificates, b"{}".to_vec())
        .await;
    answer.refused(403, "not_a_trustee");
    let answer = hall.hand_in_key("trustee-1").await;
    answer.refused(409, "ceremony_needed");
    let named = json!({ "login": "trustee-4" });
    let answer = hall.organiser().post(&hall.path("trustees"), named).await;
    answer.refused(409, "trustees_full");
}

async fn a_key_of_ones_own_is_no_part_of_a_group(store: Store) {
    // Handed in before anybody knew that the card asks for a group.
    let mut hall = Hall::registered(store).await;
    let named = json!({ "login": "trustee-1" });
    hall.organiser()
        .post(&hall.path("trustees"), named)
        .await
        .ok();
    hall.hand_in_key("trustee-1").await.ok();
    let view = hall.ceremony("organiser").await;
    assert_eq!(
        (&view["scheme"], &view["members"][0]["key"]),
        (&json!("single"), &json!(true))
    );
    let answer = hall
        .hand_in("trustee-1", Certificates, b"{}".to_vec())
        .await;
    answer.refused(409, "rule_card_not_frozen");
    hall.organiser()
        .put(&hall.path("rule-card"), group(3, 1))
        .await
        .ok();
    let freeze = hall.path("rule-card/freeze");
    hall.organiser().post(&freeze, Part::Nothing).await.ok();
    let view = hall.ceremony("organiser").await;
    assert_eq!(
        (&view["scheme"], &view["members"][0]["key"]),
        (&json!("threshold"), &json!(false))
    );
    let trustees = hall.organiser().get(&hall.path("trustees")).await.ok();
    assert_eq!(trustees[0]["fingerprint"], Value::Null);
}

async fn where_all_are_needed_there_is_no_ceremony(store: Store) {
    let mut hall = Hall::drafted(store, &card()).await;
    let view = hall.ceremony("trustee-1").await;
    assert_eq!(
        (&view["scheme"], &view["step"]),
        (&json!("single"), &json!("keys"))
    );
    for step in [Certificates, Polynomials, Keys] {
        let answer = hall.hand_in("trustee-1", step, b"{}".to_vec()).await;
        answer.refused(409, "ceremony_not_needed");
    }
    let reason = json!({ "reason": "重来一次" });
    let path = hall.path("ceremony/restart");
    let answer = hall.organiser().post(&path, reason).await;
    answer.refused(409, "ceremony_not_needed");
    for login in ["trustee-1", "trustee-2"] {
        hall.hand_in_key(login).await.ok();
    }
    let view = hall.ceremony("viewer").await;
    assert_eq!(
        (&view["step"], &view["threshold"]),
        (&json!("done"), &json!(2))
    );
}

async fn another_seed_makes_nothing_for_this_group(store: Store) {
    let mut hall = drafted(store).await;
    hall.step(Certificates).await;
    let stranger = {
        let mut rng = hall.rng();
        Seed::generate(&mut *rng)
    };
    let own = hall.ceremony("trustee-1").await["own"].clone();
    let certificates = text(&own["certificates"]).as_bytes();
    let certificates = pingyi_ballot::ceremony::Certificates::parse(certificates).unwrap();
    let made =
        pingyi_ballot::ceremony::Polynomial::make(&stranger, &certificates, 1, &mut *hall.rng());
    assert!(made.is_err(), "the device notices before anything is sent");
    let step = CeremonyStep::parse(text(&hall.ceremony("host").await["step"]));
    assert_eq!(step, Some(Polynomials));
}

on_both!(
    a_key_is_made_step_by_step_and_frozen_as_a_group,
    a_certificate_that_is_wrong_is_refused,
    a_polynomial_that_is_wrong_is_refused,
    a_key_that_does_not_follow_from_the_polynomials_is_refused,
    the_same_bytes_again_change_nothing_and_others_are_refused,
    trustees_who_hand_in_at_the_same_time_lose_nothing,
    a_restart_throws_everything_away_until_rounds_are_frozen,
    who_takes_no_part_is_told_so,
    a_key_of_ones_own_is_no_part_of_a_group,
    where_all_are_needed_there_is_no_ceremony,
    another_seed_makes_nothing_for_this_group,
);
