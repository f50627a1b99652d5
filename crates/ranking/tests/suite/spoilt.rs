//! Tables with one thing wrong: the program and the checker in Python, which was written from
//! `docs/scoring.md` alone, refuse the same ones, and compute the same bytes from those that are
//! still good. An auditor's program that refused what was published, or accepted what should have
//! been refused, would be worth little.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use pingyi_ranking::{Audience, Data, RuleCard, TableName, Tables, compute};
use serde::Deserialize;

/// Cases; most are refused, and at least one in twenty must be accepted.
const CASES: usize = 2_000;
const ACCEPTED: usize = CASES / 20;

/// `result` and `trace` are absent where the checker refuses the tables.
#[derive(Deserialize)]
struct Case {
    card: String,
    tables: BTreeMap<String, String>,
    audience: Audience,
    result: Option<String>,
    trace: Option<String>,
}

impl Case {
    fn tables(&self) -> Tables {
        let tables = self.tables.iter().map(|(name, text)| {
            let table = TableName::from_file_name(name).expect("a file of the folder");
            (table, text.as_bytes())
        });
        tables.collect()
    }

    /// Result and trace as this program computes them, or what it says against the tables.
    fn computed(&self) -> Result<(String, String), String> {
        let card = RuleCard::parse(&self.card).expect("the card is good");
        let data = Data::read(&card, &self.tables(), self.audience)
            .map_err(|faults| format!("{faults:?}"))?;
        let computed = compute(&card, &data).map_err(|faults| format!("{faults:?}"))?;
        Ok((computed.result.to_json(), computed.trace.lines()))
    }
}

#[test]
fn both_programs_refuse_the_same_tables() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/peer/generate.py");
    let mut child = Command::new("python3")
        .args([script, "--spoilt", "--seed", "1"])
        .args(["--count", &CASES.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("this test needs python3: install it and run again");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let (mut compared, mut accepted) = (0, 0);
    for (number, line) in lines.enumerate() {
        let case: Case = serde_json::from_str(&line.expect("text")).expect("a case");
        let ours = case.computed();
        match (&ours, &case.result, &case.trace) {
            (Ok((result, trace)), Some(other_result), Some(other_trace)) => {
                assert_eq!(trace, other_trace, "case {number}");
                assert_eq!(result, other_result, "case {number}");
                accepted += 1;
            }
            (Err(_), None, None) => {}
            _ => panic!(
                "case {number}: only one refuses it; ours: {:?}\n{}\n{:#?}",
                ours.err(),
                case.card,
                case.tables
            ),
        }
        compared += 1;
    }
    assert!(child.wait().expect("python3 ends").success());
    assert_eq!(compared, CASES);
    assert!(accepted >= ACCEPTED, "only {accepted} were accepted");
}
