//! Accounts of the few people who run the meeting.

use crate::{
    Actor, App, Fault, FaultKind, Result,
    county::{County, Named},
};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use pingyi_core::{
    account::{Account, check_account},
    id::{AccountId, EntryId},
    role::{Access, Role},
};
use pingyi_store::entry;
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
    /// The town of a `town` account.
    pub town: Option<Named>,
    /// Closed.
    pub disabled: bool,
}

/// An account as shown, with the name of its town.
///
/// # Errors
/// Database faults.
pub async fn view(app: &App, account: &Account) -> Result<AccountView> {
    let town = match account.town {
        Some(id) => entry::get_one(app.store().reader(), id).await?,
        None => None,
    };
    Ok(AccountView {
        login: account.login.clone(),
        name: account.name.clone(),
        role: account.role.code().into(),
        town: town.map(|row| Named {
            id: row.id.to_string(),
            name: row.title,
        }),
        disabled: account.disabled,
    })
}

/// Somebody who is to have an account.
pub struct NewAccount<'a> {
    /// Login.
    pub login: &'a str,
    /// Name or office.
    pub name: &'a str,
    /// Role, by its name.
    pub role: &'a str,
    /// The town of a `town` account, by its identifier or its name.
    pub town: Option<&'a str>,
    /// Password.
    pub password: String,
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
pub async fn create(app: &App, actor: &Actor, new: NewAccount<'_>) -> Result<AccountView> {
    actor.require(MANAGE)?;
    add(app, actor, new).await
}

/// Adds an account from the machine itself, where nobody can sign in yet.
///
/// # Errors
/// As [`create`].
pub async fn create_locally(app: &App, new: NewAccount<'_>) -> Result<AccountView> {
    add(app, &Actor::anonymous(), new).await
}

/// The town an account is bound to: needed for the role `town`, and for no other.
async fn town_of(app: &App, role: Role, town: Option<&str>) -> Result<Option<EntryId>> {
    let refused = |detail: &str| Err(Fault::invalid("account_invalid", detail));
    match (role, town.filter(|text| !text.is_empty())) {
        (Role::Town, Some(town)) => {
            let county = County::load(app, app.store().reader()).await?;
            let by_id = town
                .parse()
                .ok()
                .filter(|id| county.unit(*id).is_some_and(|unit| unit.kind.is_town()));
            match by_id.or_else(|| county.town_named(town)) {
                Some(id) => Ok(Some(id)),
                None => refused("没有这个镇街；请先在单位里新增"),
            }
        }
        (Role::Town, None) => refused("镇街账号须选择镇街"),
        (_, Some(_)) => refused("只有镇街账号可以选择镇街"),
        (_, None) => Ok(None),
    }
}

async fn add(app: &App, actor: &Actor, new: NewAccount<'_>) -> Result<AccountView> {
    let NewAccount {
        login,
        name,
        role,
        town,
        password,
    } = new;
    let role: Role = role.parse().map_err(|_| {
        Fault::invalid(
            "account_invalid",
            "角色应为 organiser、host、trustee、auditor、viewer 或 town",
        )
    })?;
    check_account(login, name, &password)
        .map_err(|e| Fault::invalid("account_invalid", e.to_string()))?;
    let town = town_of(app, role, town).await?;
    let hash = hash_password(app, password).await?;
    let now = app.now();
    let account = Account {
        id: AccountId::new(now, app.random()),
        login: login.into(),
        name: name.trim().into(),
        role,
        town,
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
    view(app, &account).await
}

/// All accounts.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<AccountView>> {
    actor.require(MANAGE)?;
    let accounts = pingyi_store::account::list(app.store().reader()).await?;
    let mut views = Vec::with_capacity(accounts.len());
    for stored in &accounts {
        views.push(view(app, &stored.account).await?);
    }
    Ok(views)
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
