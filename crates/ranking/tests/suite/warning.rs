//! What a card may say but its authors should know.

use std::fmt::Write as _;

use pingyi_ranking::{
    Audience, CardWarningCode as Code, Data, Language, RuleCard, TableName, Tables, compute_result,
};
use serde_json::{Value, json};

use crate::sample::{changed, composite, haiyang_card};

fn warnings(document: &Value) -> Vec<(String, Code)> {
    let card = RuleCard::parse(&document.to_string()).unwrap();
    let warnings = card.warnings().into_iter();
    warnings.map(|one| (one.path, one.code)).collect()
}

/// The full card with nothing in it to warn of.
fn quiet() -> Value {
    let limits = json!({"open": 10, "mean": 15, "histogram": 30});
    let scale = json!({"fixed": {"from": "0", "to": "10"}});
    changed(
        composite(),
        &[
            ("/thresholds", limits),
            ("/quotas", json!([])),
            (
                "/composite/components/3/source/record/indicators/2/scale",
                scale,
            ),
        ],
    )
}

#[test]
fn a_careful_card_has_no_warnings() {
    assert_eq!(warnings(&quiet()), []);
}

/// What is changed, where the warning is told, its code.
type Case<'a> = (&'a [(&'a str, Value)], &'a str, Code);

#[test]
fn each_warning_is_named_by_place_and_code() {
    let tour = "/composite/components/0/source/panel";
    let vote = "/composite/components/2";
    let cases: &[Case] = &[
        (
            &[("/thresholds/open", json!(9))],
            "/thresholds/open",
            Code::LowThreshold,
        ),
        (
            &[(
                "/thresholds",
                json!({"open": 10, "mean": 14, "histogram": 30}),
            )],
            "/thresholds/mean",
            Code::LowThreshold,
        ),
        (
            &[("/thresholds/histogram", json!(29))],
            "/thresholds/histogram",
            Code::LowThreshold,
        ),
        (
            &[("/quotas", json!([{"grade": "good", "most": 3}]))],
            "/quotas",
            Code::QuotaNotProved,
        ),
        (
            &[
                ("/choice", json!({"order": {"places": 3}})),
                ("/method", json!("borda")),
                ("/grades", json!([])),
            ],
            "/choice",
            Code::OrderNotProved,
        ),
        (
            &[("/small_class", json!("renormalise"))],
            "/small_class",
            Code::WeightsShift,
        ),
        (
            &[("/empty_class", json!("renormalise"))],
            "/empty_class",
            Code::WeightsShift,
        ),
        (
            &[("/empty_class", json!("zero"))],
            "/empty_class",
            Code::MissingIsZero,
        ),
        (
            &[("/composite/missing", json!("renormalise"))],
            "/composite/missing",
            Code::WeightsShift,
        ),
        (
            &[("/composite/missing", json!("zero"))],
            "/composite/missing",
            Code::MissingIsZero,
        ),
        (
            &[("/composite/group", json!("all"))],
            "/composite/group",
            Code::DifferentVoters,
        ),
        (
            &[(
                "/composite/ties",
                json!([{"component": "tour"}, "keep_tied"]),
            )],
            "/composite/ties",
            Code::KeptTied,
        ),
        (
            &[(&format!("{tour}/minimum_judges"), json!(1))],
            &format!("{tour}/minimum_judges"),
            Code::OneJudge,
        ),
        (
            &[(
                &format!("{tour}/trim"),
                json!({"fraction": {"each_end": "0.3"}}),
            )],
            &format!("{tour}/trim/fraction/each_end"),
            Code::TrimsNone,
        ),
        (
            &[(
                &format!("{tour}/trim/drop"),
                json!({"high": 0, "low": 0, "at_least": 3, "below": "plain_mean"}),
            )],
            &format!("{tour}/trim/drop"),
            Code::TrimsNone,
        ),
        (
            &[(
                &format!("{vote}/scale"),
                json!({"observed": {"better": "high"}}),
            )],
            &format!("{vote}/scale"),
            Code::RankReversal,
        ),
        (
            &[(
                &format!("{vote}/scale"),
                json!({"rank": {"better": "high"}}),
            )],
            &format!("{vote}/scale"),
            Code::RankReversal,
        ),
        (
            &[(
                &format!("{vote}/scale"),
                json!({"z_score": {"better": "high", "center": "80", "spread": "10", "decimals": 6}}),
            )],
            &format!("{vote}/scale"),
            Code::RankReversal,
        ),
        (
            &[
                (
                    &format!("{vote}/source"),
                    composite()["composite"]["components"][3]["source"].clone(),
                ),
                (
                    &format!("{vote}/source/record/indicators/2/scale"),
                    json!("as_is"),
                ),
                ("/composite/ties", json!(["lot_by_hand", "keep_tied"])),
            ],
            "/composite/components",
            Code::VoteNotCounted,
        ),
    ];
    let mut sentences = String::new();
    for (changes, path, code) in cases {
        let document = changed(quiet(), changes);
        assert_eq!(warnings(&document), [((*path).to_owned(), *code)]);
        let card = RuleCard::parse(&document.to_string()).unwrap();
        for one in card.warnings() {
            writeln!(sentences, "{} {}", json!(one.code), one.path).unwrap();
            for language in [Language::Chinese, Language::English] {
                writeln!(sentences, "  {}", one.sentence(language)).unwrap();
            }
        }
    }
    insta::assert_snapshot!("warnings", sentences);
}

#[test]
fn the_haiyang_card_is_warned_of_its_low_threshold_and_its_ties() {
    let warnings = haiyang_card().warnings();
    let warnings: Vec<_> = warnings
        .iter()
        .map(|one| (one.path.as_str(), one.code))
        .collect();
    assert_eq!(
        warnings,
        [
            ("/thresholds/histogram", Code::LowThreshold),
            ("/ties", Code::KeptTied)
        ]
    );
}

/// The places of villages under two components, one `scaled` and one as it is, half the weight
/// each. Each village: its name and both values.
fn places(scaled: &Value, villages: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let component = |code: &str, label: &str, scale: &Value| {
        json!({"code": code, "label": label, "weight": "1/2", "scale": scale, "source": {"record": {"indicators": [
            {"code": "value", "label": "值", "weight": "1", "least": "0", "most": "100", "step": "1", "scale": "as_is"}
        ]}}})
    };
    let components = json!([
        component("scaled", "甲项", scaled),
        component("plain", "乙项", &json!("as_is"))
    ]);
    let changes = [
        ("/composite/components", components),
        ("/composite/ties", json!(["keep_tied"])),
        ("/composite/rounding/decimals", json!(1)),
    ];
    let card = RuleCard::parse(&changed(quiet(), &changes).to_string()).unwrap();
    let mut rows = String::from("component,indicator,town,village,value\n");
    let mut names = String::from("area,town,village\n");
    for (name, scaled, plain) in villages {
        writeln!(names, "1,示例镇,{name}").unwrap();
        writeln!(rows, "scaled,value,示例镇,{name},{scaled}").unwrap();
        writeln!(rows, "plain,value,示例镇,{name},{plain}").unwrap();
    }
    let tables = Tables::from_iter([(TableName::Villages, names), (TableName::Records, rows)]);
    let data = Data::read(&card, &tables, Audience::Sealed).unwrap();
    let result = compute_result(&card, &data).unwrap();
    let ranked = result.groups[0].ranked.iter();
    ranked
        .map(|one| (one.village.clone(), one.score.to_string()))
        .collect()
}

/// The examples told with a scale that depends on others, computed.
#[test]
fn the_worked_examples_of_reversed_villages_are_true() {
    let named = |list: &[(&str, &str)]| -> Vec<_> {
        let list = list.iter();
        list.map(|(name, score)| ((*name).to_owned(), (*score).to_owned()))
            .collect()
    };
    let z_score =
        json!({"z_score": {"better": "high", "center": "80", "spread": "10", "decimals": 6}});
    // Scale, what A and B have elsewhere, then the scores without and with C.
    let cases = [
        (
            json!({"observed": {"better": "high"}}),
            ("90", "30"),
            [("乙", "65.0"), ("甲", "45.0")],
            [("甲", "85.0"), ("乙", "65.0")],
        ),
        (
            json!({"rank": {"better": "high"}}),
            ("90", "30"),
            [("乙", "65.0"), ("甲", "45.0")],
            [("甲", "70.0"), ("乙", "65.0")],
        ),
        (
            z_score,
            ("84", "70"),
            [("乙", "80.0"), ("甲", "77.0")],
            [("甲", "84.3"), ("乙", "79.6")],
        ),
    ];
    for (scale, (a, b), without, with) in cases {
        let two = [("甲", "50", a), ("乙", "60", b)];
        assert_eq!(places(&scale, &two), named(&without));
        let three = [two[0], two[1], ("丙", "10", "0")];
        assert_eq!(places(&scale, &three)[..2], named(&with));
    }
}
