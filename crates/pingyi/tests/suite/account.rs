//! `pingyi account`: who signs in first.

use crate::support::{program::run_with, server::Server};

#[test]
fn the_first_account_is_made_at_the_machine_and_signs_in() {
    let data = tempfile::tempdir().expect("a folder");
    let data = data.path().join("pingyi-data");
    let add = |login: &str, role: &str, password: &str| {
        let words = format!("account add --login {login} --name 组织者 --role {role} --data");
        run_with(&words, &[&data], password)
    };
    let short = add("organiser", "organiser", "short\n").complaint();
    assert!(short.contains("10"), "it says how long: {short}");
    assert!(
        add("", "organiser", "a long password\n")
            .complaint()
            .contains("--login")
    );
    let said = add("organiser", "organiser", "a long password\n").good();
    assert!(
        said.contains("organiser") && !said.contains("long password"),
        "{said}"
    );
    let taken = add("organiser", "viewer", "another password\n").complaint();
    assert!(
        taken.contains("organiser") && taken.contains("已被使用"),
        "{taken}"
    );
    let role = add("second", "king", "another password\n").complaint();
    assert!(role.contains("king"), "{role}");
    add("second", "viewer", "another password\r\n").good();

    let server = Server::start(&data);
    let anybody = server.anybody();
    assert_eq!(anybody.sign_in("organiser", "another password"), 401);
    assert_eq!(anybody.sign_in("second", "another password"), 200);
    assert_eq!(anybody.sign_in("organiser", "a long password"), 200);
    let accounts = anybody.get("/api/accounts");
    let logins: Vec<&str> = accounts
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["login"].as_str())
        .collect();
    assert_eq!(logins, ["organiser", "second"]);
    assert!(
        !accounts.to_string().contains("argon2"),
        "hashes stay in the database"
    );
}
