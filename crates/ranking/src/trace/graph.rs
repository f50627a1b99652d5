//! The graph of a computation: which steps a step uses.
//!
//! It is not written down, since the names in a step say it (`docs/scoring.md` §6): a total is that
//! of the judge it names, a weighted sum is made of what it lists. So no program that recomputes a
//! trace has to agree on more than the figures.

use super::chain::Trace;
use super::step::{Key, NoVoteReason, Op, Step};

impl Trace {
    /// Numbers of the steps whose outcome step `n` uses, ascending; none for a step that uses the
    /// tables alone, or that there is not.
    pub fn uses(&self, n: u32) -> Vec<u32> {
        let steps = self.steps();
        let Some(step) = steps.get(n as usize) else {
            return Vec::new();
        };
        let before = &steps[..n as usize];
        let mut used: Vec<u32> = match &step.op {
            Op::Open { .. }
            | Op::Total { .. }
            | Op::LeftOut { .. }
            | Op::Opening { .. }
            | Op::Scale {
                indicator: Some(_), ..
            }
            | Op::NoValue {
                why: NoVoteReason::NoTurnout,
                ..
            } => Vec::new(),
            Op::ClassMean { .. } | Op::ClassMarks { .. } | Op::NoValue { .. } => {
                last(before, |op| matches!(op, Op::Opening { .. }))
            }
            Op::TrimmedMean { criterion, .. } => {
                of_village(before, step, |op| criterion.is_none() && is_total(op))
            }
            Op::Sum { .. } => of_village(before, step, |op| match op {
                Op::TrimmedMean { .. } => true,
                Op::Scale { indicator, .. } => indicator.is_some(),
                _ => false,
            }),
            Op::Severity { component, .. } => every(before, |op| {
                is_total(op) && op.component() == Some(component)
            }),
            Op::Corrected { component, .. } => {
                let mut used = last(
                    before,
                    |op| matches!(op, Op::Severity { component: of, .. } if of == component),
                );
                used.extend(value(before, step, component));
                used
            }
            Op::Scale { component, .. } => value(before, step, component),
            Op::Score { .. } | Op::Majority { .. } => of_village(before, step, |op| {
                matches!(op, Op::ClassMean { .. } | Op::ClassMarks { .. })
            }),
            Op::Composite { r#in, missing, .. } => {
                let counted = r#in.iter().map(|(component, ..)| component);
                let components = counted.chain(missing);
                components
                    .flat_map(|component| value(before, step, component))
                    .collect()
            }
            Op::Adjust { .. } | Op::Limit { .. } | Op::Veto { .. } | Op::Round { .. } => {
                last(before, |op| {
                    op.village() == step.op.village() && is_score(op)
                })
            }
            Op::Rank { r#in, .. } => every(before, |op| {
                // Few steps are of these kinds, and many are about one of the villages.
                let profile = match op {
                    Op::Round { .. } => false,
                    Op::Majority { .. } => true,
                    _ => return false,
                };
                r#in.iter().any(|(town, village, key, _)| {
                    matches!(key, Key::Profile(_)) == profile
                        && op.village() == Some((town, village))
                })
            }),
            Op::TieBreak { group, .. } => every(before, |op| is_rank_of(op, group)),
            Op::Place {
                group,
                town,
                village,
                ..
            } => every(before, |op| match op {
                Op::TieBreak {
                    group: of, r#in, ..
                } => of == group && r#in.iter().any(|(t, v, _)| t == town && v == village),
                other => is_rank_of(other, group),
            }),
            Op::Award { group, out, .. } => every(before, |op| match op {
                Op::Place {
                    group: of,
                    town,
                    village,
                    ..
                } => of == group && out.iter().any(|(t, v)| t == town && v == village),
                _ => false,
            }),
        };
        used.sort_unstable();
        used.dedup();
        used
    }
}

impl Op {
    /// The component a step is computed for.
    pub fn component(&self) -> Option<&str> {
        match self {
            Self::Total { component, .. }
            | Self::LeftOut { component, .. }
            | Self::TrimmedMean { component, .. }
            | Self::Sum { component, .. }
            | Self::NoValue { component, .. }
            | Self::Severity { component, .. }
            | Self::Corrected { component, .. }
            | Self::Scale { component, .. }
            | Self::Opening { component, .. }
            | Self::ClassMean { component, .. }
            | Self::ClassMarks { component, .. }
            | Self::Score { component, .. }
            | Self::Majority { component, .. } => Some(component),
            Self::Open { .. }
            | Self::Composite { .. }
            | Self::Adjust { .. }
            | Self::Limit { .. }
            | Self::Veto { .. }
            | Self::Round { .. }
            | Self::Rank { .. }
            | Self::TieBreak { .. }
            | Self::Place { .. }
            | Self::Award { .. } => None,
        }
    }
}

fn every(before: &[Step], fits: impl Fn(&Op) -> bool) -> Vec<u32> {
    let found = before.iter().filter(|step| fits(&step.op));
    found.map(|step| step.n).collect()
}

fn last(before: &[Step], fits: impl Fn(&Op) -> bool) -> Vec<u32> {
    let found = before.iter().rev().find(|step| fits(&step.op));
    found.map(|step| step.n).into_iter().collect()
}

/// Steps for the same component and about the same village.
fn of_village(before: &[Step], user: &Step, fits: impl Fn(&Op) -> bool) -> Vec<u32> {
    let (component, village) = (user.op.component(), user.op.village());
    every(before, |op| {
        op.village() == village && op.component() == component && fits(op)
    })
}

/// The step that gave the value of a component to the village of `user`.
fn value(before: &[Step], user: &Step, component: &str) -> Vec<u32> {
    last(before, |op| {
        let gives = match op {
            Op::TrimmedMean {
                criterion: part, ..
            }
            | Op::Scale {
                indicator: part, ..
            } => part.is_none(),
            Op::Sum { .. }
            | Op::Corrected { .. }
            | Op::NoValue { .. }
            | Op::Score { .. }
            | Op::Majority { .. } => true,
            _ => false,
        };
        gives && op.village() == user.op.village() && op.component() == Some(component)
    })
}

fn is_total(op: &Op) -> bool {
    matches!(op, Op::Total { .. })
}

/// Whether a step gives the score over all components, or changes it.
fn is_score(op: &Op) -> bool {
    matches!(
        op,
        Op::Composite { .. } | Op::Adjust { .. } | Op::Limit { .. } | Op::Veto { .. }
    )
}

fn is_rank_of(op: &Op, group: &str) -> bool {
    matches!(op, Op::Rank { group: of, .. } if of == group)
}
