//! The rule card.

use crate::{
    Problem,
    body::{Json, Raw},
};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use pingyi_app::{
    Actor, App, Fault,
    language::language,
    rule_card::{self, RuleCardCheck, RuleCardView},
    simulation::{self, Simulate, SimulationView},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Language of the clauses.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Language {
    /// `zh` or `en`.
    #[serde(default)]
    pub(super) lang: String,
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes)
        .map_err(|_| Fault::invalid("json_invalid", "规则卡不是 UTF-8 文本").into())
}

/// The card and its plain words.
#[utoipa::path(get, path = "/api/cycles/{cycle}/rule-card", tag = "rule card", params(("cycle" = String, Path), Language),
    responses((status = 200, body = RuleCardView)))]
pub(crate) async fn get_rule_card(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Language>,
) -> Result<Json<RuleCardView>, Problem> {
    Ok(Json(
        rule_card::get(&app, &actor, &cycle, language(&query.lang)).await?,
    ))
}

/// The frozen card as it is hashed: the file `rule-card.json` of a package.
#[utoipa::path(get, path = "/api/cycles/{cycle}/rule-card.json", tag = "rule card", params(("cycle" = String, Path)),
    responses((status = 200, body = Object), (status = 409, body = Problem)))]
pub(crate) async fn get_rule_card_file(
    State(app): State<App>,
    Path(cycle): Path<String>,
) -> Result<Response, Problem> {
    let text = rule_card::file(&app, &cycle).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// Keeps a draft.
#[utoipa::path(put, path = "/api/cycles/{cycle}/rule-card", tag = "rule card", params(("cycle" = String, Path), Language),
    request_body = Object,
    responses((status = 200, body = RuleCardView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_rule_card(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Language>,
    Raw(body): Raw,
) -> Result<Json<RuleCardView>, Problem> {
    Ok(Json(
        rule_card::put(&app, &actor, &cycle, text(&body)?, language(&query.lang)).await?,
    ))
}

/// Checks a card without keeping it.
#[utoipa::path(post, path = "/api/cycles/{cycle}/rule-card/check", tag = "rule card", params(("cycle" = String, Path), Language),
    request_body = Object, responses((status = 200, body = RuleCardCheck)))]
pub(crate) async fn check_rule_card(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Language>,
    Raw(body): Raw,
) -> Result<Json<RuleCardCheck>, Problem> {
    Ok(Json(
        rule_card::check(&app, &actor, &cycle, text(&body)?, language(&query.lang)).await?,
    ))
}

/// Tries a card on made-up votes and sheets for the villages of the register; nothing is kept.
#[utoipa::path(post, path = "/api/cycles/{cycle}/rule-card/simulate", tag = "rule card", params(("cycle" = String, Path), Language),
    request_body = Simulate,
    responses((status = 200, body = SimulationView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn simulate_rule_card(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Language>,
    Json(asked): Json<Simulate>,
) -> Result<Json<SimulationView>, Problem> {
    let language = language(&query.lang);
    Ok(Json(
        simulation::simulate(&app, &actor, &cycle, asked, language).await?,
    ))
}

/// Freezes the card and drafts the rounds.
#[utoipa::path(post, path = "/api/cycles/{cycle}/rule-card/freeze", tag = "rule card", params(("cycle" = String, Path), Language),
    responses((status = 200, body = RuleCardView), (status = 409, body = Problem)))]
pub(crate) async fn freeze_rule_card(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(query): Query<Language>,
) -> Result<Json<RuleCardView>, Problem> {
    Ok(Json(
        rule_card::freeze(&app, &actor, &cycle, language(&query.lang)).await?,
    ))
}

/// The JSON schema of rule cards.
#[utoipa::path(get, path = "/api/schema/rule-card", tag = "rule card", responses((status = 200, body = Object)))]
pub(crate) async fn rule_card_schema() -> Response {
    (
        [("content-type", "application/schema+json")],
        rule_card::schema(),
    )
        .into_response()
}
