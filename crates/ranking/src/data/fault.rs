//! What is wrong with a data folder, told by file and row.

use std::fmt;

use serde::Serialize;

use super::TableName;
use crate::Language;

/// Faults that are told one by one; the others are counted.
const MOST_FAULTS: usize = 1000;
/// Characters of a cell that are shown.
const SHOWN: usize = 40;

/// The kind of a fault, stable for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DataFaultCode {
    /// The file is not there and must be.
    MissingFile,
    /// The text is not UTF-8.
    NotUtf8,
    /// The text has a NUL or a carriage return that ends no line.
    ControlCharacter,
    /// A quote is left open, or text follows a closed one.
    BadQuote,
    /// A row has more or fewer cells than the header.
    WrongCells,
    /// A cell is longer than any that is meant.
    TooLong,
    /// A column is missing.
    MissingColumn,
    /// A column is unknown or there twice.
    UnknownColumn,
    /// The file has no rows and must have some.
    NoRows,
    /// A name is empty, or has spaces at its ends or hidden characters.
    BadName,
    /// A number in another notation.
    BadNumber,
    /// More decimals than the step has.
    TooManyDecimals,
    /// Between two steps.
    OffStep,
    /// Outside the limits.
    OutOfRange,
    /// No such panel.
    UnknownPanel,
    /// No such judge in this panel.
    UnknownJudge,
    /// No such village.
    UnknownVillage,
    /// No such criterion in this panel.
    UnknownCriterion,
    /// No such component with a record.
    UnknownComponent,
    /// No such indicator in this record.
    UnknownIndicator,
    /// No such kind of item.
    UnknownItem,
    /// No such kind of veto.
    UnknownVeto,
    /// No such area.
    UnknownArea,
    /// No such class.
    UnknownClass,
    /// No such mark.
    UnknownMark,
    /// No such kind of cell.
    UnknownCell,
    /// The same row as an earlier one.
    Repeated,
    /// A score of a judge from the village's own town.
    OwnTown,
    /// A reason, document or signature is missing.
    Missing,
    /// Something stands where nothing may.
    NotEmpty,
    /// A count is higher than one it is part of.
    CountTooHigh,
    /// Fewer marks than ballots although nothing may be left blank.
    BlankNotAllowed,
    /// Turnout, sums or means are missing.
    MissingRows,
    /// Figures of a class that stays closed.
    Closed,
    /// Figures that may not be known, or that are given in another table.
    NotExpected,
    /// Judges and villages fall apart into parts without a common judge.
    Disconnected,
    /// More than this program takes.
    TooLarge,
    /// So many more faults.
    More,
}

/// One fault of a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFault {
    /// The file.
    pub file: TableName,
    /// The row, the header being row 1; nothing when it concerns the whole file.
    pub row: Option<u64>,
    /// The column, when it concerns one.
    pub column: Option<&'static str>,
    /// What stands there, shortened.
    pub value: String,
    /// The kind of the fault.
    pub code: DataFaultCode,
    /// What is wrong and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl DataFault {
    /// What is wrong and what to do.
    pub fn sentence(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl fmt::Display for DataFault {
    /// `file:row: sentence`, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.row.map_or(String::new(), |row| format!(":{row}"));
        write!(f, "{}{row}: {}", self.file, self.en)
    }
}

impl std::error::Error for DataFault {}

/// Where a fault is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) file: TableName,
    pub(crate) row: Option<u64>,
    pub(crate) column: Option<&'static str>,
}

/// The faults found so far.
#[derive(Default)]
pub(crate) struct Faults {
    told: Vec<DataFault>,
    untold: u64,
}

impl Faults {
    /// Adds a fault; the sentences get the shortened value in place of `{}`.
    pub(crate) fn add(&mut self, at: Spot, code: DataFaultCode, value: &str, zh: &str, en: &str) {
        if self.told.len() == MOST_FAULTS {
            self.untold += 1;
            return;
        }
        let value = shortened(value);
        let (zh, en) = (zh.replacen("{}", &value, 1), en.replacen("{}", &value, 1));
        self.told.push(DataFault {
            file: at.file,
            row: at.row,
            column: at.column,
            value,
            code,
            zh,
            en,
        });
    }

    /// Nothing, or all that was found.
    pub(crate) fn end(mut self) -> Result<(), Vec<DataFault>> {
        let Some(last) = self.told.last() else {
            return Ok(());
        };
        if self.untold > 0 {
            let (file, untold) = (last.file, self.untold);
            self.told.push(DataFault {
                file,
                row: None,
                column: None,
                value: untold.to_string(),
                code: DataFaultCode::More,
                zh: format!("另有 {untold} 处问题未列出，请先改正以上各处"),
                en: format!("and {untold} more: correct those above first"),
            });
        }
        Err(self.told)
    }

    /// How many were found.
    pub(crate) fn count(&self) -> u64 {
        self.told.len() as u64 + self.untold
    }
}

/// The design of a panel falls apart, so strict and lenient judges cannot be told from strong and
/// weak villages.
pub(crate) fn disconnected(panel: &str) -> DataFault {
    DataFault {
        file: TableName::Sheets,
        row: None,
        column: Some("judge"),
        value: panel.to_owned(),
        code: DataFaultCode::Disconnected,
        zh: format!(
            "“{panel}”的评委和村分成了互不相连的几部分，无法校正宽严；请安排至少一名评委跨组评分，或在规则卡中不作校正"
        ),
        en: format!(
            "judges and villages of `{panel}` fall into parts without a common judge, so severity cannot be corrected: let a judge score across them, or correct nothing in the card"
        ),
    }
}

fn shortened(value: &str) -> String {
    let mut shown: String = value.chars().take(SHOWN).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}
