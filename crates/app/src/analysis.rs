//! What the secretary sees of judges and figures. It decides nothing and is never public.

use crate::{
    Actor, App, Fault, Result,
    composite::{compute, data_fault},
    score_table::computed,
    standing::Standing,
};
use pingyi_core::role::{Access, Role};
use pingyi_diagnostics::Analysis;
use pingyi_ranking::{Audience, Data};

/// Who may see it: it speaks of judges.
pub const READ: Access = Access::Roles(&[Role::Organiser, Role::Auditor]);

/// The seed where none is given.
const SEED: u64 = 1;

/// The analysis of a cycle as it stands, of one component with judges or of all, from published figures of the vote.
/// `seed` is what the intervals of places are drawn from.
///
/// # Errors
/// `rule_card_not_frozen`, `seed_invalid`, `not_found` for a component without judges, `data_invalid` with every fault.
pub async fn get(
    app: &App,
    actor: &Actor,
    cycle: &str,
    component: Option<String>,
    seed: Option<String>,
) -> Result<serde_json::Value> {
    actor.require(READ)?;
    let seed = match seed.as_deref() {
        None | Some("") => SEED,
        Some(text) => text
            .parse()
            .map_err(|_| Fault::invalid("seed_invalid", "种子填一个非负整数"))?,
    };
    let standing = Standing::load(app, app.store().reader(), cycle).await?;
    computed(move || {
        let invalid = |faults: Vec<pingyi_ranking::DataFault>| Fault {
            faults: faults.iter().map(data_fault).collect(),
            ..Fault::conflict("data_invalid", "数据有问题，请先改正")
        };
        let result = compute(&standing, Audience::Published)?.map_err(invalid)?;
        let data = Data::read(&standing.card, &result.folder, Audience::Published);
        let data = data.map_err(invalid)?;
        let mut analysis = Analysis::of(&standing.card, &data, &result.computation, seed);
        if let Some(component) = component.filter(|code| !code.is_empty()) {
            analysis.panels.retain(|panel| panel.component == component);
            if analysis.panels.is_empty() {
                return Err(Fault::not_found("评委打分的部分"));
            }
        }
        serde_json::to_value(&analysis).map_err(|error| Fault::internal(&error))
    })
    .await?
}
