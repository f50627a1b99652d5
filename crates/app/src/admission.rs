//! Who may be admitted to professional management, each with the reasons.

use crate::{
    Actor, App, Result,
    county::{County, Named, READ, Scope},
    setting,
};
use pingyi_core::{
    admission::{AdmissionReason, AdmissionRules, Candidate, admission},
    person::{AdmissionStatus, Post},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A candidate against the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdmissionCandidate {
    /// Who.
    pub person: Named,
    /// The town.
    pub town: Named,
    /// The village.
    pub village: Named,
    /// Admitted already.
    pub managed: bool,
    /// Whether all rules are met.
    pub eligible: bool,
    /// One for each rule.
    pub reasons: Vec<AdmissionReason>,
}

/// All secretaries in office against the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdmissionCheck {
    /// The rules.
    pub rules: AdmissionRules,
    /// In the organisation's order of their villages.
    pub candidates: Vec<AdmissionCandidate>,
}

/// Checks every secretary in office. Shares are of whole towns, whatever part of them is shown.
///
/// # Errors
/// Only of access and database.
pub async fn check(app: &App, actor: &Actor) -> Result<AdmissionCheck> {
    actor.require(READ)?;
    let county = County::load(app, app.store().reader()).await?;
    let rules = setting::admission(&county);
    let mut candidates = Vec::new();
    let mut places = Vec::new();
    for kept in county.in_order() {
        let village = &kept.body;
        let Some((person, town)) = county.secretary_of(kept.id).zip(county.town_of(kept.id)) else {
            continue;
        };
        if !person
            .body
            .terms
            .iter()
            .any(|term| term.post == Post::Secretary && term.village == kept.id)
        {
            continue;
        }
        let newest = village.figures.iter().rev();
        let managed = person.body.admissions.last().map(|one| one.status);
        candidates.push(Candidate {
            id: person.id,
            town,
            years_in_office: person.body.years_in_office(county.today),
            rank_in_town: newest
                .clone()
                .find_map(|one| Some((one.year, one.rank_in_town?))),
            income: newest.clone().find_map(|one| Some((one.year, one.income?))),
            managed: managed == Some(AdmissionStatus::Managed),
        });
        places.push((person.id, town, kept.id));
    }
    let standings = admission(&rules, &candidates, &county.villages_by_town());
    let scope = Scope::of(actor);
    let candidates = standings
        .into_iter()
        .zip(places)
        .zip(&candidates)
        .filter(|((_, (_, town, _)), _)| scope.sees(Some(*town)))
        .map(
            |((standing, (person, town, village)), candidate)| AdmissionCandidate {
                person: county.named(person),
                town: county.named(town),
                village: county.named(village),
                managed: candidate.managed,
                eligible: standing.eligible,
                reasons: standing.reasons,
            },
        )
        .collect();
    Ok(AdmissionCheck { rules, candidates })
}
