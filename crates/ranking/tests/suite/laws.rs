//! Laws that hold for every card and every round.

use crate::sample::{card, card_and_round, card_and_round_of_any_kind, card_of_any_kind};
use pingyi_ranking::{
    Rank, RankConvention, RankKey, Ranking, Ratio, RoundInput, RoundOutcome, Row, RuleCard,
    TieBreak, check_ranking, rank_round,
};
use proptest::prelude::*;

type Place = (String, String, Rank, Ratio);

/// Who came where, apart from the order of rows and the numbering of the ballot.
fn places(outcome: &RoundOutcome) -> Vec<Place> {
    let place = |row: &Row| {
        (
            row.town.clone(),
            row.village.clone(),
            row.rank,
            row.score.clone(),
        )
    };
    let mut places: Vec<_> = outcome.rows.iter().map(place).collect();
    places.sort();
    places
}

fn key(card: &RuleCard, row: &Row) -> Ratio {
    match card.rounding.ranks_on {
        RankKey::Exact => row.score.clone(),
        RankKey::Published => row.score_published.to_ratio(),
    }
}

fn permuted(input: &RoundInput, order: &[usize]) -> RoundInput {
    let mut input = input.clone();
    input.contests = order
        .iter()
        .map(|index| input.contests[*index].clone())
        .collect();
    for class in &mut input.classes {
        if let Some(sums) = &mut class.sums {
            *sums = order.iter().map(|index| sums[*index].clone()).collect();
        }
    }
    input
}

fn order_of(input: &RoundInput) -> Vec<usize> {
    (0..input.contests.len()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_contests_changes_no_place(
        (card, input, order) in card_and_round_of_any_kind().prop_flat_map(|(card, input)| {
            let order = Just(order_of(&input)).prop_shuffle();
            (Just(card), Just(input), order)
        })
    ) {
        let before = rank_round(&card, &input).unwrap();
        let after = rank_round(&card, &permuted(&input, &order)).unwrap();
        prop_assert_eq!(places(&before), places(&after));
        prop_assert_eq!(before.opening, after.opening);
    }

    #[test]
    fn the_order_of_classes_changes_nothing((card, input) in card_and_round_of_any_kind()) {
        let mut reversed = input.clone();
        reversed.classes.reverse();
        prop_assert_eq!(rank_round(&card, &input).unwrap(), rank_round(&card, &reversed).unwrap());
    }

    /// Neutrality: villages that exchange their marks exchange their places.
    #[test]
    fn names_decide_nothing((card, input) in card_and_round_of_any_kind()) {
        let mut renamed = input.clone();
        renamed.contests.reverse();
        let swap = |place: Place| {
            let index = input.contests.iter().position(|contest| contest.village == place.1).unwrap();
            let other = &renamed.contests[index];
            (other.town.clone(), other.village.clone(), place.2, place.3)
        };
        let mut expected: Vec<_> =
            places(&rank_round(&card, &input).unwrap()).into_iter().map(swap).collect();
        expected.sort();
        prop_assert_eq!(places(&rank_round(&card, &renamed).unwrap()), expected);
    }

    /// Monotonicity: one mark raised by one grade never lowers the village that received it.
    #[test]
    fn a_better_mark_never_hurts(
        (card, input) in card_and_round(), pick in any::<prop::sample::Index>(),
    ) {
        let raises: Vec<_> = input.classes.iter().enumerate().flat_map(|(class, given)| {
            given.sums.iter().flatten().enumerate().flat_map(move |(contest, marks)| {
                (1..marks.len()).filter(|grade| marks[*grade] > 0).map(move |grade| (class, contest, grade))
            })
        }).collect();
        prop_assume!(!raises.is_empty());
        let (class, contest, grade) = raises[pick.index(raises.len())];
        let mut raised = input.clone();
        let marks = &mut raised.classes[class].sums.as_mut().unwrap()[contest];
        marks[grade] -= 1;
        marks[grade - 1] += 1;
        let row = |input: &RoundInput| {
            let outcome = rank_round(&card, input).unwrap();
            outcome.rows.into_iter().find(|row| row.contest == contest)
        };
        if let (Some(before), Some(after)) = (row(&input), row(&raised)) {
            prop_assert!(after.score > before.score);
            prop_assert!(after.rank <= before.rank);
        }
    }

    /// Scaling: k times as many ballots with the same shares give the same exact scores.
    #[test]
    fn only_shares_of_marks_decide((mut card, input) in card_and_round_of_any_kind(), times in 1u64..50) {
        // More ballots publish more, and then a chain of ties may compare more.
        card.ties = vec![TieBreak::KeepTied];
        let before = rank_round(&card, &input).unwrap();
        prop_assume!(before.opening.decided());
        let mut scaled = input.clone();
        for class in scaled.classes.iter_mut().filter(|class| class.sums.is_some()) {
            for count in [&mut class.entitled, &mut class.present, &mut class.issued, &mut class.returned] {
                *count *= times;
            }
            for mark in class.sums.iter_mut().flatten().flatten() {
                *mark *= times;
            }
        }
        prop_assert_eq!(places(&before), places(&rank_round(&card, &scaled).unwrap()));
    }

    #[test]
    fn points_times_ten_give_scores_times_ten((mut card, input) in card_and_round()) {
        let ten = |value: &Ratio| Ratio::new(value.numerator() * 10, value.denominator().clone()).unwrap();
        card.rounding.ranks_on = RankKey::Exact;
        let before = rank_round(&card, &input).unwrap();
        for grade in &mut card.grades {
            grade.points = ten(&grade.points.to_ratio()).exact_decimal(6).unwrap();
        }
        let after = rank_round(&card, &input).unwrap();
        for (before, after) in before.rows.iter().zip(&after.rows) {
            prop_assert_eq!(&after.score, &ten(&before.score));
            prop_assert_eq!(after.rank, before.rank);
        }
    }

    /// Each convention against its definition, counted village by village.
    #[test]
    fn places_follow_their_convention((card, input) in card_and_round()) {
        let outcome = rank_round(&card, &input).unwrap();
        for row in &outcome.rows {
            let own = key(&card, row);
            let keys: Vec<_> = outcome.rows.iter().map(|other| key(&card, other)).collect();
            let better = keys.iter().filter(|other| **other > own).count();
            let equal = keys.iter().filter(|other| **other == own).count();
            let mut above: Vec<_> = keys.iter().filter(|other| **other > own).collect();
            above.sort();
            above.dedup();
            let halves = match card.ranks {
                RankConvention::Competition | RankConvention::Ordinal => 2 * (better + 1),
                RankConvention::Dense => 2 * (above.len() + 1),
                RankConvention::Modified => 2 * (better + equal),
                RankConvention::Fractional => 2 * better + equal + 1,
            };
            let half = if halves % 2 == 1 { ".5" } else { "" };
            prop_assert_eq!(row.rank.to_string(), format!("{}{half}", halves / 2));
            let tie = outcome.ties.iter().find(|tie| tie.contests.contains(&row.contest));
            prop_assert_eq!(tie.map_or(1, |tie| tie.contests.len()), equal);
        }
        let ordered = outcome.rows.is_sorted_by(|left, right| {
            let (first, second) = (key(&card, left), key(&card, right));
            first > second || (first == second && left.contest < right.contest)
        });
        prop_assert!(ordered);
    }

    #[test]
    fn every_village_is_ranked_or_unranked_when_the_round_is_decided((card, input) in card_and_round()) {
        let outcome = rank_round(&card, &input).unwrap();
        let decided = outcome.opening.decided();
        let listed = outcome.rows.len() + outcome.unranked.len();
        prop_assert_eq!(listed, if decided { input.contests.len() } else { 0 });
        let most = card.grades[0].points.to_ratio();
        for row in &outcome.rows {
            prop_assert!(row.score >= Ratio::zero() && row.score <= most);
        }
    }

    /// What is opened and published looks at turnout only.
    #[test]
    fn marks_never_decide_what_is_published((card, input) in card_and_round_of_any_kind()) {
        let mut other = input.clone();
        for marks in other.classes.iter_mut().filter_map(|class| class.sums.as_mut()).flatten() {
            marks.reverse();
        }
        prop_assert_eq!(
            rank_round(&card, &input).unwrap().opening,
            rank_round(&card, &other).unwrap().opening
        );
    }

    /// A published class mean never leaves exactly one class to be found by subtraction.
    #[test]
    fn no_hidden_class_can_be_subtracted((card, input) in card_and_round_of_any_kind()) {
        let outcome = rank_round(&card, &input).unwrap();
        let published = serde_json::to_string(&Ranking::new(&card, "c", std::slice::from_ref(&outcome)).areas[0].ranking).unwrap();
        let small = outcome.turnouts.iter().zip(&outcome.opening.classes).any(|(turnout, class)| {
            class.opened() && turnout.returned < u64::from(card.thresholds.mean)
        });
        if small {
            for name in ["score", "score_exact", "mean", "mean_exact", "marks", "blank"] {
                let value = format!("\"{name}\":");
                let null = format!("\"{name}\":null");
                prop_assert_eq!(published.matches(&value).count(), published.matches(&null).count());
            }
        }
    }

    #[test]
    fn a_published_ranking_follows_from_its_inputs((card, input) in card_and_round_of_any_kind()) {
        let outcome = rank_round(&card, &input).unwrap();
        let ranking = Ranking::new(&card, "cycle", &[outcome]);
        let text = serde_json::to_string(&ranking).unwrap();
        let read: Ranking = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, &ranking);
        prop_assert_eq!(check_ranking(&card, &[input], &read), Ok(Vec::new()));
    }

    #[test]
    fn canonical_json_is_read_back_as_the_same_card(card in prop_oneof![card(), card_of_any_kind()]) {
        let text = card.canonical_json();
        let read = RuleCard::parse(&text).unwrap();
        prop_assert_eq!(read.canonical_json(), text);
        prop_assert_eq!(read.hash(), card.hash());
        prop_assert_eq!(read, card);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Err(faults) = RuleCard::parse(&text) {
            prop_assert!(!faults.is_empty());
        }
    }

    /// A good card with any one value replaced by any other is read or refused with its place.
    #[test]
    fn any_damage_is_read_or_refused(place in any::<prop::sample::Index>(), value in json()) {
        let mut document: serde_json::Value = serde_json::from_str(&crate::sample::fixture("rule-card.json")).unwrap();
        let mut pointers = Vec::new();
        list(&document, String::new(), &mut pointers);
        let pointer: &String = place.get(&pointers);
        *document.pointer_mut(pointer).unwrap() = value;
        match RuleCard::parse(&document.to_string()) {
            Ok(card) => prop_assert_eq!(card.faults(), []),
            Err(faults) => for fault in faults {
                prop_assert!(fault.path.is_empty() || fault.path.starts_with('/'));
                prop_assert!(!fault.zh.is_empty() && !fault.en.is_empty());
            }
        }
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        prop::sample::select(vec!["0.4", "1/3", "-2/3", "1/0", "first", "grade"])
            .prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[a-z/~]{1,5}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn list(value: &serde_json::Value, pointer: String, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                list(member, format!("{pointer}/{name}"), found);
            }
        }
        serde_json::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                list(item, format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(pointer);
}
