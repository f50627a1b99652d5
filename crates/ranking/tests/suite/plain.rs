//! The card in plain words.

use std::fmt::Write as _;

use pingyi_ranking::{Language, RuleCard};
use serde_json::{Value, json};

use crate::sample::{changed, composite, fixture, haiyang_card};

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

fn haiyang() -> Value {
    serde_json::from_str(&fixture("rule-card.json")).unwrap()
}

fn read(document: &Value) -> RuleCard {
    RuleCard::parse(&document.to_string()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn plain(card: &RuleCard) -> String {
    let mut text = String::new();
    for language in [Language::Chinese, Language::English] {
        for clause in card.plain(language) {
            writeln!(
                text,
                "{}. {}\n   {}",
                clause.number, clause.heading, clause.text
            )
            .unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_haiyang_card_in_plain_words() {
    insta::assert_snapshot!("haiyang_plain", plain(&haiyang_card()));
}

/// The other value of every policy.
#[test]
fn another_card_in_plain_words() {
    let document = changed(
        haiyang(),
        &[
            ("/note", json!("")),
            ("/classes/0/weight", json!("1/3")),
            ("/classes/1/weight", json!("2/3")),
            ("/blank/counts_as", json!({"grade": "fair"})),
            ("/submission", json!("last")),
            ("/quorum", json!({"share": "0.45", "counted": "returned"})),
            ("/small_class", json!("renormalise")),
            ("/empty_class", json!("renormalise")),
            (
                "/rounding",
                json!({"decimals": 1, "mode": "half_even", "ranks_on": "published"}),
            ),
            ("/ranks", json!("fractional")),
            ("/recusal", json!("none")),
            ("/trustees/threshold", json!(2)),
            ("/closing/by", json!("time")),
        ],
    );
    let card = read(&document);
    insta::assert_snapshot!("another_plain", plain(&card));
}

#[test]
fn a_strict_card_in_plain_words() {
    let document = changed(
        haiyang(),
        &[
            ("/blank/allowed", json!(false)),
            ("/quorum/share", json!("1")),
            ("/empty_class", json!("zero")),
            (
                "/rounding",
                json!({"decimals": 0, "mode": "down", "ranks_on": "exact"}),
            ),
            ("/ranks", json!("dense")),
        ],
    );
    let card = read(&document);
    insta::assert_snapshot!("strict_plain", plain(&card));
    assert_eq!(card.answers_per_contest(), (1, 1));
}

/// Anything that decides changes what is said, so nobody votes under a rule that was not read out.
#[test]
fn every_rule_of_the_card_is_said() {
    let said = plain(&haiyang_card());
    for (pointer, value) in [
        ("/grades/3/points", json!("30")),
        ("/blank/counts_as", json!("void")),
        ("/submission", json!("last")),
        ("/quorum/share", json!("4/5")),
        ("/quorum/counted", json!("returned")),
        ("/thresholds/open", json!(11)),
        ("/thresholds/mean", json!(12)),
        ("/thresholds/histogram", json!(30)),
        ("/small_class", json!("renormalise")),
        ("/empty_class", json!("zero")),
        ("/rounding/decimals", json!(3)),
        ("/rounding/mode", json!("up")),
        ("/rounding/ranks_on", json!("published")),
        ("/ranks", json!("modified")),
        ("/recusal", json!("none")),
        ("/trustees/count", json!(5)),
        ("/closing/minutes", json!(7)),
        ("/closing/by", json!("time")),
    ] {
        let card = read(&changed(haiyang(), &[(pointer, value)]));
        assert_ne!(plain(&card), said, "{pointer}");
    }
}

#[test]
fn the_composite_card_in_plain_words() {
    insta::assert_snapshot!("composite_plain", plain(&read(&composite())));
}

/// Judges who did not all see everything, scales that depend on the others, one ranking of all
/// villages, and no vote in the score.
fn county() -> Value {
    let indicator = |code: &str, label: &str, weight: &str, scale: Value| json!({"code": code, "label": label, "weight": weight, "least": "0", "most": "100", "step": "0.1", "scale": scale});
    changed(
        composite(),
        &[
            ("/choice", json!({"points": {"least": 1, "most": 10}})),
            ("/method", json!("majority_judgment")),
            ("/grades", json!([])),
            ("/quotas", json!([])),
            ("/blank/counts_as", json!({"grade": "5"})),
            ("/composite/group", json!("all")),
            (
                "/composite/components",
                json!([
                    {
                        "code": "tour", "label": "现场观摩", "weight": "2/3",
                        "source": {"panel": {
                            "criteria": [
                                {"code": "party", "label": "基层党建", "least": "0", "most": "30", "step": "1", "weight": "1"},
                                {"code": "industry", "label": "产业发展", "least": "-5", "most": "20", "step": "0.5", "weight": "1/3"}
                            ],
                            "recusal": "own_town", "on": "judge_total", "trim": "none",
                            "minimum_judges": 1, "severity": "least_squares"
                        }},
                        "scale": {"z_score": {"better": "high", "center": "80", "spread": "10", "decimals": 6}}
                    },
                    {
                        "code": "record", "label": "年度实绩", "weight": "1/3",
                        "source": {"record": {"indicators": [
                            indicator("income", "村集体收入", "0.5", json!({"target": {"target": "30", "beyond": "count"}})),
                            indicator("petitions", "信访件数", "0.3", json!({"rank": {"better": "low"}})),
                            indicator("roads", "道路硬化率", "0.2", json!("as_is")),
                        ]}},
                        "scale": {"observed": {"better": "high"}}
                    }
                ]),
            ),
            ("/composite/missing", json!("renormalise")),
            ("/composite/adjustments", json!([])),
            ("/composite/caps", json!({"most": "100"})),
            (
                "/composite/vetoes",
                json!([{"code": "safety", "label": "发生安全生产责任事故", "effect": "last"}]),
            ),
            (
                "/composite/ties",
                json!([
                    {"criterion": {"component": "tour", "criterion": "industry"}},
                    {"component": "record"}, "lot_by_hand", "keep_tied"
                ]),
            ),
            ("/composite/ranks", json!("ordinal")),
            (
                "/composite/rounding",
                json!({"decimals": 1, "mode": "half_even", "ranks_on": "published"}),
            ),
        ],
    )
}

#[test]
fn a_card_without_the_vote_in_the_score_in_plain_words() {
    insta::assert_snapshot!("county_plain", plain(&read(&county())));
}

fn other_ballot(changes: &[(&str, Value)]) -> RuleCard {
    let none = [("/grades", json!([]))];
    read(&changed(changed(haiyang(), &none), changes))
}

#[test]
fn ballots_of_other_kinds_in_plain_words() {
    let cards = [
        other_ballot(&[
            ("/choice", json!({"points": {"least": 0, "most": 10}})),
            ("/blank", json!({"allowed": false, "counts_as": "excluded"})),
            (
                "/ties",
                json!([{"class": "village"}, {"marks": "10"}, "keep_tied"]),
            ),
            (
                "/awards",
                json!([{"label": "优秀", "share": "1/3", "tie": "exclude"}]),
            ),
        ]),
        other_ballot(&[
            ("/choice", json!({"approve": {"least": 0, "most": 3}})),
            ("/method", json!("approval")),
            ("/blank", json!({"allowed": false, "counts_as": "excluded"})),
            ("/ties", json!(["lot_by_seed", "keep_tied"])),
            ("/ranks", json!("ordinal")),
        ]),
        other_ballot(&[
            ("/choice", json!({"approve": {"least": 2, "most": 2}})),
            ("/method", json!("approval")),
            ("/blank", json!({"allowed": false, "counts_as": "excluded"})),
            ("/ties", json!([{"marks": "approve"}, "keep_tied"])),
        ]),
        other_ballot(&[
            ("/choice", json!({"order": {"places": 3}})),
            ("/method", json!("borda")),
        ]),
        other_ballot(&[
            ("/choice", json!({"order": {"places": 1}})),
            ("/method", json!("borda")),
            ("/blank/allowed", json!(false)),
        ]),
        read(&changed(
            haiyang(),
            &[
                ("/method", json!("majority_judgment")),
                ("/empty_class", json!("renormalise")),
                (
                    "/ties",
                    json!([{"marks": "excellent"}, "lot_by_hand", "keep_tied"]),
                ),
            ],
        )),
    ];
    let mut text = String::new();
    for card in &cards {
        let told = [
            "/choice",
            "/grades",
            "/method",
            "/empty_class",
            "/blank",
            "/thresholds",
            "/rounding",
            "/ties/0",
            "/ties/1",
            "/ties/2",
            "/ranks",
            "/awards",
            "/awards/0",
        ];
        for language in LANGUAGES {
            for pointer in told {
                if let Some(clause) = card.clause_for(pointer, language) {
                    writeln!(text, "{pointer}: {} — {}", clause.heading, clause.text).unwrap();
                }
            }
        }
        text.push('\n');
    }
    insta::assert_snapshot!("other_ballots_plain", text);
}

/// Pointers of everything in the document that has no members of its own.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                leaves(member, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &format!("{path}/{index}"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn every_leaf_of_a_full_card_is_spoken_of() {
    for document in [composite(), county(), haiyang()] {
        let mut found = Vec::new();
        leaves(&document, "", &mut found);
        let card = read(&document);
        for pointer in found {
            // These stand above the rules, not among them.
            let above = ["/format", "/title", "/year"].contains(&&*pointer);
            for language in LANGUAGES {
                let clause = card.clause_for(&pointer, language);
                assert_eq!(clause.is_none(), above, "{pointer}");
            }
        }
    }
}

#[test]
fn a_sentence_found_by_its_pointer_is_one_of_the_clause_it_names() {
    for document in [composite(), county(), haiyang()] {
        let mut pointers = Vec::new();
        leaves(&document, "", &mut pointers);
        let card = read(&document);
        for language in LANGUAGES {
            let clauses = card.plain(language);
            for pointer in &pointers {
                let Some(found) = card.clause_for(pointer, language) else {
                    continue;
                };
                let clause = &clauses[found.number as usize - 1];
                assert_eq!(clause.heading, found.heading);
                assert!(clause.text.contains(&found.text), "{pointer}");
                assert!(found.paths.iter().all(|path| clause.paths.contains(path)));
            }
        }
    }
    let card = read(&composite());
    assert_eq!(card.clause_for("", Language::Chinese), None);
    assert_eq!(card.clause_for("/compositeness", Language::Chinese), None);
    assert_eq!(
        card.clause_for("/composite/ties/9", Language::Chinese)
            .unwrap()
            .text,
        "总分完全相等的，依次这样区分。"
    );
}

/// The rules a trace points at, each in the words of its own.
#[test]
fn the_rules_of_a_trace_are_said_by_sentences_of_their_own() {
    let card = read(&composite());
    let mut seen = std::collections::HashSet::new();
    for pointer in [
        "/composite/components/0/source/panel/recusal",
        "/composite/components/0/source/panel/on",
        "/composite/components/0/source/panel/trim",
        "/composite/components/0/source/panel/minimum_judges",
        "/composite/components/0/source/panel/severity",
        "/composite/components/0/source/panel/criteria",
        "/composite/components/0/scale",
        "/composite/components/1/source/panel/trim",
        "/composite/components/3/source/record/indicators",
        "/composite/components/3/source/record/indicators/0/scale",
        "/composite/components/3/source/record/indicators/1/scale",
        "/composite/components",
        "/composite/missing",
        "/composite/adjustments",
        "/composite/caps/most",
        "/composite/vetoes/0",
        "/composite/vetoes/1",
        "/composite/rounding",
        "/composite/ranks",
        "/composite/ties/0",
        "/composite/ties/1",
        "/composite/ties/2",
        "/composite/awards/0",
        "/composite/awards/1",
        "/thresholds",
        "/method",
        "/classes",
        "/empty_class",
        "/rounding",
    ] {
        let clause = card.clause_for(pointer, Language::Chinese).expect(pointer);
        assert!(
            seen.insert(clause.text.clone()),
            "{pointer}: {}",
            clause.text
        );
    }
}

/// Anything of judges, records and items that decides changes what is said.
#[test]
fn every_rule_beside_the_vote_is_said() {
    let said = plain(&read(&composite()));
    let panel = "/composite/components/0/source/panel";
    let record = "/composite/components/3/source/record/indicators";
    for (pointer, value) in [
        ("/quotas/0/most".to_owned(), json!(7)),
        ("/composite/group".to_owned(), json!("all")),
        (
            "/composite/components/0/scale".to_owned(),
            json!({"rank": {"better": "high"}}),
        ),
        (
            "/composite/components/2/scale".to_owned(),
            json!({"fixed": {"from": "40", "to": "100"}}),
        ),
        ("/composite/missing".to_owned(), json!("zero")),
        (format!("{panel}/recusal"), json!("none")),
        (format!("{panel}/on"), json!("criterion")),
        (format!("{panel}/minimum_judges"), json!(4)),
        (format!("{panel}/trim/drop/high"), json!(2)),
        (format!("{panel}/trim/drop/low"), json!(0)),
        (format!("{panel}/trim/drop/at_least"), json!(6)),
        (format!("{panel}/trim/drop/below"), json!("closest_pair")),
        (
            format!("{panel}/trim"),
            json!({"fraction": {"each_end": "0.1"}}),
        ),
        (format!("{panel}/trim"), json!("none")),
        (format!("{panel}/criteria/0/most"), json!("25")),
        (format!("{panel}/criteria/0/step"), json!("1")),
        (format!("{panel}/criteria/0/weight"), json!("2")),
        (format!("{record}/0/scale/fixed/from"), json!("12")),
        (format!("{record}/1/scale/target/beyond"), json!("count")),
        (format!("{record}/2/scale/observed/better"), json!("low")),
        (format!("{record}/2/step"), json!("0.5")),
        ("/composite/adjustments/0/kind".to_owned(), json!("penalty")),
        ("/composite/adjustments/0/most".to_owned(), json!("4")),
        ("/composite/caps/bonus".to_owned(), json!("6")),
        ("/composite/caps/least".to_owned(), json!("10")),
        ("/composite/vetoes/0/effect".to_owned(), json!("last")),
        ("/composite/vetoes/2/effect/cap".to_owned(), json!("59")),
        ("/composite/rounding/decimals".to_owned(), json!(3)),
        ("/composite/ranks".to_owned(), json!("dense")),
        ("/composite/ties/2".to_owned(), json!("lot_by_hand")),
        (
            "/composite/ties/1".to_owned(),
            json!({"marks": "excellent"}),
        ),
        ("/composite/awards/0/share".to_owned(), json!("0.25")),
        ("/composite/awards/0/tie".to_owned(), json!("exclude")),
    ] {
        let card = read(&changed(composite(), &[(&pointer, value)]));
        assert_ne!(plain(&card), said, "{pointer}");
    }
}
