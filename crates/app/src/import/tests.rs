//! Every table by itself: what goes out comes back as it was, and each fault is told at its cell.

use super::{
    column::ImportTable,
    desk::Origin,
    export::rows,
    plan::{Headings, Plan, Refusal, Task, plan},
};
use crate::{
    county::{County, Kept, Scope, Shelf},
    entry::Body,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use pingyi_core::{
    batch::Batch,
    event::{Event, EventKind},
    id::{EntryId, RowId},
    ledger::{Acceptance, Funding, Milestone, Project, State, Step},
    money::Fen,
    person::{Admission, AdmissionStatus, Person, Post, Term},
    unit::{Place, Unit, UnitKind, YearFigures},
};
use pingyi_ranking::Language;
use pingyi_table::{Sheet, SheetColumn};
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, HashMap},
    sync::atomic::AtomicUsize,
};

const COUNTY: u128 = 1;
const TOWN: u128 = 2;
const OTHER_TOWN: u128 = 3;
const VILLAGE: u128 = 10;
const SECRETARY: u128 = 100;
const BATCH: u128 = 900;
const PROJECT: u128 = 500;

fn id(number: u128) -> EntryId {
    EntryId(uuid::Uuid::from_u128(number))
}

fn keep<T>(shelf: &mut Shelf<T>, number: u128, body: T) {
    let kept = Kept {
        id: id(number),
        version: 1,
        changed_at: Timestamp::UNIX_EPOCH,
        changed_by: "organiser".into(),
        body,
    };
    shelf.insert(id(number), kept);
}

fn person(name: &str, code: &str, village: u128) -> Person {
    Person {
        code: code.into(),
        name: name.into(),
        sex: "男".into(),
        birth_year: Some(1968),
        phone: "13812345678".into(),
        note: String::new(),
        terms: vec![Term {
            village: id(village),
            post: Post::Secretary,
            from: date(2018, 3, 1),
            to: None,
            exit_reason: String::new(),
            mentor: None,
        }],
        admissions: Vec::new(),
        events: Vec::new(),
        synthetic: true,
    }
}

/// A county with two towns; 甲镇 has 甲一村 and 甲二村 with a secretary each, 乙街道 has another 甲一村 without.
fn county() -> County {
    let mut county = County {
        today: date(2022, 11, 27),
        units: Shelf::new(),
        people: Shelf::new(),
        batches: Shelf::new(),
        projects: Shelf::new(),
        settings: BTreeMap::new(),
        pending: HashMap::new(),
    };
    let units = [
        (COUNTY, UnitKind::County, "海阳市", None),
        (TOWN, UnitKind::Town, "甲镇", Some(COUNTY)),
        (OTHER_TOWN, UnitKind::Subdistrict, "乙街道", Some(COUNTY)),
        (VILLAGE, UnitKind::Village, "甲一村", Some(TOWN)),
        (VILLAGE + 1, UnitKind::Village, "甲二村", Some(TOWN)),
        (VILLAGE + 2, UnitKind::Village, "甲一村", Some(OTHER_TOWN)),
    ];
    for (number, kind, name, parent) in units {
        keep(
            &mut county.units,
            number,
            Unit::new(kind, name, parent.map(id)),
        );
    }
    keep(
        &mut county.people,
        SECRETARY,
        person("张某", "R0001", VILLAGE),
    );
    keep(
        &mut county.people,
        SECRETARY + 1,
        person("李某", "R0002", VILLAGE + 1),
    );
    let batch = Batch {
        number: "1".into(),
        name: "第一批".into(),
        on: date(2020, 5, 1),
        document: "海组〔2020〕5号".into(),
    };
    keep(&mut county.batches, BATCH, batch);
    let mut project = Project::new("P-1", "广场", "基础设施", id(TOWN));
    project.villages = vec![id(VILLAGE)];
    project.funding = vec![Funding {
        source: "县级".into(),
        planned: Fen(58_490_000),
        arrived: Fen(40_000_000),
        spent: Fen(0),
    }];
    keep(&mut county.projects, PROJECT, project);
    county
}

fn task(table: ImportTable, content: Vec<u8>, scope: Scope) -> Task {
    Task {
        table,
        content,
        headings: Headings::Guess(HashMap::new()),
        scope,
        origin: Origin {
            import: RowId(uuid::Uuid::from_u128(7)),
            at: Timestamp::UNIX_EPOCH,
            login: "organiser".into(),
        },
    }
}

fn planned(table: ImportTable, text: &str, county: &County) -> Plan {
    let task = task(table, text.as_bytes().to_vec(), Scope::All);
    plan(&task, county, &AtomicUsize::new(0))
        .unwrap_or_else(|refusal| panic!("refused: {}", refusal.sentence().zh))
}

/// Cells with the codes of their faults.
fn faults(plan: &Plan) -> Vec<(&str, &str)> {
    let told = plan.faults.iter();
    told.map(|fault| (fault.cell.as_str(), fault.code.as_str()))
        .collect()
}

/// New, changed, same and faulty rows.
fn counts(plan: &Plan) -> [usize; 4] {
    let counts = &plan.counts;
    assert_eq!(
        counts.rows,
        counts.new + counts.changed + counts.same + counts.faulty
    );
    [counts.new, counts.changed, counts.same, counts.faulty]
}

#[test]
fn new_towns_and_their_villages_come_in_one_file_and_names_are_not_changed_by_it() {
    let county = county();
    let plan = planned(
        ImportTable::Units,
        "类别,镇街,名称,编码,户数,年份,集体收入(万元),经度,纬度\n\
         镇,,丙镇,,,,,,\n村,丙镇,丙一村,C1,320,2022,35.6,121.1587,36.7767\n村,甲镇,甲一村,,120,,,,\n村,甲镇,甲二村,,,,,,\n",
        &county,
    );
    assert_eq!(counts(&plan), [2, 1, 1, 0]);
    assert_eq!(plan.counts.absent, 4);
    let Body::Unit(village) = &plan.drafts[1].body else {
        panic!("a unit")
    };
    assert_eq!(village.parent, Some(plan.drafts[0].id));
    assert_eq!(village.figures[0].income, Some(Fen(35_600_000)));
    assert_eq!(plan.differences[2].changes[0].path, "/households");

    let plan = planned(
        ImportTable::Units,
        "类别,镇街,名称,编码\n县,,另一个市,\n村,丁镇,丁一村,\n村,,丁一村,\n镇,,甲一镇,\n村,甲镇,甲一村,\n村,甲镇,甲一村,\n,,甲一村,\n,,己村,\n",
        &county,
    );
    let expected = [
        ("C2", "renamed"),
        ("B3", "unknown"),
        ("B4", "empty"),
        ("C7", "repeated"),
        ("C8", "ambiguous"),
        ("A9", "empty"),
    ];
    assert_eq!(faults(&plan), expected);
}

#[test]
fn a_village_goes_with_the_town_that_cannot_come() {
    let county = county();
    let long = "很长的名称".repeat(5);
    let text = format!("类别,镇街,名称\n镇,,{long}\n村,{long},一村\n村,甲镇,甲三村\n");
    let plan = planned(ImportTable::Units, &text, &county);
    assert_eq!(faults(&plan), [("C2", "too_long"), ("B3", "unknown")]);
    assert_eq!(counts(&plan), [1, 0, 0, 2]);
    assert_eq!(plan.drafts.len(), 1);
}

#[test]
fn people_are_found_by_code_or_by_name_and_village() {
    let county = county();
    let plan = planned(
        ImportTable::People,
        "编号,姓名,镇街,村,职务,到任日期,电话,出生年份,帮带人,批次,管理状态\n\
         R0001,张某,,,,,138****5678,1968,,,\n,李某,甲镇,甲二村,,,,1970,,1,\n,王某,乙街道,甲一村,后备,2021年1月15日,0535-1234567,,R0001,,\n",
        &county,
    );
    assert_eq!(counts(&plan), [1, 1, 1, 0]);
    let Body::Person(admitted) = &plan.drafts[0].body else {
        panic!("a person")
    };
    assert_eq!(admitted.admissions[0].status, AdmissionStatus::Managed);
    let Body::Person(new) = &plan.drafts[1].body else {
        panic!("a person")
    };
    assert_eq!(
        (new.code.as_str(), new.terms[0].mentor),
        ("R0003", Some(id(SECRETARY)))
    );
    // Phones are never told whole.
    let told = serde_json::to_string(&plan.differences).unwrap();
    assert!(
        told.contains("053*****4567") && !told.contains("1234567"),
        "{told}"
    );

    let plan = planned(
        ImportTable::People,
        "编号,姓名,镇街,村,职务,到任日期,离任日期,离任原因,电话,帮带人,批次,性别\n\
         ,,甲镇,甲一村,,,,,,,,\n,赵某,甲镇,甲一村,书记,2022-01-01,,,,,,\n,赵某,甲镇,甲九村,,2022-01-01,,,,,,\n\
         ,赵某,,甲一村,,2022-01-01,,,,,,\n,赵某,乙街道,甲一村,村长,昨天,,,,,,\nR0001,张某,甲镇,甲一村,,,2022-11-01,,139****0000,无此人,9,男人\n\
         R0002,李某,甲镇,甲二村,,,2022-11-01,,,,,F\n,钱某,,,,,,,,,,\n",
        &county,
    );
    let expected = [
        ("B2", "empty"),
        ("D3", "occupied"),
        ("D4", "unknown"),
        ("D5", "ambiguous"),
        ("E6", "malformed"),
        ("F6", "malformed"),
        ("L7", "malformed"),
        ("I7", "masked"),
        ("J7", "unknown"),
        ("H8", "empty"),
        ("D9", "empty"),
    ];
    assert_eq!(faults(&plan), expected);
    assert_eq!(plan.faults[7].value, "139****0000");
}

#[test]
fn a_successor_comes_with_the_row_that_ends_the_term_before_in_either_order() {
    let county = county();
    let heading = "编号,姓名,镇街,村,到任日期,离任日期,离任原因\n";
    let leaves = "R0001,张某,甲镇,甲一村,,2022-11-01,调动\n";
    let comes = ",赵某,甲镇,甲一村,2022-11-01,,\n";
    for rows in [
        format!("{heading}{leaves}{comes}"),
        format!("{heading}{comes}{leaves}"),
    ] {
        let plan = planned(ImportTable::People, &rows, &county);
        assert_eq!(counts(&plan), [1, 1, 0, 0], "{:?}", faults(&plan));
    }
    // Whoever cannot leave keeps the successor out.
    let rows = format!("{heading}{comes}R0001,张某,甲镇,甲一村,,2022-11-01,\n");
    let plan = planned(ImportTable::People, &rows, &county);
    assert_eq!(faults(&plan), [("D2", "occupied"), ("G3", "empty")]);
}

#[test]
fn identity_numbers_formulas_and_errors_are_told_and_not_repeated() {
    let county = county();
    let plan = planned(
        ImportTable::People,
        "姓名,镇街,村,备注\n张某,甲镇,甲一村,370687196503041234\n李某,甲镇,甲二村,=A1\n",
        &county,
    );
    assert_eq!(
        faults(&plan),
        [("D2", "identity_number"), ("D3", "formula")]
    );
    assert!(!format!("{:?}", plan.faults).contains("370687"));

    let text = "姓名,身份证号\n张某,370687196503041234\n";
    let task = task(ImportTable::People, text.into(), Scope::All);
    let refused = plan_of(&task, &county);
    assert!(matches!(refused, Err(Refusal::Forbidden(_))));
}

fn plan_of(task: &Task, county: &County) -> Result<Plan, Refusal> {
    plan(task, county, &AtomicUsize::new(0))
}

#[test]
fn projects_keep_their_states_and_take_everything_else() {
    let county = county();
    let plan = planned(
        ImportTable::Projects,
        "项目编号,项目名称,项目类别,镇街,村,状态,进度(%),计划开工,户数,存在问题\n\
         P-1,广场二期,,,,储备,12.5,2022/3/1,,\nP-2,道路,基础设施,甲镇,甲一村、甲二村,在建,70%,,,\nP-3,井,基础设施,乙街道,甲一村,暂停,10,,,\n",
        &county,
    );
    assert_eq!(counts(&plan), [2, 1, 0, 0], "{:?}", faults(&plan));
    let projects: Vec<&Project> = plan
        .drafts
        .iter()
        .map(|draft| match &draft.body {
            Body::Project(project) => project.as_ref(),
            _ => panic!("a project"),
        })
        .collect();
    assert_eq!(
        (projects[0].progress, projects[0].state),
        (1_250, State::Reserve)
    );
    assert_eq!(projects[1].villages, [id(VILLAGE), id(VILLAGE + 1)]);
    assert_eq!(
        (projects[1].state, projects[1].moves.len()),
        (State::Building, 1)
    );
    assert_eq!(projects[2].returns_to(), Some(State::Building));

    let plan = planned(
        ImportTable::Projects,
        "项目编号,项目名称,项目类别,镇街,村,状态,进度(%),计划开工,户数,存在问题\n\
         P-1,,,,,在建,,,,\nP-2,道路,基础设施,,,,,,,\nP-3,井,基础设施,甲镇,甲九村,,101,2022-13-01,120户,\n\
         P-4,,,甲镇,,,,,,漏水\nP-1,,,,,,,,,\n",
        &county,
    );
    let expected = [
        ("F2", "state_by_move"),
        ("D3", "empty"),
        ("E4", "unknown"),
        ("I4", "malformed"),
        ("H4", "malformed"),
        ("G4", "malformed"),
        ("B5", "empty"),
        ("C5", "empty"),
        ("A5", "empty"),
        ("A6", "repeated"),
    ];
    assert_eq!(faults(&plan), expected);
    assert_eq!(plan.faults[0].message, "状态请在项目页上变更（现为储备）");
}

#[test]
fn lines_of_one_project_come_together_into_one_change() {
    let county = county();
    let plan = planned(
        ImportTable::Funding,
        "项目编号,项目名称,资金来源,计划(万元),到位(万元),支出(万元)\n\
         P-1,,县级,,,30\nP-1,,村集体,10.5,,\nP-9,,县级,1,,\nP-1,,县级,1,,\n",
        &county,
    );
    assert_eq!(counts(&plan), [1, 1, 0, 2]);
    assert_eq!(plan.drafts.len(), 1);
    assert_eq!(plan.differences[0].changes.len(), 1);
    assert_eq!(faults(&plan), [("A4", "unknown"), ("C5", "repeated")]);

    // More spent than arrived is told at the row that says so, and keeps the other rows of the project out.
    let text =
        "项目编号,资金来源,计划(万元),到位(万元),支出(万元)\nP-1,村集体,10,,\nP-1,县级,,,50\n";
    let plan = planned(ImportTable::Funding, text, &county);
    assert_eq!(faults(&plan), [("E3", "more_than_arrived")]);
    assert_eq!(counts(&plan), [0, 0, 0, 2]);

    let text = "项目编号,节点,权重(%),计划日期\nP-1,基础,40,2022-03-01\nP-1,主体,60,2022-06-01\n";
    let plan = planned(ImportTable::Milestones, text, &county);
    assert_eq!(counts(&plan), [2, 0, 0, 0]);
    let text = "项目编号,节点,权重(%),计划日期\nP-1,基础,40,2022-03-01\nP-1,主体,50,2022-06-01\n";
    let plan = planned(ImportTable::Milestones, text, &county);
    assert_eq!(faults(&plan), [("C2", "weights")]);
}

#[test]
fn events_go_to_people_villages_and_towns() {
    let county = county();
    let plan = planned(
        ImportTable::Events,
        "人员编号,姓名,镇街,村,日期,类别,内容,文号\n\
         R0001,,,,2022-05-01,培训,参加培训班,\n,李某,甲镇,甲二村,2022-06-01,表彰,优秀书记,海委〔2022〕1号\n\
         ,,甲镇,甲一村,2022-07-01,其他,通自来水,\n,,甲镇,,2022-07-01,其他,开会,\n,无此人,甲镇,甲一村,2022-07-01,其他,开会,\n\
         ,,,,2022-07-01,其他,开会,\nR0001,,,,,节日,,\n",
        &county,
    );
    assert_eq!(counts(&plan), [4, 0, 0, 3]);
    let expected = [
        ("B6", "unknown"),
        ("D7", "empty"),
        ("F8", "malformed"),
        ("E8", "empty"),
        ("G8", "empty"),
    ];
    assert_eq!(faults(&plan), expected);
}

#[test]
fn a_town_brings_rows_of_its_own_only() {
    let county = county();
    let scope = Scope::Town(id(TOWN));
    let ask = |table, text: &str| {
        let task = task(table, text.as_bytes().to_vec(), scope);
        plan_of(&task, &county).unwrap_or_else(|refusal| panic!("{}", refusal.sentence().zh))
    };
    let plan = ask(
        ImportTable::Units,
        "类别,镇街,名称,户数\n村,,甲一村,5\n村,乙街道,甲一村,5\n村,甲镇,甲三村,5\n街道,,乙街道,5\n",
    );
    assert_eq!(
        faults(&plan),
        [
            ("B3", "other_town"),
            ("C4", "new_unit"),
            ("C5", "other_town")
        ]
    );
    assert_eq!((counts(&plan), plan.counts.absent), ([0, 1, 0, 3], 2));
    let plan = ask(
        ImportTable::Projects,
        "项目编号,项目名称,项目类别,镇街\nP-2,井,基础设施,乙街道\nP-3,井,基础设施,\n",
    );
    assert_eq!(
        (faults(&plan), counts(&plan)),
        (vec![("D2", "other_town")], [1, 0, 0, 1])
    );
}

#[test]
fn an_empty_cell_keeps_and_a_dash_clears() {
    let mut county = county();
    let unit = county.units.get_mut(&id(VILLAGE)).unwrap();
    unit.body.households = Some(120);
    unit.body.code = "A1".into();
    let text = "名称,镇街,编码,户数\n甲一村,甲镇,,\n";
    assert_eq!(
        counts(&planned(ImportTable::Units, text, &county)),
        [0, 0, 1, 0]
    );
    let plan = planned(
        ImportTable::Units,
        "名称,镇街,编码,户数\n甲一村,甲镇,-,－\n",
        &county,
    );
    let Body::Unit(unit) = &plan.drafts[0].body else {
        panic!("a unit")
    };
    assert_eq!((unit.code.as_str(), unit.households), ("", None));
}

#[test]
fn a_missing_heading_is_asked_for_and_a_template_as_it_comes_changes_nothing() {
    let county = county();
    let task = task(ImportTable::Funding, "编号,钱\nP-1,3\n".into(), Scope::All);
    let Err(Refusal::Headings(headings, sentence)) = plan_of(&task, &county) else {
        panic!("refused for its headings")
    };
    assert_eq!(headings.len(), 2);
    assert!(sentence.zh.contains("资金来源"), "{sentence:?}");
    assert!(sentence.en.contains("Source"), "{sentence:?}");
}

/// A table as it is exported, and read again.
fn again(table: ImportTable, county: &County, xlsx: bool, language: Language) -> Plan {
    let columns = table.columns().iter();
    let sheet = Sheet {
        name: table.name(language).into(),
        columns: columns
            .map(|column| SheetColumn {
                heading: column.heading(language).into(),
                help: String::new(),
                width: 10,
            })
            .collect(),
        rows: rows(table, county, Scope::All, true, language),
        ..Sheet::default()
    };
    let content = if xlsx {
        sheet.to_xlsx()
    } else {
        sheet.to_csv()
    };
    plan_of(&task(table, content, Scope::All), county)
        .unwrap_or_else(|refusal| panic!("{}", refusal.sentence().zh))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "['-]?[中甲a1%、,\"-][中甲a1=%、,\"-]{0,5}[中甲a1]"
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (2000_i16..2022, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn event() -> impl Strategy<Value = Event> {
    let kind = prop::sample::select(EventKind::ALL.to_vec());
    (day(), kind, "[中甲a1-]{0,5}[中甲]", text()).prop_map(|(on, kind, text, document)| Event {
        on,
        kind,
        text,
        document,
    })
}

/// Events no two of which say the same.
fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..3).prop_map(|mut events| {
        events.sort_by_key(|event| event.on);
        events.dedup_by(|a, b| (a.on, a.kind, &a.text) == (b.on, b.kind, &b.text));
        events
    })
}

prop_compose! {
    fn drawn_unit()(
        code in "[a-z]{0,3}", order in 0_u32..9, households in prop::option::of(0_u32..9_999), events in events(),
        place in prop::option::of(("-?[0-9]{1,2}\\.[0-9]{1,7}", "[0-9]{1,2}")), income in prop::option::of(0_i64..1_000_000_000_000),
        year in 1990_i16..2022, rank in prop::option::of(1_u32..50), synthetic in any::<bool>(),
    ) -> Unit {
        let mut unit = Unit::new(UnitKind::Village, "", None);
        (unit.code, unit.order, unit.households, unit.events, unit.synthetic) = (code, order, households, events, synthetic);
        unit.place = place.map(|(longitude, latitude)| Place { longitude, latitude });
        unit.figures = vec![YearFigures { year, income: income.map(Fen), rank_in_town: rank }];
        unit
    }
}

prop_compose! {
    fn drawn_person()(
        note in text(), events in events(), from in day(), phone in prop::option::of("[0-9]{11}"), birth in prop::option::of(1940_i16..2000),
        left in prop::option::of("[中甲]{1,5}"), status in prop::option::of(prop::sample::select(AdmissionStatus::ALL.to_vec())),
    ) -> Person {
        let mut person = person("", "", VILLAGE);
        (person.note, person.events, person.birth_year) = (note, events, birth);
        person.phone = phone.unwrap_or_default();
        person.terms[0].from = from;
        if let Some(reason) = left {
            person.terms[0].to = Some(date(2022, 1, 1));
            person.terms[0].exit_reason = reason;
        }
        if let Some(status) = status {
            let managed = status == AdmissionStatus::Managed;
            person.admissions = vec![Admission {
                batch: id(BATCH),
                status,
                since: (!managed).then_some(from),
                reason: if managed { String::new() } else { "原因".into() },
            }];
        }
        person
    }
}

prop_compose! {
    fn drawn_project()(
        content in text(), place in text(), households in prop::option::of(0_u32..999), progress in 0_u32..=10_000,
        start in prop::option::of(day()), accepted in prop::option::of(day()), document in text(),
        amounts in prop::collection::vec((1_i64..1_000_000_000_000, 0_i64..1_000_000_000), 0..3), weight in 1_u32..10_000,
        milestones in any::<bool>(), state in prop::sample::select(State::ALL.to_vec()), villages in 0_u128..3,
    ) -> Project {
        let mut project = Project::new("", "广场", "基础设施", id(TOWN));
        project.villages = (0..villages).map(|n| id(VILLAGE + n)).filter(|one| *one != id(VILLAGE + 2)).collect();
        (project.content, project.place, project.households, project.progress) = (content, place, households, progress);
        project.start = Step { planned: start, actual: start };
        project.acceptance = accepted.map(|on| Acceptance { on, result: "合格".into(), document });
        project.funding = amounts.into_iter().zip(["县级", "村集体", "-衔接"]).map(|((planned, arrived), source)| Funding {
            source: source.into(), planned: Fen(planned), arrived: Fen(arrived), spent: Fen(arrived / 2),
        }).collect();
        if milestones {
            project.milestones = [("基础", weight), ("主体", 10_000 - weight)].into_iter().map(|(name, weight)| Milestone {
                name: name.into(), weight, planned: start, actual: None,
            }).collect();
        }
        project.state = state;
        project
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_goes_out_comes_back_and_changes_nothing(
        units in prop::collection::vec(drawn_unit(), 1..4), people in prop::collection::vec(drawn_person(), 1..4),
        projects in prop::collection::vec(drawn_project(), 1..4), xlsx in any::<bool>(), english in any::<bool>(),
    ) {
        let language = if english { Language::English } else { Language::Chinese };
        let mut county = county();
        for (number, mut unit) in (20_u128..).zip(units) {
            unit.name = format!("村{number}");
            unit.parent = Some(id(TOWN));
            if !unit.code.is_empty() {
                unit.code.push_str(&number.to_string());
            }
            keep(&mut county.units, number, unit);
        }
        for (number, mut person) in (200_u128..).zip(people) {
            person.name = format!("某{number}");
            person.code = format!("X{number}");
            if person.terms[0].to.is_none() {
                person.terms[0].post = Post::Reserve;
                person.terms[0].mentor = Some(id(SECRETARY));
            }
            keep(&mut county.people, number, person);
        }
        for (number, mut project) in (600_u128..).zip(projects) {
            project.number = format!("N{number}");
            keep(&mut county.projects, number, project);
        }
        for table in ImportTable::ALL {
            let count = rows(table, &county, Scope::All, true, language).len();
            if count == 0 {
                continue;
            }
            let plan = again(table, &county, xlsx, language);
            prop_assert!(plan.wrong.is_empty(), "{:?} {:?}", table, plan.faults);
            prop_assert_eq!(counts(&plan), [0, 0, count, 0], "{:?} {:?}", table, plan.differences);
            prop_assert_eq!(plan.counts.absent, 0);
        }
    }

    /// Cells that are anything at all give faults at cells, or documents that stand every check there is.
    #[test]
    fn no_file_makes_it_fall_over(cells in prop::collection::vec(prop::collection::vec("[-=R01甲一村镇张某,、./2年%]{0,8}", 23), 0..6)) {
        let county = county();
        for table in ImportTable::ALL {
            let mut text = table.columns().iter().map(|column| column.zh).collect::<Vec<_>>().join("\t");
            for row in &cells {
                text.push('\n');
                text.push_str(&row[..table.columns().len()].join("\t"));
            }
            let plan = plan_of(&task(table, text.into_bytes(), Scope::All), &county);
            let Ok(plan) = plan else { panic!("a table is read") };
            counts(&plan);
            for draft in &plan.drafts {
                prop_assert!(draft.body.check().is_empty());
            }
        }
    }
}
