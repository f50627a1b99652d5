//! The ledger of the county: its projects as a table with lights, one project, and what changes them.
//!
//! A document is edited as every entry is ([`crate::entry`]). What happens to a project (a move between states, the
//! report of a month, an exemption) has an act of its own, which says who, when and why.

mod approve;
mod area;
mod edit;
mod exemption;
mod file;
mod filter;
mod photo;
mod report;
mod snapshot;
mod state;
mod total;

pub(crate) use approve::accepted;
pub(crate) use area::Areas;
pub use edit::{create, put};
pub use exemption::exempt;
pub use file::{ProjectFile, get};
pub use filter::{SavedFilter, filters, put_filters};
pub use photo::{PhotoView, add_photo, photo, photos, remove_photo};
pub use report::{MonthReports, ReportRow, report, reports};
pub use snapshot::{LedgerSnapshot, READ as READ_SNAPSHOT, freeze, snapshot};
pub use state::move_to;
pub use total::totals;

use crate::{
    Actor, App, Fault, Result,
    county::{County, Kept, Named, READ, Scope},
    entry::{Judged, Saved, put as write},
    setting::lights,
};
use pingyi_core::{
    entry::{Noun, changes},
    id::EntryId,
    ledger::{Lit, Project, State, light},
    order::by_number,
};
use pingyi_store::{Transaction, entry};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerRow {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: u32,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Category.
    pub category: String,
    /// Town.
    pub town: Named,
    /// Villages it is in.
    pub villages: Vec<Named>,
    /// Label of its area in the newest cycle; empty where it has none.
    pub area: String,
    /// Who builds.
    pub owner: String,
    /// The leader in charge.
    pub leader: String,
    /// Planned, in fen.
    pub planned: i64,
    /// Arrived, in fen.
    pub arrived: i64,
    /// Spent, in fen.
    pub spent: i64,
    /// Where it stands.
    pub state: State,
    /// In basis points.
    pub progress: u32,
    /// Its light today.
    pub light: Lit,
    /// Month of the newest report.
    pub reported: Option<String>,
    /// The problem in the way.
    pub problem: String,
    /// Who must solve it.
    pub solver: String,
    /// Households served.
    pub households: Option<u32>,
    /// Planned completion.
    pub planned_finish: Option<String>,
    /// Proposals that wait.
    pub pending: usize,
    /// Made up for demonstration.
    pub synthetic: bool,
}

/// The ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountyLedger {
    /// The day of its lights.
    pub today: String,
    /// Projects in the order of numbers.
    pub projects: Vec<LedgerRow>,
    /// Categories in use anywhere in the county, so that all towns use the same words.
    pub categories: Vec<String>,
    /// Sources of money in use anywhere in the county.
    pub sources: Vec<String>,
}

/// The projects somebody sees, in the order of numbers.
pub(crate) fn seen(county: &County, scope: Scope) -> Vec<&Kept<Project>> {
    let mut projects: Vec<_> = county
        .projects
        .values()
        .filter(|kept| scope.sees(Some(kept.body.town)))
        .collect();
    projects.sort_by(|a, b| by_number(&a.body.number, &b.body.number));
    projects
}

/// Projects as rows of the ledger, in the order given.
pub(crate) fn rows<'a>(
    county: &County,
    areas: &Areas,
    projects: impl IntoIterator<Item = &'a Kept<Project>>,
) -> Vec<LedgerRow> {
    let rules = lights(county);
    let row = |kept: &Kept<Project>| {
        let one = &kept.body;
        LedgerRow {
            id: kept.id.to_string(),
            version: kept.version,
            number: one.number.clone(),
            name: one.name.clone(),
            category: one.category.clone(),
            town: county.named(one.town),
            villages: one.villages.iter().map(|id| county.named(*id)).collect(),
            area: areas.of(county, one),
            owner: one.owner.clone(),
            leader: one.leader.clone(),
            planned: one.planned().0,
            arrived: one.arrived().0,
            spent: one.spent().0,
            state: one.state,
            progress: one.progress,
            light: light(one, &rules, county.today),
            reported: one.reports.last().map(|report| report.month.clone()),
            problem: one.problem.clone(),
            solver: one.solver.clone(),
            households: one.households,
            planned_finish: one.finish.planned.map(|day| day.to_string()),
            pending: county.pending.get(&kept.id).copied().unwrap_or(0),
            synthetic: one.synthetic,
        }
    };
    projects.into_iter().map(row).collect()
}

/// The ledger as somebody sees it.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor) -> Result<CountyLedger> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let county = County::load(app, reader).await?;
    let areas = Areas::newest(reader).await?;
    let bodies = || county.projects.values().map(|kept| &kept.body);
    let categories: BTreeSet<_> = bodies().map(|one| one.category.clone()).collect();
    let sources: BTreeSet<_> = bodies()
        .flat_map(|one| one.funding.iter().map(|line| line.source.clone()))
        .collect();
    Ok(CountyLedger {
        today: county.today.to_string(),
        projects: rows(&county, &areas, seen(&county, Scope::of(actor))),
        categories: categories.into_iter().collect(),
        sources: sources.into_iter().collect(),
    })
}

/// The project of an address, for somebody who sees it.
fn found(county: &County, scope: Scope, id: &str) -> Result<Kept<Project>> {
    let id: EntryId = crate::entry::entry_id(id, Noun::Project)?;
    let kept = county.projects.get(&id);
    kept.filter(|kept| scope.sees(Some(kept.body.town)))
        .cloned()
        .ok_or_else(|| Fault::not_found(Noun::Project.zh()))
}

/// Refuses an act on a version of which a member it builds on has changed since. Other members may have.
async fn unchanged_since(
    tx: &Transaction,
    standing: &Kept<Project>,
    version: u32,
    members: &[&str],
) -> Result<()> {
    if version == standing.version {
        return Ok(());
    }
    let detail = format!("{} 在此期间改了这个项目；请重新载入", standing.changed_by);
    let fault = || Fault::conflict("entry_changed", detail.clone());
    let base = entry::version(tx, standing.id, version)
        .await?
        .ok_or_else(fault)?;
    let now = serde_json::to_value(&standing.body).map_err(|error| Fault::internal(&error))?;
    let touched = changes(&base.body, &now);
    if touched.iter().any(|one| members.contains(&&one.path[1..])) {
        return Err(fault());
    }
    Ok(())
}

/// What an act did, for the version and for the audit log.
struct Act {
    action: &'static str,
    why: String,
    sentence: String,
}

/// Keeps what an act made of a project, with its audit row.
async fn keep(
    app: &App,
    actor: &Actor,
    tx: Transaction,
    mut county: County,
    (standing, body): (Kept<Project>, Project),
    act: Act,
) -> Result<Saved> {
    let title = body.name.clone();
    let judged = Judged {
        id: Some(standing.id),
        standing: Some(standing),
        body,
    };
    let written = write(app, &tx, actor, &mut county, vec![judged], &act.why, None).await?;
    app.audit(&tx, actor, None, act.action, &title, act.sentence)
        .await?;
    app.commit(tx).await?;
    let (id, version) = written[0];
    Ok(Saved {
        id: id.to_string(),
        version,
        proposal: None,
    })
}
