//! Groups of slips: counts, and the reasons of spoiled ones.

use crate::{
    Connection, Result,
    engine::for_update,
    row::{all, count, execute, get, insert_all, one},
};
use pingyi_core::{
    id::{CycleId, RowId},
    slip::SlipCounts,
};
use sea_orm::{QueryResult, Value};

/// One physical box of slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipGroup {
    /// Code, e.g. `village-2`.
    pub code: String,
    /// What stands on the box.
    pub label: String,
    /// Counts; `entitled` and `present` are counted from the seats.
    pub counts: SlipCounts,
    /// Whether the authority has handed in the public credentials.
    pub uploaded: bool,
}

const SELECT: &str = "SELECT g.code, g.label, g.printed, g.spares, g.issued, g.spares_issued, g.spoiled, g.uploaded, \
    (SELECT COUNT(*) FROM seat s WHERE s.cycle_id = g.cycle_id AND s.group_code = g.code) AS entitled, \
    (SELECT COUNT(*) FROM seat s WHERE s.cycle_id = g.cycle_id AND s.group_code = g.code AND s.present) AS present \
    FROM slip_group g WHERE g.cycle_id = $1";

fn read(row: &QueryResult) -> Result<SlipGroup> {
    Ok(SlipGroup {
        code: get(row, "code")?,
        label: get(row, "label")?,
        counts: SlipCounts {
            entitled: count(row, "entitled")?,
            printed: count(row, "printed")?,
            spares: count(row, "spares")?,
            issued: count(row, "issued")?,
            spares_issued: count(row, "spares_issued")?,
            spoiled: count(row, "spoiled")?,
            present: count(row, "present")?,
        },
        uploaded: get(row, "uploaded")?,
    })
}

/// The groups of a cycle in order.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, cycle: CycleId) -> Result<Vec<SlipGroup>> {
    all(
        c,
        &format!("{SELECT} ORDER BY g.position"),
        vec![cycle.to_string().into()],
        read,
    )
    .await
}

/// One group.
///
/// # Errors
/// Database faults.
pub async fn by_code(c: &impl Connection, cycle: CycleId, code: &str) -> Result<Option<SlipGroup>> {
    let sql = format!("{SELECT} AND g.code = $2{}", for_update(c));
    one(c, &sql, vec![cycle.to_string().into(), code.into()], read).await
}

/// Makes the groups of a cycle anew, empty.
///
/// # Errors
/// Database faults.
pub async fn replace(
    c: &impl Connection,
    cycle: CycleId,
    groups: &[(String, String)],
) -> Result<()> {
    execute(
        c,
        "DELETE FROM slip_group WHERE cycle_id = $1",
        vec![cycle.to_string().into()],
    )
    .await?;
    let columns = [
        "cycle_id",
        "code",
        "position",
        "label",
        "printed",
        "spares",
        "issued",
        "spares_issued",
        "spoiled",
        "uploaded",
    ];
    let rows = groups.iter().zip(0_i64..).map(|((code, label), position)| {
        let mut row: Vec<Value> = vec![
            cycle.to_string().into(),
            code.as_str().into(),
            position.into(),
            label.as_str().into(),
        ];
        row.extend((0..5).map(|_| Value::from(0_i64)));
        row.push(false.into());
        row
    });
    insert_all(c, "slip_group", &columns, rows.collect()).await
}

/// Writes the counts of a group.
///
/// # Errors
/// Database faults.
pub async fn put_counts(c: &impl Connection, cycle: CycleId, group: &SlipGroup) -> Result<()> {
    let sql = "UPDATE slip_group SET printed = $3, spares = $4, issued = $5, spares_issued = $6, spoiled = $7, \
               uploaded = $8 WHERE cycle_id = $1 AND code = $2";
    let n = &group.counts;
    let mut values: Vec<Value> = vec![cycle.to_string().into(), group.code.as_str().into()];
    values.extend(
        [n.printed, n.spares, n.issued, n.spares_issued, n.spoiled]
            .map(|v| Value::from(i64::from(v))),
    );
    values.push(group.uploaded.into());
    execute(c, sql, values).await?;
    Ok(())
}

/// Remembers why a slip was spoiled and who took it back. Which slip it was is not kept here.
///
/// # Errors
/// Database faults.
pub async fn insert_spoiled(
    c: &impl Connection,
    id: RowId,
    cycle: CycleId,
    group: &str,
    reason: &str,
    (account, witness): (&str, &str),
) -> Result<()> {
    let sql = "INSERT INTO spoiled_slip (id, cycle_id, group_code, reason, account, witness) VALUES ($1,$2,$3,$4,$5,$6)";
    let values = vec![
        id.to_string().into(),
        cycle.to_string().into(),
        group.into(),
        reason.into(),
        account.into(),
        witness.into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}
