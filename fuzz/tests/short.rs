//! Every target for a fixed number of inputs, the same in every run, and first of all what once failed.
//!
//! `PINGYI_FUZZ_SEED` and `PINGYI_FUZZ_FACTOR` ask for others and for more.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use pingyi_fuzz::random::Random;
use pingyi_fuzz::target::{TARGETS, Target, target};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// Runs an input; a failure is told with the file that holds it.
fn run(target: &Target, input: &[u8], origin: &str) -> &'static str {
    catch_unwind(AssertUnwindSafe(|| (target.run)(input))).unwrap_or_else(|_| {
        let path = std::env::temp_dir().join(format!("pingyi-{}-crash", target.name));
        std::fs::write(&path, input).expect("the input is kept");
        panic!(
            "{}: {origin} fails; kept as {}",
            target.name,
            path.display()
        );
    })
}

fn short(name: &str) {
    let target = target(name).expect("a target");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("regressions")
        .join(name);
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a regression").path();
        run(
            target,
            &std::fs::read(&path).expect("a file"),
            &path.display().to_string(),
        );
    }
    let seeds = (target.seeds)();
    for (index, seed) in seeds.iter().enumerate() {
        run(target, seed, &format!("seed {index}"));
    }
    let first = setting("PINGYI_FUZZ_SEED", 1);
    let inputs = target.short * setting("PINGYI_FUZZ_FACTOR", 1);
    println!("{name}: {inputs} inputs from PINGYI_FUZZ_SEED={first}");
    let mut reasons = BTreeMap::new();
    for number in 0..inputs {
        let mut random = Random::new(first.wrapping_mul(1 << 32) + number);
        let mut input = random.pick(&seeds).clone();
        for _ in 0..=usize::from(random.once_in(3)) {
            (target.mutate)(&mut input, &mut random);
        }
        let reached = run(target, &input, &format!("input {number} of seed {first}"));
        *reasons.entry(reached).or_insert(0u64) += 1;
    }
    println!("{name}: {reasons:?}");
    for reason in target.reaches {
        let is_it = |code: &&str| *code == *reason || code.ends_with(&format!("-{reason}"));
        assert!(
            reasons.keys().any(is_it),
            "{name} never reached {reason}: {reasons:?}"
        );
    }
}

macro_rules! short {
    ($($name:ident),*) => {
        $(#[test] fn $name() { short(stringify!($name)); })*

        #[test]
        fn every_target_is_run() {
            let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

short!(
    archive, ballot, point, scalar, election, trustees, roll, tally, secret, card, ceremony, hints
);
