//! What may be opened and published, decided by turnout alone, before anything is decrypted.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::card::{QuorumCount, SmallClass};
use crate::round::{Count, RankFault};
use crate::{Language, RuleCard};

/// How many people of one class took part in one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassTurnout {
    /// Code of the class.
    pub code: String,
    /// Voters of the groups entitled in this round.
    pub entitled: u64,
    /// Those of them who signed in.
    pub present: u64,
    /// Slips handed out to them at first; replacements are not counted here.
    pub issued: u64,
    /// Valid ballots in the box.
    pub returned: u64,
}

/// What turnout allows in one round. Hold it before asking the trustees for anything: a class
/// that is not opened here must never be decrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// Number of the area voted on.
    pub area: u32,
    /// The quorum of each class, in the order of the card.
    pub quorum: Vec<QuorumVerdict>,
    /// What is done with each class, in the order of the card.
    pub classes: Vec<ClassOpening>,
    /// Whether scores, means and counts are published at all. When one class that counts stays
    /// under the mean threshold, only places are: another class's mean and the score together
    /// would give its mean away.
    pub scores_published: bool,
    /// Why the round is not decided; empty when it is.
    pub not_decided: Vec<NotDecided>,
}

/// Whether a class reached the quorum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuorumVerdict {
    /// Code of the class.
    pub class: String,
    /// Voters entitled.
    pub entitled: u64,
    /// Those who count: present or returned, as the card says.
    pub counted: u64,
    /// The least number that is enough.
    pub needed: u64,
    /// `counted ≥ needed`.
    pub reached: bool,
}

/// What is done with one class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassOpening {
    /// Code of the class.
    pub code: String,
    /// Why the box stays closed; nothing when it is opened.
    pub closed: Option<ClosedReason>,
    /// Whether the mean points of each village in this class are published.
    pub mean_published: bool,
    /// Whether the number of marks of each grade is published. Its archive shows these sums to
    /// whoever holds it, so the archive is public exactly when this is true.
    pub histogram_published: bool,
}

impl ClassOpening {
    /// Whether the sums of this class are decrypted and count.
    pub fn opened(&self) -> bool {
        self.closed.is_none()
    }
}

/// Why a ballot box stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedReason {
    /// Fewer ballots than the opening threshold.
    UnderThreshold,
    /// The round is not decided, so nothing of it is decrypted.
    RoundNotDecided,
}

/// Why a round is not decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason", deny_unknown_fields)]
pub enum NotDecided {
    /// A class did not reach the quorum.
    QuorumMissed {
        /// Code of the class.
        class: String,
        /// Those who count.
        counted: u64,
        /// The least number that is enough.
        needed: u64,
    },
    /// A class stayed under the opening threshold and the card refuses that.
    SmallClass {
        /// Code of the class.
        class: String,
        /// Valid ballots.
        returned: u64,
        /// The opening threshold.
        open: u32,
    },
    /// Every class stayed under the opening threshold.
    NoClassLeft,
}

impl NotDecided {
    /// The reason as a sentence; classes are named as on the card.
    pub fn sentence(&self, card: &RuleCard, language: Language) -> String {
        let label = |code: &String| {
            card.class(code)
                .map_or(code.clone(), |class| class.label.clone())
        };
        match (self, language) {
            (
                Self::QuorumMissed {
                    class,
                    counted,
                    needed,
                },
                Language::Chinese,
            ) => {
                format!(
                    "{}票 {counted} 人，未达到法定人数 {needed} 人，本轮不产生结果",
                    label(class)
                )
            }
            (
                Self::QuorumMissed {
                    class,
                    counted,
                    needed,
                },
                Language::English,
            ) => {
                format!(
                    "class {}: {counted} of the {needed} needed for the quorum; the round has no result",
                    label(class)
                )
            }
            (
                Self::SmallClass {
                    class,
                    returned,
                    open,
                },
                Language::Chinese,
            ) => {
                format!(
                    "{}票有效 {returned} 张，少于 {open} 张，为保守秘密不开票，本轮不产生结果",
                    label(class)
                )
            }
            (
                Self::SmallClass {
                    class,
                    returned,
                    open,
                },
                Language::English,
            ) => {
                format!(
                    "class {}: {returned} valid ballots, fewer than {open}, stay closed to keep them secret; the round has no result",
                    label(class)
                )
            }
            (Self::NoClassLeft, Language::Chinese) => {
                "各票类票数都少于开票门槛，本轮不产生结果".into()
            }
            (Self::NoClassLeft, Language::English) => {
                "every class is under the opening threshold; the round has no result".into()
            }
        }
    }
}

impl Opening {
    /// Decides what may be opened in the round on `area`. The order of `turnouts` means nothing.
    ///
    /// # Errors
    /// An area or class the card does not have, a class missing or given twice, or counts that
    /// cannot be (more people present than entitled, more ballots than slips).
    pub fn decide(
        card: &RuleCard,
        area: u32,
        turnouts: &[ClassTurnout],
    ) -> Result<Self, RankFault> {
        let turnouts = checked(card, area, turnouts)?;
        let quorum: Vec<_> = turnouts
            .iter()
            .map(|turnout| quorum_of(card, turnout))
            .collect();
        let mut not_decided: Vec<_> = quorum
            .iter()
            .filter(|verdict| !verdict.reached)
            .map(|verdict| NotDecided::QuorumMissed {
                class: verdict.class.clone(),
                counted: verdict.counted,
                needed: verdict.needed,
            })
            .collect();
        let limits = card.thresholds;
        let large = |turnout: &ClassTurnout| turnout.returned >= u64::from(limits.open);
        if card.small_class == SmallClass::Refuse {
            let small = turnouts.iter().filter(|turnout| !large(turnout));
            not_decided.extend(small.map(|turnout| NotDecided::SmallClass {
                class: turnout.code.clone(),
                returned: turnout.returned,
                open: limits.open,
            }));
        } else if !turnouts.iter().any(|turnout| large(turnout)) {
            not_decided.push(NotDecided::NoClassLeft);
        }
        let decided = not_decided.is_empty();
        let scores_published = decided
            && turnouts
                .iter()
                .filter(|turnout| large(turnout))
                .all(|turnout| turnout.returned >= u64::from(limits.mean));
        let classes = turnouts.iter().map(|turnout| ClassOpening {
            code: turnout.code.clone(),
            closed: match (large(turnout), decided) {
                (false, _) => Some(ClosedReason::UnderThreshold),
                (true, false) => Some(ClosedReason::RoundNotDecided),
                (true, true) => None,
            },
            mean_published: scores_published && large(turnout),
            histogram_published: scores_published
                && turnout.returned >= u64::from(limits.histogram),
        });
        Ok(Self {
            area,
            classes: classes.collect(),
            quorum,
            scores_published,
            not_decided,
        })
    }

    /// Whether the round has a result.
    pub fn decided(&self) -> bool {
        self.not_decided.is_empty()
    }

    /// What is done with the class of this code.
    pub fn class(&self, code: &str) -> Option<&ClassOpening> {
        self.classes.iter().find(|class| class.code == code)
    }
}

/// The turnouts in the order of the card, each class once.
fn checked<'a>(
    card: &RuleCard,
    area: u32,
    turnouts: &'a [ClassTurnout],
) -> Result<Vec<&'a ClassTurnout>, RankFault> {
    if card.area(area).is_none() {
        return Err(RankFault::UnknownArea { area });
    }
    if let Some(turnout) = turnouts
        .iter()
        .find(|turnout| card.class(&turnout.code).is_none())
    {
        return Err(RankFault::UnknownClass {
            class: turnout.code.clone(),
        });
    }
    let mut ordered = Vec::with_capacity(card.classes.len());
    for class in &card.classes {
        let mut found = turnouts.iter().filter(|turnout| turnout.code == class.code);
        let code = || class.code.clone();
        let turnout = found
            .next()
            .ok_or_else(|| RankFault::MissingClass { class: code() })?;
        if found.next().is_some() {
            return Err(RankFault::RepeatedClass { class: code() });
        }
        let ClassTurnout {
            entitled,
            present,
            issued,
            returned,
            ..
        } = *turnout;
        for (count, value, limit, most) in [
            (Count::Present, present, Count::Entitled, entitled),
            (Count::Issued, issued, Count::Entitled, entitled),
            (Count::Returned, returned, Count::Issued, issued),
        ] {
            if value > most {
                return Err(RankFault::CountTooHigh {
                    class: code(),
                    count,
                    value,
                    limit,
                    most,
                });
            }
        }
        ordered.push(turnout);
    }
    Ok(ordered)
}

/// `needed` is the share of the entitled, rounded up to whole people, and at least one.
fn quorum_of(card: &RuleCard, turnout: &ClassTurnout) -> QuorumVerdict {
    let counted = match card.quorum.counted {
        QuorumCount::Present => turnout.present,
        QuorumCount::Returned => turnout.returned,
    };
    let share = &card.quorum.share;
    let least = (share.numerator() * BigInt::from(turnout.entitled)).div_ceil(share.denominator());
    // A share is at most 1, so the result fits; a card built otherwise asks for the impossible.
    let needed = least.to_u64().unwrap_or(u64::MAX).max(1);
    QuorumVerdict {
        class: turnout.code.clone(),
        entitled: turnout.entitled,
        counted,
        needed,
        reached: counted >= needed,
    }
}
