//! What happened to a person or a village: a line of a timeline.

use crate::entry::{EntryFault, check_name, check_text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of thing happened.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// 培训
    Training,
    /// 表彰
    Award,
    /// 处分: shown to organisers and the own town only, and kept for a limited time.
    Discipline,
    /// 其他
    Other,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Training, Self::Award, Self::Discipline, Self::Other];

    /// The kind's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Award => "award",
            Self::Discipline => "discipline",
            Self::Other => "other",
        }
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Training => "培训",
            Self::Award => "表彰",
            Self::Discipline => "处分",
            Self::Other => "其他",
        }
    }
}

/// Something that happened on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Its kind.
    pub kind: EventKind,
    /// What happened, in a sentence.
    pub text: String,
    /// Number of the document that says so; may be empty.
    #[serde(default)]
    pub document: String,
}

pub(crate) fn check_events(faults: &mut Vec<EntryFault>, events: &[Event]) {
    for (index, event) in events.iter().enumerate() {
        check_name(faults, &format!("/events/{index}/text"), &event.text, 200);
        check_text(
            faults,
            &format!("/events/{index}/document"),
            &event.document,
            60,
        );
    }
}
