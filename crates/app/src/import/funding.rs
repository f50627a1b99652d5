//! Money of projects by source, as rows.

use super::{
    column::Column,
    desk::Desk,
    draft::{DraftRow, RowKind},
    line::Line,
    project,
    value::{text_cell, wan_cell},
};
use crate::{
    county::{County, Scope},
    entry::Body,
};
use pingyi_core::{ledger::Funding, money::Fen};
use pingyi_table::Cell;

pub(crate) const COLUMNS: &[Column] = &[
    project::NUMBER,
    project::REMINDER,
    Column::new(
        "source",
        ("资金来源", "Source"),
        (
            "如 衔接资金、村集体，最多 20 个字",
            "E.g. 衔接资金, at most 20 characters",
        ),
        "衔接资金",
    )
    .also(&["来源"])
    .required(),
    Column::new(
        "planned",
        ("计划（万元）", "Planned (10,000 yuan)"),
        (
            "以万元为单位，最多 6 位小数",
            "In units of 10,000 yuan, at most 6 decimals",
        ),
        "58.49",
    )
    .also(&["计划资金", "计划投资"]),
    Column::new(
        "arrived",
        ("到位（万元）", "Arrived (10,000 yuan)"),
        ("以万元为单位", "In units of 10,000 yuan"),
        "40",
    )
    .also(&["到位资金"]),
    Column::new(
        "spent",
        ("支出（万元）", "Spent (10,000 yuan)"),
        (
            "以万元为单位，不超过到位",
            "In units of 10,000 yuan, no more than arrived",
        ),
        "35.2",
    )
    .also(&["支出资金", "已支出"]),
];

/// The column of a member.
pub(crate) fn column_of(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("planned") => "planned",
        Some("arrived") => "arrived",
        Some("spent") => "spent",
        _ => "source",
    }
}

/// What a row makes of its project.
pub(crate) fn draw(desk: &mut Desk<'_>, line: &mut Line<'_>) -> Option<RowKind> {
    let id = project::of_row(desk, line);
    let source = line.word("source");
    if source.is_empty() && line.is_good() {
        line.fault(
            "source",
            "empty",
            ("请填写资金来源", "the source is needed"),
        );
    }
    let (planned, arrived, spent) = (line.wan("planned"), line.wan("arrived"), line.wan("spent"));
    let (Some(id), true) = (id, line.is_good()) else {
        return None;
    };
    let mut project = desk.project(id)?.clone();
    let at = project.funding.iter().position(|one| one.source == source);
    desk.once(
        line,
        "source",
        format!("funding {id} {source}"),
        at.is_some(),
    );
    if !line.is_good() {
        return None;
    }
    let new = at.is_none();
    let at = at.unwrap_or_else(|| {
        project.funding.push(Funding {
            source,
            planned: Fen(0),
            arrived: Fen(0),
            spent: Fen(0),
        });
        project.funding.len() - 1
    });
    let funding = &mut project.funding[at];
    let before = funding.clone();
    planned.put(&mut funding.planned);
    arrived.put(&mut funding.arrived);
    spent.put(&mut funding.spent);
    let kind = match (new, *funding == before) {
        (true, _) => RowKind::New,
        (false, true) => return Some(RowKind::Same),
        (false, false) => RowKind::Changed,
    };
    let key = project.number.clone();
    let row = DraftRow {
        number: line.number,
        kind,
        part: Some(at),
    };
    let body = Body::Project(Box::new(project));
    desk.drafts.put(desk.county, id, &key, body, row);
    Some(kind)
}

/// Money as rows, in the order of projects.
pub(crate) fn rows(county: &County, scope: Scope) -> Vec<Vec<Cell>> {
    let projects = project::seen(county, scope).into_iter();
    projects
        .flat_map(|project| {
            project.funding.iter().map(move |one| {
                vec![
                    text_cell(&project.number),
                    text_cell(&project.name),
                    text_cell(&one.source),
                    wan_cell(one.planned),
                    wan_cell(one.arrived),
                    wan_cell(one.spent),
                ]
            })
        })
        .collect()
}
