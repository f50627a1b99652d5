//! Photos of projects.

use crate::{
    Problem,
    body::{Json, Raw},
};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use pingyi_app::{
    Actor, App,
    ledger::{self, PhotoView},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// What a photo shows.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Caption {
    /// In a few words.
    #[serde(default)]
    caption: String,
}

/// The photos of a project, the oldest first.
#[utoipa::path(get, path = "/api/ledger/{id}/photos", tag = "ledger", params(("id" = String, Path)),
    responses((status = 200, body = Vec<PhotoView>), (status = 404, body = Problem)))]
pub(crate) async fn list_photos(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<Vec<PhotoView>>, Problem> {
    Ok(Json(ledger::photos(&app, &actor, &id).await?))
}

/// Adds a photo, JPEG or PNG; place, time and device are taken out of it.
#[utoipa::path(post, path = "/api/ledger/{id}/photos", tag = "ledger", params(("id" = String, Path), Caption),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 201, body = PhotoView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn add_photo(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Query(query): Query<Caption>,
    Raw(bytes): Raw,
) -> Result<(StatusCode, Json<PhotoView>), Problem> {
    let added = ledger::add_photo(&app, &actor, &id, &query.caption, &bytes).await?;
    Ok((StatusCode::CREATED, Json(added)))
}

/// A photo.
#[utoipa::path(get, path = "/api/photos/{id}", tag = "ledger", params(("id" = String, Path)),
    responses((status = 200, content_type = "image/jpeg"), (status = 404, body = Problem)))]
pub(crate) async fn get_photo(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (media_type, content) = ledger::photo(&app, &actor, &id).await?;
    // Nobody but the browser of who may see it keeps it.
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "private, max-age=3600".into()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
    ];
    Ok((headers, content).into_response())
}

/// Takes a photo out, for good; answers those that are left.
#[utoipa::path(post, path = "/api/photos/{id}/remove", tag = "ledger", params(("id" = String, Path)),
    responses((status = 200, body = Vec<PhotoView>), (status = 404, body = Problem)))]
pub(crate) async fn remove_photo(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<Vec<PhotoView>>, Problem> {
    Ok(Json(ledger::remove_photo(&app, &actor, &id).await?))
}
