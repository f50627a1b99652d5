//! What a result is computed from, as it stands: the frozen card, the villages on the tour, the score tables, and the
//! sums of revealed rounds. Of a round that is not revealed nothing enters.

use crate::{App, Result, round, rule_card};
use pingyi_core::{
    cycle::Cycle,
    register::Village,
    round::{RoundKind, RoundState},
    score_table::{ScoreTable, write_csv},
};
use pingyi_ranking::{
    Audience, ClassInput, Contest, MarkRule, Opening, Ratio, RoundInput, RuleCard, TableName,
    Tables,
};
use pingyi_store::{
    Connection,
    composite::{self, Publication},
    round as store, score_table, village,
};
use serde::Serialize;
use utoipa::ToSchema;

/// An official round of which nothing is known yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WaitingRound {
    /// Number.
    pub number: u32,
    /// Title.
    pub title: String,
    /// State.
    pub state: String,
}

/// What a result is computed from. Two are equal exactly when the same follows from them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    pub(crate) cycle: Cycle,
    pub(crate) card: RuleCard,
    /// Villages on the tour, in village order: areas as on the card, stops as they are visited.
    pub(crate) villages: Vec<Village>,
    pub(crate) tables: Vec<(ScoreTable, Vec<u8>)>,
    /// Revealed rounds.
    pub(crate) revealed: Vec<RoundInput>,
    /// Rounds still to be revealed.
    pub(crate) waiting: Vec<WaitingRound>,
    pub(crate) publication: Option<Publication>,
}

impl Standing {
    /// As it stands now.
    ///
    /// # Errors
    /// `not_found`, `rule_card_not_frozen`.
    pub(crate) async fn load(app: &App, c: &impl Connection, code: &str) -> Result<Self> {
        let cycle = app.cycle(c, code).await?;
        let card = rule_card::frozen(c, cycle.id).await?;
        let contents = score_table::contents(c, cycle.id).await?;
        let tables = contents
            .into_iter()
            .filter_map(|(name, content)| Some((ScoreTable::of(&name)?, content)))
            .collect();
        let (mut revealed, mut waiting) = (Vec::new(), Vec::new());
        for one in store::list(c, cycle.id).await? {
            match (one.kind, one.state) {
                (RoundKind::Rehearsal, _) | (_, RoundState::Annulled) => {}
                (_, RoundState::Revealed) => {
                    revealed.push(round::input(c, &one, &card).await?);
                }
                (_, state) => waiting.push(WaitingRound {
                    number: one.number,
                    title: one.title,
                    state: state.code().into(),
                }),
            }
        }
        let villages = village::list(c, cycle.id).await?;
        let publication = composite::publication(c, cycle.id).await?;
        Ok(Self {
            villages: on_tour(&card, villages.into_iter().map(|(_, one)| one)),
            cycle,
            card,
            tables,
            revealed,
            waiting,
            publication,
        })
    }

    /// A score table that is there.
    pub(crate) fn table(&self, table: ScoreTable) -> Option<&[u8]> {
        let found = self.tables.iter().find(|(name, _)| *name == table);
        found.map(|(_, content)| content.as_slice())
    }

    /// Whether every official round is revealed, and there is one.
    pub(crate) fn all_revealed(&self) -> bool {
        self.waiting.is_empty() && !self.revealed.is_empty()
    }

    /// The data folder for somebody who may know so much.
    ///
    /// # Errors
    /// `counts_do_not_balance`.
    pub(crate) fn folder(&self, audience: Audience) -> Result<Tables> {
        let mut folder = Tables::new();
        folder.insert(TableName::Villages, villages(&self.villages));
        for (table, content) in &self.tables {
            if is_needed(&self.card, *table) {
                folder.insert(file(*table), content.clone());
            }
        }
        let nothing = |_: &RoundInput, _: &str, _: &Contest| None;
        for (name, content) in vote_tables(&self.card, &self.revealed, audience, &nothing)? {
            folder.insert(name, content);
        }
        Ok(folder)
    }
}

/// The published mean that a class of a round gave a village, for somebody who has the means and not the sums.
pub type MeanOf<'a> = &'a dyn Fn(&RoundInput, &str, &Contest) -> Option<Ratio>;

/// `turnout.csv`, `sums.csv` and `means.csv` of rounds, for somebody who may know so much. Where the sums of an opened
/// class are not given, the means are those of `mean_of`.
///
/// # Errors
/// `counts_do_not_balance`.
pub fn vote_tables(
    card: &RuleCard,
    rounds: &[RoundInput],
    audience: Audience,
    mean_of: MeanOf<'_>,
) -> Result<Vec<(TableName, Vec<u8>)>> {
    let (mut turnout, mut sums, mut means) = (Vec::new(), Vec::new(), Vec::new());
    let rule = MarkRule::new(card);
    for input in rounds {
        let turnouts: Vec<_> = input.classes.iter().map(ClassInput::turnout).collect();
        let opening = round::decided(card, input.area, &turnouts)?;
        turnout.extend(turnout_rows(input));
        figures(
            card,
            &rule,
            input,
            &opening,
            audience,
            mean_of,
            (&mut sums, &mut means),
        );
    }
    let tables = [
        (TableName::Turnout, turnout),
        (TableName::Sums, sums),
        (TableName::Means, means),
    ];
    let there = tables.into_iter().filter(|(_, rows)| !rows.is_empty());
    Ok(there
        .map(|(name, rows)| (name, write_csv(name.columns(), &rows)))
        .collect())
}

/// Sums and means of the opened classes of a round.
fn figures(
    card: &RuleCard,
    rule: &MarkRule,
    input: &RoundInput,
    opening: &Opening,
    audience: Audience,
    mean_of: MeanOf<'_>,
    (sums, means): (&mut Vec<Vec<String>>, &mut Vec<Vec<String>>),
) {
    let majority = card.method == pingyi_ranking::Method::MajorityJudgment;
    for class in &input.classes {
        let Some(open) = opening.class(&class.code).filter(|open| open.opened()) else {
            continue;
        };
        let whole = audience == Audience::Sealed || open.histogram_published;
        for (index, contest) in input.contests.iter().enumerate() {
            let given = class.sums.as_ref().and_then(|counts| counts.get(index));
            let start = [
                input.area.to_string(),
                class.code.clone(),
                contest.town.clone(),
                contest.village.clone(),
            ];
            if whole {
                for (mark, count) in rule.marks().iter().zip(given.into_iter().flatten()) {
                    let mut row = start.to_vec();
                    row.extend([mark.code.clone(), count.to_string()]);
                    sums.push(row);
                }
            } else if open.mean_published && !majority {
                let mean = given.map_or_else(
                    || mean_of(input, &class.code, contest),
                    |given| rule.mean(&rule.count(given, class.returned)),
                );
                let mut row = start.to_vec();
                row.push(mean.map_or(String::new(), |mean| mean.to_string()));
                means.push(row);
            }
        }
    }
}

/// The villages on the tour in the order in which they are written down.
pub(crate) fn on_tour(card: &RuleCard, villages: impl Iterator<Item = Village>) -> Vec<Village> {
    let mut villages: Vec<Village> = villages.filter(|one| one.visit.is_some()).collect();
    let area = |number: u32| card.areas.iter().position(|area| area.number == number);
    villages.sort_by_key(|one| (area(one.area), one.visit.as_ref().map(|visit| visit.order)));
    villages
}

/// `villages.csv`.
pub(crate) fn villages(villages: &[Village]) -> Vec<u8> {
    let rows: Vec<[String; 3]> = villages
        .iter()
        .map(|one| [one.area.to_string(), one.town.clone(), one.name.clone()])
        .collect();
    write_csv(TableName::Villages.columns(), &rows)
}

fn turnout_rows(input: &RoundInput) -> impl Iterator<Item = Vec<String>> + '_ {
    input.classes.iter().map(|class| {
        let counts = [class.entitled, class.present, class.issued, class.returned];
        let mut row = vec![input.area.to_string(), class.code.clone()];
        row.extend(counts.map(|count| count.to_string()));
        row
    })
}

/// The file of a score table in the data folder.
pub(crate) fn file(table: ScoreTable) -> TableName {
    match table {
        ScoreTable::Judges => TableName::Judges,
        ScoreTable::Sheets => TableName::Sheets,
        ScoreTable::Records => TableName::Records,
        ScoreTable::Adjustments => TableName::Adjustments,
        ScoreTable::Vetoes => TableName::Vetoes,
        ScoreTable::Lots => TableName::Lots,
        ScoreTable::LotSeed => TableName::LotSeed,
    }
}

/// Whether the card asks for a score table.
pub(crate) fn is_needed(card: &RuleCard, table: ScoreTable) -> bool {
    use pingyi_ranking::{Source, TieBreak};
    let plan = card.ranking_plan();
    let source =
        |wanted: fn(&Source) -> bool| plan.components.iter().any(|one| wanted(&one.source));
    match table {
        ScoreTable::Judges | ScoreTable::Sheets => source(|one| matches!(one, Source::Panel(_))),
        ScoreTable::Records => source(|one| matches!(one, Source::Record(_))),
        ScoreTable::Adjustments => !plan.adjustments.is_empty(),
        ScoreTable::Vetoes => !plan.vetoes.is_empty(),
        ScoreTable::Lots => plan.ties.contains(&TieBreak::LotByHand),
        ScoreTable::LotSeed => plan.ties.contains(&TieBreak::LotBySeed),
    }
}

#[cfg(test)]
mod tests {
    use super::{ScoreTable, file};

    #[test]
    fn tables_are_read_with_the_columns_they_are_computed_from() {
        for table in ScoreTable::ALL {
            assert_eq!(table.columns(), file(table).columns());
            assert_eq!(table.file(), file(table).file_name());
        }
    }
}
