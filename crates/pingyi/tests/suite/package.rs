//! `pingyi verify`: archives and packages as they were published, and as somebody would have them.

use crate::support::{
    archive,
    meeting::{package, played},
    program::run,
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The report of `verify --json`; its `ok` agrees with the exit code.
#[track_caller]
fn report(paths: &[&Path]) -> Value {
    let said = run("verify --json", paths);
    let report: Value = serde_json::from_str(&said.out).expect("one JSON document");
    let code = i32::from(report["ok"] != true);
    assert_eq!(said.code, Some(code), "{said:?}");
    assert_eq!(report["fault"].is_null(), code == 0);
    report
}

/// Code and file of the first fault, both languages filled.
#[track_caller]
fn fault(paths: &[&Path]) -> (String, PathBuf, Value) {
    let report = report(paths);
    let fault = report["fault"].clone();
    let text = |name: &str| fault[name].as_str().unwrap_or_default().to_owned();
    assert!(!text("zh").is_empty() && !text("en").is_empty(), "{report}");
    (text("code"), text("file").into(), fault)
}

/// The package of the first area alone: as if the other rounds had been annulled. Quick to verify.
fn first_area() -> TempDir {
    let folder = package();
    edit(folder.path(), "ranking.json", |ranking| {
        ranking["areas"].as_array_mut().expect("areas").truncate(1);
    });
    for round in 2..=4 {
        for class in ["town", "village"] {
            let archive = bel(folder.path(), round, class);
            fs::remove_file(archive.with_extension("bel.hints")).expect("removed");
            fs::remove_file(archive).expect("removed");
        }
    }
    folder
}

fn bel(folder: &Path, round: u32, class: &str) -> PathBuf {
    folder.join(format!("archives/round-{round}-{class}.bel"))
}

fn edit(folder: &Path, name: &str, change: impl FnOnce(&mut Value)) {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    let mut document = serde_json::from_str(&text).expect("JSON");
    change(&mut document);
    fs::write(path, document.to_string()).expect("written");
}

#[test]
fn a_package_taken_from_the_data_later_is_the_one_published() {
    let data = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(played()).expect("the folder is there") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("pingyi.db") {
            fs::copy(entry.path(), data.path().join(name)).expect("copied");
        }
    }
    let taken = data.path().join("taken");
    let words = [data.path(), Path::new("--out"), &taken];
    run("package --cycle haiyang-2022 --data", &words).good();
    let out = played().join("out");
    let mut names = vec!["ranking.json".to_owned(), "rule-card.json".to_owned()];
    for round in 1..=4 {
        for class in ["town", "village"] {
            names.push(format!("archives/round-{round}-{class}.bel"));
            names.push(format!("archives/round-{round}-{class}.bel.hints"));
        }
    }
    for name in names {
        let read = |folder: &Path| fs::read(folder.join(&name)).expect("the file is there");
        assert!(read(&taken) == read(&out), "{name}");
    }
    assert_eq!(run("package --cycle nobody --data", &words).code, Some(1));
}

#[test]
fn the_published_package_verifies_ballot_by_ballot() {
    let out = played().join("out");
    let said = run("verify", &[&out]).good();
    assert_eq!(said.matches(".bel：").count(), 8, "{said}");
    assert_eq!(said.matches(".bel.hints").count(), 8, "{said}");
    let report = report(&[&out]);
    let archives = report["archives"].as_array().expect("archives");
    let ballots: u64 = archives
        .iter()
        .map(|one| one["ballots"].as_u64().expect("a count"))
        .sum();
    // 16 organisers in four rounds; 76, 76, 77 and 76 secretaries.
    assert_eq!(ballots, 64 + 305);
    let ranking: Value =
        serde_json::from_slice(&fs::read(out.join("ranking.json")).expect("read")).expect("JSON");
    for one in archives {
        assert_eq!(one["finished"], true);
        assert_eq!(one["rule_card_sha256"], ranking["rule_card_sha256"]);
        assert_eq!(one["sums"].as_array().map(Vec::len), Some(8));
    }
    assert_eq!(report["rankings"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["unpublished"], json!([]));
}

#[test]
fn an_archive_alone_verifies_and_so_do_several_paths() {
    let area = first_area();
    let (town, village) = (bel(area.path(), 1, "town"), bel(area.path(), 1, "village"));
    assert_eq!(report(&[&town])["archives"][0]["ballots"], 16);
    let whole = report(&[&town, &village, area.path()]);
    assert_eq!(whole["archives"].as_array().map(Vec::len), Some(4));
    // Areas that are not published are named, whatever the reason.
    assert_eq!(
        whole["unpublished"],
        json!(["第二片区", "第三片区", "第四片区"])
    );
    assert!(run("verify", &[area.path()]).good().contains("第四片区"));
    // The first path that is wrong is named.
    let nowhere = area.path().join("nowhere.bel");
    let (code, file, _) = fault(&[&town, &nowhere, &village]);
    assert_eq!((code.as_str(), file), ("file-unreadable", nowhere));
    assert!(run("verify", &[]).complaint().contains("PATHS"));
}

#[test]
fn the_rule_card_may_be_laid_out_differently_but_not_changed() {
    let area = first_area();
    let path = area.path().join("rule-card.json");
    let card: Value = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
    fs::write(
        &path,
        serde_json::to_string_pretty(&card).expect("text") + "\n\n",
    )
    .expect("written");
    assert_eq!(report(&[area.path()])["ok"], true);

    let weights = |town: &'static str, village: &'static str| {
        move |card: &mut Value| {
            card["classes"][0]["weight"] = json!(town);
            card["classes"][1]["weight"] = json!(village);
        }
    };
    edit(area.path(), "rule-card.json", weights("1/2", "1/2"));
    let (code, file, _) = fault(&[area.path()]);
    assert_eq!(
        (code.as_str(), file),
        ("other-rule-card", bel(area.path(), 1, "town"))
    );
    // A ranking that names the forged card does not help: the ballots name the real one.
    let forged =
        pingyi_ranking::RuleCard::parse(&fs::read_to_string(&path).expect("read")).expect("valid");
    edit(area.path(), "ranking.json", |ranking| {
        ranking["rule_card_sha256"] = json!(forged.hash());
    });
    assert_eq!(fault(&[area.path()]).0, "other-rule-card");

    edit(area.path(), "rule-card.json", weights("1/2", "3/5"));
    let (code, file, _) = fault(&[area.path()]);
    assert_eq!((code.as_str(), file), ("rule-card-invalid", path.clone()));
    fs::write(&path, "not a card").expect("written");
    assert_eq!(fault(&[area.path()]).0, "rule-card-invalid");
}

#[test]
fn a_ranking_with_one_figure_changed_does_not_follow() {
    type Change = fn(&mut Value);
    let changes: [(&str, &str, Change); 12] = [
        ("score", "/areas/0/ranking/0/score", |area| {
            area["ranking"][0]["score"] = json!("94.27");
        }),
        ("exact score", "/areas/0/ranking/0/score_exact", |area| {
            area["ranking"][0]["score_exact"] = json!("95/1");
        }),
        ("rank", "/areas/0/ranking/2/rank", |area| {
            area["ranking"][2]["rank"] = json!(2);
        }),
        ("tie broken", "/areas/0/ranking/1/rank", |area| {
            area["ranking"][1]["rank"] = json!(2);
            area["ties"] = json!([]);
        }),
        ("tie hidden", "/areas/0/ties", |area| {
            area["ties"] = json!([]);
        }),
        ("order", "/areas/0/ranking/0", |area| {
            area["ranking"].as_array_mut().expect("rows").swap(0, 1);
        }),
        ("marks", "/areas/0/ranking/0/classes/0/marks", |area| {
            area["ranking"][0]["classes"][0]["marks"] = json!([10, 5, 1, 0]);
        }),
        ("returned", "/areas/0/classes/1/returned", |area| {
            area["classes"][1]["returned"] = json!(75);
        }),
        ("weight", "/areas/0/classes/0/weight", |area| {
            area["classes"][0]["weight"] = json!("1/2");
        }),
        ("entitled below present", "village", |area| {
            area["classes"][1]["entitled"] = json!(70);
        }),
        ("a village left out", "/areas/1/ranking", |area| {
            drop(area["ranking"].as_array_mut().expect("rows").pop());
        }),
        ("a class left out", "class", |area| {
            drop(area["classes"].as_array_mut().expect("classes").pop());
        }),
    ];
    let area = first_area();
    let path = area.path().join("ranking.json");
    let genuine = fs::read_to_string(&path).expect("read");
    let village = fs::read(bel(area.path(), 1, "village")).expect("read");
    for (what, place, change) in changes {
        fs::write(&path, &genuine).expect("written");
        edit(area.path(), "ranking.json", |ranking| {
            change(&mut ranking["areas"][0]);
        });
        let (code, file, fault) = fault(&[area.path()]);
        assert_eq!((code.as_str(), &file), ("ranking-differs", &path), "{what}");
        assert!(
            fault["en"].as_str().expect("a sentence").contains(place),
            "{what}: {fault}"
        );
    }
    // More people entitled than the roll has credentials for.
    edit(area.path(), "ranking.json", |ranking| {
        *ranking = serde_json::from_str(&genuine).expect("JSON");
        ranking["areas"][0]["classes"][0]["entitled"] = json!(600);
    });
    assert_eq!(fault(&[area.path()]).0, "roll-too-small");
    // A class left out together with its archive.
    edit(area.path(), "ranking.json", |ranking| {
        *ranking = serde_json::from_str(&genuine).expect("JSON");
        ranking["areas"][0]["classes"]
            .as_array_mut()
            .expect("classes")
            .pop();
    });
    fs::remove_file(bel(area.path(), 1, "village")).expect("removed");
    assert_eq!(fault(&[area.path()]).0, "ranking-differs");
    fs::write(bel(area.path(), 1, "village"), village).expect("written");

    let changes: [(&str, &str, Change); 4] = [
        ("another card's", "ranking-differs", |ranking| {
            ranking["rule_card_sha256"] = json!("0".repeat(64));
        }),
        ("a member nobody knows", "ranking-form", |ranking| {
            ranking["note"] = json!("corrected");
        }),
        ("no area", "ranking-empty", |ranking| {
            ranking["areas"] = json!([]);
        }),
        ("an area twice", "ranking-differs", |ranking| {
            let first = ranking["areas"][0].clone();
            ranking["areas"].as_array_mut().expect("areas").push(first);
        }),
    ];
    for (what, code, change) in changes {
        fs::write(&path, &genuine).expect("written");
        edit(area.path(), "ranking.json", change);
        let found = fault(&[area.path()]);
        assert_eq!((found.0.as_str(), &found.1), (code, &path), "{what}");
    }
}

#[test]
fn archives_of_other_boxes_and_archives_nobody_refers_to_are_found() {
    let folder = package();
    let (town, village) = (
        bel(folder.path(), 1, "town"),
        bel(folder.path(), 1, "village"),
    );
    let genuine = [&town, &village].map(|path| fs::read(path).expect("read"));
    // Town and village of one round have the same contests and grades; their weights differ.
    fs::write(&town, &genuine[1]).expect("written");
    fs::write(&village, &genuine[0]).expect("written");
    let (code, file, _) = fault(&[folder.path()]);
    assert_eq!((code.as_str(), &file), ("other-box", &town));
    fs::copy(bel(folder.path(), 2, "town"), &town).expect("copied");
    let (code, file, _) = fault(&[folder.path()]);
    assert_eq!((code.as_str(), &file), ("other-box", &town));
    fs::write(&town, &genuine[0]).expect("written");
    fs::write(&village, &genuine[1]).expect("written");

    let stray = folder.path().join("archives/round-5-town.bel");
    fs::copy(&town, &stray).expect("copied");
    let (code, file, _) = fault(&[folder.path()]);
    assert_eq!((code.as_str(), file), ("archive-stray", stray));
}

#[test]
fn a_spoiled_archive_is_named_with_the_place_of_the_fault() {
    let area = first_area();
    let town = bel(area.path(), 1, "town");
    let genuine = fs::read(&town).expect("read");
    let entries = archive::entries(&genuine);
    let ballots = archive::ballots(&entries);
    let within = |content: &[u8]| {
        let entry = entries
            .iter()
            .find(|entry| entry.content == content)
            .expect("an entry");
        entry.from + 512 + content.len() / 2
    };
    let last = entries.last().expect("entries");
    let middles = [
        within(ballots[0]),
        within(ballots[15]),
        within(&last.content),
        last.from + 3,
        130,
    ];
    for at in middles {
        let mut changed = genuine.clone();
        changed[at] ^= 1;
        fs::write(&town, changed).expect("written");
        let (code, file, fault) = fault(&[area.path()]);
        assert_eq!(file, town, "byte {at}: {code} {fault}");
    }
    // Which event: the third ballot's.
    let mut changed = genuine.clone();
    changed[within(ballots[2])] ^= 1;
    fs::write(&town, changed).expect("written");
    let (code, _, found) = fault(&[&town]);
    assert_eq!(code, "entry-name", "{found}");
    assert!(
        found["entry"]
            .as_str()
            .is_some_and(|entry| entry.ends_with(".data.json"))
    );
    let said = run("verify", &[&town]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.out.contains("round-1-town.bel") && said.out.contains("entry-name"),
        "{said:?}"
    );

    let spoil = |bytes: &[u8], code: &str| {
        fs::write(&town, bytes).expect("written");
        let found = fault(&[area.path()]);
        assert_eq!((found.0.as_str(), &found.1), (code, &town), "{}", found.2);
    };
    spoil(b"", "archive-truncated");
    spoil(&genuine[..genuine.len() / 2], "archive-truncated");
    spoil(&genuine[..last.from], "data-stray");
    spoil(b"PK\x03\x04 something else altogether", "archive-truncated");
    // A whole archive of a box that was never opened.
    spoil(&archive::opened(&genuine), "result-missing");

    fs::remove_file(&town).expect("removed");
    let (code, file, _) = fault(&[area.path()]);
    assert_eq!((code.as_str(), &file), ("file-unreadable", &town));
    fs::create_dir(&town).expect("made");
    let (code, file, _) = fault(&[area.path()]);
    assert_eq!(file, town, "{code}");
}

#[test]
fn a_folder_that_is_no_package_says_what_is_missing() {
    let empty = tempfile::tempdir().expect("a folder");
    let (code, file, _) = fault(&[empty.path()]);
    assert_eq!(
        (code.as_str(), file),
        ("file-unreadable", empty.path().join("rule-card.json"))
    );
    let area = first_area();
    fs::remove_file(area.path().join("ranking.json")).expect("removed");
    let (code, file, _) = fault(&[area.path()]);
    assert_eq!(
        (code.as_str(), file),
        ("file-unreadable", area.path().join("ranking.json"))
    );
    fs::write(area.path().join("ranking.json"), "{").expect("written");
    assert_eq!(fault(&[area.path()]).0, "ranking-form");
}
