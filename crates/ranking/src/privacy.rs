//! Whether what is to be published keeps every ballot secret, decided by roll and turnout alone.
//!
//! # The argument
//! What will be published is written down as a [`Plan`]: *figures* over *groups of voters*. A group
//! is counted as one whole: the ballots of one class in one round, or, when something is published
//! while voting goes on, those of one interval between two publications. A [`Figure`] names the
//! groups it is computed from.
//!
//! A **cell** is the set of all groups that occur in exactly the same figures. Every published
//! figure depends on a cell only through the ballots in it, not on whose they are: let the voters
//! of one cell exchange their ballots, and nothing that is published changes. So if the published
//! figures determine somebody's mark, they determine the same mark for everybody in the cell: *a
//! ballot is given away only by a unanimous cell*, whatever else is computed from the figures.
//! [`check_plan`] therefore asks one thing: every cell must have as many ballots as the card's
//! threshold for the most detailed figure that touches it. Subtraction is one way to get at a cell
//! (all but one class, final less interim), but not the only one: with A and B published together
//! and B and C together, no sum gives A, yet a difference of 2 between the two says what both
//! voters of A chose. Cells cover that, linear algebra would not.
//!
//! - **Levels.** The cells of a level are made by the figures of that level and more detailed
//!   ones. A histogram over two classes together and places of one of them alone do not give that
//!   one's histogram, so each is held to its own threshold. Everything together makes the smallest
//!   cells, and those have at least `open` ballots: the argument above never needs more.
//! - **Weights.** A figure with unequal weights publishes each of its *parts*: with shares 40/30/30
//!   over 7, 25 and 60 ballots, a combined exact count has one solution in whole votes.
//! - **Places** say which of several weighted sums is greater: a function of the cells too, so the
//!   argument holds. But they bound sums, and where villages at different places are as many as
//!   the sum has values they give every sum (ten voters, two grades, eleven villages). Published
//!   places from `open` ballots mean accepting that.
//! - **Rounded figures** count as exact: with few voters the decimals hide nothing.
//! - **A composite score** beside the components it is made of gives the vote's score by
//!   subtraction, and composite *places* beside them say on which side of a known number a
//!   difference of two scores lies. Both are figures of level [`Level::Mean`] over every class of
//!   every area in them.
//! - **Several rounds** of the same voters on different villages are different ballots: exchanging
//!   those of one round leaves the other as it was, so no figure of another round can tell more.
//!   What voters are likely to repeat from round to round is outside: nothing published links them.
//! - **The same villages again** (an annulled vote repeated, a result corrected) is interim and
//!   final: [`Plan::repeat`] takes it that everybody who voted twice voted alike, and that nobody
//!   came and went in equal numbers; [`check_repeat`] warns of the latter.
//! - **A quorum missed** or a box left closed publishes turnout and no figure.
//!
//! What is not claimed: that unanimity cannot happen ([`unanimity`] says how likely it is), or that
//! a threshold hides a ballot from those who know the others' (with n−1 friends, n tells nothing
//! new). Nothing here looks at a sum: "hidden because unanimous" would itself say so.

mod card;
mod cell;
mod finding;
mod mark;
mod plan;
mod repeat;
mod unanimity;

use serde::{Deserialize, Serialize};

use crate::card::Thresholds;
pub use card::{Roll, check_card};
pub use cell::check_plan;
pub use finding::{PrivacyCode, PrivacyFinding, Verdict};
pub use repeat::check_repeat;
pub use unanimity::{UnanimityRisk, unanimity};

/// How much a figure says of the ballots it is computed from, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Which village is before which.
    Places,
    /// A number that sums up the marks: a mean, a score, a composite score.
    Mean,
    /// The number of marks of each grade.
    Histogram,
}

impl Level {
    /// From the most detailed on.
    const FROM_FINEST: [Self; 3] = [Self::Histogram, Self::Mean, Self::Places];

    /// The least number of ballots a cell must have that a figure of this level touches.
    pub fn least(self, thresholds: Thresholds) -> u64 {
        let Thresholds {
            open,
            mean,
            histogram,
        } = thresholds;
        // A card may be built in memory with thresholds out of order; the stricter one holds.
        u64::from(match self {
            Self::Places => open,
            Self::Mean => open.max(mean),
            Self::Histogram => open.max(mean).max(histogram),
        })
    }
}

/// What is to be published of votes: which figures, over which groups of voters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The groups; no voter's ballot is in two of them.
    pub groups: Vec<VoterGroup>,
    /// The figures, of all publications together.
    pub figures: Vec<Figure>,
}

/// Ballots that every figure takes or leaves as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoterGroup {
    /// Code, unique in the plan, e.g. `1/town`: area and class.
    pub code: String,
    /// Name, e.g. 第一片区镇票.
    pub label: String,
    /// Valid ballots.
    pub turnout: u64,
}

/// One published figure, or one for each village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Name in Chinese, e.g. 第一片区得分.
    pub zh: String,
    /// Name in English.
    pub en: String,
    /// How much it says.
    pub level: Level,
    /// Codes of the groups: those in one part count alike, ballot for ballot; different parts have
    /// weights of their own.
    pub parts: Vec<Vec<String>>,
}
