//! The ledger: importing it, and its totals.

use crate::{Actor, App, Fault, Result, register::ImportReport};
use pingyi_core::{
    project::{Project, parse, totals},
    role::{Access, Role},
};
use pingyi_store::{ledger, project, village};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;

/// Who may import.
pub const IMPORT: Access = Access::Roles(&[Role::Organiser]);

/// A project as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProjectView {
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Category.
    pub category: String,
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
    /// Planned investment in fen.
    pub investment_fen: i64,
    /// One line on what is built.
    pub content: String,
    /// State by its name in data.
    pub state: String,
    /// 0–100.
    pub progress_percent: u32,
    /// Made up for demonstration.
    pub synthetic: bool,
}

/// A sum over a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CategoryTotal {
    /// Category.
    pub category: String,
    /// Number of projects.
    pub count: usize,
    /// Sum in fen.
    pub investment_fen: i64,
}

/// Sums that add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProjectTotals {
    /// Number of projects.
    pub count: usize,
    /// Sum in fen.
    pub investment_fen: i64,
    /// By category, the largest first.
    pub by_category: Vec<CategoryTotal>,
}

/// The ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ledger {
    /// Projects in the ledger's order.
    pub projects: Vec<ProjectView>,
    /// Totals.
    pub totals: ProjectTotals,
}

/// Totals of projects.
pub(crate) fn summed(projects: &[Project]) -> ProjectTotals {
    let (whole, rows) = totals(projects);
    ProjectTotals {
        count: whole.count,
        investment_fen: whole.investment.0,
        by_category: rows
            .into_iter()
            .map(|row| CategoryTotal {
                category: row.category,
                count: row.count,
                investment_fen: row.investment.0,
            })
            .collect(),
    }
}

/// The ledger with its totals.
///
/// # Errors
/// Only of access and database.
pub async fn ledger(app: &App, actor: &Actor, cycle: &str) -> Result<Ledger> {
    actor.require(Access::Roles(&Role::STAFF))?;
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    let projects = project::list(app.store().reader(), cycle.id).await?;
    let totals = summed(&projects);
    let projects = projects
        .into_iter()
        .map(|one| ProjectView {
            number: one.number,
            name: one.name,
            category: one.category,
            town: one.town,
            village: one.village,
            investment_fen: one.investment.0,
            content: one.content,
            state: one.state,
            progress_percent: one.progress_percent,
            synthetic: one.synthetic,
        })
        .collect();
    Ok(Ledger { projects, totals })
}

/// Imports the ledger whole, or tries it.
///
/// # Errors
/// `rows_invalid` with every fault by cell; `ledger_frozen` once the cycle has frozen the county's ledger.
pub async fn import(
    app: &App,
    actor: &Actor,
    cycle: &str,
    table: &[u8],
    dry_run: bool,
) -> Result<ImportReport> {
    actor.require(IMPORT)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    if ledger::snapshot(&tx, cycle.id).await?.is_some() {
        return Err(Fault::conflict(
            "ledger_frozen",
            "这个年度周期的项目取自已冻结的项目库，不能再导入",
        ));
    }
    let known: HashSet<(String, String)> = village::list(&tx, cycle.id)
        .await?
        .into_iter()
        .map(|(_, one)| (one.town, one.name))
        .collect();
    let projects = parse(table, |town, village| {
        known.contains(&(town.to_owned(), village.to_owned()))
    })
    .map_err(Fault::rows)?;
    let before: HashMap<String, Project> = project::list(&tx, cycle.id)
        .await?
        .into_iter()
        .map(|one| (one.number.clone(), one))
        .collect();
    let unchanged = projects
        .iter()
        .filter(|one| before.get(&one.number) == Some(one))
        .count();
    let kept = projects
        .iter()
        .filter(|one| before.contains_key(&one.number))
        .count();
    let report = ImportReport {
        rows: projects.len(),
        new: projects.len() - kept,
        changed: kept - unchanged,
        unchanged,
        missing: before.len() - kept,
        applied: !dry_run,
    };
    if dry_run {
        return Ok(report);
    }
    project::replace(&tx, cycle.id, &projects).await?;
    let (whole, _) = totals(&projects);
    let sentence = format!("导入项目库 {} 个，合计 {}", whole.count, whole.investment);
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "project.import",
        &cycle.code,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(report)
}
