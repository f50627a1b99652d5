//! Batches of admission as entries.

use super::{Among, EntryKind};
use crate::county::{County, Shelf};
use pingyi_core::{batch::Batch, entry::EntryFault, id::EntryId};

impl EntryKind for Batch {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.batches
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.batches
    }

    fn town(&self, _: Option<EntryId>, _: &County) -> Option<EntryId> {
        None
    }

    fn prepared(self, _: Option<&Self>, _: &County) -> Self {
        self
    }

    fn check_among(&self, id: Option<EntryId>, among: &Among<'_>) -> Vec<EntryFault> {
        among.taken(self, id, "/number")
    }
}
