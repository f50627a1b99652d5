//! Where the rows of a file are laid beside the county: who is called what, quickly, and what the rows before made.

use super::{
    draft::{DraftRow, Drafts, RowKind},
    line::Line,
};
use crate::{
    county::{County, Scope},
    entry::Body,
};
use jiff::Timestamp;
use pingyi_core::{
    id::{EntryId, RowId},
    ledger::Project,
    person::Person,
    unit::{Unit, UnitKind},
};
use pingyi_ranking::{Sentence, sentence};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// Where a file comes from. New entries and moves get their identifiers and instants from it, so that reading a file
/// again makes the same documents.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) import: RowId,
    pub(crate) at: Timestamp,
    pub(crate) login: String,
}

/// The county by names and codes, with what the rows so far would make of it.
pub(crate) struct Desk<'a> {
    pub(crate) county: &'a County,
    pub(crate) scope: Scope,
    pub(crate) origin: &'a Origin,
    pub(crate) drafts: Drafts,
    /// What stands and was named by a row.
    pub(crate) matched: usize,
    /// The row that named an entry or a part of one.
    rows: HashMap<String, usize>,
    unit_codes: HashMap<String, EntryId>,
    towns: HashMap<String, EntryId>,
    villages: HashMap<(EntryId, String), EntryId>,
    village_names: HashMap<String, Vec<EntryId>>,
    top: Option<EntryId>,
    person_codes: HashMap<String, EntryId>,
    names: HashMap<String, Vec<EntryId>>,
    numbers: HashMap<String, EntryId>,
    batches: HashMap<String, EntryId>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(county: &'a County, scope: Scope, origin: &'a Origin) -> Self {
        let mut desk = Self {
            county,
            scope,
            origin,
            drafts: Drafts::default(),
            matched: 0,
            rows: HashMap::new(),
            unit_codes: HashMap::new(),
            towns: HashMap::new(),
            villages: HashMap::new(),
            village_names: HashMap::new(),
            top: None,
            person_codes: HashMap::new(),
            names: HashMap::new(),
            numbers: HashMap::new(),
            batches: HashMap::new(),
        };
        for (id, kept) in &county.units {
            desk.know_unit(*id, &kept.body);
        }
        for (id, kept) in &county.people {
            desk.know_person(*id, &kept.body);
        }
        for (id, kept) in &county.projects {
            desk.know_project(*id, &kept.body);
        }
        for (id, kept) in &county.batches {
            desk.batches.insert(kept.body.number.clone(), *id);
        }
        desk
    }

    /// The identifier of the entry that a row makes.
    pub(crate) fn new_id(&self, row: usize) -> EntryId {
        let mut hash = Sha256::new();
        hash.update(self.origin.import.to_string());
        hash.update(row.to_string());
        let mut random = [0; 10];
        random.copy_from_slice(&hash.finalize()[..10]);
        EntryId::new(self.origin.at, random)
    }

    pub(crate) fn know_unit(&mut self, id: EntryId, unit: &Unit) {
        if !unit.code.is_empty() {
            self.unit_codes.insert(unit.code.clone(), id);
        }
        if unit.ended.is_some() {
            return;
        }
        match (unit.kind, unit.parent) {
            (UnitKind::County, _) => self.top = Some(id),
            (UnitKind::Village, Some(town)) => {
                let known = self.villages.insert((town, unit.name.clone()), id);
                if known != Some(id) {
                    let same = self.village_names.entry(unit.name.clone()).or_default();
                    same.push(id);
                }
            }
            _ => {
                self.towns.insert(unit.name.clone(), id);
            }
        }
    }

    pub(crate) fn know_person(&mut self, id: EntryId, person: &Person) {
        if !person.code.is_empty() {
            self.person_codes.insert(person.code.clone(), id);
        }
        let same = self.names.entry(person.name.clone()).or_default();
        if !same.contains(&id) {
            same.push(id);
        }
    }

    pub(crate) fn know_project(&mut self, id: EntryId, project: &Project) {
        self.numbers.insert(project.number.clone(), id);
    }

    pub(crate) fn unit(&self, id: EntryId) -> Option<&Unit> {
        match self.drafts.get(id) {
            Some(Body::Unit(unit)) => Some(unit),
            _ => self.county.unit(id),
        }
    }

    pub(crate) fn person(&self, id: EntryId) -> Option<&Person> {
        match self.drafts.get(id) {
            Some(Body::Person(person)) => Some(person),
            _ => self.county.people.get(&id).map(|kept| &kept.body),
        }
    }

    pub(crate) fn project(&self, id: EntryId) -> Option<&Project> {
        match self.drafts.get(id) {
            Some(Body::Project(project)) => Some(project),
            _ => self.county.projects.get(&id).map(|kept| &kept.body),
        }
    }

    /// The county's own unit.
    pub(crate) fn top(&self) -> Option<EntryId> {
        self.top
    }

    pub(crate) fn unit_of_code(&self, code: &str) -> Option<EntryId> {
        self.unit_codes.get(code).copied()
    }

    pub(crate) fn town_named(&self, name: &str) -> Option<EntryId> {
        self.towns.get(name).copied()
    }

    pub(crate) fn village_named(&self, town: EntryId, name: &str) -> Option<EntryId> {
        self.villages.get(&(town, name.to_owned())).copied()
    }

    pub(crate) fn villages_named(&self, name: &str) -> &[EntryId] {
        self.village_names.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn person_of_code(&self, code: &str) -> Option<EntryId> {
        self.person_codes.get(code).copied()
    }

    pub(crate) fn people_named(&self, name: &str) -> &[EntryId] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn batch_of_number(&self, number: &str) -> Option<EntryId> {
        self.batches.get(number).copied()
    }

    pub(crate) fn project_of_number(&self, number: &str) -> Option<EntryId> {
        self.numbers.get(number).copied()
    }

    /// The name of whatever has this identifier.
    pub(crate) fn name(&self, id: EntryId) -> String {
        let draft = self.drafts.get(id).map(|body| body.title().to_owned());
        draft.unwrap_or_else(|| self.county.name(id))
    }

    /// The town a unit is in: itself, or its parent.
    pub(crate) fn town_of(&self, id: EntryId) -> Option<EntryId> {
        let unit = self.unit(id)?;
        match unit.kind {
            UnitKind::Village => unit.parent,
            UnitKind::County => None,
            _ => Some(id),
        }
    }

    /// The town somebody belongs to.
    pub(crate) fn town_of_person(&self, person: &Person) -> Option<EntryId> {
        let home = person.home(self.county.today)?;
        self.town_of(home.village)
    }

    /// Notes a fault when an earlier row was about the same. `stands` says that it is in the county already.
    pub(crate) fn once(
        &mut self,
        line: &mut Line<'_>,
        column: &'static str,
        key: String,
        stands: bool,
    ) {
        let number = line.number;
        if let Some(before) = self.rows.get(&key) {
            let message = sentence!(
                "与第 {before} 行重复；请只留一行",
                "the same as row {before}; keep one of them"
            );
            line.fault(column, "repeated", message);
        } else {
            self.matched += usize::from(stands);
            self.rows.insert(key, number);
        }
    }

    /// The town a cell names; for an account of a town its own where nothing is said.
    pub(crate) fn town(&self, line: &mut Line<'_>, column: &'static str) -> Option<EntryId> {
        let name = line.word(column);
        if name.is_empty() {
            return self.scope.town();
        }
        let Some(town) = self.town_named(&name) else {
            let now = self.now_called(&name, true);
            let message = now
                .unwrap_or_else(|| sentence!("没有“{name}”这个镇街；请核对写法，或先在单位表里添加", "there is no town “{name}”; check its spelling, or add it in the units table first"));
            line.fault(column, "unknown", message);
            return None;
        };
        if !self.scope.sees(Some(town)) {
            line.fault(
                column,
                "other_town",
                (
                    "只能导入本镇街的数据",
                    "only data of your own town can be imported",
                ),
            );
            return None;
        }
        Some(town)
    }

    /// The village that two cells name. Without a town it must be the only one of its name.
    pub(crate) fn village(
        &self,
        line: &mut Line<'_>,
        town: &'static str,
        column: &'static str,
    ) -> Option<EntryId> {
        let name = line.word(column);
        let of = self.town(line, town);
        if name.is_empty() || !line.is_good() {
            return None;
        }
        self.village_of(line, of, column, &name)
    }

    /// The village of a name in a town.
    pub(crate) fn village_of(
        &self,
        line: &mut Line<'_>,
        town: Option<EntryId>,
        column: &'static str,
        name: &str,
    ) -> Option<EntryId> {
        let found = match town {
            Some(town) => self.village_named(town, name),
            None => match self.villages_named(name) {
                [one] => Some(*one),
                [] => None,
                several => {
                    let towns: Vec<String> = several
                        .iter()
                        .filter_map(|id| Some(self.name(self.town_of(*id)?)))
                        .take(4)
                        .collect();
                    let message = Sentence::from((
                        format!("有几个“{name}”（{}）；请填写镇街", towns.join("、")),
                        format!(
                            "there are several “{name}” ({}); fill in the town",
                            towns.join(", ")
                        ),
                    ));
                    line.fault(column, "ambiguous", message);
                    return None;
                }
            },
        };
        if found.is_none() {
            let place = town.map_or_else(String::new, |town| self.name(town));
            let message = self.now_called(name, false).unwrap_or_else(|| {
                sentence!(
                    "没有“{place}{name}”这个村；请核对写法，或先在单位表里添加",
                    "there is no village “{place}{name}”; check its spelling, or add it in the units table first"
                )
            });
            line.fault(column, "unknown", message);
        }
        found
    }

    /// What is said of a name that a unit had before.
    fn now_called(&self, name: &str, town: bool) -> Option<Sentence> {
        let mut units = self.county.units.values();
        let found = units.find(|kept| {
            kept.body.kind.is_town() == town
                && (kept.body.ended.is_some() && kept.body.name == name
                    || kept.body.names().skip(1).any(|one| one == name))
        })?;
        Some(if found.body.ended.is_some() {
            sentence!(
                "“{name}”已撤销；请填写现在的单位",
                "“{name}” has ended; write the unit of today"
            )
        } else {
            sentence!("“{name}”现名“{}”；请按现名填写", "“{name}” is called “{}” now; write that"; found.body.name)
        })
    }

    /// Takes what a row makes of a document.
    pub(crate) fn take(&mut self, line: &Line<'_>, id: EntryId, key: &str, body: Body) -> RowKind {
        let kind = if !Body::is_kept(self.county, id) {
            RowKind::New
        } else if self.drafts.get(id).is_none() && body.is_standing(self.county, id) {
            return RowKind::Same;
        } else {
            RowKind::Changed
        };
        let row = DraftRow {
            number: line.number,
            kind,
            part: None,
        };
        self.drafts.put(self.county, id, key, body, row);
        kind
    }
}
