//! The key ceremony of a threshold group: what each member handed in at each step.

use crate::{
    Connection, Result, StoreError,
    row::{all, count, execute, get},
};
use pingyi_core::{ceremony::CeremonyStep, id::CycleId};

/// One message of a member, as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The member's place among the trustees, from 1.
    pub position: u32,
    /// The step it belongs to.
    pub step: CeremonyStep,
    /// The bytes.
    pub content: Vec<u8>,
}

/// Everything handed in so far, by step and member.
///
/// # Errors
/// Database faults.
pub async fn messages(c: &impl Connection, cycle: CycleId) -> Result<Vec<Message>> {
    let sql = "SELECT position, step, content FROM ceremony_message WHERE cycle_id = $1 ORDER BY position";
    let mut messages = all(c, sql, vec![cycle.to_string().into()], |row| {
        Ok(Message {
            position: count(row, "position")?,
            step: CeremonyStep::parse(&get::<String>(row, "step")?)
                .ok_or(StoreError::Unreadable("step"))?,
            content: get(row, "content")?,
        })
    })
    .await?;
    messages.sort_by_key(|message| message.step);
    Ok(messages)
}

/// How many members handed in something at each step, without reading what.
///
/// # Errors
/// Database faults.
pub async fn counts(c: &impl Connection, cycle: CycleId) -> Result<Vec<(CeremonyStep, u32)>> {
    let sql =
        "SELECT step, COUNT(*) AS members FROM ceremony_message WHERE cycle_id = $1 GROUP BY step";
    all(c, sql, vec![cycle.to_string().into()], |row| {
        let step = CeremonyStep::parse(&get::<String>(row, "step")?)
            .ok_or(StoreError::Unreadable("step"))?;
        Ok((step, count(row, "members")?))
    })
    .await
}

/// Keeps a member's message.
///
/// # Errors
/// A unique violation when the member handed in one for this step before.
pub async fn insert(c: &impl Connection, cycle: CycleId, message: &Message) -> Result<()> {
    let sql =
        "INSERT INTO ceremony_message (cycle_id, position, step, content) VALUES ($1,$2,$3,$4)";
    let values = vec![
        cycle.to_string().into(),
        i64::from(message.position).into(),
        message.step.code().into(),
        message.content.clone().into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// Throws away everything that was handed in.
///
/// # Errors
/// Database faults.
pub async fn clear(c: &impl Connection, cycle: CycleId) -> Result<()> {
    let sql = "DELETE FROM ceremony_message WHERE cycle_id = $1";
    execute(c, sql, vec![cycle.to_string().into()]).await?;
    Ok(())
}
