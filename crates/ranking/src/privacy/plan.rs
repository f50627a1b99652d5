//! The plans of what this program publishes.

use super::{Figure, Level, Plan, VoterGroup};
use crate::card::{Method, RankingGroup, Source};
use crate::threshold::{ClassTurnout, Opening};
use crate::{AreaRanking, RuleCard};

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
        // Ranked together, one area without published scores withholds all.
        let all = rounds.iter().all(|(opening, _)| opening.scores_published);
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
                plan.publish(zh, en, Level::Mean, parts);
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
                let counts = of_class().any(|shown| shown.marks.is_some() || shown.blank.is_some());
                // The archive is public when the flag says so, and shows the counts.
                if counts || class.histogram_published {
                    let (zh, en) = (format!("{name}各等次票数"), format!("{name} counts"));
                    plan.publish(zh, en, Level::Histogram, part);
                }
            }
        }
        plan
    }

    /// Two votes on the same villages, both published: one that was annulled and its repetition, or
    /// a result before and after a correction. Nobody knows who took part in both, and who did may
    /// have voted alike; so of each class as many as can be are taken to be the same people with
    /// the same ballots, and the others are what the difference gives away.
    pub fn repeat(
        card: &RuleCard,
        first: (&Opening, &[ClassTurnout]),
        second: (&Opening, &[ClassTurnout]),
    ) -> Self {
        let mut plan = Self::default();
        let turnout = |turnouts: &[ClassTurnout], class: &str| {
            let found = turnouts.iter().find(|turnout| turnout.code == class);
            found.map_or(0, |turnout| turnout.returned)
        };
        let once = |code: &str| format!("{code}/once");
        let mut larger = Vec::new();
        for class in &card.classes {
            let label = format!("{}{}票", area_label(card, first.0.area), class.label);
            let code = code(first.0.area, &class.code);
            let counts = [first.1, second.1].map(|turnouts| turnout(turnouts, &class.code));
            let once = once(&code);
            larger.push(counts[1] > counts[0]);
            let both = counts[0].min(counts[1]);
            plan.groups.push(VoterGroup {
                code,
                label: format!("{label}（两次都投）"),
                turnout: both,
            });
            plan.groups.push(VoterGroup {
                code: once,
                label: format!("{label}（只投一次）"),
                turnout: counts[0].abs_diff(counts[1]),
            });
        }
        for (second_vote, (opening, _)) in [(false, first), (true, second)] {
            let opened = card.classes.iter().zip(&larger).filter(|(class, _)| {
                let verdict = opening.class(&class.code);
                verdict.is_some_and(crate::ClassOpening::opened)
            });
            let parts = opened.map(|(class, second_larger)| {
                let code = code(first.0.area, &class.code);
                if *second_larger == second_vote {
                    vec![once(&code), code]
                } else {
                    vec![code]
                }
            });
            let parts: Vec<_> = parts.collect();
            let before = plan.figures.len();
            if opening.decided() {
                plan.vote(card, opening, &parts);
            }
            for figure in &mut plan.figures[before..] {
                let (zh, en) = if second_vote {
                    ("第二次", "second vote: ")
                } else {
                    ("第一次", "first vote: ")
                };
                figure.zh.insert_str(0, zh);
                figure.en.insert_str(0, en);
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
    fn vote(&mut self, card: &RuleCard, opening: &Opening, parts: &[Vec<String>]) {
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

fn code(area: u32, class: &str) -> String {
    format!("{area}/{class}")
}

fn area_label(card: &RuleCard, area: u32) -> &str {
    card.area(area).map_or("", |area| &area.label)
}

/// Who is ranked together with a composite that counts the vote; nothing without one.
fn group_of(card: &RuleCard) -> Option<RankingGroup> {
    let composite = card.composite.as_ref()?;
    let votes = |source: &Source| matches!(source, Source::Vote);
    let counts = composite.components.iter().any(|one| votes(&one.source));
    counts.then_some(composite.group)
}
