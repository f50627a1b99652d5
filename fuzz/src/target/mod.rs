//! The table of targets.

mod archive;
mod ballot;
mod card;
mod ceremony;
mod document;
mod group;
mod hints;
mod secret;

use crate::mutate;
use crate::random::Random;

/// Something that reads what others send.
pub struct Target {
    /// Name, as on the command line and of its regressions.
    pub name: &'static str,
    /// Valid inputs.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Changes an input into another, mostly one that gets far.
    pub mutate: fn(&mut Vec<u8>, &mut Random),
    /// Reads the input, panics when a property fails, and says how far it came: the code of the fault, or
    /// [`ACCEPTED`].
    pub run: fn(&[u8]) -> &'static str,
    /// Inputs in the short run.
    pub short: u64,
    /// How far the short run must come at least: faults behind many others.
    pub reaches: &'static [&'static str],
}

/// What an input without fault gives.
pub const ACCEPTED: &str = "accepted";

/// All targets.
pub const TARGETS: [Target; 12] = [
    Target {
        name: "archive",
        seeds: archive::seeds,
        mutate: crate::tar::mutate,
        run: archive::run,
        short: 300,
        reaches: &[
            "accepted",
            "ballot-choice",
            "ballot-signature",
            "entry-name",
            "event-order",
            "result-sums",
            "share-proof",
            "tally-counts",
            "tally-product",
        ],
    },
    Target {
        name: "ballot",
        seeds: ballot::seeds,
        mutate: ballot::mutate,
        run: ballot::run,
        short: 400,
        reaches: &[
            "accepted",
            "ballot-shape",
            "ballot-signature",
            "ballot-point",
            "ballot-choice",
            "ballot-bounds",
            "ballot-blank",
        ],
    },
    Target {
        name: "point",
        seeds: group::point_seeds,
        mutate: group::mutate,
        run: group::run_point,
        short: 4000,
        reaches: &["accepted", "encoding", "curve", "torsion", "identity"],
    },
    Target {
        name: "scalar",
        seeds: group::scalar_seeds,
        mutate: group::mutate,
        run: group::run_scalar,
        short: 20_000,
        reaches: &["accepted", "refused"],
    },
    Target {
        name: "election",
        seeds: document::election_seeds,
        mutate: mutate::json,
        run: document::run_election,
        short: 2000,
        reaches: &[
            "accepted",
            "election-form",
            "election-question",
            "election-point",
            "election-id",
        ],
    },
    Target {
        name: "trustees",
        seeds: document::trustees_seeds,
        mutate: mutate::json,
        run: document::run_trustees,
        short: 1000,
        reaches: &[
            "accepted",
            "trustee-proof",
            "trustee-point",
            "trustee-repeated",
        ],
    },
    Target {
        name: "roll",
        seeds: document::roll_seeds,
        mutate: document::mutate_roll,
        run: document::run_roll,
        short: 2000,
        reaches: &[
            "accepted",
            "roll-form",
            "roll-point",
            "roll-repeated",
            "roll-weight",
        ],
    },
    Target {
        name: "tally",
        seeds: document::tally_seeds,
        mutate: document::mutate_tally,
        run: document::run_tally,
        short: 1000,
        reaches: &[
            "accepted",
            "tally-form",
            "tally-shape",
            "tally-point",
            "tally-size",
            "share-proof",
        ],
    },
    Target {
        name: "secret",
        seeds: secret::seeds,
        mutate: mutate::bytes,
        run: secret::run,
        short: 10_000,
        reaches: &["accepted", "credential-length", "credential-character"],
    },
    Target {
        name: "card",
        seeds: card::seeds,
        mutate: mutate::json,
        run: card::run,
        short: 150,
        reaches: &["accepted", "refused"],
    },
    Target {
        name: "ceremony",
        seeds: ceremony::seeds,
        mutate: ceremony::mutate,
        run: ceremony::run,
        short: 700,
        reaches: &[
            "accepted",
            "ceremony-form",
            "ceremony-point",
            "ceremony-polynomial",
            "ceremony-signature",
        ],
    },
    Target {
        name: "hints",
        seeds: hints::seeds,
        mutate: hints::mutate,
        run: hints::run,
        short: 25,
        reaches: &["hinted", "nothing"],
    },
];

/// The target with this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
