//! Bytes in, rows out.

use crate::cell::{Cell, address};
use crate::fault::TableFault;
use crate::{delimited, workbook};

/// How much is read. What goes beyond is refused as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows with something in them, heading and all.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Characters of one cell.
    pub cell: usize,
    /// Bytes a workbook may unpack to.
    pub unpacked_bytes: u64,
}

impl Default for Limits {
    /// 100,001 rows of 200 columns, cells of 5,000 characters, workbooks of 512 MB unpacked.
    fn default() -> Self {
        Self {
            rows: 100_001,
            columns: 200,
            cell: 5_000,
            unpacked_bytes: 512 << 20,
        }
    }
}

/// One row that has something in it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its number as the spreadsheet shows it, from 1.
    pub number: usize,
    /// Its cells up to the last that has something in it.
    pub cells: &'a [Cell],
}

impl Row<'_> {
    /// The cell of a column, from 0.
    pub fn cell(&self, column: usize) -> &Cell {
        static EMPTY: Cell = Cell::Empty;
        self.cells.get(column).unwrap_or(&EMPTY)
    }
}

/// What was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows with something in them.
    pub rows: usize,
}

/// Reads a table and hands out its rows in their order, without keeping them. `each` answers
/// whether to go on.
///
/// The kind of file is told by its bytes, not by its name.
///
/// # Errors
/// Why the file is refused as a whole. Rows may have been handed out before; the caller must not
/// have acted on them.
pub fn read(
    bytes: &[u8],
    limits: &Limits,
    mut each: impl FnMut(Row<'_>) -> bool,
) -> Result<Summary, TableFault> {
    const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
    let mut rows = Rows {
        limits,
        each: &mut each,
        row: 0,
        cells: Vec::new(),
        summary: Summary::default(),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(TableFault::Empty);
    }
    if bytes.starts_with(OLE) {
        return Err(TableFault::OldOrEncrypted);
    }
    if bytes.starts_with(b"PK") {
        workbook::read(bytes, limits, &mut rows)?;
    } else {
        delimited::read(bytes, limits, &mut rows)?;
    }
    rows.finish()?;
    if rows.summary.rows == 0 {
        return Err(TableFault::Empty);
    }
    Ok(rows.summary)
}

/// Gathers cells into rows and keeps the limits.
pub(crate) struct Rows<'a> {
    limits: &'a Limits,
    each: &'a mut dyn FnMut(Row<'_>) -> bool,
    row: usize,
    cells: Vec<Cell>,
    summary: Summary,
}

impl Rows<'_> {
    /// Takes a cell; rows and columns from 0, rows never falling. Answers whether to go on.
    pub(crate) fn put(
        &mut self,
        row: usize,
        column: usize,
        cell: Cell,
    ) -> Result<bool, TableFault> {
        if row < self.row {
            return Err(TableFault::Damaged);
        }
        if row > self.row && !self.next(row)? {
            return Ok(false);
        }
        if cell.is_empty() {
            return Ok(true);
        }
        if column >= self.limits.columns {
            return Err(TableFault::TooManyColumns {
                row: row + 1,
                limit: self.limits.columns,
            });
        }
        if let Cell::Text(text) = &cell
            && text.len() > self.limits.cell
            && text.chars().count() > self.limits.cell
        {
            return Err(TableFault::CellTooLong {
                cell: address(column, row + 1),
                limit: self.limits.cell,
            });
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        self.cells[column] = cell;
        Ok(true)
    }

    fn next(&mut self, row: usize) -> Result<bool, TableFault> {
        let go_on = self.finish()?;
        self.row = row;
        Ok(go_on)
    }

    fn finish(&mut self) -> Result<bool, TableFault> {
        if self.cells.is_empty() {
            return Ok(true);
        }
        if self.summary.rows == self.limits.rows {
            return Err(TableFault::TooManyRows {
                limit: self.limits.rows,
            });
        }
        self.summary.rows += 1;
        let go_on = (self.each)(Row {
            number: self.row + 1,
            cells: &self.cells,
        });
        self.cells.clear();
        Ok(go_on)
    }
}
