//! The result in a package: two programs in two languages recompute it, and both refuse another figure.

use crate::support::{
    meeting::{composite, copied, played},
    program::run,
};
use serde_json::Value;
use std::{fs, path::Path, process::Command};

/// The exit code of `python3 recompute.py` in a package.
fn recomputed(package: &Path) -> Option<i32> {
    let said = Command::new("python3")
        .arg("recompute.py")
        .current_dir(package)
        .output()
        .expect("this test needs python3: install it and run again");
    said.status.code()
}

/// The code of what `pingyi verify` refuses, and its file.
fn refused(package: &Path) -> (String, String) {
    let said = run("verify --json", &[package]);
    let report: Value = serde_json::from_str(&said.out).expect("one JSON document");
    assert_eq!(said.code, Some(1), "{report}");
    let text = |name: &str| {
        report["fault"][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let file = text("file");
    let name = file.rsplit('/').next().unwrap_or_default();
    (text("code"), name.to_owned())
}

/// Puts one text in the place of another, which must be there.
fn change(package: &Path, name: &str, from: &str, to: &str) {
    let path = package.join(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    assert!(text.contains(from), "{name} has no {from}");
    fs::write(path, text.replacen(from, to, 1)).expect("written");
}

#[test]
fn two_programs_agree_on_the_composite_result_and_refuse_another_figure() {
    let out = composite().join("out");
    assert_eq!(recomputed(&out), Some(0));
    let said = run("verify", &[&out]).good();
    assert!(said.contains("result.json：结果和每一步计算"), "{said}");

    let package = copied(&out);
    let package = package.path();
    let original = |name: &str| {
        fs::copy(out.join(name), package.join(name)).expect("copied");
    };
    // A judge's score.
    let sheets = fs::read_to_string(out.join("data/sheets.csv")).expect("sheets");
    let row = sheets
        .lines()
        .find(|row| row.contains(",scored,15,"))
        .expect("a score of 15");
    change(
        package,
        "data/sheets.csv",
        row,
        &row.replace(",scored,15,", ",scored,16,"),
    );
    assert_eq!(
        refused(package),
        ("trace-differs".into(), "trace.jsonl".into())
    );
    assert_eq!(recomputed(package), Some(1));
    original("data/sheets.csv");
    // A score off its step.
    change(
        package,
        "data/sheets.csv",
        row,
        &row.replace(",scored,15,", ",scored,15.3,"),
    );
    assert_eq!(refused(package).0, "data-invalid");
    // The other program leaves steps and limits to this one, and finds other bytes.
    assert_eq!(recomputed(package), Some(1));
    original("data/sheets.csv");
    // A place.
    change(package, "result.json", "\"place\":\"1\"", "\"place\":\"2\"");
    assert_eq!(
        refused(package),
        ("result-differs".into(), "result.json".into())
    );
    assert_eq!(recomputed(package), Some(1));
    original("result.json");
    // Sums that are not those of the ballot boxes, though everything else follows from them.
    let sums = fs::read_to_string(out.join("data/sums.csv")).expect("sums");
    let row = sums.lines().nth(1).expect("a row");
    let (start, count) = row.rsplit_once(',').expect("a count");
    let fewer = count.parse::<u64>().expect("a number") - 1;
    change(package, "data/sums.csv", row, &format!("{start},{fewer}"));
    assert_eq!(refused(package), ("data-differs".into(), "sums.csv".into()));
    original("data/sums.csv");
    fs::write(package.join("data/notes.csv"), "a\n").expect("written");
    assert_eq!(refused(package), ("data-stray".into(), "notes.csv".into()));
    fs::remove_file(package.join("data/notes.csv")).expect("removed");
    fs::remove_file(package.join("trace.jsonl")).expect("removed");
    assert_eq!(
        refused(package),
        ("result-incomplete".into(), "trace.jsonl".into())
    );
    original("trace.jsonl");
    run("verify", &[package]).good();
}

#[test]
fn a_result_of_the_vote_alone_is_recomputed_too() {
    let out = played().join("out");
    assert_eq!(recomputed(&out), Some(0));
    let said = run("verify --json", &[&out]);
    let report: Value = serde_json::from_str(&said.out).expect("one JSON document");
    assert_eq!(
        report["results"].as_array().map(Vec::len),
        Some(1),
        "{report}"
    );
    let result = fs::read(out.join("result.json")).expect("the result");
    let result: Value = serde_json::from_slice(&result).expect("JSON");
    let ranking = fs::read(out.join("ranking.json")).expect("the ranking");
    let ranking: Value = serde_json::from_slice(&ranking).expect("JSON");
    for (group, area) in result["groups"]
        .as_array()
        .into_iter()
        .flatten()
        .zip(ranking["areas"].as_array().into_iter().flatten())
    {
        let scores = |rows: &Value| -> Vec<Value> {
            let rows = rows.as_array().expect("rows").iter();
            rows.map(|row| row["score_exact"].clone()).collect()
        };
        assert_eq!(scores(&group["ranked"]), scores(&area["ranking"]));
    }
}
