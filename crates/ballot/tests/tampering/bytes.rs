//! Single ballots, changed everywhere.

use super::scene::World;
use super::{another_digit, replace_value, torsion};
use crate::support::forge::{hex, point};
use pingyi_ballot::{Election, Roll, check_ballot};
use std::collections::BTreeSet;

fn documents(world: &World) -> (Election, Roll, Vec<u8>) {
    (
        Election::parse(world.election.as_bytes()).unwrap(),
        Roll::parse(world.roll.as_bytes()).unwrap(),
        world.ballots().swap_remove(0),
    )
}

#[test]
fn every_changed_byte_of_a_ballot_is_refused() {
    let (election, roll, raw) = documents(&World::blank());
    check_ballot(&election, &roll, &raw).unwrap();
    for at in 0..raw.len() {
        for flip in [0x01, 0x20] {
            let mut changed = raw.clone();
            changed[at] ^= flip;
            let fault = check_ballot(&election, &roll, &changed);
            assert!(fault.is_err(), "byte {at} with {flip:#x}");
        }
    }
}

#[test]
fn every_number_of_a_ballot_is_proved_even_when_its_voter_signs_another() {
    let world = World::blank();
    let (election, roll, raw) = documents(&world);
    let raw = String::from_utf8(raw).unwrap();
    let unsigned = &raw[..raw.find(",\"signature\"").unwrap()];
    let mut codes = BTreeSet::new();
    let mut refuse = |changed: String| {
        let raw = world.voter().sign(&world.secret_of(0), &changed);
        let fault = check_ballot(&election, &roll, &raw).unwrap_err();
        assert!(
            !fault.code().contains("form") && !fault.code().contains("signature"),
            "{fault}"
        );
        codes.insert(fault.code());
    };
    for field in ["\"challenge\":\"", "\"response\":\""] {
        for nth in 0..unsigned.matches(field).count() {
            refuse(replace_value(unsigned, field, nth, another_digit));
        }
    }
    for field in ["\"alpha\":\"", "\"beta\":\""] {
        for nth in 0..unsigned.matches(field).count() {
            refuse(replace_value(unsigned, field, nth, |value| {
                hex(&(point(value) + point(value)))
            }));
            refuse(replace_value(unsigned, field, nth, |value| {
                hex(&(point(value) + torsion(4)))
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
