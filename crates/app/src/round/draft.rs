//! Drafting: the rehearsal, one round for each area, and a box for each class.

use super::ContestView;
use crate::{App, Fault, Result};
use pingyi_ballot::ElectionId;
use pingyi_core::{
    cycle::Cycle,
    id::RoundId,
    round::{RoundKind, RoundState},
};
use pingyi_ranking::RuleCard;
use pingyi_store::{
    Transaction, ballot_box,
    round::{self as store, Round},
    village,
};

/// Candidates of the rehearsal: nobody's village.
const SHAM: [&str; 3] = ["样例甲村", "样例乙村", "样例丙村"];

/// Drafts the rounds of a cycle whose card was frozen in the same transaction.
pub(crate) async fn draft(
    app: &App,
    tx: &Transaction,
    cycle: &Cycle,
    card: &RuleCard,
) -> Result<()> {
    let villages = village::list(tx, cycle.id).await?;
    let sham = SHAM.map(|village| ContestView {
        town: "示例镇".into(),
        village: village.into(),
    });
    insert(
        app,
        tx,
        cycle,
        card,
        (0, RoundKind::Rehearsal, None),
        "演练".into(),
        &sham,
    )
    .await?;
    for area in &card.areas {
        let mut stops: Vec<_> = villages
            .iter()
            .filter(|(_, one)| one.area == area.number)
            .filter_map(|(_, one)| one.visit.as_ref().map(|visit| (visit.order, one)))
            .collect();
        stops.sort_by_key(|(order, _)| *order);
        let contests: Vec<ContestView> = stops
            .into_iter()
            .map(|(_, one)| ContestView {
                town: one.town.clone(),
                village: one.name.clone(),
            })
            .collect();
        let kind = (area.number, RoundKind::Official, Some(area.number));
        insert(app, tx, cycle, card, kind, area.label.clone(), &contests).await?;
    }
    Ok(())
}

async fn insert(
    app: &App,
    tx: &Transaction,
    cycle: &Cycle,
    card: &RuleCard,
    (number, kind, area): (u32, RoundKind, Option<u32>),
    title: String,
    contests: &[ContestView],
) -> Result<()> {
    let round = Round {
        id: RoundId::new(app.now(), app.random()),
        cycle: cycle.id,
        number,
        kind,
        title,
        area,
        contests: serde_json::to_string(contests).map_err(|e| Fault::internal(&e))?,
        state: RoundState::Draft,
        opened_at: None,
        closes_at: None,
        closed_at: None,
        tallied_at: None,
        revealed_at: None,
        annulled_reason: None,
        reveal_step: 0,
    };
    store::insert(tx, &round).await?;
    for (class, position) in card.classes.iter().zip(1..) {
        if !super::groups_of(class, area).is_empty() {
            let id = app.with_random(ElectionId::generate);
            ballot_box::insert(tx, id.as_str(), round.id, &class.code, position).await?;
        }
    }
    Ok(())
}
