//! The report of a month: one number and one sentence for each project.

use super::{Act, found, keep, seen};
use crate::{
    Actor, App, Fault, Result,
    county::{County, Kept, Named, READ, Scope, WRITE},
    entry::{Deed, Saved, invalid, login},
};
use pingyi_core::ledger::{Project, Report, first_day};
use serde::Serialize;
use utoipa::ToSchema;

/// A project that is to be reported, and its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportRow {
    /// Identifier.
    pub id: String,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Town.
    pub town: Named,
    /// Villages it is in.
    pub villages: Vec<Named>,
    /// As last reported before, in basis points.
    pub progress: u32,
    /// The report, once it is there.
    pub report: Option<Report>,
}

/// The reports of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthReports {
    /// The month, `2026-11`.
    pub month: String,
    /// Projects that are being built, those without a report first.
    pub projects: Vec<ReportRow>,
}

/// Reports a month, once more if need be. It holds at once, from a town too.
///
/// # Errors
/// `not_found`, `entry_invalid`, `project_not_reported`.
pub async fn report(
    app: &App,
    actor: &Actor,
    id: &str,
    month: &str,
    progress: u32,
    sentence: &str,
) -> Result<Saved> {
    actor.require(WRITE)?;
    let tx = app.begin().await?;
    let county = County::load(app, &tx).await?;
    let standing = found(&county, Scope::of(actor), id)?;
    let report = Report {
        month: month.into(),
        progress,
        sentence: sentence.trim().into(),
        by: login(actor),
        at: app.now(),
    };
    let faults = report.check(county.today);
    if !faults.is_empty() {
        return Err(invalid(faults));
    }
    let state = standing.body.state;
    if !state.is_reported() {
        let detail = format!("{}状态的项目不填报进度；入库以后再填", state.zh());
        return Err(Fault::conflict("project_not_reported", detail));
    }
    let mut body = standing.body.clone();
    body.report(report);
    let sentence = format!(
        "填报项目“{}”{month} 的进度：{}.{:02}%",
        body.name,
        progress / 100,
        progress % 100
    );
    let act = Act {
        action: "project.report",
        why: Deed::Month(month).to_string(),
        sentence,
    };
    keep(app, actor, tx, county, (standing, body), act).await
}

/// Progress before a month: as last reported before it, or as entered where nothing was ever reported.
fn before(project: &Project, month: &str) -> u32 {
    let earlier = project.reports.iter().rev();
    let earlier = earlier.filter(|one| one.month.as_str() < month);
    match earlier.map(|one| one.progress).next() {
        Some(progress) => progress,
        None if project.reports.is_empty() => project.progress,
        None => 0,
    }
}

/// The reports of a month, of this one where none is named.
///
/// # Errors
/// `month_invalid`.
pub async fn reports(app: &App, actor: &Actor, month: &str) -> Result<MonthReports> {
    actor.require(READ)?;
    let county = County::load(app, app.store().reader()).await?;
    let month = if month.is_empty() {
        county.today.strftime("%Y-%m").to_string()
    } else {
        month.to_owned()
    };
    if first_day(&month).is_none() {
        let detail = "月份应写作 2026-11 的形式";
        return Err(Fault::invalid("month_invalid", detail));
    }
    let row = |kept: &Kept<Project>| {
        let one = &kept.body;
        let report = one.reports.iter().find(|one| one.month == month);
        // What was finished since keeps its place in the months it was reported for.
        (one.state.is_running() || report.is_some()).then(|| ReportRow {
            id: kept.id.to_string(),
            number: one.number.clone(),
            name: one.name.clone(),
            town: county.named(one.town),
            villages: one.villages.iter().map(|id| county.named(*id)).collect(),
            progress: before(one, &month),
            report: report.cloned(),
        })
    };
    let seen = seen(&county, Scope::of(actor)).into_iter();
    let mut projects: Vec<ReportRow> = seen.filter_map(row).collect();
    projects.sort_by_key(|row| row.report.is_some());
    Ok(MonthReports { month, projects })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pingyi_core::id::EntryId;

    #[test]
    fn progress_before_a_month_is_that_of_the_month_before_it() {
        let mut project = Project::new("1", "项目", "产业", EntryId(uuid::Uuid::nil()));
        project.progress = 1_000;
        assert_eq!(before(&project, "2026-11"), 1_000);
        for (month, progress) in [("2026-09", 3_000), ("2026-11", 5_000)] {
            project.report(Report {
                month: month.into(),
                progress,
                sentence: "按计划推进".into(),
                by: "town".into(),
                at: jiff::Timestamp::UNIX_EPOCH,
            });
        }
        let found =
            ["2026-09", "2026-10", "2026-11", "2026-12"].map(|month| before(&project, month));
        assert_eq!(found, [0, 3_000, 3_000, 5_000]);
    }
}
