//! A project.

use super::{
    light::Exemption,
    state::{Move, State},
};
use crate::{
    entry::{Entry, EntryFault, Noun, check_name, check_text},
    id::EntryId,
    money::Fen,
};
use jiff::civil::Date;
use pingyi_ranking::sentence;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// Hundred percent, in basis points.
pub const WHOLE: u32 = 10_000;

/// Money from one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Funding {
    /// Where it comes from, an open list: 衔接资金, 村集体 …
    pub source: String,
    /// Planned, in fen.
    #[schema(value_type = i64)]
    pub planned: Fen,
    /// Arrived, in fen.
    #[serde(default)]
    #[schema(value_type = i64)]
    pub arrived: Fen,
    /// Spent, in fen.
    #[serde(default)]
    #[schema(value_type = i64)]
    pub spent: Fen,
}

/// A planned day and the day it came to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Planned.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub planned: Option<Date>,
    /// Actual.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub actual: Option<Date>,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Its name.
    pub name: String,
    /// Its part of the whole in basis points; all of them sum to 10,000.
    pub weight: u32,
    /// Planned day.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub planned: Option<Date>,
    /// Actual day.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub actual: Option<Date>,
}

/// The report of a month: one number and one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The month, `2026-11`.
    pub month: String,
    /// Progress in basis points.
    pub progress: u32,
    /// One sentence.
    pub sentence: String,
    /// Login of who reported.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
}

/// The acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What was found.
    pub result: String,
    /// Number of the document.
    #[serde(default)]
    pub document: String,
}

/// One project of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Number, e.g. `HY2022-001`; unique.
    pub number: String,
    /// Name.
    pub name: String,
    /// Category, an open list.
    pub category: String,
    /// The town.
    #[schema(value_type = String)]
    pub town: EntryId,
    /// The villages it is in; may be empty for a project of the town.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub villages: Vec<EntryId>,
    /// Who builds: the unit answering for it.
    #[serde(default)]
    pub owner: String,
    /// The leader in charge.
    #[serde(default)]
    pub leader: String,
    /// What is built.
    #[serde(default)]
    pub content: String,
    /// Where.
    #[serde(default)]
    pub place: String,
    /// Households served.
    #[serde(default)]
    pub households: Option<u32>,
    /// The day the decision procedure (四议两公开) ended.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub decided_on: Option<Date>,
    /// Money by source.
    #[serde(default)]
    pub funding: Vec<Funding>,
    /// Start of works.
    #[serde(default)]
    pub start: Step,
    /// Completion.
    #[serde(default)]
    pub finish: Step,
    /// Milestones in their order.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// Progress as last reported, in basis points.
    #[serde(default)]
    pub progress: u32,
    /// The problem that stands in the way; empty when there is none.
    #[serde(default)]
    pub problem: String,
    /// Who must solve it.
    #[serde(default)]
    pub solver: String,
    /// The acceptance.
    #[serde(default)]
    pub acceptance: Option<Acceptance>,
    /// Where it stands. Changed by a move, not by editing.
    #[serde(default)]
    pub state: State,
    /// Moves between states, the oldest first. Written by moves only.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// Reports by month. Written by reporting only.
    #[serde(default)]
    pub reports: Vec<Report>,
    /// Exemptions from the lights. Written by exempting only.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Made up for demonstration.
    #[serde(default)]
    pub synthetic: bool,
}

impl Project {
    /// A project with nothing but its name and place.
    pub fn new(number: &str, name: &str, category: &str, town: EntryId) -> Self {
        Self {
            number: number.into(),
            name: name.into(),
            category: category.into(),
            town,
            villages: Vec::new(),
            owner: String::new(),
            leader: String::new(),
            content: String::new(),
            place: String::new(),
            households: None,
            decided_on: None,
            funding: Vec::new(),
            start: Step::default(),
            finish: Step::default(),
            milestones: Vec::new(),
            progress: 0,
            problem: String::new(),
            solver: String::new(),
            acceptance: None,
            state: State::Reserve,
            moves: Vec::new(),
            reports: Vec::new(),
            exemptions: Vec::new(),
            synthetic: false,
        }
    }

    /// Planned investment: the sum over its sources.
    pub fn planned(&self) -> Fen {
        self.funding.iter().map(|line| line.planned).sum()
    }

    /// What arrived.
    pub fn arrived(&self) -> Fen {
        self.funding.iter().map(|line| line.arrived).sum()
    }

    /// What was spent.
    pub fn spent(&self) -> Fen {
        self.funding.iter().map(|line| line.spent).sum()
    }

    /// Writes the report of a month; a second report of a month takes the place of the first, which the
    /// entry's history keeps.
    pub fn report(&mut self, report: Report) {
        self.progress = report.progress;
        match self
            .reports
            .binary_search_by(|one| one.month.cmp(&report.month))
        {
            Ok(index) => self.reports[index] = report,
            Err(index) => self.reports.insert(index, report),
        }
        if let Some(newest) = self.reports.last() {
            self.progress = newest.progress;
        }
    }

    /// What only use cases write, taken from the entry as it stands: editing does not touch it.
    #[must_use]
    pub fn keeping_history_of(mut self, standing: &Self) -> Self {
        self.state = standing.state;
        self.moves.clone_from(&standing.moves);
        self.reports.clone_from(&standing.reports);
        self.exemptions.clone_from(&standing.exemptions);
        self
    }
}

impl Entry for Project {
    const NOUN: Noun = Noun::Project;

    fn key(&self) -> &str {
        &self.number
    }

    fn title(&self) -> &str {
        &self.name
    }

    fn check(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        check_name(&mut faults, "/number", &self.number, 20);
        check_name(&mut faults, "/name", &self.name, 40);
        check_name(&mut faults, "/category", &self.category, 20);
        for (path, text, most) in [
            ("/owner", &self.owner, 40),
            ("/leader", &self.leader, 20),
            ("/content", &self.content, 200),
            ("/place", &self.place, 60),
            ("/problem", &self.problem, 200),
            ("/solver", &self.solver, 40),
        ] {
            check_text(&mut faults, path, text, most);
        }
        if self.progress > WHOLE {
            faults.push(EntryFault::new(
                "/progress",
                "percent",
                ("进度应为 0 到 100%", "progress is 0 to 100 %"),
            ));
        }
        if !self.problem.trim().is_empty() && self.solver.trim().is_empty() {
            faults.push(EntryFault::new(
                "/solver",
                "empty",
                ("有问题时请写明由谁解决", "say who must solve the problem"),
            ));
        }
        let villages: HashSet<_> = self.villages.iter().collect();
        if villages.len() != self.villages.len() {
            faults.push(EntryFault::new(
                "/villages",
                "repeated",
                ("同一个村出现了两次", "the same village is there twice"),
            ));
        }
        self.check_funding(&mut faults);
        self.check_milestones(&mut faults);
        if let (Some(start), Some(finish)) = (self.start.planned, self.finish.planned)
            && finish < start
        {
            faults.push(EntryFault::new(
                "/finish/planned",
                "dates",
                (
                    "计划完工日期早于计划开工日期",
                    "the planned finish is before the planned start",
                ),
            ));
        }
        if let (Some(start), Some(finish)) = (self.start.actual, self.finish.actual)
            && finish < start
        {
            faults.push(EntryFault::new(
                "/finish/actual",
                "dates",
                (
                    "实际完工日期早于实际开工日期",
                    "the actual finish is before the actual start",
                ),
            ));
        }
        if let Some(acceptance) = &self.acceptance {
            check_name(&mut faults, "/acceptance/result", &acceptance.result, 80);
            check_text(
                &mut faults,
                "/acceptance/document",
                &acceptance.document,
                60,
            );
        }
        faults
    }
}

impl Project {
    fn check_funding(&self, faults: &mut Vec<EntryFault>) {
        let mut sources = HashSet::new();
        for (index, line) in self.funding.iter().enumerate() {
            let at = |member: &str| format!("/funding/{index}/{member}");
            check_name(faults, &at("source"), &line.source, 20);
            if !sources.insert(line.source.trim()) {
                faults.push(EntryFault::new(
                    at("source"),
                    "repeated",
                    (
                        "同一个资金来源出现了两次；请合并为一行",
                        "the same source is there twice; make it one row",
                    ),
                ));
            }
            for (member, amount) in [
                ("planned", line.planned),
                ("arrived", line.arrived),
                ("spent", line.spent),
            ] {
                if !(0..=1_000_000_000_000_000).contains(&amount.0) {
                    faults.push(EntryFault::new(
                        at(member),
                        "amount",
                        (
                            "金额不能为负，也不能超过十万亿元",
                            "an amount is not negative and at most 10 trillion yuan",
                        ),
                    ));
                }
            }
            if line.spent > line.arrived {
                faults.push(EntryFault::new(
                    at("spent"),
                    "more_than_arrived",
                    ("支出超过了到位资金", "more is spent than has arrived"),
                ));
            }
        }
    }

    fn check_milestones(&self, faults: &mut Vec<EntryFault>) {
        for (index, milestone) in self.milestones.iter().enumerate() {
            check_name(
                faults,
                &format!("/milestones/{index}/name"),
                &milestone.name,
                30,
            );
            if !(1..=WHOLE).contains(&milestone.weight) {
                let path = format!("/milestones/{index}/weight");
                faults.push(EntryFault::new(
                    path,
                    "weight",
                    (
                        "权重应大于 0，不超过 100%",
                        "a weight is more than 0 and at most 100 %",
                    ),
                ));
            }
        }
        let sum: u64 = self
            .milestones
            .iter()
            .map(|one| u64::from(one.weight))
            .sum();
        if !self.milestones.is_empty() && sum != u64::from(WHOLE) {
            let message = sentence!("各节点权重之和应为 100%，现为 {}.{:02}%", "the weights of the milestones sum to 100 %; now {}.{:02} %"; sum / 100,
                sum % 100);
            faults.push(EntryFault::new("/milestones", "weights", message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn project() -> Project {
        Project::new(
            "HY2022-001",
            "村级道路硬化项目",
            "基础设施",
            EntryId(uuid::Uuid::from_u128(1)),
        )
    }

    #[test]
    fn what_contradicts_is_named_by_its_member() {
        let mut one = project();
        assert!(one.check().is_empty());
        let line = |source: &str, spent| Funding {
            source: source.into(),
            planned: Fen(100),
            arrived: Fen(50),
            spent: Fen(spent),
        };
        one.funding = vec![line("衔接资金", 50), line("衔接资金", 51)];
        one.milestones = vec![Milestone {
            name: "招标".into(),
            weight: 2_000,
            planned: None,
            actual: None,
        }];
        one.problem = "占地手续".into();
        one.progress = 10_001;
        one.start.planned = Some(date(2026, 5, 1));
        one.finish.planned = Some(date(2026, 4, 30));
        let found: Vec<_> = one
            .check()
            .into_iter()
            .map(|fault| (fault.path, fault.code))
            .collect();
        for wanted in [
            ("/funding/1/source", "repeated"),
            ("/funding/1/spent", "more_than_arrived"),
            ("/milestones", "weights"),
            ("/solver", "empty"),
            ("/progress", "percent"),
            ("/finish/planned", "dates"),
        ] {
            assert!(
                found.contains(&(wanted.0.into(), wanted.1)),
                "{wanted:?} in {found:?}"
            );
        }
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn the_newest_month_says_the_progress_whenever_it_was_reported() {
        let mut one = project();
        let report = |month: &str, progress| Report {
            month: month.into(),
            progress,
            sentence: "按计划推进".into(),
            by: "town".into(),
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        one.report(report("2026-10", 4_000));
        one.report(report("2026-09", 3_000));
        assert_eq!(one.progress, 4_000);
        one.report(report("2026-10", 4_500));
        assert_eq!(one.progress, 4_500);
        let months: Vec<_> = one.reports.iter().map(|one| one.month.as_str()).collect();
        assert_eq!(months, ["2026-09", "2026-10"]);
    }
}
