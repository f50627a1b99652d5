//! Which trustees have shown that their keys work, before anything depends on them.

use crate::Result;
use pingyi_core::{
    id::CycleId,
    round::{RoundKind, RoundState},
};
use pingyi_ranking::RuleCard;
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
    /// From the rehearsal's closing on, where some have not: what that means and what to do, in a sentence.
    pub warning: Option<String>,
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
        };
        if !shown.untested.is_empty() && rehearsal != Rehearsal::Ahead {
            shown.warning = Some(shown.sentence(rehearsal));
        }
        Ok(shown)
    }

    /// Whether those who are tested can open a box.
    pub(crate) fn is_enough(&self) -> bool {
        self.tested >= self.needed
    }

    /// Why a round is not opened: nobody would be able to open its boxes after the voting.
    pub(crate) fn refusal(&self) -> String {
        format!(
            "打开票箱要 {} 名监票人，演练中只有 {} 名证明了密钥可用，还没有证明的：{}。现在开启，投完可能打不开票箱，\
             所以没有开启。请他们找出密钥或备份纸；找不齐就作废各轮，另建年度周期，重新生成密钥、制作码条，再演练一次",
            self.needed,
            self.tested,
            self.untested.join("、")
        )
    }

    fn sentence(&self, rehearsal: Rehearsal) -> String {
        let names = self.untested.join("、");
        let spare = self.tested.saturating_sub(self.needed);
        match (self.is_enough(), rehearsal) {
            (false, Rehearsal::Over) => self.refusal(),
            (false, _) => format!(
                "打开票箱要 {} 名监票人，演练中已有 {} 名证明了密钥可用，还在等 {names}；凑不齐，正式轮次不能开启",
                self.needed, self.tested
            ),
            (true, Rehearsal::Closed) => format!(
                "已有 {} 名监票人证明了密钥可用，够打开票箱；{names} 还没有在演练中试过，结束演练后不能再试",
                self.tested
            ),
            (true, _) => {
                let loss = match spare {
                    0 => "已证明的一名也不能缺席".to_owned(),
                    spare => format!("已证明的最多可以缺席 {spare} 名"),
                };
                format!(
                    "{names} 没有在演练中证明密钥可用；已证明的有 {} 名，打开票箱要 {} 名，{loss}",
                    self.tested, self.needed
                )
            }
        }
    }
}
