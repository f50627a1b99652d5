//! 选票码条: the paper slips voters draw from a box, and a cover sheet for counting each box.
//!
//! # What a slip does not carry, and why
//! No serial number, no name, no position in a list, no bar code but the credential's own: anything that differs from
//! slip to slip besides the credential would be a second name for it, and somebody could note who drew which. For the
//! same reason a spare slip looks like any other once cut; what it is stands in the margin of its sheet. The margin is
//! cut away. Slips are printed in the order given: the caller shuffles, and two people shuffle the paper again.
//!
//! # Security
//! A [`Slip`] is a secret: it is wiped when dropped and its `Debug` shows nothing. The typesetter and the printer's
//! queue keep copies that cannot be wiped from here, so sheets are made on the credential authority's own device.

use std::{fmt, sync::LazyLock};

use serde_json::{Value, json};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    bulletin::SYNTHETIC_NOTICE,
    fonts::Fonts,
    notation::tidy,
    qr::{self, Damage},
    typeset::{DocumentError, Template},
};

/// Slips on one A4 page: two columns of four, 95 × 66.5 mm each.
pub const SLIPS_PER_PAGE: usize = 8;

/// All sheets of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipSheet {
    /// Title of the meeting, printed on every slip.
    pub event: String,
    /// One box each; pages of different groups never mix.
    pub groups: Vec<SlipGroup>,
    /// Whether this is a demonstration: then every slip says so.
    pub synthetic: bool,
}

/// Voters with the same rights: one physical box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipGroup {
    /// Who draws from it, such as 第1片区村书记: printed on every slip, so that it goes into the right box.
    pub label: String,
    /// What is written on the box, such as 2号箱.
    pub box_label: String,
    /// The slips to shuffle into the box.
    pub slips: Vec<Slip>,
    /// Slips kept aside to replace spoiled ones.
    pub spares: Vec<Slip>,
}

/// One voter's credential on paper. Wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Slip {
    /// What the QR code says: the voter page with the credential in the fragment. What stands before `#` is also
    /// printed, for phones that cannot scan.
    pub url: String,
    /// The same credential to be typed, in groups joined by `-`.
    pub code: String,
}

impl fmt::Debug for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slip(secret)")
    }
}

/// The layout.
pub(crate) static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| Template::new(include_str!("../templates/slips.typ")));

/// The sheets as PDF: for each group a cover sheet, then its slips, then its spares on pages of their own.
///
/// # Errors
/// [`DocumentError::QrTooLong`] if a URL does not fit a QR code; [`DocumentError::Font`] if a font cannot be read.
pub fn pdf(sheet: &SlipSheet, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    TEMPLATE.pdf(&model(sheet)?, fonts)
}

/// The data of the layout.
pub(crate) fn model(sheet: &SlipSheet) -> Result<Value, DocumentError> {
    let groups = sheet
        .groups
        .iter()
        .map(group)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "notice": sheet.synthetic.then_some(SYNTHETIC_NOTICE),
        "event": tidy(&sheet.event),
        "groups": groups,
    }))
}

fn group(group: &SlipGroup) -> Result<Value, DocumentError> {
    let (slips, spares) = (pages(&group.slips)?, pages(&group.spares)?);
    Ok(json!({
        "label": tidy(&group.label),
        "box": tidy(&group.box_label),
        "printed": group.slips.len(),
        "spare": group.spares.len(),
        "runs": [{ "spare": false, "pages": slips }, { "spare": true, "pages": spares }],
    }))
}

fn pages(slips: &[Slip]) -> Result<Vec<Vec<Value>>, DocumentError> {
    slips
        .chunks(SLIPS_PER_PAGE)
        .map(|page| page.iter().map(slip).collect())
        .collect()
}

fn slip(slip: &Slip) -> Result<Value, DocumentError> {
    let address = slip.url.split('#').next().unwrap_or_default();
    let address = address
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/');
    Ok(json!({
        "qr": qr::svg(&slip.url, Damage::Slight)?,
        "address": tidy(address),
        "code": slip.code.split('-').collect::<Vec<_>>(),
    }))
}
