//! The card in plain sentences, for people who will vote under it. Nothing is said that the card
//! does not say.

use num_bigint::BigInt;
use serde::Serialize;

use super::{
    Area, BallotKind, BlankCount, ClosingBy, EmptyClass, QuorumCount, RankConvention, RankKey,
    Recusal, RuleCard, SmallClass, Submission, TieBreak, VoterClass,
};
use crate::{Language, Ratio, RoundingMode};

/// One numbered rule in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its number, from 1.
    pub number: u32,
    /// What it is about.
    pub heading: String,
    /// The rule.
    pub text: String,
}

impl RuleCard {
    /// The card in plain sentences, in the order of a meeting.
    pub fn plain(&self, language: Language) -> Vec<Clause> {
        let say = Say {
            card: self,
            chinese: language == Language::Chinese,
        };
        let mut clauses = vec![
            say.round(),
            say.grades(),
            say.classes(),
            say.voters(),
            say.recusal(),
            say.blank(),
            say.submission(),
            say.quorum(),
            say.thresholds(),
            say.score(),
            say.rounding(),
            say.ranks(),
            say.trustees(),
            say.closing(),
        ];
        if !self.note.is_empty() {
            clauses.push(say.pair("说明", "Note", self.note.clone(), self.note.clone()));
        }
        for (number, clause) in (1..).zip(&mut clauses) {
            clause.number = number;
        }
        clauses
    }
}

struct Say<'a> {
    card: &'a RuleCard,
    chinese: bool,
}

impl Say<'_> {
    fn pair(&self, zh: &str, en: &str, zh_text: String, en_text: String) -> Clause {
        let (heading, text) = if self.chinese {
            (zh, zh_text)
        } else {
            (en, en_text)
        };
        Clause {
            number: 0,
            heading: heading.into(),
            text,
        }
    }

    fn round(&self) -> Clause {
        let BallotKind::Secret = self.card.ballot;
        let areas = self.card.areas.len();
        self.pair(
            "投票方式",
            "The vote",
            format!(
                "无记名投票。共 {areas} 个片区，每个片区投一轮票；每一轮中，每个票类各有一个票箱。选票在手机上加密，单张选票始终不解密。"
            ),
            format!(
                "The vote is secret. There are {areas} areas with one round each; in each round every class has a ballot box of its own. Ballots are encrypted on the phone, and a single ballot is never decrypted."
            ),
        )
    }

    fn grades(&self) -> Clause {
        let grades = &self.card.grades;
        let (zh, en): (Vec<_>, Vec<_>) = grades
            .iter()
            .map(|grade| {
                let points = &grade.points;
                (
                    format!("{} {points} 分", grade.label),
                    format!("{} {points}", grade.label),
                )
            })
            .unzip();
        self.pair(
            "等次",
            "Grades",
            format!("给每个村评一个等次：{}。", zh.join("，")),
            format!(
                "Each village is given one grade, worth these points: {}.",
                en.join(", ")
            ),
        )
    }

    fn classes(&self) -> Clause {
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
        self.pair(
            "票类和权重",
            "Classes and weights",
            format!("{}。合计 100%。", shares.join("，")),
            format!("{}. Together 100%.", capital(&shares.join(", "))),
        )
    }

    fn voters(&self) -> Clause {
        let classes: Vec<_> = self
            .card
            .classes
            .iter()
            .map(|class| self.class_voters(class))
            .collect();
        self.pair(
            "谁投票",
            "Who votes",
            format!(
                "{}每人抽一张选票码条，凭它投完自己该投的各轮。",
                classes.concat()
            ),
            format!(
                "{} Each voter draws one slip and votes with it in all rounds of the own group.",
                classes.join(" ")
            ),
        )
    }

    /// One sentence when the same people vote in every round, one part for each area otherwise.
    fn class_voters(&self, class: &VoterClass) -> String {
        let groups = |area: &Area| {
            let labels: Vec<_> = class
                .groups_in(area.number)
                .map(|group| group.label.as_str())
                .collect();
            labels.join(if self.chinese { "、" } else { ", " })
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

    fn recusal(&self) -> Clause {
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
        self.pair("回避", "Recusal", zh.into(), en.into())
    }

    fn blank(&self) -> Clause {
        let (zh, en) = if self.card.blank.allowed {
            match &self.card.blank.counts_as {
                BlankCount::Excluded => (
                    "对某个村可以不评。空白算弃权，单独计数，不算分，也不算进平均分的人数。"
                        .to_owned(),
                    "A village may be left blank. A blank is an abstention: it is counted by itself and stays out of the mean."
                        .to_owned(),
                ),
                BlankCount::Void => (
                    "对某个村可以不评，但空白算废票，单独计数，不算分，也不算进平均分的人数。"
                        .to_owned(),
                    "A village may be left blank, but a blank is void: it is counted by itself and stays out of the mean."
                        .to_owned(),
                ),
                BlankCount::Grade(code) => {
                    let grade = self.card.grades.iter().find(|grade| grade.code == *code);
                    let label = grade.map_or(code, |grade| &grade.label);
                    (
                        format!("对某个村可以不评。空白按“{label}”计分。"),
                        format!("A village may be left blank. A blank counts as {label}."),
                    )
                }
            }
        } else {
            (
                "每个村都要评，没评完不能提交。".to_owned(),
                "Every village must be given a grade before the ballot can be cast.".to_owned(),
            )
        };
        self.pair("空白", "Blanks", zh, en)
    }

    fn submission(&self) -> Clause {
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
        self.pair("提交", "Submission", zh.into(), en.into())
    }

    fn quorum(&self) -> Clause {
        let (zh_share, en_share) = if self.card.quorum.share == Ratio::one() {
            (
                "必须等于应到人数".to_owned(),
                "equal the number of those entitled".to_owned(),
            )
        } else {
            let share = self.part(&self.card.quorum.share);
            (
                format!("达到应到人数的{share}（含）"),
                format!("reach {share} of those entitled (exactly that is enough)"),
            )
        };
        let (zh, en) = match self.card.quorum.counted {
            QuorumCount::Present => ("签到人数", "voters signed in"),
            QuorumCount::Returned => ("收回的有效票数", "valid ballots"),
        };
        self.pair(
            "法定人数",
            "Quorum",
            format!(
                "每一轮、每个票类的{zh}{zh_share}才有效；有一个票类达不到，本轮不开票、不产生结果。"
            ),
            format!(
                "In each round and each class the {en} must {en_share}. If one class does not, nothing is opened and the round has no result."
            ),
        )
    }

    fn thresholds(&self) -> Clause {
        let limits = self.card.thresholds;
        let (open, mean, histogram) = (limits.open, limits.mean, limits.histogram);
        let (zh, en) = match self.card.small_class {
            SmallClass::Refuse => (
                "不开票，本轮不产生结果",
                "are not opened and the round has no result",
            ),
            SmallClass::Renormalise => (
                "不开票、不计分，它的权重按比例分给其他票类；各票类都不足的，本轮不产生结果",
                "are not opened and do not count, and their weight is shared among the other classes in proportion; if all are too few, the round has no result",
            ),
        };
        self.pair(
            "人少时保密",
            "Secrecy of small groups",
            format!(
                "只看票数，不看内容。一个票类不足 {open} 票的，{zh}。计分的票类都达到 {mean} 票，才公布得分和各票类平均分，否则只公布名次。达到 {histogram} 票的票类，还公布各等次票数和供大家核验的票箱数据。"
            ),
            format!(
                "Decided by the number of ballots, never by what they say. Fewer than {open} ballots of a class {en}. Scores and class means are published only when every class that counts has {mean} ballots; otherwise only places are. From {histogram} ballots the number of marks of each grade in a class is published too, with the box's data for everybody to verify."
            ),
        )
    }

    fn score(&self) -> Clause {
        let (zh, en) = match self.card.empty_class {
            EmptyClass::Refuse => ("这个村不排名次", "that village is not ranked"),
            EmptyClass::Renormalise => (
                "对这个村，这一票类的权重按比例分给其他票类",
                "the weight of that class is shared among the others in proportion, for that village",
            ),
            EmptyClass::Zero => (
                "这一票类对这个村按 0 分计",
                "that class counts as 0 points for that village",
            ),
        };
        self.pair(
            "计分",
            "Score",
            format!(
                "先在每个票类中算出一个村的平均分，再按权重相加，就是这个村的得分。某个票类没有给某个村评任何等次的，{zh}。"
            ),
            format!(
                "The mean points of a village are taken in each class, multiplied by the weights and added: that is its score. When a class gave a village no grade at all, {en}."
            ),
        )
    }

    fn rounding(&self) -> Clause {
        let rounding = self.card.rounding;
        let (zh, en) = match rounding.mode {
            RoundingMode::HalfUp => ("四舍五入", "rounded, a half away from zero"),
            RoundingMode::HalfEven => ("四舍六入五成双", "rounded, a half to the even digit"),
            RoundingMode::Down => ("直接舍去多余小数", "cut off"),
            RoundingMode::Up => ("有多余小数就进一", "rounded up"),
        };
        let decimals = rounding.decimals;
        let (zh_places, en_places) = match decimals {
            0 => ("保留整数".to_owned(), "whole points".to_owned()),
            1 => ("保留 1 位小数".to_owned(), "1 decimal".to_owned()),
            more => (format!("保留 {more} 位小数"), format!("{more} decimals")),
        };
        let (zh_key, en_key) = match rounding.ranks_on {
            RankKey::Exact => (
                "排名次用没有舍入的精确值，不用公布的约数",
                "Places are decided by the exact scores before rounding",
            ),
            RankKey::Published => (
                "排名次用公布的得分",
                "Places are decided by the published scores, after rounding",
            ),
        };
        self.pair(
            "小数",
            "Rounding",
            format!("得分和平均分公布时{zh_places}，{zh}，只舍入一次。{zh_key}。"),
            format!("Scores and means are published with {en_places}, {en}, once. {en_key}."),
        )
    }

    fn ranks(&self) -> Clause {
        let (zh, en) = match self.card.ranks {
            RankConvention::Competition => ("1、2、2、4", "1, 2, 2, 4"),
            RankConvention::Dense => ("1、2、2、3", "1, 2, 2, 3"),
            RankConvention::Modified => ("1、3、3、4", "1, 3, 3, 4"),
            RankConvention::Fractional => ("1、2.5、2.5、4", "1, 2.5, 2.5, 4"),
            RankConvention::Ordinal => ("1、2、3、4", "1, 2, 3, 4"),
        };
        let steps = self.card.ties.iter().map(|step| match step {
            _ if *step != TieBreak::KeepTied => ("", ""),
            _ => ("就是并列，不再区分", "is a tie and stays one"),
        });
        let (zh_steps, en_steps): (Vec<_>, Vec<_>) = steps.unzip();
        self.pair(
            "名次和并列",
            "Places and ties",
            format!(
                "得分高的在前。得分完全相等的，{}。例如四个村中第二、第三得分相等，名次写作 {zh}。",
                zh_steps.join("；")
            ),
            format!(
                "The higher score comes first. Exactly the same score {}. If the second and third of four villages are tied, the places read {en}.",
                en_steps.join("; ")
            ),
        )
    }

    fn trustees(&self) -> Clause {
        let (count, threshold) = (self.card.trustees.count, self.card.trustees.threshold);
        let (zh, en) = if count == threshold {
            (
                "缺一不可，共同解密才能开票".to_owned(),
                "all of them are needed to open a box".to_owned(),
            )
        } else if threshold == 1 {
            (
                "任意 1 名即可开箱".to_owned(),
                "any one of them can open a box".to_owned(),
            )
        } else {
            (
                format!("任意 {threshold} 名即可开箱，少于 {threshold} 名打不开"),
                format!("any {threshold} of them can open a box, fewer cannot"),
            )
        };
        self.pair(
            "监票人",
            "Scrutineers",
            format!("{count} 名监票人各自保管密钥，{zh}；只解密合计数，不解密任何一张选票。"),
            format!(
                "Scrutineers holding keys: {count}; {en}. Only sums are decrypted, never a single ballot."
            ),
        )
    }

    fn closing(&self) -> Clause {
        let minutes = self.card.closing.minutes;
        let (zh, en) = match self.card.closing.by {
            ClosingBy::Chair => (
                format!("每轮投票约 {minutes} 分钟，由主持人宣布截止"),
                format!("Each round takes about {minutes} minutes and is closed by the chair"),
            ),
            ClosingBy::Time => (
                format!("每轮投票 {minutes} 分钟，到时截止"),
                format!("Each round takes {minutes} minutes and closes when they are over"),
            ),
        };
        self.pair(
            "截止",
            "Closing",
            format!("{zh}。截止后不再收票。"),
            format!("{en}. No ballot is taken after that."),
        )
    }

    /// A weight as people say it: a percentage when that is exact, a fraction otherwise.
    fn share(&self, value: &Ratio) -> String {
        self.percent(value)
            .or_else(|| self.fraction(value))
            .unwrap_or_else(|| value.to_string())
    }

    /// A quorum as people say it: a simple fraction when it is one.
    fn part(&self, value: &Ratio) -> String {
        self.fraction(value)
            .or_else(|| self.percent(value))
            .unwrap_or_else(|| value.to_string())
    }

    fn percent(&self, value: &Ratio) -> Option<String> {
        let percent = Ratio(&value.0 * BigInt::from(100u32)).exact_decimal(4)?;
        Some(if self.chinese {
            format!(" {percent}%")
        } else {
            format!("{percent}%")
        })
    }

    /// 三分之二, when both numbers have one digit.
    fn fraction(&self, value: &Ratio) -> Option<String> {
        const DIGITS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let digit = |number: &BigInt| {
            let number = usize::try_from(number).ok()?;
            DIGITS.get(number.checked_sub(1)?)
        };
        let (numerator, denominator) = (digit(value.numerator())?, digit(value.denominator())?);
        Some(if self.chinese {
            format!("{denominator}分之{numerator}")
        } else {
            value.to_string()
        })
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
