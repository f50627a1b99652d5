//! A round: one area's vote, and the states it goes through.
//!
//! ```text
//! draft → frozen → rehearsed → open → closed → tallied → revealed      an official round
//! draft → frozen ────────────→ open → closed → tallied → annulled      the rehearsal, when it is cleared
//! any state from frozen to tallied → annulled
//! ```

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a round counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundKind {
    /// Sham candidates, deleted before the first official round opens.
    Rehearsal,
    /// The real thing.
    Official,
}

impl RoundKind {
    /// Name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rehearsal => "rehearsal",
            Self::Official => "official",
        }
    }
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Being prepared.
    Draft,
    /// Elections, trustees and rolls are fixed.
    Frozen,
    /// The rehearsal was played and cleared.
    Rehearsed,
    /// Ballots are taken.
    Open,
    /// No more ballots; trustees decrypt the sums.
    Closed,
    /// The result is known to the machine and to nobody else.
    Tallied,
    /// Announced.
    Revealed,
    /// Does not count, with a reason.
    Annulled,
}

/// What can be done to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundAction {
    /// Fix elections, trustees and rolls.
    Freeze,
    /// The rehearsal was cleared.
    Rehearse,
    /// Take ballots.
    Open,
    /// Take no more.
    Close,
    /// The last partial decryption came.
    Tally,
    /// Everything was announced.
    Reveal,
    /// It does not count.
    Annul,
}

/// An action that does not fit the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("这一轮现在是“{}”，不能{}", state.label(), action.label())]
pub struct RoundStateFault {
    /// Where the round stands.
    pub state: RoundState,
    /// What was asked.
    pub action: RoundAction,
}

impl RoundState {
    /// All states in order.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Frozen,
        Self::Rehearsed,
        Self::Open,
        Self::Closed,
        Self::Tallied,
        Self::Revealed,
        Self::Annulled,
    ];

    /// Name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Frozen => "frozen",
            Self::Rehearsed => "rehearsed",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Tallied => "tallied",
            Self::Revealed => "revealed",
            Self::Annulled => "annulled",
        }
    }

    /// The state with this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == text)
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Frozen => "已冻结",
            Self::Rehearsed => "已演练",
            Self::Open => "投票中",
            Self::Closed => "已关闭",
            Self::Tallied => "已计票",
            Self::Revealed => "已公布",
            Self::Annulled => "已作废",
        }
    }

    /// The state after an action.
    ///
    /// # Errors
    /// [`RoundStateFault`] when the action does not fit.
    pub fn after(self, kind: RoundKind, action: RoundAction) -> Result<Self, RoundStateFault> {
        use RoundAction as A;
        use RoundKind as K;
        Ok(match (self, kind, action) {
            (Self::Draft, _, A::Freeze) => Self::Frozen,
            (Self::Frozen, K::Official, A::Rehearse) => Self::Rehearsed,
            (Self::Frozen, K::Rehearsal, A::Open) | (Self::Rehearsed, K::Official, A::Open) => {
                Self::Open
            }
            (Self::Open, _, A::Close) => Self::Closed,
            (Self::Closed, _, A::Tally) => Self::Tallied,
            (Self::Tallied, K::Official, A::Reveal) => Self::Revealed,
            (
                Self::Frozen | Self::Rehearsed | Self::Open | Self::Closed | Self::Tallied,
                _,
                A::Annul,
            ) => Self::Annulled,
            (state, _, action) => return Err(RoundStateFault { state, action }),
        })
    }
}

impl RoundAction {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Freeze => "冻结",
            Self::Rehearse => "结束演练",
            Self::Open => "开启投票",
            Self::Close => "关闭投票",
            Self::Tally => "计票",
            Self::Reveal => "公布",
            Self::Annul => "作废",
        }
    }
}

impl fmt::Display for RoundState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::{RoundAction as A, RoundKind as K, RoundState as S};

    #[test]
    fn an_official_round_must_be_rehearsed_before_it_opens() {
        assert!(S::Frozen.after(K::Official, A::Open).is_err());
        assert_eq!(S::Rehearsed.after(K::Official, A::Open), Ok(S::Open));
    }

    #[test]
    fn the_rehearsal_is_never_revealed_and_what_is_revealed_is_never_annulled() {
        assert!(S::Tallied.after(K::Rehearsal, A::Reveal).is_err());
        for action in [
            A::Freeze,
            A::Rehearse,
            A::Open,
            A::Close,
            A::Tally,
            A::Reveal,
            A::Annul,
        ] {
            assert!(S::Revealed.after(K::Official, action).is_err());
            assert!(S::Annulled.after(K::Official, action).is_err());
        }
    }

    #[test]
    fn a_draft_is_changed_not_annulled() {
        assert!(S::Draft.after(K::Official, A::Annul).is_err());
        assert_eq!(S::Frozen.after(K::Official, A::Annul), Ok(S::Annulled));
    }

    #[test]
    fn names_are_read_back() {
        for state in S::ALL {
            assert_eq!(S::parse(state.code()), Some(state));
        }
    }
}
