//! The rule card: drafting, showing in plain words, freezing.

use crate::{
    Actor, App, Fault, FieldFault, Result,
    ceremony::is_threshold,
    fault::code_of,
    privacy::{self, FindingView, RiskView, WarningView},
    round,
};
use pingyi_core::{
    id::CycleId,
    role::{Access, Role},
};
use pingyi_ranking::{CardFault, Language, RuleCard};
use pingyi_store::{Connection, Transaction, rule_card as store, slip, trustee, village};
use serde::Serialize;
use utoipa::ToSchema;

/// Who may write and freeze the card.
pub const WRITE: Access = Access::Roles(&[Role::Organiser]);

/// One rule in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClauseView {
    /// Number as printed.
    pub number: String,
    /// Heading.
    pub heading: String,
    /// The rule.
    pub text: String,
    /// Which members of the card it says, as JSON pointers (RFC 6901).
    pub paths: Vec<String>,
}

/// The card as shown.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleCardView {
    /// `none`, `draft` or `frozen`.
    pub state: String,
    /// The card as JSON.
    #[schema(value_type = Option<Object>)]
    pub card: Option<serde_json::Value>,
    /// SHA-256 of the canonical text, in hex; of a draft too, so that two people can compare.
    pub hash: Option<String>,
    /// The card in plain words.
    pub clauses: Vec<ClauseView>,
    /// When it was frozen.
    pub frozen_at: Option<String>,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleCardCheck {
    /// Faults, none for a good card.
    pub faults: Vec<FieldFault>,
    /// The card in plain words, when it is good.
    pub clauses: Vec<ClauseView>,
    /// Its hash, when it is good.
    pub hash: Option<String>,
    /// What its authors should know, when it is good.
    pub warnings: Vec<WarningView>,
    /// What it says of small groups with the register as it is, refusals first; nothing before there is a register.
    pub privacy: Vec<FindingView>,
    /// How likely it is that a class speaks with one voice.
    pub unanimity: Vec<RiskView>,
}

fn clauses(card: &RuleCard, language: Language) -> Vec<ClauseView> {
    card.plain(language)
        .into_iter()
        .map(|clause| ClauseView {
            number: clause.number.to_string(),
            heading: clause.heading,
            text: clause.text,
            paths: clause.paths,
        })
        .collect()
}

pub(crate) fn parse(body: &str) -> std::result::Result<RuleCard, Vec<FieldFault>> {
    RuleCard::parse(body).map_err(|faults| field_faults(&faults))
}

/// Faults of a card by field.
pub(crate) fn field_faults(faults: &[CardFault]) -> Vec<FieldFault> {
    faults
        .iter()
        .map(|fault| {
            FieldFault::new(&fault.path, (&fault.zh, &fault.en)).coded(code_of(fault.code))
        })
        .collect()
}

/// The frozen card of a cycle: what every deciding step reads.
pub(crate) async fn frozen(c: &impl Connection, cycle: CycleId) -> Result<RuleCard> {
    let stored = store::of(c, cycle)
        .await?
        .filter(|card| card.hash.is_some());
    let stored = stored.ok_or_else(|| Fault::conflict("rule_card_not_frozen", "请先冻结规则卡"))?;
    RuleCard::parse(&stored.body)
        .map_err(|_| Fault::internal(&"the frozen rule card is unreadable"))
}

/// The card of a cycle as it stands, frozen or not.
pub(crate) async fn current(c: &impl Connection, cycle: CycleId) -> Result<Option<RuleCard>> {
    let stored = store::of(c, cycle).await?;
    stored
        .map(|stored| RuleCard::parse(&stored.body))
        .transpose()
        .map_err(|_| Fault::internal(&"the stored rule card is unreadable"))
}

async fn view(c: &impl Connection, cycle: CycleId, language: Language) -> Result<RuleCardView> {
    let Some(stored) = store::of(c, cycle).await? else {
        let state = "none".into();
        return Ok(RuleCardView {
            state,
            card: None,
            hash: None,
            clauses: Vec::new(),
            frozen_at: None,
        });
    };
    let card = RuleCard::parse(&stored.body)
        .map_err(|_| Fault::internal(&"the stored rule card is unreadable"))?;
    Ok(RuleCardView {
        state: if stored.hash.is_some() {
            "frozen"
        } else {
            "draft"
        }
        .into(),
        hash: Some(card.hash()),
        clauses: clauses(&card, language),
        card: serde_json::from_str(&stored.body).ok(),
        frozen_at: stored.frozen_at.map(|at| at.to_string()),
    })
}

/// The card of a cycle.
///
/// # Errors
/// Only of access and database.
pub async fn get(
    app: &App,
    actor: &Actor,
    cycle: &str,
    language: Language,
) -> Result<RuleCardView> {
    actor.require(Access::SignedIn)?;
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    view(app.store().reader(), cycle.id, language).await
}

/// The frozen card of a cycle as it is hashed, for anybody: SHA-256 of these bytes is the hash that ballots are bound to.
///
/// # Errors
/// `not_found`, `rule_card_not_frozen`.
pub async fn file(app: &App, cycle: &str) -> Result<String> {
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    let card = frozen(app.store().reader(), cycle.id).await?;
    Ok(card.canonical_json())
}

/// Checks a card without keeping it.
///
/// # Errors
/// Only of access and database.
pub async fn check(
    app: &App,
    actor: &Actor,
    cycle: &str,
    body: &str,
    language: Language,
) -> Result<RuleCardCheck> {
    actor.require(WRITE)?;
    let mut check = RuleCardCheck {
        faults: Vec::new(),
        clauses: Vec::new(),
        hash: None,
        warnings: Vec::new(),
        privacy: Vec::new(),
        unanimity: Vec::new(),
    };
    let card = match parse(body) {
        Ok(card) => card,
        Err(faults) => {
            check.faults = faults;
            return Ok(check);
        }
    };
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let roll = privacy::roll(reader, cycle.id).await?;
    check.clauses = clauses(&card, language);
    check.hash = Some(card.hash());
    check.warnings = privacy::warnings(&card, language);
    if !roll.groups.is_empty() {
        check.privacy = privacy::findings(&card, &roll, language);
        check.unanimity = privacy::risks(&card, &roll, language);
    }
    Ok(check)
}

/// Keeps a draft.
///
/// # Errors
/// `rule_card_invalid` with the faults by field, `rule_card_frozen`.
pub async fn put(
    app: &App,
    actor: &Actor,
    cycle: &str,
    body: &str,
    language: Language,
) -> Result<RuleCardView> {
    actor.require(WRITE)?;
    let card = parse(body).map_err(|faults| Fault {
        faults,
        ..Fault::invalid("rule_card_invalid", "规则卡有几处需要修改，没有保存")
    })?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    if !store::put_draft(&tx, cycle.id, &card.canonical_json()).await? {
        return Err(Fault::conflict(
            "rule_card_frozen",
            "规则卡已冻结，不能再改",
        ));
    }
    let sentence = format!("保存规则卡草稿“{}”", card.title);
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "rule_card.put",
        &cycle.code,
        sentence,
    )
    .await?;
    let shown = view(&tx, cycle.id, language).await?;
    app.commit(tx).await?;
    Ok(shown)
}

/// Freezes the card and drafts the rounds from it and the register.
///
/// # Errors
/// `rule_card_missing`, `rule_card_frozen`, `rule_card_register` when card and register do not fit,
/// `trustees_full` when more trustees are named than the card has, `privacy_card` when its classes are too small.
pub async fn freeze(
    app: &App,
    actor: &Actor,
    cycle: &str,
    language: Language,
) -> Result<RuleCardView> {
    actor.require(WRITE)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    let stored = store::of(&tx, cycle.id).await?;
    let stored =
        stored.ok_or_else(|| Fault::conflict("rule_card_missing", "还没有规则卡，请先保存草稿"))?;
    if stored.hash.is_some() {
        return Err(Fault::conflict("rule_card_frozen", "规则卡已经冻结"));
    }
    let card = RuleCard::parse(&stored.body)
        .map_err(|_| Fault::internal(&"the stored rule card is unreadable"))?;
    fits_register(&tx, cycle.id, &card).await?;
    fits_trustees(&tx, cycle.id, &card).await?;
    privacy::require_card(&card, &privacy::roll(&tx, cycle.id).await?)?;
    let hash = card.hash();
    if !store::freeze(&tx, cycle.id, &card.canonical_json(), &hash, app.now()).await? {
        return Err(Fault::conflict("rule_card_frozen", "规则卡已经冻结"));
    }
    round::draft(app, &tx, &cycle, &card).await?;
    let sentence = format!("冻结规则卡“{}”，sha256 {hash}", card.title);
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "rule_card.freeze",
        &hash,
        sentence,
    )
    .await?;
    let shown = view(&tx, cycle.id, language).await?;
    app.commit(tx).await?;
    Ok(shown)
}

/// No more trustees may be named than the card has. Keys made alone before are none of a group that makes its key together.
async fn fits_trustees(tx: &Transaction, cycle: CycleId, card: &RuleCard) -> Result<()> {
    let named = trustee::list(tx, cycle).await?.len();
    if named > card.trustees.count as usize {
        let detail = format!(
            "已经指定了 {named} 位监票人，规则卡只写了 {} 位；请修改规则卡",
            card.trustees.count
        );
        return Err(Fault::conflict("trustees_full", detail));
    }
    if is_threshold(card) {
        trustee::forget_keys(tx, cycle).await?;
    }
    Ok(())
}

/// Every box of slips and every area the card names must be in the register, and the other way round.
async fn fits_register(c: &impl Connection, cycle: CycleId, card: &RuleCard) -> Result<()> {
    let groups = slip::list(c, cycle).await?;
    let villages = village::list(c, cycle).await?;
    let refuse = |detail: String| Err(Fault::conflict("rule_card_register", detail));
    for (_, group) in card.slip_groups() {
        match groups.iter().find(|known| known.code == group.code) {
            None => {
                return refuse(format!(
                    "规则卡里的票箱“{}”（{}）在名册中没有对应的人",
                    group.label, group.code
                ));
            }
            Some(known) if known.counts.entitled == 0 => {
                return refuse(format!("票箱“{}”一个人也没有", known.label));
            }
            Some(_) => {}
        }
    }
    for known in &groups {
        if !card
            .slip_groups()
            .any(|(_, group)| group.code == known.code)
        {
            return refuse(format!(
                "名册中的票箱“{}”（{}）没有写进规则卡",
                known.label, known.code
            ));
        }
    }
    for area in &card.areas {
        if !villages
            .iter()
            .any(|(_, one)| one.area == area.number && one.visit.is_some())
        {
            return refuse(format!("“{}”没有列入观摩的村，无法投票", area.label));
        }
    }
    if let Some((_, one)) = villages
        .iter()
        .find(|(_, one)| one.visit.is_some() && card.area(one.area).is_none())
    {
        return refuse(format!(
            "第 {} 片区有观摩的村（{}），规则卡里没有这个片区",
            one.area,
            one.full_name()
        ));
    }
    Ok(())
}

/// The published JSON schema of rule cards.
pub fn schema() -> String {
    pingyi_ranking::rule_card_schema()
}
