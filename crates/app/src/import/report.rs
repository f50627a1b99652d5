//! What is told of an import.

use super::column::ImportTable;
use crate::{Fault, Result};
use pingyi_core::entry::Change;
use pingyi_store::import::ImportRow as Stored;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Differences and faults that are listed one by one.
pub(crate) const SHOWN: usize = 200;

/// How an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Being read.
    Reading,
    /// Read; what it would change is known.
    Ready,
    /// Refused whole.
    Refused,
    /// Written.
    Applied,
    /// Written and taken back.
    Undone,
}

impl ImportState {
    /// The state's name in data.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Ready => "ready",
            Self::Refused => "refused",
            Self::Applied => "applied",
            Self::Undone => "undone",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let states = [
            Self::Reading,
            Self::Ready,
            Self::Refused,
            Self::Applied,
            Self::Undone,
        ];
        states.into_iter().find(|state| state.code() == text)
    }
}

/// Rows by what they would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportCounts {
    /// Rows of the file, heading and example left out.
    pub rows: usize,
    /// Rows that add something.
    pub new: usize,
    /// Rows that change something.
    pub changed: usize,
    /// Rows that say what is there already.
    pub same: usize,
    /// Rows that need mending.
    pub faulty: usize,
    /// In the county and not in the file; they stay as they are.
    pub absent: usize,
}

/// A heading of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportHeading {
    /// As it stands there.
    pub heading: String,
    /// The column it stands for; nothing when it is not read.
    pub column: Option<String>,
}

/// A column a file may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportColumn {
    /// Name in data.
    pub code: String,
    /// Heading in Chinese.
    pub zh: String,
    /// Heading in English.
    pub en: String,
    /// Whether a file without it is refused.
    pub required: bool,
    /// What belongs there, in Chinese.
    pub help: String,
    /// What belongs there, in English.
    pub help_en: String,
}

/// A document the file would make or change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportDifference {
    /// Its first row.
    pub row: usize,
    /// `new` or `changed`.
    pub kind: String,
    /// What it is found by.
    pub key: String,
    /// Its name.
    pub title: String,
    /// What would differ.
    pub changes: Vec<Change>,
}

/// A cell that needs mending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportFault {
    /// `C12`.
    pub cell: String,
    /// Row as the spreadsheet counts.
    pub row: usize,
    /// Code of the column.
    pub column: String,
    /// What stands there; personal numbers are hidden.
    pub value: String,
    /// Stable name of the fault.
    pub code: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// What is wrong and what to do, in English.
    #[serde(default)]
    pub message_en: String,
}

/// A line of the list of imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportRow {
    /// Identifier.
    pub id: String,
    /// What it fills.
    pub table: ImportTable,
    /// Name of the file.
    pub file: String,
    /// Login of who brought it.
    pub by: String,
    /// When.
    pub at: String,
    /// How it stands.
    pub state: ImportState,
    /// Its rows.
    pub counts: ImportCounts,
}

/// An import with what it would change, or changed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ImportView {
    /// Identifier.
    pub id: String,
    /// What it fills.
    pub table: ImportTable,
    /// Name of the file.
    pub file: String,
    /// Login of who brought it.
    pub by: String,
    /// When.
    pub at: String,
    /// How it stands.
    pub state: ImportState,
    /// Its rows.
    pub counts: ImportCounts,
    /// How far reading is.
    pub rows_read: usize,
    /// Headings of the file.
    pub headings: Vec<ImportHeading>,
    /// Columns of the table.
    pub columns: Vec<ImportColumn>,
    /// The first 200 differences.
    pub differences: Vec<ImportDifference>,
    /// The first 200 faults.
    pub faults: Vec<ImportFault>,
    /// How many faults there are.
    pub fault_count: usize,
    /// Names of what values refer to.
    pub names: BTreeMap<String, String>,
    /// Why the file is refused whole, in Chinese.
    pub refusal: Option<String>,
    /// Why the file is refused whole, in English.
    pub refusal_en: Option<String>,
    /// What was changed since it was written, so that it cannot be undone.
    pub changed_since: Vec<String>,
}

/// What is kept of a reading.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Report {
    /// The town of the account that brought it.
    pub(crate) town: Option<String>,
    pub(crate) counts: ImportCounts,
    pub(crate) rows_read: usize,
    pub(crate) headings: Vec<ImportHeading>,
    pub(crate) differences: Vec<ImportDifference>,
    pub(crate) faults: Vec<ImportFault>,
    pub(crate) fault_count: usize,
    pub(crate) names: BTreeMap<String, String>,
    pub(crate) refusal: Option<String>,
    pub(crate) refusal_en: Option<String>,
    pub(crate) digest: String,
}

impl Report {
    pub(crate) fn of(stored: &Stored) -> Result<Self> {
        serde_json::from_value(stored.report.clone()).map_err(|error| Fault::internal(&error))
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// Table and state of what is stored.
pub(crate) fn kind_of(stored: &Stored) -> Result<(ImportTable, ImportState)> {
    ImportTable::parse(&stored.table)
        .zip(ImportState::parse(&stored.state))
        .ok_or_else(|| Fault::internal(&"an import of an unknown kind"))
}

impl ImportRow {
    pub(crate) fn of(stored: &Stored, report: &Report) -> Result<Self> {
        let (table, state) = kind_of(stored)?;
        Ok(Self {
            id: stored.id.to_string(),
            table,
            file: stored.file.clone(),
            by: stored.login.clone(),
            at: stored.at.to_string(),
            state,
            counts: report.counts,
        })
    }
}

impl ImportView {
    pub(crate) fn of(stored: &Stored, report: Report) -> Result<Self> {
        let row = ImportRow::of(stored, &report)?;
        let columns = row.table.columns().iter().map(|column| ImportColumn {
            code: column.code.into(),
            zh: column.zh.into(),
            en: column.en.into(),
            required: column.required,
            help: column.help(),
            help_en: column.help_en(),
        });
        Ok(Self {
            id: row.id,
            table: row.table,
            file: row.file,
            by: row.by,
            at: row.at,
            state: row.state,
            counts: row.counts,
            rows_read: report.rows_read,
            headings: report
                .headings
                .into_iter()
                .filter(|one| !one.heading.is_empty())
                .collect(),
            columns: columns.collect(),
            differences: report.differences,
            faults: report.faults,
            fault_count: report.fault_count,
            names: report.names,
            refusal: report.refusal,
            refusal_en: report.refusal_en,
            changed_since: Vec::new(),
        })
    }
}
