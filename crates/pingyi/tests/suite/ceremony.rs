//! `pingyi trustee ceremony`: scrutineers of whom some are enough, at the command line.

use crate::{
    peer::check,
    support::{
        hall::{Hall, PASSWORD, is_private},
        program::{Said, pingyi, run, run_with},
    },
    trustee::{decrypt, rehearse, slips, vote},
};
use serde_json::{Value, json};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Stdio},
};

const LOGINS: [&str; 3] = ["trustee-1", "trustee-2", "trustee-3"];

fn command(hall: &Hall, words: &str, login: &str) -> String {
    let url = &hall.server.url;
    format!("trustee {words} --url {url} --login {login} --cycle hall --key")
}

/// A step, without waiting for the others.
fn step(hall: &Hall, login: &str, seed: &Path) -> Said {
    let words = command(hall, "ceremony --no-wait", login);
    run_with(&words, &[seed], PASSWORD)
}

/// Seeds of all, certificates handed in.
fn seeds(hall: &Hall) -> Vec<PathBuf> {
    let made = LOGINS.map(|login| {
        let seed = hall.path(&format!("{login}.seed"));
        let words = command(hall, "new", login);
        let said = run_with(&words, &[&seed], PASSWORD);
        let kept = fs::read_to_string(&seed).expect("the seed");
        assert_eq!(kept.len(), 22, "as belenios-tool keeps it");
        assert!(is_private(&seed));
        assert!(!said.err.contains(&kept) && !said.out.contains(&kept));
        assert!(said.err.contains("pingyi trustee ceremony"), "{said:?}");
        said.good();
        seed
    });
    made.into()
}

/// Takes part until the key stands.
fn waiting(hall: &Hall, login: &str, seed: &Path) -> Child {
    let words = command(hall, "ceremony", login);
    let mut child = pingyi()
        .args(words.split(' '))
        .arg(seed)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("standard input is a pipe");
    input.write_all(PASSWORD.as_bytes()).expect("it reads");
    child
}

/// The ceremony to its end: the third waits for the others, who come back for each step.
fn common_key(hall: &Hall) -> Vec<PathBuf> {
    let seeds = seeds(hall);
    let third = waiting(hall, LOGINS[2], &seeds[2]);
    let mut rounds = 0;
    let last = loop {
        let said = [0, 1].map(|one| step(hall, LOGINS[one], &seeds[one]).good());
        if said[1].contains("共同密钥已生成") {
            break said;
        }
        rounds += 1;
        assert!(rounds < 60, "the third does not move: {said:?}");
    };
    assert!(last[1].contains("指纹"), "{last:?}");
    let third = third.wait_with_output().expect("it ends");
    let said = String::from_utf8(third.stdout).expect("UTF-8");
    assert!(third.status.success());
    for word in ["多项式已交", "验证公钥已交", "共同密钥已生成"] {
        assert!(said.contains(word), "{said}");
    }
    // Everybody sees the same fingerprints.
    let prints = |said: &str| {
        let at = said.rfind("每人的证书指纹").expect("the list");
        said[at..]
            .lines()
            .skip(1)
            .take(3)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let again = step(hall, LOGINS[0], &seeds[0]).good();
    assert_eq!(prints(&again), prints(&said));
    seeds
}

#[test]
fn two_of_three_scrutineers_open_a_round_and_the_third_never_decrypts() {
    let hall = Hall::with_trustees(3, 2);
    let url = hall.server.url.clone();
    let seeds = common_key(&hall);
    let slips = slips(&hall);
    rehearse(&hall, &slips, &seeds[..2]);
    vote(&hall, 1, &slips);

    // Another seed than that of the certificate, and a seed typed from the backup sheet.
    let said = decrypt(&url, "trustee-1", &seeds[1]).complaint();
    assert!(said.contains("--key") && said.contains("种子"), "{said}");
    let sheet = hall.path("sheet.pdf");
    let words = "trustee backup --name 监票人甲 --event 小会 --date 2022-11-24 --key {} --out";
    let said = run(words, &[&seeds[0], &sheet]).good();
    let secret = fs::read_to_string(&seeds[0]).expect("the seed");
    assert!(!said.contains(&secret) && fs::read(&sheet).expect("a sheet").starts_with(b"%PDF-"));

    for round in [1, 2] {
        if round > 1 {
            vote(&hall, round, &slips);
        }
        for (login, seed) in LOGINS.iter().zip(&seeds).take(2) {
            let said = decrypt(&url, login, seed).good();
            assert!(said.contains("合计已解密"), "{said}");
        }
        let said = decrypt(&url, "trustee-3", &seeds[2]).good();
        assert!(said.contains("没有等您解密"), "two were enough: {said}");
        let revealed = hall.run(round, "reveal", &json!({ "all": true }));
        assert_eq!(revealed["state"], "revealed");
    }

    let results = hall.server.anybody().get("/api/cycles/hall/results");
    let rounds = results["rounds"].as_array().expect("rounds");
    assert_eq!(rounds.len(), 2);
    for round in rounds {
        let archive = round["archives"][0]["url"].as_str().expect("an address");
        let path = hall.path("board.bel");
        let bytes = hall.organiser.bytes(archive);
        fs::write(&path, &bytes).expect("written");
        run("verify", &[&path]).good();
        assert!(check(&path) >= 3, "belenios-tool accepts board and ballots");
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(text.matches("\"PartialDecryption\"").count(), 2);
    }
    let out = hall.path("out");
    run(
        "package --cycle hall --data {} --out",
        &[&hall.path("data"), &out],
    )
    .good();
    run("verify", &[&out]).good();
}

#[test]
fn a_ceremony_is_started_over_with_the_same_or_another_seed() {
    let hall = Hall::with_trustees(3, 2);
    let seeds = seeds(&hall);
    let again = hall.path("again.seed");
    let words = command(&hall, "new", "trustee-1");
    let said = run_with(&words, &[&again], PASSWORD).complaint();
    assert!(said.contains("已经交过证书") && !again.exists(), "{said}");
    let said = step(&hall, "trustee-1", &seeds[1]).complaint();
    assert!(said.contains("种子") && said.contains("--key"), "{said}");
    let said = step(&hall, "trustee-1", &seeds[0]).good();
    assert!(said.contains("等待trustee-2、trustee-3交多项式"), "{said}");
    let reason = json!({ "reason": "乙的种子丢了" });
    hall.organiser
        .post("/api/cycles/hall/ceremony/restart", &reason);
    let said = step(&hall, "trustee-1", &seeds[0]).good();
    assert!(
        said.contains("证书已交"),
        "the same seed serves again: {said}"
    );
    let view = hall.organiser.get("/api/cycles/hall/ceremony");
    let has = |member: usize| view["members"][member]["certificate"].clone();
    assert_eq!((has(0), has(1)), (json!(true), json!(false)), "{view}");
}

#[test]
fn a_seed_is_refused_where_everybody_is_needed_and_a_key_where_not() {
    let hall = Hall::new();
    let seed = hall.path("any.seed");
    fs::write(&seed, "8UUg5BwMw9q4Ptppdm8AsC").expect("written");
    let said = step(&hall, "trustee-1", &seed).complaint();
    assert!(said.contains("各人自己生成密钥"), "{said}");
    let key = hall.path("single.key");
    run("trustee new --key", &[&key]).good();
    let said = step(&hall, "trustee-1", &key).complaint();
    assert!(said.contains("不是种子"), "{said}");
    fs::write(hall.path("note"), "milk, bread").expect("written");
    let said = step(&hall, "trustee-1", &hall.path("note")).complaint();
    assert!(said.contains("PY2") && !said.contains("milk"), "{said}");
}

#[test]
fn the_demonstration_is_played_with_two_of_three_scrutineers() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let said = run("demo --once --threshold 2 --data", &[&data]).good();
    assert!(said.contains("任意 2 位可以解密"), "{said}");
    let said = run("verify --json", &[&data.join("out")]).good();
    let report: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(report["ok"], true);
    let archive = data.join("out/archives/round-1-town.bel");
    let text = String::from_utf8_lossy(&fs::read(&archive).expect("an archive")).into_owned();
    assert!(text.contains("[[\"Pedersen\","));
    assert_eq!(text.matches("\"PartialDecryption\"").count(), 2);
    assert!(check(&archive) > 0);
}
