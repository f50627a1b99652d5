//! Signing in and out.

use crate::{
    Problem,
    access::{COOKIE, token},
    body::Json,
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use pingyi_app::{
    Actor, App,
    account::{self, AccountView},
    session,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Login and password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    login: String,
    password: String,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    account: Option<AccountView>,
}

fn cookie(app: &App, value: &str, seconds: i64) -> String {
    let secure = if app.config().public_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// Signs in.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = Credentials,
    responses((status = 200, body = SessionView), (status = 401, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    Json(given): Json<Credentials>,
) -> Result<Response, Problem> {
    let signed = session::sign_in(&app, &given.login, given.password).await?;
    let set = cookie(&app, &signed.token, session::SESSION_HOURS * 3600);
    Ok((
        [(header::SET_COOKIE, set)],
        Json(SessionView {
            account: Some(signed.account),
        }),
    )
        .into_response())
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", responses((status = 200, body = SessionView)))]
pub(crate) async fn session(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<SessionView>, Problem> {
    let account = match actor.account() {
        Some(account) => Some(account::view(&app, account).await?),
        None => None,
    };
    Ok(Json(SessionView { account }))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
pub(crate) async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(token) = token(&headers) {
        session::sign_out(&app, &token).await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, cookie(&app, "", 0))],
    )
        .into_response())
}
