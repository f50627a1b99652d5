//! What if the rules had been other ones.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    what_if::{self, WhatIfView},
};

/// Who would move if the card were changed; a supposition, not the result. The body is merged into the frozen card
/// (RFC 7396).
#[utoipa::path(post, path = "/api/cycles/{cycle}/what-if", tag = "composite", params(("cycle" = String, Path)),
    request_body = Object,
    responses((status = 200, body = WhatIfView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn ask_what_if(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Json(patch): Json<serde_json::Value>,
) -> Result<Json<WhatIfView>, Problem> {
    Ok(Json(what_if::ask(&app, &actor, &cycle, patch).await?))
}
