//! What the secretary sees of judges and figures.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, Query, State},
};
use pingyi_app::{
    Actor, App,
    analysis::{self, Asked},
};

/// Judges, villages, agreement, weights and flags; for information, it decides nothing.
#[utoipa::path(get, path = "/api/cycles/{cycle}/analysis", tag = "composite", params(("cycle" = String, Path), Asked),
    responses((status = 200, body = Object), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_analysis(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<serde_json::Value>, Problem> {
    Ok(Json(analysis::get(&app, &actor, &cycle, asked).await?))
}
