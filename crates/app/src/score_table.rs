//! Score tables: which the card asks for, what is there, what is missing, templates, and importing.

mod import;
mod progress;
mod template;

pub use import::import;
pub use progress::ProgressView;

use crate::{
    Actor, App, Fault, Result,
    standing::{Standing, is_needed},
};
use pingyi_core::{
    role::{Access, Role},
    score_table::{ScoreTable, with_mark},
};
use pingyi_store::score_table as store;
use serde::Serialize;
use utoipa::ToSchema;

/// Who may see the tables: they name judges and what each gave.
pub const READ: Access = Access::Roles(&[Role::Organiser, Role::Auditor]);
/// Who may import.
pub const IMPORT: Access = Access::Roles(&[Role::Organiser]);

/// A table the card asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScoreTableView {
    /// Name in addresses: `judges`, `sheets`, `records`, `adjustments`, `vetoes`, `lots` or `lot-seed`.
    pub name: String,
    /// What people call it, in Chinese.
    pub label: String,
    /// What people call it, in English.
    pub label_en: String,
    /// Name of its file.
    pub file: String,
    /// Its columns; none for the seed, which is a line of text.
    pub columns: Vec<String>,
    /// Whether there is a template to fill in.
    pub template: bool,
    /// Rows that are there.
    pub rows: u32,
    /// SHA-256 of the file; nothing before the first import.
    pub sha256: Option<String>,
    /// When it was last imported.
    pub changed_at: Option<String>,
    /// Login of who imported it.
    pub changed_by: Option<String>,
    /// How far it is filled in, part by part.
    pub progress: Vec<ProgressView>,
}

/// The tables of a cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScoreTablesView {
    /// Whether tables can be imported now.
    pub open: bool,
    /// Why not, in Chinese.
    pub closed_because: Option<String>,
    /// Why not, in English.
    pub closed_because_en: Option<String>,
    /// The tables the card asks for; none before it is frozen.
    pub tables: Vec<ScoreTableView>,
}

/// Runs work that takes the processor for long away from the threads that answer.
pub(crate) async fn computed<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Fault::internal(&error))
}

/// The table of a name in an address, if the card asks for it.
pub(crate) fn named(standing: &Standing, name: &str) -> Result<ScoreTable> {
    let table = ScoreTable::of(name).ok_or_else(|| Fault::not_found("评分数据表"))?;
    if is_needed(&standing.card, table) {
        Ok(table)
    } else {
        Err(Fault::conflict(
            "score_table_unneeded",
            format!("规则卡没有用到“{}”", table.label()),
        ))
    }
}

/// Why tables cannot be imported any more.
fn closed_because(standing: &Standing) -> Option<(&'static str, &'static str)> {
    standing.publication.is_some().then_some((
        "综合成绩已公布，评分数据不能再改",
        "The whole score is published; scores can no longer be changed.",
    ))
}

/// The tables the card asks for.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor, cycle: &str) -> Result<ScoreTablesView> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let standing = match Standing::load(app, reader, cycle).await {
        Err(fault) if fault.code == "rule_card_not_frozen" => {
            return Ok(ScoreTablesView {
                open: false,
                closed_because: Some("规则卡冻结后才能录入分数".into()),
                closed_because_en: Some(
                    "Scores can be entered when the rule card is frozen.".into(),
                ),
                tables: Vec::new(),
            });
        }
        other => other?,
    };
    let known = store::list(reader, standing.cycle.id).await?;
    computed(move || {
        let needed = ScoreTable::ALL.into_iter();
        let needed = needed.filter(|table| is_needed(&standing.card, *table));
        let tables = needed.map(|table| {
            let info = known.iter().find(|info| info.name == table.name());
            ScoreTableView {
                name: table.name().into(),
                label: table.label().into(),
                label_en: table.label_en().into(),
                file: table.file().into(),
                columns: table.columns().iter().map(|&one| one.into()).collect(),
                template: table != ScoreTable::LotSeed,
                rows: info.map_or(0, |info| info.rows),
                sha256: info.map(|info| info.sha256.clone()),
                changed_at: info.map(|info| info.changed_at.to_string()),
                changed_by: info.map(|info| info.changed_by.clone()),
                progress: progress::of(&standing, table),
            }
        });
        let closed_because = closed_because(&standing);
        ScoreTablesView {
            open: closed_because.is_none(),
            closed_because: closed_because.map(|(zh, _)| zh.to_owned()),
            closed_because_en: closed_because.map(|(_, en)| en.to_owned()),
            tables: tables.collect(),
        }
    })
    .await
}

/// A table with the rows to be filled in, and what is filled in already; for spreadsheets.
///
/// # Errors
/// `not_found`, `rule_card_not_frozen`, `score_table_unneeded`.
pub async fn template(app: &App, actor: &Actor, cycle: &str, name: &str) -> Result<Vec<u8>> {
    actor.require(READ)?;
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    let table = named(&standing, name)?;
    if table == ScoreTable::LotSeed {
        return Err(Fault::not_found("模板：种子是一行文字，不是表格"));
    }
    computed(move || with_mark(template::of(&standing, table))).await
}

/// What is there of a table, for spreadsheets; the seed as text.
///
/// # Errors
/// `not_found`, `rule_card_not_frozen`, `score_table_unneeded`.
pub async fn content(app: &App, actor: &Actor, cycle: &str, name: &str) -> Result<Vec<u8>> {
    actor.require(READ)?;
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    let table = named(&standing, name)?;
    let content = standing.table(table);
    let content = content.ok_or_else(|| Fault::not_found("表：还没有导入"))?;
    Ok(with_mark(content.to_vec()))
}
