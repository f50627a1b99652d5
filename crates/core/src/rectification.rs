//! Rectifications 整改: what was found wrong in a village, who puts it right, and by when.

use crate::entry::{EntryFault, check_name, check_text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One problem and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rectification {
    /// The day it was found.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The problem.
    pub problem: String,
    /// What is done about it; may be empty at first.
    #[serde(default)]
    pub measure: String,
    /// Who answers for it.
    pub owner: String,
    /// By when.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// The day it was closed; open as long as there is none.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// What came of it; needed once it is closed.
    #[serde(default)]
    pub result: String,
}

impl Rectification {
    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }
}

pub(crate) fn check_rectifications(faults: &mut Vec<EntryFault>, all: &[Rectification]) {
    for (index, one) in all.iter().enumerate() {
        let at = |member: &str| format!("/rectifications/{index}/{member}");
        check_name(faults, &at("problem"), &one.problem, 200);
        check_text(faults, &at("measure"), &one.measure, 200);
        check_name(faults, &at("owner"), &one.owner, 40);
        check_text(faults, &at("result"), &one.result, 200);
        if one.due.is_some_and(|due| due < one.on) {
            faults.push(EntryFault::new(
                at("due"),
                "dates",
                (
                    "期限早于发现问题的日期",
                    "the due day is before the day it was found",
                ),
            ));
        }
        if one.closed_on.is_some_and(|closed| closed < one.on) {
            let message = (
                "完成日期早于发现问题的日期",
                "it is closed before the day it was found",
            );
            faults.push(EntryFault::new(at("closed_on"), "dates", message));
        }
        if !one.is_open() && one.result.trim().is_empty() {
            faults.push(EntryFault::new(
                at("result"),
                "empty",
                ("请写明整改结果", "say what came of it"),
            ));
        }
    }
}
