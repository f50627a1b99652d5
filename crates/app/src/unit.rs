//! Units: the tree, the file of each, and their acts: founding, renaming, moving, merging, ending.

mod act;

use crate::{
    Actor, App, Fault, Result,
    county::{County, Kept, Named, READ, Scope, WRITE},
    entry::{Saved, Write, entry_id, save, sees_discipline},
    ledger::{self, Areas, LedgerRow},
    proposal::{ProposalView, of_entry},
    timeline::{self, TimelineLine},
    year_result::{self, YearResult},
};
use jiff::civil::Date;
use pingyi_core::{
    entry::Noun,
    id::EntryId,
    ledger::Project,
    order::by_strokes,
    person::{AdmissionStatus, Post},
    unit::{Place, Unit, UnitKind},
};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

pub use act::{UnitEnd, UnitRename, create, end, rename};

/// A row of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRow {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: u32,
    /// What it is.
    pub kind: UnitKind,
    /// Its name on the day asked for.
    pub name: String,
    /// Its parent on that day.
    pub parent: Option<String>,
    /// Code.
    pub code: String,
    /// Names it had before.
    pub former_names: Vec<String>,
    /// Whether it had ended by that day.
    pub ended: bool,
    /// Households.
    pub households: Option<u32>,
    /// Where it is.
    pub place: Option<Place>,
    /// A village's secretary today.
    pub secretary: Option<Named>,
    /// Whether the secretary is under professional management.
    pub managed: bool,
    /// Projects of a village, of a town with its villages, or of the whole county.
    pub projects: usize,
    /// Proposals that wait.
    pub pending: usize,
    /// Made up for demonstration.
    pub synthetic: bool,
}

/// The tree, each unit before those that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitTree {
    /// The day in China.
    pub today: String,
    /// Units.
    pub units: Vec<UnitRow>,
}

/// Somebody's time in a village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitPerson {
    /// Who.
    pub person: Named,
    /// As what.
    pub post: Post,
    /// First day.
    pub from: String,
    /// First day on which it was over.
    pub to: Option<String>,
    /// Why it ended.
    pub exit_reason: String,
}

/// Everything about a unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnitFile {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: u32,
    /// When it was last changed.
    pub changed_at: String,
    /// By whom.
    pub changed_by: String,
    /// The document.
    pub body: Unit,
    /// Its parent.
    pub parent: Option<Named>,
    /// What belongs to it.
    pub children: Vec<UnitRow>,
    /// Secretaries and reserve cadres, the present first.
    pub people: Vec<UnitPerson>,
    /// Results by year, the newest first.
    pub results: Vec<YearResult>,
    /// Projects.
    pub projects: Vec<LedgerRow>,
    /// What happened, the newest first.
    pub timeline: Vec<TimelineLine>,
    /// Proposals that wait.
    pub proposals: Vec<ProposalView>,
}

/// What rows are made from, gathered once.
struct Gathered<'a> {
    county: &'a County,
    secretaries: HashMap<EntryId, EntryId>,
    projects: HashMap<EntryId, usize>,
    day: Date,
}

impl<'a> Gathered<'a> {
    fn new(county: &'a County, day: Date) -> Self {
        let mut projects: HashMap<EntryId, usize> = HashMap::new();
        for kept in county.projects.values() {
            *projects.entry(kept.body.town).or_default() += 1;
            for village in &kept.body.villages {
                *projects.entry(*village).or_default() += 1;
            }
        }
        Self {
            county,
            secretaries: county.secretaries(),
            projects,
            day,
        }
    }

    fn row(&self, kept: &Kept<Unit>) -> UnitRow {
        let unit = &kept.body;
        let (name, parent) = unit.as_of(self.day);
        let secretary = self.secretaries.get(&kept.id);
        let managed = secretary
            .and_then(|id| self.county.people.get(id))
            .is_some_and(|person| {
                let last = person.body.admissions.last();
                last.is_some_and(|one| one.status == AdmissionStatus::Managed)
            });
        UnitRow {
            id: kept.id.to_string(),
            version: kept.version,
            kind: unit.kind,
            name: name.into(),
            parent: parent.map(|id| id.to_string()),
            code: unit.code.clone(),
            former_names: unit
                .former
                .iter()
                .rev()
                .map(|one| one.name.clone())
                .collect(),
            ended: !unit.exists_on(self.day),
            households: unit.households,
            place: unit.place.clone(),
            secretary: secretary.map(|id| self.county.named(*id)),
            managed,
            projects: match unit.kind {
                UnitKind::County => self.county.projects.len(),
                _ => self.projects.get(&kept.id).copied().unwrap_or(0),
            },
            pending: self.county.pending.get(&kept.id).copied().unwrap_or(0),
            synthetic: unit.synthetic,
        }
    }
}

/// The tree, as it is or as it was on a day; `strokes` orders siblings by the strokes of their names.
///
/// # Errors
/// `date_invalid`.
pub async fn list(
    app: &App,
    actor: &Actor,
    as_of: Option<&str>,
    strokes: bool,
) -> Result<UnitTree> {
    actor.require(READ)?;
    let county = County::load(app, app.store().reader()).await?;
    let day = match as_of.filter(|text| !text.is_empty()) {
        Some(text) => text
            .parse()
            .map_err(|_| Fault::invalid("date_invalid", "日期应写作 2026-11-26"))?,
        None => county.today,
    };
    let scope = Scope::of(actor);
    let gathered = Gathered::new(&county, day);
    let seen = |kept: &Kept<Unit>| scope.sees(county.town_of(kept.id));
    let ordered = county.in_order();
    let ordered = ordered
        .into_iter()
        .filter(|kept| seen(kept))
        .map(|kept| gathered.row(kept));
    let mut rows: Vec<UnitRow> = ordered.collect();
    if strokes {
        rows = by_name(rows);
    }
    Ok(UnitTree {
        today: county.today.to_string(),
        units: rows,
    })
}

/// Siblings by the strokes of their names, each before what belongs to it.
fn by_name(rows: Vec<UnitRow>) -> Vec<UnitRow> {
    let known: std::collections::HashSet<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut children: HashMap<Option<String>, Vec<UnitRow>> = HashMap::new();
    for row in rows {
        let parent = row.parent.clone().filter(|parent| known.contains(parent));
        children.entry(parent).or_default().push(row);
    }
    for list in children.values_mut() {
        list.sort_by(|a, b| by_strokes(&b.name, &a.name));
    }
    let mut waiting = children.remove(&None).unwrap_or_default();
    let mut ordered = Vec::new();
    while let Some(row) = waiting.pop() {
        waiting.extend(children.remove(&Some(row.id.clone())).unwrap_or_default());
        ordered.push(row);
    }
    ordered
}

/// The file of a unit.
///
/// # Errors
/// `not_found`.
pub async fn get(app: &App, actor: &Actor, id: &str) -> Result<UnitFile> {
    actor.require(READ)?;
    let id = entry_id(id, Noun::Unit)?;
    let reader = app.store().reader();
    let county = County::load(app, reader).await?;
    let kept = county
        .units
        .get(&id)
        .filter(|_| Scope::of(actor).sees(county.town_of(id)))
        .ok_or_else(|| Fault::not_found("单位"))?;
    let unit = &kept.body;
    let gathered = Gathered::new(&county, county.today);
    let children = county
        .in_order()
        .into_iter()
        .filter(|child| child.body.parent == Some(id));
    let areas = Areas::newest(app.store().reader()).await?;
    let placements = year_result::placements(app).await?;
    let own: Vec<_> = placements
        .iter()
        .filter(|one| county.unit_then(&one.town, &one.village, one.on) == Some(id))
        .collect();
    let projects: Vec<&Kept<Project>> = county
        .projects
        .values()
        .filter(|project| project.body.town == id || project.body.villages.contains(&id))
        .collect();
    let discipline = sees_discipline(actor);
    let mut body = unit.clone();
    if !discipline {
        body.events
            .retain(|event| event.kind != pingyi_core::event::EventKind::Discipline);
    }
    Ok(UnitFile {
        id: id.to_string(),
        version: kept.version,
        changed_at: kept.changed_at.to_string(),
        changed_by: kept.changed_by.clone(),
        parent: unit.parent.map(|parent| county.named(parent)),
        children: children.map(|child| gathered.row(child)).collect(),
        people: people(&county, id),
        results: own.iter().rev().map(|one| one.result.clone()).collect(),
        timeline: timeline::of_unit(&county, id, unit, &own, &projects, discipline),
        projects: ledger::rows(&county, &areas, projects.iter().copied()),
        proposals: of_entry(app, actor, &county, id).await?,
        body,
    })
}

fn people(county: &County, village: EntryId) -> Vec<UnitPerson> {
    let mut found: Vec<UnitPerson> = county
        .people
        .values()
        .flat_map(|kept| {
            let terms = kept
                .body
                .terms
                .iter()
                .filter(|term| term.village == village);
            terms.map(|term| UnitPerson {
                person: county.named(kept.id),
                post: term.post,
                from: term.from.to_string(),
                to: term.to.map(|to| to.to_string()),
                exit_reason: term.exit_reason.clone(),
            })
        })
        .collect();
    found.sort_by(|a, b| (a.to.is_some(), a.post, &b.from).cmp(&(b.to.is_some(), b.post, &a.from)));
    found
}

/// Changes a unit's facts; its name, parent and end change by their own acts.
///
/// # Errors
/// As [`crate::entry`].
pub async fn put(
    app: &App,
    actor: &Actor,
    id: &str,
    version: u32,
    why: String,
    body: Unit,
) -> Result<Saved> {
    actor.require(WRITE)?;
    let write = Write {
        id: Some(entry_id(id, Noun::Unit)?),
        version: Some(version),
        why,
        body,
    };
    save(app, actor, WRITE, write).await
}
