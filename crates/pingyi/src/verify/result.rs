//! The result over all that counts: recomputed from the published data, which must be what the archives say.

use super::{Fault, fault};
use pingyi_app::standing::vote_tables;
use pingyi_ranking::{
    Audience, Contest, Data, Language, Ranking, Ratio, RoundInput, RuleCard, TableName, Tables,
    compute,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

type Checked<T> = std::result::Result<T, Box<Fault>>;

/// Checks `result.json`, `trace.jsonl` and `data/` of a package, whose rounds are verified; the name of the result, or
/// nothing where none is published.
pub(super) fn check(
    folder: &Path,
    card: &RuleCard,
    rounds: &[RoundInput],
    ranking: &Ranking,
) -> Checked<Option<String>> {
    let parts = ["result.json", "trace.jsonl", "data"];
    let there = parts.map(|name| folder.join(name).exists());
    if there == [false; 3] {
        return Ok(None);
    }
    let shown = |name: &str| folder.join(name).display().to_string();
    if let Some((missing, _)) = parts.iter().zip(there).find(|(_, there)| !there) {
        return Err(fault(
            &shown(missing),
            "result-incomplete",
            "结果、计算过程和数据应当齐全，缺了这一项",
            "result, steps and data belong together, and this one is missing",
        ));
    }
    let tables = tables(folder)?;
    follows_from_votes(folder, card, rounds, &tables, ranking)?;
    let computed = Data::read(card, &tables, Audience::Published)
        .and_then(|data| compute(card, &data))
        .map_err(|faults| {
            let first = faults.first();
            let file = first.map_or(String::new(), |one| {
                let row = one.row.map_or(String::new(), |row| format!(":{row}"));
                format!("data/{}{row}", one.file.file_name())
            });
            let said = |language| first.map_or(String::new(), |one| one.sentence(language).into());
            fault(
                &shown(&file),
                "data-invalid",
                said(Language::Chinese),
                said(Language::English),
            )
        })?;
    let result = shown("result.json");
    for (name, code, expected) in [
        ("trace.jsonl", "trace-differs", computed.trace.lines()),
        ("result.json", "result-differs", computed.result.to_json()),
    ] {
        let found = read(&folder.join(name))?;
        if found != expected.as_bytes() {
            let line = first_difference(&found, expected.as_bytes());
            return Err(fault(
                &shown(name),
                code,
                format!("第 {line} 行与由规则卡和数据重算的不同"),
                format!("line {line} is not what follows from rule card and data"),
            ));
        }
    }
    Ok(Some(result))
}

/// The first line in which two texts differ, from 1.
fn first_difference(one: &[u8], other: &[u8]) -> usize {
    let same = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| one == other);
    1 + same.filter(|(byte, _)| **byte == b'\n').count()
}

fn read(path: &Path) -> Checked<Vec<u8>> {
    fs::read(path).map_err(|error| {
        fault(
            &path.display().to_string(),
            "file-unreadable",
            format!("读不出文件：{error}"),
            format!("the file cannot be read: {error}"),
        )
    })
}

/// The files of the data folder; another one than those that count would be taken for one that does.
fn tables(folder: &Path) -> Checked<Tables> {
    let data = folder.join("data");
    let unreadable = |error: std::io::Error| {
        fault(
            &data.display().to_string(),
            "file-unreadable",
            format!("读不出文件夹：{error}"),
            format!("the folder cannot be read: {error}"),
        )
    };
    let mut tables = Tables::new();
    for entry in fs::read_dir(&data).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(name) = TableName::from_file_name(&name) else {
            return Err(fault(
                &path.display().to_string(),
                "data-stray",
                "数据文件夹里不应有这个文件",
                "this file does not belong into the data folder",
            ));
        };
        tables.insert(name, read(&path)?);
    }
    Ok(tables)
}

/// The mean of a village in a class whose sums are not public: of the ranking, or where that gives none to the village
/// because it has no place, of the table itself.
fn published_mean(
    ranking: &Ranking,
    given: &BTreeMap<[String; 4], String>,
    (area, class, contest): (u32, &str, &Contest),
) -> Option<Ratio> {
    let area_found = ranking.areas.iter().find(|one| one.area == area)?;
    let placed = (area_found.ranking.iter())
        .find(|row| row.town == contest.town && row.village == contest.village);
    if let Some(row) = placed {
        let own = row.classes.iter().find(|one| one.class == class)?;
        return own.mean_exact.clone();
    }
    let key = [
        area.to_string(),
        class.to_owned(),
        contest.town.clone(),
        contest.village.clone(),
    ];
    given.get(&key)?.parse().ok()
}

/// Turnout, sums, means and villages are those of the verified archives and the verified ranking.
fn follows_from_votes(
    folder: &Path,
    card: &RuleCard,
    rounds: &[RoundInput],
    tables: &Tables,
    ranking: &Ranking,
) -> Checked<()> {
    let differs = |name: TableName| {
        let path = folder.join("data").join(name.file_name());
        Err(fault(
            &path.display().to_string(),
            "data-differs",
            "与核验过的票箱不符",
            "this is not what the verified ballot boxes say",
        ))
    };
    // The ranking was checked with the same counts before, so they balance.
    let means = tables.get(TableName::Means).unwrap_or_default();
    let given: BTreeMap<[String; 4], String> = csv::Reader::from_reader(means)
        .records()
        .flatten()
        .map(|row| {
            let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
            ([cell(0), cell(1), cell(2), cell(3)], cell(4))
        })
        .collect();
    let mean_of = |round: &RoundInput, class: &str, contest: &Contest| {
        published_mean(ranking, &given, (round.area, class, contest))
    };
    let expected = vote_tables(card, rounds, Audience::Published, &mean_of).unwrap_or_default();
    for name in [TableName::Turnout, TableName::Sums, TableName::Means] {
        let expected = expected.iter().find(|(known, _)| *known == name);
        if tables.get(name) != expected.map(|(_, bytes)| bytes.as_slice()) {
            return differs(name);
        }
    }
    let villages = tables.get(TableName::Villages).unwrap_or_default();
    let mut known: BTreeSet<(String, String, String)> = BTreeSet::new();
    for row in csv::Reader::from_reader(villages).records().flatten() {
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        known.insert((cell(0), cell(1), cell(2)));
    }
    for round in rounds {
        let own = |row: &&(String, String, String)| row.0 == round.area.to_string();
        let voted = round.contests.iter().map(|one| {
            let area = round.area.to_string();
            (area, one.town.clone(), one.village.clone())
        });
        let voted: BTreeSet<_> = voted.collect();
        if known.iter().filter(own).cloned().collect::<BTreeSet<_>>() != voted {
            return differs(TableName::Villages);
        }
    }
    Ok(())
}
