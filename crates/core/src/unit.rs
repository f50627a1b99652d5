//! Units: the county, its towns and their villages, with the names and parents they had before.

use crate::{
    entry::{Entry, EntryFault, Noun, check_name, check_text},
    event::{Event, check_events},
    id::EntryId,
    money::Fen,
    rectification::{Rectification, check_rectifications},
};
use jiff::civil::Date;
use pingyi_ranking::sentence;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a unit is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 县（市、区）: the top of the tree.
    County,
    /// 镇
    Town,
    /// 街道
    Subdistrict,
    /// 功能区
    Zone,
    /// 村
    Village,
}

/// A village with its town before it, as it is said: 朱吴镇西古现村. Names in Latin letters have a space between them.
pub fn full_name(town: &str, village: &str) -> String {
    let latin =
        |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() && char < '\u{2e80}');
    let space = if latin(town.chars().last()) && latin(village.chars().next()) {
        " "
    } else {
        ""
    };
    format!("{town}{space}{village}")
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::County,
        Self::Town,
        Self::Subdistrict,
        Self::Zone,
        Self::Village,
    ];

    /// The kind's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Town => "town",
            Self::Subdistrict => "subdistrict",
            Self::Zone => "zone",
            Self::Village => "village",
        }
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::County => "县（市、区）",
            Self::Town => "镇",
            Self::Subdistrict => "街道",
            Self::Zone => "功能区",
            Self::Village => "村",
        }
    }

    /// Whether it ranks with towns: 镇, 街道, 功能区.
    pub fn is_town(self) -> bool {
        matches!(self, Self::Town | Self::Subdistrict | Self::Zone)
    }

    /// Whether a unit of this kind belongs directly to one of the other.
    pub fn belongs_to(self, parent: Self) -> bool {
        match self {
            Self::County => false,
            Self::Village => parent.is_town(),
            _ => parent == Self::County,
        }
    }
}

/// The name and parent a unit had until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// First day on which it no longer held.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// The name then.
    pub name: String,
    /// The parent then.
    #[schema(value_type = Option<String>)]
    pub parent: Option<EntryId>,
    /// Why it changed, e.g. 撤镇设街道.
    #[serde(default)]
    pub reason: String,
    /// Number of the document.
    #[serde(default)]
    pub document: String,
}

/// How a unit came to an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// First day on which it no longer was.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The unit it was merged into, if any.
    #[schema(value_type = Option<String>)]
    pub successor: Option<EntryId>,
    /// Why.
    pub reason: String,
    /// Number of the document.
    #[serde(default)]
    pub document: String,
}

/// Where it is, in decimal degrees of WGS 84, kept as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Longitude, e.g. `121.1587`.
    pub longitude: String,
    /// Latitude, e.g. `36.7767`.
    pub latitude: String,
}

/// Figures of a village for a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct YearFigures {
    /// The year.
    pub year: i16,
    /// Collective income in fen.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub income: Option<Fen>,
    /// Place among the villages of its town, from 1.
    #[serde(default)]
    pub rank_in_town: Option<u32>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// Its name now.
    pub name: String,
    /// The unit it belongs to now; none for the county.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub parent: Option<EntryId>,
    /// Its code; may be empty.
    #[serde(default)]
    pub code: String,
    /// Its place in the organisation's own order, from 1; 0 where nobody said.
    #[serde(default)]
    pub order: u32,
    /// Names and parents it had before, the oldest first.
    #[serde(default)]
    pub former: Vec<Former>,
    /// Its end.
    #[serde(default)]
    pub ended: Option<Ending>,
    /// Households.
    #[serde(default)]
    pub households: Option<u32>,
    /// Where it is.
    #[serde(default)]
    pub place: Option<Place>,
    /// Figures by year, the oldest first.
    #[serde(default)]
    pub figures: Vec<YearFigures>,
    /// What happened.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Problems found in a village, and what is done about them.
    #[serde(default)]
    pub rectifications: Vec<Rectification>,
    /// Made up for demonstration.
    #[serde(default)]
    pub synthetic: bool,
}

impl Unit {
    /// A unit with nothing but its place in the tree.
    pub fn new(kind: UnitKind, name: impl Into<String>, parent: Option<EntryId>) -> Self {
        Self {
            kind,
            name: name.into(),
            parent,
            code: String::new(),
            order: 0,
            former: Vec::new(),
            ended: None,
            households: None,
            place: None,
            figures: Vec::new(),
            events: Vec::new(),
            rectifications: Vec::new(),
            synthetic: false,
        }
    }

    /// The name and parent it had on a day.
    pub fn as_of(&self, day: Date) -> (&str, Option<EntryId>) {
        let former = self.former.iter().find(|former| day < former.until);
        former.map_or((&self.name, self.parent), |former| {
            (&former.name, former.parent)
        })
    }

    /// Whether it still is on a day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.ended.as_ref().is_none_or(|ended| day < ended.on)
    }

    /// Every name it ever had, the present one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.former.iter().rev().map(|one| one.name.as_str()))
    }

    /// Gives it another name, another parent, or both, from a day on.
    ///
    /// # Errors
    /// When nothing changes, or the day is not after the last change, or it has ended.
    pub fn rename(
        &mut self,
        from: Date,
        name: &str,
        parent: Option<EntryId>,
        reason: &str,
        document: &str,
    ) -> Result<(), EntryFault> {
        if self.name == name && self.parent == parent {
            return Err(EntryFault::new(
                "/name",
                "unchanged",
                (
                    "名称和隶属都没有变",
                    "neither the name nor the parent has changed",
                ),
            ));
        }
        if self.former.last().is_some_and(|last| from <= last.until) {
            let message = (
                "日期应晚于上一次变更的日期",
                "the day must be after the last change",
            );
            return Err(EntryFault::new("/from", "before_last_change", message));
        }
        if self.ended.is_some() {
            return Err(EntryFault::new(
                "/from",
                "ended",
                (
                    "该单位已撤销，不能再改名",
                    "it has ended and cannot be renamed",
                ),
            ));
        }
        self.former.push(Former {
            until: from,
            name: std::mem::replace(&mut self.name, name.to_owned()),
            parent: std::mem::replace(&mut self.parent, parent),
            reason: reason.to_owned(),
            document: document.to_owned(),
        });
        Ok(())
    }
}

impl Entry for Unit {
    const NOUN: Noun = Noun::Unit;

    fn key(&self) -> &str {
        &self.code
    }

    fn title(&self) -> &str {
        &self.name
    }

    fn check(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        check_name(&mut faults, "/name", &self.name, 20);
        check_text(&mut faults, "/code", &self.code, 20);
        if self.parent.is_none() != (self.kind == UnitKind::County) {
            let message = (
                "镇街属于县，村属于镇街；县没有上级",
                "a town belongs to the county and a village to a town; the county has no parent",
            );
            faults.push(EntryFault::new("/parent", "parent", message));
        }
        if !self.former.is_sorted_by(|a, b| a.until < b.until) {
            let message = (
                "曾用名应按日期先后排列，日期不能相同",
                "former names stand in the order of their days, one a day",
            );
            faults.push(EntryFault::new("/former", "order", message));
        }
        for (index, former) in self.former.iter().enumerate() {
            check_name(
                &mut faults,
                &format!("/former/{index}/name"),
                &former.name,
                20,
            );
            check_text(
                &mut faults,
                &format!("/former/{index}/reason"),
                &former.reason,
                80,
            );
            check_text(
                &mut faults,
                &format!("/former/{index}/document"),
                &former.document,
                60,
            );
        }
        if let Some(ended) = &self.ended {
            check_name(&mut faults, "/ended/reason", &ended.reason, 80);
            check_text(&mut faults, "/ended/document", &ended.document, 60);
        }
        if let Some(place) = &self.place {
            for (path, text, most) in [
                ("/place/longitude", &place.longitude, 180),
                ("/place/latitude", &place.latitude, 90),
            ] {
                if !is_degrees(text, most) {
                    let message = sentence!(
                        "应为 -{most} 到 {most} 之间的度数，最多 7 位小数",
                        "degrees from -{most} to {most}, at most 7 decimals"
                    );
                    faults.push(EntryFault::new(path, "degrees", message));
                }
            }
        }
        if !self.figures.is_sorted_by(|a, b| a.year < b.year) {
            let message = (
                "每年一行，按年份先后排列",
                "one row a year, in the order of years",
            );
            faults.push(EntryFault::new("/figures", "order", message));
        }
        for (index, figures) in self.figures.iter().enumerate() {
            if !(1978..=2100).contains(&figures.year) {
                faults.push(EntryFault::new(
                    format!("/figures/{index}/year"),
                    "year",
                    ("年份应为 1978 到 2100", "a year from 1978 to 2100"),
                ));
            }
            if figures.rank_in_town == Some(0) {
                let path = format!("/figures/{index}/rank_in_town");
                faults.push(EntryFault::new(
                    path,
                    "rank",
                    ("名次从 1 开始", "places begin at 1"),
                ));
            }
        }
        check_events(&mut faults, &self.events);
        check_rectifications(&mut faults, &self.rectifications);
        faults
    }
}

/// Whether a text is degrees in plain decimals, at most 7 of them, between `-most` and `most`.
fn is_degrees(text: &str, most: u32) -> bool {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = plain.split_once('.').unwrap_or((plain, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(part)
        && whole.len() <= 3
        && part.len() <= 7
        && whole.parse::<u32>().is_ok_and(|whole| {
            whole < most || whole == most && part.bytes().all(|byte| byte == b'0')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_in_latin_letters_stand_apart() {
        assert_eq!(full_name("朱吴镇", "西古现村"), "朱吴镇西古现村");
        assert_eq!(full_name("Northton", "Alder"), "Northton Alder");
        assert_eq!(full_name("", "Alder"), "Alder");
        assert_eq!(full_name("第2镇", "3村"), "第2镇3村");
    }

    #[test]
    fn a_past_day_reads_the_name_and_parent_of_that_day() {
        let (old, new) = (
            EntryId(uuid::Uuid::from_u128(1)),
            EntryId(uuid::Uuid::from_u128(2)),
        );
        let mut unit = Unit::new(UnitKind::Village, "西古现村", Some(old));
        unit.rename(date(2024, 3, 1), "古现村", Some(old), "合并更名", "")
            .unwrap();
        unit.rename(
            date(2025, 1, 1),
            "古现村",
            Some(new),
            "划归",
            "海民〔2025〕1号",
        )
        .unwrap();
        assert_eq!(unit.as_of(date(2022, 11, 24)), ("西古现村", Some(old)));
        assert_eq!(unit.as_of(date(2024, 2, 29)), ("西古现村", Some(old)));
        assert_eq!(unit.as_of(date(2024, 3, 1)), ("古现村", Some(old)));
        assert_eq!(unit.as_of(date(2026, 1, 1)), ("古现村", Some(new)));
        assert_eq!(
            unit.names().collect::<Vec<_>>(),
            ["古现村", "古现村", "西古现村"]
        );
        assert!(unit.check().is_empty());
    }

    #[test]
    fn a_change_that_changes_nothing_or_comes_before_the_last_is_refused_and_leaves_the_unit() {
        let mut unit = Unit::new(
            UnitKind::Village,
            "甲村",
            Some(EntryId(uuid::Uuid::from_u128(1))),
        );
        let parent = unit.parent;
        assert_eq!(
            unit.rename(date(2024, 1, 1), "甲村", parent, "", "")
                .unwrap_err()
                .code,
            "unchanged"
        );
        unit.rename(date(2024, 1, 1), "乙村", parent, "", "")
            .unwrap();
        let before = unit.clone();
        assert_eq!(
            unit.rename(date(2024, 1, 1), "丙村", parent, "", "")
                .unwrap_err()
                .code,
            "before_last_change"
        );
        assert_eq!(unit, before);
    }

    #[test]
    fn degrees_are_decimal_and_on_the_earth() {
        for (text, good) in [
            ("121.1587", true),
            ("-180", true),
            ("180.0", true),
            ("180.1", false),
            ("12,1", false),
            ("", false),
            ("1e2", false),
            ("121.", false),
        ] {
            assert_eq!(is_degrees(text, 180), good, "{text}");
        }
    }
}
