//! Slips: what the authority needs to know, what it hands in, and what is counted in the hall.
//!
//! # Security
//! Only public credentials come here, pooled by box and sorted; which group a credential belongs to is not kept.
//! Spares are in the roll like all others, so nothing tells a spare's ballot from another.

use crate::{
    Actor, App, Fault, FaultKind, FieldFault, Result, account::verify, round::groups_of, rule_card,
};
use pingyi_ballot::PublicCredential;
use pingyi_core::{
    cycle::Cycle,
    id::RowId,
    role::{Access, Role},
    round::{RoundKind, RoundState},
};
use pingyi_ranking::{RuleCard, Sentence, sentence};
use pingyi_store::{
    Connection, ballot_box, board,
    round::{self, Round},
    slip as store,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use utoipa::ToSchema;

/// Who may fetch the request and hand in public credentials.
pub const AUTHORITY: Access = Access::Roles(&[Role::Organiser]);
/// Who may count drawn and spoiled slips.
pub const COUNT: Access = Access::Roles(&[Role::Organiser, Role::Host]);

/// Most slips one box may have.
const MAX_SLIPS: u32 = 100_000;

/// A box of slips as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SlipGroupView {
    /// Code.
    pub code: String,
    /// Label on the box.
    pub label: String,
    /// People entitled.
    pub entitled: u32,
    /// People present.
    pub present: u32,
    /// Slips printed, without spares.
    pub printed: u32,
    /// Spares printed.
    pub spares: u32,
    /// Slips drawn.
    pub issued: u32,
    /// Spares handed out.
    pub spares_issued: u32,
    /// Spoiled slips.
    pub spoiled: u32,
    /// Public credentials are here.
    pub uploaded: bool,
    /// Ballot boxes these slips may vote in.
    pub elections: Vec<String>,
}

/// What the authority makes slips from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CredentialRequest {
    /// Code of the cycle.
    pub cycle: String,
    /// Name of the meeting.
    pub event: String,
    /// Who runs it.
    pub organiser: String,
    /// Made up for demonstration.
    pub synthetic: bool,
    /// Address of the voter page; the code follows after `#`.
    pub voter_url: String,
    /// Boxes of slips.
    pub groups: Vec<RequestedGroup>,
}

/// One box of slips to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequestedGroup {
    /// Code.
    pub code: String,
    /// Label on the box.
    pub label: String,
    /// Slips to print: one for each person.
    pub entitled: u32,
    /// Spares to print.
    pub spares: u32,
    /// Ballot boxes these slips may vote in.
    pub elections: Vec<String>,
}

/// What the authority hands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CredentialUpload {
    /// Every box of slips.
    pub groups: Vec<UploadedGroup>,
}

/// One box of slips made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UploadedGroup {
    /// Code.
    pub code: String,
    /// Slips printed, without spares.
    pub printed: u32,
    /// Spares printed.
    pub spares: u32,
    /// Public credentials by ballot box.
    pub elections: Vec<UploadedElection>,
}

/// Public credentials for one ballot box: `printed + spares` of them, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UploadedElection {
    /// The ballot box.
    pub id: String,
    /// 64 lower-case hex digits each, sorted, so that order tells nothing.
    pub public_credentials: Vec<String>,
}

/// A spoiled slip in one ballot box.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
pub struct VoidCredential {
    /// The ballot box.
    #[serde(rename = "box")]
    pub box_id: String,
    /// Its public credential there.
    pub credential: String,
}

/// The boxes of a slip group with their rounds.
async fn boxes_of(
    c: &impl Connection,
    cycle: &Cycle,
    card: &RuleCard,
    group: &str,
) -> Result<Vec<(Round, String)>> {
    let mut boxes = Vec::new();
    for round in round::list(c, cycle.id).await? {
        for stored in ballot_box::of_round(c, round.id).await? {
            let class = card.class(&stored.class);
            if class.is_some_and(|class| groups_of(class, round.area).contains(&group)) {
                boxes.push((round.clone(), stored.id));
            }
        }
    }
    Ok(boxes)
}

async fn views(c: &impl Connection, cycle: &Cycle) -> Result<Vec<SlipGroupView>> {
    let card = rule_card::frozen(c, cycle.id).await.ok();
    let mut views = Vec::new();
    for group in store::list(c, cycle.id).await? {
        let elections = match &card {
            Some(card) => boxes_of(c, cycle, card, &group.code)
                .await?
                .into_iter()
                .map(|(_, id)| id)
                .collect(),
            None => Vec::new(),
        };
        let n = group.counts;
        views.push(SlipGroupView {
            code: group.code,
            label: group.label,
            entitled: n.entitled,
            present: n.present,
            printed: n.printed,
            spares: n.spares,
            issued: n.issued,
            spares_issued: n.spares_issued,
            spoiled: n.spoiled,
            uploaded: group.uploaded,
            elections,
        });
    }
    Ok(views)
}

/// The boxes of slips of a cycle.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor, cycle: &str) -> Result<Vec<SlipGroupView>> {
    actor.require(Access::Roles(&Role::STAFF))?;
    let cycle = app.cycle(app.store().reader(), cycle).await?;
    views(app.store().reader(), &cycle).await
}

/// Spares for so many people: one in ten, at least three.
fn spares_for(entitled: u32) -> u32 {
    entitled.div_ceil(10).max(3)
}

/// What the authority makes slips from.
///
/// # Errors
/// `rule_card_not_frozen`.
pub async fn request(app: &App, actor: &Actor, cycle: &str) -> Result<CredentialRequest> {
    actor.require(AUTHORITY)?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    rule_card::frozen(reader, cycle.id).await?;
    let groups = views(reader, &cycle)
        .await?
        .into_iter()
        .map(|group| RequestedGroup {
            spares: spares_for(group.entitled),
            code: group.code,
            label: group.label,
            entitled: group.entitled,
            elections: group.elections,
        })
        .collect();
    Ok(CredentialRequest {
        cycle: cycle.code,
        event: cycle.name,
        organiser: cycle.organiser,
        synthetic: cycle.synthetic,
        voter_url: format!("{}/v/", app.config().public_url),
        groups,
    })
}

/// Takes the public credentials of all boxes of slips, all or none. Handing in again replaces them while the rounds
/// are still drafts.
///
/// # Errors
/// `credentials_invalid` with the faults, `rounds_frozen`.
pub async fn upload(
    app: &App,
    actor: &Actor,
    cycle: &str,
    upload: &CredentialUpload,
) -> Result<Vec<SlipGroupView>> {
    actor.require(AUTHORITY)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    let card = rule_card::frozen(&tx, cycle.id).await?;
    if round::list(&tx, cycle.id)
        .await?
        .iter()
        .any(|round| round.state != RoundState::Draft)
    {
        return Err(Fault::conflict(
            "rounds_frozen",
            "轮次已冻结，不能再换选票码条",
        ));
    }
    let mut faults = Vec::new();
    let mut fault = |path: String, message: Sentence| faults.push(FieldFault::new(path, message));
    let mut pooled: HashMap<String, Vec<String>> = HashMap::new();
    let mut groups = store::list(&tx, cycle.id).await?;
    for group in &mut groups {
        let path = format!("/groups/{}", group.code);
        let Some(given) = upload.groups.iter().find(|given| given.code == group.code) else {
            fault(
                path,
                sentence!("缺少“{}”的选票码条", "the slips of “{}” are missing"; group.label),
            );
            continue;
        };
        let made = given.printed.checked_add(given.spares);
        let Some(made) =
            made.filter(|made| given.printed >= group.counts.entitled && *made <= MAX_SLIPS)
        else {
            let detail = sentence!("“{}”应至少印 {} 张，连备用票最多 {MAX_SLIPS} 张", "“{}” needs at least {} slips, and at most {MAX_SLIPS} with spares"; group.label, group.counts.entitled);
            fault(path, detail);
            continue;
        };
        let boxes = boxes_of(&tx, &cycle, &card, &group.code).await?;
        let wanted: HashSet<&str> = boxes.iter().map(|(_, id)| id.as_str()).collect();
        let got: HashSet<&str> = given.elections.iter().map(|one| one.id.as_str()).collect();
        if wanted != got || given.elections.len() != got.len() {
            fault(
                path.clone(),
                sentence!(
                    "“{}”的票箱与轮次不符；请重新下载任务文件后再生成",
                    "the boxes of “{}” are not those of the rounds; fetch the task file again and make the slips anew";
                    group.label
                ),
            );
            continue;
        }
        for election in &given.elections {
            let list = &election.public_credentials;
            let path = format!("{path}/{}", election.id);
            if list.len() != made as usize {
                fault(
                    path.clone(),
                    sentence!("应有 {made} 个公开凭证，实有 {} 个", "{made} public credentials are wanted, there are {}"; list.len()),
                );
            }
            if !list.windows(2).all(|pair| pair[0] < pair[1]) {
                fault(
                    path.clone(),
                    (
                        "公开凭证应按字母顺序排列且不重复",
                        "public credentials stand in the order of letters, each once",
                    )
                        .into(),
                );
            }
            if let Some(bad) = list
                .iter()
                .find(|one| PublicCredential::parse(one).is_err())
            {
                fault(
                    path,
                    sentence!("不是公开凭证：{}", "no public credential: {}"; bad.chars().take(16).collect::<String>()),
                );
                continue;
            }
            pooled
                .entry(election.id.clone())
                .or_default()
                .extend(list.iter().cloned());
        }
        group.counts.printed = given.printed;
        group.counts.spares = given.spares;
        group.uploaded = true;
    }
    for (id, list) in &pooled {
        if list.iter().collect::<HashSet<_>>().len() != list.len() {
            fault(
                format!("/elections/{id}"),
                (
                    "同一个公开凭证出现在两个票箱里",
                    "the same public credential is in two boxes",
                )
                    .into(),
            );
        }
    }
    if !faults.is_empty() {
        let refusal = Fault::invalid("credentials_invalid", "选票码条文件有误，没有保存");
        return Err(Fault { faults, ..refusal });
    }
    for (id, list) in &pooled {
        ballot_box::delete_credentials(&tx, id).await?;
        ballot_box::add_credentials(&tx, id, list).await?;
    }
    let mut printed = 0;
    for group in &groups {
        store::put_counts(&tx, cycle.id, group).await?;
        printed += group.counts.printed + group.counts.spares;
    }
    let sentence = format!(
        "收到 {printed} 张选票码条的公开凭证，{} 个票箱",
        groups.len()
    );
    app.audit(
        &tx,
        actor,
        Some(cycle.id),
        "slip.upload",
        &cycle.code,
        sentence,
    )
    .await?;
    let shown = views(&tx, &cycle).await?;
    app.commit(tx).await?;
    Ok(shown)
}

async fn view_of(c: &impl Connection, cycle: &Cycle, code: &str) -> Result<SlipGroupView> {
    let mut views = views(c, cycle).await?.into_iter();
    views
        .find(|group| group.code == code)
        .ok_or_else(|| Fault::not_found("票箱"))
}

/// Writes how many slips were drawn from a box; `spares` only to correct what was counted at spoiled slips.
///
/// # Errors
/// `issue_exceeds`, `slips_not_printed`.
pub async fn issue(
    app: &App,
    actor: &Actor,
    cycle: &str,
    group: &str,
    issued: u32,
    spares: Option<u32>,
) -> Result<SlipGroupView> {
    actor.require(COUNT)?;
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    let mut stored = store::by_code(&tx, cycle.id, group)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))?;
    if !stored.uploaded {
        return Err(Fault::conflict(
            "slips_not_printed",
            "这个票箱的选票码条还没有生成",
        ));
    }
    stored.counts.issued = issued;
    let spares = spares.unwrap_or(stored.counts.spares_issued);
    stored.counts.spares_issued = spares;
    stored
        .counts
        .check()
        .map_err(|e| Fault::invalid("issue_exceeds", e.to_string()))?;
    store::put_counts(&tx, cycle.id, &stored).await?;
    let sentence = format!(
        "“{}”发出选票码条 {issued} 张，备用 {spares} 张",
        stored.label
    );
    app.audit(&tx, actor, Some(cycle.id), "slip.issue", group, sentence)
        .await?;
    let shown = view_of(&tx, &cycle, group).await?;
    app.commit(tx).await?;
    Ok(shown)
}

/// The second person at a spoiled slip.
#[derive(Clone, Deserialize, ToSchema)]
pub struct Witness {
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
}

/// A spoiled slip taken back.
#[derive(Clone, Deserialize, ToSchema)]
pub struct Spoil {
    /// Why.
    pub reason: String,
    /// Its public credentials, derived on the authority's device.
    pub void: Vec<VoidCredential>,
    /// Another person than the one signed in.
    pub witness: Witness,
}

/// Voids a spoiled slip and counts the spare that replaces it, by two people.
///
/// Every box of the group that is not closed yet must be named, so that slip and spare can never both vote. A slip
/// that has voted in the round under way is exchanged when that round is closed. Boxes already closed must not be
/// named, so that nobody learns which of their ballots was this slip's.
///
/// # Errors
/// `witness_invalid`, `reason_missing`, `spoil_invalid`, `slip_voted`, `issue_exceeds`.
pub async fn spoil(
    app: &App,
    actor: &Actor,
    cycle: &str,
    group: &str,
    spoil: Spoil,
) -> Result<SlipGroupView> {
    const WITNESSES: Access =
        Access::Roles(&[Role::Organiser, Role::Host, Role::Trustee, Role::Auditor]);
    actor.require(COUNT)?;
    let refuse_witness =
        |detail: &str| Err(Fault::new(FaultKind::Forbidden, "witness_invalid", detail));
    let reason = spoil.reason.trim().to_owned();
    if !(2..=200).contains(&reason.chars().count()) {
        return Err(Fault::invalid(
            "reason_missing",
            "请写明作废的原因（2–200 字）",
        ));
    }
    let Some(witness) = verify(app, &spoil.witness.login, spoil.witness.password).await? else {
        return refuse_witness("第二个人的登录名或密码不对");
    };
    if Some(witness.id) == actor.account().map(|account| account.id) {
        return refuse_witness("需要另一个人确认，不能是您自己");
    }
    if !WITNESSES.allows(Some(witness.role)) {
        return refuse_witness("这个账号的角色不能确认换票");
    }
    let tx = app.begin().await?;
    let cycle = app.cycle(&tx, cycle).await?;
    let card = rule_card::frozen(&tx, cycle.id).await?;
    let mut stored = store::by_code(&tx, cycle.id, group)
        .await?
        .ok_or_else(|| Fault::not_found("票箱"))?;
    let invalid = |detail: &str| Fault::invalid("spoil_invalid", detail);
    let mut seen = HashSet::new();
    for (round, box_id) in boxes_of(&tx, &cycle, &card, group).await? {
        let named = spoil.void.iter().find(|one| one.box_id == box_id);
        let waiting = matches!(
            round.state,
            RoundState::Frozen | RoundState::Rehearsed | RoundState::Open
        );
        let rehearsal = round.kind == RoundKind::Rehearsal;
        match named {
            None if waiting && !rehearsal => {
                return Err(invalid("少了还没关闭的轮次；请刷新页面重新作废"));
            }
            None => {}
            Some(_) if !waiting => {
                return Err(invalid("已经关闭的轮次不能再作废选票码条"));
            }
            Some(one) => {
                if board::first_of(&tx, &box_id, &one.credential)
                    .await?
                    .is_some()
                {
                    return Err(Fault::conflict(
                        "slip_voted",
                        "这张码条在本轮已经投过票，该票有效；请等本轮关闭后再换发",
                    ));
                }
                if !ballot_box::void_credential(&tx, &box_id, &one.credential).await? {
                    return Err(invalid("名册中没有这张码条，或它已经作废"));
                }
                seen.insert(box_id);
            }
        }
    }
    if seen.is_empty() || seen.len() != spoil.void.len() {
        return Err(invalid("没有可以作废的轮次，或码条不属于这个票箱"));
    }
    stored.counts.spoiled += 1;
    stored.counts.spares_issued += 1;
    stored
        .counts
        .check()
        .map_err(|e| Fault::invalid("issue_exceeds", e.to_string()))?;
    store::put_counts(&tx, cycle.id, &stored).await?;
    let login = actor
        .account()
        .map(|account| account.login.clone())
        .unwrap_or_default();
    let id = RowId::new(app.now(), app.random());
    store::insert_spoiled(&tx, id, cycle.id, group, &reason, (&login, &witness.login)).await?;
    let sentence = format!(
        "“{}”收回作废码条 1 张并换发备用票，原因：{reason}；确认人 {}",
        stored.label, witness.name
    );
    app.audit(&tx, actor, Some(cycle.id), "slip.spoil", group, sentence)
        .await?;
    let shown = view_of(&tx, &cycle, group).await?;
    app.commit(tx).await?;
    Ok(shown)
}
