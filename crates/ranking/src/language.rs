//! The languages things are said in, and sentences in both.

use serde::Serialize;

/// A language of the sentences this crate writes. Chinese is the source, English the translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 简体中文.
    Chinese,
    /// English.
    English,
}

/// One sentence in Chinese and in English. There is no way to make it of one language only, so no page shows a
/// language its reader did not choose.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
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

    /// The text of a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl<Z: Into<String>, E: Into<String>> From<(Z, E)> for Sentence {
    fn from((zh, en): (Z, E)) -> Self {
        Self::new(zh, en)
    }
}

/// A [`Sentence`] with values in it: the Chinese text, the English text, and after a semicolon what both name by
/// place.
#[macro_export]
macro_rules! sentence {
    ($zh:literal, $en:literal $(; $($value:expr),+)?) => {
        $crate::Sentence {
            zh: format!($zh $(, $($value),+)?),
            en: format!($en $(, $($value),+)?),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Sentence;

    #[test]
    fn both_languages_hold_the_same_values() {
        let (count, name) = (3, "朱吴镇");
        let made = sentence!("{count} 个村属于{}", "{count} villages belong to {}"; name);
        assert_eq!(
            made,
            Sentence::new("3 个村属于朱吴镇", "3 villages belong to 朱吴镇")
        );
        let places = sentence!("有 {} 处，共 {} 处", "{} of {}"; 1, count);
        assert_eq!(places.en, "1 of 3");
    }
}
