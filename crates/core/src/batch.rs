//! Batches of admission to professional management 专业化管理.

use crate::entry::{Entry, EntryFault, Noun, check_name};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Its number, e.g. `3`; unique.
    pub number: String,
    /// Its name, e.g. 第三批专业化管理村党组织书记.
    pub name: String,
    /// The day of admission.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Number of the document that admits, e.g. 海组〔2022〕15号.
    pub document: String,
}

impl Entry for Batch {
    const NOUN: Noun = Noun::Batch;

    fn key(&self) -> &str {
        &self.number
    }

    fn title(&self) -> &str {
        &self.name
    }

    fn check(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        check_name(&mut faults, "/number", &self.number, 20);
        check_name(&mut faults, "/name", &self.name, 40);
        check_name(&mut faults, "/document", &self.document, 60);
        faults
    }
}
