//! The plans of what this program publishes.

use super::{Figure, Level, Plan, VoterGroup};
use crate::card::{Method, RankingGroup, Source};
use crate::threshold::{ClassTurnout, Opening};
use crate::{AreaRanking, CycleResult, RuleCard};

impl Plan {
    /// What the program publishes of these rounds, one for each area, under `card`: each opening
    /// with the turnouts it was decided on.
    pub fn of(card: &RuleCard, rounds: &[(&Opening, &[ClassTurnout])]) -> Self {
        let mut plan = Self::default();
        let mut together = Vec::new();
        for (opening, turnouts) in rounds {
            let opened = plan.opened(card, opening, turnouts);
            if opening.decided() {
                plan.vote(card, opening, &opened);
            }
            if opening.scores_published {
                if group_of(card) == Some(RankingGroup::Area) {
                    let label = area_label(card, opening.area);
                    let (zh, en) = (format!("{label}综合得分"), format!("{label} composite"));
                    plan.publish(zh, en, Level::Mean, opened);
                } else {
                    together.extend(opened);
                }
            }
        }
        // Ranked together, one decided area without published scores withholds all.
        let withheld = |opening: &Opening| opening.decided() && !opening.scores_published;
        let all = !together.is_empty() && !rounds.iter().any(|(opening, _)| withheld(opening));
        if all && group_of(card) == Some(RankingGroup::All) {
            plan.publish("综合得分", "composite", Level::Mean, together);
        }
        plan
    }

    /// What these rankings, as they are about to be published, say: found by looking at which of
    /// their figures are there, not at what the card allows.
    pub fn published(areas: &[AreaRanking]) -> Self {
        let mut plan = Self::default();
        for area in areas {
            let (number, label) = (area.area, &area.label);
            let code = |class: &str| code(number, class);
            for class in &area.classes {
                plan.groups.push(VoterGroup {
                    code: code(&class.class),
                    label: format!("{label}{}票", class.label),
                    turnout: class.returned,
                });
            }
            let counted = area.classes.iter().filter(|class| class.closed.is_none());
            let parts: Vec<_> = counted.map(|class| vec![code(&class.class)]).collect();
            if !area.ranking.is_empty() || !area.unranked.is_empty() {
                let (zh, en) = (format!("{label}名次"), format!("{label} places"));
                plan.publish(zh, en, Level::Places, parts.clone());
            }
            let scored =
                |row: &crate::RankedVillage| row.score.is_some() || row.score_exact.is_some();
            if area.ranking.iter().any(scored) {
                let (zh, en) = (format!("{label}得分"), format!("{label} scores"));
                plan.publish(zh, en, Level::Mean, parts.clone());
            }
            if area.ranking.iter().any(|row| row.profile.is_some()) {
                let (zh, en) = (format!("{label}等次分布"), format!("{label} distributions"));
                plan.publish(zh, en, Level::Histogram, parts);
            }
            for class in &area.classes {
                let of_class = || {
                    let rows = area.ranking.iter().flat_map(|row| &row.classes);
                    rows.filter(|shown| shown.class == class.class)
                };
                let name = format!("{label}{}票", class.label);
                let part = vec![vec![code(&class.class)]];
                if of_class().any(|shown| shown.mean.is_some() || shown.mean_exact.is_some()) {
                    let (zh, en) = (format!("{name}平均分"), format!("{name} means"));
                    plan.publish(zh, en, Level::Mean, part.clone());
                }
                let remarks = area.over_quota.iter().chain(&area.uneven_places);
                let counts = of_class().any(|shown| shown.marks.is_some() || shown.blank.is_some())
                    || remarks.into_iter().any(|(code, _)| *code == class.class);
                // The archive is public when the flag says so, and shows the counts.
                if counts || class.histogram_published {
                    let (zh, en) = (format!("{name}各等次票数"), format!("{name} counts"));
                    plan.publish(zh, en, Level::Histogram, part);
                }
            }
        }
        plan
    }

    /// What `result`, as it is about to be published with its trace, says of these rounds: whatever
    /// is ranked there is a figure over all opened classes of the areas ranked together.
    pub fn of_result(
        card: &RuleCard,
        rounds: &[(&Opening, &[ClassTurnout])],
        result: &CycleResult,
    ) -> Self {
        let mut plan = Self::default();
        let mut opened = Vec::new();
        for (opening, turnouts) in rounds {
            let parts = plan.opened(card, opening, turnouts);
            opened.push((opening.area.to_string(), parts));
        }
        if card.composite.is_some() && group_of(card).is_none() {
            return plan;
        }
        // The trace of a majority judgment has the whole distribution.
        let level = match card.method {
            Method::MajorityJudgment => Level::Histogram,
            Method::WeightedMean | Method::Approval | Method::Borda => Level::Mean,
        };
        for group in &result.groups {
            if !group.ranked.is_empty() {
                let of_group = |area: &str| group.group == "all" || group.group == area;
                let parts = opened.iter().filter(|(area, _)| of_group(area));
                let parts = parts.flat_map(|(_, parts)| parts.clone()).collect();
                let (zh, en) = (
                    format!("{}结果", group.label),
                    format!("{} result", group.label),
                );
                plan.publish(zh, en, level, parts);
            }
        }
        plan
    }

    /// Lists the ballot boxes of a round as groups; the opened ones as parts.
    fn opened(
        &mut self,
        card: &RuleCard,
        opening: &Opening,
        turnouts: &[ClassTurnout],
    ) -> Vec<Vec<String>> {
        let label = area_label(card, opening.area);
        let mut opened = Vec::new();
        for class in &card.classes {
            let turnout = turnouts.iter().find(|turnout| turnout.code == class.code);
            let group = VoterGroup {
                code: code(opening.area, &class.code),
                label: format!("{label}{}票", class.label),
                turnout: turnout.map_or(0, |turnout| turnout.returned),
            };
            if opening
                .class(&class.code)
                .is_some_and(crate::ClassOpening::opened)
            {
                opened.push(vec![group.code.clone()]);
            }
            self.groups.push(group);
        }
        opened
    }

    /// The figures of a decided round. `parts` are its opened classes, in the order of the card.
    pub(super) fn vote(&mut self, card: &RuleCard, opening: &Opening, parts: &[Vec<String>]) {
        let label = area_label(card, opening.area);
        let (zh, en) = (format!("{label}名次"), format!("{label} places"));
        self.publish(zh, en, Level::Places, parts.to_vec());
        if opening.scores_published {
            let (zh, en) = (format!("{label}得分"), format!("{label} scores"));
            self.publish(zh, en, Level::Mean, parts.to_vec());
        }
        let verdicts = || opening.classes.iter().filter(|class| class.opened());
        if card.method == Method::MajorityJudgment
            && verdicts().all(|class| class.histogram_published)
        {
            let (zh, en) = (format!("{label}等次分布"), format!("{label} distributions"));
            self.publish(zh, en, Level::Histogram, parts.to_vec());
        }
        for (verdict, part) in verdicts().zip(parts) {
            let class = card.class(&verdict.code).map_or("", |class| &class.label);
            let name = format!("{label}{class}票");
            if verdict.mean_published {
                let (zh, en) = (format!("{name}平均分"), format!("{name} means"));
                self.publish(zh, en, Level::Mean, vec![part.clone()]);
            }
            if verdict.histogram_published {
                let (zh, en) = (format!("{name}各等次票数"), format!("{name} counts"));
                self.publish(zh, en, Level::Histogram, vec![part.clone()]);
            }
        }
    }

    fn publish(
        &mut self,
        zh: impl Into<String>,
        en: impl Into<String>,
        level: Level,
        parts: Vec<Vec<String>>,
    ) {
        self.figures.push(Figure {
            zh: zh.into(),
            en: en.into(),
            level,
            parts,
        });
    }
}

pub(super) fn code(area: u32, class: &str) -> String {
    format!("{area}/{class}")
}

pub(super) fn area_label(card: &RuleCard, area: u32) -> &str {
    card.area(area).map_or("", |area| &area.label)
}

/// Who is ranked together with a composite that counts the vote; nothing without one.
fn group_of(card: &RuleCard) -> Option<RankingGroup> {
    let composite = card.composite.as_ref()?;
    let votes = |source: &Source| matches!(source, Source::Vote);
    let counts = composite.components.iter().any(|one| votes(&one.source));
    counts.then_some(composite.group)
}
