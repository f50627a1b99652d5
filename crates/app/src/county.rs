//! The county's register and ledger as they stand: every entry with its document, and what each refers to.
//!
//! A county has some thousand entries, so a use case reads all of them inside its transaction and decides by
//! what it has read; nothing is kept between requests.

use crate::{Actor, App, Fault, Result, entry::EntryKind};
use jiff::{Timestamp, civil::Date};
use pingyi_core::{
    batch::Batch,
    entry::Noun,
    id::EntryId,
    ledger::Project,
    order::by_number,
    person::{Person, Post},
    role::{Access, Role},
    unit::{Unit, UnitKind},
};
use pingyi_store::{
    Connection,
    entry::{self, EntryRow},
    proposal::{self, ProposalState},
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// Who may read register and ledger.
pub const READ: Access = Access::Roles(&[Role::Organiser, Role::Auditor, Role::Viewer, Role::Town]);
/// Who may change what belongs to a town; a town's change waits for the county.
pub const WRITE: Access = Access::Roles(&[Role::Organiser, Role::Town]);
/// Towns themselves.
pub const TOWN: Access = Access::Roles(&[Role::Town]);
/// Who decides for the county.
pub const DECIDE: Access = Access::Roles(&[Role::Organiser]);

/// A thing with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// An entry with its document.
#[derive(Debug, Clone)]
pub(crate) struct Kept<T> {
    pub(crate) id: EntryId,
    pub(crate) version: u32,
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: String,
    pub(crate) body: T,
}

/// Entries of one noun.
pub(crate) type Shelf<T> = BTreeMap<EntryId, Kept<T>>;

/// What somebody may see: everything, or one town.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    Town(EntryId),
}

impl Scope {
    /// Of an account. A town's account without a town sees nothing of any town.
    pub(crate) fn of(actor: &Actor) -> Self {
        match actor.account() {
            Some(account) if account.role == Role::Town => {
                Self::Town(account.town.unwrap_or(EntryId(uuid::Uuid::nil())))
            }
            _ => Self::All,
        }
    }

    /// Whether what belongs to this town is seen.
    pub(crate) fn sees(self, town: Option<EntryId>) -> bool {
        match self {
            Self::All => true,
            Self::Town(own) => town == Some(own),
        }
    }

    /// The town, for an account that is bound to one.
    pub(crate) fn town(self) -> Option<EntryId> {
        match self {
            Self::All => None,
            Self::Town(town) => Some(town),
        }
    }
}

/// Everything the county keeps, read at once.
#[derive(Debug, Clone)]
pub(crate) struct County {
    pub(crate) today: Date,
    pub(crate) units: Shelf<Unit>,
    pub(crate) people: Shelf<Person>,
    pub(crate) batches: Shelf<Batch>,
    pub(crate) projects: Shelf<Project>,
    pub(crate) settings: BTreeMap<String, Kept<serde_json::Value>>,
    /// Proposals that wait, by entry.
    pub(crate) pending: HashMap<EntryId, usize>,
}

/// The day in China.
pub(crate) fn today(app: &App) -> Date {
    day_of(app.now())
}

/// The day of an instant in China, which has one time and no summer time.
pub(crate) fn day_of(at: Timestamp) -> Date {
    jiff::tz::offset(8).to_datetime(at).date()
}

fn keep<T: EntryKind>(shelf: &mut Shelf<T>, row: EntryRow) -> Result<()> {
    let body = serde_json::from_value(row.body).map_err(|error| Fault::internal(&error))?;
    let kept = Kept {
        id: row.id,
        version: row.version,
        changed_at: row.changed_at,
        changed_by: row.changed_by,
        body,
    };
    shelf.insert(row.id, kept);
    Ok(())
}

impl County {
    /// As it stands.
    pub(crate) async fn load(app: &App, c: &impl Connection) -> Result<Self> {
        let mut county = Self {
            today: today(app),
            units: Shelf::new(),
            people: Shelf::new(),
            batches: Shelf::new(),
            projects: Shelf::new(),
            settings: BTreeMap::new(),
            pending: HashMap::new(),
        };
        for row in entry::list(c).await? {
            match row.noun {
                Noun::Unit => keep(&mut county.units, row)?,
                Noun::Person => keep(&mut county.people, row)?,
                Noun::Batch => keep(&mut county.batches, row)?,
                Noun::Project => keep(&mut county.projects, row)?,
                Noun::Setting => {
                    let kept = Kept {
                        id: row.id,
                        version: row.version,
                        changed_at: row.changed_at,
                        changed_by: row.changed_by,
                        body: row.body,
                    };
                    county.settings.insert(row.code, kept);
                }
            }
        }
        for one in proposal::list(c, ProposalState::Pending).await? {
            if let Some(entry) = one.entry {
                *county.pending.entry(entry).or_default() += 1;
            }
        }
        Ok(county)
    }

    /// A unit.
    pub(crate) fn unit(&self, id: EntryId) -> Option<&Unit> {
        self.units.get(&id).map(|kept| &kept.body)
    }

    /// The name of an entry, empty when there is none.
    pub(crate) fn name(&self, id: EntryId) -> String {
        let unit = self.units.get(&id).map(|kept| kept.body.name.clone());
        unit.or_else(|| self.people.get(&id).map(|kept| kept.body.name.clone()))
            .or_else(|| self.batches.get(&id).map(|kept| kept.body.name.clone()))
            .or_else(|| self.projects.get(&id).map(|kept| kept.body.name.clone()))
            .unwrap_or_default()
    }

    /// An entry with its name.
    pub(crate) fn named(&self, id: EntryId) -> Named {
        Named {
            id: id.to_string(),
            name: self.name(id),
        }
    }

    /// The town a unit is in: itself, or its parent.
    pub(crate) fn town_of(&self, unit: EntryId) -> Option<EntryId> {
        let found = self.unit(unit)?;
        match found.kind {
            UnitKind::Village => found.parent,
            UnitKind::County => None,
            _ => Some(unit),
        }
    }

    /// Villages that are today, by town.
    pub(crate) fn villages_by_town(&self) -> BTreeMap<EntryId, usize> {
        let mut counts = BTreeMap::new();
        for kept in self.units.values() {
            let unit = &kept.body;
            if unit.kind == UnitKind::Village
                && unit.exists_on(self.today)
                && let Some(town) = unit.parent
            {
                *counts.entry(town).or_default() += 1;
            }
        }
        counts
    }

    /// Who is secretary of a village today.
    pub(crate) fn secretary_of(&self, village: EntryId) -> Option<&Kept<Person>> {
        self.people.values().find(|kept| {
            kept.body.terms.iter().any(|term| {
                term.village == village && term.post == Post::Secretary && term.runs_on(self.today)
            })
        })
    }

    /// Today's secretary of each village.
    pub(crate) fn secretaries(&self) -> HashMap<EntryId, EntryId> {
        let mut found = HashMap::new();
        for kept in self.people.values() {
            for term in &kept.body.terms {
                if term.post == Post::Secretary && term.runs_on(self.today) {
                    found.insert(term.village, kept.id);
                }
            }
        }
        found
    }

    /// Units in the organisation's order: the county, then each town with its villages behind it.
    pub(crate) fn in_order(&self) -> Vec<&Kept<Unit>> {
        let mut children: HashMap<Option<EntryId>, Vec<&Kept<Unit>>> = HashMap::new();
        for kept in self.units.values() {
            children.entry(kept.body.parent).or_default().push(kept);
        }
        for list in children.values_mut() {
            list.sort_by(|a, b| {
                let (one, other) = (&a.body, &b.body);
                // Where nobody said an order: by code, and by when they were written.
                let said = |unit: &Unit| {
                    if unit.order == 0 {
                        u32::MAX
                    } else {
                        unit.order
                    }
                };
                (said(one), one.code.is_empty())
                    .cmp(&(said(other), other.code.is_empty()))
                    .then_with(|| by_number(&one.code, &other.code))
                    .then_with(|| a.id.cmp(&b.id))
            });
        }
        let mut ordered = Vec::with_capacity(self.units.len());
        let mut waiting: Vec<&Kept<Unit>> = Vec::new();
        waiting.extend(children.get(&None).into_iter().flatten().rev());
        while let Some(kept) = waiting.pop() {
            ordered.push(kept);
            waiting.extend(children.get(&Some(kept.id)).into_iter().flatten().rev());
        }
        ordered
    }

    /// A town by its name today.
    pub(crate) fn town_named(&self, name: &str) -> Option<EntryId> {
        let fits = |kept: &&Kept<Unit>| {
            kept.body.kind.is_town() && kept.body.ended.is_none() && kept.body.name == name
        };
        self.units.values().find(fits).map(|kept| kept.id)
    }
}
