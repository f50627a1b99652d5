//! What one document is judged by among the others: what only one may have, and what it refers to.

use super::{Body, EntryKind};
use crate::county::{County, Kept, Shelf};
use pingyi_core::{
    entry::{EntryFault, Noun},
    id::EntryId,
    person::{Person, Post},
    unit::{Unit, UnitKind},
};
use pingyi_ranking::sentence;
use std::collections::{HashMap, HashSet};

/// The other documents, found by what only one may have. It is laid out once and asked as often as there are
/// documents: once when somebody saves, a hundred thousand times when a file is read.
pub(crate) struct Among<'a> {
    county: &'a County,
    /// Documents of a file, in the place of what stands.
    coming: HashMap<EntryId, &'a Body>,
    /// Documents of the file that were left out, because something is wrong with them.
    left_out: HashSet<EntryId>,
    keys: HashMap<(Noun, &'a str), EntryId>,
    names: HashMap<(Option<EntryId>, &'a str), EntryId>,
    secretaries: HashMap<EntryId, EntryId>,
    top: Option<EntryId>,
}

/// The running terms of a secretary, with their places.
pub(crate) fn running(person: &Person) -> impl Iterator<Item = (usize, EntryId)> {
    let terms = person.terms.iter().enumerate();
    terms
        .filter(|(_, term)| term.post == Post::Secretary && term.to.is_none())
        .map(|(index, term)| (index, term.village))
}

impl<'a> Among<'a> {
    /// Among what stands.
    pub(crate) fn of(county: &'a County) -> Self {
        Self::with(county, HashMap::new(), HashSet::new())
    }

    /// Among what stands, with documents that take its place; [`Self::take`] lays them down one by one.
    pub(crate) fn with(
        county: &'a County,
        coming: HashMap<EntryId, &'a Body>,
        left_out: HashSet<EntryId>,
    ) -> Self {
        let mut among = Self {
            county,
            coming,
            left_out,
            keys: HashMap::new(),
            names: HashMap::new(),
            secretaries: HashMap::new(),
            top: None,
        };
        among.stand(&county.units, Self::unit_stands);
        among.stand(&county.people, Self::person_stands);
        among.stand(&county.batches, |_, _, _| {});
        among.stand(&county.projects, |_, _, _| {});
        among
    }

    fn stand<T: EntryKind>(&mut self, shelf: &'a Shelf<T>, lay: fn(&mut Self, EntryId, &'a T)) {
        for (id, Kept { body, .. }) in shelf {
            if !self.coming.contains_key(id) {
                self.key_stands(T::NOUN, body.key(), *id);
                lay(self, *id, body);
            }
        }
    }

    /// Lays a document of the file down, so that those after it are judged by it.
    pub(crate) fn take(&mut self, id: EntryId, body: &'a Body) {
        self.key_stands(body.noun(), body.key(), id);
        match body {
            Body::Unit(unit) => self.unit_stands(id, unit),
            Body::Person(person) => self.person_stands(id, person),
            Body::Project(_) => {}
        }
    }

    fn key_stands(&mut self, noun: Noun, key: &'a str, id: EntryId) {
        if !key.is_empty() {
            self.keys.insert((noun, key), id);
        }
    }

    fn unit_stands(&mut self, id: EntryId, unit: &'a Unit) {
        if unit.ended.is_none() {
            self.names.insert((unit.parent, &unit.name), id);
        }
        if unit.kind == UnitKind::County {
            self.top = Some(id);
        }
    }

    fn person_stands(&mut self, id: EntryId, person: &'a Person) {
        for (_, village) in running(person) {
            self.secretaries.insert(village, id);
        }
    }

    /// A unit that stands or comes.
    pub(crate) fn unit(&self, id: EntryId) -> Option<&Unit> {
        match self.coming.get(&id) {
            Some(Body::Unit(unit)) => Some(unit),
            _ => self.county.unit(id),
        }
    }

    /// Whether a person stands or comes.
    pub(crate) fn has_person(&self, id: EntryId) -> bool {
        self.coming.contains_key(&id) || self.county.people.contains_key(&id)
    }

    /// Whether a batch stands.
    pub(crate) fn has_batch(&self, id: EntryId) -> bool {
        self.county.batches.contains_key(&id)
    }

    /// Whether a document came and was left out.
    pub(crate) fn is_left_out(&self, id: EntryId) -> bool {
        self.left_out.contains(&id)
    }

    /// The name of an entry.
    pub(crate) fn name(&self, id: EntryId) -> String {
        self.coming
            .get(&id)
            .map_or_else(|| self.county.name(id), |body| body.title().to_owned())
    }

    /// The other unit of this parent and name.
    pub(crate) fn twin(&self, unit: &Unit, own: Option<EntryId>) -> Option<EntryId> {
        let found = self.names.get(&(unit.parent, unit.name.as_str())).copied();
        found.filter(|id| Some(*id) != own)
    }

    /// The other county.
    pub(crate) fn county(&self, own: Option<EntryId>) -> Option<EntryId> {
        self.top.filter(|id| Some(*id) != own)
    }

    /// The other secretary of a village.
    pub(crate) fn rival(&self, village: EntryId, own: Option<EntryId>) -> Option<EntryId> {
        let found = self.secretaries.get(&village).copied();
        found.filter(|id| Some(*id) != own)
    }

    /// The fault of a code that another entry of the noun has.
    pub(crate) fn taken<T: EntryKind>(
        &self,
        one: &T,
        own: Option<EntryId>,
        path: &str,
    ) -> Vec<EntryFault> {
        let key = one.key();
        let found = self.keys.get(&(T::NOUN, key)).copied();
        let other = found.filter(|id| Some(*id) != own);
        let fault = |id: EntryId| {
            let message = sentence!(
                "编号 {key} 已用于“{}”", "“{key}” is taken by “{}”"; self.name(id)
            );
            EntryFault::new(path, "taken", message)
        };
        other.map(fault).into_iter().collect()
    }
}
