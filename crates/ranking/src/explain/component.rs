//! What each component gave, and what it came from.

use super::Tale;
use crate::Ratio;
use crate::card::{Component, Panel, Source, Trim};
use crate::trace::{LeftOutReason, NoVoteReason, Op, ScaleRule, TrimRule};

impl Tale<'_> {
    /// A sentence or a few for each component.
    pub(super) fn components(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for component in &self.plan.components {
            match &component.source {
                Source::Panel(panel) => self.panel(component, panel, &mut lines),
                Source::Record(_) => self.record(component, &mut lines),
                Source::Vote => self.vote(component, &mut lines),
            }
            lines.extend(self.scaled(component));
            lines.extend(self.share(component));
        }
        lines
    }

    fn panel(&self, component: &Component, panel: &Panel, lines: &mut Vec<String>) {
        let label = &component.label;
        let mut counted = 0;
        let mut left = Vec::new();
        for step in self.own() {
            match &step.op {
                Op::Total { component: of, .. } if *of == component.code => counted += 1,
                Op::LeftOut {
                    component: of,
                    judge,
                    r#in,
                    ..
                } if *of == component.code => left.push((judge, LeftOutReason::of(r#in))),
                _ => {}
            }
        }
        if counted > 0 || !left.is_empty() {
            lines.push(self.sheets(label, counted, &left));
        }
        for step in self.own() {
            match &step.op {
                Op::TrimmedMean {
                    component: of,
                    criterion,
                    r#in,
                    rule,
                    kept,
                    out,
                    ..
                } if *of == component.code => {
                    let criterion = criterion.as_ref().map(|code| {
                        let mut criteria = panel.criteria.iter();
                        let found = criteria.find(|criterion| criterion.code == *code);
                        found.map_or(code.as_str(), |criterion| criterion.label.as_str())
                    });
                    let of = criterion.map_or_else(
                        || label.clone(),
                        |criterion| {
                            self.say(
                                format!("{label}的{criterion}"),
                                format!("{label}, {criterion}"),
                            )
                        },
                    );
                    lines.push(match out {
                        Some(out) => self.trimmed(&of, r#in, *rule, *kept, out),
                        None => self.too_few(&of, panel, *rule, r#in.len()),
                    });
                }
                Op::Sum {
                    component: of,
                    out: Some(out),
                    ..
                } if *of == component.code => lines.push(self.say(
                    format!("{label}：各指标按分值比重合计 {}。", self.number(out)),
                    format!(
                        "{label}: the criteria by their weights come to {}.",
                        self.number(out)
                    ),
                )),
                Op::Corrected {
                    component: of,
                    r#in,
                    out,
                    ..
                } if *of == component.code && r#in != out => lines.push(self.say(
                    format!(
                        "{label}：校正评委宽严后，由 {} 变为 {}。",
                        self.short(r#in),
                        self.number(out)
                    ),
                    format!(
                        "{label}: evened out for strict and lenient judges, {} becomes {}.",
                        self.short(r#in),
                        self.number(out)
                    ),
                )),
                _ => {}
            }
        }
    }

    fn sheets(&self, label: &str, counted: usize, left: &[(&String, LeftOutReason)]) -> String {
        let reasons = left.iter().map(|(judge, why)| {
            let why = match why {
                LeftOutReason::Recused => self.say("回避", "recused"),
                LeftOutReason::Voided => self.say("作废", "voided"),
                LeftOutReason::Absent => self.say("未评", "no sheet"),
                LeftOutReason::Incomplete => self.say("未评全", "not complete"),
            };
            self.say(format!("{judge}（{why}）"), format!("{judge} ({why})"))
        });
        let reasons: Vec<String> = reasons.collect();
        if reasons.is_empty() {
            self.say(
                format!("{label}：{counted} 名评委的评分表全部计入。"),
                format!("{label}: the sheets of all {counted} judges count."),
            )
        } else {
            let list = self.list(&reasons);
            self.say(
                format!("{label}：计入 {counted} 名评委的评分表；不计入：{list}。"),
                format!("{label}: the sheets of {counted} judges count; left out: {list}."),
            )
        }
    }

    fn too_few(&self, of: &str, panel: &Panel, rule: TrimRule, have: usize) -> String {
        let need = match &panel.trim {
            Trim::Drop(drop) if rule == TrimRule::Invalid => drop.at_least,
            _ => panel.minimum_judges,
        };
        self.say(
            format!("{of}：有效评分只有 {have} 份，少于规定的 {need} 份，没有得分。"),
            format!("{of}: only {have} scores count, fewer than the {need} the card asks for, so there is no value."),
        )
    }

    fn trimmed(
        &self,
        of: &str,
        all: &[Ratio],
        rule: TrimRule,
        kept: (usize, usize),
        out: &Ratio,
    ) -> String {
        let (first, past) = kept;
        let low: Vec<String> = all[..first].iter().map(|score| self.short(score)).collect();
        let high: Vec<String> = all[past..].iter().map(|score| self.short(score)).collect();
        let (number, mean) = (past - first, self.number(out));
        if low.is_empty() && high.is_empty() {
            return match rule {
                TrimRule::PlainMean => self.say(
                    format!("{of}：份数不足，不去最高最低，{number} 份平均 {mean}。"),
                    format!("{of}: too few to drop any; the mean of {number} is {mean}."),
                ),
                _ => self.say(
                    format!("{of}：{number} 份平均 {mean}。"),
                    format!("{of}: the mean of {number} is {mean}."),
                ),
            };
        }
        let mut dropped = Vec::new();
        if !high.is_empty() {
            dropped.push(self.say(
                format!("最高的 {}", self.list(&high)),
                format!("the highest ({})", self.list(&high)),
            ));
        }
        if !low.is_empty() {
            dropped.push(self.say(
                format!("最低的 {}", self.list(&low)),
                format!("the lowest ({})", self.list(&low)),
            ));
        }
        let dropped = dropped.join(&self.say(" 和", " and "));
        match rule {
            TrimRule::Median => self.say(
                format!(
                    "{of}：{} 份取居中的 {number} 份，中位数 {mean}。",
                    all.len()
                ),
                format!("{of}: the median of {} is {mean}.", all.len()),
            ),
            TrimRule::ClosestPair => self.say(
                format!("{of}：三份取最接近的两份，去掉{dropped}，平均 {mean}。"),
                format!(
                    "{of}: of three the two nearest count, without {dropped}; their mean is {mean}."
                ),
            ),
            _ => self.say(
                format!("{of}：去掉{dropped}，其余 {number} 份平均 {mean}。"),
                format!("{of}: without {dropped} the mean of the other {number} is {mean}."),
            ),
        }
    }

    fn record(&self, component: &Component, lines: &mut Vec<String>) {
        let label = &component.label;
        let Source::Record(record) = &component.source else {
            return;
        };
        let indicator_of = |code: &String| {
            record
                .indicators
                .iter()
                .find(|indicator| indicator.code == *code)
        };
        for step in self.own() {
            match &step.op {
                Op::Sum {
                    component: of,
                    r#in,
                    out: Some(out),
                    ..
                } if *of == component.code => {
                    let parts = r#in.iter().map(|(code, weight, points)| {
                        let named = indicator_of(code);
                        let name = named.map_or(code, |indicator| &indicator.label);
                        let raw = self.raw_value(&component.code, code);
                        let raw = raw.map_or_else(String::new, |raw| {
                            let unit = named.map_or("", |indicator| indicator.unit.as_str());
                            self.say(format!(" {raw}{unit}，折"), format!(" {raw}{unit} →"))
                        });
                        let (points, weight) = (self.short(points), self.percent(weight));
                        self.say(
                            format!("{name}{raw} {points} 分（占 {weight}）"),
                            format!("{name}{raw} {points} ({weight})"),
                        )
                    });
                    let parts = self.list(&parts.collect::<Vec<_>>());
                    lines.push(self.say(
                        format!("{label}：{parts}，合计 {}。", self.number(out)),
                        format!("{label}: {parts}; together {}.", self.number(out)),
                    ));
                }
                Op::Sum {
                    component: of,
                    missing: Some(code),
                    ..
                } if *of == component.code => {
                    let name = indicator_of(code).map_or(code, |indicator| &indicator.label);
                    lines.push(self.say(
                        format!("{label}：缺少“{name}”的数值，没有得分。"),
                        format!("{label}: the value of {name} is missing, so there is none."),
                    ));
                }
                _ => {}
            }
        }
    }

    /// The value of an indicator before its scale.
    fn raw_value(&self, component: &String, code: &String) -> Option<String> {
        self.own().find_map(|step| match &step.op {
            Op::Scale {
                component: of,
                indicator: Some(indicator),
                r#in,
                ..
            } if of == component && indicator == code => Some(self.short(r#in)),
            _ => None,
        })
    }

    /// The vote by class.
    fn vote(&self, component: &Component, lines: &mut Vec<String>) {
        let label = &component.label;
        let class_label = |code: &String| {
            self.card
                .class(code)
                .map_or(code.clone(), |class| class.label.clone())
        };
        let blank_of = |code: &String| {
            self.own().find_map(|step| match &step.op {
                Op::ClassMean { class, blank, .. } if class == code => *blank,
                _ => None,
            })
        };
        for step in self.own() {
            match &step.op {
                Op::Score {
                    r#in,
                    out: Some(out),
                    ..
                } => {
                    let parts = r#in.iter().map(|(code, weight, mean)| {
                        let (class, mean, weight) =
                            (class_label(code), self.short(mean), self.percent(weight));
                        let blank = blank_of(code).filter(|blank| *blank > 0);
                        let blank = blank.map_or_else(String::new, |blank| {
                            self.say(format!("，空白 {blank}"), format!(", {blank} left blank"))
                        });
                        self.say(
                            format!("{class}票均分 {mean}（占 {weight}{blank}）"),
                            format!("class {class} gave {mean} on average ({weight}{blank})"),
                        )
                    });
                    let parts = self.list(&parts.collect::<Vec<_>>());
                    lines.push(self.say(
                        format!("{label}：{parts}，合计 {}。", self.number(out)),
                        format!("{label}: {parts}; together {}.", self.number(out)),
                    ));
                }
                Op::Majority {
                    r#in,
                    profile: Some(profile),
                    out: Some(out),
                    ..
                } => {
                    let marks = self.card.marks();
                    let middle = marks
                        .get(profile.median())
                        .map_or("", |mark| mark.label.as_str());
                    let parts = r#in.iter().map(|(code, weight, _)| {
                        format!("{} {}", class_label(code), self.percent(weight))
                    });
                    let parts = self.list(&parts.collect::<Vec<_>>());
                    lines.push(self.say(
                        format!("{label}：按票类比重（{parts}）合起来，居中的等次是“{middle}”，即 {} 分。", self.number(out)),
                        format!("{label}: with the classes weighed ({parts}), the middle grade is {middle}, worth {}.", self.number(out)),
                    ));
                }
                Op::Score {
                    missing: Some(code),
                    ..
                }
                | Op::Majority {
                    missing: Some(code),
                    ..
                } => {
                    let class = class_label(code);
                    lines.push(self.say(
                        format!("{label}：{class}票没有一张给它评定等次，按规则没有得分。"),
                        format!("{label}: class {class} gave it no mark that counts, so by the card it has no value."),
                    ));
                }
                Op::NoValue { why, .. } => lines.push(self.no_vote(label, *why)),
                _ => {}
            }
        }
    }

    fn no_vote(&self, label: &str, why: NoVoteReason) -> String {
        match why {
            NoVoteReason::RoundNotDecided => self.say(
                format!("{label}：本片区这一轮未达法定人数或票数太少，不产生结果，也不开票。"),
                format!("{label}: the round of the area missed its quorum or had too few ballots; it has no result and was not opened."),
            ),
            NoVoteReason::NoTurnout => self.say(
                format!("{label}：本片区没有投票。"),
                format!("{label}: there was no vote in the area."),
            ),
            NoVoteReason::Withheld => self.say(
                format!("{label}：有票类的票数未达公布门槛，为保守投票秘密，本片区的得分和名次不予公布；是否公布只看票数，与怎么投的无关。"),
                format!("{label}: a class has fewer ballots than may be published, so scores and places of the area are withheld to keep votes secret; this depends on turnout alone, not on how anybody voted."),
            ),
        }
    }

    fn scaled(&self, component: &Component) -> Option<String> {
        let label = &component.label;
        self.own().find_map(|step| match &step.op {
            Op::Scale {
                component: of,
                indicator: None,
                rule,
                r#in,
                out,
                lowest,
                highest,
                mean,
                deviation,
                place,
                of: among,
                ..
            } if *of == component.code => {
                let (value, points) = (self.short(r#in), self.number(out));
                let shown = |ratio: &Option<Ratio>| {
                    ratio
                        .as_ref()
                        .map_or_else(String::new, |ratio| self.short(ratio))
                };
                let how = match rule {
                    ScaleRule::Fixed => self.say("按固定界限", "between fixed bounds"),
                    ScaleRule::Target => self.say("按目标值", "against the target"),
                    ScaleRule::Observed => {
                        let (lowest, highest) = (shown(lowest), shown(highest));
                        self.say(
                            format!("按组内最低 {lowest} 到最高 {highest}"),
                            format!("between the group's {lowest} and {highest}"),
                        )
                    }
                    ScaleRule::ZScore => {
                        let deviation = deviation
                            .as_ref()
                            .map_or_else(String::new, ToString::to_string);
                        let mean = shown(mean);
                        self.say(
                            format!("按组内均值 {mean}、标准差 {deviation}"),
                            format!("by the group's mean {mean} and deviation {deviation}"),
                        )
                    }
                    ScaleRule::Rank => {
                        let (place, among) = (shown(place), among.unwrap_or_default());
                        self.say(
                            format!("按组内 {among} 个值中的第 {place} 位"),
                            format!("by being {place} of {among} in the group"),
                        )
                    }
                };
                Some(self.say(
                    format!("{label}：{value} {how}折为 {points} 分。"),
                    format!("{label}: {value} becomes {points} points {how}."),
                ))
            }
            _ => None,
        })
    }

    /// What a component adds to the score.
    fn share(&self, component: &Component) -> Option<String> {
        if self.plan.components.len() == 1 {
            return None;
        }
        let label = &component.label;
        self.own().find_map(|step| match &step.op {
            Op::Composite { r#in, .. } => {
                let (_, weight, points) = r#in.iter().find(|(code, ..)| *code == component.code)?;
                let part = Ratio(&weight.0 * &points.0);
                let (points, weight, part) =
                    (self.short(points), self.percent(weight), self.number(&part));
                Some(self.say(
                    format!("{label}占 {weight}：{points} 分计入总分 {part} 分。"),
                    format!(
                        "{label} counts {weight}: its {points} points add {part} to the score."
                    ),
                ))
            }
            _ => None,
        })
    }
}
