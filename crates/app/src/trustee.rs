//! Trustees and their keys. Secret keys never reach this program.

mod readiness;

pub use readiness::Readiness;

use crate::{
    Actor, App, Fault, FaultKind, Result,
    ceremony::{Ceremony, is_threshold},
    rule_card,
};
use pingyi_ballot::TrusteePublicKey;
use pingyi_core::{
    cycle::Cycle,
    id::CycleId,
    role::{Access, Role},
    round::RoundState,
};
use pingyi_store::{Connection, Transaction, account, round, trustee as store};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// Who may name trustees.
pub const APPOINT: Access = Access::Roles(&[Role::Organiser]);
/// Who may hand in a key.
pub const HOLD: Access = Access::Roles(&[Role::Trustee]);

/// A trustee as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrusteeView {
    /// Place in the list.
    pub position: u32,
    /// Name.
    pub name: String,
    /// Login.
    pub login: String,
    /// Fingerprint of the public key, to compare with the backup sheet.
    pub fingerprint: Option<String>,
    /// Decrypted in the rehearsal.
    pub tested: bool,
}

/// Answer to a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeyReceipt {
    /// Place in the list.
    pub position: u32,
    /// Fingerprint of the public key.
    pub fingerprint: String,
}

/// Fingerprint of a public key, to compare by eye with the trustee's device and backup sheet: the first 32 hex digits of
/// the SHA-256 of its hex text, in groups of four. Fewer digits could be met by somebody who searches for another key.
pub fn fingerprint(public_key_hex: &str) -> String {
    let hex = crate::session::hex(&Sha256::digest(public_key_hex.as_bytes())[..16]);
    let groups: Vec<&str> = (0..8).map(|group| &hex[group * 4..group * 4 + 4]).collect();
    groups.join(" ")
}

pub(crate) fn view(one: &store::Trustee) -> TrusteeView {
    let key = one
        .public_key
        .as_deref()
        .and_then(|key| TrusteePublicKey::parse(key).ok());
    TrusteeView {
        position: one.position,
        name: one.name.clone(),
        login: one.login.clone(),
        fingerprint: key.map(|key| fingerprint(&key.key().to_hex())),
        tested: one.tested,
    }
}

/// The trustees as shown. A member of a group is known by the key its certificate names, once its part is done.
async fn views(c: &impl Connection, cycle: &Cycle) -> Result<Vec<TrusteeView>> {
    let mut shown: Vec<TrusteeView> = store::list(c, cycle.id).await?.iter().map(view).collect();
    let card = rule_card::current(c, cycle.id).await?;
    if let Some(card) = card.filter(is_threshold) {
        let ceremony = Ceremony::load(c, cycle, &card).await?;
        for one in shown.iter_mut().filter(|one| one.fingerprint.is_some()) {
            one.fingerprint = ceremony.fingerprint(one.position);
        }
    }
    Ok(shown)
}

/// The trustees of a cycle.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<TrusteeView>> {
    actor.require(Access::Roles(&Role::STAFF))?;
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    views(app.store().reader(), &cycle).await
}

/// Refuses once rounds are frozen, which fixes trustees and keys.
pub(crate) async fn still_open(tx: &Transaction, cycle: CycleId) -> Result<()> {
    if round::list(tx, cycle)
        .await?
        .iter()
        .any(|round| round.state != RoundState::Draft)
    {
        return Err(Fault::conflict(
            "trustee_key_fixed",
            "轮次已冻结，监票人和密钥不能再改",
        ));
    }
    Ok(())
}

/// Names an account of role trustee as trustee of a cycle.
///
/// # Errors
/// `trustee_unknown`, `trustee_named`, `trustees_full`, `trustee_key_fixed`.
pub async fn appoint(
    app: &App,
    actor: &Actor,
    cycle: &str,
    login: &str,
) -> Result<Vec<TrusteeView>> {
    actor.require(APPOINT)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    still_open(&tx, cycle.id).await?;
    let account = account::by_login(&tx, login)
        .await?
        .filter(|stored| stored.account.role == Role::Trustee);
    let account = account.ok_or_else(|| {
        Fault::invalid(
            "trustee_unknown",
            format!("没有登录名为 {login}、角色为监票人的账号；请先新增账号"),
        )
    })?;
    let list = store::list(&tx, cycle.id).await?;
    if list.iter().any(|one| one.account == account.account.id) {
        return Err(Fault::conflict("trustee_named", "已经是监票人"));
    }
    if let Ok(card) = rule_card::frozen(&tx, cycle.id).await
        && list.len() >= card.trustees.count as usize
    {
        let detail = format!("规则卡规定 {} 位监票人，已经指定满了", card.trustees.count);
        return Err(Fault::conflict("trustees_full", detail));
    }
    let position = u32::try_from(list.len())
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    store::insert(&tx, cycle.id, position, account.account.id).await?;
    let sentence = format!("指定 {} 为第 {position} 位监票人", account.account.name);
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "trustee.appoint",
        login,
        sentence,
    )
    .await?;
    let shown = views(&tx, &cycle).await?;
    app.commit(tx).await?;
    Ok(shown)
}

/// Takes a trustee's public key with its proof of possession.
///
/// # Errors
/// `trustee_proof_invalid`, `trustee_key_fixed`, `not_a_trustee`; `ceremony_needed` where the key is made together.
pub async fn put_key(app: &App, actor: &Actor, cycle: &str, raw: &[u8]) -> Result<KeyReceipt> {
    actor.require(HOLD)?;
    let key = TrusteePublicKey::parse(raw).map_err(|e| {
        Fault::invalid(
            "trustee_proof_invalid",
            format!("公钥没有通过检查：{}；请在监票人页面重新生成", e.zh()),
        )
    })?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    still_open(&tx, cycle.id).await?;
    let account = actor.account().map(|account| account.id);
    let list = store::list(&tx, cycle.id).await?;
    let own = list.iter().find(|one| Some(one.account) == account);
    let own = own.ok_or_else(|| {
        Fault::new(
            FaultKind::Forbidden,
            "not_a_trustee",
            "您还没有被指定为这次评议的监票人",
        )
    })?;
    if let Ok(card) = rule_card::frozen(&tx, cycle.id).await
        && is_threshold(&card)
    {
        let detail = format!(
            "规则卡规定任意 {} 名监票人即可开箱，密钥要共同生成；请在监票人页面按步骤做",
            card.trustees.threshold
        );
        return Err(Fault::conflict("ceremony_needed", detail));
    }
    let same = |one: &store::Trustee| {
        one.position != own.position
            && one
                .public_key
                .as_deref()
                .and_then(|raw| TrusteePublicKey::parse(raw).ok())
                .is_some_and(|other| other.key() == key.key())
    };
    if list.iter().any(same) {
        return Err(Fault::invalid(
            "trustee_proof_invalid",
            "这把公钥另一位监票人已经交过；每位监票人要用自己的密钥",
        ));
    }
    store::put_key(&tx, cycle.id, own.position, key.to_json().as_bytes()).await?;
    let fingerprint = fingerprint(&key.key().to_hex());
    let sentence = format!("监票人 {} 交来公钥，指纹 {fingerprint}", own.name);
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "trustee.key",
        &own.login,
        sentence,
    )
    .await?;
    let receipt = KeyReceipt {
        position: own.position,
        fingerprint,
    };
    app.commit(tx).await?;
    Ok(receipt)
}
