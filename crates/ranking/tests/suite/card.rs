//! Reading, writing and saying a rule card.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::sample::{fixture, haiyang_card};
use pingyi_ranking::{CardFaultCode as Code, RuleCard, rule_card_schema};
use serde_json::{Value, json};

fn haiyang() -> Value {
    serde_json::from_str(&fixture("rule-card.json")).unwrap()
}

/// The Haiyang card with the value at `pointer` replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut document = haiyang();
    *document.pointer_mut(pointer).unwrap() = value;
    document
}

fn faults(document: &Value) -> Vec<(String, Code)> {
    let faults = RuleCard::parse(&document.to_string()).expect_err("the card is bad");
    faults
        .into_iter()
        .map(|fault| (fault.path, fault.code))
        .collect()
}

#[test]
fn each_fault_is_named_by_place_and_code() {
    let cases = [
        (
            "/classes/1/weight",
            json!("0.5"),
            "/classes",
            Code::WeightsNotOne,
        ),
        (
            "/classes/1/weight",
            json!("0.5999999999999999999"),
            "/classes",
            Code::WeightsNotOne,
        ),
        (
            "/classes/1/weight",
            json!("3/0"),
            "/classes/1/weight",
            Code::BadNumber,
        ),
        (
            "/classes/1/weight",
            json!(0.6),
            "/classes/1/weight",
            Code::WrongType,
        ),
        (
            "/classes/1/code",
            json!("town"),
            "/classes/1/code",
            Code::Repeated,
        ),
        (
            "/classes/1/label",
            json!("镇"),
            "/classes/1/label",
            Code::Repeated,
        ),
        (
            "/classes/1/code",
            json!("Dörfer"),
            "/classes/1/code",
            Code::BadCode,
        ),
        (
            "/classes/1/groups/0/code",
            json!("organiser"),
            "/classes/1/groups/0/code",
            Code::Repeated,
        ),
        (
            "/classes/1/groups/0/votes_on",
            json!([2, 3, 9]),
            "/classes/1/groups/0/votes_on/2",
            Code::UnknownArea,
        ),
        (
            "/classes/1/groups/0/votes_on",
            json!([2, 3, 3]),
            "/classes/1/groups/0/votes_on/2",
            Code::Repeated,
        ),
        (
            "/classes/1/groups/0/votes_on",
            json!([2, 1]),
            "/classes/1/groups/0/votes_on/1",
            Code::VotesOnOwnArea,
        ),
        (
            "/classes/1/groups/0/home_area",
            json!(7),
            "/classes/1/groups/0/home_area",
            Code::UnknownArea,
        ),
        (
            "/classes/0/groups/0/votes_on",
            json!([1, 2, 3]),
            "/classes/0/groups",
            Code::ClassWithoutVoters,
        ),
        (
            "/grades/2/code",
            json!("good"),
            "/grades/2/code",
            Code::Repeated,
        ),
        (
            "/grades/2/points",
            json!("80.0"),
            "/grades/2/points",
            Code::PointsNotDecreasing,
        ),
        (
            "/grades/3/points",
            json!("-1"),
            "/grades/3/points",
            Code::PointsNotDecreasing,
        ),
        (
            "/grades/3/points",
            json!("4e1"),
            "/grades/3/points",
            Code::BadNumber,
        ),
        (
            "/grades/0/label",
            json!("优秀\u{200b}"),
            "/grades/0/label",
            Code::BadText,
        ),
        ("/title", json!(" "), "/title", Code::BadText),
        (
            "/blank/counts_as",
            json!({"grade": "average"}),
            "/blank/counts_as/grade",
            Code::UnknownGrade,
        ),
        (
            "/blank/counts_as",
            json!({"grades": "good"}),
            "/blank/counts_as/grade",
            Code::Missing,
        ),
        (
            "/blank/counts_as",
            json!("abstention"),
            "/blank/counts_as",
            Code::BadChoice,
        ),
        (
            "/blank/allowed",
            json!("yes"),
            "/blank/allowed",
            Code::WrongType,
        ),
        (
            "/thresholds/mean",
            json!(9),
            "/thresholds",
            Code::ThresholdsOutOfOrder,
        ),
        (
            "/thresholds/open",
            json!(1),
            "/thresholds/open",
            Code::OutOfRange,
        ),
        (
            "/thresholds/open",
            json!(10.5),
            "/thresholds/open",
            Code::WrongType,
        ),
        (
            "/quorum/share",
            json!("3/2"),
            "/quorum/share",
            Code::BadQuorum,
        ),
        (
            "/quorum/share",
            json!("0"),
            "/quorum/share",
            Code::BadQuorum,
        ),
        (
            "/rounding/decimals",
            json!(7),
            "/rounding/decimals",
            Code::OutOfRange,
        ),
        (
            "/rounding/mode",
            json!("bankers"),
            "/rounding/mode",
            Code::BadChoice,
        ),
        ("/ties", json!([]), "/ties", Code::TieChainOpen),
        (
            "/ties",
            json!(["keep_tied", "keep_tied"]),
            "/ties",
            Code::TieChainOpen,
        ),
        (
            "/ties",
            json!(["by_name", "keep_tied"]),
            "/ties/0",
            Code::BadChoice,
        ),
        (
            "/trustees/threshold",
            json!(4),
            "/trustees/threshold",
            Code::TooFewTrustees,
        ),
        (
            "/trustees/count",
            json!(10),
            "/trustees/count",
            Code::TooManyTrustees,
        ),
        ("/format", json!(2), "/format", Code::OutOfRange),
        ("/year", json!("2022"), "/year", Code::WrongType),
        ("/ballot", json!("named"), "/ballot", Code::BadChoice),
        ("/grades", json!([]), "/grades", Code::TooFew),
        (
            "/areas/1/number",
            json!(1),
            "/areas/1/number",
            Code::Repeated,
        ),
        ("/closing", json!(5), "/closing", Code::WrongType),
    ];
    let mut sentences = String::new();
    for (pointer, value, path, code) in cases {
        let document = with(pointer, value.clone());
        let found = RuleCard::parse(&document.to_string()).expect_err(pointer);
        let fault = found
            .iter()
            .find(|fault| fault.path == path && fault.code == code);
        let fault = fault.unwrap_or_else(|| panic!("{pointer} = {value}: {found:?}"));
        writeln!(sentences, "{pointer} = {value}\n  {:?} {fault}", fault.code).unwrap();
    }
    insta::assert_snapshot!("faults", sentences);
}

#[test]
fn a_card_without_classes_says_so() {
    assert_eq!(
        faults(&with("/classes", json!([]))),
        [("/classes".into(), Code::TooFew)]
    );
}

#[test]
fn all_faults_of_the_shape_are_found_at_once() {
    let mut document = haiyang();
    document["weights"] = json!({});
    document["grades"][0]["colour"] = json!("red");
    document["quorum"]["share"] = json!("two thirds");
    document.as_object_mut().unwrap().remove("recusal");
    let mut found = faults(&document);
    found.sort();
    assert_eq!(
        found,
        [
            ("/grades/0/colour".into(), Code::Unknown),
            ("/quorum/share".into(), Code::BadNumber),
            ("/recusal".into(), Code::Missing),
            ("/weights".into(), Code::Unknown),
        ]
    );
}

#[test]
fn text_that_is_no_card_is_refused_with_its_place() {
    for text in [
        "",
        "{",
        "[]",
        "null",
        "\"card\"",
        "{}{}",
        "{\"format\": 1e999}",
    ] {
        assert!(RuleCard::parse(text).is_err(), "{text}");
    }
    let found = RuleCard::parse("{\n  \"format\": 1,,\n}").unwrap_err();
    assert!(
        found[0].zh.starts_with("第 2 行第 15 列"),
        "{}",
        found[0].zh
    );
    let deep = "[".repeat(100_000);
    assert_eq!(RuleCard::parse(&deep).unwrap_err()[0].code, Code::NotJson);
}

#[test]
fn a_member_named_twice_is_refused() {
    let text =
        fixture("rule-card.json").replace("\"year\": 2022,", "\"year\": 2022, \"year\": 2023,");
    let found = RuleCard::parse(&text).unwrap_err();
    assert_eq!(found[0].code, Code::NotJson);
    assert!(
        found[0].en.contains("duplicate field `year`"),
        "{}",
        found[0].en
    );
}

#[test]
fn the_canonical_card_and_its_hash_are_frozen() {
    let card = haiyang_card();
    let canonical = card.canonical_json();
    insta::assert_snapshot!("haiyang_canonical", format!("{}\n{canonical}", card.hash()));
    assert_eq!(RuleCard::parse(&canonical).unwrap(), card);
}

#[test]
fn the_writing_of_a_card_does_not_change_its_hash() {
    let card = haiyang_card();
    for (pointer, value) in [
        ("/classes/0/weight", json!("2/5")),
        ("/classes/0/weight", json!("0.40")),
        ("/quorum/share", json!("4/6")),
    ] {
        let text = serde_json::to_string_pretty(&with(pointer, value)).unwrap();
        assert_eq!(RuleCard::parse(&text).unwrap().hash(), card.hash());
    }
    let other = with("/closing/minutes", json!(6)).to_string();
    assert_ne!(RuleCard::parse(&other).unwrap().hash(), card.hash());
}

#[test]
fn a_description_binds_one_card() {
    let card = haiyang_card();
    let hash = card.hash();
    let description = format!("第一片区 镇票（示例）。{}", card.binding());
    assert_eq!(RuleCard::bound_hash(&description), Some(hash.as_str()));
    assert_eq!(
        RuleCard::bound_hash(&format!("规则卡 sha256:{hash}。")),
        Some(hash.as_str())
    );
    assert_eq!(RuleCard::bound_hash("no card"), None);
    assert_eq!(RuleCard::bound_hash(&format!("sha256:{hash}0")), None);
    assert_eq!(
        RuleCard::bound_hash(&format!("sha256:{}", hash.to_uppercase())),
        None
    );
    assert_eq!(
        RuleCard::bound_hash(&format!("{description} sha256:{hash}")),
        None
    );
}

#[test]
fn groups_are_pooled_by_class_and_area() {
    let card = haiyang_card();
    let codes = |class: &str, area| {
        let class = card.class(class).unwrap();
        class
            .groups_in(area)
            .map(|group| group.code.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes("town", 1), ["organiser"]);
    assert_eq!(codes("village", 1), ["village-2", "village-3", "village-4"]);
    assert_eq!(codes("village", 4), ["village-1", "village-2", "village-3"]);
    assert_eq!(codes("village", 5), [""; 0]);
    assert_eq!(card.slip_groups().count(), 5);
    assert_eq!(card.answers_per_contest(), (0, 1));
}

#[test]
fn the_published_schema_is_fresh() {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/rule-card.schema.json");
    let committed = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        committed,
        rule_card_schema(),
        "regenerate: cargo run -p pingyi-ranking --example rule-card-schema > docs/schema/rule-card.schema.json"
    );
}
