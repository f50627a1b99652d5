//! States of a project and the moves between them.

use super::project::Project;
use pingyi_ranking::Sentence;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a project stands.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 储备
    #[default]
    Reserve,
    /// 申报
    Declared,
    /// 审核
    Reviewed,
    /// 入库
    Registered,
    /// 开工
    Started,
    /// 在建
    Building,
    /// 完工
    Completed,
    /// 验收
    Accepted,
    /// 暂停: stands still, and goes back to where it was.
    Paused,
    /// 调整: its content or money is being changed, and it goes back to where it was.
    Adjusted,
    /// 退库: left the ledger; there is no way back.
    Withdrawn,
}

/// The main line, in order.
const LINE: [State; 8] = [
    State::Reserve,
    State::Declared,
    State::Reviewed,
    State::Registered,
    State::Started,
    State::Building,
    State::Completed,
    State::Accepted,
];

impl State {
    /// Every state: the main line, then the side states.
    pub const ALL: [Self; 11] = [
        Self::Reserve,
        Self::Declared,
        Self::Reviewed,
        Self::Registered,
        Self::Started,
        Self::Building,
        Self::Completed,
        Self::Accepted,
        Self::Paused,
        Self::Adjusted,
        Self::Withdrawn,
    ];

    /// The state's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reserve => "reserve",
            Self::Declared => "declared",
            Self::Reviewed => "reviewed",
            Self::Registered => "registered",
            Self::Started => "started",
            Self::Building => "building",
            Self::Completed => "completed",
            Self::Accepted => "accepted",
            Self::Paused => "paused",
            Self::Adjusted => "adjusted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this name, in data or as people call it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.code() == text || state.zh() == text)
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Reserve => "储备",
            Self::Declared => "申报",
            Self::Reviewed => "审核",
            Self::Registered => "入库",
            Self::Started => "开工",
            Self::Building => "在建",
            Self::Completed => "完工",
            Self::Accepted => "验收",
            Self::Paused => "暂停",
            Self::Adjusted => "调整",
            Self::Withdrawn => "退库",
        }
    }

    /// Whether works go on or could: these are judged by lights.
    pub fn is_running(self) -> bool {
        matches!(self, Self::Registered | Self::Started | Self::Building)
    }

    /// Whether nothing more will happen.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Accepted | Self::Withdrawn)
    }
}

/// One move between states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// From.
    pub from: State,
    /// To.
    pub to: State,
    /// Login of who moved it.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// Why; `#imported` where the project came with the state.
    pub why: String,
}

/// Why a project cannot move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateFault {
    /// There is no such arrow.
    #[error("{}状态的项目不能直接改为{}", .from.zh(), .to.zh())]
    NoArrow {
        /// From.
        from: State,
        /// To.
        to: State,
    },
    /// No reason was given.
    #[error("请写明原因（1–200 字）")]
    Reason,
    /// What the next state needs is missing.
    #[error("{}", .0.zh)]
    Missing(Sentence),
}

impl Project {
    /// The state it goes back to from 暂停 or 调整.
    pub fn returns_to(&self) -> Option<State> {
        let aside = |state| matches!(state, State::Paused | State::Adjusted);
        if !aside(self.state) {
            return None;
        }
        let left = self.moves.iter().rev().find(|one| !aside(one.from));
        left.map(|one| one.from)
    }

    /// States it can move to now, in the order of the main line, side states last.
    pub fn next_states(&self) -> Vec<State> {
        let from = self.state;
        if from.is_final() {
            return Vec::new();
        }
        if let Some(back) = self.returns_to() {
            let other = if from == State::Paused {
                State::Adjusted
            } else {
                State::Paused
            };
            return vec![back, other, State::Withdrawn];
        }
        let at = LINE.iter().position(|state| *state == from);
        let mut states: Vec<State> = at
            .and_then(|at| LINE.get(at + 1))
            .copied()
            .into_iter()
            .collect();
        if let Some(before) = at.filter(|at| *at > 0 && *at < 3).map(|at| LINE[at - 1]) {
            states.push(before); // sent back: 申报 → 储备, 审核 → 申报
        }
        if matches!(from, State::Registered | State::Started | State::Building) {
            states.extend([State::Paused, State::Adjusted]);
        }
        if from < State::Completed {
            states.push(State::Withdrawn);
        }
        states
    }
}

/// Moves a project to a state. What a state needs is asked for: 开工 its actual start, 完工 its actual completion,
/// 验收 its acceptance, 入库 planned money.
///
/// # Errors
/// [`StateFault`]; the project is then as it was.
pub fn apply(
    project: &mut Project,
    to: State,
    by: &str,
    at: jiff::Timestamp,
    why: &str,
) -> Result<(), StateFault> {
    let from = project.state;
    if !project.next_states().contains(&to) {
        return Err(StateFault::NoArrow { from, to });
    }
    if !(1..=200).contains(&why.trim().chars().count()) {
        return Err(StateFault::Reason);
    }
    let back = project.returns_to() == Some(to);
    let missing = match to {
        _ if back => None,
        State::Registered if project.planned().0 == 0 => {
            Some(("入库前请填写计划资金", "planned money is needed first"))
        }
        State::Started if project.start.actual.is_none() => Some((
            "开工前请填写实际开工日期",
            "the actual start is needed first",
        )),
        State::Completed if project.finish.actual.is_none() => Some((
            "完工前请填写实际完工日期",
            "the actual finish is needed first",
        )),
        State::Accepted if project.acceptance.is_none() => Some((
            "验收前请填写验收日期和结果",
            "day and result of the acceptance are needed first",
        )),
        _ => None,
    };
    if let Some(missing) = missing {
        return Err(StateFault::Missing(missing.into()));
    }
    project.moves.push(Move {
        from,
        to,
        by: by.into(),
        at,
        why: why.trim().into(),
    });
    project.state = to;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::EntryId,
        ledger::{Acceptance, Funding},
        money::Fen,
    };
    use jiff::{Timestamp, civil::date};
    use proptest::prelude::*;

    fn ready() -> Project {
        let mut project = Project::new("1", "项目", "产业", EntryId(uuid::Uuid::from_u128(1)));
        project.funding = vec![Funding {
            source: "县级".into(),
            planned: Fen(1),
            arrived: Fen(0),
            spent: Fen(0),
        }];
        project.start.actual = Some(date(2026, 3, 1));
        project.finish.actual = Some(date(2026, 9, 1));
        project.acceptance = Some(Acceptance {
            on: date(2026, 10, 1),
            result: "合格".into(),
            document: String::new(),
        });
        project
    }

    fn go(project: &mut Project, to: State) -> Result<(), StateFault> {
        apply(project, to, "organiser", Timestamp::UNIX_EPOCH, "按程序")
    }

    #[test]
    fn the_main_line_is_walked_step_by_step_and_no_step_is_skipped() {
        let mut project = ready();
        for (index, to) in LINE.into_iter().enumerate().skip(1) {
            for far in LINE.into_iter().skip(index + 1) {
                assert!(matches!(
                    go(&mut project.clone(), far),
                    Err(StateFault::NoArrow { .. })
                ));
            }
            go(&mut project, to).unwrap();
        }
        assert_eq!(project.state, State::Accepted);
        assert_eq!(project.moves.len(), 7);
        assert!(project.next_states().is_empty());
    }

    #[test]
    fn a_side_state_goes_back_to_where_it_was_even_over_another_side_state() {
        let mut project = ready();
        for to in [
            State::Declared,
            State::Reviewed,
            State::Registered,
            State::Started,
            State::Building,
        ] {
            go(&mut project, to).unwrap();
        }
        go(&mut project, State::Paused).unwrap();
        go(&mut project, State::Adjusted).unwrap();
        assert_eq!(project.returns_to(), Some(State::Building));
        assert!(go(&mut project, State::Started).is_err());
        go(&mut project, State::Building).unwrap();
        assert_eq!(project.returns_to(), None);
    }

    #[test]
    fn what_a_state_needs_is_asked_for_and_nothing_changes_until_it_is_there() {
        let mut project = ready();
        project.funding.clear();
        for to in [State::Declared, State::Reviewed] {
            go(&mut project, to).unwrap();
        }
        let before = project.clone();
        assert_eq!(
            go(&mut project, State::Registered),
            Err(StateFault::Missing(
                ("入库前请填写计划资金", "planned money is needed first").into()
            ))
        );
        assert_eq!(
            apply(
                &mut project,
                State::Declared,
                "x",
                Timestamp::UNIX_EPOCH,
                " "
            ),
            Err(StateFault::Reason)
        );
        assert_eq!(project, before);
    }

    proptest! {
        #[test]
        fn every_walk_keeps_a_whole_history(choices in proptest::collection::vec(0_usize..6, 0..30)) {
            let mut project = ready();
            for choice in choices {
                let next = project.next_states();
                if next.is_empty() { break; }
                go(&mut project, next[choice % next.len()]).unwrap();
            }
            let mut state = State::Reserve;
            for one in &project.moves {
                prop_assert_eq!(one.from, state);
                state = one.to;
            }
            prop_assert_eq!(state, project.state);
            if project.state == State::Paused || project.state == State::Adjusted {
                let back = project.returns_to().unwrap();
                prop_assert!(back.is_running());
            }
        }
    }
}
