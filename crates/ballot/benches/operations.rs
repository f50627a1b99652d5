//! What checking costs: each operation, a ballot, and an archive.
//!
//! `cargo bench -p pingyi-ballot --bench operations`. Given an archive (after `--`), measures that one, with and without
//! hints; else one of 119 voters with 8 contests × 4 grades is made. Times are the fastest of many; what takes longer than
//! a slice of the scheduler is measured in processor time, which other programs cannot lengthen.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use pingyi_ballot::{
    Hint, VerifyOptions, check_ballot, check_ballot_with_hint, check_ballots, verify_archive,
};
use support::{Meeting, archive, grades};

/// Seconds of processor time of this process, in ticks of 10 ms.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = stat[stat.rfind(')').unwrap()..].split(' ').collect();
    let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
    (ticks(12) + ticks(13)) / 100.0
}

/// The fastest of many runs, in seconds.
fn fastest(mut run: impl FnMut()) -> f64 {
    run();
    (0..200).fold(f64::MAX, |best, _| {
        let began = Instant::now();
        run();
        best.min(began.elapsed().as_secs_f64())
    })
}

/// The mean processor time of a run, over a second.
fn mean(mut run: impl FnMut()) -> f64 {
    run();
    let (began, mut runs) = (processor(), 0.0);
    while processor() - began < 1.0 {
        run();
        runs += 1.0;
    }
    (processor() - began) / runs
}

/// One thread, and whatever order the roll has.
fn options<'a>() -> VerifyOptions<'a> {
    VerifyOptions {
        threads: 1,
        accept_unsorted_roll: true,
        ..VerifyOptions::default()
    }
}

/// Processor time of verifying an archive made elsewhere, and what hints save. Prints one line for a script.
fn measure_archive(path: &str) {
    let bytes = std::fs::read(path).expect("the archive can be read");
    let mut hints = Vec::new();
    let making = VerifyOptions {
        write_hints: Some(&mut hints),
        ..options()
    };
    let verified = verify_archive(bytes.as_slice(), making).expect("a good archive");
    let ballots = verified.ballots + verified.revotes;
    let without = mean(|| {
        verify_archive(bytes.as_slice(), options()).unwrap();
    });
    let with = mean(|| {
        let mut hints = hints.as_slice();
        let options = VerifyOptions {
            hints: Some(&mut hints),
            ..options()
        };
        assert_eq!(
            verify_archive(bytes.as_slice(), options).unwrap().hinted,
            ballots
        );
    });
    println!(
        "{ballots} ballots: {:.0} ms without hints, {:.0} ms with them",
        without * 1e3,
        with * 1e3
    );
}

fn main() {
    if let Some(path) = std::env::args()
        .nth(1)
        .filter(|argument| !argument.starts_with('-'))
    {
        return measure_archive(&path);
    }
    for (name, count, mut operation) in pingyi_ballot::curve::measure::operations() {
        let took = fastest(&mut operation);
        let took = if took > 1e-3 { mean(operation) } else { took };
        println!("{name:44} {:12.1} ns", took / f64::from(count) * 1e9);
    }
    let mut meeting = Meeting::new("bench", grades(8, 1), 119, 3);
    let raws: Vec<_> = (0..119)
        .map(|voter| {
            let choices = meeting.choices();
            meeting.encrypt(voter, &choices)
        })
        .collect();
    let Meeting { election, roll, .. } = &meeting;
    let say = |name: &str, seconds: f64| println!("{name:44} {:12.3} ms", seconds * 1e3);
    let raw = raws[0].as_slice();
    say(
        "a ballot: check",
        mean(|| drop(check_ballot(election, roll, raw).unwrap())),
    );
    say(
        "a ballot: check and make its hint",
        mean(|| drop(check_ballot_with_hint(election, roll, raw).unwrap())),
    );
    let hints: Vec<Hint> = raws
        .iter()
        .map(|raw| check_ballot_with_hint(election, roll, raw).unwrap().1)
        .collect();
    for batch in [1, 16, 64, 119] {
        let ballots: Vec<_> = raws[..batch]
            .iter()
            .map(Vec::as_slice)
            .zip(hints.iter().map(Some))
            .collect();
        let took = mean(|| {
            let checked = check_ballots(election, roll, &ballots);
            assert!(checked.into_iter().all(|ballot| ballot.unwrap().hinted));
        });
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        say(
            &format!("a ballot: check with hints, {batch} together"),
            took / batch as f64,
        );
    }
    println!(
        "a hint has {} bytes, a ballot {}",
        hints[0].as_bytes().len(),
        raw.len()
    );

    let (records, _) = meeting.board(&raws);
    let bytes = archive(records);
    let mut hints = Vec::new();
    let options = VerifyOptions {
        write_hints: Some(&mut hints),
        ..VerifyOptions::default()
    };
    verify_archive(bytes.as_slice(), options).unwrap();
    for threads in [1, 2] {
        for is_hinted in [false, true] {
            let mut times = Vec::new();
            let processor = mean(|| {
                let mut hints = hints.as_slice();
                let options = VerifyOptions {
                    threads,
                    hints: is_hinted.then_some(&mut hints as &mut dyn std::io::Read),
                    ..VerifyOptions::default()
                };
                let began = Instant::now();
                let verified = verify_archive(bytes.as_slice(), options).unwrap();
                times.push(began.elapsed().as_secs_f64());
                assert_eq!(verified.hinted, if is_hinted { 119 } else { 0 });
            });
            times.sort_by(f64::total_cmp);
            println!(
                "119 ballots, {threads} thread(s), {}: {:.1} ms of processor time, fastest run {:.1} ms",
                if is_hinted { "hints" } else { "no hints" },
                processor * 1e3,
                times[0] * 1e3
            );
        }
    }
}
