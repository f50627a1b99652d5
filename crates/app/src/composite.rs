//! The result over all that counts: computed from the card, the score tables and revealed rounds, published once, and
//! explained step by step.
//!
//! What may be shown of the vote is decided by turnout for everybody alike. Values, explanations and steps come from
//! the figures that are published; where they are withheld, those who run the meeting still learn the places, as
//! everybody does of the vote itself.

mod outcome;
mod public;
mod publish;
mod step;
mod village;

pub use outcome::{ComponentView, GroupView, PartView, PlacedView, UnplacedView};
pub use public::{Explanation, FileView, PublishedResult, explanation, file};
pub(crate) use public::{Published, published_result};
pub use publish::publish;
pub use step::{StepView, StepsView, steps};

use crate::{
    Actor, App, FieldFault, Result,
    fault::code_of,
    score_table::computed,
    standing::{Standing, WaitingRound},
};
use pingyi_core::role::{Access, Role};
use pingyi_ranking::{
    Audience, Computation, CycleResult, Data, DataFault, Language, Tables, compute_result, sentence,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Who may see a result before it is published.
pub const READ: Access = Access::Roles(&[Role::Organiser, Role::Auditor]);
/// Who may publish it.
pub const PUBLISH: Access = Access::Roles(&[Role::Organiser]);

/// The result as it stands, before it is published or after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompositeView {
    /// `waiting` (for rounds), `faulty`, `lot_needed`, `ready`, or `published`.
    pub state: String,
    /// Why it cannot be published yet, in sentences; empty when it can or is.
    pub obstacles: Vec<String>,
    /// Whether the rule card has more than the vote. Without, the result is public once all rounds are revealed.
    pub composite: bool,
    /// Rounds of which nothing enters yet.
    pub waiting: Vec<WaitingRound>,
    /// What is wrong with the data, if anything; then there are no groups.
    pub faults: Vec<FieldFault>,
    /// Hash of the rule card.
    pub rule_card_sha256: String,
    /// Hash of the last step of the computation.
    pub trace_sha256: Option<String>,
    /// The parts of a score.
    pub components: Vec<ComponentView>,
    /// Awards, best first.
    pub awards: Vec<String>,
    /// Villages that are ranked together.
    pub groups: Vec<GroupView>,
    /// When it was published.
    pub published_at: Option<String>,
    /// Login of who published it.
    pub published_by: Option<String>,
}

/// A result with what it was computed from.
pub(crate) struct Computed {
    pub(crate) folder: Tables,
    pub(crate) computation: Computation,
}

/// Computes the result for somebody who may know so much.
///
/// # Errors
/// The faults of the data.
pub(crate) fn compute(
    standing: &Standing,
    audience: Audience,
) -> Result<std::result::Result<Computed, Vec<DataFault>>> {
    let folder = standing.folder(audience)?;
    let computed = Data::read(&standing.card, &folder, audience)
        .and_then(|data| pingyi_ranking::compute(&standing.card, &data));
    Ok(computed.map(|computation| Computed {
        folder,
        computation,
    }))
}

/// The result of a standing without its steps.
pub(crate) fn result(
    standing: &Standing,
    audience: Audience,
) -> Result<std::result::Result<CycleResult, Vec<DataFault>>> {
    let folder = standing.folder(audience)?;
    Ok(Data::read(&standing.card, &folder, audience)
        .and_then(|data| compute_result(&standing.card, &data)))
}

/// Both results of a standing: what may be shown, and the places that follow from everything that was opened.
pub(crate) struct Both {
    pub(crate) published: Computed,
    pub(crate) sealed: CycleResult,
}

pub(crate) fn both(standing: &Standing) -> Result<std::result::Result<Both, Vec<DataFault>>> {
    let sealed = match result(standing, Audience::Sealed)? {
        Ok(sealed) => sealed,
        Err(faults) => return Ok(Err(faults)),
    };
    let published = compute(standing, Audience::Published)?;
    Ok(published.map(|published| Both { published, sealed }))
}

/// A fault of the data folder by file and row.
pub(crate) fn data_fault(fault: &DataFault) -> FieldFault {
    let file = fault.file.file_name();
    let path = fault
        .row
        .map_or_else(|| file.to_owned(), |row| format!("{file}:{row}"));
    FieldFault {
        row: fault.row.and_then(|row| usize::try_from(row).ok()),
        column: fault.column.map(str::to_owned),
        value: (!fault.value.is_empty()).then(|| fault.value.clone()),
        ..FieldFault::new(path, (&fault.zh, &fault.en)).coded(code_of(fault.code))
    }
}

/// The result as it stands.
///
/// # Errors
/// `rule_card_not_frozen`, `counts_do_not_balance`.
pub async fn get(
    app: &App,
    actor: &Actor,
    cycle: &str,
    language: Language,
) -> Result<CompositeView> {
    actor.require(READ)?;
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    computed(move || view(&standing, language)).await?
}

/// The result of a standing as it is shown.
pub(crate) fn view(standing: &Standing, language: Language) -> Result<CompositeView> {
    let plan = standing.card.ranking_plan();
    let publication = standing.publication.as_ref();
    let mut view = CompositeView {
        state: String::new(),
        obstacles: Vec::new(),
        composite: standing.card.composite.is_some(),
        waiting: standing.waiting.clone(),
        faults: Vec::new(),
        rule_card_sha256: standing.card.hash(),
        trace_sha256: None,
        components: outcome::components(&plan),
        awards: plan
            .awards
            .iter()
            .map(|award| award.label.clone())
            .collect(),
        groups: Vec::new(),
        published_at: publication.map(|one| one.at.to_string()),
        published_by: publication.map(|one| one.by.clone()),
    };
    match both(standing)? {
        Ok(both) => {
            view.trace_sha256 = Some(both.published.computation.trace.hash().to_owned());
            view.groups = outcome::groups(standing, &both, language);
            view.obstacles = publish::obstacles(standing, &both.sealed)
                .iter()
                .map(|one| one.in_language(language).to_owned())
                .collect();
        }
        Err(faults) => {
            let count = faults.len();
            let sentence = sentence!(
                "数据有 {count} 处问题，请先改正",
                "the data have {count} faults; mend them first"
            );
            view.obstacles = vec![sentence.in_language(language).to_owned()];
            view.faults = faults.iter().map(data_fault).collect();
        }
    }
    view.state = if standing.publication.is_some() {
        view.obstacles.clear();
        "published"
    } else if !view.faults.is_empty() {
        "faulty"
    } else if !standing.all_revealed() {
        "waiting"
    } else if !view.obstacles.is_empty() {
        "lot_needed"
    } else if standing.card.composite.is_none() {
        "published"
    } else {
        "ready"
    }
    .into();
    Ok(view)
}
