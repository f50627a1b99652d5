//! The made-up scores of the Haiyang villages: what comes out, and why.

use std::fmt::Write as _;
use std::sync::LazyLock;

use pingyi_ranking::{
    Audience, Computation, Data, ExplainFault, Language, RuleCard, TableName, Tables, Trace,
    TraceFault, compute, explain,
};

use crate::sample::fixture;

pub fn card() -> RuleCard {
    static CARD: LazyLock<RuleCard> = LazyLock::new(|| {
        RuleCard::parse(&fixture("composite-card.json")).expect("the fixture is a good card")
    });
    CARD.clone()
}

/// The tables of `fixtures/haiyang-2022/scores`.
pub fn tables() -> Tables {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/haiyang-2022/scores"
    );
    let tables = TableName::ALL.into_iter().filter_map(|table| {
        let path = std::path::Path::new(folder).join(table.file_name());
        Some((table, std::fs::read(path).ok()?))
    });
    tables.collect()
}

pub fn computation() -> &'static Computation {
    static DONE: LazyLock<Computation> = LazyLock::new(|| {
        let card = card();
        let data = Data::read(&card, &tables(), Audience::Sealed).expect("the tables are good");
        compute(&card, &data).expect("no severity is corrected")
    });
    &DONE
}

#[test]
fn the_places_of_the_made_up_scores() {
    let result = &computation().result;
    let mut lines = String::new();
    for group in &result.groups {
        writeln!(lines, "{}", group.label).expect("text");
        for row in &group.ranked {
            let award = row.award.as_deref().unwrap_or("–");
            let (place, name) = (&row.place, format!("{}{}", row.town, row.village));
            let (score, exact) = (&row.score, &row.score_exact);
            writeln!(lines, "{place} {name} {score} {exact} {award}").expect("text");
        }
        assert!(group.unranked.is_empty() && !group.withheld);
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(lines);
    });
}

#[test]
fn a_village_is_told_why_it_is_where_it_is() {
    let trace = &computation().trace;
    for village in ["西古现村", "里口村", "碧城区/嵩潜村"] {
        for (language, code) in [(Language::Chinese, "zh"), (Language::English, "en")] {
            let sentences = explain(trace, village, language).expect("it is in the trace");
            let name = format!("explain-{}-{code}", village.replace('/', "-"));
            insta::with_settings!({ omit_expression => true }, {
                insta::assert_snapshot!(name, sentences.join("\n"));
            });
        }
    }
}

#[test]
fn a_village_nobody_knows_or_two_of_a_name_are_asked_for_again() {
    let trace = &computation().trace;
    let unknown = explain(trace, "无名村", Language::Chinese).expect_err("there is none");
    assert!(matches!(&unknown, ExplainFault::UnknownVillage { .. }));
    assert!(unknown.sentence(Language::Chinese).contains("无名村"));
    let mut tables = tables();
    for table in TableName::ALL {
        let text = tables
            .get(table)
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        if let Some(text) = text {
            tables.insert(table, text.replace("沟杨家村", "河南村"));
        }
    }
    let card = card();
    let data = Data::read(&card, &tables, Audience::Sealed).expect("another town's village");
    let trace = compute(&card, &data).expect("it is computed").trace;
    let ambiguous = explain(&trace, "河南村", Language::English).expect_err("two towns have it");
    let named = vec!["朱吴镇/河南村".to_owned(), "发城镇/河南村".to_owned()];
    let village = "河南村".to_owned();
    assert_eq!(ambiguous, ExplainFault::AmbiguousVillage { village, named });
    assert!(explain(&trace, "发城镇/河南村", Language::English).is_ok());
}

#[test]
fn a_trace_is_read_back_and_nothing_in_it_can_be_changed() {
    let trace = &computation().trace;
    let lines = trace.lines();
    assert_eq!(Trace::parse(&lines).as_ref(), Ok(trace));
    assert_eq!(Trace::parse(""), Err(TraceFault::Cut));
    assert_eq!(Trace::parse(lines.trim_end()), Err(TraceFault::Cut));
    let without_first = lines.split_once('\n').expect("many lines").1;
    assert!(matches!(
        Trace::parse(without_first),
        Err(TraceFault::Number { line: 1 })
    ));
    let swapped: Vec<_> = lines.lines().collect();
    let cut = [&swapped[..5], &swapped[6..]].concat().join("\n") + "\n";
    assert_eq!(Trace::parse(&cut), Err(TraceFault::Number { line: 6 }));
    let changed = lines.replacen("\"score\":", "\"scare\":", 1);
    if changed != lines {
        assert!(Trace::parse(&changed).is_err());
    }
    // One digit anywhere.
    for at in (0..lines.len()).step_by(lines.len() / 23) {
        let mut bytes = lines.clone().into_bytes();
        let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) else {
            continue;
        };
        let byte = &mut bytes[at + digit];
        *byte = if *byte == b'9' { b'8' } else { *byte + 1 };
        let altered = String::from_utf8(bytes).expect("a digit for a digit");
        assert!(Trace::parse(&altered).is_err(), "digit at {}", at + digit);
    }
    // White space changes nothing that is said, and is refused all the same.
    let spaced = lines.replacen("\"n\":1,", "\"n\": 1,", 1);
    assert!(matches!(
        Trace::parse(&spaced),
        Err(TraceFault::NotAStep { line: 2, .. })
    ));
}
