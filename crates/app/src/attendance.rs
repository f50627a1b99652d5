//! Presence at the door: public, by office, never near a slip.

use crate::{Actor, App, Fault, Result};
use pingyi_core::role::{Access, Role};
use pingyi_store::attendance as seats;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who may mark people present.
pub const MARK: Access = Access::Roles(&[Role::Organiser, Role::Host]);

/// One person of the roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeatView {
    /// Identifier.
    pub seat: String,
    /// Office.
    pub label: String,
    /// Group of slips.
    pub group: String,
    /// Town.
    pub town: String,
    /// Present.
    pub present: bool,
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Mark {
    /// The seat.
    pub seat: String,
    /// Present or not.
    pub present: bool,
}

/// How many are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Presence {
    /// Present.
    pub present: u32,
    /// Entitled.
    pub entitled: u32,
}

/// The roll.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<SeatView>> {
    actor.require(Access::Roles(&Role::STAFF))?;
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    let seats = seats::list(app.store().reader(), cycle.id).await?;
    Ok(seats
        .into_iter()
        .map(|seat| SeatView {
            seat: seat.id.to_string(),
            label: seat.label,
            group: seat.group,
            town: seat.town,
            present: seat.present,
        })
        .collect())
}

/// Marks people present or absent, all of them or none.
///
/// # Errors
/// `seat_unknown`; `issue_exceeds` when fewer would be present than slips were drawn.
pub async fn mark(app: &App, actor: &Actor, cycle: &str, marks: &[Mark]) -> Result<Presence> {
    actor.require(MARK)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    for mark in marks {
        let unknown = || Fault::invalid("seat_unknown", "名册里没有这个人，请刷新页面");
        let seat = mark.seat.parse().map_err(|_| unknown())?;
        if !seats::mark(&tx, cycle.id, seat, mark.present).await? {
            return Err(unknown());
        }
    }
    let mut presence = Presence {
        present: 0,
        entitled: 0,
    };
    for group in pingyi_store::slip::list(&tx, cycle.id).await? {
        if group.uploaded {
            group
                .counts
                .check()
                .map_err(|e| Fault::invalid("issue_exceeds", format!("{}：{e}", group.label)))?;
        }
        presence.present += group.counts.present;
        presence.entitled += group.counts.entitled;
    }
    let sentence = format!(
        "签到 {} 人次，现到场 {} 人，应到 {} 人",
        marks.len(),
        presence.present,
        presence.entitled
    );
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "attendance.mark",
        &cycle.code,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(presence)
}
