//! Rows on their way out: templates, exports, and the rows that need mending with a note at each cell.

use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Note as XlsxNote, Workbook, XlsxError,
};

use crate::cell::Cell;

/// A column on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetColumn {
    /// Its heading.
    pub heading: String,
    /// What to fill in; shown as a note at the heading.
    pub help: String,
    /// Width in characters of Latin script; a Chinese character takes two.
    pub width: u16,
}

/// A note at a cell of the rows: what to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Index into the rows, from 0.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
    /// What to do.
    pub text: String,
}

/// A sheet on its way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet, at most 31 characters.
    pub name: String,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Notes at cells.
    pub notes: Vec<Note>,
    /// Printed at the foot of every page and in the properties: who exported it and when.
    pub watermark: String,
}

impl Sheet {
    /// The sheet as a workbook: heading frozen, numbers as numbers, dates as dates, notes at their cells.
    ///
    /// # Panics
    /// Never for sheets within the limits of the format (1,048,575 rows, 16,384 columns), which callers keep.
    pub fn to_xlsx(&self) -> Vec<u8> {
        self.workbook().expect("a sheet within the format's limits")
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The moment of making is not written: the same rows give the same bytes.
        let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(
            &rust_xlsxwriter::DocProperties::new()
                .set_creation_datetime(&fixed)
                .set_comment(&self.watermark),
        );
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00F0_ECE4))
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        let mend = Format::new().set_background_color(Color::RGB(0x00FF_F2CC));
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let mend_date = mend.clone().set_num_format("yyyy-mm-dd");
        let text = Format::new().set_num_format("@");
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(self.name.chars().take(31).collect::<String>())?;
        sheet.set_freeze_panes(1, 0)?;
        if !self.watermark.is_empty() {
            // `&` begins a code of the footer's little language.
            sheet.set_footer(format!("&L{}&R&P / &N", self.watermark.replace('&', "&&")));
        }
        for (column, index) in self.columns.iter().zip(0..) {
            sheet.set_column_width(index, f64::from(column.width))?;
            sheet.write_string_with_format(0, index, &column.heading, &head)?;
            if !column.help.is_empty() {
                sheet.insert_note(0, index, &note(&column.help))?;
            }
        }
        let mut notes = self.notes.iter().collect::<Vec<_>>();
        notes.sort_by_key(|note| (note.row, note.column));
        let mut notes = notes.into_iter().peekable();
        for (row, at) in self.rows.iter().zip(1_u32..) {
            for (cell, column) in row.iter().zip(0_u16..) {
                let mut noted = false;
                while let Some(found) = notes.next_if(|note| {
                    (note.row, note.column) == (at as usize - 1, usize::from(column))
                }) {
                    sheet.insert_note(at, column, &note(&found.text))?;
                    noted = true;
                }
                let plain = if noted { &mend } else { &text };
                match cell {
                    Cell::Empty if noted => sheet.write_blank(at, column, &mend)?,
                    Cell::Empty => sheet,
                    Cell::Number(number) => match number.parse::<f64>() {
                        Ok(value) if noted => {
                            sheet.write_number_with_format(at, column, value, &mend)?
                        }
                        Ok(value) => sheet.write_number(at, column, value)?,
                        Err(_) => sheet.write_string_with_format(at, column, number, plain)?,
                    },
                    Cell::Date { year, month, day } => {
                        let format = if noted { &mend_date } else { &date };
                        match ExcelDateTime::from_ymd(*year, *month, *day) {
                            Ok(value) => {
                                sheet.write_datetime_with_format(at, column, &value, format)?
                            }
                            Err(_) => {
                                sheet.write_string_with_format(at, column, cell.text(), plain)?
                            }
                        }
                    }
                    other => sheet.write_string_with_format(at, column, other.text(), plain)?,
                };
            }
        }
        book.save_to_buffer()
    }

    /// The sheet as CSV in UTF-8 with a byte order mark, which spreadsheet programs need to read Chinese.
    /// Text that a spreadsheet would run as a formula gets an apostrophe before it. Notes are left out.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let write = "writing to memory does not fail";
        let headings = self.columns.iter().map(|column| column.heading.as_str());
        out.write_record(headings).expect(write);
        for row in &self.rows {
            let cells = (0..self.columns.len()).map(|column| {
                let cell = row.get(column).unwrap_or(&Cell::Empty);
                let text = cell.text().into_owned();
                let runs = !matches!(cell, Cell::Number(_))
                    && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
                if runs { format!("'{text}") } else { text }
            });
            out.write_record(cells).expect(write);
        }
        out.into_inner().expect(write)
    }
}

fn note(text: &str) -> XlsxNote {
    XlsxNote::new(text)
        .set_author("评议")
        .add_author_prefix(false)
}
