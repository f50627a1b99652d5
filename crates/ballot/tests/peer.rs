//! Crossings with `belenios-tool`, the program of the authors of the protocol: what one makes, the other
//! accepts. `tools/belenios-tool.sh` finds or fetches it.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pingyi_ballot::{
    Credential, Election, EncryptedTally, PartialDecryption, TallyResult, TrusteeKey,
    TrusteePublicKey, Trustees, Verified, VerifyOptions, check_ballot, verify_archive,
};
use support::{Meeting, Seeded, archive, grades, varied};

/// belenios-tool in a directory of its own.
struct Peer {
    program: PathBuf,
    directory: tempfile::TempDir,
}

impl Peer {
    fn new() -> Self {
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

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Names with this ending, sorted.
    fn files(&self, ending: &str) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(ending))
            .collect();
        names.sort();
        names
    }

    /// Runs a command line split at spaces; `Err` holds what it wrote to standard error.
    fn attempt(&self, line: &str, input: &[u8]) -> Result<(Vec<u8>, String), String> {
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

    fn run(&self, line: &str, input: &[u8]) -> Vec<u8> {
        self.attempt(line, input)
            .unwrap_or_else(|said| panic!("belenios-tool {line}: {said}"))
            .0
    }

    fn event(&self, kind: &str, input: &[u8]) {
        self.run(&format!("archive add-event --type={kind}"), input);
    }

    /// What a careful caller concludes from `election verify`.
    fn accepts_archive(&self) -> bool {
        self.attempt("election verify", b"")
            .is_ok_and(|(_, said)| said.contains("all checks passed"))
    }

    fn accepts_ballot(&self, raw: &[u8]) -> bool {
        self.write("ballot", raw)
            .attempt("election verify-ballot --ballot ballot", b"")
            .is_ok()
    }

    /// The archive the peer holds, verified by us.
    fn verify(&self) -> Verified {
        let name = self.files(".bel").remove(0);
        verify_archive(self.read(&name).as_slice(), VerifyOptions::default())
            .unwrap_or_else(|fault| panic!("{fault}"))
    }

    fn privates(&self) -> Vec<Credential> {
        let all: std::collections::BTreeMap<String, String> =
            serde_json::from_slice(&self.read("private_creds.json")).unwrap();
        all.values()
            .map(|code| Credential::parse(code).unwrap())
            .collect()
    }

    /// Credentials, trustees already in `trustees.json`, election, `Setup` event.
    fn set_up(&self, template: &serde_json::Value, voters: &str) -> Election {
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

fn line(bytes: &[u8]) -> Vec<u8> {
    [bytes, b"\n"].concat()
}

fn trim(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii_end()
}

fn template() -> serde_json::Value {
    serde_json::json!({
        "description": "另一个程序的“选举”\t\u{7f}", "name": "名称",
        "questions": [
            {"answers": ["优秀", "良好"], "min": 0, "max": 1, "question": "一"},
            {"answers": ["a", "b", "c"], "blank": true, "min": 1, "max": 2, "question": "二"}
        ],
        "administrator": "\"引号\"", "credential_authority": "权"
    })
}

#[test]
fn the_peer_accepts_our_archives_and_every_ballot_in_them() {
    for (seed, questions) in [
        ("8 contests", grades(8, 1)),
        ("blank contests", grades(2, 0)),
        ("varied", varied()),
    ] {
        let mut meeting = Meeting::new(seed, questions, 4, 3);
        let mut ballots = Vec::new();
        for voter in [0, 1, 2, 1] {
            let choices = meeting.choices();
            ballots.push(meeting.encrypt(voter, &choices));
        }
        let name = format!("{}.bel", meeting.election.id());
        let peer = Peer::new();
        let (_, opened) = meeting.open(&[]);
        peer.write(&name, archive(opened));
        for raw in &ballots {
            assert!(peer.accepts_ballot(raw), "{seed}");
        }
        assert!(
            !peer.accepts_ballot(&ballots[0][1..]),
            "the peer can refuse"
        );
        let (records, _) = meeting.board(&ballots);
        peer.write(&name, archive(records.clone()));
        assert!(peer.accepts_archive(), "{seed}");
        let without_tally = &records[..records.len() - 2 - 3 * 3 - 3];
        peer.write(&name, archive(without_tally.to_vec()));
        assert!(peer.accepts_archive(), "{seed}, before the tally");
        assert_eq!(peer.verify().sums, None);
    }
}

#[test]
fn we_accept_ballots_the_peer_makes_with_our_credentials() {
    for (seed, questions) in [("grades", grades(8, 1)), ("varied", varied())] {
        let mut meeting = Meeting::new(seed, questions, 2, 1);
        let peer = Peer::new();
        let (_, opened) = meeting.open(&[]);
        peer.write(&format!("{}.bel", meeting.election.id()), archive(opened));
        for _ in 0..3 {
            let choices = meeting.choices();
            peer.write("code", meeting.credentials[1].expose())
                .write("choices", serde_json::to_string(&choices).unwrap());
            let raw = peer.run(
                "election generate-ballot --privcred code --choice choices",
                b"",
            );
            let ballot = check_ballot(&meeting.election, &meeting.roll, trim(&raw)).unwrap();
            assert_eq!(
                ballot.credential,
                meeting.credentials[1].public(meeting.election.id())
            );
            let (_, result) = meeting.board(&[trim(&raw).to_vec()]);
            let expected: Vec<Vec<u64>> = choices
                .iter()
                .map(|bits| bits.iter().map(|&bit| bit.into()).collect())
                .collect();
            assert_eq!(result.sums(), expected);
        }
    }
}

/// Votes, revotes, tally, decryption and result by the peer alone; returns the sums it published.
fn play(peer: &Peer, decrypt: impl Fn(&Peer)) -> Vec<Vec<u64>> {
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

#[test]
fn we_accept_an_archive_the_peer_made_alone() {
    let peer = Peer::new();
    for _ in 0..2 {
        peer.run("setup generate-trustee-key --group Ed25519", b"");
    }
    let keys: Vec<u8> = peer
        .files(".pubkey")
        .iter()
        .flat_map(|name| peer.read(name))
        .collect();
    peer.write("public_keys.jsons", keys)
        .run("setup make-trustees", b"");
    peer.set_up(&template(), "v1\nv2\nv3\nv4\nv5\n");
    let sums = play(&peer, |peer| {
        for (index, key) in peer.files(".privkey").iter().enumerate() {
            let owner = index + 1;
            let share = peer.run(
                &format!("election decrypt --privkey {key} --trustee-id {owner}"),
                b"",
            );
            peer.event("PartialDecryption", &share);
        }
    });
    let verified = peer.verify();
    assert_eq!(verified.sums, Some(sums));
    assert_eq!(
        (verified.ballots, verified.revotes, verified.roll.len()),
        (4, 1, 5)
    );
}

#[test]
fn we_accept_a_weighted_archive_of_the_peer() {
    let peer = Peer::new();
    peer.run("setup generate-trustee-key --group Ed25519", b"");
    peer.write("public_keys.jsons", peer.read(&peer.files(".pubkey")[0]))
        .run("setup make-trustees", b"");
    peer.set_up(&template(), "a@example.com,v1,3\na@example.com,v2,2000000000\na@example.com,v3,1\na@example.com,v4,40\n");
    let sums = play(&peer, |peer| {
        let key = &peer.files(".privkey")[0];
        peer.event(
            "PartialDecryption",
            &peer.run(
                &format!("election decrypt --privkey {key} --trustee-id 1"),
                b"",
            ),
        );
    });
    let verified = peer.verify();
    assert_eq!(verified.sums.as_ref(), Some(&sums));
    assert_eq!(verified.tally.unwrap().total_weight, 2_000_000_044);
}

/// The peer's key ceremony for a group of three of which two suffice, and one trustee always needed.
fn threshold(peer: &Peer) {
    let step = |options: &str, input: &[u8]| {
        peer.run(
            &format!("setup generate-trustee-key-threshold --group Ed25519 {options}"),
            input,
        )
    };
    let join = |parts: &[Vec<u8>]| parts.concat();
    let ids: Vec<String> = (1..=3)
        .map(|member| {
            String::from_utf8(step(
                &format!("--threshold-context {member}/2/3 --step 1"),
                b"",
            ))
            .unwrap()
            .trim()
            .to_owned()
        })
        .collect();
    let certificates: Vec<_> = ids
        .iter()
        .map(|id| peer.read(&format!("{id}.cert")))
        .collect();
    peer.write("certs.jsons", join(&certificates));
    step("--certs certs.jsons --step 2", b"");
    let polynomials: Vec<_> = (1..)
        .zip(&ids)
        .map(|(member, id)| {
            step(
                &format!(
                    "--threshold-context {member}/2/3 --certs certs.jsons --key {id}.key --step 3"
                ),
                b"",
            )
        })
        .collect();
    peer.write("polynomials.jsons", join(&polynomials));
    step(
        "--certs certs.jsons --step 4 --polynomials polynomials.jsons",
        b"",
    );
    let outputs: Vec<_> = ids
        .iter()
        .map(|id| {
            let input = peer.read(&format!("{id}.vinput"));
            let output = step(
                &format!("--certs certs.jsons --key {id}.key --step 5"),
                &input,
            );
            peer.write(&format!("{id}.voutput"), &output);
            output
        })
        .collect();
    let parameters = step(
        "--certs certs.jsons --step 6 --polynomials polynomials.jsons",
        &join(&outputs),
    );
    peer.write("threshold.json", parameters);
    peer.run("setup generate-trustee-key --group Ed25519", b"");
    peer.write("public_keys.jsons", peer.read(&peer.files(".pubkey")[0]))
        .run("setup make-trustees", b"");
}

#[test]
fn we_accept_a_threshold_archive_of_the_peer() {
    let peer = Peer::new();
    threshold(&peer);
    peer.set_up(&template(), "v1\nv2\nv3\nv4\nv5\n");
    let group = peer.files(".cert");
    let sums = play(&peer, |peer| {
        let key = &peer.files(".privkey")[0];
        peer.event(
            "PartialDecryption",
            &peer.run(
                &format!("election decrypt --privkey {key} --trustee-id 1"),
                b"",
            ),
        );
        // The members are numbered in the order of their certificates.
        let certificates = String::from_utf8(peer.read("certs.jsons")).unwrap();
        for name in group.iter().rev().take(2) {
            let id = name.trim_end_matches(".cert");
            let certificate = String::from_utf8(peer.read(name)).unwrap();
            let member = certificates
                .lines()
                .position(|line| line == certificate.trim())
                .unwrap()
                + 1;
            let owner = member + 1;
            let share = peer.run(
                &format!("election decrypt-threshold --key {id}.key --decryption-key {id}.dkey --trustee-id {owner}"),
                b"",
            );
            peer.event("PartialDecryption", &share);
        }
    });
    let verified = peer.verify();
    assert_eq!(verified.sums, Some(sums));
    assert_eq!(verified.trustees.len(), 4);
    // What we write is what we read, and every part of it is proved.
    let published = verified.trustees.to_bytes();
    let raw = peer.read(&peer.files(".bel")[0]);
    assert!(
        raw.windows(published.len())
            .any(|window| window == published)
    );
    for at in (0..published.len()).step_by(41) {
        let mut changed = published.clone();
        changed[at] ^= 1;
        assert!(Trustees::parse(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn keys_and_decryptions_cross_both_ways() {
    let mut rng = Seeded::new("crossing keys");
    let peer = Peer::new();
    peer.run("setup generate-trustee-key --group Ed25519", b"");
    let (their_public, their_private) = (
        peer.files(".pubkey").remove(0),
        peer.files(".privkey").remove(0),
    );
    let theirs = TrusteePublicKey::parse(trim(&peer.read(&their_public))).unwrap();
    let their_key =
        TrusteeKey::from_backup(&String::from_utf8(peer.read(&their_private)).unwrap()).unwrap();
    assert_eq!(their_key.public_key(), *theirs.key());
    let our_key = TrusteeKey::generate(&mut rng);
    let ours = our_key.public(&mut rng).with_name("监票人");
    peer.write(
        "public_keys.jsons",
        [peer.read(&their_public), line(ours.to_json().as_bytes())].concat(),
    );
    peer.run("setup make-trustees", b"");
    peer.write("our.key", our_key.to_private_key_file());
    let election = peer.set_up(&template(), "v1\nv2\nv3\nv4\nv5\n");
    let sums = play(&peer, |peer| {
        let verified = peer.verify();
        let tally: EncryptedTally = verified.tally.unwrap();
        // Each key in the other program.
        let by_us = our_key.decrypt(&election, &tally, &mut Seeded::new("share"));
        let by_them = peer.run("election decrypt --privkey our.key --trustee-id 2", b"");
        let by_them: Vec<&[u8]> = by_them.split(|&byte| byte == b'\n').collect();
        PartialDecryption::parse(by_them[0])
            .unwrap()
            .check(&election, &tally, &ours)
            .unwrap();
        let of_them = their_key.decrypt(&election, &tally, &mut Seeded::new("their share"));
        let mut head = verified.head;
        for (owner, share) in [(1, of_them), (2, by_us)] {
            let records = head.partial_decryption(owner, &share);
            peer.event(
                "PartialDecryption",
                &[line(&records[0].bytes), line(&records[1].bytes)].concat(),
            );
        }
    });
    let verified = peer.verify();
    assert_eq!(verified.sums, Some(sums));
    assert_eq!(verified.trustees.owner(2).unwrap().name(), Some("监票人"));
}

#[test]
fn an_election_without_ballots_is_tallied_by_both() {
    let mut meeting = Meeting::new("nobody came", grades(2, 1), 2, 2);
    let (records, result) = meeting.board(&[]);
    assert_eq!(result.sums(), [[0; 4]; 2]);
    let peer = Peer::new();
    peer.write(&format!("{}.bel", meeting.election.id()), archive(records));
    assert!(peer.accepts_archive());
    assert_eq!(peer.verify().sums, Some(vec![vec![0; 4]; 2]));
}
