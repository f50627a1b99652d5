//! Another card on the same data.

use pingyi_ranking::{
    Audience, CycleResult, GroupResult, Language, LeftVillage, PlacedVillage, WhatIf,
};

fn placed(place: &str, village: &str, score: &str, award: Option<&str>) -> PlacedVillage {
    PlacedVillage {
        place: place.into(),
        town: "镇".into(),
        village: village.into(),
        score: score.parse().unwrap(),
        score_exact: score.parse().unwrap(),
        award: award.map(str::to_owned),
        lot_needed: false,
    }
}

fn result(group: &str, ranked: Vec<PlacedVillage>, unranked: &[&str]) -> CycleResult {
    let unranked = unranked.iter().map(|village| LeftVillage {
        town: "镇".into(),
        village: (*village).into(),
        why: "too_few_judges".into(),
    });
    CycleResult {
        format: CycleResult::FORMAT,
        audience: Audience::Sealed,
        rule_card_sha256: String::new(),
        trace_sha256: None,
        groups: vec![GroupResult {
            group: group.into(),
            label: String::new(),
            withheld: false,
            ranked,
            unranked: unranked.collect(),
        }],
    }
}

fn official() -> CycleResult {
    let ranked = vec![
        placed("1", "东村", "92.35", Some("优秀")),
        placed("2.5", "西村", "90.00", None),
        placed("2.5", "南村", "90.00", None),
    ];
    result("1", ranked, &["北村"])
}

#[test]
fn who_moves_by_how_many_places_and_who_gains_an_award() {
    let ranked = vec![
        placed("1", "西村", "91.00", Some("优秀")),
        placed("2", "东村", "90.50", None),
        placed("3", "北村", "88.00", None),
    ];
    let what_if = WhatIf::compare(&official(), &result("1", ranked, &["南村"]));
    assert!(what_if.same_groups);
    assert_eq!(what_if.notice_zh, "假设，不是结果");
    assert_eq!(
        WhatIf::notice(Language::English),
        "A supposition, not a result"
    );
    let told: Vec<_> = what_if
        .villages
        .iter()
        .map(|one| {
            let place = (one.place.as_deref(), one.place_if.as_deref());
            (
                one.village.as_str(),
                place,
                one.up.as_ref().map(ToString::to_string),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("东村", (Some("1"), Some("2")), Some("-1/1".into())),
            ("西村", (Some("2.5"), Some("1")), Some("3/2".into())),
            ("南村", (Some("2.5"), None), None),
            ("北村", (None, Some("3")), None),
        ]
    );
    assert_eq!(what_if.moved().count(), 4);
    let awards: Vec<_> = what_if
        .awards_changed()
        .map(|one| one.village.as_str())
        .collect();
    assert_eq!(awards, ["东村", "西村"]);
}

#[test]
fn the_same_card_moves_nobody() {
    let what_if = WhatIf::compare(&official(), &official());
    assert_eq!(
        (what_if.moved().count(), what_if.awards_changed().count()),
        (0, 0)
    );
    assert!(
        what_if
            .villages
            .iter()
            .all(|one| one.place.is_none() || one.up == Some("0".parse().unwrap()))
    );
}

#[test]
fn places_in_other_groups_are_not_counted_against_each_other() {
    let mut all = official();
    all.groups[0].group = "all".into();
    all.groups[0]
        .ranked
        .push(placed("4", "中村", "80.00", None));
    let what_if = WhatIf::compare(&official(), &all);
    assert!(!what_if.same_groups && what_if.villages.iter().all(|one| one.up.is_none()));
    let last = what_if.villages.last().unwrap();
    assert_eq!((last.village.as_str(), &last.place), ("中村", &None));
}
