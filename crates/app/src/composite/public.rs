//! What everybody may have of a result: its files, and why a village is where it is.

use super::{compute, publish};
use crate::{App, Fault, Result, score_table::computed, standing::Standing};
use pingyi_ranking::{Audience, CycleResult, Language, Trace, explain};
use pingyi_store::composite::{self as store, PublishedFile};
use serde::Serialize;
use utoipa::ToSchema;

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileView {
    /// Name with its folder, e.g. `data/sheets.csv`.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Path on this server.
    pub url: String,
}

/// A published result.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PublishedResult {
    /// Whether more than the vote counts.
    pub composite: bool,
    /// When a composite result was published.
    pub published_at: Option<String>,
    /// Hash of the last step of the computation.
    pub trace_sha256: String,
    /// The content of `result.json`.
    #[schema(value_type = Object)]
    pub result: serde_json::Value,
    /// The files to recompute it from.
    pub files: Vec<FileView>,
}

/// Why a village is where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explanation {
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
    /// The sentences.
    pub sentences: Vec<String>,
}

/// The files of a published result.
pub(crate) struct Published(pub(crate) Vec<PublishedFile>);

/// Why there is nothing to see yet.
pub(super) fn not_published(standing: &Standing) -> Fault {
    if standing.card.composite.is_some() && standing.all_revealed() {
        Fault::conflict("not_revealed", "综合成绩还没有公布")
    } else {
        Fault::conflict("not_revealed", "结果在全部公布后公开")
    }
}

impl Published {
    /// The published result of a standing: a composite one as it was published, one of the vote alone as it follows
    /// from the revealed rounds once all are revealed; nothing before.
    pub(crate) async fn of(app: &App, standing: &Standing) -> Result<Option<Self>> {
        if standing.publication.is_some() {
            let files = store::files(app.store().reader(), standing.cycle.id).await?;
            return Ok(Some(Self(files)));
        }
        if standing.card.composite.is_some() || !standing.all_revealed() {
            return Ok(None);
        }
        let standing = standing.clone();
        computed(move || match compute(&standing, Audience::Published)? {
            Ok(result) => Ok(Some(Self(publish::files(&result)))),
            Err(faults) => Err(Fault::internal(&format!(
                "revealed rounds give no result: {}",
                faults.first().map(ToString::to_string).unwrap_or_default()
            ))),
        })
        .await?
    }

    /// A file by its name.
    pub(crate) fn file(&self, name: &str) -> Option<&PublishedFile> {
        self.0.iter().find(|file| file.name == name)
    }

    fn text(&self, name: &str) -> Result<&str> {
        let file = self.file(name).map(|file| file.content.as_slice());
        std::str::from_utf8(file.unwrap_or_default()).map_err(|error| Fault::internal(&error))
    }

    /// The trace.
    pub(super) fn trace(&self) -> Result<Trace> {
        Trace::parse(self.text("trace.jsonl")?).map_err(|error| Fault::internal(&error))
    }

    /// The result.
    pub(crate) fn result(&self) -> Result<CycleResult> {
        serde_json::from_str(self.text("result.json")?).map_err(|error| Fault::internal(&error))
    }
}

async fn published(app: &App, cycle: &str) -> Result<(Standing, Published)> {
    let standing = Standing::load(app, app.store().reader(), cycle)
        .await
        .map_err(|fault| {
            if fault.code == "rule_card_not_frozen" {
                Fault::conflict("not_revealed", "结果在全部公布后公开")
            } else {
                fault
            }
        })?;
    let published = Published::of(app, &standing).await?;
    let published = published.ok_or_else(|| not_published(&standing))?;
    Ok((standing, published))
}

/// A file of the published result: `result.json`, `trace.jsonl` or `data/…`.
///
/// # Errors
/// `not_revealed`, `not_found`.
pub async fn file(app: &App, cycle: &str, name: &str) -> Result<Vec<u8>> {
    let (_, published) = published(app, cycle).await?;
    let mut files = published.0.into_iter();
    let found = files.find(|file| file.name == name);
    found
        .map(|file| file.content)
        .ok_or_else(|| Fault::not_found("文件"))
}

/// Why a village is where it is, from the published computation.
///
/// # Errors
/// `not_revealed`, `not_found`.
pub async fn explanation(
    app: &App,
    cycle: &str,
    (town, village): (String, String),
    language: Language,
) -> Result<Explanation> {
    let (_, published) = published(app, cycle).await?;
    computed(move || {
        let sentences = told(&published.trace()?, &town, &village, language);
        if sentences.is_empty() {
            return Err(Fault::not_found("村"));
        }
        Ok(Explanation {
            town,
            village,
            sentences,
        })
    })
    .await?
}

/// Why a village is where it is; nothing of a village the trace does not know.
pub(super) fn told(trace: &Trace, town: &str, village: &str, language: Language) -> Vec<String> {
    explain(trace, &format!("{town}/{village}"), language).unwrap_or_default()
}

/// The published result with its files, if there is one.
pub(crate) async fn published_result(
    app: &App,
    standing: &Standing,
) -> Result<Option<PublishedResult>> {
    let Some(published) = Published::of(app, standing).await? else {
        return Ok(None);
    };
    let view = |file: &str, sha256: String| FileView {
        file: file.to_owned(),
        sha256,
        url: format!("/api/cycles/{}/{file}", standing.cycle.code),
    };
    let card = view("rule-card.json", standing.card.hash());
    let results = published.0.iter();
    let results = results.map(|file| view(&file.name, file.sha256.clone()));
    let result = published.result()?;
    Ok(Some(PublishedResult {
        composite: standing.card.composite.is_some(),
        published_at: standing.publication.as_ref().map(|one| one.at.to_string()),
        trace_sha256: result.trace_sha256.unwrap_or_default(),
        result: serde_json::from_str(published.text("result.json")?)
            .map_err(|error| Fault::internal(&error))?,
        files: [card].into_iter().chain(results).collect(),
    }))
}
