//! Cycles.

use crate::{
    Connection, Result, StoreError,
    row::{all, execute, get, micros, one, parsed},
};
use jiff::Timestamp;
use pingyi_core::cycle::Cycle;
use sea_orm::QueryResult;

const COLUMNS: &str = "id, code, name, year, organiser, place, from_date, to_date, aspects, unscored_stops, synthetic";

fn json<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn read(row: &QueryResult) -> Result<Cycle> {
    Ok(Cycle {
        id: parsed(row, "id")?,
        code: get(row, "code")?,
        name: get(row, "name")?,
        year: i16::try_from(get::<i64>(row, "year")?)
            .map_err(|_| StoreError::Unreadable("year"))?,
        organiser: get(row, "organiser")?,
        place: get(row, "place")?,
        from: parsed(row, "from_date")?,
        to: parsed(row, "to_date")?,
        aspects: json(&get::<String>(row, "aspects")?).ok_or(StoreError::Unreadable("aspects"))?,
        unscored_stops: json(&get::<String>(row, "unscored_stops")?)
            .ok_or(StoreError::Unreadable("unscored_stops"))?,
        synthetic: get(row, "synthetic")?,
    })
}

/// Adds a cycle.
///
/// # Errors
/// A unique violation when the code is taken.
pub async fn insert(c: &impl Connection, cycle: &Cycle, now: Timestamp) -> Result<()> {
    let values = vec![
        cycle.id.to_string().into(),
        cycle.code.as_str().into(),
        cycle.name.as_str().into(),
        i64::from(cycle.year).into(),
        cycle.organiser.as_str().into(),
        cycle.place.as_str().into(),
        cycle.from.to_string().into(),
        cycle.to.to_string().into(),
        serde_json::to_string(&cycle.aspects)
            .unwrap_or_default()
            .into(),
        serde_json::to_string(&cycle.unscored_stops)
            .unwrap_or_default()
            .into(),
        cycle.synthetic.into(),
        micros(now),
    ];
    let sql = format!(
        "INSERT INTO cycle ({COLUMNS}, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)"
    );
    execute(c, &sql, values).await?;
    Ok(())
}

/// The cycle of a code.
///
/// # Errors
/// Database faults.
pub async fn by_code(c: &impl Connection, code: &str) -> Result<Option<Cycle>> {
    one(
        c,
        &format!("SELECT {COLUMNS} FROM cycle WHERE code = $1"),
        vec![code.into()],
        read,
    )
    .await
}

/// All cycles, the newest first. The first is the one shown in the hall.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection) -> Result<Vec<Cycle>> {
    all(
        c,
        &format!("SELECT {COLUMNS} FROM cycle ORDER BY created_at DESC, id DESC"),
        vec![],
        read,
    )
    .await
}
