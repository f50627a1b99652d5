//! What is voted on, and how a score comes out of it.

use super::number::capital;
use super::{Draft, Say};
use crate::card::{BallotKind, Choice, EmptyClass, Method};

impl Say<'_> {
    pub(super) fn round(&self) -> Draft {
        let BallotKind::Secret = self.card.ballot;
        let areas = self.card.areas.len();
        let round = self.sentence(
            ["/ballot", "/areas"],
            format!(
                "无记名投票。共 {areas} 个片区，每个片区投一轮票；每一轮中，每个票类各有一个票箱。选票在手机上加密，单张选票始终不解密。"
            ),
            format!(
                "The vote is secret. There are {areas} areas with one round each; in each round every class has a ballot box of its own. Ballots are encrypted on the phone, and a single ballot is never decrypted."
            ),
        );
        self.clause("投票方式", "The vote", [round])
    }

    pub(super) fn choice(&self) -> Draft {
        match self.card.choice {
            Choice::Grades => self.grades(),
            Choice::Points(points) => {
                let (least, most) = (points.least, points.most);
                let text = self.sentence(
                    ["/choice", "/grades"],
                    format!("给每个村打一个整数分，最低 {least} 分，最高 {most} 分。"),
                    format!("Each village is given whole points, from {least} to {most}."),
                );
                self.clause("打分", "Points", [text])
            }
            Choice::Approve(approve) => {
                let (least, most) = (approve.least, approve.most);
                let (zh, en) = if least == most {
                    (
                        format!("每张票推荐恰好 {most} 个村"),
                        format!("exactly {most}"),
                    )
                } else if least == 0 {
                    (
                        format!("每张票最多推荐 {most} 个村，也可以一个都不推荐"),
                        format!("at most {most}, or none at all"),
                    )
                } else {
                    (
                        format!("每张票推荐 {least} 到 {most} 个村"),
                        format!("from {least} to {most}"),
                    )
                };
                let zh_wrong = if least == 0 {
                    "多了"
                } else {
                    "多了少了都"
                };
                let text = self.sentence(
                    ["/choice", "/grades"],
                    format!("{zh}；{zh_wrong}不能提交。"),
                    format!("A ballot names villages: {en}. Another number cannot be cast."),
                );
                self.clause("推荐", "Naming villages", [text])
            }
            Choice::Order(order) => {
                let places = order.places;
                let (zh, en) = match places {
                    1 => (
                        "每张票写出第 1 名一个村，得 1 分".to_owned(),
                        "A ballot names one village for the first place, worth 1 point".to_owned(),
                    ),
                    _ => (
                        format!(
                            "每张票写出第 1 名到第 {places} 名，每个名次一个村；第 1 名得 {places} 分，以后每名少 1 分，第 {places} 名得 1 分"
                        ),
                        format!(
                            "A ballot names one village for each place from 1 to {places}; the first place is worth {places} points, each one after it 1 point less, and place {places} is worth 1"
                        ),
                    ),
                };
                let text = self.sentence(
                    ["/choice", "/grades"],
                    format!("{zh}，没有写到的村得 0 分。"),
                    format!("{en}. A village that is not named gets 0."),
                );
                self.clause("排名次", "Places", [text])
            }
        }
    }

    fn grades(&self) -> Draft {
        let (zh, en): (Vec<_>, Vec<_>) = (self.card.grades.iter())
            .map(|grade| {
                let points = &grade.points;
                (
                    format!("{} {points} 分", grade.label),
                    format!("{} {points}", grade.label),
                )
            })
            .unzip();
        let mut sentences = vec![self.sentence(
            ["/grades", "/choice"],
            format!("给每个村评一个等次：{}。", zh.join("，")),
            format!(
                "Each village is given one grade, worth these points: {}.",
                en.join(", ")
            ),
        )];
        for (index, quota) in self.card.quotas.iter().enumerate() {
            let label = self.mark_label(&quota.grade);
            let most = quota.most;
            sentences.push(self.sentence(
                [format!("/quotas/{index}")],
                format!("每张票最多给 {most} 个村评“{label}”。"),
                format!("A ballot may give {label} to at most {most} villages."),
            ));
        }
        self.clause("等次", "Grades", sentences)
    }

    /// The name of a mark, or its code where the card has none.
    pub(super) fn mark_label(&self, code: &str) -> String {
        let mark = self.card.mark(code);
        mark.map_or_else(|| code.to_owned(), |mark| mark.label)
    }

    pub(super) fn classes(&self) -> Draft {
        let shares = self.card.classes.iter();
        let shares: Vec<_> = shares
            .map(|class| {
                let share = self.share(&class.weight);
                if self.chinese {
                    format!("{}票占{share}", class.label)
                } else {
                    format!("class {} counts {share}", class.label)
                }
            })
            .collect();
        let text = self.sentence(
            ["/classes"],
            format!("{}。合计 100%。", shares.join("，")),
            format!("{}. Together 100%.", capital(&shares.join(", "))),
        );
        self.clause("票类和权重", "Classes and weights", [text])
    }

    pub(super) fn score(&self) -> Draft {
        let said = match self.card.method {
            Method::WeightedMean => {
                let (zh, en) = match self.card.choice {
                    Choice::Points(_) => ("打分", "points"),
                    _ => ("评任何等次", "grade"),
                };
                let (zh_empty, en_empty) = self.empty_class();
                vec![
                    self.sentence(
                        ["/method"],
                        "先在每个票类中算出一个村的平均分，再按权重相加，就是这个村的得分。",
                        "The mean points of a village are taken in each class, multiplied by the weights and added: that is its score.",
                    ),
                    self.sentence(
                        ["/empty_class"],
                        format!("某个票类没有给某个村{zh}的，{zh_empty}。"),
                        format!("When a class gave a village no {en} at all, {en_empty}."),
                    ),
                ]
            }
            Method::MajorityJudgment => self.majority(),
            Method::Approval => vec![
                self.sentence(
                    ["/method"],
                    "先在每个票类中算出推荐某个村的票占全部票的百分之几，再按权重相加，就是这个村的得分，满分 100 分。",
                    "For each class, the percentage of its ballots that name a village is taken, multiplied by the weights and added: that is its score, at most 100.",
                ),
                self.all_ballots_count(),
            ],
            Method::Borda => vec![
                self.sentence(
                    ["/method"],
                    "先在每个票类中把一个村得到的分加起来，除以全部票数，再按权重相加，就是这个村的得分。",
                    "For each class, the points a village got are added and divided by the number of ballots, multiplied by the weights and added: that is its score.",
                ),
                self.all_ballots_count(),
            ],
        };
        self.clause("计分", "Score", said)
    }

    fn all_ballots_count(&self) -> super::Sentence {
        self.sentence(
            ["/empty_class"],
            "没有写到这个村的票也算在全部票数里，所以每个开了箱的票类对每个村都有分数。",
            "Ballots that do not name the village are counted too, so every opened class has a figure for every village.",
        )
    }

    fn majority(&self) -> Vec<super::Sentence> {
        let (zh_empty, en_empty) = self.empty_class();
        let (zh, en) = match self.card.choice {
            Choice::Points(_) => ("分数", "points"),
            _ => ("等次", "grades"),
        };
        vec![
            self.sentence(
                ["/method"],
                format!(
                    "不算平均，取正中间的{zh}：把一个村得到的{zh}从差到好排成一列，各票类在其中的分量等于它的权重，正中间的那个{zh}就是这个村的评议结果；正中间落在两个{zh}之间的，取较差的一个。正中间相同的，从正中间同时向两头看，最先出现不同的地方，较差一头更好的在前；较差一头相同的，较好一头更好的在前。"
                ),
                format!(
                    "No mean is taken. The {en} a village got are put in a row from worst to best, each class with as much weight as its share; the middle one is the village's result, the worse one when the middle lies between two. Villages with the same middle are compared outwards from it on both sides at once: where they first differ, the better one on the worse side is ahead, and if that is equal, the better one on the better side."
                ),
            ),
            self.sentence(
                ["/empty_class"],
                format!("某个票类没有给某个村任何{zh}的，{zh_empty}。"),
                format!("When a class gave a village no {en} at all, {en_empty}."),
            ),
        ]
    }

    fn empty_class(&self) -> (&'static str, &'static str) {
        match self.card.empty_class {
            EmptyClass::Refuse => ("这个村不排名次", "that village is not ranked"),
            EmptyClass::Renormalise => (
                "对这个村，这一票类的权重按比例分给其他票类",
                "the weight of that class is shared among the others in proportion, for that village",
            ),
            EmptyClass::Zero => (
                "这一票类对这个村按 0 分计",
                "that class counts as 0 points for that village",
            ),
        }
    }
}
