//! The documents of a file among each other and among what stands: what [`crate::entry::EntryKind::check_among`] asks of
//! one document, asked of a hundred thousand at once.

use super::draft::{Body, Draft};
use crate::county::County;
use pingyi_core::{
    entry::{Entry as _, EntryFault, Noun},
    id::EntryId,
    person::{Person, Post},
    unit::{Unit, UnitKind},
};
use std::collections::{HashMap, HashSet};

/// Faults by document. A document with a fault is left out, and what stands takes its place; so others are asked again.
pub(crate) fn judge(county: &County, drafts: &[Draft]) -> HashMap<EntryId, Vec<EntryFault>> {
    let mut faults: HashMap<EntryId, Vec<EntryFault>> = HashMap::new();
    for draft in drafts {
        let own = draft.body.check();
        if !own.is_empty() {
            faults.insert(draft.id, own);
        }
    }
    let names: HashMap<EntryId, &Draft> = drafts.iter().map(|draft| (draft.id, draft)).collect();
    loop {
        let mut among = Among::default();
        let coming: HashSet<EntryId> = drafts
            .iter()
            .map(|draft| draft.id)
            .filter(|id| !faults.contains_key(id))
            .collect();
        among.stand(county, &coming);
        let mut left_out = Vec::new();
        for draft in drafts.iter().filter(|draft| coming.contains(&draft.id)) {
            let name = |id: EntryId| match names.get(&id) {
                Some(draft) if coming.contains(&id) => draft.body.title().to_owned(),
                _ => county.name(id),
            };
            let mut found = among.ask(draft, &name);
            found.extend(referred(county, draft, &coming));
            if found.is_empty() {
                among.take(draft.id, &draft.body);
            } else {
                left_out.push((draft.id, found));
            }
        }
        if left_out.is_empty() {
            return faults;
        }
        faults.extend(left_out);
    }
}

/// What a document refers to must stand, or come with the same file.
fn referred(county: &County, draft: &Draft, coming: &HashSet<EntryId>) -> Vec<EntryFault> {
    let mut faults = Vec::new();
    match &draft.body {
        Body::Unit(unit) => {
            if let Some(parent) = unit.parent
                && !coming.contains(&parent)
                && !county.units.contains_key(&parent)
            {
                let message = "所属镇街那一行有误，没有它就不能添加";
                faults.push(EntryFault::new("/parent", "unknown", message));
            }
        }
        Body::Person(person) => {
            for (index, term) in person.terms.iter().enumerate() {
                let Some(mentor) = term.mentor else { continue };
                let path = format!("/terms/{index}/mentor");
                if mentor == draft.id {
                    faults.push(EntryFault::new(path, "self", "不能由本人帮带"));
                } else if !coming.contains(&mentor) && !county.people.contains_key(&mentor) {
                    let message = "帮带人那一行有误，没有他就不能填";
                    faults.push(EntryFault::new(path, "unknown", message));
                }
            }
        }
        Body::Project(project) => {
            for (index, id) in project.villages.iter().enumerate() {
                let village = county.unit(*id);
                if village.is_some_and(|village| village.parent != Some(project.town)) {
                    let message = format!("{}不属于所填镇街", county.name(*id));
                    let path = format!("/villages/{index}");
                    faults.push(EntryFault::new(path, "other_town", message));
                }
            }
        }
    }
    faults
}

/// What only one may have.
#[derive(Default)]
struct Among {
    keys: HashMap<(Noun, String), EntryId>,
    names: HashMap<(Option<EntryId>, String), EntryId>,
    secretaries: HashMap<EntryId, EntryId>,
    top: Option<EntryId>,
}

fn open_secretary(person: &Person) -> impl Iterator<Item = (usize, EntryId)> {
    let terms = person.terms.iter().enumerate();
    terms
        .filter(|(_, term)| term.post == Post::Secretary && term.to.is_none())
        .map(|(index, term)| (index, term.village))
}

impl Among {
    /// Lays down what stands and is not about to be written over.
    fn stand(&mut self, county: &County, coming: &HashSet<EntryId>) {
        let stays = |id: &EntryId| !coming.contains(id);
        for (id, kept) in county.units.iter().filter(|(id, _)| stays(id)) {
            self.key(Noun::Unit, kept.body.key(), *id);
            self.unit(*id, &kept.body);
        }
        for (id, kept) in county.people.iter().filter(|(id, _)| stays(id)) {
            self.key(Noun::Person, kept.body.key(), *id);
            self.person(*id, &kept.body);
        }
        for (id, kept) in county.projects.iter().filter(|(id, _)| stays(id)) {
            self.key(Noun::Project, kept.body.key(), *id);
        }
    }

    fn key(&mut self, noun: Noun, key: &str, id: EntryId) {
        if !key.is_empty() {
            self.keys.insert((noun, key.to_owned()), id);
        }
    }

    fn unit(&mut self, id: EntryId, unit: &Unit) {
        if unit.ended.is_none() {
            self.names.insert((unit.parent, unit.name.clone()), id);
        }
        if unit.kind == UnitKind::County {
            self.top = Some(id);
        }
    }

    fn person(&mut self, id: EntryId, person: &Person) {
        for (_, village) in open_secretary(person) {
            self.secretaries.insert(village, id);
        }
    }

    fn take(&mut self, id: EntryId, body: &Body) {
        self.key(body.noun(), body.key(), id);
        match body {
            Body::Unit(unit) => self.unit(id, unit),
            Body::Person(person) => self.person(id, person),
            Body::Project(_) => {}
        }
    }

    fn ask(&self, draft: &Draft, name: &dyn Fn(EntryId) -> String) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        let body = &draft.body;
        let key = body.key();
        if !key.is_empty()
            && let Some(other) = self.keys.get(&(body.noun(), key.to_owned()))
        {
            let path = if body.noun() == Noun::Project {
                "/number"
            } else {
                "/code"
            };
            let message = format!("编号 {key} 已用于“{}”", name(*other));
            faults.push(EntryFault::new(path, "taken", message));
        }
        match body {
            Body::Unit(unit) => {
                if unit.ended.is_none()
                    && self.names.contains_key(&(unit.parent, unit.name.clone()))
                {
                    let message = format!("同一上级下已有“{}”", unit.name);
                    faults.push(EntryFault::new("/name", "taken", message));
                }
                if unit.kind == UnitKind::County && self.top.is_some() {
                    faults.push(EntryFault::new("/kind", "county", "只能有一个县（市、区）"));
                }
            }
            Body::Person(person) => {
                for (index, village) in open_secretary(person) {
                    if let Some(rival) = self.secretaries.get(&village) {
                        let message =
                            format!("该村书记现为{}；请先填写其离任日期和原因", name(*rival));
                        let path = format!("/terms/{index}/village");
                        faults.push(EntryFault::new(path, "occupied", message));
                    }
                }
            }
            Body::Project(_) => {}
        }
        faults
    }
}
