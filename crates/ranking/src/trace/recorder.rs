//! Recording while computing. A computation is written once, over a [`Recorder`]: with [`Off`] all
//! of the recording is compiled away, with [`On`] every value comes back from the recorder that
//! wrote it down, so what is computed with and what is recorded cannot differ.

use super::Trace;
use super::chain::Chain;
use super::step::Op;

/// What is written of a step by the one who computes it.
pub(crate) struct Draft {
    pub(crate) clause: String,
    pub(crate) op: Op,
}

impl Draft {
    pub(crate) fn new(clause: impl Into<String>, op: Op) -> Self {
        Self {
            clause: clause.into(),
            op,
        }
    }
}

/// Writes steps down, or does not.
pub(crate) trait Recorder {
    /// Writes a step.
    fn step(&mut self, draft: impl FnOnce() -> Draft);

    /// Writes the step that gives `value`, from that value itself, and gives it back.
    #[inline]
    fn known<T>(&mut self, value: T, draft: impl FnOnce(&T) -> Draft) -> T {
        self.step(|| draft(&value));
        value
    }
}

/// Writes nothing.
pub(crate) struct Off;

impl Recorder for Off {
    #[inline]
    fn step(&mut self, _: impl FnOnce() -> Draft) {}
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
    fn step(&mut self, draft: impl FnOnce() -> Draft) {
        let Draft { clause, op } = draft();
        self.chain.add(clause, op);
    }
}
