//! What exact sensitivity costs: `cargo bench -p pingyi-ranking --bench sensitivity`.
//!
//! 32 villages with four components: a mean of 23 sheets, one of 7, a mean of 60 ballots, and a record with decimals.

use divan::{Bencher, black_box};
use pingyi_ranking::{Ratio, Sensitivity};

const VILLAGES: u64 = 32;
const DENOMINATORS: [u64; 4] = [23, 7, 60, 100];

fn main() {
    divan::main();
}

fn values() -> Vec<Vec<Ratio>> {
    // Steps that are prime to each other spread the values over 60 to 95 without repeating.
    (0..VILLAGES)
        .map(|village| {
            let parts = DENOMINATORS.iter().zip([11, 7, 13, 29]);
            parts
                .map(|(denominator, step)| {
                    let above = village * step * 37 % (35 * denominator);
                    Ratio::new(60 * denominator + above, *denominator).expect("not 0")
                })
                .collect()
        })
        .collect()
}

#[divan::bench]
fn all_breakpoints_of_32_villages_and_4_components(bencher: Bencher) {
    let values = values();
    let weights: Vec<Ratio> = ["0.4", "0.2", "0.3", "0.1"]
        .iter()
        .map(|text| text.parse().expect("a number"))
        .collect();
    bencher.bench_local(|| {
        (0..weights.len())
            .map(|moved| {
                Sensitivity::of(black_box(&values), &weights, moved).expect("good weights")
            })
            .collect::<Vec<_>>()
    });
}
