//! Rounds worked by hand.

use crate::sample::{close, contest, haiyang_card};
use pingyi_ranking::{
    BlankCount, ClassInput, ClassTurnout, ClosedReason, Count, EmptyClass, Language, NotDecided,
    Opening, RankConvention, RankFault, RankKey, RoundInput, RuleCard, SmallClass, rank_round,
};

/// A round on area 1 with these marks of town and village class, one row for each contest.
fn input(town: &[[u64; 4]], village: &[[u64; 4]], ballots: (u64, u64)) -> RoundInput {
    let class = |code: &str, returned, sums: &[[u64; 4]]| ClassInput {
        code: code.into(),
        entitled: returned,
        present: returned,
        issued: returned,
        returned,
        sums: Some(sums.iter().map(|row| row.to_vec()).collect()),
    };
    RoundInput {
        area: 1,
        contests: (0..town.len()).map(contest).collect(),
        classes: vec![
            class("town", ballots.0, town),
            class("village", ballots.1, village),
        ],
    }
}

/// Every ballot of both classes gives contest `i` the grade `grades[i]`.
fn unanimous(grades: &[usize]) -> RoundInput {
    let rows = |ballots| {
        let row = |grade: &usize| {
            let mut row = [0; 4];
            row[*grade] = ballots;
            row
        };
        grades.iter().map(row).collect::<Vec<_>>()
    };
    input(&rows(16), &rows(20), (16, 20))
}

fn ranks(card: &RuleCard, input: &RoundInput) -> Vec<String> {
    let outcome = rank_round(card, input).unwrap();
    outcome
        .rows
        .iter()
        .map(|row| row.rank.to_string())
        .collect()
}

#[test]
fn a_score_is_the_weighted_sum_of_class_means() {
    // Town: (12·100 + 4·80)/16 = 95; village: (10·100 + 5·80 + 3·60)/18 = 1580/18, two blank.
    // 0.4·95 + 0.6·1580/18 = 38 + 158/3 = 272/3.
    let outcome = rank_round(
        &haiyang_card(),
        &input(&[[12, 4, 0, 0]], &[[10, 5, 3, 0]], (16, 20)),
    )
    .unwrap();
    let row = &outcome.rows[0];
    assert_eq!(row.score.to_string(), "272/3");
    assert_eq!(row.score_published.to_string(), "90.67");
    assert_eq!(row.classes[0].mean.as_ref().unwrap().to_string(), "95/1");
    assert_eq!(row.classes[1].mean.as_ref().unwrap().to_string(), "790/9");
    assert_eq!(
        row.classes[1].mean_published.as_ref().unwrap().to_string(),
        "87.78"
    );
    assert_eq!(
        (row.classes[1].blank, &row.classes[1].marks),
        (2, &vec![10, 5, 3, 0])
    );
}

#[test]
fn each_convention_numbers_a_tie_for_second_of_four() {
    let mut card = haiyang_card();
    let input = unanimous(&[1, 3, 0, 1]);
    for (convention, expected) in [
        (RankConvention::Competition, ["1", "2", "2", "4"]),
        (RankConvention::Dense, ["1", "2", "2", "3"]),
        (RankConvention::Modified, ["1", "3", "3", "4"]),
        (RankConvention::Fractional, ["1", "2.5", "2.5", "4"]),
    ] {
        card.ranks = convention;
        assert_eq!(ranks(&card, &input), expected);
        let outcome = rank_round(&card, &input).unwrap();
        let order: Vec<_> = outcome.rows.iter().map(|row| row.contest).collect();
        assert_eq!(order, [2, 0, 3, 1]);
        assert_eq!(outcome.ties.len(), 1);
        assert_eq!(outcome.ties[0].contests, [0, 3]);
        let json = serde_json::to_value(outcome.rows[1].rank).unwrap();
        assert_eq!(json.is_string(), convention == RankConvention::Fractional);
    }
}

#[test]
fn equal_published_scores_are_tied_only_when_the_card_says_so() {
    // 20 001 against 20 000 of 30 000 village ballots: 0.6·20/30000 points apart.
    let town = [[16, 0, 0, 0]; 2];
    let village = [[20_001, 9_999, 0, 0], [20_000, 10_000, 0, 0]];
    let round = input(&town, &village, (16, 30_000));
    let mut card = haiyang_card();
    let outcome = rank_round(&card, &round).unwrap();
    assert_eq!(
        outcome.rows[0].score_published,
        outcome.rows[1].score_published
    );
    assert_eq!(ranks(&card, &round), ["1", "2"]);
    card.rounding.ranks_on = RankKey::Published;
    assert_eq!(ranks(&card, &round), ["1", "1"]);
}

#[test]
fn a_tie_is_found_where_binary_floats_miss_it() {
    // 0.4·(4/16·20) differs from 0.6·(k/76·20) in the last bit of a float; both sum to the same.
    let round = input(
        &[[14, 2, 0, 0], [9, 6, 1, 0]],
        &[[50, 22, 4, 0], [66, 9, 1, 0]],
        (16, 76),
    );
    assert_eq!(ranks(&haiyang_card(), &round), ["1", "1"]);
}

#[test]
fn a_blank_counts_as_the_card_says() {
    let round = input(&[[8, 0, 0, 0]], &[[20, 0, 0, 0]], (16, 20));
    let mut card = haiyang_card();
    let score = |card: &RuleCard| rank_round(card, &round).unwrap().rows[0].score.to_string();
    assert_eq!(score(&card), "100/1");
    card.blank.counts_as = BlankCount::Void;
    assert_eq!(score(&card), "100/1");
    card.blank.counts_as = BlankCount::Grade("fair".into());
    assert_eq!(score(&card), "92/1"); // 0.4·80 + 0.6·100
    card.blank.allowed = false;
    let fault = rank_round(&card, &round).unwrap_err();
    assert!(matches!(
        fault,
        RankFault::BlankNotAllowed {
            marks: 8,
            returned: 16,
            ..
        }
    ));
}

#[test]
fn a_village_that_a_class_left_blank_follows_the_card() {
    let round = input(
        &[[0; 4], [16, 0, 0, 0]],
        &[[0, 20, 0, 0], [0, 0, 20, 0]],
        (16, 20),
    );
    let mut card = haiyang_card();
    let outcome = rank_round(&card, &round).unwrap();
    assert_eq!((outcome.rows.len(), outcome.unranked.len()), (1, 1));
    assert_eq!(
        (
            outcome.unranked[0].contest,
            outcome.unranked[0].class.as_str()
        ),
        (0, "town")
    );
    let score_of_first = |card: &RuleCard| {
        let outcome = rank_round(card, &round).unwrap();
        outcome
            .rows
            .into_iter()
            .find(|row| row.contest == 0)
            .unwrap()
            .score
            .to_string()
    };
    card.empty_class = EmptyClass::Renormalise;
    assert_eq!(score_of_first(&card), "80/1");
    card.empty_class = EmptyClass::Zero;
    assert_eq!(score_of_first(&card), "48/1");
}

#[test]
fn a_village_nobody_graded_is_unranked_even_when_weights_are_shared() {
    let round = input(&[[0; 4]], &[[0; 4]], (16, 20));
    let mut card = haiyang_card();
    card.empty_class = EmptyClass::Renormalise;
    let outcome = rank_round(&card, &round).unwrap();
    assert!(outcome.rows.is_empty() && outcome.opening.decided());
    assert_eq!(outcome.unranked.len(), 1);
}

#[test]
fn a_class_under_the_threshold_stays_closed() {
    let mut round = input(&[[9, 0, 0, 0]], &[[20, 0, 0, 0]], (9, 20));
    let mut card = haiyang_card();
    close(&card, &mut round);
    let outcome = rank_round(&card, &round).unwrap();
    assert_eq!(
        outcome.opening.not_decided,
        [NotDecided::SmallClass {
            class: "town".into(),
            returned: 9,
            open: 10
        }]
    );
    let closed = |outcome: &Opening, code| outcome.class(code).unwrap().closed;
    assert_eq!(
        closed(&outcome.opening, "town"),
        Some(ClosedReason::UnderThreshold)
    );
    assert_eq!(
        closed(&outcome.opening, "village"),
        Some(ClosedReason::RoundNotDecided)
    );
    assert!(outcome.rows.is_empty());
    assert_eq!(
        outcome.opening.not_decided[0].sentence(&card, Language::Chinese),
        "镇票有效 9 张，少于 10 张，为保守秘密不开票，本轮不产生结果"
    );

    card.small_class = SmallClass::Renormalise;
    let mut round = input(&[[9, 0, 0, 0]], &[[0, 20, 0, 0]], (9, 20));
    let opened = rank_round(&card, &round).unwrap_err();
    assert_eq!(
        opened,
        RankFault::SumsOfClosedClass {
            class: "town".into()
        }
    );
    close(&card, &mut round);
    let outcome = rank_round(&card, &round).unwrap();
    assert_eq!(outcome.rows[0].score.to_string(), "80/1");
    assert_eq!(outcome.rows[0].classes.len(), 1);
    assert_eq!(outcome.rows[0].classes[0].weight.to_string(), "1/1");
}

#[test]
fn no_class_left_is_no_result() {
    let mut card = haiyang_card();
    card.small_class = SmallClass::Renormalise;
    let mut round = input(&[[9, 0, 0, 0]], &[[9, 0, 0, 0]], (9, 9));
    close(&card, &mut round);
    assert_eq!(
        rank_round(&card, &round).unwrap().opening.not_decided,
        [NotDecided::NoClassLeft]
    );
}

/// With shares 40/30/30 over turnouts 7, 25 and 60 a combined count gives the seven away. Here
/// the seven are never opened; and under the mean threshold only places are published.
#[test]
fn publication_looks_at_the_smallest_class_that_counts() {
    let card = haiyang_card();
    let turnout = |code: &str, returned| ClassTurnout {
        code: code.into(),
        entitled: returned,
        present: returned,
        issued: returned,
        returned,
    };
    let decide = |town, village| {
        Opening::decide(
            &card,
            1,
            &[turnout("town", town), turnout("village", village)],
        )
        .unwrap()
    };
    let flags = |opening: &Opening| {
        let class = |code| {
            let class = opening.class(code).unwrap();
            (
                class.opened(),
                class.mean_published,
                class.histogram_published,
            )
        };
        (opening.scores_published, class("town"), class("village"))
    };
    assert_eq!(
        flags(&decide(15, 60)),
        (true, (true, true, true), (true, true, true))
    );
    assert_eq!(
        flags(&decide(14, 60)),
        (false, (true, false, false), (true, false, false))
    );
    assert_eq!(
        flags(&decide(7, 60)),
        (false, (false, false, false), (false, false, false))
    );

    let mut card = haiyang_card();
    card.thresholds.histogram = 30;
    let opening =
        Opening::decide(&card, 1, &[turnout("town", 16), turnout("village", 60)]).unwrap();
    assert_eq!(
        flags(&opening),
        (true, (true, true, false), (true, true, true))
    );
}

#[test]
fn the_quorum_counts_whole_people_of_each_class() {
    let card = haiyang_card();
    let turnout = |code: &str, present| ClassTurnout {
        code: code.into(),
        entitled: 77,
        present,
        issued: present,
        returned: present,
    };
    let decide = |present| {
        Opening::decide(
            &card,
            1,
            &[turnout("town", present), turnout("village", 77)],
        )
        .unwrap()
    };
    // Two thirds of 77 are 51.33: 52 people.
    assert!(decide(52).decided());
    let missed = decide(51);
    assert_eq!(
        missed.not_decided,
        [NotDecided::QuorumMissed {
            class: "town".into(),
            counted: 51,
            needed: 52
        }]
    );
    assert!(missed.classes.iter().all(|class| !class.opened()));
    // Two thirds of 18 are exactly 12.
    let exact = ClassTurnout {
        entitled: 18,
        ..turnout("town", 12)
    };
    assert!(
        Opening::decide(&card, 1, &[exact, turnout("village", 77)])
            .unwrap()
            .decided()
    );
}

#[test]
fn impossible_input_is_refused() {
    let card = haiyang_card();
    let good = unanimous(&[0, 1]);
    assert!(rank_round(&card, &good).is_ok());
    let refused = |change: &dyn Fn(&mut RoundInput)| {
        let mut input = good.clone();
        change(&mut input);
        let fault = rank_round(&card, &input).unwrap_err();
        assert!(!fault.sentence(Language::Chinese).is_empty());
        fault
    };
    let class = || "town".to_owned();
    assert_eq!(
        refused(&|input| input.area = 5),
        RankFault::UnknownArea { area: 5 }
    );
    assert_eq!(
        refused(&|input| input.contests.clear()),
        RankFault::NoContests
    );
    assert_eq!(
        refused(&|input| input.contests[1] = contest(0)),
        RankFault::RepeatedContest {
            town: "镇0".into(),
            village: "示例村0".into()
        }
    );
    assert_eq!(
        refused(&|input| input.classes[1].code = "guest".into()),
        RankFault::UnknownClass {
            class: "guest".into()
        }
    );
    assert_eq!(
        refused(&|input| drop(input.classes.remove(0))),
        RankFault::MissingClass { class: class() }
    );
    assert_eq!(
        refused(&|input| input.classes.push(input.classes[0].clone())),
        RankFault::RepeatedClass { class: class() }
    );
    for (count, change) in [
        (
            Count::Present,
            (|class| class.present = 17) as fn(&mut ClassInput),
        ),
        (Count::Issued, |class| class.issued = 17),
        (Count::Returned, |class| class.returned = 17),
    ] {
        let fault = refused(&|input| change(&mut input.classes[0]));
        assert!(matches!(fault, RankFault::CountTooHigh { count: found, .. } if found == count));
    }
    assert_eq!(
        refused(&|input| input.classes[0].sums = None),
        RankFault::MissingSums { class: class() }
    );
    let shape = RankFault::SumsShape {
        class: class(),
        contests: 2,
        marks: 4,
    };
    let sums = |input: &mut RoundInput| input.classes[0].sums.take().unwrap();
    assert_eq!(
        refused(&|input| input.classes[0].sums = Some(sums(input)[..1].to_vec())),
        shape
    );
    assert_eq!(
        refused(&|input| input.classes[0].sums.as_mut().unwrap()[1].truncate(3)),
        shape
    );
    let marks = refused(&|input| input.classes[0].sums.as_mut().unwrap()[1][3] = u64::MAX);
    assert!(
        matches!(marks, RankFault::TooManyMarks { marks, .. } if marks == u128::from(u64::MAX) + 16)
    );
}
