//! The register.

use crate::{
    Problem,
    body::{Json, Raw},
};
use axum::{
    Extension,
    extract::{Path, Query, State},
};
use pingyi_app::{
    Actor, App,
    register::{self, ImportReport, Units},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// Try or do.
#[derive(Deserialize, IntoParams)]
pub(crate) struct Trial {
    /// Only say what would change.
    #[serde(default)]
    pub(super) dry_run: bool,
}

/// Shows it.
#[utoipa::path(get, path = "/api/cycles/{cycle}/units", tag = "register", params(("cycle" = String, Path)),
    responses((status = 200, body = Units)))]
pub(crate) async fn get_units(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
) -> Result<Json<Units>, Problem> {
    Ok(Json(register::units(&app, &actor, &cycle).await?))
}

/// Imports a CSV table whole, or tries it.
#[utoipa::path(post, path = "/api/cycles/{cycle}/units/import", tag = "register", params(("cycle" = String, Path), Trial),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport), (status = 422, body = Problem)))]
pub(crate) async fn import_units(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(cycle): Path<String>,
    Query(trial): Query<Trial>,
    Raw(table): Raw,
) -> Result<Json<ImportReport>, Problem> {
    Ok(Json(
        register::import(&app, &actor, &cycle, &table, trial.dry_run).await?,
    ))
}
