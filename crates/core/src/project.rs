//! The ledger of investment projects, as far as the totals of a bulletin need it.

use crate::{
    cell::{CellFault, read_table},
    money::Fen,
};
use pingyi_ranking::sentence;
use std::collections::{BTreeMap, HashSet};

/// One project of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Number within the cycle, e.g. `XM-001`.
    pub number: String,
    /// Name.
    pub name: String,
    /// Category, an open list.
    pub category: String,
    /// Town name.
    pub town: String,
    /// Village name.
    pub village: String,
    /// Planned investment.
    pub investment: Fen,
    /// One line on what is built.
    pub content: String,
    /// State by its name in data, see [`STATES`].
    pub state: String,
    /// Progress, 0–100.
    pub progress_percent: u32,
    /// Made up for demonstration.
    pub synthetic: bool,
}

/// Count and sum of one category, or of the whole ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Category; empty for the whole ledger.
    pub category: String,
    /// Number of projects.
    pub count: usize,
    /// Sum of investments.
    pub investment: Fen,
}

/// Totals by category in order of size, and the whole. They add up because both are summed from the same rows.
pub fn totals(projects: &[Project]) -> (Total, Vec<Total>) {
    let mut by_category: BTreeMap<&str, (usize, Fen)> = BTreeMap::new();
    for project in projects {
        let entry = by_category.entry(&project.category).or_default();
        entry.0 += 1;
        entry.1 = Fen(entry.1.0 + project.investment.0);
    }
    let mut rows: Vec<Total> = by_category
        .into_iter()
        .map(|(category, (count, investment))| Total {
            category: category.into(),
            count,
            investment,
        })
        .collect();
    rows.sort_by(|a, b| {
        b.investment
            .cmp(&a.investment)
            .then_with(|| a.category.cmp(&b.category))
    });
    let whole = Total {
        category: String::new(),
        count: projects.len(),
        investment: projects.iter().map(|p| p.investment).sum(),
    };
    (whole, rows)
}

/// Columns of the ledger's table; money in fen.
pub const COLUMNS: [&str; 10] = [
    "number",
    "name",
    "category",
    "town",
    "village",
    "investment_fen",
    "content",
    "state",
    "progress_percent",
    "synthetic",
];

/// States a project goes through, then the side states: name in data and what people call it.
pub const STATES: [(&str, &str); 11] = [
    ("reserve", "储备"),
    ("declared", "申报"),
    ("reviewed", "审核"),
    ("registered", "入库"),
    ("started", "开工"),
    ("building", "在建"),
    ("completed", "完工"),
    ("accepted", "验收"),
    ("paused", "暂停"),
    ("adjusted", "调整"),
    ("withdrawn", "退库"),
];

/// Reads the ledger's table. `known` says whether a town and village are in the register.
///
/// # Errors
/// Every fault by cell.
pub fn parse(
    bytes: &[u8],
    known: impl Fn(&str, &str) -> bool,
) -> Result<Vec<Project>, Vec<CellFault>> {
    let mut numbers = HashSet::new();
    read_table(bytes, &COLUMNS, 100_000, |row| {
        let number = row.required("number", 20);
        if !numbers.insert(number.clone()) {
            row.fault(
                "number",
                sentence!("编号 {number} 出现了两次", "number {number} is there twice"),
            );
        }
        let town = row.required("town", 20);
        let village = row.required("village", 20);
        if !town.is_empty() && !village.is_empty() && !known(&town, &village) {
            row.fault(
                "village",
                sentence!(
                    "名册里没有{town}{village}",
                    "{town} {village} is not in the register"
                ),
            );
        }
        let state = row.parsed(
            "state",
            ("状态应为 储备、申报、审核、入库、开工、在建、完工、验收、暂停、调整、退库 之一", "the state is one of 储备, 申报, 审核, 入库, 开工, 在建, 完工, 验收, 暂停, 调整, 退库"),
            |t| {
                STATES
                    .iter()
                    .find(|(code, label)| t == *code || t == *label)
                    .map(|(code, _)| (*code).to_owned())
            },
        );
        let investment = row.parsed(
            "investment_fen",
            (
                "金额以分为单位，应为整数",
                "amounts are whole numbers of fen",
            ),
            |t| t.parse::<Fen>().ok(),
        );
        let progress = row.parsed(
            "progress_percent",
            (
                "进度应为 0 到 100 的整数",
                "progress is a whole number from 0 to 100",
            ),
            |t| t.parse().ok().filter(|n| *n <= 100),
        );
        Some(Project {
            name: row.required("name", 40),
            category: row.required("category", 20),
            content: row.required("content", 200),
            number,
            town,
            village,
            investment: investment?,
            state: state?,
            progress_percent: progress?,
            synthetic: row.flag("synthetic"),
        })
    })
}
