//! Meetings played once for each build of the program, and copies of them.

use super::{
    program::{pingyi, run, run_with},
    server::Server,
    session::Session,
};
use pingyi_ballot::{Credential, Election, Roll, encrypt_ballot};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::Stdio,
};

/// A folder that one test fills and all use, for this build of the program.
fn kept(name: &str, fill: impl FnOnce(&Path)) -> PathBuf {
    let program = fs::metadata(env!("CARGO_BIN_EXE_pingyi")).expect("the program is built");
    let built = program
        .modified()
        .expect("files have times")
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_nanos();
    let all = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock = fs::File::create(all.join(format!("{name}.lock"))).expect("a lock file");
    lock.lock().expect("locked");
    let folder = all.join(format!("{name}-{built}"));
    if !folder.join("filled").exists() {
        for old in fs::read_dir(all).expect("the folder is there") {
            let old = old.expect("an entry").path();
            let kin = old
                .file_name()
                .is_some_and(|one| one.to_string_lossy().starts_with(&format!("{name}-")));
            if kin && old.is_dir() {
                fs::remove_dir_all(old).expect("removed");
            }
        }
        fs::create_dir_all(&folder).expect("made");
        fill(&folder);
        fs::write(folder.join("filled"), "").expect("written");
    }
    folder
}

/// The Haiyang meeting, played to its end: the folder of its data. To be read only.
pub fn played() -> PathBuf {
    let folder = kept("played", |folder| {
        run("demo --once --data", &[&folder.join("data")]).good();
    });
    folder.join("data")
}

/// The same with the composite card: the folder of its data. To be read only.
pub fn composite() -> PathBuf {
    let folder = kept("composite", |folder| {
        run("demo --once --composite --data", &[&folder.join("data")]).good();
    });
    folder.join("data")
}

/// The same where turnout does not allow to publish everything, with these least numbers of ballots for opening, means
/// and counts: the folder of its data. 16 organisers vote in each round, and 75 secretaries or more. To be read only.
pub fn withheld(name: &str, [open, mean, histogram]: [u32; 3]) -> PathBuf {
    let folder = kept(name, |folder| {
        let card = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../fixtures/haiyang-2022/rule-card.json"
        );
        let text = fs::read_to_string(card).expect("the card of the demonstration");
        let mut card: Value = serde_json::from_str(&text).expect("JSON");
        card["thresholds"] = json!({ "open": open, "mean": mean, "histogram": histogram });
        let rules = folder.join("rules.json");
        fs::write(&rules, card.to_string()).expect("written");
        let data = folder.join("data");
        run("demo --once --rules", &[&rules, Path::new("--data"), &data]).good();
    });
    folder.join("data")
}

/// A copy of a whole published package that a test may spoil.
pub fn copied(out: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        fs::create_dir_all(copy.path().join(&folder)).expect("made");
        for one in fs::read_dir(out.join(&folder)).expect("a folder") {
            let name = folder.join(one.expect("an entry").file_name());
            if out.join(&name).is_dir() {
                folders.push(name);
            } else {
                fs::copy(out.join(&name), copy.path().join(&name)).expect("copied");
            }
        }
    }
    copy
}

/// A copy of the published package that a test may spoil.
pub fn package() -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    let out = played().join("out");
    fs::create_dir(copy.path().join("archives")).expect("made");
    for name in ["ranking.json", "rule-card.json"] {
        fs::copy(out.join(name), copy.path().join(name)).expect("copied");
    }
    for one in fs::read_dir(out.join("archives")).expect("archives") {
        let one = one.expect("an entry");
        let to = copy.path().join("archives").join(one.file_name());
        fs::copy(one.path(), to).expect("copied");
    }
    copy
}

/// The Haiyang meeting on its morning: rehearsed, people present, slips drawn, served from a copy of its data.
pub struct Meeting {
    pub server: Server,
    pub folder: tempfile::TempDir,
    facts: Value,
}

impl Meeting {
    /// A copy of the meeting, served.
    pub fn rehearsed() -> Self {
        let source = kept("rehearsed", |folder| {
            let mut child = pingyi()
                .args([
                    "demo",
                    "--until",
                    "rehearsed",
                    "--print-json",
                    "--port",
                    "0",
                ])
                .arg("--data")
                .arg(folder.join("data"))
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            let mut facts = String::new();
            let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
            out.read_line(&mut facts).expect("the facts");
            child.kill().expect("it runs");
            child.wait().expect("it ends");
            serde_json::from_str::<Value>(&facts).expect("the facts are JSON");
            fs::write(folder.join("facts.json"), facts).expect("written");
        });
        let folder = tempfile::tempdir().expect("a folder");
        for one in fs::read_dir(source.join("data")).expect("the data") {
            let one = one.expect("an entry");
            if one.file_type().expect("a type").is_file() {
                fs::copy(one.path(), folder.path().join(one.file_name())).expect("copied");
            }
        }
        let facts = fs::read_to_string(source.join("facts.json")).expect("the facts");
        Self {
            server: Server::start(folder.path()),
            folder,
            facts: serde_json::from_str(&facts).expect("JSON"),
        }
    }

    pub fn cycle(&self) -> &str {
        self.facts["cycle"].as_str().expect("a code")
    }

    /// Login and password of the trustees, and their keys.
    pub fn trustees(&self) -> Vec<(&str, &str, &str)> {
        self.facts["trustees"]
            .as_array()
            .expect("trustees")
            .iter()
            .map(|one| {
                let field = |name: &str| one[name].as_str().expect("a text");
                (field("login"), field("password"), field("backup"))
            })
            .collect()
    }

    /// Password of an account.
    pub fn password(&self, login: &str) -> &str {
        let accounts = self.facts["accounts"].as_array().expect("accounts");
        let found = accounts.iter().find(|one| one["login"] == login);
        found.expect("an account")["password"]
            .as_str()
            .expect("a password")
    }

    /// Somebody's session.
    pub fn session(&self, login: &str) -> Session {
        let session = self.server.anybody();
        assert_eq!(session.sign_in(login, self.password(login)), 200);
        session
    }

    /// Codes of the slips in a group's box, without spares.
    pub fn slips(&self, group: &str) -> Vec<&str> {
        let all = self.facts["slips"].as_array().expect("slips");
        let own = all
            .iter()
            .filter(|one| one["group"] == group && one["spare"] == false);
        own.map(|one| one["code"].as_str().expect("a code"))
            .collect()
    }

    /// A round by number.
    pub fn round(&self, number: u32) -> Value {
        let path = format!("/api/cycles/{}/rounds", self.cycle());
        let rounds = self.session("host").get(&path);
        let found = rounds
            .as_array()
            .expect("rounds")
            .iter()
            .find(|one| one["number"] == number);
        found.expect("the round").clone()
    }

    /// The host's button.
    pub fn run(&self, number: u32, action: &str) -> (u16, Value) {
        let id = self.round(number)["id"].as_str().expect("an id").to_owned();
        let body = match action {
            "open" => json!({ "minutes": 10 }),
            "reveal" => json!({ "all": true }),
            _ => json!({}),
        };
        self.session("host").send(
            reqwest::Method::POST,
            &format!("/api/rounds/{id}/{action}"),
            body.to_string(),
        )
    }

    /// Closes a round, opens its sums with the keys of the trustees, announces it.
    pub fn finish(&self, number: u32) {
        let (status, said) = self.run(number, "close");
        assert_eq!(status, 200, "{said}");
        self.finish_sealed(number);
    }

    /// As [`Meeting::finish`], of a round that is closed already.
    pub fn finish_sealed(&self, number: u32) {
        for (login, password, backup) in self.trustees() {
            let key = self.folder.path().join(format!("{login}.key"));
            fs::write(&key, backup).expect("written");
            let cycle = self.cycle();
            let url = &self.server.url;
            let words =
                format!("trustee decrypt --url {url} --login {login} --cycle {cycle} --key");
            let said = run_with(&words, &[&key], password).good();
            assert_eq!(said.lines().count(), 2, "two boxes: {said}");
        }
        let (status, said) = self.run(number, "reveal");
        assert_eq!(
            (status, &said["state"]),
            (200, &json!("revealed")),
            "{said}"
        );
    }

    /// The boxes of an open round.
    pub fn boxes(&self, number: u32) -> Vec<BallotBox> {
        let anybody = self.server.anybody();
        let round = self.round(number);
        let boxes = round["boxes"].as_array().expect("boxes").iter();
        boxes
            .map(|one| {
                let id = one["id"].as_str().expect("an id").to_owned();
                let election = anybody.bytes(&format!("/api/boxes/{id}/election"));
                let roll = anybody.bytes(&format!("/api/boxes/{id}/roll"));
                BallotBox {
                    election: Election::parse(&election).expect("an election"),
                    roll: Roll::parse(&roll).expect("a roll"),
                    id,
                }
            })
            .collect()
    }

    /// Trackers on a board, in order.
    pub fn board(&self, id: &str) -> Vec<String> {
        let board = self.server.anybody().get(&format!("/api/boxes/{id}/board"));
        let ballots = board["ballots"].as_array().expect("ballots").iter();
        ballots
            .map(|one| one["tracker"].as_str().expect("a tracker").to_owned())
            .collect()
    }
}

/// A box as a phone knows it.
pub struct BallotBox {
    pub id: String,
    pub election: Election,
    pub roll: Roll,
}

impl BallotBox {
    /// A ballot of this slip with the best grade for everybody; nothing when the slip does not vote here.
    pub fn ballot(&self, code: &str) -> Option<Vec<u8>> {
        let secret = Credential::parse(code).expect("a code");
        if !self.roll.contains(&secret.public(self.election.id())) {
            return None;
        }
        let answers: Vec<Vec<u32>> = self
            .election
            .questions()
            .iter()
            .map(|question| {
                (0..question.answers.len())
                    .map(|grade| u32::from(grade == 0))
                    .collect()
            })
            .collect();
        let ballot = encrypt_ballot(&self.election, &secret, &answers, &mut UnwrapErr(SysRng));
        Some(ballot.expect("the answers fit"))
    }
}
