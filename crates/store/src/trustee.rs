//! Trustees: scrutineers with a key of their own.

use crate::{
    Connection, Result,
    row::{all, count, execute, get, parsed},
};
use pingyi_core::id::{AccountId, CycleId};

/// A trustee of a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trustee {
    /// Place in the list, from 1.
    pub position: u32,
    /// The account.
    pub account: AccountId,
    /// Login of the account.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// Public key with its proof, as JSON bytes.
    pub public_key: Option<Vec<u8>>,
    /// Took part in the rehearsal's decryption.
    pub tested: bool,
}

/// The trustees of a cycle in order.
///
/// # Errors
/// Database faults.
pub async fn list(c: &impl Connection, cycle: CycleId) -> Result<Vec<Trustee>> {
    let sql = "SELECT t.position, t.account_id, a.login, a.name, t.public_key, t.tested FROM trustee t \
               JOIN account a ON a.id = t.account_id WHERE t.cycle_id = $1 ORDER BY t.position";
    all(c, sql, vec![cycle.to_string().into()], |row| {
        Ok(Trustee {
            position: count(row, "position")?,
            account: parsed(row, "account_id")?,
            login: get(row, "login")?,
            name: get(row, "name")?,
            public_key: get(row, "public_key")?,
            tested: get(row, "tested")?,
        })
    })
    .await
}

/// Adds a trustee at a position.
///
/// # Errors
/// A unique violation when the account is a trustee already.
pub async fn insert(
    c: &impl Connection,
    cycle: CycleId,
    position: u32,
    account: AccountId,
) -> Result<()> {
    let sql = "INSERT INTO trustee (cycle_id, position, account_id, tested) VALUES ($1,$2,$3,$4)";
    let values = vec![
        cycle.to_string().into(),
        i64::from(position).into(),
        account.to_string().into(),
        false.into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// Writes a trustee's public key.
///
/// # Errors
/// Database faults.
pub async fn put_key(c: &impl Connection, cycle: CycleId, position: u32, key: &[u8]) -> Result<()> {
    let sql =
        "UPDATE trustee SET public_key = $3, tested = $4 WHERE cycle_id = $1 AND position = $2";
    let values = vec![
        cycle.to_string().into(),
        i64::from(position).into(),
        key.to_vec().into(),
        false.into(),
    ];
    execute(c, sql, values).await?;
    Ok(())
}

/// Forgets the public keys of all trustees.
///
/// # Errors
/// Database faults.
pub async fn forget_keys(c: &impl Connection, cycle: CycleId) -> Result<()> {
    let sql = "UPDATE trustee SET public_key = NULL, tested = $2 WHERE cycle_id = $1";
    execute(c, sql, vec![cycle.to_string().into(), false.into()]).await?;
    Ok(())
}

/// Notes that a trustee decrypted in the rehearsal.
///
/// # Errors
/// Database faults.
pub async fn mark_tested(c: &impl Connection, cycle: CycleId, position: u32) -> Result<()> {
    let sql = "UPDATE trustee SET tested = $3 WHERE cycle_id = $1 AND position = $2";
    execute(
        c,
        sql,
        vec![
            cycle.to_string().into(),
            i64::from(position).into(),
            true.into(),
        ],
    )
    .await?;
    Ok(())
}
