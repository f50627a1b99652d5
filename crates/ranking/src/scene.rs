//! What a computation is made of: a card, its plan, the data, and who is ranked with whom.

use crate::card::{Composite, RankingGroup};
use crate::trace::{Name, NoVoteReason};
use crate::{Data, Ratio, RuleCard};

/// A village's value, or why it has none.
pub(crate) type Value = Result<Ratio, NoValueReason>;

/// Why a village has no value in a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoValueReason {
    /// Fewer counted sheets than the card wants.
    TooFewJudges,
    /// A value of an indicator is missing.
    MissingIndicator,
    /// A class gave no mark that counts.
    EmptyClass,
    /// The vote of the area gives no values.
    NoVote(NoVoteReason),
}

impl NoValueReason {
    /// The word in `result.json`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::TooFewJudges => "too_few_judges",
            Self::MissingIndicator => "missing_indicator",
            Self::EmptyClass => "empty_class",
            Self::NoVote(NoVoteReason::RoundNotDecided) => "round_not_decided",
            Self::NoVote(NoVoteReason::NoTurnout) => "no_turnout",
            Self::NoVote(NoVoteReason::Withheld) => "withheld",
        }
    }
}

/// The card and the data of one computation.
pub(crate) struct Scene<'a> {
    pub(crate) card: &'a RuleCard,
    pub(crate) plan: &'a Composite,
    pub(crate) data: &'a Data,
    pub(crate) groups: Vec<Group>,
}

/// Villages that are ranked together.
pub(crate) struct Group {
    /// Number of the area, or `all`.
    pub(crate) code: String,
    /// Name of the area; empty for all.
    pub(crate) label: String,
    /// In village order.
    pub(crate) villages: Vec<usize>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(card: &'a RuleCard, plan: &'a Composite, data: &'a Data) -> Self {
        let villages = || data.villages.iter().enumerate();
        let groups = match plan.group {
            RankingGroup::All => vec![Group {
                code: "all".into(),
                label: String::new(),
                villages: (0..data.villages.len()).collect(),
            }],
            RankingGroup::Area => {
                let areas = card.areas.iter().enumerate().map(|(index, area)| Group {
                    code: area.number.to_string(),
                    label: area.label.clone(),
                    villages: villages()
                        .filter(|(_, village)| village.area == index)
                        .map(|(index, _)| index)
                        .collect(),
                });
                areas.filter(|group| !group.villages.is_empty()).collect()
            }
        };
        Self {
            card,
            plan,
            data,
            groups,
        }
    }

    /// Town and village.
    pub(crate) fn name(&self, village: usize) -> Name {
        let village = &self.data.villages[village];
        (village.town.clone(), village.village.clone())
    }

    /// Pointer to a member of the ranking's rules: of `composite`, or of the card without one.
    pub(crate) fn rule(&self, member: &str) -> String {
        if self.card.composite.is_some() {
            format!("/composite/{member}")
        } else {
            format!("/{member}")
        }
    }

    /// Pointer to a member of a component of `composite`.
    pub(crate) fn component_rule(component: usize, member: &str) -> String {
        format!("/composite/components/{component}/{member}")
    }
}
