//! The project ledger.

use crate::{
    Connection, Result,
    row::{all, count, execute, get, insert_all},
};
use pingyi_core::{id::CycleId, money::Fen, project::Project};
use sea_orm::Value;

const COLUMNS: [&str; 12] = [
    "cycle_id",
    "number",
    "position",
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

/// The projects of a cycle in the ledger's order.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, cycle: CycleId) -> Result<Vec<Project>> {
    let sql = format!(
        "SELECT {} FROM project WHERE cycle_id = $1 ORDER BY position",
        COLUMNS.join(",")
    );
    all(c, &sql, vec![cycle.to_string().into()], |row| {
        Ok(Project {
            number: get(row, "number")?,
            name: get(row, "name")?,
            category: get(row, "category")?,
            town: get(row, "town")?,
            village: get(row, "village")?,
            investment: Fen(get(row, "investment_fen")?),
            content: get(row, "content")?,
            state: get(row, "state")?,
            progress_percent: count(row, "progress_percent")?,
            synthetic: get(row, "synthetic")?,
        })
    })
    .await
}

/// Replaces the whole ledger of a cycle.
///
/// # Errors
/// Database faults.
pub async fn replace(c: &impl Connection, cycle: CycleId, projects: &[Project]) -> Result<()> {
    execute(
        c,
        "DELETE FROM project WHERE cycle_id = $1",
        vec![cycle.to_string().into()],
    )
    .await?;
    let rows = projects.iter().zip(0_i64..).map(|(project, position)| {
        vec![
            cycle.to_string().into(),
            project.number.as_str().into(),
            position.into(),
            project.name.as_str().into(),
            project.category.as_str().into(),
            project.town.as_str().into(),
            project.village.as_str().into(),
            project.investment.0.into(),
            project.content.as_str().into(),
            project.state.as_str().into(),
            i64::from(project.progress_percent).into(),
            Value::from(project.synthetic),
        ]
    });
    insert_all(c, "project", &COLUMNS, rows.collect()).await
}
