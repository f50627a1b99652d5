//! What happened to people and villages, as rows.

use super::{
    column::Column,
    desk::Desk,
    draft::{DraftRow, RowKind},
    line::Line,
    value::{Field, date_cell, text_cell},
};
use crate::{
    county::{County, Scope},
    entry::Body,
    language::of_language,
};
use pingyi_core::{
    event::{Event, EventKind},
    id::EntryId,
    unit::UnitKind,
};
use pingyi_ranking::{Language, sentence};
use pingyi_table::Cell;

pub(crate) const COLUMNS: &[Column] = &[
    Column::new(
        "person",
        ("人员编号", "Person code"),
        (
            "记在某人名下时填写；也可以只填姓名和村",
            "For what happened to a person; name and village do as well",
        ),
        "R0001",
    )
    .also(&["编号"]),
    Column::new(
        "name",
        ("姓名", "Name"),
        (
            "与村一起找到人；记在村名下时留空",
            "With the village finds a person; empty for what happened to the village",
        ),
        "张某某",
    ),
    Column::new(
        "town",
        ("镇街", "Town"),
        (
            "村所在的镇街；村留空时记在镇街名下",
            "Town of the village; without a village it happened to the town",
        ),
        "朱吴镇",
    )
    .also(&["所属镇街", "乡镇"]),
    Column::new(
        "village",
        ("村", "Village"),
        ("村名", "Name of the village"),
        "某某村",
    )
    .also(&["村名"]),
    Column::new(
        "on",
        ("日期", "Date"),
        ("如 2022-11-24", "E.g. 2022-11-24"),
        "2022-11-24",
    )
    .also(&["时间"])
    .required(),
    Column::new(
        "kind",
        ("类别", "Kind"),
        (
            "培训、表彰、处分、其他",
            "training, award, discipline, other",
        ),
        "培训",
    )
    .example_en("training")
    .also(&["类型"])
    .required(),
    Column::new(
        "text",
        ("内容", "Text"),
        (
            "一句话，最多 200 个字",
            "One sentence, at most 200 characters",
        ),
        "参加村党组织书记培训班",
    )
    .also(&["事项"])
    .required(),
    Column::new(
        "document",
        ("文号", "Document"),
        (
            "依据的文件，最多 60 个字",
            "The document that says so, at most 60 characters",
        ),
        "",
    )
    .also(&["文件号"]),
];

/// The column of a member.
pub(crate) fn column_of(path: &str) -> &'static str {
    if path.ends_with("/document") {
        "document"
    } else {
        "text"
    }
}

fn parse_kind(text: &str) -> Option<EventKind> {
    let kinds = EventKind::ALL.into_iter();
    kinds
        .into_iter()
        .find(|kind| kind.code() == text || kind.zh() == text)
}

/// Whom or what a row is about.
fn subject(desk: &Desk<'_>, line: &mut Line<'_>) -> Option<(EntryId, &'static str)> {
    let (code, name) = (line.word("person"), line.word("name"));
    if !code.is_empty() {
        let found = desk.person_of_code(&code).filter(|id| {
            let person = desk.person(*id);
            person.is_some_and(|person| desk.scope.sees(desk.town_of_person(person)))
        });
        if found.is_none() {
            let message = sentence!(
                "名册里没有编号为“{code}”的人员",
                "nobody in the register has the code “{code}”"
            );
            line.fault("person", "unknown", message);
        }
        return found.map(|id| (id, "person"));
    }
    let village = desk.village(line, "town", "village");
    if !line.is_good() {
        return None;
    }
    if name.is_empty() {
        let town = line.word("town");
        let unit = village.or_else(|| desk.town_named(&town).filter(|_| !town.is_empty()));
        if unit.is_none() {
            line.fault(
                "village",
                "empty",
                (
                    "请填写村，或填写人员编号",
                    "fill in the village, or the person’s code",
                ),
            );
        }
        return unit.map(|id| (id, "village"));
    }
    let Some(village) = village else {
        line.fault(
            "village",
            "empty",
            (
                "只有姓名时，请填写村或人员编号",
                "beside the name, fill in the village or the person’s code",
            ),
        );
        return None;
    };
    let here = |id: &&EntryId| {
        desk.person(**id).is_some_and(|person| {
            desk.scope.sees(desk.town_of_person(person))
                && person.terms.iter().any(|term| term.village == village)
        })
    };
    let people: Vec<&EntryId> = desk.people_named(&name).iter().filter(here).collect();
    match people[..] {
        [id] => Some((*id, "name")),
        [] => {
            let message = sentence!("{}没有“{name}”；请核对，或先在人员表里添加", "there is no “{name}” in {}; check it, or add the person in the people table first"; desk.name(village));
            line.fault("name", "unknown", message);
            None
        }
        _ => {
            let message = sentence!(
                "有几个人叫“{name}”；请填写人员编号",
                "several people are called “{name}”; fill in the person’s code"
            );
            line.fault("name", "ambiguous", message);
            None
        }
    }
}

fn too_long(line: &mut Line<'_>, column: &'static str, text: &str, most: usize) {
    let count = text.chars().count();
    if count > most {
        line.fault(
            column,
            "too_long",
            sentence!(
                "最多 {most} 个字，现有 {count} 个",
                "at most {most} characters; it has {count}"
            ),
        );
    }
}

/// What a row makes of its subject.
pub(crate) fn draw(desk: &mut Desk<'_>, line: &mut Line<'_>) -> Option<RowKind> {
    let found = subject(desk, line);
    let on = line.date("on").set();
    let kind = line
        .one_of(
            "kind",
            (
                "培训、表彰、处分、其他",
                "training, award, discipline, other",
            ),
            parse_kind,
        )
        .set();
    let text = line.word("text");
    let document = line.text("document");
    for (column, missing) in [
        ("on", on.is_none()),
        ("kind", kind.is_none()),
        ("text", text.is_empty()),
    ] {
        if missing && line.wrong.iter().all(|wrong| wrong.column != column) {
            line.fault(column, "empty", ("不能为空", "must not be empty"));
        }
    }
    // Said here, where the row is known; the document's own check knows only its place in a list.
    too_long(line, "text", &text, 200);
    if let Field::Set(document) = &document {
        too_long(line, "document", document, 60);
    }
    let (Some((id, _)), Some(on), Some(kind), true) = (found, on, kind, line.is_good()) else {
        return None;
    };
    let standing = || Body::standing(desk.county, id);
    let mut body = desk.drafts.get(id).cloned().or_else(standing)?;
    let events = match &mut body {
        Body::Unit(unit) => &mut unit.events,
        Body::Person(person) => &mut person.events,
        Body::Project(_) => return None,
    };
    let same = |event: &Event| event.on == on && event.kind == kind && event.text == text;
    let at = events.iter().position(same);
    let key = format!("event {id} {on} {} {text}", kind.code());
    desk.once(line, "text", key, at.is_some());
    if !line.is_good() {
        return None;
    }
    let made = match at.map(|at| &mut events[at]) {
        Some(event) => {
            let before = event.document.clone();
            document.put(&mut event.document);
            if event.document == before {
                return Some(RowKind::Same);
            }
            RowKind::Changed
        }
        None => {
            let at = events.partition_point(|event| event.on <= on);
            let document = match document {
                Field::Set(document) => document,
                _ => String::new(),
            };
            events.insert(
                at,
                Event {
                    on,
                    kind,
                    text,
                    document,
                },
            );
            RowKind::New
        }
    };
    let key = desk.name(id);
    let row = DraftRow {
        number: line.number,
        kind: made,
        part: None,
    };
    desk.drafts.put(desk.county, id, &key, body, row);
    Some(made)
}

/// Events as rows: of units in the order of the tree, then of people.
pub(crate) fn rows(
    county: &County,
    scope: Scope,
    discipline: bool,
    language: Language,
) -> Vec<Vec<Cell>> {
    let shown = |event: &&Event| discipline || event.kind != EventKind::Discipline;
    let mut rows = Vec::new();
    for kept in county.in_order() {
        let unit = &kept.body;
        let told = unit.kind != UnitKind::County && unit.ended.is_none();
        if !told || !scope.sees(county.town_of(kept.id)) {
            continue;
        }
        let village = unit.kind == UnitKind::Village;
        let town = if village { unit.parent } else { Some(kept.id) };
        let town = town.map_or_else(String::new, |id| county.name(id));
        let name = if village { unit.name.as_str() } else { "" };
        rows.extend(
            unit.events
                .iter()
                .filter(shown)
                .map(|event| row(["", "", &town, name], event, language)),
        );
    }
    for kept in county.people.values() {
        let person = &kept.body;
        let town = county.town_of_entry(kept.id);
        if !scope.sees(town) {
            continue;
        }
        let village = person.home(county.today).map(|term| term.village);
        let name = |id: Option<EntryId>| id.map_or_else(String::new, |id| county.name(id));
        let (town, village) = (name(town), name(village));
        rows.extend(person.events.iter().filter(shown).map(|event| {
            row(
                [&person.code, &person.name, &town, &village],
                event,
                language,
            )
        }));
    }
    rows
}

/// Whom it is about is the person's code and name, town and village.
fn row(whom: [&str; 4], event: &Event, language: Language) -> Vec<Cell> {
    let [code, name, town, village] = whom;
    vec![
        text_cell(code),
        text_cell(name),
        text_cell(town),
        text_cell(village),
        date_cell(Some(event.on)),
        text_cell(of_language([event.kind.zh(), event.kind.code()], language)),
        text_cell(&event.text),
        text_cell(&event.document),
    ]
}
