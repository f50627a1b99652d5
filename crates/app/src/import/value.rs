//! What stands in a cell, as a value of a document; and values as cells.

use crate::language::of_language;
use jiff::civil::Date;
use pingyi_core::money::Fen;
use pingyi_ranking::{Language, Sentence, sentence};
use pingyi_table::Cell;

/// What a cell asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field<T> {
    /// Empty: what is there stays.
    Keep,
    /// `-`: nothing is to be there.
    Clear,
    /// This is to be there.
    Set(T),
}

impl<T> Field<T> {
    /// Whether the cell asks for nothing.
    pub(crate) fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Writes into a member that has an empty value.
    pub(crate) fn put(self, member: &mut T)
    where
        T: Default,
    {
        match self {
            Self::Keep => {}
            Self::Clear => *member = T::default(),
            Self::Set(value) => *member = value,
        }
    }

    /// Writes into a member that may be missing.
    pub(crate) fn put_option(self, member: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *member = None,
            Self::Set(value) => *member = Some(value),
        }
    }

    /// The value to be set, if there is one.
    pub(crate) fn set(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            _ => None,
        }
    }
}

/// Whether a text is the sign for "nothing is to be there".
pub(crate) fn is_clear(text: &str) -> bool {
    matches!(text, "-" | "－" | "—" | "–")
}

/// Characters before which an apostrophe says "this is text": a spreadsheet would run or drop what follows.
const GUARDED: [char; 8] = ['=', '+', '-', '@', '\'', '－', '—', '–'];

/// A text as it stands in a file, without the apostrophe that guards it.
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(GUARDED) => rest,
        _ => text,
    }
}

/// A text on its way out: guarded where it would be read as something else.
pub(crate) fn text_cell(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else if is_clear(text)
        || text
            .strip_prefix('\'')
            .is_some_and(|rest| rest.starts_with(GUARDED))
    {
        Cell::Text(format!("'{text}"))
    } else {
        Cell::Text(text.to_owned())
    }
}

/// A date on its way out.
pub(crate) fn date_cell(date: Option<Date>) -> Cell {
    let Some(date) = date else {
        return Cell::Empty;
    };
    match (
        u16::try_from(date.year()),
        u8::try_from(date.month()),
        u8::try_from(date.day()),
    ) {
        // Spreadsheets begin in 1900, and take 1900 for a leap year.
        (Ok(year), Ok(month), Ok(day)) if (1901..=9999).contains(&year) => {
            Cell::Date { year, month, day }
        }
        _ => Cell::Text(date.to_string()),
    }
}

/// An amount on its way out, in 万元.
pub(crate) fn wan_cell(amount: Fen) -> Cell {
    let text = amount.to_wan();
    // A spreadsheet keeps 15 digits; longer amounts stay text.
    if text.len() <= 15 {
        Cell::Number(text)
    } else {
        Cell::Text(text)
    }
}

/// Basis points on their way out: `70` for 70 %. Small ones carry their sign, because a spreadsheet's 70 % is 0.7.
pub(crate) fn percent_cell(points: u32) -> Cell {
    let text = percent_text(points);
    if (1..=100).contains(&points) {
        Cell::Text(format!("{text}%"))
    } else {
        Cell::Number(text)
    }
}

fn percent_text(points: u32) -> String {
    let (whole, part) = (points / 100, points % 100);
    if part == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{part:02}")
            .trim_end_matches('0')
            .to_owned()
    }
}

/// A count on its way out.
pub(crate) fn count_cell(count: Option<u32>) -> Cell {
    count.map_or(Cell::Empty, |count| Cell::Number(count.to_string()))
}

/// Yes or no.
pub(crate) fn flag_cell(flag: bool, language: Language) -> Cell {
    let words = if flag { ["是", "yes"] } else { ["否", "no"] };
    Cell::Text(of_language(words, language).into())
}

/// A date as people write it.
pub(crate) fn parse_date(text: &str) -> Result<Date, Sentence> {
    let wrong = || {
        Sentence::from((
            "应为日期，如 2022-11-24",
            "a date is wanted, such as 2022-11-24",
        ))
    };
    let plain = text.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let mut parts = plain.split('-').map(str::trim);
    let mut part = || -> Option<&str> {
        parts
            .next()
            .filter(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (Some(year), Some(month), Some(day)) = (part(), part(), part()) else {
        return Err(wrong());
    };
    if year.len() != 4 || parts.next().is_some() {
        return Err(wrong());
    }
    let number = |text: &str| text.parse::<i8>().map_err(|_| wrong());
    let year: i16 = year.parse().map_err(|_| wrong())?;
    Date::new(year, number(month)?, number(day)?)
        .map_err(|_| sentence!("没有 {text} 这一天", "there is no day {text}"))
}

/// An amount in 万元.
pub(crate) fn parse_wan(text: &str) -> Result<Fen, Sentence> {
    Fen::parse_wan(text)
        .map_err(|_| ("应为以万元为单位的数，不写单位和逗号，最多 6 位小数，如 58.49", "an amount in units of 10,000 yuan without unit and commas, at most 6 decimals, such as 58.49").into())
}

/// A percentage with at most two decimals, in basis points. `spreadsheet` says that a program wrote the number.
pub(crate) fn parse_percent(text: &str, spreadsheet: bool) -> Result<u32, Sentence> {
    let wrong = || {
        Sentence::from((
            "应为 0 到 100 的百分数，最多两位小数，如 70 或 70%",
            "a percentage from 0 to 100, at most two decimals, such as 70 or 70%",
        ))
    };
    let (plain, signed) = match text.strip_suffix(['%', '％']) {
        Some(plain) => (plain.trim(), true),
        None => (text, false),
    };
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 4 || !digits(whole) || !digits(part) {
        return Err(wrong());
    }
    let parse = |text: &str| text.parse::<u32>().map_err(|_| wrong());
    // Four decimals are read so that 0.1234 of a percent format is asked about, not called malformed.
    let fine = parse(whole)? * 10_000 + parse(&format!("{part:0<4}"))?;
    if spreadsheet && !signed && (1..=10_000).contains(&fine) {
        return Err(sentence!(
            "分不清 {text} 是百分之几；请把单元格设为“文本”格式，填 70% 这样的百分数",
            "it cannot be told how many percent {text} is; format the cell as text and write 70%"
        ));
    }
    if fine % 100 != 0 || fine > 1_000_000 {
        return Err(wrong());
    }
    Ok(fine / 100)
}

/// A count.
pub(crate) fn parse_count(text: &str) -> Result<u32, Sentence> {
    let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| fits).ok_or_else(|| {
        (
            "应为不带小数和单位的数，如 320",
            "a number without decimals and unit, such as 320",
        )
            .into()
    })
}

/// A year.
pub(crate) fn parse_year(text: &str) -> Result<i16, Sentence> {
    let plain = text.strip_suffix('年').unwrap_or(text);
    plain
        .parse()
        .ok()
        .filter(|_| plain.len() == 4)
        .ok_or_else(|| {
            (
                "应为四位数的年份，如 2022",
                "a year of four digits, such as 2022",
            )
                .into()
        })
}

/// Yes or no.
pub(crate) fn parse_flag(text: &str) -> Result<bool, Sentence> {
    match text.to_lowercase().as_str() {
        "是" | "true" | "yes" | "1" => Ok(true),
        "否" | "false" | "no" | "0" => Ok(false),
        _ => Err(("应为 是 或 否", "yes or no is wanted").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2022-11-24",
            "2022/11/24",
            "2022.11.24",
            "2022年11月24日",
            "2022 / 11 / 24",
        ] {
            assert_eq!(parse_date(text), Ok(date(2022, 11, 24)), "{text}");
        }
        assert_eq!(parse_date("2022年1月4日"), Ok(date(2022, 1, 4)));
        for text in [
            "2022-13-01",
            "2022-02-30",
            "22-11-24",
            "2022-11",
            "44889",
            "昨天",
            "2022-11-24-1",
        ] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_percentage_a_spreadsheet_may_have_divided_by_hundred_is_asked_about() {
        assert_eq!(parse_percent("70", true), Ok(7_000));
        assert_eq!(parse_percent("70%", false), Ok(7_000));
        assert_eq!(parse_percent("12.5％", false), Ok(1_250));
        assert_eq!(parse_percent("0", true), Ok(0));
        assert_eq!(parse_percent("0.7", false), Ok(70));
        for text in ["0.7", "1", "0.1234"] {
            assert!(
                parse_percent(text, true).unwrap_err().zh.contains("分不清"),
                "{text}"
            );
        }
        for text in ["101", "-1", "7.125", "七十", "", "."] {
            assert!(parse_percent(text, false).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_goes_out_comes_back(points in 0_u32..=10_000, fen in 0_i64..1_000_000_000_000_000, days in 0_i32..60_000) {
            let cell = percent_cell(points);
            let spreadsheet = matches!(cell, Cell::Number(_));
            prop_assert_eq!(parse_percent(&cell.text(), spreadsheet), Ok(points));
            prop_assert_eq!(parse_wan(&wan_cell(Fen(fen)).text()), Ok(Fen(fen)));
            let day = date(1901, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(parse_date(&date_cell(Some(day)).text()), Ok(day));
        }

        #[test]
        fn no_text_is_lost_on_its_way_out(text in "[-=+@'－a中]{1,4}") {
            let cell = text_cell(&text);
            let out = cell.text().into_owned();
            prop_assert!(!is_clear(&out));
            prop_assert_eq!(unguarded(&out), text.as_str());
        }
    }
}
