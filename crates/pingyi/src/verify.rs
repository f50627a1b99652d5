//! `pingyi verify`: archives, or a whole result package.

mod earlier;
mod result;
mod watch;
mod withheld;

use crate::{
    failure::{Doing, Result},
    progress,
    shown::shown,
};
use clap::Args;
use pingyi_ballot::{BoardOutline, Progress, Verified, VerifyFault, VerifyOptions, verify_archive};
use pingyi_ranking::{
    AreaRanking, BallotQuestion, BoxSums, Language, Ranking, RuleCard, WithheldFigures,
    check_ranking,
};
use serde::Serialize;
use std::{
    fs::File,
    io::{BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use withheld::Told;

/// What to verify.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(crate) struct Verify {
    /// .bel files, or folders with ranking.json, rule-card.json and archives/*.bel
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Print one JSON document instead of sentences.
    #[arg(long)]
    json: bool,
    /// An earlier copy: an archive, or a folder of archives. Each must stand at the beginning of the later one of the
    /// same name, byte for byte.
    #[arg(long, value_name = "EARLIER")]
    against: Option<PathBuf>,
    /// Refuse archives without a result.
    #[arg(long)]
    finished: bool,
    /// Stay and verify what is added to the archive, until its result is there.
    #[arg(long, conflicts_with_all = ["json", "against", "write_hints"])]
    watch: bool,
    /// Accept rolls that are not sorted, as some other programs write them.
    #[arg(long)]
    accept_unsorted_roll: bool,
    /// Do not use the hints beside an archive (NAME.bel.hints), which spare work and are not trusted.
    #[arg(long)]
    no_hints: bool,
    /// Write hints beside every archive, for whoever verifies it next.
    #[arg(long, conflicts_with = "no_hints")]
    write_hints: bool,
}

/// A fault with its file.
#[derive(Debug, Serialize)]
struct Fault {
    file: String,
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    zh: String,
    en: String,
}

impl Fault {
    fn of(file: &str, found: VerifyFault) -> Box<Self> {
        Box::new(Self {
            file: file.into(),
            code: found.code.into(),
            event: found.height,
            entry: (!found.entry.is_empty()).then_some(found.entry),
            zh: found.zh,
            en: found.en,
        })
    }

    fn print(&self) {
        let event = self
            .event
            .map(|height| format!("，事件 {height}"))
            .unwrap_or_default();
        println!(
            "✗ {}{event}：{} [{}]",
            self.file,
            shown(&self.zh),
            self.code
        );
        println!("  {}", shown(&self.en));
        if let Some(entry) = &self.entry {
            println!("  {}", shown(entry));
        }
    }
}

/// A verified archive in brief.
#[derive(Debug, Serialize)]
struct Checked {
    file: String,
    election: String,
    fingerprint: String,
    ballots: u64,
    replaced: u64,
    /// Ballots that a hint beside the archive spared most of the work.
    hinted: u64,
    finished: bool,
    /// Number of events, and the hash of the last: what a witness writes down.
    events: u64,
    head: Option<String>,
    /// Events since the earlier copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sums: Option<Vec<Vec<u64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_card_sha256: Option<String>,
}

#[derive(Default, Serialize)]
struct Report {
    ok: bool,
    archives: Vec<Checked>,
    rankings: Vec<String>,
    /// Results over all that counts, recomputed step by step.
    results: Vec<String>,
    /// Areas of a rule card without a published ranking.
    unpublished: Vec<String>,
    /// Classes whose counts may not be published and whose archives are not there.
    withheld: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Fault>,
}

impl Verify {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        if self.watch {
            return self.follow();
        }
        let mut report = Report::default();
        let found = self.missing_beside_earlier();
        let outcome = found.and_then(|()| {
            self.paths.iter().try_for_each(|path| {
                if path.is_dir() {
                    self.package(path, &mut report)
                } else {
                    self.archive(path, &mut report).map(drop)
                }
            })
        });
        report.ok = outcome.is_ok();
        report.fault = outcome.err().map(|fault| *fault);
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else if let Some(fault) = &report.fault {
            fault.print();
        } else {
            println!("✓ 全部核验无误 / everything verified");
        }
        Ok(if report.ok {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    /// One archive.
    fn archive(
        &self,
        path: &Path,
        report: &mut Report,
    ) -> std::result::Result<Verified, Box<Fault>> {
        let name = path.display().to_string();
        let unreadable = |error: std::io::Error| {
            fault(
                &name,
                "file-unreadable",
                format!("读不出文件：{error}"),
                format!("the file cannot be read: {error}"),
            )
        };
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let bar = progress::bytes(length, &name);
        let mut tell = |now: Progress| bar.set_position(now.bytes);
        let beside = hints_of(path);
        let unwritable = |error: std::io::Error| {
            fault(
                &beside.display().to_string(),
                "hints-unwritten",
                format!("提示文件写不进去：{error}"),
                format!("the hints cannot be written: {error}"),
            )
        };
        let unfinished = beside.with_extension("hints.unfinished");
        let mut made = if self.write_hints {
            let file = File::create(&unfinished).map_err(unwritable)?;
            Some(BufWriter::with_capacity(1 << 20, file))
        } else {
            None
        };
        let mut found = (!self.no_hints && !self.write_hints)
            .then(|| File::open(&beside).ok())
            .flatten()
            .map(|file| BufReader::with_capacity(1 << 20, file));
        let earlier = self.earlier(path)?;
        let events_before = earlier.as_ref().map(BoardOutline::events);
        let options = VerifyOptions {
            progress: Some(&mut tell),
            extends: earlier,
            require_finished: self.finished,
            accept_unsorted_roll: self.accept_unsorted_roll,
            hints: found.as_mut().map(|file| file as &mut dyn Read),
            write_hints: made.as_mut().map(|file| file as &mut dyn Write),
            ..VerifyOptions::default()
        };
        let verified = verify_archive(BufReader::with_capacity(1 << 20, file), options);
        bar.finish_and_clear();
        if made.is_some() && verified.is_err() {
            let _ = std::fs::remove_file(&unfinished);
        }
        let verified = verified.map_err(|found| Fault::of(&name, found))?;
        if made.is_some() {
            std::fs::rename(&unfinished, &beside).map_err(unwritable)?;
        }
        if !self.json {
            let state = if verified.finished {
                "结果已核验"
            } else {
                "尚无结果"
            };
            println!(
                "✓ {name}：{} 票，{state}（{}）",
                verified.ballots,
                shown(verified.election.name())
            );
            if let Some(before) = events_before {
                println!(
                    "  较早的副本原样在前，其后新增 {} 个事件 / extends the earlier copy by {} events",
                    verified.head.height - before,
                    verified.head.height - before
                );
            }
            println!(
                "  共 {} 个事件，末事件 {}",
                verified.head.height,
                verified.head.parent.as_deref().unwrap_or_default()
            );
            if verified.hinted > 0 {
                println!(
                    "  {} 张选票借助提示文件验证，结论不依赖它 / {} ballots proved with the help of {}",
                    verified.hinted,
                    verified.hinted,
                    beside.display()
                );
            }
        }
        report.archives.push(Checked {
            file: name,
            election: verified.election.id().to_string(),
            fingerprint: verified.fingerprint.clone(),
            ballots: verified.ballots,
            replaced: verified.revotes,
            hinted: verified.hinted,
            finished: verified.finished,
            events: verified.head.height,
            head: verified.head.parent.clone(),
            added: events_before.map(|before| verified.head.height - before),
            sums: verified.sums.clone(),
            rule_card_sha256: RuleCard::bound_hash(verified.election.description())
                .map(str::to_owned),
        });
        Ok(verified)
    }

    /// A folder: the rule card, the archives bound to it, and the ranking that follows from both.
    fn package(&self, folder: &Path, report: &mut Report) -> std::result::Result<(), Box<Fault>> {
        let read = |name: &str| {
            let path = folder.join(name);
            let shown = path.display().to_string();
            std::fs::read_to_string(&path).map_err(|error| {
                fault(
                    &shown,
                    "file-unreadable",
                    format!("读不出文件：{error}"),
                    format!("the file cannot be read: {error}"),
                )
            })
        };
        let shown = |name: &str| folder.join(name).display().to_string();
        let card_file = shown("rule-card.json");
        let card = RuleCard::parse(&read("rule-card.json")?).map_err(|faults| {
            let first = faults.first();
            let sentence = |language| {
                first
                    .map(|one| format!("{} {}", one.path, one.sentence(language)))
                    .unwrap_or_default()
            };
            fault(
                &card_file,
                "rule-card-invalid",
                sentence(Language::Chinese),
                sentence(Language::English),
            )
        })?;
        let ranking_file = shown("ranking.json");
        let ranking: Ranking = serde_json::from_str(&read("ranking.json")?).map_err(|error| {
            fault(
                &ranking_file,
                "ranking-form",
                format!("名次文件格式不对：{error}"),
                format!("the ranking file is malformed: {error}"),
            )
        })?;
        if ranking.areas.is_empty() {
            return Err(fault(
                &ranking_file,
                "ranking-empty",
                "名次文件里没有一个片区",
                "the ranking file has no area",
            ));
        }
        let mut inputs = Vec::new();
        for area in &ranking.areas {
            let mut boxes = Vec::new();
            let mut villages: Option<Vec<String>> = None;
            for class in &area.classes {
                let file = format!("archives/round-{}-{}.bel", area.area, class.class);
                let name = shown(&file);
                // Its sums may not be public; that turnout says so is checked with the ranking.
                let is_withheld = class.closed.is_none() && !class.histogram_published;
                if is_withheld && !folder.join(&file).exists() {
                    continue;
                }
                let verified = self.archive(&folder.join(&file), report)?;
                if RuleCard::bound_hash(verified.election.description())
                    != Some(card.hash().as_str())
                {
                    return Err(fault(
                        &name,
                        "other-rule-card",
                        "选举绑定的不是这份规则卡",
                        "the election is bound to another rule card",
                    ));
                }
                let election = verified.election.name();
                if !election.contains(&area.label)
                    || !election.ends_with(&format!(" {}", class.label))
                {
                    return Err(fault(
                        &name,
                        "other-box",
                        format!(
                            "这是“{election}”的票箱，不是{}{}的",
                            area.label, class.label
                        ),
                        format!(
                            "this is the box of `{election}`, not that of {} {}",
                            area.label, class.label
                        ),
                    ));
                }
                let credentials = verified.roll.len() as u64;
                if class.entitled > credentials {
                    return Err(fault(
                        &ranking_file,
                        "roll-too-small",
                        format!(
                            "{}{}公布应到 {} 人，名册只有 {credentials} 个凭证",
                            area.label, class.label, class.entitled
                        ),
                        format!(
                            "{} {}: {} entitled, but the roll has {credentials} credentials",
                            area.label, class.label, class.entitled
                        ),
                    ));
                }
                let asked: Vec<BallotQuestion> = (verified.election.questions().iter())
                    .map(|one| BallotQuestion {
                        text: one.question.clone(),
                        answers: one.answers.clone(),
                        least: one.min,
                        most: one.max,
                    })
                    .collect();
                let Some(own) = card.villages_asked(&asked) else {
                    return Err(fault(
                        &name,
                        "other-grades",
                        "选票上的问题或选项与规则卡不同",
                        "the questions or answers on the ballot differ from the rule card",
                    ));
                };
                if villages.get_or_insert_with(|| own.clone()) != &own {
                    return Err(fault(
                        &name,
                        "other-contests",
                        "同一轮两个票箱的对象不同",
                        "two boxes of one round have different contests",
                    ));
                }
                if class.closed.is_none() && !verified.finished {
                    return Err(fault(
                        &name,
                        "result-missing",
                        "应有结果而没有",
                        "the result is missing",
                    ));
                }
                boxes.push(BoxSums {
                    class: class.class.clone(),
                    returned: verified.ballots,
                    sums: verified.sums.map(|sums| card.sums_by_village(sums)),
                });
            }
            let input = ranking
                .round_input(area.area, &villages.unwrap_or_default(), &boxes)
                .map_err(|found| {
                    fault(
                        &ranking_file,
                        "ranking-differs",
                        found.sentence(Language::Chinese),
                        found.sentence(Language::English),
                    )
                })?;
            inputs.push(input);
        }
        let withheld = check_ranking(&card, &inputs, &ranking).map_err(|found| {
            fault(
                &ranking_file,
                "ranking-differs",
                found.sentence(Language::Chinese),
                found.sentence(Language::English),
            )
        })?;
        let stray = stray_archive(folder, &ranking).map_err(|found| {
            fault(
                &shown("archives"),
                "archive-stray",
                found.to_string(),
                found.to_string(),
            )
        })?;
        if let Some(stray) = stray {
            return Err(fault(
                &stray,
                "archive-stray",
                "名次里没有这个核验包",
                "no area of the ranking refers to this archive",
            ));
        }
        let result = result::check(folder, &card, &inputs, &ranking)?;
        // A round may have been annulled; whoever verifies should know what was not published.
        let unpublished = card.areas.iter().filter(|area| {
            let published = |one: &pingyi_ranking::AreaRanking| one.area == area.number;
            !ranking.areas.iter().any(published)
        });
        let unpublished: Vec<String> = unpublished.map(|area| area.label.clone()).collect();
        let withheld = withheld::told(&ranking, &withheld);
        if !self.json {
            let without = |one: &AreaRanking| {
                let mut of_area = withheld.iter().filter(|known| known.area == one.area);
                of_area.all(|known| known.checked == WithheldFigures::FromMeans)
            };
            println!(
                "✓ {ranking_file}：{} 个片区的名次由规则卡和公布的数据得出",
                ranking.areas.iter().filter(|one| without(one)).count()
            );
            for one in &withheld {
                println!("! {ranking_file}：{}", crate::shown::shown(&one.zh));
                println!("  {}", crate::shown::shown(&one.en));
            }
            if let Some(result) = &result {
                println!("✓ {result}：结果和每一步计算由规则卡和数据重算一致");
            }
            for label in &unpublished {
                let label = shown(label);
                println!("! {ranking_file}：没有{label}的名次 / no ranking of {label}");
            }
        }
        report.results.extend(result);
        report.unpublished.extend(unpublished);
        report.withheld.extend(withheld);
        report.rankings.push(ranking_file);
        Ok(())
    }
}

/// Where the hints of an archive lie: NAME.bel.hints.
fn hints_of(archive: &Path) -> PathBuf {
    let mut name = archive.as_os_str().to_owned();
    name.push(".hints");
    name.into()
}

/// An archive that the ranking does not refer to.
fn stray_archive(folder: &Path, ranking: &Ranking) -> Result<Option<String>> {
    let folder = folder.join("archives");
    for entry in std::fs::read_dir(&folder).doing("cannot list the archives")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let known = ranking.areas.iter().any(|area| {
            area.classes
                .iter()
                .map(|class| format!("round-{}-{}.bel", area.area, class.class))
                .any(|archive| name == archive || Path::new(&name) == hints_of(Path::new(&archive)))
        });
        if !known {
            return Ok(Some(folder.join(name).display().to_string()));
        }
    }
    Ok(None)
}

fn fault(file: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Box<Fault> {
    Box::new(Fault {
        file: file.into(),
        code: code.into(),
        event: None,
        entry: None,
        zh: zh.into(),
        en: en.into(),
    })
}
