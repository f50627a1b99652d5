//! A table of boards that are wrong in one way each, and the fault each must give: code, entry and event.
//! Each way is tried on three elections, and everything that can be made right after it is made right.

#![expect(
    clippy::semicolon_if_nothing_returned,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "the ways of forging are closures of one type"
)]

mod ballot;
mod bytes;
mod chain;
mod codes;
mod file;
mod group;
mod growth;
mod hints;
mod order;
mod prover;
mod scene;
mod setup;
#[path = "../support/mod.rs"]
mod support;
mod tally;
mod trustee;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::EdwardsPoint;
use group::Group;
use pingyi_ballot::{Verified, VerifyFault, VerifyOptions, sha256_hex, verify_archive};
use scene::{At, END, FIRST, Forged, LAST, SETUP, SHARE, Scene, TALLY, World};
use support::archive;
use support::forge::{Step, build};

/// A kind of tampering.
#[derive(Clone, Copy)]
pub struct Case {
    /// In a few words.
    pub what: &'static str,
    /// Code of the fault it must give.
    pub code: &'static str,
    /// `None` where the election has nothing to tamper with in this way.
    pub forge: fn(&Scene) -> Option<Forged>,
}

const fn case(what: &'static str, code: &'static str, forge: fn(&Scene) -> Option<Forged>) -> Case {
    Case { what, code, forge }
}

/// All kinds.
pub fn corpus() -> impl Iterator<Item = &'static Case> {
    [
        file::CASES,
        chain::CASES,
        order::CASES,
        setup::CASES,
        trustee::CASES,
        ballot::CASES,
        tally::CASES,
    ]
    .into_iter()
    .flatten()
}

fn torsion(index: usize) -> EdwardsPoint {
    EIGHT_TORSION[index]
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

/// The counts beside a tally.
fn sized(tally: &[u8], ballots: u64, weight: u64) -> Vec<u8> {
    let hash = sha256_hex(tally);
    format!(
        "{{\"num_tallied\":{ballots},\"total_weight\":{weight},\"encrypted_tally\":\"{hash}\"}}"
    )
    .into_bytes()
}

/// Everything `Verified` says, in a form that can be compared.
fn told(verified: &Verified) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        (
            verified.election.raw().to_vec(),
            verified.fingerprint.clone(),
        ),
        (verified.trustees.clone(), verified.roll.to_bytes()),
        (verified.timestamp, verified.ballots, verified.revotes),
        (
            verified.trackers.clone(),
            verified.closed,
            verified.tally.clone(),
        ),
        (
            verified.shares.clone(),
            verified.finished,
            verified.sums.clone(),
        ),
        verified.head.clone(),
    )
}

fn verify(bytes: &[u8], threads: usize, require_finished: bool) -> Result<Verified, VerifyFault> {
    let options = VerifyOptions {
        threads,
        require_finished,
        ..VerifyOptions::default()
    };
    verify_archive(bytes, options)
}

#[test]
fn every_kind_of_tampering_is_refused_for_its_own_reason_and_in_its_place() {
    let scenes = Scene::all();
    let mut tried = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in corpus() {
        assert!(names.insert(case.what), "{} twice", case.what);
        for scene in &scenes {
            let Some(forged) = (case.forge)(scene) else {
                continue;
            };
            *tried.entry(case.what).or_insert(0) += 1;
            let found = verify(&forged.bytes, 1, true);
            let place = found
                .as_ref()
                .map_err(|fault| (fault.code, fault.height, fault.entry.as_str()))
                .map(drop);
            if place != Err((case.code, forged.height, forged.entry.as_str())) {
                wrong.push(format!(
                    "{} ({}): {:?} instead of {} {:?} {}",
                    case.what, scene.world.kind, place, case.code, forged.height, forged.entry
                ));
                continue;
            }
            let fault = found.unwrap_err();
            assert!(!fault.zh.is_empty() && !fault.en.is_empty());
            let again = verify(&forged.bytes, 3, true).unwrap_err();
            assert_eq!(again, fault, "{}: the same with three threads", case.what);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tried.len(), names.len(), "each kind is tried somewhere");
    assert!(tried.len() >= 60, "{} kinds", tried.len());
}

#[test]
fn the_honest_boards_are_accepted_and_their_results_are_the_votes() {
    for scene in Scene::all() {
        let verified = verify(&scene.archive(), 2, true).unwrap();
        assert_eq!((verified.ballots, verified.revotes), (3, 1));
        let mut sums: Vec<Vec<u64>> = Vec::new();
        for question in &scene.world.questions {
            sums.push(vec![0; question.bits()]);
        }
        for (voter, choices) in &scene.world.votes[1..] {
            let weight = scene
                .world
                .weights
                .as_ref()
                .map_or(1, |weights| weights[*voter]);
            for (sum, choice) in sums.iter_mut().flatten().zip(choices.iter().flatten()) {
                *sum += weight * choice.unsigned_abs();
            }
        }
        assert_eq!(verified.sums, Some(sums));
        // Boards of other programs may say that there were no shuffles.
        let said = scene.steps(&At::Height(0), |steps| {
            steps.insert(
                SHARE,
                Step::Other {
                    kind: "EndShuffles",
                    data: vec![],
                },
            );
        });
        verify(&said.unwrap().bytes, 1, true).unwrap();
    }
}

#[test]
fn the_first_fault_is_reported_even_when_later_ones_are_cheaper_to_find() {
    let scene = Scene::of(World::single());
    let mut steps = scene.steps.clone();
    let forged = replace_value(
        scene.text(2),
        "\"proof\":{\"challenge\":\"",
        0,
        another_digit,
    );
    steps[2] = Step::Ballot(forged.into_bytes());
    steps.insert(LAST, steps[FIRST].clone());
    let bytes = archive(build(&steps));
    for bytes in [bytes.clone(), [bytes, vec![7; 100]].concat()] {
        for threads in [1, 2, 5] {
            let fault = verify(&bytes, threads, true).unwrap_err();
            assert_eq!((fault.code, fault.height), ("ballot-signature", Some(2)));
        }
    }
}

#[test]
fn every_byte_of_an_archive_matters() {
    let scene = Scene::of(World::threshold());
    let honest = scene.archive();
    for at in (0..honest.len()).step_by(131) {
        let mut bytes = honest.clone();
        bytes[at] ^= 1;
        assert!(verify(&bytes, 1, false).is_err(), "byte {at}");
    }
    for length in (0..honest.len()).step_by(509) {
        // Cut between events it is a shorter board; anywhere else it is no archive.
        if let Ok(verified) = verify(&honest[..length], 1, false) {
            assert!(!verified.finished);
        }
    }
}
