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
                    weight: percent(&class.weight),
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
                    rank: row.rank.clone(),
                    town: row.town.clone(),
                    village: row.village.clone(),
                    score: row.score.clone().unwrap_or_default(),
                })
                .collect(),
        });
    }
    Ok(document::Bulletin {
        series: "述职评议工作简报".into(),
        issue: 1,
        issued_on: if cycle.synthetic { cycle.to } else { issued_on },
        title: two_lines(&cycle.name),
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
        .map(|clause| format!("{}：{}", clause.heading, clause.text))
        .collect()
}

/// A weight as people read it: `2/5` is `40%`; one that is no whole percentage stays a fraction.
fn percent(weight: &str) -> String {
    let (over, under) = weight.split_once('/').unwrap_or((weight, "1"));
    match (over.parse::<u64>(), under.parse::<u64>()) {
        (Ok(over), Ok(under)) if under > 0 && (over * 100).is_multiple_of(under) => {
            format!("{}%", over * 100 / under)
        }
        _ => weight.to_owned(),
    }
}

/// A long title in two lines, broken after a word near the middle rather than inside one.
fn two_lines(title: &str) -> String {
    const LINE: usize = 20;
    const ENDS: [&str; 8] = ["管理", "工作", "年度", "情况", "组织", "书记", "年", "的"];
    let length = title.chars().count();
    if length <= LINE {
        return title.to_owned();
    }
    let middle = length / 2;
    let fits = |place: usize| place <= LINE && length - place <= LINE;
    let ends = title
        .char_indices()
        .enumerate()
        .map(|(place, (at, _))| (place, at))
        .filter(|(place, at)| fits(*place) && ENDS.iter().any(|word| title[..*at].ends_with(word)));
    match ends.min_by_key(|(place, _)| place.abs_diff(middle)) {
        Some((_, at)) => format!("{}\n{}", &title[..at], &title[at..]),
        None => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_breaks_after_a_word() {
        let title = two_lines("海阳市2022年农村党组织书记专业化管理比武观摩述职评议会议");
        assert_eq!(
            title,
            "海阳市2022年农村党组织书记\n专业化管理比武观摩述职评议会议"
        );
        assert_eq!(two_lines("述职评议会议"), "述职评议会议");
    }

    #[test]
    fn a_weight_is_read_as_percent_when_it_is_one() {
        assert_eq!(["2/5", "1", "1/3"].map(percent), ["40%", "100%", "1/3"]);
    }
}
