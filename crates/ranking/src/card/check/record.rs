//! Indicators on record.

use super::{Check, LONGEST_LABEL};
use crate::card::Record;

impl Check {
    pub(super) fn record(&mut self, path: &str, record: &Record) {
        let indicators = &record.indicators;
        let list = format!("{path}/indicators");
        self.at_least(&list, indicators.len(), 1);
        self.not_too_long(&list, indicators.len());
        self.distinct(
            &list,
            "code",
            indicators.iter().map(|indicator| &indicator.code),
        );
        self.distinct(
            &list,
            "label",
            indicators.iter().map(|indicator| &indicator.label),
        );
        for (index, indicator) in indicators.iter().enumerate() {
            let path = format!("{list}/{index}");
            self.named(&path, &indicator.code, &indicator.label);
            if !indicator.unit.is_empty() {
                self.text(&format!("{path}/unit"), &indicator.unit, LONGEST_LABEL);
            }
            self.steps(
                &path,
                &indicator.least,
                &indicator.most,
                &indicator.step,
                false,
            );
            self.scale(&format!("{path}/scale"), &indicator.scale);
        }
        let shares = indicators
            .iter()
            .map(|indicator| (&indicator.label, &indicator.weight));
        self.shares(&list, ("指标", "indicators"), shares);
    }
}
