//! Files of hints beside an archive: whatever they hold, the verdict is the one without them.

use std::sync::OnceLock;

use pingyi_ballot::{Verified, VerifyFault, VerifyOptions, verify_archive};
use sha2::{Digest as _, Sha256};

use crate::random::Random;
use crate::seed::Scene;
use crate::{mutate as change, tar};

/// An archive and what is said of it without hints.
struct Case {
    archive: Vec<u8>,
    verdict: Result<String, VerifyFault>,
}

fn verify(
    archive: &[u8],
    hints: Option<&[u8]>,
    written: Option<&mut Vec<u8>>,
) -> Result<Verified, VerifyFault> {
    let mut hints = hints;
    let mut written = written;
    let options = VerifyOptions {
        threads: 1,
        hints: hints.as_mut().map(|hints| hints as &mut dyn std::io::Read),
        write_hints: written
            .as_mut()
            .map(|written| written as &mut dyn std::io::Write),
        ..VerifyOptions::default()
    };
    verify_archive(archive, options)
}

/// What a verdict says, but for how it was reached.
fn said(verified: &Verified) -> String {
    format!(
        "{:?} {:?} {:?}",
        verified.head, verified.trackers, verified.sums
    )
}

/// For each scene the honest archive, and one whose first ballot has a wrong challenge and a right signature.
fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let archives = Scene::all().iter().flat_map(|scene| {
            let (time, mut records) = tar::read(&scene.archive()).expect("an archive");
            let forged = forged(scene);
            let at = records
                .iter()
                .position(|record| record.bytes == scene.ballots[0])
                .expect("the first ballot");
            records[at].bytes = forged;
            tar::relinked(&mut records);
            [scene.archive(), tar::write(time, records)]
        });
        archives
            .map(|archive| Case {
                verdict: verify(&archive, None, None).map(|verified| said(&verified)),
                archive,
            })
            .collect()
    })
}

fn forged(scene: &Scene) -> Vec<u8> {
    let text = std::str::from_utf8(&scene.ballots[0]).expect("UTF-8");
    let at = text.find("\"challenge\":\"").expect("a proof") + 13;
    let digit = if text.as_bytes()[at] == b'1' {
        "2"
    } else {
        "1"
    };
    let changed = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
    scene.sign(&changed).expect("a voter of the scene")
}

/// Honest hints, and honest hints under the name of the forged ballot.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let of = |scene: &Scene| {
        let mut hints = Vec::new();
        verify(&scene.archive(), None, Some(&mut hints)).expect("honest");
        let [honest, forged] =
            [&scene.ballots[0], &forged(scene)].map(|raw| Sha256::digest(raw).to_vec());
        let mut misleading = hints.clone();
        let at = hints
            .windows(32)
            .position(|window| window == honest)
            .expect("the first ballot");
        misleading[at..at + 32].copy_from_slice(&forged);
        [hints, misleading]
    };
    Scene::all().iter().flat_map(of).collect()
}

/// Bytes, or whole points.
pub(super) fn mutate(data: &mut Vec<u8>, random: &mut Random) {
    if random.once_in(3) || data.len() < 256 {
        return change::bytes(data, random);
    }
    let blocks = (data.len() - 128) / 32;
    let block = |random: &mut Random| 64 + 32 * random.below(blocks) + data.len() % 32;
    let (from, to) = (block(random), block(random));
    let donor = data[from..from + 32].to_vec();
    data[to..to + 32].copy_from_slice(&donor);
}

pub(super) fn run(bytes: &[u8]) -> &'static str {
    let mut reached = "nothing";
    for case in cases() {
        let verdict = verify(&case.archive, Some(bytes), None);
        if let Ok(verified) = &verdict
            && verified.hinted > 0
        {
            reached = "hinted";
        }
        let verdict = verdict.map(|verified| said(&verified));
        assert_eq!(verdict, case.verdict, "a hint changes the verdict");
    }
    reached
}
