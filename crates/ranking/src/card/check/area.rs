//! Areas.

use super::{Check, LONGEST_LABEL};
use crate::card::RuleCard;

impl Check {
    pub(in crate::card) fn areas(&mut self, card: &RuleCard) {
        self.at_least("/areas", card.areas.len(), 1);
        let numbers: Vec<_> = card
            .areas
            .iter()
            .map(|area| area.number.to_string())
            .collect();
        self.distinct("/areas", "number", &numbers);
        self.distinct("/areas", "label", card.areas.iter().map(|area| &area.label));
        for (index, area) in card.areas.iter().enumerate() {
            self.text(&format!("/areas/{index}/label"), &area.label, LONGEST_LABEL);
        }
    }
}
