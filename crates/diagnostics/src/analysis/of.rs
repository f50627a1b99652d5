//! From a computed cycle to its analysis.

use pingyi_ranking::{
    Computation, Data, RoundingMode, RuleCard, Source, WeightSensitivity, round, sensitivity,
};

use super::{Analysis, Swap, WeightAnalysis, WeightSpan, panel, places};
use crate::{PanelMean, Ratings, RatingsFault, Sentence};

/// How many times judges are drawn: intervals of places move by less than one place from seed to seed.
const DRAWS: usize = 2000;

/// When the villages of a panel were seen, if that is known.
#[derive(Clone, Copy, Debug)]
pub struct Visits<'a> {
    /// Code of the panel's component, e.g. `tour`.
    pub component: &'a str,
    /// The day of each village, from 0, in village order; `None` where it is not known.
    pub days: &'a [Option<usize>],
    /// Code of another panel whose values did not come day by day, e.g. `debrief`.
    pub covariate: Option<&'a str>,
}

/// One panel of the card with its ratings.
pub(super) struct Seat {
    /// Number of the component in the card's plan.
    pub number: usize,
    pub code: String,
    pub label: String,
    /// The ratings with the panel's rule on them, or why there are none.
    pub ratings: Result<(Ratings, PanelMean), RatingsFault>,
}

/// What an analysis is made of.
pub(super) struct Cycle<'a> {
    pub card: &'a RuleCard,
    pub data: &'a Data,
    pub computation: &'a Computation,
    pub seed: u64,
    pub draws: usize,
    pub seats: Vec<Seat>,
    pub visits: &'a [Visits<'a>],
}

impl Analysis {
    /// The analysis of a cycle: `data` were read under `card`, and `computation` was computed from both.
    pub fn of(card: &RuleCard, data: &Data, computation: &Computation, seed: u64) -> Self {
        Self::with_visits(card, data, computation, seed, &[])
    }

    /// The same, where the days of visits are known.
    pub fn with_visits(
        card: &RuleCard,
        data: &Data,
        computation: &Computation,
        seed: u64,
        visits: &[Visits<'_>],
    ) -> Self {
        let plan = card.ranking_plan();
        let seats = plan
            .components
            .iter()
            .enumerate()
            .filter_map(|(number, component)| {
                let Source::Panel(panel) = &component.source else {
                    return None;
                };
                let ratings = Ratings::of_panel(card, data, number)?.map(|ratings| {
                    let mean = PanelMean::new(&ratings, panel);
                    (ratings, mean)
                });
                Some(Seat {
                    number,
                    code: component.code.clone(),
                    label: component.label.clone(),
                    ratings,
                })
            });
        let cycle = Cycle {
            card,
            data,
            computation,
            seed,
            draws: DRAWS,
            seats: seats.collect(),
            visits,
        };
        let (places, no_intervals) = places::places(&cycle, &plan);
        Self {
            notice: Sentence::new(
                "供参考，不决定结果",
                "For reading only: nothing here decides a result",
            ),
            seed: seed.to_string(),
            draws: DRAWS,
            places,
            no_intervals,
            panels: cycle
                .seats
                .iter()
                .map(|seat| panel::panel(&cycle, seat))
                .collect(),
            toured: visits.first().map(|visits| visits.component.to_owned()),
            sensitivity: weights(card, computation),
        }
    }
}

fn weights(card: &RuleCard, computation: &Computation) -> Vec<WeightAnalysis> {
    let names = |list: Vec<(String, String)>| list.into_iter().map(<[String; 2]>::from).collect();
    let groups = sensitivity(card, computation)
        .into_iter()
        .map(|group| WeightAnalysis {
            group: group.group,
            label: group.label,
            of: group.of,
            villages: names(group.villages),
            left_out: names(group.left_out),
            weights: group.weights.iter().map(span).collect(),
        });
    groups.collect()
}

fn span(weight: &WeightSensitivity) -> WeightSpan {
    let swap = |point: &pingyi_ranking::Breakpoint| Swap {
        at: point.at.to_string(),
        at_decimal: round(&point.at, 4, RoundingMode::HalfUp).to_string(),
        pairs: point
            .pairs
            .iter()
            .copied()
            .map(<[usize; 2]>::from)
            .collect(),
    };
    let sensitivity = &weight.sensitivity;
    WeightSpan {
        code: weight.code.clone(),
        label: weight.label.clone(),
        weight: sensitivity.weight().to_string(),
        nearest: sensitivity.nearest().map(swap),
        swaps: sensitivity.breakpoints().iter().map(swap).collect(),
        orders: sensitivity.orders().to_vec(),
    }
}
