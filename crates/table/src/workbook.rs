//! XLSX: the first sheet, cell by cell as it stands in the file.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use crate::cell::{Cell, address};
use crate::fault::TableFault;
use crate::package;
use crate::read::{Limits, Rows};

pub(crate) fn read(bytes: &[u8], limits: &Limits, rows: &mut Rows<'_>) -> Result<(), TableFault> {
    package::inspect(bytes, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableFault::Damaged)?;
    let name = book.sheet_names().into_iter().next();
    let name = name.ok_or(TableFault::Empty)?;
    let merged = book.merge_cells_by_sheet_name(&name);
    if let Some(range) = merged.map_err(|_| TableFault::Damaged)?.first() {
        let ((top, left), (bottom, right)) = (range.start, range.end);
        let corner = |row: u32, column: u32| address(column as usize, row as usize + 1);
        return Err(TableFault::Merged {
            range: format!("{}:{}", corner(top, left), corner(bottom, right)),
        });
    }
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|_| TableFault::Damaged)?;
    while let Some(record) = cells
        .next_cell_with_formula_metadata()
        .map_err(|_| TableFault::Damaged)?
    {
        let (row, column) = (record.pos.0 as usize, record.pos.1 as usize);
        let cell = match record.formula {
            Some(formula) => Cell::Formula(match formula {
                calamine::XlsxFormulaMetadata::Normal { formula }
                | calamine::XlsxFormulaMetadata::Shared { formula, .. } => {
                    formula.chars().take(200).collect()
                }
                _ => "…".into(),
            }),
            None => cell_of(&record.value),
        };
        if !rows.put(row, column, cell)? {
            return Ok(());
        }
    }
    Ok(())
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(decimal(*number)),
        DataRef::String(text) => Cell::of_text(text),
        DataRef::SharedString(text) => Cell::of_text(text),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::Date { year, month, day }
        }
        DataRef::DateTime(duration) => Cell::Number(decimal(duration.as_f64())),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso_date(text),
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

fn iso_date(text: &str) -> Cell {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse().ok());
    match (
        text.get(0..4).and_then(|year| year.parse().ok()),
        part(5..7),
        part(8..10),
    ) {
        (Some(year), Some(month), Some(day)) => Cell::Date { year, month, day },
        _ => Cell::of_text(text),
    }
}

/// The number as a spreadsheet shows it: the shortest decimal, or 15 significant digits where that is longer.
fn decimal(number: f64) -> String {
    let shortest = number.to_string();
    let digits = shortest.bytes().filter(u8::is_ascii_digit);
    let significant = digits.skip_while(|digit| *digit == b'0').count();
    if significant <= 15 || !number.is_finite() {
        return shortest;
    }
    let rounded = format!("{number:.14e}");
    rounded
        .parse::<f64>()
        .map_or(shortest, |rounded| rounded.to_string())
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn a_number_reads_as_people_see_it() {
        for (number, text) in [
            (73_457_700.0, "73457700"),
            (7_345.77, "7345.77"),
            (0.1 + 0.2, "0.3"),
            (-0.05, "-0.05"),
            (123_456_789_012.345, "123456789012.345"),
        ] {
            assert_eq!(decimal(number), text);
        }
    }
}
