//! `records.csv`: the values of indicators.

use super::fault::Faults;
use super::name::Finder;
use super::number::{Grid, bad_cell};
use super::table::Table;
use super::village::{self, repeated};
use super::{Context, DataFaultCode as Code, TableName};
use crate::Ratio;
use crate::card::{Record, Source};

/// The values of one record component.
#[derive(Clone, Debug)]
pub(crate) struct RecordTable {
    /// For each indicator the value of each village that has one.
    pub(crate) values: Vec<Vec<Option<Ratio>>>,
}

fn record_of(source: &Source) -> Option<&Record> {
    match source {
        Source::Record(record) => Some(record),
        Source::Vote | Source::Panel(_) => None,
    }
}

struct Reading<'a> {
    indicators: Finder<&'a str>,
    grids: Vec<Grid>,
    values: Vec<Vec<Option<Ratio>>>,
}

pub(super) fn read(context: &Context<'_>, faults: &mut Faults) -> Vec<Option<RecordTable>> {
    let components = context.plan.components.iter();
    let mut records: Vec<Option<Reading<'_>>> = components
        .map(|component| {
            let record = record_of(&component.source)?;
            let indicators = record.indicators.iter();
            let names = indicators.clone().map(|indicator| indicator.code.as_str());
            let grids = indicators
                .map(|indicator| Grid::new(&indicator.least, &indicator.most, &indicator.step));
            Some(Reading {
                indicators: Finder::new(names),
                grids: grids.collect(),
                values: vec![vec![None; context.villages.len()]; record.indicators.len()],
            })
        })
        .collect();
    if let Some(mut table) = Table::open(context.tables, TableName::Records, faults) {
        let mut villages = village::finder(context.villages);
        while table.next_row(faults) {
            let village = village::find(&table, 2, &mut villages, faults);
            let component = context.component(&table.cell(0), record_of);
            let Some((component, _)) = component else {
                table.fault(
                    faults,
                    0,
                    Code::UnknownComponent,
                    "规则卡中没有代码为“{}”的档案项，请核对",
                    "the card has no record `{}`: check its code",
                );
                continue;
            };
            if let Some(reading) = &mut records[component] {
                reading.row(&table, village, faults);
            }
        }
    }
    let records = records.into_iter();
    let table = |reading: Reading<'_>| RecordTable {
        values: reading.values,
    };
    records.map(|reading| reading.map(table)).collect()
}

impl Reading<'_> {
    fn row(&mut self, table: &Table<'_>, village: Option<usize>, faults: &mut Faults) {
        let Some(indicator) = self.indicators.find(&table.cell(1)) else {
            table.fault(
                faults,
                1,
                Code::UnknownIndicator,
                "规则卡中没有指标“{}”，请核对代码",
                "the card has no indicator `{}`: check its code",
            );
            return;
        };
        let grid = &self.grids[indicator];
        let value = match grid.read_ratio(&table.cell(4)) {
            Ok(value) => value,
            Err(bad) => {
                bad_cell(table, 4, grid, bad, faults);
                return;
            }
        };
        let Some(village) = village else { return };
        let place = &mut self.values[indicator][village];
        if place.is_some() {
            repeated(table, faults);
        } else {
            *place = Some(value);
        }
    }
}
