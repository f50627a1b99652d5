//! What a computation did to one village.

use pingyi_ranking::{Op, Ratio, Step, Trace};

/// The parts of a village's score.
#[derive(Default)]
pub(super) struct Parts {
    /// Component, weight, points.
    pub(super) components: Vec<(String, Ratio, Ratio)>,
    pub(super) bonus: Option<Ratio>,
    pub(super) penalty: Option<Ratio>,
    pub(super) vetoes: Vec<String>,
}

impl Parts {
    pub(super) fn of(trace: &Trace, town: &str, village: &str) -> Self {
        let mut parts = Self::default();
        let own = trace
            .steps()
            .iter()
            .filter(|step| is_about(step, town, village));
        for step in own {
            match &step.op {
                Op::Composite { r#in, .. } => parts.components.clone_from(r#in),
                Op::Adjust { bonus, penalty, .. } => {
                    parts.bonus = Some(bonus.clone());
                    parts.penalty = Some(penalty.clone());
                }
                Op::Veto { veto, .. } => parts.vetoes.push(veto.clone()),
                _ => {}
            }
        }
        parts
    }
}

/// Whether a step is about this village.
pub(super) fn is_about(step: &Step, of_town: &str, of_village: &str) -> bool {
    match &step.op {
        Op::Total { town, village, .. }
        | Op::LeftOut { town, village, .. }
        | Op::TrimmedMean { town, village, .. }
        | Op::Sum { town, village, .. }
        | Op::NoValue { town, village, .. }
        | Op::Corrected { town, village, .. }
        | Op::Scale { town, village, .. }
        | Op::ClassMean { town, village, .. }
        | Op::ClassMarks { town, village, .. }
        | Op::Score { town, village, .. }
        | Op::Majority { town, village, .. }
        | Op::Composite { town, village, .. }
        | Op::Adjust { town, village, .. }
        | Op::Limit { town, village, .. }
        | Op::Veto { town, village, .. }
        | Op::Round { town, village, .. }
        | Op::Place { town, village, .. } => town == of_town && village == of_village,
        Op::Open { .. }
        | Op::Severity { .. }
        | Op::Opening { .. }
        | Op::Rank { .. }
        | Op::TieBreak { .. }
        | Op::Award { .. } => false,
    }
}

/// What decided where a village stands: the steps about it, and those of others that used them, such as the ranking of
/// its group, the ties it was in and its award; with what the first ones used, such as the opening of its area.
pub(super) fn steps<'a>(trace: &'a Trace, town: &str, village: &str) -> Vec<&'a Step> {
    let all = trace.steps();
    let own: Vec<bool> = all
        .iter()
        .map(|step| is_about(step, town, village))
        .collect();
    let named = |list: &[(String, String)]| list.iter().any(|(t, v)| t == town && v == village);
    let used = |n: usize| {
        let users = all.iter().zip(&own).filter(|(_, own)| **own);
        users
            .filter(|(step, _)| !matches!(step.op, Op::Place { .. }))
            .any(|(step, _)| step.from.iter().any(|from| *from as usize == n))
    };
    all.iter()
        .enumerate()
        .filter(|(n, step)| {
            own[*n]
                || match &step.op {
                    Op::Rank { out, .. } => out.iter().any(|set| named(set)),
                    Op::TieBreak { r#in, .. } => {
                        r#in.iter().any(|(t, v, _)| t == town && v == village)
                    }
                    Op::Award { out, .. } => named(out),
                    Op::Opening { .. } | Op::Severity { .. } => used(*n),
                    _ => false,
                }
        })
        .map(|(_, step)| step)
        .collect()
}
