//! Ballots, against the plain check.

use std::collections::BTreeSet;

use pingyi_ballot::check_ballot;

use super::ACCEPTED;
use crate::random::Random;
use crate::seed::{Scene, unsigned};
use crate::{mutate, plain};

pub(super) fn seeds() -> Vec<Vec<u8>> {
    Scene::all()
        .iter()
        .flat_map(|scene| scene.ballots.clone())
        .collect()
}

pub(super) fn mutate(data: &mut Vec<u8>, random: &mut Random) {
    mutate::json(data, random);
    if random.once_in(3) {
        return;
    }
    let signed = std::str::from_utf8(data)
        .ok()
        .and_then(|text| Scene::all().iter().find_map(|scene| scene.sign(text)));
    if let Some(signed) = signed {
        *data = signed;
    }
}

/// Both checks give the same verdict and the same reason, and accept only what the voters of the seed encrypted.
pub(super) fn run(raw: &[u8]) -> &'static str {
    let mut verdict = "ballot-election";
    for scene in Scene::all() {
        let election = &scene.meeting.election;
        let roll: BTreeSet<String> = scene
            .meeting
            .roll
            .credentials()
            .map(ToString::to_string)
            .collect();
        let fast = check_ballot(election, &scene.meeting.roll, raw)
            .map_err(pingyi_ballot::BallotFault::code);
        let slow = plain::check(election.raw(), election.fingerprint(), &roll, raw);
        assert_eq!(
            fast.as_ref().map(drop),
            slow.as_ref().copied(),
            "two checks, two verdicts"
        );
        if fast.as_ref().err() != Some(&"ballot-election") {
            verdict = fast.as_ref().err().copied().unwrap_or(ACCEPTED);
        }
        if let Ok(checked) = fast {
            assert!(
                scene.unsigned.contains(unsigned(raw)),
                "a ballot nobody made was accepted"
            );
            assert_eq!(checked.raw, raw);
        }
    }
    verdict
}
