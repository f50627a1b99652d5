//! Closing a round, and sealing its boxes: the sums of the ciphertexts, ready for the trustees.
//!
//! Closing is cheap because every ballot was checked and added up when it came. It happens in two transactions: the first stops
//! ballots at once; the second, after the sums were computed outside any transaction, writes them to the boards.
//! A program that stops in between finishes the second when it starts again ([`resume`]).

use super::{BoxCounts, RUN, RoundView, class_of, decided, locked, name, pooled, step, view};
use crate::{Actor, App, Fault, Result, ballot::open_box};
use pingyi_ballot::{BoardHead, EncryptedTally};
use pingyi_core::{
    id::RoundId,
    round::{RoundAction, RoundKind, RoundState},
};
use pingyi_ranking::RuleCard;
use pingyi_store::{
    Transaction, ballot_box,
    board::{self, BoardRecord},
    round::{self as store, Round},
    slip,
};
use std::collections::HashMap;

/// Closes a round and seals its boxes.
///
/// # Errors
/// `round_state`; `rehearsal_empty` for a rehearsal without a ballot, which would leave the trustees' keys untried.
pub async fn close(app: &App, actor: &Actor, id: &str) -> Result<RoundView> {
    actor.require(RUN)?;
    let tx = app.begin().await?;
    let (mut round, card) = locked(&tx, id).await?;
    step(&mut round, RoundAction::Close)?;
    round.closed_at = Some(app.now());
    let returned = count(&tx, &round, &card).await?;
    if returned == 0 && round.kind == RoundKind::Rehearsal {
        return Err(Fault::conflict(
            "rehearsal_empty",
            "演练还没有收到选票；请至少用一张码条试投，监票人才能试解密",
        ));
    }
    store::update(&tx, &round).await?;
    let sentence = format!("关闭{}，收到 {returned} 张选票", name(&round));
    app.audit(&tx, actor, Some(round.cycle), "round.close", id, sentence)
        .await?;
    app.commit(tx).await?;
    seal(app, round.id).await?;
    let reader = app.store().reader();
    let round = store::by_id(reader, round.id)
        .await?
        .ok_or_else(|| Fault::not_found("轮次"))?;
    view(reader, &round, &card, actor.role()).await
}

/// Fixes the counts of every box and decides by turnout alone which are opened.
async fn count(tx: &Transaction, round: &Round, card: &RuleCard) -> Result<u32> {
    let groups = slip::list(tx, round.cycle).await?;
    let mut boxes = Vec::new();
    let mut turnouts = Vec::new();
    let mut all = 0;
    for stored in ballot_box::of_round(tx, round.id).await? {
        let class = class_of(card, &stored)?;
        let (returned, _) = board::turnout(tx, &stored.id).await?;
        all += returned;
        let counts = BoxCounts::new(&pooled(class, round.area, &groups), returned);
        turnouts.push(counts.turnout(&class.code));
        boxes.push((stored, counts));
    }
    // Counts that cannot be open nothing; the reveal then says why, and the round is annulled.
    let opening = round.area.map(|area| decided(card, area, &turnouts).ok());
    for (mut stored, counts) in boxes {
        stored.opened = Some(match &opening {
            Some(opening) => opening
                .as_ref()
                .and_then(|opening| opening.class(&stored.class))
                .is_some_and(pingyi_ranking::ClassOpening::opened),
            // The rehearsal is there to try the trustees' keys: any ballot at all will do.
            None => counts.returned > 0,
        });
        stored.counts = Some(serde_json::to_string(&counts).map_err(|e| Fault::internal(&e))?);
        ballot_box::put_outcome(tx, &stored).await?;
    }
    Ok(all)
}

/// Computes and writes the encrypted tally of every box to be opened.
pub(crate) async fn seal(app: &App, id: RoundId) -> Result<()> {
    let reader = app.store().reader();
    let mut tallies: HashMap<String, EncryptedTally> = HashMap::new();
    for stored in ballot_box::of_round(reader, id).await? {
        let sealed = ballot_box::encrypted_tally(reader, &stored.id)
            .await?
            .is_some();
        if stored.opened == Some(true) && !sealed {
            let open = open_box(app, &stored.id).await?;
            let tally = open.sum.finish(app, &stored.id).await?;
            tallies.insert(stored.id.clone(), tally);
        }
    }
    let tx = app.begin().await?;
    let round = store::lock(&tx, id)
        .await?
        .filter(|round| round.state == RoundState::Closed);
    let Some(mut round) = round else {
        return Ok(());
    };
    let boxes = ballot_box::of_round(&tx, id).await?;
    for stored in &boxes {
        // All boxes of a round are sealed in one transaction: one sum there means that it happened.
        let tally = ballot_box::encrypted_tally(&tx, &stored.id).await?;
        if tally.is_some() {
            return Ok(());
        }
    }
    let waiting = boxes.iter().any(|stored| stored.opened == Some(true));
    for mut stored in boxes {
        let mut head = BoardHead {
            height: stored.height,
            parent: stored.parent.clone(),
        };
        let mut records = head.end_ballots();
        if let Some(tally) = tallies.get(&stored.id) {
            records.extend(head.encrypted_tally(tally));
            ballot_box::put_encrypted_tally(
                &tx,
                &stored.id,
                &tally.to_bytes(),
                &tally.to_sized_bytes(),
            )
            .await?;
        }
        append(&tx, &mut stored, head, records).await?;
    }
    if !waiting {
        super::decrypt::tallied(app, &tx, &mut round).await?;
    }
    app.commit(tx).await
}

/// Appends records to a board and remembers its new end.
pub(crate) async fn append(
    tx: &Transaction,
    stored: &mut ballot_box::BallotBox,
    head: BoardHead,
    records: Vec<pingyi_ballot::Record>,
) -> Result<()> {
    let records: Vec<BoardRecord> = records
        .into_iter()
        .map(|record| BoardRecord {
            name: record.name,
            content: record.bytes,
        })
        .collect();
    board::append(tx, &stored.id, stored.records, &records).await?;
    stored.records += records.len() as u64;
    stored.height = head.height;
    stored.parent = head.parent;
    Ok(ballot_box::put_head(tx, stored).await?)
}

/// Seals rounds that were closed when the program stopped.
///
/// # Errors
/// Database faults.
pub async fn resume(app: &App) -> Result<()> {
    let reader = app.store().reader();
    for cycle in pingyi_store::cycle::list(reader).await? {
        for round in store::list(reader, cycle.id).await? {
            if round.state == RoundState::Closed {
                tracing::info!(
                    round = round.number,
                    rehearsal = round.kind == RoundKind::Rehearsal,
                    "sealing a closed round"
                );
                seal(app, round.id).await?;
            }
        }
    }
    Ok(())
}
