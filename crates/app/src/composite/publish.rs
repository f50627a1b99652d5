//! Publishing the composite result: its files are written down as they are and never again.

use super::{CompositeView, Computed, PUBLISH, both, data_fault, view};
use crate::{
    Actor, App, Fault, Result, privacy::require_plan, score_table::computed, session::hex,
    standing::Standing,
};

use pingyi_ranking::{CycleResult, Language, Sentence};
use pingyi_store::composite::{self as store, Publication, PublishedFile};
use sha2::{Digest, Sha256};

/// Why a result cannot be published yet, in sentences.
pub(super) fn obstacles(standing: &Standing, result: &CycleResult) -> Vec<Sentence> {
    let mut obstacles = Vec::new();
    if !standing.waiting.is_empty() {
        let names: Vec<&str> = standing
            .waiting
            .iter()
            .map(|one| one.title.as_str())
            .collect();
        obstacles.push(Sentence {
            zh: format!("{}还没有公布；在此之前按没有投票计算", names.join("、")),
            en: format!(
                "not revealed yet: {}; until then it is computed as if nobody had voted there",
                names.join(", ")
            ),
        });
    } else if standing.revealed.is_empty() {
        obstacles.push(("没有一轮投票有结果", "no round of voting has a result").into());
    }
    for group in &result.groups {
        let tied = group.ranked.iter().filter(|row| row.lot_needed);
        let names: Vec<&str> = tied.map(|row| row.village.as_str()).collect();
        if !names.is_empty() {
            obstacles.push(Sentence {
                zh: format!("{}同分，需要抽签：{}", group.label, names.join("、")),
                en: format!(
                    "{} tied, a lot is needed: {}",
                    group.label,
                    names.join(", ")
                )
                .trim_start()
                .to_owned(),
            });
        }
    }
    obstacles
}

/// Publishes the composite result.
///
/// # Errors
/// `composite_absent` where the card has nothing beside the vote, `composite_published`, `data_invalid` with every
/// fault, `composite_not_ready` while rounds wait or a lot is needed, `privacy_plan` when publishing would give small
/// groups away, `score_tables_changed`.
pub async fn publish(
    app: &App,
    actor: &Actor,
    cycle: &str,
    language: Language,
) -> Result<CompositeView> {
    actor.require(PUBLISH)?;
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    if standing.card.composite.is_none() {
        return Err(Fault::conflict(
            "composite_absent",
            "规则卡只有投票，没有综合成绩；各轮全部公布后结果即已公开",
        ));
    }
    if standing.publication.is_some() {
        return Err(published_before());
    }
    let from = standing.clone();
    let result = computed(move || publishable(&from)).await??;
    let (hash, files) = (result.computation.trace.hash().to_owned(), files(&result));
    let tx = app.begin().await?;
    if Standing::load(app, &tx, cycle).await? != standing {
        return Err(Fault::conflict(
            "score_tables_changed",
            "刚才有别的改动，没有公布；请核对后再试一次",
        ));
    }
    let publication = Publication {
        at: app.now(),
        by: actor
            .account()
            .map(|account| account.login.clone())
            .unwrap_or_default(),
    };
    if !store::publish(&tx, standing.cycle.id, &publication, &files).await? {
        return Err(published_before());
    }
    let sentence = format!(
        "公布综合成绩：{} 个文件，计算过程 sha256 {hash}",
        files.len()
    );
    app.audit(
        &tx,
        actor,
        Some(standing.cycle.id),
        "composite.publish",
        &hash,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    computed(move || view(&standing, language)).await?
}

fn published_before() -> Fault {
    Fault::conflict("composite_published", "综合成绩已经公布")
}

/// The result as it would be published, if it can be.
fn publishable(standing: &Standing) -> Result<Computed> {
    let both = both(standing)?.map_err(|faults| {
        let detail = format!("数据有 {} 处问题，没有公布", faults.len());
        Fault {
            faults: faults.iter().map(data_fault).collect(),
            ..Fault::conflict("data_invalid", detail)
        }
    })?;
    let obstacles = obstacles(standing, &both.sealed);
    if !obstacles.is_empty() {
        let zh: Vec<String> = obstacles.into_iter().map(|one| one.zh).collect();
        return Err(Fault::conflict("composite_not_ready", zh.join("；")));
    }
    require_plan(standing)?;
    Ok(both.published)
}

/// The files a result is published as.
pub(crate) fn files(result: &Computed) -> Vec<PublishedFile> {
    let file = |name: String, content: Vec<u8>| PublishedFile {
        sha256: hex(&Sha256::digest(&content)),
        name,
        content,
    };
    let computation = &result.computation;
    let mut files = vec![
        file("result.json".into(), computation.result.to_json().into()),
        file("trace.jsonl".into(), computation.trace.lines().into()),
    ];
    let data = result.folder.iter();
    files.extend(
        data.map(|(name, bytes)| file(format!("data/{}", name.file_name()), bytes.to_vec())),
    );
    files
}
