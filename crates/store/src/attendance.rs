//! The roll of people, named by office, and who is present.

use crate::{
    Connection, Result,
    row::{all, execute, get, insert_all, parsed},
};
use pingyi_core::id::{CycleId, SeatId};
use sea_orm::Value;

/// One person entitled to vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Identifier.
    pub id: SeatId,
    /// Group of slips this person draws from.
    pub group: String,
    /// Office, e.g. `西古现村党组织书记`.
    pub label: String,
    /// Town.
    pub town: String,
    /// Signed in at the door.
    pub present: bool,
}

/// The roll in order.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, cycle: CycleId) -> Result<Vec<Seat>> {
    let sql = "SELECT id, group_code, label, town, present FROM seat WHERE cycle_id = $1 ORDER BY position";
    all(c, sql, vec![cycle.to_string().into()], |row| {
        Ok(Seat {
            id: parsed(row, "id")?,
            group: get(row, "group_code")?,
            label: get(row, "label")?,
            town: get(row, "town")?,
            present: get(row, "present")?,
        })
    })
    .await
}

/// Replaces the roll.
///
/// # Errors
/// Database faults.
pub async fn replace(c: &impl Connection, cycle: CycleId, seats: &[Seat]) -> Result<()> {
    execute(
        c,
        "DELETE FROM seat WHERE cycle_id = $1",
        vec![cycle.to_string().into()],
    )
    .await?;
    let rows = seats.iter().zip(0_i64..).map(|(seat, position)| {
        vec![
            seat.id.to_string().into(),
            cycle.to_string().into(),
            seat.group.as_str().into(),
            position.into(),
            seat.label.as_str().into(),
            seat.town.as_str().into(),
            Value::from(seat.present),
        ]
    });
    insert_all(
        c,
        "seat",
        &[
            "id",
            "cycle_id",
            "group_code",
            "position",
            "label",
            "town",
            "present",
        ],
        rows.collect(),
    )
    .await
}

/// Marks one person present or absent. `false` when there is no such seat.
///
/// # Errors
/// Database faults.
pub async fn mark(
    c: &impl Connection,
    cycle: CycleId,
    seat: SeatId,
    present: bool,
) -> Result<bool> {
    let sql = "UPDATE seat SET present = $3 WHERE cycle_id = $1 AND id = $2";
    Ok(execute(
        c,
        sql,
        vec![
            cycle.to_string().into(),
            seat.to_string().into(),
            present.into(),
        ],
    )
    .await?
        == 1)
}
