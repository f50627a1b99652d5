//! Units as entries.

use super::{Among, EntryKind};
use crate::county::{County, Shelf};
use pingyi_core::{
    entry::EntryFault,
    id::EntryId,
    unit::{Unit, UnitKind},
};
use pingyi_ranking::{Sentence, sentence};

impl EntryKind for Unit {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.units
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.units
    }

    fn town(&self, id: Option<EntryId>, _: &County) -> Option<EntryId> {
        if self.kind == UnitKind::Village {
            return self.parent;
        }
        id.filter(|_| self.kind.is_town())
    }

    fn prepared(mut self, standing: Option<&Self>, _: &County) -> Self {
        if let Some(standing) = standing {
            // Name, parent and end have days; they change by their own acts.
            self.kind = standing.kind;
            self.parent = standing.parent;
            self.former.clone_from(&standing.former);
            self.ended.clone_from(&standing.ended);
        }
        self
    }

    fn check_among(&self, id: Option<EntryId>, among: &Among<'_>) -> Vec<EntryFault> {
        let mut faults = among.taken(self, id, "/code");
        if let Some(parent) = self.parent {
            faults.extend(check_parent(self, parent, among));
        }
        if self.ended.is_none() && among.twin(self, id).is_some() {
            let message = sentence!(
                "同一上级下已有“{}”", "there is a “{}” under the same parent already"; self.name
            );
            faults.push(EntryFault::new("/name", "taken", message));
        }
        if self.kind == UnitKind::County && among.county(id).is_some() {
            faults.push(EntryFault::new(
                "/kind",
                "county",
                ("只能有一个县（市、区）", "there is one county only"),
            ));
        }
        faults
    }
}

fn check_parent(unit: &Unit, parent: EntryId, among: &Among<'_>) -> Option<EntryFault> {
    let (code, message): (_, Sentence) = match among.unit(parent) {
        Some(parent) if !unit.kind.belongs_to(parent.kind) => {
            let (own, above) = (unit.kind, parent.kind);
            let message = (
                format!("{}不能直接隶属于{}", own.zh(), above.zh()),
                format!(
                    "a {} cannot belong to a {} directly",
                    own.code(),
                    above.code()
                ),
            );
            ("kind", message.into())
        }
        Some(parent) if parent.ended.is_some() && unit.ended.is_none() => {
            ("ended", ("上级单位已撤销", "the parent has ended").into())
        }
        Some(_) => return None,
        None if among.is_left_out(parent) => {
            let message = (
                "所属镇街那一行有误，没有它就不能添加",
                "the row of its town is faulty, and it cannot be added without",
            );
            ("unknown", message.into())
        }
        None => (
            "unknown",
            ("没有这个上级单位", "there is no such parent").into(),
        ),
    };
    Some(EntryFault::new("/parent", code, message))
}
