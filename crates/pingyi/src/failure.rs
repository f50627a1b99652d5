//! Why a command failed, in a sentence that says what to do.

use std::fmt;

/// A failure shown to the person at the keyboard.
#[derive(Debug)]
pub(crate) struct Failure {
    sentence: String,
    code: Option<String>,
}

/// The result of a command.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            code: None,
        }
    }

    /// A refusal by the server, with its stable code.
    pub(crate) fn refused(code: &str, sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            code: Some(code.to_owned()),
        }
    }

    /// Whether the server refused with this code.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(error.to_string())
    }
}

/// Adds what was being done to an error.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> Doing<T> for std::result::Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure::new(format!("{what}: {error}")))
    }
}
