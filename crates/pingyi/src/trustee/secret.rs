//! What a scrutineer keeps: a key, or the seed of a member of a threshold group.

use super::ceremony;
use crate::{
    client::Client,
    failure::{Doing, Failure, Result},
};
use pingyi_ballot::{PublicKey, TrusteeKey, ceremony::Seed};
use std::path::Path;

/// A scrutineer's secret. It has no `Debug`.
pub(crate) enum Secret {
    /// The key of a trustee who is always needed.
    Key(TrusteeKey),
    /// The seed of a trustee in a group of which some are enough.
    Seed(Seed),
}

impl Secret {
    /// Reads a file: a backup sheet typed in, or the file of any Belenios program.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).doing(format!("cannot read {}", path.display()))?;
        if let Ok(seed) = Seed::parse(&text) {
            return Ok(Self::Seed(seed));
        }
        TrusteeKey::from_backup(&text).map(Self::Key).map_err(|_| {
            Failure::new(format!(
                "{} 里不是监票人的私钥或种子，或有字符抄错：应为备份页上 PY1 或 PY2 开头的字符，或私钥文件、种子文件",
                path.display()
            ))
        })
    }

    /// The text of the backup sheet.
    pub(crate) fn to_backup(&self) -> String {
        match self {
            Self::Key(key) => key.to_backup(),
            Self::Seed(seed) => seed.to_backup(),
        }
    }

    /// The public key whose fingerprint people compare.
    pub(crate) fn public_key(&self) -> PublicKey {
        match self {
            Self::Key(key) => key.public_key(),
            Self::Seed(seed) => seed.verification_key(),
        }
    }

    /// The key that decrypts. That of a group's member stands at the server, sealed for its seed.
    pub(crate) async fn open(self, client: &Client, cycle: &str) -> Result<TrusteeKey> {
        match self {
            Self::Key(key) => Ok(key),
            Self::Seed(seed) => ceremony::view(client, cycle).await?.private_key(&seed),
        }
    }
}
