//! Ending the rehearsal: its ballots are deleted, the official rounds may open, the roll is sealed.

use super::{PREPARE, RoundView, step, views};
use crate::{Actor, App, Fault, Result};
use pingyi_core::round::{RoundAction, RoundKind, RoundState};
use pingyi_store::{ballot_box, board, round as store};

/// Clears the rehearsal.
///
/// # Errors
/// `rehearsal_not_tallied` until every trustee has decrypted the rehearsal's sums.
pub async fn clear(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<RoundView>> {
    actor.require(PREPARE)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    let mut cleared = Vec::new();
    for mut round in store::list(&tx, cycle.id).await? {
        match round.kind {
            RoundKind::Rehearsal => {
                if round.state != RoundState::Tallied {
                    let detail = format!(
                        "演练现在是“{}”；请先完成投票、关闭和监票人解密",
                        round.state.label()
                    );
                    return Err(Fault::conflict("rehearsal_not_tallied", detail));
                }
                step(&mut round, RoundAction::Annul)?;
                round.annulled_reason = Some("演练结束，选票已清除".into());
                for stored in ballot_box::of_round(&tx, round.id).await? {
                    board::clear(&tx, &stored.id).await?;
                    cleared.push(stored.id);
                }
            }
            RoundKind::Official if round.state == RoundState::Annulled => continue,
            RoundKind::Official => step(&mut round, RoundAction::Rehearse)?,
        }
        store::update(&tx, &round).await?;
    }
    let sentence = "清除演练，封存名册，正式轮次可以开启".to_owned();
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "rehearsal.clear",
        &cycle.code,
        sentence,
    )
    .await?;
    let shown = views(&tx, cycle.id, actor.role()).await?;
    app.commit(tx).await?;
    for id in &cleared {
        app.boxes().forget(id);
    }
    Ok(shown)
}
