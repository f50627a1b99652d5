//! The rows that need mending, as a workbook with a note at each wrong cell.

use super::apply::planned;
use crate::{Actor, App, Result, county::WRITE, language::of_language, score_table::computed};
use pingyi_core::entry::holds_identity_number;
use pingyi_ranking::Language;
use pingyi_table::{Cell, Limits, Note, Sheet, SheetColumn, read};

/// Only the rows that need mending, as they stood, with notes at the wrong cells. Mended, it can be imported itself.
///
/// # Errors
/// `not_found`, `import_state`, `import_file_gone`.
pub async fn wrong_rows(app: &App, actor: &Actor, id: &str, language: Language) -> Result<Vec<u8>> {
    actor.require(WRITE)?;
    let (task, plan, _) = planned(app, actor, id).await?;
    computed(move || {
        let mut sheet = Sheet {
            name: of_language(["需要修改", "To mend"], language).into(),
            ..Sheet::default()
        };
        sheet.columns = plan
            .headings
            .iter()
            .map(|heading| SheetColumn {
                heading: heading.heading.clone(),
                help: heading
                    .column
                    .as_deref()
                    .and_then(|code| plan.places.as_ref()?.column(code))
                    .map_or_else(String::new, |column| column.note(language)),
                width: 16,
            })
            .collect();
        let again = read(&task.content, &Limits::default(), |row| {
            let Some(list) = plan.wrong.get(&row.number) else {
                return true;
            };
            let at = sheet.rows.len();
            sheet.rows.push(row.cells.iter().map(plain).collect());
            for wrong in list {
                let text = wrong.message.in_language(language);
                let column = plan
                    .places
                    .as_ref()
                    .map_or(0, |places| places.shown_at(wrong.column));
                let before = sheet
                    .notes
                    .iter_mut()
                    .rev()
                    .take(list.len())
                    .find(|note| note.row == at && note.column == column);
                match before {
                    Some(note) => {
                        note.text.push('\n');
                        note.text.push_str(text);
                    }
                    None => sheet.notes.push(Note {
                        row: at,
                        column,
                        text: text.to_owned(),
                    }),
                }
            }
            true
        });
        if let Err(fault) = again {
            tracing::warn!(%fault, "a file was readable and no longer is");
        }
        sheet.to_xlsx()
    })
    .await
}

/// A cell as it stood; a formula as the text of it, an identity number not at all.
fn plain(cell: &Cell) -> Cell {
    match cell {
        Cell::Text(text) | Cell::Number(text) if holds_identity_number(text) => Cell::Empty,
        Cell::Formula(_) => Cell::Text(cell.text().into_owned()),
        other => other.clone(),
    }
}
