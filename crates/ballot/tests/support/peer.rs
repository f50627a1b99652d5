//! belenios-tool as a peer: a directory it works in, and an election it plays.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pingyi_ballot::{Credential, Election, TallyResult, Verified, VerifyOptions, verify_archive};

/// belenios-tool in a directory of its own.
pub struct Peer {
    program: PathBuf,
    directory: tempfile::TempDir,
}

impl Peer {
    pub fn new() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/belenios-tool.sh");
        let found = Command::new(script)
            .output()
            .expect("tools/belenios-tool.sh runs");
        assert!(
            found.status.success(),
            "the peer tests need belenios-tool 3.x: {}",
            String::from_utf8_lossy(&found.stderr)
        );
        let program = PathBuf::from(String::from_utf8(found.stdout).unwrap().trim());
        Self {
            program,
            directory: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Names with this ending, sorted.
    pub fn files(&self, ending: &str) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(ending))
            .collect();
        names.sort();
        names
    }

    /// Runs a command line split at spaces; `Err` holds what it wrote to standard error.
    pub fn attempt(&self, line: &str, input: &[u8]) -> Result<(Vec<u8>, String), String> {
        self.write("standard-input", input);
        let output = Command::new(&self.program)
            .args(line.split(' '))
            .current_dir(self.directory.path())
            .env("BELENIOS_USE_URANDOM", "1")
            .stdin(Stdio::from(
                std::fs::File::open(self.path("standard-input")).unwrap(),
            ))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            Ok((output.stdout, said))
        } else {
            Err(said)
        }
    }

    pub fn run(&self, line: &str, input: &[u8]) -> Vec<u8> {
        self.attempt(line, input)
            .unwrap_or_else(|said| panic!("belenios-tool {line}: {said}"))
            .0
    }

    pub fn event(&self, kind: &str, input: &[u8]) {
        self.run(&format!("archive add-event --type={kind}"), input);
    }

    /// What a careful caller concludes from `election verify`.
    pub fn accepts_archive(&self) -> bool {
        self.attempt("election verify", b"")
            .is_ok_and(|(_, said)| said.contains("all checks passed"))
    }

    pub fn accepts_ballot(&self, raw: &[u8]) -> bool {
        self.write("ballot", raw)
            .attempt("election verify-ballot --ballot ballot", b"")
            .is_ok()
    }

    /// The archive the peer holds, verified by us.
    pub fn verify(&self) -> Verified {
        let name = self.files(".bel").remove(0);
        verify_archive(self.read(&name).as_slice(), VerifyOptions::default())
            .unwrap_or_else(|fault| panic!("{fault}"))
    }

    pub fn privates(&self) -> Vec<Credential> {
        let all: std::collections::BTreeMap<String, String> =
            serde_json::from_slice(&self.read("private_creds.json")).unwrap();
        all.values()
            .map(|code| Credential::parse(code).unwrap())
            .collect()
    }

    /// Credentials, trustees already in `trustees.json`, election, `Setup` event.
    pub fn set_up(&self, template: &serde_json::Value, voters: &str) -> Election {
        let id = String::from_utf8(self.run("setup generate-token", b"")).unwrap();
        let options = format!("--uuid {} --group Ed25519", id.trim());
        self.write("voters", voters)
            .write("template.json", template.to_string());
        self.run(
            &format!("setup generate-credentials {options} --file voters"),
            b"",
        );
        for (ending, name) in [
            (".pubcreds", "public_creds.json"),
            (".privcreds", "private_creds.json"),
        ] {
            std::fs::rename(self.path(&self.files(ending)[0]), self.path(name)).unwrap();
        }
        self.run(
            &format!("setup make-election {options} --template template.json"),
            b"",
        );
        self.run("archive init", b"");
        self.verify().election
    }
}

pub fn line(bytes: &[u8]) -> Vec<u8> {
    [bytes, b"\n"].concat()
}

pub fn trim(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii_end()
}

pub fn template() -> serde_json::Value {
    serde_json::json!({
        "description": "另一个程序的“选举”\t\u{7f}", "name": "名称",
        "questions": [
            {"answers": ["优秀", "良好"], "min": 0, "max": 1, "question": "一"},
            {"answers": ["a", "b", "c"], "blank": true, "min": 1, "max": 2, "question": "二"}
        ],
        "administrator": "\"引号\"", "credential_authority": "权"
    })
}

/// Votes, revotes, tally, decryption and result by the peer alone; returns the sums it published.
pub fn play(peer: &Peer, decrypt: impl Fn(&Peer)) -> Vec<Vec<u64>> {
    let votes = [
        "[[1,0],[0,1,1,0]]",
        "[[0,1],[1,0,0,0]]",
        "[[0,0],[0,0,0,1]]",
        "[[1,0],[0,1,0,0]]",
    ];
    for (credential, choices) in peer
        .privates()
        .iter()
        .zip(votes)
        .chain([(&peer.privates()[0], "[[0,1],[0,0,1,1]]")])
    {
        peer.write("code", credential.expose())
            .write("choices", choices);
        let raw = peer.run(
            "election generate-ballot --privcred code --choice choices",
            b"",
        );
        peer.event("Ballot", &raw);
    }
    peer.event("EndBallots", b"");
    peer.event(
        "EncryptedTally",
        &peer.run("election compute-encrypted-tally", b""),
    );
    decrypt(peer);
    let result = peer.run("election compute-result", b"");
    peer.event("Result", &result);
    assert!(peer.accepts_archive());
    TallyResult::parse(trim(&result)).unwrap().sums().to_vec()
}
