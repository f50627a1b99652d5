//! `pingyi demo`: what it leaves, and what it leaves alone.

use crate::support::{
    archive,
    meeting::played,
    program::{pingyi, run},
};
use pingyi_ranking::RuleCard;
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("the file is there")).expect("JSON")
}

fn texts<'a>(rows: &'a [&Value], name: &str) -> Vec<&'a str> {
    rows.iter()
        .map(|row| row[name].as_str().expect("a text"))
        .collect()
}

#[test]
fn the_ranking_has_the_first_places_as_reported_in_exact_decimals() {
    let out = played().join("out");
    let ranking = json(&out.join("ranking.json"));
    let areas = ranking["areas"].as_array().expect("areas");
    assert_eq!(areas.len(), 4);
    let mut firsts = Vec::new();
    for (area, number) in areas.iter().zip(1..) {
        assert_eq!(area["area"], number);
        let rows: Vec<&Value> = area["ranking"].as_array().expect("rows").iter().collect();
        assert_eq!(rows.len(), 8, "eight villages in an area");
        for score in texts(&rows, "score") {
            let (whole, decimals) = score.split_once('.').expect("a decimal string");
            assert!(
                whole.parse::<u32>().is_ok_and(|whole| whole <= 100),
                "{score}"
            );
            assert!(
                decimals.len() == 2 && decimals.parse::<u32>().is_ok(),
                "{score}"
            );
        }
        // 1224: a rank is one more than the number of villages before it.
        for (at, row) in rows.iter().enumerate() {
            let better = rows[..at]
                .iter()
                .filter(|other| other["score_exact"] != row["score_exact"]);
            assert_eq!(row["rank"], better.count() + 1, "{row}");
        }
        let mut first: Vec<String> = rows
            .iter()
            .filter(|row| row["rank"] == 1)
            .map(|row| {
                [&row["town"], &row["village"]]
                    .map(|one| one.as_str().expect("text"))
                    .concat()
            })
            .collect();
        first.sort();
        firsts.push(first);
    }
    assert_eq!(
        firsts,
        [
            vec!["发城镇王家山后村", "郭城镇西古现村"],
            vec!["碧城区嵩潜村"],
            vec!["方圆街道里口村"],
            vec!["里店镇邵伯村"],
        ]
    );
}

#[test]
fn the_rule_card_is_canonical_and_stands_by_its_hash_in_every_election() {
    let out = played().join("out");
    let text = fs::read_to_string(out.join("rule-card.json")).expect("the card");
    let card = RuleCard::parse(&text).expect("the card is valid");
    assert_eq!(text, card.canonical_json());
    assert_eq!(
        json(&out.join("ranking.json"))["rule_card_sha256"],
        card.hash()
    );
    let mut archives: Vec<String> = Vec::new();
    for one in fs::read_dir(out.join("archives")).expect("archives") {
        let path = one.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "hints") {
            continue;
        }
        let election = archive::election(&archive::read(&path));
        let description = election["description"].as_str().expect("a description");
        assert!(
            description.contains(&format!("sha256:{}", card.hash())),
            "{description}"
        );
        archives.push(
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
        );
    }
    archives.sort();
    let boxes = [1, 2, 3, 4]
        .map(|round| ["town", "village"].map(|class| format!("round-{round}-{class}.bel")));
    assert_eq!(archives, boxes.concat());
}

/// The words of a page, without its marks.
fn words(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|&one| {
            inside = (inside || one == '<') && one != '>';
            !inside && one != '>' && !one.is_whitespace()
        })
        .collect()
}

fn check_bulletin(words: &str, form: &str) {
    for fact in [
        "32个村",
        "85个",
        "万元",
        "并列",
        "西古现村",
        "王家山后村",
        "嵩潜村",
        "里口村",
        "邵伯村",
    ] {
        assert!(words.contains(fact), "{form}: {fact} is missing in {words}");
    }
    assert!(
        words.contains("7,345.77") || words.contains("7345.77"),
        "{form}"
    );
    assert!(
        words.contains("示例") || words.contains("虚构"),
        "{form} says what is made up"
    );
}

#[test]
fn the_bulletin_tells_villages_projects_money_and_the_tie() {
    let out = played().join("out");
    let html = fs::read_to_string(out.join("bulletin.html")).expect("the page");
    check_bulletin(&words(&html), "HTML");
    let pdf = out.join("bulletin.pdf");
    assert!(fs::read(&pdf).expect("the document").starts_with(b"%PDF-"));
    // Reading a PDF takes a program that not every machine has.
    if let Ok(read) = Command::new("pdftotext")
        .arg("-raw")
        .arg(&pdf)
        .arg("-")
        .output()
    {
        let text = String::from_utf8_lossy(&read.stdout);
        let text: String = text.chars().filter(|one| !one.is_whitespace()).collect();
        check_bulletin(&text, "PDF");
    }
}

#[test]
fn no_secret_of_a_slip_is_published() {
    let data = played();
    let slips = json(&data.join("slips.json"));
    let codes: Vec<&str> = slips
        .as_array()
        .expect("slips")
        .iter()
        .map(|slip| slip["code"].as_str().expect("a code"))
        .collect();
    assert!(codes.len() > 119, "one for everybody, and spares");
    assert!(
        fs::read(data.join("out/slips.pdf"))
            .expect("sheets")
            .starts_with(b"%PDF-")
    );
    let mut files = vec![
        "ranking.json".to_owned(),
        "rule-card.json".into(),
        "bulletin.html".into(),
    ];
    files.push("archives/round-1-town.bel".into());
    files.push("archives/round-4-village.bel".into());
    for file in files {
        let bytes = fs::read(data.join("out").join(&file)).expect("published");
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !codes.iter().any(|code| text.contains(code)),
            "{file} holds a secret"
        );
    }
    // Nor does the database: the server never had one.
    let database = fs::read(data.join("pingyi.db")).expect("the database");
    let text = String::from_utf8_lossy(&database);
    assert!(!codes.iter().any(|code| text.contains(code)));
}

#[test]
fn a_folder_with_foreign_files_is_refused_and_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let thesis = folder.path().join("thesis.txt");
    fs::write(&thesis, "three years of work").expect("written");
    let said = run("demo --once --data", &[folder.path()]).complaint();
    assert!(said.contains("--data"), "it says what to do: {said}");
    assert_eq!(
        fs::read_to_string(&thesis).expect("still there"),
        "three years of work"
    );
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_demonstration_again_in_its_own_folder_starts_afresh_and_says_that_it_is_made_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let play = || {
        let mut child = pingyi()
            .args([
                "demo",
                "--until",
                "frozen",
                "--port",
                "0",
                "--print-json",
                "--data",
            ])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        out.read_line(&mut line).expect("the facts");
        child.kill().expect("it runs");
        let said = child.wait_with_output().expect("it ended").stderr;
        let said = String::from_utf8(said).expect("UTF-8");
        assert!(said.contains("虚构"), "{said}");
        assert!(
            said.contains("全县名册和项目库已导入：120 个单位，85 个项目"),
            "{said}"
        );
        serde_json::from_str::<Value>(&line).expect("JSON")
    };
    let (first, second) = (play(), play());
    assert_eq!(first["cycle"], "haiyang-2022");
    assert_ne!(
        first["accounts"], second["accounts"],
        "passwords are drawn anew"
    );
    assert_ne!(first["slips"], second["slips"]);
    assert_eq!(json(&folder.path().join("slips.json")), second["slips"]);
}

/// The demonstration's own card with another kind of ballot or method.
fn card_with(changes: &[(&str, Value)]) -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/haiyang-2022/rule-card.json"
    );
    let mut card = json(Path::new(path));
    for (member, value) in changes {
        card[*member] = value.clone();
    }
    card
}

#[test]
fn every_kind_of_ballot_is_played_and_its_package_verifies() {
    let none = json!([]);
    let counted = json!({ "allowed": false, "counts_as": "excluded" });
    let kinds = [
        (
            "points",
            card_with(&[
                ("choice", json!({ "points": { "least": 0, "most": 10 } })),
                ("grades", none.clone()),
                ("blank", counted.clone()),
            ]),
        ),
        (
            "approve",
            card_with(&[
                ("choice", json!({ "approve": { "least": 1, "most": 3 } })),
                ("method", "approval".into()),
                ("grades", none.clone()),
                ("blank", counted.clone()),
            ]),
        ),
        (
            "order",
            card_with(&[
                ("choice", json!({ "order": { "places": 3 } })),
                ("method", "borda".into()),
                ("grades", none),
                ("blank", counted.clone()),
            ]),
        ),
        (
            "middle",
            card_with(&[
                ("method", "majority_judgment".into()),
                ("quotas", json!([{ "grade": "excellent", "most": 3 }])),
                ("blank", counted),
            ]),
        ),
    ];
    for (kind, card) in kinds {
        let folder = tempfile::tempdir().expect("a folder");
        let rules = folder.path().join("card.json");
        fs::write(&rules, card.to_string()).expect("written");
        let data = folder.path().join("data");
        run("demo --once --rules", &[&rules, Path::new("--data"), &data]).good();
        let out = data.join("out");
        run("verify", &[&out]).good();
        let path = out.join("ranking.json");
        let mut ranking = json(&path);
        let rows = &mut ranking["areas"][0]["ranking"];
        let (first, last) = (rows[0]["score"].clone(), rows[7]["score"].clone());
        assert!(rows[0]["classes"][0]["marks"].is_array(), "{kind}");
        if kind == "middle" {
            rows[0]["profile"] = rows[7]["profile"].clone();
        } else {
            assert_ne!(first, last, "{kind}: made-up votes differ");
            rows[0]["score"] = last;
        }
        fs::write(&path, ranking.to_string()).expect("written");
        let said = run("verify", &[&out]);
        assert_eq!(said.code, Some(1), "{kind}: {said:?}");
        assert!(said.out.contains("/areas/0/ranking/0/"), "{kind}: {said:?}");
    }
}
