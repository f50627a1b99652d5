//! Units as rows: the county, its towns, their villages.

use super::{
    column::Column,
    desk::Desk,
    draft::RowKind,
    line::Line,
    value::{Field, count_cell, flag_cell, text_cell, wan_cell},
};
use crate::{
    county::{County, Scope},
    entry::Body,
    language::of_language,
};
use pingyi_core::{
    id::EntryId,
    unit::{Place, Unit, UnitKind, YearFigures, full_name},
};
use pingyi_ranking::{Language, sentence};
use pingyi_table::Cell;

pub(crate) const COLUMNS: &[Column] = &[
    Column::new(
        "code",
        ("单位编码", "Unit code"),
        (
            "最多 20 个字；有编码时按编码找到单位",
            "At most 20 characters; with a code the unit is found by it",
        ),
        "ZW-001",
    )
    .also(&["编码", "代码"]),
    Column::new(
        "kind",
        ("类别", "Kind"),
        (
            "县、镇、街道、功能区、村；新单位必填",
            "county, town, subdistrict, zone, village; needed for a new unit",
        ),
        "村",
    )
    .example_en("village")
    .also(&["单位类别", "单位类型", "类型"]),
    Column::new(
        "town",
        ("所属镇街", "Town"),
        (
            "村所在的镇、街道或功能区；可以是写在前面的新单位",
            "The town a village is in; it may be a new one in a row before",
        ),
        "朱吴镇",
    )
    .also(&["镇街", "乡镇", "镇", "所在镇"]),
    Column::new(
        "name",
        ("名称", "Name"),
        (
            "单位的名称，最多 20 个字",
            "Name of the unit, at most 20 characters",
        ),
        "某某村",
    )
    .also(&["单位名称", "村名", "村"])
    .required(),
    Column::new(
        "order",
        ("排序", "Order"),
        (
            "在组织顺序中的位置，从 1 开始",
            "Place in the organisation's order, from 1",
        ),
        "1",
    )
    .also(&["序号", "顺序"]),
    Column::new(
        "households",
        ("户数", "Households"),
        ("不带单位的数", "A number without a unit"),
        "320",
    ),
    Column::new(
        "longitude",
        ("经度", "Longitude"),
        (
            "WGS 84 度数，最多 7 位小数",
            "Degrees of WGS 84, at most 7 decimals",
        ),
        "121.1587",
    ),
    Column::new(
        "latitude",
        ("纬度", "Latitude"),
        (
            "WGS 84 度数，最多 7 位小数",
            "Degrees of WGS 84, at most 7 decimals",
        ),
        "36.7767",
    ),
    Column::new(
        "year",
        ("年份", "Year"),
        ("收入和排名是哪一年的", "The year of income and rank"),
        "2022",
    )
    .also(&["年度"]),
    Column::new(
        "income",
        ("集体收入（万元）", "Income (10,000 yuan)"),
        (
            "村集体收入，以万元为单位",
            "Collective income in units of 10,000 yuan",
        ),
        "35.6",
    )
    .also(&["村集体收入"]),
    Column::new(
        "rank_in_town",
        ("镇内排名", "Rank in town"),
        (
            "在本镇街各村中的名次，从 1 开始",
            "Place among the villages of the town, from 1",
        ),
        "3",
    )
    .also(&["排名"]),
    Column::new(
        "synthetic",
        ("示例数据", "Made up"),
        (
            "是 或 否；演示用的虚构数据填 是",
            "yes or no; yes for made-up data",
        ),
        "否",
    )
    .example_en("no"),
];

/// The column of a member.
pub(crate) fn column_of(path: &str) -> &'static str {
    match path.trim_start_matches('/').split('/').collect::<Vec<_>>()[..] {
        ["place", "latitude"] => "latitude",
        ["place", ..] => "longitude",
        ["figures", _, "income"] => "income",
        ["figures", _, "rank_in_town"] => "rank_in_town",
        ["figures", ..] => "year",
        ["code"] => "code",
        ["kind"] => "kind",
        ["parent"] => "town",
        _ => "name",
    }
}

fn parse_kind(text: &str) -> Option<UnitKind> {
    let also = match text {
        "县" | "市" | "区" | "县级市" => Some(UnitKind::County),
        "乡" => Some(UnitKind::Town),
        "街道办" | "街道办事处" => Some(UnitKind::Subdistrict),
        "开发区" | "园区" => Some(UnitKind::Zone),
        "行政村" | "社区" => Some(UnitKind::Village),
        _ => None,
    };
    let kinds = UnitKind::ALL.into_iter();
    also.or_else(|| {
        kinds
            .into_iter()
            .find(|kind| kind.code() == text || kind.zh() == text)
    })
}

/// The unit a row is about: by its code, else by its town and name.
fn find(
    desk: &Desk<'_>,
    line: &mut Line<'_>,
    code: &str,
    kind: Option<UnitKind>,
    town: Option<EntryId>,
    name: &str,
) -> Option<EntryId> {
    if let Some(id) = desk.unit_of_code(code) {
        return Some(id);
    }
    let top = desk
        .top()
        .filter(|id| desk.unit(*id).is_some_and(|unit| unit.name == name));
    match (kind, town) {
        (Some(UnitKind::County), _) => desk.top(),
        (Some(UnitKind::Village) | None, Some(town)) => desk.village_named(town, name),
        (Some(kind), _) if kind.is_town() => desk.town_named(name),
        (Some(UnitKind::Village), None) => match desk.villages_named(name) {
            [] => None,
            _ => desk.village_of(line, None, "name", name),
        },
        _ => desk
            .town_named(name)
            .or(top)
            .or_else(|| match desk.villages_named(name) {
                [] => None,
                _ => desk.village_of(line, None, "name", name),
            }),
    }
}

/// What a row makes of a unit.
pub(crate) fn draw(desk: &mut Desk<'_>, line: &mut Line<'_>) -> Option<RowKind> {
    let words = (
        "县、镇、街道、功能区、村",
        "county, town, subdistrict, zone, village",
    );
    let kind = line.one_of("kind", words, parse_kind).set();
    let code = line.text("code");
    let name = line.word("name");
    if name.is_empty() && line.is_good() {
        line.fault("name", "empty", ("请填写单位名称", "the name is needed"));
    }
    let said_town = !line.cell("town").is_empty();
    let is_village = kind.is_none_or(|kind| kind == UnitKind::Village);
    let town = if said_town && is_village {
        desk.town(line, "town")
    } else {
        // A town's account means its own villages.
        desk.scope
            .town()
            .filter(|_| kind == Some(UnitKind::Village))
    };
    if !line.is_good() {
        return None;
    }
    let known = match &code {
        Field::Set(code) => code.as_str(),
        _ => "",
    };
    let found = find(desk, line, known, kind, town, &name);
    if !line.is_good() {
        return None;
    }
    let id = found.unwrap_or_else(|| desk.new_id(line.number));
    let mut unit = match found.and_then(|id| desk.unit(id)) {
        Some(unit) => unit.clone(),
        None => new_unit(desk, line, kind, town, &name)?,
    };
    if found.is_some() {
        same_place(desk, line, id, &unit, kind, town, &name);
    }
    let stands = found.is_some() && line.is_good();
    desk.once(line, "name", format!("unit {id}"), stands);
    fill(line, &mut unit, code);
    if !line.is_good() {
        return None;
    }
    let key = match unit.parent.filter(|_| unit.kind == UnitKind::Village) {
        Some(town) => full_name(&desk.name(town), &unit.name),
        None => unit.name.clone(),
    };
    desk.know_unit(id, &unit);
    Some(desk.take(line, id, &key, Body::Unit(Box::new(unit))))
}

/// A unit that is not there yet.
fn new_unit(
    desk: &Desk<'_>,
    line: &mut Line<'_>,
    kind: Option<UnitKind>,
    town: Option<EntryId>,
    name: &str,
) -> Option<Unit> {
    if desk.scope.town().is_some() {
        let message = (
            "没有这个单位；新单位由县里添加，请核对写法",
            "there is no such unit; the county adds new ones; check its spelling",
        );
        line.fault("name", "new_unit", message);
        return None;
    }
    let parent = match kind {
        None => {
            line.fault(
                "kind",
                "empty",
                (
                    "新单位请填写类别：县、镇、街道、功能区或村",
                    "a new unit needs its kind: county, town, subdistrict, zone or village",
                ),
            );
            return None;
        }
        Some(UnitKind::County) => None,
        Some(UnitKind::Village) if town.is_none() => {
            line.fault(
                "town",
                "empty",
                ("新的村请填写所属镇街", "a new village needs its town"),
            );
            return None;
        }
        Some(UnitKind::Village) => town,
        Some(_) if desk.top().is_none() => {
            let message = (
                "还没有县；请在前面加一行类别为“县”的单位",
                "there is no county yet; add a row of the kind county before",
            );
            line.fault("kind", "no_county", message);
            return None;
        }
        Some(_) => desk.top(),
    };
    kind.map(|kind| Unit::new(kind, name, parent))
}

/// Name, kind and town of a unit that is there have days, and change by their own acts.
fn same_place(
    desk: &Desk<'_>,
    line: &mut Line<'_>,
    id: EntryId,
    unit: &Unit,
    kind: Option<UnitKind>,
    town: Option<EntryId>,
    name: &str,
) {
    if !desk.scope.sees(desk.town_of(id)) {
        line.fault(
            "name",
            "other_town",
            (
                "只能导入本镇街的数据",
                "only data of your own town can be imported",
            ),
        );
        return;
    }
    if unit.ended.is_some() {
        let message =
            sentence!("“{}”已撤销，不能再改", "“{}” has ended and cannot be changed"; unit.name);
        line.fault("name", "ended", message);
    }
    if unit.name != name {
        let message = sentence!("与现有名称“{}”不同；改名请在该单位的页面上办理，曾用名才会保留", "it is called “{}” here; rename it on its own page, so that the former name is kept"; unit.name);
        line.fault("name", "renamed", message);
    }
    if kind.is_some_and(|kind| kind != unit.kind) {
        let message = (
            format!("现有类别是{}，不能靠导入更改", unit.kind.zh()),
            format!(
                "it is a {} here, which an import cannot change",
                unit.kind.code()
            ),
        );
        line.fault("kind", "other_kind", message);
    }
    if town.is_some() && unit.kind == UnitKind::Village && town != unit.parent {
        let message = (
            "与现有的所属镇街不同；改隶属请在该单位的页面上办理",
            "it belongs to another town here; move it on its own page",
        );
        line.fault("town", "other_parent", message);
    }
}

fn fill(line: &mut Line<'_>, unit: &mut Unit, code: Field<String>) {
    code.put(&mut unit.code);
    line.count("order").put(&mut unit.order);
    line.count("households").put_option(&mut unit.households);
    let (longitude, latitude) = (line.text("longitude"), line.text("latitude"));
    if longitude == Field::Clear || latitude == Field::Clear {
        unit.place = None;
    } else if !(longitude.is_keep() && latitude.is_keep()) {
        let mut place = unit.place.clone().unwrap_or(Place {
            longitude: String::new(),
            latitude: String::new(),
        });
        longitude.put(&mut place.longitude);
        latitude.put(&mut place.latitude);
        unit.place = Some(place);
    }
    let year = line.year("year").set();
    let (income, rank) = (line.wan("income"), line.count("rank_in_town"));
    if !(income.is_keep() && rank.is_keep()) {
        match year {
            None => line.fault(
                "year",
                "empty",
                (
                    "填了收入或排名时，请填写是哪一年的",
                    "beside income or rank, say of which year",
                ),
            ),
            Some(year) => {
                let at = unit.figures.partition_point(|one| one.year < year);
                if unit.figures.get(at).is_none_or(|one| one.year != year) {
                    let fresh = YearFigures {
                        year,
                        income: None,
                        rank_in_town: None,
                    };
                    unit.figures.insert(at, fresh);
                }
                income.put_option(&mut unit.figures[at].income);
                rank.put_option(&mut unit.figures[at].rank_in_town);
            }
        }
    }
    line.flag("synthetic").put(&mut unit.synthetic);
}

/// Units as rows, in the order of the tree. Those that have ended are left out.
pub(crate) fn rows(county: &County, scope: Scope, language: Language) -> Vec<Vec<Cell>> {
    let units = county.in_order().into_iter();
    let seen =
        units.filter(|kept| kept.body.ended.is_none() && scope.sees(county.town_of(kept.id)));
    seen.map(|kept| row(county, &kept.body, language)).collect()
}

fn row(county: &County, unit: &Unit, language: Language) -> Vec<Cell> {
    let village = unit.kind == UnitKind::Village;
    let town = unit.parent.filter(|_| village).map(|id| county.name(id));
    let figures = unit.figures.last();
    let place = unit.place.as_ref();
    let kind = match unit.kind {
        UnitKind::County => "县",
        kind => kind.zh(),
    };
    vec![
        text_cell(&unit.code),
        text_cell(of_language([kind, unit.kind.code()], language)),
        text_cell(&town.unwrap_or_default()),
        text_cell(&unit.name),
        count_cell(Some(unit.order).filter(|order| *order > 0)),
        count_cell(unit.households),
        text_cell(place.map_or("", |place| &place.longitude)),
        text_cell(place.map_or("", |place| &place.latitude)),
        figures.map_or(Cell::Empty, |one| Cell::Number(one.year.to_string())),
        figures
            .and_then(|one| one.income)
            .map_or(Cell::Empty, wan_cell),
        count_cell(figures.and_then(|one| one.rank_in_town)),
        flag_cell(unit.synthetic, language),
    ]
}
