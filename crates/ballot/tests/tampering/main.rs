//! A table of archives that are wrong in one way each, and the fault each must give.

mod ballot;
mod file;
mod hints;
mod order;
mod setup;
#[path = "../support/mod.rs"]
mod support;
mod tally;

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
    for (hints, file) in hints::of_every_sort(bytes) {
        let options = VerifyOptions {
            hints: Some(&mut file.as_slice()),
            ..VerifyOptions::default()
        };
        assert_eq!(
            verify_archive(bytes, options).unwrap_err(),
            fault,
            "{what}: the same with {hints}"
        );
    }
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
