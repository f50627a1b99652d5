//! Good cards of every kind, made by chance: other ballots, judges, records, items, vetoes, ties
//! and awards.

use pingyi_ranking::{
    Adjustment, AdjustmentKind, ApproveChoice, Award, AwardTie, BelowDrop, Better, BeyondTarget,
    BlankCount, Caps, Choice, Component, Composite, Criterion, CriterionName, Decimal, Drop,
    EmptyClass, FixedScale, Fraction, GradeQuota, Indicator, JudgeRecusal, Method,
    MissingComponent, ObservedScale, OrderChoice, Panel, PointChoice, RankConvention, RankKey,
    RankingGroup, Ratio, Record, Rounding, RoundingMode, RuleCard, Scale, Severity, Source,
    TargetScale, TieBreak, Trim, TrimOn, Veto, VetoEffect, ZScoreScale,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// A good card with any kind of ballot, with or without `composite`.
pub fn full_card() -> impl Strategy<Value = RuleCard> {
    let composite = option::weighted(0.8, composite());
    (super::card(), ballot(), composite, awards())
        .prop_map(|(mut card, ballot, mut composite, awards)| {
            ballot.put_on(&mut card);
            if composite.is_none() {
                card.awards = awards;
            } else if card.method == Method::MajorityJudgment {
                composite = composite.and_then(without_vote);
            }
            card.composite = composite;
            card
        })
        .prop_flat_map(|card| {
            let own = chain(rules(&card, None));
            let beside = chain(rules(&card, card.composite.as_ref()));
            (Just(card), own, beside, ranks(), ranks())
        })
        .prop_map(|(mut card, own, beside, own_ranks, beside_ranks)| {
            (card.ties, card.ranks) = numbered(own, own_ranks);
            if let Some(composite) = &mut card.composite {
                (composite.ties, composite.ranks) = numbered(beside, beside_ranks);
            }
            assert_eq!(card.faults(), [], "{card:#?}");
            card
        })
}

/// A kind of ballot with what goes with it.
#[derive(Clone, Debug)]
struct Ballot {
    choice: Choice,
    majority: bool,
    allowed: bool,
    counts_as: usize,
    quotas: Vec<u32>,
}

impl Ballot {
    fn put_on(self, card: &mut RuleCard) {
        card.choice = self.choice;
        card.blank.allowed = self.allowed;
        card.method = match self.choice {
            Choice::Approve(_) => Method::Approval,
            Choice::Order(_) => Method::Borda,
            _ if self.majority => Method::MajorityJudgment,
            _ => Method::WeightedMean,
        };
        if !self.choice.is_grades() {
            card.grades.clear();
        }
        let marks = card.marks();
        card.blank.counts_as = match self.counts_as {
            0 if card.is_per_village_choice() => BlankCount::Void,
            1 if card.is_per_village_choice() => BlankCount::Grade(marks[1].code.clone()),
            _ => BlankCount::Excluded,
        };
        if let Choice::Approve(_) = self.choice {
            card.blank.allowed = false;
        }
        let quotas = card.grades.iter().zip(self.quotas);
        card.quotas = quotas
            .map(|(grade, most)| GradeQuota {
                grade: grade.code.clone(),
                most,
            })
            .collect();
        if card.method == Method::MajorityJudgment && card.empty_class == EmptyClass::Zero {
            card.empty_class = EmptyClass::Renormalise;
        }
    }
}

fn ballot() -> impl Strategy<Value = Ballot> {
    let choice = prop_oneof![
        Just(Choice::Grades),
        (0u32..80, 1u32..=20).prop_map(|(least, steps)| Choice::Points(PointChoice {
            least,
            most: least + steps
        })),
        (0u32..5, 0u32..5).prop_map(|(least, more)| Choice::Approve(ApproveChoice {
            least,
            most: (least + more).max(1),
        })),
        (1u32..=20).prop_map(|places| Choice::Order(OrderChoice { places })),
    ];
    let drawn = (choice, any::<bool>(), any::<bool>(), 0..3usize);
    (drawn, vec(0u32..9, 0..3)).prop_map(|((choice, majority, allowed, counts_as), quotas)| {
        Ballot {
            choice,
            majority,
            allowed,
            counts_as,
            quotas,
        }
    })
}

/// The same composite with the vote's weight shared out; nothing when it was the vote alone.
fn without_vote(mut composite: Composite) -> Option<Composite> {
    let is_vote = |component: &Component| component.source == Source::Vote;
    composite.components.retain(|component| !is_vote(component));
    let count = u32::try_from(composite.components.len()).unwrap();
    for component in &mut composite.components {
        component.weight = Ratio::new(1, count).unwrap();
    }
    (count > 0).then_some(composite)
}

fn composite() -> impl Strategy<Value = Composite> {
    let source = prop_oneof![
        panel().prop_map(Source::Panel),
        vec(indicator(), 1..4).prop_map(|indicators| Source::Record(Record {
            indicators: whole(indicators, "indicator", |one, code, label, weight| {
                (one.code, one.label, one.weight) = (code, label, weight);
            }),
        })),
    ];
    let others = vec(source, 0..4);
    let components = (others, any::<bool>()).prop_flat_map(|(mut sources, vote)| {
        if vote || sources.is_empty() {
            sources.push(Source::Vote);
        }
        let scales = vec(scale(), sources.len());
        (Just(sources).prop_shuffle(), scales)
    });
    let components = components.prop_map(|(sources, scales)| {
        let components = sources.into_iter().zip(scales);
        let components = components.map(|(source, scale)| Component {
            code: String::new(),
            label: String::new(),
            weight: Ratio::one(),
            source,
            scale,
        });
        whole(components.collect(), "part", |one, code, label, weight| {
            (one.code, one.label, one.weight) = (code, label, weight);
        })
    });
    let head = (
        select(vec![RankingGroup::Area, RankingGroup::All]),
        components,
        select(vec![
            MissingComponent::Refuse,
            MissingComponent::Renormalise,
            MissingComponent::Zero,
        ]),
    );
    let items = (vec(adjustment(), 0..4), caps(), vec(veto_effect(), 0..4));
    (head, items, rounding(), awards()).prop_map(
        |((group, components, missing), (adjustments, caps, effects), rounding, awards)| {
            Composite {
                group,
                components,
                missing,
                adjustments: numbered_items(adjustments),
                caps,
                vetoes: vetoes(effects),
                rounding,
                ranks: RankConvention::Competition,
                ties: vec![TieBreak::KeepTied],
                awards,
            }
        },
    )
}

/// Entries named by their order, with weights in the ratio 1 : 2 : 3 ….
fn whole<T>(
    mut entries: Vec<T>,
    noun: &str,
    put: impl Fn(&mut T, String, String, Ratio),
) -> Vec<T> {
    let count = entries.len();
    let total = u32::try_from(count * (count + 1) / 2).unwrap();
    for (number, entry) in (1u32..).zip(&mut entries) {
        let weight = Ratio::new(number, total).unwrap();
        put(
            entry,
            format!("{noun}-{number}"),
            format!("第{number}项"),
            weight,
        );
    }
    entries
}

/// `unscaled / 10^scale`, written with exactly `scale` decimals.
fn decimal(unscaled: i64, scale: u32) -> Decimal {
    let width = scale as usize + 1;
    let digits = format!("{:0>width$}", unscaled.unsigned_abs());
    let (whole, rest) = digits.split_at(digits.len() - scale as usize);
    let sign = if unscaled < 0 { "-" } else { "" };
    let point = if scale == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{rest}").parse().unwrap()
}

/// Least, most and step.
fn limits(from: i64, fewest: i64) -> impl Strategy<Value = (Decimal, Decimal, Decimal)> {
    (from..100, fewest..50, 1i64..30, 0u32..3).prop_map(|(least, steps, step, scale)| {
        let most = least + steps * step;
        (
            decimal(least, scale),
            decimal(most, scale),
            decimal(step, scale),
        )
    })
}

fn better() -> impl Strategy<Value = Better> {
    select(vec![Better::High, Better::Low])
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        3 => Just(Scale::AsIs),
        1 => (-50i64..50, 1i64..90, any::<bool>()).prop_map(|(from, width, falling)| {
            let to = if falling { from - width } else { from + width };
            Scale::Fixed(FixedScale { from: decimal(from, 1), to: decimal(to, 1) })
        }),
        1 => (1i64..100, any::<bool>()).prop_map(|(target, cap)| Scale::Target(TargetScale {
            target: decimal(target, 1),
            beyond: if cap { BeyondTarget::Cap } else { BeyondTarget::Count },
        })),
        1 => better().prop_map(|better| Scale::Observed(ObservedScale { better })),
        1 => better().prop_map(|better| Scale::Rank(ObservedScale { better })),
        1 => (better(), -10i64..1000, 1i64..200, 0u32..=12).prop_map(
            |(better, center, spread, decimals)| Scale::ZScore(ZScoreScale {
                better,
                center: decimal(center, 1),
                spread: decimal(spread, 1),
                decimals,
            })
        ),
    ]
}

fn panel() -> impl Strategy<Value = Panel> {
    let criterion = (limits(-20, 1), 1u32..5, 1u32..5, any::<bool>());
    let criteria = vec(criterion, 1..4).prop_map(|drawn| {
        let criteria = (1..).zip(drawn);
        let criteria =
            criteria.map(
                |(number, ((least, most, step), over, under, help))| Criterion {
                    code: format!("criterion-{number}"),
                    label: format!("指标{number}"),
                    help: if help {
                        format!("看第{number}条。")
                    } else {
                        String::new()
                    },
                    least,
                    most,
                    step,
                    weight: Ratio::new(over, under).unwrap(),
                },
            );
        criteria.collect()
    });
    let recusal = select(vec![JudgeRecusal::OwnTown, JudgeRecusal::None]);
    let on = select(vec![TrimOn::JudgeTotal, TrimOn::Criterion]);
    let trimmed = (1u32..5).prop_flat_map(|minimum| (Just(minimum), trim(minimum)));
    (criteria, recusal, on, trimmed, any::<bool>()).prop_map(
        |(criteria, recusal, on, (minimum_judges, trim), even)| {
            let even = even && on == TrimOn::JudgeTotal && trim == Trim::None;
            Panel {
                criteria,
                recusal,
                on,
                trim,
                minimum_judges,
                severity: if even {
                    Severity::LeastSquares
                } else {
                    Severity::None
                },
            }
        },
    )
}

fn trim(minimum: u32) -> impl Strategy<Value = Trim> {
    let below = select(vec![
        BelowDrop::PlainMean,
        BelowDrop::ClosestPair,
        BelowDrop::Invalid,
    ]);
    prop_oneof![
        Just(Trim::None),
        Just(Trim::Median),
        (0u32..3, 0u32..3, 0u32..4, below).prop_map(move |(high, low, more, below)| {
            let at_least = (high + low + 1).max(minimum) + more;
            Trim::Drop(Drop {
                high,
                low,
                at_least,
                below,
            })
        }),
        (0u32..10, 0u32..10).prop_map(|(over, more)| {
            let each_end = Ratio::new(over, 2 * over + 1 + more).unwrap();
            Trim::Fraction(Fraction { each_end })
        }),
    ]
}

fn indicator() -> impl Strategy<Value = Indicator> {
    (limits(-20, 1), scale(), any::<bool>()).prop_map(|((least, most, step), scale, unit)| {
        Indicator {
            code: String::new(),
            label: String::new(),
            unit: if unit { "万元".into() } else { String::new() },
            weight: Ratio::one(),
            least,
            most,
            step,
            scale,
        }
    })
}

fn adjustment() -> impl Strategy<Value = Adjustment> {
    let kind = select(vec![AdjustmentKind::Bonus, AdjustmentKind::Penalty]);
    (kind, limits(0, 0)).prop_map(|(kind, (least, most, step))| Adjustment {
        code: String::new(),
        label: String::new(),
        kind,
        least,
        most,
        step,
    })
}

fn numbered_items(mut items: Vec<Adjustment>) -> Vec<Adjustment> {
    for (number, item) in (1..).zip(&mut items) {
        item.code = format!("item-{number}");
        item.label = format!("加减分项{number}");
    }
    items
}

fn caps() -> impl Strategy<Value = Caps> {
    let limit = || option::of(0i64..200);
    let score = option::of((-10i64..100, 0i64..100));
    (limit(), limit(), score, any::<bool>(), any::<bool>()).prop_map(
        |(bonus, penalty, score, least, most)| Caps {
            bonus: bonus.map(|limit| decimal(limit, 1)),
            penalty: penalty.map(|limit| decimal(limit, 1)),
            least: score.filter(|_| least).map(|(low, _)| decimal(low, 0)),
            most: score
                .filter(|_| most)
                .map(|(low, more)| decimal(low + more, 0)),
        },
    )
}

fn veto_effect() -> impl Strategy<Value = VetoEffect> {
    prop_oneof![
        Just(VetoEffect::Unranked),
        Just(VetoEffect::Last),
        Just(VetoEffect::NoAward),
        (0i64..1000).prop_map(|most| VetoEffect::Cap(decimal(most, 1))),
    ]
}

fn vetoes(effects: Vec<VetoEffect>) -> Vec<Veto> {
    let vetoes = (1..).zip(effects).map(|(number, effect)| Veto {
        code: format!("veto-{number}"),
        label: format!("否决项{number}"),
        effect,
    });
    vetoes.collect()
}

fn awards() -> impl Strategy<Value = Vec<Award>> {
    let tie = select(vec![AwardTie::Exclude, AwardTie::Include]);
    vec((1u32..=10, tie), 0..4).prop_map(|drawn| {
        let awards = (1..).zip(drawn).map(|(number, (share, tie))| Award {
            label: format!("{number}等奖"),
            share: Ratio::new(share, 30).unwrap(),
            tie,
        });
        awards.collect()
    })
}

fn rounding() -> impl Strategy<Value = Rounding> {
    let mode = select(vec![
        RoundingMode::HalfUp,
        RoundingMode::HalfEven,
        RoundingMode::Down,
        RoundingMode::Up,
    ]);
    let key = select(vec![RankKey::Exact, RankKey::Published]);
    (0u32..=6, mode, key).prop_map(|(decimals, mode, ranks_on)| Rounding {
        decimals,
        mode,
        ranks_on,
    })
}

fn ranks() -> impl Strategy<Value = RankConvention> {
    select(vec![
        RankConvention::Competition,
        RankConvention::Dense,
        RankConvention::Modified,
        RankConvention::Fractional,
        RankConvention::Ordinal,
    ])
}

/// Every tie-break the card may name: of its vote alone, or of its composite.
fn rules(card: &RuleCard, composite: Option<&Composite>) -> Vec<TieBreak> {
    let mut rules = vec![TieBreak::LotByHand, TieBreak::LotBySeed];
    let components = composite.into_iter().flat_map(|one| &one.components);
    let mut vote = composite.is_none();
    for component in components {
        rules.push(TieBreak::Component(component.code.clone()));
        match &component.source {
            Source::Vote => vote = true,
            Source::Panel(panel) => rules.extend(panel.criteria.iter().map(|criterion| {
                TieBreak::Criterion(CriterionName {
                    component: component.code.clone(),
                    criterion: criterion.code.clone(),
                })
            })),
            Source::Record(_) => {}
        }
    }
    if vote {
        rules.extend(
            card.marks()
                .into_iter()
                .map(|mark| TieBreak::Marks(mark.code)),
        );
        if card.method != Method::MajorityJudgment {
            let classes = card.classes.iter();
            rules.extend(classes.map(|class| TieBreak::Class(class.code.clone())));
        }
    }
    rules
}

fn chain(rules: Vec<TieBreak>) -> impl Strategy<Value = Vec<TieBreak>> {
    let most = rules.len().min(4);
    subsequence(rules, 0..=most).prop_shuffle()
}

/// The chain closed, with a convention it allows.
fn numbered(mut chain: Vec<TieBreak>, ranks: RankConvention) -> (Vec<TieBreak>, RankConvention) {
    let lot = |rule: &TieBreak| matches!(rule, TieBreak::LotByHand | TieBreak::LotBySeed);
    let possible = ranks != RankConvention::Ordinal || chain.iter().any(lot);
    chain.push(TieBreak::KeepTied);
    let ranks = if possible {
        ranks
    } else {
        RankConvention::Dense
    };
    (chain, ranks)
}
