//! Bonuses, penalties, their limits, and vetoes.

use super::{Draft, Say, Sentence};
use crate::card::{Adjustment, AdjustmentKind, Caps, Composite, Veto, VetoEffect};

impl Say<'_> {
    /// Nothing when there are neither items nor limits.
    pub(super) fn items(&self, composite: &Composite) -> Option<Draft> {
        let items = composite.adjustments.iter().enumerate();
        let mut sentences: Vec<_> = items
            .map(|(index, item)| self.item(&format!("/composite/adjustments/{index}"), item))
            .collect();
        let none = sentences.is_empty();
        if !none {
            sentences.insert(
                0,
                self.sentence(
                    ["/composite/adjustments"],
                    "各项按占比相加以后，再加分、减分。",
                    "Plus and minus points come after the parts are added.",
                ),
            );
        }
        sentences.extend(self.caps(&composite.caps));
        if sentences.is_empty() {
            None
        } else if none {
            Some(self.clause("总分限制", "Limits of the score", sentences))
        } else {
            Some(self.clause("加分和减分", "Plus and minus points", sentences))
        }
    }

    fn item(&self, path: &str, item: &Adjustment) -> Sentence {
        let (label, least, most, step) = (&item.label, &item.least, &item.most, &item.step);
        let (zh, en) = match item.kind {
            AdjustmentKind::Bonus => ("加", "plus"),
            AdjustmentKind::Penalty => ("减", "minus"),
        };
        if least.to_ratio() == most.to_ratio() {
            return self.sentence(
                [path],
                format!("{label}：每项{zh} {most} 分。"),
                format!("{label}: {en} {most} each."),
            );
        }
        self.sentence(
            [path],
            format!("{label}：每项{zh} {least} 到 {most} 分，每档 {step} 分。"),
            format!("{label}: {en} {least} to {most} each, in steps of {step}."),
        )
    }

    fn caps(&self, caps: &Caps) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        if let Some(most) = &caps.bonus {
            sentences.push(self.sentence(
                ["/composite/caps/bonus"],
                format!("加分合计最多 {most} 分。"),
                format!("Plus points together count at most {most}."),
            ));
        }
        if let Some(most) = &caps.penalty {
            sentences.push(self.sentence(
                ["/composite/caps/penalty"],
                format!("减分合计最多 {most} 分。"),
                format!("Minus points together count at most {most}."),
            ));
        }
        let (zh, en) = match (&caps.least, &caps.most) {
            (None, None) => return sentences,
            (Some(least), None) => (format!("最低 {least} 分"), format!("at least {least}")),
            (None, Some(most)) => (format!("最高 {most} 分"), format!("at most {most}")),
            (Some(least), Some(most)) => (
                format!("最低 {least} 分，最高 {most} 分"),
                format!("at least {least} and at most {most}"),
            ),
        };
        // A step of the trace that limits a score points at all caps.
        sentences.push(self.sentence(
            [
                "/composite/caps",
                "/composite/caps/least",
                "/composite/caps/most",
            ],
            format!("总分{zh}。"),
            format!("The score is {en}."),
        ));
        sentences
    }

    /// Nothing when there are none.
    pub(super) fn vetoes(&self, vetoes: &[Veto]) -> Option<Draft> {
        if vetoes.is_empty() {
            return None;
        }
        let sentences = vetoes.iter().enumerate().map(|(index, veto)| {
            let (zh, en) = match &veto.effect {
                VetoEffect::Unranked => ("不排名次".to_owned(), "not ranked".to_owned()),
                VetoEffect::Last => (
                    "排在所有没有这种情况的村之后".to_owned(),
                    "ranked behind all villages without such a case".to_owned(),
                ),
                VetoEffect::NoAward => ("不评奖次".to_owned(), "no award".to_owned()),
                VetoEffect::Cap(most) => (
                    format!("总分最高只算 {most} 分"),
                    format!("the score counts at most {most}"),
                ),
            };
            self.sentence(
                [format!("/composite/vetoes/{index}")],
                format!("{}：{zh}。", veto.label),
                format!("{}: {en}.", veto.label),
            )
        });
        Some(self.clause("一票否决", "Vetoes", sentences))
    }
}
