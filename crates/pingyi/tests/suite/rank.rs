//! `pingyi rank` and `pingyi explain`: places from files, and why.

use crate::support::program::run;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/haiyang-2022")
        .join(name)
}

/// The made-up scores in a folder that may be written to.
fn scores(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir(&data).expect("a folder");
    for entry in fs::read_dir(fixture("scores")).expect("the fixture") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let name = path.file_name().expect("a name");
            fs::copy(&path, data.join(name)).expect("a copy");
        }
    }
    data
}

#[test]
fn places_are_computed_told_and_recomputed_by_the_other_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let (card, data, out) = (
        fixture("composite-card.json"),
        scores(folder.path()),
        folder.path().join("out"),
    );
    let said = run("rank --rules {} --data {} --out", &[&card, &data, &out]).good();
    insta::with_settings!({ omit_expression => true }, {
        let table = said.split("\n\n").take(5).collect::<Vec<_>>().join("\n\n");
        insta::assert_snapshot!(table);
    });
    let mut written: Vec<_> = fs::read_dir(&out)
        .expect("it is there")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    written.sort();
    assert_eq!(written, ["result.json", "rule-card.json", "trace.jsonl"]);
    let checked = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/recompute.py"))
        .args([&out, &data])
        .output()
        .expect("this test needs python3: install it and run again");
    assert!(checked.status.success(), "{checked:?}");
    // Once more into the same folder is no matter, over a card of somebody's own writing it is.
    run("rank --rules {} --data {} --out", &[&card, &data, &out]).good();
    let own = folder.path().join("own");
    fs::create_dir(&own).expect("a folder");
    let kept = own.join("rule-card.json");
    fs::copy(&card, &kept).expect("a copy");
    let told = run("rank --rules {} --data {} --out", &[&kept, &data, &own]).complaint();
    assert!(told.contains("不会覆盖"), "{told}");
    assert_eq!(fs::read(&kept).ok(), fs::read(&card).ok());
    assert!(!own.join("result.json").exists());

    let trace = out.join("trace.jsonl");
    let words = "explain --village 王家山后村 --trace";
    let told = run(words, &[&trace]).good();
    assert!(
        told.contains("第 1 名") && told.contains("村票均分"),
        "{told}"
    );
    let told = run(&format!("{words} {{}} --lang en"), &[&trace]).good();
    assert!(told.contains("place 1 of 8"), "{told}");
    let unknown = run("explain --village 无名村 --trace", &[&trace]).complaint();
    assert!(unknown.contains("无名村"), "{unknown}");
    let text = fs::read_to_string(&trace).expect("text");
    fs::write(&trace, text.replacen("85", "95", 1)).expect("written");
    let changed = run(words, &[&trace]).complaint();
    assert!(changed.contains("trace.jsonl"), "{changed}");
}

#[test]
fn bad_tables_are_told_row_by_row_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (card, data, out) = (
        fixture("composite-card.json"),
        scores(folder.path()),
        folder.path().join("out"),
    );
    let sheets = data.join("sheets.csv");
    let text = fs::read_to_string(&sheets).expect("text");
    let mut rows: Vec<_> = text.lines().map(str::to_owned).collect();
    rows[81] = rows[81].replace(",scored,15,", ",scored,15.3,");
    rows[82] = rows[82].replace("示例评委-01", "示例评委-99");
    fs::write(&sheets, rows.join("\n")).expect("written");
    let words = "rank --rules {} --data {} --out";
    let said = run(words, &[&card, &data, &out]).complaint();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with("sheets.csv:82: “15.3”"), "{said}");
    assert!(lines[1].starts_with("sheets.csv:83: "), "{said}");
    assert!(!out.exists());
    let said = run(
        "rank --lang en --rules {} --data {} --out",
        &[&card, &data, &out],
    )
    .complaint();
    assert!(said.contains("judge `示例评委-99`"), "{said}");

    fs::write(data.join("sheet.csv"), "").expect("written");
    let said = run(words, &[&card, &data, &out]).complaint();
    assert!(
        said.contains("sheet.csv") && said.contains("sheets.csv"),
        "{said}"
    );
    let said = run(words, &[&sheets, &data, &out]).complaint();
    assert!(said.contains("sheets.csv:"), "a table is no card: {said}");
    assert!(!out.exists());
}

#[test]
fn the_vote_alone_is_ranked_too_and_what_is_public_says_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let (card, data) = (fixture("rule-card.json"), scores(folder.path()));
    for table in ["judges", "sheets", "records", "adjustments", "vetoes"] {
        fs::remove_file(data.join(table).with_extension("csv")).expect("it was there");
    }
    let groups = |words: &str, out: &str| {
        let out = folder.path().join(out);
        run(words, &[&card, &data, &out]).good();
        let text = fs::read_to_string(out.join("result.json")).expect("text");
        let result: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        result["groups"].clone()
    };
    let sealed = groups("rank --rules {} --data {} --out", "sealed");
    let public = groups("rank --published --rules {} --data {} --out", "public");
    assert_eq!(sealed, public);
    assert_eq!(sealed[3]["ranked"][0]["village"], "邵伯村");
}
