//! The language something is told in.

use pingyi_ranking::Language;

/// The language of a code in an address: `zh` unless English is asked for.
pub fn language(code: &str) -> Language {
    if code == "en" {
        Language::English
    } else {
        Language::Chinese
    }
}

/// The text of a language, of two.
pub(crate) fn of_language([zh, en]: [&'static str; 2], language: Language) -> &'static str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}
