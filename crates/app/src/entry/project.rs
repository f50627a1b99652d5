//! Projects as entries.

use super::{Among, EntryKind};
use crate::county::{County, Shelf};
use pingyi_core::{entry::EntryFault, id::EntryId, ledger::Project, unit::UnitKind};
use pingyi_ranking::{Sentence, sentence};

impl EntryKind for Project {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.projects
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.projects
    }

    fn town(&self, _: Option<EntryId>, _: &County) -> Option<EntryId> {
        Some(self.town)
    }

    fn prepared(self, standing: Option<&Self>, _: &County) -> Self {
        let start = Self::new("", "", "", self.town);
        self.keeping_history_of(standing.unwrap_or(&start))
    }

    fn check_among(&self, id: Option<EntryId>, among: &Among<'_>) -> Vec<EntryFault> {
        let mut faults = among.taken(self, id, "/number");
        let town = among.unit(self.town);
        if town.is_none_or(|unit| !unit.kind.is_town()) {
            faults.push(EntryFault::new(
                "/town",
                "unknown",
                ("没有这个镇街", "there is no such town"),
            ));
        }
        for (index, village) in self.villages.iter().enumerate() {
            let found = among.unit(*village);
            let found = found.filter(|unit| unit.kind == UnitKind::Village);
            let (code, message): (_, Sentence) = match found {
                None => ("unknown", ("没有这个村", "there is no such village").into()),
                Some(unit) if unit.parent != Some(self.town) => {
                    let message = sentence!(
                        "{}不属于所选镇街", "{} does not belong to that town"; unit.name
                    );
                    ("other_town", message)
                }
                Some(_) => continue,
            };
            faults.push(EntryFault::new(format!("/villages/{index}"), code, message));
        }
        faults
    }
}
