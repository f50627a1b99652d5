//! The sum of a box that grows with every ballot, so that closing need not read them all again.
//!
//! It is a memory of the board's beginning and decides nothing: closing adds what it has not seen, be it all of the
//! board after a restart, or what another program appended.

use crate::{App, Fault, Result};
use pingyi_ballot::{CheckedBallot, Election, EncryptedTally, TallyAccumulator};
use pingyi_store::board;
use std::sync::{Arc, Mutex, PoisonError};

/// Ballots read at a time.
const PIECE: u64 = 500;

/// A sum shared by the writer of a box and its closing.
#[derive(Clone)]
pub(crate) struct RunningSum(Arc<Mutex<Prefix>>);

/// The sum of the ballots with a place below `next`.
struct Prefix {
    election: Election,
    sum: TallyAccumulator,
    next: u64,
}

impl Prefix {
    fn empty(election: &Election) -> Self {
        Self {
            election: election.clone(),
            sum: TallyAccumulator::new(election),
            next: 0,
        }
    }
}

impl RunningSum {
    pub(super) fn new(election: &Election) -> Self {
        Self(Arc::new(Mutex::new(Prefix::empty(election))))
    }

    /// Adds a ballot that is on the board at a place; one that is not the next is left for closing to find.
    pub(super) fn add(&self, position: u64, ballot: &CheckedBallot) {
        let mut prefix = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if prefix.next == position {
            prefix.sum.add(ballot);
            prefix.next += 1;
        }
    }

    /// The sum of everything on the board of a closed box; the memory of it is given up.
    pub(crate) async fn finish(&self, app: &App, box_id: &str) -> Result<EncryptedTally> {
        let mut prefix = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let empty = Prefix::empty(&kept.election);
            std::mem::replace(&mut *kept, empty)
        };
        loop {
            let rest =
                board::ballot_contents(app.store().reader(), box_id, prefix.next, PIECE).await?;
            if rest.is_empty() {
                break;
            }
            let added = tokio::task::spawn_blocking(move || {
                for (position, raw) in rest {
                    if position != prefix.next {
                        return Err(Fault::internal(&"a ballot has no place or no record"));
                    }
                    let added = prefix.sum.add_raw(&raw, 1);
                    added.map_err(|e| Fault::internal(&e))?;
                    prefix.next += 1;
                }
                Ok(prefix)
            });
            prefix = added.await.map_err(|e| Fault::internal(&e))??;
        }
        let (voters, received) = board::turnout(app.store().reader(), box_id).await?;
        if prefix.next != u64::from(received) || prefix.sum.num_tallied() != u64::from(voters) {
            return Err(Fault::internal(
                &"the sum does not hold every voter's ballot",
            ));
        }
        Ok(prefix.sum.finish())
    }
}
