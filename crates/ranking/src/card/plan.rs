//! How villages are ranked, said in one form for every card.

use super::{Caps, Component, Composite, MissingComponent, RankingGroup, RuleCard, Scale, Source};
use crate::Ratio;

impl RuleCard {
    /// The composite that ranks the villages: the card's own, or, when it has none, the same
    /// thing said of the vote alone (`docs/scoring.md` §2.2).
    pub fn ranking_plan(&self) -> Composite {
        self.composite.clone().unwrap_or_else(|| Composite {
            group: RankingGroup::Area,
            components: vec![Component {
                code: "vote".into(),
                label: "评议".into(),
                weight: Ratio::one(),
                source: Source::Vote,
                scale: Scale::AsIs,
            }],
            missing: MissingComponent::Refuse,
            adjustments: Vec::new(),
            caps: Caps::default(),
            vetoes: Vec::new(),
            rounding: self.rounding,
            ranks: self.ranks,
            ties: self.ties.clone(),
            awards: self.awards.clone(),
        })
    }
}
