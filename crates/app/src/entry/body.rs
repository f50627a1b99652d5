//! A document of whatever noun.

use super::{Among, EntryKind as _};
use crate::county::County;
use pingyi_core::{
    entry::{Entry, EntryFault, Noun},
    id::EntryId,
    ledger::Project,
    person::Person,
    unit::Unit,
};
use serde_json::Value;

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

    /// What is wrong with it among the others.
    pub(crate) fn check_among(&self, id: EntryId, among: &Among<'_>) -> Vec<EntryFault> {
        each!(self, one => one.check_among(Some(id), among))
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
