//! People: secretaries and reserve cadres, their terms and their admission. No identity numbers are kept.

use crate::{
    entry::{Entry, EntryFault, Noun, check_name, check_text},
    event::{Event, check_events},
    id::EntryId,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody is in a village.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 党组织书记
    Secretary,
    /// 后备干部
    Reserve,
}

impl Post {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Secretary, Self::Reserve];

    /// The post's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Secretary => "secretary",
            Self::Reserve => "reserve",
        }
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Secretary => "书记",
            Self::Reserve => "后备",
        }
    }
}

/// A person's time in one village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The village.
    #[schema(value_type = String)]
    pub village: EntryId,
    /// As what.
    pub post: Post,
    /// First day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// First day on which it was over.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// Why it ended; needed once it has.
    #[serde(default)]
    pub exit_reason: String,
    /// Who guides a reserve cadre.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mentor: Option<EntryId>,
}

impl Term {
    /// Whether it runs on a day.
    pub fn runs_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// How an admission to professional management stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AdmissionStatus {
    /// 在管
    Managed,
    /// 暂停
    Suspended,
    /// 退出
    Exited,
}

impl AdmissionStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Managed, Self::Suspended, Self::Exited];

    /// The status's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Managed => "managed",
            Self::Suspended => "suspended",
            Self::Exited => "exited",
        }
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Managed => "在管",
            Self::Suspended => "暂停",
            Self::Exited => "退出",
        }
    }
}

/// Admission to professional management in a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Admission {
    /// The batch; its day and document are those of the admission.
    #[schema(value_type = String)]
    pub batch: EntryId,
    /// How it stands.
    pub status: AdmissionStatus,
    /// Since when it stands so; needed unless `managed`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Date>,
    /// Why; needed unless `managed`.
    #[serde(default)]
    pub reason: String,
}

/// One person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Code within the register, e.g. `R0001`; given by the program when empty. Never an identity number.
    #[serde(default)]
    pub code: String,
    /// Name.
    pub name: String,
    /// `男` or `女`; may be empty.
    #[serde(default)]
    pub sex: String,
    /// Year of birth.
    #[serde(default)]
    pub birth_year: Option<i16>,
    /// Phone; shown as `138****5678`. Sent back like that it stays what it was.
    #[serde(default)]
    pub phone: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// Terms, the oldest first.
    #[serde(default)]
    pub terms: Vec<Term>,
    /// Admissions, the oldest first.
    #[serde(default)]
    pub admissions: Vec<Admission>,
    /// What happened.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Made up for demonstration.
    #[serde(default)]
    pub synthetic: bool,
}

/// A person in a log is a code: names and phones are not for logs.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl Person {
    /// The term of a day: as secretary where there is one, the latest begun of several.
    pub fn term_on(&self, day: Date) -> Option<&Term> {
        let running = self.terms.iter().filter(|term| term.runs_on(day));
        running.max_by_key(|term| (term.post == Post::Secretary, term.from))
    }

    /// The term that says which town the person belongs to: today's, or else the last.
    pub fn home(&self, today: Date) -> Option<&Term> {
        self.term_on(today)
            .or_else(|| self.terms.iter().max_by_key(|term| term.from))
    }

    /// The phone with its middle hidden: `138****5678`.
    pub fn masked_phone(&self) -> String {
        mask(&self.phone)
    }

    /// Whole years in office as secretary on a day, all terms together.
    pub fn years_in_office(&self, day: Date) -> u32 {
        let days: i64 = self
            .terms
            .iter()
            .filter(|term| term.post == Post::Secretary && term.from <= day)
            .map(|term| {
                let end = term.to.map_or(day, |to| to.min(day));
                i64::from((end - term.from).get_days())
            })
            .sum();
        // 400 years have 146,097 days.
        u32::try_from((days.max(0) * 400 + 200) / 146_097).unwrap_or(0)
    }
}

/// A phone number with its middle hidden; a short one is hidden whole.
pub fn mask(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    match digits.len() {
        0 => String::new(),
        1..7 => "*".repeat(digits.len()),
        length => {
            let tail = if length >= 11 { 4 } else { 2 };
            let head: String = digits[..3].iter().collect();
            let hidden = "*".repeat(length - 3 - tail);
            let end: String = digits[length - tail..].iter().collect();
            format!("{head}{hidden}{end}")
        }
    }
}

impl Entry for Person {
    const NOUN: Noun = Noun::Person;

    fn key(&self) -> &str {
        &self.code
    }

    fn title(&self) -> &str {
        &self.name
    }

    fn check(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        check_text(&mut faults, "/code", &self.code, 20);
        check_name(&mut faults, "/name", &self.name, 20);
        check_text(&mut faults, "/note", &self.note, 200);
        if !["", "男", "女"].contains(&self.sex.as_str()) {
            faults.push(EntryFault::new(
                "/sex",
                "sex",
                ("请填 男 或 女，或留空", "male, female or empty"),
            ));
        }
        if self
            .birth_year
            .is_some_and(|year| !(1900..=2100).contains(&year))
        {
            faults.push(EntryFault::new(
                "/birth_year",
                "year",
                (
                    "出生年份应为四位数字，如 1968",
                    "the year of birth has four digits, such as 1968",
                ),
            ));
        }
        let phone_ok = |phone: &str| {
            (7..=20).contains(&phone.len())
                && phone
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'-')
        };
        if !self.phone.is_empty() && !phone_ok(&self.phone) {
            let message = (
                "电话应为 7 到 20 位数字，可用 - 分隔区号",
                "a phone number has 7 to 20 digits; - may follow the area code",
            );
            faults.push(EntryFault::new("/phone", "phone", message));
        }
        for (index, term) in self.terms.iter().enumerate() {
            let at = |member: &str| format!("/terms/{index}/{member}");
            if term.to.is_some_and(|to| to <= term.from) {
                faults.push(EntryFault::new(
                    at("to"),
                    "dates",
                    ("离任日期应晚于到任日期", "the term must end after it began"),
                ));
            }
            if term.to.is_some() && term.exit_reason.trim().is_empty() {
                faults.push(EntryFault::new(
                    at("exit_reason"),
                    "empty",
                    ("请写明离任原因", "say why the term ended"),
                ));
            }
            check_text(&mut faults, &at("exit_reason"), &term.exit_reason, 80);
            if term.mentor.is_some() && term.post != Post::Reserve {
                faults.push(EntryFault::new(
                    at("mentor"),
                    "mentor",
                    ("只有后备干部有帮带人", "only reserve cadres have a mentor"),
                ));
            }
        }
        if !self.terms.is_sorted_by_key(|term| term.from) {
            faults.push(EntryFault::new(
                "/terms",
                "order",
                (
                    "任期应按到任日期先后排列",
                    "terms stand in the order of their first days",
                ),
            ));
        }
        for (index, term) in self.terms.iter().enumerate() {
            let same = |other: &&Term| other.village == term.village && other.post == term.post;
            let overlaps = |other: &&Term| other.to.is_none_or(|to| to > term.from);
            if self.terms[..index]
                .iter()
                .filter(same)
                .any(|other| overlaps(&other))
            {
                let message = (
                    "与前面同村同职的任期重叠；请先填写前一任期的离任日期",
                    "overlaps an earlier term of the same post in the same village; end that one first",
                );
                faults.push(EntryFault::new(
                    format!("/terms/{index}/from"),
                    "overlap",
                    message,
                ));
            }
        }
        for (index, admission) in self.admissions.iter().enumerate() {
            let at = |member: &str| format!("/admissions/{index}/{member}");
            if admission.status != AdmissionStatus::Managed {
                if admission.since.is_none() {
                    faults.push(EntryFault::new(
                        at("since"),
                        "empty",
                        ("请写明日期", "a day is needed"),
                    ));
                }
                if admission.reason.trim().is_empty() {
                    faults.push(EntryFault::new(
                        at("reason"),
                        "empty",
                        ("请写明原因", "a reason is needed"),
                    ));
                }
            }
            check_text(&mut faults, &at("reason"), &admission.reason, 80);
            if self.admissions[..index]
                .iter()
                .any(|other| other.batch == admission.batch)
            {
                faults.push(EntryFault::new(
                    at("batch"),
                    "repeated",
                    ("同一批次出现了两次", "the same batch is there twice"),
                ));
            }
        }
        check_events(&mut faults, &self.events);
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn person() -> Person {
        Person {
            code: "R0001".into(),
            name: "示例书记".into(),
            sex: "男".into(),
            birth_year: Some(1968),
            phone: "13812345678".into(),
            note: String::new(),
            terms: vec![Term {
                village: EntryId(uuid::Uuid::from_u128(1)),
                post: Post::Secretary,
                from: date(2018, 3, 1),
                to: None,
                exit_reason: String::new(),
                mentor: None,
            }],
            admissions: Vec::new(),
            events: Vec::new(),
            synthetic: true,
        }
    }

    fn codes(person: &Person) -> Vec<(String, &'static str)> {
        person
            .check()
            .into_iter()
            .map(|fault| (fault.path, fault.code))
            .collect()
    }

    #[test]
    fn a_good_person_has_no_fault_and_prints_as_a_code() {
        assert!(person().check().is_empty());
        let printed = format!("{:?}", person());
        assert!(
            printed.contains("R0001") && !printed.contains("示例书记") && !printed.contains("138")
        );
    }

    #[test]
    fn a_phone_is_masked() {
        assert_eq!(person().masked_phone(), "138****5678");
        assert_eq!(mask("0535-3222"), "053****22");
        assert_eq!(mask("12345"), "*****");
        assert_eq!(mask(""), "");
    }

    #[test]
    fn what_is_missing_or_contradicts_is_named_by_its_member() {
        let mut one = person();
        one.sex = "M".into();
        one.phone = "138 1234".into();
        one.note = "370687196503041234".into();
        one.terms[0].to = Some(date(2018, 3, 1));
        one.terms[0].mentor = Some(EntryId(uuid::Uuid::from_u128(2)));
        let found = codes(&one);
        for (path, code) in [
            ("/sex", "sex"),
            ("/phone", "phone"),
            ("/note", "identity_number"),
            ("/terms/0/to", "dates"),
            ("/terms/0/exit_reason", "empty"),
            ("/terms/0/mentor", "mentor"),
        ] {
            assert!(
                found.contains(&(path.into(), code)),
                "{path} {code} in {found:?}"
            );
        }
        let mut twice = person();
        twice.terms.push(twice.terms[0].clone());
        assert_eq!(codes(&twice), [("/terms/1/from".into(), "overlap")]);
    }

    #[test]
    fn the_term_of_a_day_is_the_secretarys_and_years_add_up_over_terms() {
        let mut one = person();
        one.terms[0].to = Some(date(2021, 3, 1));
        one.terms[0].exit_reason = "调任".into();
        let mut next = one.terms[0].clone();
        (next.from, next.to) = (date(2022, 3, 1), None);
        one.terms.push(next);
        assert!(one.term_on(date(2021, 6, 1)).is_none());
        assert_eq!(one.home(date(2021, 6, 1)).unwrap().from, date(2022, 3, 1));
        assert_eq!(one.years_in_office(date(2021, 2, 28)), 2);
        assert_eq!(one.years_in_office(date(2021, 3, 1)), 3);
        assert_eq!(one.years_in_office(date(2024, 3, 1)), 5);
    }

    proptest! {
        #[test]
        fn a_masked_phone_never_tells_its_middle(digits in "[0-9]{7,20}") {
            let masked = mask(&digits);
            prop_assert_eq!(masked.len(), digits.len());
            prop_assert!(masked.matches('*').count() >= 2);
        }
    }
}
