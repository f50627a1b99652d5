//! A large archive, verified from the disk: time, processor time, and the most memory it took.
//!
//! `cargo bench -p pingyi-ballot --bench large` makes an archive of 10,000 voters with 8 contests × 4 grades (about
//! 200 MB, removed at the end) and verifies it with one thread and two, without and with hints. Each run is a process of
//! its own, so that the memory is that of verifying alone. Another number of voters goes after `--`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use pingyi_ballot::{
    ArchiveWriter, Board, EncryptedTally, HintsWriter, TallyResult, VerifyOptions,
    check_ballot_with_hint, verify_archive,
};
use support::{Meeting, TIMESTAMP, grades};

/// Writes archive and hints ballot by ballot.
fn make(path: &Path, hints: &Path, voters: usize) {
    let mut meeting = Meeting::new("large", grades(8, 1), voters, 3);
    let (mut head, records) = Board::open(&meeting.election, &meeting.trustees, &meeting.roll);
    let out = BufWriter::new(File::create(path).unwrap());
    let mut archive = ArchiveWriter::new(TIMESTAMP, out).unwrap();
    let mut hints = HintsWriter::new(BufWriter::new(File::create(hints).unwrap())).unwrap();
    for record in &records {
        archive.append(record).unwrap();
    }
    let mut raws = Vec::new();
    for voter in 0..voters {
        let choices = meeting.choices();
        let raw = meeting.encrypt(voter, &choices);
        let (ballot, hint) =
            check_ballot_with_hint(&meeting.election, &meeting.roll, &raw).unwrap();
        hints.append(&raw, &hint).unwrap();
        for record in head.ballot(&ballot) {
            archive.append(&record).unwrap();
        }
        raws.push(raw);
    }
    let tally = EncryptedTally::sum_raw(&meeting.election, raws.iter()).unwrap();
    let mut records = head.end_ballots();
    records.extend(head.encrypted_tally(&tally));
    let shares: Vec<_> = (1u32..)
        .zip(&meeting.keys)
        .map(|(owner, key)| {
            (
                owner,
                key.decrypt(&meeting.election, &tally, &mut meeting.rng),
            )
        })
        .collect();
    for (owner, share) in &shares {
        records.extend(head.partial_decryption(*owner, share));
    }
    let result =
        TallyResult::combine(&meeting.election, &tally, &meeting.trustees, &shares).unwrap();
    records.extend(head.result(&result));
    for record in &records {
        archive.append(record).unwrap();
    }
    archive.finish().unwrap().flush().unwrap();
    hints.finish().unwrap().flush().unwrap();
}

/// Verifies in this process and prints what it took.
fn verify(path: &str, threads: usize, hints: Option<&String>) {
    let mut hints = hints.map(|path| BufReader::new(File::open(path).unwrap()));
    let options = VerifyOptions {
        threads,
        hints: hints.as_mut().map(|hints| hints as &mut dyn std::io::Read),
        ..VerifyOptions::default()
    };
    let began = Instant::now();
    let verified = verify_archive(BufReader::new(File::open(path).unwrap()), options).unwrap();
    assert!(verified.finished);
    let took = began.elapsed().as_secs_f64();
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = stat[stat.rfind(')').unwrap()..].split(' ').collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let most = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    println!(
        "{} ballots, {threads} threads, hints for {}: {took:.1} s by the clock, {:.1} s of processor time, most memory {}",
        verified.ballots,
        verified.hinted,
        (ticks(12) + ticks(13)) / 100.0,
        most.trim(),
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    if let [command, path, threads, hints @ ..] = arguments.as_slice()
        && command == "verify"
    {
        return verify(path, threads.parse().unwrap(), hints.first());
    }
    let voters = arguments
        .first()
        .map_or(10_000, |voters| voters.parse().unwrap());
    let place = tempfile::tempdir().unwrap();
    let (archive, hints) = (place.path().join("a.bel"), place.path().join("a.bel.hints"));
    make(&archive, &hints, voters);
    println!("archive {} bytes", archive.metadata().unwrap().len());
    for hints in [None, Some(&hints)] {
        for threads in ["1", "2"] {
            let mut run = Command::new(std::env::current_exe().unwrap());
            run.arg("verify").arg(&archive).arg(threads).args(hints);
            assert!(run.status().unwrap().success());
        }
    }
}
