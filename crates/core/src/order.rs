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

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    /// A number: how many digits it has without leading zeros, and these.
    Number(usize, &'a str),
    Text(&'a str),
}

fn parts(mut rest: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|char: char| char.is_ascii_digit() != digits);
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        let plain = part.trim_start_matches('0');
        parts.push(if digits {
            Part::Number(plain.len(), plain)
        } else {
            Part::Text(part)
        });
        rest = after;
    }
    parts
}

/// Compares numbers of documents and projects as people count: `XM-9` stands before `XM-10`.
pub fn by_number(a: &str, b: &str) -> Ordering {
    parts(a).cmp(&parts(b)).then_with(|| a.cmp(b))
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
    fn numbers_stand_as_people_count() {
        let mut numbers = [
            "XM",
            "HY2022-10",
            "10",
            "HY2023-1",
            "2",
            "",
            "HY2022-9",
            "010",
            "HY2022-001",
        ];
        numbers.sort_by(|a, b| by_number(a, b));
        assert_eq!(
            numbers,
            [
                "",
                "2",
                "010",
                "10",
                "HY2022-001",
                "HY2022-9",
                "HY2022-10",
                "HY2023-1",
                "XM"
            ]
        );
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
