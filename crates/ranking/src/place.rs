//! Scores to places: sets of equal keys, tie-breaks, places (`docs/scoring.md` §4.7 and §4.8).

mod tie;

use crate::card::{RankConvention, RankKey};
use crate::composite::{Points, Scored};
use crate::round::Rank;
use crate::scene::{Group, Scene};
use crate::trace::{Draft, Key, Name, Op, Recorder};
use crate::vote::Vote;

/// The villages of one group, scored.
pub(crate) struct Field<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) group: &'a Group,
    /// For each village of the data what it is ranked with, if it is.
    pub(crate) scored: &'a [Option<Scored>],
    pub(crate) components: &'a [Points],
    pub(crate) vote: Option<&'a Vote>,
}

/// Villages that share a place, in village order.
pub(crate) struct Placed {
    pub(crate) place: Rank,
    pub(crate) villages: Vec<usize>,
    /// Whether a lot must still be drawn among them.
    pub(crate) lot_needed: bool,
}

/// Villages still tied.
struct Set {
    villages: Vec<usize>,
    /// Whether a lot was missing for a set they were in.
    lot_needed: bool,
}

impl Field<'_> {
    /// The villages in the order of places.
    pub(crate) fn places<R: Recorder>(&self, recorder: &mut R) -> Vec<Placed> {
        let mut sets = self.rank(recorder);
        for (index, rule) in self.scene.plan.ties.iter().enumerate() {
            let mut split = Vec::with_capacity(sets.len());
            for set in sets {
                split.extend(tie::split(self, index, rule, set, recorder));
            }
            sets = split;
        }
        self.number(sets, recorder)
    }

    /// Sets of equal key, best first, those that are last behind.
    fn rank<R: Recorder>(&self, recorder: &mut R) -> Vec<Set> {
        let mut keyed: Vec<(usize, Key, bool)> = Vec::with_capacity(self.group.villages.len());
        for village in &self.group.villages {
            if let Some(scored) = &self.scored[*village] {
                keyed.push((*village, self.key(*village, scored), scored.last));
            }
        }
        let mut order: Vec<usize> = (0..keyed.len()).collect();
        // The sort is stable, so a set keeps village order.
        order.sort_by(|left, right| {
            let (left, right) = (&keyed[*left], &keyed[*right]);
            left.2.cmp(&right.2).then_with(|| right.1.cmp(&left.1))
        });
        let same = |left: &usize, right: &usize| {
            let (left, right) = (&keyed[*left], &keyed[*right]);
            left.2 == right.2 && left.1 == right.1
        };
        let sets = order.chunk_by(same).map(|set| Set {
            villages: set.iter().map(|place| keyed[*place].0).collect(),
            lot_needed: false,
        });
        let sets: Vec<Set> = sets.collect();
        recorder.step(|| {
            let row = |(village, key, last): &(usize, Key, bool)| {
                let (town, village) = self.scene.name(*village);
                (town, village, key.clone(), *last)
            };
            let op = Op::Rank {
                group: self.group.code.clone(),
                r#in: keyed.iter().map(row).collect(),
                out: sets.iter().map(|set| self.names(&set.villages)).collect(),
            };
            Draft::new(self.scene.rule("ranks"), op)
        });
        sets
    }

    fn key(&self, village: usize, scored: &Scored) -> Key {
        let profile = self.vote.and_then(|vote| vote.profiles[village].as_ref());
        if let Some(profile) = profile {
            return Key::Profile(profile.clone());
        }
        Key::Score(match self.scene.plan.rounding.ranks_on {
            RankKey::Exact => scored.score.clone(),
            RankKey::Published => scored.rounded.to_ratio(),
        })
    }

    fn names(&self, villages: &[usize]) -> Vec<Name> {
        villages
            .iter()
            .map(|village| self.scene.name(*village))
            .collect()
    }

    /// Numbers the places of the sets.
    fn number<R: Recorder>(&self, sets: Vec<Set>, recorder: &mut R) -> Vec<Placed> {
        let mut before = 0;
        let mut placed = Vec::with_capacity(sets.len());
        for (dense, set) in sets.into_iter().enumerate() {
            let (first, last) = (before + 1, before + set.villages.len());
            before = last;
            let halves = match self.scene.plan.ranks {
                RankConvention::Competition | RankConvention::Ordinal => 2 * first,
                RankConvention::Dense => 2 * (dense + 1),
                RankConvention::Modified => 2 * last,
                RankConvention::Fractional => first + last,
            };
            let place = Rank::half(u32::try_from(halves).expect("villages fit 31 bits"));
            for village in &set.villages {
                recorder.step(|| {
                    let (town, village) = self.scene.name(*village);
                    let op = Op::Place {
                        group: self.group.code.clone(),
                        town,
                        village,
                        place: place.to_string(),
                    };
                    Draft::new(self.scene.rule("ranks"), op)
                });
            }
            placed.push(Placed {
                place,
                lot_needed: set.lot_needed && set.villages.len() > 1,
                villages: set.villages,
            });
        }
        placed
    }
}
