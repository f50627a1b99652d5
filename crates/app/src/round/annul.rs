//! Declaring that a round does not count.

use super::{PREPARE, RoundView, locked, name, step, view};
use crate::{Actor, App, Fault, Result};
use pingyi_core::round::{RoundAction, RoundKind};
use pingyi_store::round as store;

/// Annuls a round, with a reason that is shown to everybody.
///
/// # Errors
/// `reason_missing`, `rehearsal`, `round_state`: what was revealed stays.
pub async fn annul(app: &App, actor: &Actor, id: &str, reason: &str) -> Result<RoundView> {
    actor.require(PREPARE)?;
    let reason = reason.trim();
    if !(2..=200).contains(&reason.chars().count()) {
        return Err(Fault::invalid(
            "reason_missing",
            "请写明作废的原因（2–200 字）",
        ));
    }
    let tx = app.begin().await?;
    let (mut round, card) = locked(&tx, id).await?;
    if round.kind == RoundKind::Rehearsal {
        // The official rounds wait for a rehearsal that was played to its end.
        return Err(Fault::conflict(
            "rehearsal",
            "演练不用作废；投票、关闭、解密之后“结束演练”即可清除",
        ));
    }
    step(&mut round, RoundAction::Annul)?;
    round.annulled_reason = Some(reason.into());
    store::update(&tx, &round).await?;
    let sentence = format!("作废{}：{reason}", name(&round));
    app.audit(&tx, actor, Some(round.cycle), "round.annul", id, sentence)
        .await?;
    let shown = view(&tx, &round, &card, actor.role()).await?;
    app.commit(tx).await?;
    Ok(shown)
}
