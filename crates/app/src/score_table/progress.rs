//! How far a table is filled in.

use super::template::{panels, present, records};
use crate::standing::Standing;
use pingyi_core::score_table::ScoreTable;
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;

/// How far a part of a table is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgressView {
    /// Code of the component; empty where it concerns the whole table.
    pub component: String,
    /// What people call it.
    pub label: String,
    /// So many are there.
    pub have: usize,
    /// Of so many; nothing where any number will do.
    pub of: Option<usize>,
    /// The same as a sentence.
    pub sentence: String,
}

/// How far a table is filled in, part by part.
pub(super) fn of(standing: &Standing, table: ScoreTable) -> Vec<ProgressView> {
    let plan = standing.card.ranking_plan();
    let rows = present(standing, table);
    let villages = standing.villages.len();
    let part = |component: &str, label: &str, have, of: Option<usize>, sentence: String| {
        let (component, label) = (component.to_owned(), label.to_owned());
        ProgressView {
            component,
            label,
            have,
            of,
            sentence,
        }
    };
    match table {
        ScoreTable::Judges => panels(&plan.components)
            .map(|(component, panel)| {
                let have = rows.iter().filter(|row| row.cells[0] == component.code);
                let (have, least) = (have.count(), panel.minimum_judges as usize);
                let label = &component.label;
                let sentence = match have {
                    0 => format!("{label}：还没有评委"),
                    _ if have < least => {
                        format!("{label}：{have} 位评委，少于规则卡要求的 {least} 位")
                    }
                    _ => format!("{label}：{have} 位评委"),
                };
                part(&component.code, label, have, None, sentence)
            })
            .collect(),
        ScoreTable::Sheets => panels(&plan.components)
            .map(|(component, _)| {
                let scored: HashSet<(&str, &str)> = rows
                    .iter()
                    .filter(|row| row.cells[0] == component.code && row.cells[5] == "scored")
                    .map(|row| (row.cells[2].as_str(), row.cells[3].as_str()))
                    .collect();
                let (have, label) = (scored.len(), &component.label);
                let sentence = format!("{label}：{villages} 个村中 {have} 个已有分数");
                part(&component.code, label, have, Some(villages), sentence)
            })
            .collect(),
        ScoreTable::Records => records(&plan.components)
            .map(|(component, record)| {
                let have = rows.iter().filter(|row| row.cells[0] == component.code);
                let (have, of) = (have.count(), villages * record.indicators.len());
                let label = &component.label;
                let sentence = format!("{label}：{of} 个指标值中 {have} 个已填");
                part(&component.code, label, have, Some(of), sentence)
            })
            .collect(),
        ScoreTable::Adjustments | ScoreTable::Vetoes | ScoreTable::Lots => {
            let sentence = match rows.len() {
                0 => "没有登记；没有这类事项时可以不填".into(),
                count => format!("{count} 行"),
            };
            vec![part("", table.label(), rows.len(), None, sentence)]
        }
        ScoreTable::LotSeed => {
            let sentence = match rows.len() {
                0 => "还没有种子；同分需要抽签时，请当众产生一行文字后录入",
                _ => "已录入",
            };
            vec![part(
                "",
                table.label(),
                rows.len(),
                Some(1),
                sentence.into(),
            )]
        }
    }
}
