//! Batches of admission to professional management.

use crate::{
    Actor, App, Result,
    county::{County, DECIDE, READ, Scope},
    entry::{EntryKind, Saved, Write, entry_id, save},
};
use pingyi_core::{batch::Batch, entry::Noun, person::AdmissionStatus};
use serde::Serialize;
use utoipa::ToSchema;

/// A batch with how its people stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BatchRow {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: u32,
    /// The batch.
    pub body: Batch,
    /// People admitted.
    pub people: usize,
    /// Under management.
    pub managed: usize,
    /// Suspended.
    pub suspended: usize,
    /// Exited.
    pub exited: usize,
}

/// The batches, the newest first, with the people somebody may see.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<BatchRow>> {
    actor.require(READ)?;
    let county = County::load(app, app.store().reader()).await?;
    let scope = Scope::of(actor);
    let mut rows: Vec<BatchRow> = county
        .batches
        .values()
        .map(|kept| BatchRow {
            id: kept.id.to_string(),
            version: kept.version,
            body: kept.body.clone(),
            people: 0,
            managed: 0,
            suspended: 0,
            exited: 0,
        })
        .collect();
    let people = county
        .people
        .values()
        .filter(|kept| scope.sees(kept.body.town(Some(kept.id), &county)));
    for admission in people.flat_map(|kept| &kept.body.admissions) {
        let batch = admission.batch.to_string();
        if let Some(row) = rows.iter_mut().find(|row| row.id == batch) {
            row.people += 1;
            match admission.status {
                AdmissionStatus::Managed => row.managed += 1,
                AdmissionStatus::Suspended => row.suspended += 1,
                AdmissionStatus::Exited => row.exited += 1,
            }
        }
    }
    rows.sort_by(|a, b| {
        b.body
            .on
            .cmp(&a.body.on)
            .then_with(|| b.body.number.cmp(&a.body.number))
    });
    Ok(rows)
}

/// Adds a batch.
///
/// # Errors
/// As [`crate::entry`].
pub async fn create(app: &App, actor: &Actor, why: String, body: Batch) -> Result<Saved> {
    let write = Write {
        id: None,
        version: None,
        why,
        body,
    };
    save(app, actor, DECIDE, write).await
}

/// Changes a batch.
///
/// # Errors
/// As [`crate::entry`].
pub async fn put(
    app: &App,
    actor: &Actor,
    id: &str,
    version: u32,
    why: String,
    body: Batch,
) -> Result<Saved> {
    actor.require(DECIDE)?;
    let write = Write {
        id: Some(entry_id(id, Noun::Batch)?),
        version: Some(version),
        why,
        body,
    };
    save(app, actor, DECIDE, write).await
}
