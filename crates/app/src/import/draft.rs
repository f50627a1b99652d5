//! Documents as a file would have them.

use crate::county::County;
use pingyi_core::{
    entry::{Entry, EntryFault, Noun},
    id::EntryId,
    ledger::Project,
    person::Person,
    unit::Unit,
};
use serde_json::Value;
use std::collections::HashMap;

/// A document of whatever noun.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    Unit(Box<Unit>),
    Person(Box<Person>),
    Project(Box<Project>),
}

macro_rules! each {
    ($body:expr, $one:ident => $what:expr) => {
        match $body {
            Body::Unit($one) => $what,
            Body::Person($one) => $what,
            Body::Project($one) => $what,
        }
    };
}

impl Body {
    pub(crate) fn noun(&self) -> Noun {
        match self {
            Self::Unit(_) => Noun::Unit,
            Self::Person(_) => Noun::Person,
            Self::Project(_) => Noun::Project,
        }
    }

    pub(crate) fn key(&self) -> &str {
        each!(self, one => one.key())
    }

    pub(crate) fn title(&self) -> &str {
        each!(self, one => one.title())
    }

    pub(crate) fn check(&self) -> Vec<EntryFault> {
        each!(self, one => one.check())
    }

    pub(crate) fn json(&self) -> Value {
        each!(self, one => serde_json::to_value(one.as_ref())).unwrap_or_default()
    }

    /// The document as a text.
    pub(crate) fn written(&self) -> String {
        each!(self, one => serde_json::to_string(one.as_ref())).unwrap_or_default()
    }

    /// The document of an entry as it stands.
    pub(crate) fn standing(county: &County, id: EntryId) -> Option<Self> {
        if let Some(kept) = county.units.get(&id) {
            return Some(Self::Unit(Box::new(kept.body.clone())));
        }
        if let Some(kept) = county.people.get(&id) {
            return Some(Self::Person(Box::new(kept.body.clone())));
        }
        let kept = county.projects.get(&id)?;
        Some(Self::Project(Box::new(kept.body.clone())))
    }

    /// Whether there is such an entry.
    pub(crate) fn is_kept(county: &County, id: EntryId) -> bool {
        county.units.contains_key(&id)
            || county.people.contains_key(&id)
            || county.projects.contains_key(&id)
    }

    /// Whether an entry stands just like this.
    pub(crate) fn is_standing(&self, county: &County, id: EntryId) -> bool {
        match self {
            Self::Unit(one) => county.units.get(&id).is_some_and(|kept| kept.body == **one),
            Self::Person(one) => county
                .people
                .get(&id)
                .is_some_and(|kept| kept.body == **one),
            Self::Project(one) => county
                .projects
                .get(&id)
                .is_some_and(|kept| kept.body == **one),
        }
    }
}

/// How a row would change what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKind {
    New,
    Changed,
    Same,
}

/// A row that a document comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DraftRow {
    pub(crate) number: usize,
    pub(crate) kind: RowKind,
    /// The member of a list the row is about: the third line of money.
    pub(crate) part: Option<usize>,
}

/// A document that rows of the file would make or change.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) id: EntryId,
    pub(crate) body: Body,
    /// Whether the entry is new.
    pub(crate) new: bool,
    /// What a person finds it by.
    pub(crate) key: String,
    /// Its rows.
    pub(crate) rows: Vec<DraftRow>,
}

/// The documents of a file, in the order of their first rows.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    list: Vec<Draft>,
    at: HashMap<EntryId, usize>,
}

impl Drafts {
    /// The document of an entry as the rows so far would have it.
    pub(crate) fn get(&self, id: EntryId) -> Option<&Body> {
        self.at.get(&id).map(|at| &self.list[*at].body)
    }

    /// Writes what a row makes of a document.
    pub(crate) fn put(
        &mut self,
        county: &County,
        id: EntryId,
        key: &str,
        body: Body,
        row: DraftRow,
    ) {
        if let Some(at) = self.at.get(&id) {
            let draft = &mut self.list[*at];
            draft.body = body;
            draft.rows.push(row);
            return;
        }
        self.at.insert(id, self.list.len());
        self.list.push(Draft {
            id,
            new: !Body::is_kept(county, id),
            body,
            key: key.to_owned(),
            rows: vec![row],
        });
    }

    pub(crate) fn into_list(self) -> Vec<Draft> {
        self.list
    }
}
