//! Packages of meetings in which turnout does not allow to publish everything.

use crate::support::{
    meeting::{copied, withheld},
    program::run,
};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// 16 organisers are enough for means and too few for counts.
fn by_means() -> std::path::PathBuf {
    withheld("withheld-means", [5, 16, 20])
}

/// 16 organisers are too few for means, which hides the secretaries' too.
fn places_only() -> std::path::PathBuf {
    withheld("withheld-places", [5, 20, 20])
}

/// A package taken from the data of a played meeting, and what was said.
fn taken(data: &Path, words: &str, out: &Path) -> String {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(data).expect("the folder is there") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("pingyi.db") {
            fs::copy(entry.path(), copy.path().join(name)).expect("copied");
        }
    }
    let words = format!("package {words} --cycle haiyang-2022 --data");
    let said = run(&words, &[copy.path(), Path::new("--out"), out]);
    format!("{}{}", said.out, said.err)
}

fn report(package: &Path) -> Value {
    let said = run("verify --json", &[package]);
    let report: Value = serde_json::from_str(&said.out).expect("one JSON document");
    let code = i32::from(report["ok"] != true);
    assert_eq!(said.code, Some(code), "{said:?}");
    report
}

#[track_caller]
fn refused(package: &Path) -> (String, String) {
    let report = report(package);
    let text = |name: &str| {
        report["fault"][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    (text("code"), text("en"))
}

fn edit(package: &Path, name: &str, change: impl FnOnce(&mut Value)) {
    let path = package.join(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    let mut document = serde_json::from_str(&text).expect("JSON");
    change(&mut document);
    fs::write(path, document.to_string()).expect("written");
}

fn archives(package: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(package.join("archives"))
        .expect("archives")
        .map(|one| {
            let name = one.expect("an entry").file_name();
            name.to_string_lossy().into_owned()
        })
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "bel"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_package_holds_no_archive_whose_counts_are_withheld_and_is_verified_by_the_means() {
    let out = by_means().join("out");
    let public: Vec<_> = (1..=4).map(|n| format!("round-{n}-village.bel")).collect();
    assert_eq!(archives(&out), public);
    let found = report(&out);
    assert_eq!(found["ok"], true, "{found}");
    let withheld = found["withheld"].as_array().expect("a list");
    let one = |one: &Value| {
        (
            one["area"].clone(),
            one["class"].clone(),
            one["checked"].clone(),
        )
    };
    let withheld: Vec<_> = withheld.iter().map(one).collect();
    let expected: Vec<_> = (1..=4)
        .map(|area| (json!(area), json!("town"), json!("from_means")))
        .collect();
    assert_eq!(withheld, expected);
    assert_eq!(found["results"].as_array().map(Vec::len), Some(1));
    let said = run("verify", &[&out]).good();
    assert!(said.contains("得分和名次由公布的平均分重算一致"), "{said}");
    assert!(said.contains("4 个片区的名次"), "{said}");
}

#[test]
fn a_published_mean_that_was_altered_is_refused() {
    let out = by_means().join("out");
    let package = copied(&out);
    let package = package.path();
    let original = |name: &str| {
        fs::copy(out.join(name), package.join(name)).expect("copied");
    };
    // The rounded one alone, both so that they agree, and none at all.
    for (mean, exact, at) in [
        (json!("1.00"), None, "/mean "),
        (json!("1.00"), Some(json!("1/1")), "/ranking/0"),
        (Value::Null, Some(Value::Null), "/"),
    ] {
        edit(package, "ranking.json", |ranking| {
            let class = &mut ranking["areas"][0]["ranking"][0]["classes"][0];
            assert_eq!(class["class"], "town");
            class["mean"] = mean;
            if let Some(exact) = exact {
                class["mean_exact"] = exact;
            }
        });
        let (code, said) = refused(package);
        assert_eq!(code, "ranking-differs");
        assert!(said.contains(at), "{said}");
        original("ranking.json");
    }
    // The mean beside the result is that of the ranking.
    let means = fs::read_to_string(out.join("data/means.csv")).expect("means");
    let row = means.lines().nth(1).expect("a row");
    let (start, _) = row.rsplit_once(',').expect("a mean");
    let other = means.replacen(row, &format!("{start},1"), 1);
    fs::write(package.join("data/means.csv"), other).expect("written");
    assert_eq!(refused(package).0, "data-differs");
    original("data/means.csv");
    assert_eq!(report(package)["ok"], true);
}

#[test]
fn an_archive_whose_counts_are_published_may_not_be_missing() {
    let package = copied(&by_means().join("out"));
    let package = package.path();
    fs::remove_file(package.join("archives/round-1-village.bel")).expect("removed");
    assert_eq!(refused(package).0, "file-unreadable");
    // Nor does it help to call them withheld.
    edit(package, "ranking.json", |ranking| {
        let class = &mut ranking["areas"][0]["classes"][1];
        assert_eq!(class["class"], "village");
        class["histogram_published"] = json!(false);
    });
    fs::remove_file(package.join("archives/round-1-village.bel.hints")).expect("removed");
    let (code, said) = refused(package);
    assert_eq!(code, "ranking-differs");
    assert!(said.contains("has no sums"), "{said}");
}

#[test]
fn places_alone_are_said_to_be_not_recomputable() {
    let out = places_only().join("out");
    assert_eq!(archives(&out), Vec::<String>::new());
    let found = report(&out);
    assert_eq!(found["ok"], true, "{found}");
    let withheld = found["withheld"].as_array().expect("a list");
    assert_eq!(withheld.len(), 8);
    assert!(withheld.iter().all(|one| one["checked"] == "form_only"));
    let said = run("verify", &[&out]).good();
    assert!(said.contains("名次无法由公布的数据重算"), "{said}");
    assert!(said.contains("0 个片区的名次"), "{said}");

    let package = copied(&out);
    let package = package.path();
    // Places that cannot be, and a score that is to be withheld.
    for (name, value, at) in [
        ("rank", json!(3), "/rank"),
        ("score", json!("90.00"), "/score"),
        ("contest", json!(99), "/contest"),
    ] {
        edit(package, "ranking.json", |ranking| {
            ranking["areas"][0]["ranking"][0][name] = value;
        });
        let (code, said) = refused(package);
        assert_eq!(code, "ranking-differs");
        assert!(said.contains(at), "{said}");
        fs::copy(out.join("ranking.json"), package.join("ranking.json")).expect("copied");
    }
}

#[test]
fn auditors_get_every_archive_in_a_folder_of_their_own() {
    for data in [by_means(), places_only()] {
        let folder = tempfile::tempdir().expect("a folder");
        let own = folder.path().join("audit");
        let said = taken(&data, "--audit", &own);
        assert!(
            said.contains("不得公布 / this folder is for auditors"),
            "{said}"
        );
        assert_eq!(archives(&own).len(), 8);
        let found = report(&own);
        assert_eq!(
            (&found["ok"], &found["withheld"]),
            (&json!(true), &json!([]))
        );
        // The public package does not come to lie among them.
        let said = taken(&data, "", &own);
        assert!(said.contains("不能公开"), "{said}");
        let public = folder.path().join("public");
        taken(&data, "", &public);
        assert_eq!(archives(&public), archives(&data.join("out")));
    }
}
