//! Accounts.

use crate::{Problem, body::Json};
use axum::{Extension, extract::State, http::StatusCode};
use pingyi_app::{
    Actor, App,
    account::{self, AccountView},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A new account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewAccount {
    login: String,
    name: String,
    role: String,
    /// The town of a `town` account, by its identifier.
    #[serde(default)]
    town: Option<String>,
    password: String,
}

/// All accounts.
#[utoipa::path(get, path = "/api/accounts", tag = "account", responses((status = 200, body = Vec<AccountView>)))]
pub(crate) async fn list_accounts(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
) -> Result<Json<Vec<AccountView>>, Problem> {
    Ok(Json(account::list(&app, &actor).await?))
}

/// Adds an account.
#[utoipa::path(post, path = "/api/accounts", tag = "account", request_body = NewAccount,
    responses((status = 201, body = AccountView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn create_account(
    State(app): State<App>,
    Extension(actor): Extension<Actor>,
    Json(new): Json<NewAccount>,
) -> Result<(StatusCode, Json<AccountView>), Problem> {
    let wanted = account::NewAccount {
        login: &new.login,
        name: &new.name,
        role: &new.role,
        town: new.town.as_deref(),
        password: new.password,
    };
    let made = account::create(&app, &actor, wanted).await?;
    Ok((StatusCode::CREATED, Json(made)))
}
