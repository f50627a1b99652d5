//! What becomes of a project when the county approves what a town proposed.

use super::state::needed;
use pingyi_core::{
    entry::{Clash, merge},
    ledger::{Move, Project, StateFault, apply},
};
use serde_json::Value;

/// A proposed project brought together with the one that stands: members that one side changed are taken, and the
/// moves the proposal added are made again, by whom, when and why it says. History of the project that was written
/// in between (moves, reports, exemptions) stays.
///
/// # Errors
/// The members both changed differently; `/state` when the project moved since, and what a state needs when it was
/// taken away since.
pub(crate) fn accepted(
    standing: Option<&Project>,
    base: Option<&Project>,
    proposed: Project,
) -> Result<Project, Vec<Clash>> {
    let (Some(standing), Some(base)) = (standing, base) else {
        return Ok(proposed);
    };
    let [was, is, wanted] = [base, standing, &proposed].map(document);
    let clash = |path: &str| Clash {
        path: path.into(),
        base: was.pointer(path).cloned(),
        theirs: is.pointer(path).cloned(),
        mine: wanted.pointer(path).cloned(),
    };
    let moves: Vec<Move> = proposed
        .moves
        .iter()
        .skip(base.moves.len())
        .cloned()
        .collect();
    let mut clashes = Vec::new();
    if !moves.is_empty() && standing.state != base.state {
        clashes.push(clash("/state"));
    }
    // Without its history, so that only what was edited is compared; the moves follow.
    let edited = document(&proposed.keeping_history_of(base));
    let merged = merge(&was, &is, &edited).map_err(|others| {
        clashes.extend(others);
        std::mem::take(&mut clashes)
    })?;
    if !clashes.is_empty() {
        return Err(clashes);
    }
    let mut body: Project = serde_json::from_value(merged).unwrap_or_else(|_| standing.clone());
    for one in moves {
        apply(&mut body, one.to, &one.by, one.at, &one.why).map_err(|fault| match fault {
            StateFault::Missing(_) => vec![clash(needed(one.to))],
            _ => vec![clash("/state")],
        })?;
    }
    Ok(body)
}

fn document(project: &Project) -> Value {
    serde_json::to_value(project).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use pingyi_core::{
        id::EntryId,
        ledger::{Report, State},
    };

    fn base() -> Project {
        Project::new("1", "项目", "产业", EntryId(uuid::Uuid::from_u128(1)))
    }

    fn paths(clashes: &[Clash]) -> Vec<&str> {
        clashes.iter().map(|clash| clash.path.as_str()).collect()
    }

    fn moved(mut project: Project, to: State, by: &str) -> Project {
        apply(&mut project, to, by, Timestamp::UNIX_EPOCH, "按程序").unwrap();
        project
    }

    #[test]
    fn a_move_is_kept_beside_what_the_county_wrote_since() {
        let proposed = moved(base(), State::Declared, "town");
        let mut standing = base();
        standing.leader = "某某".into();
        standing.report(Report {
            month: "2026-10".into(),
            progress: 100,
            sentence: "按计划推进".into(),
            by: "organiser".into(),
            at: Timestamp::UNIX_EPOCH,
        });
        let body = accepted(Some(&standing), Some(&base()), proposed).unwrap();
        assert_eq!((body.state, body.moves.len()), (State::Declared, 1));
        assert_eq!(
            (body.moves[0].by.as_str(), body.leader.as_str()),
            ("town", "某某")
        );
        assert_eq!((body.reports.len(), body.progress), (1, 100));
    }

    #[test]
    fn a_move_from_a_state_that_is_left_is_a_conflict() {
        let proposed = moved(base(), State::Declared, "town");
        let standing = moved(base(), State::Withdrawn, "organiser");
        let clashes = accepted(Some(&standing), Some(&base()), proposed).unwrap_err();
        assert_eq!(paths(&clashes), ["/state"]);
    }

    #[test]
    fn an_edit_does_not_take_back_a_move_made_since() {
        let mut proposed = base();
        proposed.content = "硬化道路".into();
        let standing = moved(base(), State::Declared, "organiser");
        let body = accepted(Some(&standing), Some(&base()), proposed).unwrap();
        assert_eq!((body.state, body.moves.len()), (State::Declared, 1));
        assert_eq!(body.content, "硬化道路");
    }

    #[test]
    fn members_both_changed_are_named() {
        let (mut proposed, mut standing) = (base(), base());
        proposed.owner = "甲公司".into();
        standing.owner = "乙公司".into();
        let clashes = accepted(Some(&standing), Some(&base()), proposed).unwrap_err();
        assert_eq!(paths(&clashes), ["/owner"]);
    }

    #[test]
    fn what_a_state_needs_is_asked_for_again() {
        let mut start = moved(moved(base(), State::Declared, "t"), State::Reviewed, "t");
        start.funding = vec![pingyi_core::ledger::Funding {
            source: "县级".into(),
            planned: pingyi_core::money::Fen(100),
            arrived: pingyi_core::money::Fen(0),
            spent: pingyi_core::money::Fen(0),
        }];
        let proposed = moved(start.clone(), State::Registered, "town");
        let mut standing = start.clone();
        standing.funding.clear();
        let clashes = accepted(Some(&standing), Some(&start), proposed).unwrap_err();
        assert_eq!(paths(&clashes), ["/funding"]);
    }
}
