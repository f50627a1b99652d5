//! Writing what a file says, once, and only what was shown.

use super::{
    column::ImportTable,
    draft::Draft,
    plan::{Headings, Plan, plan},
    reading::{again, begin, not_now, seen, task},
    report::{ImportState, ImportView, Report, kind_of},
};
use crate::{
    Actor, App, Fault, Result,
    county::{County, Scope, WRITE},
    entry::{Body, Deed, EntryKind, Judged, proposed, put},
    score_table::computed,
};
use pingyi_core::{
    id::{EntryId, RowId},
    ledger::Project,
    person::Person,
    unit::Unit,
};
use pingyi_store::{Transaction, import as store, proposal};
use std::sync::atomic::AtomicUsize;

/// Documents written with one statement each way: what waits to be written stays small.
const TOGETHER: usize = 1_000;

/// Writes an import into the county; a town's becomes proposals, one for each document.
///
/// Everything is compared again inside the transaction. When it would not do just what was shown, nothing is written
/// and the file is read again.
///
/// # Errors
/// `not_found`, `import_state`, `import_outdated`, `import_faulty`, `import_nothing`, `import_file_gone`.
pub async fn apply(app: &App, actor: &Actor, id: &str, skip_faulty: bool) -> Result<ImportView> {
    actor.require(WRITE)?;
    let tx = app.begin().await?;
    let (mut stored, report) = seen(&tx, actor, id).await?;
    let (table, state) = kind_of(&stored)?;
    if state != ImportState::Ready {
        return Err(not_now(state));
    }
    let headings = Headings::Known(report.headings.clone());
    let task = task(&tx, &stored, &report, headings).await?;
    let county = County::load(app, &tx).await?;
    let (planned, mut county) = computed(move || {
        let planned = plan(&task, &county, &AtomicUsize::new(0));
        (planned, county)
    })
    .await?;
    let plan = match planned {
        Ok(plan) if plan.digest == report.digest => plan,
        _ => {
            let next = Report {
                town: report.town,
                ..Report::default()
            };
            again(&tx, &mut stored, state, &next).await?;
            app.commit(tx).await?;
            begin(app, stored.id);
            return Err(Fault::conflict(
                "import_outdated",
                "核对之后，名册或项目库有人改过；没有写入，正在重新核对，请再看一遍差异",
            ));
        }
    };
    if plan.counts.faulty > 0 && !skip_faulty {
        return Err(Fault::invalid(
            "import_faulty",
            format!(
                "有 {} 行需要修改；可以改好后重新上传，或选择跳过这些行",
                plan.counts.faulty
            ),
        ));
    }
    if plan.drafts.is_empty() {
        return Err(Fault::conflict(
            "import_nothing",
            "没有可写入的内容：文件与现有数据相同，或各行都需要修改",
        ));
    }
    let why = Deed::Import(table.code(), &stored.file).to_string();
    let writing = Writing {
        app,
        tx: &tx,
        actor,
        why: &why,
        import: stored.id,
    };
    let written = writing.all(&mut county, plan.drafts).await?;
    let counts = plan.counts;
    let next = Report { counts, ..report };
    let applied = ImportState::Applied;
    store::update(&tx, stored.id, state.code(), applied.code(), &next.json()).await?;
    if counts.faulty == 0 {
        store::forget(&tx, stored.id).await?;
    }
    let sentence = sentence(actor, table, &stored.file, written, counts.faulty);
    app.audit(&tx, actor, None, "import.apply", &stored.file, sentence)
        .await?;
    app.commit(tx).await?;
    applied.code().clone_into(&mut stored.state);
    ImportView::of(&stored, next)
}

fn sentence(
    actor: &Actor,
    table: ImportTable,
    file: &str,
    written: (usize, usize),
    faulty: usize,
) -> String {
    let (new, changed) = written;
    let verb = if Scope::of(actor).town().is_some() {
        "提出导入"
    } else {
        "导入"
    };
    let skipped = if faulty == 0 {
        String::new()
    } else {
        format!("，跳过有误的 {faulty} 行")
    };
    let table = table.zh();
    format!("{verb}{table}表“{file}”：新增 {new} 条，修改 {changed} 条{skipped}")
}

/// What every document of an import is written with.
struct Writing<'a> {
    app: &'a App,
    tx: &'a Transaction,
    actor: &'a Actor,
    why: &'a str,
    import: RowId,
}

impl Writing<'_> {
    /// Writes every document; answers how many were new and how many changed.
    async fn all(&self, county: &mut County, drafts: Vec<Draft>) -> Result<(usize, usize)> {
        let new = drafts.iter().filter(|draft| draft.new).count();
        let written = (new, drafts.len() - new);
        let (mut units, mut people, mut projects) = (Vec::new(), Vec::new(), Vec::new());
        for draft in drafts {
            match draft.body {
                Body::Unit(unit) => units.push((draft.id, *unit)),
                Body::Person(person) => people.push((draft.id, *person)),
                Body::Project(project) => projects.push((draft.id, *project)),
            }
        }
        self.some::<Unit>(county, units).await?;
        self.some::<Person>(county, people).await?;
        self.some::<Project>(county, projects).await?;
        Ok(written)
    }

    async fn some<T: EntryKind>(
        &self,
        county: &mut County,
        bodies: Vec<(EntryId, T)>,
    ) -> Result<()> {
        let mut bodies = bodies.into_iter().peekable();
        while bodies.peek().is_some() {
            let judged = bodies.by_ref().take(TOGETHER).map(|(id, body)| Judged {
                id: Some(id),
                standing: T::shelf(county).get(&id).cloned(),
                body,
            });
            let judged: Vec<Judged<T>> = judged.collect();
            match Scope::of(self.actor).town() {
                Some(town) => self.propose(town, judged).await?,
                None => {
                    let (app, tx, actor) = (self.app, self.tx, self.actor);
                    put(app, tx, actor, county, judged, self.why, Some(self.import)).await?;
                }
            }
        }
        Ok(())
    }

    async fn propose<T: EntryKind>(&self, town: EntryId, judged: Vec<Judged<T>>) -> Result<()> {
        let mut rows = Vec::with_capacity(judged.len());
        for mut one in judged {
            // A proposal of something new names no entry yet.
            one.id = one.id.filter(|_| one.standing.is_some());
            let import = Some(self.import);
            let (row, _) = proposed(self.app, self.actor, town, &one, None, self.why, import)?;
            rows.push(row);
        }
        proposal::insert(self.tx, &rows).await?;
        Ok(())
    }
}

/// What an import would do now, for its rows that need mending.
///
/// # Errors
/// `not_found`, `import_state`, `import_file_gone`.
pub(crate) async fn planned(
    app: &App,
    actor: &Actor,
    id: &str,
) -> Result<(super::plan::Task, Plan, String)> {
    let reader = app.store().reader();
    let (stored, report) = seen(reader, actor, id).await?;
    let (_, state) = kind_of(&stored)?;
    if !matches!(state, ImportState::Ready | ImportState::Applied) {
        return Err(not_now(state));
    }
    let headings = Headings::Known(report.headings.clone());
    let task = task(reader, &stored, &report, headings).await?;
    let county = County::load(app, reader).await?;
    let (task, planned) = computed(move || {
        let planned = plan(&task, &county, &AtomicUsize::new(0));
        (task, planned)
    })
    .await?;
    match planned {
        Ok(plan) => Ok((task, plan, stored.file)),
        Err(refusal) => Err(Fault::conflict("import_state", refusal.sentence().zh)),
    }
}
