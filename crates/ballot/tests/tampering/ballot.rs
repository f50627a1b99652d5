//! Forged ballots.

use super::*;

#[test]
fn forged_ballots_are_refused() {
    let scene = Scene::new();
    let another = Meeting::new("another election", grades(2, 1), 1, 1);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a signature that is not one",
            scene.with_raw_ballot(|raw| {
                replace_value(raw, "\"proof\":{\"challenge\":\"", 0, another_digit)
            }),
            "ballot-signature",
        ),
        (
            "a changed choice, not signed again",
            scene.with_raw_ballot(|raw| {
                replace_value(raw, "\"alpha\":\"", 0, |_| hex(&EIGHT_TORSION[0]))
            }),
            "ballot-signature",
        ),
        (
            "another voter's credential under one's own signature",
            scene.with_ballot(|raw| {
                let other = scene.meeting.credentials[1]
                    .public(scene.meeting.election.id())
                    .to_hex();
                replace_value(raw, "\"credential\":\"", 0, |_| other)
            }),
            "ballot-signature",
        ),
        (
            "upper-case hexadecimal",
            scene.with_ballot(|raw| replace_value(raw, "\"alpha\":\"", 0, str::to_uppercase)),
            "ballot-form",
        ),
        (
            "a leading zero in a response",
            scene.with_ballot(|raw| {
                replace_value(raw, "\"response\":\"", 0, |value| format!("0{value}"))
            }),
            "ballot-form",
        ),
        (
            "a response above the group order",
            scene.with_ballot(|raw| {
                let q =
                    "7237005577332262213973186563042994240857116359379907606001950938285454250989";
                replace_value(raw, "\"response\":\"", 0, |_| q.into())
            }),
            "ballot-form",
        ),
        (
            "a newline at the end",
            scene.with_raw_ballot(|raw| format!("{raw}\n")),
            "ballot-form",
        ),
        (
            "white space",
            scene.with_ballot(|raw| raw.replacen("\"answers\":", "\"answers\": ", 1)),
            "ballot-form",
        ),
        (
            "a field more",
            scene.with_ballot(|raw| raw.replacen("{\"choices\"", "{\"extra\":1,\"choices\"", 1)),
            "ballot-form",
        ),
        (
            "an absent option written out",
            scene.with_ballot(|raw| raw.replacen("]}]", "],\"blank_proof\":null}]", 1)),
            "ballot-form",
        ),
        (
            "fields in another order",
            scene.with_ballot(|raw| {
                let alpha = raw.find("\"alpha\":").unwrap();
                let (first, second) = (&raw[alpha..alpha + 74], &raw[alpha + 75..alpha + 148]);
                format!("{}{second},{first}{}", &raw[..alpha], &raw[alpha + 148..])
            }),
            "ballot-form",
        ),
        (
            "a ballot of another election",
            scene.with_ballot(|raw| {
                replace_value(raw, "\"election_uuid\":\"", 0, |_| {
                    another.election.id().to_string()
                })
            }),
            "ballot-election",
        ),
        (
            "a ballot of the same election with another text",
            scene.with_ballot(|raw| {
                replace_value(raw, "\"election_hash\":\"", 0, |_| {
                    another.election.fingerprint().into()
                })
            }),
            "ballot-election",
        ),
        (
            "a credential that is not on the roll",
            scene.with_ballot(|raw| {
                let stranger = another.credentials[0]
                    .public(scene.meeting.election.id())
                    .to_hex();
                replace_value(raw, "\"credential\":\"", 0, |_| stranger)
            }),
            "ballot-credential",
        ),
        (
            "an answer missing",
            scene.with_ballot(|raw| {
                format!("{}]", &raw[..raw.rfind(",{\"choices\"").unwrap()]) + ",\"signature\""
            }),
            "ballot-shape",
        ),
        (
            "a torsion point added to a ciphertext",
            scene.with_ballot(|raw| {
                replace_value(raw, "\"alpha\":\"", 0, |value| {
                    hex(&(point(value) + EIGHT_TORSION[4]))
                })
            }),
            "ballot-point",
        ),
        (
            "a torsion point of order 8",
            scene.with_ballot(|raw| {
                replace_value(raw, "\"beta\":\"", 3, |value| {
                    hex(&(point(value) + EIGHT_TORSION[1]))
                })
            }),
            "ballot-point",
        ),
        (
            "the identity in a ciphertext",
            scene.with_ballot(|raw| {
                replace_value(raw, "\"beta\":\"", 7, |_| hex(&EIGHT_TORSION[0]))
            }),
            "ballot-point",
        ),
        (
            "not a point of the curve",
            scene.with_ballot(|raw| {
                replace_value(raw, "\"alpha\":\"", 5, |_| format!("{:064x}", 2))
            }),
            "ballot-point",
        ),
        (
            "a choice replaced by another ciphertext",
            scene.with_ballot(|raw| {
                let other = replace_value(raw, "\"alpha\":\"", 1, str::to_owned);
                let start = other.find("{\"alpha\"").unwrap();
                let second = other[start + 1..].find("{\"alpha\"").unwrap() + start + 1;
                let (a, b) = (
                    &other[start..second - 1],
                    &other[second..second + second - start - 1],
                );
                format!("{}{b},{a}{}", &other[..start], &other[second + b.len()..])
            }),
            "ballot-choice",
        ),
        (
            "a proof of a choice changed",
            scene.with_ballot(|raw| replace_value(raw, "\"response\":\"", 0, another_digit)),
            "ballot-choice",
        ),
        (
            "the proof of the bounds of another contest",
            scene.with_ballot(|raw| {
                let field = "\"overall_proof\":[{\"challenge\":\"";
                let first = raw.match_indices(field).nth(1).unwrap().0 + field.len();
                let value = raw[first..].split('"').next().unwrap().to_owned();
                replace_value(raw, field, 0, |_| value)
            }),
            "ballot-bounds",
        ),
        (
            "the same ballot twice",
            scene.forged(|steps| steps.insert(FIRST + 1, steps[FIRST].clone())),
            "ballot-replayed",
        ),
        (
            "an old ballot brought back after a revote",
            scene.forged(|steps| steps.insert(LAST + 1, steps[FIRST].clone())),
            "ballot-replayed",
        ),
    ];
    for (what, bytes, code) in cases {
        let fault = refuse(what, &bytes, code);
        assert!(
            fault.height.is_some() && fault.entry.ends_with(".data.json"),
            "{what}: {fault}"
        );
    }
}

#[test]
fn every_changed_byte_of_a_ballot_is_refused() {
    let mut meeting = Meeting::new("bytes", varied(), 1, 1);
    let choices = meeting.choices();
    let raw = meeting.encrypt(0, &choices);
    for at in 0..raw.len() {
        for flip in [0x01, 0x20] {
            let mut changed = raw.clone();
            changed[at] ^= flip;
            let fault = pingyi_ballot::check_ballot(&meeting.election, &meeting.roll, &changed);
            assert!(fault.is_err(), "byte {at} with {flip:#x}");
        }
    }
}

#[test]
fn every_number_of_a_ballot_is_proved_even_when_its_voter_signs_another() {
    let mut meeting = Meeting::new("numbers", varied(), 1, 1);
    let choices = meeting.choices();
    let raw = String::from_utf8(meeting.encrypt(0, &choices)).unwrap();
    let mut codes = std::collections::BTreeSet::new();
    let mut refuse = |changed: String| {
        let raw = sign_again(&changed, &meeting.election, &meeting.credentials[0]);
        let fault =
            pingyi_ballot::check_ballot(&meeting.election, &meeting.roll, &raw).unwrap_err();
        assert!(
            !fault.code().contains("form") && !fault.code().contains("signature"),
            "{fault}"
        );
        codes.insert(fault.code());
    };
    let answers = &raw[..raw.find(",\"signature\"").unwrap()];
    for field in ["\"challenge\":\"", "\"response\":\""] {
        for nth in 0..answers.matches(field).count() {
            refuse(replace_value(&raw, field, nth, another_digit));
        }
    }
    for field in ["\"alpha\":\"", "\"beta\":\""] {
        for nth in 0..answers.matches(field).count() {
            refuse(replace_value(&raw, field, nth, |value| {
                hex(&(point(value) + point(value)))
            }));
            refuse(replace_value(&raw, field, nth, |value| {
                hex(&(point(value) + EIGHT_TORSION[4]))
            }));
        }
    }
    assert_eq!(
        codes.into_iter().collect::<Vec<_>>(),
        [
            "ballot-blank",
            "ballot-bounds",
            "ballot-choice",
            "ballot-point"
        ]
    );
}
