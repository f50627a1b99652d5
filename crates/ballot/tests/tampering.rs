//! A table of archives that are wrong in one way each, and the fault each must give.

mod support;

use curve25519_dalek::constants::EIGHT_TORSION;
use pingyi_ballot::{Record, VerifyFault, VerifyOptions, verify_archive};
use support::forge::{self, Step, build, event, hex, point, sign_again};
use support::{Meeting, archive, grades, varied};

fn verify(bytes: &[u8], threads: usize) -> Result<(), VerifyFault> {
    verify_archive(
        bytes,
        VerifyOptions {
            threads,
            ..VerifyOptions::default()
        },
    )
    .map(drop)
}

fn refuse(what: &str, bytes: &[u8], code: &str) -> VerifyFault {
    let fault = verify(bytes, 1).expect_err(what);
    assert_eq!(fault.code, code, "{what}: {fault}");
    assert!(!fault.zh.is_empty() && !fault.en.is_empty());
    assert_eq!(
        verify(bytes, 3).unwrap_err(),
        fault,
        "{what}: the same with three threads"
    );
    fault
}

/// A finished board of three voters, the first of whom voted twice, with what is needed to forge more.
struct Scene {
    meeting: Meeting,
    records: Vec<Record>,
    steps: Vec<Step>,
}

// Heights on the board.
const SETUP: usize = 0;
const FIRST: usize = 1;
const LAST: usize = 4;
const END: usize = 5;
const TALLY: usize = 6;
const SHARE: usize = 7;
const RESULT: usize = 9;

impl Scene {
    fn new() -> Self {
        let mut meeting = Meeting::new("tampering", grades(2, 1), 4, 2);
        let mut ballots = Vec::new();
        for (voter, grade) in [(0, 0), (1, 1), (2, 2), (0, 3)] {
            let mut bits = vec![0; 4];
            bits[grade] = 1;
            ballots.push(meeting.encrypt(voter, &[bits.clone(), bits]));
        }
        let (records, _) = meeting.board(&ballots);
        let steps = forge::steps(&records);
        assert_eq!(
            build(&steps),
            records,
            "the forger's board is the honest one when nothing is changed"
        );
        Self {
            meeting,
            records,
            steps,
        }
    }

    fn text(&self, height: usize) -> String {
        let bytes = match &self.steps[height] {
            Step::Setup { election, .. } => election,
            Step::Tally { tally, .. } => tally,
            Step::Ballot(raw) | Step::Result(raw) | Step::Share { share: raw, .. } => raw,
            _ => panic!("no document"),
        };
        String::from_utf8(bytes.clone()).unwrap()
    }

    /// The archive with the steps changed.
    fn forged(&self, change: impl FnOnce(&mut Vec<Step>)) -> Vec<u8> {
        let mut steps = self.steps.clone();
        change(&mut steps);
        archive(build(&steps))
    }

    /// The archive with another first ballot; the voter signs what it is.
    fn with_ballot(&self, change: impl FnOnce(&str) -> String) -> Vec<u8> {
        let raw = sign_again(
            &change(&self.text(FIRST)),
            &self.meeting.election,
            &self.meeting.credentials[0],
        );
        self.forged(|steps| steps[FIRST] = Step::Ballot(raw))
    }

    /// The archive with another, unsigned first ballot.
    fn with_raw_ballot(&self, change: impl FnOnce(&str) -> String) -> Vec<u8> {
        let raw = change(&self.text(FIRST)).into_bytes();
        self.forged(|steps| steps[FIRST] = Step::Ballot(raw))
    }

    fn with_records(&self, change: impl FnOnce(&mut Vec<Record>)) -> Vec<u8> {
        let mut records = self.records.clone();
        change(&mut records);
        archive(records)
    }

    fn with_setup(&self, change: impl Fn(&mut Vec<u8>, &mut Vec<u8>, &mut Vec<u8>)) -> Vec<u8> {
        self.forged(|steps| {
            let Step::Setup {
                election,
                trustees,
                roll,
            } = &mut steps[SETUP]
            else {
                unreachable!()
            };
            change(election, trustees, roll);
        })
    }

    fn with_share(&self, change: impl Fn(&mut u32, &mut Vec<u8>)) -> Vec<u8> {
        self.forged(|steps| {
            let Step::Share { owner, share } = &mut steps[SHARE] else {
                unreachable!()
            };
            change(owner, share);
        })
    }
}

/// Replaces the text between the n-th occurrence of `before` and the next quote.
fn replace_value(
    text: &str,
    before: &str,
    nth: usize,
    change: impl FnOnce(&str) -> String,
) -> String {
    let start = text.match_indices(before).nth(nth).unwrap().0 + before.len();
    let end = start + text[start..].find('"').unwrap();
    format!(
        "{}{}{}",
        &text[..start],
        change(&text[start..end]),
        &text[end..]
    )
}

fn bytes_of(text: &mut Vec<u8>, change: impl FnOnce(&str) -> String) {
    *text = change(std::str::from_utf8(text).unwrap()).into_bytes();
}

fn another_digit(value: &str) -> String {
    let last = if value.ends_with('1') { "2" } else { "1" };
    format!("{}{last}", &value[..value.len() - 1])
}

#[test]
fn the_honest_board_is_accepted_at_every_height() {
    let scene = Scene::new();
    let mut previous = 0;
    for height in 0..=RESULT {
        let verified = verify_archive(
            archive(build(&scene.steps[..=height])).as_slice(),
            VerifyOptions::default(),
        )
        .unwrap();
        assert_eq!(verified.head.height, height as u64 + 1);
        assert_eq!(verified.finished, height == RESULT);
        assert_eq!(verified.closed, height >= END);
        assert_eq!(verified.tally.is_some(), height >= TALLY);
        assert!(verified.ballots >= previous);
        previous = verified.ballots;
    }
    assert_eq!(previous, 3);
    // Without decryptions: voting has not begun, or nobody has decrypted.
    let verified = verify_archive(
        archive(build(&scene.steps[..=LAST])).as_slice(),
        VerifyOptions::default(),
    )
    .unwrap();
    assert_eq!((verified.ballots, verified.revotes), (3, 1));
    assert!(verified.sums.is_none());
}

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
fn forged_tallies_and_results_are_refused() {
    let scene = Scene::new();
    let tally_of = |heights: &[usize]| {
        let ballots = heights
            .iter()
            .map(|&height| scene.text(height).into_bytes());
        pingyi_ballot::EncryptedTally::sum_raw(&scene.meeting.election, ballots)
            .unwrap()
            .to_bytes()
    };
    let with_tally = |change: &dyn Fn(&mut Vec<u8>, &mut u64, &mut u64)| {
        scene.forged(|steps| {
            let Step::Tally {
                tally,
                ballots,
                weight,
            } = &mut steps[TALLY]
            else {
                unreachable!()
            };
            change(tally, ballots, weight);
        })
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a wrong number of ballots",
            with_tally(&|_, ballots, _| *ballots = 4),
            "tally-counts",
        ),
        (
            "a wrong total weight",
            with_tally(&|_, _, weight| *weight = 4),
            "tally-counts",
        ),
        (
            "a ballot left out of the product",
            with_tally(&|tally, _, _| *tally = tally_of(&[2, 3])),
            "tally-product",
        ),
        (
            "the first ballot of a voter who voted twice",
            with_tally(&|tally, _, _| *tally = tally_of(&[1, 2, 3])),
            "tally-product",
        ),
        (
            "white space in the tally",
            with_tally(&|tally, _, _| bytes_of(tally, |text| text.replacen(':', ": ", 1))),
            "tally-product",
        ),
        (
            "a share by another trustee",
            scene.with_share(|owner, _| *owner = 2),
            "share-proof",
        ),
        (
            "a share of nobody",
            scene.with_share(|owner, _| *owner = 3),
            "share-owner",
        ),
        (
            "a share of trustee 0",
            scene.with_share(|owner, _| *owner = 0),
            "share-owner",
        ),
        (
            "a proof of a share changed",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    replace_value(text, "\"response\":\"", 2, another_digit)
                })
            }),
            "share-proof",
        ),
        (
            "a factor of a share changed",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    replace_value(text, "[[\"", 0, |value| hex(&(point(value) + point(value))))
                });
            }),
            "share-proof",
        ),
        (
            "a factor with a torsion point",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    replace_value(text, "[[\"", 0, |value| {
                        hex(&(point(value) + EIGHT_TORSION[4]))
                    })
                });
            }),
            "point",
        ),
        (
            "a share of one question only",
            scene.with_share(|_, share| {
                bytes_of(share, |text| {
                    let factors = &text[..text.find("],[").unwrap()];
                    let proofs = &text[text.find(",\"decryption_proofs\"").unwrap()..];
                    format!("{factors}]]{proofs}")
                });
            }),
            "share-shape",
        ),
        (
            "white space in a share",
            scene.with_share(|_, share| bytes_of(share, |text| format!(" {text}"))),
            "form",
        ),
        (
            "a share twice",
            scene.forged(|steps| steps.insert(SHARE, steps[SHARE].clone())),
            "share-repeated",
        ),
        (
            "a share missing",
            scene.forged(|steps| drop(steps.remove(SHARE))),
            "share-missing",
        ),
        (
            "a mark moved in the result",
            scene.forged(|steps| {
                steps[RESULT] = Step::Result(b"{\"result\":[[1,1,0,1],[0,1,1,1]]}".to_vec())
            }),
            "result-sums",
        ),
        (
            "a result of another shape",
            scene
                .forged(|steps| steps[RESULT] = Step::Result(b"{\"result\":[[0,1,1,1]]}".to_vec())),
            "result-sums",
        ),
        (
            "a result written otherwise",
            scene.forged(|steps| {
                steps[RESULT] = Step::Result(b"{\"result\":[[0,1,1,1],[0,1,1,01]]}".to_vec())
            }),
            "form",
        ),
    ];
    assert_eq!(scene.text(RESULT), "{\"result\":[[0,1,1,1],[0,1,1,1]]}");
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
}

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
                )
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
                )
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
                )
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
        )
    });
    verify(&said, 1).unwrap();
}

#[test]
fn forged_setups_are_refused() {
    let scene = Scene::new();
    let another = Meeting::new("another", grades(2, 1), 2, 2);
    let swap_first_two =
        |text: &str| format!("[{},{},{}", &text[68..134], &text[1..67], &text[135..]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "an election with white space",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replacen(',', ", ", 1))
            }),
            "form",
        ),
        (
            "an election with a newline",
            scene.with_setup(|election, _, _| election.push(b'\n')),
            "form",
        ),
        (
            "an election of another version",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| {
                    text.replace("\"version\":1", "\"version\":2")
                })
            }),
            "form",
        ),
        (
            "an election on another group",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replace("Ed25519", "Ed448"))
            }),
            "protocol",
        ),
        (
            "more choices than answers",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replacen("\"max\":1", "\"max\":5", 1))
            }),
            "question",
        ),
        (
            "fewest above most",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| text.replacen("\"min\":1", "\"min\":2", 1))
            }),
            "question",
        ),
        (
            "an election key outside the group",
            scene.with_setup(|election, _, _| {
                bytes_of(election, |text| {
                    replace_value(text, "\"public_key\":\"", 0, |key| {
                        hex(&(point(key) + EIGHT_TORSION[4]))
                    })
                });
            }),
            "point",
        ),
        (
            "a trustee key without proof",
            scene.with_setup(|_, trustees, _| {
                bytes_of(trustees, |text| {
                    replace_value(text, "\"response\":\"", 1, another_digit)
                })
            }),
            "trustee-proof",
        ),
        (
            "trustees of another election",
            scene.with_setup(|_, trustees, _| *trustees = another.trustees.to_bytes()),
            "election-key",
        ),
        (
            "trustees with white space",
            scene.with_setup(|_, trustees, _| trustees.push(b' ')),
            "trustee-form",
        ),
        (
            "a trustee twice",
            scene.with_setup(|_, trustees, _| {
                bytes_of(trustees, |text| {
                    let first = &text[1..text.find("],[").unwrap() + 1];
                    format!("[{first},{first}]")
                });
            }),
            "trustee-repeated",
        ),
        (
            "no trustees",
            scene.with_setup(|_, trustees, _| *trustees = b"[]".to_vec()),
            "trustee-none",
        ),
        (
            "a roll out of order",
            scene.with_setup(|_, _, roll| bytes_of(roll, swap_first_two)),
            "roll-order",
        ),
        (
            "a credential twice",
            scene.with_setup(|_, _, roll| {
                bytes_of(roll, |text| format!("{},{}", &text[..67], &text[1..]))
            }),
            "roll-repeated",
        ),
        (
            "a credential outside the group",
            scene.with_setup(|_, _, roll| {
                bytes_of(roll, |text| {
                    replace_value(text, "[\"", 0, |key| hex(&(point(key) + EIGHT_TORSION[2])))
                })
            }),
            "point",
        ),
        (
            "the identity as a credential",
            scene.with_setup(|_, _, roll| {
                bytes_of(roll, |text| {
                    replace_value(text, "[\"", 0, |_| format!("{:064x}", 1))
                })
            }),
            "point",
        ),
        (
            "a roll with white space",
            scene.with_setup(|_, _, roll| bytes_of(roll, |text| text.replacen(',', ", ", 1))),
            "form",
        ),
        (
            "a voter removed after voting",
            scene.with_setup(|_, _, roll| {
                let voted = scene.meeting.credentials[0]
                    .public(scene.meeting.election.id())
                    .to_hex();
                bytes_of(roll, |text| {
                    text.replace(&format!("\"{voted}\","), "")
                        .replace(&format!(",\"{voted}\""), "")
                });
            }),
            "ballot-credential",
        ),
        (
            "setup data that refer elsewhere",
            scene.forged(|steps| {
                let Step::Setup {
                    election,
                    trustees,
                    roll,
                } = steps[SETUP].clone()
                else {
                    unreachable!()
                };
                let hash = "0".repeat(64);
                let setup = format!(
                    "{{\"election\":\"{hash}\",\"trustees\":\"{hash}\",\"credentials\":\"{hash}\"}}"
                );
                steps[SETUP] = Step::Other {
                    kind: "Setup",
                    data: vec![election, trustees, roll, setup.into_bytes()],
                };
            }),
            "setup-reference",
        ),
        (
            "setup data that are none",
            scene.forged(|steps| {
                let Step::Setup {
                    election,
                    trustees,
                    roll,
                } = steps[SETUP].clone()
                else {
                    unreachable!()
                };
                steps[SETUP] = Step::Other {
                    kind: "Setup",
                    data: vec![election, trustees, roll, b"{}".to_vec()],
                };
            }),
            "setup-form",
        ),
    ];
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
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
                records[ballot].name = records[ballot].name.replace("data", "note")
            }),
            "entry-name",
        ),
        (
            "an event called data",
            scene.with_records(|records| {
                records[next_event].name = records[next_event].name.replace("event", "data")
            }),
            "event-height",
        ),
        (
            "a height left out",
            scene.with_records(|records| {
                records[ballot_event] =
                    event(&parent, 2, "Ballot", &payload(records[ballot].hash()))
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
                )
            }),
            "event-parent",
        ),
        (
            "no parent",
            scene.with_records(|records| {
                records[ballot_event] = event("", 1, "Ballot", &payload(records[ballot].hash()))
            }),
            "event-parent",
        ),
        (
            "a payload that is not there",
            scene.with_records(|records| {
                records[ballot_event] = event(&parent, 1, "Ballot", &payload(&"0".repeat(64)))
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

#[test]
fn files_of_another_form_are_refused() {
    let scene = Scene::new();
    let honest = archive(scene.records.clone());
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = honest.clone();
        change(&mut bytes);
        bytes
    };
    // Header block at the given offset: sets a field and corrects the checksum, as tar programs do.
    let field = |at: usize, offset: usize, text: &str| {
        changed(&|bytes| {
            let block = &mut bytes[at..at + 512];
            block[offset..offset + text.len()].copy_from_slice(text.as_bytes());
            block[148..156].copy_from_slice(b"        ");
            let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
            block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        })
    };
    let first = 1024;
    let election_end = first + 512 + scene.records[0].bytes.len();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing", Vec::new(), "archive-truncated"),
        ("another file", b"PK\x03\x04".repeat(300), "archive-header"),
        (
            "blocks at the end",
            changed(&|bytes| bytes.extend([0; 1024])),
            "archive-header",
        ),
        (
            "a byte at the end",
            changed(&|bytes| bytes.push(0)),
            "archive-truncated",
        ),
        (
            "half an entry",
            changed(&|bytes| bytes.truncate(first + 700)),
            "archive-truncated",
        ),
        (
            "half a block",
            changed(&|bytes| bytes.truncate(bytes.len() - 1)),
            "archive-truncated",
        ),
        (
            "something in the padding",
            changed(&|bytes| bytes[election_end] = 1),
            "archive-padding",
        ),
        (
            "another mode",
            field(first, 100, "0000755"),
            "archive-header",
        ),
        ("a user", field(first, 108, "0001750"), "archive-header"),
        ("a link", field(first, 156, "2"), "archive-header"),
        ("a magic", field(first, 257, "ustar"), "archive-header"),
        (
            "a size in other digits",
            field(first, 124, "         17"),
            "archive-header",
        ),
        (
            "a checksum in other digits",
            changed(&|bytes| bytes[first + 155] = 0),
            "archive-header",
        ),
        (
            "another time",
            field(first, 136, &format!("{:011o}", support::TIMESTAMP + 1)),
            "archive-time",
        ),
        (
            "another time in front",
            field(0, 136, &format!("{:011o}", support::TIMESTAMP + 1)),
            "archive-time",
        ),
        (
            "another version",
            changed(&|bytes| bytes[512 + 11] = b'2'),
            "archive-belenios",
        ),
        (
            "another first entry",
            field(0, 0, "BELENIOT"),
            "archive-belenios",
        ),
        (
            "no first entry",
            changed(&|bytes| drop(bytes.drain(..first))),
            "archive-belenios",
        ),
        (
            "an entry of eight gigabytes",
            field(first, 124, "77777777777"),
            "archive-large",
        ),
        (
            "an entry longer than the file",
            field(first, 124, "00777777777"),
            "archive-truncated",
        ),
    ];
    for (what, bytes, code) in cases {
        refuse(what, &bytes, code);
    }
}

#[test]
fn every_byte_of_an_archive_matters() {
    let scene = Scene::new();
    let honest = archive(scene.records.clone());
    for at in (0..honest.len()).step_by(131) {
        let mut bytes = honest.clone();
        bytes[at] ^= 1;
        assert!(verify(&bytes, 1).is_err(), "byte {at}");
    }
    for length in (0..honest.len()).step_by(509) {
        // Cut between events it is a shorter board; anywhere else it is no archive.
        if let Ok(verified) = verify_archive(&honest[..length], VerifyOptions::default()) {
            assert!(!verified.finished);
        }
    }
}

#[test]
fn a_board_that_lost_a_witnessed_event_is_refused() {
    let scene = Scene::new();
    let honest = archive(scene.records.clone());
    let witnessed: Vec<String> = scene
        .records
        .iter()
        .filter(|record| record.name.ends_with("event.json"))
        .map(|record| record.hash().to_owned())
        .collect();
    let options = || VerifyOptions {
        witnessed: witnessed.clone(),
        ..VerifyOptions::default()
    };
    verify_archive(honest.as_slice(), options()).unwrap();
    let without_last_ballot = scene.forged(|steps| drop(steps.drain(LAST..)));
    let fault = verify_archive(without_last_ballot.as_slice(), options()).unwrap_err();
    assert_eq!(fault.code, "witness-missing");
}

#[test]
fn the_first_fault_is_reported_even_when_later_ones_are_cheaper_to_find() {
    let scene = Scene::new();
    let bytes = scene.forged(|steps| {
        let forged = replace_value(
            &scene.text(2),
            "\"proof\":{\"challenge\":\"",
            0,
            another_digit,
        );
        steps[2] = Step::Ballot(forged.into_bytes());
        steps.insert(LAST, steps[FIRST].clone());
    });
    let fault = refuse(
        "a forged ballot before a replayed one",
        &bytes,
        "ballot-signature",
    );
    assert_eq!(fault.height, Some(2));
    let bytes = [bytes, vec![7; 100]].concat();
    assert_eq!(
        refuse("rubbish at the end as well", &bytes, "ballot-signature").height,
        Some(2)
    );
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
