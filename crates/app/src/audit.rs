//! Reading the audit log.

use crate::{Actor, App, Result};
use pingyi_core::role::{Access, Role};
use serde::Serialize;
use utoipa::ToSchema;

/// Who may read the log.
pub const READ: Access = Access::Roles(&[Role::Organiser, Role::Auditor]);

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditView {
    /// When.
    pub at: String,
    /// Login, if somebody was signed in.
    pub account: Option<String>,
    /// Role at that time.
    pub role: Option<String>,
    /// Use case.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// What happened.
    pub sentence: String,
}

/// The newest rows.
///
/// # Errors
/// Only of access and database.
pub async fn newest(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<AuditView>> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let rows = pingyi_store::audit::newest(reader, cycle.id).await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditView {
            at: row.at.to_string(),
            account: row.login,
            role: row.role,
            action: row.action,
            subject: row.subject,
            sentence: row.sentence,
        })
        .collect())
}
