//! The data folder: what judges, records and votes say, read from text and checked completely.
//!
//! Formats and every refusal: `docs/scoring.md` §3. Nothing is half applied: either all tables are
//! good, or all their faults are told together and there is no [`Data`].

mod fault;
mod item;
mod lot;
mod name;
mod number;
mod panel;
mod record;
mod sheet;
mod table;
mod village;
mod vote;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use fault::{DataFault, DataFaultCode};
pub(crate) use fault::{Faults, disconnected};
pub(crate) use item::{AdjustmentRow, VetoRow};
pub(crate) use lot::Lots;
pub use panel::PanelSheets;
pub(crate) use record::RecordTable;
pub(crate) use sheet::{Cell, PanelTable};
pub(crate) use village::Village;
pub(crate) use vote::{AreaVote, ClassFigures};

use crate::{Composite, RuleCard, Source};

/// A table of the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableName {
    /// `villages.csv`: the villages with their areas.
    Villages,
    /// `judges.csv`: the judges of each panel.
    Judges,
    /// `sheets.csv`: the judges' score sheets.
    Sheets,
    /// `records.csv`: the values of indicators.
    Records,
    /// `adjustments.csv`: plus and minus items.
    Adjustments,
    /// `vetoes.csv`: vetoes.
    Vetoes,
    /// `turnout.csv`: who took part in each area's vote.
    Turnout,
    /// `sums.csv`: the decrypted sums of each class.
    Sums,
    /// `means.csv`: means of classes whose sums are not published.
    Means,
    /// `lots.csv`: lots drawn by hand.
    Lots,
    /// `lot-seed.txt`: the text drawn in public.
    LotSeed,
}

impl TableName {
    /// All tables, in the order of `docs/scoring.md` §3.
    pub const ALL: [Self; 11] = [
        Self::Villages,
        Self::Judges,
        Self::Sheets,
        Self::Records,
        Self::Adjustments,
        Self::Vetoes,
        Self::Turnout,
        Self::Sums,
        Self::Means,
        Self::Lots,
        Self::LotSeed,
    ];

    /// Name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Villages => "villages.csv",
            Self::Judges => "judges.csv",
            Self::Sheets => "sheets.csv",
            Self::Records => "records.csv",
            Self::Adjustments => "adjustments.csv",
            Self::Vetoes => "vetoes.csv",
            Self::Turnout => "turnout.csv",
            Self::Sums => "sums.csv",
            Self::Means => "means.csv",
            Self::Lots => "lots.csv",
            Self::LotSeed => "lot-seed.txt",
        }
    }

    /// The table with this file name.
    pub fn from_file_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|table| table.file_name() == name)
    }

    /// The columns of the header; none for the seed, which is one line of text.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Villages => &["area", "town", "village"],
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
            Self::Turnout => &["area", "class", "entitled", "present", "issued", "returned"],
            Self::Sums => &["area", "class", "town", "village", "mark", "count"],
            Self::Means => &["area", "class", "town", "village", "mean"],
            Self::Lots => &["town", "village", "lot"],
            Self::LotSeed => &[],
        }
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file_name())
    }
}

/// The files of a data folder as they are: file name and bytes. A copy shares the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables(Arc<BTreeMap<TableName, Vec<u8>>>);

impl Tables {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file or takes the place of one.
    pub fn insert(&mut self, name: TableName, bytes: impl Into<Vec<u8>>) {
        Arc::make_mut(&mut self.0).insert(name, bytes.into());
    }

    /// The bytes of a file that is there.
    pub fn get(&self, name: TableName) -> Option<&[u8]> {
        self.0.get(&name).map(Vec::as_slice)
    }

    /// The files that are there, in the order of §3.
    pub fn iter(&self) -> impl Iterator<Item = (TableName, &[u8])> {
        self.0.iter().map(|(name, bytes)| (*name, bytes.as_slice()))
    }
}

impl<B: Into<Vec<u8>>> FromIterator<(TableName, B)> for Tables {
    fn from_iter<I: IntoIterator<Item = (TableName, B)>>(files: I) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (name, bytes.into()));
        Self(Arc::new(files.collect()))
    }
}

/// Who may know the figures of the vote from which a result is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// All opened sums are known.
    Sealed,
    /// Only what is public.
    Published,
}

/// A data folder that fits its rule card, in a form that is quick to compute from.
///
/// Compute only under the card it was read with.
#[derive(Clone, Debug)]
pub struct Data {
    pub(crate) audience: Audience,
    /// The files, for their hashes in the trace.
    pub(crate) tables: Tables,
    /// The villages, in village order.
    pub(crate) villages: Vec<Village>,
    /// For each component that is a panel, its judges and sheets.
    pub(crate) panels: Vec<Option<PanelTable>>,
    /// For each component that is a record, its values.
    pub(crate) records: Vec<Option<RecordTable>>,
    /// For each village its plus and minus items, in the order they are written in.
    pub(crate) adjustments: Vec<Vec<AdjustmentRow>>,
    /// For each village its vetoes, in the order of the card.
    pub(crate) vetoes: Vec<Vec<VetoRow>>,
    /// For each area of the card its vote, if there was one.
    pub(crate) votes: Vec<Option<AreaVote>>,
    pub(crate) lots: Lots,
}

impl Data {
    /// Reads a data folder under `card`, which must be one that [`RuleCard::parse`] accepts.
    ///
    /// # Errors
    /// All faults of all tables, in the order of the files and rows; of more than 1000 the first
    /// ones and the number of the others.
    pub fn read(
        card: &RuleCard,
        tables: &Tables,
        audience: Audience,
    ) -> Result<Self, Vec<DataFault>> {
        let plan = card.ranking_plan();
        let mut faults = Faults::default();
        let villages = village::read(card, tables, &mut faults);
        let context = Context {
            card,
            plan: &plan,
            tables,
            audience,
            villages: &villages,
        };
        let panels = sheet::read(&context, &mut faults);
        let records = record::read(&context, &mut faults);
        let adjustments = item::read_adjustments(&context, &mut faults);
        let vetoes = item::read_vetoes(&context, &mut faults);
        let votes = vote::read(&context, &mut faults);
        let lots = lot::read(&context, &mut faults);
        faults.end()?;
        Ok(Self {
            audience,
            tables: tables.clone(),
            villages,
            panels,
            records,
            adjustments,
            vetoes,
            votes,
            lots,
        })
    }

    /// How many villages there are.
    pub fn villages(&self) -> usize {
        self.villages.len()
    }

    /// From whose figures it was read.
    pub fn audience(&self) -> Audience {
        self.audience
    }
}

/// What every table is read under.
pub(crate) struct Context<'a> {
    card: &'a RuleCard,
    plan: &'a Composite,
    tables: &'a Tables,
    audience: Audience,
    villages: &'a [Village],
}

impl<'a> Context<'a> {
    /// Index of the component with this code whose source is chosen by `source`.
    fn component<T>(
        &self,
        code: &str,
        source: impl Fn(&'a Source) -> Option<T>,
    ) -> Option<(usize, T)> {
        let found = self.plan.components.iter().enumerate();
        let mut found = found.filter(|(_, component)| component.code == code);
        found.find_map(|(index, component)| Some((index, source(&component.source)?)))
    }
}
