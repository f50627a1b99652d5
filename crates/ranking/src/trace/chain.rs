//! The chain of steps: canonical writing, hashes, and reading back.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::fault::TraceFault;
use super::step::{Op, Step};
use crate::RuleCard;
use crate::card::canonical_text;

/// The hash before the first step.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// All steps of a computation, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    steps: Vec<Step>,
}

/// A trace that grows.
#[derive(Default)]
pub(super) struct Chain {
    steps: Vec<Step>,
}

impl Chain {
    /// Appends a step.
    pub(super) fn add(&mut self, clause: String, op: Op) {
        let n = u32::try_from(self.steps.len()).expect("a trace has fewer steps than cells");
        let before = self.steps.last().map_or(START, |step| &step.hash);
        let mut step = Step {
            n,
            clause,
            op,
            hash: String::new(),
        };
        step.hash = chained(before, &canonical_text(Value::Object(step.members())));
        self.steps.push(step);
    }

    pub(super) fn end(self) -> Trace {
        Trace { steps: self.steps }
    }
}

impl Step {
    /// All members but the hash.
    fn members(&self) -> Map<String, Value> {
        let op = serde_json::to_value(&self.op).expect("a step has only text keys");
        let Value::Object(mut members) = op else {
            unreachable!("an operation is written as an object");
        };
        members.insert("n".into(), self.n.into());
        members.insert("clause".into(), self.clause.clone().into());
        members
    }

    /// The step as it stands in `trace.jsonl`, without a line end.
    pub fn line(&self) -> String {
        let mut members = self.members();
        members.insert("hash".into(), self.hash.clone().into());
        canonical_text(Value::Object(members))
    }
}

impl Trace {
    /// The steps in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The hash of the last step, which names the whole trace.
    pub fn hash(&self) -> &str {
        self.steps.last().map_or(START, |step| &step.hash)
    }

    /// The text of `trace.jsonl`.
    pub fn lines(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            text.push_str(&step.line());
            text.push('\n');
        }
        text
    }

    /// Reads `trace.jsonl` and checks that nothing in it was changed: canonical writing, numbers,
    /// hashes, and the card it names. Whether the steps are right is for a program that computes
    /// them again.
    ///
    /// # Errors
    /// The first line that cannot be.
    pub fn parse(text: &str) -> Result<Self, TraceFault> {
        let body = text.strip_suffix('\n').ok_or(TraceFault::Cut)?;
        let mut steps: Vec<Step> = Vec::new();
        for (index, written) in body.split('\n').enumerate() {
            let line = index + 1;
            let step = read(written).map_err(|error| TraceFault::NotAStep { line, error })?;
            if step.n as usize != index {
                return Err(TraceFault::Number { line });
            }
            if matches!(step.op, Op::Open { .. }) != (index == 0) {
                return Err(TraceFault::Opening { line });
            }
            let before = steps.last().map_or(START, |step| &step.hash);
            if step.hash != chained(before, &canonical_text(Value::Object(step.members()))) {
                return Err(TraceFault::Hash { line });
            }
            if step.line() != written {
                let error = "not canonical".into();
                return Err(TraceFault::NotAStep { line, error });
            }
            if let Op::Open {
                card, card_sha256, ..
            } = &step.op
            {
                let good = RuleCard::parse(&card.canonical_json()).is_ok();
                if !good || card.hash() != *card_sha256 {
                    return Err(TraceFault::Card);
                }
            }
            steps.push(step);
        }
        Ok(Self { steps })
    }
}

fn read(line: &str) -> Result<Step, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let Value::Object(mut members) = value else {
        return Err("not an object".into());
    };
    let mut take = |name: &str| members.remove(name).ok_or(format!("no {name}"));
    let (n, clause, hash) = (take("n")?, take("clause")?, take("hash")?);
    let text = |error: serde_json::Error| error.to_string();
    Ok(Step {
        n: serde_json::from_value(n).map_err(text)?,
        clause: serde_json::from_value(clause).map_err(text)?,
        op: serde_json::from_value(Value::Object(members)).map_err(text)?,
        hash: serde_json::from_value(hash).map_err(text)?,
    })
}

/// SHA-256 of the hash before, followed by the step.
fn chained(before: &str, step: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(step);
    hexadecimal(&hasher.finalize())
}

/// SHA-256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string");
        hex
    })
}
