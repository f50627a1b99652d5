//! The steps of a computation and the sentences of its card.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use pingyi_ranking::{Language, RuleCard, Trace};
use serde::Deserialize;

/// A card with the trace another program wrote under it.
#[derive(Deserialize)]
struct Case {
    card: String,
    trace: String,
}

/// The generator of cases reaches every operation, so this finds a rule nobody put into words.
#[test]
fn every_step_of_a_trace_finds_the_sentence_of_its_rule() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/peer/generate.py");
    let output = Command::new("python3")
        .args([script, "--seed", "2", "--count", "100"])
        .output()
        .expect("this test needs python3: install it and run again");
    let text = String::from_utf8(output.stdout).expect("the script writes text");
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let case: Case = serde_json::from_str(line).expect("a case");
        let card = RuleCard::parse(&case.card).expect("a good card");
        let trace = Trace::parse(&case.trace).expect("a good trace");
        // The first step, which names the files, applies no rule.
        let steps = &trace.steps()[1..];
        let clauses: BTreeSet<_> = steps.iter().map(|step| step.clause.as_str()).collect();
        for pointer in clauses {
            for language in [Language::Chinese, Language::English] {
                let clause = card.clause_for(pointer, language);
                let clause = clause.unwrap_or_else(|| panic!("{pointer} of {}", case.card));
                assert!(!clause.text.is_empty());
            }
            let last = pointer
                .rsplit('/')
                .find(|name| name.parse::<u32>().is_err());
            *found
                .entry(last.unwrap_or_default().to_owned())
                .or_default() += 1;
        }
    }
    // Every kind of pointer of docs/scoring.md §6 occurs.
    for name in [
        "criteria",
        "recusal",
        "on",
        "trim",
        "minimum_judges",
        "severity",
        "indicators",
        "scale",
        "components",
        "missing",
        "adjustments",
        "caps",
        "vetoes",
        "rounding",
        "ranks",
        "ties",
        "awards",
        "thresholds",
        "method",
        "classes",
        "empty_class",
    ] {
        assert!(
            found.contains_key(name),
            "no step points at `{name}`: {found:?}"
        );
    }
}
