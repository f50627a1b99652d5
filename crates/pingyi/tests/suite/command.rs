//! The command line itself: help that teaches, complaints on standard error, a look at the machine.

use crate::support::program::run;
use std::{fs, net::TcpListener, path::Path};

#[test]
fn help_teaches() {
    let commands = [
        "",
        "serve",
        "demo",
        "verify",
        "package",
        "rank",
        "explain",
        "credentials",
        "credentials make",
        "credentials public",
        "trustee",
        "trustee new",
        "trustee ceremony",
        "trustee backup",
        "trustee decrypt",
        "account",
        "account add",
        "load",
        "doctor",
        "openapi",
    ];
    for command in commands {
        let help = run(&format!("{command} --help"), &[]).good();
        let leaf = !help.contains("\nCommands:");
        assert!(
            !leaf || help.contains("\nExamples:\n  pingyi "),
            "{command} shows how it is used"
        );
        let name = if command.is_empty() {
            "pingyi"
        } else {
            command
        };
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("help {name}").replace(' ', "-"), help);
        });
    }
}

#[test]
fn complaints_go_to_standard_error_and_name_the_next_step() {
    let nowhere = Path::new("/nowhere/at/all");
    for (words, paths, hint) in [
        ("", vec![], "Usage"),
        ("dance", vec![], "dance"),
        ("serve --listen here", vec![], "--listen"),
        (
            "serve --listen 127.0.0.1:1 --data",
            vec![Path::new("/proc/none")],
            "/proc/none",
        ),
        (
            "credentials make --out {} --request",
            vec![nowhere, nowhere],
            "/nowhere/at/all",
        ),
        (
            "trustee decrypt --url http://127.0.0.1:9 --login a --cycle b --key",
            vec![nowhere],
            "/nowhere/at/all",
        ),
        ("load --url http://127.0.0.1:9", vec![], "--slips"),
        (
            "load --url http://127.0.0.1:9 --round 1 --slips",
            vec![nowhere],
            "/nowhere/at/all",
        ),
        (
            "trustee new --url http://127.0.0.1:9 --key",
            vec![nowhere],
            "--login",
        ),
    ] {
        let said = run(words, &paths);
        assert_eq!(said.out, "", "{words}");
        let complaint = said.complaint();
        assert!(complaint.contains(hint), "{words}: {complaint}");
    }
}

#[test]
fn a_port_in_use_is_explained() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let data = tempfile::tempdir().expect("a folder");
    let said = run(
        &format!("serve --listen 127.0.0.1:{port} --data"),
        &[data.path()],
    )
    .complaint();
    assert!(
        said.contains("--listen") && said.contains(&port.to_string()),
        "{said}"
    );
    let said = run(
        &format!("doctor --listen 127.0.0.1:{port} --data"),
        &[data.path()],
    );
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.out.contains('✗') && said.out.contains(&port.to_string()),
        "{said:?}"
    );
}

#[test]
fn a_fresh_machine_is_told_what_comes_next() {
    let data = tempfile::tempdir().expect("a folder");
    let said = run(
        "doctor --listen 127.0.0.1:0 --data",
        &[&data.path().join("new")],
    )
    .good();
    assert!(said.contains("pingyi account add"), "{said}");
    assert!(said.contains("/v/") && said.contains("字体"), "{said}");
    assert!(!said.contains('✗'), "{said}");
    // A folder that is a file.
    let file = data.path().join("file");
    fs::write(&file, "").expect("written");
    let said = run("doctor --listen 127.0.0.1:0 --data", &[&file]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains('✗'), "{said:?}");
}
