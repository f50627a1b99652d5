//! The one writer of a box: batches of checked ballots, one transaction each.

use super::{Accepted, replaces, running::RunningSum};
use crate::{App, Fault, FaultKind, Result, rule_card};
use pingyi_ballot::{BoardHead, CheckedBallot, Hint};
use pingyi_core::{
    id::RoundId,
    round::{RoundKind, RoundState},
};
use pingyi_ranking::{ClosingBy, Submission};
use pingyi_store::{
    ballot_box,
    board::{self, BallotEntry, BoardRecord},
    hint,
    round::Round,
};
use std::collections::{HashMap, HashSet};
use tokio::sync::{mpsc, oneshot};

/// Ballots written in one transaction at most.
const BATCH: usize = 256;

/// A checked ballot on its way to the board.
pub(super) struct Cast {
    pub(super) ballot: CheckedBallot,
    pub(super) hint: Hint,
    pub(super) answer: oneshot::Sender<Result<Accepted>>,
}

/// Refuses unless the round takes ballots.
pub(super) fn require_open(round: Option<&Round>) -> Result<()> {
    match round.map(|round| round.state) {
        Some(RoundState::Open) => Ok(()),
        Some(RoundState::Draft | RoundState::Frozen | RoundState::Rehearsed) => Err(
            Fault::conflict("round_not_open", "这一轮还没有开始；请等主持人宣布"),
        ),
        _ => Err(Fault::conflict(
            "round_not_open",
            "这一轮已经关闭，选票没有收下",
        )),
    }
}

pub(super) struct Writer {
    app: App,
    box_id: String,
    round: RoundId,
    sum: RunningSum,
}

/// What became of a ballot: its place, if it is new on the board.
struct Written {
    accepted: Accepted,
    place: Option<u64>,
}

impl Writer {
    pub(super) fn new(app: App, box_id: String, round: RoundId, sum: RunningSum) -> Self {
        Self {
            app,
            box_id,
            round,
            sum,
        }
    }

    /// Serves casts until nobody can send any more.
    pub(super) async fn run(self, mut queue: mpsc::Receiver<Cast>) {
        let mut batch = Vec::with_capacity(BATCH);
        while queue.recv_many(&mut batch, BATCH).await > 0 {
            let mut answers = self.append(&batch).await;
            if answers.is_err() && batch.len() > 1 {
                // One row that cannot be written must not cost the others theirs: write them one by one.
                let mut single = Vec::with_capacity(batch.len());
                for cast in &batch {
                    single.push(
                        self.append(std::slice::from_ref(cast))
                            .await
                            .and_then(|mut one| one.remove(0)),
                    );
                }
                answers = Ok(single);
            }
            let mut answers = match answers {
                Ok(answers) => answers,
                Err(fault) => batch.iter().map(|_| Err(fault.clone())).collect(),
            }
            .into_iter();
            for cast in batch.drain(..) {
                let missing = || Err(Fault::new(FaultKind::Busy, "busy", "请再试一次"));
                let written = answers.next().unwrap_or_else(missing);
                let place = written.as_ref().ok().and_then(|written| written.place);
                // A voter who went away finds the ballot on the board, or sends the same bytes again.
                let _ = cast.answer.send(written.map(|written| written.accepted));
                if let Some(place) = place {
                    self.sum.add(place, &cast.ballot);
                }
            }
        }
    }

    /// Appends what may be appended and answers for each ballot, in one transaction.
    async fn append(&self, casts: &[Cast]) -> Result<Vec<Result<Written>>> {
        let tx = self.app.store().begin_append().await?;
        let round = pingyi_store::round::lock(&tx, self.round).await?;
        if let Err(fault) = require_open(round.as_ref()) {
            return Ok(casts.iter().map(|_| Err(fault.clone())).collect());
        }
        let round = round.ok_or_else(|| Fault::not_found("轮次"))?;
        let card = rule_card::frozen(&tx, round.cycle).await?;
        let over = round.closes_at.is_some_and(|end| self.app.now() >= end);
        // The rehearsal waits for its first ballot: without one the trustees' keys stay untried.
        let timed = card.closing.by == ClosingBy::Time && round.kind == RoundKind::Official;
        if timed && over {
            let fault = Fault::conflict("round_not_open", "投票时间已到，选票没有收下");
            return Ok(casts.iter().map(|_| Err(fault.clone())).collect());
        }
        let mut stored = ballot_box::lock(&tx, &self.box_id)
            .await?
            .ok_or_else(|| Fault::not_found("票箱"))?;
        let mut head = BoardHead {
            height: stored.height,
            parent: stored.parent.clone(),
        };
        let (_, received) = board::turnout(&tx, &self.box_id).await?;
        let mut position = u64::from(received);
        let mut records = Vec::new();
        let mut entries: Vec<BallotEntry> = Vec::new();
        let mut trackers: HashMap<&str, bool> = HashMap::new();
        let mut voters: HashSet<String> = HashSet::new();
        let mut hints = Vec::new();
        let mut answers = Vec::with_capacity(casts.len());
        for Cast {
            ballot, hint: made, ..
        } in casts
        {
            let credential = ballot.credential.to_hex();
            let known = match trackers.get(ballot.tracker.as_str()) {
                Some(replaces) => Some(*replaces),
                None => match board::by_tracker(&tx, &self.box_id, &ballot.tracker).await? {
                    Some(place) => Some(replaces(&tx, &self.box_id, &place).await?),
                    None => None,
                },
            };
            if let Some(replaces) = known {
                answers.push(Ok(Written {
                    accepted: Accepted {
                        tracker: ballot.tracker.clone(),
                        repeated: true,
                        replaces,
                    },
                    place: None,
                }));
                continue;
            }
            if ballot_box::is_void(&tx, &self.box_id, &credential).await? != Some(false) {
                answers.push(Err(Fault::new(
                    FaultKind::Forbidden,
                    "slip_void",
                    "这张选票码条已作废；请用换发的备用票",
                )));
                continue;
            }
            let voted = voters.contains(&credential)
                || board::first_of(&tx, &self.box_id, &credential)
                    .await?
                    .is_some();
            if voted && card.submission == Submission::First {
                answers.push(Err(Fault::conflict(
                    "already_voted",
                    "这张选票码条已经投过票；按规则以第一次为准",
                )));
                continue;
            }
            let appended = head.ballot(ballot);
            entries.push(BallotEntry {
                position,
                credential: credential.clone(),
                tracker: ballot.tracker.clone(),
                name: appended
                    .first()
                    .map(|record| record.name.clone())
                    .unwrap_or_default(),
            });
            hints.push((position, made.as_bytes().to_vec()));
            records.extend(appended.into_iter().map(|record| BoardRecord {
                name: record.name,
                content: record.bytes,
            }));
            trackers.insert(&ballot.tracker, voted);
            voters.insert(credential);
            answers.push(Ok(Written {
                accepted: Accepted {
                    tracker: ballot.tracker.clone(),
                    repeated: false,
                    replaces: voted,
                },
                place: Some(position),
            }));
            position += 1;
        }
        if !entries.is_empty() {
            board::append(&tx, &self.box_id, stored.records, &records).await?;
            board::insert_ballots(&tx, &self.box_id, &entries).await?;
            hint::insert(&tx, &self.box_id, &hints).await?;
            stored.records += records.len() as u64;
            stored.height = head.height;
            stored.parent = head.parent;
            ballot_box::put_head(&tx, &stored).await?;
            self.app.commit(tx).await?;
        }
        Ok(answers)
    }
}
