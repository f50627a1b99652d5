//! Plans, one by one.

use std::collections::HashMap;

use pingyi_ranking::privacy::{
    Figure, Level, Plan, PrivacyCode, Verdict, VoterGroup, check_plan, check_repeat,
};
use pingyi_ranking::{
    AreaRanking, ClassCount, ClassInput, ClassTurnout, ContestCount, CountSheet, Language, Opening,
    Ratio, RuleCard, rank_round,
};
use proptest::prelude::*;

use super::{ADVISED, card_of, figure, groups};
use crate::sample::card_and_round_of_any_kind as card_and_round;

fn refusals(plan: &Plan) -> Vec<String> {
    let findings = check_plan(plan, ADVISED).err().unwrap_or_default();
    let sentence = |finding: &pingyi_ranking::privacy::PrivacyFinding| {
        finding.sentence(Language::Chinese).to_owned()
    };
    findings.iter().map(sentence).collect()
}

fn plan(turnouts: &[u64], figures: &[Figure]) -> Plan {
    Plan {
        figures: figures.to_vec(),
        ..groups(turnouts)
    }
}

#[test]
fn all_less_one_class_is_named_as_a_difference() {
    let group = |code: &str, label: &str, turnout| VoterGroup {
        code: code.into(),
        label: label.into(),
        turnout,
    };
    let figure = |zh: &str, codes: &[&str]| Figure {
        zh: zh.into(),
        en: zh.into(),
        level: Level::Histogram,
        parts: vec![codes.iter().map(|code| (*code).to_owned()).collect()],
    };
    let plan = Plan {
        groups: vec![group("town", "镇票", 40), group("street", "街道票", 7)],
        figures: vec![
            figure("全体", &["town", "street"]),
            figure("镇票", &["town"]),
        ],
    };
    assert_eq!(
        refusals(&plan),
        [
            "“全体”减去“镇票”得到 7 人的“街道票”；公布各等次票数至少要 30 人。请少公布其中一项，或把这部分与别的合并"
        ]
    );
}

#[test]
fn shares_of_40_30_30_over_7_25_and_60_ballots_are_refused() {
    let combined = plan(&[7, 25, 60], &[figure(Level::Histogram, "A B C")]);
    let found = refusals(&combined);
    assert_eq!(found.len(), 2);
    assert!(
        found[0].starts_with("“A B C”由份量不同的几部分合成，可以拆开，其中“A”只有 7 人"),
        "{}",
        found[0]
    );
    assert!(found[1].contains("“B”只有 25 人"), "{}", found[1]);
    // As places alone the 25 would do; the 7 do not.
    let places = plan(&[7, 25, 60], &[figure(Level::Places, "A B C")]);
    assert_eq!(refusals(&places).len(), 1);
    // Pooled ballot for ballot nothing can be taken apart.
    let pooled = plan(&[7, 25, 60], &[figure(Level::Histogram, "ABC")]);
    assert_eq!(refusals(&pooled), [""; 0]);
}

/// Why a weighted figure counts as publishing its parts.
#[test]
fn the_small_class_is_recovered_from_the_weighted_count() {
    let weighted = |marks: (u32, u32, u32)| {
        let part =
            |share: u32, marks: u32, ballots: u32| Ratio::new(share * marks, 10 * ballots).unwrap();
        let parts = [
            part(4, marks.0, 7),
            part(3, marks.1, 25),
            part(3, marks.2, 60),
        ];
        // Over the common denominator 10·7·300.
        parts
            .iter()
            .map(|part| u32::try_from(part.numerator() * 21_000u32 / part.denominator()).unwrap())
            .sum::<u32>()
    };
    let mut from: HashMap<u32, Vec<u32>> = HashMap::new();
    for a in 0..=7 {
        for b in 0..=25 {
            for c in 0..=60 {
                let of = from.entry(weighted((a, b, c))).or_default();
                if !of.contains(&a) {
                    of.push(a);
                }
            }
        }
    }
    let (mut cases, mut recovered) = (0, 0);
    let small: Vec<_> = spread(7).collect();
    for town in &small {
        for (b, c) in [
            ([10, 8, 5, 2], [30, 15, 10, 5]),
            ([1, 20, 4, 0], [12, 18, 29, 1]),
        ] {
            let published: Vec<_> = (0..4)
                .map(|grade| weighted((town[grade], b[grade], c[grade])))
                .collect();
            let fits = |guess: &&[u32; 4]| {
                (0..4).all(|grade| from[&published[grade]].contains(&guess[grade]))
            };
            let found: Vec<_> = small.iter().filter(fits).collect();
            cases += 1;
            recovered += u32::from(found == [town]);
        }
    }
    assert_eq!((cases, recovered), (240, 240));
}

/// Every way to spread ballots over four grades.
fn spread(ballots: u32) -> impl Iterator<Item = [u32; 4]> {
    (0..=ballots).flat_map(move |first| {
        (0..=ballots - first).flat_map(move |second| {
            (0..=ballots - first - second)
                .map(move |third| [first, second, third, ballots - first - second - third])
        })
    })
}

#[test]
fn interim_and_final_results_give_the_late_ballots() {
    // A before the interim result, B after it.
    let figures = [figure(Level::Mean, "A"), figure(Level::Mean, "AB")];
    assert!(refusals(&plan(&[40, 3], &figures))[0].starts_with("“AB”减去“A”得到 3 人的“B”"));
    assert_eq!(refusals(&plan(&[40, 15], &figures)), [""; 0]);
    assert_eq!(refusals(&plan(&[40, 0], &figures)), [""; 0]);
}

#[test]
fn several_parts_taken_from_a_whole_are_all_named() {
    let figures = [
        figure(Level::Mean, "ABCD"),
        figure(Level::Mean, "A"),
        figure(Level::Mean, "B"),
        figure(Level::Mean, "C"),
    ];
    let found = refusals(&plan(&[20, 20, 20, 9], &figures));
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("“ABCD”减去“A”和“B”和“C”得到 9 人的“D”"),
        "{}",
        found[0]
    );
}

#[test]
fn overlapping_groupings_are_refused_though_no_sum_gives_the_small_group() {
    // The difference of the two sums is A − C; when it is 2, both voters of A said yes.
    let figures = [
        figure(Level::Histogram, "AB"),
        figure(Level::Histogram, "BC"),
    ];
    let found = refusals(&plan(&[2, 40, 1], &figures));
    assert_eq!(found.len(), 2);
    assert!(
        found[0].starts_with("“AB”和“BC”放在一起，就把 2 人的“A”与别人分开"),
        "{}",
        found[0]
    );
}

#[test]
fn each_level_is_held_to_its_own_threshold() {
    let places_of_a_part = [figure(Level::Histogram, "AB"), figure(Level::Places, "A")];
    assert_eq!(refusals(&plan(&[12, 40], &places_of_a_part)), [""; 0]);
    let mean_of_a_part = [figure(Level::Histogram, "AB"), figure(Level::Mean, "A")];
    assert_eq!(refusals(&plan(&[12, 40], &mean_of_a_part)).len(), 1);
    assert_eq!(refusals(&plan(&[15, 15], &mean_of_a_part)), [""; 0]);
    assert_eq!(refusals(&plan(&[15, 14], &mean_of_a_part)).len(), 2);
}

#[test]
fn a_plan_that_names_groups_wrongly_is_refused_with_all_faults() {
    let mut plan = plan(
        &[40, 40],
        &[figure(Level::Mean, "AX"), figure(Level::Mean, "Y")],
    );
    plan.groups[1].code = "A".into();
    let codes: Vec<_> = check_plan(&plan, ADVISED)
        .unwrap_err()
        .iter()
        .map(|finding| (finding.code, finding.path.clone()))
        .collect();
    assert_eq!(
        codes,
        [
            (PrivacyCode::RepeatedGroup, "/groups/1/code".into()),
            (PrivacyCode::UnknownGroup, "/figures/0/parts/0".into()),
            (PrivacyCode::UnknownGroup, "/figures/1/parts/0".into()),
        ]
    );
}

#[test]
fn different_rounds_of_the_same_voters_need_no_common_threshold() {
    let card = card_of(2, ADVISED);
    let turnouts = [turnouts(&[20, 40]), turnouts(&[17, 38])];
    let openings = [
        opening(&card, 1, &turnouts[0]),
        opening(&card, 2, &turnouts[1]),
    ];
    let plan = Plan::of(
        &card,
        &[(&openings[0], &turnouts[0]), (&openings[1], &turnouts[1])],
    );
    assert_eq!(refusals(&plan), [""; 0]);
}

fn turnouts(returned: &[u64]) -> Vec<ClassTurnout> {
    let class = |(index, returned): (usize, &u64)| ClassTurnout {
        code: super::letter(index).to_lowercase(),
        entitled: *returned,
        present: *returned,
        issued: *returned,
        returned: *returned,
    };
    returned.iter().enumerate().map(class).collect()
}

fn opening(card: &RuleCard, area: u32, turnouts: &[ClassTurnout]) -> Opening {
    Opening::decide(card, area, turnouts).unwrap()
}

#[test]
fn a_vote_repeated_with_nearly_the_same_people_is_refused() {
    let card = card_of(2, ADVISED);
    let repeat = |first: &[u64], second: &[u64]| {
        let (first, second) = (turnouts(first), turnouts(second));
        let openings = (opening(&card, 1, &first), opening(&card, 1, &second));
        refusals(&Plan::repeat(
            &card,
            (&openings.0, &first),
            (&openings.1, &second),
        ))
    };
    let found = repeat(&[40, 60], &[42, 60]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("减去") && found[0].contains("2 人的“第一片区A票（只投一次）”"),
        "{}",
        found[0]
    );
    assert_eq!(repeat(&[40, 60], &[40, 60]), [""; 0]);
    assert_eq!(repeat(&[40, 60], &[70, 100]), [""; 0]);
    // Nothing of the first was published, so there is nothing to subtract.
    assert_eq!(repeat(&[9, 60], &[42, 61]), [""; 0]);
    // Equal numbers are no proof of equal people, so that is told.
    let (first, second) = (turnouts(&[40, 60]), turnouts(&[40, 60]));
    let openings = (opening(&card, 1, &first), opening(&card, 1, &second));
    let told = check_repeat(&card, (&openings.0, &first), (&openings.1, &second));
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].verdict, told[0].code),
        (Verdict::Warned, PrivacyCode::VotedTwice)
    );
    // The same box listed as two rounds is no way around it.
    let twice = turnouts(&[40, 60]);
    let opening = opening(&card, 1, &twice);
    let plan = Plan::of(&card, &[(&opening, &twice), (&opening, &twice)]);
    assert_eq!(
        check_plan(&plan, ADVISED).unwrap_err()[0].code,
        PrivacyCode::RepeatedGroup
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// What `Opening::decide` allows, and what `AreaRanking` then says, always passes.
    #[test]
    fn what_a_card_publishes_passes_the_check((card, input) in card_and_round()) {
        let turnouts: Vec<_> = input.classes.iter().map(ClassInput::turnout).collect();
        let outcome = rank_round(&card, &input).unwrap();
        let allowed = Plan::of(&card, &[(&outcome.opening, &turnouts)]);
        prop_assert_eq!(check_plan(&allowed, card.thresholds), Ok(()));
        let said = Plan::published(&[AreaRanking::new(&card, &outcome)]);
        prop_assert_eq!(check_plan(&said, card.thresholds), Ok(()));
        let within = |figure: &Figure| allowed.figures.iter().any(|other| {
            other.zh == figure.zh && other.level == figure.level && other.parts == figure.parts
        });
        prop_assert!(said.figures.iter().all(within), "{said:?} {allowed:?}");
        prop_assert_eq!(said.groups, allowed.groups);
    }

    /// The balance of a class whose counts are hidden names no village: blanks are counts too.
    #[test]
    fn the_published_count_sheet_says_no_more_than_the_ranking((card, input) in card_and_round()) {
        let outcome = rank_round(&card, &input).unwrap();
        let class = |class: &ClassInput| ClassCount {
            code: class.code.clone(),
            label: class.code.clone(),
            entitled: class.entitled,
            present: class.present,
            issued: class.issued,
            spares_issued: 0,
            spares_waiting: 0,
            spoiled: 0,
            spoiled_after_voting: 0,
            returned: class.returned,
            valid: class.returned,
            not_returned: class.issued - class.returned,
            contests: class.sums.iter().flatten().zip(&input.contests)
                .map(|(marks, contest)| ContestCount::of(card.choice, contest, marks, class.returned))
                .collect(),
        };
        let sheet = CountSheet { area: 1, choice: card.choice, classes: input.classes.iter().map(class).collect() };
        for class in sheet.published(&outcome.opening).classes {
            let shown = outcome.opening.class(&class.code).unwrap().histogram_published;
            prop_assert_eq!(!class.contests.is_empty(), shown);
        }
    }

    /// One class's counts too much in a published ranking, and it is refused.
    #[test]
    fn a_ranking_that_says_more_is_refused((card, input) in card_and_round()) {
        let outcome = rank_round(&card, &input).unwrap();
        let said = AreaRanking::new(&card, &outcome);
        let least = u64::from(card.thresholds.histogram);
        for (index, class) in said.classes.iter().enumerate() {
            if (1..least).contains(&class.returned) {
                let mut more = said.clone();
                more.classes[index].histogram_published = true;
                let findings = check_plan(&Plan::published(&[more]), card.thresholds).unwrap_err();
                let told = format!("只由 {} 人的", class.returned);
                prop_assert!(findings.iter().any(|finding| finding.zh.contains(&told)), "{findings:?}");
            }
        }
    }

    /// Publishing less never makes a plan worse, and more ballots never do.
    #[test]
    fn leaving_out_a_figure_or_adding_ballots_never_causes_a_refusal(
        turnouts in prop::collection::vec(0u64..40, 4),
        figures in prop::collection::vec((0u8..3, 1u8..16), 1..5),
        more in 0usize..4,
    ) {
        let figures: Vec<_> = figures.iter().map(|(level, mask)| {
            let level = [Level::Places, Level::Mean, Level::Histogram][usize::from(*level)];
            let groups: String = "ABCD".chars().enumerate().filter(|(index, _)| mask >> index & 1 == 1).map(|(_, group)| group).collect();
            figure(level, &groups)
        }).collect();
        let plan = plan(&turnouts, &figures);
        if check_plan(&plan, ADVISED).is_ok() {
            let mut fewer = plan.clone();
            fewer.figures.pop();
            prop_assert!(check_plan(&fewer, ADVISED).is_ok());
            let mut larger = plan;
            let grown = &mut larger.groups[more].turnout;
            if *grown > 0 {
                *grown += 1;
                prop_assert!(check_plan(&larger, ADVISED).is_ok());
            }
        }
    }
}
