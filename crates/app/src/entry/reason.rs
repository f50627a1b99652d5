//! Why something was written: what a person said, or what the program did.

use crate::{Fault, Result};
use std::fmt;

/// Longest reason.
const MOST: usize = 200;
/// So many characters of a file's name are kept in a reason.
const NAME: usize = 100;

/// What the program did, where a person gives no reason of their own. It is noted as a word and what it is about, so
/// that pages say it in their language: `#import units a.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed<'a> {
    /// A file was written: its table and its name.
    Import(&'a str, &'a str),
    /// An import was taken back: the file's name.
    Undo(&'a str),
    /// A project came with this state.
    Imported,
    /// A month was reported.
    Month(&'a str),
    /// The time of some data was over.
    Retention,
}

impl fmt::Display for Deed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |name: &str| name.chars().take(NAME).collect::<String>();
        match self {
            Self::Import(table, file) => write!(f, "#import {table} {}", short(file)),
            Self::Undo(file) => write!(f, "#undo {}", short(file)),
            Self::Imported => f.write_str("#imported"),
            Self::Month(month) => write!(f, "#month {month}"),
            Self::Retention => f.write_str("#retention"),
        }
    }
}

/// The reason a person gives. It cannot pass for a deed of the program.
///
/// # Errors
/// `why_needed`.
pub(crate) fn reason(why: &str) -> Result<String> {
    let why = why.trim();
    if why.chars().count() > MOST || why.chars().any(char::is_control) {
        return Err(Fault::invalid(
            "why_needed",
            format!("原因最多 {MOST} 个字，写在一行里"),
        ));
    }
    if why.starts_with('#') {
        return Err(Fault::invalid("why_needed", "原因请不要以 # 开头"));
    }
    Ok(why.to_owned())
}

/// A reason as the end of a sentence of the log.
pub(crate) fn because(why: &str) -> String {
    if why.is_empty() {
        String::new()
    } else {
        format!("，原因：{why}")
    }
}
