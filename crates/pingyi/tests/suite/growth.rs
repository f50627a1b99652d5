//! `pingyi verify` with boards that grow: earlier copies, missing results, an archive still being written.

use crate::support::{
    archive,
    meeting::package,
    program::{pingyi, run},
};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::Stdio,
};

#[track_caller]
fn report(words: &str, paths: &[&Path]) -> Value {
    let said = run(&format!("verify --json {words}"), paths);
    let report: Value = serde_json::from_str(&said.out).expect("one JSON document");
    assert_eq!(said.code, Some(i32::from(report["ok"] != true)), "{said:?}");
    report
}

#[track_caller]
fn code(words: &str, paths: &[&Path]) -> String {
    let report = report(words, paths);
    report["fault"]["code"]
        .as_str()
        .unwrap_or("none")
        .to_owned()
}

fn bel(folder: &Path, class: &str) -> PathBuf {
    folder.join(format!("archives/round-1-{class}.bel"))
}

#[test]
fn a_later_board_is_compared_with_an_earlier_copy() {
    let (folder, before) = (package(), tempfile::tempdir().expect("a folder"));
    let [town, village] = ["town", "village"].map(|class| bel(folder.path(), class));
    let earlier = before.path().join("round-1-town.bel");
    let whole = fs::read(&town).expect("read");
    fs::write(&earlier, archive::opened(&whole)).expect("written");
    let found = report("--finished --against", &[&earlier, &town]);
    let checked = &found["archives"][0];
    let events = checked["events"].as_u64().expect("a count");
    assert_eq!(checked["added"], events - 1, "{found}");
    assert_eq!(checked["head"].as_str().map(str::len), Some(64));
    let said = run("verify --against", &[&earlier, &town]).good();
    assert!(said.contains("较早的副本原样在前"), "{said}");

    // Events gone; another board; a file that is none.
    assert_eq!(code("--against", &[&town, &earlier]), "board-shortened");
    assert_eq!(code("--against", &[&village, &town]), "board-parted");
    fs::write(&earlier, &whole[..whole.len() - 1]).expect("written");
    let found = report("--against", &[&earlier, &town]);
    assert_eq!(found["fault"]["code"], "archive-truncated");
    assert_eq!(found["fault"]["file"], earlier.display().to_string());
    // One earlier file and several later ones.
    assert_eq!(
        code("--against", &[&earlier, &town, &village]),
        "against-many"
    );
    // A byte of an event changed since: which event is said.
    let cut = archive::read(&town);
    let ballot = cut
        .iter()
        .filter(|entry| entry.is_event("Ballot"))
        .nth(2)
        .expect("a ballot");
    let mut changed = whole.clone();
    changed[ballot.from + 512 + 20] ^= 1;
    fs::write(&town, changed).expect("written");
    fs::write(&earlier, &whole).expect("written");
    let found = report("--against", &[&earlier, &town]);
    assert_eq!(found["fault"]["event"], 3, "{found}");
}

#[test]
fn folders_are_compared_archive_by_archive() {
    let (folder, before) = (package(), tempfile::tempdir().expect("a folder"));
    assert_eq!(
        code("--against", &[before.path(), folder.path()]),
        "against-empty"
    );
    for class in ["town", "village"] {
        let whole = fs::read(bel(folder.path(), class)).expect("read");
        let earlier = before.path().join(format!("round-1-{class}.bel"));
        fs::write(earlier, archive::opened(&whole)).expect("written");
    }
    let [town, village] = ["town", "village"].map(|class| bel(folder.path(), class));
    let found = report("--against", &[before.path(), &town, &village]);
    let added = |index: usize| found["archives"][index]["added"].as_u64();
    assert!(added(0) > Some(16) && added(1) > Some(76), "{found}");
    let missing = report("--against", &[before.path(), &town]);
    assert_eq!(missing["fault"]["code"], "archive-missing");
    fs::write(before.path().join("round-9-town.bel"), "").expect("written");
    assert_eq!(
        code("--against", &[before.path(), folder.path()]),
        "archive-missing"
    );
}

#[test]
fn a_result_is_asked_for() {
    let folder = package();
    let town = bel(folder.path(), "town");
    let whole = fs::read(&town).expect("read");
    fs::write(&town, archive::opened(&whole)).expect("written");
    assert_eq!(code("", &[&town]), "none");
    let found = report("--finished", &[&town]);
    assert_eq!(found["fault"]["code"], "result-missing");
    assert_eq!(found["fault"]["event"], 1);
}

#[test]
fn an_archive_is_verified_while_it_is_written() {
    let folder = package();
    let town = bel(folder.path(), "town");
    let whole = fs::read(&town).expect("read");
    let opened = archive::opened(&whole).len();
    let mut spoiled = whole.clone();
    let last = spoiled.len() - 700;
    spoiled[last] ^= 1;
    for (rest, code) in [(&whole[opened..], 0), (&spoiled[opened..], 1)] {
        // Half an entry is there already.
        fs::write(&town, &whole[..opened + 100]).expect("written");
        let mut child = pingyi()
            .args(["verify", "--watch"])
            .arg(&town)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut said = String::new();
        out.read_line(&mut said).expect("a line");
        assert!(said.contains("1 个事件，0 票"), "{said}");
        let mut file = fs::OpenOptions::new()
            .append(true)
            .open(&town)
            .expect("opened");
        file.write_all(&rest[100..]).expect("written");
        drop(file);
        out.read_to_string(&mut said).expect("the rest");
        assert_eq!(child.wait().expect("it ends").code(), Some(code), "{said}");
        assert_eq!(said.contains("结果已核验"), code == 0, "{said}");
        assert_eq!(said.contains('✗'), code == 1, "{said}");
    }
}
