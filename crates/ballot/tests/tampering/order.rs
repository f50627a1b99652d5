//! Boards out of order, and chains that do not hold.

use super::*;

#[test]
fn boards_out_of_order_are_refused() {
    let scene = Scene::new();
    let order = |change: fn(&mut Vec<Step>)| scene.forged(change);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "two results",
            order(|steps| steps.push(steps[RESULT].clone())),
            "event-order",
        ),
        (
            "a ballot after the end",
            order(|steps| steps.swap(LAST, END)),
            "event-order",
        ),
        (
            "a ballot after the result",
            order(|steps| steps.push(steps[FIRST].clone())),
            "event-order",
        ),
        (
            "a tally before the end",
            order(|steps| drop(steps.remove(END))),
            "event-order",
        ),
        (
            "two tallies",
            order(|steps| steps.insert(TALLY, steps[TALLY].clone())),
            "event-order",
        ),
        (
            "the end twice",
            order(|steps| steps.insert(END, Step::End)),
            "event-order",
        ),
        (
            "a share before the tally",
            order(|steps| steps.swap(TALLY, SHARE)),
            "event-order",
        ),
        (
            "a result before the shares",
            order(|steps| drop(steps.drain(SHARE..RESULT))),
            "event-order",
        ),
        (
            "two setups",
            order(|steps| steps.insert(1, steps[SETUP].clone())),
            "event-order",
        ),
        (
            "no setup",
            order(|steps| drop(steps.remove(SETUP))),
            "event-order",
        ),
        ("no events", order(Vec::clear), "no-setup"),
        (
            "a shuffle",
            order(|steps| {
                steps.insert(
                    SHARE,
                    Step::Other {
                        kind: "Shuffle",
                        data: vec![b"{}".to_vec(), b"{}".to_vec()],
                    },
                );
            }),
            "event-kind",
        ),
        (
            "an unknown event",
            order(|steps| {
                steps.insert(
                    END,
                    Step::Other {
                        kind: "Coffee",
                        data: vec![],
                    },
                );
            }),
            "event-kind",
        ),
        (
            "an end with data",
            order(|steps| {
                steps[END] = Step::Other {
                    kind: "EndBallots",
                    data: vec![b"{}".to_vec()],
                }
            }),
            "event-data",
        ),
        (
            "a ballot event without a ballot",
            order(|steps| {
                steps[FIRST] = Step::Other {
                    kind: "Ballot",
                    data: vec![],
                }
            }),
            "event-data",
        ),
        (
            "a ballot event with two ballots",
            scene.forged(|steps| {
                let data = [FIRST, LAST]
                    .map(|height| scene.text(height).into_bytes())
                    .to_vec();
                steps[FIRST] = Step::Other {
                    kind: "Ballot",
                    data,
                };
            }),
            "event-data",
        ),
        (
            "the end of another program's shuffles too early",
            order(|steps| {
                steps.insert(
                    END,
                    Step::Other {
                        kind: "EndShuffles",
                        data: vec![],
                    },
                );
            }),
            "event-order",
        ),
    ];
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
    // Boards of other programs may say that there were no shuffles.
    let said = order(|steps| {
        steps.insert(
            SHARE,
            Step::Other {
                kind: "EndShuffles",
                data: vec![],
            },
        );
    });
    verify(&said, 1).unwrap();
}

#[test]
fn broken_chains_are_refused() {
    let scene = Scene::new();
    let records = &scene.records;
    // Entries: 4 data and an event for the setup, then pairs for the ballots.
    let (setup_event, ballot, ballot_event, next_event) = (4, 5, 6, 8);
    let parent = records[setup_event].hash().to_owned();
    let payload = |hash: &str| format!(",\"payload\":\"{hash}\"");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "content changed under its name",
            scene.with_records(|records| records[ballot].bytes[100] ^= 1),
            "entry-name",
        ),
        (
            "a wrong name",
            scene.with_records(|records| records[ballot].name = records[ballot + 2].name.clone()),
            "entry-name",
        ),
        (
            "a name of another kind",
            scene.with_records(|records| {
                records[ballot].name = records[ballot].name.replace("data", "note");
            }),
            "entry-name",
        ),
        (
            "an event called data",
            scene.with_records(|records| {
                records[next_event].name = records[next_event].name.replace("event", "data");
            }),
            "event-height",
        ),
        (
            "a height left out",
            scene.with_records(|records| {
                records[ballot_event] =
                    event(&parent, 2, "Ballot", &payload(records[ballot].hash()));
            }),
            "event-height",
        ),
        (
            "another parent",
            scene.with_records(|records| {
                records[ballot_event] = event(
                    &"0".repeat(64),
                    1,
                    "Ballot",
                    &payload(records[ballot].hash()),
                );
            }),
            "event-parent",
        ),
        (
            "no parent",
            scene.with_records(|records| {
                records[ballot_event] = event("", 1, "Ballot", &payload(records[ballot].hash()));
            }),
            "event-parent",
        ),
        (
            "a payload that is not there",
            scene.with_records(|records| {
                records[ballot_event] = event(&parent, 1, "Ballot", &payload(&"0".repeat(64)));
            }),
            "event-payload",
        ),
        (
            "an event without its payload",
            scene.with_records(|records| records[ballot_event] = event(&parent, 1, "Ballot", "")),
            "event-payload",
        ),
        (
            "a ballot taken out",
            scene.with_records(|records| drop(records.drain(ballot..=ballot_event))),
            "event-height",
        ),
        (
            "two ballots exchanged",
            scene.with_records(|records| {
                records.swap(ballot, ballot + 2);
                records.swap(ballot_event, next_event);
            }),
            "event-height",
        ),
        (
            "a ballot's data taken out",
            scene.with_records(|records| drop(records.remove(ballot))),
            "event-data",
        ),
        (
            "data of no event",
            scene.with_records(|records| records.insert(ballot, forge::data(b"{}"))),
            "event-data",
        ),
        (
            "data after the last event",
            scene.with_records(|records| records.push(forge::data(b"{}"))),
            "data-stray",
        ),
        (
            "much data of no event",
            scene.with_records(|records| {
                for n in 0..9 {
                    records.push(forge::data(format!("{{\"n\":{n}}}").as_bytes()));
                }
            }),
            "data-stray",
        ),
        (
            "an event with white space",
            scene.with_records(|records| {
                let bytes = [records[ballot_event].bytes.as_slice(), b"\n"].concat();
                records[ballot_event] = Record {
                    name: format!("{}.event.json", pingyi_ballot::sha256_hex(&bytes)),
                    bytes,
                };
            }),
            "event-form",
        ),
        (
            "a share owned under another hash",
            scene.forged(|steps| {
                let owned = format!("{{\"owner\":1,\"payload\":\"{}\"}}", "0".repeat(64));
                steps[SHARE] = Step::Other {
                    kind: "PartialDecryption",
                    data: vec![scene.text(SHARE).into_bytes(), owned.into_bytes()],
                };
            }),
            "owned-reference",
        ),
        (
            "a share owned by a name",
            scene.forged(|steps| {
                let owned = b"{\"owner\":\"1\"}".to_vec();
                steps[SHARE] = Step::Other {
                    kind: "PartialDecryption",
                    data: vec![scene.text(SHARE).into_bytes(), owned],
                };
            }),
            "owned-form",
        ),
    ];
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
}
