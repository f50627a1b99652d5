//! Lights: whether a project keeps its plan, by thresholds the county set.

use super::project::{Project, WHOLE};
use crate::entry::EntryFault;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Thresholds. At or above one the light shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LightRules {
    /// Behind schedule by so much is amber; basis points of the whole (1,000 is 10 percentage points).
    pub behind_amber: u32,
    /// Behind schedule by so much is red.
    pub behind_red: u32,
    /// Whole months late that are amber.
    pub late_amber: u32,
    /// Whole months late that are red.
    pub late_red: u32,
}

impl Default for LightRules {
    /// 10 and 20 percentage points, 1 and 3 months.
    fn default() -> Self {
        Self {
            behind_amber: 1_000,
            behind_red: 2_000,
            late_amber: 1,
            late_red: 3,
        }
    }
}

impl LightRules {
    /// What is wrong with them.
    pub fn check(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        if !(1..=WHOLE).contains(&self.behind_amber) {
            faults.push(EntryFault::new(
                "/behind_amber",
                "range",
                (
                    "应大于 0，不超过 100 个百分点",
                    "more than 0 and at most 100 points",
                ),
            ));
        }
        if self.behind_red < self.behind_amber || self.behind_red > WHOLE {
            faults.push(EntryFault::new(
                "/behind_red",
                "range",
                (
                    "红灯的界限不应低于黄灯，也不超过 100 个百分点",
                    "the red threshold is not below the amber one and at most 100 points",
                ),
            ));
        }
        if !(1..=120).contains(&self.late_amber) {
            faults.push(EntryFault::new(
                "/late_amber",
                "range",
                ("应为 1 到 120 个月", "1 to 120 months"),
            ));
        }
        if self.late_red < self.late_amber || self.late_red > 120 {
            faults.push(EntryFault::new(
                "/late_red",
                "range",
                (
                    "红灯的界限不应低于黄灯，也不超过 120 个月",
                    "the red threshold is not below the amber one and at most 120 months",
                ),
            ));
        }
        faults
    }
}

/// A time for which the lights of a project are not held against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Login of who granted it.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
}

/// The colour.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// Serious.
    Red,
    /// To be watched.
    Amber,
    /// As planned.
    Green,
    /// Not judged: before 入库, after 完工, standing still, or without any planned date.
    Off,
}

/// A light and what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lit {
    /// What is shown: an exempt project is green.
    pub light: Light,
    /// What would be shown without exemption.
    pub unexempted: Light,
    /// Planned progress of the day in basis points, if there is a plan.
    pub planned: Option<u32>,
    /// Basis points behind the plan; 0 when ahead.
    pub behind: u32,
    /// Whole months after the planned completion; 0 before.
    pub months_late: u32,
    /// The exemption in force.
    pub exemption: Option<Exemption>,
}

/// Progress planned for a day, in basis points: the weights of milestones due by then; without dated
/// milestones a straight line from planned start to planned completion.
pub fn planned_progress(project: &Project, day: Date) -> Option<u32> {
    let dated = !project.milestones.is_empty()
        && project.milestones.iter().all(|one| one.planned.is_some());
    if dated {
        let due = project
            .milestones
            .iter()
            .filter(|one| one.planned <= Some(day));
        return Some(due.map(|one| one.weight).sum());
    }
    let (start, finish) = (project.start.planned?, project.finish.planned?);
    let days = |from: Date, to: Date| i64::from((to - from).get_days());
    let (whole, gone) = (days(start, finish), days(start, day));
    if gone < 0 {
        return Some(0);
    }
    if gone >= whole {
        return Some(WHOLE);
    }
    u32::try_from(gone * i64::from(WHOLE) / whole).ok()
}

/// Whole months from the planned completion to a day; a month is over on the same day of the next.
pub fn months_late(project: &Project, day: Date) -> u32 {
    let Some(finish) = project.finish.planned else {
        return 0;
    };
    let months = (i32::from(day.year()) - i32::from(finish.year())) * 12 + i32::from(day.month())
        - i32::from(finish.month())
        - i32::from(day.day() < finish.day());
    u32::try_from(months).unwrap_or(0)
}

/// The light of a project on a day.
pub fn light(project: &Project, rules: &LightRules, day: Date) -> Lit {
    let planned = planned_progress(project, day);
    let running = project.state.is_running();
    let behind = planned
        .filter(|_| running)
        .map_or(0, |planned| planned.saturating_sub(project.progress));
    let late = if running {
        months_late(project, day)
    } else {
        0
    };
    let judged = running && (planned.is_some() || project.finish.planned.is_some());
    let unexempted = if !judged {
        Light::Off
    } else if behind >= rules.behind_red || late >= rules.late_red {
        Light::Red
    } else if behind >= rules.behind_amber || late >= rules.late_amber {
        Light::Amber
    } else {
        Light::Green
    };
    let exemption = project
        .exemptions
        .iter()
        .rev()
        .find(|one| day <= one.until)
        .cloned();
    let exempt = exemption.is_some() && matches!(unexempted, Light::Red | Light::Amber);
    Lit {
        light: if exempt { Light::Green } else { unexempted },
        unexempted,
        planned,
        behind,
        months_late: late,
        exemption,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::EntryId,
        ledger::{Milestone, State},
    };
    use jiff::{Timestamp, civil::date};
    use proptest::prelude::*;

    fn building() -> Project {
        let mut project = Project::new("1", "项目", "产业", EntryId(uuid::Uuid::from_u128(1)));
        project.state = State::Building;
        project.start.planned = Some(date(2026, 1, 1));
        project.finish.planned = Some(date(2026, 10, 31));
        project
    }

    #[test]
    fn milestones_due_say_the_plan_and_a_straight_line_does_without_them() {
        let mut project = building();
        assert_eq!(planned_progress(&project, date(2025, 12, 31)), Some(0));
        assert_eq!(planned_progress(&project, date(2026, 6, 1)), Some(4_983));
        assert_eq!(planned_progress(&project, date(2027, 1, 1)), Some(10_000));
        let milestone = |weight, month| Milestone {
            name: "节点".into(),
            weight,
            planned: Some(date(2026, month, 1)),
            actual: None,
        };
        project.milestones = vec![milestone(3_000, 3), milestone(7_000, 9)];
        assert_eq!(planned_progress(&project, date(2026, 2, 28)), Some(0));
        assert_eq!(planned_progress(&project, date(2026, 3, 1)), Some(3_000));
        assert_eq!(planned_progress(&project, date(2026, 9, 1)), Some(10_000));
    }

    #[test]
    fn thresholds_are_met_exactly() {
        let rules = LightRules::default();
        let mut project = building();
        project.milestones = vec![
            Milestone {
                name: "一".into(),
                weight: 5_000,
                planned: Some(date(2026, 3, 1)),
                actual: None,
            },
            Milestone {
                name: "二".into(),
                weight: 5_000,
                planned: Some(date(2026, 10, 31)),
                actual: None,
            },
        ];
        let day = date(2026, 4, 1);
        for (progress, expected) in [
            (4_001, Light::Green),
            (4_000, Light::Amber),
            (3_001, Light::Amber),
            (3_000, Light::Red),
        ] {
            project.progress = progress;
            assert_eq!(light(&project, &rules, day).light, expected, "{progress}");
        }
        project.progress = 10_000;
        for (day, expected) in [
            (date(2026, 11, 29), Light::Green),
            (date(2026, 12, 31), Light::Amber),
            (date(2027, 1, 30), Light::Amber),
            (date(2027, 1, 31), Light::Red),
        ] {
            assert_eq!(light(&project, &rules, day).light, expected, "{day}");
        }
    }

    #[test]
    fn an_exemption_hides_nothing_and_ends_on_its_day() {
        let mut project = building();
        project.exemptions.push(Exemption {
            until: date(2026, 8, 31),
            reason: "汛期停工".into(),
            by: "organiser".into(),
            at: Timestamp::UNIX_EPOCH,
        });
        let lit = light(&project, &LightRules::default(), date(2026, 8, 31));
        assert_eq!((lit.light, lit.unexempted), (Light::Green, Light::Red));
        assert!(lit.exemption.is_some());
        assert_eq!(
            light(&project, &LightRules::default(), date(2026, 9, 1)).light,
            Light::Red
        );
    }

    #[test]
    fn what_is_not_being_built_has_no_light() {
        let mut project = building();
        for state in State::ALL {
            project.state = state;
            let lit = light(&project, &LightRules::default(), date(2030, 1, 1));
            assert_eq!(lit.light == Light::Off, !state.is_running(), "{state:?}");
        }
    }

    proptest! {
        #[test]
        fn more_progress_never_worsens_a_light(a in 0_u32..=10_000, b in 0_u32..=10_000, offset in 0_i32..800) {
            let day = date(2026, 1, 1).checked_add(jiff::Span::new().days(offset)).unwrap();
            let mut project = building();
            project.progress = a.min(b);
            let less = light(&project, &LightRules::default(), day).light;
            project.progress = a.max(b);
            let more = light(&project, &LightRules::default(), day).light;
            prop_assert!(less <= more);
        }

        #[test]
        fn a_plan_never_falls(one in 0_i32..800, other in 0_i32..800) {
            let day = |offset: i32| date(2025, 12, 1).checked_add(jiff::Span::new().days(offset)).unwrap();
            let project = building();
            let (early, late) = (one.min(other), one.max(other));
            prop_assert!(planned_progress(&project, day(early)) <= planned_progress(&project, day(late)));
        }
    }
}
