//! Exempting a project from its lights for a time.

use super::{Act, found, keep, unchanged_since};
use crate::{
    Actor, App, Result,
    county::{County, DECIDE, Scope},
    entry::{Saved, because, invalid, login},
};
use jiff::civil::Date;
use pingyi_core::ledger::Exemption;

/// Exempts a project until a day. The light it would have stays to be seen.
///
/// # Errors
/// `not_found`, `why_needed`, `entry_changed`, `entry_invalid`.
pub async fn exempt(
    app: &App,
    actor: &Actor,
    id: &str,
    version: u32,
    until: Date,
    reason: &str,
) -> Result<Saved> {
    actor.require(DECIDE)?;
    let tx = app.begin().await?;
    let county = County::load(app, &tx).await?;
    let standing = found(&county, Scope::of(actor), id)?;
    let exemption = Exemption {
        until,
        reason: crate::entry::reason(reason)?,
        by: login(actor),
        at: app.now(),
    };
    let faults = exemption.check(county.today);
    if !faults.is_empty() {
        return Err(invalid(faults));
    }
    unchanged_since(&tx, &standing, version, &["exemptions"]).await?;
    let mut body = standing.body.clone();
    let reason = exemption.reason.clone();
    body.exemptions.push(exemption);
    let sentence = format!("项目“{}”豁免亮灯至 {until}{}", body.name, because(&reason));
    let act = Act {
        action: "project.exempt",
        why: reason,
        sentence,
    };
    keep(app, actor, tx, county, (standing, body), act).await
}
