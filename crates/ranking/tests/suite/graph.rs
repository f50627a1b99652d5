//! The graph of a computation, which is told by names: what a step uses are the steps that gave the
//! figures in it.

use pingyi_ranking::{Op, Ratio, Trace};

/// Fails at the first step whose figures are not the outcomes of the steps it uses.
pub(crate) fn holds_together(trace: &Trace) {
    for step in trace.steps() {
        let used = trace.uses(step.n);
        assert!(used.is_sorted_by(|left, right| left < right));
        assert!(used.iter().all(|n| *n < step.n), "{}", step.line());
        let used: Vec<&Op> = used
            .iter()
            .map(|n| &trace.steps()[*n as usize].op)
            .collect();
        let outs: Vec<&Ratio> = used.iter().filter_map(|op| outcome(op)).collect();
        let good = match &step.op {
            Op::TrimmedMean {
                criterion: None,
                r#in,
                ..
            } => {
                let mut totals = outs.clone();
                totals.sort();
                totals.iter().copied().eq(r#in)
            }
            Op::Sum { r#in, .. } if step.clause.ends_with("/criteria") => gave(&outs, r#in),
            Op::Score { r#in, .. } | Op::Composite { r#in, .. } => gave(&outs, r#in),
            Op::Majority { r#in, .. } => r#in.iter().all(|(class, _, shares)| {
                used.iter().any(|op| {
                    matches!(op, Op::ClassMarks { class: of, out: Some(out), .. }
                        if of == class && out == shares)
                })
            }),
            Op::Scale {
                indicator: None,
                r#in,
                ..
            }
            | Op::Corrected { r#in, .. } => outs == [r#in],
            Op::Adjust { .. } => outs.len() == 1,
            Op::Limit { r#in, .. } | Op::Veto { r#in, .. } | Op::Round { r#in, .. } => {
                outs == [r#in]
            }
            Op::Rank { r#in, .. } => used.len() == r#in.len(),
            Op::Award { out, .. } => used.len() == out.len(),
            Op::Place { .. } | Op::TieBreak { .. } => {
                matches!(used.first(), Some(Op::Rank { .. }))
            }
            Op::ClassMean { .. } | Op::ClassMarks { .. } => {
                matches!(used[..], [Op::Opening { .. }])
            }
            _ => true,
        };
        assert!(good, "{}\nuses {used:#?}", step.line());
    }
}

/// Whether every value of a weighted sum is an outcome, or the 0 that a card gives to what is
/// missing.
fn gave(outs: &[&Ratio], parts: &[(String, Ratio, Ratio)]) -> bool {
    let zero = Ratio::zero();
    let mut values = parts.iter().map(|(_, _, value)| value);
    values.all(|value| *value == zero || outs.contains(&value))
}

fn outcome(op: &Op) -> Option<&Ratio> {
    match op {
        Op::Total { out, .. }
        | Op::Corrected { out, .. }
        | Op::Scale { out, .. }
        | Op::Adjust { out, .. }
        | Op::Limit { out, .. }
        | Op::Veto { out, .. } => Some(out),
        Op::TrimmedMean { out, .. }
        | Op::Sum { out, .. }
        | Op::ClassMean { out, .. }
        | Op::Score { out, .. }
        | Op::Majority { out, .. }
        | Op::Composite { out, .. } => out.as_ref(),
        _ => None,
    }
}
