//! What all entries share: history and search.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, Query, State},
};
use pingyi_app::{
    Actor, App,
    entry::{self, EntryVersion},
    search::{self, Hit},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// What is sought.
#[derive(Deserialize, IntoParams)]
pub(crate) struct SearchQuery {
    /// A part of a name or code, or initials of pinyin.
    #[serde(default)]
    q: String,
}

/// The history of an entry, the newest version first.
#[utoipa::path(get, path = "/api/entries/{id}/history", tag = "register", params(("id" = String, Path)),
    responses((status = 200, body = Vec<EntryVersion>), (status = 404, body = Problem)))]
pub(crate) async fn list_history(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<Vec<EntryVersion>>, Problem> {
    Ok(Json(entry::history(&app, &actor, &id).await?))
}

/// Finds units, people and projects.
#[utoipa::path(get, path = "/api/search", tag = "register", params(SearchQuery), responses((status = 200, body = Vec<Hit>)))]
pub(crate) async fn search_register(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<Vec<Hit>>, Problem> {
    Ok(Json(search::search(&app, &actor, &query.q).await?))
}
