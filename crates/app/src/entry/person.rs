//! People as entries.

use super::{Among, EntryKind, among::running};
use crate::county::{County, Shelf};
use pingyi_core::{entry::EntryFault, id::EntryId, person::Person, unit::UnitKind};
use pingyi_ranking::{Sentence, sentence};

impl EntryKind for Person {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.people
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.people
    }

    fn town(&self, _: Option<EntryId>, county: &County) -> Option<EntryId> {
        self.home(county.today)
            .and_then(|term| county.town_of(term.village))
    }

    fn prepared(mut self, standing: Option<&Self>, county: &County) -> Self {
        if let Some(standing) = standing
            && self.phone == standing.masked_phone()
        {
            self.phone.clone_from(&standing.phone);
        }
        if self.code.is_empty() {
            self.code =
                standing.map_or_else(|| next_code(county), |standing| standing.code.clone());
        }
        self.terms.sort_by_key(|term| term.from);
        self
    }

    fn check_among(&self, id: Option<EntryId>, among: &Among<'_>) -> Vec<EntryFault> {
        let mut faults = among.taken(self, id, "/code");
        for (index, term) in self.terms.iter().enumerate() {
            let village = among.unit(term.village);
            if village.is_none_or(|unit| unit.kind != UnitKind::Village) {
                faults.push(EntryFault::new(
                    format!("/terms/{index}/village"),
                    "unknown",
                    ("没有这个村", "there is no such village"),
                ));
            }
            let mentor = term
                .mentor
                .and_then(|mentor| check_mentor(mentor, id, among));
            faults.extend(mentor.map(|(code, message)| {
                EntryFault::new(format!("/terms/{index}/mentor"), code, message)
            }));
        }
        for (index, village) in running(self) {
            if let Some(rival) = among.rival(village, id) {
                let message = sentence!(
                    "该村书记现为{}；请先填写其离任日期和原因",
                    "{} is secretary of that village; end that term first, with its reason";
                    among.name(rival)
                );
                let path = format!("/terms/{index}/village");
                faults.push(EntryFault::new(path, "occupied", message));
            }
        }
        for (index, admission) in self.admissions.iter().enumerate() {
            if !among.has_batch(admission.batch) {
                faults.push(EntryFault::new(
                    format!("/admissions/{index}/batch"),
                    "unknown",
                    ("没有这个批次", "there is no such batch"),
                ));
            }
        }
        faults
    }
}

fn check_mentor(
    mentor: EntryId,
    own: Option<EntryId>,
    among: &Among<'_>,
) -> Option<(&'static str, Sentence)> {
    if Some(mentor) == own {
        let message = ("不能由本人帮带", "nobody is their own mentor");
        Some(("self", message.into()))
    } else if among.has_person(mentor) {
        None
    } else if among.is_left_out(mentor) {
        let message = (
            "帮带人那一行有误，没有他就不能填",
            "the mentor’s row is faulty, and cannot be named before it is mended",
        );
        Some(("unknown", message.into()))
    } else {
        Some((
            "unknown",
            ("没有这个帮带人", "there is no such mentor").into(),
        ))
    }
}

/// The next free code of a person: `R0001`.
pub(crate) fn next_code(county: &County) -> String {
    let used = county
        .people
        .values()
        .filter_map(|kept| kept.body.code.strip_prefix('R')?.parse::<u32>().ok());
    format!("R{:04}", used.max().unwrap_or(0) + 1)
}
