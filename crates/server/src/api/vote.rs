//! What phones see.

use crate::{
    Problem,
    live::{self, Live, Topic},
};
use axum::{
    Extension,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use pingyi_app::{App, screen::VoteState};
use std::sync::Arc;

/// The state now, with an `ETag`.
#[utoipa::path(get, path = "/api/vote", tag = "vote", responses((status = 200, body = VoteState), (status = 304)))]
pub(crate) async fn get_vote(
    State(app): State<App>,
    Extension(live): Extension<Arc<Live>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    live::get(&app, &live, Topic::Vote, &headers).await
}

/// The state now and after every change, as server-sent events named `state`.
#[utoipa::path(get, path = "/api/vote/events", tag = "vote",
    responses((status = 200, content_type = "text/event-stream", body = VoteState)))]
pub(crate) async fn vote_events(
    State(app): State<App>,
    Extension(live): Extension<Arc<Live>>,
) -> Response {
    live::events(app, live, Topic::Vote).into_response()
}
