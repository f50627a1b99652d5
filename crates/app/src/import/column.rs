//! The tables that come in and go out, and their columns.

use pingyi_ranking::Language;
use pingyi_table::Column as Heading;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A table of the register or the ledger as people fill it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportTable {
    /// 单位
    Units,
    /// 人员
    People,
    /// 事件: training, awards, discipline.
    Events,
    /// 项目
    Projects,
    /// 资金: a row is the money of a project from one source.
    Funding,
    /// 节点: a row is a milestone of a project.
    Milestones,
}

impl ImportTable {
    /// Every table, in the order in which a new county fills them.
    pub const ALL: [Self; 6] = [
        Self::Units,
        Self::People,
        Self::Events,
        Self::Projects,
        Self::Funding,
        Self::Milestones,
    ];

    /// The table's name in addresses and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::People => "people",
            Self::Events => "events",
            Self::Projects => "projects",
            Self::Funding => "funding",
            Self::Milestones => "milestones",
        }
    }

    /// The table with this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.code() == text)
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Units => "单位",
            Self::People => "人员",
            Self::Events => "事件",
            Self::Projects => "项目",
            Self::Funding => "资金",
            Self::Milestones => "节点",
        }
    }

    /// What people call it, in a language.
    pub(crate) fn name(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh(),
            Language::English => match self {
                Self::Units => "Units",
                Self::People => "People",
                Self::Events => "Events",
                Self::Projects => "Projects",
                Self::Funding => "Funding",
                Self::Milestones => "Milestones",
            },
        }
    }

    /// Its columns, in the order of the template.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::Units => super::unit::COLUMNS,
            Self::People => super::person::COLUMNS,
            Self::Events => super::event::COLUMNS,
            Self::Projects => super::project::COLUMNS,
            Self::Funding => super::funding::COLUMNS,
            Self::Milestones => super::milestone::COLUMNS,
        }
    }

    /// Its columns as headings are compared with them.
    pub(crate) fn headings(self) -> Vec<Heading> {
        let heading = |column: &Column| Heading {
            code: column.code,
            zh: column.zh,
            en: column.en,
            also: column.also,
        };
        self.columns().iter().map(heading).collect()
    }
}

/// A column: how it is called, what belongs there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) code: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
    /// Other headings people use.
    pub(crate) also: &'static [&'static str],
    /// Whether a file without it is refused.
    pub(crate) required: bool,
    pub(crate) help: &'static str,
    pub(crate) help_en: &'static str,
    /// What stands there in the template's example row.
    example: &'static str,
    /// The same in English, where it differs.
    example_en: &'static str,
}

/// What every column that may stay empty says besides.
const EMPTY: &str = "留空则保留现有内容，填 - 则清空";
const EMPTY_EN: &str = "Empty keeps what is there; - clears it";

impl Column {
    pub(crate) const fn new(
        code: &'static str,
        (zh, en): (&'static str, &'static str),
        (help, help_en): (&'static str, &'static str),
        example: &'static str,
    ) -> Self {
        Self {
            code,
            zh,
            en,
            also: &[],
            required: false,
            help,
            help_en,
            example,
            example_en: example,
        }
    }

    pub(crate) const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The example's word in English.
    pub(crate) const fn example_en(mut self, word: &'static str) -> Self {
        self.example_en = word;
        self
    }

    /// Its heading.
    pub(crate) fn heading(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }

    /// What to fill in, in a language.
    pub(crate) fn note(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.help(),
            Language::English => self.help_en(),
        }
    }

    /// What stands in the example row.
    pub(crate) fn example(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.example,
            Language::English => self.example_en,
        }
    }

    /// What to fill in, in Chinese.
    pub(crate) fn help(&self) -> String {
        if self.required {
            format!("必填。{}", self.help)
        } else {
            joined(self.help, EMPTY, "。")
        }
    }

    /// What to fill in, in English.
    pub(crate) fn help_en(&self) -> String {
        if self.required {
            format!("Required. {}", self.help_en)
        } else {
            joined(self.help_en, EMPTY_EN, ". ")
        }
    }
}

fn joined(help: &str, rest: &str, mark: &str) -> String {
    if help.is_empty() {
        rest.to_owned()
    } else {
        format!("{help}{mark}{rest}")
    }
}

/// Heading of the column that says which export a row came from, in Chinese and English. Not read.
pub(crate) const EXPORT_NUMBER: [&str; 2] = ["导出编号", "Export number"];

/// How the first cell of an example row begins, in Chinese and English. Such a row is not read.
pub(crate) const EXAMPLE: [&str; 2] = ["例：", "E.g. "];

/// Words of headings under which identity numbers stand. A file with one is refused and not kept.
pub(crate) const IDENTITY: [&str; 3] = ["身份证", "公民身份", "identity number"];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_heading_names_one_column_and_every_column_says_what_belongs_there() {
        for table in ImportTable::ALL {
            let mut names = HashSet::new();
            for column in table.columns() {
                for name in [column.code, column.zh, column.en]
                    .into_iter()
                    .chain(column.also.iter().copied())
                {
                    assert!(names.insert(name), "{table:?}: {name} twice");
                }
                assert!(
                    !column.help.is_empty() && !column.help_en.is_empty(),
                    "{}",
                    column.code
                );
                assert!(column.help().chars().count() < 200);
            }
            assert!(table.columns().iter().any(|column| column.required));
            assert!(!table.columns()[0].example.is_empty(), "{table:?}");
        }
    }
}
