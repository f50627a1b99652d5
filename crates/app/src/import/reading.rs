//! Reading files in the background: what each would change, beside the county as it stands.

use super::{
    ImportHeading, ImportTable,
    column::EXPORT_NUMBER,
    desk::Origin,
    plan::{Headings, Plan, Refusal, Task, plan},
    report::{ImportRow, ImportState, ImportView, Report, kind_of},
};
use crate::{
    Actor, App, Fault, Result,
    county::{County, Scope, WRITE},
    entry::login,
    score_table::computed,
};
use jiff::Span;
use pingyi_core::id::{EntryId, RowId};
use pingyi_ranking::Sentence;
use pingyi_store::import::{self as store, ImportRow as Stored};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Longest name of a file that is kept.
const FILE_NAME: usize = 100;
/// Days a file is kept.
const DAYS: i64 = 7;

/// The files that are being read, with how far.
pub(crate) type Readings = HashMap<RowId, Arc<AtomicUsize>>;

fn readings<T>(app: &App, use_them: impl FnOnce(&mut Readings) -> T) -> T {
    let mut readings = app
        .readings()
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    use_them(&mut readings)
}

/// The table of a name in an address.
pub(crate) fn table_named(name: &str) -> Result<ImportTable> {
    ImportTable::parse(name).ok_or_else(|| Fault::not_found("表"))
}

/// The scope of whoever brought a file.
pub(crate) fn scope_of(report: &Report) -> Scope {
    let town = report.town.as_ref();
    town.map_or(Scope::All, |town| {
        Scope::Town(town.parse().unwrap_or(EntryId(uuid::Uuid::nil())))
    })
}

/// An import that somebody may see.
pub(crate) async fn seen(
    c: &impl pingyi_store::Connection,
    actor: &Actor,
    id: &str,
) -> Result<(Stored, Report)> {
    let missing = || Fault::not_found("导入");
    let id: RowId = id.parse().map_err(|_| missing())?;
    let stored = store::get_one(c, id).await?.ok_or_else(missing)?;
    let report = Report::of(&stored)?;
    let scope = Scope::of(actor);
    if scope == Scope::All || scope == scope_of(&report) {
        Ok((stored, report))
    } else {
        Err(missing())
    }
}

/// Imports, the newest first; of one town for its account.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<ImportRow>> {
    actor.require(WRITE)?;
    let scope = Scope::of(actor);
    let mut rows = Vec::new();
    for stored in store::list(app.store().reader()).await? {
        let report = Report::of(&stored)?;
        if scope == Scope::All || scope == scope_of(&report) {
            rows.push(ImportRow::of(&stored, &report)?);
        }
    }
    Ok(rows)
}

/// Takes a file and begins to read it.
///
/// # Errors
/// `not_found` for a table there is not.
pub async fn start(
    app: &App,
    actor: &Actor,
    table: &str,
    file: &str,
    content: &[u8],
) -> Result<ImportView> {
    actor.require(WRITE)?;
    let table = table_named(table)?;
    let now = app.now();
    let file: String = file
        .chars()
        .filter(|char| !char.is_control())
        .take(FILE_NAME)
        .collect();
    let file = if file.trim().is_empty() {
        format!("{}.csv", table.code())
    } else {
        file
    };
    let report = Report {
        town: Scope::of(actor).town().map(|town| town.to_string()),
        ..Report::default()
    };
    let stored = Stored {
        id: RowId::new(now, app.random()),
        table: table.code().into(),
        file,
        login: login(actor),
        at: now,
        state: ImportState::Reading.code().into(),
        report: report.json(),
    };
    let tx = app.begin().await?;
    if let Ok(before) = now.checked_sub(Span::new().hours(24 * DAYS)) {
        store::forget_before(&tx, before).await?;
    }
    store::insert(&tx, &stored, content).await?;
    let sentence = format!("上传了{}表“{}”，等待核对", table.zh(), stored.file);
    app.audit(&tx, actor, None, "import.start", &stored.file, sentence)
        .await?;
    app.commit(tx).await?;
    begin(app, stored.id);
    ImportView::of(&stored, report)
}

/// Reads a file away from the request, unless somebody is at it.
pub(crate) fn begin(app: &App, id: RowId) {
    let progress = Arc::new(AtomicUsize::new(0));
    let fresh = readings(app, |all| {
        let fresh = !all.contains_key(&id);
        if fresh {
            all.insert(id, progress.clone());
        }
        fresh
    });
    if !fresh {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(fault) = read(&app, id, progress).await {
            tracing::error!(%fault, "an import could not be read");
            let sentence = (
                "程序内部出错，没有读完；请重新上传，仍不行请联系管理员",
                "the program failed and did not read it: upload it again, and tell the maintainers if that fails too",
            );
            let (state, report) = refused(sentence.into());
            if let Err(fault) = write(&app, id, state, &report).await {
                tracing::error!(%fault, "an import could not be refused");
            }
        }
        readings(&app, |all| all.remove(&id));
    });
}

async fn write(app: &App, id: RowId, state: ImportState, report: &Report) -> Result<()> {
    let tx = app.begin().await?;
    let from = ImportState::Reading.code();
    store::update(&tx, id, from, state.code(), &report.json()).await?;
    // A file that no choice of columns can mend is of no use, and may hold what is not to be kept.
    if state == ImportState::Refused && report.headings.is_empty() {
        store::forget(&tx, id).await?;
    }
    app.commit(tx).await
}

async fn read(app: &App, id: RowId, progress: Arc<AtomicUsize>) -> Result<()> {
    let reader = app.store().reader();
    let missing = || Fault::not_found("导入");
    let stored = store::get_one(reader, id).await?.ok_or_else(missing)?;
    let before = Report::of(&stored)?;
    let (table, _) = kind_of(&stored)?;
    let memory = store::memory(reader, table.code()).await?;
    let headings = Headings::Guess(memory.into_iter().collect());
    let task = task(reader, &stored, &before, headings).await;
    let county = County::load(app, reader).await?;
    let counted = progress.clone();
    let (state, mut report) = match task {
        Ok(task) => {
            let planned = computed(move || plan(&task, &county, &counted)).await?;
            told(planned, before.town.clone())
        }
        Err(fault) if fault.code == "import_file_gone" => {
            let en = "the file is empty or no longer kept: upload it again";
            refused((fault.detail, en).into())
        }
        Err(fault) => return Err(fault),
    };
    report.town = before.town;
    report.rows_read = progress.load(Ordering::Relaxed);
    write(app, id, state, &report).await
}

/// What is to be read of a stored import.
///
/// # Errors
/// `import_file_gone`.
pub(crate) async fn task(
    c: &impl pingyi_store::Connection,
    stored: &Stored,
    report: &Report,
    headings: Headings,
) -> Result<Task> {
    let (table, _) = kind_of(stored)?;
    let content = store::content(c, stored.id).await?.unwrap_or_default();
    if content.is_empty() {
        return Err(Fault::conflict(
            "import_file_gone",
            "文件是空的，或已不再保存；请重新上传",
        ));
    }
    Ok(Task {
        table,
        content,
        headings,
        scope: scope_of(report),
        origin: Origin {
            import: stored.id,
            at: stored.at,
            login: stored.login.clone(),
        },
    })
}

fn refused(sentence: Sentence) -> (ImportState, Report) {
    let report = Report {
        refusal: Some(sentence.zh),
        refusal_en: Some(sentence.en),
        ..Report::default()
    };
    (ImportState::Refused, report)
}

/// A reading as it is kept.
fn told(
    planned: std::result::Result<Plan, Refusal>,
    town: Option<String>,
) -> (ImportState, Report) {
    match planned {
        Ok(plan) => {
            let report = Report {
                town,
                counts: plan.counts,
                rows_read: plan.counts.rows,
                fault_count: plan.wrong.values().map(Vec::len).sum(),
                headings: plan.headings,
                differences: plan.differences,
                faults: plan.faults,
                names: plan.names,
                refusal: None,
                refusal_en: None,
                digest: plan.digest,
            };
            (ImportState::Ready, report)
        }
        Err(refusal) => {
            let (state, mut report) = refused(refusal.sentence());
            if let Refusal::Headings(headings, _) = refusal {
                report.headings = headings;
            }
            (state, report)
        }
    }
}

/// One import. One that nobody reads any more, because the program was stopped, is read again.
///
/// # Errors
/// `not_found`.
pub async fn get(app: &App, actor: &Actor, id: &str) -> Result<ImportView> {
    actor.require(WRITE)?;
    let reader = app.store().reader();
    let (stored, report) = seen(reader, actor, id).await?;
    let (_, state) = kind_of(&stored)?;
    let mut view = ImportView::of(&stored, report)?;
    if state == ImportState::Reading {
        begin(app, stored.id);
        let read = readings(app, |all| all.get(&stored.id).cloned());
        view.rows_read = read.map_or(0, |read| read.load(Ordering::Relaxed));
    }
    if state == ImportState::Applied {
        view.changed_since = super::undo::changed_since(app, reader, &stored).await?;
    }
    Ok(view)
}

/// Says which heading is which column, remembers it, and reads again.
///
/// # Errors
/// `not_found`, `import_state`, `import_columns`.
pub async fn put_columns(
    app: &App,
    actor: &Actor,
    id: &str,
    headings: &[ImportHeading],
) -> Result<ImportView> {
    actor.require(WRITE)?;
    let tx = app.begin().await?;
    let (mut stored, report) = seen(&tx, actor, id).await?;
    let (table, state) = kind_of(&stored)?;
    if !matches!(state, ImportState::Ready | ImportState::Refused) {
        return Err(not_now(state));
    }
    let known = |code: &str| table.columns().iter().any(|column| column.code == code);
    let mut used = Vec::new();
    for column in headings.iter().filter_map(|one| one.column.as_deref()) {
        if !known(column) {
            return Err(Fault::invalid("import_columns", "没有这样的列"));
        }
        if used.contains(&column) {
            let sentence = "一列只能对应文件中的一个表头；请把重复的改为“不导入”";
            return Err(Fault::invalid("import_columns", sentence));
        }
        used.push(column);
    }
    for one in headings {
        let heading = one.heading.trim();
        let in_file = report.headings.iter().any(|known| known.heading == heading);
        if in_file && !EXPORT_NUMBER.contains(&heading) && !heading.is_empty() {
            let code = one.column.as_deref().unwrap_or_default();
            store::remember(&tx, table.code(), heading, code).await?;
        }
    }
    let next = Report {
        town: report.town.clone(),
        ..Report::default()
    };
    again(&tx, &mut stored, state, &next).await?;
    let sentence = format!("为{}表“{}”选择了各列", table.zh(), stored.file);
    app.audit(&tx, actor, None, "import.columns", &stored.file, sentence)
        .await?;
    app.commit(tx).await?;
    begin(app, stored.id);
    ImportView::of(&stored, next)
}

/// Sets an import back to being read.
pub(crate) async fn again(
    c: &impl pingyi_store::Connection,
    stored: &mut Stored,
    from: ImportState,
    report: &Report,
) -> Result<()> {
    let reading = ImportState::Reading.code();
    store::update(c, stored.id, from.code(), reading, &report.json()).await?;
    reading.clone_into(&mut stored.state);
    stored.report = report.json();
    Ok(())
}

/// What is asked does not fit how an import stands.
pub(crate) fn not_now(state: ImportState) -> Fault {
    let sentence = match state {
        ImportState::Reading => "文件还没有读完，请稍候",
        ImportState::Ready => "还没有导入",
        ImportState::Refused => "这个文件不能导入；请按提示修改后重新上传",
        ImportState::Applied => "已经导入",
        ImportState::Undone => "已经撤销；要再次导入请重新上传",
    };
    Fault::conflict("import_state", sentence)
}
