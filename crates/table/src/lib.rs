//! Tables from outside: the bytes of an XLSX or CSV file become rows of cells, and rows become files.
//!
//! Reading is one pass, row by row, whatever the size; a file is refused as a whole, with a sentence
//! that says what to do, when it is hostile (a zip bomb, links to other files, macros), unreadable
//! (encrypted, an old `.xls`, an encoding nobody can tell) or ambiguous (merged cells). What a cell
//! *means* is not decided here: a formula is reported as a formula, a number as the text that a
//! person sees, and the caller says what belongs there.
//!
//! | noun | what it is |
//! |---|---|
//! | [`read`] | bytes in, rows out |
//! | [`Cell`] | what stands in one cell |
//! | [`TableFault`] | why a file is refused |
//! | [`Sheet`] | rows on their way out, as [`Sheet::to_xlsx`] or [`Sheet::to_csv`] |
//! | [`guess_columns`] | which heading is which column, with what was chosen before remembered |

mod cell;
mod column;
mod delimited;
mod fault;
mod package;
mod read;
mod sheet;
mod workbook;

pub use cell::{Cell, address, column_letters};
pub use column::{Column, guess_columns};
pub use fault::TableFault;
pub use read::{Limits, Row, Summary, read};
pub use sheet::{Note, Sheet, SheetColumn};
