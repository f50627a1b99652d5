//! Cards and rounds made by chance, for laws and for the comparison with Python.

pub mod full;

use std::path::PathBuf;
use std::sync::LazyLock;

use pingyi_ranking::{
    ApproveChoice, BlankCount, Choice, ClassInput, Contest, EmptyClass, GradeQuota, Method,
    Opening, OrderChoice, PointChoice, QuorumCount, RankConvention, RankKey, Ratio, RoundInput,
    RoundingMode, RuleCard, SmallClass, TieBreak,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

pub fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/haiyang-2022")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The fixture card with every kind of component, as JSON.
pub fn composite() -> Value {
    serde_json::from_str(&fixture("composite-card.json")).unwrap()
}

/// The document with members replaced or, where the last name is new, added.
pub fn changed(mut document: Value, changes: &[(&str, Value)]) -> Value {
    for (pointer, value) in changes {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        match document.pointer_mut(parent).expect(pointer) {
            Value::Object(members) => {
                members.insert(member.into(), value.clone());
            }
            Value::Array(items) => items[member.parse::<usize>().unwrap()] = value.clone(),
            _ => panic!("{pointer}"),
        }
    }
    document
}

pub fn haiyang_card() -> RuleCard {
    static CARD: LazyLock<RuleCard> = LazyLock::new(|| {
        RuleCard::parse(&fixture("rule-card.json")).expect("the fixture is a good card")
    });
    CARD.clone()
}

/// A card like Haiyang's with other grades, weights and policies. Thresholds are low, so that
/// rounds fall on both sides of them.
pub fn card() -> impl Strategy<Value = RuleCard> {
    let grades = prop::collection::btree_set(0u32..2000, 2..6);
    let weights = prop::collection::vec(1u32..10, 1..4);
    let blank = (any::<bool>(), 0..4usize);
    let quorum = (1u32..6, 1u32..6, any::<bool>());
    let thresholds = (2u32..5, 0u32..3, 0u32..3);
    let empty = select(vec![
        EmptyClass::Refuse,
        EmptyClass::Renormalise,
        EmptyClass::Zero,
    ]);
    let modes = vec![
        RoundingMode::HalfUp,
        RoundingMode::HalfEven,
        RoundingMode::Down,
        RoundingMode::Up,
    ];
    let rounding = (0u32..5, select(modes), any::<bool>());
    let ranks = select(vec![
        RankConvention::Competition,
        RankConvention::Dense,
        RankConvention::Modified,
        RankConvention::Fractional,
    ]);
    let policies = (any::<bool>(), empty, rounding, ranks);
    (
        grades,
        0u32..3,
        weights,
        blank,
        quorum,
        thresholds,
        policies,
    )
        .prop_map(
            |(
                points,
                scale,
                weights,
                blank,
                quorum,
                thresholds,
                (small, empty, rounding, ranks),
            )| {
                let mut card = haiyang_card();
                let grade = card.grades[0].clone();
                card.grades = (points.iter().rev().enumerate())
                    .map(|(index, points)| {
                        let mut grade = grade.clone();
                        grade.code = format!("grade-{index}");
                        grade.label = format!("第{index}等");
                        grade.points = tenths(*points, scale);
                        grade
                    })
                    .collect();
                let total: u32 = weights.iter().sum();
                let class = card.classes[0].clone();
                card.classes = (weights.iter().enumerate())
                    .map(|(index, weight)| {
                        let mut class = class.clone();
                        class.code = format!("class-{index}");
                        class.label = format!("票类{index}");
                        class.weight = Ratio::new(*weight, total).unwrap();
                        class.groups[0].code = format!("group-{index}");
                        class.groups[0].label = format!("组{index}");
                        class
                    })
                    .collect();
                card.blank.allowed = blank.0;
                card.blank.counts_as = match blank.1 {
                    0 => BlankCount::Void,
                    1 => BlankCount::Grade(card.grades[1].code.clone()),
                    _ => BlankCount::Excluded,
                };
                card.quorum.share =
                    Ratio::new(quorum.0.min(quorum.1), quorum.0.max(quorum.1)).unwrap();
                card.quorum.counted = if quorum.2 {
                    QuorumCount::Present
                } else {
                    QuorumCount::Returned
                };
                card.thresholds.open = thresholds.0;
                card.thresholds.mean = thresholds.0 + thresholds.1;
                card.thresholds.histogram = card.thresholds.mean + thresholds.2;
                card.small_class = if small {
                    SmallClass::Refuse
                } else {
                    SmallClass::Renormalise
                };
                card.empty_class = empty;
                card.rounding.decimals = rounding.0;
                card.rounding.mode = rounding.1;
                card.rounding.ranks_on = if rounding.2 {
                    RankKey::Exact
                } else {
                    RankKey::Published
                };
                card.ranks = ranks;
                assert_eq!(card.faults(), []);
                card
            },
        )
}

fn tenths(points: u32, scale: u32) -> pingyi_ranking::Decimal {
    let unit = 10u32.pow(scale);
    let (whole, rest) = (points / unit, points % unit);
    let width = scale as usize;
    let text = if scale == 0 {
        points.to_string()
    } else {
        format!("{whole}.{rest:0>width$}")
    };
    text.parse().unwrap()
}

/// A card of any kind of ballot and any method, with a chain of ties.
pub fn card_of_any_kind() -> impl Strategy<Value = RuleCard> {
    let limits = (0u32..3, 1u32..5);
    let ties = prop::collection::vec(0usize..4, 0..4);
    (card(), 0usize..6, limits, ties).prop_map(|(mut card, kind, (least, more), ties)| {
        if kind > 1 {
            card.grades.clear();
        }
        (card.choice, card.method) = match kind {
            0 => (Choice::Grades, Method::WeightedMean),
            1 => (Choice::Grades, Method::MajorityJudgment),
            2 | 3 => {
                let points = PointChoice {
                    least,
                    most: least + more,
                };
                let methods = [Method::WeightedMean, Method::MajorityJudgment];
                (Choice::Points(points), methods[kind - 2])
            }
            4 => {
                let approve = ApproveChoice {
                    least,
                    most: least + more,
                };
                (Choice::Approve(approve), Method::Approval)
            }
            _ => (Choice::Order(OrderChoice { places: more }), Method::Borda),
        };
        let marks = card.marks();
        if kind == 1 {
            let (grade, most) = (marks[0].code.clone(), least);
            card.quotas = vec![GradeQuota { grade, most }];
        }
        if card.method == Method::MajorityJudgment && card.empty_class == EmptyClass::Zero {
            card.empty_class = EmptyClass::Renormalise;
        }
        card.blank.allowed &= kind != 4;
        if kind > 3 {
            card.blank.counts_as = BlankCount::Excluded;
        } else if let BlankCount::Grade(_) = card.blank.counts_as {
            card.blank.counts_as = BlankCount::Grade(marks[1].code.clone());
        }
        card.ties = (ties.iter())
            .map(|tie| match tie {
                0 if card.method != Method::MajorityJudgment => {
                    TieBreak::Class(card.classes[0].code.clone())
                }
                1 => TieBreak::LotByHand,
                2 => TieBreak::LotBySeed,
                _ => TieBreak::Marks(marks[0].code.clone()),
            })
            .chain([TieBreak::KeepTied])
            .collect();
        let mut seen = Vec::new();
        card.ties.retain(|tie| {
            let new = !seen.contains(tie);
            seen.push(tie.clone());
            new
        });
        assert_eq!(card.faults(), []);
        card
    })
}

/// A card of grades and their mean, with a round under it, its sums given for the classes that
/// turnout opens.
pub fn card_and_round() -> impl Strategy<Value = (RuleCard, RoundInput)> {
    round_under(card())
}

/// The same for any kind of ballot.
pub fn card_and_round_of_any_kind() -> impl Strategy<Value = (RuleCard, RoundInput)> {
    round_under(card_of_any_kind())
}

fn round_under(
    cards: impl Strategy<Value = RuleCard>,
) -> impl Strategy<Value = (RuleCard, RoundInput)> {
    cards.prop_flat_map(|card| {
        let (classes, grades) = (card.classes.len(), card.marks().len());
        let blanks = card.blank.allowed || !card.is_per_village_choice();
        // Many small boxes for ties and thresholds, some large ones for digits.
        let returned = prop_oneof![4 => 0u64..12, 1 => 12u64..200, 1 => 1u64 << 40..1 << 50];
        let share = prop_oneof![2 => 0u64..1000, 3 => Just(0)];
        let mark = prop::collection::vec(share, grades + 1);
        let class = move |contests: usize| {
            let sums = prop::collection::vec(mark.clone(), contests);
            (returned.clone(), 0u64..3, 0u64..3, 0u64..3, sums)
        };
        (1..9usize)
            .prop_flat_map(move |contests| prop::collection::vec(class(contests), classes))
            .prop_map(move |drawn| {
                let contests = drawn[0].4.len();
                let inputs = drawn.into_iter().zip(&card.classes).map(|(drawn, class)| {
                    let (returned, silent, absent, late, shares) = drawn;
                    let issued = returned + silent;
                    let sums = shares
                        .iter()
                        .map(|shares| split(returned, shares, grades, blanks));
                    ClassInput {
                        code: class.code.clone(),
                        entitled: issued + absent + late,
                        present: issued + late,
                        issued,
                        returned,
                        sums: Some(sums.collect()),
                    }
                });
                let mut input = RoundInput {
                    area: 1,
                    contests: (0..contests).map(contest).collect(),
                    classes: inputs.collect(),
                };
                close(&card, &mut input);
                (card.clone(), input)
            })
    })
}

pub fn contest(index: usize) -> Contest {
    Contest {
        town: format!("镇{}", index / 2),
        village: format!("示例村{index}"),
    }
}

/// Takes away the sums of the classes that turnout leaves closed.
pub fn close(card: &RuleCard, input: &mut RoundInput) {
    let turnouts: Vec<_> = input.classes.iter().map(ClassInput::turnout).collect();
    let opening = Opening::decide(card, input.area, &turnouts).unwrap();
    for class in &mut input.classes {
        if !opening.class(&class.code).unwrap().opened() {
            class.sums = None;
        }
    }
}

/// `ballots` spread over the grades in proportion to `shares`, the last share being blanks.
fn split(ballots: u64, shares: &[u64], grades: usize, blanks: bool) -> Vec<u64> {
    let shares = if blanks { shares } else { &shares[..grades] };
    let total = u128::from(shares.iter().sum::<u64>().max(1));
    let part =
        |share: &u64| u64::try_from(u128::from(ballots) * u128::from(*share) / total).unwrap();
    let mut marks: Vec<_> = shares[..grades].iter().map(part).collect();
    if !blanks {
        marks[0] += ballots - marks.iter().sum::<u64>();
    }
    marks
}
