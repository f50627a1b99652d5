//! `judges.csv` and `sheets.csv`: what the judges of each panel wrote.

use std::collections::HashMap;

use super::fault::{Faults, Spot};
use super::name::Finder;
use super::number::{Grid, bad_cell};
use super::table::Table;
use super::village::{self, missing, repeated};
use super::{Context, DataFaultCode as Code, TableName};
use crate::card::{JudgeRecusal, Panel, Source};

/// Cells of one panel: judges × villages × criteria.
const MOST_CELLS: usize = 20_000_000;

/// A judge of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judge {
    pub(crate) code: String,
    /// The judge's town; empty for none.
    pub(crate) town: String,
}

/// One cell of a score sheet, in eight bytes: a score in units, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell(i64);

impl Cell {
    pub(crate) const ABSENT: Self = Self(i64::MIN);
    pub(crate) const BLANK: Self = Self(i64::MIN + 1);
    pub(crate) const RECUSED: Self = Self(i64::MIN + 2);
    pub(crate) const VOIDED: Self = Self(i64::MIN + 3);
    /// No row yet; absent when all are read.
    const UNREAD: Self = Self(i64::MIN + 4);

    /// The units of a cell that is known to be scored.
    #[inline]
    pub(crate) fn units(self) -> i64 {
        self.0
    }

    /// The score, in units of the panel.
    #[inline]
    pub(crate) fn score(self) -> Option<i64> {
        (self.0 > Self::UNREAD.0).then_some(self.0)
    }
}

/// The judges and sheets of one panel, densely.
#[derive(Clone, Debug)]
pub(crate) struct PanelTable {
    /// Judge order.
    pub(crate) judges: Vec<Judge>,
    /// A score is a whole multiple of `10^-scale`.
    pub(crate) scale: u32,
    /// The largest magnitude of a score of each criterion, in units.
    pub(crate) magnitudes: Vec<num_bigint::BigInt>,
    criteria: usize,
    /// Villages × judges × criteria.
    cells: Vec<Cell>,
}

impl PanelTable {
    /// The sheet of one judge for one village: a cell for each criterion.
    #[inline]
    pub(crate) fn sheet(&self, village: usize, judge: usize) -> &[Cell] {
        let at = (village * self.judges.len() + judge) * self.criteria;
        &self.cells[at..at + self.criteria]
    }

    pub(crate) fn criteria(&self) -> usize {
        self.criteria
    }

    /// Takes every score of a judge away.
    pub(crate) fn void(&mut self, judge: usize) {
        let sheets = self.cells.chunks_mut(self.criteria.max(1));
        let judges = self.judges.len().max(1);
        for (_, sheet) in sheets
            .enumerate()
            .filter(|(number, _)| number % judges == judge)
        {
            sheet.fill(Cell::VOIDED);
        }
    }
}

/// A panel while its sheets are read.
struct Reading<'a> {
    panel: &'a Panel,
    judges: Finder<&'a str>,
    criteria: Finder<&'a str>,
    grids: Vec<Grid>,
    /// For each judge and village whether they are of the same town and the panel minds.
    table: &'a PanelTable,
    cells: Vec<Cell>,
}

pub(super) fn read(context: &Context<'_>, faults: &mut Faults) -> Vec<Option<PanelTable>> {
    let mut tables = read_judges(context, faults);
    for (table, component) in tables.iter_mut().zip(&context.plan.components) {
        let (Some(table), Source::Panel(panel)) = (table, &component.source) else {
            continue;
        };
        let grids = panel.criteria.iter();
        let grids: Vec<_> = grids
            .map(|criterion| Grid::new(&criterion.least, &criterion.most, &criterion.step))
            .collect();
        table.scale = grids.iter().map(|grid| grid.scale).max().unwrap_or(0);
        let scaled = grids.iter().map(|grid| grid.scaled(table.scale));
        table.magnitudes = scaled.map(|grid| grid.magnitude()).collect();
        table.criteria = panel.criteria.len();
    }
    let cells = read_sheets(context, &tables, faults);
    for (table, cells) in tables.iter_mut().zip(cells) {
        if let Some(table) = table {
            table.cells = cells;
        }
    }
    tables
}

fn panel_of(source: &Source) -> Option<&Panel> {
    match source {
        Source::Panel(panel) => Some(panel),
        Source::Vote | Source::Record(_) => None,
    }
}

fn read_judges(context: &Context<'_>, faults: &mut Faults) -> Vec<Option<PanelTable>> {
    let components = context.plan.components.iter();
    let mut panels: Vec<_> = components
        .map(|component| {
            panel_of(&component.source).map(|_| PanelTable {
                judges: Vec::new(),
                scale: 0,
                magnitudes: Vec::new(),
                criteria: 0,
                cells: Vec::new(),
            })
        })
        .collect();
    let Some(mut table) = Table::open(context.tables, TableName::Judges, faults) else {
        return panels;
    };
    let mut seen = std::collections::HashSet::new();
    while table.next_row(faults) {
        let panel = context.component(&table.cell(0), panel_of);
        if panel.is_none() {
            unknown_panel(&table, faults);
        }
        let named = village::name(&table, 1, faults);
        let town = table.cell(2).into_owned();
        let named = named && (town.is_empty() || village::name(&table, 2, faults));
        let code = table.cell(1).into_owned();
        if let (true, Some((panel, _))) = (named, panel) {
            if seen.insert((panel, code.clone())) {
                let panel = panels[panel].as_mut().expect("found as a panel");
                panel.judges.push(Judge { code, town });
            } else {
                repeated(&table, faults);
            }
        }
    }
    panels
}

fn unknown_panel(table: &Table<'_>, faults: &mut Faults) {
    table.fault(
        faults,
        0,
        Code::UnknownPanel,
        "规则卡中没有代码为“{}”的评委打分项，请核对",
        "the card has no panel `{}`: check its code",
    );
}

/// The cells of each panel.
fn read_sheets(
    context: &Context<'_>,
    tables: &[Option<PanelTable>],
    faults: &mut Faults,
) -> Vec<Vec<Cell>> {
    let mut panels: Vec<Option<Reading<'_>>> = Vec::new();
    for (component, table) in context.plan.components.iter().zip(tables) {
        let (Some(panel), Some(table)) = (panel_of(&component.source), table) else {
            panels.push(None);
            continue;
        };
        panels.push(Reading::new(context, &component.code, panel, table, faults));
    }
    if let Some(mut rows) = Table::open(context.tables, TableName::Sheets, faults) {
        read_rows(context, &mut rows, &mut panels, faults);
    }
    let cells = panels.into_iter();
    let cells = cells.map(|panel| panel.map_or_else(Vec::new, Reading::end));
    cells.collect()
}

fn read_rows(
    context: &Context<'_>,
    rows: &mut Table<'_>,
    panels: &mut [Option<Reading<'_>>],
    faults: &mut Faults,
) {
    let mut villages = village::finder(context.villages);
    let codes: HashMap<&str, usize> = (context.plan.components.iter().enumerate())
        .filter(|(_, component)| panel_of(&component.source).is_some())
        .map(|(index, component)| (component.code.as_str(), index))
        .collect();
    let mut last = usize::MAX;
    // Village and judge of the last row, when both are known.
    let mut seen: Option<(usize, usize)> = None;
    while rows.next_row(faults) {
        if let (true, Some((village, judge))) = (rows.repeats, seen) {
            if let Some(panel) = &mut panels[last] {
                panel.read_row(context, rows, Some(village), Some(judge), faults);
            }
            continue;
        }
        seen = None;
        let code = rows.cell(0);
        let same = context.plan.components.get(last);
        if same.is_none_or(|component| component.code != code) {
            match codes.get(&*code) {
                Some(index) => last = *index,
                None => {
                    unknown_panel(rows, faults);
                    continue;
                }
            }
        }
        let village = village::find(rows, 2, &mut villages, faults);
        if let Some(panel) = &mut panels[last] {
            let judge = panel.find_judge(rows, faults);
            panel.read_row(context, rows, village, judge, faults);
            seen = village.zip(judge);
        }
    }
}

impl<'a> Reading<'a> {
    /// Nothing when the panel is too large, which is then told.
    fn new(
        context: &Context<'_>,
        code: &str,
        panel: &'a Panel,
        table: &'a PanelTable,
        faults: &mut Faults,
    ) -> Option<Self> {
        let judges = table.judges.iter().map(|judge| judge.code.as_str());
        let criteria = panel.criteria.iter();
        let grids = panel.criteria.iter().map(|criterion| {
            Grid::new(&criterion.least, &criterion.most, &criterion.step).scaled(table.scale)
        });
        let grids: Vec<_> = grids.collect();
        let sheets = context.villages.len().checked_mul(table.judges.len());
        let cells = sheets.and_then(|sheets| sheets.checked_mul(panel.criteria.len()));
        let cells = cells.filter(|cells| *cells <= MOST_CELLS);
        if cells.is_none() || !grids.iter().all(Grid::is_small) {
            let whole = Spot {
                file: TableName::Sheets,
                row: None,
                column: None,
            };
            faults.add(
                whole,
                Code::TooLarge,
                code,
                "“{}”的评委、村和指标过多，或指标的分值范围过大，请分开或改小",
                "`{}` has too many judges, villages and criteria, or too wide limits: split it or narrow them",
            );
        }
        let cells = cells.filter(|_| grids.iter().all(Grid::is_small))?;
        Some(Self {
            panel,
            judges: Finder::new(judges),
            criteria: Finder::new(criteria.map(|criterion| criterion.code.as_str())),
            grids,
            table,
            cells: vec![Cell::UNREAD; cells],
        })
    }

    /// The cells; those without a row are absent.
    fn end(mut self) -> Vec<Cell> {
        for cell in &mut self.cells {
            if *cell == Cell::UNREAD {
                *cell = Cell::ABSENT;
            }
        }
        self.cells
    }

    fn find_judge(&mut self, row: &Table<'_>, faults: &mut Faults) -> Option<usize> {
        let judge = self.judges.find(&row.cell(1));
        if judge.is_none() {
            row.fault(
                faults,
                1,
                Code::UnknownJudge,
                "评委“{}”不在这一项的评委名单中，请核对 judges.csv",
                "judge `{}` is not one of this panel: check judges.csv",
            );
        }
        judge
    }

    #[inline]
    fn read_row(
        &mut self,
        context: &Context<'_>,
        row: &Table<'_>,
        village: Option<usize>,
        judge: Option<usize>,
        faults: &mut Faults,
    ) {
        let criterion = self.criteria.guess(row.written(4));
        let criterion = criterion.or_else(|| self.criteria.find(&row.cell(4)));
        if criterion.is_none() {
            row.fault(
                faults,
                4,
                Code::UnknownCriterion,
                "规则卡的评分表中没有指标“{}”，请核对代码",
                "the sheet of the card has no criterion `{}`: check its code",
            );
        }
        let cell = self.read_cell(row, criterion, faults);
        let (Some(village), Some(judge), Some(criterion), Some(cell)) =
            (village, judge, criterion, cell)
        else {
            return;
        };
        if cell.score().is_some()
            && self.panel.recusal == JudgeRecusal::OwnTown
            && self.table.judges[judge].town == context.villages[village].town
        {
            row.fault(
                faults,
                1,
                Code::OwnTown,
                "评委“{}”与该村同属一镇，应当回避，请改为 recused 并写明原因",
                "judge `{}` is from the village's own town and may not score it: write `recused` and the reason",
            );
            return;
        }
        let at = (village * self.table.judges.len() + judge) * self.grids.len() + criterion;
        let place = &mut self.cells[at];
        if *place == Cell::UNREAD {
            *place = cell;
        } else {
            repeated(row, faults);
        }
    }

    /// The cell of a row by itself: its kind, and what must or must not stand beside it.
    #[inline]
    fn read_cell(
        &self,
        row: &Table<'_>,
        criterion: Option<usize>,
        faults: &mut Faults,
    ) -> Option<Cell> {
        let scored = row.written(5) == b"scored";
        if scored
            && row.is_empty(7)
            && row.is_empty(8)
            && let Some(criterion) = criterion
            && let Some(units) = self.grids[criterion].read_good(row.written(6))
        {
            return Some(Cell(units));
        }
        let (kind, score) = (row.cell(5), row.cell(6));
        if scored {
            if !row.is_empty(7) || !row.is_empty(8) {
                let column = if row.is_empty(7) { 8 } else { 7 };
                not_empty(row, column, faults);
            }
            if score.is_empty() {
                missing(row, 6, faults);
                return None;
            }
            let grid = &self.grids[criterion?];
            return match grid.read(&score) {
                Ok(units) => Some(Cell(units)),
                Err(bad) => {
                    bad_cell(row, 6, grid, bad, faults);
                    None
                }
            };
        }
        let cell = match &*kind {
            "recused" => Cell::RECUSED,
            "voided" => Cell::VOIDED,
            "absent" => Cell::ABSENT,
            "blank" => Cell::BLANK,
            _ => {
                row.fault(
                    faults,
                    5,
                    Code::UnknownCell,
                    "“{}”不是格子的状态，请填 scored、recused、absent、blank 或 voided",
                    "`{}` is no state of a cell: write scored, recused, absent, blank or voided",
                );
                return None;
            }
        };
        if !score.is_empty() {
            not_empty(row, 6, faults);
        }
        let filled = |column: usize| !row.cell(column).trim().is_empty();
        if matches!(cell, Cell::RECUSED | Cell::VOIDED) && !filled(7) {
            missing(row, 7, faults);
        }
        if cell == Cell::VOIDED && !filled(8) {
            missing(row, 8, faults);
        }
        Some(cell)
    }
}

fn not_empty(row: &Table<'_>, column: usize, faults: &mut Faults) {
    row.fault(
        faults,
        column,
        Code::NotEmpty,
        "“{}”不应填在这里，请清空这一格或改正状态",
        "`{}` may not stand here: empty the cell or correct the state",
    );
}
