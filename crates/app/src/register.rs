//! The register: importing it, and showing it as a tree.

use crate::{Actor, App, Fault, Result};
use pingyi_core::{
    id::{SeatId, VillageId},
    register::{Village, parse},
    role::{Access, Role},
};
use pingyi_store::{attendance::Seat, rule_card, slip, village};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Who may import.
pub const IMPORT: Access = Access::Roles(&[Role::Organiser]);

/// The register as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Units {
    /// Areas by number.
    pub areas: Vec<AreaView>,
}

/// An area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AreaView {
    /// Number, from 1.
    pub number: u32,
    /// Towns in the register's order.
    pub towns: Vec<TownView>,
}

/// A town.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TownView {
    /// Name.
    pub name: String,
    /// `town`, `subdistrict` or `zone`.
    pub kind: String,
    /// Villages in the register's order.
    pub villages: Vec<VillageView>,
}

/// A village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VillageView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// On the tour.
    pub visited: bool,
    /// Order within the area.
    pub visit_order: Option<u32>,
    /// Date of the visit.
    pub tour_date: Option<String>,
    /// Made up for demonstration.
    pub synthetic: bool,
    /// The secretary by office.
    pub secretary: String,
}

/// What an import would change, or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportReport {
    /// Rows read.
    pub rows: usize,
    /// Not there before.
    pub new: usize,
    /// There before, with other values.
    pub changed: usize,
    /// There before, the same.
    pub unchanged: usize,
    /// There before, not in the table: taken out.
    pub missing: usize,
    /// Whether it was done, or only tried.
    pub applied: bool,
}

/// The register.
///
/// # Errors
/// Only of access and database.
pub async fn units(app: &App, actor: &Actor, cycle: &str) -> Result<Units> {
    actor.require(Access::Roles(&Role::STAFF))?;
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    let villages = village::list(app.store().reader(), cycle.id).await?;
    let mut areas: Vec<AreaView> = Vec::new();
    for (id, one) in villages {
        let area = match areas.iter().position(|area| area.number == one.area) {
            Some(index) => &mut areas[index],
            None => {
                areas.push(AreaView {
                    number: one.area,
                    towns: Vec::new(),
                });
                areas.last_mut().expect("just pushed")
            }
        };
        let town = match area.towns.iter().position(|town| town.name == one.town) {
            Some(index) => &mut area.towns[index],
            None => {
                area.towns.push(TownView {
                    name: one.town.clone(),
                    kind: one.town_kind.code().into(),
                    villages: Vec::new(),
                });
                area.towns.last_mut().expect("just pushed")
            }
        };
        town.villages.push(VillageView {
            id: id.to_string(),
            secretary: one.secretary(),
            visited: one.visit.is_some(),
            visit_order: one.visit.as_ref().map(|visit| visit.order),
            tour_date: one.visit.as_ref().map(|visit| visit.date.to_string()),
            synthetic: one.synthetic,
            name: one.name,
        });
    }
    areas.sort_by_key(|area| area.number);
    Ok(Units { areas })
}

/// Imports the register whole, or tries it. The roll of people and the boxes of slips follow from it.
///
/// # Errors
/// `rows_invalid` with every fault by cell; `register_fixed` once the rule card is frozen.
pub async fn import(
    app: &App,
    actor: &Actor,
    cycle: &str,
    table: &[u8],
    dry_run: bool,
) -> Result<ImportReport> {
    actor.require(IMPORT)?;
    let villages = parse(table).map_err(Fault::rows)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    if rule_card::of(&tx, cycle.id)
        .await?
        .is_some_and(|card| card.hash.is_some())
    {
        return Err(Fault::conflict(
            "register_fixed",
            "规则卡已冻结，名册不能再整体导入",
        ));
    }
    let before: HashMap<String, (VillageId, Village)> = village::list(&tx, cycle.id)
        .await?
        .into_iter()
        .map(|(id, one)| (one.full_name(), (id, one)))
        .collect();
    let mut report = ImportReport {
        rows: villages.len(),
        new: 0,
        changed: 0,
        unchanged: 0,
        missing: 0,
        applied: !dry_run,
    };
    let now = app.now();
    let rows: Vec<(VillageId, Village)> = villages
        .into_iter()
        .map(|one| match before.get(&one.full_name()) {
            Some((id, old)) => {
                if *old == one {
                    report.unchanged += 1;
                } else {
                    report.changed += 1;
                }
                (*id, one)
            }
            None => {
                report.new += 1;
                (VillageId::new(now, app.random()), one)
            }
        })
        .collect();
    report.missing = before.len() - report.changed - report.unchanged;
    if dry_run {
        return Ok(report);
    }
    village::replace(&tx, cycle.id, &rows).await?;
    let villages: Vec<Village> = rows.into_iter().map(|(_, one)| one).collect();
    slip::replace(&tx, cycle.id, &groups(&villages)).await?;
    pingyi_store::attendance::replace(&tx, cycle.id, &seats(app, &villages)).await?;
    let sentence = format!(
        "导入名册 {} 行：新增 {}，修改 {}，不变 {}，移出 {}",
        report.rows, report.new, report.changed, report.unchanged, report.missing
    );
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "register.import",
        &cycle.code,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(report)
}

/// 第一, 第二 … for area and round numbers.
pub(crate) fn ordinal(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS[n as usize % 10];
    match number {
        0..10 => digit(number).into(),
        10 => "十".into(),
        11..20 => format!("十{}", digit(number)),
        20..100 if number.is_multiple_of(10) => format!("{}十", digit(number / 10)),
        20..100 => format!("{}十{}", digit(number / 10), digit(number)),
        _ => number.to_string(),
    }
}

/// Code of the box from which the secretaries of an area draw.
fn village_group(area: u32) -> String {
    format!("village-{area}")
}

/// Code of the box from which town organisers draw.
const ORGANISER_GROUP: &str = "organiser";

fn groups(villages: &[Village]) -> Vec<(String, String)> {
    let mut areas: Vec<u32> = villages.iter().map(|one| one.area).collect();
    areas.sort_unstable();
    areas.dedup();
    std::iter::once((ORGANISER_GROUP.to_owned(), "镇街组织委员".to_owned()))
        .chain(
            areas
                .into_iter()
                .map(|n| (village_group(n), format!("第{}片区村书记", ordinal(n)))),
        )
        .collect()
}

fn seats(app: &App, villages: &[Village]) -> Vec<Seat> {
    let now = app.now();
    let mut towns: Vec<&str> = Vec::new();
    for one in villages {
        if !towns.contains(&one.town.as_str()) {
            towns.push(&one.town);
        }
    }
    let organisers = towns.into_iter().map(|town| {
        (
            ORGANISER_GROUP.to_owned(),
            format!("{town}组织委员"),
            town.to_owned(),
        )
    });
    let secretaries = villages
        .iter()
        .map(|one| (village_group(one.area), one.secretary(), one.town.clone()));
    organisers
        .chain(secretaries)
        .map(|(group, label, town)| Seat {
            id: SeatId::new(now, app.random()),
            group,
            label,
            town,
            present: false,
        })
        .collect()
}
