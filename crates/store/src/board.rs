//! The board of a ballot box: the entries of its archive in their order, append-only.

use crate::{
    Connection, Result,
    row::{all, execute, get, insert_all, one},
};
use sea_orm::Value;

/// One entry of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRecord {
    /// `<sha256>.data.json` or `<sha256>.event.json`.
    pub name: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// A ballot's place. Its bytes are the record of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotEntry {
    /// Order of arrival, from 0.
    pub position: u64,
    /// Public credential that signed it.
    pub credential: String,
    /// Tracker.
    pub tracker: String,
    /// Name of its record.
    pub name: String,
}

fn signed(n: u64) -> Value {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}

/// Appends entries from a position on.
///
/// # Errors
/// A unique violation when the position or the name is taken.
pub async fn append(
    c: &impl Connection,
    box_id: &str,
    from: u64,
    records: &[BoardRecord],
) -> Result<()> {
    let rows = records.iter().zip(from..).map(|(record, position)| {
        vec![
            box_id.into(),
            signed(position),
            record.name.as_str().into(),
            record.content.clone().into(),
        ]
    });
    insert_all(
        c,
        "board_record",
        &["box_id", "position", "name", "content"],
        rows.collect(),
    )
    .await
}

/// At most `limit` entries from a position on: an archive is streamed in pieces.
///
/// # Errors
/// Database faults.
pub async fn records(
    c: &impl Connection,
    box_id: &str,
    from: u64,
    limit: u64,
) -> Result<Vec<BoardRecord>> {
    let sql = "SELECT name, content FROM board_record WHERE box_id = $1 AND position >= $2 ORDER BY position LIMIT $3";
    all(
        c,
        sql,
        vec![box_id.into(), signed(from), signed(limit)],
        |row| {
            Ok(BoardRecord {
                name: get(row, "name")?,
                content: get(row, "content")?,
            })
        },
    )
    .await
}

/// The bytes of one entry.
///
/// # Errors
/// Database faults.
pub async fn record(c: &impl Connection, box_id: &str, name: &str) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT content FROM board_record WHERE box_id = $1 AND name = $2";
    one(c, sql, vec![box_id.into(), name.into()], |row| {
        get(row, "content")
    })
    .await
}

/// Adds places of ballots.
///
/// # Errors
/// A unique violation when a tracker is there already.
pub async fn insert_ballots(
    c: &impl Connection,
    box_id: &str,
    ballots: &[BallotEntry],
) -> Result<()> {
    let rows = ballots.iter().map(|ballot| {
        vec![
            box_id.into(),
            signed(ballot.position),
            ballot.credential.as_str().into(),
            ballot.tracker.as_str().into(),
            ballot.name.as_str().into(),
        ]
    });
    insert_all(
        c,
        "ballot",
        &["box_id", "position", "credential", "tracker", "name"],
        rows.collect(),
    )
    .await
}

fn read(row: &sea_orm::QueryResult) -> Result<BallotEntry> {
    Ok(BallotEntry {
        position: get::<i64>(row, "position")?.unsigned_abs(),
        credential: get(row, "credential")?,
        tracker: get(row, "tracker")?,
        name: get(row, "name")?,
    })
}

/// All ballots of a box in order of arrival.
///
/// # Errors
/// Database faults.
pub async fn ballots(c: &impl Connection, box_id: &str) -> Result<Vec<BallotEntry>> {
    let sql = "SELECT position, credential, tracker, name FROM ballot WHERE box_id = $1 ORDER BY position";
    all(c, sql, vec![box_id.into()], read).await
}

/// At most `limit` ballots from a place on, in order of arrival: place and bytes.
///
/// # Errors
/// Database faults.
pub async fn ballot_contents(
    c: &impl Connection,
    box_id: &str,
    from: u64,
    limit: u64,
) -> Result<Vec<(u64, Vec<u8>)>> {
    let sql = "SELECT b.position, r.content FROM ballot b \
               JOIN board_record r ON r.box_id = b.box_id AND r.name = b.name \
               WHERE b.box_id = $1 AND b.position >= $2 ORDER BY b.position LIMIT $3";
    all(
        c,
        sql,
        vec![box_id.into(), signed(from), signed(limit)],
        |row| {
            Ok((
                get::<i64>(row, "position")?.unsigned_abs(),
                get(row, "content")?,
            ))
        },
    )
    .await
}

/// The place of the first ballot signed by a credential.
///
/// # Errors
/// Database faults.
pub async fn first_of(c: &impl Connection, box_id: &str, credential: &str) -> Result<Option<u64>> {
    let sql = "SELECT position FROM ballot WHERE box_id = $1 AND credential = $2 ORDER BY position LIMIT 1";
    one(c, sql, vec![box_id.into(), credential.into()], |row| {
        Ok(get::<i64>(row, "position")?.unsigned_abs())
    })
    .await
}

/// This very ballot, if it is on the board.
///
/// # Errors
/// Database faults.
pub async fn by_tracker(
    c: &impl Connection,
    box_id: &str,
    tracker: &str,
) -> Result<Option<BallotEntry>> {
    let sql =
        "SELECT position, credential, tracker, name FROM ballot WHERE box_id = $1 AND tracker = $2";
    one(c, sql, vec![box_id.into(), tracker.into()], read).await
}

/// Whether a record of the board is a ballot.
///
/// # Errors
/// Database faults.
pub async fn has_ballot(c: &impl Connection, box_id: &str, name: &str) -> Result<bool> {
    let sql = "SELECT position FROM ballot WHERE box_id = $1 AND name = $2";
    Ok(one(c, sql, vec![box_id.into(), name.into()], |_| Ok(()))
        .await?
        .is_some())
}

/// Voters who returned a ballot, and ballots received.
///
/// # Errors
/// Database faults.
pub async fn turnout(c: &impl Connection, box_id: &str) -> Result<(u32, u32)> {
    let sql = "SELECT COUNT(DISTINCT credential) AS voters, COUNT(*) AS received FROM ballot WHERE box_id = $1";
    let row = one(c, sql, vec![box_id.into()], |row| {
        Ok((
            crate::row::count(row, "voters")?,
            crate::row::count(row, "received")?,
        ))
    });
    Ok(row.await?.unwrap_or_default())
}

/// Deletes everything a box has collected. Only the rehearsal is ever cleared.
///
/// # Errors
/// Database faults.
pub async fn clear(c: &impl Connection, box_id: &str) -> Result<()> {
    crate::hint::clear(c, box_id).await?;
    for sql in [
        "DELETE FROM partial_decryption WHERE box_id = $1",
        "DELETE FROM ballot WHERE box_id = $1",
        "DELETE FROM board_record WHERE box_id = $1",
    ] {
        execute(c, sql, vec![box_id.into()]).await?;
    }
    let sql = "UPDATE ballot_box SET height = 0, parent = NULL, records = 0, counts = NULL, sums = NULL, \
               encrypted_tally = NULL, sized_tally = NULL, opened = NULL WHERE id = $1";
    execute(c, sql, vec![box_id.into()]).await?;
    Ok(())
}
