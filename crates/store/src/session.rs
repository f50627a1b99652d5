//! Sessions: only the hash of the token is kept.

use crate::{
    Connection, Result,
    account::{StoredAccount, by_id},
    row::{execute, micros, one, parsed},
};
use jiff::Timestamp;
use pingyi_core::id::AccountId;

/// Remembers a session.
///
/// # Errors
/// Database faults.
pub async fn insert(
    c: &impl Connection,
    token_hash: &str,
    account: AccountId,
    expires: Timestamp,
) -> Result<()> {
    let values = vec![
        token_hash.into(),
        account.to_string().into(),
        micros(expires),
    ];
    execute(
        c,
        "INSERT INTO session (token_hash, account_id, expires_at) VALUES ($1,$2,$3)",
        values,
    )
    .await?;
    Ok(())
}

/// The account signed in with a token, if it has not expired.
///
/// # Errors
/// Database faults.
pub async fn account(
    c: &impl Connection,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<StoredAccount>> {
    let sql = "SELECT account_id FROM session WHERE token_hash = $1 AND expires_at > $2";
    let id = one(c, sql, vec![token_hash.into(), micros(now)], |row| {
        parsed::<AccountId>(row, "account_id")
    })
    .await?;
    match id {
        Some(id) => by_id(c, id).await,
        None => Ok(None),
    }
}

/// Forgets a session, and every expired one.
///
/// # Errors
/// Database faults.
pub async fn delete(c: &impl Connection, token_hash: &str, now: Timestamp) -> Result<()> {
    let sql = "DELETE FROM session WHERE token_hash = $1 OR expires_at <= $2";
    execute(c, sql, vec![token_hash.into(), micros(now)]).await?;
    Ok(())
}
