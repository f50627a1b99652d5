//! One row of a file, with what each of its cells means, and what is wrong with it.

use super::{
    column::Column,
    value::{
        Field, is_clear, parse_count, parse_date, parse_flag, parse_percent, parse_wan, parse_year,
        unguarded,
    },
};
use jiff::civil::Date;
use pingyi_core::{entry::holds_identity_number, money::Fen};
use pingyi_ranking::{Sentence, sentence};
use pingyi_table::{Cell, Row};

/// Which column of the file is which column of the table.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    pub(crate) columns: &'static [Column],
    /// Place in the file, by place in the table.
    at: Vec<Option<usize>>,
}

impl Places {
    /// From the table's column of each column of the file.
    pub(crate) fn new(columns: &'static [Column], of_file: &[Option<usize>]) -> Self {
        let mut at = vec![None; columns.len()];
        for (place, column) in of_file.iter().enumerate() {
            if let Some(slot) = column.and_then(|column| at.get_mut(column)) {
                *slot = Some(place);
            }
        }
        Self { columns, at }
    }

    /// Where a column stands in the file.
    pub(crate) fn of(&self, code: &str) -> Option<usize> {
        let index = self.columns.iter().position(|column| column.code == code);
        index.and_then(|index| self.at[index])
    }

    /// Where a fault of a column is shown: there, or at the first column that is in the file.
    pub(crate) fn shown_at(&self, code: &str) -> usize {
        self.of(code)
            .or_else(|| self.at.iter().copied().flatten().min())
            .unwrap_or(0)
    }

    /// The column of a code.
    pub(crate) fn column(&self, code: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.code == code)
    }

    /// Required columns that the file has not.
    pub(crate) fn missing(&self) -> Vec<&'static Column> {
        let columns = self.columns.iter().zip(&self.at);
        columns
            .filter(|(column, at)| column.required && at.is_none())
            .map(|(column, _)| column)
            .collect()
    }
}

/// A fault of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// Code of the column.
    pub(crate) column: &'static str,
    pub(crate) code: &'static str,
    pub(crate) message: Sentence,
}

/// A row on its way in.
pub(crate) struct Line<'a> {
    pub(crate) number: usize,
    row: Row<'a>,
    places: &'a Places,
    pub(crate) wrong: Vec<Wrong>,
}

impl<'a> Line<'a> {
    pub(crate) fn new(row: Row<'a>, places: &'a Places) -> Self {
        Self {
            number: row.number,
            row,
            places,
            wrong: Vec::new(),
        }
    }

    /// The cell of a column; empty where the file has no such column.
    pub(crate) fn cell(&self, code: &str) -> &'a Cell {
        static EMPTY: Cell = Cell::Empty;
        self.places
            .of(code)
            .and_then(|at| self.row.cells.get(at))
            .unwrap_or(&EMPTY)
    }

    /// Whether no column of the table has anything in this row.
    pub(crate) fn is_empty(&self) -> bool {
        let places = self.places.at.iter().copied().flatten();
        let mut cells = places.map(|at| self.row.cell(at));
        cells.all(Cell::is_empty)
    }

    /// Whether it is the example of a template.
    pub(crate) fn is_example(&self) -> bool {
        let first = self.row.cells.iter().find(|cell| !cell.is_empty());
        first.is_some_and(|cell| {
            let text = cell.text();
            super::column::EXAMPLE
                .iter()
                .any(|begin| text.starts_with(begin))
        })
    }

    /// Notes a fault of a column.
    pub(crate) fn fault(
        &mut self,
        column: &'static str,
        code: &'static str,
        message: impl Into<Sentence>,
    ) {
        self.wrong.push(Wrong {
            column,
            code,
            message: message.into(),
        });
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_good(&self) -> bool {
        self.wrong.is_empty()
    }

    /// What a cell says, if it says something that can be read at all.
    fn said(&mut self, column: &'static str) -> Field<std::borrow::Cow<'a, str>> {
        let cell = self.cell(column);
        match cell {
            Cell::Empty => return Field::Keep,
            Cell::Formula(_) => {
                let message = (
                    "这里是公式；请复制后“选择性粘贴—数值”，只留结果",
                    "this is a formula; copy it and paste it as a value, so that only the result stays",
                );
                self.fault(column, "formula", message);
                return Field::Keep;
            }
            Cell::Broken(error) => {
                let message = sentence!(
                    "表格软件在这里显示错误 {error}；请改成应填的内容",
                    "the spreadsheet program shows the error {error} here; write what belongs here"
                );
                self.fault(column, "broken", message);
                return Field::Keep;
            }
            _ => {}
        }
        let text = cell.text();
        if is_clear(&text) {
            return Field::Clear;
        }
        if holds_identity_number(&text) {
            let message = (
                "像是身份证号；系统不收身份证号，请删去",
                "looks like an identity number; none are kept, remove it",
            );
            self.fault(column, "identity_number", message);
            return Field::Keep;
        }
        if text.starts_with('=') {
            let message = (
                "这里是公式；请填写结果",
                "this is a formula; write its result",
            );
            self.fault(column, "formula", message);
            return Field::Keep;
        }
        Field::Set(text)
    }

    /// A text.
    pub(crate) fn text(&mut self, column: &'static str) -> Field<String> {
        match self.said(column) {
            Field::Keep => Field::Keep,
            Field::Clear => Field::Clear,
            Field::Set(text) => Field::Set(unguarded(&text).to_owned()),
        }
    }

    /// A text that is looked up: empty where nothing is said.
    pub(crate) fn word(&mut self, column: &'static str) -> String {
        self.text(column).set().unwrap_or_default()
    }

    /// A value of a kind.
    pub(crate) fn value<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Sentence>,
    ) -> Field<T> {
        match self.said(column) {
            Field::Keep => Field::Keep,
            Field::Clear => Field::Clear,
            Field::Set(text) => match parse(unguarded(&text)) {
                Ok(value) => Field::Set(value),
                Err(message) => {
                    self.fault(column, "malformed", message);
                    Field::Keep
                }
            },
        }
    }

    pub(crate) fn date(&mut self, column: &'static str) -> Field<Date> {
        self.value(column, parse_date)
    }

    pub(crate) fn wan(&mut self, column: &'static str) -> Field<Fen> {
        self.value(column, parse_wan)
    }

    pub(crate) fn percent(&mut self, column: &'static str) -> Field<u32> {
        let spreadsheet = matches!(self.cell(column), Cell::Number(_));
        self.value(column, |text| parse_percent(text, spreadsheet))
    }

    pub(crate) fn count(&mut self, column: &'static str) -> Field<u32> {
        self.value(column, parse_count)
    }

    pub(crate) fn year(&mut self, column: &'static str) -> Field<i16> {
        self.value(column, parse_year)
    }

    pub(crate) fn flag(&mut self, column: &'static str) -> Field<bool> {
        self.value(column, parse_flag)
    }

    /// One of several words.
    pub(crate) fn one_of<T>(
        &mut self,
        column: &'static str,
        (zh, en): (&str, &str),
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Field<T> {
        self.value(column, |text| {
            parse(text).ok_or_else(|| {
                Sentence::from((format!("应为 {zh} 之一"), format!("one of {en} is wanted")))
            })
        })
    }
}
