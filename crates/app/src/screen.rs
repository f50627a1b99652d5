//! What the hall and the phones see. Nothing here is computed from data that contains the result before it is
//! announced: rows enter only as [`crate::round::reveal`] releases them.

use crate::{
    App, Fault, Result,
    ceremony::is_threshold,
    round::{ContestView, RoundView, outcome, reveal_groups, views},
    rule_card,
};
use pingyi_core::{
    ceremony::CeremonyStep,
    id::CycleId,
    round::{RoundKind, RoundState},
};
use pingyi_ranking::{Choice, RuleCard, Submission};
use pingyi_store::{attendance, ballot_box, cycle, round as store, slip, trustee};
use serde::Serialize;
use utoipa::ToSchema;

/// The cycle, as much as a screen needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenCycle {
    /// Name.
    pub name: String,
    /// Who runs it.
    pub organiser: String,
    /// Made up for demonstration.
    pub synthetic: bool,
}

/// The round on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenRound {
    /// Number.
    pub number: u32,
    /// Title.
    pub title: String,
    /// `rehearsal` or `official`.
    pub kind: String,
    /// Villages on the ballot.
    pub contests: Vec<ContestView>,
}

/// Turnout of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenClass {
    /// Class.
    pub label: String,
    /// Voters who returned a ballot.
    pub returned: u32,
    /// Slips drawn and not spoiled.
    pub issued: u32,
}

/// Voting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenVoting {
    /// Start.
    pub opened_at: Option<String>,
    /// End of the countdown.
    pub closes_at: Option<String>,
    /// Returned in all.
    pub returned: u32,
    /// Drawn in all.
    pub issued: u32,
    /// By class.
    pub classes: Vec<ScreenClass>,
}

/// A trustee at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenTrustee {
    /// Name.
    pub name: String,
    /// All shares are here.
    pub done: bool,
}

/// Trustees at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenTrustees {
    /// Shares of the box that has the fewest.
    pub received: u32,
    /// Trustees needed.
    pub needed: u32,
    /// By name.
    pub names: Vec<ScreenTrustee>,
}

/// Tallying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenTally {
    /// Ballots in the boxes.
    pub ballots: u32,
    /// Ballots checked: all of them, since a ballot is stored only after its check.
    pub checked: u32,
    /// Trustees.
    pub trustees: ScreenTrustees,
    /// The sums were opened and recomputed.
    pub recomputed: bool,
}

/// One announced rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenRank {
    /// Rank.
    pub rank: String,
    /// More than one village.
    pub tie: bool,
    /// The villages.
    pub villages: Vec<ContestView>,
    /// Published score, unless turnout forbids it.
    pub score: Option<String>,
}

/// The announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenReveal {
    /// Ranks there are; known once the first was announced.
    pub steps: u32,
    /// Ranks announced.
    pub step: u32,
    /// All of them.
    pub finished: bool,
    /// Announced ranks, the last rank first.
    pub rows: Vec<ScreenRank>,
}

/// The trustees making their key together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenCeremony {
    /// `certificates`, `polynomials`, `keys` or `done`.
    pub step: String,
    /// Trustees through with this step.
    pub received: u32,
    /// Trustees there are.
    pub size: u32,
}

/// What the hall screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScreenState {
    /// The cycle; none before one is made.
    pub cycle: Option<ScreenCycle>,
    /// Server time, for the countdown.
    pub server_time: String,
    /// Hash of the rule card.
    pub rule_card_hash: Option<String>,
    /// Address of the voter page.
    pub voter_url: String,
    /// `welcome`, `check_in`, `ready`, `voting`, `tally`, `reveal`, `result` or `annulled`.
    pub scene: String,
    /// The round on screen.
    pub round: Option<ScreenRound>,
    /// Presence.
    pub check_in: crate::attendance::Presence,
    /// Before the rounds are frozen, where the trustees make their key together.
    pub ceremony: Option<ScreenCeremony>,
    /// While voting.
    pub voting: Option<ScreenVoting>,
    /// After closing.
    pub tally: Option<ScreenTally>,
    /// From the first announced rank on.
    pub reveal: Option<ScreenReveal>,
}

/// The round a hall looks at: the one under way, else the one last announced or annulled, else the next.
pub(crate) fn current(rounds: &[RoundView]) -> Option<&RoundView> {
    let under_way =
        |round: &&RoundView| matches!(round.state.as_str(), "open" | "closed" | "tallied");
    let over = |round: &&RoundView| {
        round.kind == "official" && matches!(round.state.as_str(), "revealed" | "annulled")
    };
    let next = |round: &&RoundView| matches!(round.state.as_str(), "frozen" | "rehearsed");
    rounds
        .iter()
        .find(under_way)
        .or_else(|| {
            let opened = rounds
                .iter()
                .filter(over)
                .filter(|round| round.opened_at.is_some());
            opened.max_by_key(|round| round.opened_at.clone())
        })
        .or_else(|| rounds.iter().find(next))
}

/// What the hall screen shows now.
///
/// # Errors
/// Database faults.
pub async fn screen(app: &App) -> Result<ScreenState> {
    let reader = app.store().reader();
    let mut state = ScreenState {
        cycle: None,
        server_time: app.now().to_string(),
        rule_card_hash: None,
        voter_url: format!("{}/v/", app.config().public_url),
        scene: "welcome".into(),
        round: None,
        check_in: crate::attendance::Presence {
            present: 0,
            entitled: 0,
        },
        ceremony: None,
        voting: None,
        tally: None,
        reveal: None,
    };
    let Some(cycle) = cycle::list(reader).await?.into_iter().next() else {
        return Ok(state);
    };
    state.cycle = Some(ScreenCycle {
        name: cycle.name,
        organiser: cycle.organiser,
        synthetic: cycle.synthetic,
    });
    for seat in attendance::list(reader, cycle.id).await? {
        state.check_in.entitled += 1;
        state.check_in.present += u32::from(seat.present);
    }
    let Ok(card) = rule_card::frozen(reader, cycle.id).await else {
        return Ok(state);
    };
    state.rule_card_hash = Some(card.hash());
    let rounds = views(reader, cycle.id, None).await?;
    if rounds.iter().any(|round| round.state == "draft") && is_threshold(&card) {
        state.ceremony = Some(ceremony(app, cycle.id, card.trustees.count).await?);
    }
    let Some(round) = current(&rounds) else {
        return Ok(state);
    };
    state.round = Some(ScreenRound {
        number: round.number,
        title: round.title.clone(),
        kind: round.kind.clone(),
        contests: round.contests.clone(),
    });
    let issued: u32 = slip::list(reader, cycle.id)
        .await?
        .iter()
        .map(|group| group.counts.issued)
        .sum();
    let trustees = trustee::list(reader, cycle.id).await?;
    state.scene = match round.state.as_str() {
        "frozen" if round.kind == "official" => "welcome",
        "frozen" | "rehearsed" if issued == 0 => "check_in",
        "frozen" | "rehearsed" => "ready",
        "open" => "voting",
        "closed" => "tally",
        "tallied" if round.reveal_step == 0 => "tally",
        "tallied" => "reveal",
        "revealed" => "result",
        "annulled" => "annulled",
        _ => "welcome",
    }
    .into();
    if matches!(state.scene.as_str(), "voting" | "tally") {
        state.voting = Some(voting(round));
    }
    if state.scene == "tally" {
        state.tally = Some(tally(app, round, &trustees, card.trustees.threshold).await?);
    }
    if matches!(state.scene.as_str(), "reveal" | "result") {
        state.reveal = reveal(app, round, &card).await?;
    }
    Ok(state)
}

async fn ceremony(app: &App, cycle: CycleId, size: u32) -> Result<ScreenCeremony> {
    let counts = pingyi_store::ceremony::counts(app.store().reader(), cycle).await?;
    let step = CeremonyStep::reached(size, &counts);
    let received = counts.iter().find(|(of, _)| *of == step);
    Ok(ScreenCeremony {
        step: step.code().into(),
        received: received.map_or(0, |(_, count)| *count),
        size,
    })
}

fn voting(round: &RoundView) -> ScreenVoting {
    let classes: Vec<ScreenClass> = round
        .boxes
        .iter()
        .map(|one| ScreenClass {
            label: one.class_label.clone(),
            returned: one.returned,
            issued: one.issued.saturating_sub(one.spoiled),
        })
        .collect();
    ScreenVoting {
        opened_at: round.opened_at.clone(),
        closes_at: round.closes_at.clone(),
        returned: classes.iter().map(|class| class.returned).sum(),
        issued: classes.iter().map(|class| class.issued).sum(),
        classes,
    }
}

async fn tally(
    app: &App,
    round: &RoundView,
    trustees: &[trustee::Trustee],
    needed: u32,
) -> Result<ScreenTally> {
    let reader = app.store().reader();
    let mut shares = Vec::new();
    for stored in round.boxes.iter().filter(|one| one.opened == Some(true)) {
        let owners = ballot_box::partials(reader, &stored.id).await?;
        let owners: Vec<u32> = owners.into_iter().map(|(owner, _)| owner).collect();
        shares.push(owners);
    }
    let names = trustees
        .iter()
        .map(|one| ScreenTrustee {
            name: one.name.clone(),
            done: shares.iter().all(|owners| owners.contains(&one.position)),
        })
        .collect();
    let ballots = round.boxes.iter().map(|one| one.returned).sum();
    let received = shares.iter().map(Vec::len).min().unwrap_or(trustees.len());
    Ok(ScreenTally {
        ballots,
        checked: ballots,
        trustees: ScreenTrustees {
            received: u32::try_from(received).unwrap_or(0),
            needed,
            names,
        },
        recomputed: round.state == "tallied",
    })
}

async fn reveal(
    app: &App,
    shown: &RoundView,
    card: &pingyi_ranking::RuleCard,
) -> Result<Option<ScreenReveal>> {
    let reader = app.store().reader();
    let id = shown.id.parse().map_err(|_| Fault::not_found("轮次"))?;
    let Some(round) = store::by_id(reader, id).await? else {
        return Ok(None);
    };
    if round.kind != RoundKind::Official || round.reveal_step == 0 {
        return Ok(None);
    }
    let outcome = outcome(reader, &round, card).await?;
    let groups = reveal_groups(&outcome);
    let rows = groups
        .iter()
        .take(round.reveal_step as usize)
        .map(|group| {
            let first = &outcome.rows[group[0]];
            ScreenRank {
                rank: first.rank.to_string(),
                tie: group.len() > 1,
                villages: group
                    .iter()
                    .map(|index| ContestView {
                        town: outcome.rows[*index].town.clone(),
                        village: outcome.rows[*index].village.clone(),
                    })
                    .collect(),
                score: outcome
                    .opening
                    .scores_published
                    .then(|| first.score_published.to_string()),
            }
        })
        .collect();
    Ok(Some(ScreenReveal {
        steps: u32::try_from(groups.len()).unwrap_or(u32::MAX),
        step: round.reveal_step,
        finished: round.state == RoundState::Revealed,
        rows,
    }))
}

/// A ballot box as a phone sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoteBox {
    /// The election's identifier.
    pub id: String,
    /// Class.
    pub class_label: String,
}

/// Most villages one ballot may give a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoteQuota {
    /// The grade, as written on the ballot.
    pub grade: String,
    /// Most villages.
    pub most: u32,
}

/// A round as a phone sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoteRound {
    /// Number.
    pub number: u32,
    /// Title.
    pub title: String,
    /// `rehearsal` or `official`.
    pub kind: String,
    /// State.
    pub state: String,
    /// End of the countdown.
    pub closes_at: Option<String>,
    /// A slip may vote again while the round is open: its last ballot counts.
    pub revote: bool,
    /// What a ballot says of the villages: `grades`, `points`, `approve` or `order`.
    pub choice: String,
    /// What the page keeps to beyond the election's own limits.
    pub quotas: Vec<VoteQuota>,
    /// Boxes.
    pub boxes: Vec<VoteBox>,
}

/// What the voter page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VoteState {
    /// The cycle.
    pub cycle: Option<ScreenCycle>,
    /// Server time.
    pub server_time: String,
    /// Rounds from frozen on.
    pub rounds: Vec<VoteRound>,
}

fn choice_code(card: &RuleCard) -> &'static str {
    match card.choice {
        Choice::Grades => "grades",
        Choice::Points(_) => "points",
        Choice::Approve(_) => "approve",
        Choice::Order(_) => "order",
    }
}

fn quotas(card: &RuleCard) -> Vec<VoteQuota> {
    let quotas = card.quotas.iter().filter_map(|quota| {
        Some(VoteQuota {
            grade: card.mark(&quota.grade)?.label,
            most: quota.most,
        })
    });
    quotas.collect()
}

/// What the voter page shows now.
///
/// # Errors
/// Database faults.
pub async fn vote(app: &App) -> Result<VoteState> {
    let reader = app.store().reader();
    let mut state = VoteState {
        cycle: None,
        server_time: app.now().to_string(),
        rounds: Vec::new(),
    };
    let Some(cycle) = cycle::list(reader).await?.into_iter().next() else {
        return Ok(state);
    };
    state.cycle = Some(ScreenCycle {
        name: cycle.name,
        organiser: cycle.organiser,
        synthetic: cycle.synthetic,
    });
    let Ok(card) = rule_card::frozen(reader, cycle.id).await else {
        return Ok(state);
    };
    for round in store::list(reader, cycle.id).await? {
        if round.state == RoundState::Draft {
            continue;
        }
        let boxes = ballot_box::of_round(reader, round.id).await?;
        let label = |class: &str| {
            card.class(class)
                .map_or_else(|| class.to_owned(), |class| class.label.clone())
        };
        state.rounds.push(VoteRound {
            number: round.number,
            title: round.title,
            kind: round.kind.code().into(),
            state: round.state.code().into(),
            closes_at: round.closes_at.map(|at| at.to_string()),
            revote: card.submission == Submission::Last,
            choice: choice_code(&card).into(),
            quotas: quotas(&card),
            boxes: boxes
                .into_iter()
                .map(|one| VoteBox {
                    class_label: label(&one.class),
                    id: one.id,
                })
                .collect(),
        });
    }
    Ok(state)
}

/// The fixed parts of a box that phones fetch: the election's bytes and the roll's.
///
/// # Errors
/// `not_found`.
pub async fn setup(app: &App, box_id: &str) -> Result<ballot_box::Setup> {
    ballot_box::setup(app.store().reader(), box_id)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))
}
