//! Ballot boxes: what phones fetch, what they cast, what anybody checks.

use crate::{
    Problem,
    body::{Json, Raw},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use pingyi_app::{
    Actor, App,
    ballot::{self, BoardView},
    screen,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Acknowledgement: the ballot is on the board and on disk.
#[derive(Serialize, ToSchema)]
pub(crate) struct Acknowledgement {
    /// Finds the ballot on the board.
    tracker: String,
    /// An earlier ballot of the same slip no longer counts because of this one.
    replaces: bool,
}

fn fixed(bytes: Vec<u8>) -> Response {
    let head = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=86400, immutable"),
    ];
    (head, bytes).into_response()
}

fn attached(kind: &str, name: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let head = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    (head, bytes).into_response()
}

/// The election's bytes.
#[utoipa::path(get, path = "/api/boxes/{box}/election", tag = "ballot box", params(("box" = String, Path)),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub(crate) async fn get_election(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Ok(fixed(screen::setup(&app, &id).await?.election))
}

/// The roll of public credentials.
#[utoipa::path(get, path = "/api/boxes/{box}/roll", tag = "ballot box", params(("box" = String, Path)),
    responses((status = 200, body = Vec<String>), (status = 404, body = Problem)))]
pub(crate) async fn get_roll(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Ok(fixed(screen::setup(&app, &id).await?.roll))
}

/// The board: trackers in order of arrival.
#[utoipa::path(get, path = "/api/boxes/{box}/board", tag = "ballot box", params(("box" = String, Path)),
    responses((status = 200, body = BoardView), (status = 404, body = Problem)))]
pub(crate) async fn get_board(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<BoardView>, Problem> {
    Ok(Json(ballot::board(&app, &id).await?))
}

/// The bytes of a ballot on the board.
#[utoipa::path(get, path = "/api/boxes/{box}/ballots/{hash}", tag = "ballot box",
    params(("box" = String, Path), ("hash" = String, Path)),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub(crate) async fn get_ballot(
    State(app): State<App>,
    Path((id, hash)): Path<(String, String)>,
) -> Result<Response, Problem> {
    Ok(fixed(ballot::ballot_bytes(&app, &id, &hash).await?))
}

/// Casts a ballot.
#[utoipa::path(post, path = "/api/boxes/{box}/ballots", tag = "ballot box", params(("box" = String, Path)), request_body = Object,
    responses((status = 201, body = Acknowledgement), (status = 200, body = Acknowledgement, description = "these very bytes were there already"),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(crate) async fn post_ballot(
    State(app): State<App>,
    Path(id): Path<String>,
    Raw(raw): Raw,
) -> Result<(StatusCode, Json<Acknowledgement>), Problem> {
    let accepted = ballot::cast(&app, &id, raw.into()).await?;
    let status = if accepted.repeated {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok((
        status,
        Json(Acknowledgement {
            tracker: accepted.tracker,
            replaces: accepted.replaces,
        }),
    ))
}

/// The hints beside the archive of a revealed box: they spare a verifier work and are not trusted.
#[utoipa::path(get, path = "/api/boxes/{box}/hints", tag = "ballot box", params(("box" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_hints(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    ballot::public_archive(&app, &actor, &id).await?;
    let mut hints = Vec::new();
    ballot::write_hints(&app, &id, &mut hints).await?;
    Ok(attached(
        "application/octet-stream",
        &format!("{id}.bel.hints"),
        hints,
    ))
}

/// The archive of a revealed box.
#[utoipa::path(get, path = "/api/boxes/{box}/archive", tag = "ballot box", params(("box" = String, Path)),
    responses((status = 200, content_type = "application/x-tar"), (status = 403, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn get_archive(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    ballot::public_archive(&app, &actor, &id).await?;
    let mut archive = Vec::new();
    ballot::write_archive(&app, &id, &mut archive).await?;
    Ok(attached("application/x-tar", &format!("{id}.bel"), archive))
}
