//! Why a file is refused as a whole.

use thiserror::Error;

/// Why a file is refused as a whole. Nothing of it was used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TableFault {
    /// No rows.
    #[error("the file is empty: fill in the template and upload it again")]
    Empty,
    /// A password, or the format of before 2007.
    #[error(
        "the file has a password or is an old .xls: save it as .xlsx without a password and upload it again"
    )]
    OldOrEncrypted,
    /// A zip archive that is no workbook, or a damaged one.
    #[error(
        "the file is damaged or is no workbook: open it in a spreadsheet program, save it as .xlsx and upload it again"
    )]
    Damaged,
    /// It unpacks to more than any register needs.
    #[error("the file unpacks to more than {limit_mb} MB and was not opened: split it")]
    TooLarge {
        /// Megabytes allowed.
        limit_mb: u64,
    },
    /// It unpacks to suspiciously much for its size.
    #[error("the file unpacks to {ratio} times its size, as harmful files do, and was not opened")]
    Bomb {
        /// How many times.
        ratio: u64,
    },
    /// Parts that reach outside or run.
    #[error(
        "the file has {part}: copy the values into the template (paste as values) and upload that"
    )]
    Foreign {
        /// What it has.
        part: ForeignPart,
    },
    /// Merged cells.
    #[error("cells {range} are merged: split them, with one value in each cell, and upload again")]
    Merged {
        /// The first range, e.g. `A1:C1`.
        range: String,
    },
    /// More rows than allowed.
    #[error("the table has more than {limit} rows: split it")]
    TooManyRows {
        /// Rows allowed.
        limit: usize,
    },
    /// More columns than allowed.
    #[error("row {row} has more than {limit} columns: remove what is not in the template")]
    TooManyColumns {
        /// Row, from 1.
        row: usize,
        /// Columns allowed.
        limit: usize,
    },
    /// A cell longer than allowed.
    #[error("cell {cell} has more than {limit} characters: shorten it")]
    CellTooLong {
        /// Its name.
        cell: String,
        /// Characters allowed.
        limit: usize,
    },
    /// Text in no encoding we can tell.
    #[error(
        "the text cannot be read as UTF-8, UTF-16 or GBK: save the table as .xlsx, or as CSV UTF-8"
    )]
    UnknownEncoding,
    /// A quote that is not closed, or another fault of a text table.
    #[error("row {row} cannot be split into cells: check its quotation marks")]
    BrokenRow {
        /// Row, from 1.
        row: usize,
    },
}

/// Parts of a workbook that reach outside or run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignPart {
    /// Links to other workbooks.
    Links,
    /// Connections to databases or the internet.
    Connections,
    /// Macros.
    Macros,
    /// Embedded objects.
    Objects,
}

impl ForeignPart {
    fn zh(self) -> &'static str {
        match self {
            Self::Links => "指向其他文件的链接",
            Self::Connections => "外部数据连接",
            Self::Macros => "宏",
            Self::Objects => "嵌入的对象",
        }
    }
}

impl std::fmt::Display for ForeignPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Links => "links to other files",
            Self::Connections => "connections to outside data",
            Self::Macros => "macros",
            Self::Objects => "embedded objects",
        })
    }
}

impl TableFault {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "table_empty",
            Self::OldOrEncrypted => "table_old_or_encrypted",
            Self::Damaged => "table_damaged",
            Self::TooLarge { .. } => "table_too_large",
            Self::Bomb { .. } => "table_bomb",
            Self::Foreign { .. } => "table_foreign",
            Self::Merged { .. } => "table_merged",
            Self::TooManyRows { .. } => "table_too_many_rows",
            Self::TooManyColumns { .. } => "table_too_many_columns",
            Self::CellTooLong { .. } => "table_cell_too_long",
            Self::UnknownEncoding => "table_encoding",
            Self::BrokenRow { .. } => "table_broken_row",
        }
    }

    /// What is wrong and what to do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Empty => "文件是空的，请按模板填写后重新上传".into(),
            Self::OldOrEncrypted => {
                "文件设了密码，或是旧的 .xls 格式；请去掉密码、另存为 .xlsx 后重新上传".into()
            }
            Self::Damaged => {
                "文件损坏，或不是电子表格；请用表格软件打开，另存为 .xlsx 后重新上传".into()
            }
            Self::TooLarge { limit_mb } => {
                format!("文件展开后超过 {limit_mb} MB，没有打开；请分成几个文件")
            }
            Self::Bomb { ratio } => {
                format!("文件展开后是原来的 {ratio} 倍，与有害文件相似，没有打开")
            }
            Self::Foreign { part } => format!(
                "文件里有{}；请把数据“选择性粘贴—数值”到模板里再上传",
                part.zh()
            ),
            Self::Merged { range } => {
                format!("{range} 是合并的单元格；请取消合并，每格各填一个值后重新上传")
            }
            Self::TooManyRows { limit } => format!("表格超过 {limit} 行；请分成几个文件"),
            Self::TooManyColumns { row, limit } => {
                format!("第 {row} 行超过 {limit} 列；请删去模板以外的列")
            }
            Self::CellTooLong { cell, limit } => format!("{cell} 超过 {limit} 个字，请缩短"),
            Self::UnknownEncoding => {
                "文字编码无法识别（不是 UTF-8、UTF-16 或 GBK）；请另存为 .xlsx 后重新上传".into()
            }
            Self::BrokenRow { row } => format!("第 {row} 行无法分成各列，请检查引号"),
        }
    }
}
