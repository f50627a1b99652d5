//! The card in plain sentences.
use serde::Serialize;
/// One numbered rule in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its number, from 1.
    pub number: u32,
    /// What it is about.
    pub heading: String,
    /// The rule.
    pub text: String,
}
