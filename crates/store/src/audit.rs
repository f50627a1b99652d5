//! The audit log: one row for each use case that changed something. Casting a ballot writes none.

use crate::{
    Connection, Result, StoreError,
    row::{all, execute, get, maybe_instant, micros, parsed},
};
use jiff::Timestamp;
use pingyi_core::id::{CycleId, RowId};

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Identifier, in order of time.
    pub id: RowId,
    /// The cycle, if it concerns one.
    pub cycle: Option<CycleId>,
    /// When.
    pub at: Timestamp,
    /// Who, if signed in.
    pub login: Option<String>,
    /// As what.
    pub role: Option<String>,
    /// Name of the use case, e.g. `round.open`.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// What happened, in a sentence.
    pub sentence: String,
}

/// Adds a row.
///
/// # Errors
/// Database faults.
pub async fn insert(c: &impl Connection, row: &AuditRow) -> Result<()> {
    let sql = "INSERT INTO audit (id, cycle_id, at, login, role, action, subject, sentence) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)";
    let values = vec![
        row.id.to_string().into(),
        row.cycle.map(|id| id.to_string()).into(),
        micros(row.at),
        row.login.clone().into(),
        row.role.clone().into(),
        row.action.as_str().into(),
        row.subject.as_str().into(),
        row.sentence.as_str().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// The newest rows of a cycle, and those of no cycle; at most 500.
///
/// # Errors
/// Database faults.
pub async fn newest(c: &impl Connection, cycle: CycleId) -> Result<Vec<AuditRow>> {
    let sql = "SELECT id, at, login, role, action, subject, sentence FROM audit \
               WHERE cycle_id = $1 OR cycle_id IS NULL ORDER BY at DESC, id DESC LIMIT 500";
    all(c, sql, vec![cycle.to_string().into()], |row| {
        Ok(AuditRow {
            id: parsed(row, "id")?,
            cycle: Some(cycle),
            at: maybe_instant(row, "at")?.ok_or(StoreError::Unreadable("at"))?,
            login: get(row, "login")?,
            role: get(row, "role")?,
            action: get(row, "action")?,
            subject: get(row, "subject")?,
            sentence: get(row, "sentence")?,
        })
    })
    .await
}
