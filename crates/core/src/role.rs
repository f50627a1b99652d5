//! Roles, and who may do what.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What an account is in the meeting. A voter has no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 组织者: prepares the cycle.
    Organiser,
    /// 主持人: opens, closes and reveals.
    Host,
    /// 监票人: holds a share of the key.
    Trustee,
    /// 审计: reads the log and the results.
    Auditor,
    /// 查看: reads.
    Viewer,
    /// 镇街组织委员: enters the data of one town, and sees no other's.
    Town,
}

impl Role {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 6] = [
        Self::Organiser,
        Self::Host,
        Self::Trustee,
        Self::Auditor,
        Self::Viewer,
        Self::Town,
    ];

    /// Every role that is not bound to one town.
    pub const STAFF: [Self; 5] = [
        Self::Organiser,
        Self::Host,
        Self::Trustee,
        Self::Auditor,
        Self::Viewer,
    ];

    /// The role's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Host => "host",
            Self::Trustee => "trustee",
            Self::Auditor => "auditor",
            Self::Viewer => "viewer",
            Self::Town => "town",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such role: {0}; roles are organiser, host, trustee, auditor, viewer, town")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.code() == text)
            .ok_or_else(|| UnknownRole(text.into()))
    }
}

/// Who may call an operation. Declared once beside the use case; the route shows the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Any account.
    SignedIn,
    /// Accounts of these roles.
    Roles(&'static [Role]),
}

impl Access {
    /// Whether somebody of this role (`None`: not signed in) may.
    pub fn allows(self, role: Option<Role>) -> bool {
        match self {
            Self::Public => true,
            Self::SignedIn => role.is_some(),
            Self::Roles(roles) => role.is_some_and(|role| roles.contains(&role)),
        }
    }
}
