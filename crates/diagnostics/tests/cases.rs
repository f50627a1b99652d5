//! Cycles of every kind, made by the generator of `ranking`: the panels' rule in floats gives what the exact one gives,
//! and every cycle has an analysis.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use pingyi_diagnostics::{Analysis, Estimate, PanelMean, Ratings};
use pingyi_ranking::{
    Audience, Computation, Data, Op, Ratio, RuleCard, Source, TableName, Tables, compute,
};
use serde_json::Value;

/// Cycles with judges of each kind.
const CASES: usize = 40;

/// A cycle of the generator.
fn cycle(line: &str) -> (RuleCard, Data, Computation) {
    let case: Value = serde_json::from_str(line).expect("a case");
    let card = RuleCard::parse(case["card"].as_str().unwrap()).expect("a good card");
    let tables: Tables = case["tables"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, text)| {
            let table = TableName::from_file_name(name).expect("a file of the folder");
            (table, text.as_str().unwrap().as_bytes())
        })
        .collect();
    let audience = match case["audience"].as_str() {
        Some("sealed") => Audience::Sealed,
        _ => Audience::Published,
    };
    let data = Data::read(&card, &tables, audience).expect("good data");
    let computation = compute(&card, &data).expect("a connected design");
    (card, data, computation)
}

/// The exact values of a panel before scaling, by town and village: the last step that made one.
fn exact(computation: &Computation, code: &str) -> BTreeMap<(String, String), Option<Ratio>> {
    let mut values = BTreeMap::new();
    for step in computation.trace.steps() {
        let (component, town, village, out) = match &step.op {
            Op::TrimmedMean {
                component,
                town,
                village,
                criterion: None,
                out,
                ..
            }
            | Op::Sum {
                component,
                town,
                village,
                out,
                ..
            } => (component, town, village, out.clone()),
            Op::Corrected {
                component,
                town,
                village,
                out,
                ..
            } => (component, town, village, Some(out.clone())),
            _ => continue,
        };
        if component == code {
            values.insert((town.clone(), village.clone()), out);
        }
    }
    values
}

#[test]
fn the_rule_in_floats_is_the_exact_rule_and_every_cycle_has_an_analysis() {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../ranking/tests/suite/peer/generate.py"
    );
    let (mut compared, mut none, mut refused) = (0, 0, 0);
    for feature in ["panel", "severity", "mixed"] {
        let mut child = Command::new("python3")
            .args([
                script,
                "--seed",
                "7",
                "--count",
                &CASES.to_string(),
                "--only",
                feature,
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("this test needs python3: install it and run again");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        for (number, line) in lines.enumerate() {
            let (card, data, computation) = cycle(&line.expect("the script writes text"));
            for (component, of) in card.ranking_plan().components.iter().enumerate() {
                let Source::Panel(panel) = &of.source else {
                    continue;
                };
                let Ok(ratings) = Ratings::of_panel(&card, &data, component).unwrap() else {
                    refused += 1;
                    continue;
                };
                let values = PanelMean::new(&ratings, panel).values();
                let exact = exact(&computation, &of.code);
                for (village, value) in ratings.villages().iter().zip(values) {
                    let name = (village.town.clone(), village.village.clone());
                    let peer = exact[&name].as_ref().map(|exact| Estimate::of(exact).0);
                    match (value, peer) {
                        (Some(value), Some(peer)) => {
                            assert!((value - peer).abs() < 1e-7, "{feature} {number}: {name:?}");
                            compared += 1;
                        }
                        (value, peer) => {
                            assert_eq!(value, peer, "{feature} {number}: {name:?}");
                            none += 1;
                        }
                    }
                }
            }
            let analysis = Analysis::of(&card, &data, &computation, 1);
            assert_eq!(analysis.places.len(), data.villages());
            assert!(serde_json::to_string(&analysis).is_ok());
        }
        assert!(child.wait().expect("python3 ends").success());
    }
    assert!(
        compared > 300 && none > 0,
        "{compared} values, {none} without, {refused} refused"
    );
}
