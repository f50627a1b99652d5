//! `adjustments.csv` and `vetoes.csv`: plus and minus items, and vetoes.

use std::collections::HashSet;

use super::fault::Faults;
use super::number::{Grid, bad_cell};
use super::table::Table;
use super::village::{self, missing, repeated};
use super::{Context, DataFaultCode as Code, TableName};
use crate::Ratio;

/// A plus or minus item of a village.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AdjustmentRow {
    /// Index of its kind in the card.
    pub(crate) item: usize,
    /// Points, positive for plus and minus alike.
    pub(crate) points: Ratio,
}

/// A veto of a village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct VetoRow {
    /// Index of its kind in the card.
    pub(crate) veto: usize,
}

/// The items of each village, in the order of the card, then by ascending points.
pub(super) fn read_adjustments(
    context: &Context<'_>,
    faults: &mut Faults,
) -> Vec<Vec<AdjustmentRow>> {
    let mut rows = vec![Vec::new(); context.villages.len()];
    let Some(mut table) = Table::open(context.tables, TableName::Adjustments, faults) else {
        return rows;
    };
    let kinds = &context.plan.adjustments;
    let grids: Vec<_> = kinds
        .iter()
        .map(|kind| Grid::new(&kind.least, &kind.most, &kind.step))
        .collect();
    let mut villages = village::finder(context.villages);
    let mut seen = HashSet::new();
    while table.next_row(faults) {
        let village = village::find(&table, 0, &mut villages, faults);
        let code = table.cell(2);
        let item = kinds.iter().position(|kind| kind.code == code);
        if item.is_none() {
            table.fault(
                faults,
                2,
                Code::UnknownItem,
                "规则卡中没有加减分项“{}”，请核对代码",
                "the card has no plus or minus item `{}`: check its code",
            );
        }
        let points = item.and_then(|item| {
            let read = grids[item].read_ratio(&table.cell(3));
            read.map_err(|bad| bad_cell(&table, 3, &grids[item], bad, faults))
                .ok()
        });
        reasons(&table, 4, faults);
        let row: Vec<_> = (0..6)
            .map(|column| table.cell(column).into_owned())
            .collect();
        if !seen.insert(row) {
            repeated(&table, faults);
        } else if let (Some(village), Some(item), Some(points)) = (village, item, points) {
            rows[village].push(AdjustmentRow { item, points });
        }
    }
    for items in &mut rows {
        items.sort();
    }
    rows
}

/// The vetoes of each village, in the order of the card.
pub(super) fn read_vetoes(context: &Context<'_>, faults: &mut Faults) -> Vec<Vec<VetoRow>> {
    let mut rows = vec![Vec::new(); context.villages.len()];
    let Some(mut table) = Table::open(context.tables, TableName::Vetoes, faults) else {
        return rows;
    };
    let mut villages = village::finder(context.villages);
    while table.next_row(faults) {
        let village = village::find(&table, 0, &mut villages, faults);
        let code = table.cell(2);
        let veto = context
            .plan
            .vetoes
            .iter()
            .position(|veto| veto.code == code);
        if veto.is_none() {
            table.fault(
                faults,
                2,
                Code::UnknownVeto,
                "规则卡中没有否决项“{}”，请核对代码",
                "the card has no veto `{}`: check its code",
            );
        }
        reasons(&table, 3, faults);
        if let (Some(village), Some(veto)) = (village, veto) {
            let row = VetoRow { veto };
            if rows[village].contains(&row) {
                repeated(&table, faults);
            } else {
                rows[village].push(row);
            }
        }
    }
    for vetoes in &mut rows {
        vetoes.sort();
    }
    rows
}

/// The reason in `column` and the document after it.
fn reasons(table: &Table<'_>, column: usize, faults: &mut Faults) {
    for column in [column, column + 1] {
        if table.cell(column).trim().is_empty() {
            missing(table, column, faults);
        }
    }
}
