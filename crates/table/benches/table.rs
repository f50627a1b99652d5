//! A ledger of 100,000 rows and 20 columns, in and out. `cargo bench -p pingyi-table`

use divan::Bencher;
use pingyi_table::{Cell, Limits, Sheet, SheetColumn, read};

const ROWS: usize = 100_000;

fn main() {
    divan::main();
}

fn ledger() -> Sheet {
    let column = |index| SheetColumn {
        heading: format!("列{index}"),
        help: String::new(),
        width: 12,
    };
    let row = |row: usize| {
        let cell = |column: usize| match column % 4 {
            0 => Cell::Text(format!("示例镇示例村{row}-{column}")),
            1 => Cell::Number(format!("{row}.{:02}", column * 5)),
            2 => Cell::Text("在建".into()),
            _ => Cell::Date {
                year: 2022,
                month: 11,
                day: 24,
            },
        };
        (0..20).map(cell).collect()
    };
    Sheet {
        name: "项目".into(),
        columns: (0..20).map(column).collect(),
        rows: (0..ROWS).map(row).collect(),
        ..Sheet::default()
    }
}

fn count(bytes: &[u8]) -> usize {
    let mut cells = 0;
    read(bytes, &Limits::default(), |row| {
        cells += row.cells.len();
        true
    })
    .expect("a good table");
    cells
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn read_xlsx(bencher: Bencher<'_, '_>) {
    let bytes = ledger().to_xlsx();
    bencher.bench_local(|| count(&bytes));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn read_csv(bencher: Bencher<'_, '_>) {
    let bytes = ledger().to_csv();
    bencher.bench_local(|| count(&bytes));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn write_xlsx(bencher: Bencher<'_, '_>) {
    let sheet = ledger();
    bencher.bench_local(|| sheet.to_xlsx().len());
}
