//! Accounts.

use crate::{
    Connection, Result,
    row::{all, execute, get, maybe_parsed, micros, one, parsed},
};
use jiff::Timestamp;
use pingyi_core::{account::Account, id::AccountId};
use sea_orm::QueryResult;

const COLUMNS: &str = "id, login, name, role, password_hash, disabled, town_id";

/// An account with its password hash.
#[derive(Clone)]
pub struct StoredAccount {
    /// The account.
    pub account: Account,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
}

fn read(row: &QueryResult) -> Result<StoredAccount> {
    Ok(StoredAccount {
        account: Account {
            id: parsed(row, "id")?,
            login: get(row, "login")?,
            name: get(row, "name")?,
            role: parsed(row, "role")?,
            town: maybe_parsed(row, "town_id")?,
            disabled: get(row, "disabled")?,
        },
        password_hash: get(row, "password_hash")?,
    })
}

/// Adds an account.
///
/// # Errors
/// A unique violation when the login is taken.
pub async fn insert(
    c: &impl Connection,
    account: &Account,
    password_hash: &str,
    now: Timestamp,
) -> Result<()> {
    let values = vec![
        account.id.to_string().into(),
        account.login.as_str().into(),
        account.name.as_str().into(),
        account.role.code().into(),
        password_hash.into(),
        account.disabled.into(),
        micros(now),
        account.town.map(|town| town.to_string()).into(),
    ];
    execute(c, "INSERT INTO account (id, login, name, role, password_hash, disabled, created_at, town_id) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)", values)
        .await?;
    Ok(())
}

/// The account of a login.
///
/// # Errors
/// Database faults.
pub async fn by_login(c: &impl Connection, login: &str) -> Result<Option<StoredAccount>> {
    one(
        c,
        &format!("SELECT {COLUMNS} FROM account WHERE login = $1"),
        vec![login.into()],
        read,
    )
    .await
}

/// The account with this identifier.
///
/// # Errors
/// Database faults.
pub async fn by_id(c: &impl Connection, id: AccountId) -> Result<Option<StoredAccount>> {
    one(
        c,
        &format!("SELECT {COLUMNS} FROM account WHERE id = $1"),
        vec![id.to_string().into()],
        read,
    )
    .await
}

/// All accounts by login.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection) -> Result<Vec<StoredAccount>> {
    all(
        c,
        &format!("SELECT {COLUMNS} FROM account ORDER BY login"),
        vec![],
        read,
    )
    .await
}
