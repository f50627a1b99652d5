//! Ties, the gaps to the neighbours, and the least change that would close them.

use super::Tale;
use crate::Ratio;
use crate::card::{CriterionName, Scale, Source, TieBreak, VetoEffect};
use crate::trace::{Key, Op};

/// A ranked village of the same group: its name, key, and whether a veto puts it behind.
type Ranked<'a> = (&'a str, &'a str, &'a Key, bool);

impl<'a> Tale<'a> {
    /// The group's code, if the village is ranked in it.
    fn group(&self) -> Option<&'a str> {
        self.own().find_map(|step| match &step.op {
            Op::Place { group, .. } => Some(group.as_str()),
            _ => None,
        })
    }

    pub(super) fn group_label(&self) -> String {
        let code = self.group().unwrap_or_default();
        let area = self
            .card
            .areas
            .iter()
            .find(|area| area.number.to_string() == code);
        area.map_or_else(|| self.say("全部", "all"), |area| area.label.clone())
    }

    /// The ranked villages of its group, in village order.
    pub(super) fn ranked(&self) -> Vec<Ranked<'a>> {
        let group = self.group();
        let rows = self.steps.iter().find_map(|step| match &step.op {
            Op::Rank {
                group: of, r#in, ..
            } if Some(of.as_str()) == group => Some(r#in),
            _ => None,
        });
        let rows = rows.into_iter().flatten();
        rows.map(|(town, village, key, last)| (town.as_str(), village.as_str(), key, *last))
            .collect()
    }

    /// The places of its group, in order.
    fn places(&self) -> Vec<(&'a str, &'a str, &'a str)> {
        let group = self.group();
        let places = self.steps.iter().filter_map(|step| match &step.op {
            Op::Place {
                group: of,
                town,
                village,
                place,
            } if Some(of.as_str()) == group => {
                Some((town.as_str(), village.as_str(), place.as_str()))
            }
            _ => None,
        });
        places.collect()
    }

    /// The village's place and the names of those that share it.
    pub(super) fn place(&self) -> Option<(&'a str, Vec<String>)> {
        let places = self.places();
        let own = places
            .iter()
            .find(|(town, village, _)| self.is_it(town, village))?
            .2;
        let sharing = places
            .iter()
            .filter(|(town, village, place)| *place == own && !self.is_it(town, village));
        Some((
            own,
            sharing
                .map(|(town, village, _)| self.named(town, village))
                .collect(),
        ))
    }

    pub(super) fn exact_score(&self) -> Option<&'a Ratio> {
        self.own().find_map(|step| match &step.op {
            Op::Round { r#in, .. } => Some(r#in),
            _ => None,
        })
    }

    /// The tie-breaks the village went through.
    pub(super) fn ties(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for step in self.steps {
            let Op::TieBreak {
                group,
                rule,
                r#in,
                out,
                lot_needed,
            } = &step.op
            else {
                continue;
            };
            let tied = r#in
                .iter()
                .any(|(town, village, _)| self.is_it(town, village));
            if Some(group.as_str()) != self.group() || !tied {
                continue;
            }
            let others = r#in
                .iter()
                .filter(|(town, village, _)| !self.is_it(town, village));
            let others: Vec<String> = others
                .map(|(town, village, _)| self.named(town, village))
                .collect();
            let (others, rule) = (self.list(&others), self.tie_rule(rule));
            lines.push(if *lot_needed {
                self.say(
                    format!("与{others}同分，规则要求{rule}，尚未抽签，请当众抽签后重新计算。"),
                    format!("It is tied with {others}; the card asks for {rule}, which has not been drawn: draw it in public and compute again."),
                )
            } else if out.len() == 1 {
                self.say(
                    format!("与{others}同分，按{rule}比较仍相同。"),
                    format!("It is tied with {others}; compared by {rule} they are still equal."),
                )
            } else {
                self.say(
                    format!("与{others}同分，按{rule}分出先后。"),
                    format!("It is tied with {others}; {rule} separates them."),
                )
            });
        }
        lines
    }

    fn tie_rule(&self, rule: &TieBreak) -> String {
        let component = |code: &String| {
            let mut components = self.plan.components.iter();
            components.find(|component| component.code == *code)
        };
        let label = |code: &String| {
            component(code).map_or(code.clone(), |component| component.label.clone())
        };
        match rule {
            TieBreak::KeepTied => self.say("保留并列", "keeping the tie"),
            TieBreak::Component(code) => {
                let label = label(code);
                self.say(format!("“{label}”得分"), format!("the points in {label}"))
            }
            TieBreak::Criterion(CriterionName {
                component: code,
                criterion,
            }) => {
                let named = component(code).and_then(|component| match &component.source {
                    Source::Panel(panel) => panel
                        .criteria
                        .iter()
                        .find(|listed| listed.code == *criterion),
                    Source::Vote | Source::Record(_) => None,
                });
                let (of, name) = (label(code), named.map_or(criterion, |named| &named.label));
                self.say(
                    format!("“{of}”中“{name}”的平均分"),
                    format!("the mean of {name} in {of}"),
                )
            }
            TieBreak::Class(code) => {
                let name = self.card.class(code).map_or(code, |class| &class.label);
                self.say(format!("{name}票均分"), format!("the mean of class {name}"))
            }
            TieBreak::Marks(code) => {
                let name = self.card.mark(code).map_or(code.clone(), |mark| mark.label);
                self.say(format!("“{name}”票的比重"), format!("the share of {name}"))
            }
            TieBreak::LotByHand => self.say("当众抽签", "a lot drawn by hand"),
            TieBreak::LotBySeed => self.say("抽签种子", "a lot from the seed"),
        }
    }

    /// The gaps to the village above and below, and what would close them.
    pub(super) fn neighbours(&self) -> Vec<String> {
        let places = self.places();
        let ranked = self.ranked();
        let key_of = |name: (&str, &str)| ranked.iter().find(|row| (row.0, row.1) == name).copied();
        let Some(own) = key_of((self.town, self.village)) else {
            return Vec::new();
        };
        let at = places
            .iter()
            .position(|(town, village, _)| self.is_it(town, village));
        let Some(at) = at else { return Vec::new() };
        let place = places[at].2;
        let above = places[..at]
            .iter()
            .rev()
            .find(|(.., other)| *other != place);
        let below = places[at + 1..].iter().find(|(.., other)| *other != place);
        let mut lines = Vec::new();
        for (neighbour, up) in [(above, true), (below, false)] {
            let Some((town, village, _)) = neighbour else {
                lines.push(if up {
                    self.say("前面没有别的村。", "No village is ahead of it.")
                } else {
                    self.say("后面没有别的村。", "No village is behind it.")
                });
                continue;
            };
            if let Some(row) = key_of((town, village)) {
                self.gap(own, row, up, &mut lines);
            }
        }
        lines
    }

    fn gap(&self, own: Ranked<'_>, other: Ranked<'_>, up: bool, lines: &mut Vec<String>) {
        let name = self.named(other.0, other.1);
        if own.3 != other.3 {
            lines.push(if up {
                self.say(
                    format!("因一票否决排在{name}之后，与分数无关。"),
                    format!("It is behind {name} for a veto, whatever the scores."),
                )
            } else {
                self.say(
                    format!("{name}因一票否决排在它之后，与分数无关。"),
                    format!("{name} is behind it for a veto, whatever the scores."),
                )
            });
            return;
        }
        let (Key::Score(mine), Key::Score(theirs)) = (own.2, other.2) else {
            self.gap_of_profiles(own.2, other.2, &name, up, lines);
            return;
        };
        let gap = if up {
            &theirs.0 - &mine.0
        } else {
            &mine.0 - &theirs.0
        };
        let gap = Ratio(gap);
        let by = if self.ranks_rounded() {
            self.say("按公布分", " by published scores")
        } else {
            String::new()
        };
        if !gap.is_positive() {
            lines.push(if up {
                self.say(
                    format!("与前一名{name}同分，先后由并列处理的规则决定。"),
                    format!(
                        "It has the same score as {name} ahead of it; the rules for ties decide."
                    ),
                )
            } else {
                self.say(
                    format!("与后一名{name}同分，先后由并列处理的规则决定。"),
                    format!(
                        "It has the same score as {name} behind it; the rules for ties decide."
                    ),
                )
            });
            return;
        }
        let shown = self.number(&gap);
        lines.push(if up {
            self.say(
                format!("{by}比前一名{name}少 {shown} 分。"),
                format!("It is {shown} points behind {name}{by}."),
            )
        } else {
            self.say(
                format!("{by}比后一名{name}多 {shown} 分。"),
                format!("It is {shown} points ahead of {name}{by}."),
            )
        });
        self.least_changes(&gap, up, lines);
    }

    /// Gap ÷ weight of each component, unless a limit or a veto holds the score.
    fn least_changes(&self, gap: &Ratio, up: bool, lines: &mut Vec<String>) {
        let held = self.own().any(|step| match &step.op {
            Op::Limit { .. } => true,
            Op::Veto {
                effect: VetoEffect::Cap(_),
                r#in,
                out,
                ..
            } => r#in != out,
            _ => false,
        });
        if held {
            lines.push(self.say(
                "它的总分已由限值或一票否决确定，单项得分的小变化不改变名次。",
                "Its score is held by a limit or a veto, so small changes of a component do not move it.",
            ));
            return;
        }
        let composite = self.own().find_map(|step| match &step.op {
            Op::Composite { r#in, .. } => Some(r#in),
            _ => None,
        });
        let mut relative = Vec::new();
        let parts = composite.into_iter().flatten().map(|(code, weight, _)| {
            let mut components = self.plan.components.iter();
            let component = components.find(|component| component.code == *code);
            let label = component.map_or(code.as_str(), |component| component.label.as_str());
            if component
                .is_some_and(|component| depends_on_others(&component.scale, &component.source))
            {
                relative.push(label.to_owned());
            }
            let change = self.near(&Ratio(&gap.0 / &weight.0));
            if up {
                self.say(
                    format!("{label}多得 {change} 分"),
                    format!("{change} more in {label}"),
                )
            } else {
                self.say(
                    format!("{label}少得 {change} 分"),
                    format!("{change} less in {label}"),
                )
            }
        });
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() {
            return;
        }
        let parts = parts.join(&self.say("，或", ", or "));
        lines.push(if up {
            self.say(
                format!("其他不变，若{parts}，即追平；再多一点就升一名。"),
                format!("With all else equal it would draw level with {parts}, and move up with any more."),
            )
        } else {
            self.say(
                format!("其他不变，若{parts}，即被追平；再少一点就降一名。"),
                format!("With all else equal it would be drawn level with by {parts}, and move down with any less."),
            )
        });
        if self.ranks_rounded() {
            lines.push(self.say(
                "（名次按公布的得分排，取舍可能使更小的变化就够。）",
                "(Places go by published scores, so rounding may make a smaller change enough.)",
            ));
        }
        if !relative.is_empty() && up {
            let labels = self.list(&relative);
            lines.push(self.say(
                format!("（{labels}的得分与同组其他村有关：改变一村的数值也会改变别村的得分。）"),
                format!("(Points in {labels} depend on the other villages of the group: another value of one changes those of others.)"),
            ));
        }
    }

    /// Where two majority profiles first differ.
    fn gap_of_profiles(
        &self,
        own: &Key,
        other: &Key,
        name: &str,
        up: bool,
        lines: &mut Vec<String>,
    ) {
        let (Key::Profile(mine), Key::Profile(theirs)) = (own, other) else {
            return;
        };
        let marks = self.card.marks();
        let label = |index: usize| {
            marks
                .get(index)
                .map_or(String::new(), |mark| mark.label.clone())
        };
        let (mine, theirs) = (mine.median(), theirs.median());
        let order = if up {
            self.say("前一名", "ahead of it")
        } else {
            self.say("后一名", "behind it")
        };
        lines.push(if mine == theirs {
            let middle = label(mine);
            self.say(
                format!("与{order}{name}居中的等次同为“{middle}”，由中间向两边逐步比较分出先后。"),
                format!("{name} {order} has the same middle grade {middle}; comparing outwards from the middle decides."),
            )
        } else {
            let (mine, theirs) = (label(mine), label(theirs));
            self.say(
                format!("{order}{name}居中的等次是“{theirs}”，它是“{mine}”。"),
                format!("{name} {order} has the middle grade {theirs}, it has {mine}."),
            )
        });
    }
}

/// Whether points also depend on the values of other villages.
fn depends_on_others(scale: &Scale, source: &Source) -> bool {
    let relative = |scale: &Scale| {
        matches!(
            scale,
            Scale::Observed(_) | Scale::ZScore(_) | Scale::Rank(_)
        )
    };
    let indicators = match source {
        Source::Record(record) => record.indicators.as_slice(),
        Source::Vote | Source::Panel(_) => &[],
    };
    relative(scale)
        || indicators
            .iter()
            .any(|indicator| relative(&indicator.scale))
}
