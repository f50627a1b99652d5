//! The demonstration seen by `belenios-tool`, the program of the authors of the protocol. `tools/belenios-tool.sh`
//! finds or fetches it.

use crate::support::{
    archive,
    meeting::{Meeting, played},
    program::run,
};
use pingyi_ballot::{Board, Election, Roll, TrusteeKey, Trustees, write_archive};
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use reqwest::Method;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
};

/// belenios-tool with an archive in a folder of its own.
struct Peer {
    program: PathBuf,
    folder: tempfile::TempDir,
}

impl Peer {
    fn new(election: &str, archive: &[u8]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/belenios-tool.sh");
        let found = Command::new(script).output().expect("the script runs");
        let said = String::from_utf8_lossy(&found.stderr);
        assert!(
            found.status.success(),
            "these tests need belenios-tool 3.x: {said}"
        );
        let program = String::from_utf8(found.stdout).expect("a path");
        let peer = Self {
            program: program.trim().into(),
            folder: tempfile::tempdir().expect("a folder"),
        };
        peer.write(&format!("{election}.bel"), archive);
        peer
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), bytes).expect("written");
    }

    /// Standard output and what it remarked, or what it complained of.
    fn run(&self, line: &str) -> Result<(Vec<u8>, String), String> {
        let output = Command::new(&self.program)
            .args(line.split(' '))
            .current_dir(self.folder.path())
            .env("BELENIOS_USE_URANDOM", "1")
            .output()
            .expect("the peer starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            Ok((output.stdout, said))
        } else {
            Err(said)
        }
    }
}

/// The peer on this archive and every ballot in it; how many there were.
pub fn check(path: &Path) -> usize {
    let bytes = fs::read(path).expect("the archive is there");
    let entries = archive::entries(&bytes);
    let election = archive::election(&entries);
    let id = election["uuid"].as_str().expect("an id");
    let whole = Peer::new(id, &bytes).run("election verify");
    let said = whole
        .unwrap_or_else(|said| panic!("{}: {said}", path.display()))
        .1;
    assert!(
        said.contains("all checks passed"),
        "{}: {said}",
        path.display()
    );
    // A ballot is verified against the board it wants to go on.
    let before = Peer::new(id, &archive::opened(&bytes));
    let ballots = archive::ballots(&entries);
    for ballot in &ballots {
        before.write("ballot", ballot);
        let verified = before.run("election verify-ballot --ballot ballot");
        assert!(verified.is_ok(), "{}: {verified:?}", path.display());
    }
    before.write("ballot", &ballots[0][1..]);
    assert!(
        before
            .run("election verify-ballot --ballot ballot")
            .is_err(),
        "the peer can refuse"
    );
    ballots.len()
}

#[test]
fn the_peer_accepts_every_archive_of_the_meeting_and_every_ballot_in_them() {
    let folder = fs::read_dir(played().join("out/archives")).expect("archives");
    let waiting = Mutex::new(
        folder
            .map(|one| one.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|end| end == "bel"))
            .collect::<Vec<_>>(),
    );
    let next = || waiting.lock().expect("nobody panicked").pop();
    let ballots: usize = std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let work = || {
            std::iter::from_fn(next)
                .map(|path| check(&path))
                .sum::<usize>()
        };
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .map(|one| one.join().expect("accepted"))
            .sum()
    });
    assert_eq!(ballots, 64 + 305);
}

/// The board of a box that nothing is on yet, from what voters and trustees know.
fn opened(meeting: &Meeting, election: &Election, roll: &Roll) -> Vec<u8> {
    let keys = meeting.trustees().into_iter().map(|(login, _, backup)| {
        let key = TrusteeKey::from_backup(backup).expect("a backup");
        key.public(&mut UnwrapErr(SysRng)).with_name(login)
    });
    let trustees = Trustees::single(keys.collect()).expect("trustees");
    let (_, records) = Board::open(election, &trustees, roll);
    let mut archive = Vec::new();
    write_archive(1_669_255_200, records, &mut archive).expect("written");
    archive
}

#[test]
fn a_ballot_the_peer_makes_from_a_slip_is_taken_and_counted() {
    let meeting = Meeting::rehearsed();
    assert_eq!(meeting.run(1, "open").0, 200);
    let slip = meeting.slips("village-2")[0].to_owned();
    let absent = meeting.slips("village-3")[0].to_owned();
    let boxes = meeting.boxes(1);
    let own = boxes
        .iter()
        .find(|one| one.ballot(&slip).is_some())
        .expect("a box for the slip");

    let peer = Peer::new(
        &own.election.id().to_string(),
        &opened(&meeting, &own.election, &own.roll),
    );
    peer.write("code", &slip);
    peer.write("choices", format!("[{}]", ["[0,1,0,0]"; 8].join(",")));
    let made = peer.run("election generate-ballot --privcred code --choice choices");
    let ballot = made
        .expect("the peer makes a ballot")
        .0
        .trim_ascii_end()
        .to_vec();

    let phone = meeting.server.anybody();
    let path = format!("/api/boxes/{}/ballots", own.id);
    let (status, receipt) = phone.send(Method::POST, &path, ballot.clone());
    assert_eq!(status, 201, "{receipt}");
    let (again, same) = phone.send(Method::POST, &path, ballot);
    assert_eq!((again, &same), (200, &receipt));

    // The rest of the hall; the slip that was used is left alone, and the one nobody drew.
    let words = format!(
        "load --url {} --round 1 --except {slip} --except {absent} --slips",
        meeting.server.url
    );
    let said = run(&words, &[&meeting.folder.path().join("slips.json")]).good();
    assert!(said.contains("91 ballots"), "{said}");
    assert_eq!(meeting.board(&own.id)[0], receipt["tracker"]);
    meeting.finish(1);

    let archive = meeting
        .server
        .anybody()
        .bytes(&format!("/api/boxes/{}/archive", own.id));
    let file = meeting.folder.path().join("village.bel");
    fs::write(&file, archive).expect("written");
    assert_eq!(check(&file), 76);
    run("verify", &[&file]).good();
}
