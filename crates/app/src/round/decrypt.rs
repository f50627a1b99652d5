//! Trustees decrypt the sums, and only the sums.

use super::{Shares, class_of, close::append, name, step};
use crate::{Actor, App, Fault, FaultKind, Result, ballot::open_box, rule_card};
use pingyi_ballot::{BoardHead, EncryptedTally, PartialDecryption, TallyResult, Trustees};
use pingyi_core::{
    role::{Access, Role},
    round::{RoundAction, RoundKind, RoundState},
};
use pingyi_ranking::RuleCard;
use pingyi_store::{
    Transaction, ballot_box, board,
    round::{self as store, Round},
    trustee::{self, Trustee},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Who decrypts.
pub const DECRYPT: Access = Access::Roles(&[Role::Trustee]);

/// A sum waiting for this trustee, or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrusteeTask {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: String,
    /// Round number.
    pub round_number: u32,
    /// Round title.
    pub round_title: String,
    /// Class.
    pub class_label: String,
    /// `rehearsal` or `official`.
    pub kind: String,
    /// Ballots in the sum.
    pub ballots: u32,
    /// The election, as raw JSON text.
    pub election: String,
    /// The encrypted tally, as raw JSON text.
    pub encrypted_tally: String,
    /// Nothing is left to do for this trustee: the share is here, or others have opened the box without it. In the
    /// rehearsal every trustee is asked, so that every key is tried.
    pub done: bool,
    /// The box is open.
    pub opened: bool,
    /// Shares received and needed.
    pub partial_decryptions: Shares,
}

/// Answer to a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecryptionReceipt {
    /// Shares received for this box.
    pub received: u32,
    /// Shares needed.
    pub needed: u32,
}

async fn own_seat(
    c: &impl pingyi_store::Connection,
    actor: &Actor,
    cycle: pingyi_core::id::CycleId,
) -> Result<Trustee> {
    let account = actor.account().map(|account| account.id);
    let mut list = trustee::list(c, cycle).await?.into_iter();
    list.find(|one| Some(one.account) == account)
        .ok_or_else(|| {
            Fault::new(
                FaultKind::Forbidden,
                "not_a_trustee",
                "您不是这次评议的监票人",
            )
        })
}

/// The sums of a cycle that this trustee decrypts.
///
/// # Errors
/// Only of access and database.
pub async fn tasks(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<TrusteeTask>> {
    actor.require(DECRYPT)?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let own = own_seat(reader, actor, cycle.id).await?;
    let mut tasks = Vec::new();
    for round in store::list(reader, cycle.id).await? {
        if !matches!(
            round.state,
            RoundState::Closed | RoundState::Tallied | RoundState::Revealed
        ) {
            continue;
        }
        let card = rule_card::frozen(reader, cycle.id).await?;
        for stored in ballot_box::of_round(reader, round.id).await? {
            let Some((tally, _)) = ballot_box::encrypted_tally(reader, &stored.id).await? else {
                continue;
            };
            let Some(setup) = ballot_box::setup(reader, &stored.id).await? else {
                continue;
            };
            let (ballots, _) = board::turnout(reader, &stored.id).await?;
            let partials = ballot_box::partials(reader, &stored.id).await?;
            tasks.push(TrusteeTask {
                class_label: class_of(&card, &stored)?.label.clone(),
                round_number: round.number,
                round_title: round.title.clone(),
                kind: round.kind.code().into(),
                ballots,
                election: String::from_utf8_lossy(&setup.election).into_owned(),
                encrypted_tally: String::from_utf8_lossy(&tally).into_owned(),
                done: partials
                    .iter()
                    .any(|(position, _)| *position == own.position)
                    || (stored.sums.is_some() && round.kind == RoundKind::Official),
                opened: stored.sums.is_some(),
                partial_decryptions: Shares {
                    received: u32::try_from(partials.len()).unwrap_or(u32::MAX),
                    needed: card.trustees.threshold,
                },
                box_id: stored.id,
            });
        }
    }
    Ok(tasks)
}

/// Takes a trustee's share of a box; the last one needed opens the sum. In the rehearsal the shares of the others are
/// taken afterwards too: they prove that their keys work.
///
/// # Errors
/// `round_not_closed`, `decryption_invalid`, `already_received`, `not_a_trustee`; `decryption_not_needed` when others
/// have opened the box.
pub async fn decrypt(
    app: &App,
    actor: &Actor,
    box_id: &str,
    raw: &[u8],
) -> Result<DecryptionReceipt> {
    actor.require(DECRYPT)?;
    let reader = app.store().reader();
    let invalid = |sentence: String| {
        Fault::invalid(
            "decryption_invalid",
            format!("解密份额没有通过检查：{sentence}"),
        )
    };
    let share = PartialDecryption::parse(raw).map_err(|e| invalid(e.zh()))?;
    let not_closed = || Fault::conflict("round_not_closed", "这个票箱还没有封存，现在不能解密");
    // Proofs are checked before the transaction: nothing they depend on changes once the tally is there.
    let stored = ballot_box::by_id(reader, box_id)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))?;
    let round = store::by_id(reader, stored.round)
        .await?
        .ok_or_else(|| Fault::not_found("轮次"))?;
    let own = own_seat(reader, actor, round.cycle).await?;
    let (tally, sized) = ballot_box::encrypted_tally(reader, box_id)
        .await?
        .ok_or_else(not_closed)?;
    let open = open_box(app, box_id).await?;
    let tally =
        EncryptedTally::parse(&open.election, &tally, &sized).map_err(|e| Fault::internal(&e))?;
    let setup = ballot_box::setup(reader, box_id)
        .await?
        .ok_or_else(not_closed)?;
    let trustees = Trustees::parse(&setup.trustees).map_err(|e| Fault::internal(&e))?;
    let key = trustees.owner(own.position).ok_or_else(not_closed)?;
    share
        .check(&open.election, &tally, key)
        .map_err(|e| invalid(e.zh()))?;

    let tx = app.begin().await?;
    let mut round = store::lock(&tx, stored.round)
        .await?
        .ok_or_else(|| Fault::not_found("轮次"))?;
    let card = rule_card::frozen(&tx, round.cycle).await?;
    let opened = wanted(&tx, &round, box_id, own.position, &card).await?;
    ballot_box::insert_partial(&tx, box_id, own.position, &share.to_bytes()).await?;
    if round.kind == RoundKind::Rehearsal {
        trustee::mark_tested(&tx, round.cycle, own.position).await?;
    }
    let partials = ballot_box::partials(&tx, box_id).await?;
    let receipt = DecryptionReceipt {
        received: u32::try_from(partials.len()).unwrap_or(u32::MAX),
        needed: card.trustees.threshold,
    };
    if !opened && receipt.received >= receipt.needed {
        finish(&tx, box_id, &open.election, &tally, &trustees, partials).await?;
        let boxes = ballot_box::of_round(&tx, round.id).await?;
        if boxes
            .iter()
            .all(|one| one.opened == Some(false) || one.sums.is_some())
        {
            tallied(app, &tx, &mut round).await?;
        }
    }
    let sentence = format!(
        "监票人 {} 交来{}的解密份额，{}/{}",
        own.name,
        name(&round),
        receipt.received,
        receipt.needed
    );
    app.audit(
        &tx,
        actor,
        Some(round.cycle),
        "box.decrypt",
        box_id,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(receipt)
}

/// Refuses a share that is here already or that nothing waits for; answers whether the box is open.
async fn wanted(
    tx: &Transaction,
    round: &Round,
    box_id: &str,
    position: u32,
    card: &RuleCard,
) -> Result<bool> {
    let received = ballot_box::partials(tx, box_id).await?;
    if received.iter().any(|(owner, _)| *owner == position) {
        return Err(Fault::conflict(
            "already_received",
            "您的解密份额已经收到，不用再交",
        ));
    }
    let stored = ballot_box::by_id(tx, box_id).await?;
    let opened = stored.is_some_and(|stored| stored.sums.is_some());
    let rehearsal = round.kind == RoundKind::Rehearsal;
    match round.state {
        RoundState::Closed if rehearsal || !opened => Ok(opened),
        RoundState::Tallied if rehearsal => Ok(opened),
        RoundState::Closed | RoundState::Tallied | RoundState::Revealed if opened => {
            Err(Fault::conflict(
                "decryption_not_needed",
                format!(
                    "这个票箱已由 {} 名监票人打开，不再需要您的份额；谢谢",
                    card.trustees.threshold
                ),
            ))
        }
        state => Err(Fault::conflict(
            "round_not_closed",
            format!("{}现在是“{}”，不需要解密", name(round), state.label()),
        )),
    }
}

/// Opens the sum of a box and finishes its board.
async fn finish(
    tx: &Transaction,
    box_id: &str,
    election: &pingyi_ballot::Election,
    tally: &EncryptedTally,
    trustees: &Trustees,
    partials: Vec<(u32, Vec<u8>)>,
) -> Result<()> {
    let mut shares = Vec::new();
    for (owner, content) in partials {
        shares.push((
            owner,
            PartialDecryption::parse(&content).map_err(|e| Fault::internal(&e))?,
        ));
    }
    let result = TallyResult::combine(election, tally, trustees, &shares)
        .map_err(|e| Fault::internal(&e))?;
    let mut stored = ballot_box::lock(tx, box_id)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))?;
    let mut head = BoardHead {
        height: stored.height,
        parent: stored.parent.clone(),
    };
    let mut records = Vec::new();
    for (owner, share) in &shares {
        records.extend(head.partial_decryption(*owner, share));
    }
    records.extend(head.result(&result));
    append(tx, &mut stored, head, records).await?;
    stored.sums = Some(serde_json::to_string(result.sums()).map_err(|e| Fault::internal(&e))?);
    Ok(ballot_box::put_outcome(tx, &stored).await?)
}

/// Marks a round tallied.
pub(super) async fn tallied(app: &App, tx: &Transaction, round: &mut Round) -> Result<()> {
    step(round, RoundAction::Tally)?;
    round.tallied_at = Some(app.now());
    Ok(store::update(tx, round).await?)
}
