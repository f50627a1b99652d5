//! Finding units, people and projects by a part of their name, their code, or the initials of their pinyin.

use crate::{
    Actor, App, Result,
    county::{County, READ, Scope},
    entry::EntryKind,
};
use pingyi_core::{entry::Noun, id::EntryId, order::finds};
use serde::Serialize;
use utoipa::ToSchema;

/// How many are shown.
const MOST: usize = 30;

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hit {
    /// What it is.
    pub noun: Noun,
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Code or number.
    pub code: String,
    /// The town, or town and village, it belongs to.
    #[serde(rename = "where")]
    pub place: String,
}

/// Finds what somebody may see: units first, then people, then projects; names that begin with what is sought first.
///
/// # Errors
/// Only of access and database.
pub async fn search(app: &App, actor: &Actor, wanted: &str) -> Result<Vec<Hit>> {
    actor.require(READ)?;
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let county = County::load(app, app.store().reader()).await?;
    let scope = Scope::of(actor);
    let mut hits = Vec::new();
    for kept in county.in_order() {
        let unit = &kept.body;
        let found = unit.names().any(|name| finds(wanted, name, &unit.code));
        if found && scope.sees(county.town_of(kept.id)) {
            let place = unit.parent.map_or_else(String::new, |id| county.name(id));
            hits.push(hit(Noun::Unit, kept.id, &unit.name, &unit.code, place));
        }
    }
    for kept in county.people.values() {
        let person = &kept.body;
        if finds(wanted, &person.name, &person.code)
            && scope.sees(person.town(Some(kept.id), &county))
        {
            let home = person.home(county.today);
            let place = home.map_or_else(String::new, |term| {
                county.full_name_on(term.village, county.today)
            });
            hits.push(hit(
                Noun::Person,
                kept.id,
                &person.name,
                &person.code,
                place,
            ));
        }
    }
    for kept in county.projects.values() {
        let project = &kept.body;
        if finds(wanted, &project.name, &project.number) && scope.sees(Some(project.town)) {
            let villages = project.villages.iter().map(|id| county.name(*id));
            let place = county.name(project.town) + &villages.collect::<Vec<_>>().join("、");
            hits.push(hit(
                Noun::Project,
                kept.id,
                &project.name,
                &project.number,
                place,
            ));
        }
    }
    hits.sort_by_key(|hit| !hit.name.starts_with(wanted));
    hits.truncate(MOST);
    Ok(hits)
}

fn hit(noun: Noun, id: EntryId, name: &str, code: &str, place: String) -> Hit {
    Hit {
        noun,
        id: id.to_string(),
        name: name.into(),
        code: code.into(),
        place,
    }
}
