//! A table of text, read row by row without allocating: RFC 4180, strictly.

use std::borrow::Cow;
use std::ops::Range;

use super::fault::{Faults, Spot};
use super::{DataFaultCode as Code, TableName};

/// Bytes of a cell; a reason is a sentence, not a file.
const LONGEST_CELL: usize = 4000;

/// Where a cell stands in the text.
#[derive(Clone, Copy, Default)]
struct Span {
    start: usize,
    end: usize,
    /// It has doubled quotes.
    doubled: bool,
}

/// A table whose header has exactly the columns that are meant.
pub(super) struct Table<'a> {
    pub(super) name: TableName,
    text: &'a str,
    at: usize,
    row: u64,
    /// For each column that is meant, its place in the file.
    places: Vec<usize>,
    cells: Vec<Span>,
    /// The first cells of the last row with the comma after them, when they may be compared as
    /// bytes: the columns stand in their order and none of the cells is quoted.
    run: Range<usize>,
    /// Whether this row begins with the same cells as the last one.
    pub(super) repeats: bool,
    first: [Span; RUN],
}

/// How many cells rows of a long table mostly have in common with the row before: panel, judge,
/// town and village of a score.
const RUN: usize = 4;

/// The text cannot be cut into rows any further.
struct Broken;

impl<'a> Table<'a> {
    /// The table after its header, or nothing when it is not there or cannot be read.
    pub(super) fn open(
        tables: &'a super::Tables,
        name: TableName,
        faults: &mut Faults,
    ) -> Option<Self> {
        let text = text(name, tables.get(name)?, faults)?;
        let mut table = Self {
            name,
            text,
            at: 0,
            row: 0,
            places: Vec::new(),
            cells: Vec::new(),
            run: 0..0,
            repeats: false,
            first: [Span::default(); RUN],
        };
        match table.scan(faults) {
            Ok(true) => table.header(faults).then_some(table),
            Ok(false) => {
                faults.add(
                    table.spot(None),
                    Code::MissingColumn,
                    &name.columns().join(","),
                    "缺少表头，第一行应为：{}",
                    "the header is missing; the first row must be: {}",
                );
                None
            }
            Err(Broken) => None,
        }
    }

    /// Goes to the next row that has as many cells as the header; `false` at the end.
    pub(super) fn next_row(&mut self, faults: &mut Faults) -> bool {
        loop {
            match self.scan(faults) {
                Ok(true) if self.cells.len() == self.places.len() => return true,
                Ok(true) => {
                    let count = self.cells.len().to_string();
                    faults.add(
                        self.spot(None),
                        Code::WrongCells,
                        &count,
                        "这一行有 {} 格，与表头不符；内容含逗号时请加引号",
                        "this row has {} cells, unlike the header: put quotes around text with commas",
                    );
                }
                Ok(false) | Err(Broken) => return false,
            }
        }
    }

    /// The cell of the `column`th column that is meant.
    #[inline]
    pub(super) fn cell(&self, column: usize) -> Cow<'a, str> {
        let Span {
            start,
            end,
            doubled,
        } = self.cells[self.places[column]];
        let cell = &self.text[start..end];
        if doubled {
            Cow::Owned(cell.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(cell)
        }
    }

    /// The cell as it is written, with doubled quotes; for comparing with what has none.
    #[inline]
    pub(super) fn written(&self, column: usize) -> &'a [u8] {
        let Span { start, end, .. } = self.cells[self.places[column]];
        &self.text.as_bytes()[start..end]
    }

    /// Whether a cell is empty.
    #[inline]
    pub(super) fn is_empty(&self, column: usize) -> bool {
        let Span { start, end, .. } = self.cells[self.places[column]];
        start == end
    }

    /// Where the row is, and the column if one is given.
    pub(super) fn spot(&self, column: Option<usize>) -> Spot {
        Spot {
            file: self.name,
            row: Some(self.row),
            column: column.map(|column| self.name.columns()[column]),
        }
    }

    /// Adds a fault of a cell of this row.
    pub(super) fn fault(&self, faults: &mut Faults, column: usize, code: Code, zh: &str, en: &str) {
        faults.add(self.spot(Some(column)), code, &self.cell(column), zh, en);
    }

    fn header(&mut self, faults: &mut Faults) -> bool {
        let meant = self.name.columns();
        let names: Vec<&str> = self
            .cells
            .iter()
            .map(|cell| &self.text[cell.start..cell.end])
            .collect();
        let before = faults.count();
        for (index, name) in names.iter().enumerate() {
            if !meant.contains(name) || names[..index].contains(name) {
                faults.add(
                    self.spot(None),
                    Code::UnknownColumn,
                    name,
                    "表头中的“{}”不是这张表的栏目或重复了，请删去",
                    "the header's `{}` is not a column of this table or is there twice: remove it",
                );
            }
        }
        for column in meant {
            if !names.contains(column) {
                faults.add(
                    self.spot(None),
                    Code::MissingColumn,
                    column,
                    "表头缺少“{}”，请补上这一栏",
                    "the header lacks `{}`: add the column",
                );
            }
        }
        let place = |column: &&str| names.iter().position(|name| name == column);
        self.places = meant.iter().filter_map(place).collect();
        faults.count() == before
    }

    /// Cuts the next row that is not empty into `cells`; `false` at the end.
    fn scan(&mut self, faults: &mut Faults) -> Result<bool, Broken> {
        let bytes = self.text.as_bytes();
        loop {
            self.cells.clear();
            if self.at >= bytes.len() {
                return Ok(false);
            }
            self.row += 1;
            if bytes[self.at..].starts_with(b"\r\n") {
                self.at += 2;
                continue;
            }
            if bytes[self.at] == b'\n' {
                self.at += 1;
                continue;
            }
            self.repeats = self.scan_run(bytes);
            let start = self.at;
            while self.scan_cell(bytes, faults)? {}
            if !self.repeats {
                self.keep_run(bytes, start);
            }
            return Ok(true);
        }
    }

    /// Takes the first cells from the last row, if this one begins with the same.
    #[inline]
    fn scan_run(&mut self, bytes: &[u8]) -> bool {
        let length = self.run.len();
        if length == 0 || !bytes[self.at..].starts_with(&bytes[self.run.clone()]) {
            return false;
        }
        let shift = self.at - self.run.start;
        for span in &mut self.first {
            span.start += shift;
            span.end += shift;
        }
        self.cells.extend_from_slice(&self.first);
        self.run = self.at..self.at + length;
        self.at += length;
        true
    }

    /// Remembers the first cells of the row that begins at `start`, if they may be compared.
    fn keep_run(&mut self, bytes: &[u8], start: usize) {
        self.run = 0..0;
        let in_order = self.places.iter().copied().eq(0..self.places.len());
        if self.places.len() <= RUN || self.cells.len() != self.places.len() || !in_order {
            return;
        }
        self.first.copy_from_slice(&self.cells[..RUN]);
        // A quoted cell does not begin where the one before and its comma end.
        let ends = [start]
            .into_iter()
            .chain(self.first.iter().map(|span| span.end + 1));
        let plain = self
            .first
            .iter()
            .zip(ends)
            .all(|(span, end)| span.start == end);
        let end = self.first[RUN - 1].end;
        if plain && bytes.get(end) == Some(&b',') {
            self.run = start..end + 1;
        }
    }

    /// Cuts one cell; whether another one follows in the row.
    #[inline]
    fn scan_cell(&mut self, bytes: &[u8], faults: &mut Faults) -> Result<bool, Broken> {
        let quoted = bytes.get(self.at) == Some(&b'"');
        let span = if quoted {
            self.scan_quoted(bytes, faults)?
        } else {
            let start = self.at;
            self.at = end_of_plain(bytes, start);
            let end = self.at;
            Span {
                start,
                end,
                doubled: false,
            }
        };
        if span.end - span.start > LONGEST_CELL {
            let length = (span.end - span.start).to_string();
            faults.add(
                self.spot(None),
                Code::TooLong,
                &length,
                "这一行有一格长达 {} 字节，请缩短",
                "a cell of this row has {} bytes: shorten it",
            );
            return Err(Broken);
        }
        self.cells.push(span);
        match bytes.get(self.at) {
            None => Ok(false),
            Some(b',') => {
                self.at += 1;
                if self.cells.len() > self.name.columns().len() {
                    // One too many is told as such; a row of a million cells is not kept.
                    self.cells.pop();
                }
                Ok(true)
            }
            Some(b'\n') => {
                self.at += 1;
                Ok(false)
            }
            Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => {
                self.at += 2;
                Ok(false)
            }
            Some(b'\r') => {
                faults.add(
                    self.spot(None),
                    Code::ControlCharacter,
                    "\\r",
                    "这一行有单独的回车符，请把文件另存为 UTF-8 的 CSV",
                    "a lone carriage return in this row: save the file as CSV in UTF-8 again",
                );
                Err(Broken)
            }
            Some(0) => Err(self.nul(faults)),
            Some(_) => {
                faults.add(
                    self.spot(None),
                    Code::BadQuote,
                    "",
                    "这一行的引号不成对：含引号的内容须整格加引号，格内引号写两次",
                    "quotes of this row do not pair: put quotes around the whole cell and double those inside",
                );
                Err(Broken)
            }
        }
    }

    /// Tells of a NUL in this row.
    fn nul(&self, faults: &mut Faults) -> Broken {
        faults.add(
            self.spot(None),
            Code::ControlCharacter,
            "\\0",
            "这一行有空字符 {}，请重新导出文件",
            "this row has a NUL character: export the file again",
        );
        Broken
    }

    fn scan_quoted(&mut self, bytes: &[u8], faults: &mut Faults) -> Result<Span, Broken> {
        let start = self.at + 1;
        let mut end = start;
        let mut doubled = false;
        loop {
            let quote = bytes[end..].iter().position(|byte| *byte == b'"');
            let Some(quote) = quote else {
                faults.add(
                    self.spot(None),
                    Code::BadQuote,
                    "",
                    "这一行的引号没有结束，请补上",
                    "a quote opened in this row is never closed: close it",
                );
                return Err(Broken);
            };
            end += quote;
            if bytes.get(end + 1) != Some(&b'"') {
                break;
            }
            doubled = true;
            end += 2;
        }
        if bytes[start..end].contains(&0) {
            return Err(self.nul(faults));
        }
        self.at = end + 1;
        Ok(Span {
            start,
            end,
            doubled,
        })
    }
}

/// The text of a file without its byte order mark.
pub(super) fn text<'a>(name: TableName, bytes: &'a [u8], faults: &mut Faults) -> Option<&'a str> {
    let row_at = |at: usize| {
        let lines = bytes[..at].split(|byte| *byte == b'\n').count();
        Spot {
            file: name,
            row: Some(lines as u64),
            column: None,
        }
    };
    // Of fifty megabytes this is a fifth of reading them; where it fails the slower one says where.
    let text = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => {
            let valid = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
            faults.add(
                row_at(valid.err().unwrap_or_default()),
                Code::NotUtf8,
                "",
                "这一行不是 UTF-8 文字，请把文件另存为 UTF-8 的 CSV",
                "this row is not UTF-8: save the file as CSV in UTF-8 again",
            );
            return None;
        }
    };
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The first comma, quote, line end or NUL from `at` on, or the end of the text.
///
/// Eight bytes at a time: of what may end a cell nothing is above `,`, and of what stands in one
/// little is below it, so one subtraction finds where to look.
#[inline]
fn end_of_plain(bytes: &[u8], mut at: usize) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = EACH << 7;
    const ABOVE: u64 = EACH * (b',' as u64 + 1);
    loop {
        while let Some(eight) = bytes.get(at..at + 8) {
            let word = u64::from_le_bytes(eight.try_into().expect("eight bytes"));
            let low = word.wrapping_sub(ABOVE) & !word & HIGH;
            if low != 0 {
                at += (low.trailing_zeros() / 8) as usize;
                break;
            }
            at += 8;
        }
        match bytes.get(at) {
            None | Some(b',' | b'\n' | b'"' | b'\r' | 0) => return at.min(bytes.len()),
            Some(_) => at += 1,
        }
    }
}
