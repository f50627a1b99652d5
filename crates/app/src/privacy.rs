//! What card and register say about small groups before anybody has voted, and what a publication would give away.

use crate::{Fault, FieldFault, Result, fault::code_of, standing::Standing};
use pingyi_core::{id::CycleId, register::Village};
use pingyi_ranking::{
    CardWarning, ClassInput, Language, Opening, RuleCard,
    privacy::{
        Plan, PrivacyFinding, Roll, UnanimityRisk, Verdict, check_card, check_plan, unanimity,
    },
};
use pingyi_store::{Connection, slip, village};
use serde::Serialize;
use utoipa::ToSchema;

/// What the authors of a card should know before they freeze it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WarningView {
    /// Where in the card: a JSON pointer.
    pub path: String,
    /// Stable name.
    pub code: String,
    /// What to know, in the language asked for.
    pub message: String,
}

/// What card and register say about small groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingView {
    /// `refused`: the card cannot be frozen; `warned`: it can.
    pub verdict: String,
    /// Where in the card: a JSON pointer; empty for the register.
    pub path: String,
    /// Stable name.
    pub code: String,
    /// What is the matter and what to do.
    pub message: String,
}

/// The risk that a class gives some village one mark with one voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RiskView {
    /// Number of the area.
    pub area: u32,
    /// Code of the class.
    pub class: String,
    /// Voters on the roll.
    pub voters: u64,
    /// Villages on the ballot.
    pub contests: u32,
    /// Percent of the voters supposed to give the same mark.
    pub support: u32,
    /// Probability in percent, one decimal.
    pub percent: String,
    /// The same as a sentence.
    pub message: String,
}

/// The warnings of a card.
pub(crate) fn warnings(card: &RuleCard, language: Language) -> Vec<WarningView> {
    let view = |one: CardWarning| WarningView {
        message: one.sentence(language).to_owned(),
        code: code_of(one.code),
        path: one.path,
    };
    card.warnings().into_iter().map(view).collect()
}

/// How many may vote on how many villages, from the register of a cycle.
pub(crate) async fn roll(c: &impl Connection, cycle: CycleId) -> Result<Roll> {
    let groups = slip::list(c, cycle).await?;
    let villages: Vec<Village> = village::list(c, cycle)
        .await?
        .into_iter()
        .map(|(_, one)| one)
        .collect();
    let mut roll = Roll::default();
    for group in groups {
        let entitled = u64::from(group.counts.entitled);
        roll.groups.insert(group.code, entitled);
    }
    for one in villages.iter().filter(|one| one.visit.is_some()) {
        *roll.contests.entry(one.area).or_default() += 1;
    }
    Ok(roll)
}

/// What card and register say about small groups; refusals first.
pub(crate) fn findings(card: &RuleCard, roll: &Roll, language: Language) -> Vec<FindingView> {
    let found = check_card(card, roll);
    found.iter().map(|one| finding(one, language)).collect()
}

fn finding(one: &PrivacyFinding, language: Language) -> FindingView {
    FindingView {
        verdict: code_of(one.verdict),
        path: one.path.clone(),
        code: code_of(one.code),
        message: one.sentence(language).to_owned(),
    }
}

/// Risks of unanimity.
pub(crate) fn risks(card: &RuleCard, roll: &Roll, language: Language) -> Vec<RiskView> {
    let view = |one: UnanimityRisk| RiskView {
        message: one.sentence(language).to_owned(),
        area: one.area,
        voters: one.voters,
        contests: one.contests,
        support: one.support,
        percent: one.percent.to_string(),
        class: one.class,
    };
    unanimity(card, roll).into_iter().map(view).collect()
}

/// Refuses a card that the register makes too small somewhere.
///
/// # Errors
/// `privacy_card` with the refusals.
pub(crate) fn require_card(card: &RuleCard, roll: &Roll) -> Result<()> {
    let found = check_card(card, roll);
    let refused = found.iter().filter(|one| one.verdict == Verdict::Refused);
    refuse(
        "privacy_card",
        "规则卡与名册合起来会泄露个人的选择，没有冻结；请按提示修改",
        refused,
    )
}

/// Refuses a publication that would give small groups away.
///
/// # Errors
/// `privacy_plan` with the refusals.
pub(crate) fn require_plan(standing: &Standing) -> Result<()> {
    let mut rounds = Vec::new();
    for input in &standing.revealed {
        let turnouts: Vec<_> = input.classes.iter().map(ClassInput::turnout).collect();
        let opening = crate::round::decided(&standing.card, input.area, &turnouts)?;
        rounds.push((opening, turnouts));
    }
    let rounds: Vec<(&Opening, &[_])> = rounds
        .iter()
        .map(|(opening, turnouts)| (opening, turnouts.as_slice()))
        .collect();
    let plan = Plan::of(&standing.card, &rounds);
    match check_plan(&plan, standing.card.thresholds) {
        Ok(()) => Ok(()),
        Err(found) => refuse(
            "privacy_plan",
            "公布这些数字会泄露个人的选择，没有公布",
            found.iter(),
        ),
    }
}

fn refuse<'a>(
    code: &'static str,
    detail: &str,
    refused: impl Iterator<Item = &'a PrivacyFinding>,
) -> Result<()> {
    let faults: Vec<_> = refused
        .map(|one| FieldFault::new(&one.path, (&one.zh, &one.en)).coded(code_of(one.code)))
        .collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Fault {
        faults,
        ..Fault::conflict(code, detail)
    })
}
