//! What the hall sees.

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
use pingyi_app::{App, screen::ScreenState};
use std::sync::Arc;

/// The state now, with an `ETag`.
#[utoipa::path(get, path = "/api/screen", tag = "screen", responses((status = 200, body = ScreenState), (status = 304)))]
pub(crate) async fn get_screen(
    State(app): State<App>,
    Extension(live): Extension<Arc<Live>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    live::get(&app, &live, Topic::Screen, &headers).await
}

/// The state now and after every change, as server-sent events named `state`.
#[utoipa::path(get, path = "/api/screen/events", tag = "screen",
    responses((status = 200, content_type = "text/event-stream", body = ScreenState)))]
pub(crate) async fn screen_events(
    State(app): State<App>,
    Extension(live): Extension<Arc<Live>>,
) -> Response {
    live::events(app, live, Topic::Screen).into_response()
}
