//! What an analysis costs: `cargo bench -p pingyi-diagnostics`.
//!
//! A panel of 25 judges × 32 villages × 5 criteria of 0 to 20, complete and with own towns left out; and the whole
//! analysis of the made-up scores of Haiyang.

#[path = "../tests/support/mod.rs"]
mod support;

use divan::{Bencher, black_box};
use pingyi_diagnostics::{
    Additive, Analysis, FlagThresholds, Intervals, PanelMean, Rasch, Ratings,
    agreement::{Icc, Level, kendall_w, krippendorff_alpha},
    flags, without_each_judge,
};
use pingyi_ranking::{Audience, Data, RuleCard, Severity, TableName, Tables, compute};

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

#[divan::bench]
fn whole_analysis_of_haiyang(bencher: Bencher) {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/haiyang-2022");
    let card =
        std::fs::read_to_string(folder.join("composite-card.json")).expect("the card is there");
    let card = RuleCard::parse(&card).expect("a good card");
    let read = |name: TableName| std::fs::read(folder.join("scores").join(name.file_name())).ok();
    let tables: Tables = TableName::ALL
        .into_iter()
        .filter_map(|name| Some((name, read(name)?)))
        .collect();
    let data = Data::read(&card, &tables, Audience::Sealed).expect("good data");
    let computation = compute(&card, &data).expect("a connected design");
    bencher.bench_local(|| Analysis::of(black_box(&card), &data, &computation, 2022));
}
