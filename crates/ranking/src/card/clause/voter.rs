//! Who votes on whom, and what a ballot may leave open.

use super::{Draft, Say};
use crate::card::{Area, BlankCount, Choice, Method, Recusal, Submission, VoterClass};

impl Say<'_> {
    pub(super) fn voters(&self) -> Draft {
        let classes = self.card.classes.iter().enumerate();
        let mut sentences: Vec<_> = classes
            .map(|(index, class)| {
                let text = self.class_voters(class);
                self.sentence([format!("/classes/{index}/groups")], text.clone(), text)
            })
            .collect();
        sentences.push(self.sentence(
            ["/classes"],
            "每人抽一张选票码条，凭它投完自己该投的各轮。",
            "Each voter draws one slip and votes with it in all rounds of the own group.",
        ));
        self.clause("谁投票", "Who votes", sentences)
    }

    /// One sentence when the same people vote in every round, one part for each area otherwise.
    fn class_voters(&self, class: &VoterClass) -> String {
        let groups = |area: &Area| {
            let labels: Vec<_> = class
                .groups_in(area.number)
                .map(|group| group.label.as_str())
                .collect();
            self.list(labels)
        };
        let areas = &self.card.areas;
        let label = &class.label;
        if let Some(first) = areas.first().map(&groups)
            && areas.iter().all(|area| groups(area) == first)
        {
            return if self.chinese {
                format!("{label}票：每一轮都由{first}投。")
            } else {
                format!("Class {label}: {first}, in every round.")
            };
        }
        let parts: Vec<_> = areas
            .iter()
            .map(|area| {
                let (name, groups) = (&area.label, groups(area));
                if self.chinese {
                    format!("{name}这一轮由{groups}投")
                } else {
                    format!("the round on {name} by {groups}")
                }
            })
            .collect();
        if self.chinese {
            format!("{label}票：{}。", parts.join("；"))
        } else {
            format!("Class {label}: {}.", parts.join("; "))
        }
    }

    pub(super) fn recusal(&self) -> Draft {
        let (zh, en) = match self.card.recusal {
            Recusal::OtherAreas => (
                "本片区的人不投本片区的票。只回避本村是不行的：一个村只有一位书记，谁的票上少了这个村，就等于写上了名字。",
                "Voters from an area do not vote on that area. Leaving out only the own village would not do: a village has one secretary, so a ballot without it would bear a name.",
            ),
            Recusal::None => (
                "不实行回避，各票类的人都可以投自己所在的片区。",
                "Nobody is recused: voters may vote on the area they come from.",
            ),
        };
        let text = self.sentence(["/recusal"], zh, en);
        self.clause("回避", "Recusal", [text])
    }

    pub(super) fn blank(&self) -> Draft {
        let (zh, en) = match self.card.choice {
            Choice::Approve(_) => (
                "没有推荐到的村，就是没有推荐，不另算空白。".to_owned(),
                "A village that is not named is simply not named; there are no blanks.".to_owned(),
            ),
            Choice::Order(_) if self.card.blank.allowed => (
                "名次可以不写满，空着的名次不给任何村加分。".to_owned(),
                "Places may be left open; an open place gives no village anything.".to_owned(),
            ),
            Choice::Order(_) => (
                "每个名次都要写，没写满不能提交。".to_owned(),
                "Every place must be filled before the ballot can be cast.".to_owned(),
            ),
            Choice::Grades | Choice::Points(_) => self.blank_village(),
        };
        let text = self.sentence(["/blank"], zh, en);
        self.clause("空白", "Blanks", [text])
    }

    fn blank_village(&self) -> (String, String) {
        if !self.card.blank.allowed {
            let (zh, en) = match self.card.choice {
                Choice::Points(_) => ("每个村都要打分，没打完不能提交。", "points"),
                _ => ("每个村都要评，没评完不能提交。", "a grade"),
            };
            let en = format!("Every village must be given {en} before the ballot can be cast.");
            return (zh.to_owned(), en);
        }
        let zh_may = match self.card.choice {
            Choice::Points(_) => "对某个村可以不打分",
            _ => "对某个村可以不评",
        };
        let (zh_mean, en_mean) = match self.card.method {
            Method::MajorityJudgment => ("也不参加排列", "takes no part in finding the middle"),
            _ => ("也不算进平均分的人数", "stays out of the mean"),
        };
        match &self.card.blank.counts_as {
            BlankCount::Excluded => (
                format!("{zh_may}。空白算弃权，单独计数，不算分，{zh_mean}。"),
                format!(
                    "A village may be left blank. A blank is an abstention: it is counted by itself and {en_mean}."
                ),
            ),
            BlankCount::Void => (
                format!("{zh_may}，但空白算废票，单独计数，不算分，{zh_mean}。"),
                format!(
                    "A village may be left blank, but a blank is void: it is counted by itself and {en_mean}."
                ),
            ),
            BlankCount::Grade(code) => {
                let label = self.mark_label(code);
                (
                    format!("{zh_may}。空白按“{label}”计分。"),
                    format!("A village may be left blank. A blank counts as {label}."),
                )
            }
        }
    }

    pub(super) fn submission(&self) -> Draft {
        let (zh, en) = match self.card.submission {
            Submission::First => (
                "提交一次，以第一次提交为准，提交后不能修改。",
                "The first submission counts and cannot be changed.",
            ),
            Submission::Last => (
                "截止前可以重新提交，以最后一次为准。",
                "A ballot may be submitted again until closing; the last one counts.",
            ),
        };
        let text = self.sentence(["/submission"], zh, en);
        self.clause("提交", "Submission", [text])
    }
}
