//! Files on their way in and out of the register and the ledger.

use super::rule_card::Language;
use crate::{
    Problem,
    body::{Json, Raw},
};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use pingyi_app::{
    Actor, App,
    import::{self, Form, ImportHeading, ImportRow, ImportView, TableFile},
    language::language,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// A workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What is told beside the bytes of a file.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Named {
    /// The file's name.
    #[serde(default)]
    file: String,
}

/// How an export is made.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Wanted {
    /// Whether phone numbers are whole; for organisers.
    #[serde(default)]
    phones: bool,
    /// `zh` (default) or `en`: language of headings and words.
    #[serde(default)]
    lang: String,
}

/// Which heading is which column.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ImportColumns {
    headings: Vec<ImportHeading>,
}

/// How an import is written.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ImportApply {
    /// Leaves rows out that need mending; without it they keep everything from being written.
    #[serde(default)]
    skip_faulty: bool,
}

fn sent(file: TableFile) -> Response {
    let kind = match file.form {
        Form::Xlsx => XLSX,
        Form::Csv => "text/csv; charset=utf-8",
    };
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file.content).into_response()
}

/// Imports, the newest first; a town sees its own.
#[utoipa::path(get, path = "/api/imports", tag = "import", responses((status = 200, body = Vec<ImportRow>)))]
pub(crate) async fn list_imports(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<ImportRow>>, Problem> {
    Ok(Json(import::list(&app, &actor).await?))
}

/// Takes a file for a table (`units`, `people`, `events`, `projects`, `funding`, `milestones`) and begins to read it;
/// what it would change is told by the import.
#[utoipa::path(post, path = "/api/imports/{id}", tag = "import",
    params(("id" = String, Path, description = "Name of the table; the import itself gets its identifier here"), Named),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 202, body = ImportView), (status = 404, body = Problem), (status = 413, body = Problem)))]
pub(crate) async fn start_import(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(table): Path<String>,
    Query(named): Query<Named>,
    Raw(body): Raw,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    let view = import::start(&app, &actor, &table, &named.file, &body).await?;
    Ok((StatusCode::ACCEPTED, Json(view)))
}

/// An import: how far it is read, what it would change or changed.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "import", params(("id" = String, Path)),
    responses((status = 200, body = ImportView), (status = 404, body = Problem)))]
pub(crate) async fn get_import(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(import::get(&app, &actor, &id).await?))
}

/// Says which heading is which column, remembers it for the table, and reads again.
#[utoipa::path(put, path = "/api/imports/{id}/columns", tag = "import", params(("id" = String, Path)),
    request_body = ImportColumns,
    responses((status = 200, body = ImportView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_import_columns(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(columns): Json<ImportColumns>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(
        import::put_columns(&app, &actor, &id, &columns.headings).await?,
    ))
}

/// Writes an import as it was shown; a town's becomes proposals.
#[utoipa::path(post, path = "/api/imports/{id}/apply", tag = "import", params(("id" = String, Path)),
    request_body = ImportApply,
    responses((status = 200, body = ImportView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn apply_import(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(how): Json<ImportApply>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(
        import::apply(&app, &actor, &id, how.skip_faulty).await?,
    ))
}

/// Takes a whole import back, unless something was built upon it.
#[utoipa::path(post, path = "/api/imports/{id}/undo", tag = "import", params(("id" = String, Path)),
    responses((status = 200, body = ImportView), (status = 409, body = Problem)))]
pub(crate) async fn undo_import(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(import::undo(&app, &actor, &id).await?))
}

/// The rows that need mending, with a note at each wrong cell.
#[utoipa::path(get, path = "/api/imports/{id}/wrong-rows.xlsx", tag = "import", params(("id" = String, Path), Language),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 409, body = Problem)))]
pub(crate) async fn get_wrong_rows(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Query(query): Query<Language>,
) -> Result<Response, Problem> {
    Ok(sent(TableFile {
        form: Form::Xlsx,
        name: "wrong-rows.xlsx".into(),
        content: import::wrong_rows(&app, &actor, &id, language(&query.lang)).await?,
    }))
}

/// A table to fill in: `units.xlsx`, `units.csv`, and so on for people, events, projects, funding, milestones.
#[utoipa::path(get, path = "/api/templates/{file}", tag = "import", params(("file" = String, Path), Language),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
pub(crate) async fn get_template(
    Extension(actor): Extension<Actor>,
    Path(file): Path<String>,
    Query(query): Query<Language>,
) -> Result<Response, Problem> {
    Ok(sent(
        import::template(&actor, &file, language(&query.lang)).await?,
    ))
}

/// A table with the rows somebody may see, in the form of the template. It says who exported it and when.
#[utoipa::path(get, path = "/api/exports/{file}", tag = "import", params(("file" = String, Path), Wanted),
    responses((status = 200, content_type = "application/octet-stream"), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_export(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(file): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    Ok(sent(
        import::export(&app, &actor, &file, wanted.phones, language(&wanted.lang)).await?,
    ))
}
