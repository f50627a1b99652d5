//! Units of the register.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::StatusCode,
};
use pingyi_app::{
    Actor, App,
    entry::Saved,
    unit::{self, UnitEnd, UnitFile, UnitRename, UnitTree},
};
use pingyi_core::unit::Unit;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which day, and in which order.
#[derive(Deserialize, IntoParams)]
pub(crate) struct TreeQuery {
    /// The register as it was on this day.
    #[serde(default)]
    as_of: Option<String>,
    /// `organisation` or `strokes`.
    #[serde(default)]
    order: Option<String>,
}

/// A unit to be founded or changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitWrite {
    /// The version it starts from; only for changes.
    #[serde(default)]
    version: u32,
    /// Why.
    why: String,
    /// The document.
    body: Unit,
}

/// The tree.
#[utoipa::path(get, path = "/api/units", tag = "register", params(TreeQuery), responses((status = 200, body = UnitTree)))]
pub(crate) async fn list_units(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<TreeQuery>,
) -> Result<Json<UnitTree>, Problem> {
    let strokes = query.order.as_deref() == Some("strokes");
    Ok(Json(
        unit::list(&app, &actor, query.as_of.as_deref(), strokes).await?,
    ))
}

/// The file of a unit.
#[utoipa::path(get, path = "/api/units/{id}", tag = "register", params(("id" = String, Path)),
    responses((status = 200, body = UnitFile), (status = 404, body = Problem)))]
pub(crate) async fn get_unit(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<UnitFile>, Problem> {
    Ok(Json(unit::get(&app, &actor, &id).await?))
}

/// Founds a unit.
#[utoipa::path(post, path = "/api/units", tag = "register", request_body = UnitWrite,
    responses((status = 201, body = Saved), (status = 422, body = Problem)))]
pub(crate) async fn create_unit(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(write): Json<UnitWrite>,
) -> Result<(StatusCode, Json<Saved>), Problem> {
    let saved = unit::create(&app, &actor, write.why, write.body).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

/// Changes the facts of a unit.
#[utoipa::path(put, path = "/api/units/{id}", tag = "register", params(("id" = String, Path)), request_body = UnitWrite,
    responses((status = 200, body = Saved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_unit(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(write): Json<UnitWrite>,
) -> Result<Json<Saved>, Problem> {
    let saved = unit::put(&app, &actor, &id, write.version, write.why, write.body).await?;
    Ok(Json(saved))
}

/// Gives a unit another name or parent from a day on.
#[utoipa::path(post, path = "/api/units/{id}/rename", tag = "register", params(("id" = String, Path)), request_body = UnitRename,
    responses((status = 200, body = Saved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn rename_unit(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(act): Json<UnitRename>,
) -> Result<Json<Saved>, Problem> {
    Ok(Json(unit::rename(&app, &actor, &id, &act).await?))
}

/// Merges a unit into another from a day on, or dissolves it.
#[utoipa::path(post, path = "/api/units/{id}/end", tag = "register", params(("id" = String, Path)), request_body = UnitEnd,
    responses((status = 200, body = Saved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn end_unit(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(act): Json<UnitEnd>,
) -> Result<Json<Saved>, Problem> {
    Ok(Json(unit::end(&app, &actor, &id, &act).await?))
}
