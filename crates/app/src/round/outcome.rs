//! From counts and sums to the outcome of a round: always computed from what is stored, never kept beside it.

use super::{class_of, contests};
use crate::{Fault, Result};
use pingyi_core::slip::SlipCounts;
use pingyi_ranking::{
    ClassInput, ClassTurnout, Contest, Language, Opening, RoundInput, RoundOutcome, RuleCard,
    rank_round,
};
use pingyi_store::{
    Connection,
    ballot_box::{self, BallotBox},
    round::Round,
};
use serde::{Deserialize, Serialize};

/// The counts of a box at its closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BoxCounts {
    pub(crate) entitled: u32,
    pub(crate) present: u32,
    pub(crate) issued: u32,
    pub(crate) spares_issued: u32,
    pub(crate) spoiled: u32,
    pub(crate) returned: u32,
}

impl BoxCounts {
    pub(crate) fn new(slips: &SlipCounts, returned: u32) -> Self {
        Self {
            entitled: slips.entitled,
            present: slips.present,
            issued: slips.issued,
            spares_issued: slips.spares_issued,
            spoiled: slips.spoiled,
            returned,
        }
    }

    pub(crate) fn turnout(&self, class: &str) -> ClassTurnout {
        ClassTurnout {
            code: class.into(),
            entitled: self.entitled.into(),
            present: self.present.into(),
            issued: self.issued.into(),
            returned: self.returned.into(),
        }
    }
}

/// What turnout alone decides: which boxes are opened and whether the round can be decided.
pub(crate) fn decided(card: &RuleCard, area: u32, turnouts: &[ClassTurnout]) -> Result<Opening> {
    Opening::decide(card, area, turnouts).map_err(|e| unbalanced(&e))
}

/// Counts that cannot be: more ballots than slips, more people than entitled. Nothing is opened or announced then.
fn unbalanced(fault: &pingyi_ranking::RankFault) -> Fault {
    let why = fault.sentence(Language::Chinese);
    Fault::conflict(
        "counts_do_not_balance",
        format!("票数对不上：{why}；这一轮不能公布，请查清后作废重投"),
    )
}

/// The marks of an opened box, a row for each village and a column for each mark of the card.
pub(crate) fn box_sums(card: &RuleCard, stored: &BallotBox) -> Result<Option<Vec<Vec<u64>>>> {
    let sums: Option<Vec<Vec<u64>>> = stored
        .sums
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(|e| Fault::internal(&e))?;
    Ok(sums.map(|sums| card.sums_by_village(sums)))
}

/// What the ranking needs of a box.
pub(crate) fn class_input(card: &RuleCard, stored: &BallotBox) -> Result<ClassInput> {
    let counts: BoxCounts = serde_json::from_str(stored.counts.as_deref().unwrap_or("null"))
        .map_err(|_| Fault::conflict("round_not_closed", "这一轮还没有关闭"))?;
    let sums = box_sums(card, stored)?;
    let turnout = counts.turnout(&class_of(card, stored)?.code);
    Ok(ClassInput {
        code: turnout.code,
        entitled: turnout.entitled,
        present: turnout.present,
        issued: turnout.issued,
        returned: turnout.returned,
        sums,
    })
}

/// What turnout allowed in a round that is closed.
pub(crate) async fn opening(
    c: &impl Connection,
    round: &Round,
    card: &RuleCard,
) -> Result<Opening> {
    let area = round
        .area
        .ok_or_else(|| Fault::conflict("rehearsal", "演练没有名次"))?;
    let mut turnouts = Vec::new();
    for stored in ballot_box::of_round(c, round.id).await? {
        turnouts.push(class_input(card, &stored)?.turnout());
    }
    decided(card, area, &turnouts)
}

/// Counts and sums of a tallied round.
pub(crate) async fn input(
    c: &impl Connection,
    round: &Round,
    card: &RuleCard,
) -> Result<RoundInput> {
    let area = round
        .area
        .ok_or_else(|| Fault::conflict("rehearsal", "演练没有名次"))?;
    let mut classes = Vec::new();
    for stored in ballot_box::of_round(c, round.id).await? {
        classes.push(class_input(card, &stored)?);
    }
    let contests = contests(round)?
        .into_iter()
        .map(|one| Contest {
            town: one.town,
            village: one.village,
        })
        .collect();
    Ok(RoundInput {
        area,
        contests,
        classes,
    })
}

/// The outcome of a tallied round.
pub(crate) async fn outcome(
    c: &impl Connection,
    round: &Round,
    card: &RuleCard,
) -> Result<RoundOutcome> {
    rank_round(card, &input(c, round, card).await?).map_err(|e| unbalanced(&e))
}

/// Rows of one rank each, the last rank first: the steps of a reveal.
pub(crate) fn reveal_groups(outcome: &RoundOutcome) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, row) in outcome.rows.iter().enumerate().rev() {
        match groups.last_mut() {
            Some(group) if outcome.rows[group[0]].rank == row.rank => group.push(index),
            _ => groups.push(vec![index]),
        }
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}
