//! The register: areas, towns and villages of a cycle, and the table they come in.

use crate::cell::{CellFault, Row, read_table};
use jiff::civil::Date;
use pingyi_ranking::sentence;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What a town is. Zones (功能区) and subdistricts (街道) rank with towns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TownKind {
    /// 镇
    Town,
    /// 街道
    Subdistrict,
    /// 功能区
    Zone,
}

impl TownKind {
    /// The kind's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Town => "town",
            Self::Subdistrict => "subdistrict",
            Self::Zone => "zone",
        }
    }

    /// The kind with this name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Town, Self::Subdistrict, Self::Zone]
            .into_iter()
            .find(|kind| kind.code() == text)
    }
}

/// A stop of the tour that is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Day of the tour, from 1.
    pub day: u32,
    /// The date.
    pub date: Date,
    /// Order within the area, from 1; the order of the contests on the ballot.
    pub order: u32,
}

/// One village with the town and area it belongs to in this cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Village {
    /// Area number, from 1.
    pub area: u32,
    /// Town name.
    pub town: String,
    /// Kind of the town.
    pub town_kind: TownKind,
    /// Village name.
    pub name: String,
    /// Its stop, when the tour visits it.
    pub visit: Option<Visit>,
    /// Made up for demonstration.
    pub synthetic: bool,
}

impl Village {
    /// The village's secretary by office: no personal names are kept here.
    pub fn secretary(&self) -> String {
        format!("{}党组织书记", self.name)
    }

    /// Town and village, as written on ballots.
    pub fn full_name(&self) -> String {
        format!("{}{}", self.town, self.name)
    }
}

/// Columns of the register's table.
pub const COLUMNS: [&str; 9] = [
    "area",
    "town",
    "town_kind",
    "village",
    "visited",
    "tour_day",
    "tour_date",
    "visit_order",
    "synthetic",
];

/// Largest register accepted, in rows.
pub const MAX_ROWS: usize = 20_000;

/// Reads the register's table.
///
/// # Errors
/// Every fault by cell: malformed cells, a town in two areas or of two kinds, a village twice in a town,
/// a visit order used twice in an area. Nothing is half read.
pub fn parse(bytes: &[u8]) -> Result<Vec<Village>, Vec<CellFault>> {
    let mut towns: HashMap<String, (u32, TownKind, usize)> = HashMap::new();
    let mut names: HashSet<(String, String)> = HashSet::new();
    let mut orders: HashSet<(u32, u32)> = HashSet::new();
    read_table(bytes, &COLUMNS, MAX_ROWS, |row| {
        let area = row.parsed(
            "area",
            (
                "片区应为 1 到 99 的整数",
                "the area is a whole number from 1 to 99",
            ),
            |t| t.parse().ok().filter(|n| (1..=99).contains(n)),
        );
        let town = row.required("town", 20);
        let kind = row.parsed(
            "town_kind",
            (
                "请填 town（镇）、subdistrict（街道）或 zone（功能区）",
                "write town, subdistrict or zone",
            ),
            TownKind::parse,
        );
        let name = row.required("village", 20);
        let visited = row.flag("visited");
        let synthetic = row.flag("synthetic");
        let visit = read_visit(row, visited);
        let (area, town_kind) = (area?, kind?);
        if !town.is_empty() {
            match towns.get(&town) {
                Some((other, _, line)) if *other != area => {
                    row.fault(
                        "area",
                        sentence!(
                            "第 {line} 行把{town}放在第 {other} 片区；一个镇街只能属于一个片区",
                            "row {line} puts {town} into area {other}; a town belongs to one area"
                        ),
                    );
                }
                Some((_, other, line)) if *other != town_kind => {
                    row.fault(
                        "town_kind",
                        sentence!(
                            "与第 {line} 行的{town}类别不同",
                            "{town} is of another kind in row {line}"
                        ),
                    );
                }
                Some(_) => {}
                None => {
                    towns.insert(town.clone(), (area, town_kind, row.number));
                }
            }
        }
        if !names.insert((town.clone(), name.clone())) {
            row.fault(
                "village",
                sentence!("{town}{name}出现了两次", "{town} {name} is there twice"),
            );
        }
        if let Some(visit) = &visit
            && !orders.insert((area, visit.order))
        {
            row.fault(
                "visit_order",
                sentence!("第 {area} 片区已有第 {} 个点位", "area {area} already has a stop {}"; visit.order),
            );
        }
        Some(Village {
            area,
            town,
            town_kind,
            name,
            visit,
            synthetic,
        })
    })
}

fn read_visit(row: &mut Row<'_>, visited: bool) -> Option<Visit> {
    const FIELDS: [&str; 3] = ["tour_day", "tour_date", "visit_order"];
    if !visited {
        for column in FIELDS {
            if !row.text(column).is_empty() {
                row.fault(column, ("未列入观摩的村此格应为空，或把 visited 改为 true", "leave it empty for a village that is not visited, or write true under visited"));
            }
        }
        return None;
    }
    let small = |t: &str| t.parse().ok().filter(|n: &u32| (1..=99).contains(n));
    let day = row.parsed(
        "tour_day",
        (
            "第几天，应为 1 到 99 的整数",
            "which day: a whole number from 1 to 99",
        ),
        small,
    );
    let date = row.parsed(
        "tour_date",
        ("日期写作 2022-11-24", "a date is written 2022-11-24"),
        |t| t.parse::<Date>().ok(),
    );
    let order = row.parsed(
        "visit_order",
        (
            "片区内的顺序，应为 1 到 99 的整数",
            "the order within the area: a whole number from 1 to 99",
        ),
        small,
    );
    Some(Visit {
        day: day?,
        date: date?,
        order: order?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "area,town,town_kind,village,visited,tour_day,tour_date,visit_order,synthetic\n";

    fn faults(rows: &str) -> Vec<(String, String)> {
        parse(format!("{HEAD}{rows}").as_bytes())
            .unwrap_err()
            .into_iter()
            .map(|f| (f.cell, f.message.zh))
            .collect()
    }

    #[test]
    fn a_good_row_is_read() {
        let villages =
            parse(format!("{HEAD}1,郭城镇,town,西古现村,true,4,2022-11-27,7,false\n").as_bytes())
                .unwrap();
        assert_eq!(villages[0].full_name(), "郭城镇西古现村");
        assert_eq!(villages[0].secretary(), "西古现村党组织书记");
        assert_eq!(villages[0].visit.as_ref().unwrap().order, 7);
    }

    #[test]
    fn every_malformed_cell_is_named() {
        let found =
            faults("x,郭城镇,city,,maybe,,,,\n1,郭城镇,town,甲村,true,0,27.11.2022,one,false\n");
        let cells: Vec<&str> = found.iter().map(|(cell, _)| cell.as_str()).collect();
        assert_eq!(cells, ["A2", "C2", "D2", "E2", "F3", "G3", "H3"]);
    }

    #[test]
    fn a_town_in_two_areas_a_village_twice_and_a_repeated_stop_are_named() {
        let found = faults(
            "1,郭城镇,town,甲村,true,4,2022-11-27,7,false\n2,郭城镇,town,乙村,false,,,,false\n1,郭城镇,town,甲村,true,4,2022-11-27,7,false\n",
        );
        let cells: Vec<&str> = found.iter().map(|(cell, _)| cell.as_str()).collect();
        assert_eq!(cells, ["A3", "D4", "H4"]);
    }

    #[test]
    fn wrong_encoding_formulas_and_missing_columns_say_what_to_do() {
        assert!(
            parse(&[0xb9, 0xfa]).unwrap_err()[0]
                .message
                .en
                .contains("UTF-8")
        );
        assert_eq!(faults("1,=SUM(A1),town,甲村,false,,,,false\n")[0].0, "B2");
        assert!(
            parse(b"area,town\n")
                .unwrap_err()
                .iter()
                .any(|f| f.message.zh.contains("village") && f.message.en.contains("village"))
        );
    }
}
