//! What an analysis costs: `cargo bench -p pingyi-diagnostics`.
//!
//! A panel of 25 judges × 32 villages × 5 criteria of 0 to 20, complete and with own towns left out.

#[path = "../tests/support/mod.rs"]
mod support;

use divan::{Bencher, black_box};
use pingyi_diagnostics::{
    Additive, FlagThresholds, Intervals, PanelMean, Rasch, Ratings,
    agreement::{Icc, Level, kendall_w, krippendorff_alpha},
    flags, without_each_judge,
};
use pingyi_ranking::Severity;

fn main() {
    divan::main();
}

fn complete() -> Ratings {
    support::ratings(|_, _, _, given| Some(given))
}

fn own_towns_left_out() -> Ratings {
    support::ratings(|judge, village, _, given| (village % 8 != judge % 8).then_some(given))
}

#[divan::bench]
fn rasch_complete(bencher: Bencher) {
    let ratings = complete();
    bencher.bench_local(|| Rasch::fit(black_box(&ratings)).unwrap());
}

#[divan::bench]
fn rasch_own_towns_left_out(bencher: Bencher) {
    let ratings = own_towns_left_out();
    bencher.bench_local(|| Rasch::fit(black_box(&ratings)).unwrap());
}

#[divan::bench]
fn bootstrap_of_2000_draws(bencher: Bencher) {
    let mean = PanelMean::new(&complete(), &support::panel());
    bencher.bench_local(|| Intervals::of(black_box(&mean), &[0; support::VILLAGES], 2026, 2000));
}

#[divan::bench]
fn bootstrap_of_2000_draws_with_severity(bencher: Bencher) {
    let mut panel = support::panel();
    panel.trim = pingyi_ranking::Trim::None;
    panel.severity = Severity::LeastSquares;
    let mean = PanelMean::new(&own_towns_left_out(), &panel);
    bencher.bench_local(|| Intervals::of(black_box(&mean), &[0; support::VILLAGES], 2026, 2000));
}

#[divan::bench]
fn leaving_out_each_judge(bencher: Bencher) {
    let mean = PanelMean::new(&complete(), &support::panel());
    bencher.bench_local(|| without_each_judge(black_box(&mean), &[0; support::VILLAGES]));
}

#[divan::bench]
fn agreement_of_totals(bencher: Bencher) {
    let totals = complete().totals();
    bencher.bench_local(|| {
        let totals = black_box(&totals);
        (
            kendall_w(totals),
            Icc::of(totals),
            krippendorff_alpha(totals, Level::Interval),
        )
    });
}

#[divan::bench]
fn severity_and_flags(bencher: Bencher) {
    let ratings = complete();
    let rasch = Rasch::fit(&ratings).unwrap();
    bencher.bench_local(|| {
        let totals = ratings.totals();
        let additive = Additive::fit(&totals).unwrap();
        flags(
            &ratings,
            &totals,
            &additive,
            Some(&rasch),
            &FlagThresholds::default(),
        )
    });
}
