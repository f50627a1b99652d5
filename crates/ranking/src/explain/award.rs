//! The award, and why not a better one.

use super::Tale;
use crate::card::VetoEffect;
use crate::trace::Op;

impl Tale<'_> {
    /// A sentence for each award up to the one it got.
    pub(super) fn awards(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let Some((place, _)) = self.place() else {
            return lines;
        };
        let barred = self.own().find_map(|step| match &step.op {
            Op::Veto {
                veto,
                effect: VetoEffect::NoAward,
                ..
            } => Some(self.veto_label(veto)),
            _ => None,
        });
        for step in self.steps {
            let Op::Award {
                group,
                award,
                quota,
                of,
                out,
            } = &step.op
            else {
                continue;
            };
            if !self.is_group(group) {
                continue;
            }
            if let Some(label) = barred {
                lines.push(self.say(
                    format!("因一票否决“{label}”，不参加评奖。"),
                    format!("For the veto {label} it gets no award."),
                ));
                break;
            }
            let given = out.len();
            if out.iter().any(|(town, village)| self.is_it(town, village)) {
                lines.push(self.say(
                    format!("获“{award}”：{of} 村中名额 {quota} 个，实授 {given} 个。"),
                    format!("It gets {award}: {quota} of {of} villages may, {given} do."),
                ));
                break;
            }
            let tied_out = (given as u64) < *quota;
            lines.push(if tied_out {
                self.say(
                    format!("未获“{award}”：名额 {quota} 个，已授 {given} 个，余下的名额不够并列的各村，按规则不授。"),
                    format!("It does not get {award}: of {quota} to give {given} are given; the rest is too few for the villages tied next, so by the card none of them gets it."),
                )
            } else {
                self.say(
                    format!("未获“{award}”：名额 {quota} 个，由名次在前的村取得，它是第 {place} 名。"),
                    format!("It does not get {award}: the {quota} go to the villages ahead; it is in place {place}."),
                )
            });
        }
        lines
    }

    fn is_group(&self, group: &str) -> bool {
        self.own()
            .any(|step| matches!(&step.op, Op::Place { group: of, .. } if of == group))
    }
}
