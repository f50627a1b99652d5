//! People of the register.

use crate::{Problem, body::Json};
use axum::{
    Extension,
    extract::{Path, Query, State},
    http::StatusCode,
};
use pingyi_app::{
    Actor, App,
    entry::Saved,
    person::{self, People, PersonFile, Phone},
};
use pingyi_core::person::Person;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// In which order.
#[derive(Deserialize, IntoParams)]
pub(crate) struct OrderQuery {
    /// `strokes` (the default) or `organisation`.
    #[serde(default)]
    order: Option<String>,
}

/// A person to be added or changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonWrite {
    /// The version it starts from; only for changes.
    #[serde(default)]
    version: u32,
    /// Why.
    why: String,
    /// The document.
    body: Person,
}

/// The list.
#[utoipa::path(get, path = "/api/people", tag = "register", params(OrderQuery), responses((status = 200, body = People)))]
pub(crate) async fn list_people(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Query(query): Query<OrderQuery>,
) -> Result<Json<People>, Problem> {
    let organisation = query.order.as_deref() == Some("organisation");
    Ok(Json(person::list(&app, &actor, organisation).await?))
}

/// The file of a person.
#[utoipa::path(get, path = "/api/people/{id}", tag = "register", params(("id" = String, Path)),
    responses((status = 200, body = PersonFile), (status = 404, body = Problem)))]
pub(crate) async fn get_person(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<PersonFile>, Problem> {
    Ok(Json(person::get(&app, &actor, &id).await?))
}

/// Adds a person.
#[utoipa::path(post, path = "/api/people", tag = "register", request_body = PersonWrite,
    responses((status = 201, body = Saved), (status = 422, body = Problem)))]
pub(crate) async fn create_person(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(write): Json<PersonWrite>,
) -> Result<(StatusCode, Json<Saved>), Problem> {
    let saved = person::create(&app, &actor, write.why, write.body).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

/// Changes a person.
#[utoipa::path(put, path = "/api/people/{id}", tag = "register", params(("id" = String, Path)), request_body = PersonWrite,
    responses((status = 200, body = Saved), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_person(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    Json(write): Json<PersonWrite>,
) -> Result<Json<Saved>, Problem> {
    let saved = person::put(&app, &actor, &id, write.version, write.why, write.body).await?;
    Ok(Json(saved))
}

/// Shows a phone number whole, and says so in the log.
#[utoipa::path(post, path = "/api/people/{id}/phone", tag = "register", params(("id" = String, Path)),
    responses((status = 200, body = Phone), (status = 404, body = Problem)))]
pub(crate) async fn show_phone(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Json<Phone>, Problem> {
    Ok(Json(person::phone(&app, &actor, &id).await?))
}
