//! What stands beside the projects of the ledger: filters of accounts, and the ledger as cycles froze it.

use crate::{
    Connection, Result,
    row::{all, execute, get, insert_all, instant, micros, one},
};
use jiff::Timestamp;
use pingyi_core::id::{AccountId, CycleId};

/// The filters of an account in their order: name and query.
///
/// # Errors
/// Database faults.
pub async fn filters(c: &impl Connection, account: AccountId) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, query FROM saved_filter WHERE account_id = $1 ORDER BY position";
    all(c, sql, vec![account.to_string().into()], |row| {
        Ok((get(row, "name")?, get(row, "query")?))
    })
    .await
}

/// Replaces the filters of an account.
///
/// # Errors
/// Database faults.
pub async fn put_filters(
    c: &impl Connection,
    account: AccountId,
    filters: &[(String, String)],
) -> Result<()> {
    let sql = "DELETE FROM saved_filter WHERE account_id = $1";
    execute(c, sql, vec![account.to_string().into()]).await?;
    let rows = filters
        .iter()
        .zip(0_i64..)
        .map(|((name, query), position)| {
            vec![
                account.to_string().into(),
                position.into(),
                name.as_str().into(),
                query.as_str().into(),
            ]
        });
    let columns = ["account_id", "position", "name", "query"];
    insert_all(c, "saved_filter", &columns, rows.collect()).await
}

/// The ledger as a cycle froze it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// When.
    pub at: Timestamp,
    /// Login of who froze it.
    pub login: String,
    /// SHA-256 of the content, in hex.
    pub sha256: String,
    /// Projects with the names of what they refer to, as JSON.
    pub content: String,
}

/// The frozen ledger of a cycle.
///
/// # Errors
/// Database faults.
pub async fn snapshot(c: &impl Connection, cycle: CycleId) -> Result<Option<SnapshotRow>> {
    let sql = "SELECT at, login, sha256, content FROM ledger_snapshot WHERE cycle_id = $1";
    one(c, sql, vec![cycle.to_string().into()], |row| {
        Ok(SnapshotRow {
            at: instant(row, "at")?,
            login: get(row, "login")?,
            sha256: get(row, "sha256")?,
            content: get(row, "content")?,
        })
    })
    .await
}

/// Freezes the ledger of a cycle.
///
/// # Errors
/// A unique violation when it is frozen already.
pub async fn freeze(c: &impl Connection, cycle: CycleId, row: &SnapshotRow) -> Result<()> {
    let sql = "INSERT INTO ledger_snapshot (cycle_id, at, login, sha256, content) VALUES ($1,$2,$3,$4,$5)";
    let values = vec![
        cycle.to_string().into(),
        micros(row.at),
        row.login.as_str().into(),
        row.sha256.as_str().into(),
        row.content.as_str().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}
