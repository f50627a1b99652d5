//! What one class said of one village: its marks as they count, their mean, and the share of each
//! class in the village's score.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use crate::card::{BlankCount, Choice, EmptyClass, Mark};
use crate::{Ratio, RuleCard};

/// How marks are counted under one card; made once, used for every village and class.
#[derive(Clone, Debug)]
pub struct MarkRule {
    marks: Vec<Mark>,
    /// The points times `unit`, as whole numbers.
    points: Vec<BigInt>,
    unit: BigInt,
    divisor: Divisor,
}

/// What a mean is divided by.
#[derive(Clone, Copy, Debug)]
enum Divisor {
    /// The marks given; a blank counts as the mark of this index, if it counts.
    Marks { blank_as: Option<usize> },
    /// All ballots: not naming a village says something about it.
    Ballots,
}

/// The marks one class gave one village, as they count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedMarks {
    /// Marks of each kind, best first, with the blanks that count as a mark.
    pub marks: Vec<u64>,
    /// Ballots that left the village blank; 0 where ballots name villages.
    pub blank: u64,
    /// What the mean is divided by: the marks that count, or the ballots.
    pub of: u64,
}

impl MarkRule {
    /// The rule of this card.
    pub fn new(card: &RuleCard) -> Self {
        let marks = card.marks();
        let unit = (marks.iter()).fold(BigInt::one(), |unit, mark| {
            unit.lcm(mark.points.denominator())
        });
        let whole = |points: &Ratio| points.numerator() * (&unit / points.denominator());
        let points = marks.iter().map(|mark| whole(&mark.points)).collect();
        let divisor = match card.choice {
            Choice::Grades | Choice::Points(_) => Divisor::Marks {
                blank_as: match &card.blank.counts_as {
                    BlankCount::Grade(code) => marks.iter().position(|mark| mark.code == *code),
                    BlankCount::Excluded | BlankCount::Void => None,
                },
            },
            Choice::Approve(_) | Choice::Order(_) => Divisor::Ballots,
        };
        Self {
            marks,
            points,
            unit,
            divisor,
        }
    }

    /// The marks of the card, best first.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether means are taken over all ballots, because ballots name villages.
    pub fn names_villages(&self) -> bool {
        matches!(self.divisor, Divisor::Ballots)
    }

    /// Counts the marks `given` (one number for each mark of the card) in a box of `ballots`,
    /// of which no more than `ballots` are marks where every ballot gives at most one.
    pub fn count(&self, given: &[u64], ballots: u64) -> CountedMarks {
        let mut marks = given.to_vec();
        let Divisor::Marks { blank_as } = self.divisor else {
            return CountedMarks {
                marks,
                blank: 0,
                of: ballots,
            };
        };
        let all = |marks: &[u64]| marks.iter().copied().map(u128::from).sum::<u128>();
        let blank = u128::from(ballots).saturating_sub(all(given));
        let blank = u64::try_from(blank).expect("not more than the ballots");
        if let Some(index) = blank_as {
            marks[index] = marks[index].saturating_add(blank);
        }
        CountedMarks {
            of: all(&marks).to_u64().unwrap_or(u64::MAX),
            blank,
            marks,
        }
    }

    /// Mean points of a village in a class, or nothing when no mark counts.
    pub fn mean(&self, counted: &CountedMarks) -> Option<Ratio> {
        if counted.of == 0 {
            return None;
        }
        let points = self.points.iter().zip(&counted.marks);
        let points: BigInt = points.map(|(points, count)| points * count).sum();
        Some(Ratio(BigRational::new(points, &self.unit * counted.of)))
    }
}

/// The share of each opened class in one village's score, by what the card says of classes in
/// which no mark counts (`valued` is false): nothing for a class that is left out. The shares sum
/// to 1.
///
/// # Errors
/// The index of the class that leaves the village without a score.
pub fn shared_weights(
    weights: &[&Ratio],
    valued: &[bool],
    empty: EmptyClass,
) -> Result<Vec<Option<Ratio>>, usize> {
    let counts = |valued: bool| valued || empty == EmptyClass::Zero;
    if let Some(first) = valued.iter().position(|valued| !valued)
        && (empty == EmptyClass::Refuse || !valued.iter().any(|valued| counts(*valued)))
    {
        return Err(first);
    }
    let pairs = || weights.iter().zip(valued);
    let counted = pairs().filter(|(_, valued)| counts(**valued));
    let total: BigRational = counted.map(|(weight, _)| &weight.0).sum();
    Ok(pairs()
        .map(|(weight, valued)| counts(*valued).then(|| Ratio(&weight.0 / &total)))
        .collect())
}

/// Σ weight · mean over the classes that count; a class that counts without a mean gives 0.
pub fn weighted_score(weights: &[Option<Ratio>], means: &[Option<Ratio>]) -> Ratio {
    let mut total = BigRational::zero();
    for pair in weights.iter().zip(means) {
        if let (Some(weight), Some(mean)) = pair {
            total += &weight.0 * &mean.0;
        }
    }
    Ratio(total)
}
