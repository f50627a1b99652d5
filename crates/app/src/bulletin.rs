//! The bulletin: its figures come from the register, the ledger and the results, and from nowhere else.

use crate::{Actor, App, Fault, Result, result, rule_card};
use jiff::tz::{TimeZone, offset};
use pingyi_core::{
    project::totals,
    register::Village,
    role::{Access, Role},
};
use pingyi_documents::bulletin as document;
use pingyi_ranking::{Language, RuleCard};
use pingyi_store::{project, village};

/// Who may have the bulletin before it is published.
pub const READ: Access = Access::Roles(&[Role::Organiser, Role::Host, Role::Auditor, Role::Viewer]);

/// The bulletin as PDF.
///
/// # Errors
/// `not_revealed`, `fonts_missing`.
pub async fn pdf(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<u8>> {
    let model = model(app, actor, cycle).await?;
    let fonts = app.fonts()?.clone();
    let made = tokio::task::spawn_blocking(move || document::pdf(&model, &fonts));
    made.await
        .map_err(|e| Fault::internal(&e))?
        .map_err(|e| Fault::internal(&e))
}

/// The bulletin as a page that needs nothing else.
///
/// # Errors
/// `not_revealed`.
pub async fn html(app: &App, actor: &Actor, cycle: &str) -> Result<String> {
    Ok(document::html(&model(app, actor, cycle).await?))
}

async fn model(app: &App, actor: &Actor, code: &str) -> Result<document::Bulletin> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, code).await?;
    let revealed = result::all_revealed(reader, &cycle).await?;
    let card = rule_card::frozen(reader, cycle.id).await?;
    let villages: Vec<Village> = village::list(reader, cycle.id)
        .await?
        .into_iter()
        .map(|(_, one)| one)
        .collect();
    let projects = project::list(reader, cycle.id).await?;
    let results = result::results(app, code).await?;
    let issued_on = revealed
        .iter()
        .filter_map(|round| round.revealed_at)
        .max()
        .map_or(cycle.to, |at| {
            TimeZone::fixed(offset(8)).to_datetime(at).date()
        });
    let mut towns: Vec<&str> = villages.iter().map(|one| one.town.as_str()).collect();
    towns.sort_unstable();
    towns.dedup();
    let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut archives = Vec::new();
    let mut rounds = Vec::new();
    for round in &results.rounds {
        for archive in &round.archives {
            archives.push(document::Archive {
                label: format!("{} {}", round.title, archive.class_label),
                file: archive.file.clone(),
                sha256: archive.sha256.clone(),
            });
        }
        rounds.push(document::Round {
            round: round.number,
            area: round.area,
            classes: round
                .classes
                .iter()
                .map(|class| document::ClassCount {
                    class: class.label.clone(),
                    weight: class.weight.clone(),
                    entitled: number(class.entitled),
                    present: number(class.present),
                    returned: number(class.returned),
                    valid: number(class.valid),
                    opened: class.opened,
                })
                .collect(),
            ranking: round
                .ranking
                .iter()
                .map(|row| document::Place {
                    rank: row.rank.parse().unwrap_or(0),
                    town: row.town.clone(),
                    village: row.village.clone(),
                    score: row.score.clone().unwrap_or_default(),
                })
                .collect(),
        });
    }
    Ok(document::Bulletin {
        series: "农村党组织书记比武观摩述职评议简报".into(),
        issue: 1,
        issued_on: if cycle.synthetic { cycle.to } else { issued_on },
        title: cycle.name.clone(),
        event: cycle.name.clone(),
        organiser: cycle.organiser.clone(),
        place: cycle.place.clone(),
        from: cycle.from,
        to: cycle.to,
        town_organisers: count(towns.len()),
        secretaries: count(villages.len()),
        areas: areas(&villages),
        unscored_stops: cycle
            .unscored_stops
            .into_iter()
            .map(|stop| document::UnscoredStop {
                date: stop.date,
                village: stop.village,
                activity: stop.activity,
            })
            .collect(),
        aspects: cycle.aspects,
        rounds,
        projects: totals(&projects)
            .1
            .into_iter()
            .map(|row| document::Category {
                category: row.category,
                count: count(row.count),
                investment_fen: row.investment.0,
            })
            .collect(),
        counting: counting(&card),
        rule_card_sha256: card.hash(),
        archives,
        recipients: None,
        synthetic: cycle.synthetic,
    })
}

fn areas(villages: &[Village]) -> Vec<document::Area> {
    let mut areas: Vec<document::Area> = Vec::new();
    let mut visited: Vec<&Village> = villages.iter().filter(|one| one.visit.is_some()).collect();
    visited.sort_by_key(|one| (one.area, one.visit.as_ref().map_or(0, |visit| visit.order)));
    for one in visited {
        let Some(visit) = &one.visit else { continue };
        if areas.last().is_none_or(|area| area.area != one.area) {
            areas.push(document::Area {
                area: one.area,
                day: visit.day,
                date: visit.date,
                towns: Vec::new(),
            });
        }
        let Some(area) = areas.last_mut() else {
            continue;
        };
        if area.towns.last().is_none_or(|town| town.town != one.town) {
            area.towns.push(document::TownVisit {
                town: one.town.clone(),
                villages: Vec::new(),
            });
        }
        if let Some(town) = area.towns.last_mut() {
            town.villages.push(one.name.clone());
        }
    }
    areas
}

/// How the result came about, from the card's own words.
fn counting(card: &RuleCard) -> Vec<String> {
    card.plain(Language::Chinese)
        .into_iter()
        .map(|clause| format!("{}:{}", clause.heading, clause.text))
        .collect()
}
