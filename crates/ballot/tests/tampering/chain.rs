//! Names that are not hashes, and chains that do not hold.

use super::{At, Case, FIRST, Scene, Step, TALLY, case};
use crate::support::forge::{data, event, replace_event};
use pingyi_ballot::Record;

// Entries of every archive: four data and the event of the setup, then a ballot and its event, four times.
const SETUP_EVENT: usize = 4;
const BALLOT: usize = 5;
const BALLOT_EVENT: usize = 6;
const NEXT_EVENT: usize = 8;

fn payload(hash: &str) -> String {
    format!(",\"payload\":\"{hash}\"")
}

/// The first ballot's event spelt otherwise, and all later events after it.
fn event_text(scene: &Scene, change: impl FnOnce(&str) -> String) -> Option<super::Forged> {
    scene.records(&At::Entry(FIRST, BALLOT_EVENT), |records| {
        let text = change(std::str::from_utf8(&records[BALLOT_EVENT].bytes).unwrap());
        replace_event(records, BALLOT_EVENT, text.into_bytes());
    })
}

fn renamed(scene: &Scene, change: impl FnOnce(&Record) -> String) -> Option<super::Forged> {
    scene.records(&At::Entry(FIRST, BALLOT), |records| {
        records[BALLOT].name = change(&records[BALLOT]);
    })
}

pub const CASES: &[Case] = &[
    case("content changed under its name", "entry-name", |s| {
        s.records(&At::Entry(FIRST, BALLOT), |records| {
            records[BALLOT].bytes[100] ^= 1
        })
    }),
    case("the name of another entry", "entry-name", |s| {
        renamed(s, |_| s.records[BALLOT + 2].name.clone())
    }),
    case("a name in upper case", "entry-name", |s| {
        renamed(s, |ballot| {
            ballot
                .name
                .replace(ballot.hash(), &ballot.hash().to_uppercase())
        })
    }),
    case("a name of an unknown kind", "entry-name", |s| {
        renamed(s, |ballot| ballot.name.replace("data", "note"))
    }),
    case("a name without a kind", "entry-name", |s| {
        renamed(s, |ballot| ballot.hash().to_owned())
    }),
    case("an event called data", "event-height", |s| {
        s.records(&At::Entry(2, NEXT_EVENT + 2), |records| {
            records[NEXT_EVENT].name = records[NEXT_EVENT].name.replace("event", "data");
        })
    }),
    case("a ballot called an event", "event-form", |s| {
        s.records(&At::Entry(FIRST, BALLOT), |records| {
            records[BALLOT].name = records[BALLOT].name.replace("data", "event");
        })
    }),
    case("a height left out", "event-height", |s| {
        event_text(s, |text| text.replace("\"height\":1", "\"height\":2"))
    }),
    case("another parent", "event-parent", |s| {
        let parent = s.records[SETUP_EVENT].hash();
        event_text(s, |text| text.replace(parent, &"0".repeat(64)))
    }),
    case("no parent", "event-parent", |s| {
        event_text(s, |text| {
            let from = text.find("\"height\"").unwrap();
            format!("{{{}", &text[from..])
        })
    }),
    case("a parent of the first event", "event-parent", |s| {
        s.records(&At::Entry(0, SETUP_EVENT), |records| {
            let hash = payload(records[SETUP_EVENT - 1].hash());
            let first = event(&"0".repeat(64), 0, "Setup", &hash);
            replace_event(records, SETUP_EVENT, first.bytes);
        })
    }),
    case("a parent in upper case", "event-form", |s| {
        let parent = s.records[SETUP_EVENT].hash();
        event_text(s, |text| text.replace(parent, &parent.to_uppercase()))
    }),
    case("a parent that is too short", "event-form", |s| {
        let parent = s.records[SETUP_EVENT].hash();
        event_text(s, |text| text.replace(parent, &parent[1..]))
    }),
    case("a height with a leading zero", "event-form", |s| {
        event_text(s, |text| text.replace("\"height\":1", "\"height\":01"))
    }),
    case("white space in an event", "event-form", |s| {
        event_text(s, |text| text.replacen(',', ", ", 1))
    }),
    case("a newline after an event", "event-form", |s| {
        event_text(s, |text| format!("{text}\n"))
    }),
    case("a field more in an event", "event-form", |s| {
        event_text(s, |text| text.replace('}', ",\"time\":1}"))
    }),
    case("fields of an event in another order", "event-form", |s| {
        event_text(s, |text| {
            text.replace(
                "\"height\":1,\"type\":\"Ballot\"",
                "\"type\":\"Ballot\",\"height\":1",
            )
        })
    }),
    case("a payload that is not there", "event-payload", |s| {
        let hash = s.records[BALLOT].hash();
        event_text(s, |text| text.replace(hash, &"0".repeat(64)))
    }),
    case("the payload of an earlier event", "event-payload", |s| {
        let (hash, setup) = (s.records[BALLOT].hash(), s.records[SETUP_EVENT - 1].hash());
        event_text(s, |text| text.replace(hash, setup))
    }),
    case("an event without its payload", "event-payload", |s| {
        let hash = payload(s.records[BALLOT].hash());
        event_text(s, |text| text.replace(&hash, ""))
    }),
    case("a ballot taken out with its event", "event-height", |s| {
        s.records(&At::Entry(FIRST, BALLOT_EVENT), |records| {
            drop(records.drain(BALLOT..=BALLOT_EVENT));
        })
    }),
    case("two ballots exchanged", "event-height", |s| {
        s.records(&At::Entry(FIRST, BALLOT_EVENT), |records| {
            records.swap(BALLOT, BALLOT + 2);
            records.swap(BALLOT_EVENT, NEXT_EVENT);
        })
    }),
    case("the data of a ballot taken out", "event-data", |s| {
        s.records(&At::Entry(FIRST, BALLOT), |records| {
            drop(records.remove(BALLOT))
        })
    }),
    case("data nobody refers to", "event-data", |s| {
        s.records(&At::Entry(FIRST, BALLOT_EVENT + 1), |records| {
            records.insert(BALLOT, data(b"{}"));
        })
    }),
    case(
        "data nobody refers to before the tally",
        "event-data",
        |s| {
            s.steps(&At::Event(TALLY), |steps| {
                let Step::Tally {
                    tally,
                    ballots,
                    weight,
                } = steps[TALLY].clone()
                else {
                    unreachable!()
                };
                steps[TALLY] = Step::Other {
                    kind: "EncryptedTally",
                    data: vec![
                        b"{}".to_vec(),
                        tally.clone(),
                        super::sized(&tally, ballots, weight),
                    ],
                };
            })
        },
    ),
    case("data after the last event", "data-stray", |s| {
        s.records(&At::FromEnd(s.result() + 1, 0), |records| {
            records.push(data(b"{}"))
        })
    }),
    case("the last event taken out", "data-stray", |s| {
        s.records(&At::FromEnd(s.result(), 0), |records| drop(records.pop()))
    }),
    case("much data of no event", "data-stray", |s| {
        s.records(&At::FromEnd(s.result() + 1, 3), |records| {
            let more = |n| data(format!("{{\"n\":{n}}}").as_bytes());
            records.extend((0..9).map(more));
        })
    }),
];
