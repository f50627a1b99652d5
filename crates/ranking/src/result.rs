//! `result.json`: the groups in places, as `docs/scoring.md` §5 writes them.

use serde::{Deserialize, Serialize};

use crate::card::canonical_text;
use crate::{Audience, Decimal, Ratio};

/// What came out of a cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CycleResult {
    /// Version of this format: 2.
    pub format: u32,
    /// From whose figures it was computed.
    pub audience: Audience,
    /// Hash of the rule card.
    pub rule_card_sha256: String,
    /// Hash of the last step of the trace; nothing when no trace was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_sha256: Option<String>,
    /// The groups: areas in the order of the card, or all together.
    pub groups: Vec<GroupResult>,
}

/// The villages that are ranked together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupResult {
    /// Number of the area, or `all`.
    pub group: String,
    /// Name of the area; empty for all.
    pub label: String,
    /// Whether figures of the vote may not be known, so that nothing is ranked here.
    pub withheld: bool,
    /// In the order of places; inside a tie in village order, which means nothing.
    pub ranked: Vec<PlacedVillage>,
    /// In village order.
    pub unranked: Vec<LeftVillage>,
}

/// A village with a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacedVillage {
    /// Its place: `1`, or a half such as `2.5`.
    pub place: String,
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The score, rounded as the card says.
    pub score: Decimal,
    /// The exact score.
    pub score_exact: Ratio,
    /// Its award, if it has one.
    pub award: Option<String>,
    /// Whether a lot must still be drawn for its place.
    pub lot_needed: bool,
}

/// A village without a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftVillage {
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The reason, or the code of the veto that takes it out.
    pub why: String,
}

impl CycleResult {
    /// The version of the format this program writes.
    pub const FORMAT: u32 = 2;

    /// The text of `result.json`: canonical JSON and a line end.
    pub fn to_json(&self) -> String {
        let value = serde_json::to_value(self).expect("a result has only text keys");
        canonical_text(value) + "\n"
    }
}
