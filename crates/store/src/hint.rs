//! Hints: what spares others the work of checking a ballot, kept beside the board.

use crate::{
    Connection, Result,
    row::{all, execute, get, insert_all},
};
use sea_orm::Value;

/// A ballot's bytes with its hint, if one was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hinted {
    /// The ballot's place.
    pub position: u64,
    /// The ballot.
    pub ballot: Vec<u8>,
    /// The hint.
    pub hint: Option<Vec<u8>>,
}

fn signed(n: u64) -> Value {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}

/// Keeps hints of ballots by their places.
///
/// # Errors
/// A unique violation when a place has one already; a missing ballot.
pub async fn insert(c: &impl Connection, box_id: &str, hints: &[(u64, Vec<u8>)]) -> Result<()> {
    let rows = hints
        .iter()
        .map(|(position, hint)| vec![box_id.into(), signed(*position), hint.clone().into()]);
    insert_all(
        c,
        "ballot_hint",
        &["box_id", "position", "content"],
        rows.collect(),
    )
    .await
}

/// At most `limit` ballots from a place on with their hints, in order of arrival.
///
/// # Errors
/// Database faults.
pub async fn ballots(
    c: &impl Connection,
    box_id: &str,
    from: u64,
    limit: u64,
) -> Result<Vec<Hinted>> {
    let sql = "SELECT b.position, r.content AS ballot, h.content AS hint FROM ballot b \
               JOIN board_record r ON r.box_id = b.box_id AND r.name = b.name \
               LEFT JOIN ballot_hint h ON h.box_id = b.box_id AND h.position = b.position \
               WHERE b.box_id = $1 AND b.position >= $2 ORDER BY b.position LIMIT $3";
    let values = vec![box_id.into(), signed(from), signed(limit)];
    all(c, sql, values, |row| {
        Ok(Hinted {
            position: get::<i64>(row, "position")?.unsigned_abs(),
            ballot: get(row, "ballot")?,
            hint: get(row, "hint")?,
        })
    })
    .await
}

/// Deletes the hints of a box.
///
/// # Errors
/// Database faults.
pub(crate) async fn clear(c: &impl Connection, box_id: &str) -> Result<()> {
    let sql = "DELETE FROM ballot_hint WHERE box_id = $1";
    execute(c, sql, vec![box_id.into()]).await?;
    Ok(())
}
