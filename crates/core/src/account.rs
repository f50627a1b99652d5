//! Accounts: the few people who run the meeting.

use crate::{
    id::{AccountId, EntryId},
    role::Role,
};

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// The word typed at sign-in: 2–32 characters of `a–z 0–9 . _ -`.
    pub login: String,
    /// Name or office shown to others.
    pub name: String,
    /// What the account may do.
    pub role: Role,
    /// The town whose data a `town` account enters; none for every other role.
    pub town: Option<EntryId>,
    /// Closed accounts cannot sign in.
    pub disabled: bool,
}

/// Why an account cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    /// The login has other characters, or a wrong length.
    #[error("登录名须为 2–32 位小写字母、数字或 . _ -")]
    Login,
    /// The name is empty or too long.
    #[error("请填写 1–40 个字的姓名或职务")]
    Name,
    /// The password is too short or absurdly long.
    #[error("密码至少 10 位，最多 200 位")]
    Password,
}

/// Checks the three fields of a new account.
///
/// # Errors
/// The first field that is wrong.
pub fn check_account(login: &str, name: &str, password: &str) -> Result<(), AccountFault> {
    let login_ok = (2..=32).contains(&login.len())
        && login
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if !login_ok {
        return Err(AccountFault::Login);
    }
    if !(1..=40).contains(&name.trim().chars().count()) {
        return Err(AccountFault::Name);
    }
    if !(10..=200).contains(&password.chars().count()) {
        return Err(AccountFault::Password);
    }
    Ok(())
}
