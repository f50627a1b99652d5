//! Which heading is which column. People rename headings; what they chose once is remembered by the
//! caller and handed in.

/// A column the caller knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in data.
    pub code: &'static str,
    /// Its heading in templates, in Chinese.
    pub zh: &'static str,
    /// Its heading in templates, in English.
    pub en: &'static str,
    /// Other headings people use.
    pub also: &'static [&'static str],
}

/// For each heading the index of the column it stands for, if any is meant. `remembered` is asked
/// first. No column is given twice: an exact heading wins over one that only contains it, and the
/// first of equals.
pub fn guess_columns(
    headings: &[String],
    columns: &[Column],
    remembered: impl Fn(&str) -> Option<usize>,
) -> Vec<Option<usize>> {
    let plain: Vec<_> = headings.iter().map(|heading| normal(heading)).collect();
    let mut found: Vec<Option<usize>> = vec![None; headings.len()];
    let mut used = vec![false; columns.len()];
    let mut take = |found: &mut Vec<Option<usize>>, at: usize, column: usize| {
        if found[at].is_none() && !used[column] {
            used[column] = true;
            found[at] = Some(column);
        }
    };
    for (at, heading) in headings.iter().enumerate() {
        if let Some(column) = remembered(heading.trim()).filter(|column| *column < columns.len()) {
            take(&mut found, at, column);
        }
    }
    let names = |column: &Column| {
        let own = [column.code, column.zh, column.en].into_iter();
        own.chain(column.also.iter().copied())
            .map(normal)
            .collect::<Vec<_>>()
    };
    let names: Vec<_> = columns.iter().map(names).collect();
    for (at, heading) in plain.iter().enumerate() {
        for (column, names) in names.iter().enumerate() {
            if !heading.is_empty() && names.contains(heading) {
                take(&mut found, at, column);
            }
        }
    }
    // What is left may carry more words: 项目名称（全称）.
    for (at, heading) in plain.iter().enumerate() {
        let inside = |names: &Vec<String>| {
            let best = names.iter().filter(|name| name.chars().count() >= 2);
            best.filter(|name| heading.contains(name.as_str()))
                .map(|name| name.chars().count())
                .max()
        };
        let best = names.iter().enumerate().filter_map(|(column, names)| {
            inside(names).map(|length| (length, std::cmp::Reverse(column)))
        });
        if let Some((_, std::cmp::Reverse(column))) = best.max() {
            take(&mut found, at, column);
        }
    }
    found
}

/// Without white space, marks and what stands in brackets (units), in lower case, full-width as half-width.
fn normal(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for char in heading.chars() {
        let char = match char {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(char) - 0xfee0).expect("a half-width character")
            }
            other => other,
        };
        match char {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if char.is_alphanumeric() => plain.extend(char.to_lowercase()),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column {
            code: "name",
            zh: "项目名称",
            en: "Name",
            also: &["名称"],
        },
        Column {
            code: "village",
            zh: "村",
            en: "Village",
            also: &["村名", "所在村"],
        },
        Column {
            code: "planned",
            zh: "计划投资",
            en: "Planned",
            also: &["总投资"],
        },
    ];

    fn guessed(headings: &[&str]) -> Vec<Option<&'static str>> {
        let headings: Vec<_> = headings.iter().map(ToString::to_string).collect();
        guess_columns(&headings, &COLUMNS, |_| None)
            .into_iter()
            .map(|column| column.map(|column| COLUMNS[column].code))
            .collect()
    }

    #[test]
    fn headings_with_units_other_words_and_other_widths_are_understood() {
        assert_eq!(
            guessed(&["序号", "项目 名称", "所在村", "总投资（万元）"]),
            [None, Some("name"), Some("village"), Some("planned")]
        );
        assert_eq!(
            guessed(&["Ｎａｍｅ", "计划投资额"]),
            [Some("name"), Some("planned")]
        );
    }

    #[test]
    fn what_was_chosen_before_wins_and_no_column_is_given_twice() {
        let headings: Vec<_> = ["名称", "村名", "备注"]
            .iter()
            .map(ToString::to_string)
            .collect();
        let found = guess_columns(&headings, &COLUMNS, |heading| {
            (heading == "备注").then_some(0)
        });
        assert_eq!(found, [None, Some(1), Some(0)]);
        assert_eq!(guessed(&["名称", "项目名称"]), [Some("name"), None]);
    }
}
