//! The table of all codes in `docs/verifier.md`: every code there is, with a sentence it really gave. Written by
//! `UPDATE_CODES=1 cargo test -p pingyi-ballot --test tampering codes`.

use super::{Scene, corpus, verify};
use pingyi_ballot::{BoardOutline, VerifyFault, VerifyOptions, verify_archive};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Codes of the same families that no archive can give, and why.
const ELSEWHERE: [&str; 9] = [
    // A trustee's own key file.
    "trustee-backup",
    // The verifier compares the tally with the product of the ballots byte for byte instead of reading it.
    "tally-form",
    "tally-point",
    "tally-shape",
    "tally-size",
    // It compares the result with what the shares give instead of searching for it; weights end with the roll.
    "result-point",
    "result-sum",
    "tally-weight",
    // It takes a false share whose proof holds: `tests/hostile_share.rs` makes one.
    "share-contradiction",
];

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is full"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A fault of every code.
fn examples() -> BTreeMap<&'static str, VerifyFault> {
    let scenes = Scene::all();
    let mut faults = BTreeMap::new();
    let mut add = |fault: VerifyFault| {
        faults.entry(fault.code).or_insert(fault);
    };
    for case in corpus() {
        let forged = scenes.iter().find_map(|scene| (case.forge)(scene)).unwrap();
        add(verify(&forged.bytes, 2, true).unwrap_err());
    }
    let [one, other, _] = scenes.each_ref().map(Scene::archive);
    let refuse = |bytes: &[u8], options| verify_archive(bytes, options).unwrap_err();
    let outline = |bytes: &[u8]| BoardOutline::read(bytes, 1 << 28).unwrap();
    let extends = |earlier: &[u8]| VerifyOptions {
        extends: Some(outline(earlier)),
        ..VerifyOptions::default()
    };
    add(refuse(&one, extends(&other)));
    let setup = super::archive(super::build(&scenes[0].steps[..1]));
    add(refuse(&setup, extends(&one)));
    let witnessed = vec!["0".repeat(64)];
    add(refuse(
        &one,
        VerifyOptions {
            witnessed,
            ..VerifyOptions::default()
        },
    ));
    add(verify_archive(Broken, VerifyOptions::default()).unwrap_err());
    let mut broken = Broken;
    let write_hints: Option<&mut dyn Write> = Some(&mut broken);
    add(refuse(
        &one,
        VerifyOptions {
            write_hints,
            ..VerifyOptions::default()
        },
    ));
    faults
}

/// Everything in the sources that is written like a code.
fn written() -> BTreeSet<String> {
    let sources = [
        "archive.rs",
        "fault.rs",
        "ballot/check.rs",
        "tally/result.rs",
        "trustee.rs",
        "verify/fault.rs",
    ];
    let mut codes = BTreeSet::from(["read".to_owned()]);
    for source in sources {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(source);
        let text = std::fs::read_to_string(path).unwrap();
        let is_code = |text: &&str| {
            text.contains('-')
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        codes.extend(
            text.split('"')
                .skip(1)
                .step_by(2)
                .filter(is_code)
                .map(str::to_owned),
        );
    }
    codes
}

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verifier.md")
}

#[test]
fn every_code_is_given_by_some_archive_and_stands_in_the_table_of_codes() {
    let faults = examples();
    let given: BTreeSet<String> = faults.keys().map(|&code| code.to_owned()).collect();
    let unknown: Vec<_> = written()
        .into_iter()
        .filter(|code| !given.contains(code) && !ELSEWHERE.contains(&code.as_str()))
        .collect();
    assert!(unknown.is_empty(), "no archive gives {unknown:?}");
    let (start, end) = ("<!-- codes -->\n", "<!-- end of codes -->");
    let text = std::fs::read_to_string(document()).unwrap();
    let (before, rest) = text.split_once(start).unwrap();
    let (table, after) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_CODES").is_some() {
        let rows = faults
            .iter()
            .map(|(code, fault)| format!("| `{code}` | {} | {} |\n", fault.zh, fault.en));
        let head = "| code | for example | the same in English |\n|---|---|---|\n";
        let table: String = std::iter::once(head.to_owned()).chain(rows).collect();
        std::fs::write(document(), format!("{before}{start}{table}{end}{after}")).unwrap();
        return;
    }
    let listed = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let listed: BTreeSet<String> = listed.map(|(code, _)| code.to_owned()).collect();
    assert_eq!(listed, given, "written by UPDATE_CODES=1");
}
