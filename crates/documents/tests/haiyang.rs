//! The Haiyang fixture adds up.

#[path = "haiyang/mod.rs"]
#[expect(dead_code, reason = "only the tables are needed here")]
mod haiyang;

use std::collections::{BTreeMap, BTreeSet};

use haiyang::{facts, table};

#[test]
fn the_ledger_holds_85_projects_worth_7345_77_wan_exactly() {
    let projects = table("projects.csv");
    let total: i64 = projects
        .iter()
        .map(|row| row["investment_fen"].parse::<i64>().expect("whole fen"))
        .sum();
    let facts = &facts()["projects"];
    assert_eq!(total, 7_345_770_000);
    assert_eq!(facts["investment_fen"], total);
    assert_eq!(facts["count"], projects.len());
    assert_eq!(projects.len(), 85);
}

#[test]
fn every_project_is_made_up_and_stands_in_a_village_of_the_register() {
    let villages: BTreeSet<_> = table("villages.csv")
        .iter()
        .map(|row| (row["town"].clone(), row["village"].clone()))
        .collect();
    let projects = table("projects.csv");
    let categories = facts()["projects"]["categories"].clone();
    let mut numbers = BTreeSet::new();
    for row in &projects {
        assert!(
            villages.contains(&(row["town"].clone(), row["village"].clone())),
            "{row:?}"
        );
        assert!(
            categories
                .as_array()
                .expect("a list")
                .iter()
                .any(|category| *category == row["category"]),
            "{row:?}"
        );
        assert!(
            row["investment_fen"].parse::<i64>().expect("whole fen") > 0,
            "{row:?}"
        );
        assert!(
            row["name"].contains(&row["village"]) && !row["content"].is_empty(),
            "{row:?}"
        );
        let progress: u32 = row["progress_percent"].parse().expect("a number");
        let (low, high) = match row["state"].as_str() {
            "registered" => (0, 0),
            "started" => (1, 19),
            "building" | "paused" => (1, 99),
            "completed" | "accepted" => (100, 100),
            other => panic!("unknown state {other}"),
        };
        assert!((low..=high).contains(&progress), "{row:?}");
        assert_eq!(row["synthetic"], "true", "{row:?}");
        assert!(numbers.insert(row["number"].clone()), "{row:?}");
    }
    let visited: BTreeSet<_> = table("units.csv")
        .iter()
        .map(|row| row["village"].clone())
        .collect();
    assert!(
        projects
            .iter()
            .any(|row| !visited.contains(&row["village"]))
    );
}

#[test]
fn the_register_holds_103_villages_of_which_32_are_real() {
    let (villages, units) = (table("villages.csv"), table("units.csv"));
    let mut areas = BTreeMap::new();
    let mut towns = BTreeSet::new();
    let mut names = BTreeSet::new();
    for row in &villages {
        *areas.entry(row["area"].as_str()).or_insert(0) += 1;
        towns.insert((
            row["town"].as_str(),
            row["area"].as_str(),
            row["town_kind"].as_str(),
        ));
        assert!(
            names.insert((row["town"].as_str(), row["village"].as_str())),
            "{row:?} twice"
        );
        assert_ne!(
            row["visited"], row["synthetic"],
            "the visited villages are the real ones: {row:?}"
        );
    }
    assert_eq!(
        areas,
        BTreeMap::from([("1", 26), ("2", 25), ("3", 26), ("4", 26)])
    );
    assert_eq!(towns.len(), 16);
    let visited: Vec<_> = villages
        .iter()
        .filter(|row| row["visited"] == "true")
        .collect();
    assert_eq!((visited.len(), units.len()), (32, 32));
    for unit in &units {
        let same = |row: &&&haiyang::Row| {
            unit.iter()
                .all(|(column, value)| row.get(column) == Some(value))
        };
        assert_eq!(visited.iter().filter(same).count(), 1, "{unit:?}");
    }
}
