//! Which trustees have shown that their keys work, before anything depends on them.

use crate::Result;
use pingyi_core::{
    id::CycleId,
    round::{RoundKind, RoundState},
};
use pingyi_ranking::{RuleCard, Sentence};
use pingyi_store::{Connection, round, trustee};
use serde::Serialize;
use utoipa::ToSchema;

/// Keys proved in the rehearsal: a trustee who decrypted there holds a working key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Readiness {
    /// Trustees there are.
    pub count: u32,
    /// Trustees needed to open a box.
    pub needed: u32,
    /// Trustees who decrypted in the rehearsal.
    pub tested: u32,
    /// Names of the others.
    pub untested: Vec<String>,
    /// From the rehearsal's closing on, where some have not: what that means and what to do, in Chinese.
    pub warning: Option<String>,
    /// The same in English.
    pub warning_en: Option<String>,
}

/// How far the rehearsal is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rehearsal {
    /// Its sums are not there to be decrypted.
    Ahead,
    /// Trustees can decrypt.
    Closed,
    /// Cleared: nobody can be tested any more.
    Over,
}

impl Readiness {
    /// As it stands now.
    pub(crate) async fn of(c: &impl Connection, cycle: CycleId, card: &RuleCard) -> Result<Self> {
        let trustees = trustee::list(c, cycle).await?;
        let rounds = round::list(c, cycle).await?;
        let rehearsal = rounds.iter().find(|one| one.kind == RoundKind::Rehearsal);
        let rehearsal = match rehearsal.map(|one| one.state) {
            Some(RoundState::Closed | RoundState::Tallied) => Rehearsal::Closed,
            Some(RoundState::Annulled | RoundState::Revealed) => Rehearsal::Over,
            _ => Rehearsal::Ahead,
        };
        let (tested, untested): (Vec<_>, Vec<_>) = trustees.into_iter().partition(|one| one.tested);
        let mut shown = Self {
            count: card.trustees.count,
            needed: card.trustees.threshold,
            tested: u32::try_from(tested.len()).unwrap_or(u32::MAX),
            untested: untested.into_iter().map(|one| one.name).collect(),
            warning: None,
            warning_en: None,
        };
        if !shown.untested.is_empty() && rehearsal != Rehearsal::Ahead {
            let Sentence { zh, en } = shown.sentence(rehearsal);
            (shown.warning, shown.warning_en) = (Some(zh), Some(en));
        }
        Ok(shown)
    }

    /// Whether those who are tested can open a box.
    pub(crate) fn is_enough(&self) -> bool {
        self.tested >= self.needed
    }

    /// Why a round is not opened: nobody would be able to open its boxes after the voting.
    pub(crate) fn refusal(&self) -> Sentence {
        let (needed, tested) = (self.needed, self.tested);
        let zh = format!(
            "打开票箱要 {needed} 名监票人，演练中只有 {tested} 名证明了密钥可用，还没有证明的：{}。现在开启，投完可能打不开票箱，\
             所以没有开启。请他们找出密钥或备份纸；找不齐就作废各轮，另建年度周期，重新生成密钥、制作码条，再演练一次",
            self.untested.join("、")
        );
        let en = format!(
            "{needed} trustees are needed to open a box and only {tested} proved their keys in the rehearsal; not yet: {}. \
             The round was not opened, since its boxes might stay shut. Look for the keys or backup sheets; if that fails, \
             annul the rounds and prepare a new cycle with new keys, slips and a rehearsal",
            self.untested.join(", ")
        );
        Sentence { zh, en }
    }

    fn sentence(&self, rehearsal: Rehearsal) -> Sentence {
        let (names, list) = (self.untested.join("、"), self.untested.join(", "));
        let (needed, tested) = (self.needed, self.tested);
        let (zh, en) = match (self.is_enough(), rehearsal) {
            (false, Rehearsal::Over) => return self.refusal(),
            (false, _) => (
                format!(
                    "打开票箱要 {needed} 名监票人，演练中已有 {tested} 名证明了密钥可用，还在等 {names}；凑不齐，正式轮次不能开启"
                ),
                format!(
                    "{needed} trustees are needed to open a box; {tested} proved their keys in the rehearsal, {list} not yet; without enough no official round can be opened"
                ),
            ),
            (true, Rehearsal::Closed) => (
                format!(
                    "已有 {tested} 名监票人证明了密钥可用，够打开票箱；{names} 还没有在演练中试过，结束演练后不能再试"
                ),
                format!(
                    "{tested} trustees proved their keys, enough to open a box; {list} did not try theirs, and cannot after the rehearsal"
                ),
            ),
            (true, _) => {
                let (loss, loss_en) = match self.tested.saturating_sub(self.needed) {
                    0 => (
                        "已证明的一名也不能缺席".to_owned(),
                        "none of these may be missing".to_owned(),
                    ),
                    spare => (
                        format!("已证明的最多可以缺席 {spare} 名"),
                        format!("at most {spare} of these may be missing"),
                    ),
                };
                (
                    format!(
                        "{names} 没有在演练中证明密钥可用；已证明的有 {tested} 名，打开票箱要 {needed} 名，{loss}"
                    ),
                    format!(
                        "{list} did not prove a key in the rehearsal; {tested} did, {needed} are needed to open a box, {loss_en}"
                    ),
                )
            }
        };
        Sentence { zh, en }
    }
}
