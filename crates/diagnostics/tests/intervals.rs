//! Places over draws of judges, against the same draws in exact fractions by another program, and by hand.

use pingyi_diagnostics::{
    Intervals, Judge, PanelMean, Ratings, Village, places, without_each_judge,
};
use pingyi_ranking::{
    BelowDrop, Criterion, Drop, JudgeRecusal, Panel, Ratio, Severity, Trim, TrimOn,
};
use proptest::prelude::*;
use serde_json::Value;

fn criterion(most: u32) -> Criterion {
    Criterion {
        code: "all".into(),
        label: "总体".into(),
        help: String::new(),
        least: 0.into(),
        most: most.into(),
        step: 1.into(),
        weight: Ratio::one(),
    }
}

fn panel(trim: Trim) -> Panel {
    Panel {
        criteria: vec![criterion(100)],
        recusal: JudgeRecusal::None,
        on: TrimOn::JudgeTotal,
        trim,
        minimum_judges: 1,
        severity: Severity::None,
    }
}

fn drop(high: u32, low: u32, at_least: u32, below: BelowDrop) -> Trim {
    Trim::Drop(Drop {
        high,
        low,
        at_least,
        below,
    })
}

/// Judges × villages of whole scores.
fn ratings(rows: &[Vec<Option<u32>>]) -> Ratings {
    let judges = (0..rows.len())
        .map(|judge| Judge {
            code: (judge + 1).to_string(),
            town: String::new(),
        })
        .collect();
    let villages = (0..rows[0].len())
        .map(|village| Village {
            group: 0,
            town: "镇".into(),
            village: village.to_string(),
        })
        .collect();
    Ratings::of_steps(judges, villages, vec![criterion(100)], rows.concat()).unwrap()
}

fn value(scores: &[u32], panel: &Panel) -> Option<f64> {
    let rows: Vec<Vec<Option<u32>>> = scores.iter().map(|score| vec![Some(*score)]).collect();
    PanelMean::new(&ratings(&rows), panel).values()[0]
}

fn count(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn draws_intervals_and_orders_are_those_of_exact_fractions() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../fixtures/vectors/statistics.json")).unwrap();
    for set in vectors["bootstrap"].as_array().unwrap() {
        let rows: Vec<Vec<Option<u32>>> = set["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let scores = row.as_array().unwrap().iter();
                scores
                    .map(|score| Some(u32::try_from(count(score)).unwrap()))
                    .collect()
            })
            .collect();
        let mean = PanelMean::new(&ratings(&rows), &panel(drop(1, 1, 3, BelowDrop::Invalid)));
        let villages = rows[0].len();
        let groups = vec![0; villages];
        let intervals = Intervals::of(
            &mean,
            &groups,
            set["seed"].as_u64().unwrap(),
            count(&set["draws"]),
        );
        let all = places(&mean.values(), &groups);
        for village in 0..villages {
            assert_eq!(all[village], Some(count(&set["places"][village])));
            let peer = &set["intervals"][village];
            assert_eq!(
                intervals.interval(village),
                Some((count(&peer[0]), count(&peer[1])))
            );
            for other in (0..villages).filter(|other| *other != village) {
                let peer = count(&set["ahead_halves"][village][other]);
                assert_eq!(intervals.ahead_halves(village, other), peer);
            }
        }
    }
}

#[test]
fn the_rule_of_the_panel_is_kept() {
    let near = |value: Option<f64>, is: f64| assert!((value.unwrap() - is).abs() < 1e-12);
    near(value(&[1, 2, 9], &panel(Trim::None)), 4.0);
    near(value(&[1, 9, 2], &panel(Trim::Median)), 2.0);
    near(value(&[1, 9, 2, 4], &panel(Trim::Median)), 3.0);
    near(
        value(&[9, 1, 2, 4], &panel(drop(1, 1, 4, BelowDrop::Invalid))),
        3.0,
    );
    assert_eq!(
        value(&[9, 1, 2], &panel(drop(1, 1, 4, BelowDrop::Invalid))),
        None
    );
    // IJRU: of two both, of three the two nearer to each other, the upper two when equally near.
    let closest = panel(drop(1, 1, 4, BelowDrop::ClosestPair));
    near(value(&[12, 14], &closest), 13.0);
    near(value(&[12, 14, 18], &closest), 13.0);
    near(value(&[12, 15, 18], &closest), 16.5);
    let fraction = panel(Trim::Fraction(pingyi_ranking::Fraction {
        each_end: "1/4".parse().unwrap(),
    }));
    near(
        value(&[1, 2, 3, 50, 60, 70, 90], &fraction),
        (2.0 + 3.0 + 50.0 + 60.0 + 70.0) / 5.0,
    );
    let mut few = panel(Trim::None);
    few.minimum_judges = 3;
    assert_eq!(value(&[5, 6], &few), None);
}

#[test]
fn corrected_severity_takes_the_lenient_judge_out() {
    // The second judge gives 6 more; the second village only met that judge.
    let rows = [
        vec![Some(80), None, Some(70)],
        vec![Some(86), Some(82), Some(76)],
    ];
    let mut rule = panel(Trim::None);
    let plain = PanelMean::new(&ratings(&rows), &rule).values();
    assert!((plain[1].unwrap() - 82.0).abs() < 1e-9);
    rule.severity = Severity::LeastSquares;
    let corrected = PanelMean::new(&ratings(&rows), &rule).values();
    for (value, is) in corrected.iter().zip([83.0, 79.0, 73.0]) {
        assert!((value.unwrap() - is).abs() < 1e-9);
    }
}

#[test]
fn villages_far_apart_are_clear_and_near_ones_share_a_bracket() {
    let row = |shift: u32| vec![Some(90 + shift), Some(60 + shift), Some(60 + 2 * shift % 5)];
    let rows: Vec<_> = (0..6).map(row).collect();
    let mean = PanelMean::new(&ratings(&rows), &panel(Trim::None));
    let groups = [0; 3];
    let all = places(&mean.values(), &groups);
    let intervals = Intervals::of(&mean, &groups, 1, 1000);
    assert_eq!(intervals.interval(0), Some((1, 1)));
    assert_eq!(intervals.is_clear(0, 1), Some(true));
    assert_eq!(intervals.is_clear(1, 2), Some(false));
    assert_eq!(intervals.brackets(&all), [Some(1), Some(2), Some(2)]);
}

#[test]
fn the_one_judge_who_makes_the_difference_is_found() {
    let rows = [
        vec![Some(80), Some(79)],
        vec![Some(80), Some(79)],
        vec![Some(70), Some(79)],
    ];
    let mean = PanelMean::new(&ratings(&rows), &panel(Trim::None));
    let without = without_each_judge(&mean, &[0, 0]);
    let moved: Vec<usize> = without.iter().map(Vec::len).collect();
    assert_eq!(moved, [0, 0, 2]);
    assert_eq!(
        (without[2][0].place, without[2][0].without),
        (Some(2), Some(1))
    );
    // Each in a group of its own, nobody can move.
    assert!(without_each_judge(&mean, &[0, 1]).iter().all(Vec::is_empty));
}

proptest! {
    #[test]
    fn the_same_seed_gives_the_same_draws_and_every_interval_holds_possible_places(
        rows in proptest::collection::vec(proptest::collection::vec(proptest::option::weighted(0.9, 0u32..=100), 5), 4),
        seed in any::<u64>(),
    ) {
        let mut rows = rows;
        // Connected: the first judge saw every village.
        rows[0] = (0..5).map(|village| Some(village * 10)).collect();
        let mean = PanelMean::new(&ratings(&rows), &panel(drop(1, 1, 3, BelowDrop::PlainMean)));
        let groups = [0, 0, 0, 1, 1];
        let once = Intervals::of(&mean, &groups, seed, 50);
        prop_assert_eq!(&once, &Intervals::of(&mean, &groups, seed, 50));
        for village in 0..5 {
            if let Some((from, to)) = once.interval(village) {
                let size = groups.iter().filter(|group| **group == groups[village]).count();
                prop_assert!(1 <= from && from <= to && to <= size);
            }
        }
        let brackets = once.brackets(&places(&mean.values(), &groups));
        for (one, other) in [(0, 1), (0, 2), (1, 2), (3, 4)] {
            if once.is_clear(one, other) == Some(false) {
                prop_assert_eq!(brackets[one], brackets[other]);
            }
        }
    }
}
