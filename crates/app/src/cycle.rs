//! Cycles: making one, and where one stands.

use crate::{Actor, App, Fault, Result, project::summed};
use pingyi_core::{
    cycle::{Cycle, UnscoredStop},
    id::CycleId,
    role::{Access, Role},
    round::{RoundKind, RoundState},
};
use pingyi_store::{cycle as store, project, round, rule_card, slip, trustee, village};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// Who may make a cycle.
pub const CREATE: Access = Access::Roles(&[Role::Organiser]);

/// A cycle in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CycleItem {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Year.
    pub year: i16,
    /// Made up for demonstration.
    pub synthetic: bool,
}

/// A new cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewCycle {
    /// Code used in addresses.
    pub code: String,
    /// Full name of the meeting.
    pub name: String,
    /// Year.
    pub year: i16,
    /// Who runs it.
    pub organiser: String,
    /// Where.
    pub place: String,
    /// First day, `2022-11-24`.
    pub from_date: String,
    /// Last day.
    pub to_date: String,
    /// Aspects the reports are about.
    #[serde(default)]
    pub aspects: Vec<String>,
    /// Stops of the tour without a score.
    #[serde(default)]
    pub unscored_stops: Vec<NewStop>,
    /// Made up for demonstration.
    #[serde(default)]
    pub synthetic: bool,
}

/// A stop of the tour without a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewStop {
    /// The day, `2022-11-25`.
    pub date: String,
    /// Where.
    pub village: String,
    /// What for.
    pub activity: String,
}

/// Counts of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct UnitCounts {
    /// Areas.
    pub areas: usize,
    /// Towns.
    pub towns: usize,
    /// Villages.
    pub villages: usize,
    /// Villages on the tour.
    pub visited: usize,
    /// Villages made up.
    pub synthetic_villages: usize,
}

/// Sum of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProjectSum {
    /// Number.
    pub count: usize,
    /// Fen.
    pub investment_fen: i64,
}

/// The card's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CardState {
    /// `none`, `draft` or `frozen`.
    pub state: String,
    /// Hash once frozen.
    pub hash: Option<String>,
}

/// Trustees so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrusteeCounts {
    /// Named.
    pub count: usize,
    /// With a key.
    pub with_key: usize,
    /// Needed to open a box, once there is a rule card.
    pub threshold: Option<u32>,
    /// Tested in the rehearsal.
    pub tested: usize,
}

/// Slips so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CredentialCounts {
    /// Boxes of slips.
    pub groups: usize,
    /// Slips printed, with spares.
    pub printed: u32,
    /// All public credentials are here.
    pub uploaded: bool,
}

/// A round in the overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoundItem {
    /// Identifier.
    pub id: String,
    /// Number.
    pub number: u32,
    /// Title.
    pub title: String,
    /// `rehearsal` or `official`.
    pub kind: String,
    /// State.
    pub state: String,
}

/// One step of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CycleStep {
    /// `register`, `rule_card`, `trustees`, `credentials`, `freeze`, `rehearse`, `vote`, `results` or `bulletin`.
    pub code: String,
    /// `done`, `current` or `waiting`.
    pub state: String,
    /// Where it stands, in a sentence.
    pub detail: String,
}

/// Where a cycle stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CycleView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Year.
    pub year: i16,
    /// Who runs it.
    pub organiser: String,
    /// Where.
    pub place: String,
    /// First day.
    pub from_date: String,
    /// Last day.
    pub to_date: String,
    /// Made up for demonstration.
    pub synthetic: bool,
    /// Register.
    pub units: UnitCounts,
    /// Ledger.
    pub projects: ProjectSum,
    /// Rule card.
    pub rule_card: CardState,
    /// Trustees.
    pub trustees: TrusteeCounts,
    /// Slips.
    pub credentials: CredentialCounts,
    /// Rounds.
    pub rounds: Vec<RoundItem>,
    /// Steps in order.
    pub steps: Vec<CycleStep>,
}

/// Makes a cycle.
///
/// # Errors
/// `cycle_invalid`, `cycle_taken`.
pub async fn create(app: &App, actor: &Actor, new: &NewCycle) -> Result<CycleView> {
    actor.require(CREATE)?;
    let invalid = |detail: String| Fault::invalid("cycle_invalid", detail);
    let date = |text: &str| {
        text.parse()
            .map_err(|_| invalid("日期写作 2022-11-24".into()))
    };
    let now = app.now();
    let mut unscored_stops = Vec::new();
    for stop in &new.unscored_stops {
        unscored_stops.push(UnscoredStop {
            date: date(&stop.date)?,
            village: stop.village.clone(),
            activity: stop.activity.clone(),
        });
    }
    let cycle = Cycle {
        id: CycleId::new(now, app.random()),
        code: new.code.clone(),
        name: new.name.trim().into(),
        year: new.year,
        organiser: new.organiser.trim().into(),
        place: new.place.trim().into(),
        from: date(&new.from_date)?,
        to: date(&new.to_date)?,
        aspects: new.aspects.clone(),
        unscored_stops,
        synthetic: new.synthetic,
    };
    cycle.check().map_err(|e| invalid(e.to_string()))?;
    let tx = app.begin().await?;
    store::insert(&tx, &cycle, now).await.map_err(|e| {
        if pingyi_store::is_taken(&e) {
            Fault::conflict("cycle_taken", format!("代码 {} 已被使用", cycle.code))
        } else {
            e.into()
        }
    })?;
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "cycle.create",
        &cycle.code,
        format!("新建年度周期“{}”", cycle.name),
    )
    .await?;
    app.commit(tx).await?;
    view(app, actor, &new.code).await
}

/// All cycles, the newest first.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<CycleItem>> {
    actor.require(Access::SignedIn)?;
    Ok(store::list(app.store().reader())
        .await?
        .into_iter()
        .map(|one| CycleItem {
            code: one.code,
            name: one.name,
            year: one.year,
            synthetic: one.synthetic,
        })
        .collect())
}

/// Where a cycle stands.
///
/// # Errors
/// Only of access and database.
pub async fn view(app: &App, actor: &Actor, code: &str) -> Result<CycleView> {
    actor.require(Access::SignedIn)?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, code).await?;
    let villages = village::list(reader, cycle.id).await?;
    let distinct = |key: &dyn Fn(&pingyi_core::register::Village) -> String| {
        villages
            .iter()
            .map(|(_, one)| key(one))
            .collect::<HashSet<_>>()
            .len()
    };
    let units = UnitCounts {
        areas: distinct(&|one| one.area.to_string()),
        towns: distinct(&|one| one.town.clone()),
        villages: villages.len(),
        visited: villages
            .iter()
            .filter(|(_, one)| one.visit.is_some())
            .count(),
        synthetic_villages: villages.iter().filter(|(_, one)| one.synthetic).count(),
    };
    let totals = summed(&project::list(reader, cycle.id).await?);
    let stored = rule_card::of(reader, cycle.id).await?;
    let rule_card = CardState {
        state: stored
            .as_ref()
            .map_or("none", |card| {
                if card.hash.is_some() {
                    "frozen"
                } else {
                    "draft"
                }
            })
            .into(),
        hash: stored.and_then(|card| card.hash),
    };
    let card = crate::rule_card::current(reader, cycle.id).await?;
    let named = trustee::list(reader, cycle.id).await?;
    let trustees = TrusteeCounts {
        count: named.len(),
        with_key: named.iter().filter(|one| one.public_key.is_some()).count(),
        threshold: card.map(|card| card.trustees.threshold),
        tested: named.iter().filter(|one| one.tested).count(),
    };
    let groups = slip::list(reader, cycle.id).await?;
    let credentials = CredentialCounts {
        groups: groups.len(),
        printed: groups
            .iter()
            .map(|group| group.counts.printed + group.counts.spares)
            .sum(),
        uploaded: !groups.is_empty() && groups.iter().all(|group| group.uploaded),
    };
    let rounds = round::list(reader, cycle.id).await?;
    let steps = steps(&units, &rule_card, trustees, credentials, &rounds);
    Ok(CycleView {
        code: cycle.code,
        name: cycle.name,
        year: cycle.year,
        organiser: cycle.organiser,
        place: cycle.place,
        from_date: cycle.from.to_string(),
        to_date: cycle.to.to_string(),
        synthetic: cycle.synthetic,
        units,
        projects: ProjectSum {
            count: totals.count,
            investment_fen: totals.investment_fen,
        },
        rule_card,
        trustees,
        credentials,
        rounds: rounds
            .into_iter()
            .map(|one| RoundItem {
                id: one.id.to_string(),
                number: one.number,
                title: one.title,
                kind: one.kind.code().into(),
                state: one.state.code().into(),
            })
            .collect(),
        steps,
    })
}

fn steps(
    units: &UnitCounts,
    card: &CardState,
    trustees: TrusteeCounts,
    credentials: CredentialCounts,
    rounds: &[round::Round],
) -> Vec<CycleStep> {
    let official = || rounds.iter().filter(|one| one.kind == RoundKind::Official);
    let past = |state: RoundState| {
        official()
            .filter(|one| one.state >= state && one.state != RoundState::Annulled)
            .count()
    };
    let count = official()
        .filter(|one| one.state != RoundState::Annulled)
        .count();
    let frozen = !rounds.is_empty() && rounds.iter().all(|one| one.state != RoundState::Draft);
    let revealed = past(RoundState::Revealed);
    let all_revealed = count > 0 && revealed == count;
    let done = [
        (
            "register",
            units.visited > 0,
            format!(
                "{} 个镇街，{} 个村，观摩 {} 个村",
                units.towns, units.villages, units.visited
            ),
        ),
        (
            "rule_card",
            card.state == "frozen",
            match card.state.as_str() {
                "frozen" => "已冻结".into(),
                "draft" => "草稿，等待冻结".into(),
                _ => "还没有规则卡".into(),
            },
        ),
        (
            "trustees",
            trustees.count > 0 && trustees.with_key == trustees.count,
            format!(
                "{} 位监票人，{} 位已交公钥",
                trustees.count, trustees.with_key
            ),
        ),
        (
            "credentials",
            credentials.uploaded,
            format!(
                "{} 个票箱，{} 张选票码条",
                credentials.groups, credentials.printed
            ),
        ),
        (
            "freeze",
            frozen,
            if frozen {
                "轮次已冻结".into()
            } else {
                "等待冻结轮次".to_owned()
            },
        ),
        (
            "rehearse",
            count > 0 && past(RoundState::Rehearsed) == count,
            if count > 0 && past(RoundState::Rehearsed) == count {
                "演练已完成并清除".into()
            } else {
                "等待演练".to_owned()
            },
        ),
        (
            "vote",
            count > 0 && past(RoundState::Tallied) == count,
            format!("{} 轮，已计票 {} 轮", count, past(RoundState::Tallied)),
        ),
        (
            "results",
            all_revealed,
            format!("已公布 {revealed}/{count} 轮"),
        ),
        (
            "bulletin",
            all_revealed,
            if all_revealed {
                "简报可以下载".into()
            } else {
                "全部公布后生成".to_owned()
            },
        ),
    ];
    let current = done.iter().position(|(_, done, _)| !done);
    done.into_iter()
        .enumerate()
        .map(|(index, (code, done, detail))| CycleStep {
            code: code.into(),
            state: if done {
                "done"
            } else if Some(index) == current {
                "current"
            } else {
                "waiting"
            }
            .into(),
            detail,
        })
        .collect()
}
