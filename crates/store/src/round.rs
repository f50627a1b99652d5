//! Rounds.

use crate::{
    Connection, Result, StoreError,
    engine::for_update,
    row::{all, count, execute, get, maybe_count, maybe_instant, one, parsed},
};
use jiff::Timestamp;
use pingyi_core::{
    id::{CycleId, RoundId},
    round::{RoundKind, RoundState},
};
use sea_orm::{QueryResult, Value};

/// A round as stored. Texts in JSON are written and read by the use cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Identifier.
    pub id: RoundId,
    /// The cycle.
    pub cycle: CycleId,
    /// 0 for the rehearsal, then from 1.
    pub number: u32,
    /// Whether it counts.
    pub kind: RoundKind,
    /// Title, e.g. `第一片区`.
    pub title: String,
    /// Area voted on.
    pub area: Option<u32>,
    /// The contests, as JSON.
    pub contests: String,
    /// Where it stands.
    pub state: RoundState,
    /// When it opened.
    pub opened_at: Option<Timestamp>,
    /// When the countdown ends; the chair closes.
    pub closes_at: Option<Timestamp>,
    /// When it closed.
    pub closed_at: Option<Timestamp>,
    /// When the last partial decryption came.
    pub tallied_at: Option<Timestamp>,
    /// When the last rank was announced.
    pub revealed_at: Option<Timestamp>,
    /// Why it does not count.
    pub annulled_reason: Option<String>,
    /// How many ranks have been announced, from the last.
    pub reveal_step: u32,
}

const COLUMNS: &str = "id, cycle_id, number, kind, title, area, contests, state, opened_at, closes_at, closed_at, \
    tallied_at, revealed_at, annulled_reason, reveal_step";

fn read(row: &QueryResult) -> Result<Round> {
    let kind = match get::<String>(row, "kind")?.as_str() {
        "rehearsal" => RoundKind::Rehearsal,
        "official" => RoundKind::Official,
        _ => return Err(StoreError::Unreadable("kind")),
    };
    Ok(Round {
        id: parsed(row, "id")?,
        cycle: parsed(row, "cycle_id")?,
        number: count(row, "number")?,
        kind,
        title: get(row, "title")?,
        area: maybe_count(row, "area")?,
        contests: get(row, "contests")?,
        state: RoundState::parse(&get::<String>(row, "state")?)
            .ok_or(StoreError::Unreadable("state"))?,
        opened_at: maybe_instant(row, "opened_at")?,
        closes_at: maybe_instant(row, "closes_at")?,
        closed_at: maybe_instant(row, "closed_at")?,
        tallied_at: maybe_instant(row, "tallied_at")?,
        revealed_at: maybe_instant(row, "revealed_at")?,
        annulled_reason: get(row, "annulled_reason")?,
        reveal_step: count(row, "reveal_step")?,
    })
}

fn values(round: &Round) -> Vec<Value> {
    let instant = |at: Option<Timestamp>| Value::BigInt(at.map(pingyi_core::clock::to_micros));
    vec![
        round.id.to_string().into(),
        round.cycle.to_string().into(),
        i64::from(round.number).into(),
        round.kind.code().into(),
        round.title.as_str().into(),
        round.area.map(i64::from).into(),
        round.contests.as_str().into(),
        round.state.code().into(),
        instant(round.opened_at),
        instant(round.closes_at),
        instant(round.closed_at),
        instant(round.tallied_at),
        instant(round.revealed_at),
        round.annulled_reason.clone().into(),
        i64::from(round.reveal_step).into(),
    ]
}

/// Adds a round.
///
/// # Errors
/// A unique violation when the number is taken.
pub async fn insert(c: &impl Connection, round: &Round) -> Result<()> {
    let marks: Vec<String> = (1..=15).map(|n| format!("${n}")).collect();
    execute(
        c,
        &format!("INSERT INTO round ({COLUMNS}) VALUES ({})", marks.join(",")),
        values(round),
    )
    .await?;
    Ok(())
}

/// Writes a round read before in the same transaction.
///
/// # Errors
/// Database faults.
pub async fn update(c: &impl Connection, round: &Round) -> Result<()> {
    let sets: Vec<String> = COLUMNS
        .split(", ")
        .zip(1..)
        .skip(1)
        .map(|(column, n)| format!("{} = ${n}", column.trim()))
        .collect();
    execute(
        c,
        &format!("UPDATE round SET {} WHERE id = $1", sets.join(",")),
        values(round),
    )
    .await?;
    Ok(())
}

/// One round.
///
/// # Errors
/// Database faults.
pub async fn by_id(c: &impl Connection, id: RoundId) -> Result<Option<Round>> {
    one(
        c,
        &format!("SELECT {COLUMNS} FROM round WHERE id = $1"),
        vec![id.to_string().into()],
        read,
    )
    .await
}

/// One round, locked until the transaction ends.
///
/// # Errors
/// Database faults.
pub async fn lock(c: &impl Connection, id: RoundId) -> Result<Option<Round>> {
    let sql = format!("SELECT {COLUMNS} FROM round WHERE id = $1{}", for_update(c));
    one(c, &sql, vec![id.to_string().into()], read).await
}

/// The rounds of a cycle by number.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, cycle: CycleId) -> Result<Vec<Round>> {
    let sql = format!("SELECT {COLUMNS} FROM round WHERE cycle_id = $1 ORDER BY number");
    all(c, &sql, vec![cycle.to_string().into()], read).await
}
