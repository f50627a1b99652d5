//! `pingyi trustee`: scrutineers without a browser, through a whole meeting played at the command line.

use crate::support::{
    hall::{Hall, PASSWORD, is_private},
    program::{Said, run, run_with},
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

/// `pingyi trustee decrypt` at an address.
pub fn decrypt(url: &str, login: &str, key: &Path) -> Said {
    let words = format!("trustee decrypt --url {url} --login {login} --cycle hall --key");
    run_with(&words, &[key], PASSWORD)
}

/// Keys of both trustees, made and handed in.
fn keys(hall: &Hall) -> Vec<PathBuf> {
    let made = ["trustee-1", "trustee-2"].map(|login| {
        let key = hall.path(&format!("{login}.key"));
        let words = format!(
            "trustee new --url {} --login {login} --cycle hall --key",
            hall.server.url
        );
        let said = run_with(&words, &[&key], PASSWORD).good();
        let public: Value = serde_json::from_str(&said).expect("the public key is JSON");
        let secret = fs::read_to_string(&key).expect("the key");
        assert!(!secret.trim().is_empty() && !public.to_string().contains(secret.trim()));
        assert!(is_private(&key));
        key
    });
    made.into()
}

/// Slips made, handed in, rounds frozen; the file with the codes.
pub fn slips(hall: &Hall) -> PathBuf {
    let out = hall.path("slips");
    run(
        "credentials make --keep-codes --request {} --out",
        &[&hall.request(), &out],
    )
    .good();
    let upload = fs::read(out.join("upload.json")).expect("the upload");
    let upload: Value = serde_json::from_slice(&upload).expect("JSON");
    hall.organiser.post("/api/cycles/hall/credentials", &upload);
    hall.organiser
        .post("/api/cycles/hall/rounds/freeze", &json!({}));
    out.join("slips.json")
}

/// Opens a round, everybody votes, closes it.
pub fn vote(hall: &Hall, round: u32, slips: &Path) {
    hall.run(round, "open", &json!({ "minutes": 5 }));
    let words = format!("load --url {} --round {round} --slips", hall.server.url);
    run(&words, &[slips]).good();
    hall.run(round, "close", &json!({}));
}

/// The rehearsal, and everybody in the hall.
pub fn rehearse(hall: &Hall, slips: &Path, keys: &[PathBuf]) {
    vote(hall, 0, slips);
    for (key, login) in keys.iter().zip(["trustee-1", "trustee-2"]) {
        decrypt(&hall.server.url, login, key).good();
    }
    hall.organiser
        .post("/api/cycles/hall/rehearsal/clear", &json!({}));
    let seats = hall.organiser.get("/api/cycles/hall/attendance");
    let seats = seats.as_array().expect("seats");
    let changes: Vec<Value> = seats
        .iter()
        .map(|one| json!({ "seat": one["seat"], "present": true }))
        .collect();
    hall.organiser.put(
        "/api/cycles/hall/attendance",
        &json!({ "changes": changes }),
    );
    for group in ["organiser", "village-1", "village-2"] {
        let people = seats.iter().filter(|one| one["group"] == group).count();
        hall.organiser.put(
            &format!("/api/cycles/hall/slip-groups/{group}/issue"),
            &json!({ "issued": people }),
        );
    }
}

#[test]
fn a_meeting_is_played_with_the_command_line_alone() {
    let hall = Hall::new();
    let url = hall.server.url.clone();
    let keys = keys(&hall);
    let slips = slips(&hall);
    rehearse(&hall, &slips, &keys);
    let said = decrypt(&url, "trustee-1", &keys[0]).good();
    assert!(said.contains("没有等您解密"), "nothing waits yet: {said}");
    vote(&hall, 1, &slips);

    let stranger = hall.path("stranger.key");
    run("trustee new --key", &[&stranger]).good();
    let said = decrypt(&url, "trustee-1", &stranger).complaint();
    assert!(said.contains("--key") && said.contains("私钥"), "{said}");
    // Of this meeting, but somebody else's.
    let said = decrypt(&url, "trustee-1", &keys[1]).complaint();
    assert!(said.contains("decryption_invalid"), "{said}");
    let note = hall.path("note.txt");
    fs::write(&note, "milk, bread").expect("written");
    assert!(
        !decrypt(&url, "trustee-1", &note)
            .complaint()
            .contains("milk")
    );

    for (key, login) in keys.iter().zip(["trustee-1", "trustee-2"]) {
        let said = decrypt(&url, login, key).good();
        assert!(
            said.contains("4 票"),
            "the number to compare with the hall screen: {said}"
        );
    }
    let revealed = hall.run(1, "reveal", &json!({ "all": true }));
    assert_eq!(revealed["state"], "revealed");
    let results = hall.server.anybody().get("/api/cycles/hall/results");
    let round = &results["rounds"][0];
    assert_eq!(round["ranking"].as_array().map(Vec::len), Some(3));
    let archive = hall.path("village.bel");
    let path = round["archives"][0]["url"].as_str().expect("an address");
    fs::write(&archive, hall.organiser.bytes(path)).expect("written");
    run("verify", &[&archive]).good();
}

#[test]
fn a_key_is_kept_private_and_backed_up_on_paper() {
    let hall = Hall::new();
    let key = hall.path("new.key");
    let words = format!(
        "trustee new --url {} --login trustee-1 --cycle hall --key",
        hall.server.url
    );
    let said = run_with(&words, &[&key], "a wrong password").complaint();
    assert!(!key.exists(), "no key is left that nobody knows: {said}");

    let said = run("trustee new --key", &[&key]).good();
    assert!(
        said.starts_with('{') && said.contains("pok"),
        "public key with its proof: {said}"
    );
    let secret = fs::read_to_string(&key).expect("the key");
    let again = run("trustee new --key", &[&key]).complaint();
    assert!(again.contains("new.key"), "{again}");
    assert_eq!(
        fs::read_to_string(&key).expect("the key"),
        secret,
        "a key is never overwritten"
    );

    let sheet = hall.path("backup.pdf");
    let words = "trustee backup --name 监票人甲 --event 小会 --date 2022-11-24 --key {} --out";
    let said = run(words, &[&key, &sheet]).good();
    assert!(!said.contains(secret.trim()));
    assert!(is_private(&sheet) && fs::read(&sheet).expect("a sheet").starts_with(b"%PDF-"));
    run(words, &[&key, &sheet]).complaint();
    let said = run(
        words.replace("2022-11-24", "24.11.2022").as_str(),
        &[&key, &sheet],
    )
    .complaint();
    assert!(said.contains("24.11.2022"), "{said}");
}

/// A server that answers like the real one but shows another board. What it was sent is kept.
fn liar(tasks: Vec<u8>, board: Vec<u8>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    std::thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let mut stream = BufReader::new(stream);
            let mut lines = Vec::new();
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
                    break;
                }
                lines.push(line.trim().to_ascii_lowercase());
            }
            let length = lines
                .iter()
                .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            stream.read_exact(&mut body).expect("a body");
            let first = lines.first().cloned().unwrap_or_default();
            let answer = match &first {
                one if one.contains("trustee-tasks") => &tasks[..],
                one if one.contains("archive") => &board[..],
                _ => b"{}",
            };
            kept.lock().expect("no panic").push(first);
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            let out = stream.get_mut();
            let _ = out
                .write_all(head.as_bytes())
                .and_then(|()| out.write_all(answer));
        }
    });
    (url, asked)
}

#[test]
fn nothing_is_decrypted_for_a_server_whose_board_does_not_verify() {
    let hall = Hall::new();
    let keys = keys(&hall);
    let slips = slips(&hall);
    vote(&hall, 0, &slips);
    let trustee = hall.session("trustee-1");
    let tasks = trustee.bytes("/api/cycles/hall/trustee-tasks");
    let list: Value = serde_json::from_slice(&tasks).expect("JSON");
    let id = list[0]["box"].as_str().expect("a box").to_owned();
    let board = trustee.bytes(&format!("/api/boxes/{id}/archive"));

    let mut changed = board.clone();
    let middle = changed.len() / 2;
    let digit = (middle..changed.len())
        .find(|&at| changed[at].is_ascii_digit())
        .expect("a digit");
    changed[digit] = if changed[digit] == b'1' { b'2' } else { b'1' };
    let cut = board[..board.len() / 2].to_vec();
    // The board of a real election, but not of the one it is said to be.
    let mut other = list.clone();
    other[0]["election"] = json!(
        list[0]["election"]
            .as_str()
            .expect("text")
            .replace("小会", "大会")
    );
    let other = other.to_string().into_bytes();
    for (tasks, board) in [
        (tasks.clone(), changed),
        (tasks.clone(), cut),
        (other, board.clone()),
    ] {
        let (url, asked) = liar(tasks, board);
        decrypt(&url, "trustee-1", &keys[0]).complaint();
        let asked = asked.lock().expect("no panic").join("\n");
        assert!(asked.contains("archive"), "{asked}");
        assert!(
            !asked.contains("partial-decryptions"),
            "no share leaves the device: {asked}"
        );
    }
    // The same server with the true board gets a share.
    let (url, asked) = liar(tasks, board);
    decrypt(&url, "trustee-1", &keys[0]).good();
    assert!(
        asked
            .lock()
            .expect("no panic")
            .join("\n")
            .contains("partial-decryptions")
    );
}
