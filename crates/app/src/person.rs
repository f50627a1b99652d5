//! People: the list, the file of each with its timeline, and the phone that is shown on request.

use crate::{
    Actor, App, Fault, Result,
    county::{County, Kept, Named, READ, Scope, WRITE},
    entry::{EntryKind, Saved, Write, entry_id, save, sees_discipline},
    ledger::{self, Areas, LedgerRow},
    proposal::{ProposalView, of_entry},
    setting,
    timeline::{self, TimelineLine},
    year_result::{self, YearResult},
};
use pingyi_core::{
    entry::Noun,
    event::EventKind,
    id::EntryId,
    ledger::Project,
    order::by_strokes,
    person::{AdmissionStatus, Person, Post},
    rectification::Rectification,
    retention::DataClass,
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonRow {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: u32,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// `男`, `女`, or empty.
    pub sex: String,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// Phone with its middle hidden.
    pub phone: String,
    /// The town of the present or last term.
    pub town: Option<Named>,
    /// Its village.
    pub village: Option<Named>,
    /// The present post.
    pub post: Option<Post>,
    /// Since when.
    pub since: Option<String>,
    /// Whole years in office as secretary.
    pub years_in_office: u32,
    /// Number of the batch of the last admission.
    pub batch: Option<String>,
    /// How it stands.
    pub status: Option<AdmissionStatus>,
    /// The mentor of a reserve cadre.
    pub mentor: Option<Named>,
    /// Proposals that wait.
    pub pending: usize,
    /// Made up for demonstration.
    pub synthetic: bool,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct People {
    /// The day in China.
    pub today: String,
    /// People.
    pub people: Vec<PersonRow>,
}

/// Everything about a person.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PersonFile {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: u32,
    /// When it was last changed.
    pub changed_at: String,
    /// By whom.
    pub changed_by: String,
    /// The document, its phone masked.
    #[schema(value_type = Person)]
    pub body: ShownPerson,
    /// Names of the villages, batches and mentors it refers to.
    pub names: BTreeMap<String, String>,
    /// The town.
    pub town: Option<Named>,
    /// Whole years in office as secretary.
    pub years_in_office: u32,
    /// Results by year, the newest first.
    pub results: Vec<YearResult>,
    /// Projects of the village.
    pub projects: Vec<LedgerRow>,
    /// Open rectifications of the village.
    pub rectifications: Vec<Rectification>,
    /// What happened, the newest first.
    pub timeline: Vec<TimelineLine>,
    /// Proposals that wait.
    pub proposals: Vec<ProposalView>,
    /// Data whose time is over.
    pub due: Vec<DataClass>,
}

/// A person as pages see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ShownPerson(Person);

/// A whole phone number.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Phone {
    /// The number.
    pub phone: String,
}

pub(crate) fn row(county: &County, kept: &Kept<Person>) -> PersonRow {
    let person = &kept.body;
    let home = person.home(county.today);
    let present = person.term_on(county.today);
    let admission = person.admissions.last();
    let batch = admission.and_then(|one| county.batches.get(&one.batch));
    let town = home.and_then(|term| county.town_of(term.village));
    PersonRow {
        id: kept.id.to_string(),
        version: kept.version,
        code: person.code.clone(),
        name: person.name.clone(),
        sex: person.sex.clone(),
        birth_year: person.birth_year,
        phone: person.masked_phone(),
        town: town.map(|id| county.named(id)),
        village: home.map(|term| county.named(term.village)),
        post: present.map(|term| term.post),
        since: present.map(|term| term.from.to_string()),
        years_in_office: person.years_in_office(county.today),
        batch: batch.map(|batch| batch.body.number.clone()),
        status: admission.map(|one| one.status),
        mentor: present
            .and_then(|term| term.mentor)
            .map(|id| county.named(id)),
        pending: county.pending.get(&kept.id).copied().unwrap_or(0),
        synthetic: person.synthetic,
    }
}

/// The people somebody may see, by the strokes of their names or in the organisation's order of their villages.
///
/// # Errors
/// Only of access and database.
pub async fn list(app: &App, actor: &Actor, organisation: bool) -> Result<People> {
    actor.require(READ)?;
    let county = County::load(app, app.store().reader()).await?;
    let scope = Scope::of(actor);
    let mut people: Vec<&Kept<Person>> = county
        .people
        .values()
        .filter(|kept| scope.sees(kept.body.town(Some(kept.id), &county)))
        .collect();
    if organisation {
        let ordered = county.in_order();
        let places: HashMap<EntryId, usize> = ordered
            .iter()
            .enumerate()
            .map(|(place, kept)| (kept.id, place))
            .collect();
        people.sort_by_key(|kept| {
            let home = kept.body.home(county.today);
            let place = home.and_then(|term| places.get(&term.village)).copied();
            (
                place.unwrap_or(usize::MAX),
                home.map(|term| term.post),
                kept.id,
            )
        });
    } else {
        people.sort_by(|a, b| by_strokes(&a.body.name, &b.body.name).then(a.id.cmp(&b.id)));
    }
    Ok(People {
        today: county.today.to_string(),
        people: people.into_iter().map(|kept| row(&county, kept)).collect(),
    })
}

fn found<'a>(county: &'a County, actor: &Actor, id: EntryId) -> Result<&'a Kept<Person>> {
    county
        .people
        .get(&id)
        .filter(|kept| Scope::of(actor).sees(kept.body.town(Some(id), county)))
        .ok_or_else(|| Fault::not_found("人员"))
}

/// The file of a person.
///
/// # Errors
/// `not_found`.
pub async fn get(app: &App, actor: &Actor, id: &str) -> Result<PersonFile> {
    actor.require(READ)?;
    let id = entry_id(id, Noun::Person)?;
    let county = County::load(app, app.store().reader()).await?;
    let kept = found(&county, actor, id)?;
    let person = &kept.body;
    let areas = Areas::newest(app.store().reader()).await?;
    let placements = year_result::placements(app).await?;
    // A result is the secretary's of the day on which the meeting ended.
    let own: Vec<_> = placements
        .iter()
        .filter(|one| {
            let village = county.unit_then(&one.town, &one.village, one.on);
            let led = |term: &pingyi_core::person::Term| {
                term.post == Post::Secretary
                    && Some(term.village) == village
                    && term.runs_on(one.on)
            };
            person.terms.iter().any(led)
        })
        .collect();
    let village = person.home(county.today).map(|term| term.village);
    let projects: Vec<&Kept<Project>> = county
        .projects
        .values()
        .filter(|project| village.is_some_and(|village| project.body.villages.contains(&village)))
        .collect();
    let discipline = sees_discipline(actor);
    let mut body = person.clone();
    body.phone = person.masked_phone();
    if !discipline {
        body.events
            .retain(|event| event.kind != EventKind::Discipline);
    }
    Ok(PersonFile {
        id: id.to_string(),
        version: kept.version,
        changed_at: kept.changed_at.to_string(),
        changed_by: kept.changed_by.clone(),
        names: names(&county, person),
        town: person
            .town(Some(id), &county)
            .map(|town| county.named(town)),
        years_in_office: person.years_in_office(county.today),
        results: own.iter().rev().map(|one| one.result.clone()).collect(),
        rectifications: village
            .and_then(|village| county.unit(village))
            .map(|unit| {
                unit.rectifications
                    .iter()
                    .filter(|one| one.is_open())
                    .cloned()
                    .collect()
            })
            .unwrap_or_default(),
        timeline: timeline::of_person(&county, person, &own, discipline),
        projects: ledger::rows(&county, &areas, projects.iter().copied()),
        proposals: of_entry(app, actor, &county, id).await?,
        due: setting::retention(&county).due(person, county.today),
        body: ShownPerson(body),
    })
}

fn names(county: &County, person: &Person) -> BTreeMap<String, String> {
    let terms = person
        .terms
        .iter()
        .flat_map(|term| std::iter::once(term.village).chain(term.mentor));
    let batches = person.admissions.iter().map(|one| one.batch);
    terms
        .chain(batches)
        .map(|id| (id.to_string(), county.name(id)))
        .collect()
}

/// Adds a person.
///
/// # Errors
/// As [`crate::entry`].
pub async fn create(app: &App, actor: &Actor, why: String, body: Person) -> Result<Saved> {
    let write = Write {
        id: None,
        version: None,
        why,
        body,
    };
    save(app, actor, WRITE, write).await
}

/// Changes a person.
///
/// # Errors
/// As [`crate::entry`].
pub async fn put(
    app: &App,
    actor: &Actor,
    id: &str,
    version: u32,
    why: String,
    body: Person,
) -> Result<Saved> {
    actor.require(WRITE)?;
    let write = Write {
        id: Some(entry_id(id, Noun::Person)?),
        version: Some(version),
        why,
        body,
    };
    save(app, actor, WRITE, write).await
}

/// Shows a phone number whole, and says so in the log.
///
/// # Errors
/// `not_found`.
pub async fn phone(app: &App, actor: &Actor, id: &str) -> Result<Phone> {
    actor.require(WRITE)?;
    let id = entry_id(id, Noun::Person)?;
    let tx = app.begin().await?;
    let county = County::load(app, &tx).await?;
    let person = &found(&county, actor, id)?.body;
    let sentence = format!("查看了{}的电话号码", person.name);
    app.audit(&tx, actor, None, "person.phone", &person.code, sentence)
        .await?;
    let phone = person.phone.clone();
    app.commit(tx).await?;
    Ok(Phone { phone })
}
