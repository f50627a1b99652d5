//! Proposals: what towns want changed. The county sees the difference, and approves or rejects.

use crate::{
    Actor, App, Fault, Result,
    county::{County, DECIDE, Kept, Named, READ, Scope, TOWN, WRITE},
    entry::{Among, EntryKind, Judged, because, field_fault, login, next_code, put, reason, shown},
    ledger,
};
use pingyi_core::{
    batch::Batch,
    entry::{Change, Clash, Entry, EntryFault, Noun, changes, merge},
    id::{EntryId, RowId},
    ledger::Project,
    person::Person,
    unit::Unit,
};
use pingyi_store::{
    Transaction,
    proposal::{self as store, ProposalRow, ProposalState},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A proposal as shown.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProposalView {
    /// Identifier.
    pub id: String,
    /// What it is about.
    pub noun: Noun,
    /// The entry; none for a new one.
    pub entry: Option<String>,
    /// What a list shows.
    pub title: String,
    /// The town that proposes.
    pub town: Option<Named>,
    /// Why; `#import TABLE FILE` when it came with a file.
    pub why: String,
    /// Login of who proposes.
    pub by: String,
    /// When.
    pub at: String,
    /// `pending`, `approved`, `rejected` or `withdrawn`.
    pub state: String,
    /// What it would change; once answered, what it wanted to change.
    pub changes: Vec<Change>,
    /// What somebody else changed since, differently.
    pub clashes: Vec<Clash>,
    /// Names of what the values refer to.
    pub names: BTreeMap<String, String>,
    /// The import it came with.
    pub import: Option<String>,
    /// Login of who answered.
    pub reviewer: Option<String>,
    /// When.
    pub reviewed_at: Option<String>,
    /// What was answered.
    pub answer: String,
}

/// How many were approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Approved {
    /// Proposals.
    pub approved: usize,
}

/// The document of an entry as it stands.
fn standing(county: &County, row: &ProposalRow) -> Value {
    fn of<T: EntryKind>(county: &County, id: EntryId) -> Option<Value> {
        let kept = T::shelf(county).get(&id)?;
        serde_json::to_value(&kept.body).ok()
    }
    let Some(id) = row.entry else {
        return Value::Null;
    };
    let found = match row.noun {
        Noun::Unit => of::<Unit>(county, id),
        Noun::Person => of::<Person>(county, id),
        Noun::Batch => of::<Batch>(county, id),
        Noun::Project => of::<Project>(county, id),
        Noun::Setting => None,
    };
    found.unwrap_or(Value::Null)
}

fn view(actor: &Actor, county: &County, row: ProposalRow) -> ProposalView {
    let pending = row.state == ProposalState::Pending;
    let hide = |body: Value| shown(actor, row.noun, body);
    let base = hide(row.base.clone());
    let body = hide(row.body.clone());
    let stands = if pending {
        hide(standing(county, &row))
    } else {
        base.clone()
    };
    let (after, clashes) = match merge(&base, &stands, &body) {
        Ok(merged) => (merged, Vec::new()),
        // What it wants over what stands, without taking back what others changed elsewhere.
        Err(clashes) => (over(&stands, &changes(&base, &body)), clashes),
    };
    let changes = changes(&stands, &after);
    let mut names = BTreeMap::new();
    for change in &changes {
        for value in [&change.before, &change.after].into_iter().flatten() {
            collect_names(county, value, &mut names);
        }
    }
    ProposalView {
        id: row.id.to_string(),
        noun: row.noun,
        entry: row.entry.map(|id| id.to_string()),
        title: row.title,
        town: Some(county.named(row.town)),
        why: row.why,
        by: row.login,
        at: row.at.to_string(),
        state: row.state.code().into(),
        changes,
        clashes,
        names,
        import: row.import.map(|id| id.to_string()),
        reviewer: row.reviewer,
        reviewed_at: row.reviewed_at.map(|at| at.to_string()),
        answer: row.answer,
    }
}

/// A document with changes made in it.
fn over(stands: &Value, wanted: &[Change]) -> Value {
    let mut members = stands.as_object().cloned().unwrap_or_default();
    for change in wanted {
        let name = &change.path[1..];
        match &change.after {
            Some(value) => members.insert(name.to_owned(), value.clone()),
            None => members.remove(name),
        };
    }
    Value::Object(members)
}

/// Names of the entries that a value refers to, at any depth.
pub(crate) fn collect_names(county: &County, value: &Value, names: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(name) = text
                .parse()
                .ok()
                .map(|id: EntryId| county.name(id))
                .filter(|name| !name.is_empty())
            {
                names.insert(text.clone(), name);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_names(county, item, names)),
        Value::Object(members) => members
            .values()
            .for_each(|item| collect_names(county, item, names)),
        _ => {}
    }
}

/// Proposals in a state that somebody may see, the newest first.
///
/// # Errors
/// `state_unknown`.
pub async fn list(app: &App, actor: &Actor, state: Option<&str>) -> Result<Vec<ProposalView>> {
    actor.require(WRITE)?;
    let state = state.filter(|text| !text.is_empty()).unwrap_or("pending");
    let state = ProposalState::parse(state).ok_or_else(|| {
        Fault::invalid(
            "state_unknown",
            "状态应为 pending、approved、rejected 或 withdrawn",
        )
    })?;
    let reader = app.store().reader();
    let county = County::load(app, reader).await?;
    let scope = Scope::of(actor);
    let rows = store::list(reader, state).await?;
    let seen = rows.into_iter().filter(|row| scope.sees(Some(row.town)));
    Ok(seen.map(|row| view(actor, &county, row)).collect())
}

/// Proposals that wait for an entry.
pub(crate) async fn of_entry(
    app: &App,
    actor: &Actor,
    county: &County,
    id: EntryId,
) -> Result<Vec<ProposalView>> {
    actor.require(READ)?;
    let rows = store::of_entry(app.store().reader(), id).await?;
    let waiting = rows
        .into_iter()
        .filter(|row| row.state == ProposalState::Pending);
    Ok(waiting.map(|row| view(actor, county, row)).collect())
}

fn row_id(text: &str) -> Result<RowId> {
    text.parse().map_err(|_| Fault::not_found("待批事项"))
}

async fn waiting(tx: &Transaction, scope: Scope, id: &str) -> Result<ProposalRow> {
    let row = store::get_one(tx, row_id(id)?)
        .await?
        .filter(|row| scope.sees(Some(row.town)))
        .ok_or_else(|| Fault::not_found("待批事项"))?;
    if row.state != ProposalState::Pending {
        return Err(Fault::conflict(
            "proposal_answered",
            "这件事已经处理过了，请刷新",
        ));
    }
    Ok(row)
}

/// Approves proposals together: all of them, or none.
///
/// # Errors
/// `not_found`, `proposal_answered`, `proposal_clashes`, `entry_invalid`.
pub async fn approve(app: &App, actor: &Actor, ids: &[String], answer: &str) -> Result<Approved> {
    actor.require(DECIDE)?;
    let answer = reason(answer)?;
    let tx = app.begin().await?;
    let mut county = County::load(app, &tx).await?;
    for id in ids {
        let row = waiting(&tx, Scope::All, id).await?;
        let entry = match row.noun {
            Noun::Unit => accept::<Unit>(app, &tx, actor, &mut county, &row).await?,
            Noun::Person => accept::<Person>(app, &tx, actor, &mut county, &row).await?,
            Noun::Batch => accept::<Batch>(app, &tx, actor, &mut county, &row).await?,
            Noun::Project => accept::<Project>(app, &tx, actor, &mut county, &row).await?,
            Noun::Setting => return Err(Fault::not_found("待批事项")),
        };
        store::answer(
            &tx,
            row.id,
            ProposalState::Approved,
            Some(entry),
            &login(actor),
            app.now(),
            &answer,
        )
        .await?;
        let town = county.name(row.town);
        // What came with a file has no reason of a person's own.
        let why = if row.import.is_some() { "" } else { &row.why };
        let sentence = format!(
            "批准{town}的{}“{}”{}",
            row.noun.zh(),
            row.title,
            because(why)
        );
        app.audit(&tx, actor, None, "proposal.approve", &row.title, sentence)
            .await?;
    }
    app.commit(tx).await?;
    Ok(Approved {
        approved: ids.len(),
    })
}

/// Writes what a proposal wants over what stands now.
async fn accept<T: Accepted>(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    county: &mut County,
    row: &ProposalRow,
) -> Result<EntryId> {
    let stands = match row.entry {
        Some(id) => Some(
            T::shelf(county)
                .get(&id)
                .cloned()
                .ok_or_else(|| Fault::not_found(T::NOUN.zh()))?,
        ),
        None => None,
    };
    let read =
        |value: &Value| serde_json::from_value::<T>(value.clone()).map_err(|e| Fault::internal(&e));
    let base = match &row.base {
        Value::Null => None,
        value => Some(read(value)?),
    };
    let wanted = read(&row.body)?;
    let merged = T::accepted(
        stands.as_ref().map(|kept| &kept.body),
        base.as_ref(),
        wanted,
    )
    .map_err(|clashes| clashing(row, clashes))?
    .numbered(row.entry, county);
    let mut faults = merged.check();
    faults.extend(merged.check_among(row.entry, &Among::of(county)));
    if !faults.is_empty() {
        let mut fault = Fault::invalid(
            "entry_invalid",
            format!(
                "“{}”现在有 {} 处不合规定，没有批准；请退回并说明",
                row.title,
                faults.len()
            ),
        );
        fault.faults = faults.into_iter().map(field_fault).collect();
        return Err(fault);
    }
    let judged = Judged {
        id: row.entry,
        standing: stands,
        body: merged,
    };
    let written = put(app, tx, actor, county, vec![judged], &row.why, row.import).await?;
    Ok(written[0].0)
}

fn clashing(row: &ProposalRow, clashes: Vec<Clash>) -> Fault {
    let mut fault = Fault::conflict(
        "proposal_clashes",
        format!(
            "“{}”有 {} 项在提出之后被别人改过；请退回，请镇街按现状重新提出",
            row.title,
            clashes.len()
        ),
    );
    let paths = clashes.into_iter().map(|clash| {
        EntryFault::new(
            clash.path,
            "clash",
            (
                "提出之后被别人改过",
                "somebody changed it after it was proposed",
            ),
        )
    });
    fault.faults = paths.map(field_fault).collect();
    fault
}

/// How a proposal comes together with what stands.
trait Accepted: EntryKind {
    /// With another code where the program gave one that somebody else has by now.
    #[must_use]
    fn numbered(self, _: Option<EntryId>, _: &County) -> Self {
        self
    }

    /// The three brought together.
    fn accepted(
        stands: Option<&Self>,
        base: Option<&Self>,
        wanted: Self,
    ) -> std::result::Result<Self, Vec<Clash>>;
}

fn merged<T: Entry>(
    stands: Option<&T>,
    base: Option<&T>,
    wanted: T,
) -> std::result::Result<T, Vec<Clash>> {
    let (Some(stands), Some(base)) = (stands, base) else {
        return Ok(wanted);
    };
    let value = |one: &T| serde_json::to_value(one).unwrap_or(Value::Null);
    let merged = merge(&value(base), &value(stands), &value(&wanted))?;
    Ok(serde_json::from_value(merged).unwrap_or(wanted))
}

macro_rules! merged_by_members {
    ($($noun:ty),+) => {$(
        impl Accepted for $noun {
            fn accepted(stands: Option<&Self>, base: Option<&Self>, wanted: Self) -> std::result::Result<Self, Vec<Clash>> {
                merged(stands, base, wanted)
            }
        }
    )+};
}
merged_by_members!(Unit, Batch);

impl Accepted for Person {
    fn numbered(mut self, id: Option<EntryId>, county: &County) -> Self {
        let taken = |kept: &Kept<Self>| kept.body.code == self.code;
        if id.is_none() && county.people.values().any(taken) {
            self.code = next_code(county);
        }
        self
    }

    fn accepted(
        stands: Option<&Self>,
        base: Option<&Self>,
        wanted: Self,
    ) -> std::result::Result<Self, Vec<Clash>> {
        merged(stands, base, wanted)
    }
}

impl Accepted for Project {
    fn accepted(
        stands: Option<&Self>,
        base: Option<&Self>,
        wanted: Self,
    ) -> std::result::Result<Self, Vec<Clash>> {
        ledger::accepted(stands, base, wanted)
    }
}

/// Rejects a proposal, or takes one's own back.
async fn turn_down(
    app: &App,
    actor: &Actor,
    id: &str,
    state: ProposalState,
    answer: &str,
) -> Result<ProposalView> {
    let answer = reason(answer)?;
    let tx = app.begin().await?;
    let row = waiting(&tx, Scope::of(actor), id).await?;
    let now = app.now();
    store::answer(&tx, row.id, state, None, &login(actor), now, &answer).await?;
    let (verb, action) = match state {
        ProposalState::Rejected => ("退回", "proposal.reject"),
        _ => ("撤回", "proposal.withdraw"),
    };
    let sentence = format!(
        "{verb}{}“{}”的修改{}",
        row.noun.zh(),
        row.title,
        because(&answer)
    );
    app.audit(&tx, actor, None, action, &row.title, sentence)
        .await?;
    let county = County::load(app, &tx).await?;
    let row = store::get_one(&tx, row.id)
        .await?
        .ok_or_else(|| Fault::not_found("待批事项"))?;
    app.commit(tx).await?;
    Ok(view(actor, &county, row))
}

/// Rejects a proposal with an answer that says what to do.
///
/// # Errors
/// `not_found`, `proposal_answered`, `answer_needed`.
pub async fn reject(app: &App, actor: &Actor, id: &str, answer: &str) -> Result<ProposalView> {
    actor.require(DECIDE)?;
    if answer.trim().is_empty() {
        return Err(Fault::invalid(
            "answer_needed",
            "请写明退回的原因，镇街才知道怎样修改",
        ));
    }
    turn_down(app, actor, id, ProposalState::Rejected, answer).await
}

/// Takes a proposal of one's own town back.
///
/// # Errors
/// `not_found`, `proposal_answered`.
pub async fn withdraw(app: &App, actor: &Actor, id: &str) -> Result<ProposalView> {
    actor.require(TOWN)?;
    turn_down(app, actor, id, ProposalState::Withdrawn, "").await
}
