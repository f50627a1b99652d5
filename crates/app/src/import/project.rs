//! Projects of the ledger as rows.

use super::{
    column::Column,
    desk::Desk,
    draft::RowKind,
    line::Line,
    value::{Field, count_cell, date_cell, flag_cell, percent_cell, text_cell},
};
use crate::{
    county::{County, Scope},
    entry::{Body, Deed},
    language::of_language,
};
use pingyi_core::{
    id::EntryId,
    ledger::{Acceptance, Move, Project, State},
};
use pingyi_ranking::{Language, sentence};
use pingyi_table::Cell;

/// The project's number, in every table of the ledger.
pub(crate) const NUMBER: Column = Column::new(
    "number",
    ("项目编号", "Project number"),
    (
        "按编号找到项目，最多 20 个字",
        "The project is found by it; at most 20 characters",
    ),
    "HY2022-001",
)
.also(&["编号", "项目号"])
.required();

/// The project's name beside its number, for people.
pub(crate) const REMINDER: Column = Column::new(
    "project",
    ("项目名称", "Project name"),
    ("只供核对，导入时不读", "For people; not read"),
    "某某村文化广场项目",
)
.also(&["项目"]);

const fn date(
    code: &'static str,
    names: (&'static str, &'static str),
    also: &'static [&'static str],
) -> Column {
    Column::new(code, names, ("如 2022-11-24", "E.g. 2022-11-24"), "").also(also)
}

pub(crate) const COLUMNS: &[Column] = &[
    NUMBER,
    Column::new(
        "name",
        ("项目名称", "Project name"),
        ("最多 40 个字；新项目必填", "At most 40 characters; needed for a new project"),
        "某某村文化广场项目",
    )
    .also(&["名称"]),
    Column::new(
        "category",
        ("项目类别", "Category"),
        ("如 产业发展、基础设施；新项目必填", "E.g. 产业发展; needed for a new project"),
        "基础设施",
    )
    .also(&["类别", "项目类型"]),
    Column::new(
        "town",
        ("镇街", "Town"),
        ("项目所在的镇街；新项目必填", "The town; needed for a new project"),
        "朱吴镇",
    )
    .also(&["所属镇街", "乡镇"]),
    Column::new(
        "villages",
        ("村", "Villages"),
        ("几个村之间用 、 隔开；镇级项目留空", "Several are separated by 、; empty for a project of the town"),
        "某某村、某某二村",
    )
    .also(&["村名", "所在村", "village"]),
    Column::new(
        "owner",
        ("责任单位", "Owner"),
        ("建设责任单位，最多 40 个字", "Who answers for it, at most 40 characters"),
        "某某村村委会",
    )
    .also(&["建设单位"]),
    Column::new(
        "leader",
        ("负责人", "Leader"),
        ("包靠领导或负责人，最多 20 个字", "Leader in charge, at most 20 characters"),
        "",
    )
    .also(&["包靠领导"]),
    Column::new(
        "content",
        ("建设内容", "Content"),
        ("最多 200 个字", "At most 200 characters"),
        "新建广场1200平方米",
    )
    .also(&["内容"]),
    Column::new("place", ("地点", "Place"), ("最多 60 个字", "At most 60 characters"), "")
        .also(&["建设地点"]),
    Column::new(
        "households",
        ("受益户数", "Households"),
        ("不带单位的数", "A number without a unit"),
        "120",
    )
    .also(&["户数"]),
    date("decided_on", ("议定日期", "Decided on"), &["四议两公开日期"]),
    date("start_planned", ("计划开工", "Planned start"), &["计划开工日期"]),
    date("start_actual", ("实际开工", "Actual start"), &["实际开工日期"]),
    date("finish_planned", ("计划完工", "Planned finish"), &["计划完工日期"]),
    date("finish_actual", ("实际完工", "Actual finish"), &["实际完工日期"]),
    Column::new(
        "progress",
        ("进度（%）", "Progress (%)"),
        ("0 到 100，最多两位小数，如 70 或 70%", "0 to 100, at most two decimals"),
        "70",
    )
    .also(&["工程进度"]),
    Column::new(
        "problem",
        ("存在问题", "Problem"),
        ("挡住项目的问题；没有则留空", "What stands in the way; empty when nothing does"),
        "",
    )
    .also(&["问题"]),
    Column::new(
        "solver",
        ("由谁解决", "Solver"),
        ("有问题时必填", "Needed with a problem"),
        "",
    )
    .also(&["解决单位"]),
    date("accepted_on", ("验收日期", "Accepted on"), &[]),
    Column::new(
        "acceptance_result",
        ("验收结果", "Acceptance result"),
        ("有验收日期时必填", "Needed with a day of acceptance"),
        "",
    ),
    Column::new(
        "acceptance_document",
        ("验收文号", "Acceptance document"),
        ("最多 60 个字", "At most 60 characters"),
        "",
    ),
    Column::new(
        "state",
        ("状态", "State"),
        (
            "只用于新项目：储备、申报、审核、入库、开工、在建、完工、验收、暂停、调整、退库；已有项目的状态在项目页上变更",
            "For new projects only: reserve, declared, reviewed, registered, started, building, completed, accepted, paused, adjusted, withdrawn",
        ),
        "在建",
    ).example_en("building")
    .also(&["项目状态"]),
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
        ["number"] => "number",
        ["category"] => "category",
        ["town"] => "town",
        ["villages", ..] => "villages",
        ["owner"] => "owner",
        ["leader"] => "leader",
        ["content"] => "content",
        ["place"] => "place",
        ["progress"] => "progress",
        ["problem"] => "problem",
        ["solver"] => "solver",
        ["start", "planned"] => "start_planned",
        ["start", ..] => "start_actual",
        ["finish", "planned"] => "finish_planned",
        ["finish", ..] => "finish_actual",
        ["acceptance", "document"] => "acceptance_document",
        ["acceptance", ..] => "acceptance_result",
        _ => "name",
    }
}

/// The project that a row of money or of a milestone is about.
pub(crate) fn of_row(desk: &Desk<'_>, line: &mut Line<'_>) -> Option<EntryId> {
    let number = line.word("number");
    if number.is_empty() {
        if line.is_good() {
            line.fault(
                "number",
                "empty",
                ("请填写项目编号", "the number of the project is needed"),
            );
        }
        return None;
    }
    let found = desk.project_of_number(&number).filter(|id| {
        let project = desk.project(*id);
        project.is_some_and(|project| desk.scope.sees(Some(project.town)))
    });
    if found.is_none() {
        let message = sentence!(
            "项目库里没有编号为“{number}”的项目；请核对，或先导入项目",
            "the ledger has no project “{number}”; check it, or import the projects first"
        );
        line.fault("number", "unknown", message);
    }
    found
}

/// What a row makes of a project.
pub(crate) fn draw(desk: &mut Desk<'_>, line: &mut Line<'_>) -> Option<RowKind> {
    let number = line.word("number");
    if number.is_empty() && line.is_good() {
        line.fault(
            "number",
            "empty",
            ("请填写项目编号", "the number of the project is needed"),
        );
    }
    let found = desk.project_of_number(&number);
    let said_town = !line.cell("town").is_empty();
    let town = if said_town || found.is_none() {
        desk.town(line, "town")
    } else {
        None
    };
    if !line.is_good() {
        return None;
    }
    let (id, mut project) = match found {
        Some(id) => (id, desk.project(id)?.clone()),
        None => {
            let Some(town) = town else {
                line.fault(
                    "town",
                    "empty",
                    ("新项目请填写镇街", "a new project needs its town"),
                );
                return None;
            };
            (
                desk.new_id(line.number),
                Project::new(&number, "", "", town),
            )
        }
    };
    if !desk.scope.sees(Some(project.town)) {
        line.fault(
            "number",
            "other_town",
            (
                "只能导入本镇街的数据",
                "only data of your own town can be imported",
            ),
        );
        return None;
    }
    desk.once(line, "number", format!("project {id}"), found.is_some());
    if let Some(town) = town.filter(|town| *town != project.town) {
        project.town = town;
    }
    villages(desk, line, &mut project);
    fill(line, &mut project);
    state(desk, line, &mut project, found.is_none());
    if !line.is_good() {
        return None;
    }
    desk.know_project(id, &project);
    Some(desk.take(line, id, &number, Body::Project(Box::new(project))))
}

fn villages(desk: &Desk<'_>, line: &mut Line<'_>, project: &mut Project) {
    match line.text("villages") {
        Field::Keep => {}
        Field::Clear => project.villages.clear(),
        Field::Set(text) => {
            let names = text
                .split(['、', '，', ',', ';', '；', '\n'])
                .map(str::trim);
            let mut found = Vec::new();
            for name in names.filter(|name| !name.is_empty()) {
                found.extend(desk.village_of(line, Some(project.town), "villages", name));
            }
            project.villages = found;
        }
    }
}

fn fill(line: &mut Line<'_>, project: &mut Project) {
    line.text("name").put(&mut project.name);
    line.text("category").put(&mut project.category);
    line.text("owner").put(&mut project.owner);
    line.text("leader").put(&mut project.leader);
    line.text("content").put(&mut project.content);
    line.text("place").put(&mut project.place);
    line.count("households").put_option(&mut project.households);
    line.date("decided_on").put_option(&mut project.decided_on);
    line.date("start_planned")
        .put_option(&mut project.start.planned);
    line.date("start_actual")
        .put_option(&mut project.start.actual);
    line.date("finish_planned")
        .put_option(&mut project.finish.planned);
    line.date("finish_actual")
        .put_option(&mut project.finish.actual);
    line.percent("progress").put(&mut project.progress);
    line.text("problem").put(&mut project.problem);
    line.text("solver").put(&mut project.solver);
    line.flag("synthetic").put(&mut project.synthetic);
    let on = line.date("accepted_on");
    let (result, document) = (
        line.text("acceptance_result"),
        line.text("acceptance_document"),
    );
    match (on, &mut project.acceptance) {
        (Field::Clear, acceptance) => *acceptance = None,
        (Field::Keep, None) => {
            if !(result.is_keep() && document.is_keep()) {
                line.fault(
                    "accepted_on",
                    "empty",
                    (
                        "填了验收结果或文号时，请填写验收日期",
                        "beside the result or the document, fill in the day of acceptance",
                    ),
                );
            }
        }
        (on, acceptance) => {
            let acceptance = acceptance.get_or_insert_with(|| Acceptance {
                on: jiff::civil::Date::default(),
                result: String::new(),
                document: String::new(),
            });
            on.put(&mut acceptance.on);
            result.put(&mut acceptance.result);
            document.put(&mut acceptance.document);
        }
    }
}

/// A new project may come in as far as it is; from then on it moves step by step, and says why.
fn state(desk: &Desk<'_>, line: &mut Line<'_>, project: &mut Project, new: bool) {
    let words = (
        "储备、申报、审核、入库、开工、在建、完工、验收、暂停、调整、退库",
        "reserve, declared, reviewed, registered, started, building, completed, accepted, paused, adjusted, withdrawn",
    );
    let Some(state) = line.one_of("state", words, State::parse).set() else {
        return;
    };
    if !new {
        if state != project.state {
            let message = (
                format!("状态请在项目页上变更（现为{}）", project.state.zh()),
                format!(
                    "the state is changed on the project’s page (now {})",
                    project.state.code()
                ),
            );
            line.fault("state", "state_by_move", message);
        }
        return;
    }
    let mut go = |to: State| {
        if to != project.state {
            project.moves.push(Move {
                from: project.state,
                to,
                by: desk.origin.login.clone(),
                at: desk.origin.at,
                why: Deed::Imported.to_string(),
            });
            project.state = to;
        }
    };
    if matches!(state, State::Paused | State::Adjusted) {
        // Where it goes back to: as far as the row says that it got.
        let building = !line.cell("start_actual").is_empty() || !line.cell("progress").is_empty();
        go(if building {
            State::Building
        } else {
            State::Registered
        });
    }
    go(state);
}

/// Projects somebody sees, in the order of their numbers.
pub(crate) fn seen(county: &County, scope: Scope) -> Vec<&Project> {
    let projects = county.projects.values().map(|kept| &kept.body);
    let mut seen: Vec<&Project> = projects
        .filter(|project| scope.sees(Some(project.town)))
        .collect();
    seen.sort_by(|a, b| a.number.cmp(&b.number));
    seen
}

/// Projects as rows.
pub(crate) fn rows(county: &County, scope: Scope, language: Language) -> Vec<Vec<Cell>> {
    let projects = seen(county, scope).into_iter();
    projects
        .map(|project| row(county, project, language))
        .collect()
}

fn row(county: &County, project: &Project, language: Language) -> Vec<Cell> {
    let villages: Vec<String> = project.villages.iter().map(|id| county.name(*id)).collect();
    let acceptance = project.acceptance.as_ref();
    vec![
        text_cell(&project.number),
        text_cell(&project.name),
        text_cell(&project.category),
        text_cell(&county.name(project.town)),
        text_cell(&villages.join("、")),
        text_cell(&project.owner),
        text_cell(&project.leader),
        text_cell(&project.content),
        text_cell(&project.place),
        count_cell(project.households),
        date_cell(project.decided_on),
        date_cell(project.start.planned),
        date_cell(project.start.actual),
        date_cell(project.finish.planned),
        date_cell(project.finish.actual),
        percent_cell(project.progress),
        text_cell(&project.problem),
        text_cell(&project.solver),
        date_cell(acceptance.map(|one| one.on)),
        text_cell(acceptance.map_or("", |one| &one.result)),
        text_cell(acceptance.map_or("", |one| &one.document)),
        text_cell(of_language(
            [project.state.zh(), project.state.code()],
            language,
        )),
        flag_cell(project.synthetic, language),
    ]
}
