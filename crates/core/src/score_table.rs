//! Score tables 评分数据: the names and columns of the tables beside the vote, reading and writing them as CSV.
//!
//! What a value means and whether it may stand there is the rule card's business (`pingyi-ranking`); here a table is
//! rows of text. Format: `docs/scoring.md`, chapter 3.

use crate::cell::{CellFault, column_letters, read_rows};
use pingyi_ranking::{Sentence, sentence};
use std::collections::HashMap;

/// Most rows of a table: forty judges on a thousand villages with five criteria each.
pub const MAX_ROWS: usize = 200_000;
/// Most characters of a cell.
const MAX_CHARACTERS: usize = 200;
/// Most characters of the text drawn in public for a lot.
const MAX_SEED: usize = 500;

/// A table of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScoreTable {
    /// 评委: who scores on which panel.
    Judges,
    /// 评分表: what each judge gave each village.
    Sheets,
    /// 台账指标: values on record.
    Records,
    /// 加减分: plus and minus items.
    Adjustments,
    /// 一票否决.
    Vetoes,
    /// 抽签: lots drawn by hand.
    Lots,
    /// 抽签种子: a text drawn in public, one line and no table.
    LotSeed,
}

impl ScoreTable {
    /// Every table, in the order in which people meet them.
    pub const ALL: [Self; 7] = [
        Self::Judges,
        Self::Sheets,
        Self::Records,
        Self::Adjustments,
        Self::Vetoes,
        Self::Lots,
        Self::LotSeed,
    ];

    /// Name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Judges => "judges",
            Self::Sheets => "sheets",
            Self::Records => "records",
            Self::Adjustments => "adjustments",
            Self::Vetoes => "vetoes",
            Self::Lots => "lots",
            Self::LotSeed => "lot-seed",
        }
    }

    /// The table of a name in addresses.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Name of its file in the data folder.
    pub fn file(self) -> &'static str {
        match self {
            Self::Judges => "judges.csv",
            Self::Sheets => "sheets.csv",
            Self::Records => "records.csv",
            Self::Adjustments => "adjustments.csv",
            Self::Vetoes => "vetoes.csv",
            Self::Lots => "lots.csv",
            Self::LotSeed => "lot-seed.txt",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Judges => "评委名单",
            Self::Sheets => "评分表",
            Self::Records => "台账指标",
            Self::Adjustments => "加减分",
            Self::Vetoes => "一票否决",
            Self::Lots => "抽签结果",
            Self::LotSeed => "抽签种子",
        }
    }

    /// What people call it in English.
    pub fn label_en(self) -> &'static str {
        match self {
            Self::Judges => "Judges",
            Self::Sheets => "Score sheets",
            Self::Records => "Indicators on record",
            Self::Adjustments => "Bonuses and penalties",
            Self::Vetoes => "Vetoes",
            Self::Lots => "Lots drawn",
            Self::LotSeed => "Seed of the lot",
        }
    }

    /// Its columns; none for the seed.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Judges => &["panel", "judge", "town"],
            Self::Sheets => &[
                "panel",
                "judge",
                "town",
                "village",
                "criterion",
                "cell",
                "score",
                "reason",
                "by",
            ],
            Self::Records => &["component", "indicator", "town", "village", "value"],
            Self::Adjustments => &["town", "village", "item", "points", "reason", "document"],
            Self::Vetoes => &["town", "village", "veto", "reason", "document"],
            Self::Lots => &["town", "village", "lot"],
            Self::LotSeed => &[],
        }
    }

    /// Columns that say what a row is about; the others say what it is.
    fn key(self) -> &'static [usize] {
        match self {
            Self::Sheets => &[0, 1, 2, 3, 4],
            Self::Records => &[0, 1, 2, 3],
            Self::Adjustments => &[0, 1, 2, 5],
            Self::Vetoes => &[0, 1, 2],
            Self::Judges | Self::Lots => &[0, 1],
            Self::LotSeed => &[],
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRow {
    /// Its number in the file it was read from, from 1; 1 is the header.
    pub row: usize,
    /// Its cells, in the order of [`ScoreTable::columns`].
    pub cells: Vec<String>,
}

/// What a new table changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Not there before.
    pub new: usize,
    /// There before, with other values.
    pub changed: usize,
    /// There before, the same.
    pub unchanged: usize,
    /// There before, not any more.
    pub missing: usize,
}

/// Where a text may be written by hand, and so might be read as a formula by a spreadsheet.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '@', '\t', '\r']) || (text.starts_with('-') && !is_number(text))
}

fn is_number(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
}

/// Reads a table. Rows that a template brought and nobody filled in are left out: a score or value without content is
/// absent, and a row whose `cell` is left empty is `scored` when there is a score.
///
/// # Errors
/// All faults found, by cell.
pub fn parse(table: ScoreTable, bytes: &[u8]) -> Result<Vec<ScoreRow>, Vec<CellFault>> {
    if table == ScoreTable::LotSeed {
        return seed(bytes);
    }
    let columns = table.columns();
    let rows = read_rows(bytes, columns, MAX_ROWS, |row| {
        let mut cells: Vec<String> = Vec::with_capacity(columns.len());
        for column in columns {
            let text = row.text(column).to_owned();
            if text.chars().count() > MAX_CHARACTERS {
                row.fault(
                    column,
                    sentence!(
                        "最多 {MAX_CHARACTERS} 个字",
                        "at most {MAX_CHARACTERS} characters"
                    ),
                );
            } else if text.chars().any(char::is_control) {
                row.fault(
                    column,
                    (
                        "含有不可见字符，请重新输入",
                        "has invisible characters; type it again",
                    ),
                );
            } else if is_formula(&text) {
                row.fault(
                    column,
                    (
                        "像是公式；请填写文字或数字",
                        "looks like a formula; write text or a number",
                    ),
                );
            }
            cells.push(text);
        }
        let number = row.number;
        filled(table, cells).map(|cells| ScoreRow { row: number, cells })
    })?;
    Ok(rows)
}

/// The row, unless nobody filled it in.
fn filled(table: ScoreTable, mut cells: Vec<String>) -> Option<Vec<String>> {
    if cells.iter().all(String::is_empty) {
        return None;
    }
    match table {
        ScoreTable::Sheets if cells[5].is_empty() => {
            if cells[6..].iter().all(String::is_empty) {
                return None;
            }
            if !cells[6].is_empty() {
                cells[5] = "scored".into();
            }
        }
        ScoreTable::Records if cells[4].is_empty() => return None,
        ScoreTable::Lots if cells[2].is_empty() => return None,
        _ => {}
    }
    Some(cells)
}

/// The text drawn in public, as a row of one cell.
fn seed(bytes: &[u8]) -> Result<Vec<ScoreRow>, Vec<CellFault>> {
    let fault = |message: Sentence| {
        vec![CellFault {
            cell: "A1".into(),
            row: 1,
            column: String::new(),
            value: String::new(),
            message,
        }]
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|_| fault(("种子不是 UTF-8 文本", "the seed is not UTF-8 text").into()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(fault(("种子不能为空", "the seed must not be empty").into()));
    }
    if text.chars().any(char::is_control) {
        return Err(fault(
            ("种子只能是一行文字", "the seed is one line of text").into(),
        ));
    }
    if text.trim() != text {
        return Err(fault(
            (
                "种子的首尾不能有空格",
                "the seed must not begin or end with a space",
            )
                .into(),
        ));
    }
    if text.chars().count() > MAX_SEED {
        return Err(fault(sentence!(
            "种子最多 {MAX_SEED} 个字",
            "the seed has at most {MAX_SEED} characters"
        )));
    }
    Ok(vec![ScoreRow {
        row: 1,
        cells: vec![text.into()],
    }])
}

/// A table as it is kept and published: its columns in their order, LF, quotes where they are needed.
pub fn write(table: ScoreTable, rows: &[ScoreRow]) -> Vec<u8> {
    if table == ScoreTable::LotSeed {
        let text = rows.first().map_or("", |row| row.cells[0].as_str());
        return format!("{text}\n").into_bytes();
    }
    let rows = rows.iter().map(|row| &row.cells);
    write_csv(table.columns(), rows)
}

/// CSV of a header and rows: LF, quotes where they are needed.
pub fn write_csv<'a, R>(columns: &[&str], rows: impl IntoIterator<Item = &'a R>) -> Vec<u8>
where
    R: AsRef<[String]> + 'a,
{
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    // Writing to memory does not fail, and every row has the header's length.
    let _ = out.write_record(columns);
    for row in rows {
        let _ = out.write_record(row.as_ref());
    }
    out.into_inner().unwrap_or_default()
}

/// For spreadsheets that take a file for UTF-8 only when it says so.
pub fn with_mark(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.splice(0..0, *b"\xef\xbb\xbf");
    bytes
}

/// What a table changes in another.
pub fn changes(table: ScoreTable, before: &[ScoreRow], after: &[ScoreRow]) -> Changes {
    let key = |row: &ScoreRow| -> Vec<String> {
        table
            .key()
            .iter()
            .map(|at| row.cells[*at].clone())
            .collect()
    };
    let mut known: HashMap<Vec<String>, Vec<&ScoreRow>> = HashMap::new();
    for row in before {
        known.entry(key(row)).or_default().push(row);
    }
    let mut changes = Changes::default();
    let mut rest = Vec::new();
    for row in after {
        let same = known.get_mut(&key(row)).and_then(|rows| {
            let at = rows.iter().position(|one| one.cells == row.cells)?;
            Some(rows.swap_remove(at))
        });
        if same.is_some() {
            changes.unchanged += 1;
        } else {
            rest.push(row);
        }
    }
    for row in rest {
        match known.get_mut(&key(row)).and_then(Vec::pop) {
            Some(_) => changes.changed += 1,
            None => changes.new += 1,
        }
    }
    changes.missing = known.values().map(Vec::len).sum();
    changes
}

/// The columns of a file in their order, as far as it has a header.
pub fn header(bytes: &[u8]) -> Vec<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let header = reader.headers().cloned().unwrap_or_default();
    header.iter().map(str::to_owned).collect()
}

/// Spreadsheet name of a cell of a file with this header.
pub fn cell(header: &[String], row: usize, column: &str) -> String {
    let at = header.iter().position(|name| name == column);
    format!("{}{row}", column_letters(at.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEAD: &str = "panel,judge,town,village,criterion,cell,score,reason,by\n";

    fn cells(rows: &[ScoreRow]) -> Vec<Vec<&str>> {
        rows.iter()
            .map(|row| row.cells.iter().map(String::as_str).collect())
            .collect()
    }

    #[test]
    fn rows_nobody_filled_in_are_absent_and_a_score_alone_is_scored() {
        let table = format!(
            "\u{feff}{HEAD}tour,P1,甲镇,一村,industry,,92.5,,\ntour,P1,甲镇,一村,order,,,,\n,,,,,,,,\ntour,P2,甲镇,一村,order,recused,,回避,\n"
        );
        let rows = parse(ScoreTable::Sheets, table.as_bytes()).unwrap();
        assert_eq!(
            cells(&rows),
            [
                [
                    "tour", "P1", "甲镇", "一村", "industry", "scored", "92.5", "", ""
                ],
                [
                    "tour", "P2", "甲镇", "一村", "order", "recused", "", "回避", ""
                ],
            ]
        );
        // They are still named by the rows of the file.
        assert_eq!((rows[0].row, rows[1].row), (2, 5));
    }

    #[test]
    fn a_table_in_another_encoding_is_told_what_to_do() {
        let gbk = [0xc6, 0xc0, 0xce, 0xaf, b'\n'];
        let faults = parse(ScoreTable::Judges, &gbk).unwrap_err();
        assert!(faults[0].message.zh.contains("CSV UTF-8"), "{faults:?}");
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_refused() {
        let table = "town,village,item,points,reason,document\n甲镇,一村,award,2,=1+1,+文件\n";
        let faults = parse(ScoreTable::Adjustments, table.as_bytes()).unwrap_err();
        let cells: Vec<&str> = faults.iter().map(|one| one.cell.as_str()).collect();
        assert_eq!(cells, ["E2", "F2"]);
        let fine = "component,indicator,town,village,value\nrecord,growth,甲镇,一村,-3.5\n";
        assert!(parse(ScoreTable::Records, fine.as_bytes()).is_ok());
    }

    #[test]
    fn a_table_without_rows_takes_everything_back() {
        let head = "town,village,veto,reason,document\n";
        assert_eq!(parse(ScoreTable::Vetoes, head.as_bytes()), Ok(vec![]));
    }

    #[test]
    fn a_seed_is_one_line() {
        let rows = parse(ScoreTable::LotSeed, "20221127 福彩 04 11 26\r\n".as_bytes()).unwrap();
        let written = write(ScoreTable::LotSeed, &rows);
        assert_eq!(written, "20221127 福彩 04 11 26\n".as_bytes());
        for wrong in ["", "\n", "a\nb", " a", "a ", "a\tb"] {
            assert!(
                parse(ScoreTable::LotSeed, wrong.as_bytes()).is_err(),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn names_and_columns_lead_back_to_the_table() {
        for table in ScoreTable::ALL {
            assert_eq!(ScoreTable::of(table.name()), Some(table));
            assert!(table.key().iter().all(|at| *at < table.columns().len()));
        }
        assert_eq!(ScoreTable::of("villages"), None);
        let turned = "\u{feff}lot, village ,town\n1,一村,甲镇\n".as_bytes();
        assert_eq!(cell(&header(turned), 7, "village"), "B7");
        let rows = parse(ScoreTable::Lots, turned).unwrap();
        assert_eq!(rows[0].cells, ["甲镇", "一村", "1"]);
    }

    fn lots() -> impl Strategy<Value = Vec<ScoreRow>> {
        let row = ("[甲乙]", "[一二三\", ]{1,3}", 1..9u32);
        prop::collection::vec(row, 0..12).prop_map(|rows| {
            let rows = rows.into_iter().zip(2..);
            rows.map(|((town, village, lot), row)| ScoreRow {
                row,
                cells: vec![town, format!("{}村", village.trim()), lot.to_string()],
            })
            .collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(rows in lots()) {
            let written = write(ScoreTable::Lots, &rows);
            let read = parse(ScoreTable::Lots, &written).unwrap();
            prop_assert_eq!(cells(&read), cells(&rows));
            let marked = parse(ScoreTable::Lots, &with_mark(written.clone())).unwrap();
            prop_assert_eq!(write(ScoreTable::Lots, &marked), written);
        }

        #[test]
        fn every_row_is_counted_once(before in lots(), after in lots()) {
            let found = changes(ScoreTable::Lots, &before, &after);
            prop_assert_eq!(found.new + found.changed + found.unchanged, after.len());
            prop_assert_eq!(found.changed + found.unchanged + found.missing, before.len());
            let same = changes(ScoreTable::Lots, &before, &before);
            prop_assert_eq!(same, Changes { unchanged: before.len(), ..Changes::default() });
        }
    }
}
