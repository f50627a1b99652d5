//! Components to one score: weights, plus and minus items, limits, vetoes, rounding
//! (`docs/scoring.md` §4.5 and §4.6).

use num_rational::BigRational;

use crate::card::{AdjustmentKind, MissingComponent, VetoEffect};
use crate::scene::{NoValueReason, Scene};
use crate::trace::{Draft, Op, Recorder};
use crate::{Decimal, Ratio, round};

/// The values of one component, scaled.
pub(crate) struct Points {
    /// The points of each village.
    pub(crate) points: Vec<Option<Ratio>>,
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
    /// The rounded score.
    pub(crate) rounded: Decimal,
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
    let rounded = round(&score, rounding.decimals, rounding.mode);
    let rounded = recorder.known(rounded, |out| {
        let (town, village) = scene.name(village);
        let op = Op::Round {
            town,
            village,
            r#in: score.clone(),
            out: out.clone(),
        };
        Draft::new(scene.rule("rounding"), op)
    });
    Standing::Scored(Scored {
        score,
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
) -> Result<Ratio, NoValueReason> {
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
    let counted = || {
        let pairs = scene.plan.components.iter().zip(&points);
        pairs.filter(|(_, points)| points.is_some() || scene.plan.missing == MissingComponent::Zero)
    };
    // Where nothing is missing the weights sum to 1 and stay as they are.
    let total: Option<BigRational> = missing
        .filter(|_| refused.is_none())
        .map(|_| counted().map(|(component, _)| &component.weight.0).sum());
    let weight = |weight: &Ratio| {
        let total = total.as_ref();
        total.map_or_else(|| weight.0.clone(), |total| &weight.0 / total)
    };
    let score = refused.is_none().then(|| {
        let terms = counted().filter_map(|(component, points)| {
            Some(weight(&component.weight) * &points.as_ref()?.0)
        });
        Ratio(terms.sum())
    });
    let score = recorder.known(score, |out| {
        let (town, village) = scene.name(village);
        let parts = counted().map(|(component, points)| {
            let value = points.cloned().unwrap_or_else(Ratio::zero);
            let weight = Ratio(weight(&component.weight));
            (component.code.clone(), weight, value)
        });
        let op = Op::Composite {
            town,
            village,
            r#in: out.as_ref().map_or_else(Vec::new, |_| parts.collect()),
            missing: refused.map(|of| scene.plan.components[of].code.clone()),
            out: out.clone(),
        };
        let clause = match (&scene.card.composite, refused) {
            (None, _) => "/method",
            (Some(_), None) => "/composite/components",
            (Some(_), Some(_)) => "/composite/missing",
        };
        Draft::new(clause, op)
    });
    score.ok_or_else(|| {
        let reason = refused.and_then(|of| components[of].reasons[village]);
        reason.expect("a component without points has a reason")
    })
}

fn adjusted<R: Recorder>(
    scene: &Scene<'_>,
    village: usize,
    score: Ratio,
    recorder: &mut R,
) -> Ratio {
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
    let out = Ratio(score.0 + &bonus - &penalty);
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
        Draft::new("/composite/adjustments", op)
    })
}

fn limited<R: Recorder>(
    scene: &Scene<'_>,
    village: usize,
    score: Ratio,
    recorder: &mut R,
) -> Ratio {
    let mut limited = score.clone();
    if let Some(least) = &scene.plan.caps.least {
        limited = limited.max(least.to_ratio());
    }
    if let Some(most) = &scene.plan.caps.most {
        limited = limited.min(most.to_ratio());
    }
    if limited == score {
        return score;
    }
    recorder.known(limited, |out| {
        let (town, village) = scene.name(village);
        let op = Op::Limit {
            town,
            village,
            r#in: score.clone(),
            out: out.clone(),
        };
        Draft::new("/composite/caps", op)
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
    mut score: Ratio,
    recorder: &mut R,
) -> (Ratio, Vetoes) {
    let mut vetoes = Vetoes::default();
    for row in &scene.data.vetoes[village] {
        let veto = &scene.plan.vetoes[row.veto];
        let value = score;
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
            Draft::new(format!("/composite/vetoes/{}", row.veto), op)
        });
    }
    (score, vetoes)
}
