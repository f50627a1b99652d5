//! What is flagged, in which words, and what is not.

mod support;

use pingyi_diagnostics::{Additive, Flag, FlagKind, FlagThresholds, Rasch, Ratings, flags};
use support::{MOST, ratings};

fn of(ratings: &Ratings) -> Vec<Flag> {
    let totals = ratings.totals();
    let additive = Additive::fit(&totals).unwrap();
    let rasch = Rasch::fit(ratings).unwrap();
    flags(
        ratings,
        &totals,
        &additive,
        Some(&rasch),
        &FlagThresholds::default(),
    )
}

/// Flags that the change brings: kind, judge, village.
fn brought(change: impl Fn(usize, usize, usize, u32) -> u32) -> Vec<Flag> {
    let plain = of(&ratings(|_, _, _, given| Some(given)));
    let known = |flag: &Flag| {
        plain.iter().any(|other| {
            (other.kind, &other.judge, other.village) == (flag.kind, &flag.judge, flag.village)
        })
    };
    let changed = ratings(|judge, village, criterion, given| {
        Some(change(judge, village, criterion, given).min(MOST))
    });
    of(&changed)
        .into_iter()
        .filter(|flag| !known(flag))
        .collect()
}

fn kinds(flags: &[Flag], judge: &str) -> Vec<FlagKind> {
    flags
        .iter()
        .filter(|flag| flag.judge == judge)
        .map(|flag| flag.kind)
        .collect()
}

#[test]
fn a_panel_without_peculiarities_raises_hardly_any_flag() {
    let flags = of(&ratings(|_, _, _, given| Some(given)));
    assert!(flags.len() <= 2, "{flags:#?}");
}

#[test]
fn a_strict_judge_is_told_in_points_and_without_a_reproach() {
    let flags = brought(|judge, _, _, given| {
        if judge == 2 {
            given.saturating_sub(3)
        } else {
            given
        }
    });
    assert_eq!(kinds(&flags, "3"), [FlagKind::Severity]);
    let flag = flags.iter().find(|flag| flag.judge == "3").unwrap();
    assert!(flag.value.0 < -flag.threshold.0);
    assert!(
        flag.says
            .zh
            .starts_with("3 号评委对同样的村，给分普遍比评委平均低 "),
        "{}",
        flag.says.zh
    );
    assert!(flag.says.zh.ends_with("请核对"));
    assert!(flag.says.en.ends_with("please check"));
}

#[test]
fn more_points_for_the_own_town_are_told_beside_the_usual_scale() {
    let flags = brought(|judge, village, _, given| {
        given
            + if judge == 4 && village % 8 == judge % 8 {
                4
            } else {
                0
            }
    });
    assert!(
        kinds(&flags, "5").contains(&FlagKind::OwnTown),
        "{flags:#?}"
    );
    assert!(flags[0].says.zh.starts_with("5 号评委给本镇 4 个村的分"));
}

#[test]
fn one_sheet_far_from_all_others_is_named_with_its_village() {
    let flags = brought(|judge, village, _, given| {
        if (judge, village) == (6, 3) {
            given.saturating_sub(5)
        } else {
            given
        }
    });
    assert_eq!(flags.len(), 1, "{flags:#?}");
    assert_eq!(
        (flags[0].kind, flags[0].village),
        (FlagKind::Apart, Some(3))
    );
    assert!(
        flags[0].says.zh.contains("给3镇第3村的分"),
        "{}",
        flags[0].says.zh
    );
}

#[test]
fn the_same_score_everywhere_is_halo_and_narrow_at_once() {
    let flags = brought(|judge, village, _, given| {
        if judge == 8 {
            14 + u32::from(village == 0)
        } else {
            given
        }
    });
    let kinds = kinds(&flags, "9");
    assert!(
        kinds.contains(&FlagKind::Halo) && kinds.contains(&FlagKind::NarrowSpread),
        "{flags:#?}"
    );
}

#[test]
fn scores_against_the_common_order_are_a_misfit() {
    let flags = brought(|judge, _, _, given| {
        if judge == 10 {
            MOST.saturating_sub(given)
        } else {
            given
        }
    });
    assert!(
        kinds(&flags, "11").contains(&FlagKind::Misfit),
        "{flags:#?}"
    );
}

#[test]
fn missing_sheets_are_no_peculiarity() {
    let flags = of(&ratings(|judge, village, _, given| {
        (village % 8 != judge % 8).then_some(given)
    }));
    assert!(flags.len() <= 2, "{flags:#?}");
}
