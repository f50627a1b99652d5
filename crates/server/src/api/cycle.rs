//! Cycles.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
};
use pingyi_app::{
    Actor, App,
    cycle::{self, CycleItem, CycleView, NewCycle},
};

/// All cycles, the newest first.
#[utoipa::path(get, path = "/api/cycles", tag = "cycle", responses((status = 200, body = Vec<CycleItem>)))]
pub(crate) async fn list_cycles(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<CycleItem>>, Problem> {
    Ok(Json(cycle::list(&app, &actor).await?))
}

/// Makes a cycle.
#[utoipa::path(post, path = "/api/cycles", tag = "cycle", request_body = NewCycle,
    responses((status = 201, body = CycleView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn create_cycle(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(new): Json<NewCycle>,
) -> Result<(StatusCode, Json<CycleView>), Problem> {
    Ok((
        StatusCode::CREATED,
        Json(cycle::create(&app, &actor, &new).await?),
    ))
}

/// Where a cycle stands.
#[utoipa::path(get, path = "/api/cycles/{cycle}", tag = "cycle", params(("cycle" = String, Path)),
    responses((status = 200, body = CycleView), (status = 404, body = Problem)))]
pub(crate) async fn get_cycle(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<CycleView>, Problem> {
    Ok(Json(cycle::view(&app, &actor, &cycle).await?))
}
