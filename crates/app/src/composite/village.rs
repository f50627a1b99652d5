//! What a computation did to one village.

use pingyi_ranking::{Op, Ratio, Step, Trace};
use std::collections::BTreeSet;

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
fn is_about(step: &Step, town: &str, village: &str) -> bool {
    step.op.village() == Some((town, village))
}

/// What decided where a village stands: the steps about it, and those of others that used them, such as the ranking of
/// its group, the ties it was in and its award; with what the first ones used, such as the opening of its area.
pub(super) fn steps<'a>(trace: &'a Trace, town: &str, village: &str) -> Vec<&'a Step> {
    let all = trace.steps();
    let named = |list: &[(String, String)]| list.iter().any(|(t, v)| t == town && v == village);
    let users = all.iter().filter(|step| is_about(step, town, village));
    let used: BTreeSet<u32> = users.flat_map(|step| trace.uses(step.n)).collect();
    let decides = |step: &&Step| match &step.op {
        Op::Rank { out, .. } => out.iter().any(|set| named(set)),
        Op::TieBreak { r#in, .. } => r#in.iter().any(|(t, v, _)| t == town && v == village),
        Op::Award { out, .. } => named(out),
        Op::Opening { .. } | Op::Severity { .. } => used.contains(&step.n),
        _ => is_about(step, town, village),
    };
    all.iter().filter(decides).collect()
}
