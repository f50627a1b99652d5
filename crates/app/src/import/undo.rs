//! Taking a whole import back.

use super::{
    reading::{not_now, seen},
    report::{ImportState, ImportView, kind_of},
};
use crate::{
    Actor, App, Fault, Result,
    county::{County, Kept, Scope, WRITE},
    entry::{Among, Body, Deed, EntryKind, Judged, login, put},
};
use pingyi_core::{
    entry::Noun,
    id::{EntryId, RowId},
    ledger::Project,
    person::Person,
    unit::Unit,
};
use pingyi_store::{
    Connection, Transaction, account,
    entry::{self, VersionRow},
    import::{self as store, ImportRow as Stored},
    proposal::{self, ProposalState},
};
use serde_json::Value;
use std::collections::HashSet;

/// Names told in a refusal.
const NAMED: usize = 5;

/// Names of what is no longer as the import left it.
fn changed(county: &County, written: &[VersionRow]) -> Vec<String> {
    let differs = |row: &&VersionRow| {
        let standing = Body::standing(county, row.entry);
        standing.map(|body| body.json()).as_ref() != Some(&row.body)
    };
    let names = written.iter().filter(differs).map(|row| {
        let name = county.name(row.entry);
        let told = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if name.is_empty() {
            told(&row.body["name"])
        } else {
            name
        }
    });
    names.collect()
}

/// What was changed since an import was written.
pub(crate) async fn changed_since(
    app: &App,
    c: &impl Connection,
    stored: &Stored,
) -> Result<Vec<String>> {
    let written = entry::of_import(c, stored.id).await?;
    if written.is_empty() {
        return Ok(Vec::new());
    }
    Ok(changed(&County::load(app, c).await?, &written))
}

/// Takes an import back: documents are again what they were before, new ones are gone.
///
/// # Errors
/// `not_found`, `import_state`, `import_built_upon`.
pub async fn undo(app: &App, actor: &Actor, id: &str) -> Result<ImportView> {
    actor.require(WRITE)?;
    let tx = app.begin().await?;
    let (mut stored, report) = seen(&tx, actor, id).await?;
    let (table, state) = kind_of(&stored)?;
    if state != ImportState::Applied {
        return Err(not_now(state));
    }
    let sentence = if Scope::of(actor).town().is_some() {
        let count = withdraw(app, &tx, actor, stored.id).await?;
        format!("撤回导入{}表“{}”的 {count} 项修改", table.zh(), stored.file)
    } else {
        withdraw(app, &tx, actor, stored.id).await?;
        let (restored, removed) = take_back(app, &tx, actor, &stored).await?;
        format!(
            "撤销导入{}表“{}”：恢复 {restored} 条，删去新增的 {removed} 条",
            table.zh(),
            stored.file
        )
    };
    let undone = ImportState::Undone;
    store::update(&tx, stored.id, state.code(), undone.code(), &report.json()).await?;
    store::forget(&tx, stored.id).await?;
    app.audit(&tx, actor, None, "import.undo", &stored.file, sentence)
        .await?;
    app.commit(tx).await?;
    undone.code().clone_into(&mut stored.state);
    ImportView::of(&stored, report)
}

/// Takes back the proposals that an import made and nobody has answered.
async fn withdraw(app: &App, tx: &Transaction, actor: &Actor, import: RowId) -> Result<usize> {
    let town = Scope::of(actor).town().is_some();
    if town {
        let approved = proposal::list(tx, ProposalState::Approved).await?;
        let approved = approved.iter().filter(|one| one.import == Some(import));
        let names: Vec<String> = approved.map(|one| one.title.clone()).collect();
        if !names.is_empty() {
            return Err(built_upon(&names, "县里已经批准"));
        }
    }
    let mut count = 0;
    let (who, now) = (login(actor), app.now());
    for one in proposal::list(tx, ProposalState::Pending).await? {
        if one.import == Some(import) {
            let state = ProposalState::Withdrawn;
            let answer = "撤销导入";
            proposal::answer(tx, one.id, state, None, &who, now, answer).await?;
            count += 1;
        }
    }
    Ok(count)
}

fn built_upon(names: &[String], why: &str) -> Fault {
    let more = if names.len() > NAMED {
        format!("等 {} 条", names.len())
    } else {
        String::new()
    };
    let named = names[..names.len().min(NAMED)].join("、");
    Fault::conflict(
        "import_built_upon",
        format!("{why}：{named}{more}；不能整体撤销，请逐条修改"),
    )
}

async fn take_back(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    stored: &Stored,
) -> Result<(usize, usize)> {
    let written = entry::of_import(tx, stored.id).await?;
    let mut county = County::load(app, tx).await?;
    let names = changed(&county, &written);
    if !names.is_empty() {
        return Err(built_upon(&names, "导入之后有人改过"));
    }
    let made: HashSet<EntryId> = written
        .iter()
        .filter(|row| row.version == 1)
        .map(|row| row.entry)
        .collect();
    let names = used(&county, tx, &made).await?;
    if !names.is_empty() {
        return Err(built_upon(&names, "这些新增的条目已被别处使用"));
    }
    for id in &made {
        entry::remove(tx, *id).await?;
        county.units.remove(id);
        county.people.remove(id);
        county.projects.remove(id);
    }
    let why = Deed::Undo(&stored.file).to_string();
    let taking = Taking {
        app,
        tx,
        actor,
        why: &why,
    };
    let changed: Vec<VersionRow> = written.into_iter().filter(|row| row.version > 1).collect();
    let count = changed.len();
    taking.back::<Unit>(&mut county, &changed).await?;
    taking.back::<Person>(&mut county, &changed).await?;
    taking.back::<Project>(&mut county, &changed).await?;
    Ok((count, made.len()))
}

/// Names of entries made by the import that others refer to.
async fn used(county: &County, tx: &Transaction, made: &HashSet<EntryId>) -> Result<Vec<String>> {
    let mut used: HashSet<EntryId> = HashSet::new();
    let stays = |id: &EntryId| !made.contains(id);
    for (_, kept) in county.units.iter().filter(|(id, _)| stays(id)) {
        used.extend(kept.body.parent);
        used.extend(kept.body.former.iter().filter_map(|former| former.parent));
        used.extend(kept.body.ended.iter().filter_map(|ended| ended.successor));
    }
    for (_, kept) in county.people.iter().filter(|(id, _)| stays(id)) {
        used.extend(kept.body.terms.iter().map(|term| term.village));
        used.extend(kept.body.terms.iter().filter_map(|term| term.mentor));
    }
    for (_, kept) in county.projects.iter().filter(|(id, _)| stays(id)) {
        used.insert(kept.body.town);
        used.extend(kept.body.villages.iter().copied());
    }
    for account in account::list(tx).await? {
        used.extend(account.account.town);
    }
    for one in proposal::list(tx, ProposalState::Pending).await? {
        used.insert(one.town);
        used.extend(one.entry);
    }
    let names = used.into_iter().filter(|id| made.contains(id));
    let mut names: Vec<String> = names.map(|id| county.name(id)).collect();
    names.sort();
    Ok(names)
}

/// What every document is taken back with.
struct Taking<'a> {
    app: &'a App,
    tx: &'a Transaction,
    actor: &'a Actor,
    why: &'a str,
}

impl Taking<'_> {
    /// Writes the versions before as new versions.
    async fn back<T: EntryKind>(&self, county: &mut County, rows: &[VersionRow]) -> Result<()> {
        let mut judged = Vec::new();
        let mut ids = Vec::new();
        for row in rows {
            let Some(standing) = T::shelf(county).get(&row.entry).cloned() else {
                continue;
            };
            let before = entry::version(self.tx, row.entry, row.version - 1).await?;
            let before = before.ok_or_else(|| Fault::internal(&"a version is missing"))?;
            let body: T =
                serde_json::from_value(before.body).map_err(|error| Fault::internal(&error))?;
            ids.push(row.entry);
            judged.push(Judged {
                id: Some(row.entry),
                standing: Some(standing),
                body,
            });
        }
        if judged.is_empty() {
            return Ok(());
        }
        put(
            self.app, self.tx, self.actor, county, judged, self.why, None,
        )
        .await?;
        let among = Among::of(county);
        let spoiled = ids.iter().filter_map(|id| {
            let kept: &Kept<T> = T::shelf(county).get(id)?;
            let wrong = !kept.body.check_among(Some(*id), &among).is_empty();
            wrong.then(|| kept.body.title().to_owned())
        });
        let names: Vec<String> = spoiled.collect();
        if names.is_empty() || T::NOUN == Noun::Setting {
            Ok(())
        } else {
            Err(built_upon(&names, "导入之后别处有了变化，恢复会冲突"))
        }
    }
}
