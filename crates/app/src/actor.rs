//! Who asks.

use crate::{Fault, FaultKind, Result};
use pingyi_core::{
    account::Account,
    role::{Access, Role},
};

/// The person behind a request, or nobody in particular.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    account: Option<Account>,
}

impl Actor {
    /// Somebody not signed in.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// Somebody signed in.
    pub fn signed_in(account: Account) -> Self {
        Self {
            account: Some(account),
        }
    }

    /// The account.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The role.
    pub fn role(&self) -> Option<Role> {
        self.account.as_ref().map(|account| account.role)
    }

    /// Refuses unless the access allows this actor.
    ///
    /// # Errors
    /// `sign_in_needed` or `forbidden`.
    pub fn require(&self, access: Access) -> Result<()> {
        if access.allows(self.role()) {
            Ok(())
        } else if self.account.is_none() {
            Err(Fault::new(
                FaultKind::SignInNeeded,
                "sign_in_needed",
                "请先登录",
            ))
        } else {
            Err(Fault::new(
                FaultKind::Forbidden,
                "forbidden",
                "您的角色不能做这件事",
            ))
        }
    }
}
