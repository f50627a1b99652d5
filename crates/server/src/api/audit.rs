//! The audit log.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    audit::{self, AuditView},
};

/// The newest rows of the log.
#[utoipa::path(get, path = "/api/cycles/{cycle}/audit", tag = "audit", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<AuditView>)))]
pub(crate) async fn list_audit(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<AuditView>>, Problem> {
    Ok(Json(audit::newest(&app, &actor, &cycle).await?))
}
