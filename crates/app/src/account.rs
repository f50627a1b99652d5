//! Accounts of the few people who run the meeting.

use crate::{Actor, App, Fault, FaultKind, Result};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use pingyi_core::{
    account::{Account, check_account},
    id::AccountId,
    role::{Access, Role},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Who may list and add accounts.
pub const MANAGE: Access = Access::Roles(&[Role::Organiser]);

/// An account as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountView {
    /// Login.
    pub login: String,
    /// Name or office.
    pub name: String,
    /// Role.
    pub role: String,
    /// Closed.
    pub disabled: bool,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        Self {
            login: account.login.clone(),
            name: account.name.clone(),
            role: account.role.code().into(),
            disabled: account.disabled,
        }
    }
}

/// Hashes a password with Argon2id and its recommended settings, on a thread of its own.
pub(crate) async fn hash_password(app: &App, password: String) -> Result<String> {
    let salt: [u8; 16] = app.random();
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
    });
    hashed
        .await
        .map_err(|e| Fault::internal(&e))?
        .map_err(|e| Fault::internal(&e))
}

/// Checks a password against a hash; `None` costs the same, so that logins cannot be guessed by time.
pub(crate) async fn password_matches(password: String, hash: Option<String>) -> Result<bool> {
    /// A hash nobody knows the password of.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$QmVsZW5pb3NQaW5neWlOb2JvZHlQYXNzd29yZEhhc2g";
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.into());
    let matched = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    });
    Ok(matched.await.map_err(|e| Fault::internal(&e))? && known)
}

/// Adds an account.
///
/// # Errors
/// `account_invalid`, `login_taken`.
pub async fn create(
    app: &App,
    actor: &Actor,
    login: &str,
    name: &str,
    role: &str,
    password: String,
) -> Result<AccountView> {
    actor.require(MANAGE)?;
    add(app, actor, login, name, role, password).await
}

/// Adds an account from the machine itself, where nobody can sign in yet.
///
/// # Errors
/// As [`create`].
pub async fn create_locally(
    app: &App,
    login: &str,
    name: &str,
    role: Role,
    password: String,
) -> Result<AccountView> {
    add(app, &Actor::anonymous(), login, name, role.code(), password).await
}

async fn add(
    app: &App,
    actor: &Actor,
    login: &str,
    name: &str,
    role: &str,
    password: String,
) -> Result<AccountView> {
    let role: Role = role.parse().map_err(|_| {
        Fault::invalid(
            "account_invalid",
            "角色应为 organiser、host、trustee、auditor、viewer 或 town",
        )
    })?;
    check_account(login, name, &password)
        .map_err(|e| Fault::invalid("account_invalid", e.to_string()))?;
    let hash = hash_password(app, password).await?;
    let now = app.now();
    let account = Account {
        id: AccountId::new(now, app.random()),
        login: login.into(),
        name: name.trim().into(),
        role,
        town: None,
        disabled: false,
    };
    let tx = app.begin().await?;
    pingyi_store::account::insert(&tx, &account, &hash, now)
        .await
        .map_err(|e| {
            if pingyi_store::is_taken(&e) {
                Fault::conflict("login_taken", format!("登录名 {login} 已被使用，请换一个"))
            } else {
                e.into()
            }
        })?;
    app.audit(
        &tx,
        actor,
        None,
        "account.create",
        login,
        format!("新增账号 {login}（{name}），角色 {role}"),
    )
    .await?;
    app.commit(tx).await?;
    Ok(AccountView::from(&account))
}

/// All accounts.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<AccountView>> {
    actor.require(MANAGE)?;
    let accounts = pingyi_store::account::list(app.store().reader()).await?;
    Ok(accounts
        .iter()
        .map(|stored| AccountView::from(&stored.account))
        .collect())
}

/// Checks login and password without signing in: a second person at the same screen.
pub(crate) async fn verify(app: &App, login: &str, password: String) -> Result<Option<Account>> {
    let now = app.now();
    let locked = {
        let failures = app
            .sign_in_failures()
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        failures
            .get(login)
            .is_some_and(|(count, at)| *count >= 5 && now.as_second() - at.as_second() < 60)
    };
    if locked {
        return Err(Fault::new(
            FaultKind::Busy,
            "too_many_attempts",
            "密码错了多次，请一分钟后再试",
        ));
    }
    let stored = pingyi_store::account::by_login(app.store().reader(), login).await?;
    let hash = stored.as_ref().map(|stored| stored.password_hash.clone());
    let matched = password_matches(password, hash).await?;
    let mut failures = app
        .sign_in_failures()
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let account = stored
        .map(|stored| stored.account)
        .filter(|account| matched && !account.disabled);
    if account.is_some() {
        failures.remove(login);
    } else {
        failures.retain(|_, (_, at)| now.as_second() - at.as_second() < 60);
        let entry = failures.entry(login.into()).or_insert((0, now));
        *entry = (entry.0 + 1, now);
    }
    Ok(account)
}
