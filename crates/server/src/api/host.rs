//! The host's autopilot.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    host::{self, HostView},
};

/// The next step and what the hall sees.
#[utoipa::path(get, path = "/api/cycles/{cycle}/host", tag = "host", params(("cycle" = String, Path)),
    responses((status = 200, body = HostView)))]
pub(crate) async fn get_host(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<HostView>, Problem> {
    Ok(Json(host::host(&app, &actor, &cycle).await?))
}
