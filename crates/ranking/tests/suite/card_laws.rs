//! What holds for every card.

use std::collections::HashSet;

use pingyi_ranking::{Language, Ratio, RuleCard};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::sample::full::full_card;
use crate::sample::{changed, haiyang_card};

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

/// Pointers of all values in the document, the document itself first.
fn pointers(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                pointers(member, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// What can be done to one value of a document.
#[derive(Clone, Debug)]
enum Tampering {
    Replace(Value),
    Remove,
    Twice,
    Swap(Index),
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1),
        json!(101),
        json!(4_294_967_295_u32),
        json!(1.5),
        json!(""),
        json!("0"),
        json!("-1"),
        json!("1/3"),
        json!("1/0"),
        json!("1000000000000000000000"),
        json!("0.000000000000000000001"),
        json!("none"),
        json!("vote"),
        json!("as_is"),
        json!("keep_tied"),
        json!("lot_by_seed"),
        json!("majority_judgment"),
        json!("ordinal"),
        json!("withheld"),
        json!([]),
        json!({}),
        json!({"points": {"least": 0, "most": 5}}),
        json!({"order": {"places": 2}}),
        json!({"cap": "0"}),
        json!({"fraction": {"each_end": "0.5"}}),
        json!({"component": "part-9"}),
        json!({"marks": "1"}),
    ];
    prop_oneof![
        4 => prop::sample::select(odd.to_vec()).prop_map(Tampering::Replace),
        1 => Just(Tampering::Remove),
        1 => Just(Tampering::Twice),
        2 => any::<Index>().prop_map(Tampering::Swap),
    ]
}

/// The document with one value at a place drawn by chance changed.
fn tampered(mut document: Value, place: Index, how: &Tampering) -> Value {
    let mut all = Vec::new();
    pointers(&document, "", &mut all);
    let pointer = place.get(&all).clone();
    let other = match how {
        Tampering::Swap(other) => document.pointer(other.get::<String>(&all)).unwrap().clone(),
        Tampering::Replace(value) => value.clone(),
        Tampering::Remove | Tampering::Twice => Value::Null,
    };
    let Some((parent, member)) = pointer.rsplit_once('/') else {
        return document;
    };
    match (document.pointer_mut(parent).unwrap(), how) {
        (Value::Object(members), Tampering::Remove) => {
            members.remove(member);
        }
        (Value::Array(items), Tampering::Remove) => {
            items.remove(member.parse().unwrap());
        }
        (Value::Array(items), Tampering::Twice) => {
            let copy = items[member.parse::<usize>().unwrap()].clone();
            items.push(copy);
        }
        (Value::Object(_), Tampering::Twice) => {}
        (_, Tampering::Replace(_) | Tampering::Swap(_)) => {
            *document.pointer_mut(&pointer).unwrap() = other;
        }
        _ => unreachable!("only lists and objects have members"),
    }
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_card_is_what_its_canonical_text_says(card in full_card()) {
        let canonical = card.canonical_json();
        let again = RuleCard::parse(&canonical);
        prop_assert_eq!(again.as_ref(), Ok(&card));
        prop_assert_eq!(again.unwrap().canonical_json(), &canonical[..]);
        let pretty = serde_json::to_string_pretty(&card).unwrap();
        prop_assert_eq!(RuleCard::parse(&pretty).unwrap().hash(), card.hash());
    }

    #[test]
    fn marks_are_told_apart_and_fall_in_points(card in full_card()) {
        let marks = card.marks();
        prop_assert!(!marks.is_empty());
        let codes: HashSet<_> = marks.iter().map(|mark| &mark.code).collect();
        let labels: HashSet<_> = marks.iter().map(|mark| &mark.label).collect();
        prop_assert_eq!((codes.len(), labels.len()), (marks.len(), marks.len()));
        for pair in marks.windows(2) {
            prop_assert!(pair[0].points > pair[1].points);
        }
        for mark in &marks {
            prop_assert!(mark.points >= Ratio::zero());
            prop_assert_eq!(card.mark(&mark.code), Some(mark.clone()));
        }
        let (least, most) = card.answers_per_contest();
        prop_assert!(least <= most && most >= 1);
    }

    #[test]
    fn every_card_has_one_plan_of_ranking_without_fault(card in full_card()) {
        let plan = card.ranking_plan();
        prop_assert!(card.composite.as_ref().is_none_or(|composite| *composite == plan));
        let mut said = card.clone();
        // Majority judgment has no score to add, so its plan cannot be written on the card.
        if said.method != pingyi_ranking::Method::MajorityJudgment {
            said.awards.clear();
            said.composite = Some(plan);
            prop_assert_eq!(said.faults(), []);
            prop_assert_eq!(said.ranking_plan(), card.ranking_plan());
        }
    }

    #[test]
    fn every_part_of_every_card_is_said(card in full_card(), place in any::<Index>()) {
        let document = serde_json::to_value(&card).unwrap();
        let mut all = Vec::new();
        pointers(&document, "", &mut all);
        let leaf = |pointer: &String| {
            let value = document.pointer(pointer).unwrap();
            let above = ["/format", "/title", "/year"].contains(&&**pointer);
            !above && !value.is_object() && !value.is_array()
        };
        all.retain(leaf);
        for language in LANGUAGES {
            let clauses = card.plain(language);
            let paths = clauses.iter().flat_map(|clause| &clause.paths);
            let paths: Vec<_> = paths.map(|path| format!("{path}/")).collect();
            for pointer in &all {
                let pointer = format!("{pointer}/");
                prop_assert!(paths.iter().any(|path| pointer.starts_with(path)), "{}", pointer);
            }
            prop_assert!(clauses.iter().all(|clause| !clause.text.is_empty()));
            let found = card.clause_for(place.get::<String>(&all), language).unwrap();
            prop_assert!(clauses[found.number as usize - 1].text.contains(&found.text));
        }
    }

    #[test]
    fn warnings_point_into_the_card(card in full_card()) {
        let document = serde_json::to_value(&card).unwrap();
        for one in card.warnings() {
            prop_assert!(document.pointer(&one.path).is_some(), "{}", one.path);
            prop_assert!(!one.zh.is_empty() && !one.en.is_empty());
        }
    }

    /// Whatever is done to a card, it is read and said, or its faults are told by place; nothing
    /// panics.
    #[test]
    fn a_card_tampered_with_is_good_or_says_why_not(
        card in full_card(), place in any::<Index>(), how in tampering()
    ) {
        let document = tampered(serde_json::to_value(&card).unwrap(), place, &how);
        match RuleCard::parse(&document.to_string()) {
            Ok(card) => {
                let canonical = card.canonical_json();
                let again = RuleCard::parse(&canonical);
                prop_assert_eq!(again.as_ref(), Ok(&card));
                for language in LANGUAGES {
                    prop_assert!(!card.plain(language).is_empty());
                }
                card.warnings();
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    prop_assert!(!fault.zh.is_empty() && !fault.en.is_empty());
                    let parent = fault.path.rsplit_once('/').map_or("", |(parent, _)| parent);
                    prop_assert!(document.pointer(parent).is_some(), "{}", fault);
                }
            }
        }
        // A card built in memory is never read: its words must not panic either.
        if let Ok(card) = serde_json::from_value::<RuleCard>(document) {
            card.faults();
            card.warnings();
            card.plain(Language::Chinese);
        }
    }
}

#[test]
fn what_a_card_leaves_out_may_be_written_without_another_hash() {
    let card = haiyang_card();
    let document = changed(
        serde_json::to_value(&card).unwrap(),
        &[
            ("/choice", json!("grades")),
            ("/quotas", json!([])),
            ("/awards", json!([])),
        ],
    );
    assert_eq!(
        RuleCard::parse(&document.to_string()).unwrap().hash(),
        card.hash()
    );
    for member in ["choice", "quotas", "awards", "composite"] {
        let written = format!("\"{member}\":");
        assert!(!card.canonical_json().contains(&written), "{member}");
    }
}
