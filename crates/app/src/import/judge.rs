//! The documents of a file among each other and among what stands.

use super::draft::Draft;
use crate::{
    county::County,
    entry::{Among, Body},
};
use pingyi_core::{entry::EntryFault, id::EntryId};
use std::collections::HashMap;

/// Faults by document. A document with a fault is left out, and what stands takes its place; so others are asked again.
pub(crate) fn judge(county: &County, drafts: &[Draft]) -> HashMap<EntryId, Vec<EntryFault>> {
    let mut faults: HashMap<EntryId, Vec<EntryFault>> = HashMap::new();
    for draft in drafts {
        let own = draft.body.check();
        if !own.is_empty() {
            faults.insert(draft.id, own);
        }
    }
    loop {
        let coming: HashMap<EntryId, &Body> = drafts
            .iter()
            .filter(|draft| !faults.contains_key(&draft.id))
            .map(|draft| (draft.id, &draft.body))
            .collect();
        let asked = drafts
            .iter()
            .filter(|draft| !faults.contains_key(&draft.id));
        let mut among = Among::with(county, coming, faults.keys().copied().collect());
        let mut left_out = Vec::new();
        for draft in asked {
            let found = draft.body.check_among(draft.id, &among);
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
