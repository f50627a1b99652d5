//! The register of villages.

use crate::{
    Connection, Result, StoreError,
    row::{all, count, execute, get, insert_all, maybe_count, parsed},
};
use pingyi_core::{
    id::{CycleId, VillageId},
    register::{TownKind, Village, Visit},
};
use sea_orm::{QueryResult, Value};

const COLUMNS: [&str; 11] = [
    "id",
    "cycle_id",
    "position",
    "area",
    "town",
    "town_kind",
    "name",
    "tour_day",
    "tour_date",
    "visit_order",
    "synthetic",
];

fn read(row: &QueryResult) -> Result<(VillageId, Village)> {
    let visit = match maybe_count(row, "tour_day")? {
        Some(day) => Some(Visit {
            day,
            date: parsed(row, "tour_date")?,
            order: count(row, "visit_order")?,
        }),
        None => None,
    };
    let village = Village {
        area: count(row, "area")?,
        town: get(row, "town")?,
        town_kind: TownKind::parse(&get::<String>(row, "town_kind")?)
            .ok_or(StoreError::Unreadable("town_kind"))?,
        name: get(row, "name")?,
        visit,
        synthetic: get(row, "synthetic")?,
    };
    Ok((parsed(row, "id")?, village))
}

/// The villages of a cycle in the register's order.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, cycle: CycleId) -> Result<Vec<(VillageId, Village)>> {
    let sql = format!(
        "SELECT {} FROM village WHERE cycle_id = $1 ORDER BY position",
        COLUMNS.join(",")
    );
    all(c, &sql, vec![cycle.to_string().into()], read).await
}

/// Replaces the whole register of a cycle.
///
/// # Errors
/// Database faults.
pub async fn replace(
    c: &impl Connection,
    cycle: CycleId,
    villages: &[(VillageId, Village)],
) -> Result<()> {
    execute(
        c,
        "DELETE FROM village WHERE cycle_id = $1",
        vec![cycle.to_string().into()],
    )
    .await?;
    let rows = villages
        .iter()
        .zip(0_i64..)
        .map(|((id, village), position)| {
            let visit = village.visit.as_ref();
            vec![
                id.to_string().into(),
                cycle.to_string().into(),
                position.into(),
                i64::from(village.area).into(),
                village.town.as_str().into(),
                village.town_kind.code().into(),
                village.name.as_str().into(),
                visit.map(|v| i64::from(v.day)).into(),
                visit.map(|v| v.date.to_string()).into(),
                visit.map(|v| i64::from(v.order)).into(),
                Value::from(village.synthetic),
            ]
        });
    insert_all(c, "village", &COLUMNS, rows.collect()).await
}
