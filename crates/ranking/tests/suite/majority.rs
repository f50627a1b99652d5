//! Majority judgment against its definition: take the lower median out, again and again.

use std::cmp::Ordering;

use pingyi_ranking::{CountedMarks, Profile, Ratio, weighted_distribution};
use proptest::prelude::*;

/// The distribution of one class.
fn profile(marks: &[u64]) -> Profile {
    classes(&[(1, marks)])
}

/// The distribution of classes with whole-number weights.
fn classes(classes: &[(u32, &[u64])]) -> Profile {
    let total: u32 = classes.iter().map(|(weight, _)| weight).sum();
    let weights: Vec<_> = (classes.iter())
        .map(|(weight, _)| Ratio::new(*weight, total))
        .collect();
    let counted: Vec<_> = (classes.iter())
        .map(|(_, marks)| CountedMarks {
            marks: marks.to_vec(),
            blank: 0,
            of: marks.iter().sum(),
        })
        .collect();
    Profile::of(&weighted_distribution(&weights, &counted))
}

/// The marks in the order in which the lower median takes them out, written out ballot by ballot.
fn removed(marks: &[u64]) -> Vec<usize> {
    let mut sheets: Vec<usize> = (marks.iter().enumerate().rev())
        .flat_map(|(mark, count)| std::iter::repeat_n(mark, usize::try_from(*count).unwrap()))
        .collect();
    let mut order = Vec::new();
    while !sheets.is_empty() {
        order.push(sheets.remove((sheets.len() - 1) / 2));
    }
    order
}

/// Mark 0 is best, so the sequence that is smaller at the first difference is the better one.
fn naive(left: &[u64], right: &[u64]) -> Ordering {
    removed(right).cmp(&removed(left))
}

fn marks(columns: usize) -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(0u64..5, columns)
        .prop_filter("at least one ballot", |marks| marks.iter().sum::<u64>() > 0)
}

/// Two villages with the same number of ballots.
fn pair() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
    let votes = |ballots| prop::collection::vec(0usize..4, ballots);
    let tally = |votes: Vec<usize>| {
        let mut marks = vec![0; 4];
        for vote in votes {
            marks[vote] += 1;
        }
        marks
    };
    (1usize..12)
        .prop_flat_map(move |ballots| (votes(ballots), votes(ballots)))
        .prop_map(move |(left, right)| (tally(left), tally(right)))
}

#[test]
fn the_profile_lists_both_neighbours_of_the_middle_outwards() {
    let shown = |marks: &[u64]| serde_json::to_string(&profile(marks)).unwrap();
    assert_eq!(shown(&[1, 1, 1]), r#"[["1/6",1,1],["1/3",2,0]]"#);
    assert_eq!(
        shown(&[2, 0, 2]),
        r#"[["1/2",2,0]]"#,
        "the lower of two middles"
    );
    assert_eq!(shown(&[0, 5]), r#"[["1/2",1,1]]"#);
    assert_eq!(
        shown(&[1, 2, 1, 0]),
        r#"[["1/4",1,1],["1/4",2,0]]"#,
        "neither side changes alone"
    );
    let read: Profile = serde_json::from_str(&shown(&[1, 1, 1])).unwrap();
    assert_eq!(read, profile(&[1, 1, 1]));
    assert_eq!(profile(&[1, 1, 1]).median(), 1);
}

#[test]
fn weights_move_the_middle() {
    // 40 % town votes excellent, 60 % village votes good: the middle is good.
    assert_eq!(classes(&[(2, &[9, 0]), (3, &[0, 5])]).median(), 1);
    assert_eq!(classes(&[(3, &[9, 0]), (2, &[0, 5])]).median(), 0);
}

#[test]
fn a_class_that_counts_without_marks_stands_at_the_worst_mark() {
    let weights = [Ratio::new(2, 5), Ratio::new(3, 5)];
    let empty = CountedMarks {
        marks: vec![0, 0],
        blank: 3,
        of: 0,
    };
    let full = CountedMarks {
        marks: vec![4, 0],
        blank: 0,
        of: 4,
    };
    let shown = |weights: &[Option<Ratio>]| {
        let shares = weighted_distribution(weights, &[full.clone(), empty.clone()]);
        shares.iter().map(Ratio::to_string).collect::<Vec<_>>()
    };
    assert_eq!(shown(&weights), ["2/5", "3/5"]);
    assert_eq!(shown(&[Some(Ratio::one()), None]), ["1/1", "0/1"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equal_ballots_are_compared_as_by_taking_out_the_lower_median((left, right) in pair()) {
        prop_assert_eq!(profile(&left).cmp(&profile(&right)), naive(&left, &right));
        prop_assert_eq!(profile(&left).median(), removed(&left)[0]);
    }

    #[test]
    fn the_same_ballots_many_times_over_change_nothing(marks in marks(5), times in 1u64..1000) {
        let many: Vec<_> = marks.iter().map(|count| count * times).collect();
        prop_assert_eq!(profile(&many), profile(&marks));
    }

    #[test]
    fn a_better_mark_never_hurts(
        weights in prop::collection::vec(1u32..9, 2),
        mut first in marks(4), second in marks(4), (to, from) in (0usize..3).prop_flat_map(|to| (Just(to), to + 1..4)),
    ) {
        first[from] += 1;
        let weigh = |first: &[u64]| classes(&[(weights[0], first), (weights[1], &second)]);
        let mut better = first.clone();
        better[from] -= 1;
        better[to] += 1;
        prop_assert_eq!(weigh(&better).cmp(&weigh(&first)), Ordering::Greater);
    }

    #[test]
    fn the_order_of_classes_means_nothing(
        weights in prop::collection::vec(1u32..9, 2), first in marks(4), second in marks(4),
    ) {
        prop_assert_eq!(
            classes(&[(weights[0], &first), (weights[1], &second)]),
            classes(&[(weights[1], &second), (weights[0], &first)])
        );
    }

    #[test]
    fn comparison_is_an_order(left in marks(3), middle in marks(3), right in marks(3)) {
        let (left, middle, right) = (profile(&left), profile(&middle), profile(&right));
        prop_assert_eq!(left.cmp(&middle), middle.cmp(&left).reverse());
        prop_assert_eq!(left.cmp(&middle).is_eq(), left == middle);
        if left >= middle && middle >= right {
            prop_assert!(left >= right);
        }
    }

    #[test]
    fn a_profile_reaches_from_the_middle_to_the_end(
        weights in prop::collection::vec(1u32..9, 2), first in marks(4), second in marks(4),
    ) {
        let profile = classes(&[(weights[0], &first), (weights[1], &second)]);
        let mut reach = Ratio::zero();
        for pair in profile.segments().windows(2) {
            prop_assert!(pair[0].lower <= pair[1].lower && pair[0].upper >= pair[1].upper);
            prop_assert!((pair[0].lower, pair[0].upper) != (pair[1].lower, pair[1].upper));
        }
        for segment in profile.segments() {
            prop_assert!(segment.length.is_positive() && segment.upper <= segment.lower);
            reach = plus(&reach, &segment.length);
        }
        prop_assert_eq!(reach, Ratio::new(1, 2).unwrap());
    }
}

fn plus(left: &Ratio, right: &Ratio) -> Ratio {
    Ratio::new(
        left.numerator() * right.denominator() + right.numerator() * left.denominator(),
        left.denominator() * right.denominator(),
    )
    .unwrap()
}
