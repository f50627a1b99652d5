//! What `belenios-tool election verify` says to every kind of tampering, beside what we say:
//! `docs/verifier-vs-peer.md`, written by
//! `UPDATE_VERDICTS=1 cargo test -p pingyi-ballot --test tampering verdict`.

use super::{Case, Scene, corpus};
use crate::support::peer::Peer;
use std::path::{Path, PathBuf};

/// Runs of each archive with a wrong ballot, for there the peer does not always say the same.
const RUNS: usize = 3;

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verifier-vs-peer.md")
}

/// What the peer says to an archive of this election.
fn verdict(peer: &Peer, scene: &Scene, case: &Case, runs: usize) -> &'static str {
    let Some(forged) = (case.forge)(scene) else {
        return "–";
    };
    let runs = if is_racy(case) { runs } else { 1 };
    let accepted = (0..runs)
        .filter(|_| accepts(peer, scene, &forged.bytes))
        .count();
    match accepted {
        0 => "refuses",
        all if all == runs => "**accepts**",
        _ => "**varies**",
    }
}

fn is_racy(case: &Case) -> bool {
    case.code.starts_with("ballot-")
}

fn accepts(peer: &Peer, scene: &Scene, bytes: &[u8]) -> bool {
    let name = format!("{}.bel", scene.world.uuid);
    peer.write(&name, bytes);
    let accepts = peer.accepts_archive();
    std::fs::remove_file(peer.path(&name)).unwrap();
    accepts
}

/// Why the peer accepts what we refuse, by what is wrong.
fn reason(code: &str) -> &'static str {
    match code {
        "ballot-signature" | "ballot-choice" | "ballot-bounds" | "ballot-blank"
        | "ballot-shape" | "ballot-credential" | "ballot-election" => {
            "It starts the checks of the ballots and does not wait for them."
        }
        "ballot-form" => "It reads the ballot, counts it, and does not compare spellings.",
        "ballot-point" | "roll-point" | "share-point" | "trustee-point" | "threshold-point"
        | "election-point" => {
            "It does not ask for membership in the subgroup or refuse the identity here; in a ballot, not in time."
        }
        "ballot-replayed" => {
            "It compares a ballot with the others of its credential by order only."
        }
        "tally-counts" => "It does not compare the counts beside the tally.",
        "result-missing" => {
            "An election without a result is not a fault to it; a caller has to look."
        }
        "event-order" | "event-kind" | "event-data" | "data-stray" | "data-repeated" => {
            "It collects what it knows and skips the rest; the order is not checked."
        }
        "event-form" | "election-form" | "trustee-form" | "share-form" | "result-form"
        | "owned-form" | "setup-form" | "roll-form" => {
            "Its JSON reader takes other spellings and unknown fields."
        }
        _ if code.starts_with("archive-") => "Its reader takes more than one form.",
        _ => "It does not check this.",
    }
}

fn row_of(peer: &Peer, scenes: &[Scene; 3], case: &Case) -> String {
    let verdicts = scenes
        .each_ref()
        .map(|scene| verdict(peer, scene, case, RUNS));
    let is_accepted = verdicts.iter().any(|verdict| verdict.starts_with('*'));
    let why = if is_accepted { reason(case.code) } else { "" };
    let [single, threshold, blank] = verdicts;
    let cells = [
        case.what,
        &format!("`{}`", case.code),
        single,
        threshold,
        blank,
        why,
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn rows(scenes: &[Scene; 3]) -> String {
    let cases: Vec<&Case> = corpus().collect();
    // Each run is mostly waiting.
    std::thread::scope(|scope| {
        let threads: Vec<_> = cases
            .chunks(cases.len().div_ceil(16))
            .map(|cases| {
                scope.spawn(|| {
                    let peer = Peer::new();
                    let row = |case: &&Case| row_of(&peer, scenes, case);
                    cases.iter().map(row).collect::<String>()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

/// The words of a row about the three elections.
fn row<'a>(document: &'a str, case: &Case) -> [&'a str; 3] {
    let start = format!("| {} | `{}` | ", case.what, case.code);
    let line = document
        .lines()
        .find_map(|line| line.strip_prefix(start.as_str()));
    let mut words = line
        .unwrap_or_else(|| {
            panic!(
                "{} is not in the document; it is written by UPDATE_VERDICTS=1",
                case.what
            )
        })
        .split(" | ");
    [(); 3].map(|()| words.next().unwrap())
}

#[test]
fn the_table_of_verdicts_is_that_of_the_peer() {
    let scenes = Scene::all();
    let peer = Peer::new();
    for scene in &scenes {
        assert!(
            accepts(&peer, scene, &scene.archive()),
            "the honest archive"
        );
    }
    if std::env::var_os("UPDATE_VERDICTS").is_some() {
        let version = String::from_utf8(peer.run("--version", b"")).unwrap();
        let rows = rows(&scenes);
        let count = |word: &str| rows.lines().filter(|line| line.contains(word)).count();
        let (kinds, accepts, varies) =
            (corpus().count(), count("**accepts**"), count("**varies**"));
        let text = format!(
            "<!-- Written by: UPDATE_VERDICTS=1 cargo test -p pingyi-ballot --test tampering verdict -->\n\
            # Our verifier and belenios-tool\n\n\
            Kinds of tampering, each tried on three elections: single trustees; a threshold group beside a single \
            trustee; and blank answers, several choices and weights. `pingyi verify --finished` refuses every one of \
            them, always with the code shown ([meaning](verifier.md)). Everything that follows from the forgery \
            is made again (hashes, signatures, proofs, tally, shares, result), so that nothing else is wrong.\n\n\
            The peer is belenios-tool {}, run once on each archive, and {RUNS} times on those with a wrong ballot. It *refuses* when its exit code is not \
            0 or it does not say `all checks passed`; *varies* means some runs each way; – means the election has nothing \
            to tamper with in this way. Where it accepts, it is not always wrong: a different spelling of the same \
            ballot is a matter of strictness. A forged proof is not.\n\n\
            Of {kinds} kinds it always accepts {accepts} on some election, and varies on {varies}.\n\n\
            | tampering | our code | single | threshold | blank | why the peer accepts |\n\
            |---|---|---|---|---|---|\n{rows}",
            version.trim()
        );
        std::fs::write(document(), text).unwrap();
        return;
    }
    let text = std::fs::read_to_string(document()).unwrap();
    for (index, case) in corpus().enumerate() {
        let words = row(&text, case);
        // All kinds must be there; the peer is asked about a few.
        if index % 16 != 5 {
            continue;
        }
        for (scene, written) in scenes.iter().zip(words) {
            let found = verdict(&peer, scene, case, 1);
            assert!(
                is_racy(case) || found == written,
                "{} ({}): {found}",
                case.what,
                scene.world.kind
            );
        }
    }
}
