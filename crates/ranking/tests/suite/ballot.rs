//! The questions of a ballot, and what the sums of their answers say of the villages.

use crate::sample::{card_of_any_kind, haiyang_card};
use pingyi_ranking::{ApproveChoice, BallotQuestion, Choice, OrderChoice, PointChoice, RuleCard};
use proptest::prelude::*;

fn villages(count: usize) -> Vec<String> {
    (0..count)
        .map(|index| format!("示例镇第{index}村"))
        .collect()
}

fn with(choice: Choice) -> RuleCard {
    let mut card = haiyang_card();
    card.choice = choice;
    card.blank.allowed = false;
    card
}

fn texts(questions: &[BallotQuestion]) -> Vec<&str> {
    questions.iter().map(|one| one.text.as_str()).collect()
}

#[test]
fn points_are_asked_village_by_village_from_the_most_down() {
    let card = with(Choice::Points(PointChoice { least: 8, most: 10 }));
    let questions = card.ballot_questions(&villages(2));
    assert_eq!(texts(&questions), ["示例镇第0村", "示例镇第1村"]);
    assert_eq!(questions[1].answers, ["10 分", "9 分", "8 分"]);
    assert_eq!((questions[0].least, questions[0].most), (1, 1));
}

#[test]
fn villages_are_named_in_one_question() {
    let asked = |least, most, there| {
        let card = with(Choice::Approve(ApproveChoice { least, most }));
        let questions = card.ballot_questions(&villages(there));
        assert_eq!(questions.len(), 1);
        assert_eq!(questions[0].answers, villages(there));
        let one = questions.into_iter().next().unwrap();
        (one.text, one.least, one.most)
    };
    assert_eq!(asked(1, 3, 8), ("请推荐 1 至 3 个村".into(), 1, 3));
    assert_eq!(asked(3, 3, 8), ("请推荐 3 个村".into(), 3, 3));
    assert_eq!(
        asked(0, 3, 8),
        ("请推荐村，最多 3 个，也可以不推荐".into(), 0, 3)
    );
    assert_eq!(
        asked(1, 5, 3),
        ("请推荐 1 至 3 个村".into(), 1, 3),
        "a rehearsal has few villages"
    );
}

#[test]
fn each_place_is_a_question_and_its_sums_are_read_the_other_way_round() {
    let mut card = with(Choice::Order(OrderChoice { places: 2 }));
    let questions = card.ballot_questions(&villages(3));
    assert_eq!(texts(&questions), ["请选出第 1 名", "请选出第 2 名"]);
    let sums = card.sums_by_village(vec![vec![5, 1, 0], vec![0, 2, 4]]);
    assert_eq!(sums, [[5, 0], [1, 2], [0, 4]]);
    card.blank.allowed = true;
    let questions = card.ballot_questions(&villages(3));
    assert_eq!(questions[0].text, "请选出第 1 名，可以不选");
    assert_eq!(questions[0].least, 0);
}

#[test]
fn ragged_sums_are_left_for_the_check_to_refuse() {
    let card = with(Choice::Order(OrderChoice { places: 2 }));
    let ragged = vec![vec![1, 2], vec![3]];
    assert_eq!(card.sums_by_village(ragged.clone()), ragged);
}

proptest! {
    /// What was asked tells the villages, and anything else is noticed.
    #[test]
    fn the_villages_are_read_from_the_questions(
        card in card_of_any_kind(), count in 1usize..9, place in any::<prop::sample::Index>(), what in 0..4,
    ) {
        let asked = villages(count.max(card.fewest_villages() as usize));
        let questions = card.ballot_questions(&asked);
        prop_assert_eq!(card.villages_asked(&questions), Some(asked));
        let mut other = questions.clone();
        let index = place.index(other.len());
        let one = &mut other[index];
        match what {
            0 => one.least = 7,
            1 => one.most = 77,
            2 if card.is_per_village_choice() => one.answers.push("另一个".into()),
            _ if card.is_per_village_choice() => one.answers[0].push('！'),
            _ => one.text.push('！'),
        }
        prop_assert_eq!(card.villages_asked(&other), None);
    }
}
