//! Importing a table whole, or trying it.

use super::{IMPORT, closed_because, computed, named};
use crate::{
    Actor, App, Fault, FieldFault, Result,
    fault::code_of,
    register::ImportReport,
    session::hex,
    standing::{Standing, file},
};
use pingyi_core::score_table::{ScoreRow, ScoreTable, cell, changes, header, parse, write};
use pingyi_ranking::{Audience, Data, DataFault, DataFaultCode, Sentence};
use pingyi_store::score_table::{self as store, TableInfo};
use sha2::{Digest, Sha256};

/// What reading the table gave.
struct Checked {
    report: ImportReport,
    content: Vec<u8>,
}

/// Imports a table whole, or tries it. It is kept in one form: columns in their order, rows that nobody filled in left
/// out.
///
/// # Errors
/// `score_tables_early` before the rule card is frozen, `score_tables_closed` once the composite result is published,
/// `score_table_unneeded`, `judges_missing`; `rows_invalid` with every fault by cell; `score_tables_changed` when
/// somebody else imported or a round was revealed meanwhile.
pub async fn import(
    app: &App,
    actor: &Actor,
    cycle: &str,
    name: &str,
    table: &[u8],
    dry_run: bool,
) -> Result<ImportReport> {
    actor.require(IMPORT)?;
    let standing = open(app, app.store().reader(), cycle).await?;
    let which = named(&standing, name)?;
    if which == ScoreTable::Sheets && standing.table(ScoreTable::Judges).is_none() {
        return Err(Fault::conflict(
            "judges_missing",
            "请先导入评委名单，再导入评分表",
        ));
    }
    let (seen, bytes) = (standing.clone(), table.to_vec());
    let Checked { report, content } =
        computed(move || check(&standing, which, &bytes, dry_run)).await??;
    if dry_run {
        return Ok(report);
    }
    let tx = app.begin().await?;
    if open(app, &tx, cycle).await? != seen {
        return Err(Fault::conflict(
            "score_tables_changed",
            "刚才有别的改动，没有导入；请再试一次",
        ));
    }
    let info = TableInfo {
        name: which.name().into(),
        rows: u32::try_from(report.rows).unwrap_or(u32::MAX),
        sha256: hex(&Sha256::digest(&content)),
        changed_at: app.now(),
        changed_by: actor
            .account()
            .map(|account| account.login.clone())
            .unwrap_or_default(),
    };
    store::put(&tx, seen.cycle.id, &info, &content).await?;
    let sentence = format!(
        "导入{} {} 行：新增 {}，修改 {}，不变 {}，移出 {}；sha256 {}",
        which.label(),
        report.rows,
        report.new,
        report.changed,
        report.unchanged,
        report.missing,
        info.sha256
    );
    app.audit(
        &tx,
        actor,
        Some(seen.cycle.id),
        "score_table.import",
        which.name(),
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(report)
}

/// The standing, when tables can still be imported.
async fn open(app: &App, c: &impl pingyi_store::Connection, cycle: &str) -> Result<Standing> {
    let standing = Standing::load(app, c, cycle).await.map_err(|fault| {
        if fault.code == "rule_card_not_frozen" {
            Fault::conflict("score_tables_early", "规则卡冻结后才能录入分数")
        } else {
            fault
        }
    })?;
    match closed_because(&standing) {
        Some((zh, _)) => Err(Fault::conflict("score_tables_closed", zh)),
        None => Ok(standing),
    }
}

fn check(standing: &Standing, table: ScoreTable, bytes: &[u8], dry_run: bool) -> Result<Checked> {
    let rows = parse(table, bytes).map_err(Fault::rows)?;
    let content = write(table, &rows);
    let mut folder = standing.folder(Audience::Sealed)?;
    folder.insert(file(table), content.clone());
    let header = header(bytes);
    if let Err(faults) = Data::read(&standing.card, &folder, Audience::Sealed) {
        // While sheets come in one after the other, judges and villages may hang together only at the end.
        let faults: Vec<FieldFault> = faults
            .into_iter()
            .filter(|fault| fault.code != DataFaultCode::Disconnected)
            .map(|fault| field(table, (&header, &rows), &fault))
            .collect();
        if !faults.is_empty() {
            let detail = format!("表中有 {} 处需要修改，没有导入任何一行", faults.len());
            return Err(Fault {
                faults,
                ..Fault::invalid("rows_invalid", detail)
            });
        }
    }
    let before = standing.table(table).unwrap_or_default();
    let before = parse(table, before).unwrap_or_default();
    let changes = changes(table, &before, &rows);
    Ok(Checked {
        report: ImportReport {
            rows: rows.len(),
            new: changes.new,
            changed: changes.changed,
            unchanged: changes.unchanged,
            missing: changes.missing,
            applied: !dry_run,
        },
        content,
    })
}

/// A fault of the data, named by the row and cell of the file that was sent; of another table it concerns, by that
/// table's name.
fn field(
    table: ScoreTable,
    (header, rows): (&[String], &[ScoreRow]),
    fault: &DataFault,
) -> FieldFault {
    let own = fault.file == file(table);
    let row = fault.row.and_then(|row| usize::try_from(row).ok());
    let row = match row {
        // Row 1 is the header; what was written has only the rows that are filled in.
        Some(row) if own && table != ScoreTable::LotSeed => {
            let sent = row.checked_sub(2).and_then(|at| rows.get(at));
            Some(sent.map_or(row, |sent| sent.row))
        }
        other => other,
    };
    let path = match (row, fault.column) {
        (Some(row), Some(column)) if own => cell(header, row, column),
        (Some(row), _) => format!("{}:{row}", fault.file.file_name()),
        (None, _) => fault.file.file_name().to_owned(),
    };
    let sentence = if own {
        Sentence::from((&fault.zh, &fault.en))
    } else {
        let file = fault.file.file_name();
        Sentence::from((
            format!("{file}：{}", fault.zh),
            format!("{file}: {}", fault.en),
        ))
    };
    FieldFault {
        row: row.filter(|_| own),
        column: fault.column.map(str::to_owned),
        value: (!fault.value.is_empty()).then(|| fault.value.clone()),
        ..FieldFault::new(path, sentence).coded(code_of(fault.code))
    }
}
