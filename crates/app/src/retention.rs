//! Data whose time is over, and erasing them: from the entry, from every version, and from every proposal.

use crate::{
    Actor, App, Fault, Result,
    county::{County, DECIDE, Named},
    entry::{Deed, Judged, entry_id, put},
    setting,
};
use pingyi_core::{
    entry::Noun,
    id::EntryId,
    person::Person,
    retention::{DataClass, Retention},
};
use pingyi_store::{Transaction, entry as store, proposal};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A person with what is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueRow {
    /// Who.
    pub person: Named,
    /// When the last term ended.
    pub left: Option<String>,
    /// Classes of data whose time is over.
    pub classes: Vec<DataClass>,
}

/// How many were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Erased {
    /// People.
    pub erased: usize,
}

/// Everybody with data whose time is over.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<DueRow>> {
    actor.require(DECIDE)?;
    let county = County::load(app, app.store().reader()).await?;
    let rules = setting::retention(&county);
    let rows = county.people.values().filter_map(|kept| {
        let classes = rules.due(&kept.body, county.today);
        let left = kept.body.terms.iter().filter_map(|term| term.to).max();
        (!classes.is_empty()).then(|| DueRow {
            person: county.named(kept.id),
            left: left.map(|day| day.to_string()),
            classes,
        })
    });
    Ok(rows.collect())
}

/// Erases what is due of some people, for good.
///
/// # Errors
/// `not_found`, `nothing_due`.
pub async fn erase(app: &App, actor: &Actor, people: &[String]) -> Result<Erased> {
    actor.require(DECIDE)?;
    let ids = people
        .iter()
        .map(|id| entry_id(id, Noun::Person))
        .collect::<Result<Vec<_>>>()?;
    let tx = app.begin().await?;
    let mut county = County::load(app, &tx).await?;
    let rules = setting::retention(&county);
    let mut erased = 0;
    for id in ids {
        let kept = county
            .people
            .get(&id)
            .ok_or_else(|| Fault::not_found("人员"))?
            .clone();
        let classes = rules.due(&kept.body, county.today);
        if classes.is_empty() {
            continue;
        }
        let (name, code, today) = (kept.body.name.clone(), kept.body.code.clone(), county.today);
        let body = rules.erased(&kept.body, today);
        let judged = Judged {
            id: Some(id),
            standing: Some(kept),
            body,
        };
        put(
            app,
            &tx,
            actor,
            &mut county,
            vec![judged],
            &Deed::Retention.to_string(),
            None,
        )
        .await?;
        scrub(&tx, id, &classes, &rules, today).await?;
        let sentence = format!("按保存期限删除{name}的到期数据 {} 类", classes.len());
        app.audit(&tx, actor, None, "person.erase", &code, sentence)
            .await?;
        erased += 1;
    }
    if erased == 0 {
        return Err(Fault::conflict("nothing_due", "所选人员没有到期的数据"));
    }
    app.commit(tx).await?;
    Ok(Erased { erased })
}

/// Takes classes of data out of everything that was ever written about a person.
async fn scrub(
    tx: &Transaction,
    id: EntryId,
    classes: &[DataClass],
    rules: &Retention,
    today: jiff::civil::Date,
) -> Result<()> {
    for version in store::versions(tx, id).await? {
        if let Some(body) = without(&version.body, classes, rules, today) {
            store::overwrite(tx, id, version.version, &body).await?;
        }
    }
    for row in proposal::of_entry(tx, id).await? {
        let base = without(&row.base, classes, rules, today).unwrap_or_else(|| row.base.clone());
        let body = without(&row.body, classes, rules, today).unwrap_or_else(|| row.body.clone());
        proposal::overwrite(tx, row.id, &base, &body).await?;
    }
    Ok(())
}

/// The document without these classes; `None` where it is not a person's.
fn without(
    body: &Value,
    classes: &[DataClass],
    rules: &Retention,
    today: jiff::civil::Date,
) -> Option<Value> {
    let mut person: Person = serde_json::from_value(body.clone()).ok()?;
    for class in classes {
        match class {
            DataClass::Contact => {
                person.phone.clear();
                person.note.clear();
            }
            DataClass::Particulars => {
                person.birth_year = None;
                person.sex.clear();
            }
            DataClass::Discipline => {
                // What was due is erased; what was written later stays until its own time.
                let only = Person {
                    terms: Vec::new(),
                    ..person.clone()
                };
                person.events = rules.erased(&only, today).events;
            }
        }
    }
    serde_json::to_value(&person).ok()
}
