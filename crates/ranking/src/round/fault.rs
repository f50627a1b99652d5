//! Inputs that cannot have come from a round, and what to look at.

use std::fmt;

use crate::Language;

/// A count of people, slips or ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// 应到.
    Entitled,
    /// 实到.
    Present,
    /// 发出.
    Issued,
    /// 收回.
    Returned,
}

impl Count {
    fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Entitled, Language::Chinese) => "应到",
            (Self::Present, Language::Chinese) => "实到",
            (Self::Issued, Language::Chinese) => "发出",
            (Self::Returned, Language::Chinese) => "收回",
            (Self::Entitled, Language::English) => "entitled",
            (Self::Present, Language::English) => "present",
            (Self::Issued, Language::English) => "issued",
            (Self::Returned, Language::English) => "returned",
        }
    }
}

/// An input that cannot have come from a round under this card.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named by the sentences below")]
pub enum RankFault {
    /// The card has no such area.
    UnknownArea { area: u32 },
    /// Nothing was voted on.
    NoContests,
    /// The same village twice.
    RepeatedContest { town: String, village: String },
    /// The card has no such class.
    UnknownClass { class: String },
    /// A class of the card is not given.
    MissingClass { class: String },
    /// A class is given twice.
    RepeatedClass { class: String },
    /// A count is higher than one it is part of.
    CountTooHigh {
        class: String,
        count: Count,
        value: u64,
        limit: Count,
        most: u64,
    },
    /// An opened class without sums.
    MissingSums { class: String },
    /// Sums of a class that turnout leaves closed: they must never exist.
    SumsOfClosedClass { class: String },
    /// Sums with another number of rows or columns than contests and marks.
    SumsShape {
        class: String,
        contests: usize,
        marks: usize,
    },
    /// A village with more marks than there are valid ballots.
    TooManyMarks {
        class: String,
        village: String,
        marks: u128,
        returned: u64,
    },
    /// A village with fewer marks than ballots although blanks are not allowed.
    BlankNotAllowed {
        class: String,
        village: String,
        marks: u128,
        returned: u64,
    },
}

impl RankFault {
    /// What is wrong and what to look at.
    pub fn sentence(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        let say = |zh: String, en: String| if chinese { zh } else { en };
        match self {
            Self::UnknownArea { area } => say(
                format!("规则卡中没有编号为 {area} 的片区，请核对轮次"),
                format!("the rule card has no area {area}: check the round"),
            ),
            Self::NoContests => say(
                "没有评议对象，请先列出本片区的村".into(),
                "there is nothing to rank: list the villages of the area first".into(),
            ),
            Self::RepeatedContest { town, village } => say(
                format!("{town}{village}列了两次，请删去一处"),
                format!("{town}{village} is listed twice: remove one"),
            ),
            Self::UnknownClass { class } => say(
                format!("规则卡中没有票类“{class}”，请核对"),
                format!("the rule card has no class `{class}`: check its code"),
            ),
            Self::MissingClass { class } => say(
                format!("缺少票类“{class}”的数据，请补上"),
                format!("class `{class}` is missing: give its counts"),
            ),
            Self::RepeatedClass { class } => say(
                format!("票类“{class}”出现两次，请只保留一处"),
                format!("class `{class}` is given twice: keep one"),
            ),
            Self::CountTooHigh {
                class,
                count,
                value,
                limit,
                most,
            } => say(
                format!(
                    "票类“{class}”{} {value}，多于{} {most}，请核对登记",
                    count.name(language),
                    limit.name(language)
                ),
                format!(
                    "class `{class}`: {} {value} is more than {} {most}: check the records",
                    count.name(language),
                    limit.name(language)
                ),
            ),
            Self::MissingSums { class } => say(
                format!("票类“{class}”应开票但没有票数，请先完成解密"),
                format!("class `{class}` is open but has no sums: finish the decryption first"),
            ),
            Self::SumsOfClosedClass { class } => say(
                format!("票类“{class}”按票数不得开票，却给出了票数，请停止并查明原因"),
                format!(
                    "class `{class}` must stay closed for its turnout, yet its sums are given: stop and find out why"
                ),
            ),
            Self::SumsShape {
                class,
                contests,
                marks,
            } => say(
                format!("票类“{class}”的票数表应有 {contests} 行、{marks} 列，请核对"),
                format!(
                    "the sums of class `{class}` must have {contests} rows and {marks} columns"
                ),
            ),
            Self::TooManyMarks {
                class,
                village,
                marks,
                returned,
            } => say(
                format!("票类“{class}”给{village}的 {marks} 票多于有效票 {returned} 张，请核对"),
                format!(
                    "class `{class}` gave {village} {marks} marks, more than {returned} valid ballots"
                ),
            ),
            Self::BlankNotAllowed {
                class,
                village,
                marks,
                returned,
            } => say(
                format!(
                    "规则不允许空白，但票类“{class}”给{village}的只有 {marks} 票，有效票 {returned} 张"
                ),
                format!(
                    "blanks are not allowed, yet class `{class}` gave {village} {marks} marks on {returned} valid ballots"
                ),
            ),
        }
    }
}

impl fmt::Display for RankFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::English))
    }
}

impl std::error::Error for RankFault {}
