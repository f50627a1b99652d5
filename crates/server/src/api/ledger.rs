//! The ledger of the county.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::civil::Date;
use pingyi_app::{
    Actor, App,
    entry::Saved,
    ledger::{self, CountyLedger, LedgerSnapshot, MonthReports, ProjectFile, SavedFilter},
};
use pingyi_core::ledger::{Project, State as ProjectState, Totals};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// A project to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectWrite {
    /// The version it starts from; only for changes.
    #[serde(default)]
    version: u32,
    /// Why.
    why: String,
    /// The document.
    body: Project,
}

/// A move.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectMove {
    /// The version it starts from.
    version: u32,
    /// To which state.
    to: ProjectState,
    /// Why.
    why: String,
}

/// An exemption.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectExemption {
    /// The version it starts from.
    version: u32,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// Why.
    reason: String,
}

/// The report of a month.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectReport {
    /// The month, `2026-11`.
    month: String,
    /// Progress in basis points.
    progress: u32,
    /// One sentence.
    sentence: String,
}

/// Which month.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Month {
    /// `2026-11`; without it this month.
    #[serde(default)]
    month: String,
}

/// Along which axis.
#[derive(Deserialize, IntoParams)]
pub(crate) struct By {
    /// `category`, `town`, `area`, `source` or `state`.
    #[serde(default)]
    by: String,
}

/// All projects.
#[utoipa::path(get, path = "/api/ledger", tag = "ledger", responses((status = 200, body = CountyLedger)))]
pub(crate) async fn list_ledger(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<CountyLedger>, Problem> {
    Ok(Json(ledger::list(&app, &actor).await?))
}

/// Enters a project; a town proposes it.
#[utoipa::path(post, path = "/api/ledger", tag = "ledger", request_body = ProjectWrite,
    responses((status = 201, body = Saved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn create_project(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(new): Json<ProjectWrite>,
) -> Result<(StatusCode, Json<Saved>), Problem> {
    let saved = ledger::create(&app, &actor, new.why, new.body).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

/// One project.
#[utoipa::path(get, path = "/api/ledger/{id}", tag = "ledger", params(("id" = String, Path)),
    responses((status = 200, body = ProjectFile), (status = 404, body = Problem)))]
pub(crate) async fn get_project_file(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<ProjectFile>, Problem> {
    Ok(Json(ledger::get(&app, &actor, &id).await?))
}

/// Edits a project; a town proposes it.
#[utoipa::path(put, path = "/api/ledger/{id}", tag = "ledger", params(("id" = String, Path)), request_body = ProjectWrite,
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_project(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(write): Json<ProjectWrite>,
) -> Result<Json<Saved>, Problem> {
    let saved = ledger::put(&app, &actor, &id, write.version, write.why, write.body).await?;
    Ok(Json(saved))
}

/// Moves a project to another state; a town proposes it.
#[utoipa::path(post, path = "/api/ledger/{id}/state", tag = "ledger", params(("id" = String, Path)), request_body = ProjectMove,
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn move_project(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(one): Json<ProjectMove>,
) -> Result<Json<Saved>, Problem> {
    Ok(Json(
        ledger::move_to(&app, &actor, &id, one.version, one.to, &one.why).await?,
    ))
}

/// Reports a month of a project; it holds at once.
#[utoipa::path(post, path = "/api/ledger/{id}/report", tag = "ledger", params(("id" = String, Path)), request_body = ProjectReport,
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn report_project(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(one): Json<ProjectReport>,
) -> Result<Json<Saved>, Problem> {
    Ok(Json(
        ledger::report(&app, &actor, &id, &one.month, one.progress, &one.sentence).await?,
    ))
}

/// Exempts a project from its lights for a time.
#[utoipa::path(post, path = "/api/ledger/{id}/exemption", tag = "ledger", params(("id" = String, Path)), request_body = ProjectExemption,
    responses((status = 200, body = Saved), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn exempt_project(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(one): Json<ProjectExemption>,
) -> Result<Json<Saved>, Problem> {
    Ok(Json(
        ledger::exempt(&app, &actor, &id, one.version, one.until, &one.reason).await?,
    ))
}

/// The reports of a month, what is still missing first.
#[utoipa::path(get, path = "/api/ledger/reports", tag = "ledger", params(Month),
    responses((status = 200, body = MonthReports), (status = 422, body = Problem)))]
pub(crate) async fn list_reports(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<Month>,
) -> Result<Json<MonthReports>, Problem> {
    Ok(Json(ledger::reports(&app, &actor, &query.month).await?))
}

/// Sums along an axis.
#[utoipa::path(get, path = "/api/ledger/totals", tag = "ledger", params(By),
    responses((status = 200, body = Totals), (status = 422, body = Problem)))]
pub(crate) async fn get_totals(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<By>,
) -> Result<Json<Totals>, Problem> {
    Ok(Json(ledger::totals(&app, &actor, &query.by).await?))
}

/// The filters of the account that asks.
#[utoipa::path(get, path = "/api/ledger/filters", tag = "ledger", responses((status = 200, body = Vec<SavedFilter>)))]
pub(crate) async fn list_filters(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<SavedFilter>>, Problem> {
    Ok(Json(ledger::filters(&app, &actor).await?))
}

/// Replaces the filters of the account that asks.
#[utoipa::path(put, path = "/api/ledger/filters", tag = "ledger", request_body = Vec<SavedFilter>,
    responses((status = 200, body = Vec<SavedFilter>), (status = 422, body = Problem)))]
pub(crate) async fn put_filters(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(filters): Json<Vec<SavedFilter>>,
) -> Result<Json<Vec<SavedFilter>>, Problem> {
    Ok(Json(ledger::put_filters(&app, &actor, filters).await?))
}

/// The ledger as the cycle froze it; before that, what would be frozen now.
#[utoipa::path(get, path = "/api/cycles/{cycle}/ledger-snapshot", tag = "ledger", params(("cycle" = String, Path)),
    responses((status = 200, body = LedgerSnapshot), (status = 404, body = Problem)))]
pub(crate) async fn get_ledger_snapshot(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<LedgerSnapshot>, Problem> {
    Ok(Json(ledger::snapshot(&app, &actor, &cycle).await?))
}

/// Freezes the ledger for the cycle, once.
#[utoipa::path(post, path = "/api/cycles/{cycle}/ledger-snapshot", tag = "ledger", params(("cycle" = String, Path)),
    responses((status = 201, body = LedgerSnapshot), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn freeze_ledger(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<(StatusCode, Json<LedgerSnapshot>), Problem> {
    let frozen = ledger::freeze(&app, &actor, &cycle).await?;
    Ok((StatusCode::CREATED, Json(frozen)))
}
