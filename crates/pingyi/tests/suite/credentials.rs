//! `pingyi credentials`: slips made on a device that the server never sees.

use crate::support::{
    hall::{Hall, is_private},
    program::{run, run_with},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("the file is there")).expect("JSON")
}

#[test]
fn slips_go_to_paper_and_only_public_credentials_are_handed_in() {
    let hall = Hall::new();
    let (request, out) = (hall.request(), hall.path("slips"));
    run(
        "credentials make --keep-codes --request {} --out",
        &[&request, &out],
    )
    .good();
    let names: BTreeSet<String> = fs::read_dir(&out)
        .expect("a folder")
        .map(|one| {
            one.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(
        names,
        ["slips.json", "slips.pdf", "upload.json"]
            .map(str::to_owned)
            .into()
    );
    assert!(
        names.iter().all(|name| is_private(&out.join(name))),
        "only the authority reads them"
    );
    assert!(
        fs::read(out.join("slips.pdf"))
            .expect("sheets")
            .starts_with(b"%PDF-")
    );

    let text = fs::read_to_string(out.join("upload.json")).expect("the upload");
    let upload: Value = serde_json::from_str(&text).expect("JSON");
    let slips = read(&out.join("slips.json"));
    for (asked, made) in read(&request)["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .zip(upload["groups"].as_array().expect("groups"))
    {
        assert_eq!(
            (&made["printed"], &made["spares"]),
            (&asked["entitled"], &asked["spares"])
        );
    }
    for slip in slips.as_array().expect("slips") {
        let code = slip["code"].as_str().expect("a code");
        assert!(!text.contains(code), "the upload holds a secret");
        // What one slip is called in each box: the same as was handed in, and different in each.
        let said = run_with("credentials public --request", &[&request], code).good();
        let mut seen = BTreeMap::new();
        let mut own = 0;
        for line in said.lines() {
            let [group, election, public] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let same = seen.insert(election.to_owned(), public.to_owned());
            assert!(
                same.is_none_or(|same| same == public),
                "one credential in one box"
            );
            let groups = upload["groups"].as_array().expect("groups").iter();
            let handed_in = groups
                .filter(|one| one["code"] == group)
                .flat_map(|one| one["elections"].as_array().expect("elections"))
                .filter(|one| one["id"] == election)
                .any(|one| {
                    one["public_credentials"]
                        .as_array()
                        .expect("a list")
                        .contains(&json!(public))
                });
            assert_eq!(handed_in, slip["group"] == group, "{line}");
            own += usize::from(handed_in);
        }
        let names: BTreeSet<&String> = seen.values().collect();
        assert_eq!(names.len(), seen.len(), "rounds could be linked");
        assert!(own >= 1);
    }
    // The server takes it.
    hall.organiser.post("/api/cycles/hall/credentials", &upload);
}

#[test]
fn slips_are_never_made_over_others() {
    let hall = Hall::new();
    let (request, out) = (hall.request(), hall.path("slips"));
    fs::create_dir(&out).expect("made");
    fs::write(out.join("upload.json"), "of other slips").expect("written");
    let said = run("credentials make --request {} --out", &[&request, &out]).complaint();
    assert!(
        said.contains("upload.json") && said.contains("--out"),
        "{said}"
    );
    assert_eq!(
        fs::read_dir(&out).expect("a folder").count(),
        1,
        "nothing was begun"
    );
    assert_eq!(
        fs::read_to_string(out.join("upload.json")).expect("read"),
        "of other slips"
    );
}

#[test]
fn what_is_no_request_and_what_is_no_code_are_said_to_be_so() {
    let hall = Hall::new();
    let (request, out) = (hall.request(), hall.path("slips"));
    let other = hall.path("other.json");
    fs::write(&other, "{\"groups\": 3}").expect("written");
    let said = run("credentials make --request {} --out", &[&other, &out]).complaint();
    assert!(
        said.contains("other.json") && said.contains("选票码条"),
        "{said}"
    );
    assert!(!out.exists());
    let secret = "not-a-code-at-all";
    let said = run_with("credentials public --request", &[&request], secret).complaint();
    assert!(
        !said.contains(secret),
        "what was typed is not repeated: {said}"
    );
}
