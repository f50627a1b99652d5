//! The order in which names stand, and how they are found: by strokes 姓氏笔画, by the initials of their pinyin.

use icu_collator::{CollatorBorrowed, options::CollatorOptions, preferences::CollationType};
use pinyin::ToPinyin;
use std::{cmp::Ordering, sync::LazyLock};

/// Compares names by the number of strokes of their characters, as lists of people are ordered.
pub fn by_strokes(a: &str, b: &str) -> Ordering {
    static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
        let mut preferences: icu_collator::CollatorPreferences =
            icu_locale_core::locale!("zh").into();
        preferences.collation_type = Some(CollationType::Stroke);
        icu_collator::Collator::try_new(preferences, CollatorOptions::default())
            .expect("the stroke order is compiled in")
    });
    COLLATOR.compare(a, b)
}

/// The initials of a name's pinyin in lower case: `西古现村` is `xgxc`. Letters and digits stay, the rest is left out.
pub fn initials(name: &str) -> String {
    name.chars()
        .filter_map(|char| match char.to_pinyin() {
            Some(sound) => sound.plain().chars().next(),
            None if char.is_ascii_alphanumeric() => Some(char.to_ascii_lowercase()),
            None => None,
        })
        .collect()
}

/// Whether a search finds a name: as a part of it, of its code, or of its initials. White space and case do not matter.
pub fn finds(wanted: &str, name: &str, code: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|char| !char.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let wanted = plain(wanted);
    wanted.is_empty()
        || plain(name).contains(&wanted)
        || plain(code).contains(&wanted)
        || wanted.is_ascii() && initials(name).contains(&wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_stand_by_strokes() {
        let mut names = ["魏", "丁", "王", "张", "于", "陈"];
        names.sort_by(|a, b| by_strokes(a, b));
        assert_eq!(names, ["丁", "于", "王", "张", "陈", "魏"]);
    }

    #[test]
    fn names_are_found_by_part_code_and_initials() {
        assert_eq!(initials("西古现村"), "xgxc");
        for wanted in ["西古", "古现", "xgx", "XGXC", "v-07", " gx ", ""] {
            assert!(finds(wanted, "西古现村", "V-073"), "{wanted}");
        }
        for wanted in ["东", "xx", "v-08"] {
            assert!(!finds(wanted, "西古现村", "V-073"), "{wanted}");
        }
    }
}
