//! Photos of projects.

use crate::{
    Connection, Result,
    row::{all, execute, get, instant, micros, one, parsed},
};
use jiff::Timestamp;
use pingyi_core::id::{EntryId, RowId};
use sea_orm::QueryResult;

/// A photo without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoRow {
    /// Identifier, in order of time.
    pub id: RowId,
    /// The project.
    pub project: EntryId,
    /// What it shows.
    pub caption: String,
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// Login of who brought it.
    pub login: String,
    /// When.
    pub at: Timestamp,
}

const COLUMNS: &str = "id, project_id, caption, media_type, login, at";

fn read(row: &QueryResult) -> Result<PhotoRow> {
    Ok(PhotoRow {
        id: parsed(row, "id")?,
        project: parsed(row, "project_id")?,
        caption: get(row, "caption")?,
        media_type: get(row, "media_type")?,
        login: get(row, "login")?,
        at: instant(row, "at")?,
    })
}

/// Adds a photo.
///
/// # Errors
/// Database faults.
pub async fn insert(c: &impl Connection, photo: &PhotoRow, content: &[u8]) -> Result<()> {
    let sql = "INSERT INTO photo (id, project_id, caption, media_type, content, login, at) VALUES ($1,$2,$3,$4,$5,$6,$7)";
    let values = vec![
        photo.id.to_string().into(),
        photo.project.to_string().into(),
        photo.caption.as_str().into(),
        photo.media_type.as_str().into(),
        content.to_vec().into(),
        photo.login.as_str().into(),
        micros(photo.at),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// The photos of a project, the oldest first.
///
/// # Errors
/// Database faults.
pub async fn of_project(c: &impl Connection, project: EntryId) -> Result<Vec<PhotoRow>> {
    let sql = format!("SELECT {COLUMNS} FROM photo WHERE project_id = $1 ORDER BY at, id");
    all(c, &sql, vec![project.to_string().into()], read).await
}

/// One photo.
///
/// # Errors
/// Database faults.
pub async fn get_one(c: &impl Connection, id: RowId) -> Result<Option<PhotoRow>> {
    let sql = format!("SELECT {COLUMNS} FROM photo WHERE id = $1");
    one(c, &sql, vec![id.to_string().into()], read).await
}

/// Its bytes.
///
/// # Errors
/// Database faults.
pub async fn content(c: &impl Connection, id: RowId) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT content FROM photo WHERE id = $1";
    one(c, sql, vec![id.to_string().into()], |row| {
        get(row, "content")
    })
    .await
}

/// Takes a photo out.
///
/// # Errors
/// Database faults.
pub async fn remove(c: &impl Connection, id: RowId) -> Result<()> {
    execute(
        c,
        "DELETE FROM photo WHERE id = $1",
        vec![id.to_string().into()],
    )
    .await?;
    Ok(())
}
