//! Hints, honest and otherwise: they spare work and never change what is found.

use super::*;
use crate::support::forge::{hex, point, sign_again};
use curve25519_dalek::Scalar;
use num_bigint::BigUint;
use pingyi_ballot::{
    BallotFault, Election, Hint, HintsWriter, Roll, check_ballot, check_ballot_with_hint,
    check_ballots,
};

/// The ballots of an archive, read without believing anything; wrong archives may be wrong anywhere.
fn ballots(archive: &[u8]) -> Vec<&[u8]> {
    let mut ballots = Vec::new();
    let mut rest = archive;
    while rest.len() > 512 {
        let size = std::str::from_utf8(&rest[124..135]).ok();
        let Some(size) = size.and_then(|text| usize::from_str_radix(text, 8).ok()) else {
            break;
        };
        let Some(bytes) = rest.get(512..512 + size) else {
            break;
        };
        if bytes.starts_with(b"{\"election_uuid\"") {
            ballots.push(bytes);
        }
        rest = rest
            .get(512 + size.next_multiple_of(512)..)
            .unwrap_or_default();
    }
    ballots
}

fn documents(scene: &Scene) -> (Election, Roll) {
    (
        Election::parse(scene.world.election.as_bytes()).unwrap(),
        Roll::parse(scene.world.roll.as_bytes()).unwrap(),
    )
}

/// The hints of the honest board.
pub fn honest(scene: &Scene) -> Vec<Hint> {
    let (election, roll) = documents(scene);
    let hint = |raw: &Vec<u8>| check_ballot_with_hint(&election, &roll, raw).unwrap().1;
    scene.ballots.iter().map(hint).collect()
}

fn file(ballots: &[&[u8]], hint: impl Fn(usize) -> Hint) -> Vec<u8> {
    let mut writer = HintsWriter::new(Vec::new()).unwrap();
    for (index, raw) in ballots.iter().enumerate() {
        writer.append(raw, &hint(index)).unwrap();
    }
    writer.finish().unwrap()
}

/// Files of hints for an archive that may be wrong: those of the honest ballots in the same places, and bad ones.
pub fn of_every_sort(hints: &[Hint], archive: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let ballots = ballots(archive);
    let of_place = |index: usize| hints[index % hints.len()].clone();
    let honest = file(&ballots, of_place);
    let changed = |index: usize| {
        let mut bytes = of_place(index).as_bytes().to_vec();
        let at = bytes.len() - 40;
        bytes[at] ^= 1;
        Hint::from_bytes(bytes)
    };
    let mut own = Vec::new();
    let options = VerifyOptions {
        write_hints: Some(&mut own),
        ..VerifyOptions::default()
    };
    let _ = verify_archive(archive, options);
    vec![
        ("honest hints", honest.clone()),
        ("the hints made on the way to the fault", own),
        (
            "the hints of other ballots",
            file(&ballots, |index| of_place(index + 1)),
        ),
        ("hints with a bit changed", file(&ballots, changed)),
        (
            "rubbish for hints",
            file(&ballots, |_| Hint::from_bytes(vec![90; 6000])),
        ),
        (
            "hints that are cut off",
            honest[..honest.len() * 2 / 3].to_vec(),
        ),
    ]
}

fn verify_with(archive: &[u8], hints: &[u8], threads: usize) -> Verified {
    let mut hints = hints;
    let options = VerifyOptions {
        hints: Some(&mut hints),
        threads,
        ..VerifyOptions::default()
    };
    verify_archive(archive, options).unwrap()
}

#[test]
fn honest_boards_are_accepted_with_hints_of_every_sort() {
    for scene in Scene::all() {
        let bytes = scene.archive();
        let without = told(&verify(&bytes, 1, true).unwrap());
        for (what, hints) in of_every_sort(&honest(&scene), &bytes) {
            for threads in [1, 3] {
                let verified = verify_with(&bytes, &hints, threads);
                assert_eq!(told(&verified), without, "{what}");
                let is_good = what.contains("honest") || what.contains("on the way");
                let hinted = verified.hinted;
                assert_eq!(is_good, hinted == 4, "{what}: {hinted}");
            }
        }
    }
}

#[test]
fn forged_ballots_are_refused_with_hints_of_every_sort() {
    let scenes = Scene::all().map(|scene| (honest(&scene), scene));
    for (index, case) in ballot::CASES.iter().enumerate() {
        // One of the three for each kind, in turn.
        let in_turn = scenes.iter().cycle().skip(index).take(3);
        let mut forged = in_turn.filter_map(|(hints, scene)| Some((hints, (case.forge)(scene)?)));
        let (hints, forged) = forged.next().unwrap();
        let fault = verify(&forged.bytes, 2, true).unwrap_err();
        for (what, hints) in of_every_sort(hints, &forged.bytes) {
            let options = VerifyOptions {
                hints: Some(&mut hints.as_slice()),
                require_finished: true,
                ..VerifyOptions::default()
            };
            let found = verify_archive(forged.bytes.as_slice(), options).unwrap_err();
            assert_eq!(found, fault, "{}: the same with {what}", case.what);
        }
    }
}

/// The hint's points with some replaced.
fn with_point(hint: &Hint, index: usize, point: &EdwardsPoint) -> Hint {
    // x from y and the sign, by the recovery formula in integers.
    let p = (BigUint::from(1u8) << 255) - 19u8;
    let encoded = point.compress().0;
    let mut y = encoded;
    y[31] &= 0x7f;
    let number = BigUint::from_bytes_le(&y);
    let inverse = |value: &BigUint| value.modpow(&(&p - 2u8), &p);
    let d = (&p - 121_665u32) * inverse(&BigUint::from(121_666u32)) % &p;
    let square = &number * &number % &p;
    let ratio = (&square + &p - 1u8) * inverse(&(d * &square + 1u8)) % &p;
    let mut x = ratio.modpow(&((&p + 3u8) / 8u8), &p);
    if &x * &x % &p != ratio {
        x = x * BigUint::from(2u8).modpow(&((&p - 1u8) / 4u8), &p) % &p;
    }
    assert_eq!(&x * &x % &p, ratio);
    if x.bit(0) != (encoded[31] >> 7 == 1) {
        x = &p - x;
    }
    let mut bytes = hint.as_bytes().to_vec();
    let place = &mut bytes[64 * index..64 * (index + 1)];
    place.fill(0);
    let x = x.to_bytes_le();
    place[..x.len()].copy_from_slice(&x);
    place[32..].copy_from_slice(&y);
    Hint::from_bytes(bytes)
}

/// The nonce of [`sign_again`].
fn eighth_of_signature() -> EdwardsPoint {
    EdwardsPoint::mul_base(&(Scalar::from(123_456_789u64) * Scalar::from(8u8).invert()))
}

#[test]
fn a_hint_that_matches_every_hash_proves_nothing_if_an_equation_fails() {
    let scene = Scene::of(World::single());
    let text = scene.text(FIRST);
    let (election, roll) = &documents(&scene);
    let signed = |text: &str| sign_again(text, election, &scene.world.credentials[0]);
    let honest = honest(&scene).swap_remove(0);
    let hint = with_point(
        &honest,
        honest.as_bytes().len() / 64 - 1,
        &eighth_of_signature(),
    );
    let good = signed(text);
    let checked = check_ballots(election, roll, &[(&good, Some(&hint))]);
    assert!(
        checked[0].as_ref().unwrap().hinted,
        "the forger's hint is used for a good ballot"
    );
    // The commitments stay those that were hashed; a response changes, so the equations fail and nothing else.
    let numbers: Vec<_> = text
        .match_indices("\"response\":\"")
        .map(|(at, found)| at + found.len())
        .collect();
    for at in numbers[..numbers.len() - 1].iter().copied() {
        let end = at + text[at..].find('"').unwrap();
        let value: BigUint = text[at..end].parse().unwrap();
        for changed in [&value + 1u8, &value - 8u8] {
            let forged = signed(&format!("{}{changed}{}", &text[..at], &text[end..]));
            let expected = check_ballot(election, roll, &forged).unwrap_err();
            let batch = [
                (good.as_slice(), Some(&hint)),
                (&forged, Some(&hint)),
                (&good, None),
            ];
            let checked = check_ballots(election, roll, &batch);
            assert_eq!(checked[1].as_ref().unwrap_err(), &expected);
            assert!(matches!(
                expected,
                BallotFault::Choice { .. } | BallotFault::Bounds { .. }
            ));
            assert!(checked[0].is_ok() && checked[2].is_ok());
        }
    }
}

#[test]
fn a_hint_cannot_carry_a_point_out_of_the_subgroup() {
    let scene = Scene::of(World::single());
    let text = scene.text(FIRST);
    let (election, roll) = &documents(&scene);
    let honest = honest(&scene).swap_remove(0);
    // α of the first choice leaves the subgroup; the hint holds the same eighth as before, or a twisted one.
    let twisted = replace_value(text, "\"alpha\":\"", 0, |value| {
        hex(&(point(value) + EIGHT_TORSION[3]))
    });
    let forged = sign_again(&twisted, election, &scene.world.credentials[0]);
    let expected = check_ballot(election, roll, &forged).unwrap_err();
    let alpha = text.find("\"alpha\":\"").unwrap() + 9;
    let eighth = point(&text[alpha..alpha + 64]) * Scalar::from(8u8).invert();
    let points = honest.as_bytes().len() / 64;
    for torsion in EIGHT_TORSION {
        let hint = with_point(&honest, 0, &(eighth + torsion));
        let hint = with_point(&hint, points - 1, &eighth_of_signature());
        let checked = check_ballots(election, roll, &[(&forged, Some(&hint))]);
        assert_eq!(checked[0].as_ref().unwrap_err(), &expected);
        // An eighth is one of eight; the honest ballot is proved by any of them.
        let good = sign_again(text, election, &scene.world.credentials[0]);
        let checked = check_ballots(election, roll, &[(&good, Some(&hint))]);
        assert!(checked[0].as_ref().unwrap().hinted);
    }
}
