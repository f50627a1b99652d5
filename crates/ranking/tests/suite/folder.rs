//! A bad data folder: each fault is told with its file and row, all of them together, and nothing
//! is computed.

use pingyi_ranking::DataFaultCode::{self as Code};
use pingyi_ranking::{
    Audience, Component, Data, DataFault, RuleCard, Severity, Source, TableName, Tables, Trim,
    compute, compute_result,
};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::scores::{card, tables};

fn text(tables: &Tables, table: TableName) -> String {
    let bytes = tables.get(table).unwrap_or_default();
    String::from_utf8(bytes.to_vec()).expect("the fixture is text")
}

/// The fixture with one row (the header is row 1) written differently.
fn with_row(table: TableName, row: usize, written: &str) -> Tables {
    let mut tables = tables();
    let text = text(&tables, table);
    let mut rows: Vec<&str> = text.lines().collect();
    if row > rows.len() {
        rows.push(written);
    } else {
        rows[row - 1] = written;
    }
    tables.insert(table, rows.join("\n") + "\n");
    tables
}

fn faults(tables: &Tables) -> Vec<DataFault> {
    Data::read(&card(), tables, Audience::Sealed).expect_err("it is bad")
}

/// The only fault of the fixture with one row changed.
#[track_caller]
fn one(table: TableName, row: usize, written: &str) -> DataFault {
    let mut found = faults(&with_row(table, row, written));
    let told = found.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(found.len(), 1, "{told:#?}");
    found.remove(0)
}

const JUDGE: &str = "tour,示例评委-01,朱吴镇,东刘家疃村";

#[test]
fn every_refusal_names_its_row_and_reason() {
    use TableName::{
        Adjustments, Judges, Lots, Means, Records, Sheets, Sums, Turnout, Vetoes, Villages,
    };
    let cases = [
        (Villages, 3, "9,朱吴镇,沟杨家村", Code::UnknownArea),
        (
            Judges,
            2,
            "vote,东村街道-组织委员,东村街道",
            Code::UnknownPanel,
        ),
        (Judges, 34, "tour,示例评委-09,", Code::Repeated),
        (Judges, 34, "tour, 示例评委-10,", Code::BadName),
        (
            Sheets,
            9999,
            &format!("{JUDGE},party,scored,15,,"),
            Code::Repeated,
        ),
        (
            Records,
            9999,
            "record,income,朱吴镇,沟杨家村,12.5",
            Code::Repeated,
        ),
        (
            Records,
            2,
            "record,petitions,朱吴镇,东刘家疃村,1.5",
            Code::TooManyDecimals,
        ),
        (
            Records,
            2,
            "record,petitions,朱吴镇,东刘家疃村,-1",
            Code::OutOfRange,
        ),
        (
            Records,
            2,
            "record,petitions,朱吴镇,东刘家疃村,1001",
            Code::OutOfRange,
        ),
        (
            Records,
            2,
            "record,petitions,朱吴镇,东刘家疃村,",
            Code::BadNumber,
        ),
        (
            Records,
            2,
            "record,income2,朱吴镇,东刘家疃村,1",
            Code::UnknownIndicator,
        ),
        (
            Records,
            2,
            "tour,income,朱吴镇,东刘家疃村,1",
            Code::UnknownComponent,
        ),
        (
            Adjustments,
            2,
            "里店镇,邵伯村,honour,1.25,r,d",
            Code::TooManyDecimals,
        ),
        (
            Adjustments,
            2,
            "里店镇,邵伯村,honour,-1,r,d",
            Code::OutOfRange,
        ),
        (
            Adjustments,
            2,
            "里店镇,邵伯村,honours,1,r,d",
            Code::UnknownItem,
        ),
        (Adjustments, 2, "里店镇,邵伯村,honour,1,,d", Code::Missing),
        (Adjustments, 2, "里店镇,邵伯村,honour,1,r, ", Code::Missing),
        (
            Adjustments,
            2,
            "里店镇,邵伯,honour,1,r,d",
            Code::UnknownVillage,
        ),
        (
            Adjustments,
            9,
            "里店镇,邵伯村,model,1,示例：经验在全市推广,示例文件 2 号",
            Code::Repeated,
        ),
        (Vetoes, 2, "碧城区,嵩潜村,safely,r,d", Code::UnknownVeto),
        (Vetoes, 2, "碧城区,嵩潜村,safety,r,", Code::Missing),
        (Vetoes, 9, "碧城区,嵩潜村,safety,r,d", Code::Repeated),
        (Turnout, 2, "1,town,16,17,16,16", Code::CountTooHigh),
        (Turnout, 2, "1,town,16,16,17,16", Code::CountTooHigh),
        (Turnout, 2, "1,town,17,17,16,17", Code::CountTooHigh),
        (Turnout, 2, "1,towns,16,16,16,16", Code::UnknownClass),
        (Turnout, 2, "1,town,16,016,16,16", Code::BadNumber),
        (
            Sums,
            2,
            "1,town,朱吴镇,东刘家疃村,best,11",
            Code::UnknownMark,
        ),
        (
            Sums,
            2,
            "2,town,朱吴镇,东刘家疃村,excellent,11",
            Code::UnknownVillage,
        ),
        (
            Sums,
            9999,
            "1,town,朱吴镇,东刘家疃村,excellent,11",
            Code::Repeated,
        ),
        (
            Sums,
            2,
            "1,town,朱吴镇,东刘家疃村,excellent,1e1",
            Code::BadNumber,
        ),
        (
            Means,
            1,
            "area,class,town,village,mean\n1,town,朱吴镇,东刘家疃村,80",
            Code::NotExpected,
        ),
        (
            Lots,
            1,
            "village,town,lot\n东刘家疃村,朱吴镇,0",
            Code::OutOfRange,
        ),
        (
            Lots,
            1,
            "village,town,lot\n东刘家疃村,朱吴镇,1\n东刘家疃村,朱吴镇,2",
            Code::Repeated,
        ),
    ];
    for (table, row, written, code) in cases {
        let told = faults(&with_row(table, row, written));
        let first = &told[0];
        assert_eq!(
            (first.file, first.code),
            (table, code),
            "{written}: {told:?}"
        );
        assert!(first.row.is_some(), "{first}");
        assert!(
            !first.zh.contains("{}") && !first.en.contains("{}"),
            "{first:?}"
        );
    }
}

#[test]
fn every_refusal_of_a_score_names_its_row_and_reason() {
    for (cells, code) in [
        ("party,scored,15.25,,", Code::TooManyDecimals),
        ("party,scored,15.50,,", Code::TooManyDecimals),
        ("party,scored,20.5,,", Code::OutOfRange),
        ("party,scored,-0.5,,", Code::OutOfRange),
        ("party,scored,15.3,,", Code::OffStep),
        ("party,scored,1e1,,", Code::BadNumber),
        ("party,scored,015,,", Code::BadNumber),
        ("party,scored,-0,,", Code::BadNumber),
        ("party,scored,.5,,", Code::BadNumber),
        ("party,scored,５,,", Code::BadNumber),
        (
            "party,scored,99999999999999999999999999,,",
            Code::OutOfRange,
        ),
        (
            "party,scored,0.99999999999999999999999999,,",
            Code::TooManyDecimals,
        ),
        ("party,scored,,,", Code::Missing),
        ("party,scored,15,why,", Code::NotEmpty),
        ("party,scored,15,,who", Code::NotEmpty),
        ("party,recused,,,", Code::Missing),
        ("party,recused,15,why,", Code::NotEmpty),
        ("party,voided,,why,", Code::Missing),
        ("party,voided,,,who", Code::Missing),
        ("party,forgotten,,,", Code::UnknownCell),
        ("parties,scored,15,,", Code::UnknownCriterion),
    ] {
        let written = format!("{JUDGE},{cells}");
        let fault = one(TableName::Sheets, 82, &written);
        assert_eq!((fault.row, fault.code), (Some(82), code), "{written}");
    }
    for (written, code) in [
        (
            "tour,示例评委-99,朱吴镇,东刘家疃村,party,scored,15,,",
            Code::UnknownJudge,
        ),
        (
            "vote,示例评委-01,朱吴镇,东刘家疃村,party,scored,15,,",
            Code::UnknownPanel,
        ),
        (
            "tour,示例评委-01,朱吴,东刘家疃村,party,scored,15,,",
            Code::UnknownVillage,
        ),
        (
            "tour,朱吴镇-组织委员,朱吴镇,东刘家疃村,party,scored,15,,",
            Code::OwnTown,
        ),
        (
            "tour,示例评委-01,朱吴镇,东刘家疃村,party,scored,15,",
            Code::WrongCells,
        ),
        (
            "tour,示例评委-01,朱吴镇,东刘家疃村,party,\"scored\"x,15,,",
            Code::BadQuote,
        ),
    ] {
        let fault = one(TableName::Sheets, 82, written);
        assert_eq!((fault.row, fault.code), (Some(82), code), "{written}");
    }
}

#[test]
fn sums_fit_what_turnout_opens() {
    // Area 1 misses its quorum: none of its boxes may have been opened.
    let found = faults(&with_row(TableName::Turnout, 2, "1,town,16,3,3,3"));
    let closed = found.iter().filter(|fault| fault.code == Code::Closed);
    assert_eq!(closed.count(), 64, "8 villages, 2 classes, 4 marks");
    assert_eq!(found.len(), 64);
    // A village with more marks than ballots, one without its sums, and an area without turnout.
    let fault = one(TableName::Sums, 2, "1,town,朱吴镇,东刘家疃村,excellent,12");
    assert_eq!(fault.code, Code::CountTooHigh);
    let fault = one(TableName::Sums, 2, "");
    assert_eq!(fault.code, Code::MissingRows);
    let fault = one(TableName::Turnout, 2, "");
    assert_eq!(fault.code, Code::MissingRows);
    let missing = faults(&{
        let mut tables = tables();
        tables.insert(TableName::Sums, "");
        tables
    });
    assert_eq!(missing.len(), 1, "the header is missing");
    assert_eq!(missing[0].code, Code::MissingColumn);
}

#[test]
fn faults_of_all_tables_are_told_together_and_endless_ones_are_counted() {
    let mut bad = with_row(TableName::Villages, 2, "7,朱吴镇,东刘家疃村");
    bad.insert(
        TableName::Vetoes,
        "town,village,veto,reason,document\na,b,c,,\n",
    );
    bad.insert(TableName::LotSeed, "two\nlines\n");
    let found = faults(&bad);
    let files: Vec<_> = found.iter().map(|fault| fault.file).collect();
    assert!(files.is_sorted(), "in the order of the files");
    for file in [
        TableName::Villages,
        TableName::Sheets,
        TableName::Vetoes,
        TableName::LotSeed,
    ] {
        assert!(files.contains(&file), "{file}");
    }
    let header = "panel,judge,town,village,criterion,cell,score,reason,by\n";
    let mut bad = tables();
    bad.insert(
        TableName::Sheets,
        header.to_owned() + &"x,x,x,x,x,x,x,x,x\n".repeat(5000),
    );
    let found = faults(&bad);
    assert_eq!(found.len(), 1001);
    let last = found.last().expect("there are many");
    assert_eq!((last.code, last.row), (Code::More, None));
    assert!(last.value.parse::<u64>().expect("a number") > 1000);
}

#[test]
fn hostile_text_gets_a_fault_and_costs_little() {
    let million = "x".repeat(1_000_000);
    let header = "panel,judge,town,village,criterion,cell,score,reason,by\n";
    for (bytes, code) in [
        (b"\xff\xfe".to_vec(), Code::NotUtf8),
        (format!("{header}a\0b").into_bytes(), Code::ControlCharacter),
        (format!("{header}{million}").into_bytes(), Code::TooLong),
        (format!("{header}\"{million}\"").into_bytes(), Code::TooLong),
        (format!("{header}\"{million}").into_bytes(), Code::BadQuote),
        (
            header.replace('\n', "\r").into_bytes(),
            Code::ControlCharacter,
        ),
        (
            format!("{header}{}", ",".repeat(1_000_000)).into_bytes(),
            Code::WrongCells,
        ),
        (format!("{header}\"a\"b").into_bytes(), Code::BadQuote),
        (format!("{header}a\"b").into_bytes(), Code::BadQuote),
        (Vec::new(), Code::MissingColumn),
        (b"\xef\xbb\xbf".to_vec(), Code::MissingColumn),
        (b"panel,panel".to_vec(), Code::UnknownColumn),
    ] {
        let mut bad = tables();
        bad.insert(TableName::Sheets, bytes);
        let found = faults(&bad);
        assert_eq!(found[0].code, code, "{found:?}");
        assert!(
            found.iter().all(|fault| fault.value.len() < 200),
            "{found:?}"
        );
    }
    let mut none = tables();
    none.insert(TableName::Villages, "area,town,village\n");
    let found = faults(&none);
    assert_eq!(found[0].code, Code::NoRows);
    let without: Tables = (tables().iter())
        .filter(|(name, _)| *name != TableName::Villages)
        .map(|(name, bytes)| (name, bytes.to_vec()))
        .collect();
    assert_eq!(faults(&without)[0].code, Code::MissingFile);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever stands in a table, there are faults or there are data, and no panic.
    #[test]
    fn any_bytes_are_refused_or_read(
        table in select(TableName::ALL.to_vec()), cut in any::<Index>(), bytes in vec(any::<u8>(), 0..60),
        text in "[,\"\r\n a0.-]{0,60}"
    ) {
        let card = card();
        let given = tables();
        let good = given.get(table).unwrap_or_default();
        for middle in [bytes.as_slice(), text.as_bytes()] {
            let at = if good.is_empty() { 0 } else { cut.index(good.len()) };
            let mut bad = given.clone();
            bad.insert(table, [&good[..at], middle, &good[at..]].concat());
            if let Ok(data) = Data::read(&card, &bad, Audience::Sealed) {
                prop_assert!(compute_result(&card, &data).is_ok());
            }
        }
    }
}

#[test]
fn tables_are_read_as_spreadsheets_write_them() {
    let plain = Data::read(&card(), &tables(), Audience::Sealed).expect("the tables are good");
    let mut written = tables();
    for table in TableName::ALL {
        let Some(bytes) = tables().get(table).map(<[u8]>::to_vec) else {
            continue;
        };
        let text = String::from_utf8(bytes).expect("text");
        let quoted = |line: &str| {
            let cells = line.split(',').map(|cell| format!("\"{cell}\""));
            cells.collect::<Vec<_>>().join(",")
        };
        let text = if table == TableName::LotSeed {
            format!("\u{feff}{}\r\n", text.trim_end())
        } else {
            let lines: Vec<_> = text.lines().map(quoted).collect();
            format!("\u{feff}{}\r\n\r\n", lines.join("\r\n"))
        };
        written.insert(table, text);
    }
    let data = Data::read(&card(), &written, Audience::Sealed).expect("the same tables");
    let groups = |data: &Data| compute(&card(), data).expect("computed").result.groups;
    assert_eq!(groups(&data), groups(&plain));
}

#[test]
fn a_design_in_two_parts_cannot_be_evened_out() {
    let mut card = card();
    let composite = card.composite.as_mut().expect("it has one");
    let Component {
        source: Source::Panel(panel),
        ..
    } = &mut composite.components[0]
    else {
        panic!("the tour is a panel");
    };
    panel.severity = Severity::LeastSquares;
    panel.trim = Trim::None;
    panel.minimum_judges = 1;
    let card = RuleCard::parse(&card.canonical_json()).expect("a good card");
    let mut halves = tables();
    let text = text(&halves, TableName::Sheets);
    // Judges with an even number score the areas' first villages only, the others the rest.
    let kept = text.lines().filter(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let odd = |judge: &str| judge.bytes().map(u32::from).sum::<u32>() % 2 == 1;
        cells[0] != "tour" || odd(cells[1]) == cells[3].starts_with(['东', '沟', '河', '北'])
    });
    let kept: Vec<&str> = kept.collect();
    halves.insert(TableName::Sheets, kept.join("\n"));
    let data = Data::read(&card, &halves, Audience::Sealed).expect("each row is good");
    let found = compute(&card, &data).expect_err("the parts have no judge in common");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, Code::Disconnected);
    assert!(found[0].zh.contains("tour") || found[0].zh.contains("评委"));
}
