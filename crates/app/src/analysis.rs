//! What the secretary sees of judges and figures. It decides nothing and is never public.

use crate::{
    Actor, App, Fault, Result,
    composite::{compute, data_fault},
    score_table::computed,
    standing::Standing,
};
use pingyi_core::role::{Access, Role};
use pingyi_diagnostics::{Analysis, Visits};
use pingyi_ranking::{Audience, Data, RuleCard, Source};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::IntoParams;

/// Who may see it: it speaks of judges.
pub const READ: Access = Access::Roles(&[Role::Organiser, Role::Auditor]);

/// The seed where none is given.
const SEED: u64 = 1;

/// What is asked of an analysis; what is empty is not asked.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub struct Asked {
    /// Code of a component with judges; all without.
    component: Option<String>,
    /// A whole number; the same gives the same.
    seed: Option<String>,
    /// Code of the component that was scored on the tour, day by day; the first with judges without.
    toured: Option<String>,
}

/// The analysis of a cycle as it stands, of one component with judges or of all, from published figures of the vote.
/// `seed` is what the intervals of places are drawn from, `toured` the component that was scored on the tour, from day to
/// day: without it the first that judges score.
///
/// # Errors
/// `rule_card_not_frozen`, `seed_invalid`, `not_found` for a component without judges, `data_invalid` with every fault.
pub async fn get(
    app: &App,
    actor: &Actor,
    cycle: &str,
    Asked {
        component,
        seed,
        toured,
    }: Asked,
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
        let days = days(&standing, &data);
        let visits = visits(&standing.card, toured.as_deref(), &days)?;
        let (card, computation) = (&standing.card, &result.computation);
        let mut analysis = Analysis::with_visits(card, &data, computation, seed, &visits);
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

/// The day each village was visited on, from 0, in the order of the data.
fn days(standing: &Standing, data: &Data) -> Vec<Option<usize>> {
    let visited = standing.villages.iter().filter_map(|village| {
        let day = village.visit.as_ref()?.day;
        let name = (village.town.as_str(), village.name.as_str());
        Some((name, usize::try_from(day).ok()?.checked_sub(1)?))
    });
    let visited: BTreeMap<(&str, &str), usize> = visited.collect();
    let names = data.village_names();
    names
        .map(|(_, town, village)| visited.get(&(town, village)).copied())
        .collect()
}

/// What was scored on those days; what other judges scored, without them, links the days.
fn visits<'a>(
    card: &'a RuleCard,
    toured: Option<&str>,
    days: &'a [Option<usize>],
) -> Result<Vec<Visits<'a>>> {
    let components = card.composite.iter().flat_map(|rules| &rules.components);
    let panels: Vec<&str> = components
        .filter(|one| matches!(one.source, Source::Panel(_)))
        .map(|one| one.code.as_str())
        .collect();
    let toured = toured.filter(|code| !code.is_empty());
    let found = match toured {
        Some(code) => panels.iter().find(|panel| **panel == code),
        None => panels.first(),
    };
    let Some(component) = found.copied() else {
        return toured.map_or(Ok(Vec::new()), |_| Err(Fault::not_found("评委打分的部分")));
    };
    let covariate = panels.iter().find(|panel| **panel != component).copied();
    Ok(vec![Visits {
        component,
        days,
        covariate,
    }])
}
