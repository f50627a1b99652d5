//! Timelines: what happened to a person or a village, from everything that is kept of them.

use crate::{
    county::{County, Kept},
    year_result::Placement,
};
use jiff::civil::Date;
use pingyi_core::{
    entry::Noun,
    event::{Event, EventKind},
    id::EntryId,
    ledger::Project,
    person::{AdmissionStatus, Person, Post, Term},
    rectification::Rectification,
    unit::Unit,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimelineLine {
    /// The day.
    pub on: String,
    /// `term_begun`, `term_ended`, `admitted`, `suspended`, `exited`, `renamed`, `ended`, `result`, `project`, `rectification`, or the
    /// kind of an event.
    pub kind: String,
    /// What happened, in Chinese.
    pub text: String,
    /// Number of the document.
    pub document: String,
    /// What it is about, to be linked to.
    pub noun: Option<String>,
    /// Its identifier.
    pub id: Option<String>,
}

fn line(on: Date, kind: &str, text: String) -> TimelineLine {
    TimelineLine {
        on: on.to_string(),
        kind: kind.into(),
        text,
        document: String::new(),
        noun: None,
        id: None,
    }
}

impl TimelineLine {
    fn with_document(mut self, document: &str) -> Self {
        self.document = document.into();
        self
    }

    fn about(mut self, noun: Noun, id: EntryId) -> Self {
        self.noun = Some(noun.code().into());
        self.id = Some(id.to_string());
        self
    }
}

/// The newest first; of one day in the order found.
fn sorted(mut lines: Vec<TimelineLine>) -> Vec<TimelineLine> {
    lines.sort_by(|a, b| b.on.cmp(&a.on));
    lines
}

fn of_events(events: &[Event], discipline: bool) -> impl Iterator<Item = TimelineLine> + '_ {
    events
        .iter()
        .filter(move |event| discipline || event.kind != EventKind::Discipline)
        .map(|event| {
            line(event.on, event.kind.code(), event.text.clone()).with_document(&event.document)
        })
}

fn of_rectifications(lines: &mut Vec<TimelineLine>, all: &[Rectification]) {
    for one in all {
        let text = format!("整改：{}，由{}负责", one.problem, one.owner);
        lines.push(line(one.on, "rectification", text));
        if let Some(closed) = one.closed_on {
            let text = format!("整改完成：{}，{}", one.problem, one.result);
            lines.push(line(closed, "rectification", text));
        }
    }
}

fn of_term(lines: &mut Vec<TimelineLine>, term: &Term, who: &str, noun: Noun, id: EntryId) {
    let post = match term.post {
        Post::Secretary => "党组织书记",
        Post::Reserve => "后备干部",
    };
    lines.push(line(term.from, "term_begun", format!("{who}任{post}")).about(noun, id));
    if let Some(to) = term.to {
        let text = format!("{who}不再任{post}，{}", term.exit_reason);
        lines.push(line(to, "term_ended", text).about(noun, id));
    }
}

fn of_results<'a>(
    placements: impl Iterator<Item = &'a Placement>,
) -> impl Iterator<Item = TimelineLine> {
    placements.map(|one| {
        let result = &one.result;
        let award = result
            .award
            .as_deref()
            .map_or_else(String::new, |award| format!("，{award}"));
        let text = format!(
            "{}{}第 {} 名，{} 分{award}",
            result.title, result.group, result.place, result.score
        );
        line(one.on, "result", text)
    })
}

fn of_project(lines: &mut Vec<TimelineLine>, kept: &Kept<Project>) {
    let project = &kept.body;
    if let Some(start) = project.start.actual {
        let text = format!("项目开工：{}", project.name);
        lines.push(line(start, "project", text).about(Noun::Project, kept.id));
    }
    if let Some(acceptance) = &project.acceptance {
        let text = format!("项目验收：{}，{}", project.name, acceptance.result);
        lines.push(
            line(acceptance.on, "project", text)
                .with_document(&acceptance.document)
                .about(Noun::Project, kept.id),
        );
    }
}

/// The timeline of a person.
pub(crate) fn of_person(
    county: &County,
    person: &Person,
    placements: &[&Placement],
    discipline: bool,
) -> Vec<TimelineLine> {
    let mut lines: Vec<TimelineLine> = of_events(&person.events, discipline).collect();
    for term in &person.terms {
        of_term(
            &mut lines,
            term,
            &county.full_name_on(term.village, term.from),
            Noun::Unit,
            term.village,
        );
    }
    for admission in &person.admissions {
        let Some(batch) = county.batches.get(&admission.batch) else {
            continue;
        };
        let batch = &batch.body;
        let text = format!("纳入{}", batch.name);
        lines.push(line(batch.on, "admitted", text).with_document(&batch.document));
        if let (Some(since), Some(kind)) = (
            admission.since,
            match admission.status {
                AdmissionStatus::Managed => None,
                AdmissionStatus::Suspended => Some("suspended"),
                AdmissionStatus::Exited => Some("exited"),
            },
        ) {
            let text = format!("专业化管理{}：{}", admission.status.zh(), admission.reason);
            lines.push(line(since, kind, text));
        }
    }
    lines.extend(of_results(placements.iter().copied()));
    sorted(lines)
}

/// The timeline of a unit.
pub(crate) fn of_unit(
    county: &County,
    id: EntryId,
    unit: &Unit,
    placements: &[&Placement],
    projects: &[&Kept<Project>],
    discipline: bool,
) -> Vec<TimelineLine> {
    let mut lines: Vec<TimelineLine> = of_events(&unit.events, discipline).collect();
    let mut later = (unit.name.as_str(), unit.parent);
    for former in unit.former.iter().rev() {
        let mut text = Vec::new();
        if former.name != later.0 {
            text.push(format!("由{}更名为{}", former.name, later.0));
        }
        if former.parent != later.1 {
            let name = |id: Option<EntryId>| id.map_or_else(String::new, |id| county.name(id));
            text.push(format!("由{}划归{}", name(former.parent), name(later.1)));
        }
        if !former.reason.is_empty() {
            text.push(former.reason.clone());
        }
        lines.push(line(former.until, "renamed", text.join("，")).with_document(&former.document));
        later = (&former.name, former.parent);
    }
    if let Some(ended) = &unit.ended {
        let text = match ended.successor {
            Some(successor) => format!("并入{}，{}", county.name(successor), ended.reason),
            None => format!("撤销，{}", ended.reason),
        };
        let ended_line = line(ended.on, "ended", text).with_document(&ended.document);
        lines.push(match ended.successor {
            Some(successor) => ended_line.about(Noun::Unit, successor),
            None => ended_line,
        });
    }
    for kept in county.people.values() {
        for term in kept.body.terms.iter().filter(|term| term.village == id) {
            of_term(&mut lines, term, &kept.body.name, Noun::Person, kept.id);
        }
    }
    of_rectifications(&mut lines, &unit.rectifications);
    for project in projects {
        of_project(&mut lines, project);
    }
    lines.extend(of_results(placements.iter().copied()));
    sorted(lines)
}

impl County {
    /// Town and village by the names they had on a day.
    pub(crate) fn full_name_on(&self, unit: EntryId, day: Date) -> String {
        let Some(found) = self.unit(unit) else {
            return String::new();
        };
        let (name, parent) = found.as_of(day);
        let town = parent
            .and_then(|id| self.unit(id))
            .filter(|parent| parent.kind.is_town());
        town.map_or_else(
            || name.to_owned(),
            |town| format!("{}{name}", town.as_of(day).0),
        )
    }

    /// The unit that had a name in a town of a name on a day.
    pub(crate) fn unit_then(&self, town: &str, village: &str, day: Date) -> Option<EntryId> {
        let fits = |kept: &&Kept<Unit>| {
            let (name, parent) = kept.body.as_of(day);
            kept.body.kind == pingyi_core::unit::UnitKind::Village
                && kept.body.exists_on(day)
                && name == village
                && parent
                    .and_then(|id| self.unit(id))
                    .is_some_and(|unit| unit.as_of(day).0 == town)
        };
        self.units.values().find(fits).map(|kept| kept.id)
    }
}
