//! Weights at which villages change places: laws by evaluation, and a case by hand.

use pingyi_ranking::{
    Audience, Data, Ratio, RuleCard, Sensitivity, SensitivityFault, TableName, Tables, WeightsOf,
    compute, compute_result, sensitivity,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn ratios(texts: &[&str]) -> Vec<Ratio> {
    texts.iter().map(|text| ratio(text)).collect()
}

/// The exact number, for reckoning apart from the crate's own arithmetic.
fn whole(ratio: &Ratio) -> (i128, i128) {
    let part = |text: &num_bigint::BigInt| text.to_string().parse().unwrap();
    (part(ratio.numerator()), part(ratio.denominator()))
}

/// The sum of weight·value with weight number `moved` at `at` and the others in proportion, times a
/// positive number that is the same for all villages.
fn score(values: &[i128], weights: &[i128], moved: usize, at: (i128, i128)) -> i128 {
    let rest: i128 = weights.iter().sum::<i128>() - weights[moved];
    let others: i128 = (0..weights.len())
        .filter(|number| *number != moved)
        .map(|number| weights[number] * values[number])
        .sum();
    at.0 * values[moved] * rest + (at.1 - at.0) * others
}

/// Villages in sets of equal score, best first.
fn sets(scores: &[i128]) -> Vec<Vec<usize>> {
    let mut levels = scores.to_vec();
    levels.sort_unstable();
    levels.dedup();
    let of = |level: &i128| {
        (0..scores.len())
            .filter(|village| scores[*village] == *level)
            .collect()
    };
    levels.iter().rev().map(of).collect()
}

fn middle(low: &Ratio, high: &Ratio) -> (i128, i128) {
    let ((a, b), (c, d)) = (whole(low), whole(high));
    (a * d + c * b, 2 * b * d)
}

proptest! {
    #[test]
    fn at_a_breakpoint_scores_are_equal_and_between_breakpoints_the_order_is_as_told(
        values in vec(vec(0i128..7, 3), 1..8),
        weights in vec(1i128..5, 3),
        moved in 0usize..3,
    ) {
        let sum: i128 = weights.iter().sum();
        let shares: Vec<Ratio> = weights.iter().map(|weight| ratio(&format!("{weight}/{sum}"))).collect();
        let exact: Vec<Vec<Ratio>> = values
            .iter()
            .map(|values| values.iter().map(|value| ratio(&value.to_string())).collect())
            .collect();
        let sensitivity = Sensitivity::of(&exact, &shares, moved).unwrap();
        let scores = |at| -> Vec<i128> {
            values.iter().map(|values| score(values, &weights, moved, at)).collect()
        };
        let points = sensitivity.breakpoints();
        prop_assert_eq!(sensitivity.orders().len(), points.len() + 1);
        prop_assert_eq!(sensitivity.weight(), &shares[moved]);

        let (zero, one) = (Ratio::zero(), Ratio::one());
        let edges: Vec<&Ratio> =
            std::iter::once(&zero).chain(points.iter().map(|point| &point.at)).chain([&one]).collect();
        prop_assert!(edges.windows(2).all(|pair| pair[0] < pair[1]));
        for (pair, order) in edges.windows(2).zip(sensitivity.orders()) {
            prop_assert_eq!(&sets(&scores(middle(pair[0], pair[1]))), order);
        }

        // Every pair that changes places is told once, where it does, with who is ahead before.
        let mut told = 0;
        for point in points {
            let level = scores(whole(&point.at));
            prop_assert!(!point.pairs.is_empty());
            for (ahead, behind) in &point.pairs {
                prop_assert_eq!(level[*ahead], level[*behind]);
                let below = scores(middle(&zero, &point.at));
                let above = scores(middle(&point.at, &one));
                prop_assert!(below[*ahead] > below[*behind]);
                prop_assert!(above[*ahead] < above[*behind]);
                told += 1;
            }
        }
        let (low, high) = (scores((1, 1_000_000)), scores((999_999, 1_000_000)));
        let turned = |one: usize, other: usize| low[one] > low[other] && high[one] < high[other];
        let all = (0..values.len()).flat_map(|one| (0..values.len()).map(move |other| (one, other)));
        prop_assert_eq!(told, all.filter(|(one, other)| turned(*one, *other)).count());

        // The nearest is nearest.
        let distance = |at: &Ratio| {
            let ((a, b), (c, d)) = (whole(at), whole(&shares[moved]));
            ((a * d - c * b).abs(), b * d)
        };
        let nearer = |one: (i128, i128), other: (i128, i128)| one.0 * other.1 <= other.0 * one.1;
        match sensitivity.nearest() {
            None => prop_assert!(points.is_empty()),
            Some(nearest) => prop_assert!(
                points.iter().all(|point| nearer(distance(&nearest.at), distance(&point.at)))
            ),
        }
    }
}

#[test]
fn three_villages_by_hand() {
    // Tour, debrief, vote with weights 0.5, 0.3, 0.2. The vote moves; the rest is 5/8 tour + 3/8 debrief.
    let values = [
        ratios(&["90", "82", "70"]), // rest 87
        ratios(&["80", "88", "90"]), // rest 83
        ratios(&["84", "84", "84"]), // rest 84
    ];
    let sensitivity = Sensitivity::of(&values, &ratios(&["0.5", "0.3", "0.2"]), 2).unwrap();
    // 0 and 2: 87 − 17t = 84 at 3/17. 0 and 1: 87 − 17t = 83 + 7t at 1/6. 1 and 2: 83 + 7t = 84 at 1/7.
    let told: Vec<(String, Vec<(usize, usize)>)> = sensitivity
        .breakpoints()
        .iter()
        .map(|point| (point.at.to_string(), point.pairs.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("1/7".to_owned(), vec![(2, 1)]),
            ("1/6".to_owned(), vec![(0, 1)]),
            ("3/17".to_owned(), vec![(0, 2)]),
        ]
    );
    assert_eq!(
        sensitivity.orders(),
        [
            vec![vec![0], vec![2], vec![1]],
            vec![vec![0], vec![1], vec![2]],
            vec![vec![1], vec![0], vec![2]],
            vec![vec![1], vec![2], vec![0]],
        ]
    );
    // 0.2 lies above them all; 3/17 is nearest.
    assert_eq!(sensitivity.nearest().unwrap().at, ratio("3/17"));
}

#[test]
fn villages_level_at_every_weight_are_one_set_and_never_change_places() {
    let values = [
        ratios(&["1", "2"]),
        ratios(&["1", "2"]),
        ratios(&["2", "1"]),
    ];
    let sensitivity = Sensitivity::of(&values, &ratios(&["0.5", "0.5"]), 0).unwrap();
    assert_eq!(
        sensitivity.orders(),
        [vec![vec![0, 1], vec![2]], vec![vec![2], vec![0, 1]]]
    );
    let point = sensitivity.nearest().unwrap();
    assert_eq!(
        (&point.at, &point.pairs),
        (&ratio("1/2"), &vec![(0, 2), (1, 2)])
    );
}

#[test]
fn weights_that_leave_nothing_to_shrink_are_refused() {
    let values = [ratios(&["1", "2"])];
    let of =
        |weights: &[&str], moved| Sensitivity::of(&values, &ratios(weights), moved).unwrap_err();
    assert_eq!(of(&["1", "0"], 0), SensitivityFault::NothingElse);
    assert_eq!(of(&["0.5", "0.4"], 0), SensitivityFault::WeightsNotOne);
    assert_eq!(of(&["3/2", "-1/2"], 0), SensitivityFault::WeightsNotOne);
    assert_eq!(of(&["1"], 0), SensitivityFault::Shape);
    assert_eq!(of(&["0.5", "0.5"], 2), SensitivityFault::Shape);
}

/// `weights` with number `moved` at `at` and the others in proportion.
fn shared(weights: &[Ratio], moved: usize, at: &Ratio) -> Vec<Ratio> {
    let (at_above, at_below) = whole(at);
    let (of_above, of_below) = whole(&weights[moved]);
    let share = |number: usize| {
        // w·(1 − t) / (1 − m)
        let (above, below) = whole(&weights[number]);
        let above = above * (at_below - at_above) * of_below;
        Ratio::new(above, below * at_below * (of_below - of_above)).unwrap()
    };
    let shares = (0..weights.len()).map(|number| {
        if number == moved {
            at.clone()
        } else {
            share(number)
        }
    });
    shares.collect()
}

#[test]
fn a_card_with_the_weights_of_a_breakpoint_makes_its_villages_level() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/haiyang-2022/scores"
    );
    let read = |name: TableName| std::fs::read(format!("{folder}/{}", name.file_name())).ok();
    let tables: Tables = TableName::ALL
        .into_iter()
        .filter_map(|name| Some((name, read(name)?)))
        .collect();
    let card = RuleCard::parse(&crate::sample::fixture("composite-card.json")).unwrap();
    let data = Data::read(&card, &tables, Audience::Sealed).unwrap();
    let computation = compute(&card, &data).unwrap();
    let groups = sensitivity(&card, &computation);
    assert_eq!(groups.len(), 8);
    let mut level = 0;
    for group in groups {
        for (moved, weight) in group.weights.iter().enumerate() {
            let Some(point) = weight.sensitivity.nearest() else {
                continue;
            };
            let mut card = card.clone();
            if group.of == WeightsOf::Components {
                let components = &mut card.composite.as_mut().unwrap().components;
                let weights: Vec<Ratio> = components.iter().map(|one| one.weight.clone()).collect();
                for (one, weight) in components
                    .iter_mut()
                    .zip(shared(&weights, moved, &point.at))
                {
                    one.weight = weight;
                }
            } else {
                let weights: Vec<Ratio> =
                    card.classes.iter().map(|one| one.weight.clone()).collect();
                for (one, weight) in card
                    .classes
                    .iter_mut()
                    .zip(shared(&weights, moved, &point.at))
                {
                    one.weight = weight;
                }
            }
            let data = Data::read(&card, &tables, Audience::Sealed).unwrap();
            let result = compute_result(&card, &data).unwrap();
            let ranked = result
                .groups
                .iter()
                .find(|of| of.group == group.group)
                .unwrap();
            let score = |number: usize| {
                let (town, village) = &group.villages[number];
                let mut ranked = ranked.ranked.iter();
                let found = ranked.find(|one| &one.town == town && &one.village == village);
                found.unwrap().score_exact.clone()
            };
            for (one, other) in &point.pairs {
                assert_eq!(
                    score(*one),
                    score(*other),
                    "{} {}",
                    group.group,
                    weight.code
                );
                level += 1;
            }
        }
    }
    assert!(level > 10, "{level}");
}
