//! The analysis of one panel.

use pingyi_ranking::{DataFault, Op, RankingGroup, WhatIf, compute_result};

use super::{
    AgreementAnalysis, Design, DriftAnalysis, JudgeAnalysis, JudgeLeftOut, MeasureAnalysis,
    PanelAnalysis, PlaceMove, RaschAnalysis, ResultMove, VillageAnalysis,
    of::{Cycle, Seat},
};
use crate::{
    Additive, Days, Drift, DriftUnknown, Estimate, FlagThresholds, Intervals, Measure, PanelMean,
    Rasch, RaschFault, Ratings, Sentence, Table,
    agreement::{Icc, Level, kendall_w, krippendorff_alpha},
    flag::deviation,
    flags, places, separation, without_each_judge,
};

pub(super) fn panel(cycle: &Cycle<'_>, seat: &Seat) -> PanelAnalysis {
    let (judges, villages, criteria) = cycle
        .data
        .panel(seat.number)
        .map(|sheets| sheets.size())
        .unwrap_or_default();
    let mut analysis = PanelAnalysis {
        component: seat.code.clone(),
        label: seat.label.clone(),
        design: Design {
            judges,
            villages,
            criteria,
            sheets: 0,
            complete: false,
        },
        refused: None,
        judges: Vec::new(),
        villages: Vec::new(),
        agreement: Vec::new(),
        rasch: no_rasch(None),
        without_judge: Vec::new(),
        drift: Drift::analysis(Err(DriftUnknown::NoDays), ""),
        flags: Vec::new(),
    };
    let (ratings, mean) = match &seat.ratings {
        Ok(ratings) => ratings,
        Err(fault) => {
            analysis.refused = Some(fault.sentence());
            return analysis;
        }
    };
    let totals = ratings.totals();
    let rasch = Rasch::fit(ratings);
    let additive = Additive::fit(&totals);
    let groups: Vec<usize> = ratings
        .villages()
        .iter()
        .map(|village| village.group)
        .collect();
    analysis.design.sheets = totals.figures().count();
    analysis.design.complete = totals.is_complete();
    analysis.judges = judges_of(
        cycle,
        seat,
        ratings,
        &totals,
        additive.as_ref(),
        rasch.as_ref().ok(),
    );
    analysis.villages = villages_of(cycle, ratings, mean, &groups, rasch.as_ref().ok());
    analysis.agreement = agreement_of(ratings, &totals);
    analysis.without_judge = left_out(cycle, seat, ratings, mean, &groups);
    analysis.drift = drift_of(cycle, seat, &totals);
    if let Some(additive) = &additive {
        let thresholds = FlagThresholds::default();
        analysis.flags = flags(ratings, &totals, additive, rasch.as_ref().ok(), &thresholds);
    }
    analysis.rasch = rasch_of(rasch);
    analysis
}

fn no_rasch(fault: Option<RaschFault>) -> RaschAnalysis {
    RaschAnalysis {
        refused: fault.map(RaschFault::sentence),
        remarks: Vec::new(),
        iterations: 0,
        categories: 0,
        thresholds: Vec::new(),
        criteria: Vec::new(),
        village_separation: None,
        judge_separation: None,
    }
}

fn rasch_of(rasch: Result<Rasch, RaschFault>) -> RaschAnalysis {
    let rasch = match rasch {
        Ok(rasch) => rasch,
        Err(fault) => return no_rasch(Some(fault)),
    };
    let criteria = rasch.criteria.iter();
    RaschAnalysis {
        refused: None,
        iterations: rasch.iterations,
        categories: rasch.thresholds.len() + 1,
        thresholds: rasch.thresholds.iter().copied().map(Estimate).collect(),
        criteria: criteria
            .map(|one| one.map(|measure| Estimate(measure.measure)))
            .collect(),
        village_separation: separation(&rasch.villages).map(Estimate),
        judge_separation: separation(&rasch.judges).map(Estimate),
        remarks: rasch.remarks,
    }
}

/// A measure for showing; `sign` is −1 where the model's direction is turned.
fn measure_of(measure: Measure, sign: f64) -> MeasureAnalysis {
    MeasureAnalysis {
        measure: Estimate(sign * measure.measure),
        error: Estimate(measure.error),
        infit: measure.fit.map(|fit| Estimate(fit.infit)),
        outfit: measure.fit.map(|fit| Estimate(fit.outfit)),
        extreme: measure.extreme.is_some(),
    }
}

fn judges_of(
    cycle: &Cycle<'_>,
    seat: &Seat,
    ratings: &Ratings,
    totals: &Table,
    additive: Option<&Additive>,
    rasch: Option<&Rasch>,
) -> Vec<JudgeAnalysis> {
    // The exact severities of the result, where the card corrects it.
    let exact = cycle
        .computation
        .trace
        .steps()
        .iter()
        .find_map(|step| match &step.op {
            Op::Severity {
                component, judges, ..
            } if *component == seat.code => Some(judges),
            _ => None,
        });
    let judges = ratings.judges().iter().enumerate();
    judges
        .map(|(number, judge)| {
            let figures: Vec<f64> = totals.row(number).iter().copied().flatten().collect();
            let mean = figures.iter().sum::<f64>() / figures.len() as f64;
            let exact = exact.and_then(|exact| exact.iter().find(|(code, _)| *code == judge.code));
            JudgeAnalysis {
                judge: judge.code.clone(),
                town: judge.town.clone(),
                sheets: figures.len(),
                mean: (!figures.is_empty()).then_some(Estimate(mean)),
                spread: deviation(&figures).map(Estimate),
                lenience: additive
                    .and_then(|additive| additive.judges[number])
                    .map(Estimate),
                lenience_exact: exact.map(|(_, exact)| exact.to_string()),
                measure: rasch
                    .and_then(|rasch| rasch.judges[number])
                    .map(|measure| measure_of(measure, -1.0)),
                with_others: with_others(totals, number).map(Estimate),
            }
        })
        .collect()
}

/// Correlation of a judge's totals with the mean of the others' on the same villages, of at least three.
fn with_others(totals: &Table, judge: usize) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = (0..totals.villages())
        .filter_map(|village| {
            let own = totals.cell(judge, village)?;
            let others: Vec<f64> = totals
                .column(village)
                .filter(|(other, _)| *other != judge)
                .map(|(_, figure)| figure)
                .collect();
            let mean = others.iter().sum::<f64>() / others.len() as f64;
            (!others.is_empty()).then_some((own, mean))
        })
        .collect();
    if pairs.len() < 3 {
        return None;
    }
    let count = pairs.len() as f64;
    let sums = pairs
        .iter()
        .fold((0.0, 0.0), |sums, pair| (sums.0 + pair.0, sums.1 + pair.1));
    let (own, others) = (sums.0 / count, sums.1 / count);
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for pair in &pairs {
        both += (pair.0 - own) * (pair.1 - others);
        first += (pair.0 - own).powi(2);
        second += (pair.1 - others).powi(2);
    }
    (first > 0.0 && second > 0.0).then(|| both / (first * second).sqrt())
}

fn villages_of(
    cycle: &Cycle<'_>,
    ratings: &Ratings,
    mean: &PanelMean,
    groups: &[usize],
    rasch: Option<&Rasch>,
) -> Vec<VillageAnalysis> {
    let values = mean.values();
    let all = places(&values, groups);
    let intervals = Intervals::of(mean, groups, cycle.seed, cycle.draws);
    let brackets = intervals.brackets(&all);
    let totals = ratings.totals();
    let together = cycle.card.ranking_plan().group == RankingGroup::All;
    let group = |area: usize| match cycle.card.areas.get(area) {
        Some(area) if !together => area.number.to_string(),
        _ => "all".to_owned(),
    };
    let villages = ratings.villages().iter().enumerate();
    villages
        .map(|(number, village)| {
            let interval = intervals.interval(number);
            VillageAnalysis {
                group: group(village.group),
                town: village.town.clone(),
                village: village.village.clone(),
                sheets: totals.column(number).count(),
                mean: values[number].map(Estimate),
                place: all[number],
                place_from: interval.map(|interval| interval.0),
                place_to: interval.map(|interval| interval.1),
                bracket: brackets[number],
                unclear_with: intervals.unclear_with(number),
                measure: rasch
                    .and_then(|rasch| rasch.villages[number])
                    .map(|measure| measure_of(measure, 1.0)),
            }
        })
        .collect()
}

fn agreement_of(ratings: &Ratings, totals: &Table) -> Vec<AgreementAnalysis> {
    let of = |criterion: Option<String>, label: String, table: &Table| {
        let complete = table.complete_part();
        let icc = Icc::of(&complete);
        AgreementAnalysis {
            criterion,
            label,
            complete_judges: complete.judges(),
            complete_villages: complete.villages(),
            kendall_w: kendall_w(&complete).map(Estimate),
            icc_single: icc.map(|icc| Estimate(icc.two_single)),
            icc_mean: icc.map(|icc| Estimate(icc.two_mean)),
            alpha: krippendorff_alpha(table, Level::Interval).map(Estimate),
        }
    };
    let criteria = ratings
        .criteria()
        .iter()
        .enumerate()
        .map(|(number, criterion)| {
            let table = ratings.criterion(number);
            of(
                Some(criterion.code.clone()),
                criterion.label.clone(),
                &table,
            )
        });
    std::iter::once(of(None, "总分".into(), totals))
        .chain(criteria)
        .collect()
}

fn left_out(
    cycle: &Cycle<'_>,
    seat: &Seat,
    ratings: &Ratings,
    mean: &PanelMean,
    groups: &[usize],
) -> Vec<JudgeLeftOut> {
    let by_component = without_each_judge(mean, groups).into_iter();
    let judges = ratings.judges().iter().zip(by_component).enumerate();
    judges
        .map(|(number, (judge, moved))| {
            let without = cycle.data.without_judge(seat.number, number);
            let (result, refused) = match compute_result(cycle.card, &without) {
                Ok(without) => (
                    moves(&WhatIf::compare(&cycle.computation.result, &without)),
                    None,
                ),
                Err(faults) => (Vec::new(), Some(told(&faults))),
            };
            JudgeLeftOut {
                judge: judge.code.clone(),
                moved: moved
                    .into_iter()
                    .map(|moved| PlaceMove {
                        village: moved.village,
                        place: moved.place,
                        without: moved.without,
                    })
                    .collect(),
                result,
                refused,
            }
        })
        .collect()
}

fn moves(what_if: &WhatIf) -> Vec<ResultMove> {
    let changed = what_if
        .villages
        .iter()
        .filter(|village| village.place != village.place_if || village.award != village.award_if);
    changed
        .map(|village| ResultMove {
            town: village.town.clone(),
            village: village.village.clone(),
            place: village.place.clone(),
            without: village.place_if.clone(),
            award: village.award.clone(),
            award_without: village.award_if.clone(),
        })
        .collect()
}

fn told(faults: &[DataFault]) -> Sentence {
    let join = |of: fn(&DataFault) -> &str, between: &str| {
        faults.iter().map(of).collect::<Vec<_>>().join(between)
    };
    Sentence::new(join(|fault| &fault.zh, "；"), join(|fault| &fault.en, "; "))
}

fn drift_of(cycle: &Cycle<'_>, seat: &Seat, totals: &Table) -> DriftAnalysis {
    let Some(visits) = cycle
        .visits
        .iter()
        .find(|visits| visits.component == seat.code)
    else {
        let why = if cycle.visits.is_empty() {
            DriftUnknown::NoDays
        } else {
            DriftUnknown::NotByDay
        };
        return Drift::analysis(Err(why), "");
    };
    let days = Days::of_villages(totals.judges(), visits.days);
    let other = visits.covariate.filter(|code| *code != seat.code);
    let other = other.and_then(|code| cycle.seats.iter().find(|seat| seat.code == code));
    let covariate = other
        .and_then(|seat| seat.ratings.as_ref().ok())
        .map(|(_, mean)| mean.values());
    let label = other.map_or("", |seat| seat.label.as_str());
    Drift::analysis(Drift::of(totals, &days, covariate.as_deref()), label)
}
