//! Batches of admission, and who may be admitted.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
};
use pingyi_app::{
    Actor, App,
    admission::{self, AdmissionCheck},
    batch::{self, BatchRow},
    entry::Saved,
};
use pingyi_core::batch::Batch;
use serde::Deserialize;
use utoipa::ToSchema;

/// A batch to be added or changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchWrite {
    /// The version it starts from; only for changes.
    #[serde(default)]
    version: u32,
    /// Why.
    why: String,
    /// The document.
    body: Batch,
}

/// The batches.
#[utoipa::path(get, path = "/api/batches", tag = "register", responses((status = 200, body = Vec<BatchRow>)))]
pub(crate) async fn list_batches(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<BatchRow>>, Problem> {
    Ok(Json(batch::list(&app, &actor).await?))
}

/// Adds a batch.
#[utoipa::path(post, path = "/api/batches", tag = "register", request_body = BatchWrite,
    responses((status = 201, body = Saved), (status = 422, body = Problem)))]
pub(crate) async fn create_batch(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(write): Json<BatchWrite>,
) -> Result<(StatusCode, Json<Saved>), Problem> {
    let saved = batch::create(&app, &actor, write.why, write.body).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

/// Changes a batch.
#[utoipa::path(put, path = "/api/batches/{id}", tag = "register", params(("id" = String, Path)), request_body = BatchWrite,
    responses((status = 200, body = Saved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_batch(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(write): Json<BatchWrite>,
) -> Result<Json<Saved>, Problem> {
    let saved = batch::put(&app, &actor, &id, write.version, write.why, write.body).await?;
    Ok(Json(saved))
}

/// Secretaries in office against the rules of admission.
#[utoipa::path(get, path = "/api/admission", tag = "register", responses((status = 200, body = AdmissionCheck)))]
pub(crate) async fn check_admission(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<AdmissionCheck>, Problem> {
    Ok(Json(admission::check(&app, &actor).await?))
}
