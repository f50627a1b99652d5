//! How long a result takes: a very large table, a live contest, judges evened out.
//!
//! ```text
//! cargo bench -p pingyi-ranking --bench scoring
//! ```

use std::fmt::Write as _;

use divan::{Bencher, counter::ItemsCount};
use pingyi_ranking::{
    Audience, Composite, Data, JudgeRecusal, Panel, RankingGroup, Ratio, RuleCard, Severity,
    Source, TableName, Tables, Trim, TrimOn, compute, compute_result,
};

fn main() {
    divan::main();
}

/// Who scores whom.
#[derive(Clone, Copy)]
struct Size {
    judges: usize,
    villages: usize,
    criteria: usize,
}

/// A million scores.
const LARGE: Size = Size {
    judges: 100,
    villages: 1000,
    criteria: 10,
};
/// A meeting: 4,000 scores.
const LIVE: Size = Size {
    judges: 25,
    villages: 32,
    criteria: 5,
};

fn card(size: Size, trim: &str, severity: Severity) -> RuleCard {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/haiyang-2022/composite-card.json"
    );
    let text = std::fs::read_to_string(path).expect("the fixture is there");
    let mut card = RuleCard::parse(&text).expect("the fixture is a good card");
    let composite = card.composite.as_mut().expect("it has one");
    let mut tour = composite.components[0].clone();
    let Source::Panel(panel) = &tour.source else {
        unreachable!("the tour is a panel");
    };
    let criteria = (0..size.criteria).map(|index| {
        let mut criterion = panel.criteria[0].clone();
        criterion.code = format!("criterion-{index}");
        criterion.label = format!("指标{index}");
        criterion.weight = Ratio::new(u32::try_from(index % 3).unwrap_or(0) + 1, 2).expect("not 0");
        criterion
    });
    tour.weight = Ratio::one();
    tour.source = Source::Panel(Panel {
        criteria: criteria.collect(),
        recusal: JudgeRecusal::None,
        on: TrimOn::JudgeTotal,
        trim: serde_json::from_str::<Trim>(trim).expect("a trim"),
        minimum_judges: 3,
        severity,
    });
    *composite = Composite {
        group: RankingGroup::All,
        components: vec![tour],
        ties: vec![pingyi_ranking::TieBreak::KeepTied],
        ..composite.clone()
    };
    RuleCard::parse(&card.canonical_json()).expect("a good card")
}

const DROP: &str = r#"{"drop":{"high":1,"low":1,"at_least":5,"below":"plain_mean"}}"#;

/// Tables of made-up scores, judge by judge; `scores` says who scores whom.
fn tables(size: Size, scores: impl Fn(usize, usize) -> bool) -> Tables {
    let mut villages = "area,town,village\n".to_owned();
    let mut judges = "panel,judge,town\n".to_owned();
    let mut sheets = "panel,judge,town,village,criterion,cell,score,reason,by\n".to_owned();
    for village in 0..size.villages {
        writeln!(villages, "1,镇{},示例村{village}", village / 10).expect("text");
    }
    let mut state = 1u64;
    for judge in 0..size.judges {
        writeln!(judges, "tour,judge-{judge:03},").expect("text");
        for village in (0..size.villages).filter(|village| scores(judge, *village)) {
            for criterion in 0..size.criteria {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let half = (state >> 33) % 41;
                let (town, rest) = (village / 10, if half.is_multiple_of(2) { "" } else { ".5" });
                writeln!(
                    sheets,
                    "tour,judge-{judge:03},镇{town},示例村{village},criterion-{criterion},scored,{}{rest},,",
                    half / 2
                )
                .expect("text");
            }
        }
    }
    let tables = [
        (TableName::Villages, villages),
        (TableName::Judges, judges),
        (TableName::Sheets, sheets),
    ];
    tables.into_iter().collect()
}

fn read(card: &RuleCard, tables: &Tables) -> Data {
    Data::read(card, tables, Audience::Sealed).expect("the tables are good")
}

/// From text to places.
#[divan::bench(sample_count = 20)]
fn a_million_scores_from_text(bencher: Bencher) {
    let (card, tables) = (
        card(LARGE, DROP, Severity::None),
        tables(LARGE, |_, _| true),
    );
    bencher
        .counter(ItemsCount::new(
            LARGE.judges * LARGE.villages * LARGE.criteria,
        ))
        .bench_local(|| compute_result(&card, &read(&card, &tables)));
}

/// Only reading and checking the tables.
#[divan::bench(sample_count = 20)]
fn a_million_scores_read(bencher: Bencher) {
    let (card, tables) = (
        card(LARGE, DROP, Severity::None),
        tables(LARGE, |_, _| true),
    );
    bencher.bench_local(|| read(&card, &tables));
}

/// As after each sheet that comes in.
#[divan::bench(sample_count = 200)]
fn a_live_contest_recomputed(bencher: Bencher) {
    let card = card(LIVE, DROP, Severity::None);
    let data = read(&card, &tables(LIVE, |_, _| true));
    bencher.bench_local(|| compute_result(&card, &data));
}

/// The same with every step written down and hashed.
#[divan::bench(sample_count = 20)]
fn a_live_contest_with_its_trace(bencher: Bencher) {
    let card = card(LIVE, DROP, Severity::None);
    let data = read(&card, &tables(LIVE, |_, _| true));
    bencher.bench_local(|| compute(&card, &data));
}

/// Exact least squares, where each judge leaves out some villages.
#[divan::bench(sample_count = 50)]
fn judges_evened_out_exactly(bencher: Bencher) {
    let card = card(LIVE, "\"none\"", Severity::LeastSquares);
    let data = read(
        &card,
        &tables(LIVE, |judge, village| (judge + village * 7) % 5 != 0),
    );
    bencher.bench_local(|| compute_result(&card, &data));
}
