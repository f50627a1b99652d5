//! [`Sentence`]: a text for the screen in both languages.

use serde::Serialize;

/// One short text, Chinese first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// 简体中文.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Sentence {
    /// Both languages together.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}
