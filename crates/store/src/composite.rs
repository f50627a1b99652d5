//! A composite result once it is published: when, by whom, and the files it was published as.

use crate::{
    Connection, Result, StoreError,
    row::{all, execute, get, insert_all, maybe_instant, micros, one},
};
use jiff::Timestamp;
use pingyi_core::id::CycleId;

/// That a composite result is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// When.
    pub at: Timestamp,
    /// Login of who published it.
    pub by: String,
}

/// A file as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// Name with its folder, e.g. `data/sheets.csv`.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
}

/// Whether the composite result of a cycle is published.
///
/// # Errors
/// Database faults.
pub async fn publication(c: &impl Connection, cycle: CycleId) -> Result<Option<Publication>> {
    let sql = "SELECT published_at, published_by FROM composite WHERE cycle_id = $1";
    one(c, sql, vec![cycle.to_string().into()], |row| {
        Ok(Publication {
            at: maybe_instant(row, "published_at")?
                .ok_or(StoreError::Unreadable("published_at"))?,
            by: get(row, "published_by")?,
        })
    })
    .await
}

/// Publishes a composite result with its files. `false` when one was published before; nothing is written then.
///
/// # Errors
/// Database faults.
pub async fn publish(
    c: &impl Connection,
    cycle: CycleId,
    publication: &Publication,
    files: &[PublishedFile],
) -> Result<bool> {
    let sql = "INSERT INTO composite (cycle_id, published_at, published_by) VALUES ($1,$2,$3) \
               ON CONFLICT (cycle_id) DO NOTHING";
    let values = vec![
        cycle.to_string().into(),
        micros(publication.at),
        publication.by.as_str().into(),
    ];
    if execute(c, sql, values).await? == 0 {
        return Ok(false);
    }
    let rows = files.iter().map(|file| {
        vec![
            cycle.to_string().into(),
            file.name.as_str().into(),
            file.content.clone().into(),
            file.sha256.as_str().into(),
        ]
    });
    insert_all(
        c,
        "composite_file",
        &["cycle_id", "name", "content", "sha256"],
        rows.collect(),
    )
    .await?;
    Ok(true)
}

/// The files a composite result was published as, by name; none before.
///
/// # Errors
/// Database faults.
pub async fn files(c: &impl Connection, cycle: CycleId) -> Result<Vec<PublishedFile>> {
    let sql = "SELECT name, content, sha256 FROM composite_file WHERE cycle_id = $1 ORDER BY name";
    all(c, sql, vec![cycle.to_string().into()], |row| {
        Ok(PublishedFile {
            name: get(row, "name")?,
            content: get(row, "content")?,
            sha256: get(row, "sha256")?,
        })
    })
    .await
}
