//! Imports: files on their way in, and which columns people chose for their headings.

use crate::{
    Connection, Result,
    row::{all, execute, get, instant, json, micros, one, parsed},
};
use jiff::Timestamp;
use pingyi_core::id::RowId;
use sea_orm::QueryResult;

/// An import without its file.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// Identifier, in order of time.
    pub id: RowId,
    /// Which table it fills, e.g. `people`.
    pub table: String,
    /// Name of the file.
    pub file: String,
    /// Login of who brought it.
    pub login: String,
    /// When.
    pub at: Timestamp,
    /// How it stands, e.g. `ready`.
    pub state: String,
    /// What was found in it.
    pub report: serde_json::Value,
}

const COLUMNS: &str = "id, table_name, file, login, at, state, report";

fn read(row: &QueryResult) -> Result<ImportRow> {
    Ok(ImportRow {
        id: parsed(row, "id")?,
        table: get(row, "table_name")?,
        file: get(row, "file")?,
        login: get(row, "login")?,
        at: instant(row, "at")?,
        state: get(row, "state")?,
        report: json(row, "report")?,
    })
}

/// Adds an import with its file.
///
/// # Errors
/// Database faults.
pub async fn insert(c: &impl Connection, import: &ImportRow, content: &[u8]) -> Result<()> {
    let sql = "INSERT INTO import (id, table_name, file, content, login, at, state, report) \
               VALUES ($1,$2,$3,$4,$5,$6,$7,$8)";
    let values = vec![
        import.id.to_string().into(),
        import.table.as_str().into(),
        import.file.as_str().into(),
        content.to_vec().into(),
        import.login.as_str().into(),
        micros(import.at),
        import.state.as_str().into(),
        import.report.to_string().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// The newest imports, at most 200.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection) -> Result<Vec<ImportRow>> {
    let sql = format!("SELECT {COLUMNS} FROM import ORDER BY id DESC LIMIT 200");
    all(c, &sql, vec![], read).await
}

/// One import.
///
/// # Errors
/// Database faults.
pub async fn get_one(c: &impl Connection, id: RowId) -> Result<Option<ImportRow>> {
    let sql = format!("SELECT {COLUMNS} FROM import WHERE id = $1");
    one(c, &sql, vec![id.to_string().into()], read).await
}

/// The file of an import; empty once it has gone.
///
/// # Errors
/// Database faults.
pub async fn content(c: &impl Connection, id: RowId) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT content FROM import WHERE id = $1";
    one(c, sql, vec![id.to_string().into()], |row| {
        get(row, "content")
    })
    .await
}

/// Writes how an import stands, if it still stands at `from`. Answers whether it did.
///
/// # Errors
/// Database faults.
pub async fn update(
    c: &impl Connection,
    id: RowId,
    from: &str,
    state: &str,
    report: &serde_json::Value,
) -> Result<bool> {
    let sql = "UPDATE import SET state = $1, report = $2 WHERE id = $3 AND state = $4";
    let values = vec![
        state.into(),
        report.to_string().into(),
        id.to_string().into(),
        from.into(),
    ];
    Ok(execute(c, sql, values).await? == 1)
}

/// Lets the file of an import go.
///
/// # Errors
/// Database faults.
pub async fn forget(c: &impl Connection, id: RowId) -> Result<()> {
    let sql = "UPDATE import SET content = $1 WHERE id = $2";
    execute(c, sql, vec![Vec::<u8>::new().into(), id.to_string().into()]).await?;
    Ok(())
}

/// Lets the files of imports older than an instant go.
///
/// # Errors
/// Database faults.
pub async fn forget_before(c: &impl Connection, before: Timestamp) -> Result<()> {
    let sql = "UPDATE import SET content = $1 WHERE at < $2";
    execute(c, sql, vec![Vec::<u8>::new().into(), micros(before)]).await?;
    Ok(())
}

/// Columns people chose for headings of a table: heading and column.
///
/// # Errors
/// Database faults.
pub async fn memory(c: &impl Connection, table: &str) -> Result<Vec<(String, String)>> {
    let sql = "SELECT heading, code FROM column_memory WHERE table_name = $1 ORDER BY heading";
    all(c, sql, vec![table.into()], |row| {
        Ok((get(row, "heading")?, get(row, "code")?))
    })
    .await
}

/// Remembers the column of a heading; an empty code is "none of them".
///
/// # Errors
/// Database faults.
pub async fn remember(c: &impl Connection, table: &str, heading: &str, code: &str) -> Result<()> {
    let sql = "INSERT INTO column_memory (table_name, heading, code) VALUES ($1,$2,$3) \
               ON CONFLICT (table_name, heading) DO UPDATE SET code = excluded.code";
    execute(c, sql, vec![table.into(), heading.into(), code.into()]).await?;
    Ok(())
}
