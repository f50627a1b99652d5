//! One area's vote: the sums of each class in, the ranks of its villages out.
//!
//! For village `v` and class `c`, let `m(c,v,g)` be the marks of grade `g`. The mean of `v` in `c`
//! is `Σ_g points(g)·m(c,v,g) / Σ_g m(c,v,g)`, the score `Σ_c weight(c)·mean(c,v)`. Both are ratios
//! of integers; a village's place is one plus the number of villages whose key is greater.

mod fault;
mod majority;
mod marks;
mod rank;

use std::collections::HashSet;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

use crate::card::{BlankCount, EmptyClass, RankConvention, RankKey};
use crate::threshold::{ClassTurnout, Opening};
use crate::{Decimal, Ratio, RuleCard, round};
pub use fault::{Count, RankFault};
pub use majority::{Profile, Segment, weighted_distribution};
pub use marks::{CountedMarks, MarkRule, shared_weights, weighted_score};
pub use rank::Rank;

/// A village voted on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
}

/// What one round brings: turnouts always, sums of the classes that were opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundInput {
    /// Number of the area voted on.
    pub area: u32,
    /// The villages in ballot order.
    pub contests: Vec<Contest>,
    /// One entry for each class of the card, in any order.
    pub classes: Vec<ClassInput>,
}

/// What one class brings to a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassInput {
    /// Code of the class.
    pub code: String,
    /// Voters of the groups entitled in this round.
    pub entitled: u64,
    /// Those of them who signed in.
    pub present: u64,
    /// Slips handed out to them at first; replacements are not counted here.
    pub issued: u64,
    /// Valid ballots in the box.
    pub returned: u64,
    /// The decrypted sums, a row for each contest, a column for each grade of the card; nothing
    /// when [`Opening`] leaves the class closed.
    pub sums: Option<Vec<Vec<u64>>>,
}

impl ClassInput {
    /// The counts without the sums.
    pub fn turnout(&self) -> ClassTurnout {
        ClassTurnout {
            code: self.code.clone(),
            entitled: self.entitled,
            present: self.present,
            issued: self.issued,
            returned: self.returned,
        }
    }
}

/// What came out of one round. Holds everything the sums say; [`crate::Ranking`] holds what may
/// be published of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundOutcome {
    /// Number of the area voted on.
    pub area: u32,
    /// The counts of each class, in the order of the card.
    pub turnouts: Vec<ClassTurnout>,
    /// What turnout allowed, and why there is no result if there is none.
    pub opening: Opening,
    /// The villages from first to last; inside a tie in ballot order, which means nothing.
    /// Empty when the round is not decided.
    pub rows: Vec<Row>,
    /// Groups of two and more villages with the same place, best first.
    pub ties: Vec<Tie>,
    /// Villages without a score, in ballot order.
    pub unranked: Vec<Unranked>,
}

/// One ranked village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its place.
    pub rank: Rank,
    /// Its index in ballot order, from 0.
    pub contest: usize,
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The exact score, in points.
    pub score: Ratio,
    /// The score rounded as the card says.
    pub score_published: Decimal,
    /// What each opened class gave, in the order of the card.
    pub classes: Vec<ClassScore>,
}

/// What one class gave one village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassScore {
    /// Code of the class.
    pub code: String,
    /// The share of this class in this village's score, after any sharing out.
    pub weight: Ratio,
    /// The exact mean of the points; nothing when no mark counts.
    pub mean: Option<Ratio>,
    /// The mean rounded as the card says.
    pub mean_published: Option<Decimal>,
    /// Marks of each grade, best first, without blanks.
    pub marks: Vec<u64>,
    /// Ballots that left this village blank.
    pub blank: u64,
}

/// Villages that share a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// The place.
    pub rank: Rank,
    /// Indexes in ballot order, from 0.
    pub contests: Vec<usize>,
}

/// A village without a score: a class gave it no mark that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unranked {
    /// Its index in ballot order, from 0.
    pub contest: usize,
    /// Name of the town.
    pub town: String,
    /// Name of the village.
    pub village: String,
    /// The first class without a mark that counts.
    pub class: String,
}

/// Ranks the villages of one area under `card`, which must be one that [`RuleCard::parse`] accepts.
///
/// The order of classes means nothing; the order of contests only orders rows inside a tie.
///
/// # Errors
/// An input that cannot have come from a round under this card. A round without a result (quorum
/// missed, class too small) is no error: see [`Opening::not_decided`].
pub fn rank_round(card: &RuleCard, input: &RoundInput) -> Result<RoundOutcome, RankFault> {
    let given: Vec<_> = input.classes.iter().map(ClassInput::turnout).collect();
    let opening = Opening::decide(card, input.area, &given)?;
    check_contests(&input.contests)?;
    let mut turnouts = Vec::new();
    let mut opened = Vec::new();
    for verdict in &opening.classes {
        let class = input
            .classes
            .iter()
            .find(|class| class.code == verdict.code);
        let class = class.expect("every class of the card was found above");
        turnouts.push(class.turnout());
        match (&class.sums, verdict.opened()) {
            (Some(sums), true) => {
                opened.push(OpenedClass::new(card, class, sums, &input.contests)?);
            }
            (None, true) => {
                return Err(RankFault::MissingSums {
                    class: class.code.clone(),
                });
            }
            (Some(_), false) => {
                return Err(RankFault::SumsOfClosedClass {
                    class: class.code.clone(),
                });
            }
            (None, false) => {}
        }
    }
    let mut outcome = RoundOutcome {
        area: input.area,
        turnouts,
        rows: Vec::new(),
        ties: Vec::new(),
        unranked: Vec::new(),
        opening,
    };
    if outcome.opening.decided() {
        for (index, contest) in input.contests.iter().enumerate() {
            match score(card, &opened, index) {
                Ok((score, classes)) => outcome.rows.push(Row {
                    rank: Rank::whole(0),
                    contest: index,
                    town: contest.town.clone(),
                    village: contest.village.clone(),
                    score_published: publish(card, &score),
                    score,
                    classes,
                }),
                Err(class) => outcome.unranked.push(Unranked {
                    contest: index,
                    town: contest.town.clone(),
                    village: contest.village.clone(),
                    class,
                }),
            }
        }
        place(card, &mut outcome);
    }
    Ok(outcome)
}

fn check_contests(contests: &[Contest]) -> Result<(), RankFault> {
    if contests.is_empty() {
        return Err(RankFault::NoContests);
    }
    let mut seen = HashSet::new();
    match contests.iter().find(|contest| !seen.insert(*contest)) {
        None => Ok(()),
        Some(Contest { town, village }) => Err(RankFault::RepeatedContest {
            town: town.clone(),
            village: village.clone(),
        }),
    }
}

/// A class whose sums are known to fit its ballots.
struct OpenedClass<'a> {
    code: &'a str,
    weight: &'a Ratio,
    returned: u64,
    sums: &'a [Vec<u64>],
}

impl<'a> OpenedClass<'a> {
    fn new(
        card: &'a RuleCard,
        input: &'a ClassInput,
        sums: &'a [Vec<u64>],
        contests: &[Contest],
    ) -> Result<Self, RankFault> {
        let class = || input.code.clone();
        let (rows, columns) = (contests.len(), card.grades.len());
        if sums.len() != rows || sums.iter().any(|row| row.len() != columns) {
            return Err(RankFault::SumsShape {
                class: class(),
                contests: rows,
                grades: columns,
            });
        }
        for (row, contest) in sums.iter().zip(contests) {
            let village = || format!("{}{}", contest.town, contest.village);
            let marks: u128 = row.iter().copied().map(u128::from).sum();
            let returned = input.returned;
            if marks > u128::from(returned) {
                let (class, village) = (class(), village());
                return Err(RankFault::TooManyMarks {
                    class,
                    village,
                    marks,
                    returned,
                });
            }
            if marks < u128::from(returned) && !card.blank.allowed {
                let (class, village) = (class(), village());
                return Err(RankFault::BlankNotAllowed {
                    class,
                    village,
                    marks,
                    returned,
                });
            }
        }
        let weight = &card
            .class(&input.code)
            .expect("checked with the turnout")
            .weight;
        Ok(Self {
            code: &input.code,
            weight,
            returned: input.returned,
            sums,
        })
    }

    /// Ballots that left the contest blank.
    fn blank(&self, contest: usize) -> u64 {
        self.returned - self.sums[contest].iter().sum::<u64>()
    }

    /// Mean points over the marks that count, or nothing when none does.
    fn mean(&self, card: &RuleCard, contest: usize) -> Option<BigRational> {
        let mut points = BigRational::zero();
        let mut marks = BigInt::zero();
        for (grade, given) in card.grades.iter().zip(&self.sums[contest]) {
            let mut given = BigInt::from(*given);
            if card.blank.counts_as == BlankCount::Grade(grade.code.clone()) {
                given += self.blank(contest);
            }
            points += grade.points.to_ratio().0 * &given;
            marks += given;
        }
        (!marks.is_zero()).then(|| points / marks)
    }
}

/// The score of one contest and what each class gave, or the class that leaves it without one.
fn score(
    card: &RuleCard,
    opened: &[OpenedClass<'_>],
    contest: usize,
) -> Result<(Ratio, Vec<ClassScore>), String> {
    let means: Vec<_> = opened
        .iter()
        .map(|class| class.mean(card, contest))
        .collect();
    let empty = opened.iter().zip(&means).find(|(_, mean)| mean.is_none());
    let counts =
        |mean: &Option<BigRational>| mean.is_some() || card.empty_class == EmptyClass::Zero;
    if let Some((class, _)) = empty
        && (card.empty_class == EmptyClass::Refuse || !means.iter().any(counts))
    {
        return Err(class.code.to_owned());
    }
    let shared: BigRational = opened
        .iter()
        .zip(&means)
        .filter(|(_, mean)| counts(mean))
        .map(|(class, _)| &class.weight.0)
        .sum();
    let mut total = BigRational::zero();
    let mut classes = Vec::with_capacity(opened.len());
    for (class, mean) in opened.iter().zip(means) {
        let weight = if counts(&mean) {
            &class.weight.0 / &shared
        } else {
            BigRational::zero()
        };
        if let Some(mean) = &mean {
            total += &weight * mean;
        }
        let mean = mean.map(Ratio);
        classes.push(ClassScore {
            code: class.code.to_owned(),
            weight: Ratio(weight),
            mean_published: mean.as_ref().map(|mean| publish(card, mean)),
            mean,
            marks: class.sums[contest].clone(),
            blank: class.blank(contest),
        });
    }
    Ok((Ratio(total), classes))
}

fn publish(card: &RuleCard, value: &Ratio) -> Decimal {
    round(value, card.rounding.decimals, card.rounding.mode)
}

/// Sorts the rows from first to last and numbers their places.
fn place(card: &RuleCard, outcome: &mut RoundOutcome) {
    let key = |row: &Row| match card.rounding.ranks_on {
        RankKey::Exact => row.score.clone(),
        RankKey::Published => row.score_published.to_ratio(),
    };
    // The sort is stable, so a tie keeps ballot order.
    outcome
        .rows
        .sort_by_cached_key(|row| std::cmp::Reverse(key(row)));
    let mut before = 0;
    for (dense, tied) in outcome
        .rows
        .chunk_by_mut(|left, right| key(left) == key(right))
        .enumerate()
    {
        let (first, last) = (before + 1, before + tied.len());
        before = last;
        let halves = match card.ranks {
            RankConvention::Competition | RankConvention::Ordinal => 2 * first,
            RankConvention::Dense => 2 * (dense + 1),
            RankConvention::Modified => 2 * last,
            RankConvention::Fractional => first + last,
        };
        let rank = Rank::half(u32::try_from(halves).expect("villages can be counted in 31 bits"));
        for row in &mut *tied {
            row.rank = rank;
        }
        if tied.len() > 1 {
            let contests = tied.iter().map(|row| row.contest).collect();
            outcome.ties.push(Tie { rank, contests });
        }
    }
}
