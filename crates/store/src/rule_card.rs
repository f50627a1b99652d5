//! The rule card of a cycle, as the text it was written in.

use crate::{
    Connection, Result,
    row::{execute, get, maybe_instant, micros, one},
};
use jiff::Timestamp;
use pingyi_core::id::CycleId;

/// A stored card. `hash` is there once it is frozen; then `body` is its canonical text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCard {
    /// The card's JSON text.
    pub body: String,
    /// SHA-256 of the canonical text, in hex.
    pub hash: Option<String>,
    /// When it was frozen.
    pub frozen_at: Option<Timestamp>,
}

/// The card of a cycle.
///
/// # Errors
/// Database faults.
pub async fn of(c: &impl Connection, cycle: CycleId) -> Result<Option<StoredCard>> {
    one(
        c,
        "SELECT body, hash, frozen_at FROM rule_card WHERE cycle_id = $1",
        vec![cycle.to_string().into()],
        |row| {
            Ok(StoredCard {
                body: get(row, "body")?,
                hash: get(row, "hash")?,
                frozen_at: maybe_instant(row, "frozen_at")?,
            })
        },
    )
    .await
}

/// Writes the draft of a card. A frozen card is left alone: the answer is then `false`.
///
/// # Errors
/// Database faults.
pub async fn put_draft(c: &impl Connection, cycle: CycleId, body: &str) -> Result<bool> {
    let sql = "INSERT INTO rule_card (cycle_id, body) VALUES ($1,$2) \
               ON CONFLICT (cycle_id) DO UPDATE SET body = excluded.body WHERE rule_card.hash IS NULL";
    Ok(execute(c, sql, vec![cycle.to_string().into(), body.into()]).await? == 1)
}

/// Freezes the card with its canonical text. `false` when it was frozen before.
///
/// # Errors
/// Database faults.
pub async fn freeze(
    c: &impl Connection,
    cycle: CycleId,
    body: &str,
    hash: &str,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE rule_card SET body = $2, hash = $3, frozen_at = $4 WHERE cycle_id = $1 AND hash IS NULL";
    let values = vec![
        cycle.to_string().into(),
        body.into(),
        hash.into(),
        micros(now),
    ];
    Ok(execute(c, sql, values).await? == 1)
}
