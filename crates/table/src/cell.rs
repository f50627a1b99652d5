//! One cell, and where it stands.

use std::borrow::Cow;

/// What stands in one cell of a table from outside.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text without white space at its ends.
    Text(String),
    /// A number as a person sees it, in plain decimal notation: `12345.67`. Spreadsheets keep
    /// binary fractions; this is the shortest decimal that means the same one, at most 15 digits,
    /// which is what the spreadsheet itself shows.
    Number(String),
    /// A date.
    Date {
        /// Year.
        year: u16,
        /// Month, from 1.
        month: u8,
        /// Day, from 1.
        day: u8,
    },
    /// True or false.
    Flag(bool),
    /// A formula, whatever its last result was.
    Formula(String),
    /// A spreadsheet error such as `#DIV/0!`.
    Broken(String),
}

impl Cell {
    /// A cell of a text file: text or nothing.
    pub(crate) fn of_text(text: &str) -> Self {
        let text = text.trim_matches(|char: char| char.is_whitespace() || char == '\u{feff}');
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// The cell as text: dates as `2022-11-24`, flags as `true` and `false`, nothing as an empty text.
    /// A formula is its own text with `=` before it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) | Self::Broken(text) => Cow::Borrowed(text),
            Self::Date { year, month, day } => Cow::Owned(format!("{year:04}-{month:02}-{day:02}")),
            Self::Flag(true) => Cow::Borrowed("true"),
            Self::Flag(false) => Cow::Borrowed("false"),
            Self::Formula(text) => Cow::Owned(format!("={text}")),
        }
    }
}

/// The spreadsheet name of a column, from 0: `A`, `Z`, `AA`.
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).expect("below 26");
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The spreadsheet name of a cell; rows from 1, columns from 0: `address(2, 12)` is `C12`.
pub fn address(column: usize, row: usize) -> String {
    format!("{}{row}", column_letters(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (index, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(index), name);
        }
        assert_eq!(address(2, 12), "C12");
    }
}
