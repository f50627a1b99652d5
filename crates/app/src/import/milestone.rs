//! Milestones of projects, as rows.

use super::{
    column::Column,
    desk::Desk,
    draft::{DraftRow, RowKind},
    line::Line,
    project,
    value::{date_cell, percent_cell, text_cell},
};
use crate::{
    county::{County, Scope},
    entry::Body,
};
use pingyi_core::ledger::Milestone;
use pingyi_table::Cell;

pub(crate) const COLUMNS: &[Column] = &[
    project::NUMBER,
    project::REMINDER,
    Column::new(
        "name",
        ("节点", "Milestone"),
        ("节点名称，最多 30 个字", "Its name, at most 30 characters"),
        "主体完工",
    )
    .also(&["节点名称"])
    .required(),
    Column::new(
        "weight",
        ("权重（%）", "Weight (%)"),
        (
            "占整个项目的百分之几；一个项目的各节点合计 100",
            "Its part of the whole; all milestones of a project sum to 100",
        ),
        "40",
    ),
    Column::new(
        "planned",
        ("计划日期", "Planned"),
        ("如 2022-11-24", "E.g. 2022-11-24"),
        "2022-09-30",
    )
    .also(&["计划完成日期"]),
    Column::new(
        "actual",
        ("实际日期", "Actual"),
        ("完成的日期", "The day it was done"),
        "",
    )
    .also(&["实际完成日期"]),
];

/// The column of a member.
pub(crate) fn column_of(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("name") => "name",
        Some("planned") => "planned",
        Some("actual") => "actual",
        _ => "weight",
    }
}

/// What a row makes of its project.
pub(crate) fn draw(desk: &mut Desk<'_>, line: &mut Line<'_>) -> Option<RowKind> {
    let id = project::of_row(desk, line);
    let name = line.word("name");
    if name.is_empty() && line.is_good() {
        line.fault(
            "name",
            "empty",
            ("请填写节点名称", "the name of the milestone is needed"),
        );
    }
    let weight = line.percent("weight");
    let (planned, actual) = (line.date("planned"), line.date("actual"));
    let (Some(id), true) = (id, line.is_good()) else {
        return None;
    };
    let mut project = desk.project(id)?.clone();
    let at = project.milestones.iter().position(|one| one.name == name);
    let new = at.is_none();
    desk.once(line, "name", format!("milestone {id} {name}"), !new);
    if new && weight.is_keep() {
        line.fault(
            "weight",
            "empty",
            ("新节点请填写权重", "a new milestone needs its weight"),
        );
    }
    if !line.is_good() {
        return None;
    }
    let at = at.unwrap_or_else(|| {
        project.milestones.push(Milestone {
            name,
            weight: 0,
            planned: None,
            actual: None,
        });
        project.milestones.len() - 1
    });
    let milestone = &mut project.milestones[at];
    let before = milestone.clone();
    weight.put(&mut milestone.weight);
    planned.put_option(&mut milestone.planned);
    actual.put_option(&mut milestone.actual);
    let kind = match (new, *milestone == before) {
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

/// Milestones as rows, in the order of projects.
pub(crate) fn rows(county: &County, scope: Scope) -> Vec<Vec<Cell>> {
    let projects = project::seen(county, scope).into_iter();
    projects
        .flat_map(|project| {
            project.milestones.iter().map(move |one| {
                vec![
                    text_cell(&project.number),
                    text_cell(&project.name),
                    text_cell(&one.name),
                    percent_cell(one.weight),
                    date_cell(one.planned),
                    date_cell(one.actual),
                ]
            })
        })
        .collect()
}
