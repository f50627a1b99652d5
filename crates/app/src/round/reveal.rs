//! Announcing a ranking, rank by rank from the last.

use super::{RUN, RoundView, locked, name, outcome, reveal_groups, step, view};
use crate::{Actor, App, Fault, Result};
use pingyi_core::round::RoundAction;
use pingyi_ranking::Language;
use pingyi_store::round as store;

/// Announces the next rank, or all that are left.
///
/// # Errors
/// `round_state`; `not_decided` when the card says that this round has no ranking.
pub async fn reveal(app: &App, actor: &Actor, id: &str, all: bool) -> Result<RoundView> {
    actor.require(RUN)?;
    let tx = app.begin().await?;
    let (mut round, card) = locked(&tx, id).await?;
    let mut revealed = round.clone();
    step(&mut revealed, RoundAction::Reveal)?;
    let outcome = outcome(&tx, &round, &card).await?;
    if !outcome.opening.decided() {
        let reasons: Vec<String> = outcome
            .opening
            .not_decided
            .iter()
            .map(|why| why.sentence(&card, Language::Chinese))
            .collect();
        return Err(Fault::conflict(
            "not_decided",
            format!("这一轮没有结果：{}", reasons.join(" ")),
        ));
    }
    let steps = u32::try_from(reveal_groups(&outcome).len()).unwrap_or(u32::MAX);
    round.reveal_step = if all { steps } else { round.reveal_step + 1 };
    if round.reveal_step >= steps {
        round.state = revealed.state;
        round.revealed_at = Some(app.now());
    }
    store::update(&tx, &round).await?;
    let sentence = format!("公布{}，第 {}/{steps} 步", name(&round), round.reveal_step);
    app.audit(&tx, actor, Some(round.cycle), "round.reveal", id, sentence)
        .await?;
    let shown = view(&tx, &round, &card, actor.role()).await?;
    app.commit(tx).await?;
    Ok(shown)
}
