//! What a ballot can say of a village, and what that is worth.

use super::{Choice, RuleCard};
use crate::{Decimal, Ratio};

/// One thing a ballot can say of a village: a grade, points, a recommendation or a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Code in files: the grade's, the points, `approve`, or the place.
    pub code: String,
    /// Name for people: 优秀, 8 分, 推荐, 第 1 名.
    pub label: String,
    /// What it is worth.
    pub points: Ratio,
}

impl RuleCard {
    /// The marks of the card's kind of ballot, in the order of `docs/scoring.md` §2.1: grades as
    /// on the card, points from the most down, the one mark of a recommendation, places from the
    /// first.
    pub fn marks(&self) -> Vec<Mark> {
        let mark = |code: String, label: String, points: u32| Mark {
            code,
            label,
            points: Decimal::from(points).to_ratio(),
        };
        match self.choice {
            Choice::Grades => {
                let marks = self.grades.iter().map(|grade| Mark {
                    code: grade.code.clone(),
                    label: grade.label.clone(),
                    points: grade.points.to_ratio(),
                });
                marks.collect()
            }
            Choice::Points(points) => (points.least..=points.most)
                .rev()
                .map(|points| mark(points.to_string(), format!("{points} 分"), points))
                .collect(),
            Choice::Approve(_) => vec![mark("approve".into(), "推荐".into(), 100)],
            Choice::Order(order) => (1..=order.places)
                .map(|place| {
                    let points = order.places + 1 - place;
                    mark(place.to_string(), format!("第 {place} 名"), points)
                })
                .collect(),
        }
    }

    /// The mark with this code.
    pub fn mark(&self, code: &str) -> Option<Mark> {
        self.marks().into_iter().find(|mark| mark.code == code)
    }

    /// Whether a ballot asks about each village by itself (grades, points), so that a village can
    /// be left blank; not when it names some of them (approve, order).
    pub fn is_per_village_choice(&self) -> bool {
        matches!(self.choice, Choice::Grades | Choice::Points(_))
    }

    /// How many answers a ballot gives to one of its questions: `(least, most)`. For grades,
    /// points and places that is at most one; a recommendation names as many villages as its
    /// `choice` says.
    pub fn answers_per_contest(&self) -> (u32, u32) {
        match self.choice {
            Choice::Approve(approve) => (approve.least, approve.most),
            Choice::Grades | Choice::Points(_) | Choice::Order(_) => {
                (u32::from(!self.blank.allowed), 1)
            }
        }
    }
}
