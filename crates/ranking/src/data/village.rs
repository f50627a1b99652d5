//! `villages.csv`: who is ranked.

use std::collections::HashSet;

use super::fault::{Faults, Spot};
use super::name::Finder;
use super::table::Table;
use super::{DataFaultCode as Code, TableName, Tables};
use crate::RuleCard;

/// Characters of a name.
const LONGEST_NAME: usize = 60;

/// A village, named by town and village together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "a village of this name in this town"
)]
pub(crate) struct Village {
    /// Index of its area in the card.
    pub(crate) area: usize,
    pub(crate) town: String,
    pub(crate) village: String,
}

pub(super) fn read(card: &RuleCard, tables: &Tables, faults: &mut Faults) -> Vec<Village> {
    let mut villages = Vec::new();
    let whole = Spot {
        file: TableName::Villages,
        row: None,
        column: None,
    };
    if tables.get(TableName::Villages).is_none() {
        faults.add(
            whole,
            Code::MissingFile,
            TableName::Villages.file_name(),
            "缺少 {}，请先列出各村",
            "{} is missing: list the villages first",
        );
        return villages;
    }
    let Some(mut table) = Table::open(tables, TableName::Villages, faults) else {
        return villages;
    };
    let mut seen = HashSet::new();
    let before = faults.count();
    while table.next_row(faults) {
        let number = table.cell(0);
        let area = card
            .areas
            .iter()
            .position(|area| area.number.to_string() == *number);
        if area.is_none() {
            unknown_area(&table, 0, faults);
        }
        let named = name(&table, 1, faults) & name(&table, 2, faults);
        let (town, village) = (table.cell(1).into_owned(), table.cell(2).into_owned());
        if !seen.insert((town.clone(), village.clone())) {
            table.fault(
                faults,
                2,
                Code::Repeated,
                "“{}”前面已列过，请删去重复的一行",
                "`{}` is listed above: remove one of the rows",
            );
        } else if named && let Some(area) = area {
            villages.push(Village {
                area,
                town,
                village,
            });
        }
    }
    if villages.is_empty() && faults.count() == before {
        faults.add(
            whole,
            Code::NoRows,
            TableName::Villages.file_name(),
            "{} 中没有村，请先列出各村",
            "{} has no villages: list them first",
        );
    }
    villages
}

/// Whether a cell is a name that can be shown; if not, says so.
pub(super) fn name(table: &Table<'_>, column: usize, faults: &mut Faults) -> bool {
    let cell = table.cell(column);
    let hidden = |char: char| {
        char.is_control()
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let good = !cell.is_empty()
        && cell.trim() == cell
        && cell.chars().count() <= LONGEST_NAME
        && !cell.chars().any(hidden);
    if !good {
        table.fault(
            faults,
            column,
            Code::BadName,
            "名称“{}”不可用：请填 1 到 60 个可见字符，首尾不留空格",
            "the name `{}` cannot be used: write 1 to 60 visible characters, without spaces at the ends",
        );
    }
    good
}

/// A finder of villages by town and village.
pub(super) fn finder(villages: &[Village]) -> Finder<(&str, &str)> {
    Finder::new(
        villages
            .iter()
            .map(|village| (village.town.as_str(), village.village.as_str())),
    )
}

/// The village named in two columns; if there is none, says so.
#[inline]
pub(super) fn find<'a>(
    table: &Table<'_>,
    town: usize,
    villages: &mut Finder<(&'a str, &'a str)>,
    faults: &mut Faults,
) -> Option<usize> {
    let found = villages.find(&table.cell(town), &table.cell(town + 1));
    if found.is_none() {
        let name = format!("{}{}", table.cell(town), table.cell(town + 1));
        faults.add(
            table.spot(Some(town + 1)),
            Code::UnknownVillage,
            &name,
            "villages.csv 中没有“{}”，请核对镇名和村名",
            "villages.csv has no `{}`: check town and village",
        );
    }
    found
}

pub(super) fn unknown_area(table: &Table<'_>, column: usize, faults: &mut Faults) {
    table.fault(
        faults,
        column,
        Code::UnknownArea,
        "规则卡中没有编号为“{}”的片区，请核对",
        "the card has no area `{}`: check the number",
    );
}

/// Says that a row is there already.
pub(super) fn repeated(table: &Table<'_>, faults: &mut Faults) {
    faults.add(
        table.spot(None),
        Code::Repeated,
        "",
        "这一行与前面一行重复，请只保留正确的一行",
        "this row repeats an earlier one: keep the right one",
    );
}

/// Says that something which must be given is empty.
pub(super) fn missing(table: &Table<'_>, column: usize, faults: &mut Faults) {
    let zh = match table.spot(Some(column)).column {
        Some("by") => "须写明由谁作废，请补上",
        Some("document") => "须写明依据的文件，请补上",
        Some("score") => "须填分数，请补上",
        _ => "须写明原因，请补上",
    };
    let en = match table.spot(Some(column)).column {
        Some("by") => "who voided it must be named: add it",
        Some("document") => "a document must be named: add it",
        Some("score") => "the score is missing: add it",
        _ => "a reason must be given: add it",
    };
    table.fault(faults, column, Code::Missing, zh, en);
}
