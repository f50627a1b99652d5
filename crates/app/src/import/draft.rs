//! Documents as a file would have them.

use crate::{county::County, entry::Body};
use pingyi_core::id::EntryId;
use std::collections::HashMap;

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
