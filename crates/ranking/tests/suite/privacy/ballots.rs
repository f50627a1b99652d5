//! Every profile of ballots of a small hall, and what the figures of a plan leave open: the check
//! against the definition of secrecy itself.

use std::collections::HashMap;

use pingyi_ranking::Thresholds;
use pingyi_ranking::privacy::{Level, Plan, check_plan};
use proptest::prelude::*;

use super::{figure, groups};

/// A hall: how many voters each group has, how many marks there are and how many villages.
#[derive(Clone, Debug)]
struct Hall {
    sizes: Vec<usize>,
    marks: usize,
    villages: usize,
}

/// Whether a figure is seen as it is published, or each of its parts by itself.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Together,
    Apart,
}

/// What brute force says of a plan.
#[derive(Debug, Default, PartialEq)]
struct Broken {
    /// Somebody's mark follows from the figures of some profile, without a cell of at least the
    /// opening threshold that is unanimous in it.
    small: bool,
    /// The same with such a cell: unanimity, which nothing but more voters avoids.
    unanimous: bool,
}

impl Hall {
    fn voters(&self) -> usize {
        self.sizes.iter().sum()
    }

    /// The group of each voter.
    fn group_of(&self) -> Vec<usize> {
        let groups = self.sizes.iter().enumerate();
        groups
            .flat_map(|(group, size)| vec![group; *size])
            .collect()
    }

    /// Every profile: the mark of each voter for each village, voter by voter.
    fn profiles(&self) -> impl Iterator<Item = Vec<usize>> {
        let (length, marks) = (self.voters() * self.villages, self.marks);
        let count = marks.pow(u32::try_from(length).unwrap());
        (0..count).map(move |mut number| {
            let mark = |_| {
                let mark = number % marks;
                number /= marks;
                mark
            };
            (0..length).map(mark).collect()
        })
    }

    /// `counts[group][village][mark]`.
    fn counts(&self, group_of: &[usize], profile: &[usize]) -> Vec<Vec<Vec<i64>>> {
        let mut counts = vec![vec![vec![0; self.marks]; self.villages]; self.sizes.len()];
        for (at, mark) in profile.iter().enumerate() {
            let (voter, village) = (at / self.villages, at % self.villages);
            counts[group_of[voter]][village][*mark] += 1;
        }
        counts
    }

    /// Tries every profile. Only what is published, `plan`, is used to tell profiles apart.
    fn brute_force(&self, plan: &Plan, open: usize, seen: Seen) -> Broken {
        let group_of = self.group_of();
        // For each published outcome: each voter's mark for each village, as long as all profiles
        // that lead to it agree.
        let mut known: HashMap<Vec<i64>, Vec<Option<usize>>> = HashMap::new();
        for profile in self.profiles() {
            let said = said(plan, self, &self.counts(&group_of, &profile), seen);
            let known = known
                .entry(said)
                .or_insert_with(|| profile.iter().map(|mark| Some(*mark)).collect());
            for (known, mark) in known.iter_mut().zip(&profile) {
                *known = known.filter(|known| known == mark);
            }
        }
        let memberships = memberships(plan, self.sizes.len());
        let mut broken = Broken::default();
        for known in known.values() {
            for (at, mark) in known.iter().enumerate() {
                if mark.is_none() {
                    continue;
                }
                let (voter, village) = (at / self.villages, at % self.villages);
                let cell: Vec<_> = (0..self.voters())
                    .filter(|other| memberships[group_of[*other]] == memberships[group_of[voter]])
                    .collect();
                let unanimous = cell
                    .iter()
                    .all(|other| known[other * self.villages + village] == *mark);
                if unanimous && cell.len() >= open {
                    broken.unanimous = true;
                } else {
                    broken.small = true;
                }
            }
        }
        broken
    }
}

/// In which parts each group is: an opinion of its own on what a cell is.
fn memberships(plan: &Plan, groups: usize) -> Vec<Vec<(usize, usize)>> {
    let mut memberships = vec![Vec::new(); groups];
    for (figure, published) in plan.figures.iter().enumerate() {
        for (part, codes) in published.parts.iter().enumerate() {
            for code in codes {
                let group = usize::from(code.as_bytes()[0] - b'A');
                memberships[group].push((figure, part));
            }
        }
    }
    memberships
}

/// The published numbers. A part's share of a weighted figure is one more than its index, spread
/// over its ballots; marks are worth 0, 1, 3 points.
fn said(plan: &Plan, hall: &Hall, counts: &[Vec<Vec<i64>>], seen: Seen) -> Vec<i64> {
    const COMMON: i64 = 420;
    let mut said = Vec::new();
    for figure in &plan.figures {
        let mut sums = vec![vec![0; hall.marks]; hall.villages];
        for (index, codes) in figure.parts.iter().enumerate() {
            let groups: Vec<_> = codes
                .iter()
                .map(|code| usize::from(code.as_bytes()[0] - b'A'))
                .collect();
            let size: usize = groups.iter().map(|group| hall.sizes[*group]).sum();
            if size == 0 {
                continue;
            }
            let weight =
                (i64::try_from(index).unwrap() + 1) * COMMON / i64::try_from(size).unwrap();
            let mut part = vec![vec![0; hall.marks]; hall.villages];
            for group in groups {
                for (village, marks) in counts[group].iter().enumerate() {
                    for (mark, count) in marks.iter().enumerate() {
                        part[village][mark] += count;
                        sums[village][mark] += weight * count;
                    }
                }
            }
            if seen == Seen::Apart {
                say(figure.level, &part, &mut said);
            }
        }
        say(figure.level, &sums, &mut said);
    }
    said
}

fn say(level: Level, sums: &[Vec<i64>], said: &mut Vec<i64>) {
    let score = |marks: &Vec<i64>| {
        marks
            .iter()
            .zip([0, 1, 3])
            .map(|(count, points)| count * points)
            .sum::<i64>()
    };
    let scores: Vec<_> = sums.iter().map(score).collect();
    match level {
        Level::Histogram => said.extend(sums.iter().flatten()),
        Level::Mean => said.extend(scores),
        Level::Places => {
            let place = |score: &i64| scores.iter().filter(|other| *other > score).count();
            said.extend(
                scores
                    .iter()
                    .map(|score| i64::try_from(place(score)).unwrap()),
            );
        }
    }
}

fn thresholds(open: u32, mean: u32, histogram: u32) -> Thresholds {
    Thresholds {
        open,
        mean,
        histogram,
    }
}

/// Every way to spread 2 to `most` voters over 2 to 4 groups, none of them empty.
fn halls(most: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![vec![]];
    let mut found = Vec::new();
    for _ in 0..4 {
        all = all
            .iter()
            .flat_map(|sizes| {
                let left = most - sizes.iter().sum::<usize>();
                (1..=left).map(move |size| [&**sizes, &[size]].concat())
            })
            .collect();
        found.extend(all.iter().filter(|sizes| sizes.len() > 1).cloned());
    }
    found
}

/// Every figure over some of the groups, pooled, and over all of them with weights.
fn figures(groups: usize) -> Vec<String> {
    let name = |mask: usize| {
        (0..groups)
            .filter(|group| mask >> group & 1 == 1)
            .map(super::letter)
            .collect::<String>()
    };
    let mut all: Vec<_> = (1..1 << groups).map(name).collect();
    let apart: Vec<_> = (0..groups).map(super::letter).collect();
    all.push(apart.join(" "));
    all
}

/// Two figures of counts over every choice of groups, in every hall of up to six voters: interim
/// and final, total and all but one, other groupings, weighted scores.
#[test]
fn every_pair_of_figures_in_every_small_hall_is_judged_rightly() {
    let limits = thresholds(2, 2, 2);
    let (mut passed, mut refused, mut given_away, mut unanimous) = (0, 0, 0, 0);
    for sizes in halls(6) {
        let figures = figures(sizes.len());
        let turnouts: Vec<_> = sizes.iter().map(|size| *size as u64).collect();
        for (index, one) in figures.iter().enumerate() {
            for other in &figures[index..] {
                let mut plan = groups(&turnouts);
                plan.figures = vec![
                    figure(Level::Histogram, one),
                    figure(Level::Histogram, other),
                ];
                let hall = Hall {
                    sizes: sizes.clone(),
                    marks: 2,
                    villages: 1,
                };
                let broken = hall.brute_force(&plan, 2, Seen::Apart);
                if check_plan(&plan, limits).is_ok() {
                    passed += 1;
                    unanimous += u32::from(broken.unanimous);
                    assert!(!broken.small, "{sizes:?} {one} {other}");
                } else {
                    refused += 1;
                    given_away += u32::from(broken.small);
                }
            }
        }
    }
    // Every plan that passes says something of a unanimous hall; every refused one gives a ballot
    // away. For two figures of counts the check is exact, not only safe.
    assert_eq!(
        (passed, unanimous, refused, given_away),
        (920, 920, 1990, 1990)
    );
}

/// The same for one weighted figure as it is published, its parts not shown by themselves.
#[test]
fn weighted_figures_of_small_groups_are_taken_apart() {
    let (mut refused, mut given_away) = (0, 0);
    for sizes in halls(7) {
        let turnouts: Vec<_> = sizes.iter().map(|size| *size as u64).collect();
        let mut plan = groups(&turnouts);
        plan.figures = vec![figure(
            Level::Histogram,
            figures(sizes.len()).last().unwrap(),
        )];
        let hall = Hall {
            sizes: sizes.clone(),
            marks: 2,
            villages: 1,
        };
        let broken = hall.brute_force(&plan, 2, Seen::Together);
        if check_plan(&plan, thresholds(2, 2, 2)).is_ok() {
            assert!(!broken.small, "{sizes:?}");
        } else {
            refused += 1;
            given_away += u32::from(broken.small);
        }
    }
    assert_eq!((refused, given_away), (77, 77));
}

#[test]
fn a_difference_that_no_sum_gives_away_is_found_by_brute_force_too() {
    let mut plan = groups(&[2, 3, 1]);
    plan.figures = vec![
        figure(Level::Histogram, "AB"),
        figure(Level::Histogram, "BC"),
    ];
    let hall = Hall {
        sizes: vec![2, 3, 1],
        marks: 2,
        villages: 1,
    };
    assert!(hall.brute_force(&plan, 3, Seen::Together).small);
    assert!(check_plan(&plan, thresholds(3, 3, 3)).is_err());
}

#[test]
fn places_of_many_villages_give_every_sum_and_no_ballot_but_by_unanimity() {
    let mut plan = groups(&[2]);
    plan.figures = vec![figure(Level::Places, "A")];
    let hall = Hall {
        sizes: vec![2],
        marks: 2,
        villages: 3,
    };
    let broken = hall.brute_force(&plan, 2, Seen::Together);
    assert_eq!(
        broken,
        Broken {
            small: false,
            unanimous: true
        }
    );
}

fn any_plan() -> impl Strategy<Value = (Hall, Plan, Thresholds)> {
    let sizes = prop::collection::vec(0usize..5, 1..5);
    let level = prop::sample::select(vec![Level::Places, Level::Mean, Level::Histogram]);
    // For each figure the part each group is in; 0 for none.
    let parts = prop::collection::vec(0usize..4, 4);
    let figures = prop::collection::vec((level, parts), 1..4);
    (
        sizes,
        2usize..4,
        1usize..4,
        figures,
        (2u32..4, 0u32..3, 0u32..3),
    )
        .prop_map(|(sizes, marks, villages, drawn, (open, mean, histogram))| {
            let turnouts: Vec<_> = sizes.iter().map(|size| *size as u64).collect();
            let mut plan = groups(&turnouts);
            for (level, parts) in drawn {
                let part = |number| {
                    (0..sizes.len())
                        .filter(|group| parts[*group] == number)
                        .map(super::letter)
                        .collect::<String>()
                };
                let parts: Vec<_> = (1..4)
                    .map(part)
                    .filter(|part: &String| !part.is_empty())
                    .collect();
                if !parts.is_empty() {
                    plan.figures.push(figure(level, &parts.join(" ")));
                }
            }
            let hall = Hall {
                sizes,
                marks,
                villages,
            };
            (
                hall,
                plan,
                thresholds(open, open + mean, open + mean + histogram),
            )
        })
        .prop_filter("small enough to try every profile", |(hall, _, _)| {
            let length = u32::try_from(hall.voters() * hall.villages).unwrap();
            (1..=7).contains(&hall.voters())
                && hall
                    .marks
                    .checked_pow(length)
                    .is_some_and(|all| all <= 5000)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Levels, weights, several villages, empty groups: no plan that passes gives a ballot away
    /// but by a unanimous cell as large as the opening threshold, whether its figures are seen as
    /// they are published or taken apart.
    #[test]
    fn no_plan_that_passes_gives_a_ballot_away((hall, plan, limits) in any_plan()) {
        if check_plan(&plan, limits).is_ok() {
            for seen in [Seen::Together, Seen::Apart] {
                let broken = hall.brute_force(&plan, limits.open as usize, seen);
                prop_assert!(!broken.small, "{broken:?}");
            }
        }
    }
}
