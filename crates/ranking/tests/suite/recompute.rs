//! The same rounds, recomputed by a program in another language with another arithmetic.

use std::io::Write as _;
use std::process::{Command, Stdio};

use pingyi_ranking::{AreaRanking, rank_round};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

const ROUNDS: usize = 2_000;

fn python(cases: &Value) -> Vec<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/recompute.py");
    let mut child = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs python3: install it and run again");
    let mut stdin = child.stdin.take().expect("piped");
    let text = cases.to_string();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("python3 ends");
    writer
        .join()
        .expect("the writer does not panic")
        .expect("python3 reads everything");
    assert!(output.status.success(), "the script fails");
    serde_json::from_slice(&output.stdout).expect("the script writes JSON")
}

#[test]
fn python_fractions_agree_on_every_figure() {
    let mut runner = TestRunner::deterministic();
    let strategy = crate::sample::card_and_round_of_any_kind();
    let cases: Vec<_> = (0..ROUNDS)
        .map(|_| {
            strategy
                .new_tree(&mut runner)
                .expect("a round is drawn")
                .current()
        })
        .collect();
    let sent: Vec<_> = cases
        .iter()
        .map(|(card, input)| json!({"card": card.canonical_json(), "input": input}))
        .collect();
    let recomputed = python(&Value::Array(sent));
    assert_eq!(recomputed.len(), ROUNDS);

    let (mut decided, mut tied, mut unranked, mut hidden) = (0, 0, 0, 0);
    let (mut lots, mut remarks, mut profiles) = (0, 0, 0);
    for ((card, input), recomputed) in cases.iter().zip(&recomputed) {
        let outcome = rank_round(card, input).expect("the round is good");
        decided += usize::from(outcome.opening.decided());
        tied += usize::from(!outcome.ties.is_empty());
        unranked += usize::from(!outcome.unranked.is_empty());
        hidden += usize::from(outcome.opening.decided() && !outcome.opening.scores_published);
        let published = AreaRanking::new(card, &outcome);
        lots += usize::from(published.ties.iter().any(|tie| tie.lot_needed));
        remarks +=
            usize::from(!(published.over_quota.is_empty() && published.uneven_places.is_empty()));
        profiles += usize::from(published.ranking.iter().any(|row| row.profile.is_some()));
        let ours = serde_json::to_value(published).expect("text keys");
        assert_eq!(ours, recomputed["area"], "card {}", card.canonical_json());
        assert_eq!(card.hash(), recomputed["hash"], "canonical JSON differs");
    }
    // The draw must reach every branch worth comparing.
    for (what, count) in [
        ("decided", decided),
        ("tied", tied),
        ("unranked", unranked),
        ("hidden", hidden),
        ("with lots to draw", lots),
        ("with remarks", remarks),
        ("with profiles", profiles),
    ] {
        assert!(count >= ROUNDS / 50, "only {count} rounds {what}");
    }
}
