//! The ledger as a cycle froze it: kept whole with its hash, and never written again.

use super::{Areas, seen};
use crate::{
    Actor, App, Fault, Result,
    county::{County, DECIDE, Scope},
    entry::login,
    session::hex,
};
use pingyi_core::{
    cycle::Cycle,
    id::EntryId,
    ledger::{Axis, Named, Project, Total, totals},
    money::Fen,
    project::Project as CycleProject,
    role::{Access, Role},
};
use pingyi_ranking::canonical_text;
use pingyi_store::{
    Connection,
    ledger::{self as store, SnapshotRow},
    project,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// Who may see what a cycle froze: it is the whole county's, so no account bound to one town.
pub const READ: Access = Access::Roles(&Role::STAFF);

/// The ledger of a cycle; before it is frozen, what would be frozen now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerSnapshot {
    /// When it was frozen.
    pub at: Option<String>,
    /// Login of who froze it.
    pub by: Option<String>,
    /// SHA-256 of the frozen ledger in canonical JSON, in hex.
    pub sha256: Option<String>,
    /// Number of projects.
    pub count: usize,
    /// Planned, in fen.
    pub planned: i64,
    /// Sums by category.
    pub parts: Vec<Total>,
}

/// A frozen project with the names of what it refers to, so that it reads right whatever becomes of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Picture {
    id: EntryId,
    version: u32,
    town: String,
    villages: Vec<String>,
    area: String,
    project: Project,
}

/// The frozen ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Content {
    format: String,
    cycle: String,
    projects: Vec<Picture>,
}

const FORMAT: &str = "pingyi-ledger-1";

impl Content {
    /// As the ledger stands.
    async fn load(app: &App, c: &impl Connection, cycle: &Cycle) -> Result<Self> {
        let county = County::load(app, c).await?;
        let areas = Areas::of_cycle(c, cycle).await?;
        let projects = seen(&county, Scope::All).into_iter().map(|kept| Picture {
            id: kept.id,
            version: kept.version,
            town: county.name(kept.body.town),
            villages: kept
                .body
                .villages
                .iter()
                .map(|id| county.name(*id))
                .collect(),
            area: areas.of(&county, &kept.body),
            project: kept.body.clone(),
        });
        Ok(Self {
            format: FORMAT.into(),
            cycle: cycle.code.clone(),
            projects: projects.collect(),
        })
    }

    fn view(&self, row: Option<&SnapshotRow>) -> LedgerSnapshot {
        let named: Vec<Named<'_>> = self
            .projects
            .iter()
            .map(|one| Named {
                project: &one.project,
                town: &one.town,
                area: &one.area,
            })
            .collect();
        let sums = totals(&named, Axis::Category);
        LedgerSnapshot {
            at: row.map(|row| row.at.to_string()),
            by: row.map(|row| row.login.clone()),
            sha256: row.map(|row| row.sha256.clone()),
            count: sums.whole.count,
            planned: sums.whole.planned.0,
            parts: sums.parts,
        }
    }
}

impl From<&Picture> for CycleProject {
    /// As the pages and documents of a cycle show it: one village, whole per cent.
    fn from(one: &Picture) -> Self {
        let project = &one.project;
        Self {
            number: project.number.clone(),
            name: project.name.clone(),
            category: project.category.clone(),
            town: one.town.clone(),
            village: one.villages.first().cloned().unwrap_or_default(),
            investment: project.planned(),
            content: project.content.clone(),
            state: project.state.code().into(),
            progress_percent: project.progress / 100,
            synthetic: project.synthetic,
        }
    }
}

/// The ledger of a cycle.
///
/// # Errors
/// `not_found`.
pub async fn snapshot(app: &App, actor: &Actor, cycle: &str) -> Result<LedgerSnapshot> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let Some(row) = store::snapshot(reader, cycle.id).await? else {
        return Ok(Content::load(app, reader, &cycle).await?.view(None));
    };
    let content: Content =
        serde_json::from_str(&row.content).map_err(|error| Fault::internal(&error))?;
    Ok(content.view(Some(&row)))
}

/// Freezes the ledger for a cycle, once. Its pages and its bulletin show these projects from then on.
///
/// # Errors
/// `not_found`, `ledger_frozen`, `ledger_empty`.
pub async fn freeze(app: &App, actor: &Actor, cycle: &str) -> Result<LedgerSnapshot> {
    actor.require(DECIDE)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    if store::snapshot(&tx, cycle.id).await?.is_some() {
        let detail = "这个年度周期的项目库已经冻结，不能再改";
        return Err(Fault::conflict("ledger_frozen", detail));
    }
    let content = Content::load(app, &tx, &cycle).await?;
    if content.projects.is_empty() {
        let detail = "项目库里还没有项目；请先录入或导入";
        return Err(Fault::conflict("ledger_empty", detail));
    }
    let value = serde_json::to_value(&content).map_err(|error| Fault::internal(&error))?;
    let text = canonical_text(value);
    let row = SnapshotRow {
        at: app.now(),
        login: login(actor),
        sha256: hex(&Sha256::digest(&text)),
        content: text,
    };
    store::freeze(&tx, cycle.id, &row).await?;
    let projects: Vec<CycleProject> = content.projects.iter().map(CycleProject::from).collect();
    project::replace(&tx, cycle.id, &projects).await?;
    let view = content.view(Some(&row));
    let sentence = format!(
        "冻结项目库 {} 个，合计 {}；sha256 {}",
        view.count,
        Fen(view.planned),
        row.sha256
    );
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "ledger.freeze",
        &cycle.code,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pingyi_core::ledger::{Funding, State};

    #[test]
    fn a_cycle_shows_the_first_village_the_planned_sum_and_whole_per_cents() {
        let mut project = Project::new("HY-1", "道路", "基础设施", EntryId(uuid::Uuid::nil()));
        let line = |source: &str, planned| Funding {
            source: source.into(),
            planned: Fen(planned),
            arrived: Fen(0),
            spent: Fen(0),
        };
        project.funding = vec![line("衔接资金", 100), line("村集体", 23)];
        project.progress = 4_599;
        project.state = State::Building;
        let mut one = Picture {
            id: EntryId(uuid::Uuid::nil()),
            version: 3,
            town: "甲镇".into(),
            villages: vec!["甲一村".into(), "甲二村".into()],
            area: "第一片区".into(),
            project,
        };
        let shown = CycleProject::from(&one);
        assert_eq!(
            (shown.town.as_str(), shown.village.as_str()),
            ("甲镇", "甲一村")
        );
        assert_eq!((shown.investment, shown.progress_percent), (Fen(123), 45));
        assert_eq!(shown.state, "building");
        one.villages.clear();
        assert_eq!(CycleProject::from(&one).village, "");
    }
}
