//! What a ballot says, and what goes with that: grades, method, quotas, blanks.

use super::Check;
use crate::Ratio;
use crate::card::CardFaultCode as Code;
use crate::card::{BlankCount, Choice, Method, RuleCard};

/// Most steps between the least and the most points: a voter chooses one of so many and one more.
const MOST_STEPS: u32 = 20;

impl Check {
    pub(in crate::card) fn choice(&mut self, card: &RuleCard) {
        if card.choice.is_grades() {
            self.at_least("/grades", card.grades.len(), 2);
        } else if !card.grades.is_empty() {
            self.add(
                "/grades",
                Code::NotWithChoice,
                "这种选票不评等次，请把 grades 清空为 []，或去掉 choice",
                "this kind of ballot gives no grades: make the list empty, or remove `choice`",
            );
        }
        self.grades(card);
        self.limits(card.choice);
        self.method(card);
        self.quotas(card);
        self.blank(card);
    }

    fn grades(&mut self, card: &RuleCard) {
        let grades = &card.grades;
        self.distinct("/grades", "code", grades.iter().map(|grade| &grade.code));
        self.distinct("/grades", "label", grades.iter().map(|grade| &grade.label));
        let mut before: Option<Ratio> = None;
        for (index, grade) in grades.iter().enumerate() {
            let path = format!("/grades/{index}");
            self.named(&path, &grade.code, &grade.label);
            let points = grade.points.to_ratio();
            if points < Ratio::zero() || before.is_some_and(|before| points >= before) {
                self.add(
                    format!("{path}/points"),
                    Code::PointsNotDecreasing,
                    format!("“{}”的分值须不小于 0，且低于前一等次，请由高到低排列", grade.label),
                    format!("points of `{}` must be 0 or more and less than those of the grade before: list the best grade first", grade.code),
                );
            }
            before = Some(points);
        }
    }

    fn limits(&mut self, choice: Choice) {
        match choice {
            Choice::Grades => {}
            Choice::Points(points) => {
                let path = "/choice/points/most";
                self.range(path, points.most, 1, 100);
                if points.most <= points.least {
                    self.add(
                        path,
                        Code::LimitsOutOfOrder,
                        format!("最高分须大于最低分 {}", points.least),
                        format!(
                            "the most points must be more than the least, {}",
                            points.least
                        ),
                    );
                } else if points.most - points.least > MOST_STEPS {
                    self.add(
                        path,
                        Code::TooManySteps,
                        format!("最高分和最低分最多相差 {MOST_STEPS}，否则选票上的选项太多；请缩小范围"),
                        format!("the most may exceed the least by {MOST_STEPS}, or a ballot has too many choices: narrow the range"),
                    );
                }
            }
            Choice::Approve(approve) => {
                self.range("/choice/approve/most", approve.most, 1, 1000);
                if approve.most < approve.least {
                    self.add(
                        "/choice/approve/most",
                        Code::LimitsOutOfOrder,
                        format!("最多推荐的村数不能少于最少 {} 个", approve.least),
                        format!(
                            "the most must not be less than the least, {}",
                            approve.least
                        ),
                    );
                }
            }
            Choice::Order(order) => self.range("/choice/order/places", order.places, 1, 20),
        }
    }

    fn method(&mut self, card: &RuleCard) {
        let (good, words): (_, &[_]) = match card.choice {
            Choice::Grades | Choice::Points(_) => (
                matches!(card.method, Method::WeightedMean | Method::MajorityJudgment),
                &["weighted_mean", "majority_judgment"],
            ),
            Choice::Approve(_) => (card.method == Method::Approval, &["approval"]),
            Choice::Order(_) => (card.method == Method::Borda, &["borda"]),
        };
        if !good {
            self.add(
                "/method",
                Code::NotWithChoice,
                format!("这种选票的计分方法须为 {}", words.join(" 或 ")),
                format!("this kind of ballot is counted by {}", words.join(" or ")),
            );
        }
    }

    fn quotas(&mut self, card: &RuleCard) {
        self.not_too_long("/quotas", card.quotas.len());
        if !card.quotas.is_empty() && !card.choice.is_grades() {
            self.add(
                "/quotas",
                Code::NotWithChoice,
                "只有评等次的选票才能限制等次的个数，请删去 quotas",
                "only ballots that give grades have quotas: remove them",
            );
            return;
        }
        self.distinct(
            "/quotas",
            "grade",
            card.quotas.iter().map(|quota| &quota.grade),
        );
        for (index, quota) in card.quotas.iter().enumerate() {
            if !card.grades.iter().any(|grade| grade.code == quota.grade) {
                self.add(
                    format!("/quotas/{index}/grade"),
                    Code::UnknownGrade,
                    format!(
                        "没有代码为“{}”的等次，请填 grades 中的一个代码",
                        quota.grade
                    ),
                    format!(
                        "no grade has the code `{}`: use one listed in grades",
                        quota.grade
                    ),
                );
            }
        }
    }

    fn blank(&mut self, card: &RuleCard) {
        if let Choice::Approve(_) = card.choice
            && card.blank.allowed
        {
            self.add(
                "/blank/allowed",
                Code::NotWithChoice,
                "推荐票没有“空白”：推荐几个村由 choice 的 least 和 most 决定，请改为 false；要允许一个也不推荐，把 least 改为 0",
                "naming villages has no blanks: how many are named is said by least and most. Make it false; to let a ballot name none, make least 0",
            );
        }
        if !card.is_per_village_choice() {
            if card.blank.counts_as != BlankCount::Excluded {
                self.add(
                    "/blank/counts_as",
                    Code::NotWithChoice,
                    "这种选票不逐村评分，没有空白可计，请改为 excluded",
                    "this kind of ballot does not ask village by village, so no blank counts: make it excluded",
                );
            }
        } else if let BlankCount::Grade(code) = &card.blank.counts_as
            && card.mark(code).is_none()
        {
            let (zh, en) = match card.choice {
                Choice::Points(_) => (
                    format!("“{code}”不在可打的分数之内，请填一个可打的分数"),
                    format!("`{code}` is none of the points a ballot can give: write one of them"),
                ),
                _ => (
                    format!("没有代码为“{code}”的等次，请填 grades 中的一个代码"),
                    format!("no grade has the code `{code}`: use one listed in grades"),
                ),
            };
            self.add("/blank/counts_as/grade", Code::UnknownGrade, zh, en);
        }
    }
}
