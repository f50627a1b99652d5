//! Tables from outside: every fault is named by its cell.

use csv::{ReaderBuilder, StringRecord, Trim};
use pingyi_ranking::{Sentence, sentence};

/// What is wrong with one cell of an uploaded table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// Spreadsheet name of the cell, e.g. `C12`; row 1 is the header.
    pub cell: String,
    /// Row number, from 1.
    pub row: usize,
    /// Column name.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what to write instead.
    pub message: Sentence,
}

/// One row being read; it collects faults instead of stopping at the first.
pub struct Row<'a> {
    header: &'a [&'a str],
    record: &'a StringRecord,
    /// Row number, from 1.
    pub number: usize,
    faults: &'a mut Vec<CellFault>,
}

impl Row<'_> {
    /// The text of a column.
    pub fn text(&self, column: &str) -> &str {
        let index = self
            .header
            .iter()
            .position(|name| *name == column)
            .unwrap_or(usize::MAX);
        self.record.get(index).unwrap_or("")
    }

    /// Notes a fault at a column.
    pub fn fault(&mut self, column: &str, message: impl Into<Sentence>) {
        let index = self
            .header
            .iter()
            .position(|name| *name == column)
            .unwrap_or(0);
        self.faults.push(CellFault {
            cell: format!("{}{}", column_letters(index), self.number),
            row: self.number,
            column: column.into(),
            value: self.text(column).chars().take(60).collect(),
            message: message.into(),
        });
    }

    /// A text that must be there, at most `max` characters, without control characters.
    pub fn required(&mut self, column: &str, max: usize) -> String {
        let value = self.text(column).to_owned();
        if value.is_empty() {
            self.fault(column, ("不能为空", "must not be empty"));
        } else if value.chars().count() > max {
            self.fault(
                column,
                sentence!("最多 {max} 个字", "at most {max} characters"),
            );
        } else if value.chars().any(char::is_control) {
            self.fault(
                column,
                (
                    "含有不可见字符，请重新输入",
                    "has invisible characters; type it again",
                ),
            );
        } else if value.starts_with(['=', '+', '@']) {
            self.fault(
                column,
                ("像是公式；请填写文字", "looks like a formula; write text"),
            );
        }
        value
    }

    /// A value parsed by `parse`, or a fault with `message` and `None`.
    pub fn parsed<T>(
        &mut self,
        column: &str,
        message: impl Into<Sentence>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = parse(self.text(column));
        if value.is_none() {
            self.fault(column, message);
        }
        value
    }

    /// `true` or `false`.
    pub fn flag(&mut self, column: &str) -> bool {
        self.parsed(
            column,
            ("请填 true（是）或 false（否）", "write true or false"),
            |text| match text {
                "true" | "是" => Some(true),
                "false" | "否" | "" => Some(false),
                _ => None,
            },
        )
        .unwrap_or(false)
    }
}

/// Spreadsheet letters of a column: `0` → `A`, `25` → `Z`, `26` → `AA`.
pub fn column_letters(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + u8::try_from(index % 26).unwrap_or(0));
        if index < 26 {
            break;
        }
        index = index / 26 - 1;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

/// A fault of the table as a whole.
fn whole(message: impl Into<Sentence>) -> Vec<CellFault> {
    vec![CellFault {
        cell: "A1".into(),
        row: 1,
        column: String::new(),
        value: String::new(),
        message: message.into(),
    }]
}

/// Reads a UTF-8 CSV table with exactly these columns (in any order) and at least one row, and hands every row to
/// `read`.
///
/// # Errors
/// All faults found, by cell. The table is not read further than `max_rows`.
pub fn read_table<T>(
    bytes: &[u8],
    columns: &[&str],
    max_rows: usize,
    read: impl FnMut(&mut Row<'_>) -> Option<T>,
) -> Result<Vec<T>, Vec<CellFault>> {
    let rows = read_rows(bytes, columns, max_rows, read)?;
    if rows.is_empty() {
        return Err(whole(("表里没有一行数据", "the table has no rows")));
    }
    Ok(rows)
}

/// As [`read_table`], of a table that may have no rows.
///
/// # Errors
/// As [`read_table`].
pub fn read_rows<T>(
    bytes: &[u8],
    columns: &[&str],
    max_rows: usize,
    mut read: impl FnMut(&mut Row<'_>) -> Option<T>,
) -> Result<Vec<T>, Vec<CellFault>> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        whole((
            "文件不是 UTF-8 编码；请在表格软件中另存为“CSV UTF-8”",
            "the file is not in UTF-8: save it as “CSV UTF-8” in the spreadsheet program",
        ))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|_| whole(("读不出表头", "the headings cannot be read")))?
        .clone();
    let header: Vec<&str> = header.iter().collect();
    let mut faults = Vec::new();
    for column in columns {
        if !header.contains(column) {
            faults.push(CellFault {
                cell: format!("{}1", column_letters(header.len())),
                row: 1,
                column: (*column).into(),
                value: String::new(),
                message: sentence!("缺少“{column}”一列", "the column “{column}” is missing"),
            });
        }
    }
    for (index, name) in header.iter().enumerate() {
        if !columns.contains(name) || header[..index].contains(name) {
            faults.push(CellFault {
                cell: format!("{}1", column_letters(index)),
                row: 1,
                column: (*name).into(),
                value: (*name).into(),
                message: if columns.contains(name) {
                    ("这一列出现了两次", "this column is there twice").into()
                } else {
                    (
                        "没有这一列；请按模板命名",
                        "there is no such column; name it as in the template",
                    )
                        .into()
                },
            });
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let number = index + 2;
        if index >= max_rows {
            faults.push(CellFault {
                cell: format!("A{number}"),
                row: number,
                column: String::new(),
                value: String::new(),
                message: sentence!("最多 {max_rows} 行", "at most {max_rows} rows"),
            });
            break;
        }
        let Ok(record) = record else {
            faults.push(CellFault {
                cell: format!("A{number}"),
                row: number,
                column: String::new(),
                value: String::new(),
                message: (
                    "这一行读不出来，请检查引号",
                    "this row cannot be read; check its quotation marks",
                )
                    .into(),
            });
            break;
        };
        if record.len() != header.len() {
            faults.push(CellFault {
                cell: format!("{}{number}", column_letters(record.len().min(header.len()))),
                row: number,
                column: String::new(),
                value: String::new(),
                message: sentence!("这一行有 {} 格，表头有 {} 格", "this row has {} cells, the heading has {}"; record.len(), header.len()),
            });
            continue;
        }
        let mut row = Row {
            header: &header,
            record: &record,
            number,
            faults: &mut faults,
        };
        if let Some(value) = read(&mut row) {
            rows.push(value);
        }
    }
    if faults.is_empty() {
        Ok(rows)
    } else {
        Err(faults)
    }
}
