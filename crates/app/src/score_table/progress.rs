//! How far a table is filled in.

use super::template::{panels, present, records};
use crate::standing::Standing;
use pingyi_core::score_table::ScoreTable;
use pingyi_ranking::{Sentence, sentence};
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;

/// How far a part of a table is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgressView {
    /// Code of the component; empty where it concerns the whole table.
    pub component: String,
    /// What people call it, in Chinese.
    pub label: String,
    /// What people call it, in English; the card's own labels are as they are.
    pub label_en: String,
    /// So many are there.
    pub have: usize,
    /// Of so many; nothing where any number will do.
    pub of: Option<usize>,
    /// The same as a sentence, in Chinese.
    pub sentence: String,
    /// The same as a sentence, in English.
    pub sentence_en: String,
}

/// How far a table is filled in, part by part.
pub(super) fn of(standing: &Standing, table: ScoreTable) -> Vec<ProgressView> {
    let plan = standing.card.ranking_plan();
    let rows = present(standing, table);
    let villages = standing.villages.len();
    let part = |component: &str, label: &str, have, of: Option<usize>, said: Sentence| {
        let label_en = if component.is_empty() {
            table.label_en()
        } else {
            label
        };
        ProgressView {
            component: component.to_owned(),
            label: label.to_owned(),
            label_en: label_en.to_owned(),
            have,
            of,
            sentence: said.zh,
            sentence_en: said.en,
        }
    };
    match table {
        ScoreTable::Judges => panels(&plan.components)
            .map(|(component, panel)| {
                let have = rows.iter().filter(|row| row.cells[0] == component.code);
                let (have, least) = (have.count(), panel.minimum_judges as usize);
                let label = &component.label;
                let sentence = match have {
                    0 => sentence!("{label}：还没有评委", "{label}: no judges yet"),
                    _ if have < least => {
                        sentence!(
                            "{label}：{have} 位评委，少于规则卡要求的 {least} 位",
                            "{label}: {have} judges, fewer than the {least} of the rule card"
                        )
                    }
                    _ => sentence!("{label}：{have} 位评委", "{label}: {have} judges"),
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
                let sentence = sentence!(
                    "{label}：{villages} 个村中 {have} 个已有分数",
                    "{label}: {have} of {villages} villages have scores"
                );
                part(&component.code, label, have, Some(villages), sentence)
            })
            .collect(),
        ScoreTable::Records => records(&plan.components)
            .map(|(component, record)| {
                let have = rows.iter().filter(|row| row.cells[0] == component.code);
                let (have, of) = (have.count(), villages * record.indicators.len());
                let label = &component.label;
                let sentence = sentence!(
                    "{label}：{of} 个指标值中 {have} 个已填",
                    "{label}: {have} of {of} values are filled in"
                );
                part(&component.code, label, have, Some(of), sentence)
            })
            .collect(),
        ScoreTable::Adjustments | ScoreTable::Vetoes | ScoreTable::Lots => {
            let sentence = match rows.len() {
                0 => (
                    "没有登记；没有这类事项时可以不填",
                    "none; leave it empty when there is nothing of the kind",
                )
                    .into(),
                count => sentence!("{count} 行", "{count} rows"),
            };
            vec![part("", table.label(), rows.len(), None, sentence)]
        }
        ScoreTable::LotSeed => {
            let sentence = match rows.len() {
                0 => (
                    "还没有种子；同分需要抽签时，请当众产生一行文字后录入",
                    "no seed yet; when a tie needs a lot, draw a line of text in public and enter it",
                ),
                _ => ("已录入", "entered"),
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
