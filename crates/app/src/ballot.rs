//! Taking ballots: check, append, acknowledge.
//!
//! ```text
//! bytes → size → parse, canonical form, roll, proofs, signature (CPU pool, outside any transaction)
//!       → one writer per box appends checked ballots in batches: one transaction, hash chain
//!       → commit → acknowledgement with the tracker
//! ```
//!
//! # Security
//! Nothing here knows a time, an address, a device or a slip, and nothing here is logged.

mod board;
mod running;
mod writer;

pub use board::{
    BoardView, TrackerView, archive_timestamp, ballot_bytes, board, public_archive, write_archive,
    write_hints,
};

use crate::{App, Fault, FaultKind, Result};
use pingyi_ballot::{BallotFault, Election, Roll, check_ballot_with_hint};
use pingyi_core::id::RoundId;
use pingyi_store::{
    Connection, ballot_box,
    board::{self as store_board, BallotEntry},
};
use running::RunningSum;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{Semaphore, mpsc, oneshot};
use writer::{Cast, Writer};

/// Largest ballot accepted, in bytes. Eight contests of four grades take about 24 kB.
pub const MAX_BALLOT_BYTES: usize = 512 * 1024;

/// Checks waiting for a core; more are told to come back.
const MAX_WAITING: usize = 4096;

/// The boxes this program has opened, with their elections parsed once.
pub(crate) struct Boxes {
    open: Mutex<HashMap<String, Arc<OpenBox>>>,
    cores: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Boxes {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            open: Mutex::default(),
            cores: Arc::new(Semaphore::new(cores)),
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
        }
    }
}

impl Boxes {
    /// Forgets a box whose setup changed (a cleared rehearsal, a box frozen anew).
    pub(crate) fn forget(&self, id: &str) {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id);
    }
}

/// A box ready to take ballots.
pub(crate) struct OpenBox {
    pub(crate) id: String,
    pub(crate) round: RoundId,
    pub(crate) election: Election,
    pub(crate) roll: Roll,
    pub(crate) sum: RunningSum,
    casts: mpsc::Sender<Cast>,
}

/// What a voter gets back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Finds the ballot on the board.
    pub tracker: String,
    /// These very bytes were on the board already.
    pub repeated: bool,
    /// An earlier ballot of the same slip no longer counts because of this one.
    pub replaces: bool,
}

/// The tracker of ballot bytes: unpadded base64 of their SHA-256.
pub(crate) fn tracker(raw: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(raw);
    let mut text = String::with_capacity(43);
    for chunk in digest.chunks(3) {
        let word = chunk.iter().enumerate().fold(0_u32, |word, (i, byte)| {
            word | u32::from(*byte) << (16 - 8 * i)
        });
        for position in 0..=chunk.len() {
            text.push(char::from(
                ALPHABET[(word >> (18 - 6 * position)) as usize & 63],
            ));
        }
    }
    text
}

/// The box of this identifier, opened on first use.
pub(crate) async fn open_box(app: &App, id: &str) -> Result<Arc<OpenBox>> {
    if let Some(found) = app
        .boxes()
        .open
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(id)
    {
        return Ok(Arc::clone(found));
    }
    let reader = app.store().reader();
    let unknown = || Fault::not_found("票箱");
    let stored = ballot_box::by_id(reader, id).await?.ok_or_else(unknown)?;
    let setup = ballot_box::setup(reader, id).await?.ok_or_else(unknown)?;
    let election = Election::parse(&setup.election).map_err(|e| Fault::internal(&e))?;
    let roll = Roll::parse(&setup.roll).map_err(|e| Fault::internal(&e))?;
    let (casts, queue) = mpsc::channel(1024);
    let open = Arc::new(OpenBox {
        id: id.into(),
        round: stored.round,
        sum: RunningSum::new(&election),
        election,
        roll,
        casts,
    });
    let mut boxes = app
        .boxes()
        .open
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let open = Arc::clone(boxes.entry(id.into()).or_insert_with(|| {
        let writer = Writer::new(app.clone(), open.id.clone(), open.round, open.sum.clone());
        tokio::spawn(writer.run(queue));
        open
    }));
    Ok(open)
}

/// Whether the slip had another ballot on the board before this one.
async fn replaces(c: &impl Connection, box_id: &str, place: &BallotEntry) -> Result<bool> {
    let first = store_board::first_of(c, box_id, &place.credential).await?;
    Ok(first.is_some_and(|first| first < place.position))
}

fn refusal(fault: BallotFault) -> Fault {
    match fault {
        BallotFault::Form { .. } | BallotFault::Shape => Fault::invalid(
            "ballot_malformed",
            format!("选票格式不对（{}）；请重新打开投票页", fault.zh()),
        ),
        BallotFault::Election => Fault::invalid(
            "ballot_wrong_box",
            "这张选票属于另一个票箱；请重新打开投票页",
        ),
        BallotFault::Credential => Fault::new(
            FaultKind::Forbidden,
            "slip_unknown",
            "这个票箱里没有这张选票码条",
        ),
        _ => Fault::invalid(
            "ballot_proof_invalid",
            format!("选票没有通过检查（{}）；请重新打开投票页", fault.zh()),
        ),
    }
}

/// Takes a ballot: when this returns `Ok`, it is on the board and on disk.
///
/// # Errors
/// `too_large`, `ballot_malformed`, `ballot_wrong_box`, `ballot_proof_invalid`, `slip_unknown`, `slip_void`,
/// `already_voted`, `round_not_open`, `busy`. Nothing was changed then.
pub async fn cast(app: &App, box_id: &str, raw: Vec<u8>) -> Result<Accepted> {
    if raw.len() > MAX_BALLOT_BYTES {
        return Err(Fault::invalid("too_large", "发来的内容太大，不是选票"));
    }
    let open = open_box(app, box_id).await?;
    let tracker = tracker(&raw);
    if let Some(place) = store_board::by_tracker(app.store().reader(), box_id, &tracker).await? {
        return Ok(Accepted {
            tracker,
            repeated: true,
            replaces: replaces(app.store().reader(), box_id, &place).await?,
        });
    }
    let round = pingyi_store::round::by_id(app.store().reader(), open.round).await?;
    writer::require_open(round.as_ref())?;
    let busy = || {
        Fault::new(
            FaultKind::Busy,
            "busy",
            "现在投票的人很多，选票还在您的手机上；稍后会自动再送",
        )
    };
    let _place = app
        .boxes()
        .waiting
        .clone()
        .try_acquire_owned()
        .map_err(|_| busy())?;
    let core = app
        .boxes()
        .cores
        .clone()
        .acquire_owned()
        .await
        .map_err(|_| busy())?;
    let checking = Arc::clone(&open);
    let checked = tokio::task::spawn_blocking(move || {
        let checked = check_ballot_with_hint(&checking.election, &checking.roll, &raw);
        drop(core);
        checked
    });
    let (ballot, hint) = checked
        .await
        .map_err(|e| Fault::internal(&e))?
        .map_err(refusal)?;
    let (answer, answered) = oneshot::channel();
    open.casts
        .send(Cast {
            ballot,
            hint,
            answer,
        })
        .await
        .map_err(|_| busy())?;
    answered.await.map_err(|_| busy())?
}
