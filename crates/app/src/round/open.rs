//! Opening a round.

use super::{BoxCounts, RUN, RoundView, class_of, decided, locked, name, pooled, step, view};
use crate::{Actor, App, Fault, Result, trustee::Readiness};
use jiff::ToSpan;
use pingyi_core::round::{RoundAction, RoundKind, RoundState};
use pingyi_ranking::{ClosingBy, QuorumCount, RuleCard};
use pingyi_store::{
    Transaction, ballot_box,
    round::{self as store, Round},
    slip,
};

/// Longest voting time, in minutes.
const MAX_MINUTES: u32 = 24 * 60;

/// Opens a round for so many minutes. Where the chair closes, the countdown only informs; where time closes, the rule
/// card's minutes hold whatever is asked for, and no ballot is taken after them.
///
/// # Errors
/// `round_state`, `another_round_open`, `trustees_untested`, `slips_not_issued`, `quorum_missing`, `minutes_invalid`.
pub async fn open(app: &App, actor: &Actor, id: &str, minutes: u32) -> Result<RoundView> {
    actor.require(RUN)?;
    if !(1..=MAX_MINUTES).contains(&minutes) {
        return Err(Fault::invalid(
            "minutes_invalid",
            "投票时间应为 1 到 1440 分钟",
        ));
    }
    let tx = app.begin().await?;
    let (mut round, card) = locked(&tx, id).await?;
    step(&mut round, RoundAction::Open)?;
    if let Some(other) = store::list(&tx, round.cycle).await?.iter().find(|other| {
        other.id != round.id && matches!(other.state, RoundState::Open | RoundState::Closed)
    }) {
        return Err(Fault::conflict(
            "another_round_open",
            format!("{}还没有计完票", name(other)),
        ));
    }
    if round.kind == RoundKind::Official {
        ready(&tx, &round, &card).await?;
    }
    let minutes = match card.closing.by {
        ClosingBy::Chair => minutes,
        ClosingBy::Time => card.closing.minutes,
    };
    let now = app.now();
    round.opened_at = Some(now);
    round.closes_at = Some(now + i64::from(minutes).minutes());
    store::update(&tx, &round).await?;
    let sentence = format!("开启{}，计划 {minutes} 分钟", name(&round));
    app.audit(&tx, actor, Some(round.cycle), "round.open", id, sentence)
        .await?;
    let shown = view(&tx, &round, &card, actor.role()).await?;
    app.commit(tx).await?;
    Ok(shown)
}

/// Enough keys must be proved, slips have been drawn, and enough people be present.
async fn ready(tx: &Transaction, round: &Round, card: &RuleCard) -> Result<()> {
    let trustees = Readiness::of(tx, round.cycle, card).await?;
    if !trustees.is_enough() {
        return Err(Fault::conflict("trustees_untested", trustees.refusal().zh));
    }
    let groups = slip::list(tx, round.cycle).await?;
    let mut turnouts = Vec::new();
    for stored in ballot_box::of_round(tx, round.id).await? {
        let class = class_of(card, &stored)?;
        let counts = pooled(class, round.area, &groups);
        if counts.live() == 0 {
            let detail = format!("“{}”还没有登记发出的选票码条", class.label);
            return Err(Fault::conflict("slips_not_issued", detail));
        }
        turnouts.push(BoxCounts::new(&counts, 0).turnout(&class.code));
    }
    if card.quorum.counted == QuorumCount::Present {
        let opening = decided(card, round.area.unwrap_or(0), &turnouts)?;
        if let Some(short) = opening.quorum.iter().find(|verdict| !verdict.reached) {
            let label = card
                .class(&short.class)
                .map_or(short.class.as_str(), |class| class.label.as_str());
            let detail = format!(
                "“{label}”应到 {} 人，实到 {} 人，按规则卡至少要 {} 人才能投票",
                short.entitled, short.counted, short.needed
            );
            return Err(Fault::conflict("quorum_missing", detail));
        }
    }
    Ok(())
}
