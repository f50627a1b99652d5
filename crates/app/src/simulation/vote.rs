//! Made-up ballots: better villages get better marks, with luck.

use super::Candidate;
use pingyi_ranking::{Choice, ClassInput, RuleCard, VoterClass};
use rand::{Rng, RngExt, seq::SliceRandom};

/// How far luck goes beside quality, in points of 100.
const LUCK: u32 = 60;

/// The ballots of a class: how many are entitled, how many of them vote.
pub(super) fn class(
    card: &RuleCard,
    class: &VoterClass,
    (entitled, voters): (u64, u64),
    candidates: &[&Candidate],
    rng: &mut impl Rng,
) -> ClassInput {
    let marks = card.marks().len();
    let mut sums = vec![vec![0; marks]; candidates.len()];
    for _ in 0..voters {
        for (village, mark) in ballot(card, marks, candidates, rng) {
            sums[village][mark] += 1;
        }
    }
    ClassInput {
        code: class.code.clone(),
        entitled,
        present: voters,
        issued: voters,
        returned: voters,
        sums: Some(sums),
    }
}

/// One ballot: villages with the mark each gets.
fn ballot(
    card: &RuleCard,
    marks: usize,
    candidates: &[&Candidate],
    rng: &mut impl Rng,
) -> Vec<(usize, usize)> {
    let liking: Vec<u32> = candidates
        .iter()
        .map(|one| one.quality + rng.random_range(0..LUCK))
        .collect();
    let mut best: Vec<usize> = (0..candidates.len()).collect();
    best.shuffle(rng);
    best.sort_by_key(|village| std::cmp::Reverse(liking[*village]));
    match card.choice {
        Choice::Approve(approve) => {
            let count = rng.random_range(approve.least.max(1)..=approve.most.max(1)) as usize;
            best.into_iter()
                .take(count)
                .map(|village| (village, 0))
                .collect()
        }
        Choice::Order(_) => best.into_iter().take(marks).zip(0..).collect(),
        Choice::Grades | Choice::Points(_) => graded(card, marks, &liking, &best),
    }
}

/// A mark for each village, best first, within the quotas of the grades.
fn graded(card: &RuleCard, marks: usize, liking: &[u32], best: &[usize]) -> Vec<(usize, usize)> {
    let codes = card.marks();
    let mut left: Vec<Option<u32>> = codes
        .iter()
        .map(|mark| {
            let quota = card.quotas.iter().find(|quota| quota.grade == mark.code);
            quota.map(|quota| quota.most)
        })
        .collect();
    let highest = 100 + LUCK;
    let mut given = Vec::new();
    for &village in best {
        let below = (highest - 1 - liking[village]) as usize;
        let mut mark = below * marks / highest as usize;
        while mark + 1 < marks && left[mark] == Some(0) {
            mark += 1;
        }
        if let Some(left) = &mut left[mark] {
            *left = left.saturating_sub(1);
        }
        given.push((village, mark));
    }
    given
}
