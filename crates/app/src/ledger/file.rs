//! One project with all there is to know of it.

use super::{Areas, found};
use crate::{
    Actor, App, Result,
    county::{County, Named, READ, Scope},
    proposal::{ProposalView, of_entry},
    setting::lights,
};
use pingyi_core::ledger::{Lit, Project, State, light};
use serde::Serialize;
use utoipa::ToSchema;

/// A project.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProjectFile {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: u32,
    /// When it was last changed.
    pub changed_at: String,
    /// Login of who changed it.
    pub changed_by: String,
    /// The document.
    pub body: Project,
    /// Town.
    pub town: Named,
    /// Villages it is in.
    pub villages: Vec<Named>,
    /// Label of its area in the newest cycle; empty where it has none.
    pub area: String,
    /// Its light today.
    pub light: Lit,
    /// States it can move to now.
    pub next_states: Vec<State>,
    /// Proposals that wait.
    pub proposals: Vec<ProposalView>,
}

/// A project.
///
/// # Errors
/// `not_found`.
pub async fn get(app: &App, actor: &Actor, id: &str) -> Result<ProjectFile> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let county = County::load(app, reader).await?;
    let kept = found(&county, Scope::of(actor), id)?;
    let areas = Areas::newest(reader).await?;
    let proposals = of_entry(app, actor, &county, kept.id).await?;
    let body = kept.body;
    Ok(ProjectFile {
        id: kept.id.to_string(),
        version: kept.version,
        changed_at: kept.changed_at.to_string(),
        changed_by: kept.changed_by,
        town: county.named(body.town),
        villages: body.villages.iter().map(|id| county.named(*id)).collect(),
        area: areas.of(&county, &body),
        light: light(&body, &lights(&county), county.today),
        next_states: body.next_states(),
        proposals,
        body,
    })
}
