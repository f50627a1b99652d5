//! The same villages voted on twice.

use super::finding::warned;
use super::plan::{area_label, code};
use super::{Plan, PrivacyCode, PrivacyFinding, VoterGroup, check_plan};
use crate::RuleCard;
use crate::threshold::{ClassOpening, ClassTurnout, Opening};

/// Checks that two votes on the same villages may both be published: refused where
/// [`Plan::repeat`] is, warned wherever both say anything, because who came and who left may differ
/// by more than the numbers do.
pub fn check_repeat(
    card: &RuleCard,
    first: (&Opening, &[ClassTurnout]),
    second: (&Opening, &[ClassTurnout]),
) -> Vec<PrivacyFinding> {
    let plan = Plan::repeat(card, first, second);
    let mut findings = check_plan(&plan, card.thresholds).err().unwrap_or_default();
    if first.0.decided() && second.0.decided() {
        let area = area_label(card, first.0.area);
        findings.push(warned(
            "",
            PrivacyCode::VotedTwice,
            format!("{area}投了两次票，两次结果都要公布：若两次投票的人有进有出，人数相近或相同，两次之差仍可能说明这些人怎么投。建议只公布一次"),
            format!("{area} was voted on twice and both results would be published: where some people came and others left, the difference can say how they voted though the numbers are close or equal. Publish one of them"),
        ));
    }
    findings
}

impl Plan {
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
                verdict.is_some_and(ClassOpening::opened)
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
}
