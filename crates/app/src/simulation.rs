//! Trying a rule card on made-up votes and sheets, before anybody votes. Nothing is stored.

mod draw;
mod score;
mod vote;

use crate::{
    Actor, App, Fault, Result,
    composite::{self, CompositeView},
    privacy::{self, FindingView, RiskView, WarningView},
    rule_card,
    score_table::computed,
    standing::{Standing, on_tour},
};
use pingyi_core::{
    cycle::Cycle,
    register::Village,
    role::{Access, Role},
};
use pingyi_ranking::{Contest, Language, RoundInput, RuleCard, privacy::Roll};
use pingyi_store::village;
use rand::RngExt;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who may try a card.
pub const TRY: Access = Access::Roles(&[Role::Organiser]);

/// A card to try.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Simulate {
    /// The card.
    #[schema(value_type = Object)]
    pub card: serde_json::Value,
    /// A text from which everything made up is drawn; the same text gives the same.
    #[serde(default)]
    pub seed: String,
    /// Percent of the entitled who vote.
    #[serde(default = "everybody")]
    pub turnout: u32,
}

fn everybody() -> u32 {
    100
}

/// What the card would give of made-up votes and sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SimulationView {
    /// That all of it is made up.
    pub notice: String,
    /// The same in English.
    pub notice_en: String,
    /// The text it was drawn from.
    pub seed: String,
    /// Percent of the entitled who vote.
    pub turnout: u32,
    /// What the authors of the card should know.
    pub warnings: Vec<WarningView>,
    /// What card and register say about small groups.
    pub privacy: Vec<FindingView>,
    /// Risks of unanimity.
    pub unanimity: Vec<RiskView>,
    /// The made-up result.
    pub result: CompositeView,
}

/// A village of the register with how good it is supposed to be, 0 to 99.
pub(crate) struct Candidate {
    village: Village,
    quality: u32,
}

/// Tries a card on made-up votes and sheets for the villages of the register.
///
/// # Errors
/// `rule_card_invalid` with the faults by field, `turnout_invalid`, `seed_invalid`, `register_empty`.
pub async fn simulate(
    app: &App,
    actor: &Actor,
    cycle: &str,
    asked: Simulate,
    language: Language,
) -> Result<SimulationView> {
    actor.require(TRY)?;
    if asked.turnout > 100 {
        return Err(Fault::invalid("turnout_invalid", "投票率填 0 到 100"));
    }
    if asked.seed.chars().count() > 100 {
        return Err(Fault::invalid("seed_invalid", "种子最多 100 个字"));
    }
    let card = rule_card::parse(&asked.card.to_string()).map_err(|faults| Fault {
        faults,
        ..Fault::invalid("rule_card_invalid", "规则卡有几处需要修改，无法试算")
    })?;
    let reader = app.store().reader();
    let cycle = app.cycle(reader, cycle).await?;
    let roll = privacy::roll(reader, cycle.id).await?;
    let villages = village::list(reader, cycle.id).await?;
    let villages = on_tour(&card, villages.into_iter().map(|(_, one)| one));
    let known = villages.into_iter();
    let known: Vec<Village> = known.filter(|one| card.area(one.area).is_some()).collect();
    if known.is_empty() {
        return Err(Fault::conflict(
            "register_empty",
            "名册里没有这张规则卡的片区的观摩村，请先导入名册",
        ));
    }
    computed(move || {
        let result = composite::view(&standing(cycle, &card, &roll, known, &asked), language)?;
        Ok(SimulationView {
            notice: "试算：投票和分数都是按种子编造的，不保存，也不是评议结果".into(),
            notice_en: "A trial: votes and scores are made up from the seed; nothing is kept and nothing is a result"
                .into(),
            warnings: privacy::warnings(&card, language),
            privacy: privacy::findings(&card, &roll, language),
            unanimity: privacy::risks(&card, &roll, language),
            seed: asked.seed,
            turnout: asked.turnout,
            result,
        })
    })
    .await?
}

/// Everything made up, as if it had been handed in and every round revealed.
fn standing(
    cycle: Cycle,
    card: &RuleCard,
    roll: &Roll,
    villages: Vec<Village>,
    asked: &Simulate,
) -> Standing {
    let mut rng = draw::Draw::new(&asked.seed);
    let candidates: Vec<Candidate> = villages
        .into_iter()
        .map(|village| Candidate {
            village,
            quality: rng.random_range(0..100),
        })
        .collect();
    let mut revealed = Vec::new();
    for area in &card.areas {
        let own: Vec<&Candidate> = candidates
            .iter()
            .filter(|one| one.village.area == area.number)
            .collect();
        if own.is_empty() {
            continue;
        }
        let contests = own.iter().map(|one| Contest {
            town: one.village.town.clone(),
            village: one.village.name.clone(),
        });
        let contests = contests.collect();
        let classes = card.classes.iter().map(|class| {
            let entitled = roll.entitled(class, area.number);
            let voters = (entitled * u64::from(asked.turnout)).div_ceil(100);
            vote::class(card, class, (entitled, voters), &own, &mut rng)
        });
        revealed.push(RoundInput {
            area: area.number,
            classes: classes.collect(),
            contests,
        });
    }
    let tables = score::tables(card, &candidates, &asked.seed, &mut rng);
    Standing {
        cycle,
        card: card.clone(),
        villages: candidates.into_iter().map(|one| one.village).collect(),
        tables,
        revealed,
        waiting: Vec::new(),
        publication: None,
    }
}
