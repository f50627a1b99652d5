//! Settings of the county, and the data whose time is over.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, State},
};
use pingyi_app::{
    Actor, App,
    entry::Saved,
    retention::{self, DueRow, Erased},
    setting::{self, Settings},
};
use pingyi_core::vocabulary::Vocabulary;
use serde::Deserialize;
use utoipa::ToSchema;

/// A setting to be changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingWrite {
    /// The version it starts from; 0 where nobody has said anything yet.
    version: u32,
    /// Why.
    why: String,
    /// What is to hold.
    #[schema(value_type = Object)]
    body: serde_json::Value,
}

/// Whose data to erase.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EraseWrite {
    /// Identifiers of people.
    people: Vec<String>,
}

/// What holds now.
#[utoipa::path(get, path = "/api/settings", tag = "register", responses((status = 200, body = Settings)))]
pub(crate) async fn get_settings(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Settings>, Problem> {
    Ok(Json(setting::get(&app, &actor).await?))
}

/// Changes a setting: `lights`, `admission`, `retention` or `vocabulary`.
#[utoipa::path(put, path = "/api/settings/{name}", tag = "register", params(("name" = String, Path)), request_body = SettingWrite,
    responses((status = 200, body = Saved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_setting(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(name): Path<String>,
    Json(write): Json<SettingWrite>,
) -> Result<Json<Saved>, Problem> {
    let saved = setting::put(&app, &actor, &name, write.version, &write.why, &write.body).await?;
    Ok(Json(saved))
}

/// The words that pages show.
#[utoipa::path(get, path = "/api/vocabulary", tag = "register", responses((status = 200, body = Vocabulary)))]
pub(crate) async fn get_vocabulary(State(app): State<App>) -> Result<Json<Vocabulary>, Problem> {
    Ok(Json(setting::vocabulary(&app).await?))
}

/// People with data whose time is over.
#[utoipa::path(get, path = "/api/retention", tag = "register", responses((status = 200, body = Vec<DueRow>)))]
pub(crate) async fn list_due(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<DueRow>>, Problem> {
    Ok(Json(retention::list(&app, &actor).await?))
}

/// Erases what is due of some people, for good.
#[utoipa::path(post, path = "/api/retention/erase", tag = "register", request_body = EraseWrite,
    responses((status = 200, body = Erased), (status = 409, body = Problem)))]
pub(crate) async fn erase_due(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(write): Json<EraseWrite>,
) -> Result<Json<Erased>, Problem> {
    Ok(Json(retention::erase(&app, &actor, &write.people).await?))
}
