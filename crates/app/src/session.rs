//! Signing in and out. The browser holds a random token, the store only its hash.

use crate::{
    Actor, App, Fault, FaultKind, Result,
    account::{AccountView, verify, view},
};
use jiff::ToSpan;
use sha2::{Digest, Sha256};

/// How long a session lasts: a meeting day.
pub const SESSION_HOURS: i64 = 14;

/// A fresh session.
pub struct SignedIn {
    /// Goes into the cookie and nowhere else.
    pub token: String,
    /// Who.
    pub account: AccountView,
}

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            use std::fmt::Write;
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Signs in.
///
/// # Errors
/// `sign_in_failed`, `too_many_attempts`.
pub async fn sign_in(app: &App, login: &str, password: String) -> Result<SignedIn> {
    let Some(account) = verify(app, login, password).await? else {
        return Err(Fault::new(
            FaultKind::SignInNeeded,
            "sign_in_failed",
            "登录名或密码不对",
        ));
    };
    let token = hex(&app.random::<32>());
    let expires = app.now() + SESSION_HOURS.hours();
    let tx = app.begin().await?;
    pingyi_store::session::insert(&tx, &hash(&token), account.id, expires).await?;
    let actor = Actor::signed_in(account.clone());
    app.audit(
        &tx,
        &actor,
        None,
        "session.sign_in",
        &account.login,
        format!("{} 登录", account.login),
    )
    .await?;
    app.commit(tx).await?;
    Ok(SignedIn {
        token,
        account: view(app, &account).await?,
    })
}

/// The actor of a token; anonymous when it is unknown or expired.
///
/// # Errors
/// Database faults.
pub async fn actor(app: &App, token: &str) -> Result<Actor> {
    let stored =
        pingyi_store::session::account(app.store().reader(), &hash(token), app.now()).await?;
    Ok(stored
        .filter(|s| !s.account.disabled)
        .map_or_else(Actor::anonymous, |s| Actor::signed_in(s.account)))
}

/// Signs out.
///
/// # Errors
/// Database faults.
pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    let tx = app.begin().await?;
    pingyi_store::session::delete(&tx, &hash(token), app.now()).await?;
    app.commit(tx).await
}
