//! Slips.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    slip::{self, CredentialRequest, CredentialUpload, SlipGroupView, Spoil},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// How many slips were drawn.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Issue {
    issued: u32,
    /// Left as it is when not given.
    spares_issued: Option<u32>,
}

/// The boxes of slips.
#[utoipa::path(get, path = "/api/cycles/{cycle}/slip-groups", tag = "slip", params(("cycle" = String, Path)),
    responses((status = 200, body = Vec<SlipGroupView>)))]
pub(crate) async fn list_slip_groups(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Vec<SlipGroupView>>, Problem> {
    Ok(Json(slip::list(&app, &actor, &cycle).await?))
}

/// What the credential authority makes slips from.
#[utoipa::path(get, path = "/api/cycles/{cycle}/credential-request", tag = "slip", params(("cycle" = String, Path)),
    responses((status = 200, body = CredentialRequest), (status = 409, body = Problem)))]
pub(crate) async fn get_credential_request(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<CredentialRequest>, Problem> {
    Ok(Json(slip::request(&app, &actor, &cycle).await?))
}

/// Takes public credentials.
#[utoipa::path(post, path = "/api/cycles/{cycle}/credentials", tag = "slip", params(("cycle" = String, Path)),
    request_body = CredentialUpload,
    responses((status = 200, body = Vec<SlipGroupView>), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn post_credentials(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Json(upload): Json<CredentialUpload>,
) -> Result<Json<Vec<SlipGroupView>>, Problem> {
    Ok(Json(slip::upload(&app, &actor, &cycle, &upload).await?))
}

/// Writes how many slips were drawn.
#[utoipa::path(put, path = "/api/cycles/{cycle}/slip-groups/{group}/issue", tag = "slip",
    params(("cycle" = String, Path), ("group" = String, Path)), request_body = Issue,
    responses((status = 200, body = SlipGroupView), (status = 422, body = Problem)))]
pub(crate) async fn issue_slips(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path((cycle, group)): Path<(String, String)>,
    Json(issue): Json<Issue>,
) -> Result<Json<SlipGroupView>, Problem> {
    Ok(Json(
        slip::issue(
            &app,
            &actor,
            &cycle,
            &group,
            issue.issued,
            issue.spares_issued,
        )
        .await?,
    ))
}

/// Voids a spoiled slip and counts its replacement, by two people.
#[utoipa::path(post, path = "/api/cycles/{cycle}/slip-groups/{group}/spoil", tag = "slip",
    params(("cycle" = String, Path), ("group" = String, Path)), request_body = Spoil,
    responses((status = 200, body = SlipGroupView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn spoil_slip(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path((cycle, group)): Path<(String, String)>,
    Json(spoil): Json<Spoil>,
) -> Result<Json<SlipGroupView>, Problem> {
    Ok(Json(
        slip::spoil(&app, &actor, &cycle, &group, spoil).await?,
    ))
}
