//! The rows a table is to be filled in with.

use crate::{composite, standing::Standing};
use pingyi_core::{
    register::Village,
    score_table::{ScoreRow, ScoreTable, parse, write},
};
use pingyi_ranking::{Audience, Component, JudgeRecusal, Panel, Record, Source};
use std::collections::HashMap;

/// The rows of a table that is there.
pub(super) fn present(standing: &Standing, table: ScoreTable) -> Vec<ScoreRow> {
    // What is stored was read and written by this program; a table that is not there has no rows.
    let content = standing.table(table).unwrap_or_default();
    parse(table, content).unwrap_or_default()
}

/// Components of one kind, with their source.
pub(super) fn panels(components: &[Component]) -> impl Iterator<Item = (&Component, &Panel)> {
    components.iter().filter_map(|one| match &one.source {
        Source::Panel(panel) => Some((one, panel)),
        _ => None,
    })
}

/// Components with a record.
pub(super) fn records(components: &[Component]) -> impl Iterator<Item = (&Component, &Record)> {
    components.iter().filter_map(|one| match &one.source {
        Source::Record(record) => Some((one, record)),
        _ => None,
    })
}

/// Whether a judge of this town may score this village.
pub(super) fn may_score(panel: &Panel, judge_town: &str, village: &Village) -> bool {
    panel.recusal == JudgeRecusal::None || judge_town != village.town
}

/// The table: every row to be filled in, with what stands there already.
pub(super) fn of(standing: &Standing, table: ScoreTable) -> Vec<u8> {
    let present = present(standing, table);
    let asked = match table {
        ScoreTable::Sheets => sheets(standing),
        ScoreTable::Records => record_rows(standing),
        ScoreTable::Lots => tied(standing),
        _ => Vec::new(),
    };
    if asked.is_empty() {
        return write(table, &present);
    }
    let width = asked[0].len();
    let mut filled: HashMap<Vec<String>, ScoreRow> = present
        .into_iter()
        .map(|row| (row.cells[..width].to_vec(), row))
        .collect();
    let mut rows: Vec<ScoreRow> = asked
        .into_iter()
        .map(|key| {
            filled.remove(&key).unwrap_or_else(|| {
                let mut cells = key;
                cells.resize(table.columns().len(), String::new());
                ScoreRow { row: 0, cells }
            })
        })
        .collect();
    // Rows nobody asks for, such as a recusal by rule that was written down, are not lost.
    let mut others: Vec<ScoreRow> = filled.into_values().collect();
    others.sort_by_key(|row| row.row);
    rows.extend(others);
    write(table, &rows)
}

/// Every judge, village and criterion.
fn sheets(standing: &Standing) -> Vec<Vec<String>> {
    let plan = standing.card.ranking_plan();
    let judges = present(standing, ScoreTable::Judges);
    let mut rows = Vec::new();
    for (component, panel) in panels(&plan.components) {
        for judge in judges.iter().filter(|row| row.cells[0] == component.code) {
            for village in &standing.villages {
                if !may_score(panel, &judge.cells[2], village) {
                    continue;
                }
                rows.extend(panel.criteria.iter().map(|criterion| {
                    vec![
                        component.code.clone(),
                        judge.cells[1].clone(),
                        village.town.clone(),
                        village.name.clone(),
                        criterion.code.clone(),
                    ]
                }));
            }
        }
    }
    rows
}

/// Every indicator and village.
fn record_rows(standing: &Standing) -> Vec<Vec<String>> {
    let plan = standing.card.ranking_plan();
    let mut rows = Vec::new();
    for (component, record) in records(&plan.components) {
        for indicator in &record.indicators {
            rows.extend(standing.villages.iter().map(|village| {
                vec![
                    component.code.clone(),
                    indicator.code.clone(),
                    village.town.clone(),
                    village.name.clone(),
                ]
            }));
        }
    }
    rows
}

/// The villages that need a lot, in the order of places; none while the data have faults.
fn tied(standing: &Standing) -> Vec<Vec<String>> {
    let result = composite::result(standing, Audience::Sealed);
    let groups = result
        .into_iter()
        .flatten()
        .flat_map(|result| result.groups);
    let rows = groups.flat_map(|group| group.ranked);
    let tied = rows.filter(|row| row.lot_needed);
    tied.map(|row| vec![row.town, row.village]).collect()
}
