//! `pingyi rank`: from a rule card and a data folder to places, with every step of the way.

use crate::{
    failure::{Doing, Failure, Result},
    shown::shown,
};
use clap::{Args, ValueEnum};
use pingyi_ranking::{
    Audience, CardFault, Computation, CycleResult, Data, DataFault, Language, RuleCard, TableName,
    Tables, compute,
};
use std::{
    ffi::OsString,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Which rules and data, and where to.
#[derive(Args)]
pub(crate) struct Rank {
    /// The rule card, with or without a composite.
    #[arg(long)]
    rules: PathBuf,
    /// Folder with villages.csv and the other tables.
    #[arg(long)]
    data: PathBuf,
    /// Folder for result.json, trace.jsonl and the card as it is hashed, rule-card.json.
    #[arg(long)]
    out: PathBuf,
    /// Compute from what is published of the vote, not from all opened sums.
    #[arg(long)]
    published: bool,
    /// Language of complaints and headings.
    #[arg(long, value_enum, default_value_t = Spoken::Zh)]
    lang: Spoken,
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Spoken {
    /// 简体中文.
    Zh,
    /// English.
    En,
}

impl From<Spoken> for Language {
    fn from(spoken: Spoken) -> Self {
        match spoken {
            Spoken::Zh => Self::Chinese,
            Spoken::En => Self::English,
        }
    }
}

impl Rank {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let language = self.lang.into();
        let text = fs::read_to_string(&self.rules).doing(self.rules.display())?;
        let card = match RuleCard::parse(&text) {
            Ok(card) => card,
            Err(faults) => return Ok(self.refuse_card(&faults, language)),
        };
        let audience = if self.published {
            Audience::Published
        } else {
            Audience::Sealed
        };
        let tables = read_tables(&self.data)?;
        let computed = Data::read(&card, &tables, audience).and_then(|data| compute(&card, &data));
        match computed {
            Ok(computation) => self.write(&card, &computation, language),
            Err(faults) => Ok(refuse(&faults, language)),
        }
    }

    fn refuse_card(&self, faults: &[CardFault], language: Language) -> ExitCode {
        for fault in faults {
            let (file, path) = (self.rules.display(), &fault.path);
            eprintln!("{file}:{path}: {}", shown(fault.sentence(language)));
        }
        ExitCode::FAILURE
    }

    fn write(
        &self,
        card: &RuleCard,
        computation: &Computation,
        language: Language,
    ) -> Result<ExitCode> {
        let Computation { result, trace } = computation;
        let files = [
            ("rule-card.json", card.canonical_json()),
            ("trace.jsonl", trace.lines()),
            ("result.json", result.to_json()),
        ];
        spare_card(&self.out.join("rule-card.json"))?;
        write_together(&self.out, &files)?;
        print!("{}", table(card, result, language));
        for (name, _) in files.iter().rev() {
            println!("{}", self.out.join(name).display());
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn refuse(faults: &[DataFault], language: Language) -> ExitCode {
    for fault in faults {
        let row = fault.row.map_or(String::new(), |row| format!(":{row}"));
        let sentence = shown(fault.sentence(language));
        eprintln!("{}{row}: {sentence}", fault.file);
    }
    ExitCode::FAILURE
}

/// The tables of a folder; a table of another name is a mistake, not a table that is not there.
fn read_tables(folder: &Path) -> Result<Tables> {
    let mut tables = Tables::new();
    for entry in fs::read_dir(folder).doing(folder.display())? {
        let path = entry.doing(folder.display())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match TableName::from_file_name(&name) {
            Some(table) => tables.insert(table, fs::read(&path).doing(path.display())?),
            None if is_table(&path) => {
                let known: Vec<_> = TableName::ALL.map(TableName::file_name).into();
                return Err(Failure::new(format!(
                    "{}: 不是数据表，文件名须是其中之一：{}",
                    path.display(),
                    known.join(" ")
                )));
            }
            None => {}
        }
    }
    Ok(tables)
}

fn is_table(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending == "csv" || ending == "txt"
}

/// Refuses to write over a card that somebody keeps in a writing of their own.
fn spare_card(path: &Path) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let text = fs::read_to_string(path).doing(path.display())?;
    let ours = RuleCard::parse(&text).is_ok_and(|card| card.canonical_json() == text);
    if ours {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{}: 这里已有一份规则卡，不是本程序写的，不会覆盖；请把 --out 换成另一个文件夹",
        path.display()
    )))
}

/// Writes all files under other names first, so that a failure leaves what was there.
fn write_together(folder: &Path, files: &[(&str, String)]) -> Result<()> {
    fs::create_dir_all(folder).doing(folder.display())?;
    let part = |name: &str| {
        let mut part = OsString::from(".");
        part.push(name);
        part.push(".part");
        folder.join(part)
    };
    let written = files.iter().try_for_each(|(name, text)| {
        let mut file = fs::File::create(part(name))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let written = written.and_then(|()| {
        let mut files = files.iter();
        files.try_for_each(|(name, _)| fs::rename(part(name), folder.join(name)))
    });
    if written.is_err() {
        for (name, _) in files {
            // Nothing is lost if it was never there.
            let _ = fs::remove_file(part(name));
        }
    }
    written.doing(folder.display())
}

/// The places as a table for the terminal.
fn table(card: &RuleCard, result: &CycleResult, language: Language) -> String {
    let say = |zh: &'static str, en: &'static str| match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    let mut text = format!("{}\n", shown(&card.title));
    for group in &result.groups {
        let label = if group.label.is_empty() {
            say("全部", "all")
        } else {
            &group.label
        };
        _ = writeln!(text, "\n{}", shown(label));
        if group.withheld {
            text += say("  名次不予公布\n", "  withheld\n");
        }
        for row in &group.ranked {
            let village = shown(&format!("{}{}", row.town, row.village));
            let award = row.award.as_deref().map(shown).unwrap_or_default();
            let lot = if row.lot_needed {
                say("  须抽签", "  a lot is needed")
            } else {
                ""
            };
            let line = format!(
                "{:>5}  {} {:>8}  {award}{lot}",
                row.place,
                padded(&village, 28),
                row.score.to_string(),
            );
            text += line.trim_end();
            text.push('\n');
        }
        for row in &group.unranked {
            let village = shown(&format!("{}{}", row.town, row.village));
            let why = shown(&row.why);
            _ = writeln!(
                text,
                "{:>5}  {} {:>8}  {why}",
                "–",
                padded(&village, 28),
                "–"
            );
        }
    }
    text.push('\n');
    text
}

/// The text filled up to a width in columns; a Chinese character takes two.
fn padded(text: &str, width: usize) -> String {
    let taken: usize = text
        .chars()
        .map(|char| if char < '\u{1100}' { 1 } else { 2 })
        .sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(taken)))
}
