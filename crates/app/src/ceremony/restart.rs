//! Starting the key ceremony over.

use super::{CeremonyView, RESTART, needed};
use crate::{Actor, App, Fault, Result, trustee::still_open};
use pingyi_store::{ceremony as store, trustee};

/// Throws away what all members handed in: somebody lost a seed, or a message was wrong that cannot be made again.
///
/// # Errors
/// `reason_missing`, `trustee_key_fixed` once rounds are frozen, `ceremony_not_needed`.
pub async fn restart(app: &App, actor: &Actor, cycle: &str, reason: &str) -> Result<CeremonyView> {
    actor.require(RESTART)?;
    let reason = reason.trim();
    if !(2..=200).contains(&reason.chars().count()) {
        return Err(Fault::invalid(
            "reason_missing",
            "请写明重新开始的原因（2–200 字）",
        ));
    }
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    let before = needed(&tx, &cycle).await?;
    still_open(&tx, cycle.id).await?;
    store::clear(&tx, cycle.id).await?;
    trustee::forget_keys(&tx, cycle.id).await?;
    let sentence = format!(
        "监票人密钥重新开始生成（原在{}，{} 份材料作废）：{reason}",
        before.step().label(),
        before.messages.len()
    );
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "ceremony.restart",
        &cycle.code,
        sentence,
    )
    .await?;
    let after = needed(&tx, &cycle).await?;
    app.commit(tx).await?;
    after.view(actor)
}
