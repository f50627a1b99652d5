//! The result package: everything somebody needs to check the result with a program of their own.

use crate::{
    App, Fault, Result,
    ballot::{write_archive, write_hints},
    composite::Published,
    result, round, rule_card,
    standing::Standing,
};
use pingyi_ranking::Opening;
use pingyi_store::ballot_box::{self, BallotBox};
use std::path::{Path, PathBuf};

pub use pingyi_ranking::Audience;

/// Name of the verification page in a package: for people, so in their language.
pub const PAGE: &str = "核验.html";

/// The program that recomputes a result, in another language and by somebody else's hand; it needs no other.
pub const RECOMPUTE: &str = include_str!("../../../tools/recompute.py");

/// Writes `ranking.json`, `rule-card.json`, `archives/*.bel` and the hints beside them, `*.bel.hints`, into a folder,
/// with the verification `page` where there is one, and answers the files written. Hints spare the verifier work and
/// may be deleted: nothing depends on them. Once the result over all that counts is public, `result.json`,
/// `trace.jsonl`, the `data/` they follow from and `recompute.py` are written too.
///
/// An archive shows the sums of its box to whoever holds it. For the public only those are written whose counts are
/// published, and those of boxes that were not opened, which have no sums; `sealed` writes all of them, for auditors.
///
/// # Errors
/// `not_revealed` until every official round is revealed; `archive_of_auditors` where an archive that is not for the
/// public already lies in the folder; those of the file system.
pub async fn write(
    app: &App,
    cycle: &str,
    folder: &Path,
    page: Option<&[u8]>,
    audience: Audience,
) -> Result<Vec<PathBuf>> {
    let reader = app.store().reader();
    let found = app.cycle(reader, cycle).await?;
    let rounds = result::all_revealed(reader, &found).await?;
    let card = rule_card::frozen(reader, found.id).await?;
    let file_fault = |error: std::io::Error| {
        Fault::conflict(
            "package_not_written",
            format!("不能写入 {}：{error}", folder.display()),
        )
    };
    let archives = folder.join("archives");
    let mut boxes = Vec::new();
    for round in rounds {
        let opening = round::opening(reader, &round, &card).await?;
        for stored in ballot_box::of_round(reader, round.id).await? {
            let name = result::archive_file(round.number, &stored.class);
            if audience == Audience::Sealed || is_public(&opening, &stored) {
                boxes.push((stored, name));
                continue;
            }
            for name in [format!("{name}.hints"), name] {
                refuse_left_over(&archives.join(name))?;
            }
        }
    }
    std::fs::create_dir_all(&archives).map_err(file_fault)?;
    let mut files = Vec::new();
    let mut put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(file_fault)?;
        files.push(path);
        Ok::<(), Fault>(())
    };
    let ranking = result::ranking(app, cycle).await?;
    let mut text = serde_json::to_string_pretty(&ranking).map_err(|e| Fault::internal(&e))?;
    text.push('\n');
    put("ranking.json", text.as_bytes())?;
    put("rule-card.json", card.canonical_json().as_bytes())?;
    if let Some(page) = page {
        put(PAGE, page)?;
    }
    let standing = Standing::load(app, reader, cycle).await?;
    if let Some(published) = Published::of(app, &standing).await? {
        std::fs::create_dir_all(folder.join("data")).map_err(file_fault)?;
        for file in &published.0 {
            put(&file.name, &file.content)?;
        }
        put("recompute.py", RECOMPUTE.as_bytes())?;
    }
    for (stored, name) in boxes {
        let create = |name: &str| {
            let path = archives.join(name);
            let file = std::fs::File::create(&path).map_err(file_fault)?;
            Ok::<_, Fault>((path, std::io::BufWriter::new(file)))
        };
        let (path, mut out) = create(&name)?;
        write_archive(app, &stored.id, &mut out).await?;
        files.push(path);
        let (path, mut out) = create(&format!("{name}.hints"))?;
        write_hints(app, &stored.id, &mut out).await?;
        files.push(path);
    }
    Ok(files)
}

/// Whether anybody may have the archive: its sums are published, or it has none and tells of ballots alone.
fn is_public(opening: &Opening, stored: &BallotBox) -> bool {
    let class = opening.class(&stored.class);
    class.is_some_and(|class| {
        class.histogram_published || (!class.opened() && stored.sums.is_none())
    })
}

/// Refuses a folder that was written for auditors: it would be published with what is left in it.
fn refuse_left_over(archive: &Path) -> Result<()> {
    if !archive.exists() {
        return Ok(());
    }
    Err(Fault::conflict(
        "archive_of_auditors",
        format!(
            "{} 不能公开，这个文件夹原是供审计人员使用的；请另选一个空文件夹",
            archive.display()
        ),
    ))
}
