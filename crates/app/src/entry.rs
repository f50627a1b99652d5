//! Writing entries: versions, conflicts, proposals of towns, and the history of each.
//!
//! Every noun is written the same way. A write says which version it started from. When somebody wrote in between,
//! changes of different members are brought together; a member both changed is refused, and nobody's text is lost.
//! What a town writes waits as a proposal.

use crate::{
    Actor, App, Fault, FaultKind, FieldFault, Result,
    county::{County, Kept, READ, Scope, Shelf},
    proposal::collect_names,
};
use pingyi_core::{
    batch::Batch,
    entry::{Change, Entry, EntryFault, Noun, changes, merge},
    id::{EntryId, RowId},
    ledger::Project,
    person::Person,
    role::{Access, Role},
    unit::Unit,
};
use pingyi_store::{
    Transaction,
    entry::{self as store, EntryRow},
    proposal::{self, ProposalRow, ProposalState},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Longest reason.
const WHY: usize = 200;

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

/// One version in the history of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryVersion {
    /// From 1.
    pub version: u32,
    /// When.
    pub at: String,
    /// Login of who wrote it.
    pub by: String,
    /// Why.
    pub why: String,
    /// The import it came with.
    pub import: Option<String>,
    /// What it changed.
    pub changes: Vec<Change>,
    /// Names of what the values refer to.
    pub names: BTreeMap<String, String>,
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
    fn check_among(&self, id: Option<EntryId>, county: &County) -> Vec<EntryFault>;
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
    FieldFault {
        path: fault.path,
        row: None,
        column: None,
        value: None,
        code: Some(fault.code.into()),
        message: fault.message,
    }
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
            let paths = clashes
                .into_iter()
                .map(|clash| EntryFault::new(clash.path, "clash", "两个人都改了这一项"));
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
    faults.extend(body.check_among(id, county));
    if !scope.sees(body.town(id, county)) {
        faults.push(EntryFault::new(
            "/town",
            "other_town",
            "只能填写本镇街的数据",
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

/// The reason of a write.
///
/// # Errors
/// `why_needed`.
pub(crate) fn reason(why: &str) -> Result<String> {
    let why = why.trim();
    if why.chars().count() > WHY || why.chars().any(char::is_control) {
        return Err(Fault::invalid(
            "why_needed",
            format!("原因最多 {WHY} 个字，写在一行里"),
        ));
    }
    Ok(why.to_owned())
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

/// A reason as the end of a sentence.
pub(crate) fn because(why: &str) -> String {
    if why.is_empty() {
        String::new()
    } else {
        format!("，原因：{why}")
    }
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

/// A document as somebody of this role may see it: phones masked, discipline for those who need it.
pub(crate) fn shown(actor: &Actor, noun: Noun, mut body: Value) -> Value {
    if noun == Noun::Person
        && let Some(phone) = body.get_mut("phone")
    {
        let masked = phone.as_str().map(pingyi_core::person::mask);
        *phone = masked.unwrap_or_default().into();
    }
    if matches!(noun, Noun::Person | Noun::Unit)
        && !sees_discipline(actor)
        && let Some(events) = body.get_mut("events").and_then(Value::as_array_mut)
    {
        events.retain(|event| event["kind"] != "discipline");
    }
    body
}

/// Whether an actor sees discipline: who enters it, nobody else.
pub(crate) fn sees_discipline(actor: &Actor) -> bool {
    matches!(actor.role(), Some(Role::Organiser | Role::Town))
}

/// The history of an entry, the newest version first.
///
/// # Errors
/// `not_found`.
pub async fn history(app: &App, actor: &Actor, id: &str) -> Result<Vec<EntryVersion>> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let id: EntryId = id.parse().map_err(|_| Fault::not_found("条目"))?;
    let county = County::load(app, reader).await?;
    let row = store::get_one(reader, id)
        .await?
        .ok_or_else(|| Fault::not_found("条目"))?;
    if !Scope::of(actor).sees(county.town_of_entry(id)) {
        return Err(Fault::new(FaultKind::NotFound, "not_found", "没有这个条目"));
    }
    let mut before = Value::Null;
    let mut history = Vec::new();
    for one in store::versions(app.store().reader(), id).await? {
        let body = shown(actor, row.noun, one.body);
        let changes = changes(&before, &body);
        let mut names = BTreeMap::new();
        for change in &changes {
            for value in [&change.before, &change.after].into_iter().flatten() {
                collect_names(&county, value, &mut names);
            }
        }
        history.push(EntryVersion {
            version: one.version,
            at: one.at.to_string(),
            by: one.login,
            why: one.why,
            import: one.import.map(|id| id.to_string()),
            changes,
            names,
        });
        before = body;
    }
    history.reverse();
    Ok(history)
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

impl EntryKind for Batch {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.batches
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.batches
    }

    fn town(&self, _: Option<EntryId>, _: &County) -> Option<EntryId> {
        None
    }

    fn prepared(self, _: Option<&Self>, _: &County) -> Self {
        self
    }

    fn check_among(&self, id: Option<EntryId>, county: &County) -> Vec<EntryFault> {
        taken(self, id, county, "/number")
    }
}

/// The fault of a code that another entry of the noun has.
fn taken<T: EntryKind>(
    one: &T,
    id: Option<EntryId>,
    county: &County,
    path: &str,
) -> Vec<EntryFault> {
    let key = one.key();
    let other = T::shelf(county)
        .values()
        .find(|kept| !key.is_empty() && Some(kept.id) != id && kept.body.key() == key);
    let fault = |kept: &Kept<T>| {
        EntryFault::new(
            path,
            "taken",
            format!("编号 {key} 已用于“{}”", kept.body.title()),
        )
    };
    other.map(fault).into_iter().collect()
}

impl EntryKind for Unit {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.units
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.units
    }

    fn town(&self, id: Option<EntryId>, _: &County) -> Option<EntryId> {
        if self.kind == pingyi_core::unit::UnitKind::Village {
            return self.parent;
        }
        id.filter(|_| self.kind.is_town())
    }

    fn prepared(mut self, standing: Option<&Self>, _: &County) -> Self {
        if let Some(standing) = standing {
            // Name, parent and end have days; they change by their own acts.
            self.kind = standing.kind;
            self.parent = standing.parent;
            self.former.clone_from(&standing.former);
            self.ended.clone_from(&standing.ended);
        }
        self
    }

    fn check_among(&self, id: Option<EntryId>, county: &County) -> Vec<EntryFault> {
        let mut faults = taken(self, id, county, "/code");
        if let Some(parent) = self.parent {
            match county.unit(parent) {
                Some(parent) if self.kind.belongs_to(parent.kind) => {
                    if parent.ended.is_some() && self.ended.is_none() {
                        faults.push(EntryFault::new("/parent", "ended", "上级单位已撤销"));
                    }
                }
                Some(parent) => {
                    let message = format!("{}不能直接隶属于{}", self.kind.zh(), parent.kind.zh());
                    faults.push(EntryFault::new("/parent", "kind", message));
                }
                None => faults.push(EntryFault::new("/parent", "unknown", "没有这个上级单位")),
            }
        }
        let others = county.units.values().filter(|kept| Some(kept.id) != id);
        let twin = |kept: &&Kept<Unit>| {
            kept.body.parent == self.parent
                && kept.body.name == self.name
                && kept.body.ended.is_none()
        };
        if self.ended.is_none() && others.clone().any(|kept| twin(&kept)) {
            let message = format!("同一上级下已有“{}”", self.name);
            faults.push(EntryFault::new("/name", "taken", message));
        }
        if self.kind == pingyi_core::unit::UnitKind::County
            && others.clone().any(|kept| kept.body.kind == self.kind)
        {
            faults.push(EntryFault::new("/kind", "county", "只能有一个县（市、区）"));
        }
        faults
    }
}

impl EntryKind for Person {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.people
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.people
    }

    fn town(&self, _: Option<EntryId>, county: &County) -> Option<EntryId> {
        self.home(county.today)
            .and_then(|term| county.town_of(term.village))
    }

    fn prepared(mut self, standing: Option<&Self>, county: &County) -> Self {
        if let Some(standing) = standing
            && self.phone == standing.masked_phone()
        {
            self.phone.clone_from(&standing.phone);
        }
        if self.code.is_empty() {
            self.code =
                standing.map_or_else(|| next_code(county), |standing| standing.code.clone());
        }
        self.terms.sort_by_key(|term| term.from);
        self
    }

    fn check_among(&self, id: Option<EntryId>, county: &County) -> Vec<EntryFault> {
        let mut faults = taken(self, id, county, "/code");
        for (index, term) in self.terms.iter().enumerate() {
            let at = |member: &str| format!("/terms/{index}/{member}");
            if county
                .unit(term.village)
                .is_none_or(|unit| unit.kind != pingyi_core::unit::UnitKind::Village)
            {
                faults.push(EntryFault::new(at("village"), "unknown", "没有这个村"));
            }
            if let Some(mentor) = term.mentor
                && (!county.people.contains_key(&mentor) || Some(mentor) == id)
            {
                faults.push(EntryFault::new(at("mentor"), "unknown", "没有这个帮带人"));
            }
            let running = |other: &pingyi_core::person::Term| {
                other.village == term.village
                    && other.post == pingyi_core::person::Post::Secretary
                    && other.to.is_none()
            };
            let rival = county
                .people
                .values()
                .find(|kept| Some(kept.id) != id && kept.body.terms.iter().any(running));
            if term.post == pingyi_core::person::Post::Secretary
                && term.to.is_none()
                && let Some(rival) = rival
            {
                let message = format!("该村书记现为{}；请先填写其离任日期和原因", rival.body.name);
                faults.push(EntryFault::new(at("village"), "occupied", message));
            }
        }
        for (index, admission) in self.admissions.iter().enumerate() {
            if !county.batches.contains_key(&admission.batch) {
                let path = format!("/admissions/{index}/batch");
                faults.push(EntryFault::new(path, "unknown", "没有这个批次"));
            }
        }
        faults
    }
}

/// The next free code of a person: `R0001`.
pub(crate) fn next_code(county: &County) -> String {
    let used = county
        .people
        .values()
        .filter_map(|kept| kept.body.code.strip_prefix('R')?.parse::<u32>().ok());
    format!("R{:04}", used.max().unwrap_or(0) + 1)
}

impl EntryKind for Project {
    fn shelf(county: &County) -> &Shelf<Self> {
        &county.projects
    }

    fn shelf_mut(county: &mut County) -> &mut Shelf<Self> {
        &mut county.projects
    }

    fn town(&self, _: Option<EntryId>, _: &County) -> Option<EntryId> {
        Some(self.town)
    }

    fn prepared(self, standing: Option<&Self>, _: &County) -> Self {
        let start = Self::new("", "", "", self.town);
        self.keeping_history_of(standing.unwrap_or(&start))
    }

    fn check_among(&self, id: Option<EntryId>, county: &County) -> Vec<EntryFault> {
        let mut faults = taken(self, id, county, "/number");
        if county
            .unit(self.town)
            .is_none_or(|unit| !unit.kind.is_town())
        {
            faults.push(EntryFault::new("/town", "unknown", "没有这个镇街"));
        }
        for (index, village) in self.villages.iter().enumerate() {
            let path = format!("/villages/{index}");
            match county.unit(*village) {
                Some(unit) if unit.kind == pingyi_core::unit::UnitKind::Village => {
                    if unit.parent != Some(self.town) {
                        let message = format!("{}不属于所选镇街", unit.name);
                        faults.push(EntryFault::new(path, "other_town", message));
                    }
                }
                _ => faults.push(EntryFault::new(path, "unknown", "没有这个村")),
            }
        }
        faults
    }
}
