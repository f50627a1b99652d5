//! Entries: documents with versions, of every noun the county keeps from year to year.

use crate::{
    Connection, Result, StoreError,
    row::{all, count, execute, get, insert_all, instant, json, maybe_parsed, micros, one, parsed},
};
use jiff::Timestamp;
use pingyi_core::{
    entry::Noun,
    id::{EntryId, RowId},
};
use sea_orm::{QueryResult, Value};

/// An entry as it stands.
#[derive(Clone, PartialEq)]
pub struct EntryRow {
    /// Identifier.
    pub id: EntryId,
    /// What it is about.
    pub noun: Noun,
    /// Unique among its noun where it is not empty.
    pub code: String,
    /// What a list shows.
    pub title: String,
    /// From 1.
    pub version: u32,
    /// The document.
    pub body: serde_json::Value,
    /// When the version was written.
    pub changed_at: Timestamp,
    /// Login of who wrote it.
    pub changed_by: String,
}

/// One version of an entry.
#[derive(Clone, PartialEq)]
pub struct VersionRow {
    /// Of which entry.
    pub entry: EntryId,
    /// From 1.
    pub version: u32,
    /// The document then.
    pub body: serde_json::Value,
    /// When.
    pub at: Timestamp,
    /// Login of who wrote it.
    pub login: String,
    /// Why.
    pub why: String,
    /// The import it came with.
    pub import: Option<RowId>,
}

const COLUMNS: [&str; 8] = [
    "id",
    "noun",
    "code",
    "title",
    "version",
    "body",
    "changed_at",
    "changed_by",
];

const VERSION_COLUMNS: [&str; 7] = [
    "entry_id",
    "version",
    "body",
    "at",
    "login",
    "why",
    "import_id",
];

fn read(row: &QueryResult) -> Result<EntryRow> {
    Ok(EntryRow {
        id: parsed(row, "id")?,
        noun: Noun::parse(&get::<String>(row, "noun")?).ok_or(StoreError::Unreadable("noun"))?,
        code: get(row, "code")?,
        title: get(row, "title")?,
        version: count(row, "version")?,
        body: json(row, "body")?,
        changed_at: instant(row, "changed_at")?,
        changed_by: get(row, "changed_by")?,
    })
}

fn read_version(row: &QueryResult) -> Result<VersionRow> {
    Ok(VersionRow {
        entry: parsed(row, "entry_id")?,
        version: count(row, "version")?,
        body: json(row, "body")?,
        at: instant(row, "at")?,
        login: get(row, "login")?,
        why: get(row, "why")?,
        import: maybe_parsed(row, "import_id")?,
    })
}

/// Every entry, in the order in which they were first written.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection) -> Result<Vec<EntryRow>> {
    let sql = format!("SELECT {} FROM entry ORDER BY id", COLUMNS.join(","));
    all(c, &sql, vec![], read).await
}

/// One entry.
///
/// # Errors
/// Database faults.
pub async fn get_one(c: &impl Connection, id: EntryId) -> Result<Option<EntryRow>> {
    let sql = format!("SELECT {} FROM entry WHERE id = $1", COLUMNS.join(","));
    one(c, &sql, vec![id.to_string().into()], read).await
}

/// The entry of a code.
///
/// # Errors
/// Database faults.
pub async fn by_code(c: &impl Connection, noun: Noun, code: &str) -> Result<Option<EntryRow>> {
    let sql = format!(
        "SELECT {} FROM entry WHERE noun = $1 AND code = $2",
        COLUMNS.join(",")
    );
    one(c, &sql, vec![noun.code().into(), code.into()], read).await
}

fn values(row: &EntryRow) -> Vec<Value> {
    vec![
        row.id.to_string().into(),
        row.noun.code().into(),
        row.code.as_str().into(),
        row.title.as_str().into(),
        i64::from(row.version).into(),
        row.body.to_string().into(),
        micros(row.changed_at),
        row.changed_by.as_str().into(),
    ]
}

/// Writes entries and their new versions: version 1 is a new entry, a later one takes the place of the one before.
///
/// # Errors
/// A unique violation when a code is taken. [`StoreError::Stale`] when an entry does not stand at the version
/// before: somebody else wrote it.
pub async fn write(
    c: &impl Connection,
    rows: &[EntryRow],
    why: &str,
    import: Option<RowId>,
) -> Result<()> {
    let (new, changed): (Vec<&EntryRow>, Vec<&EntryRow>) =
        rows.iter().partition(|row| row.version == 1);
    insert_all(c, "entry", &COLUMNS, new.into_iter().map(values).collect()).await?;
    for row in changed {
        let sql = "UPDATE entry SET code = $1, title = $2, version = $3, body = $4, changed_at = $5, changed_by = $6 \
                   WHERE id = $7 AND version = $8";
        let touched = execute(
            c,
            sql,
            vec![
                row.code.as_str().into(),
                row.title.as_str().into(),
                i64::from(row.version).into(),
                row.body.to_string().into(),
                micros(row.changed_at),
                row.changed_by.as_str().into(),
                row.id.to_string().into(),
                i64::from(row.version - 1).into(),
            ],
        )
        .await?;
        if touched != 1 {
            return Err(StoreError::Stale);
        }
    }
    let versions = rows.iter().map(|row| {
        vec![
            row.id.to_string().into(),
            i64::from(row.version).into(),
            row.body.to_string().into(),
            micros(row.changed_at),
            row.changed_by.as_str().into(),
            why.into(),
            import.map(|id| id.to_string()).into(),
        ]
    });
    insert_all(c, "entry_version", &VERSION_COLUMNS, versions.collect()).await
}

/// The versions of an entry, the oldest first.
///
/// # Errors
/// Database faults.
pub async fn versions(c: &impl Connection, id: EntryId) -> Result<Vec<VersionRow>> {
    let sql = format!(
        "SELECT {} FROM entry_version WHERE entry_id = $1 ORDER BY version",
        VERSION_COLUMNS.join(",")
    );
    all(c, &sql, vec![id.to_string().into()], read_version).await
}

/// One version of an entry.
///
/// # Errors
/// Database faults.
pub async fn version(c: &impl Connection, id: EntryId, version: u32) -> Result<Option<VersionRow>> {
    let sql = format!(
        "SELECT {} FROM entry_version WHERE entry_id = $1 AND version = $2",
        VERSION_COLUMNS.join(",")
    );
    let values = vec![id.to_string().into(), i64::from(version).into()];
    one(c, &sql, values, read_version).await
}

/// What an import wrote, in the order of entries.
///
/// # Errors
/// Database faults.
pub async fn of_import(c: &impl Connection, import: RowId) -> Result<Vec<VersionRow>> {
    let sql = format!(
        "SELECT {} FROM entry_version WHERE import_id = $1 ORDER BY entry_id",
        VERSION_COLUMNS.join(",")
    );
    all(c, &sql, vec![import.to_string().into()], read_version).await
}

/// Writes another text over a version: only for data whose time is over.
///
/// # Errors
/// Database faults.
pub async fn overwrite(
    c: &impl Connection,
    id: EntryId,
    version: u32,
    body: &serde_json::Value,
) -> Result<()> {
    let sql = "UPDATE entry_version SET body = $1 WHERE entry_id = $2 AND version = $3";
    let values = vec![
        body.to_string().into(),
        id.to_string().into(),
        i64::from(version).into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// Takes an entry out with all its versions, proposals and photos: only to undo the import that made it.
///
/// # Errors
/// Database faults.
pub async fn remove(c: &impl Connection, id: EntryId) -> Result<()> {
    for sql in [
        "DELETE FROM photo WHERE project_id = $1",
        "DELETE FROM proposal WHERE entry_id = $1",
        "DELETE FROM entry_version WHERE entry_id = $1",
        "DELETE FROM entry WHERE id = $1",
    ] {
        execute(c, sql, vec![id.to_string().into()]).await?;
    }
    Ok(())
}
