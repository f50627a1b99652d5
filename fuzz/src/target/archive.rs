//! Archives, from the first byte of the file to the result.

use std::collections::BTreeSet;

use curve25519_dalek::Scalar;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT as G;
use pingyi_ballot::{Record, Trustee, Verified, VerifyFault, VerifyOptions, verify_archive};

use super::ACCEPTED;
use crate::seed::{Scene, unsigned};
use crate::{json, plain, tar};

pub(super) fn seeds() -> Vec<Vec<u8>> {
    Scene::all().iter().map(Scene::archive).collect()
}

fn verify(bytes: &[u8], threads: usize) -> Result<Verified, VerifyFault> {
    verify_archive(
        bytes,
        VerifyOptions {
            threads,
            ..VerifyOptions::default()
        },
    )
}

/// The verdict does not depend on the number of threads. What is accepted has one form only, holds no ballot that the
/// voters of the seed did not make, and opens to what their keys say.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let (one, two) = (verify(bytes, 1), verify(bytes, 2));
    let verified = match (one, two) {
        (Err(one), Err(two)) => {
            assert_eq!(one, two, "threads change the fault");
            return one.code;
        }
        (Ok(one), Ok(two)) => {
            assert_eq!(one.head, two.head);
            assert_eq!(one.trackers, two.trackers);
            assert_eq!(one.sums, two.sums);
            one
        }
        (one, two) => panic!("threads change the verdict: {one:?}, {two:?}"),
    };
    let (time, records) = tar::read(bytes).expect("the second reader reads what the first accepts");
    assert_eq!(time, verified.timestamp);
    assert!(
        records
            .iter()
            .all(|record| json::is_canonical(&record.bytes)),
        "a document has another canonical form"
    );
    check_ballots(&verified, &records);
    check_result(&verified);
    assert!(
        tar::write(time, records) == bytes,
        "the tar has another form"
    );
    ACCEPTED
}

fn check_ballots(verified: &Verified, records: &[Record]) {
    let roll: BTreeSet<String> = verified
        .roll
        .credentials()
        .map(ToString::to_string)
        .collect();
    let ballots = records
        .iter()
        .filter(|record| record.bytes.starts_with(b"{\"election_uuid\""));
    let mut cast = 0;
    for ballot in ballots {
        cast += 1;
        let verdict = plain::check(
            verified.election.raw(),
            &verified.fingerprint,
            &roll,
            &ballot.bytes,
        );
        assert_eq!(
            verdict,
            Ok(()),
            "the plain check refuses a ballot of an accepted archive"
        );
        let is_honest = Scene::all()
            .iter()
            .any(|scene| scene.unsigned.contains(unsigned(&ballot.bytes)));
        assert!(is_honest, "a ballot nobody made was accepted");
    }
    assert_eq!(cast, verified.ballots + verified.revotes);
}

/// β = gᵐ·Π αˣ with the trustees' secrets, for boards of the seed's election.
fn check_result(verified: &Verified) {
    let (Some(sums), Some(tally)) = (&verified.sums, &verified.tally) else {
        assert!(!verified.finished);
        return;
    };
    let Some(scene) = Scene::all()
        .iter()
        .find(|scene| scene.meeting.election.raw() == verified.election.raw())
    else {
        return;
    };
    let keys = scene.meeting.keys.iter();
    let keys: Vec<Scalar> = keys
        .map(|key| plain::scalar(key.to_private_key_file().trim_matches('"')).expect("a key"))
        .collect();
    let trustees = scene.meeting.trustees.list();
    let secret = match trustees[0] {
        Trustee::Single(_) => keys.iter().sum(),
        Trustee::Pedersen(_) => at_zero(&keys),
    };
    let pairs = tally.sums().iter().flatten();
    for (pair, sum) in pairs.zip(sums.iter().flatten()) {
        let [alpha, beta] =
            [pair.alpha, pair.beta].map(|part| plain::point(&part.to_hex()).expect("a point"));
        assert_eq!(
            beta,
            alpha * secret + G * Scalar::from(*sum),
            "the result is wrong"
        );
    }
}

/// f(0) from f(1), f(2), …
fn at_zero(values: &[Scalar]) -> Scalar {
    let numbers = || (1u64..).map(Scalar::from).take(values.len());
    let term = |(j, value): (Scalar, &Scalar)| {
        let others = numbers().filter(|k| *k != j);
        value * others.map(|k| k * (k - j).invert()).product::<Scalar>()
    };
    numbers().zip(values).map(term).sum()
}
