//! Proposals of towns.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, Query, State},
};
use pingyi_app::{
    Actor, App,
    proposal::{self, Approved, ProposalView},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which proposals.
#[derive(Deserialize, IntoParams)]
pub(crate) struct ProposalQuery {
    /// `pending` (the default), `approved`, `rejected` or `withdrawn`.
    #[serde(default)]
    state: Option<String>,
}

/// Proposals to be approved together.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApproveWrite {
    /// Identifiers.
    proposals: Vec<String>,
    /// What to tell the towns; may be empty.
    #[serde(default)]
    answer: String,
}

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerWrite {
    /// What to tell the town.
    answer: String,
}

/// Proposals in a state.
#[utoipa::path(get, path = "/api/proposals", tag = "register", params(ProposalQuery),
    responses((status = 200, body = Vec<ProposalView>)))]
pub(crate) async fn list_proposals(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<ProposalQuery>,
) -> Result<Json<Vec<ProposalView>>, Problem> {
    Ok(Json(
        proposal::list(&app, &actor, query.state.as_deref()).await?,
    ))
}

/// Approves proposals: all of them, or none.
#[utoipa::path(post, path = "/api/proposals/approve", tag = "register", request_body = ApproveWrite,
    responses((status = 200, body = Approved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn approve_proposals(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(write): Json<ApproveWrite>,
) -> Result<Json<Approved>, Problem> {
    Ok(Json(
        proposal::approve(&app, &actor, &write.proposals, &write.answer).await?,
    ))
}

/// Rejects a proposal with an answer that says what to do.
#[utoipa::path(post, path = "/api/proposals/{id}/reject", tag = "register", params(("id" = String, Path)), request_body = AnswerWrite,
    responses((status = 200, body = ProposalView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn reject_proposal(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(write): Json<AnswerWrite>,
) -> Result<Json<ProposalView>, Problem> {
    Ok(Json(
        proposal::reject(&app, &actor, &id, &write.answer).await?,
    ))
}

/// Takes a proposal of one's own town back.
#[utoipa::path(post, path = "/api/proposals/{id}/withdraw", tag = "register", params(("id" = String, Path)),
    responses((status = 200, body = ProposalView), (status = 409, body = Problem)))]
pub(crate) async fn withdraw_proposal(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<ProposalView>, Problem> {
    Ok(Json(proposal::withdraw(&app, &actor, &id).await?))
}
