//! The same results, computed by a program in another language that was written from
//! `docs/scoring.md` and nothing else: every byte of the result and of the trace must be the same.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use pingyi_ranking::{Audience, Data, RuleCard, TableName, Tables, Trace, compute, compute_result};
use serde::Deserialize;

/// Cases, and how many of them must reach each operation.
const CASES: usize = 10_000;
const REACHED: usize = CASES / 100;

#[derive(Deserialize)]
struct Case {
    card: String,
    tables: BTreeMap<String, String>,
    audience: Audience,
    result: String,
    trace: String,
}

impl Case {
    fn tables(&self) -> Tables {
        let tables = self.tables.iter().map(|(name, text)| {
            let table = TableName::from_file_name(name).expect("a file of the folder");
            (table, text.as_bytes())
        });
        tables.collect()
    }
}

/// Fails at the first line that differs.
fn same(case: &Case, number: usize, what: &str, ours: &str, theirs: &str) {
    if ours == theirs {
        return;
    }
    let (mut ours, mut theirs) = (ours.lines(), theirs.lines());
    for line in 0.. {
        let (own, foreign) = (ours.next(), theirs.next());
        if own == foreign && own.is_some() {
            continue;
        }
        panic!(
            "case {number}, {what}, line {line}:\n  ours   {}\n  theirs {}\ncard {}\ntables {:#?}",
            own.unwrap_or("–"),
            foreign.unwrap_or("–"),
            case.card,
            case.tables,
        );
    }
}

#[test]
fn a_program_written_from_the_page_alone_writes_the_same_bytes() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/peer/generate.py");
    let count = std::env::var("PINGYI_PEER_CASES").map_or(CASES, |count| {
        count
            .parse()
            .expect("PINGYI_PEER_CASES is a number of cases")
    });
    let mut child = Command::new("python3")
        .args([script, "--seed", "1", "--count", &count.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("this test needs python3: install it and run again");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut reached: BTreeMap<String, usize> = BTreeMap::new();
    let mut compared = 0;
    for (number, line) in lines.enumerate() {
        let line = line.expect("the script writes text");
        let case: Case = serde_json::from_str(&line).expect("a case");
        let card = RuleCard::parse(&case.card)
            .unwrap_or_else(|faults| panic!("case {number}: {faults:?}\n{}", case.card));
        let data = Data::read(&card, &case.tables(), case.audience).unwrap_or_else(|faults| {
            panic!(
                "case {number}: {faults:#?}\n{}\n{:#?}",
                case.card, case.tables
            )
        });
        let computation =
            compute(&card, &data).unwrap_or_else(|faults| panic!("case {number}: {faults:#?}"));
        let trace = computation.trace.lines();
        same(&case, number, "trace", &trace, &case.trace);
        same(
            &case,
            number,
            "result",
            &computation.result.to_json(),
            &case.result,
        );
        assert_eq!(Trace::parse(&trace).as_ref(), Ok(&computation.trace));
        let mut quick = compute_result(&card, &data).expect("it was computed before");
        quick.trace_sha256 = Some(computation.trace.hash().to_owned());
        assert_eq!(
            quick, computation.result,
            "case {number}: recording changes nothing"
        );
        let mut ops: Vec<String> = trace.lines().map(op).collect();
        ops.sort();
        ops.dedup();
        for op in ops {
            *reached.entry(op).or_default() += 1;
        }
        compared += 1;
    }
    assert!(child.wait().expect("python3 ends").success());
    assert_eq!(compared, count);
    if count == CASES {
        for op in OPS {
            let cases = reached.get(op).copied().unwrap_or(0);
            assert!(cases >= REACHED, "only {cases} cases reach `{op}`");
        }
    }
}

/// Every operation of the page's table.
const OPS: [&str; 23] = [
    "open",
    "total",
    "left_out",
    "trimmed_mean",
    "sum",
    "no_value",
    "severity",
    "corrected",
    "scale",
    "opening",
    "class_mean",
    "class_marks",
    "score",
    "majority",
    "composite",
    "adjust",
    "limit",
    "veto",
    "round",
    "rank",
    "tie_break",
    "place",
    "award",
];

fn op(line: &str) -> String {
    let step: serde_json::Value = serde_json::from_str(line).expect("a step");
    step["op"].as_str().expect("an operation").to_owned()
}
