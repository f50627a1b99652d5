//! Acts that change the tree from a day on: founding, renaming and moving, merging and dissolving.

use crate::{
    Actor, App, Fault, Result,
    county::{County, DECIDE, Kept},
    entry::{
        Among, EntryKind, Judged, Saved, Write, because, entry_id, invalid, put, reason, save,
    },
};
use jiff::civil::Date;
use pingyi_core::{
    entry::{EntryFault, Noun},
    id::EntryId,
    ledger::Project,
    person::Person,
    unit::{Ending, Unit, UnitKind},
};
use pingyi_ranking::sentence;
use pingyi_store::Transaction;
use serde::Deserialize;
use utoipa::ToSchema;

/// Another name, another parent, or both, from a day on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitRename {
    /// The version it starts from.
    pub version: u32,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The name from then on.
    pub name: String,
    /// The parent from then on.
    #[schema(value_type = Option<String>)]
    pub parent: Option<EntryId>,
    /// Why.
    pub reason: String,
    /// Number of the document.
    pub document: String,
}

/// The end of a unit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitEnd {
    /// The version it starts from.
    pub version: u32,
    /// First day on which it no longer is.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What it is merged into; none when it is dissolved.
    #[schema(value_type = Option<String>)]
    pub successor: Option<EntryId>,
    /// Why.
    pub reason: String,
    /// Number of the document.
    pub document: String,
}

/// Founds a unit.
///
/// # Errors
/// As [`crate::entry`].
pub async fn create(app: &App, actor: &Actor, why: String, body: Unit) -> Result<Saved> {
    let write = Write {
        id: None,
        version: None,
        why,
        body,
    };
    save(app, actor, DECIDE, write).await
}

/// The unit at the version the act starts from.
fn at_version(county: &County, id: EntryId, version: u32) -> Result<Kept<Unit>> {
    let kept = county
        .units
        .get(&id)
        .ok_or_else(|| Fault::not_found("单位"))?;
    if kept.version != version {
        return Err(Fault::conflict(
            "entry_changed",
            format!("{} 刚改过这个单位；请重新载入后再试", kept.changed_by),
        ));
    }
    Ok(kept.clone())
}

/// Puts a changed entry that was judged by hand: its own faults and those among the others.
async fn write_one<T: EntryKind>(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    county: &mut County,
    (standing, body): (Kept<T>, T),
    why: &str,
) -> Result<u32> {
    let id = standing.id;
    let mut faults = body.check();
    faults.extend(body.check_among(Some(id), &Among::of(county)));
    if !faults.is_empty() {
        let title = standing.body.title();
        for fault in &mut faults {
            fault.message = (
                format!("{title}：{}", fault.message.zh),
                format!("{title}: {}", fault.message.en),
            )
                .into();
        }
        return Err(invalid(faults));
    }
    let judged = Judged {
        id: Some(id),
        standing: Some(standing),
        body,
    };
    let written = put(app, tx, actor, county, vec![judged], why, None).await?;
    Ok(written[0].1)
}

/// Gives a unit another name or parent from a day on. Projects move with their villages.
///
/// # Errors
/// `not_found`, `entry_changed`, `entry_invalid`.
pub async fn rename(app: &App, actor: &Actor, id: &str, act: &UnitRename) -> Result<Saved> {
    actor.require(DECIDE)?;
    let id = entry_id(id, Noun::Unit)?;
    let why = reason(&act.reason)?;
    let tx = app.begin().await?;
    let mut county = County::load(app, &tx).await?;
    let standing = at_version(&county, id, act.version)?;
    let (old_name, old_parent) = (standing.body.name.clone(), standing.body.parent);
    let mut body = standing.body.clone();
    let name = act.name.trim();
    body.rename(act.from, name, act.parent, &why, act.document.trim())
        .map_err(|fault| invalid(vec![fault]))?;
    let version = write_one(app, &tx, actor, &mut county, (standing, body), &why).await?;
    let mut moved = 0;
    if old_parent != act.parent
        && let Some(town) = act.parent.filter(|_| {
            county
                .unit(id)
                .is_some_and(|unit| unit.kind == UnitKind::Village)
        })
    {
        for kept in projects_of(&county, id) {
            let mut project = kept.body.clone();
            project.town = town;
            write_one(app, &tx, actor, &mut county, (kept, project), &why).await?;
            moved += 1;
        }
    }
    let renamed = (old_name != name).then(|| format!("更名为{name}"));
    let parent = (old_parent != act.parent).then(|| {
        let parent = act.parent.map_or_else(String::new, |id| county.name(id));
        format!("划归{parent}，随迁项目 {moved} 个")
    });
    let what: Vec<String> = renamed.into_iter().chain(parent).collect();
    let what = what.join("，");
    let sentence = format!("{old_name}自 {} 起{what}{}", act.from, because(&why));
    app.audit(&tx, actor, None, "unit.rename", name, sentence)
        .await?;
    app.commit(tx).await?;
    Ok(Saved {
        id: id.to_string(),
        version,
        proposal: None,
    })
}

/// Projects in a village that are not over.
fn projects_of(county: &County, village: EntryId) -> Vec<Kept<Project>> {
    let own = |kept: &&Kept<Project>| {
        kept.body.villages.contains(&village) && !kept.body.state.is_final()
    };
    county.projects.values().filter(own).cloned().collect()
}

/// Ends a unit: merged into another, or dissolved. Terms that run there end on that day; projects that are not over
/// go to the successor.
///
/// # Errors
/// `not_found`, `entry_changed`, `entry_invalid`, `unit_in_use`.
pub async fn end(app: &App, actor: &Actor, id: &str, act: &UnitEnd) -> Result<Saved> {
    actor.require(DECIDE)?;
    let id = entry_id(id, Noun::Unit)?;
    let why = reason(&act.reason)?;
    let tx = app.begin().await?;
    let mut county = County::load(app, &tx).await?;
    let standing = at_version(&county, id, act.version)?;
    let name = standing.body.name.clone();
    check_end(&county, id, &standing.body, act)?;
    for kept in projects_of(&county, id) {
        let mut project = kept.body.clone();
        let Some(successor) = act.successor else {
            return Err(Fault::conflict(
                "unit_in_use",
                format!(
                    "{name}还有未完结的项目“{}”；请先并入其他村，或把项目退库",
                    project.name
                ),
            ));
        };
        project
            .villages
            .retain(|village| *village != id && *village != successor);
        project.villages.push(successor);
        let town = county.unit(successor).and_then(|unit| unit.parent);
        project.town = town.unwrap_or(project.town);
        write_one(app, &tx, actor, &mut county, (kept, project), &why).await?;
    }
    let leaving: Vec<Kept<Person>> = county
        .people
        .values()
        .filter(|kept| {
            kept.body
                .terms
                .iter()
                .any(|term| term.village == id && term.to.is_none())
        })
        .cloned()
        .collect();
    let people = leaving.len();
    for kept in leaving {
        let mut person = kept.body.clone();
        for term in person
            .terms
            .iter_mut()
            .filter(|term| term.village == id && term.to.is_none())
        {
            term.to = Some(act.on);
            term.exit_reason.clone_from(&why);
        }
        write_one(app, &tx, actor, &mut county, (kept, person), &why).await?;
    }
    let mut body = standing.body.clone();
    body.ended = Some(Ending {
        on: act.on,
        successor: act.successor,
        reason: why.clone(),
        document: act.document.trim().into(),
    });
    let version = write_one(app, &tx, actor, &mut county, (standing, body), &why).await?;
    let how = act.successor.map_or_else(
        || "撤销".to_owned(),
        |id| format!("并入{}", county.name(id)),
    );
    let sentence = format!(
        "{name}自 {} 起{how}，{people} 人的任期随之结束{}",
        act.on,
        because(&why)
    );
    app.audit(&tx, actor, None, "unit.end", &name, sentence)
        .await?;
    app.commit(tx).await?;
    Ok(Saved {
        id: id.to_string(),
        version,
        proposal: None,
    })
}

fn check_end(county: &County, id: EntryId, unit: &Unit, act: &UnitEnd) -> Result<()> {
    let mut faults = Vec::new();
    if unit.kind == UnitKind::County {
        faults.push(EntryFault::new(
            "/kind",
            "county",
            ("县不能撤销", "the county cannot end"),
        ));
    }
    if unit.ended.is_some() {
        faults.push(EntryFault::new(
            "/on",
            "ended",
            ("该单位已经撤销", "it has ended already"),
        ));
    }
    if unit.former.last().is_some_and(|last| act.on <= last.until) {
        let message = (
            "日期应晚于上一次变更的日期",
            "the day must be after the last change",
        );
        faults.push(EntryFault::new("/on", "before_last_change", message));
    }
    if let Some(successor) = act.successor {
        let good = county.unit(successor).is_some_and(|other| {
            other.kind == unit.kind && other.ended.is_none() && successor != id
        });
        if !good {
            let message = (
                "应并入另一个同类、现存的单位",
                "merge it into another existing unit of its kind",
            );
            faults.push(EntryFault::new("/successor", "successor", message));
        }
    }
    let villages = county
        .units
        .values()
        .filter(|kept| kept.body.parent == Some(id) && kept.body.ended.is_none());
    let count = villages.count();
    if count > 0 {
        let message = sentence!(
            "还有 {count} 个村隶属于它；请先划归其他镇街",
            "{count} villages belong to it; move them to other towns first"
        );
        faults.push(EntryFault::new("/on", "in_use", message));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(invalid(faults))
    }
}
