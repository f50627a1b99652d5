//! A file of 100,000 rows from its bytes to what it would change: read, laid beside a county, judged and stored for
//! the page. `cargo bench -p pingyi-app --bench import`

use jiff::Timestamp;
use pingyi_app::{Actor, App, Config, import};
use pingyi_core::{account::Account, clock::FixedClock, id::AccountId, role::Role};
use pingyi_store::Store;
use pingyi_table::{Cell, Limits, Sheet, SheetColumn, read};
use rand::{SeedableRng, rngs::StdRng};
use std::{
    fmt::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

const ROWS: usize = 100_000;
const TOWNS: usize = 20;
const SAMPLES: usize = 3;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(measure());
}

/// Most memory of the process so far, in MiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

fn units() -> String {
    let mut text = "类别,镇街,名称\n县,,某市\n".to_owned();
    for town in 0..TOWNS {
        let _ = writeln!(text, "镇,,镇{town}");
    }
    for town in 0..TOWNS {
        for village in 0..50 {
            let _ = writeln!(text, "村,镇{town},村{village}");
        }
    }
    text
}

fn projects() -> String {
    let mut text =
        "项目编号,项目名称,项目类别,镇街,村,责任单位,建设内容,受益户数,议定日期,计划开工,实际开工,计划完工,进度(%),状态\n"
            .to_owned();
    for row in 0..ROWS {
        let (town, village) = (row % TOWNS, row % 50);
        let _ = writeln!(
            text,
            "N{row:06},村{village}第{row}号项目,基础设施,镇{town},村{village},村{village}村民委员会,新建道路{row}米,{},2022-01-05,2022/3/1,2022年3月9日,2022-11-30,{}%,在建",
            row % 900,
            row % 101
        );
    }
    text
}

/// The same table as a workbook.
fn workbook(csv: &str) -> Vec<u8> {
    let mut sheet = Sheet {
        name: "项目".into(),
        ..Sheet::default()
    };
    read(csv.as_bytes(), &Limits::default(), |row| {
        if row.number == 1 {
            let column = |cell: &Cell| SheetColumn {
                heading: cell.text().into_owned(),
                help: String::new(),
                width: 12,
            };
            sheet.columns = row.cells.iter().map(column).collect();
        } else {
            sheet.rows.push(row.cells.to_vec());
        }
        true
    })
    .expect("a good table");
    sheet.to_xlsx()
}

async fn preview(app: &App, actor: &Actor, table: &str, content: &[u8]) -> (String, Duration) {
    let begun = Instant::now();
    let view = import::start(app, actor, table, "bench", content)
        .await
        .expect("it is taken");
    loop {
        let view = import::get(app, actor, &view.id)
            .await
            .expect("it is there");
        if view.state != import::ImportState::Reading {
            assert!(view.faults.is_empty(), "{:?}", view.faults.first());
            assert!(view.refusal.is_none(), "{:?}", view.refusal);
            return (view.id, begun.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open_file(&folder.path().join("bench.sqlite"))
        .await
        .expect("a store");
    let now: Timestamp = "2022-11-27T01:00:00Z".parse().expect("an instant");
    let config = Config {
        public_url: String::new(),
    };
    let random = Box::new(StdRng::seed_from_u64(1));
    let app = App::new(store, Arc::new(FixedClock(now)), random, config);
    let actor = Actor::signed_in(Account {
        id: AccountId::new(now, [1; 10]),
        login: "organiser".into(),
        name: "组织者".into(),
        role: Role::Organiser,
        town: None,
        disabled: false,
    });
    let (id, _) = preview(&app, &actor, "units", units().as_bytes()).await;
    import::apply(&app, &actor, &id, false)
        .await
        .expect("written");
    let csv = projects();
    println!(
        "{ROWS} projects, 14 columns; memory before {} MiB",
        memory()
    );
    for _ in 0..SAMPLES {
        let (_, took) = preview(&app, &actor, "projects", csv.as_bytes()).await;
        println!(
            "CSV of {} kB: {} ms, most memory {} MiB",
            csv.len() / 1000,
            took.as_millis(),
            memory()
        );
    }
    let xlsx = workbook(&csv);
    println!("memory after making the workbook {} MiB", memory());
    for _ in 0..SAMPLES {
        let (_, took) = preview(&app, &actor, "projects", &xlsx).await;
        println!(
            "XLSX of {} kB: {} ms, most memory {} MiB",
            xlsx.len() / 1000,
            took.as_millis(),
            memory()
        );
    }
}
