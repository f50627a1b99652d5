//! Between the rule card and the election of a ballot box: which questions a ballot asks, and what
//! the sums of their answers say of each village.

use crate::RuleCard;
use crate::card::Choice;

/// One question of a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotQuestion {
    /// What is asked.
    pub text: String,
    /// What may be chosen.
    pub answers: Vec<String>,
    /// Fewest answers chosen.
    pub least: u32,
    /// Most answers chosen.
    pub most: u32,
}

impl RuleCard {
    /// The questions of a ballot on `villages` (town and village in one text, in ballot order).
    ///
    /// | choice | questions | answers |
    /// |---|---|---|
    /// | grades, points | one a village | the marks |
    /// | approve | one | the villages |
    /// | order | one a place | the villages |
    ///
    /// Fewer villages than the card wants named are asked for as many as there are; a round that
    /// is ranked is not frozen so, see [`RuleCard::fewest_villages`].
    pub fn ballot_questions(&self, villages: &[String]) -> Vec<BallotQuestion> {
        let (least, most) = self.answers_per_contest();
        let there = u32::try_from(villages.len()).unwrap_or(u32::MAX);
        match self.choice {
            Choice::Grades | Choice::Points(_) => {
                let marks: Vec<_> = self.marks().into_iter().map(|mark| mark.label).collect();
                let question = |village: &String| BallotQuestion {
                    text: village.clone(),
                    answers: marks.clone(),
                    least,
                    most,
                };
                villages.iter().map(question).collect()
            }
            Choice::Approve(_) => {
                let (least, most) = (least.min(there), most.min(there));
                vec![BallotQuestion {
                    text: match least {
                        0 => format!("请推荐村，最多 {most} 个，也可以不推荐"),
                        _ if least == most => format!("请推荐 {most} 个村"),
                        _ => format!("请推荐 {least} 至 {most} 个村"),
                    },
                    answers: villages.to_vec(),
                    least,
                    most,
                }]
            }
            Choice::Order(order) => (1..=order.places.min(there))
                .map(|place| BallotQuestion {
                    text: match least {
                        0 => format!("请选出第 {place} 名，可以不选"),
                        _ => format!("请选出第 {place} 名"),
                    },
                    answers: villages.to_vec(),
                    least,
                    most,
                })
                .collect(),
        }
    }

    /// The villages in ballot order, if these are exactly the [questions](Self::ballot_questions)
    /// this card asks about them.
    pub fn villages_asked(&self, questions: &[BallotQuestion]) -> Option<Vec<String>> {
        let villages: Vec<_> = match self.choice {
            Choice::Grades | Choice::Points(_) => {
                questions.iter().map(|one| one.text.clone()).collect()
            }
            Choice::Approve(_) | Choice::Order(_) => questions.first()?.answers.clone(),
        };
        (self.ballot_questions(&villages) == questions).then_some(villages)
    }

    /// The decrypted sums (a row for each question, a column for each answer) as marks of the
    /// villages (a row for each village, a column for each [mark](Self::marks)). Sums whose rows
    /// are not equally long are left as they are; nobody takes them.
    pub fn sums_by_village(&self, sums: Vec<Vec<u64>>) -> Vec<Vec<u64>> {
        let columns = sums.first().map_or(0, Vec::len);
        if self.is_per_village_choice() || sums.iter().any(|row| row.len() != columns) {
            return sums;
        }
        (0..columns)
            .map(|village| sums.iter().map(|question| question[village]).collect())
            .collect()
    }

    /// Fewest villages a round can have under this card: as many as a ballot has to name.
    pub fn fewest_villages(&self) -> u32 {
        match self.choice {
            Choice::Grades | Choice::Points(_) => 1,
            Choice::Approve(approve) => approve.least.max(1),
            Choice::Order(order) => order.places,
        }
    }
}
