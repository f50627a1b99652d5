//! Templates to fill in, and the county's tables on their way out.

use super::column::{EXAMPLE, EXPORT_NUMBER, ImportTable};
use crate::{
    Actor, App, Fault, FaultKind, Result,
    county::{County, READ, Scope, today},
    entry::{login, sees_discipline},
    language::of_language,
    score_table::computed,
};
use pingyi_core::role::Role;
use pingyi_ranking::Language;
use pingyi_table::{Cell, Sheet, SheetColumn};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A workbook.
    Xlsx,
    /// Comma-separated values.
    Csv,
}

/// A file on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// Its form.
    pub form: Form,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Table and form of a name in an address: `units.xlsx`.
fn named(file: &str) -> Result<(ImportTable, Form)> {
    let (table, form) = file.rsplit_once('.').unwrap_or((file, ""));
    let form = match form {
        "xlsx" => Some(Form::Xlsx),
        "csv" => Some(Form::Csv),
        _ => None,
    };
    ImportTable::parse(table)
        .zip(form)
        .ok_or_else(|| Fault::not_found("文件"))
}

/// The rows of a table that somebody may see.
pub(crate) fn rows(
    table: ImportTable,
    county: &County,
    scope: Scope,
    discipline: bool,
    language: Language,
) -> Vec<Vec<Cell>> {
    match table {
        ImportTable::Units => super::unit::rows(county, scope, language),
        ImportTable::People => super::person::rows(county, scope, false, language),
        ImportTable::Events => super::event::rows(county, scope, discipline, language),
        ImportTable::Projects => super::project::rows(county, scope, language),
        ImportTable::Funding => super::funding::rows(county, scope),
        ImportTable::Milestones => super::milestone::rows(county, scope),
    }
}

fn columns(table: ImportTable, language: Language) -> Vec<SheetColumn> {
    let columns = table.columns().iter();
    columns
        .map(|column| SheetColumn {
            heading: column.heading(language).into(),
            help: column.note(language),
            width: 16,
        })
        .collect()
}

fn made(sheet: &Sheet, form: Form) -> Vec<u8> {
    match form {
        Form::Xlsx => sheet.to_xlsx(),
        Form::Csv => sheet.to_csv(),
    }
}

/// An empty table with its headings, what belongs in each, and one example row that is not read.
///
/// # Errors
/// `not_found`.
pub async fn template(actor: &Actor, file: &str, language: Language) -> Result<TableFile> {
    actor.require(READ)?;
    let (table, form) = named(file)?;
    let content = computed(move || {
        let mut mark = of_language(EXAMPLE, language);
        let example = table.columns().iter().map(|column| {
            let text = column.example(language);
            if text.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(std::mem::take(&mut mark).to_owned() + text)
            }
        });
        let sheet = Sheet {
            name: table.name(language).into(),
            columns: columns(table, language),
            rows: vec![example.collect()],
            ..Sheet::default()
        };
        made(&sheet, form)
    })
    .await?;
    Ok(TableFile {
        form,
        name: file.into(),
        content,
    })
}

/// The rows somebody may see. Whole phone numbers only for an organiser who asks for them.
///
/// # Errors
/// `not_found`, `forbidden`.
pub async fn export(
    app: &App,
    actor: &Actor,
    file: &str,
    phones: bool,
    language: Language,
) -> Result<TableFile> {
    actor.require(READ)?;
    let (table, form) = named(file)?;
    let phones = phones && table == ImportTable::People;
    if phones && actor.role() != Some(Role::Organiser) {
        return Err(Fault::new(
            FaultKind::Forbidden,
            "forbidden",
            "只有组织者可以导出完整的电话号码",
        ));
    }
    // An export decides nothing, so it reads beside the writers, and writes only its row of the log.
    let county = County::load(app, app.store().reader()).await?;
    let (scope, discipline) = (Scope::of(actor), sees_discipline(actor));
    let random: [u8; 3] = app.random();
    let day = today(app).strftime("%Y%m%d").to_string();
    let number = format!("{day}-{:02X}{:02X}{:02X}", random[0], random[1], random[2]);
    let at = jiff::tz::offset(8).to_datetime(app.now());
    let at = at.strftime("%Y-%m-%d %H:%M").to_string();
    let who = actor.account().map_or("", |account| &account.name);
    let watermark = match language {
        Language::Chinese => format!("{who}（{}）{at} 导出，编号 {number}", login(actor)),
        Language::English => format!("Exported by {who} ({}) {at}, number {number}", login(actor)),
    };
    let mark = number.clone();
    let (content, count) = computed(move || {
        let mut rows = if phones {
            super::person::rows(&county, scope, true, language)
        } else {
            rows(table, &county, scope, discipline, language)
        };
        let mut columns = columns(table, language);
        for row in &mut rows {
            row.resize(columns.len(), Cell::Empty);
            row.push(Cell::Text(mark.clone()));
        }
        columns.push(SheetColumn {
            heading: of_language(EXPORT_NUMBER, language).into(),
            help: of_language(["导入时不读", "Not read by an import"], language).into(),
            width: 18,
        });
        let count = rows.len();
        let sheet = Sheet {
            name: table.name(language).into(),
            columns,
            rows,
            watermark,
            ..Sheet::default()
        };
        (made(&sheet, form), count)
    })
    .await?;
    let whole = if phones {
        "，含完整电话号码"
    } else {
        ""
    };
    let tx = app.begin().await?;
    let sentence = format!("导出{}表 {count} 行，编号 {number}{whole}", table.zh());
    app.audit(&tx, actor, None, "export.make", &number, sentence)
        .await?;
    app.commit(tx).await?;
    let (base, tail) = file.rsplit_once('.').unwrap_or((file, ""));
    Ok(TableFile {
        form,
        name: format!("{base}-{number}.{tail}"),
        content,
    })
}
