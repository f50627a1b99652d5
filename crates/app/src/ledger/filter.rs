//! Filters of the ledger that an account has saved for itself.

use crate::{Actor, App, Result, county::READ, entry::invalid};
use pingyi_core::{entry::EntryFault, id::AccountId};
use pingyi_ranking::sentence;
use pingyi_store::ledger as store;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// Most filters of an account.
const MOST: usize = 20;
/// Longest name.
const NAME: usize = 20;
/// Longest query.
const QUERY: usize = 500;

/// A saved filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedFilter {
    /// Its name.
    pub name: String,
    /// Query of the page's address.
    pub query: String,
}

fn account(actor: &Actor) -> Option<AccountId> {
    actor.account().map(|account| account.id)
}

/// The filters of the account that asks.
///
/// # Errors
/// Only of access and database.
pub async fn filters(app: &App, actor: &Actor) -> Result<Vec<SavedFilter>> {
    actor.require(READ)?;
    let Some(account) = account(actor) else {
        return Ok(Vec::new());
    };
    let kept = store::filters(app.store().reader(), account).await?;
    let kept = kept.into_iter();
    Ok(kept
        .map(|(name, query)| SavedFilter { name, query })
        .collect())
}

/// Replaces the filters of the account that asks.
///
/// # Errors
/// `entry_invalid`.
pub async fn put_filters(
    app: &App,
    actor: &Actor,
    filters: Vec<SavedFilter>,
) -> Result<Vec<SavedFilter>> {
    actor.require(READ)?;
    let filters: Vec<SavedFilter> = filters
        .into_iter()
        .map(|one| SavedFilter {
            name: one.name.trim().to_owned(),
            ..one
        })
        .collect();
    let faults = check(&filters);
    if !faults.is_empty() {
        return Err(invalid(faults));
    }
    let tx = app.begin().await?;
    if let Some(account) = account(actor) {
        let rows: Vec<(String, String)> = filters
            .iter()
            .map(|one| (one.name.clone(), one.query.clone()))
            .collect();
        store::put_filters(&tx, account, &rows).await?;
    }
    let sentence = format!("保存项目库的筛选 {} 个", filters.len());
    app.audit(&tx, actor, None, "ledger.filters", "", sentence)
        .await?;
    app.commit(tx).await?;
    Ok(filters)
}

fn check(filters: &[SavedFilter]) -> Vec<EntryFault> {
    let mut faults = Vec::new();
    if filters.len() > MOST {
        let message = sentence!(
            "最多保存 {MOST} 个筛选；请先删去不用的",
            "at most {MOST} filters are kept; remove some first"
        );
        faults.push(EntryFault::new("", "too_many", message));
    }
    let mut names = HashSet::new();
    for (index, one) in filters.iter().enumerate() {
        let unseen = |text: &str| text.chars().any(char::is_control);
        if !(1..=NAME).contains(&one.name.chars().count()) || unseen(&one.name) {
            let message = sentence!(
                "筛选的名称应为 1–{NAME} 个字",
                "the name of a filter has 1 to {NAME} characters"
            );
            faults.push(EntryFault::new(format!("/{index}/name"), "name", message));
        } else if !names.insert(one.name.as_str()) {
            let message = (
                "已有同名的筛选，请换一个名称",
                "there is a filter of this name; choose another",
            );
            faults.push(EntryFault::new(format!("/{index}/name"), "taken", message));
        }
        if one.query.chars().count() > QUERY || unseen(&one.query) {
            let message = sentence!(
                "筛选条件太长，最多 {QUERY} 个字符",
                "the conditions are too long: at most {QUERY} characters"
            );
            faults.push(EntryFault::new(format!("/{index}/query"), "query", message));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, query: &str) -> SavedFilter {
        SavedFilter {
            name: name.into(),
            query: query.into(),
        }
    }

    #[test]
    fn filters_have_short_names_of_their_own() {
        let name = "名".repeat(NAME);
        assert!(check(&[one(&name, &"q".repeat(QUERY)), one("红灯", "light=red")]).is_empty());
        let wrong = [
            one("", "light=red"),
            one(&format!("{name}名"), ""),
            one("红灯", &"q".repeat(QUERY + 1)),
            one("红灯", "a\nb"),
        ];
        let found: Vec<_> = check(&wrong)
            .into_iter()
            .map(|fault| (fault.path, fault.code))
            .collect();
        let expected = [
            ("/0/name", "name"),
            ("/1/name", "name"),
            ("/2/query", "query"),
            ("/3/name", "taken"),
            ("/3/query", "query"),
        ];
        assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
        let many: Vec<_> = (0..=MOST).map(|n| one(&n.to_string(), "")).collect();
        assert_eq!(check(&many).len(), 1);
    }
}
