//! Places in published results, year by year, as the register shows them with a village or a person.

use crate::{App, Result, composite::Published, standing::Standing};
use jiff::civil::Date;
use pingyi_store::cycle;
use serde::Serialize;
use utoipa::ToSchema;

/// A place in a published result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct YearResult {
    /// Code of the cycle.
    pub cycle: String,
    /// Its year.
    pub year: i16,
    /// Its name.
    pub title: String,
    /// Label of the area, or of the whole.
    pub group: String,
    /// The place.
    pub place: String,
    /// Among how many.
    pub of: usize,
    /// The score as published.
    pub score: String,
    /// The award.
    pub award: Option<String>,
}

/// A place with whose it is and when.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    /// Last day of the cycle.
    pub(crate) on: Date,
    /// The town's name then.
    pub(crate) town: String,
    /// The village's name then.
    pub(crate) village: String,
    /// The place.
    pub(crate) result: YearResult,
}

/// Every place of every published result, the oldest cycle first.
pub(crate) async fn placements(app: &App) -> Result<Vec<Placement>> {
    let reader = app.store().reader();
    let mut found = Vec::new();
    let mut cycles = cycle::list(reader).await?;
    cycles.sort_by_key(|cycle| cycle.to);
    for one in cycles {
        // A cycle without a frozen card has no result yet.
        let Ok(standing) = Standing::load(app, reader, &one.code).await else {
            continue;
        };
        let Some(published) = Published::of(app, &standing).await? else {
            continue;
        };
        for group in published.result()?.groups {
            let of = group.ranked.len();
            for row in group.ranked {
                let result = YearResult {
                    cycle: one.code.clone(),
                    year: one.year,
                    title: one.name.clone(),
                    group: group.label.clone(),
                    place: row.place,
                    of,
                    score: row.score.to_string(),
                    award: row.award,
                };
                found.push(Placement {
                    on: one.to,
                    town: row.town,
                    village: row.village,
                    result,
                });
            }
        }
    }
    Ok(found)
}
