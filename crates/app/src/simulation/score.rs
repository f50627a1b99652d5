//! Made-up judges, sheets, records and lots, on the scales of the card.

use super::Candidate;
use crate::standing::is_needed;
use pingyi_core::score_table::{ScoreRow, ScoreTable, write};
use pingyi_ranking::{
    Component, Decimal, Indicator, JudgeRecusal, Panel, Ratio, RuleCard, Scale, Source, Trim,
};
use rand::{Rng, RngExt, seq::SliceRandom};

/// Judges where the card needs fewer.
const JUDGES: u32 = 7;

/// The tables the card asks for.
pub(super) fn tables(
    card: &RuleCard,
    candidates: &[Candidate],
    seed: &str,
    rng: &mut impl Rng,
) -> Vec<(ScoreTable, Vec<u8>)> {
    let plan = card.ranking_plan();
    let (mut judges, mut sheets, mut records) = (Vec::new(), Vec::new(), Vec::new());
    for component in &plan.components {
        match &component.source {
            Source::Panel(panel) => {
                scored(component, panel, candidates, rng, &mut judges, &mut sheets);
            }
            Source::Record(record) => {
                for indicator in &record.indicators {
                    for candidate in candidates {
                        let value = on_record(indicator, candidate, rng);
                        let mut row = vec![component.code.clone(), indicator.code.clone()];
                        row.extend(name(candidate));
                        row.push(value);
                        records.push(row);
                    }
                }
            }
            Source::Vote => {}
        }
    }
    let mut order: Vec<usize> = (1..=candidates.len()).collect();
    order.shuffle(rng);
    let lots = candidates.iter().zip(order).map(|(candidate, lot)| {
        let mut row: Vec<String> = name(candidate).into();
        row.push(lot.to_string());
        row
    });
    let drawn = vec![vec![format!("试算 {seed}").trim().to_owned()]];
    let tables = [
        (ScoreTable::Judges, judges),
        (ScoreTable::Sheets, sheets),
        (ScoreTable::Records, records),
        (ScoreTable::Lots, lots.collect()),
        (ScoreTable::LotSeed, drawn),
    ];
    let needed = tables
        .into_iter()
        .filter(|(table, _)| is_needed(card, *table));
    needed
        .map(|(table, rows)| {
            let rows: Vec<ScoreRow> = rows
                .into_iter()
                .map(|cells| ScoreRow { row: 0, cells })
                .collect();
            (table, write(table, &rows))
        })
        .collect()
}

fn name(candidate: &Candidate) -> [String; 2] {
    [
        candidate.village.town.clone(),
        candidate.village.name.clone(),
    ]
}

/// Judges of a panel and their sheets; every third judge is from the town of some village.
fn scored(
    component: &Component,
    panel: &Panel,
    candidates: &[Candidate],
    rng: &mut impl Rng,
    judges: &mut Vec<Vec<String>>,
    sheets: &mut Vec<Vec<String>>,
) {
    let trimmed = match &panel.trim {
        Trim::Drop(drop) => drop.at_least,
        _ => 0,
    };
    let count = JUDGES.max(panel.minimum_judges).max(trimmed);
    for number in 1..=count {
        let own = number % 3 == 0;
        let from = &candidates[rng.random_range(0..candidates.len())]
            .village
            .town;
        let town = if own { from.as_str() } else { "" };
        let judge = format!("评委{number:02}");
        judges.push(vec![component.code.clone(), judge.clone(), town.into()]);
        let strict = rng.random_range(0..100);
        for candidate in candidates {
            if panel.recusal == JudgeRecusal::OwnTown && candidate.village.town == town {
                continue;
            }
            for criterion in &panel.criteria {
                let liking = 500 + candidate.quality * 3 - strict + rng.random_range(0..200);
                let score = between(
                    &criterion.least.to_ratio(),
                    &criterion.most.to_ratio(),
                    (&criterion.least, &criterion.step),
                    liking.min(1000),
                );
                let mut row = vec![component.code.clone(), judge.clone()];
                row.extend(name(candidate));
                row.extend([criterion.code.clone(), "scored".into(), score]);
                row.extend([String::new(), String::new()]);
                sheets.push(row);
            }
        }
    }
}

/// A value of an indicator where its scale makes a difference.
fn on_record(indicator: &Indicator, candidate: &Candidate, rng: &mut impl Rng) -> String {
    let (least, most) = (indicator.least.to_ratio(), indicator.most.to_ratio());
    let (low, high) = match &indicator.scale {
        Scale::Fixed(fixed) => (fixed.from.to_ratio(), fixed.to.to_ratio()),
        Scale::Target(target) => (least.clone(), target.target.to_ratio()),
        _ => (least.clone(), most.clone()),
    };
    let clamped = |value: Ratio| value.max(least.clone()).min(most.clone());
    let liking = candidate.quality * 8 + rng.random_range(0..200);
    between(
        &clamped(low),
        &clamped(high),
        (&indicator.least, &indicator.step),
        liking.min(1000),
    )
}

/// The value so many thousandths of the way, down to the next step above `least`.
fn between(
    from: &Ratio,
    to: &Ratio,
    (least, step): (&Decimal, &Decimal),
    thousandths: u32,
) -> String {
    let decimals = least.decimals().max(step.decimals());
    let (least, step) = (least.to_ratio(), step.to_ratio());
    let zero = Ratio::zero;
    let part = Ratio::new(thousandths, 1000_u32).unwrap_or_else(zero);
    let value = from + &(&part * &(to - from));
    // Whole steps above the least value, rounded down. A step is greater than 0.
    let a_step = Ratio::new(step.denominator().clone(), step.numerator().clone());
    let above = &(&value - &least) * &a_step.unwrap_or_else(zero);
    let steps = Ratio::new(above.numerator() / above.denominator(), 1_u32);
    let value = &least + &(&steps.unwrap_or_else(zero) * &step);
    value
        .exact_decimal(decimals)
        .map_or_else(|| value.to_string(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::between;
    use pingyi_ranking::{Decimal, Ratio};

    fn value(from: &str, to: &str, least: &str, step: &str, thousandths: u32) -> String {
        let ratio = |text: &str| text.parse::<Ratio>().expect("a ratio");
        let decimal = |text: &str| text.parse::<Decimal>().expect("a decimal");
        let grid = (&decimal(least), &decimal(step));
        between(&ratio(from), &ratio(to), grid, thousandths)
    }

    #[test]
    fn made_up_values_stand_on_the_steps_of_the_card() {
        assert_eq!(value("0", "20", "0", "0.5", 1000), "20");
        assert_eq!(value("0", "20", "0", "0.5", 333), "6.5");
        assert_eq!(value("10", "0", "0", "1", 200), "8");
        assert_eq!(value("-5", "5", "-5", "0.25", 0), "-5");
        assert_eq!(value("1", "10", "1", "4", 999), "9");
    }
}
