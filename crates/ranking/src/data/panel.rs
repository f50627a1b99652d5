//! What the judges of a panel wrote, for reading: [`PanelSheets`].

use super::Data;
use super::sheet::PanelTable;
use crate::Ratio;
use num_bigint::BigInt;

/// The sheets of one panel.
#[derive(Clone, Copy, Debug)]
pub struct PanelSheets<'a> {
    data: &'a Data,
    table: &'a PanelTable,
}

impl Data {
    /// The sheets of the component with this number in the card's plan, if it is a panel.
    pub fn panel(&self, component: usize) -> Option<PanelSheets<'_>> {
        let table = self.panels.get(component)?.as_ref()?;
        Some(PanelSheets { data: self, table })
    }

    /// The villages in village order: number of the area in the card (from 0), town, village.
    pub fn village_names(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        let villages = self.villages.iter();
        villages.map(|village| {
            (
                village.area,
                village.town.as_str(),
                village.village.as_str(),
            )
        })
    }

    /// The same data with every sheet of one judge voided: what a result would be without the judge.
    ///
    /// A supposition, for looking at. The files are those of the whole, so a trace of it would name
    /// them falsely: compute its result only.
    #[must_use]
    pub fn without_judge(&self, component: usize, judge: usize) -> Self {
        let mut without = self.clone();
        if let Some(Some(table)) = without.panels.get_mut(component) {
            table.void(judge);
        }
        without
    }
}

impl<'a> PanelSheets<'a> {
    /// The judges in judge order: code, and town or an empty text.
    pub fn judges(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let judges = self.table.judges.iter();
        judges.map(|judge| (judge.code.as_str(), judge.town.as_str()))
    }

    /// The score of a cell; `None` if it is not scored.
    pub fn score(&self, judge: usize, village: usize, criterion: usize) -> Option<Ratio> {
        let score = self.table.sheet(village, judge)[criterion].score()?;
        Ratio::new(score, BigInt::from(10u32).pow(self.table.scale))
    }

    /// How many judges, villages and criteria there are.
    pub fn size(&self) -> (usize, usize, usize) {
        (
            self.table.judges.len(),
            self.data.villages.len(),
            self.table.criteria(),
        )
    }
}
