//! The arrows between our crates are those of `docs/architecture.md`, and the two crates an auditor reads
//! meet neither a network nor a database.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

/// What a crate may use: in the program, and in its tests besides.
#[derive(Debug, Default, PartialEq, Eq)]
struct Arrows {
    always: BTreeSet<String>,
    tests: BTreeSet<String>,
}

/// Crates by the name of their folder below `crates/`.
type Architecture = BTreeMap<String, Arrows>;

/// Networks, databases, runtimes and clocks. A crate that only reckons needs none of them, nor anything built on them.
const FORBIDDEN: [&str; 24] = [
    "async-std",
    "axum",
    "chrono",
    "futures-core",
    "futures-util",
    "hyper",
    "jiff",
    "libsqlite3-sys",
    "mio",
    "native-tls",
    "openssl",
    "reqwest",
    "ring",
    "rusqlite",
    "rustls",
    "sea-orm",
    "smol",
    "socket2",
    "sqlx-core",
    "time",
    "tokio",
    "tower",
    "tracing",
    "typst",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace is above this crate")
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

fn metadata(more: &[&str]) -> Value {
    let arguments = [
        &["metadata", "--format-version", "1", "--locked", "--offline"],
        more,
    ]
    .concat();
    serde_json::from_str(&output(env!("CARGO"), &arguments)).expect("cargo prints JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn folder(path: &Path) -> String {
    path.file_name()
        .expect("a folder")
        .to_string_lossy()
        .into_owned()
}

/// The arrows that the manifests draw.
fn drawn() -> Architecture {
    let metadata = metadata(&["--no-deps"]);
    let mut architecture = Architecture::new();
    for package in list(&metadata["packages"]) {
        let manifest = Path::new(text(&package["manifest_path"]));
        let arrows = architecture
            .entry(folder(manifest.parent().expect("a folder")))
            .or_default();
        for dependency in list(&package["dependencies"])
            .iter()
            .filter(|dependency| dependency["path"].is_string())
        {
            let used = folder(Path::new(text(&dependency["path"])));
            if dependency["kind"] == "dev" {
                &mut arrows.tests
            } else {
                &mut arrows.always
            }
            .insert(used);
        }
    }
    architecture
}

/// The names in backticks of one cell.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The arrows that the table allows: the rows below the head `| crate | … | may use | in tests also |`.
fn allowed(document: &str) -> Architecture {
    document
        .lines()
        .skip_while(|line| !line.starts_with("| crate |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
            let [name, _, always, tests] = cells[..] else {
                panic!("a row of four cells: {line}")
            };
            let name = names(name).pop_first().expect("a crate in backticks");
            (
                name,
                Arrows {
                    always: names(always),
                    tests: names(tests),
                },
            )
        })
        .collect()
}

/// Every difference that matters, as a sentence.
fn faults(drawn: &Architecture, allowed: &Architecture) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, arrows) in drawn {
        let Some(may) = allowed.get(name) else {
            faults.push(format!("crates/{name} is not in the table"));
            continue;
        };
        for used in arrows.always.difference(&may.always) {
            faults.push(format!(
                "{name} uses {used}, which the table does not allow"
            ));
        }
        for used in arrows
            .tests
            .iter()
            .filter(|used| !may.always.contains(*used) && !may.tests.contains(*used))
        {
            faults.push(format!(
                "tests of {name} use {used}, which the table does not allow"
            ));
        }
    }
    faults.extend(
        allowed
            .keys()
            .filter(|name| !drawn.contains_key(*name))
            .map(|name| format!("{name} is in the table and not below crates/")),
    );
    faults
}

#[test]
fn the_arrows_between_our_crates_are_those_of_the_table() {
    let document = std::fs::read_to_string(root().join("docs/architecture.md"))
        .expect("the document is there");
    let allowed = allowed(&document);
    assert!(allowed["ranking"].always.is_empty() && allowed["ballot"].always.is_empty());
    assert_eq!(
        faults(&drawn(), &allowed),
        Vec::<String>::new(),
        "change the table with an ADR, or the manifest"
    );
}

#[test]
fn an_arrow_a_crate_or_a_row_too_many_is_a_fault() {
    let table = "| crate | one line | may use | in tests also |\n|---|---|---|---|\n\
                 | `ranking` | rules | – | – |\n| `core` | nouns | `ranking` | `documents` |\n\nafter";
    let arrow = |always: &[&str], tests: &[&str]| {
        let set = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Arrows {
            always: set(always),
            tests: set(tests),
        }
    };
    let good = [
        ("ranking", arrow(&[], &[])),
        ("core", arrow(&["ranking"], &["documents"])),
    ];
    let mut drawn: Architecture = good
        .into_iter()
        .map(|(name, arrows)| (name.to_owned(), arrows))
        .collect();
    assert_eq!(faults(&drawn, &allowed(table)), Vec::<String>::new());

    drawn.insert("ranking".to_owned(), arrow(&["core"], &["core"]));
    drawn.insert("utils".to_owned(), arrow(&[], &[]));
    drawn.remove("core");
    assert_eq!(
        faults(&drawn, &allowed(table)),
        [
            "ranking uses core, which the table does not allow",
            "tests of ranking use core, which the table does not allow",
            "crates/utils is not in the table",
            "core is in the table and not below crates/",
        ]
    );
}

/// The packages a crate of ours needs, itself included, by the normal edges of the resolved graph.
fn needs(metadata: &Value, name: &str) -> BTreeSet<String> {
    let names: BTreeMap<&str, &str> = list(&metadata["packages"])
        .iter()
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let nodes: BTreeMap<&str, &Value> = list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| (text(&node["id"]), node))
        .collect();
    let start = names
        .iter()
        .find(|(_, candidate)| **candidate == name)
        .expect("a crate of ours")
        .0;
    let mut open = vec![*start];
    let mut seen = BTreeSet::from([*start]);
    while let Some(id) = open.pop() {
        for edge in list(&nodes[id]["deps"]) {
            let normal = list(&edge["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"].is_null());
            if normal && seen.insert(text(&edge["pkg"])) {
                open.push(text(&edge["pkg"]));
            }
        }
    }
    seen.into_iter().map(|id| names[id].to_owned()).collect()
}

#[test]
fn ranking_ballot_and_diagnostics_meet_no_network_no_database_and_no_clock() {
    // Only this platform's packages have been fetched.
    let version = output("rustc", &["-vV"]);
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host");
    let metadata = metadata(&["--filter-platform", host]);
    for name in ["pingyi-ranking", "pingyi-ballot", "pingyi-diagnostics"] {
        let needed = needs(&metadata, name);
        let met: Vec<&str> = FORBIDDEN
            .into_iter()
            .filter(|forbidden| needed.contains(*forbidden))
            .collect();
        assert_eq!(met, Vec::<&str>::new(), "{name} needs {needed:?}");
    }
    let whole = needs(&metadata, "pingyi");
    assert!(
        ["tokio", "axum", "sea-orm"]
            .iter()
            .all(|known| whole.contains(*known)),
        "the graph is read: {whole:?}"
    );
}
