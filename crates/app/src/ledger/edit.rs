//! Entering a project and editing it.

use crate::{
    Actor, App, Result,
    county::WRITE,
    entry::{Saved, Write, entry_id, save},
};
use pingyi_core::{entry::Noun, ledger::Project};

/// Enters a project. It begins at 储备 without any history, whatever is sent.
///
/// # Errors
/// `entry_invalid`, `code_taken`, `why_needed`.
pub async fn create(app: &App, actor: &Actor, why: String, body: Project) -> Result<Saved> {
    let write = Write {
        id: None,
        version: None,
        why,
        body,
    };
    save(app, actor, WRITE, write).await
}

/// Edits a project. State, moves, reports and exemptions stay what they are.
///
/// # Errors
/// `not_found`, `entry_changed`, `entry_invalid`, `code_taken`, `why_needed`.
pub async fn put(
    app: &App,
    actor: &Actor,
    id: &str,
    version: u32,
    why: String,
    body: Project,
) -> Result<Saved> {
    let write = Write {
        id: Some(entry_id(id, Noun::Project)?),
        version: Some(version),
        why,
        body,
    };
    save(app, actor, WRITE, write).await
}
