//! From the bytes of a file to what it would change: row by row, then document by document, then all together.

use super::{
    column::{EXPORT_NUMBER, IDENTITY, ImportTable},
    desk::{Desk, Origin},
    draft::{Draft, RowKind},
    judge::judge,
    line::{Line, Places, Wrong},
    report::{ImportCounts, ImportDifference, ImportFault, ImportHeading, SHOWN},
};
use crate::{
    county::{County, Scope},
    entry::Body,
};
use pingyi_core::{
    entry::{Change, EntryFault, Noun, changes, holds_identity_number},
    id::EntryId,
    person::mask,
};
use pingyi_ranking::{Language, Sentence, sentence};
use pingyi_table::{Limits, Row, TableFault, address, guess_columns, read};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
};

/// How the columns of a file are told.
pub(crate) enum Headings {
    /// By what people chose before, and else by their words.
    Guess(HashMap<String, String>),
    /// As an earlier reading told them.
    Known(Vec<ImportHeading>),
}

/// What is read, and beside what it is laid.
pub(crate) struct Task {
    pub(crate) table: ImportTable,
    pub(crate) content: Vec<u8>,
    pub(crate) headings: Headings,
    pub(crate) scope: Scope,
    pub(crate) origin: Origin,
}

/// What a file would change.
pub(crate) struct Plan {
    pub(crate) counts: ImportCounts,
    pub(crate) headings: Vec<ImportHeading>,
    pub(crate) differences: Vec<ImportDifference>,
    pub(crate) faults: Vec<ImportFault>,
    pub(crate) names: BTreeMap<String, String>,
    /// Stands for every change and every faulty row: two plans with one digest do the same.
    pub(crate) digest: String,
    /// Documents to be written.
    pub(crate) drafts: Vec<Draft>,
    /// What is wrong, by row; complete.
    pub(crate) wrong: BTreeMap<usize, Vec<Wrong>>,
    pub(crate) places: Option<Places>,
}

/// Why a file is refused whole.
pub(crate) enum Refusal {
    /// The file itself.
    Table(TableFault),
    /// Its headings, which people may mend by saying what they mean.
    Headings(Vec<ImportHeading>, Sentence),
    /// What it holds may not be kept.
    Forbidden(Sentence),
}

impl Refusal {
    /// Why, and what to do.
    pub(crate) fn sentence(&self) -> Sentence {
        match self {
            Self::Table(fault) => (fault.zh(), fault.to_string()).into(),
            Self::Headings(_, sentence) | Self::Forbidden(sentence) => sentence.clone(),
        }
    }
}

/// Columns of the file as columns of the table.
fn columns(task: &Task, headings: &[String]) -> Vec<Option<usize>> {
    let known = task.table.columns();
    let index = |code: &str| known.iter().position(|column| column.code == code);
    match &task.headings {
        Headings::Known(list) => list
            .iter()
            .map(|one| one.column.as_deref().and_then(index))
            .collect(),
        Headings::Guess(memory) => {
            let left_out = |heading: &String| {
                EXPORT_NUMBER.contains(&heading.as_str())
                    || memory.get(heading).is_some_and(String::is_empty)
            };
            let asked: Vec<String> = headings
                .iter()
                .map(|heading| {
                    if left_out(heading) {
                        String::new()
                    } else {
                        heading.clone()
                    }
                })
                .collect();
            guess_columns(&asked, &task.table.headings(), |heading| {
                memory.get(heading).and_then(|code| index(code))
            })
        }
    }
}

fn places(task: &Task, row: Row<'_>) -> Result<(Places, Vec<ImportHeading>), Refusal> {
    let texts: Vec<String> = row
        .cells
        .iter()
        .map(|cell| cell.text().into_owned())
        .collect();
    let identity = texts.iter().find(|text| {
        let text = text.to_lowercase();
        IDENTITY.iter().any(|word| text.contains(word))
    });
    if let Some(identity) = identity {
        return Err(Refusal::Forbidden(sentence!(
            "文件里有“{identity}”一列；系统不收身份证号，请删去这一列后重新上传",
            "the file has the column “{identity}”; no identity numbers are kept: remove it and upload the file again"
        )));
    }
    let of_file = columns(task, &texts);
    let known = task.table.columns();
    let headings: Vec<ImportHeading> = texts
        .into_iter()
        .zip(&of_file)
        .map(|(heading, column)| ImportHeading {
            heading,
            column: column.map(|column| known[column].code.to_owned()),
        })
        .collect();
    let places = Places::new(known, &of_file);
    let missing = places.missing();
    if missing.is_empty() {
        return Ok((places, headings));
    }
    let zh: Vec<&str> = missing.iter().map(|column| column.zh).collect();
    let en: Vec<&str> = missing.iter().map(|column| column.en).collect();
    let sentence = Sentence::from((
        format!(
            "第 {} 行里没有“{}”这样的列；请选择哪一列是它，或按模板填写",
            row.number,
            zh.join("”、“")
        ),
        format!(
            "row {} has no column “{}”: choose which one it is, or fill in the template",
            row.number,
            en.join("”, “")
        ),
    ));
    Err(Refusal::Headings(headings, sentence))
}

fn draw(table: ImportTable, desk: &mut Desk<'_>, line: &mut Line<'_>) -> Option<RowKind> {
    match table {
        ImportTable::Units => super::unit::draw(desk, line),
        ImportTable::People => super::person::draw(desk, line),
        ImportTable::Events => super::event::draw(desk, line),
        ImportTable::Projects => super::project::draw(desk, line),
        ImportTable::Funding => super::funding::draw(desk, line),
        ImportTable::Milestones => super::milestone::draw(desk, line),
    }
}

/// The column of a member of a document.
fn column_of(table: ImportTable, path: &str) -> &'static str {
    match table {
        ImportTable::Units => super::unit::column_of(path),
        ImportTable::People => super::person::column_of(path),
        ImportTable::Events => super::event::column_of(path),
        ImportTable::Projects => super::project::column_of(path),
        ImportTable::Funding => super::funding::column_of(path),
        ImportTable::Milestones => super::milestone::column_of(path),
    }
}

/// What a file would change in the county as it stands.
pub(crate) fn plan(task: &Task, county: &County, progress: &AtomicUsize) -> Result<Plan, Refusal> {
    let mut desk = Desk::new(county, task.scope, &task.origin);
    let mut counts = ImportCounts::default();
    let mut found: Option<(Places, Vec<ImportHeading>)> = None;
    let mut refusal = None;
    let mut wrong: BTreeMap<usize, Vec<Wrong>> = BTreeMap::new();
    read(&task.content, &Limits::default(), |row| {
        let Some((places, _)) = &found else {
            match self::places(task, row) {
                Ok(some) => found = Some(some),
                Err(why) => refusal = Some(why),
            }
            return refusal.is_none();
        };
        progress.fetch_add(1, Ordering::Relaxed);
        let mut line = Line::new(row, places);
        if line.is_empty() || line.is_example() {
            return true;
        }
        counts.rows += 1;
        let drawn = draw(task.table, &mut desk, &mut line);
        if drawn == Some(RowKind::Same) {
            counts.same += 1;
        } else if drawn.is_none() {
            counts.faulty += 1;
            wrong.insert(line.number, line.wrong);
        }
        true
    })
    .map_err(Refusal::Table)?;
    if let Some(refusal) = refusal {
        return Err(refusal);
    }
    let (places, headings) = found.ok_or(Refusal::Table(TableFault::Empty))?;
    counts.absent = standing(task, county).saturating_sub(desk.matched);
    let mut plan = Plan {
        counts,
        headings,
        differences: Vec::new(),
        faults: Vec::new(),
        names: BTreeMap::new(),
        digest: String::new(),
        drafts: Vec::new(),
        wrong,
        places: Some(places),
    };
    settle(task, desk, &mut plan);
    Ok(plan)
}

/// Judges the documents and tells what each would change.
fn settle(task: &Task, mut desk: Desk<'_>, plan: &mut Plan) {
    let county = desk.county;
    let list = std::mem::take(&mut desk.drafts).into_list();
    let faults = judge(county, &list);
    let mut digest = Sha256::new();
    let mut next = next_code(county, &list);
    for mut draft in list {
        if let Some(faults) = faults.get(&draft.id) {
            plan.counts.faulty += draft.rows.len();
            for row in &draft.rows {
                plan.wrong.entry(row.number).or_default();
            }
            for fault in faults {
                let (row, wrong) = located(task.table, &draft, fault);
                plan.wrong.entry(row).or_default().push(wrong);
            }
            continue;
        }
        for row in &draft.rows {
            match row.kind {
                RowKind::New => plan.counts.new += 1,
                RowKind::Changed => plan.counts.changed += 1,
                RowKind::Same => plan.counts.same += 1,
            }
        }
        if draft.new {
            // Before its code is given: which code is free does not make a difference out of date.
            digest.update(draft.rows[0].number.to_string());
            digest.update(draft.body.written());
        }
        if let Body::Person(person) = &mut draft.body
            && person.code.is_empty()
        {
            person.code = format!("R{next:04}");
            next += 1;
        }
        let shown = plan.differences.len() < SHOWN;
        if shown || !draft.new {
            let difference = difference(county, &draft);
            if !draft.new {
                digest.update(draft.id.to_string());
                digest.update(serde_json::to_string(&difference).unwrap_or_default());
            }
            if shown {
                plan.differences.push(hidden(&draft, difference));
            }
        }
        plan.drafts.push(draft);
    }
    for row in plan.wrong.keys() {
        digest.update(format!("wrong {row}"));
    }
    plan.digest = hex(&digest.finalize());
    let mut names = BTreeMap::new();
    let new: HashMap<EntryId, &Draft> = plan.drafts.iter().map(|one| (one.id, one)).collect();
    for change in plan.differences.iter().flat_map(|one| &one.changes) {
        for value in [&change.before, &change.after].into_iter().flatten() {
            name(value, &mut |id| {
                let name = new.get(&id).map(|draft| draft.body.title().to_owned());
                let name = name.unwrap_or_else(|| county.name(id));
                if !name.is_empty() {
                    names.insert(id.to_string(), name);
                }
            });
        }
    }
    plan.names = names;
    shown_faults(task, plan);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The number of the next code of a person, past those the file gives.
fn next_code(county: &County, drafts: &[Draft]) -> u32 {
    let number = |code: &str| code.strip_prefix('R')?.parse::<u32>().ok();
    let given = drafts
        .iter()
        .filter(|draft| draft.body.noun() == Noun::Person);
    let given = given.filter_map(|draft| number(draft.body.key())).max();
    let free = number(&crate::entry::next_code(county)).unwrap_or(1);
    free.max(given.map_or(0, |given| given + 1))
}

fn located(table: ImportTable, draft: &Draft, fault: &EntryFault) -> (usize, Wrong) {
    let part = fault
        .path
        .split('/')
        .nth(2)
        .and_then(|part| part.parse::<usize>().ok());
    let row = draft
        .rows
        .iter()
        .find(|row| part.is_some() && row.part == part)
        .unwrap_or(&draft.rows[0]);
    let wrong = Wrong {
        column: column_of(table, &fault.path),
        code: fault.code,
        message: fault.message.clone(),
    };
    (row.number, wrong)
}

fn difference(county: &County, draft: &Draft) -> ImportDifference {
    let before = Body::standing(county, draft.id).map_or(Value::Null, |body| body.json());
    let mut changes = changes(&before, &draft.body.json());
    if draft.new {
        changes.retain(|change| !is_nothing(change.after.as_ref()));
    }
    ImportDifference {
        row: draft.rows[0].number,
        kind: if draft.new { "new" } else { "changed" }.into(),
        key: draft.key.clone(),
        title: draft.body.title().into(),
        changes,
    }
}

fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        _ => false,
    }
}

/// A difference without whole phone numbers.
fn hidden(draft: &Draft, mut difference: ImportDifference) -> ImportDifference {
    if draft.body.noun() == Noun::Person {
        for Change {
            path,
            before,
            after,
        } in &mut difference.changes
        {
            if path == "/phone" {
                for value in [before, after] {
                    *value = value
                        .as_ref()
                        .and_then(Value::as_str)
                        .map(|text| mask(text).into());
                }
            }
        }
    }
    difference
}

/// Calls for every identifier in a value.
fn name(value: &Value, found: &mut impl FnMut(EntryId)) {
    match value {
        Value::String(text) if text.len() == 36 => {
            if let Ok(id) = text.parse() {
                found(id);
            }
        }
        Value::Array(list) => list.iter().for_each(|one| name(one, found)),
        Value::Object(members) => members.values().for_each(|one| name(one, found)),
        _ => {}
    }
}

/// What stands in the county of what the table tells.
fn standing(task: &Task, county: &County) -> usize {
    super::export::rows(task.table, county, task.scope, true, Language::Chinese).len()
}

/// The first faults with their cells, and what stands there.
fn shown_faults(task: &Task, plan: &mut Plan) {
    let Some(places) = &plan.places else { return };
    let first: Vec<(&usize, &Wrong)> = plan
        .wrong
        .iter()
        .flat_map(|(row, list)| list.iter().map(move |wrong| (row, wrong)))
        .take(SHOWN)
        .collect();
    let Some(last) = first.last().map(|(row, _)| **row) else {
        return;
    };
    let mut values: HashMap<(usize, usize), String> = HashMap::new();
    let wanted: HashMap<usize, Vec<(usize, &str)>> =
        first
            .iter()
            .fold(HashMap::new(), |mut wanted, (row, wrong)| {
                let cell = (places.shown_at(wrong.column), wrong.column);
                wanted.entry(**row).or_default().push(cell);
                wanted
            });
    // The file was read to its end before; what is read again is its beginning.
    let again = read(&task.content, &Limits::default(), |row| {
        for (place, column) in wanted.get(&row.number).into_iter().flatten() {
            values.insert((row.number, *place), told(column, &row.cell(*place).text()));
        }
        row.number < last
    });
    if let Err(fault) = again {
        tracing::warn!(%fault, "a file was readable and no longer is");
    }
    plan.faults = first
        .iter()
        .map(|(row, wrong)| {
            let place = places.shown_at(wrong.column);
            ImportFault {
                cell: address(place, **row),
                row: **row,
                column: wrong.column.into(),
                value: values.get(&(**row, place)).cloned().unwrap_or_default(),
                code: wrong.code.into(),
                message: wrong.message.zh.clone(),
                message_en: wrong.message.en.clone(),
            }
        })
        .collect();
}

/// A cell as a fault may repeat it.
fn told(column: &str, text: &str) -> String {
    if holds_identity_number(text) {
        "（身份证号）".into()
    } else if column == "phone" {
        mask(text)
    } else {
        text.chars().take(80).collect()
    }
}
