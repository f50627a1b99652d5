//! The history of an entry, and what of a document a role may see.

use crate::{
    Actor, App, Fault, FaultKind, Result,
    county::{County, READ, Scope},
    proposal::collect_names,
};
use pingyi_core::{
    entry::{Change, Noun, changes},
    id::EntryId,
    role::Role,
};
use pingyi_store::entry as store;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One version in the history of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryVersion {
    /// From 1.
    pub version: u32,
    /// When.
    pub at: String,
    /// Login of who wrote it.
    pub by: String,
    /// Why, as somebody said it; what the program did begins with `#`: `#import TABLE FILE`, `#undo FILE`,
    /// `#month MONTH`, `#retention`.
    pub why: String,
    /// The import it came with.
    pub import: Option<String>,
    /// What it changed.
    pub changes: Vec<Change>,
    /// Names of what the values refer to.
    pub names: BTreeMap<String, String>,
}

/// A document as somebody of this role may see it: phones masked, discipline for those who need it.
pub(crate) fn shown(actor: &Actor, noun: Noun, mut body: Value) -> Value {
    if noun == Noun::Person
        && let Some(phone) = body.get_mut("phone")
    {
        let masked = phone.as_str().map(pingyi_core::person::mask);
        *phone = masked.unwrap_or_default().into();
    }
    if matches!(noun, Noun::Person | Noun::Unit)
        && !sees_discipline(actor)
        && let Some(events) = body.get_mut("events").and_then(Value::as_array_mut)
    {
        events.retain(|event| event["kind"] != "discipline");
    }
    body
}

/// Whether an actor sees discipline: who enters it, nobody else.
pub(crate) fn sees_discipline(actor: &Actor) -> bool {
    matches!(actor.role(), Some(Role::Organiser | Role::Town))
}

/// The history of an entry, the newest version first.
///
/// # Errors
/// `not_found`.
pub async fn history(app: &App, actor: &Actor, id: &str) -> Result<Vec<EntryVersion>> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let id: EntryId = id.parse().map_err(|_| Fault::not_found("条目"))?;
    let county = County::load(app, reader).await?;
    let row = store::get_one(reader, id)
        .await?
        .ok_or_else(|| Fault::not_found("条目"))?;
    if !Scope::of(actor).sees(county.town_of_entry(id)) {
        return Err(Fault::new(FaultKind::NotFound, "not_found", "没有这个条目"));
    }
    let mut before = Value::Null;
    let mut history = Vec::new();
    for one in store::versions(app.store().reader(), id).await? {
        let body = shown(actor, row.noun, one.body);
        let changes = changes(&before, &body);
        let mut names = BTreeMap::new();
        for change in &changes {
            for value in [&change.before, &change.after].into_iter().flatten() {
                collect_names(&county, value, &mut names);
            }
        }
        history.push(EntryVersion {
            version: one.version,
            at: one.at.to_string(),
            by: one.login,
            why: one.why,
            import: one.import.map(|id| id.to_string()),
            changes,
            names,
        });
        before = body;
    }
    history.reverse();
    Ok(history)
}
