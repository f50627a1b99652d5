//! Place and score in one sentence; plus and minus items, limits, vetoes.

use super::Tale;
use crate::card::{AdjustmentKind, VetoEffect};
use crate::trace::{NoVoteReason, Op};

impl Tale<'_> {
    /// Place, score, group; or that it has none, and why.
    pub(super) fn headline(&self) -> String {
        let name = self.named(self.town, self.village);
        let Some((place, sharing)) = self.place() else {
            return self.unranked(&name);
        };
        let group = self.group_label();
        let of = self.ranked().len();
        let score = self.rounded().unwrap_or_default();
        let exact = self.exact_score();
        let exact = exact.map_or_else(String::new, |exact| {
            let exact = exact.to_string();
            self.say(format!("（精确值 {exact}）"), format!(" (exactly {exact})"))
        });
        let shared = if sharing.is_empty() {
            String::new()
        } else {
            let names = self.list(&sharing);
            self.say(format!("，与{names}并列"), format!(", tied with {names}"))
        };
        self.say(
            format!("{name}：{group} {of} 村中第 {place} 名，{score} 分{exact}{shared}。"),
            format!(
                "{name} is in place {place} of {of} in {group} with {score} points{exact}{shared}."
            ),
        )
    }

    fn unranked(&self, name: &str) -> String {
        let mut why = None;
        let mut withheld = false;
        for step in self.own() {
            match &step.op {
                Op::Composite {
                    missing: Some(of), ..
                } => {
                    let mut components = self.plan.components.iter();
                    let found = components.find(|component| component.code == *of);
                    let label = found.map_or(of.as_str(), |component| component.label.as_str());
                    why = Some(self.say(
                        format!("“{label}”没有得分"),
                        format!("it has no value in {label}"),
                    ));
                }
                Op::NoValue {
                    why: NoVoteReason::Withheld,
                    ..
                } => withheld = true,
                Op::Veto {
                    veto,
                    effect: VetoEffect::Unranked,
                    ..
                } => {
                    let label = self.veto_label(veto);
                    why = Some(
                        self.say(format!("一票否决“{label}”"), format!("of the veto {label}")),
                    );
                }
                _ => {}
            }
        }
        match why {
            Some(why) if !withheld => self.say(
                format!("{name}不参加排名，因为{why}。"),
                format!(
                    "{name} is not ranked because {}.",
                    why.trim_start_matches("because ")
                ),
            ),
            _ => self.say(
                format!("{name}：名次不予公布。"),
                format!("{name}: the place is withheld."),
            ),
        }
    }

    pub(super) fn veto_label<'v>(&'v self, code: &'v str) -> &'v str {
        let mut vetoes = self.plan.vetoes.iter();
        let found = vetoes.find(|veto| veto.code == code);
        found.map_or(code, |veto| veto.label.as_str())
    }

    fn rounded(&self) -> Option<String> {
        self.own().find_map(|step| match &step.op {
            Op::Round { out, .. } => Some(out.to_string()),
            _ => None,
        })
    }

    /// What happened between the weighted sum and the score.
    pub(super) fn score(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for step in self.own() {
            match &step.op {
                Op::Composite { out: Some(out), .. } if self.plan.components.len() > 1 => {
                    let total = self.number(out);
                    lines.push(self.say(
                        format!("各项合计 {total} 分。"),
                        format!("The components come to {total} points."),
                    ));
                }
                Op::Adjust {
                    r#in,
                    bonus,
                    penalty,
                    out,
                    ..
                } => {
                    let items = r#in.iter().map(|(code, kind, points)| {
                        let mut kinds = self.plan.adjustments.iter();
                        let found = kinds.find(|kind| kind.code == *code);
                        let label = found.map_or(code.as_str(), |kind| kind.label.as_str());
                        let sign = if *kind == AdjustmentKind::Bonus {
                            '+'
                        } else {
                            '−'
                        };
                        format!("{label} {sign}{}", self.short(points))
                    });
                    let items = self.list(&items.collect::<Vec<_>>());
                    let (bonus, penalty, out) =
                        (self.short(bonus), self.short(penalty), self.number(out));
                    lines.push(self.say(
                        format!("加减分：{items}；按上限计加 {bonus} 分、减 {penalty} 分，为 {out} 分。"),
                        format!("Plus and minus items: {items}; within their limits {bonus} are added and {penalty} taken away: {out}."),
                    ));
                }
                Op::Limit { r#in, out, .. } => {
                    let (before, after) = (self.short(r#in), self.short(out));
                    lines.push(self.say(
                        format!("总分超出限值，由 {before} 分改为 {after} 分。"),
                        format!("The score is beyond its limit: {before} becomes {after}."),
                    ));
                }
                Op::Veto {
                    veto,
                    effect,
                    r#in,
                    out,
                    ..
                } => {
                    let label = self.veto_label(veto);
                    let effect = match effect {
                        VetoEffect::Unranked => self.say("不参加排名", "it is not ranked"),
                        VetoEffect::Last => {
                            self.say("排在其他村之后", "it is ranked behind the others")
                        }
                        VetoEffect::NoAward => self.say("不得评奖", "it gets no award"),
                        VetoEffect::Cap(cap) if r#in == out => self.say(
                            format!("总分不超过 {cap} 分，未受影响"),
                            format!("its score is at most {cap}, which changes nothing"),
                        ),
                        VetoEffect::Cap(cap) => {
                            let before = self.short(r#in);
                            self.say(
                                format!("总分由 {before} 分降为 {cap} 分"),
                                format!("its score falls from {before} to {cap}"),
                            )
                        }
                    };
                    lines.push(self.say(
                        format!("一票否决“{label}”：{effect}。"),
                        format!("Veto {label}: {effect}."),
                    ));
                }
                _ => {}
            }
        }
        lines
    }
}
