//! People as rows: who somebody is, the present term, the newest admission.

use super::{
    column::Column,
    desk::Desk,
    draft::RowKind,
    line::Line,
    value::{Field, date_cell, flag_cell, text_cell},
};
use crate::{
    county::{County, Kept, Scope},
    entry::Body,
    language::of_language,
};
use pingyi_core::{
    entry::Entry as _,
    id::EntryId,
    person::{Admission, AdmissionStatus, Person, Post, Term},
};
use pingyi_ranking::{Language, sentence};
use pingyi_table::Cell;

pub(crate) const COLUMNS: &[Column] = &[
    Column::new(
        "code",
        ("人员编号", "Person code"),
        (
            "名册内的编号，如 R0001；新人员可留空，由程序编号。不是身份证号",
            "Code within the register, e.g. R0001; given by the program when empty. Never an identity number",
        ),
        "R0001",
    )
    .also(&["编号", "编码"]),
    Column::new(
        "name",
        ("姓名", "Name"),
        ("最多 20 个字", "At most 20 characters"),
        "张某某",
    )
    .required(),
    Column::new("sex", ("性别", "Sex"), ("男 或 女", "male or female"), "男").example_en("male"),
    Column::new(
        "birth_year",
        ("出生年份", "Year of birth"),
        ("四位数，如 1968", "Four digits"),
        "1968",
    )
    .also(&["出生年"]),
    Column::new(
        "phone",
        ("电话", "Phone"),
        (
            "7 到 20 位数字；打码的号码（138****5678）表示不变",
            "7 to 20 digits; a masked number (138****5678) leaves it as it is",
        ),
        "0535-0000000",
    )
    .also(&["手机", "联系电话", "手机号"]),
    Column::new("note", ("备注", "Note"), ("最多 200 个字", "At most 200 characters"), ""),
    Column::new(
        "town",
        ("镇街", "Town"),
        ("任职的村所在的镇街", "Town of the village of the term"),
        "朱吴镇",
    )
    .also(&["所属镇街", "乡镇", "镇"]),
    Column::new(
        "village",
        ("村", "Village"),
        (
            "任职的村；没有编号的人员按姓名和村找到",
            "Village of the term; without a code a person is found by name and village",
        ),
        "某某村",
    )
    .also(&["任职村", "村名", "所在村"]),
    Column::new("post", ("职务", "Post"), ("书记 或 后备", "secretary or reserve"), "书记").example_en("secretary"),
    Column::new(
        "from",
        ("到任日期", "From"),
        ("如 2021-01-15；新任期必填", "E.g. 2021-01-15; needed for a new term"),
        "2021-01-15",
    )
    .also(&["任职时间", "任职日期"]),
    Column::new(
        "to",
        ("离任日期", "To"),
        ("不再任职的第一天", "First day on which the term was over"),
        "",
    )
    .also(&["离任时间"]),
    Column::new(
        "exit_reason",
        ("离任原因", "Exit reason"),
        ("有离任日期时必填", "Needed with a day of exit"),
        "",
    ),
    Column::new(
        "mentor",
        ("帮带人", "Mentor"),
        (
            "后备干部的帮带人：编号或姓名，须已在名册或写在前面",
            "Mentor of a reserve cadre: code or name, in the register or in a row before",
        ),
        "",
    ),
    Column::new(
        "batch",
        ("批次", "Batch"),
        ("专业化管理的批次编号，须已建立", "Number of the batch of admission, which must exist"),
        "",
    )
    .also(&["批次编号"]),
    Column::new(
        "status",
        ("管理状态", "Status"),
        ("在管、暂停、退出", "managed, suspended, exited"),
        "",
    ),
    Column::new(
        "since",
        ("状态日期", "Since"),
        ("暂停或退出的日期", "Day of suspension or exit"),
        "",
    ),
    Column::new(
        "reason",
        ("状态原因", "Reason"),
        ("暂停或退出的原因", "Why suspended or exited"),
        "",
    ),
    Column::new(
        "synthetic",
        ("示例数据", "Made up"),
        ("是 或 否；演示用的虚构数据填 是", "yes or no; yes for made-up data"),
        "否",
    ).example_en("no"),
];

/// The column of a member.
pub(crate) fn column_of(path: &str) -> &'static str {
    match path.trim_start_matches('/').split('/').collect::<Vec<_>>()[..] {
        ["code"] => "code",
        ["sex"] => "sex",
        ["birth_year"] => "birth_year",
        ["phone"] => "phone",
        ["note"] => "note",
        ["terms", _, "to"] => "to",
        ["terms", _, "exit_reason"] => "exit_reason",
        ["terms", _, "mentor"] => "mentor",
        ["terms", _, "village"] => "village",
        ["terms", ..] => "from",
        ["admissions", _, "since"] => "since",
        ["admissions", _, "reason"] => "reason",
        ["admissions", ..] => "batch",
        _ => "name",
    }
}

fn parse_post(text: &str) -> Option<Post> {
    match text {
        "书记" | "党组织书记" | "村党组织书记" | "党支部书记" | "secretary" => {
            Some(Post::Secretary)
        }
        "后备" | "后备干部" | "reserve" => Some(Post::Reserve),
        _ => None,
    }
}

fn parse_sex(text: &str) -> Option<String> {
    let zh = match text.to_lowercase().as_str() {
        "男" | "male" | "m" => "男",
        "女" | "female" | "f" => "女",
        _ => return None,
    };
    Some(zh.to_owned())
}

fn sex_words(sex: &str) -> [&'static str; 2] {
    match sex {
        "男" => ["男", "male"],
        "女" => ["女", "female"],
        _ => ["", ""],
    }
}

fn parse_status(text: &str) -> Option<AdmissionStatus> {
    let statuses = AdmissionStatus::ALL.into_iter();
    statuses
        .into_iter()
        .find(|status| status.code() == text || status.zh() == text)
}

/// The person of a name with a term in a village.
fn in_village(
    desk: &Desk<'_>,
    line: &mut Line<'_>,
    name: &str,
    village: EntryId,
) -> Option<EntryId> {
    let here = |id: &&EntryId| {
        desk.person(**id)
            .is_some_and(|person| person.terms.iter().any(|term| term.village == village))
    };
    let found: Vec<EntryId> = desk
        .people_named(name)
        .iter()
        .filter(here)
        .copied()
        .collect();
    if found.len() > 1 {
        let message = sentence!(
            "这个村有几个人叫“{name}”；请填写人员编号",
            "several people of that village are called “{name}”; fill in the person’s code"
        );
        line.fault("name", "ambiguous", message);
        return None;
    }
    found.first().copied()
}

/// What a row makes of a person.
pub(crate) fn draw(desk: &mut Desk<'_>, line: &mut Line<'_>) -> Option<RowKind> {
    let name = line.word("name");
    if name.is_empty() && line.is_good() {
        line.fault("name", "empty", ("请填写姓名", "the name is needed"));
    }
    let code = line.word("code");
    let village = desk.village(line, "town", "village");
    if !line.is_good() {
        return None;
    }
    let by_code = desk.person_of_code(&code);
    let found = match village {
        _ if by_code.is_some() => by_code,
        Some(village) if code.is_empty() => in_village(desk, line, &name, village),
        None if code.is_empty() => {
            line.fault(
                "village",
                "empty",
                (
                    "请填写村，或填写人员编号",
                    "fill in the village, or the person’s code",
                ),
            );
            None
        }
        _ => None,
    };
    let standing = found.and_then(|id| desk.person(id)).cloned();
    if let Some(person) = &standing
        && !desk.scope.sees(desk.town_of_person(person))
    {
        line.fault(
            "code",
            "other_town",
            (
                "只能导入本镇街的数据",
                "only data of your own town can be imported",
            ),
        );
    }
    if standing.is_none() && village.is_none() && desk.scope.town().is_some() {
        line.fault(
            "village",
            "empty",
            (
                "新人员请填写任职的村",
                "a new person needs the village of the term",
            ),
        );
    }
    if !line.is_good() {
        return None;
    }
    let id = found.unwrap_or_else(|| desk.new_id(line.number));
    desk.once(line, "name", format!("person {id}"), found.is_some());
    let mut person = standing.unwrap_or_else(nobody);
    fill(line, &mut person, name, code);
    if let Some(village) = village {
        term(desk, line, &mut person, village);
    } else if ["post", "from", "to", "exit_reason", "mentor"]
        .iter()
        .any(|code| !line.cell(code).is_empty())
    {
        line.fault(
            "village",
            "empty",
            (
                "填了任期时，请填写是哪个村",
                "beside a term, say of which village",
            ),
        );
    }
    admission(desk, line, &mut person);
    if !line.is_good() {
        return None;
    }
    let place = village.map_or_else(String::new, |id| desk.name(id));
    let key = if person.code.is_empty() {
        format!("{}（{place}）", person.name)
    } else {
        person.code.clone()
    };
    desk.know_person(id, &person);
    Some(desk.take(line, id, &key, Body::Person(Box::new(person))))
}

fn nobody() -> Person {
    Person {
        code: String::new(),
        name: String::new(),
        sex: String::new(),
        birth_year: None,
        phone: String::new(),
        note: String::new(),
        terms: Vec::new(),
        admissions: Vec::new(),
        events: Vec::new(),
        synthetic: false,
    }
}

fn fill(line: &mut Line<'_>, person: &mut Person, name: String, code: String) {
    person.name = name;
    if !code.is_empty() {
        person.code = code;
    }
    line.one_of("sex", ("男、女", "male, female"), parse_sex)
        .put(&mut person.sex);
    line.year("birth_year").put_option(&mut person.birth_year);
    match line.text("phone") {
        Field::Set(phone) if phone.contains('*') => {
            if phone != person.masked_phone() {
                let message = (
                    "电话是打码的，与现有号码对不上；请填完整号码，或留空保留现有号码",
                    "the phone number is masked and does not fit the one kept; write it whole, or leave it empty to keep what is there",
                );
                line.fault("phone", "masked", message);
            }
        }
        phone => phone.put(&mut person.phone),
    }
    line.text("note").put(&mut person.note);
    line.flag("synthetic").put(&mut person.synthetic);
}

/// The term the row tells of: the last one in that village and post, or a new one.
fn term(desk: &Desk<'_>, line: &mut Line<'_>, person: &mut Person, village: EntryId) {
    let post = line
        .one_of("post", ("书记、后备", "secretary, reserve"), parse_post)
        .set();
    let from = line.date("from").set();
    let (to, exit_reason) = (line.date("to"), line.text("exit_reason"));
    let mentor = mentor(desk, line);
    if !line.is_good() {
        return;
    }
    let fits =
        |term: &&mut Term| term.village == village && post.is_none_or(|post| post == term.post);
    let last = person.terms.iter_mut().rev().find(fits);
    // Somebody who comes back begins another term; another date for a term that runs corrects it.
    let comes_back = |term: &Term| term.to.zip(from).is_some_and(|(to, from)| to <= from);
    match last {
        Some(term) if !comes_back(term) => {
            if let Some(from) = from {
                term.from = from;
            }
            to.put_option(&mut term.to);
            exit_reason.put(&mut term.exit_reason);
            mentor.put_option(&mut term.mentor);
        }
        _ => {
            let Some(from) = from else {
                line.fault(
                    "from",
                    "empty",
                    ("新任期请填写到任日期", "a new term needs its first day"),
                );
                return;
            };
            let mut term = Term {
                village,
                post: post.unwrap_or(Post::Secretary),
                from,
                to: None,
                exit_reason: String::new(),
                mentor: None,
            };
            to.put_option(&mut term.to);
            exit_reason.put(&mut term.exit_reason);
            mentor.put_option(&mut term.mentor);
            person.terms.push(term);
        }
    }
    person.terms.sort_by_key(|term| term.from);
}

fn mentor(desk: &Desk<'_>, line: &mut Line<'_>) -> Field<EntryId> {
    let said = match line.text("mentor") {
        Field::Keep => return Field::Keep,
        Field::Clear => return Field::Clear,
        Field::Set(said) => said,
    };
    let found = match desk.person_of_code(&said) {
        Some(id) => vec![id],
        None => desk.people_named(&said).to_vec(),
    };
    match found[..] {
        [id] if desk.scope.town().is_some() && !desk.county.people.contains_key(&id) => {
            let message = (
                "帮带人是这个文件里的新人员；请等县里批准后再填",
                "the mentor is new in this file; fill it in after the county has approved",
            );
            line.fault("mentor", "new_person", message);
            Field::Keep
        }
        [id] => Field::Set(id),
        [] => {
            let message = sentence!(
                "没有“{said}”这个人；请核对，或把帮带人写在前面的行",
                "there is no “{said}”; check it, or put the mentor into a row before"
            );
            line.fault("mentor", "unknown", message);
            Field::Keep
        }
        _ => {
            let message = sentence!(
                "有几个人叫“{said}”；请填写人员编号",
                "several people are called “{said}”; fill in the person’s code"
            );
            line.fault("mentor", "ambiguous", message);
            Field::Keep
        }
    }
}

/// The admission the row tells of: of the batch it names, else the newest.
fn admission(desk: &Desk<'_>, line: &mut Line<'_>, person: &mut Person) {
    let number = line.word("batch");
    let status = line.one_of(
        "status",
        ("在管、暂停、退出", "managed, suspended, exited"),
        parse_status,
    );
    let (since, reason) = (line.date("since"), line.text("reason"));
    if !line.is_good() {
        return;
    }
    let at = if number.is_empty() {
        if status.is_keep() && since.is_keep() && reason.is_keep() {
            return;
        }
        person.admissions.len().checked_sub(1)
    } else {
        let Some(batch) = desk.batch_of_number(&number) else {
            let message = sentence!(
                "没有编号为“{number}”的批次；请先在“批次”页添加",
                "there is no batch “{number}”; add it on the page Batches first"
            );
            line.fault("batch", "unknown", message);
            return;
        };
        let known = person.admissions.iter().position(|one| one.batch == batch);
        Some(known.unwrap_or_else(|| {
            person.admissions.push(Admission {
                batch,
                status: AdmissionStatus::Managed,
                since: None,
                reason: String::new(),
            });
            person.admissions.len() - 1
        }))
    };
    let Some(admission) = at.and_then(|at| person.admissions.get_mut(at)) else {
        line.fault(
            "batch",
            "empty",
            (
                "填了管理状态时，请填写批次",
                "beside a status, fill in the batch",
            ),
        );
        return;
    };
    match status {
        Field::Set(status) => admission.status = status,
        Field::Clear => line.fault(
            "status",
            "empty",
            (
                "管理状态不能清空；退出请填 退出",
                "a status cannot be cleared; for an exit write exited",
            ),
        ),
        Field::Keep => {}
    }
    since.put_option(&mut admission.since);
    reason.put(&mut admission.reason);
}

/// People as rows, in the order of their codes.
pub(crate) fn rows(
    county: &County,
    scope: Scope,
    phones: bool,
    language: Language,
) -> Vec<Vec<Cell>> {
    let mut seen: Vec<&Kept<Person>> = county
        .people
        .values()
        .filter(|kept| scope.sees(county.town_of_entry(kept.id)))
        .collect();
    seen.sort_by_key(|kept| (kept.body.key().to_owned(), kept.id));
    // A mentor stands before whom they guide, so that the rows can be read in again.
    seen.sort_by_key(|kept| kept.body.terms.iter().any(|term| term.mentor.is_some()));
    seen.into_iter()
        .map(|kept| row(county, &kept.body, phones, language))
        .collect()
}

fn row(county: &County, person: &Person, phones: bool, language: Language) -> Vec<Cell> {
    let term = person.home(county.today);
    let town = term.and_then(|term| county.town_of(term.village));
    let name = |id: Option<EntryId>| id.map_or_else(String::new, |id| county.name(id));
    let mentor = term.and_then(|term| term.mentor);
    let mentor = mentor.and_then(|id| county.people.get(&id));
    let admission = person.admissions.last();
    let batch = admission.and_then(|one| county.batches.get(&one.batch));
    let phone = if phones {
        person.phone.clone()
    } else {
        person.masked_phone()
    };
    vec![
        text_cell(&person.code),
        text_cell(&person.name),
        text_cell(of_language(sex_words(&person.sex), language)),
        person
            .birth_year
            .map_or(Cell::Empty, |year| Cell::Number(year.to_string())),
        text_cell(&phone),
        text_cell(&person.note),
        text_cell(&name(town)),
        text_cell(&name(term.map(|term| term.village))),
        text_cell(term.map_or("", |term| {
            of_language([term.post.zh(), term.post.code()], language)
        })),
        date_cell(term.map(|term| term.from)),
        date_cell(term.and_then(|term| term.to)),
        text_cell(term.map_or("", |term| &term.exit_reason)),
        text_cell(mentor.map_or("", |kept| &kept.body.code)),
        text_cell(batch.map_or("", |kept| &kept.body.number)),
        text_cell(admission.map_or("", |one| {
            of_language([one.status.zh(), one.status.code()], language)
        })),
        date_cell(admission.and_then(|one| one.since)),
        text_cell(admission.map_or("", |one| &one.reason)),
        flag_cell(person.synthetic, language),
    ]
}
