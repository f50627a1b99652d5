//! 密钥备份页: a scrutineer's key on one page, for a sealed envelope.
//!
//! # Security
//! The page is the key. It is made on the scrutineer's own device; the model wipes the text when dropped and its
//! `Debug` does not show it. The typesetter and the printer's queue keep copies that cannot be wiped from here.

use std::{fmt, sync::LazyLock};

use jiff::civil::Date;
use serde_json::{Value, json};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    bulletin::SYNTHETIC_NOTICE,
    fonts::Fonts,
    notation::{date, tidy},
    qr::{self, Damage},
    typeset::{DocumentError, Template},
};

/// A scrutineer's backup.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct TrusteeBackup {
    /// Title of the meeting.
    #[zeroize(skip)]
    pub event: String,
    /// Whose key it is, such as 监票人甲.
    #[zeroize(skip)]
    pub trustee: String,
    /// Short fingerprint of the public key, to be compared with the one on screen.
    #[zeroize(skip)]
    pub fingerprint: String,
    /// The backup itself without line feeds; up to 600 characters stay on one page. Printed in groups of five, or as it is
    /// grouped by spaces: whoever types it back may leave them in or out.
    pub backup: String,
    /// The day it was made.
    #[zeroize(skip)]
    pub made_on: Date,
    /// Whether this is a demonstration.
    pub synthetic: bool,
}

impl fmt::Debug for TrusteeBackup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrusteeBackup")
            .field("trustee", &self.trustee)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

/// The layout.
pub(crate) static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| Template::new(include_str!("../templates/trustee_backup.typ")));

/// The page as PDF.
///
/// # Errors
/// [`DocumentError::QrTooLong`] if the backup does not fit a QR code; [`DocumentError::Font`] if a font cannot be read.
pub fn pdf(backup: &TrusteeBackup, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    TEMPLATE.pdf(&model(backup)?, fonts)
}

/// The data of the layout.
pub(crate) fn model(backup: &TrusteeBackup) -> Result<Value, DocumentError> {
    const GROUP: usize = 5;
    // A backup that is grouped already keeps its groups.
    let groups: Vec<String> = if backup.backup.contains(' ') {
        let groups = backup.backup.split_whitespace();
        groups.map(str::to_owned).collect()
    } else {
        let characters: Vec<char> = backup.backup.chars().collect();
        let groups = characters.chunks(GROUP);
        groups.map(|group| group.iter().collect()).collect()
    };
    Ok(json!({
        "notice": backup.synthetic.then_some(SYNTHETIC_NOTICE),
        "event": tidy(&backup.event),
        "trustee": tidy(&backup.trustee),
        "fingerprint": tidy(&backup.fingerprint),
        "qr": qr::svg(&backup.backup, Damage::Folded)?,
        "groups": groups,
        "made": date(backup.made_on),
    }))
}
