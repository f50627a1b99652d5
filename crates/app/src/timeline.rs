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
    unit::{Unit, full_name},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimelineLine {
    /// The day.
    pub on: String,
    /// What happened.
    #[serde(flatten)]
    pub what: Happening,
    /// Number of the document.
    pub document: String,
    /// What it is about, to be linked to.
    pub noun: Option<String>,
    /// Its identifier.
    pub id: Option<String>,
}

/// What happened, as data: pages say it in their language and with the county's own words. Texts may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A term began.
    TermBegun {
        /// The village, with its town, or the person: whichever the timeline is not of.
        name: String,
        /// The post.
        post: Post,
    },
    /// A term ended.
    TermEnded {
        /// As in `term_begun`.
        name: String,
        /// The post.
        post: Post,
        /// Why.
        reason: String,
    },
    /// Admitted to professional management.
    Admitted {
        /// The batch.
        name: String,
    },
    /// Suspended from it.
    Suspended {
        /// Why.
        reason: String,
    },
    /// Out of it.
    Exited {
        /// Why.
        reason: String,
    },
    /// Another name, another parent, or both.
    Renamed {
        /// The names, if they differ.
        names: Option<Turn>,
        /// The parents, if they differ.
        parents: Option<Turn>,
        /// Why.
        reason: String,
    },
    /// The unit ended.
    Ended {
        /// Into what it was merged.
        successor: Option<String>,
        /// Why.
        reason: String,
    },
    /// A place in a published result.
    Result {
        /// The cycle.
        title: String,
        /// Who was ranked together.
        group: String,
        /// The place.
        place: String,
        /// The score.
        score: String,
        /// The award.
        award: Option<String>,
    },
    /// Work on a project began.
    Started {
        /// The project.
        name: String,
    },
    /// A project was accepted.
    Accepted {
        /// The project.
        name: String,
        /// The result.
        result: String,
    },
    /// A problem was found, to be put right.
    Found {
        /// The problem.
        problem: String,
        /// Who puts it right.
        owner: String,
    },
    /// A problem was put right.
    Closed {
        /// The problem.
        problem: String,
        /// What came of it.
        result: String,
    },
    /// Training.
    Training {
        /// In one sentence.
        text: String,
    },
    /// An award.
    Award {
        /// In one sentence.
        text: String,
    },
    /// Discipline.
    Discipline {
        /// In one sentence.
        text: String,
    },
    /// Something else.
    Other {
        /// In one sentence.
        text: String,
    },
}

/// From one thing to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Turn {
    /// Before.
    pub from: String,
    /// Since.
    pub to: String,
}

impl Turn {
    fn of(from: &str, to: &str) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
        }
    }
}

fn line(on: Date, what: Happening) -> TimelineLine {
    TimelineLine {
        on: on.to_string(),
        what,
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
            let text = event.text.clone();
            let what = match event.kind {
                EventKind::Training => Happening::Training { text },
                EventKind::Award => Happening::Award { text },
                EventKind::Discipline => Happening::Discipline { text },
                EventKind::Other => Happening::Other { text },
            };
            line(event.on, what).with_document(&event.document)
        })
}

fn of_rectifications(lines: &mut Vec<TimelineLine>, all: &[Rectification]) {
    for one in all {
        let problem = one.problem.clone();
        if let Some(closed) = one.closed_on {
            let (problem, result) = (problem.clone(), one.result.clone());
            lines.push(line(closed, Happening::Closed { problem, result }));
        }
        let owner = one.owner.clone();
        lines.push(line(one.on, Happening::Found { problem, owner }));
    }
}

fn of_term(lines: &mut Vec<TimelineLine>, term: &Term, who: &str, noun: Noun, id: EntryId) {
    let (name, post) = (who.to_owned(), term.post);
    if let Some(to) = term.to {
        let what = Happening::TermEnded {
            name: name.clone(),
            post,
            reason: term.exit_reason.clone(),
        };
        lines.push(line(to, what).about(noun, id));
    }
    lines.push(line(term.from, Happening::TermBegun { name, post }).about(noun, id));
}

fn of_results<'a>(
    placements: impl Iterator<Item = &'a Placement>,
) -> impl Iterator<Item = TimelineLine> {
    placements.map(|one| {
        let result = one.result.clone();
        let what = Happening::Result {
            title: result.title,
            group: result.group,
            place: result.place,
            score: result.score,
            award: result.award,
        };
        line(one.on, what)
    })
}

fn of_project(lines: &mut Vec<TimelineLine>, kept: &Kept<Project>) {
    let project = &kept.body;
    let name = project.name.clone();
    if let Some(acceptance) = &project.acceptance {
        let what = Happening::Accepted {
            name: name.clone(),
            result: acceptance.result.clone(),
        };
        lines.push(
            line(acceptance.on, what)
                .with_document(&acceptance.document)
                .about(Noun::Project, kept.id),
        );
    }
    if let Some(start) = project.start.actual {
        lines.push(line(start, Happening::Started { name }).about(Noun::Project, kept.id));
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
        let reason = admission.reason.clone();
        let after = match admission.status {
            AdmissionStatus::Managed => None,
            AdmissionStatus::Suspended => Some(Happening::Suspended { reason }),
            AdmissionStatus::Exited => Some(Happening::Exited { reason }),
        };
        if let (Some(since), Some(after)) = (admission.since, after) {
            lines.push(line(since, after));
        }
        let name = batch.name.clone();
        lines.push(line(batch.on, Happening::Admitted { name }).with_document(&batch.document));
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
    let name = |id: Option<EntryId>| id.map_or_else(String::new, |id| county.name(id));
    let mut later = (unit.name.as_str(), unit.parent);
    for former in unit.former.iter().rev() {
        let names = (former.name != later.0).then(|| Turn::of(&former.name, later.0));
        let parents =
            (former.parent != later.1).then(|| Turn::of(&name(former.parent), &name(later.1)));
        let what = Happening::Renamed {
            names,
            parents,
            reason: former.reason.clone(),
        };
        lines.push(line(former.until, what).with_document(&former.document));
        later = (&former.name, former.parent);
    }
    if let Some(ended) = &unit.ended {
        let what = Happening::Ended {
            successor: ended.successor.map(|id| county.name(id)),
            reason: ended.reason.clone(),
        };
        let told = line(ended.on, what).with_document(&ended.document);
        lines.push(match ended.successor {
            Some(successor) => told.about(Noun::Unit, successor),
            None => told,
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
            |town| full_name(town.as_of(day).0, name),
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
