//! Proposals: what towns want changed, and what the county answered.

use crate::{
    Connection, Result, StoreError,
    row::{
        all, execute, get, insert_all, instant, json, maybe_count, maybe_instant, maybe_parsed,
        micros, one, parsed,
    },
};
use jiff::Timestamp;
use pingyi_core::{
    entry::Noun,
    id::{EntryId, RowId},
};
use sea_orm::QueryResult;

/// How a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// Waits for the county.
    Pending,
    /// Done.
    Approved,
    /// Refused.
    Rejected,
    /// Taken back by the town.
    Withdrawn,
}

impl ProposalState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Pending,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The state's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == text)
    }
}

/// One proposal.
#[derive(Clone, PartialEq)]
pub struct ProposalRow {
    /// Identifier, in order of time.
    pub id: RowId,
    /// What it is about.
    pub noun: Noun,
    /// The entry; none for a new one.
    pub entry: Option<EntryId>,
    /// What a list shows.
    pub title: String,
    /// The town that proposes.
    pub town: EntryId,
    /// The version it started from.
    pub base_version: Option<u32>,
    /// The document it started from; `null` for a new entry.
    pub base: serde_json::Value,
    /// The document it wants.
    pub body: serde_json::Value,
    /// Why.
    pub why: String,
    /// Login of who proposes.
    pub login: String,
    /// When.
    pub at: Timestamp,
    /// How it stands.
    pub state: ProposalState,
    /// The import it came with.
    pub import: Option<RowId>,
    /// Login of who answered.
    pub reviewer: Option<String>,
    /// When.
    pub reviewed_at: Option<Timestamp>,
    /// What was answered.
    pub answer: String,
}

const COLUMNS: [&str; 16] = [
    "id",
    "noun",
    "entry_id",
    "title",
    "town_id",
    "base_version",
    "base",
    "body",
    "why",
    "login",
    "at",
    "state",
    "import_id",
    "reviewer",
    "reviewed_at",
    "answer",
];

fn read(row: &QueryResult) -> Result<ProposalRow> {
    Ok(ProposalRow {
        id: parsed(row, "id")?,
        noun: Noun::parse(&get::<String>(row, "noun")?).ok_or(StoreError::Unreadable("noun"))?,
        entry: maybe_parsed(row, "entry_id")?,
        title: get(row, "title")?,
        town: parsed(row, "town_id")?,
        base_version: maybe_count(row, "base_version")?,
        base: json(row, "base")?,
        body: json(row, "body")?,
        why: get(row, "why")?,
        login: get(row, "login")?,
        at: instant(row, "at")?,
        state: ProposalState::parse(&get::<String>(row, "state")?)
            .ok_or(StoreError::Unreadable("state"))?,
        import: maybe_parsed(row, "import_id")?,
        reviewer: get(row, "reviewer")?,
        reviewed_at: maybe_instant(row, "reviewed_at")?,
        answer: get(row, "answer")?,
    })
}

/// Adds proposals.
///
/// # Errors
/// Database faults.
pub async fn insert(c: &impl Connection, rows: &[ProposalRow]) -> Result<()> {
    let values = rows.iter().map(|row| {
        vec![
            row.id.to_string().into(),
            row.noun.code().into(),
            row.entry.map(|id| id.to_string()).into(),
            row.title.as_str().into(),
            row.town.to_string().into(),
            row.base_version.map(i64::from).into(),
            row.base.to_string().into(),
            row.body.to_string().into(),
            row.why.as_str().into(),
            row.login.as_str().into(),
            micros(row.at),
            row.state.code().into(),
            row.import.map(|id| id.to_string()).into(),
            row.reviewer.clone().into(),
            row.reviewed_at.map(pingyi_core::clock::to_micros).into(),
            row.answer.as_str().into(),
        ]
    });
    insert_all(c, "proposal", &COLUMNS, values.collect()).await
}

/// The proposals in a state, the newest first; at most 5,000.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, state: ProposalState) -> Result<Vec<ProposalRow>> {
    let sql = format!(
        "SELECT {} FROM proposal WHERE state = $1 ORDER BY id DESC LIMIT 5000",
        COLUMNS.join(",")
    );
    all(c, &sql, vec![state.code().into()], read).await
}

/// One proposal.
///
/// # Errors
/// Database faults.
pub async fn get_one(c: &impl Connection, id: RowId) -> Result<Option<ProposalRow>> {
    let sql = format!("SELECT {} FROM proposal WHERE id = $1", COLUMNS.join(","));
    one(c, &sql, vec![id.to_string().into()], read).await
}

/// Answers a proposal that waits; `entry` is the new entry it became. Answers whether it was still waiting.
///
/// # Errors
/// Database faults.
pub async fn answer(
    c: &impl Connection,
    id: RowId,
    state: ProposalState,
    entry: Option<EntryId>,
    reviewer: &str,
    at: Timestamp,
    answer: &str,
) -> Result<bool> {
    let sql = "UPDATE proposal SET state = $1, entry_id = COALESCE(entry_id, $2), reviewer = $3, reviewed_at = $4, \
               answer = $5 WHERE id = $6 AND state = 'pending'";
    let values = vec![
        state.code().into(),
        entry.map(|id| id.to_string()).into(),
        reviewer.into(),
        micros(at),
        answer.into(),
        id.to_string().into(),
    ];
    Ok(execute(c, sql, values).await? == 1)
}

/// Writes other documents over those of a proposal: only for data whose time is over.
///
/// # Errors
/// Database faults.
pub async fn overwrite(
    c: &impl Connection,
    id: RowId,
    base: &serde_json::Value,
    body: &serde_json::Value,
) -> Result<()> {
    let sql = "UPDATE proposal SET base = $1, body = $2 WHERE id = $3";
    let values = vec![
        base.to_string().into(),
        body.to_string().into(),
        id.to_string().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// Every proposal about an entry.
///
/// # Errors
/// Database faults.
pub async fn of_entry(c: &impl Connection, entry: EntryId) -> Result<Vec<ProposalRow>> {
    let sql = format!(
        "SELECT {} FROM proposal WHERE entry_id = $1 ORDER BY id",
        COLUMNS.join(",")
    );
    all(c, &sql, vec![entry.to_string().into()], read).await
}
