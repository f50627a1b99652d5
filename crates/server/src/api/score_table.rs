//! Score tables.

use super::register::Trial;
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
    Actor, App,
    register::ImportReport,
    score_table::{self, ScoreTablesView},
};

fn csv(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], bytes).into_response()
}

/// The tables the rule card asks for, and how far they are filled in.
#[utoipa::path(get, path = "/api/cycles/{cycle}/score-tables", tag = "score table", params(("cycle" = String, Path)),
    responses((status = 200, body = ScoreTablesView)))]
pub(crate) async fn list_score_tables(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<ScoreTablesView>, Problem> {
    Ok(Json(score_table::list(&app, &actor, &cycle).await?))
}

/// A table with the rows to be filled in, for spreadsheets.
#[utoipa::path(get, path = "/api/cycles/{cycle}/score-tables/{table}/template.csv", tag = "score table",
    params(("cycle" = String, Path), ("table" = String, Path)),
    responses((status = 200, content_type = "text/csv"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_score_template(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path((cycle, table)): Path<(String, String)>,
) -> Result<Response, Problem> {
    Ok(csv(
        score_table::template(&app, &actor, &cycle, &table).await?
    ))
}

/// What is there of a table, for spreadsheets.
#[utoipa::path(get, path = "/api/cycles/{cycle}/score-tables/{table}/table.csv", tag = "score table",
    params(("cycle" = String, Path), ("table" = String, Path)),
    responses((status = 200, content_type = "text/csv"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_score_table(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path((cycle, table)): Path<(String, String)>,
) -> Result<Response, Problem> {
    Ok(csv(
        score_table::content(&app, &actor, &cycle, &table).await?
    ))
}

/// Imports a table whole, or tries it.
#[utoipa::path(post, path = "/api/cycles/{cycle}/score-tables/{table}/import", tag = "score table",
    params(("cycle" = String, Path), ("table" = String, Path), Trial),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn import_score_table(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path((cycle, table)): Path<(String, String)>,
    Query(trial): Query<Trial>,
    Raw(body): Raw,
) -> Result<Json<ImportReport>, Problem> {
    Ok(Json(
        score_table::import(&app, &actor, &cycle, &table, &body, trial.dry_run).await?,
    ))
}
