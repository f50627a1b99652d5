//! Recording while computing. A computation is written once, over a [`Recorder`]: with [`Off`] all
//! of the recording is compiled away, with [`On`] every value comes back from the recorder that
//! wrote it down, so what is computed with and what is recorded cannot differ.

use super::Trace;
use super::chain::Chain;
use super::step::Op;

/// The number of a step; meaningless with [`Off`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StepId(pub(crate) u32);

/// A value and the step that gave it; none for a value that stands in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known<T> {
    pub(crate) value: T,
    pub(crate) step: Option<StepId>,
}

impl<T> Known<T> {
    /// A value as it stands in a table.
    pub(crate) fn raw(value: T) -> Self {
        Self { value, step: None }
    }
}

/// What is written of a step by the one who computes it.
pub(crate) struct Draft {
    pub(crate) clause: String,
    pub(crate) from: Vec<StepId>,
    pub(crate) op: Op,
}

impl Draft {
    pub(crate) fn new(
        clause: impl Into<String>,
        from: impl IntoIterator<Item = StepId>,
        op: Op,
    ) -> Self {
        Self {
            clause: clause.into(),
            from: from.into_iter().collect(),
            op,
        }
    }
}

/// Writes steps down, or does not.
pub(crate) trait Recorder {
    /// Writes a step.
    fn step(&mut self, draft: impl FnOnce() -> Draft) -> StepId;

    /// Writes the step that gives `value`, from that value itself, and gives it back with the step.
    #[inline]
    fn known<T>(&mut self, value: T, draft: impl FnOnce(&T) -> Draft) -> Known<T> {
        let step = Some(self.step(|| draft(&value)));
        Known { value, step }
    }
}

/// Writes nothing.
pub(crate) struct Off;

impl Recorder for Off {
    #[inline]
    fn step(&mut self, _: impl FnOnce() -> Draft) -> StepId {
        StepId::default()
    }
}

/// Writes every step into a chain.
#[derive(Default)]
pub(crate) struct On {
    chain: Chain,
}

impl On {
    pub(crate) fn end(self) -> Trace {
        self.chain.end()
    }
}

impl Recorder for On {
    fn step(&mut self, draft: impl FnOnce() -> Draft) -> StepId {
        let Draft {
            clause,
            mut from,
            op,
        } = draft();
        from.sort_unstable();
        from.dedup();
        let from = from.into_iter().map(|step| step.0).collect();
        StepId(self.chain.add(clause, from, op))
    }
}
