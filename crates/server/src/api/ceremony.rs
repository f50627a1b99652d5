//! The trustees' key ceremony.

use super::round::Reason;
use crate::{
    Problem,
    body::{Json, Raw},
};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    ceremony::{self, CeremonyView},
};
use pingyi_core::ceremony::CeremonyStep;

/// Where the trustees' keys stand, and what the trustee signed in needs for the next step.
#[utoipa::path(get, path = "/api/cycles/{cycle}/ceremony", tag = "trustee", params(("cycle" = String, Path)),
    responses((status = 200, body = CeremonyView), (status = 404, body = Problem)))]
pub(crate) async fn get_ceremony(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<CeremonyView>, Problem> {
    Ok(Json(ceremony::get(&app, &actor, &cycle).await?))
}

/// Takes a member's certificate.
#[utoipa::path(put, path = "/api/cycles/{cycle}/ceremony/certificate", tag = "trustee", params(("cycle" = String, Path)),
    request_body = Object,
    responses((status = 200, body = CeremonyView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_certificate(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Raw(raw): Raw,
) -> Result<Json<CeremonyView>, Problem> {
    let step = CeremonyStep::Certificates;
    Ok(Json(
        ceremony::hand_in(&app, &actor, &cycle, step, &raw).await?,
    ))
}

/// Takes a member's polynomial, its parts encrypted to the members.
#[utoipa::path(put, path = "/api/cycles/{cycle}/ceremony/polynomial", tag = "trustee", params(("cycle" = String, Path)),
    request_body = Object,
    responses((status = 200, body = CeremonyView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_polynomial(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Raw(raw): Raw,
) -> Result<Json<CeremonyView>, Problem> {
    let step = CeremonyStep::Polynomials;
    Ok(Json(
        ceremony::hand_in(&app, &actor, &cycle, step, &raw).await?,
    ))
}

/// Takes a member's verification key, with the secret part encrypted to the member.
#[utoipa::path(put, path = "/api/cycles/{cycle}/ceremony/key", tag = "trustee", params(("cycle" = String, Path)),
    request_body = Object,
    responses((status = 200, body = CeremonyView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_ceremony_key(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Raw(raw): Raw,
) -> Result<Json<CeremonyView>, Problem> {
    let step = CeremonyStep::Keys;
    Ok(Json(
        ceremony::hand_in(&app, &actor, &cycle, step, &raw).await?,
    ))
}

/// Throws away what all members handed in, while rounds are drafts.
#[utoipa::path(post, path = "/api/cycles/{cycle}/ceremony/restart", tag = "trustee", params(("cycle" = String, Path)),
    request_body = Reason,
    responses((status = 200, body = CeremonyView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn restart_ceremony(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Json(given): Json<Reason>,
) -> Result<Json<CeremonyView>, Problem> {
    Ok(Json(
        ceremony::restart(&app, &actor, &cycle, &given.reason).await?,
    ))
}
