//! Results.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
    http::header,
    response::{Html, IntoResponse, Response},
};
use pingyi_app::{
    Actor, App, Fault, bulletin,
    result::{self, ResultsView},
};

/// What is published of revealed rounds.
#[utoipa::path(get, path = "/api/cycles/{cycle}/results", tag = "result", params(("cycle" = String, Path)),
    responses((status = 200, body = ResultsView), (status = 404, body = Problem)))]
pub(crate) async fn get_results(
    State(app): State<App>,
    Path(cycle): Path<String>,
) -> Result<Json<ResultsView>, Problem> {
    Ok(Json(result::results(&app, &cycle).await?))
}

/// The ranking as the file that is published and verified.
#[utoipa::path(get, path = "/api/cycles/{cycle}/ranking.json", tag = "result", params(("cycle" = String, Path)),
    responses((status = 200, body = Object), (status = 409, body = Problem)))]
pub(crate) async fn get_ranking(
    State(app): State<App>,
    Path(cycle): Path<String>,
) -> Result<Response, Problem> {
    let ranking = result::ranking(&app, &cycle).await?;
    let text = serde_json::to_string_pretty(&ranking).map_err(|e| Fault::internal(&e))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text + "\n").into_response())
}

/// The bulletin as PDF.
#[utoipa::path(get, path = "/api/cycles/{cycle}/bulletin.pdf", tag = "result", params(("cycle" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 409, body = Problem)))]
pub(crate) async fn get_bulletin_pdf(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Response, Problem> {
    let pdf = bulletin::pdf(&app, &actor, &cycle).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf).into_response())
}

/// The bulletin as a page of its own.
#[utoipa::path(get, path = "/api/cycles/{cycle}/bulletin.html", tag = "result", params(("cycle" = String, Path)),
    responses((status = 200, content_type = "text/html"), (status = 409, body = Problem)))]
pub(crate) async fn get_bulletin_html(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Html<String>, Problem> {
    Ok(Html(bulletin::html(&app, &actor, &cycle).await?))
}
