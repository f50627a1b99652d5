//! Totals of the ledger along one axis.

use super::{Areas, seen};
use crate::{
    Actor, App, Fault, Result,
    county::{County, READ, Scope},
};
use pingyi_core::ledger::{Axis, Named, Totals, totals as add_up};

/// The totals of the projects somebody sees. The parts add up to the whole, and each names its projects.
///
/// # Errors
/// `axis_unknown`.
pub async fn totals(app: &App, actor: &Actor, by: &str) -> Result<Totals> {
    actor.require(READ)?;
    let axis: Axis = serde_json::from_value(by.into()).map_err(|_| {
        let detail = "合计方式应为 category、town、area、source 或 state";
        Fault::invalid("axis_unknown", detail)
    })?;
    let reader = app.store().reader();
    let county = County::load(app, reader).await?;
    let areas = Areas::newest(reader).await?;
    let projects = seen(&county, Scope::of(actor));
    let names: Vec<(String, String)> = projects
        .iter()
        .map(|kept| (county.name(kept.body.town), areas.of(&county, &kept.body)))
        .collect();
    let named: Vec<Named<'_>> = projects
        .iter()
        .zip(&names)
        .map(|(kept, (town, area))| Named {
            project: &kept.body,
            town,
            area,
        })
        .collect();
    Ok(add_up(&named, axis))
}
