//! The count sheet 计票单: numbers of people, slips, ballots and marks that must balance before
//! anybody believes a result.
//!
//! A slip serves all rounds its group may vote in, so it can be spoiled before or after it gave a
//! ballot in the round being counted:
//! - spoiled *without* a ballot in this round: it counts as spoiled, and its replacement votes;
//! - spoiled *after* its ballot of this round was accepted: the ballot stands, since nothing may
//!   be taken out of a box, and the replacement waits for the next round. Otherwise one person
//!   would have two ballots in the box.
//!
//! In later rounds both are slips spoiled without a ballot.

use serde::{Deserialize, Serialize};

use crate::Language;
use crate::card::Choice;
use crate::round::{ClassInput, Contest};
use crate::threshold::Opening;

/// The counts of one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountSheet {
    /// Number of the area voted on.
    pub area: u32,
    /// What ballots say of the villages, as on the card.
    #[serde(default, skip_serializing_if = "Choice::is_grades")]
    pub choice: Choice,
    /// One entry for each class.
    pub classes: Vec<ClassCount>,
}

/// The counts of one class in one round, as they stood when the round closed. Slips are those of
/// the groups entitled in this round, handed out in this round or before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassCount {
    /// Code of the class.
    pub code: String,
    /// Name of the class, as read aloud.
    pub label: String,
    /// 应到: voters entitled.
    pub entitled: u64,
    /// 实到: those who signed in.
    pub present: u64,
    /// 发出: slips drawn, one a person.
    pub issued: u64,
    /// 补发: spare slips handed out for spoiled ones.
    pub spares_issued: u64,
    /// Those of the spares that wait for the next round, because the slip they replace has
    /// already given a ballot in this one.
    pub spares_waiting: u64,
    /// 作废: slips spoiled without a ballot in this round.
    pub spoiled: u64,
    /// Slips spoiled after their ballot of this round was accepted; the ballot stands.
    pub spoiled_after_voting: u64,
    /// 收回: ballots in the box.
    pub returned: u64,
    /// 有效: those of them that count.
    pub valid: u64,
    /// 未收回: slips that could have voted and did not.
    pub not_returned: u64,
    /// The marks of each village, in ballot order; empty when the box was not opened.
    pub contests: Vec<ContestCount>,
}

/// The marks one class gave one village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestCount {
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// Marks of each kind, best first.
    pub marks: Vec<u64>,
    /// Ballots that left it blank; 0 where ballots name villages.
    pub blank: u64,
}

/// One equation of the sheet, with its numbers written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BalanceLine {
    /// Code of the class.
    pub class: String,
    /// Which equation.
    pub rule: BalanceRule,
    /// Whether it holds.
    pub holds: bool,
    /// The equation in Chinese.
    pub zh: String,
    /// The equation in English.
    pub en: String,
}

/// The equations of the sheet, in the order they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BalanceRule {
    /// present ≤ entitled.
    PresentAreEntitled,
    /// issued ≤ entitled: one slip a person. Somebody may have left since, so not ≤ present.
    OneSlipAPerson,
    /// spares issued ≤ spoiled + spoiled after voting.
    SparesReplaceSpoiled,
    /// spares waiting ≤ spoiled after voting, and ≤ spares issued.
    WaitingSparesReplaceVoted,
    /// issued + spares issued = returned + not returned + spoiled + spares waiting.
    SlipsAreAccountedFor,
    /// returned ≤ present: nobody votes who is not there.
    BallotsAreOfThosePresent,
    /// returned = valid: what is not valid never enters the box.
    ReturnedAreValid,
    /// for each village, marks + blank = valid; where ballots name villages, for each village, or
    /// for each place over all villages, marks ≤ valid.
    MarksAreBallots,
}

impl CountSheet {
    /// Every equation of the sheet, class by class.
    pub fn balance(&self) -> Vec<BalanceLine> {
        let lines = |class: &ClassCount| class.balance(self.choice);
        self.classes.iter().flat_map(lines).collect()
    }

    /// The sheet as it is published: without the villages of classes whose counts of marks are not,
    /// because blanks and marks given are counts too.
    #[must_use]
    pub fn published(mut self, opening: &Opening) -> Self {
        for class in &mut self.classes {
            let verdict = opening.class(&class.code);
            if !verdict.is_some_and(|verdict| verdict.histogram_published) {
                class.contests.clear();
            }
        }
        self
    }

    /// Whether every equation holds. A round whose sheet does not balance is not announced.
    pub fn balances(&self) -> bool {
        self.balance().iter().all(|line| line.holds)
    }
}

impl BalanceLine {
    /// The equation in a language.
    pub fn sentence(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl ContestCount {
    /// The marks of `contest` in a box of `valid` ballots; what grades or points leave is blank.
    pub fn of(choice: Choice, contest: &Contest, marks: &[u64], valid: u64) -> Self {
        let given = match choice {
            Choice::Grades | Choice::Points(_) => marks
                .iter()
                .fold(0, |sum: u64, mark| sum.saturating_add(*mark)),
            Choice::Approve(_) | Choice::Order(_) => valid,
        };
        Self {
            town: contest.town.clone(),
            village: contest.village.clone(),
            marks: marks.to_vec(),
            blank: valid.saturating_sub(given),
        }
    }
}

impl ClassCount {
    /// What the ranking needs to know of this class; `sums` as the box was opened.
    pub fn class_input(&self, sums: Option<Vec<Vec<u64>>>) -> ClassInput {
        ClassInput {
            code: self.code.clone(),
            entitled: self.entitled,
            present: self.present,
            issued: self.issued,
            returned: self.valid,
            sums,
        }
    }

    fn balance(&self, choice: Choice) -> Vec<BalanceLine> {
        let Self {
            entitled,
            present,
            issued,
            spares_issued,
            spares_waiting,
            ..
        } = *self;
        let Self {
            spoiled,
            spoiled_after_voting,
            returned,
            valid,
            not_returned,
            ..
        } = *self;
        let label = &self.label;
        let line = |rule, holds, zh: String, en: String| BalanceLine {
            class: self.code.clone(),
            rule,
            holds,
            zh: format!("{label}票：{zh}{}", if holds { "" } else { "，不符" }),
            en: format!(
                "{label}: {en}{}",
                if holds { "" } else { ": does not hold" }
            ),
        };
        let out = total([issued, spares_issued]);
        let back = total([returned, not_returned, spoiled, spares_waiting]);
        let mut lines = vec![
            line(
                BalanceRule::PresentAreEntitled,
                present <= entitled,
                format!("实到 {present} 人 ≤ 应到 {entitled} 人"),
                format!("present {present} ≤ entitled {entitled}"),
            ),
            line(
                BalanceRule::OneSlipAPerson,
                issued <= entitled,
                format!("发出 {issued} 张 ≤ 应到 {entitled} 人"),
                format!("issued {issued} ≤ entitled {entitled}"),
            ),
            line(
                BalanceRule::SparesReplaceSpoiled,
                u128::from(spares_issued) <= total([spoiled, spoiled_after_voting]),
                format!(
                    "补发 {spares_issued} 张 ≤ 未投作废 {spoiled} 张 + 投后作废 {spoiled_after_voting} 张"
                ),
                format!(
                    "spares issued {spares_issued} ≤ spoiled {spoiled} + spoiled after voting {spoiled_after_voting}"
                ),
            ),
            line(
                BalanceRule::WaitingSparesReplaceVoted,
                spares_waiting <= spoiled_after_voting.min(spares_issued),
                format!(
                    "下一轮起用的补发 {spares_waiting} 张 ≤ 投后作废 {spoiled_after_voting} 张，且 ≤ 补发 {spares_issued} 张"
                ),
                format!(
                    "spares waiting for the next round {spares_waiting} ≤ spoiled after voting {spoiled_after_voting}, and ≤ spares issued {spares_issued}"
                ),
            ),
            line(
                BalanceRule::SlipsAreAccountedFor,
                out == back,
                format!(
                    "发出 {issued} 张 + 补发 {spares_issued} 张 = 收回 {returned} 张 + 未收回 {not_returned} 张 + 未投作废 {spoiled} 张 + 下一轮起用 {spares_waiting} 张"
                ),
                format!(
                    "issued {issued} + spares issued {spares_issued} = returned {returned} + not returned {not_returned} + spoiled {spoiled} + spares waiting {spares_waiting}"
                ),
            ),
            line(
                BalanceRule::BallotsAreOfThosePresent,
                returned <= present,
                format!("收回 {returned} 张 ≤ 实到 {present} 人"),
                format!("returned {returned} ≤ present {present}"),
            ),
            line(
                BalanceRule::ReturnedAreValid,
                returned == valid,
                format!("收回 {returned} 张 = 有效 {valid} 张"),
                format!("returned {returned} = valid {valid}"),
            ),
        ];
        lines.extend(
            self.marks_balance(choice)
                .into_iter()
                .map(|(holds, zh, en)| line(BalanceRule::MarksAreBallots, holds, zh, en)),
        );
        lines
    }

    /// Whether the marks fit the ballots, in Chinese and in English: village by village, or where
    /// ballots name a village for each place, place by place.
    fn marks_balance(&self, choice: Choice) -> Vec<(bool, String, String)> {
        let valid = self.valid;
        let fits = |marks: u128| marks <= u128::from(valid);
        let village = |contest: &ContestCount| format!("{}{}", contest.town, contest.village);
        match choice {
            Choice::Grades | Choice::Points(_) => {
                let kind = if choice.is_grades() {
                    "各等次"
                } else {
                    "各分数"
                };
                let lines = self.contests.iter().map(|contest| {
                    let marks = total(contest.marks.iter().copied());
                    let (village, blank) = (village(contest), contest.blank);
                    (
                        marks + u128::from(blank) == u128::from(valid),
                        format!("{village}{kind} {marks} + 空白 {blank} = 有效 {valid} 张"),
                        format!("{village}: marks {marks} + blank {blank} = valid {valid}"),
                    )
                });
                lines.collect()
            }
            Choice::Approve(_) => {
                let lines = self.contests.iter().map(|contest| {
                    let marks = total(contest.marks.iter().copied());
                    let village = village(contest);
                    (
                        fits(marks),
                        format!("推荐{village} {marks} 张 ≤ 有效 {valid} 张"),
                        format!("{village}: named {marks} ≤ valid {valid}"),
                    )
                });
                lines.collect()
            }
            Choice::Order(order) => {
                let column = |place: u32| {
                    let marks = self.contests.iter();
                    total(
                        marks.filter_map(|contest| contest.marks.get(place as usize - 1).copied()),
                    )
                };
                let lines = (1..=order.places).filter(|_| !self.contests.is_empty());
                let lines = lines.map(|place| {
                    let marks = column(place);
                    (
                        fits(marks),
                        format!("第 {place} 名各村合计 {marks} 张 ≤ 有效 {valid} 张"),
                        format!("place {place}: all villages {marks} ≤ valid {valid}"),
                    )
                });
                lines.collect()
            }
        }
    }
}

fn total(counts: impl IntoIterator<Item = u64>) -> u128 {
    counts.into_iter().map(u128::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{ApproveChoice, OrderChoice};

    /// Village class of round 2: 78 entitled, one absent, one slip spoiled and replaced before
    /// the first round, one phone that does not return.
    fn round_two() -> ClassCount {
        ClassCount {
            code: "village".into(),
            label: "村".into(),
            entitled: 78,
            present: 77,
            issued: 77,
            spares_issued: 1,
            spares_waiting: 0,
            spoiled: 1,
            spoiled_after_voting: 0,
            returned: 76,
            valid: 76,
            not_returned: 1,
            contests: vec![ContestCount {
                town: "碧城区".into(),
                village: "嵩潜村".into(),
                marks: vec![60, 12, 2, 0],
                blank: 2,
            }],
        }
    }

    fn broken(count: ClassCount) -> Vec<BalanceRule> {
        let sheet = CountSheet {
            area: 2,
            choice: Choice::Grades,
            classes: vec![count],
        };
        let broken: Vec<_> = sheet
            .balance()
            .into_iter()
            .filter(|line| !line.holds)
            .map(|line| line.rule)
            .collect();
        assert_eq!(broken.is_empty(), sheet.balances());
        broken
    }

    #[test]
    fn a_spoiled_slip_a_spare_and_a_silent_phone_balance() {
        assert_eq!(broken(round_two()), []);
        let lines = CountSheet {
            area: 2,
            choice: Choice::Grades,
            classes: vec![round_two()],
        }
        .balance();
        assert_eq!(
            lines[4].zh,
            "村票：发出 77 张 + 补发 1 张 = 收回 76 张 + 未收回 1 张 + 未投作废 1 张 + 下一轮起用 0 张"
        );
        assert_eq!(
            lines[7].zh,
            "村票：碧城区嵩潜村各等次 74 + 空白 2 = 有效 76 张"
        );
    }

    #[test]
    fn a_slip_spoiled_after_voting_keeps_its_ballot_and_its_spare_waits() {
        let after = ClassCount {
            spares_issued: 2,
            spares_waiting: 1,
            spoiled_after_voting: 1,
            ..round_two()
        };
        assert_eq!(broken(after.clone()), []);
        // The replacement voted as well: one ballot more than people allow.
        let twice = ClassCount {
            returned: 77,
            valid: 77,
            contests: vec![],
            ..after.clone()
        };
        assert_eq!(broken(twice), [BalanceRule::SlipsAreAccountedFor]);
        // In the next round the same slip is spoiled without a ballot.
        let next = ClassCount {
            spoiled: 2,
            spoiled_after_voting: 0,
            spares_waiting: 0,
            ..after
        };
        assert_eq!(broken(next), []);
    }

    #[test]
    fn each_count_out_of_place_is_named() {
        use BalanceRule::{
            BallotsAreOfThosePresent, MarksAreBallots, OneSlipAPerson, PresentAreEntitled,
            ReturnedAreValid, SlipsAreAccountedFor, SparesReplaceSpoiled,
            WaitingSparesReplaceVoted,
        };
        let cases = [
            (
                ClassCount {
                    present: 79,
                    ..round_two()
                },
                vec![PresentAreEntitled],
            ),
            (
                ClassCount {
                    entitled: 76,
                    ..round_two()
                },
                vec![PresentAreEntitled, OneSlipAPerson],
            ),
            (
                ClassCount {
                    spares_issued: 2,
                    not_returned: 2,
                    ..round_two()
                },
                vec![SparesReplaceSpoiled],
            ),
            (
                ClassCount {
                    spares_waiting: 1,
                    not_returned: 0,
                    ..round_two()
                },
                vec![WaitingSparesReplaceVoted],
            ),
            (
                ClassCount {
                    not_returned: 0,
                    ..round_two()
                },
                vec![SlipsAreAccountedFor],
            ),
            (
                ClassCount {
                    present: 75,
                    ..round_two()
                },
                vec![BallotsAreOfThosePresent],
            ),
            (
                ClassCount {
                    valid: 75,
                    ..round_two()
                },
                vec![ReturnedAreValid, MarksAreBallots],
            ),
        ];
        for (count, rules) in cases {
            assert_eq!(broken(count), rules);
        }
        let mut lost_mark = round_two();
        lost_mark.contests[0].marks[0] = 59;
        assert_eq!(broken(lost_mark), [MarksAreBallots]);
    }

    #[test]
    fn where_ballots_name_villages_no_village_and_no_place_has_more_marks_than_ballots() {
        let sheet = |choice, marks: [Vec<u64>; 2]| {
            let contest = |marks: &Vec<u64>| {
                let contest = Contest {
                    town: "碧城区".into(),
                    village: "嵩潜村".into(),
                };
                ContestCount::of(choice, &contest, marks, 76)
            };
            let class = ClassCount {
                contests: marks.iter().map(contest).collect(),
                ..round_two()
            };
            CountSheet {
                area: 2,
                choice,
                classes: vec![class],
            }
        };
        let last = |sheet: &CountSheet| {
            let line = sheet.balance().pop().unwrap();
            (line.holds, line.zh)
        };
        let approve = Choice::Approve(ApproveChoice { least: 1, most: 3 });
        assert_eq!(
            last(&sheet(approve, [vec![76], vec![60]])),
            (true, "村票：推荐碧城区嵩潜村 60 张 ≤ 有效 76 张".into())
        );
        assert!(!last(&sheet(approve, [vec![0], vec![77]])).0);
        let order = Choice::Order(OrderChoice { places: 2 });
        let even = sheet(order, [vec![70, 6], vec![6, 70]]);
        assert!(even.balances());
        assert_eq!(
            last(&even),
            (true, "村票：第 2 名各村合计 76 张 ≤ 有效 76 张".into())
        );
        assert!(!last(&sheet(order, [vec![70, 7], vec![6, 70]])).0);
    }

    #[test]
    fn the_largest_counts_do_not_overflow() {
        let mut count = round_two();
        count.issued = u64::MAX;
        count.spares_issued = u64::MAX;
        count.contests[0].marks = vec![u64::MAX; 4];
        assert!(!broken(count).is_empty());
    }
}
