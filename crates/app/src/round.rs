//! Rounds: what they look like, and the steps they go through, one module a step.

mod annul;
mod close;
mod decrypt;
mod draft;
mod freeze;
mod open;
mod outcome;
mod rehearsal;
mod reveal;

pub use annul::annul;
pub use close::{close, resume};
pub use decrypt::{DECRYPT, DecryptionReceipt, TrusteeTask, decrypt, tasks};
pub(crate) use draft::draft;
pub use freeze::freeze;
pub use open::open;
pub(crate) use outcome::{BoxCounts, box_sums, decided, input, opening, outcome, reveal_groups};
pub use rehearsal::clear;
pub use reveal::reveal;

use crate::{Actor, App, Fault, Result, rule_card, trustee::Readiness};
use pingyi_core::{
    id::{CycleId, RoundId},
    role::{Access, Role},
    round::{RoundAction, RoundKind, RoundState},
    slip::SlipCounts,
};
use pingyi_ranking::{RuleCard, VoterClass};
use pingyi_store::{
    Connection,
    ballot_box::{self, BallotBox},
    board,
    round::{self as store, Round},
    slip::{self, SlipGroup},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who may open, close and reveal.
pub const RUN: Access = Access::Roles(&[Role::Host, Role::Organiser]);
/// Who may freeze, annul and clear the rehearsal.
pub const PREPARE: Access = Access::Roles(&[Role::Organiser]);

/// One village on a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContestView {
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
}

/// Shares of a decryption: how many are there, how many are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Shares {
    /// Received.
    pub received: u32,
    /// Needed.
    pub needed: u32,
}

/// A ballot box as shown; nothing here depends on what the ballots say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoxView {
    /// The election's identifier.
    pub id: String,
    /// Voter class.
    pub class: String,
    /// Its name.
    pub class_label: String,
    /// Entitled.
    pub entitled: u32,
    /// Present.
    pub present: u32,
    /// Slips drawn, with spares.
    pub issued: u32,
    /// Spoiled slips taken back.
    pub spoiled: u32,
    /// Voters who returned a ballot.
    pub returned: u32,
    /// Trustees' shares.
    pub partial_decryptions: Shares,
    /// After closing: whether turnout allowed opening the box.
    pub opened: Option<bool>,
}

/// A round as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoundView {
    /// Identifier.
    pub id: String,
    /// 0 for the rehearsal.
    pub number: u32,
    /// Title.
    pub title: String,
    /// `rehearsal` or `official`.
    pub kind: String,
    /// Area.
    pub area: Option<u32>,
    /// State.
    pub state: String,
    /// Villages on the ballot.
    pub contests: Vec<ContestView>,
    /// Times.
    pub opened_at: Option<String>,
    /// End of the countdown.
    pub closes_at: Option<String>,
    /// Times.
    pub closed_at: Option<String>,
    /// Times.
    pub tallied_at: Option<String>,
    /// Times.
    pub revealed_at: Option<String>,
    /// Why it does not count.
    pub annulled_reason: Option<String>,
    /// Ranks announced so far.
    pub reveal_step: u32,
    /// Ranks there are, once the reveal has begun.
    pub reveal_steps: Option<u32>,
    /// Boxes by class.
    pub boxes: Vec<BoxView>,
    /// Which trustees' keys are proved.
    pub trustees: Readiness,
    /// What this actor may do now.
    pub actions: Vec<String>,
}

pub(crate) fn contests(round: &Round) -> Result<Vec<ContestView>> {
    serde_json::from_str(&round.contests).map_err(|e| Fault::internal(&e))
}

/// Codes of the slip groups entitled to a class's box in a round; in the rehearsal, all of the class.
pub(crate) fn groups_of(class: &VoterClass, area: Option<u32>) -> Vec<&str> {
    match area {
        Some(area) => class
            .groups_in(area)
            .map(|group| group.code.as_str())
            .collect(),
        None => class
            .groups
            .iter()
            .map(|group| group.code.as_str())
            .collect(),
    }
}

/// The pooled counts of a class in a round.
pub(crate) fn pooled(class: &VoterClass, area: Option<u32>, groups: &[SlipGroup]) -> SlipCounts {
    let codes = groups_of(class, area);
    groups
        .iter()
        .filter(|group| codes.contains(&group.code.as_str()))
        .fold(SlipCounts::default(), |sum, group| {
            let n = &group.counts;
            SlipCounts {
                entitled: sum.entitled + n.entitled,
                printed: sum.printed + n.printed,
                spares: sum.spares + n.spares,
                issued: sum.issued + n.issued,
                spares_issued: sum.spares_issued + n.spares_issued,
                spoiled: sum.spoiled + n.spoiled,
                present: sum.present + n.present,
            }
        })
}

fn class_of<'a>(card: &'a RuleCard, stored: &BallotBox) -> Result<&'a VoterClass> {
    card.class(&stored.class)
        .ok_or_else(|| Fault::internal(&"a box of a class the card does not know"))
}

fn actions(round: &Round, role: Option<Role>) -> Vec<String> {
    let mut actions = Vec::new();
    let mut offer = |access: Access, action: RoundAction, name: &str| {
        if access.allows(role) && round.state.after(round.kind, action).is_ok() {
            actions.push(name.to_owned());
        }
    };
    offer(RUN, RoundAction::Open, "open");
    offer(RUN, RoundAction::Close, "close");
    offer(RUN, RoundAction::Reveal, "reveal");
    if round.kind == RoundKind::Official {
        offer(PREPARE, RoundAction::Annul, "annul");
    }
    actions
}

/// A round with its boxes, as this actor sees it.
pub(crate) async fn view(
    c: &impl Connection,
    round: &Round,
    card: &RuleCard,
    role: Option<Role>,
) -> Result<RoundView> {
    let trustees = Readiness::of(c, round.cycle, card).await?;
    view_with(c, round, card, role, trustees).await
}

async fn view_with(
    c: &impl Connection,
    round: &Round,
    card: &RuleCard,
    role: Option<Role>,
    trustees: Readiness,
) -> Result<RoundView> {
    let groups = slip::list(c, round.cycle).await?;
    let mut boxes = Vec::new();
    // A cleared rehearsal has nothing left to count.
    let cleared = round.kind == RoundKind::Rehearsal && round.state == RoundState::Annulled;
    let stored_boxes = if cleared {
        Vec::new()
    } else {
        ballot_box::of_round(c, round.id).await?
    };
    for stored in stored_boxes {
        let class = class_of(card, &stored)?;
        let counts: BoxCounts = match &stored.counts {
            Some(json) => serde_json::from_str(json).map_err(|e| Fault::internal(&e))?,
            None => {
                let (returned, _) = board::turnout(c, &stored.id).await?;
                BoxCounts::new(&pooled(class, round.area, &groups), returned)
            }
        };
        let received = ballot_box::partials(c, &stored.id).await?.len();
        boxes.push(BoxView {
            id: stored.id.clone(),
            class: class.code.clone(),
            class_label: class.label.clone(),
            entitled: counts.entitled,
            present: counts.present,
            issued: counts.issued + counts.spares_issued,
            spoiled: counts.spoiled,
            returned: counts.returned,
            partial_decryptions: Shares {
                received: u32::try_from(received).unwrap_or(u32::MAX),
                needed: card.trustees.threshold,
            },
            opened: stored.opened,
        });
    }
    let reveal_steps = if round.reveal_step > 0 || round.state == RoundState::Revealed {
        let outcome = outcome(c, round, card).await?;
        Some(u32::try_from(reveal_groups(&outcome).len()).unwrap_or(u32::MAX))
    } else {
        None
    };
    let text = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string());
    Ok(RoundView {
        id: round.id.to_string(),
        number: round.number,
        title: round.title.clone(),
        kind: round.kind.code().into(),
        area: round.area,
        state: round.state.code().into(),
        contests: contests(round)?,
        opened_at: text(round.opened_at),
        closes_at: text(round.closes_at),
        closed_at: text(round.closed_at),
        tallied_at: text(round.tallied_at),
        revealed_at: text(round.revealed_at),
        annulled_reason: round.annulled_reason.clone(),
        reveal_step: round.reveal_step,
        reveal_steps,
        boxes,
        trustees,
        actions: actions(round, role),
    })
}

pub(crate) async fn views(
    c: &impl Connection,
    cycle: CycleId,
    role: Option<Role>,
) -> Result<Vec<RoundView>> {
    let rounds = store::list(c, cycle).await?;
    if rounds.is_empty() {
        return Ok(Vec::new());
    }
    let card = rule_card::frozen(c, cycle).await?;
    let trustees = Readiness::of(c, cycle, &card).await?;
    let mut views = Vec::new();
    for round in &rounds {
        views.push(view_with(c, round, &card, role, trustees.clone()).await?);
    }
    Ok(views)
}

/// The rounds of a cycle.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<RoundView>> {
    actor.require(Access::SignedIn)?;
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    views(app.store().reader(), cycle.id, actor.role()).await
}

/// A round locked for changing, with the card of its cycle.
pub(crate) async fn locked(c: &impl Connection, id: &str) -> Result<(Round, RuleCard)> {
    let unknown = || Fault::not_found("轮次");
    let id: RoundId = id.parse().map_err(|_| unknown())?;
    let round = store::lock(c, id).await?.ok_or_else(unknown)?;
    let card = rule_card::frozen(c, round.cycle).await?;
    Ok((round, card))
}

/// Moves a round to the state after an action.
pub(crate) fn step(round: &mut Round, action: RoundAction) -> Result<()> {
    round.state = round
        .state
        .after(round.kind, action)
        .map_err(|e| Fault::conflict("round_state", e.to_string()))?;
    Ok(())
}

/// How a round is named in sentences.
pub(crate) fn name(round: &Round) -> String {
    match round.kind {
        RoundKind::Rehearsal => "演练".into(),
        RoundKind::Official => format!(
            "第{}轮（{}）",
            crate::register::ordinal(round.number),
            round.title
        ),
    }
}
