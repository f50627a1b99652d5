//! A panel that nobody sat on: 25 judges, 32 villages, 5 criteria of 0 to 20.

use pingyi_diagnostics::{Judge, Ratings, SplitMix64, Village};
use pingyi_ranking::{
    BelowDrop, Criterion, Drop, JudgeRecusal, Panel, Ratio, Severity, Trim, TrimOn,
};

pub const JUDGES: usize = 25;
pub const VILLAGES: usize = 32;
pub const CRITERIA: usize = 5;
/// Most score of a criterion.
pub const MOST: u32 = 20;

pub fn panel() -> Panel {
    Panel {
        criteria: (0..CRITERIA)
            .map(|criterion| Criterion {
                code: format!("c{criterion}"),
                label: format!("指标 {}", criterion + 1),
                help: String::new(),
                least: 0.into(),
                most: MOST.into(),
                step: 1.into(),
                weight: Ratio::one(),
            })
            .collect(),
        recusal: JudgeRecusal::None,
        on: TrimOn::JudgeTotal,
        trim: Trim::Drop(Drop {
            high: 1,
            low: 1,
            at_least: 5,
            below: BelowDrop::PlainMean,
        }),
        minimum_judges: 3,
        severity: Severity::None,
    }
}

/// Judge 1 to 25 of towns 0镇 to 7镇; village `v` in town `v % 8`.
pub fn people() -> (Vec<Judge>, Vec<Village>) {
    let judges = (0..JUDGES)
        .map(|judge| Judge {
            code: (judge + 1).to_string(),
            town: format!("{}镇", judge % 8),
        })
        .collect();
    let villages = (0..VILLAGES)
        .map(|village| Village {
            group: 0,
            town: format!("{}镇", village % 8),
            village: format!("第{village}村"),
        })
        .collect();
    (judges, villages)
}

/// The score of a sheet's criterion: a level of the village, a shift of the judge, a little of the criterion, noise.
pub fn score(numbers: &mut SplitMix64, judge: usize, village: usize, criterion: usize) -> u32 {
    let whole = |number: usize| i64::try_from(number).unwrap();
    let level = 9 + whole(village * 7 % VILLAGES) / 5;
    let shift = whole(judge * 5 % 7) / 3 - 1;
    let noise = whole(numbers.below(7)) - 3;
    let raw = level + shift + whole(criterion % 3) + noise;
    u32::try_from(raw.clamp(0, i64::from(MOST))).unwrap()
}

/// The steps of all cells, changed where `change` says so.
pub fn ratings(change: impl Fn(usize, usize, usize, u32) -> Option<u32>) -> Ratings {
    let mut numbers = SplitMix64::new(2026);
    let mut steps = Vec::new();
    for judge in 0..JUDGES {
        for village in 0..VILLAGES {
            for criterion in 0..CRITERIA {
                let given = score(&mut numbers, judge, village, criterion);
                steps.push(change(judge, village, criterion, given));
            }
        }
    }
    let (judges, villages) = people();
    Ratings::of_steps(judges, villages, panel().criteria, steps).unwrap()
}
