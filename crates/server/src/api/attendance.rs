//! Presence at the door.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    attendance::{self, Mark, Presence, SeatView},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Marks to make, all or none.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Marks {
    changes: Vec<Mark>,
}

/// The roll of people.
#[utoipa::path(get, path = "/api/cycles/{cycle}/attendance", tag = "attendance", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<SeatView>)))]
pub(crate) async fn list_attendance(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<SeatView>>, Problem> {
    Ok(Json(attendance::list(&app, &actor, &cycle).await?))
}

/// Marks people present or absent.
#[utoipa::path(put, path = "/api/cycles/{cycle}/attendance", tag = "attendance", params(("cycle" = String, Path)),
    request_body = Marks, responses((status = 200, body = Presence), (status = 422, body = Problem)))]
pub(crate) async fn mark_attendance(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Json(marks): Json<Marks>,
) -> Result<Json<Presence>, Problem> {
    Ok(Json(
        attendance::mark(&app, &actor, &cycle, &marks.changes).await?,
    ))
}
