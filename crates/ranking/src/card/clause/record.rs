//! Indicators on record.

use super::{Draft, Say, scale};
use crate::card::{Component, RankingGroup, Record};

impl Say<'_> {
    pub(super) fn record(
        &self,
        path: &str,
        component: &Component,
        record: &Record,
        group: RankingGroup,
    ) -> Draft {
        let list = format!("{path}/source/record/indicators");
        let count = record.indicators.len();
        let mut sentences = vec![self.sentence(
            [list.clone()],
            format!("看 {count} 个指标，各自折算成分数，按占比相加；缺一个指标的村，这一项没有分数。"),
            format!("Of {count} indicators, each brought to points and added by its share; a village that lacks one has no points here."),
        )];
        for (index, indicator) in record.indicators.iter().enumerate() {
            let share = self.share(&indicator.weight);
            let (zh, en) = scale::words(&indicator.scale, &indicator.unit, group);
            let (label, unit) = (&indicator.label, &indicator.unit);
            let (least, most, step) = (&indicator.least, &indicator.most, &indicator.step);
            let en_unit = if unit.is_empty() {
                String::new()
            } else {
                format!(" {unit}")
            };
            sentences.push(self.sentence(
                [format!("{list}/{index}")],
                format!("{label}占{share}：{zh}；可填 {least} 到 {most}{en_unit}，每档 {step}。"),
                format!("{label}, {share}: {en}; values from {least} to {most}{en_unit} in steps of {step}."),
            ));
        }
        let (zh, en) = scale::becomes(&component.label, &component.scale, group);
        sentences.push(self.sentence([format!("{path}/scale")], zh, en));
        self.clause(
            format!("{}：指标", component.label),
            format!("{}: indicators", component.label),
            sentences,
        )
    }
}
