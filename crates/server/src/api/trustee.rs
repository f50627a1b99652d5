//! Trustees.

use crate::{
    Problem,
    body::{Json, Raw},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
};
use pingyi_app::{
    Actor, App,
    round::{self, DecryptionReceipt, TrusteeTask},
    trustee::{self, KeyReceipt, TrusteeView},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Whom to name.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Appointment {
    login: String,
}

/// The trustees of a cycle.
#[utoipa::path(get, path = "/api/cycles/{cycle}/trustees", tag = "trustee", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<TrusteeView>)))]
pub(crate) async fn list_trustees(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<TrusteeView>>, Problem> {
    Ok(Json(trustee::list(&app, &actor, &cycle).await?))
}

/// Names a trustee.
#[utoipa::path(post, path = "/api/cycles/{cycle}/trustees", tag = "trustee", params(("cycle" = String, Path)),
    request_body = Appointment,
    responses((status = 201, body = Vec<TrusteeView>), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn appoint_trustee(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Json(given): Json<Appointment>,
) -> Result<(StatusCode, Json<Vec<TrusteeView>>), Problem> {
    Ok((
        StatusCode::CREATED,
        Json(trustee::appoint(&app, &actor, &cycle, &given.login).await?),
    ))
}

/// Takes a trustee's public key with its proof of possession.
#[utoipa::path(put, path = "/api/cycles/{cycle}/trustee-key", tag = "trustee", params(("cycle" = String, Path)),
    request_body = Object,
    responses((status = 200, body = KeyReceipt), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_trustee_key(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Raw(key): Raw,
) -> Result<Json<KeyReceipt>, Problem> {
    Ok(Json(trustee::put_key(&app, &actor, &cycle, &key).await?))
}

/// The sums a trustee decrypts.
#[utoipa::path(get, path = "/api/cycles/{cycle}/trustee-tasks", tag = "trustee", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<TrusteeTask>)))]
pub(crate) async fn list_trustee_tasks(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<TrusteeTask>>, Problem> {
    Ok(Json(round::tasks(&app, &actor, &cycle).await?))
}

/// Takes a trustee's share of a box.
#[utoipa::path(post, path = "/api/boxes/{box}/partial-decryptions", tag = "trustee", params(("box" = String, Path)),
    request_body = Object,
    responses((status = 201, body = DecryptionReceipt), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn post_partial_decryption(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(box_id): Path<String>,
    Raw(share): Raw,
) -> Result<(StatusCode, Json<DecryptionReceipt>), Problem> {
    Ok((
        StatusCode::CREATED,
        Json(round::decrypt(&app, &actor, &box_id, &share).await?),
    ))
}
