//! Every profile of ballots under tiny cards, through [`rank_round`] and what is published of it.

use std::collections::HashMap;

use pingyi_ranking::{
    AreaRanking, BlankCount, ClassInput, EmptyClass, RankKey, RoundInput, RuleCard, SmallClass,
    Thresholds, rank_round,
};

use super::card_of;
use crate::sample::{close, contest};

/// The marks of each voter for each village, voter by voter; `grades` for a blank.
type Profile = Vec<usize>;

/// Marks of each grade, `[class][village][grade]`.
type Sums = Vec<Vec<Vec<u64>>>;

fn sums(card: &RuleCard, sizes: &[usize], villages: usize, profile: &[usize]) -> Sums {
    let grades = card.grades.len();
    let mut voters = profile.chunks(villages);
    let class = |size: &usize| {
        let mut sums = vec![vec![0; grades]; villages];
        for ballot in voters.by_ref().take(*size) {
            for (village, mark) in ballot.iter().enumerate() {
                if *mark < grades {
                    sums[village][*mark] += 1;
                }
            }
        }
        sums
    };
    sizes.iter().map(class).collect()
}

/// The published ranking; only turnout, as large as the class, goes without saying.
fn published(card: &RuleCard, sizes: &[usize], sums: &Sums) -> String {
    let classes = card.classes.iter().zip(sizes).zip(sums);
    let classes = classes.map(|((class, size), sums)| {
        let count = *size as u64;
        ClassInput {
            code: class.code.clone(),
            entitled: count,
            present: count,
            issued: count,
            returned: count,
            sums: Some(sums.clone()),
        }
    });
    let mut input = RoundInput {
        area: 1,
        contests: (0..sums[0].len()).map(contest).collect(),
        classes: classes.collect(),
    };
    close(card, &mut input);
    let outcome = rank_round(card, &input).unwrap();
    serde_json::to_string(&AreaRanking::new(card, &outcome)).unwrap()
}

fn profiles(length: usize, marks: usize) -> impl Iterator<Item = Profile> {
    (0..marks.pow(u32::try_from(length).unwrap())).map(move |mut number| {
        let mark = |_| {
            let mark = number % marks;
            number /= marks;
            mark
        };
        (0..length).map(mark).collect()
    })
}

/// How often a voter's mark followed from what was published, by unanimity of a class at least as
/// large as the opening threshold. Anything else fails.
fn determined(card: &RuleCard, sizes: &[usize], villages: usize) -> usize {
    let marks = card.grades.len() + usize::from(card.blank.allowed);
    let voters: usize = sizes.iter().sum();
    let class_of: Vec<_> = sizes
        .iter()
        .enumerate()
        .flat_map(|(class, size)| vec![class; *size])
        .collect();
    let mut said: HashMap<Sums, String> = HashMap::new();
    let mut known: HashMap<String, Vec<Option<usize>>> = HashMap::new();
    for profile in profiles(voters * villages, marks) {
        let sums = sums(card, sizes, villages, &profile);
        let said = said
            .entry(sums)
            .or_insert_with_key(|sums| published(card, sizes, sums));
        let known = known
            .entry(said.clone())
            .or_insert_with(|| profile.iter().map(|mark| Some(*mark)).collect());
        for (known, mark) in known.iter_mut().zip(&profile) {
            *known = known.filter(|known| known == mark);
        }
    }
    let mut found = 0;
    for known in known.values() {
        for (at, mark) in known.iter().enumerate().filter(|(_, mark)| mark.is_some()) {
            let (voter, village) = (at / villages, at % villages);
            let class = (0..voters).filter(|other| class_of[*other] == class_of[voter]);
            let class: Vec<_> = class.collect();
            assert!(
                class.len() >= card.thresholds.open as usize,
                "{sizes:?}: voter {voter}"
            );
            assert!(
                class
                    .iter()
                    .all(|other| known[other * villages + village] == *mark),
                "{sizes:?}: voter {voter}"
            );
            found += 1;
        }
    }
    found
}

/// Two classes, two grades; opened from 2 ballots, means from 3, counts from 4.
fn tiny(small: SmallClass, empty: EmptyClass) -> RuleCard {
    let limits = Thresholds {
        open: 2,
        mean: 3,
        histogram: 4,
    };
    let mut card = card_of(2, limits);
    card.grades.truncate(2);
    card.small_class = small;
    card.empty_class = empty;
    card.blank.allowed = false;
    card.blank.counts_as = BlankCount::Excluded;
    card.quorum.share = "1/10".parse().unwrap();
    card
}

#[test]
fn what_is_published_of_two_classes_gives_no_ballot_away_but_by_unanimity() {
    let mut counts = Vec::new();
    for small in [SmallClass::Refuse, SmallClass::Renormalise] {
        let card = tiny(small, EmptyClass::Refuse);
        for sizes in [[1, 4], [2, 3], [3, 3], [2, 2], [1, 1]] {
            counts.push(determined(&card, &sizes, 2));
        }
    }
    assert_eq!(counts, [0, 0, 1536, 0, 0, 80, 0, 1536, 0, 0]);
}

#[test]
fn blanks_rounding_and_empty_classes_give_no_ballot_away_either() {
    let mut counts = Vec::new();
    for empty in [
        EmptyClass::Refuse,
        EmptyClass::Renormalise,
        EmptyClass::Zero,
    ] {
        let mut card = tiny(SmallClass::Renormalise, empty);
        card.blank.allowed = true;
        card.rounding.decimals = 0;
        card.rounding.ranks_on = RankKey::Published;
        for sizes in [[1, 3], [2, 2]] {
            counts.push(determined(&card, &sizes, 2));
        }
        counts.push(determined(&card, &[3, 4], 1));
    }
    assert_eq!(counts, [36, 0, 40, 36, 16, 117, 36, 0, 117]);
}

/// The means of a class that reaches the opening threshold only are not published, and places do
/// not replace them: another mean is always possible.
#[test]
fn places_alone_do_not_give_the_means_of_two_villages() {
    let card = tiny(SmallClass::Refuse, EmptyClass::Refuse);
    let sizes = [2, 4];
    let mut said: HashMap<Sums, String> = HashMap::new();
    let mut means: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for profile in profiles(12, 2) {
        let small = |village: usize| {
            (0..2)
                .map(|voter| profile[2 * voter + village])
                .sum::<usize>()
        };
        let sums = sums(&card, &sizes, 2, &profile);
        let said = said
            .entry(sums)
            .or_insert_with_key(|sums| published(&card, &sizes, sums));
        let seen = means.entry(said.clone()).or_default();
        let pair = (small(0), small(1));
        if !seen.contains(&pair) {
            seen.push(pair);
        }
    }
    // First, second or tied; each leaves several means open.
    assert_eq!(means.len(), 3);
    assert!(means.values().all(|seen| seen.len() > 1));
}
