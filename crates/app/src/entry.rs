//! Writing entries: versions, conflicts, proposals of towns, and the history of each.
//!
//! Every noun is written the same way. A write says which version it started from. When somebody wrote in between,
//! changes of different members are brought together; a member both changed is refused, and nobody's text is lost.
//! What a town writes waits as a proposal.

mod among;
mod batch;
mod body;
mod history;
mod person;
mod project;
mod reason;
mod unit;

use crate::{
    Actor, App, Fault, FieldFault, Result,
    county::{County, Kept, Scope, Shelf},
};
use pingyi_core::{
    entry::{Entry, EntryFault, Noun, merge},
    id::{EntryId, RowId},
    role::Access,
};
use pingyi_store::{
    Transaction,
    entry::{self as store, EntryRow},
    proposal::{self, ProposalRow, ProposalState},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub(crate) use among::Among;
pub(crate) use body::Body;
pub use history::{EntryVersion, history};
pub(crate) use history::{sees_discipline, shown};
pub(crate) use person::next_code;
pub(crate) use reason::{Deed, because, reason};

/// What a write answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Saved {
    /// The entry; for a proposed new entry the proposal.
    pub id: String,
    /// Its version now.
    pub version: u32,
    /// The proposal it became, when a town wrote it.
    pub proposal: Option<String>,
}

/// What the county keeps of each noun: where, whose, and what it refers to.
pub(crate) trait EntryKind: Entry {
    /// Its shelf.
    fn shelf(county: &County) -> &Shelf<Self>;
    /// Its shelf, to be written.
    fn shelf_mut(county: &mut County) -> &mut Shelf<Self>;
    /// The town it belongs to; `id` is its own, where it has one.
    fn town(&self, id: Option<EntryId>, county: &County) -> Option<EntryId>;
    /// What is taken from the entry as it stands, because editing does not change it.
    #[must_use]
    fn prepared(self, standing: Option<&Self>, county: &County) -> Self;
    /// What is wrong with it among the others.
    fn check_among(&self, id: Option<EntryId>, among: &Among<'_>) -> Vec<EntryFault>;
}

/// A write on its way.
pub(crate) struct Write<T> {
    /// The entry; none for a new one.
    pub(crate) id: Option<EntryId>,
    /// The version it started from; none for a new one.
    pub(crate) version: Option<u32>,
    /// Why.
    pub(crate) why: String,
    /// The document.
    pub(crate) body: T,
}

/// A write that was judged: what stands, and what is to stand.
pub(crate) struct Judged<T> {
    pub(crate) id: Option<EntryId>,
    pub(crate) standing: Option<Kept<T>>,
    pub(crate) body: T,
}

/// The identifier in an address.
pub(crate) fn entry_id(text: &str, noun: Noun) -> Result<EntryId> {
    text.parse().map_err(|_| Fault::not_found(noun.zh()))
}

/// A refusal that names members.
pub(crate) fn invalid(faults: Vec<EntryFault>) -> Fault {
    let mut fault = Fault::invalid(
        "entry_invalid",
        format!("有 {} 处需要修改，没有保存", faults.len()),
    );
    fault.faults = faults.into_iter().map(field_fault).collect();
    fault
}

/// A member's fault in the form every edge shows.
pub(crate) fn field_fault(fault: EntryFault) -> FieldFault {
    FieldFault::new(fault.path, fault.message).coded(fault.code)
}

fn document<T: Serialize>(body: &T) -> Result<Value> {
    serde_json::to_value(body).map_err(|error| Fault::internal(&error))
}

/// Judges a write against what stands: access to the entry, conflicts, faults.
///
/// # Errors
/// `not_found`, `entry_changed`, `entry_invalid`.
pub(crate) async fn judge<T: EntryKind>(
    tx: &Transaction,
    county: &County,
    scope: Scope,
    write: Write<T>,
) -> Result<Judged<T>> {
    let Some(id) = write.id else {
        let body = write.body.prepared(None, county);
        return judged(county, scope, None, None, body);
    };
    let standing = T::shelf(county)
        .get(&id)
        .filter(|kept| scope.sees(kept.body.town(Some(id), county)))
        .ok_or_else(|| Fault::not_found(T::NOUN.zh()))?;
    let mut body = write.body.prepared(Some(&standing.body), county);
    let from = write.version.unwrap_or(standing.version);
    if from != standing.version {
        let base = store::version(tx, id, from)
            .await?
            .ok_or_else(|| Fault::conflict("entry_changed", "找不到修改前的版本，请重新载入"))?;
        let theirs = document(&standing.body)?;
        let base: T = serde_json::from_value(base.body).map_err(|error| Fault::internal(&error))?;
        let base = document(&base.prepared(Some(&standing.body), county))?;
        let merged = merge(&base, &theirs, &document(&body)?).map_err(|clashes| {
            let mut fault = Fault::conflict(
                "entry_changed",
                format!(
                    "{} 在您修改期间也改了这里；请比较后选择",
                    standing.changed_by
                ),
            );
            let paths = clashes.into_iter().map(|clash| {
                EntryFault::new(
                    clash.path,
                    "clash",
                    ("两个人都改了这一项", "two people changed this"),
                )
            });
            fault.faults = paths.map(field_fault).collect();
            fault
        })?;
        body = serde_json::from_value(merged).map_err(|error| Fault::internal(&error))?;
    }
    judged(county, scope, Some(id), Some(standing.clone()), body)
}

fn judged<T: EntryKind>(
    county: &County,
    scope: Scope,
    id: Option<EntryId>,
    standing: Option<Kept<T>>,
    body: T,
) -> Result<Judged<T>> {
    let mut faults = body.check();
    faults.extend(body.check_among(id, &Among::of(county)));
    if !scope.sees(body.town(id, county)) {
        faults.push(EntryFault::new(
            "/town",
            "other_town",
            (
                "只能填写本镇街的数据",
                "only data of your own town can be changed",
            ),
        ));
    }
    if faults.is_empty() {
        Ok(Judged { id, standing, body })
    } else {
        Err(invalid(faults))
    }
}

/// Writes what was judged, in the county at hand too, so that what follows in one transaction builds on it.
///
/// # Errors
/// `entry_changed`, `code_taken`.
pub(crate) async fn put<T: EntryKind>(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    county: &mut County,
    judged: Vec<Judged<T>>,
    why: &str,
    import: Option<RowId>,
) -> Result<Vec<(EntryId, u32)>> {
    let now = app.now();
    let login = login(actor);
    let mut rows = Vec::with_capacity(judged.len());
    let mut written = Vec::with_capacity(judged.len());
    for one in judged {
        let id = one.id.unwrap_or_else(|| EntryId::new(now, app.random()));
        let version = one.standing.map_or(1, |kept| kept.version + 1);
        rows.push(EntryRow {
            id,
            noun: T::NOUN,
            code: one.body.key().into(),
            title: one.body.title().into(),
            version,
            body: document(&one.body)?,
            changed_at: now,
            changed_by: login.clone(),
        });
        let kept = Kept {
            id,
            version,
            changed_at: now,
            changed_by: login.clone(),
            body: one.body,
        };
        T::shelf_mut(county).insert(id, kept);
        written.push((id, version));
    }
    store::write(tx, &rows, why, import)
        .await
        .map_err(|error| {
            if pingyi_store::is_taken(&error) {
                Fault::conflict("code_taken", "编号已被使用，请换一个")
            } else {
                error.into()
            }
        })?;
    Ok(written)
}

/// The login of whoever acts; the machine itself has none.
pub(crate) fn login(actor: &Actor) -> String {
    actor
        .account()
        .map_or_else(String::new, |account| account.login.clone())
}

/// Saves a document: at once for the county, as a proposal for a town.
///
/// # Errors
/// `not_found`, `entry_changed`, `entry_invalid`, `code_taken`, `why_needed`.
pub(crate) async fn save<T: EntryKind>(
    app: &App,
    actor: &Actor,
    access: Access,
    write: Write<T>,
) -> Result<Saved> {
    actor.require(access)?;
    let scope = Scope::of(actor);
    let why = reason(&write.why)?;
    let tx = app.begin().await?;
    let mut county = County::load(app, &tx).await?;
    let (base_version, new) = (write.version, write.id.is_none());
    let judged = judge(&tx, &county, scope, write).await?;
    let title = judged.body.title().to_owned();
    if let Some(town) = scope.town() {
        let (row, version) = proposed(app, actor, town, &judged, base_version, &why, None)?;
        proposal::insert(&tx, std::slice::from_ref(&row)).await?;
        let sentence = format!("提出修改{}“{title}”，等待县里批准", T::NOUN.zh());
        app.audit(&tx, actor, None, "proposal.make", &title, sentence)
            .await?;
        app.commit(tx).await?;
        let id = row
            .entry
            .map_or_else(|| row.id.to_string(), |entry| entry.to_string());
        return Ok(Saved {
            id,
            version,
            proposal: Some(row.id.to_string()),
        });
    }
    let written = put(app, &tx, actor, &mut county, vec![judged], &why, None).await?;
    let (id, version) = written[0];
    let verb = if new { "新增" } else { "修改" };
    let action = format!(
        "{}.{}",
        T::NOUN.code(),
        if new { "create" } else { "change" }
    );
    let sentence = format!("{verb}{}“{title}”{}", T::NOUN.zh(), because(&why));
    app.audit(&tx, actor, None, &action, &title, sentence)
        .await?;
    app.commit(tx).await?;
    Ok(Saved {
        id: id.to_string(),
        version,
        proposal: None,
    })
}

/// The proposal of a town for what was judged, and the version that stands.
pub(crate) fn proposed<T: EntryKind>(
    app: &App,
    actor: &Actor,
    town: EntryId,
    judged: &Judged<T>,
    base_version: Option<u32>,
    why: &str,
    import: Option<RowId>,
) -> Result<(ProposalRow, u32)> {
    let now = app.now();
    let standing = judged.standing.as_ref();
    let row = ProposalRow {
        id: RowId::new(now, app.random()),
        noun: T::NOUN,
        entry: judged.id,
        title: judged.body.title().into(),
        town,
        base_version: base_version.or(standing.map(|kept| kept.version)),
        base: standing.map_or(Ok(Value::Null), |kept| document(&kept.body))?,
        body: document(&judged.body)?,
        why: why.into(),
        login: login(actor),
        at: now,
        state: ProposalState::Pending,
        import,
        reviewer: None,
        reviewed_at: None,
        answer: String::new(),
    };
    let version = standing.map_or(0, |kept| kept.version);
    Ok((row, version))
}

impl County {
    /// The town an entry belongs to, of whatever noun.
    pub(crate) fn town_of_entry(&self, id: EntryId) -> Option<EntryId> {
        if self.units.contains_key(&id) {
            return self.town_of(id);
        }
        let person = self
            .people
            .get(&id)
            .and_then(|kept| kept.body.town(Some(id), self));
        person.or_else(|| {
            self.projects
                .get(&id)
                .and_then(|kept| kept.body.town(Some(id), self))
        })
    }
}
