//! Settings of the county: thresholds of lights, rules of admission, terms of retention, words.

use crate::{
    Actor, App, Fault, Result,
    county::{County, DECIDE, Kept, READ},
    entry::{Saved, because, invalid, login, reason},
};
use pingyi_core::{
    admission::AdmissionRules,
    entry::{EntryFault, Noun},
    id::EntryId,
    ledger::LightRules,
    retention::Retention,
    vocabulary::Vocabulary,
};
use pingyi_store::entry::{self as store, EntryRow};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::ToSchema;

/// A setting with its version; 0 where nobody has said anything yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Setting<T> {
    /// Identifier, by which its history is asked for; nothing while nobody has said anything.
    pub id: Option<String>,
    /// From 1.
    pub version: u32,
    /// What holds.
    pub body: T,
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Settings {
    /// Thresholds of lights.
    pub lights: Setting<LightRules>,
    /// Rules of admission.
    pub admission: Setting<AdmissionRules>,
    /// Terms of retention.
    pub retention: Setting<Retention>,
    /// Words.
    pub vocabulary: Setting<Vocabulary>,
}

fn read<T: DeserializeOwned + Default>(county: &County, name: &str) -> Setting<T> {
    let kept = county.settings.get(name);
    let body = kept.and_then(|kept| serde_json::from_value(kept.body.clone()).ok());
    Setting {
        id: kept.map(|kept| kept.id.to_string()),
        version: kept.map_or(0, |kept| kept.version),
        body: body.unwrap_or_default(),
    }
}

/// Thresholds of lights.
pub(crate) fn lights(county: &County) -> LightRules {
    read(county, "lights").body
}

/// Rules of admission.
pub(crate) fn admission(county: &County) -> AdmissionRules {
    read(county, "admission").body
}

/// Terms of retention.
pub(crate) fn retention(county: &County) -> Retention {
    read(county, "retention").body
}

/// What holds now.
///
/// # Errors
/// Only of access and database.
pub async fn get(app: &App, actor: &Actor) -> Result<Settings> {
    actor.require(READ)?;
    let county = County::load(app, app.store().reader()).await?;
    Ok(Settings {
        lights: read(&county, "lights"),
        admission: read(&county, "admission"),
        retention: read(&county, "retention"),
        vocabulary: read(&county, "vocabulary"),
    })
}

/// The words that pages show; anybody sees them.
///
/// # Errors
/// Only of the database.
pub async fn vocabulary(app: &App) -> Result<Vocabulary> {
    // Anybody may ask, so one row is read and not the whole county.
    let kept = store::by_code(app.store().reader(), Noun::Setting, "vocabulary").await?;
    let body = kept.and_then(|row| serde_json::from_value(row.body).ok());
    Ok(body.unwrap_or_default())
}

/// The setting in its canonical form, with its title; or what is wrong with it.
fn checked<T: DeserializeOwned + Serialize>(
    body: &Value,
    check: impl Fn(&T) -> Vec<EntryFault>,
) -> Result<Value> {
    let parsed: T = serde_json::from_value(body.clone())
        .map_err(|_| Fault::invalid("entry_invalid", "内容不完整或多出了不认识的项，没有保存"))?;
    let faults = check(&parsed);
    if !faults.is_empty() {
        return Err(invalid(faults));
    }
    serde_json::to_value(&parsed).map_err(|error| Fault::internal(&error))
}

/// Changes a setting.
///
/// # Errors
/// `not_found`, `entry_invalid`, `entry_changed`, `why_needed`.
pub async fn put(
    app: &App,
    actor: &Actor,
    name: &str,
    version: u32,
    why: &str,
    body: &Value,
) -> Result<Saved> {
    actor.require(DECIDE)?;
    let why = reason(why)?;
    let (title, body) = match name {
        "lights" => ("红黄绿灯界限", checked(body, LightRules::check)?),
        "admission" => ("准入条件", checked(body, AdmissionRules::check)?),
        "retention" => ("保存期限", checked(body, Retention::check)?),
        "vocabulary" => ("用词", checked(body, Vocabulary::check)?),
        _ => return Err(Fault::not_found("设置")),
    };
    let tx = app.begin().await?;
    let county = County::load(app, &tx).await?;
    let kept: Option<&Kept<Value>> = county.settings.get(name);
    if kept.map_or(0, |kept| kept.version) != version {
        let who = kept.map_or("", |kept| kept.changed_by.as_str());
        return Err(Fault::conflict(
            "entry_changed",
            format!("{who} 在您修改期间也改了这项设置；请重新载入后再改"),
        ));
    }
    let now = app.now();
    let row = EntryRow {
        id: kept.map_or_else(|| EntryId::new(now, app.random()), |kept| kept.id),
        noun: Noun::Setting,
        code: name.into(),
        title: title.into(),
        version: version + 1,
        body,
        changed_at: now,
        changed_by: login(actor),
    };
    store::write(&tx, std::slice::from_ref(&row), &why, None).await?;
    let sentence = format!("修改设置“{title}”{}", because(&why));
    app.audit(&tx, actor, None, "setting.change", name, sentence)
        .await?;
    app.commit(tx).await?;
    Ok(Saved {
        id: row.id.to_string(),
        version: row.version,
        proposal: None,
    })
}
