//! Rounds.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    round::{self, RoundView},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Planned voting time.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Opening {
    minutes: u32,
}

/// One rank or all.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Reveal {
    #[serde(default)]
    all: bool,
}

/// Why.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Reason {
    pub(super) reason: String,
}

/// The rounds of a cycle.
#[utoipa::path(get, path = "/api/cycles/{cycle}/rounds", tag = "round", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<RoundView>), (status = 409, body = Problem)))]
pub(crate) async fn list_rounds(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<RoundView>>, Problem> {
    Ok(Json(round::list(&app, &actor, &cycle).await?))
}

/// Fixes elections, trustees and rolls of all rounds.
#[utoipa::path(post, path = "/api/cycles/{cycle}/rounds/freeze", tag = "round", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<RoundView>), (status = 409, body = Problem)))]
pub(crate) async fn freeze_rounds(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<RoundView>>, Problem> {
    Ok(Json(round::freeze(&app, &actor, &cycle).await?))
}

/// Deletes the ballots of the rehearsal and seals the roll.
#[utoipa::path(post, path = "/api/cycles/{cycle}/rehearsal/clear", tag = "round", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<RoundView>), (status = 409, body = Problem)))]
pub(crate) async fn clear_rehearsal(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<RoundView>>, Problem> {
    Ok(Json(round::clear(&app, &actor, &cycle).await?))
}

/// Opens a round.
#[utoipa::path(post, path = "/api/rounds/{round}/open", tag = "round", params(("round" = String, Path)), request_body = Opening,
    responses((status = 200, body = RoundView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn open_round(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(given): Json<Opening>,
) -> Result<Json<RoundView>, Problem> {
    Ok(Json(round::open(&app, &actor, &id, given.minutes).await?))
}

/// Closes a round and seals its boxes.
#[utoipa::path(post, path = "/api/rounds/{round}/close", tag = "round", params(("round" = String, Path)),
    responses((status = 200, body = RoundView), (status = 409, body = Problem)))]
pub(crate) async fn close_round(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<RoundView>, Problem> {
    Ok(Json(round::close(&app, &actor, &id).await?))
}

/// Announces the next rank, or all that are left.
#[utoipa::path(post, path = "/api/rounds/{round}/reveal", tag = "round", params(("round" = String, Path)), request_body = Reveal,
    responses((status = 200, body = RoundView), (status = 409, body = Problem)))]
pub(crate) async fn reveal_round(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(given): Json<Reveal>,
) -> Result<Json<RoundView>, Problem> {
    Ok(Json(round::reveal(&app, &actor, &id, given.all).await?))
}

/// Declares that a round does not count.
#[utoipa::path(post, path = "/api/rounds/{round}/annul", tag = "round", params(("round" = String, Path)), request_body = Reason,
    responses((status = 200, body = RoundView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn annul_round(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(given): Json<Reason>,
) -> Result<Json<RoundView>, Problem> {
    Ok(Json(round::annul(&app, &actor, &id, &given.reason).await?))
}
