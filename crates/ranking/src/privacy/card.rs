//! What a card and the roll say before anybody has voted.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::finding::{refused, warned};
use super::mark::mean_tells_counts;
use super::{Level, Plan, PrivacyCode, PrivacyFinding, Verdict, check_plan};
use crate::RuleCard;
use crate::card::{
    Area, Method, QuorumCount, RankingGroup, SmallClass, Source, TieBreak, VoterClass,
};
use crate::threshold::{ClassTurnout, Opening};

/// How many people may vote, and on how many villages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roll {
    /// Entitled voters of each slip group, by its code; one that is not there has none.
    pub groups: BTreeMap<String, u64>,
    /// Villages on the ballot of each area, by its number.
    pub contests: BTreeMap<u32, u32>,
}

impl Roll {
    /// Voters of a class entitled in the round on `area`.
    pub fn entitled(&self, class: &VoterClass, area: u32) -> u64 {
        let groups = class
            .groups_in(area)
            .map(|group| self.groups.get(&group.code));
        groups.fold(0, |sum: u64, count| {
            sum.saturating_add(count.copied().unwrap_or(0))
        })
    }
}

/// Checks a card against the roll it will be used with: refusals first, then what the organiser
/// should know before freezing it. `card` is one that [`RuleCard::parse`] accepts.
///
/// For every area the worst turnout is tried, not every turnout: all figures of a round have its
/// ballot boxes as parts, so cells are boxes, and boxes only grow with turnout; the least turnout
/// at which a figure is published is the worst.
pub fn check_card(card: &RuleCard, roll: &Roll) -> Vec<PrivacyFinding> {
    let mut findings = unknown_groups(card, roll);
    findings.extend(of_areas(card, roll));
    findings.extend(counts_by_mean(card, roll));
    findings.extend(smallest_cells(card, roll));
    findings.sort_by_key(|finding| finding.verdict);
    findings
}

fn unknown_groups(card: &RuleCard, roll: &Roll) -> Vec<PrivacyFinding> {
    let known = |code: &String| card.slip_groups().any(|(_, group)| group.code == *code);
    let unknown = roll.groups.keys().filter(|code| !known(code));
    unknown
        .map(|code| {
            refused(
                "",
                PrivacyCode::UnknownGroup,
                format!("名册中的“{code}”不是规则卡上的码条组，请改正代码"),
                format!("the roll has `{code}`, which is no slip group of the card: correct it"),
            )
        })
        .collect()
}

/// What is found of areas; the same finding of several areas is told once, with their names.
fn of_areas(card: &RuleCard, roll: &Roll) -> Vec<PrivacyFinding> {
    let mut found: Vec<(PrivacyFinding, Vec<&str>)> = Vec::new();
    for area in &card.areas {
        let mut of_area = Vec::new();
        let on = OnArea::new(card, roll, area.number);
        on.openings(&mut of_area);
        on.room(&mut of_area);
        on.tie_rules(&mut of_area);
        for finding in of_area {
            match found.iter_mut().find(|(other, _)| *other == finding) {
                Some((_, areas)) => areas.push(&area.label),
                None => found.push((finding, vec![&area.label])),
            }
        }
    }
    let named = found.into_iter().map(|(finding, areas)| PrivacyFinding {
        zh: format!("{}：{}", areas.join("、"), finding.zh),
        en: format!("{}: {}", areas.join(", "), finding.en),
        ..finding
    });
    named.collect()
}

/// One area with the roll of each class, in the order of the card.
struct OnArea<'a> {
    card: &'a RuleCard,
    classes: Vec<(usize, &'a VoterClass, u64)>,
}

impl<'a> OnArea<'a> {
    fn new(card: &'a RuleCard, roll: &Roll, area: u32) -> Self {
        let classes = card.classes.iter().enumerate();
        let classes = classes.map(|(at, class)| (at, class, roll.entitled(class, area)));
        Self {
            card,
            classes: classes.collect(),
        }
    }

    fn at_least(&self, level: Level) -> u64 {
        level.least(self.card.thresholds)
    }

    /// The classes that count when everybody votes.
    fn counting(&self) -> impl Iterator<Item = &(usize, &'a VoterClass, u64)> {
        let open = self.at_least(Level::Places);
        self.classes
            .iter()
            .filter(move |(_, _, voters)| *voters >= open)
    }

    /// Whether figures of a level are published of the round when everybody votes.
    fn reaches(&self, level: Level) -> bool {
        let refuse = self.card.small_class == SmallClass::Refuse;
        self.counting().next().is_some()
            && (!refuse || self.counting().count() == self.classes.len())
            && self
                .counting()
                .all(|(_, _, voters)| *voters >= self.at_least(level))
    }

    fn openings(&self, findings: &mut Vec<PrivacyFinding>) {
        let open = self.at_least(Level::Places);
        let refuse = self.card.small_class == SmallClass::Refuse;
        for (at, class, voters) in &self.classes {
            if *voters >= open {
                continue;
            }
            let (path, label) = (format!("/classes/{at}"), &class.label);
            findings.push(if refuse {
                refused(
                    path,
                    PrivacyCode::AreaNeverDecided,
                    format!("{label}票名册上只有 {voters} 人，不到开票门槛 {open} 人，永远不能开票，本片区不会有结果。请把这一票类并入别的票类，或改为署名评分"),
                    format!("class {label} has {voters} on the roll, fewer than the {open} needed to open it, so the area can never have a result. Pool it with another class, or let it score by name"),
                )
            } else {
                warned(
                    path,
                    PrivacyCode::ClassNeverOpened,
                    format!("{label}票名册上只有 {voters} 人，不到开票门槛 {open} 人，永远不能开票：这些人的票不计入，份额由其他票类分摊"),
                    format!("class {label} has {voters} on the roll, fewer than the {open} needed to open it: its votes will not count, and its share goes to the others"),
                )
            });
        }
        if self.counting().next().is_none() {
            if !refuse {
                findings.push(refused(
                    "/classes",
                    PrivacyCode::AreaNeverDecided,
                    format!("各票类名册上都不到开票门槛 {open} 人，本片区不会有结果。请合并票类"),
                    format!("no class has the {open} on the roll that are needed to open it, so the area can never have a result. Pool classes"),
                ));
            }
        } else if self.reaches(Level::Places) {
            self.publications(findings);
        }
    }

    /// What stays unpublished of an area that can be decided.
    fn publications(&self, findings: &mut Vec<PrivacyFinding>) {
        let (mean, histogram) = (self.at_least(Level::Mean), self.at_least(Level::Histogram));
        for (_, class, voters) in self.counting() {
            let label = &class.label;
            if *voters < mean {
                findings.push(warned(
                    "/thresholds/mean",
                    PrivacyCode::OnlyPlaces,
                    format!("{label}票名册上只有 {voters} 人，不到 {mean} 人：本片区只公布名次，各票类的得分、平均分、票数和核验包都不公布"),
                    format!("class {label} has {voters} on the roll, fewer than {mean}: of this area only places are published, and no class's scores, means, counts or archive"),
                ));
            } else if *voters < histogram && self.reaches(Level::Mean) {
                findings.push(warned(
                    "/thresholds/histogram",
                    PrivacyCode::CountsNeverPublished,
                    format!("{label}票名册上只有 {voters} 人，不到 {histogram} 人：公布平均分，不公布各等次票数和这个票箱的核验包"),
                    format!("class {label} has {voters} on the roll, fewer than {histogram}: its means are published, its counts and archive are not"),
                ));
            }
        }
        let Some(composite) = &self.card.composite else {
            return;
        };
        let votes = composite
            .components
            .iter()
            .any(|one| matches!(one.source, Source::Vote));
        if votes && !self.reaches(Level::Mean) {
            let (zh, en) = match composite.group {
                RankingGroup::Area => ("本片区的综合得分和名次", "its composite scores and places"),
                RankingGroup::All => (
                    "所有片区一起排的综合得分和名次",
                    "the composite scores and places of all areas",
                ),
            };
            findings.push(warned(
                "/composite",
                PrivacyCode::CompositeWithheld,
                format!("投票得分不公布，{zh}也就不能公布，否则减去其他各项就得出投票得分"),
                format!("the vote's scores are not published, and so neither are {en}: less the other components they would give them"),
            ));
        }
    }

    /// Whether a fifth of a class staying away costs the result or its scores.
    fn room(&self, findings: &mut Vec<PrivacyFinding>) {
        let refuse = self.card.small_class == SmallClass::Refuse;
        for (at, class, voters) in self.counting() {
            let close = |least: u64| least > 1 && u128::from(least) * 5 > u128::from(*voters) * 4;
            let (open, mean) = (self.at_least(Level::Places), self.at_least(Level::Mean));
            let (least, zh, en) = if self.reaches(Level::Mean) && close(mean) {
                (
                    mean,
                    "本片区就只公布名次",
                    "only places are published of this area",
                )
            } else if self.reaches(Level::Places) && refuse && close(open) {
                (open, "本片区就没有结果", "this area has no result")
            } else {
                continue;
            };
            let (label, missing) = (&class.label, voters - least + 1);
            findings.push(warned(
                format!("/classes/{at}"),
                PrivacyCode::LittleRoom,
                format!("{label}票名册 {voters} 人，只要少 {missing} 票（不到 {least} 票），{zh}"),
                format!("class {label} has {voters} on the roll; with {missing} ballots missing (fewer than {least}) {en}"),
            ));
        }
    }

    fn tie_rules(&self, findings: &mut Vec<PrivacyFinding>) {
        if !self.reaches(Level::Places) {
            return;
        }
        let composite = self.card.composite.as_ref();
        let ties = composite.map_or(("/ties", &self.card.ties), |composite| {
            ("/composite/ties", &composite.ties)
        });
        for (at, rule) in ties.1.iter().enumerate() {
            let (level, zh, en) = match rule {
                TieBreak::Class(_) => (Level::Mean, "平均分", "means"),
                TieBreak::Marks(_) => (Level::Histogram, "各等次票数", "counts"),
                _ => continue,
            };
            if !self.reaches(level) {
                findings.push(warned(
                    format!("{}/{at}", ties.0),
                    PrivacyCode::TieRuleNeverApplies,
                    format!("有票类不公布{zh}，本片区用不上第 {} 条并列规则", at + 1),
                    format!(
                        "a class's {en} are not published, so rule {} for ties never applies here",
                        at + 1
                    ),
                ));
            }
        }
    }
}

fn counts_by_mean(card: &RuleCard, roll: &Roll) -> Option<PrivacyFinding> {
    let least = |level: Level| level.least(card.thresholds);
    let (mean, histogram) = (least(Level::Mean), least(Level::Histogram));
    let no_mean = card.method == Method::MajorityJudgment;
    let large = |(area, class): (&Area, &VoterClass)| roll.entitled(class, area.number) >= mean;
    let mut pairs =
        (card.areas.iter()).flat_map(|area| card.classes.iter().map(move |class| (area, class)));
    if no_mean || mean >= histogram || !pairs.any(large) || !mean_tells_counts(card, mean) {
        return None;
    }
    let most = histogram - 1;
    Some(warned(
        "/thresholds/mean",
        PrivacyCode::MeanTellsCounts,
        format!(
            "按这张卡的分值，一个票类有 {mean} 票时，由平均分就能算出各等次票数。若 {histogram} 票以下不愿公布票数，请把公布平均分的门槛也定为 {histogram}"
        ),
        format!(
            "with the points of this card, a class's mean over {mean} ballots gives its counts. To keep the counts of {mean} to {most} ballots unpublished, raise the threshold for means to {histogram}"
        ),
    ))
}

/// The plans of the least turnouts at which places, means and counts are published.
fn smallest_cells(card: &RuleCard, roll: &Roll) -> Vec<PrivacyFinding> {
    let mut findings = Vec::new();
    for level in Level::FROM_FINEST {
        let rounds: Vec<_> = card
            .areas
            .iter()
            .filter_map(|area| {
                let turnouts: Vec<_> = (card.classes.iter())
                    .map(|class| {
                        least_turnout(card, class, roll.entitled(class, area.number), level)
                    })
                    .collect();
                let opening = Opening::decide(card, area.number, &turnouts).ok()?;
                Some((opening, turnouts))
            })
            .collect();
        let rounds: Vec<_> = (rounds.iter())
            .map(|(opening, turnouts)| (opening, &**turnouts))
            .collect();
        for finding in check_plan(&Plan::of(card, &rounds), card.thresholds)
            .err()
            .into_iter()
            .flatten()
        {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    findings
        .into_iter()
        .map(|finding| PrivacyFinding {
            verdict: Verdict::Refused,
            path: "/thresholds".into(),
            ..finding
        })
        .collect()
}

/// The least turnout that reaches the quorum and a level, or all there are.
fn least_turnout(card: &RuleCard, class: &VoterClass, entitled: u64, level: Level) -> ClassTurnout {
    let share = &card.quorum.share;
    let quorum = (share.numerator() * BigInt::from(entitled)).div_ceil(share.denominator());
    let quorum = match card.quorum.counted {
        QuorumCount::Present => 0,
        QuorumCount::Returned => quorum.to_u64().unwrap_or(u64::MAX),
    };
    ClassTurnout {
        code: class.code.clone(),
        entitled,
        present: entitled,
        issued: entitled,
        returned: level.least(card.thresholds).max(quorum).min(entitled),
    }
}
