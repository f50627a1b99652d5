//! The result over all that counts.

use super::rule_card::Language;
use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use pingyi_app::{
    Actor, App,
    composite::{self, CompositeView, Explanation, StepsView},
    language::language,
    package,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// A village, and the language of sentences.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Named {
    /// Town.
    #[serde(default)]
    town: String,
    /// Village.
    #[serde(default)]
    village: String,
    /// `zh` or `en`.
    #[serde(default)]
    lang: String,
}

fn sent(kind: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// The result as it stands, with what it is made of; before publishing too.
#[utoipa::path(get, path = "/api/cycles/{cycle}/composite", tag = "composite", params(("cycle" = String, Path), Language),
    responses((status = 200, body = CompositeView), (status = 409, body = Problem)))]
pub(crate) async fn get_composite(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Language>,
) -> Result<Json<CompositeView>, Problem> {
    let language = language(&query.lang);
    Ok(Json(composite::get(&app, &actor, &cycle, language).await?))
}

/// Publishes the composite result, once and for all.
#[utoipa::path(post, path = "/api/cycles/{cycle}/composite/publish", tag = "composite",
    params(("cycle" = String, Path), Language),
    responses((status = 200, body = CompositeView), (status = 409, body = Problem)))]
pub(crate) async fn publish_composite(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Language>,
) -> Result<Json<CompositeView>, Problem> {
    let language = language(&query.lang);
    Ok(Json(
        composite::publish(&app, &actor, &cycle, language).await?,
    ))
}

/// The published result.
#[utoipa::path(get, path = "/api/cycles/{cycle}/result.json", tag = "composite", params(("cycle" = String, Path)),
    responses((status = 200, body = Object), (status = 409, body = Problem)))]
pub(crate) async fn get_result(
    State(app): State<App>,
    Path(cycle): Path<String>,
) -> Result<Response, Problem> {
    let bytes = composite::file(&app, &cycle, "result.json").await?;
    Ok(sent("application/json", bytes))
}

/// Every step of the published computation, one a line.
#[utoipa::path(get, path = "/api/cycles/{cycle}/trace.jsonl", tag = "composite", params(("cycle" = String, Path)),
    responses((status = 200, content_type = "application/jsonl"), (status = 409, body = Problem)))]
pub(crate) async fn get_trace(
    State(app): State<App>,
    Path(cycle): Path<String>,
) -> Result<Response, Problem> {
    let bytes = composite::file(&app, &cycle, "trace.jsonl").await?;
    Ok(sent("application/jsonl", bytes))
}

/// A file the published result is computed from.
#[utoipa::path(get, path = "/api/cycles/{cycle}/data/{file}", tag = "composite",
    params(("cycle" = String, Path), ("file" = String, Path)),
    responses((status = 200, content_type = "text/csv"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_data(
    State(app): State<App>,
    Path((cycle, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let bytes = composite::file(&app, &cycle, &format!("data/{file}")).await?;
    Ok(sent("text/csv; charset=utf-8", bytes))
}

/// The program that recomputes a result from its files, in another language; one file that needs no other.
#[utoipa::path(get, path = "/api/recompute.py", tag = "composite",
    responses((status = 200, content_type = "text/x-python")))]
pub(crate) async fn get_recompute() -> Response {
    sent(
        "text/x-python; charset=utf-8",
        package::RECOMPUTE.as_bytes().to_vec(),
    )
}

/// Why a village is where it is, in sentences.
#[utoipa::path(get, path = "/api/cycles/{cycle}/explanation", tag = "composite", params(("cycle" = String, Path), Named),
    responses((status = 200, body = Explanation), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_explanation(
    State(app): State<App>,
    Path(cycle): Path<String>,
    Query(query): Query<Named>,
) -> Result<Json<Explanation>, Problem> {
    let language = language(&query.lang);
    let village = (query.town, query.village);
    Ok(Json(
        composite::explanation(&app, &cycle, village, language).await?,
    ))
}

/// The steps that lead to a village's place, each with the rule it applies. Before the result is published, for
/// organiser and auditor only, and from revealed rounds only.
#[utoipa::path(get, path = "/api/cycles/{cycle}/steps", tag = "composite", params(("cycle" = String, Path), Named),
    responses((status = 200, body = StepsView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_steps(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Named>,
) -> Result<Json<StepsView>, Problem> {
    let language = language(&query.lang);
    let village = (query.town, query.village);
    Ok(Json(
        composite::steps(&app, &actor, &cycle, village, language).await?,
    ))
}
