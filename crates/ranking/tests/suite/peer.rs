//! The same results, computed by a program in another language that was written from
//! `docs/scoring.md` and nothing else: every byte of the result and of the trace must be the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Mutex, mpsc};
use std::{panic, thread};

use pingyi_ranking::{
    Audience, Computation, Data, Language, RuleCard, TableName, Tables, Trace, compute,
    compute_result, explain,
};
use serde::Deserialize;

/// Cases, and how many of them must reach each operation.
const CASES: usize = 10_000;
const REACHED: usize = CASES / 100;
/// Cases compared side by side.
const WORKERS: usize = 4;

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

/// How many cases were compared, and how many of them have each operation.
#[derive(Default)]
struct Reached {
    compared: usize,
    ops: BTreeMap<String, usize>,
}

impl Reached {
    fn add(&mut self, other: Self) {
        self.compared += other.compared;
        for (op, cases) in other.ops {
            *self.ops.entry(op).or_default() += cases;
        }
    }

    /// Computes a case and fails at the first line that differs.
    fn compare(&mut self, number: usize, line: &str) {
        let case: Case = serde_json::from_str(line).expect("a case");
        let card = RuleCard::parse(&case.card)
            .unwrap_or_else(|faults| panic!("case {number}: {faults:?}\n{}", case.card));
        let data = Data::read(&card, &case.tables(), case.audience).unwrap_or_else(|faults| {
            let (card, tables) = (&case.card, &case.tables);
            panic!("case {number}: {faults:#?}\n{card}\n{tables:#?}")
        });
        let computation =
            compute(&card, &data).unwrap_or_else(|faults| panic!("case {number}: {faults:#?}"));
        let (trace, result) = (computation.trace.lines(), computation.result.to_json());
        same(&case, number, "trace", &trace, &case.trace);
        same(&case, number, "result", &result, &case.result);
        if number.is_multiple_of(16) {
            assert_eq!(Trace::parse(&trace).as_ref(), Ok(&computation.trace));
            let mut quick = compute_result(&card, &data).expect("it was computed before");
            quick.trace_sha256 = Some(computation.trace.hash().to_owned());
            assert_eq!(
                quick, computation.result,
                "case {number}: recording changes nothing"
            );
        }
        if number.is_multiple_of(16) {
            crate::graph::holds_together(&computation.trace);
            explained(number, &computation);
        }
        let ops: BTreeSet<String> = trace.lines().map(op).collect();
        for op in ops {
            *self.ops.entry(op).or_default() += 1;
        }
        self.compared += 1;
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
    let (sender, receiver) = mpsc::sync_channel::<(usize, String)>(WORKERS);
    let receiver = Mutex::new(receiver);
    let reached = thread::scope(|scope| {
        let work = || {
            let mut reached = Reached::default();
            loop {
                let next = receiver.lock().expect("no worker fails in between").recv();
                let Ok((number, line)) = next else {
                    return reached;
                };
                reached.compare(number, &line);
            }
        };
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        for (number, line) in lines.enumerate() {
            let line = line.expect("the script writes text");
            if sender.send((number, line)).is_err() {
                break;
            }
        }
        drop(sender);
        let mut all = Reached::default();
        for worker in workers {
            all.add(
                worker
                    .join()
                    .unwrap_or_else(|failure| panic::resume_unwind(failure)),
            );
        }
        all
    });
    assert!(child.wait().expect("python3 ends").success());
    assert_eq!(reached.compared, count);
    let reached = reached.ops;
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

/// Every village of a result can be explained, in sentences without a gap.
fn explained(number: usize, computation: &Computation) {
    for group in &computation.result.groups {
        let ranked = group.ranked.iter().map(|row| (&row.town, &row.village));
        let left = group.unranked.iter().map(|row| (&row.town, &row.village));
        for (town, village) in ranked.chain(left) {
            let name = format!("{town}/{village}");
            for language in [Language::Chinese, Language::English] {
                let told = explain(&computation.trace, &name, language);
                let told = told.unwrap_or_else(|fault| panic!("case {number}: {fault}"));
                assert!(told.len() > 1, "case {number}, {name}: {told:?}");
                let whole = |line: &String| {
                    !line.is_empty() && !line.contains("{}") && !line.contains("  ")
                };
                assert!(told.iter().all(whole), "case {number}, {name}: {told:#?}");
            }
        }
    }
}

/// The operation of a line of the trace.
fn op(line: &str) -> String {
    let after = line
        .split("\"op\":\"")
        .nth(1)
        .expect("a step has an operation");
    after.split('"').next().expect("the word ends").to_owned()
}
