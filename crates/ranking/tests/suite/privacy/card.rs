//! Cards against rolls, and how likely unanimity is.

use pingyi_ranking::privacy::{PrivacyCode, PrivacyFinding, Roll, Verdict, check_card, unanimity};
use pingyi_ranking::{
    Component, Composite, MissingComponent, Ratio, RuleCard, Scale, SmallClass, Source, Thresholds,
    TieBreak,
};
use proptest::prelude::*;

use super::{ADVISED, card_of};
use crate::sample::{card, haiyang_card};

/// The same roll of classes `a`, `b`, … and eight villages in each of the four areas.
fn roll(voters: &[u64]) -> Roll {
    let group = |(index, voters): (usize, &u64)| (super::letter(index).to_lowercase(), *voters);
    Roll {
        groups: voters.iter().enumerate().map(group).collect(),
        contests: (1..=4).map(|area| (area, 8)).collect(),
    }
}

fn found(card: &RuleCard, roll: &Roll) -> Vec<(Verdict, PrivacyCode)> {
    let mut found: Vec<_> = check_card(card, roll)
        .iter()
        .map(|finding| (finding.verdict, finding.code))
        .collect();
    found.dedup();
    found
}

fn refusals(card: &RuleCard, roll: &Roll) -> Vec<PrivacyFinding> {
    let mut findings = check_card(card, roll);
    findings.retain(|finding| finding.verdict == Verdict::Refused);
    findings
}

fn haiyang_roll() -> Roll {
    let groups = [
        ("organiser", 16),
        ("village-1", 26),
        ("village-2", 26),
        ("village-3", 26),
        ("village-4", 25),
    ];
    Roll {
        groups: groups.map(|(code, voters)| (code.into(), voters)).into(),
        contests: (1..=4).map(|area| (area, 8)).collect(),
    }
}

#[test]
fn the_organiser_of_haiyang_is_told_in_numbers() {
    let findings = check_card(&haiyang_card(), &haiyang_roll());
    let told: Vec<_> = findings
        .iter()
        .map(|finding| {
            format!(
                "{:?} {} {:?}\n{}\n{}\n",
                finding.verdict, finding.path, finding.code, finding.zh, finding.en
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_class_of_seven_is_refused_or_never_opened() {
    use PrivacyCode::{AreaNeverDecided, ClassNeverOpened, CountsNeverPublished};
    let mut card = card_of(3, ADVISED);
    let roll = roll(&[7, 25, 60]);
    assert_eq!(found(&card, &roll), [(Verdict::Refused, AreaNeverDecided)]);
    let findings = check_card(&card, &roll);
    assert!(
        findings[0]
            .zh
            .starts_with("第一片区、第二片区、第三片区、第四片区：")
    );
    assert!(
        findings[0]
            .zh
            .contains("名册上只有 7 人，不到开票门槛 10 人")
    );
    card.small_class = SmallClass::Renormalise;
    let expected = [
        (Verdict::Warned, ClassNeverOpened),
        (Verdict::Warned, CountsNeverPublished),
    ];
    assert_eq!(found(&card, &roll)[..2], expected);
    assert_eq!(refusals(&card, &roll), []);
}

#[test]
fn an_area_without_any_class_large_enough_is_refused_under_either_policy() {
    let mut card = card_of(2, ADVISED);
    for policy in [SmallClass::Refuse, SmallClass::Renormalise] {
        card.small_class = policy;
        let refused = refusals(&card, &roll(&[9, 9]));
        assert!(!refused.is_empty());
        assert!(
            refused
                .iter()
                .all(|finding| finding.code == PrivacyCode::AreaNeverDecided)
        );
    }
}

#[test]
fn what_stays_unpublished_is_told() {
    use PrivacyCode::{CompositeWithheld, CountsNeverPublished, OnlyPlaces, TieRuleNeverApplies};
    let mut card = card_of(2, ADVISED);
    card.ties = vec![
        TieBreak::Class("a".into()),
        TieBreak::Marks("excellent".into()),
        TieBreak::KeepTied,
    ];
    let codes = |card: &RuleCard, voters: &[u64]| -> Vec<_> {
        let findings = check_card(card, &roll(voters));
        findings.iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(&card, &[200, 100]), []);
    assert_eq!(
        codes(&card, &[200, 29]),
        [CountsNeverPublished, TieRuleNeverApplies]
    );
    let places_only = codes(&card, &[200, 14]);
    assert_eq!(
        places_only
            .iter()
            .filter(|code| **code == TieRuleNeverApplies)
            .count(),
        2
    );
    assert!(places_only.contains(&OnlyPlaces));
    card.composite = Some(vote_and_record(&card));
    card.ties = vec![TieBreak::KeepTied];
    assert!(codes(&card, &[200, 14]).contains(&CompositeWithheld));
    assert_eq!(codes(&card, &[200, 100]), []);
}

pub(super) fn vote_and_record(card: &RuleCard) -> Composite {
    Composite {
        group: pingyi_ranking::RankingGroup::Area,
        components: vec![Component {
            code: "vote".into(),
            label: "投票".into(),
            weight: Ratio::one(),
            source: Source::Vote,
            scale: Scale::AsIs,
        }],
        missing: MissingComponent::Refuse,
        adjustments: Vec::new(),
        caps: pingyi_ranking::Caps::default(),
        vetoes: Vec::new(),
        rounding: card.rounding,
        ranks: card.ranks,
        ties: vec![TieBreak::KeepTied],
        awards: Vec::new(),
    }
}

#[test]
fn points_that_let_a_mean_give_the_counts_away_are_told() {
    let mut card = card_of(1, ADVISED);
    let tells = |card: &RuleCard| {
        let findings = check_card(card, &roll(&[500]));
        findings
            .iter()
            .any(|finding| finding.code == PrivacyCode::MeanTellsCounts)
    };
    assert!(!tells(&card));
    // Two grades: the mean is a count. 100, 99, 0 need a hundred ballots to be mistaken.
    let grades = card.grades.clone();
    card.grades.truncate(2);
    assert!(tells(&card));
    card.grades = grades[..3].to_vec();
    card.grades[1].points = "99".parse().unwrap();
    card.grades[2].points = "0".parse().unwrap();
    assert!(tells(&card));
    card.grades[2].points = "98".parse().unwrap();
    assert!(!tells(&card));
    card.grades.truncate(2);
    card.thresholds.mean = card.thresholds.histogram;
    assert!(!tells(&card));
}

#[test]
fn a_roll_with_unknown_groups_is_refused() {
    let mut roll = haiyang_roll();
    roll.groups.insert("organizer".into(), 16);
    let refused = refusals(&haiyang_card(), &roll);
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].code, PrivacyCode::UnknownGroup);
}

/// Vector: ten voters at 80 % support over 32 villages.
#[test]
fn ten_voters_at_four_fifths_agree_on_one_of_32_villages_with_probability_0_97() {
    let card = card_of(1, ADVISED);
    let mut roll = roll(&[10]);
    roll.contests = [(1, 32)].into();
    let risks = unanimity(&card, &roll);
    let risk = risks.iter().find(|risk| risk.support == 80).unwrap();
    assert_eq!(risk.percent.to_string(), "97.3");
    let one = |power: u32, base: i64| num_bigint::BigInt::from(base).pow(power);
    let whole = Ratio::new(one(10, 4), one(10, 5)).unwrap();
    let none = Ratio::new(
        (whole.denominator() - whole.numerator()).pow(32),
        whole.denominator().pow(32),
    )
    .unwrap();
    let expected = Ratio::new(
        none.denominator() - none.numerator(),
        none.denominator().clone(),
    );
    assert_eq!(Some(risk.probability.clone()), expected);
}

#[test]
fn the_risk_of_unanimity_is_told_for_each_class_and_support() {
    let risks = unanimity(&haiyang_card(), &haiyang_roll());
    let of_area = risks.iter().filter(|risk| risk.area == 1);
    let told: Vec<_> = of_area
        .map(|risk| format!("{}\n{}", risk.zh, risk.en))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// Each village's chance by counting votes, in a class so small that all can be counted.
#[test]
fn the_probability_is_the_share_of_profiles() {
    let card = card_of(
        1,
        Thresholds {
            open: 2,
            mean: 2,
            histogram: 2,
        },
    );
    let mut roll = roll(&[3]);
    roll.contests = [(1, 2)].into();
    let risks = unanimity(&card, &roll);
    let risk = risks.iter().find(|risk| risk.support == 80).unwrap();
    // A voter is one of five equally likely kinds, four of which give the mark.
    let kinds = 5u32.pow(6);
    let agrees = |profile: u32, village: u32| {
        (0..3).all(|voter| profile / 5u32.pow(3 * village + voter) % 5 < 4)
    };
    let share = (0..kinds)
        .filter(|profile| agrees(*profile, 0) || agrees(*profile, 1))
        .count();
    assert_eq!(Some(risk.probability.clone()), Ratio::new(share, kinds));
}

#[test]
fn large_classes_and_areas_without_villages_carry_no_risk_worth_telling() {
    let card = card_of(2, ADVISED);
    assert_eq!(unanimity(&card, &roll(&[400, 5_000_000_000])), []);
    let mut nowhere = roll(&[12, 12]);
    nowhere.contests.clear();
    assert_eq!(unanimity(&card, &nowhere), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// No turnout under a card publishes a small cell, so the worst case never refuses; what is
    /// refused is only a roll with which an area can never be decided.
    #[test]
    fn a_card_is_refused_exactly_when_an_area_can_never_be_decided(card in card(), voters in prop::collection::vec(0u64..12, 4)) {
        let groups = card.slip_groups().zip(&voters).map(|((_, group), voters)| (group.code.clone(), *voters));
        let roll = Roll { groups: groups.collect(), contests: [(1, 3)].into() };
        let never = card.areas.iter().any(|area| {
            let entitled = || card.classes.iter().map(|class| roll.entitled(class, area.number));
            let large = |voters: u64| voters >= u64::from(card.thresholds.open);
            match card.small_class {
                SmallClass::Refuse => !entitled().all(large),
                SmallClass::Renormalise => !entitled().any(large),
            }
        });
        let refused = refusals(&card, &roll);
        prop_assert_eq!(!refused.is_empty(), never);
        prop_assert!(refused.iter().all(|finding| finding.code == PrivacyCode::AreaNeverDecided));
    }

    /// The worst case holds for every turnout: each passes.
    #[test]
    fn no_turnout_publishes_a_small_cell(card in card(), counts in prop::collection::vec((0u64..14, 0u64..4), 4)) {
        let turnouts: Vec<_> = card.classes.iter().zip(&counts).map(|(class, (returned, silent))| pingyi_ranking::ClassTurnout {
            code: class.code.clone(),
            entitled: returned + silent,
            present: returned + silent,
            issued: returned + silent,
            returned: *returned,
        }).collect();
        let opening = pingyi_ranking::Opening::decide(&card, 1, &turnouts).unwrap();
        let mut card = card;
        for group in [pingyi_ranking::RankingGroup::Area, pingyi_ranking::RankingGroup::All] {
            let composite = Composite { group, ..vote_and_record(&card) };
            card.composite = Some(composite);
            let plan = pingyi_ranking::privacy::Plan::of(&card, &[(&opening, &turnouts)]);
            prop_assert_eq!(pingyi_ranking::privacy::check_plan(&plan, card.thresholds), Ok(()));
            let composite = plan.figures.iter().any(|figure| figure.zh.contains("综合得分"));
            prop_assert_eq!(composite, opening.scores_published);
        }
    }
}
