//! Score tables: what judges and records brought, as the bytes they came in.

use crate::{
    Connection, Result, StoreError,
    row::{all, count, execute, get, maybe_instant, micros, one},
};
use jiff::Timestamp;
use pingyi_core::id::CycleId;
use sea_orm::QueryResult;

/// A stored table without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableInfo {
    /// Name, e.g. `sheets`.
    pub name: String,
    /// Rows without the header.
    pub rows: u32,
    /// SHA-256 of the content, in hex.
    pub sha256: String,
    /// When it was last imported.
    pub changed_at: Timestamp,
    /// Login of who imported it.
    pub changed_by: String,
}

fn read(row: &QueryResult) -> Result<TableInfo> {
    Ok(TableInfo {
        name: get(row, "name")?,
        rows: count(row, "row_count")?,
        sha256: get(row, "sha256")?,
        changed_at: maybe_instant(row, "changed_at")?
            .ok_or(StoreError::Unreadable("changed_at"))?,
        changed_by: get(row, "changed_by")?,
    })
}

/// The tables of a cycle by name.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, cycle: CycleId) -> Result<Vec<TableInfo>> {
    let sql = "SELECT name, row_count, sha256, changed_at, changed_by FROM score_table \
               WHERE cycle_id = $1 ORDER BY name";
    all(c, sql, vec![cycle.to_string().into()], read).await
}

/// The content of every table of a cycle, by name.
///
/// # Errors
/// Database faults.
pub async fn contents(c: &impl Connection, cycle: CycleId) -> Result<Vec<(String, Vec<u8>)>> {
    let sql = "SELECT name, content FROM score_table WHERE cycle_id = $1 ORDER BY name";
    all(c, sql, vec![cycle.to_string().into()], |row| {
        Ok((get(row, "name")?, get(row, "content")?))
    })
    .await
}

/// The content of one table.
///
/// # Errors
/// Database faults.
pub async fn content(c: &impl Connection, cycle: CycleId, name: &str) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT content FROM score_table WHERE cycle_id = $1 AND name = $2";
    let values = vec![cycle.to_string().into(), name.into()];
    one(c, sql, values, |row| get(row, "content")).await
}

/// Writes a table whole, in place of the one before.
///
/// # Errors
/// Database faults.
pub async fn put(
    c: &impl Connection,
    cycle: CycleId,
    info: &TableInfo,
    content: &[u8],
) -> Result<()> {
    let sql = "INSERT INTO score_table (cycle_id, name, content, row_count, sha256, changed_at, changed_by) \
               VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (cycle_id, name) DO UPDATE SET \
               content = excluded.content, row_count = excluded.row_count, sha256 = excluded.sha256, \
               changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    let values = vec![
        cycle.to_string().into(),
        info.name.as_str().into(),
        content.to_vec().into(),
        i64::from(info.rows).into(),
        info.sha256.as_str().into(),
        micros(info.changed_at),
        info.changed_by.as_str().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}
