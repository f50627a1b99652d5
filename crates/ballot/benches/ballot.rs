//! One ballot of 8 contests with 4 grades, and the archive of a round of 119.
//!
//! `cargo bench -p pingyi-ballot` (one core: `taskset -c 0`).

#[path = "../tests/support/mod.rs"]
mod support;

use divan::Bencher;
use pingyi_ballot::{
    EncryptedTally, TallyAccumulator, VerifyOptions, check_ballot, encrypt_ballot, verify_archive,
};
use support::{Meeting, archive, grades};

fn main() {
    divan::main();
}

fn round(voters: usize) -> (Meeting, Vec<Vec<u8>>) {
    let mut meeting = Meeting::new("bench", grades(8, 1), voters, 3);
    let ballots = (0..voters)
        .map(|voter| {
            let choices = meeting.choices();
            meeting.encrypt(voter, &choices)
        })
        .collect();
    (meeting, ballots)
}

#[divan::bench]
fn check(bencher: Bencher) {
    let (meeting, ballots) = round(1);
    bencher.bench_local(|| check_ballot(&meeting.election, &meeting.roll, &ballots[0]).unwrap());
}

#[divan::bench]
fn encrypt(bencher: Bencher) {
    let (mut meeting, _) = round(1);
    let choices = meeting.choices();
    let Meeting {
        election,
        credentials,
        rng,
        ..
    } = &mut meeting;
    bencher.bench_local(|| encrypt_ballot(election, &credentials[0], &choices, rng).unwrap());
}

#[divan::bench]
fn add_checked_ballot_to_tally(bencher: Bencher) {
    let (meeting, ballots) = round(1);
    let ballot = meeting.check(&ballots[0]);
    let mut accumulator = TallyAccumulator::new(&meeting.election);
    bencher.bench_local(|| accumulator.add(&ballot));
}

#[divan::bench(sample_count = 10)]
fn close_119_ballots_from_bytes(bencher: Bencher) {
    let (meeting, ballots) = round(119);
    bencher.bench_local(|| EncryptedTally::sum_raw(&meeting.election, ballots.iter()).unwrap());
}

#[divan::bench]
fn decrypt_sums(bencher: Bencher) {
    let (mut meeting, ballots) = round(3);
    let tally = EncryptedTally::sum_raw(&meeting.election, ballots.iter()).unwrap();
    bencher.bench_local(|| meeting.keys[0].decrypt(&meeting.election, &tally, &mut meeting.rng));
}

#[divan::bench(args = [1, 2], sample_count = 5, sample_size = 1)]
fn verify_archive_of_119_ballots(bencher: Bencher, threads: usize) {
    let (mut meeting, ballots) = round(119);
    let (records, _) = meeting.board(&ballots);
    let bytes = archive(records);
    bencher.bench_local(|| {
        verify_archive(
            bytes.as_slice(),
            VerifyOptions {
                threads,
                ..Default::default()
            },
        )
        .unwrap()
    });
}
