//! Reading the board: what anybody may see of a ballot box.

use crate::{Actor, App, Fault, FaultKind, Result, rule_card};
use jiff::Timestamp;
use pingyi_ballot::{Hint, HintsWriter};
use pingyi_core::{
    id::CycleId,
    role::Role,
    round::{RoundKind, RoundState},
};
use pingyi_store::{ballot_box, board as store, hint};
use serde::Serialize;
use std::io::Write;
use utoipa::ToSchema;

/// A ballot's place on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackerView {
    /// The tracker.
    pub tracker: String,
    /// The public credential that signed it, as in the ballot itself. Whoever holds the slip finds by it whether the
    /// slip has voted, and the server is not asked about any slip. Of several ballots of one slip the last counts.
    pub credential: String,
}

/// The public list of a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardView {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: String,
    /// No more ballots are taken.
    pub closed: bool,
    /// Ballots in order of arrival.
    pub ballots: Vec<TrackerView>,
}

/// The board of a box.
///
/// # Errors
/// `not_found`.
pub async fn board(app: &App, box_id: &str) -> Result<BoardView> {
    let reader = app.store().reader();
    let stored = ballot_box::by_id(reader, box_id)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))?;
    let round = pingyi_store::round::by_id(reader, stored.round).await?;
    let ballots = store::ballots(reader, box_id).await?;
    Ok(BoardView {
        box_id: box_id.into(),
        closed: round.is_none_or(|round| round.state != RoundState::Open),
        ballots: ballots
            .into_iter()
            .map(|ballot| TrackerView {
                tracker: ballot.tracker,
                credential: ballot.credential,
            })
            .collect(),
    })
}

/// The bytes of a ballot on the board, by the hex form of its hash.
///
/// # Errors
/// `not_found`.
pub async fn ballot_bytes(app: &App, box_id: &str, hash: &str) -> Result<Vec<u8>> {
    let name = format!("{hash}.data.json");
    let unknown = || Fault::not_found("选票");
    if !store::has_ballot(app.store().reader(), box_id, &name).await? {
        return Err(unknown());
    }
    store::record(app.store().reader(), box_id, &name)
        .await?
        .ok_or_else(unknown)
}

/// The instant written into every entry of an archive: when the round opened, the same for all ballots.
pub fn archive_timestamp(opened: Option<Timestamp>) -> u64 {
    opened.map_or(0, |at| at.as_second().unsigned_abs())
}

/// Refuses unless this actor may have the archive: anybody once the round is revealed and turnout allows publishing the
/// sums, a trustee as soon as the box is sealed.
///
/// # Errors
/// `not_revealed`, `class_too_small`, `not_found`.
pub async fn public_archive(app: &App, actor: &Actor, box_id: &str) -> Result<CycleId> {
    let reader = app.store().reader();
    let stored = ballot_box::by_id(reader, box_id)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))?;
    let round = pingyi_store::round::by_id(reader, stored.round)
        .await?
        .ok_or_else(|| Fault::not_found("轮次"))?;
    // A trustee checks the board before decrypting its sum; nothing on it depends on the result yet. Sums of the
    // rehearsal are nobody's result: those whose shares are not needed there try their keys too.
    let waits = match round.kind {
        RoundKind::Official => round.state == RoundState::Closed && stored.sums.is_none(),
        RoundKind::Rehearsal => matches!(round.state, RoundState::Closed | RoundState::Tallied),
    };
    if actor.role() == Some(Role::Trustee) && waits {
        return Ok(round.cycle);
    }
    if round.kind != RoundKind::Official || round.state != RoundState::Revealed {
        return Err(Fault::conflict("not_revealed", "核验包在这一轮公布后公开"));
    }
    let card = rule_card::frozen(reader, round.cycle).await?;
    let trusted = matches!(
        actor.role(),
        Some(Role::Auditor | Role::Trustee | Role::Organiser)
    );
    // Another class of the round may be so small that no counts of any class are published.
    let opening = crate::round::opening(reader, &round, &card).await?;
    let published = opening
        .class(&stored.class)
        .is_some_and(|class| class.histogram_published);
    if !published && !trusted {
        return Err(Fault::new(
            FaultKind::Forbidden,
            "class_too_small",
            "这一轮有票类票数较少，按规则卡不公布这一票类的分项票数；审计人员登录后可以下载",
        ));
    }
    Ok(round.cycle)
}

/// Writes the hints of a box as a `.bel.hints` file, in pieces: what this program computed when it checked the ballots,
/// to spare whoever verifies the archive. Nothing depends on them.
///
/// # Errors
/// Of the database and of the output.
pub async fn write_hints(app: &App, box_id: &str, out: &mut (impl Write + Send)) -> Result<()> {
    let mut hints = HintsWriter::new(&mut *out).map_err(|e| Fault::internal(&e))?;
    let mut from = 0;
    loop {
        let ballots = hint::ballots(app.store().reader(), box_id, from, 200).await?;
        let Some(last) = ballots.last() else {
            break;
        };
        from = last.position + 1;
        for one in ballots {
            if let Some(hint) = one.hint {
                let written = hints.append(&one.ballot, &Hint::from_bytes(hint));
                written.map_err(|e| Fault::internal(&e))?;
            }
        }
    }
    hints.finish().map(drop).map_err(|e| Fault::internal(&e))
}

/// Writes the archive of a box as a `.bel` file, in pieces.
///
/// # Errors
/// Of the database and of the output.
pub async fn write_archive(app: &App, box_id: &str, out: &mut (impl Write + Send)) -> Result<()> {
    let reader = app.store().reader();
    let stored = ballot_box::by_id(reader, box_id)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))?;
    let round = pingyi_store::round::by_id(reader, stored.round).await?;
    let timestamp = archive_timestamp(round.and_then(|round| round.opened_at));
    let mut archive =
        pingyi_ballot::ArchiveWriter::new(timestamp, &mut *out).map_err(|e| Fault::internal(&e))?;
    let mut from = 0;
    loop {
        let records = store::records(reader, box_id, from, 200).await?;
        if records.is_empty() {
            break;
        }
        from += records.len() as u64;
        for record in records {
            let record = pingyi_ballot::Record {
                name: record.name,
                bytes: record.content,
            };
            archive.append(&record).map_err(|e| Fault::internal(&e))?;
        }
    }
    archive.finish().map(drop).map_err(|e| Fault::internal(&e))
}
