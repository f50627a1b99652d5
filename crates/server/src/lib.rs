//! HTTP: routes, sessions, live events and the pages. Handlers parse, call one use case and map.
//!
//! Every route declares who may call it where it is mounted ([`access::Api::route`]); the same value stands in the
//! OpenAPI document as `x-access`, and a test calls every operation with every role.
//!
//! # Security
//! There is no access log. Voting routes see a ballot and nothing about its sender; no layer records addresses,
//! bodies or queries.

pub mod access;
mod api;
mod body;
mod live;
mod pages;
mod problem;

pub use api::openapi;
pub use pages::verification_page;
pub use problem::Problem;

use axum::{Extension, Router, middleware};
use pingyi_app::App;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// The whole service: the interface under `/api`, and the pages.
pub fn service(app: App) -> Router {
    let live = Arc::new(live::Live::default());
    let (router, _) = api::api().split();
    router
        .with_state(app.clone())
        .fallback(pages::serve)
        .layer(middleware::from_fn(access::same_origin))
        .layer(Extension(app))
        .layer(Extension(live))
        .layer(CompressionLayer::new())
        .layer(middleware::map_response(pages::headers))
}

/// Serves on a listener until the future is dropped.
///
/// # Errors
/// Those of the listener.
pub async fn serve(listener: tokio::net::TcpListener, app: App) -> std::io::Result<()> {
    axum::serve(listener, service(app)).await
}
