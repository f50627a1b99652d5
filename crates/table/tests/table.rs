//! Tables in both directions, and files nobody should open.

use std::io::{Cursor, Write as _};

use pingyi_table::{Cell, Limits, Note, Sheet, SheetColumn, TableFault, read};
use proptest::prelude::*;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

type Rows = Vec<(usize, Vec<Cell>)>;

fn rows_with(bytes: &[u8], limits: &Limits) -> Result<Rows, TableFault> {
    let mut rows = Vec::new();
    read(bytes, limits, |row| {
        rows.push((row.number, row.cells.to_vec()));
        true
    })?;
    Ok(rows)
}

fn rows(bytes: &[u8]) -> Result<Rows, TableFault> {
    rows_with(bytes, &Limits::default())
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    let width = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let column = |index| SheetColumn {
        heading: format!("列{index}"),
        help: "填写说明".into(),
        width: 12,
    };
    Sheet {
        name: "项目".into(),
        columns: (0..width).map(column).collect(),
        rows,
        ..Sheet::default()
    }
}

/// The workbook with one part more, or another in its place.
fn with_part(workbook: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let part = old.by_index(index).unwrap();
        if part.name().unwrap() != name {
            new.raw_copy_file(part).unwrap();
        }
    }
    new.start_file(name, SimpleFileOptions::default()).unwrap();
    new.write_all(content).unwrap();
    new.finish().unwrap().into_inner()
}

fn part(workbook: &[u8], name: &str) -> String {
    let archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut archive = archive;
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_workbook_reads_as_it_was_written() {
    let cells = vec![
        text("西古现村"),
        Cell::Number("7345.77".into()),
        Cell::Date {
            year: 2022,
            month: 11,
            day: 24,
        },
        Cell::Empty,
        text("=1+1 不是公式"),
    ];
    let book = sheet(vec![cells.clone(), vec![], vec![text("第三行")]]).to_xlsx();
    let read = rows(&book).unwrap();
    assert_eq!(read[0].0, 1);
    assert_eq!(read[1], (2, cells));
    assert_eq!(read[2], (4, vec![text("第三行")]));
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let one = sheet(vec![vec![text("甲")]]);
    assert_eq!(one.to_xlsx(), one.to_xlsx());
}

#[test]
fn notes_lie_at_their_cells_and_the_watermark_at_the_foot() {
    let mut mend = sheet(vec![vec![text("甲"), text("十二")]]);
    mend.notes = vec![Note {
        row: 0,
        column: 1,
        text: "请填数字".into(),
    }];
    mend.watermark = "组织者 2022-11-24 导出 & 内部资料".into();
    let book = mend.to_xlsx();
    let notes = part(&book, "xl/comments1.xml");
    assert!(notes.contains(r#"ref="B2""#) && notes.contains("请填数字"));
    assert!(part(&book, "xl/worksheets/sheet1.xml").contains("导出 &amp;&amp; 内部资料"));
    assert_eq!(rows(&book).unwrap()[1].1, [text("甲"), text("十二")]);
}

#[test]
fn csv_is_read_in_every_encoding_people_send_and_with_every_delimiter() {
    let line = "村,户数\n\"西古现村,东\",120\n";
    let expected = vec![
        (1, vec![text("村"), text("户数")]),
        (2, vec![text("西古现村,东"), text("120")]),
    ];
    let utf16 = |big: bool| {
        let unit = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        std::iter::once(0xfeff)
            .chain(line.encode_utf16())
            .flat_map(unit)
            .collect::<Vec<u8>>()
    };
    let (gbk, _, _) = encoding_rs::GBK.encode(line);
    let marked = [b"\xef\xbb\xbf", line.as_bytes()].concat();
    for bytes in [
        line.as_bytes().to_vec(),
        marked,
        gbk.into_owned(),
        utf16(true),
        utf16(false),
    ] {
        assert_eq!(rows(&bytes).unwrap(), expected);
    }
    let tabs = "村\t户数\n\"西古现村,东\"\t120\n";
    assert_eq!(rows(tabs.as_bytes()).unwrap(), expected);
    let semicolons = "村;户数\r\n\"西古现村,东\";120\r\n";
    assert_eq!(rows(semicolons.as_bytes()).unwrap(), expected);
}

#[test]
fn rows_keep_the_numbers_people_see_past_empty_lines_and_broken_cells() {
    let read = rows("甲,乙\n\n\"一\n二\",1\n三,2\n".as_bytes()).unwrap();
    let numbers: Vec<_> = read.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 3, 4]);
}

#[test]
fn a_formula_is_told_from_its_last_result() {
    let book = sheet(vec![vec![Cell::Number("3".into())]]).to_xlsx();
    let name = "xl/worksheets/sheet1.xml";
    let xml = part(&book, name).replace("<v>3</v>", "<f>SUM(B1:B9)</f><v>3</v>");
    let read = rows(&with_part(&book, name, xml.as_bytes())).unwrap();
    assert_eq!(read[1].1, [Cell::Formula("SUM(B1:B9)".into())]);
}

#[test]
fn merged_cells_are_named() {
    let book = sheet(vec![vec![text("甲"), text("乙")]]).to_xlsx();
    let name = "xl/worksheets/sheet1.xml";
    let merged = r#"</sheetData><mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>"#;
    let xml = part(&book, name).replace("</sheetData>", merged);
    let fault = rows(&with_part(&book, name, xml.as_bytes())).unwrap_err();
    assert_eq!(
        fault,
        TableFault::Merged {
            range: "A2:B3".into()
        }
    );
    assert!(fault.zh().contains("取消合并"));
}

#[test]
fn workbooks_that_reach_outside_or_run_are_not_opened() {
    let book = sheet(vec![vec![text("甲")]]).to_xlsx();
    for name in [
        "xl/externalLinks/externalLink1.xml",
        "xl/connections.xml",
        "xl/vbaProject.bin",
        "xl/embeddings/oleObject1.bin",
    ] {
        let fault = rows(&with_part(&book, name, b"x")).unwrap_err();
        assert_eq!(fault.code(), "table_foreign", "{name}");
        assert!(fault.zh().contains("选择性粘贴"), "{name}");
    }
}

#[test]
fn a_bomb_is_stopped_while_it_unpacks_whatever_its_header_says() {
    let book = sheet(vec![vec![text("甲")]]).to_xlsx();
    let bomb = with_part(&book, "xl/media/image1.png", &vec![0; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(rows(&bomb).unwrap_err().code(), "table_bomb");
    // The header of the last part claims ten bytes.
    let mut lying = bomb.clone();
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == (64_u32 << 20).to_le_bytes() {
            lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
    }
    let code = rows(&lying).unwrap_err().code();
    assert!(["table_bomb", "table_damaged"].contains(&code), "{code}");
    let small = Limits {
        unpacked_bytes: 1 << 20,
        ..Limits::default()
    };
    assert_eq!(
        rows_with(&bomb, &small).unwrap_err(),
        TableFault::TooLarge { limit_mb: 1 }
    );
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    assert_eq!(rows(b" \n ").unwrap_err(), TableFault::Empty);
    assert_eq!(
        rows(b"\xd0\xcf\x11\xe0 old").unwrap_err(),
        TableFault::OldOrEncrypted
    );
    assert_eq!(
        rows(b"PK\x03\x04 not a zip").unwrap_err(),
        TableFault::Damaged
    );
    assert_eq!(
        rows(b"\x89PNG\xff\xff\xff\x00").unwrap_err(),
        TableFault::UnknownEncoding
    );
    assert_eq!(
        rows(b"a,b\n1,\0\n").unwrap_err(),
        TableFault::UnknownEncoding
    );
}

#[test]
fn limits_are_kept_and_named() {
    let limits = Limits {
        rows: 3,
        columns: 2,
        cell: 4,
        ..Limits::default()
    };
    assert!(rows_with(b"a,b\n1,2\n3,4\n", &limits).is_ok());
    let fault = |table: &str| rows_with(table.as_bytes(), &limits).unwrap_err();
    assert_eq!(fault("a\n1\n2\n3\n"), TableFault::TooManyRows { limit: 3 });
    assert_eq!(
        fault("a\n1,2,3\n"),
        TableFault::TooManyColumns { row: 2, limit: 2 }
    );
    let long = TableFault::CellTooLong {
        cell: "B2".into(),
        limit: 4,
    };
    assert_eq!(fault("a\n1,一二三四五\n"), long);
}

#[test]
fn an_export_as_csv_runs_nothing_in_a_spreadsheet() {
    let rows = vec![vec![
        text("=HYPERLINK(\"x\")"),
        Cell::Number("-5".into()),
        text("@SUM"),
    ]];
    let csv = String::from_utf8(sheet(rows).to_csv()).unwrap();
    assert!(csv.starts_with('\u{feff}'));
    assert!(csv.contains("\"'=HYPERLINK(\"\"x\"\")\",-5,'@SUM"));
}

#[test]
fn a_caller_may_stop_early() {
    let mut seen = 0;
    read(b"a\n1\n2\n3\n", &Limits::default(), |_| {
        seen += 1;
        seen < 2
    })
    .unwrap();
    assert_eq!(seen, 2);
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        1 => Just(Cell::Empty),
        4 => "[\\p{Han}a-z0-9,\"=;.&<>]{1,12}".prop_map(Cell::Text),
        2 => (-99_999_999_i64..99_999_999).prop_map(|fen| {
            let sign = if fen < 0 { "-" } else { "" };
            let number = format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100);
            let short = number.trim_end_matches('0').trim_end_matches('.').to_owned();
            Cell::Number(if short == "-0" { "0".into() } else { short })
        }),
        1 => (1901u16..2200, 1u8..=12, 1u8..=28)
            .prop_map(|(year, month, day)| Cell::Date { year, month, day }),
    ]
}

fn without_end(mut cells: Vec<Cell>) -> Vec<Cell> {
    while cells.last().is_some_and(Cell::is_empty) {
        cells.pop();
    }
    cells
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_goes_out_comes_back(drawn in prop::collection::vec(prop::collection::vec(cell(), 0..6), 0..8)) {
        let out = sheet(drawn.clone());
        let expected: Vec<_> = (2..).zip(drawn).map(|(number, cells)| (number, without_end(cells)))
            .filter(|(_, cells)| !cells.is_empty()).collect();
        let back = rows(&out.to_xlsx()).unwrap();
        prop_assert_eq!(&back[1..], &expected[..]);
        let back = rows(&out.to_csv()).unwrap();
        let texts = |rows: &[(usize, Vec<Cell>)]| -> Vec<Vec<String>> {
            rows.iter().map(|(_, cells)| cells.iter()
                .map(|cell| cell.text().trim_start_matches('\'').to_owned()).collect()).collect()
        };
        prop_assert_eq!(texts(&back[1..]), texts(&expected));
    }

    #[test]
    fn no_bytes_make_it_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..400), zip in any::<bool>()) {
        let bytes = if zip { [b"PK\x03\x04".to_vec(), bytes].concat() } else { bytes };
        let _ = rows(&bytes);
    }

    #[test]
    fn a_workbook_with_a_changed_byte_is_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut book = sheet(vec![vec![text("甲"), Cell::Number("1.5".into())]]).to_xlsx();
        let at = at.index(book.len());
        book[at] = byte;
        let _ = rows(&book);
    }
}
