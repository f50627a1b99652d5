//! Files of the register and the ledger: shown first, written as shown, taken back whole; and tables on their way out.

use crate::{county::County, engine::on_both, hall::Client};
use pingyi_store::Store;
use pingyi_table::{Cell, Limits, read};
use serde_json::{Value, json};

/// Sends a file and waits until it is read.
async fn brought(who: &Client, table: &str, content: impl Into<crate::hall::Part>) -> Value {
    let path = format!("/api/imports/{table}?file={table}.csv");
    let answer = who.post(&path, content).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let started = answer.json();
    until_read(who, started["id"].as_str().unwrap()).await
}

async fn until_read(who: &Client, id: &str) -> Value {
    for _ in 0..500 {
        let view = who.get(&format!("/api/imports/{id}")).await.ok();
        if view["state"] != "reading" {
            return view;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the file was not read in ten seconds")
}

fn at(view: &Value, rest: &str) -> String {
    format!("/api/imports/{}{rest}", view["id"].as_str().unwrap())
}

async fn apply(who: &Client, view: &Value) -> crate::hall::Answer {
    who.post(&at(view, "/apply"), json!({ "skip_faulty": false }))
        .await
}

/// New, changed, same, faulty, absent.
fn counts(view: &Value) -> [u64; 5] {
    ["new", "changed", "same", "faulty", "absent"]
        .map(|name| view["counts"][name].as_u64().unwrap())
}

const PEOPLE: &str = "姓名,镇街,村,出生年份,电话,备注\n书记1,甲镇,甲一村,1970,,先进\n书记2,甲镇,甲二村,1968,138****5678,\n";

async fn a_file_is_shown_before_it_is_written(store: Store) {
    let county = County::founded(store).await;
    let organiser = county.organiser();
    let view = brought(organiser, "people", PEOPLE).await;
    assert_eq!(
        (view["state"].as_str(), counts(&view)),
        (Some("ready"), [0, 1, 1, 0, 2])
    );
    assert_eq!(view["rows_read"], 2);
    let changes: Vec<&str> = view["differences"][0]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["path"].as_str().unwrap())
        .collect();
    assert_eq!(changes, ["/birth_year", "/note"]);
    let before = county.person_file("书记1").await;
    assert_eq!(
        (&before["version"], &before["body"]["note"]),
        (&json!(1), &json!(""))
    );

    let done = apply(organiser, &view).await.ok();
    assert_eq!(
        (&done["state"], counts(&done)),
        (&json!("applied"), [0, 1, 1, 0, 2])
    );
    let after = county.person_file("书记1").await;
    assert_eq!(
        (&after["version"], &after["body"]["note"]),
        (&json!(2), &json!("先进"))
    );
    // Once is enough.
    apply(organiser, &view).await.refused(409, "import_state");
    let again = brought(organiser, "people", PEOPLE).await;
    apply(organiser, &again)
        .await
        .refused(409, "import_nothing");
    let history = format!("/api/entries/{}/history", after["id"].as_str().unwrap());
    let history = organiser.get(&history).await.ok();
    assert_eq!(history[0]["import"], view["id"]);
    let list = organiser.get("/api/imports").await.ok();
    let mut states: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    states.sort_unstable();
    assert_eq!(states, ["applied", "ready"]);
    let said = county.logged("import.apply").await;
    assert_eq!(said, ["导入人员表“people.csv”：新增 0 条，修改 1 条"]);
}

async fn what_changed_meanwhile_is_shown_again_and_not_written_over(store: Store) {
    let county = County::founded(store).await;
    let organiser = county.organiser();
    let view = brought(organiser, "people", PEOPLE).await;
    // Somebody changes the same member on the page.
    let file = county.person_file("书记1").await;
    let mut body = file["body"].clone();
    body["note"] = json!("另有说明");
    let path = format!("/api/people/{}", file["id"].as_str().unwrap());
    let write = crate::county::rewrite(&file["version"], "补充", &body);
    organiser.put(&path, write).await.ok();
    apply(organiser, &view)
        .await
        .refused(409, "import_outdated");
    let kept = county.person_file("书记1").await;
    assert_eq!(kept["body"]["note"], "另有说明");
    let shown = until_read(organiser, view["id"].as_str().unwrap()).await;
    let note = shown["differences"][0]["changes"]
        .as_array()
        .unwrap()
        .iter();
    let note: Vec<&Value> = note.filter(|change| change["path"] == "/note").collect();
    assert_eq!(note[0]["before"], "另有说明");
    // A change elsewhere in the document does not matter, and is not lost.
    let mut body = kept["body"].clone();
    body["sex"] = json!("女");
    let write = crate::county::rewrite(&kept["version"], "更正", &body);
    organiser.put(&path, write).await.ok();
    apply(organiser, &shown).await.ok();
    let body = county.person_file("书记1").await["body"].clone();
    assert_eq!(
        (&body["sex"], &body["note"]),
        (&json!("女"), &json!("先进"))
    );
}

async fn faulty_rows_keep_a_file_out_until_somebody_leaves_them_out(store: Store) {
    let county = County::founded(store).await;
    let organiser = county.organiser();
    let file = "类别,镇街,名称,户数\n村,甲镇,甲三村,120\n村,甲镇,甲四村,一百\n村,丙镇,丙一村,3\n";
    let view = brought(organiser, "units", file).await;
    assert_eq!(counts(&view), [1, 0, 0, 2, 7]);
    let faults = view["faults"].as_array().unwrap();
    assert_eq!(
        (&faults[0]["cell"], &faults[0]["value"]),
        (&json!("D3"), &json!("一百"))
    );
    assert_eq!(
        (&faults[1]["column"], &faults[1]["code"]),
        (&json!("town"), &json!("unknown"))
    );
    apply(organiser, &view).await.refused(422, "import_faulty");
    let wrong = organiser.get(&at(&view, "/wrong-rows.xlsx")).await;
    assert_eq!(wrong.status, 200);
    let mut rows = Vec::new();
    read(&wrong.body, &Limits::default(), |row| {
        rows.push(row.cells.to_vec());
        true
    })
    .unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1][3], Cell::Text("一百".into()));

    let skipped = organiser
        .post(&at(&view, "/apply"), json!({ "skip_faulty": true }))
        .await
        .ok();
    assert_eq!(skipped["state"], "applied");
    assert_eq!(county.unit_file("甲三村").await["body"]["households"], 120);
    // They can still be fetched and mended.
    assert_eq!(
        organiser.get(&at(&view, "/wrong-rows.xlsx")).await.status,
        200
    );
}

async fn a_whole_import_is_taken_back_unless_something_was_built_upon_it(store: Store) {
    let county = County::founded(store).await;
    let organiser = county.organiser();
    let file = "类别,镇街,名称,户数\n村,甲镇,甲三村,120\n村,甲镇,甲一村,99\n";
    let view = brought(organiser, "units", file).await;
    apply(organiser, &view).await.ok();
    let secretary = crate::county::secretary("新书记", &county.unit("甲三村").await);
    let person = organiser
        .post("/api/people", crate::county::write(secretary))
        .await
        .ok();
    let refused = organiser.post(&at(&view, "/undo"), json!({})).await;
    let told = refused.refused(409, "import_built_upon");
    assert!(
        told["detail"].as_str().unwrap().contains("甲三村"),
        "{told}"
    );

    let people = "姓名,镇街,村,备注\n新书记,甲镇,甲三村,暂\n";
    let second = brought(organiser, "people", people).await;
    apply(organiser, &second).await.ok();
    let path = format!("/api/people/{}", person["id"].as_str().unwrap());
    let file = organiser.get(&path).await.ok();
    assert_eq!(file["body"]["note"], "暂");
    let undone = organiser.post(&at(&second, "/undo"), json!({})).await.ok();
    assert_eq!(undone["state"], "undone");
    let back = organiser.get(&path).await.ok();
    assert_eq!(
        (&back["version"], &back["body"]["note"]),
        (&json!(3), &json!(""))
    );
    organiser
        .post(&at(&second, "/undo"), json!({}))
        .await
        .refused(409, "import_state");

    // What was changed since is named, also before anybody asks.
    let third = brought(organiser, "units", "名称,镇街,户数\n甲二村,甲镇,50\n").await;
    apply(organiser, &third).await.ok();
    let unit = county.unit_file("甲二村").await;
    let mut body = unit["body"].clone();
    body["households"] = json!(51);
    let path = format!("/api/units/{}", unit["id"].as_str().unwrap());
    let write = crate::county::rewrite(&unit["version"], "核实", &body);
    organiser.put(&path, write).await.ok();
    let shown = organiser.get(&at(&third, "")).await.ok();
    assert_eq!(shown["changed_since"], json!(["甲二村"]));
    organiser
        .post(&at(&third, "/undo"), json!({}))
        .await
        .refused(409, "import_built_upon");

    // New entries go, old ones are as they were.
    let fourth = brought(
        organiser,
        "units",
        "类别,镇街,名称,户数\n村,乙街道,乙三村,5\n村,乙街道,乙一村,7\n",
    )
    .await;
    apply(organiser, &fourth).await.ok();
    organiser.post(&at(&fourth, "/undo"), json!({})).await.ok();
    let tree = organiser.get("/api/units").await.text();
    assert!(!tree.contains("乙三村"));
    assert_eq!(
        county.unit_file("乙一村").await["body"]["households"],
        Value::Null
    );
}

async fn a_town_proposes_what_is_its_own_and_sees_no_other_import(store: Store) {
    let county = County::founded(store).await;
    let view = brought(&county.town, "people", PEOPLE).await;
    assert_eq!(counts(&view), [0, 1, 1, 0, 0]);
    apply(&county.town, &view).await.ok();
    assert_eq!(county.person_file("书记1").await["body"]["note"], "");
    let waiting = county.organiser().get("/api/proposals").await.ok();
    assert_eq!(
        (waiting.as_array().unwrap().len(), &waiting[0]["import"]),
        (1, &view["id"])
    );
    county
        .other_town
        .get(&at(&view, ""))
        .await
        .refused(404, "not_found");
    assert_eq!(county.other_town.get("/api/imports").await.ok(), json!([]));

    let other = brought(&county.other_town, "people", PEOPLE).await;
    assert_eq!(counts(&other), [0, 0, 0, 2, 2]);
    let told = other["faults"].to_string();
    assert!(
        told.contains("other_town") && !told.contains("1970"),
        "{told}"
    );

    // The town takes it back, or the county does after it has approved it.
    county.town.post(&at(&view, "/undo"), json!({})).await.ok();
    assert_eq!(
        county.organiser().get("/api/proposals").await.ok(),
        json!([])
    );
    let again = brought(&county.town, "people", PEOPLE).await;
    apply(&county.town, &again).await.ok();
    let waiting = county.organiser().get("/api/proposals").await.ok();
    let approve = json!({ "proposals": [waiting[0]["id"]], "answer": "" });
    county
        .organiser()
        .post("/api/proposals/approve", approve)
        .await
        .ok();
    assert_eq!(county.person_file("书记1").await["body"]["note"], "先进");
    county
        .town
        .post(&at(&again, "/undo"), json!({}))
        .await
        .refused(409, "import_built_upon");
    county
        .organiser()
        .post(&at(&again, "/undo"), json!({}))
        .await
        .ok();
    assert_eq!(county.person_file("书记1").await["body"]["note"], "");
}

async fn what_columns_people_choose_is_remembered(store: Store) {
    let county = County::founded(store).await;
    let organiser = county.organiser();
    let file = "所在,叫什么,多少户\n甲镇,甲一村,12\n";
    let view = brought(organiser, "units", file).await;
    assert_eq!(view["state"], "refused");
    assert!(view["refusal"].as_str().unwrap().contains("名称"), "{view}");
    let chosen = json!({ "headings": [
        { "heading": "所在", "column": "town" }, { "heading": "叫什么", "column": "name" },
        { "heading": "多少户", "column": "households" },
    ] });
    let twice = json!({ "headings": [{ "heading": "所在", "column": "name" }, { "heading": "叫什么", "column": "name" }] });
    organiser
        .put(&at(&view, "/columns"), twice)
        .await
        .refused(422, "import_columns");
    organiser.put(&at(&view, "/columns"), chosen).await.ok();
    let read = until_read(organiser, view["id"].as_str().unwrap()).await;
    assert_eq!(counts(&read), [0, 1, 0, 0, 6]);
    let next = brought(organiser, "units", file).await;
    assert_eq!(next["headings"], read["headings"]);
    assert_eq!(next["state"], "ready");
}

async fn hostile_and_hopeless_files_are_refused_and_nothing_changes(store: Store) {
    let county = County::founded(store).await;
    let organiser = county.organiser();
    let before = organiser.get("/api/units").await.text();
    for (content, word, english) in [
        (vec![], "空", "empty"),
        (b"\xd0\xcf\x11\xe0 old".to_vec(), "密码", "password"),
        (b"PK\x03\x04 no zip".to_vec(), "损坏", "damaged"),
        (
            "姓名,身份证号\n某,1\n".into(),
            "身份证号",
            "identity numbers",
        ),
        (vec![0xff, 0xff, 0xff, 0xfe], "编码", "cannot be read as"),
    ] {
        let view = brought(organiser, "people", content).await;
        assert_eq!(view["state"], "refused");
        let refusal = view["refusal"].as_str().unwrap();
        assert!(refusal.contains(word), "{refusal}");
        let refusal = view["refusal_en"].as_str().unwrap();
        assert!(refusal.contains(english), "{refusal}");
        apply(organiser, &view).await.refused(409, "import_state");
    }
    assert_eq!(organiser.get("/api/units").await.text(), before);
    organiser
        .post("/api/imports/cycles?file=a.csv", "a")
        .await
        .refused(404, "not_found");
}

async fn a_reading_that_was_interrupted_goes_on(store: Store) {
    let county = County::founded(store.clone()).await;
    let organiser = county.organiser();
    let view = brought(organiser, "people", PEOPLE).await;
    let id = view["id"].as_str().unwrap();
    // As if the program had been stopped in the middle.
    let row = pingyi_store::import::get_one(store.reader(), id.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    pingyi_store::import::update(store.reader(), row.id, "ready", "reading", &json!({}))
        .await
        .unwrap();
    let read = until_read(organiser, id).await;
    assert_eq!(
        (read["state"].as_str(), counts(&read)),
        (Some("ready"), [0, 1, 1, 0, 2])
    );
}

async fn templates_and_exports_come_back_as_they_are(store: Store) {
    let county = County::founded(store).await;
    let organiser = county.organiser();
    for table in [
        "units",
        "people",
        "events",
        "projects",
        "funding",
        "milestones",
    ] {
        for (form, lang) in [("xlsx", "zh"), ("csv", "zh"), ("xlsx", "en"), ("csv", "en")] {
            let template = county
                .town
                .get(&format!("/api/templates/{table}.{form}?lang={lang}"))
                .await;
            assert_eq!(template.status, 200);
            // The example row of a template is not read.
            let view = brought(organiser, table, template.body).await;
            assert_eq!(
                (view["state"].as_str(), &view["counts"]["rows"]),
                (Some("ready"), &json!(0))
            );
            let export = organiser
                .get(&format!("/api/exports/{table}.{form}?lang={lang}"))
                .await;
            assert!(export.header("content-disposition").contains(table));
            if (form, lang) == ("csv", "en") {
                let text = export.text();
                let headings = text.lines().next().unwrap().trim_start_matches('\u{feff}');
                assert!(headings.is_ascii(), "{headings}");
                let words = ["村,", "书记,", "储备", "是", "否"];
                let rows = text
                    .lines()
                    .skip(1)
                    .map(|row| row.split(',').collect::<Vec<_>>());
                for cell in rows.flatten() {
                    assert!(!words.contains(&cell), "{table}: {cell}");
                }
            }
            let view = brought(organiser, table, export.body).await;
            assert_eq!(counts(&view)[..2], [0, 0], "{table} {view}");
            assert_eq!(counts(&view)[3..], [0, 0], "{table} {view}");
        }
    }
    organiser
        .get("/api/exports/cycles.csv")
        .await
        .refused(404, "not_found");
    let own = county.town.get("/api/exports/people.csv").await.text();
    assert!(own.contains("书记1") && !own.contains("书记3") && own.contains("138****5678"));
    county
        .town
        .get("/api/exports/people.csv?phones=true")
        .await
        .refused(403, "forbidden");
    let whole = organiser
        .get("/api/exports/people.csv?phones=true")
        .await
        .text();
    assert!(whole.contains("13812345678") && whole.contains("导出编号"));
    let said = county.logged("export.make").await;
    assert_eq!(said.len(), 26);
    assert!(said.iter().any(|one| one.contains("含完整电话号码")));
}

on_both!(
    a_file_is_shown_before_it_is_written,
    what_changed_meanwhile_is_shown_again_and_not_written_over,
    faulty_rows_keep_a_file_out_until_somebody_leaves_them_out,
    a_whole_import_is_taken_back_unless_something_was_built_upon_it,
    a_town_proposes_what_is_its_own_and_sees_no_other_import,
    what_columns_people_choose_is_remembered,
    hostile_and_hopeless_files_are_refused_and_nothing_changes,
    a_reading_that_was_interrupted_goes_on,
    templates_and_exports_come_back_as_they_are,
);
