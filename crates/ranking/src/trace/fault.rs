//! Why a text is no trace.

use std::fmt;

use crate::Language;

/// A trace that was changed, cut or never one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named by the sentences below")]
pub enum TraceFault {
    /// No lines, or the last one is not ended.
    Cut,
    /// A line is not a step in its canonical writing.
    NotAStep { line: usize, error: String },
    /// A step has another number than its line.
    Number { line: usize },
    /// The first step is not the opening, or a later one is.
    Opening { line: usize },
    /// The hash does not follow from the step and the one before.
    Hash { line: usize },
    /// The card in it is not a good one, or not the one it names.
    Card,
}

impl TraceFault {
    /// What is wrong and what to do.
    pub fn sentence(&self, language: Language) -> String {
        let chinese = language == Language::Chinese;
        let say = |zh: String, en: String| if chinese { zh } else { en };
        match self {
            Self::Cut => say(
                "计算过程文件不完整，请取得完整的 trace.jsonl".into(),
                "the trace is cut off: get the whole trace.jsonl".into(),
            ),
            Self::NotAStep { line, error } => say(
                format!("第 {line} 行不是规定写法的计算步骤（{error}），请取得原始文件"),
                format!("line {line} is no step in its canonical writing ({error}): get the original file"),
            ),
            Self::Number { line } => say(
                format!("第 {line} 行的步骤编号不对，文件缺行或被改动过，请取得原始文件"),
                format!("the step of line {line} has a wrong number; lines are missing or changed: get the original file"),
            ),
            Self::Opening { line } => say(
                format!("第 {line} 行不对：第一步且只有第一步写明规则卡和数据文件，请取得原始文件"),
                format!("line {line} is wrong: the first step and no other names card and files: get the original file"),
            ),
            Self::Hash { line } => say(
                format!("第 {line} 行的哈希不符，内容被改动过，请取得原始文件"),
                format!("the hash of line {line} does not fit; its content was changed: get the original file"),
            ),
            Self::Card => say(
                "计算过程中的规则卡不可用，或与它的哈希不符，请取得原始文件".into(),
                "the rule card in the trace is not a good one, or not the one it names: get the original file".into(),
            ),
        }
    }
}

impl fmt::Display for TraceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Language::English))
    }
}

impl std::error::Error for TraceFault {}
