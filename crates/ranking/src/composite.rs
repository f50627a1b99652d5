//! Components to one score: weights, plus and minus items, limits, vetoes, rounding
//! (`docs/scoring.md` §4.5 and §4.6).

use num_rational::BigRational;
use num_traits::Zero;

use crate::card::{AdjustmentKind, MissingComponent, VetoEffect};
use crate::scene::Scene;
use crate::trace::{Draft, Known, NoValueReason, Op, Recorder, StepId};
use crate::{Decimal, Ratio, round};

/// The values of one component, scaled.
pub(crate) struct Points {
    /// The points of each village.
    pub(crate) points: Vec<Option<Known<Ratio>>>,
    /// Why a village has none.
    pub(crate) reasons: Vec<Option<NoValueReason>>,
}

/// What became of one village before ranking.
pub(crate) enum Standing {
    /// It is ranked.
    Scored(Scored),
    /// It is not, with the reason's code.
    Left(String),
}

/// A village that is ranked.
pub(crate) struct Scored {
    /// The exact score.
    pub(crate) score: Ratio,
    /// The rounded score and its step.
    pub(crate) rounded: Known<Decimal>,
    /// Whether a veto puts it behind all others.
    pub(crate) last: bool,
    /// Whether a veto keeps it out of awards.
    pub(crate) no_award: bool,
}

/// The standing of one village whose figures may be known.
pub(crate) fn standing<R: Recorder>(
    scene: &Scene<'_>,
    components: &[Points],
    village: usize,
    recorder: &mut R,
) -> Standing {
    let score = match composite(scene, components, village, recorder) {
        Ok(score) => score,
        Err(why) => return Standing::Left(why.code().to_owned()),
    };
    let score = adjusted(scene, village, score, recorder);
    let score = limited(scene, village, score, recorder);
    let (score, vetoes) = vetoed(scene, village, score, recorder);
    if let Some(veto) = vetoes.unranked {
        return Standing::Left(scene.plan.vetoes[veto].code.clone());
    }
    let rounding = scene.plan.rounding;
    let rounded = round(&score.value, rounding.decimals, rounding.mode);
    let rounded = recorder.known(rounded, |out| {
        let (town, village) = scene.name(village);
        let op = Op::Round {
            town,
            village,
            r#in: score.value.clone(),
            out: out.clone(),
        };
        Draft::new(scene.rule("rounding"), score.step, op)
    });
    Standing::Scored(Scored {
        score: score.value,
        rounded,
        last: vetoes.last,
        no_award: vetoes.no_award,
    })
}

/// The weighted sum over components, or why there is none.
fn composite<R: Recorder>(
    scene: &Scene<'_>,
    components: &[Points],
    village: usize,
    recorder: &mut R,
) -> Result<Known<Ratio>, NoValueReason> {
    let points: Vec<_> = components
        .iter()
        .map(|points| points.points[village].as_ref())
        .collect();
    let missing = points.iter().position(Option::is_none);
    let refused = match scene.plan.missing {
        MissingComponent::Refuse => missing,
        MissingComponent::Renormalise => missing.filter(|_| points.iter().all(Option::is_none)),
        MissingComponent::Zero => None,
    };
    if let Some(of) = refused {
        recorder.step(|| {
            let (town, village) = scene.name(village);
            let clause = if scene.card.composite.is_some() {
                "/composite/missing"
            } else {
                "/method"
            };
            let op = Op::NoValue {
                component: None,
                town,
                village,
                why: NoValueReason::MissingComponent,
                have: None,
                need: None,
                criterion: None,
                indicator: None,
                class: None,
                of: Some(scene.plan.components[of].code.clone()),
            };
            Draft::new(clause, [], op)
        });
        let reason = components[of].reasons[village];
        return Err(reason.unwrap_or(NoValueReason::MissingComponent));
    }
    let counts = |points: Option<&Known<Ratio>>| {
        points.is_some() || scene.plan.missing == MissingComponent::Zero
    };
    let pairs = || scene.plan.components.iter().zip(&points);
    let mut total = BigRational::zero();
    if missing.is_some() {
        total = pairs()
            .filter(|(_, points)| counts(**points))
            .map(|(component, _)| &component.weight.0)
            .sum();
    }
    // Where nothing is missing the weights sum to 1 and stay as they are.
    let weight = |weight: &Ratio| {
        if missing.is_none() {
            weight.0.clone()
        } else {
            &weight.0 / &total
        }
    };
    let mut score = BigRational::zero();
    for (component, points) in pairs() {
        if let Some(points) = points {
            score += weight(&component.weight) * &points.value.0;
        }
    }
    Ok(recorder.known(Ratio(score), |out| {
        let (town, village) = scene.name(village);
        let counted = pairs().filter(|(_, points)| counts(**points));
        let op = Op::Composite {
            town,
            village,
            r#in: counted
                .map(|(component, points)| {
                    let value = points.map_or_else(Ratio::zero, |points| points.value.clone());
                    (
                        component.code.clone(),
                        Ratio(weight(&component.weight)),
                        value,
                    )
                })
                .collect(),
            out: out.clone(),
        };
        let clause = if scene.card.composite.is_some() {
            "/composite/components"
        } else {
            "/method"
        };
        let from = points.iter().flatten().filter_map(|points| points.step);
        Draft::new(clause, from, op)
    }))
}

fn adjusted<R: Recorder>(
    scene: &Scene<'_>,
    village: usize,
    score: Known<Ratio>,
    recorder: &mut R,
) -> Known<Ratio> {
    let items = &scene.data.adjustments[village];
    if items.is_empty() {
        return score;
    }
    let kinds = &scene.plan.adjustments;
    let sum = |kind: AdjustmentKind, cap: &Option<Decimal>| {
        let of_kind = items.iter().filter(|row| kinds[row.item].kind == kind);
        let sum: BigRational = of_kind.map(|row| &row.points.0).sum();
        match cap {
            Some(cap) => sum.min(cap.to_ratio().0),
            None => sum,
        }
    };
    let bonus = sum(AdjustmentKind::Bonus, &scene.plan.caps.bonus);
    let penalty = sum(AdjustmentKind::Penalty, &scene.plan.caps.penalty);
    let out = Ratio(&score.value.0 + &bonus - &penalty);
    recorder.known(out, |out| {
        let (town, village) = scene.name(village);
        let written = items.iter().map(|row| {
            let kind = &kinds[row.item];
            (kind.code.clone(), kind.kind, row.points.clone())
        });
        let op = Op::Adjust {
            town,
            village,
            r#in: written.collect(),
            bonus: Ratio(bonus.clone()),
            penalty: Ratio(penalty.clone()),
            out: out.clone(),
        };
        Draft::new("/composite/adjustments", score.step, op)
    })
}

fn limited<R: Recorder>(
    scene: &Scene<'_>,
    village: usize,
    score: Known<Ratio>,
    recorder: &mut R,
) -> Known<Ratio> {
    let mut limited = score.value.clone();
    if let Some(least) = &scene.plan.caps.least {
        limited = limited.max(least.to_ratio());
    }
    if let Some(most) = &scene.plan.caps.most {
        limited = limited.min(most.to_ratio());
    }
    if limited == score.value {
        return score;
    }
    recorder.known(limited, |out| {
        let (town, village) = scene.name(village);
        let op = Op::Limit {
            town,
            village,
            r#in: score.value.clone(),
            out: out.clone(),
        };
        Draft::new("/composite/caps", score.step, op)
    })
}

/// What the vetoes of a village did beside capping its score.
#[derive(Default)]
struct Vetoes {
    /// Index of the first veto that takes it out.
    unranked: Option<usize>,
    last: bool,
    no_award: bool,
}

fn vetoed<R: Recorder>(
    scene: &Scene<'_>,
    village: usize,
    mut score: Known<Ratio>,
    recorder: &mut R,
) -> (Known<Ratio>, Vetoes) {
    let mut vetoes = Vetoes::default();
    for row in &scene.data.vetoes[village] {
        let veto = &scene.plan.vetoes[row.veto];
        let before: Option<StepId> = score.step;
        let value = score.value.clone();
        let out = match &veto.effect {
            VetoEffect::Cap(cap) => value.clone().min(cap.to_ratio()),
            VetoEffect::Unranked => {
                vetoes.unranked = vetoes.unranked.or(Some(row.veto));
                value.clone()
            }
            VetoEffect::Last => {
                vetoes.last = true;
                value.clone()
            }
            VetoEffect::NoAward => {
                vetoes.no_award = true;
                value.clone()
            }
        };
        score = recorder.known(out, |out| {
            let (town, village) = scene.name(village);
            let op = Op::Veto {
                town,
                village,
                veto: veto.code.clone(),
                effect: veto.effect.clone(),
                r#in: value.clone(),
                out: out.clone(),
            };
            Draft::new(format!("/composite/vetoes/{}", row.veto), before, op)
        });
    }
    (score, vetoes)
}
