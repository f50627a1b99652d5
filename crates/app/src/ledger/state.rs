//! Moving a project from state to state.

use super::{Act, found, keep, unchanged_since};
use crate::{
    Actor, App, Fault, Result,
    county::{County, Scope, WRITE},
    entry::{Judged, Saved, because, field_fault, invalid, login, proposed, reason},
};
use pingyi_core::{
    entry::{EntryFault, holds_identity_number},
    ledger::{State, StateFault, apply},
};
use pingyi_store::proposal;

/// Moves a project to a state; a town's move waits for the county.
///
/// # Errors
/// `not_found`, `entry_changed`, `entry_invalid`, `state_not_reachable`, `state_needs`, `why_needed`.
pub async fn move_to(
    app: &App,
    actor: &Actor,
    id: &str,
    version: u32,
    to: State,
    why: &str,
) -> Result<Saved> {
    actor.require(WRITE)?;
    let scope = Scope::of(actor);
    let why = reason(why)?;
    if holds_identity_number(&why) {
        let message = (
            "像是身份证号；系统不收身份证号，请删去",
            "looks like an identity number; none are kept, remove it",
        );
        let fault = EntryFault::new("/why", "identity_number", message);
        return Err(invalid(vec![fault]));
    }
    let tx = app.begin().await?;
    let county = County::load(app, &tx).await?;
    let standing = found(&county, scope, id)?;
    unchanged_since(&tx, &standing, version, &["state", "moves"]).await?;
    let mut body = standing.body.clone();
    apply(&mut body, to, &login(actor), app.now(), &why).map_err(|fault| refused(&fault, to))?;
    let (from, to) = (standing.body.state.zh(), to.zh());
    let Some(town) = scope.town() else {
        let sentence = format!("项目“{}”由{from}改为{to}{}", body.name, because(&why));
        let act = Act {
            action: "project.move",
            why,
            sentence,
        };
        return keep(app, actor, tx, county, (standing, body), act).await;
    };
    let title = body.name.clone();
    let sentence = format!("提出把项目“{title}”由{from}改为{to}，等待县里批准");
    let judged = Judged {
        id: Some(standing.id),
        standing: Some(standing),
        body,
    };
    let (row, version) = proposed(app, actor, town, &judged, None, &why, None)?;
    proposal::insert(&tx, std::slice::from_ref(&row)).await?;
    app.audit(&tx, actor, None, "proposal.make", &title, sentence)
        .await?;
    app.commit(tx).await?;
    Ok(Saved {
        id: id.into(),
        version,
        proposal: Some(row.id.to_string()),
    })
}

/// The member that a state needs to be filled in, as a JSON pointer.
pub(super) fn needed(to: State) -> &'static str {
    match to {
        State::Registered => "/funding",
        State::Started => "/start",
        State::Completed => "/finish",
        _ => "/acceptance",
    }
}

/// A move that cannot be, as a refusal.
fn refused(fault: &StateFault, to: State) -> Fault {
    let detail = fault.to_string();
    match fault {
        StateFault::NoArrow { .. } => Fault::conflict("state_not_reachable", detail),
        StateFault::Reason => Fault::invalid("why_needed", detail),
        StateFault::Missing(what) => {
            let missing = EntryFault::new(needed(to), "empty", what.clone());
            Fault {
                faults: vec![field_fault(missing)],
                ..Fault::invalid("state_needs", detail)
            }
        }
    }
}
