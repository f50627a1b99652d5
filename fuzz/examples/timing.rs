//! Does the time of a secret operation depend on the secret? A statistical test in the manner of dudect: the same
//! operation with one fixed secret and with random ones, in random order, and Welch's t of the two sets of times.
//! |t| below 4.5 says that this many measurements show no difference; above 10, that there is one.
//!
//! `cargo run --release -p pingyi-fuzz --example timing [SECONDS PER OPERATION]`, on a quiet machine. A benchmark, not a
//! test: a busy machine drowns differences, and an uneven one invents some.

use std::hint::black_box;
use std::time::{Duration, Instant};

use pingyi_ballot::{Credential, EncryptedTally, Point, Scalar, TrusteeKey, encrypt_ballot};
use pingyi_fuzz::random::Random;
use pingyi_fuzz::support::{Meeting, Seeded, grades};

/// Sums of one of two sets of times.
#[derive(Default, Clone, Copy)]
struct Times {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Times {
    fn add(&mut self, time: f64) {
        self.count += 1.0;
        let delta = time - self.mean;
        self.mean += delta / self.count;
        self.squares += delta * (time - self.mean);
    }

    fn variance(self) -> f64 {
        self.squares / (self.count - 1.0)
    }
}

fn welch([fixed, random]: [Times; 2]) -> f64 {
    (fixed.mean - random.mean)
        / (fixed.variance() / fixed.count + random.variance() / random.count).sqrt()
}

/// Measures `operation` on secrets made by `secret`: the fixed one for `false`, a fresh one for `true`. Times above the
/// threshold (interrupts) are left out; of several thresholds the worst t counts, as in dudect.
fn measure<S, R>(
    name: &str,
    patience: Duration,
    mut secret: impl FnMut(bool) -> S,
    mut operation: impl FnMut(&S) -> R,
) {
    const BATCH: usize = 64;
    let mut random = Random::new(7);
    let mut times: Vec<(bool, f64)> = Vec::new();
    let began = Instant::now();
    while began.elapsed() < patience {
        // Secrets are made before any is measured, in the order in which they are used.
        let batch: Vec<(bool, S)> = (0..BATCH)
            .map(|_| {
                let is_random = random.once_in(2);
                (is_random, secret(is_random))
            })
            .collect();
        for (is_random, secret) in &batch {
            let start = Instant::now();
            let outcome = black_box(operation(black_box(secret)));
            times.push((*is_random, start.elapsed().as_secs_f64() * 1e9));
            drop(outcome);
        }
    }
    let mut sorted: Vec<f64> = times.iter().map(|(_, time)| *time).collect();
    sorted.sort_by(f64::total_cmp);
    let worst = [50, 75, 90, 95, 99, 100].map(|percent| {
        let limit = sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)];
        let mut sets = [Times::default(); 2];
        for (is_random, time) in times.iter().filter(|(_, time)| *time <= limit) {
            sets[usize::from(*is_random)].add(*time);
        }
        welch(sets)
    });
    let t = worst.into_iter().fold(
        0.0f64,
        |worst, t| if t.abs() > worst.abs() { t } else { worst },
    );
    let verdict = match t.abs() {
        t if t < 4.5 => "no difference seen",
        t if t < 10.0 => "doubtful: measure longer, on a quieter machine",
        _ => "DEPENDS ON THE SECRET",
    };
    println!(
        "{name:<34} {:>8} times, median {:>10.0} ns, t = {t:>7.2}: {verdict}",
        times.len(),
        sorted[sorted.len() / 2]
    );
}

fn main() {
    let seconds = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("seconds"));
    let patience = Duration::from_secs(seconds);
    let mut meeting = Meeting::new("timing", grades(1, 1), 1, 1);
    let raw = meeting.encrypt(0, &[vec![0, 1, 0, 0]]);
    let checked = meeting.check(&raw);
    let tally = EncryptedTally::sum(&meeting.election, std::iter::once(&checked));
    let election = &meeting.election;
    let number = |rng: &mut Seeded| Scalar::random(rng);

    let rng = &mut Seeded::new("power");
    measure(
        "a power of the generator",
        patience,
        |is_random| if is_random { number(rng) } else { Scalar::ONE },
        Point::generator_power,
    );
    // The control: variable time on purpose, must be found.
    let rng = &mut Seeded::new("control");
    measure(
        "control: decimal of a number",
        patience / 4,
        |is_random| if is_random { number(rng) } else { Scalar::ONE },
        pingyi_ballot::group::decimal_of_scalar,
    );
    let rng = &mut Seeded::new("credential");
    let fixed = Credential::generate(rng).expose().to_owned();
    measure(
        "a public credential of a code",
        patience,
        |is_random| {
            if is_random {
                Credential::generate(rng)
            } else {
                Credential::parse(&fixed).expect("a code")
            }
        },
        |secret| secret.public(election.id()),
    );
    let credential = &meeting.credentials[0];
    let (choose, encrypt) = (&mut Random::new(9), &mut Seeded::new("choice"));
    measure(
        "a ballot: first grade or any",
        patience,
        |is_random| {
            let mut bits = vec![0u32; 4];
            bits[if is_random { choose.below(4) } else { 0 }] = 1;
            vec![bits]
        },
        |choices| encrypt_ballot(election, credential, choices, encrypt),
    );
    let (rng, encrypt) = (&mut Seeded::new("signer"), &mut Seeded::new("signing"));
    let fixed = Credential::generate(rng).expose().to_owned();
    measure(
        "a ballot: one code or any",
        patience,
        |is_random| {
            if is_random {
                Credential::generate(rng)
            } else {
                Credential::parse(&fixed).expect("a code")
            }
        },
        |secret| encrypt_ballot(election, secret, &[vec![1, 0, 0, 0]], encrypt),
    );
    let (rng, decrypt) = (&mut Seeded::new("trustee"), &mut Seeded::new("decrypting"));
    measure(
        "a decryption: key 1 or any",
        patience,
        |is_random| {
            if is_random {
                TrusteeKey::generate(rng)
            } else {
                TrusteeKey::from_backup("\"1\"").expect("a key")
            }
        },
        |key| key.decrypt(election, &tally, decrypt),
    );
}
