//! `lots.csv` and `lot-seed.txt`: what was drawn in public.

use super::fault::{Faults, Spot};
use super::number::count_cell;
use super::table::{self, Table};
use super::village::{self, repeated};
use super::{Context, DataFaultCode as Code, TableName};

/// Bytes of the text drawn in public.
const LONGEST_SEED: usize = 4000;

/// Lots drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lots {
    /// The lot of each village that has one.
    pub(crate) by_hand: Vec<Option<u64>>,
    /// The text drawn in public.
    pub(crate) seed: Option<String>,
}

pub(super) fn read(context: &Context<'_>, faults: &mut Faults) -> Lots {
    let mut by_hand = vec![None; context.villages.len()];
    if let Some(mut table) = Table::open(context.tables, TableName::Lots, faults) {
        let mut villages = village::finder(context.villages);
        while table.next_row(faults) {
            let village = village::find(&table, 0, &mut villages, faults);
            let lot = count_cell(&table, 2, faults);
            if lot == Some(0) {
                table.fault(
                    faults,
                    2,
                    Code::OutOfRange,
                    "签号“{}”应从 1 开始",
                    "lots start at 1, not at {}",
                );
            }
            let Some(village) = village else { continue };
            if by_hand[village].is_some() {
                repeated(&table, faults);
            } else {
                by_hand[village] = lot;
            }
        }
    }
    Lots {
        by_hand,
        seed: read_seed(context, faults),
    }
}

fn read_seed(context: &Context<'_>, faults: &mut Faults) -> Option<String> {
    let bytes = context.tables.get(TableName::LotSeed)?;
    let text = table::text(TableName::LotSeed, bytes, faults)?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() || line.len() > LONGEST_SEED || line.contains(['\n', '\r', '\0']) {
        let at = Spot {
            file: TableName::LotSeed,
            row: Some(1),
            column: None,
        };
        faults.add(
            at,
            Code::BadName,
            line,
            "抽签种子应为一行文字，请只写当众抽出的那一行",
            "the seed is one line of text: write the one drawn in public",
        );
        return None;
    }
    Some(line.to_owned())
}
