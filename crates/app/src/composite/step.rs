//! The steps that lead to one village's place, each with the rule it applies.

use super::{READ, both, public::Published, village};
use crate::{Actor, App, Fault, Result, score_table::computed, standing::Standing};
use pingyi_ranking::{Language, RuleCard, Step, Trace};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// One step of a computation.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StepView {
    /// Its number in the whole computation, from 0.
    pub n: u32,
    /// What was done, e.g. `trimmed_mean`.
    pub op: String,
    /// Place in the rule card: a JSON pointer.
    pub clause: String,
    /// Number of the clause as printed.
    pub clause_number: Option<String>,
    /// Heading of the clause.
    pub clause_heading: Option<String>,
    /// The rule in plain words.
    pub clause_text: Option<String>,
    /// Numbers of the steps it uses, as the names in it say.
    pub from: Vec<u32>,
    /// The step as it stands in `trace.jsonl`, all members.
    #[schema(value_type = Object)]
    pub step: serde_json::Value,
}

/// The steps that lead to one village's place.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StepsView {
    /// Town.
    pub town: String,
    /// Village.
    pub village: String,
    /// Whether this is what was published.
    pub published: bool,
    /// Hash of the last step of the whole computation.
    pub trace_sha256: String,
    /// The steps in order.
    pub steps: Vec<StepView>,
}

/// The steps of one village: of the published result to everybody; before, of what is revealed, to those who may see it.
///
/// # Errors
/// `not_revealed`, `not_found`; `data_invalid` when the data have faults.
pub async fn steps(
    app: &App,
    actor: &Actor,
    cycle: &str,
    (town, village): (String, String),
    language: Language,
) -> Result<StepsView> {
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    let published = Published::of(app, &standing).await?;
    if published.is_none() {
        actor
            .require(READ)
            .map_err(|_| super::public::not_published(&standing))?;
    }
    computed(move || {
        let card = &standing.card;
        let is_published = published.is_some();
        let trace = match published {
            Some(published) => published.trace()?,
            None => {
                let both = both(&standing)?.map_err(|faults| {
                    let faults = faults.iter().map(super::data_fault).collect();
                    Fault {
                        faults,
                        ..Fault::conflict("data_invalid", "数据有问题，请先改正")
                    }
                })?;
                both.published.computation.trace
            }
        };
        shown(card, &trace, is_published, (town, village), language)
    })
    .await?
}

/// The steps of one village of a trace.
pub(crate) fn shown(
    card: &RuleCard,
    trace: &Trace,
    published: bool,
    (town, village): (String, String),
    language: Language,
) -> Result<StepsView> {
    let found = village::steps(trace, &town, &village);
    if found.is_empty() {
        return Err(Fault::not_found("村"));
    }
    let mut clauses = HashMap::new();
    let steps = found.into_iter().map(|step| {
        let clause = clauses
            .entry(step.clause.clone())
            .or_insert_with(|| card.clause_for(&step.clause, language));
        view(step, trace.uses(step.n), clause.as_ref())
    });
    Ok(StepsView {
        steps: steps.collect::<Result<_>>()?,
        town,
        village,
        published,
        trace_sha256: trace.hash().to_owned(),
    })
}

fn view(step: &Step, from: Vec<u32>, clause: Option<&pingyi_ranking::Clause>) -> Result<StepView> {
    let whole: serde_json::Value =
        serde_json::from_str(&step.line()).map_err(|error| Fault::internal(&error))?;
    Ok(StepView {
        n: step.n,
        op: whole["op"].as_str().unwrap_or_default().to_owned(),
        clause: step.clause.clone(),
        clause_number: clause.map(|clause| clause.number.to_string()),
        clause_heading: clause.map(|clause| clause.heading.clone()),
        clause_text: clause.map(|clause| clause.text.clone()),
        from,
        step: whole,
    })
}
