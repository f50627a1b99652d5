//! From a value to points (`docs/scoring.md` §2.2): `as_is`, between fixed bounds, against a target,
//! or by the other villages of the group.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::card::{Better, BeyondTarget, FixedScale, Scale, TargetScale, ZScoreScale};
use crate::scene::Scene;
use crate::trace::{Draft, Op, Recorder, ScaleRule};
use crate::{Decimal, Ratio};

/// Whose values are scaled, for the trace.
pub(crate) struct Scaling<'a> {
    /// Code of the component.
    pub(crate) component: &'a str,
    /// Code of the indicator, of a record.
    pub(crate) indicator: Option<&'a str>,
    /// Pointer to the scale in the card.
    pub(crate) clause: String,
}

/// The points of the values, a village each; a village without a value has no points.
pub(crate) fn scaled<R: Recorder>(
    scene: &Scene<'_>,
    scale: &Scale,
    scaling: &Scaling<'_>,
    values: Vec<Option<Ratio>>,
    recorder: &mut R,
) -> Vec<Option<Ratio>> {
    if *scale == Scale::AsIs {
        return values;
    }
    let mut all = vec![None; values.len()];
    for group in &scene.groups {
        let known = group.villages.iter().filter_map(|village| {
            let value = values[*village].as_ref()?;
            Some((*village, value))
        });
        let ruler = Ruler::new(scale, known.clone().map(|(_, value)| &value.0));
        for (village, value) in known {
            let (points, shown) = ruler.measure(&value.0);
            all[village] = Some(recorder.known(Ratio(points), |out| {
                let (town, name) = scene.name(village);
                let op = Op::Scale {
                    component: scaling.component.to_owned(),
                    town,
                    village: name,
                    indicator: scaling.indicator.map(str::to_owned),
                    rule: shown.rule,
                    r#in: value.clone(),
                    out: out.clone(),
                    lowest: shown.lowest.map(Ratio),
                    highest: shown.highest.map(Ratio),
                    mean: shown.mean.map(Ratio),
                    deviation: shown.deviation,
                    place: shown.place.map(Ratio),
                    of: shown.of,
                };
                Draft::new(scaling.clause.clone(), op)
            }));
        }
    }
    all
}

/// A scale over the values of one group.
enum Ruler<'a> {
    AsIs,
    Fixed(&'a FixedScale),
    Target(&'a TargetScale),
    Observed {
        better: Better,
        lowest: BigRational,
        highest: BigRational,
    },
    ZScore {
        scale: &'a ZScoreScale,
        mean: BigRational,
        deviation: Decimal,
    },
    Rank {
        better: Better,
        /// Sorted upwards.
        values: Vec<BigRational>,
    },
}

/// What a step shows of its group.
struct Shown {
    rule: ScaleRule,
    lowest: Option<BigRational>,
    highest: Option<BigRational>,
    mean: Option<BigRational>,
    deviation: Option<Decimal>,
    place: Option<BigRational>,
    of: Option<u64>,
}

impl Shown {
    fn rule(rule: ScaleRule) -> Self {
        Self {
            rule,
            lowest: None,
            highest: None,
            mean: None,
            deviation: None,
            place: None,
            of: None,
        }
    }
}

fn hundred() -> BigRational {
    BigRational::from(BigInt::from(100u32))
}

impl<'a> Ruler<'a> {
    fn new<'v>(scale: &'a Scale, values: impl Iterator<Item = &'v BigRational> + Clone) -> Self {
        match scale {
            Scale::AsIs => Self::AsIs,
            Scale::Fixed(fixed) => Self::Fixed(fixed),
            Scale::Target(target) => Self::Target(target),
            Scale::Observed(observed) => Self::Observed {
                better: observed.better,
                lowest: values
                    .clone()
                    .min()
                    .cloned()
                    .unwrap_or_else(BigRational::zero),
                highest: values.max().cloned().unwrap_or_else(BigRational::zero),
            },
            Scale::ZScore(scale) => {
                let (mean, variance) = moments(values);
                Self::ZScore {
                    scale,
                    mean,
                    deviation: root(&variance, scale.decimals),
                }
            }
            Scale::Rank(rank) => {
                let mut values: Vec<_> = values.cloned().collect();
                values.sort();
                Self::Rank {
                    better: rank.better,
                    values,
                }
            }
        }
    }

    fn measure(&self, x: &BigRational) -> (BigRational, Shown) {
        match self {
            Self::AsIs => (x.clone(), Shown::rule(ScaleRule::Fixed)),
            Self::Fixed(FixedScale { from, to }) => {
                let (from, to) = (from.to_ratio().0, to.to_ratio().0);
                let points = hundred() * (x - &from) / (to - &from);
                let points = points.clamp(BigRational::zero(), hundred());
                (points, Shown::rule(ScaleRule::Fixed))
            }
            Self::Target(TargetScale { target, beyond }) => {
                let points = hundred() * x / target.to_ratio().0;
                let points = points.max(BigRational::zero());
                let points = match beyond {
                    BeyondTarget::Cap => points.min(hundred()),
                    BeyondTarget::Count => points,
                };
                (points, Shown::rule(ScaleRule::Target))
            }
            Self::Observed {
                better,
                lowest,
                highest,
            } => {
                let range = highest - lowest;
                let points = if range.is_zero() {
                    hundred()
                } else {
                    let above = match better {
                        Better::High => x - lowest,
                        Better::Low => highest - x,
                    };
                    hundred() * above / range
                };
                let shown = Shown {
                    lowest: Some(lowest.clone()),
                    highest: Some(highest.clone()),
                    ..Shown::rule(ScaleRule::Observed)
                };
                (points, shown)
            }
            Self::ZScore {
                scale,
                mean,
                deviation,
            } => {
                let center = scale.center.to_ratio().0;
                let unit = deviation.to_ratio().0;
                let points = if unit.is_zero() {
                    center
                } else {
                    let moved = scale.spread.to_ratio().0 * (x - mean) / unit;
                    match scale.better {
                        Better::High => center + moved,
                        Better::Low => center - moved,
                    }
                };
                let shown = Shown {
                    mean: Some(mean.clone()),
                    deviation: Some(deviation.clone()),
                    ..Shown::rule(ScaleRule::ZScore)
                };
                (points, shown)
            }
            Self::Rank { better, values } => {
                let below = values.partition_point(|value| value < x);
                let same = values[below..].partition_point(|value| value == x);
                let ahead = match better {
                    Better::High => values.len() - below - same,
                    Better::Low => below,
                };
                // The middle of the places `ahead + 1` to `ahead + same`.
                let place = BigRational::new(BigInt::from(2 * ahead + same + 1), 2.into());
                let n = BigInt::from(values.len());
                let points = if n.is_one() {
                    hundred()
                } else {
                    let behind = BigRational::from(n.clone()) - &place;
                    hundred() * behind / BigRational::from(n - 1u32)
                };
                let shown = Shown {
                    place: Some(place),
                    of: Some(values.len() as u64),
                    ..Shown::rule(ScaleRule::Rank)
                };
                (points, shown)
            }
        }
    }
}

/// Mean and variance (population) of the values; zero of none.
fn moments<'v>(
    values: impl Iterator<Item = &'v BigRational> + Clone,
) -> (BigRational, BigRational) {
    let count = values.clone().count();
    if count == 0 {
        return (BigRational::zero(), BigRational::zero());
    }
    let count = BigRational::from(BigInt::from(count));
    let mean = values.clone().sum::<BigRational>() / &count;
    let squares: BigRational = values
        .map(|value| {
            let distance = value - &mean;
            &distance * &distance
        })
        .sum();
    (mean, squares / count)
}

/// The square root of a number that is not negative, rounded half up to `decimals`.
///
/// `r` is the largest whole number with `(2r − 1)² ≤ 4·10^2d·square`.
fn root(square: &BigRational, decimals: u32) -> Decimal {
    debug_assert!(!square.is_negative(), "a variance is not negative");
    let scaled = square.numer() * BigInt::from(4u32) * BigInt::from(10u32).pow(2 * decimals);
    let doubled = (scaled / square.denom()).sqrt();
    Decimal {
        unscaled: (doubled + 1u32) / 2u32,
        scale: decimals,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_rounded_once_from_its_exact_square() {
        for (square, decimals, expected) in [
            ("2", 0, "1"),
            ("2", 6, "1.414214"),
            ("9/4", 0, "2"),
            ("2.2499999", 0, "1"),
            ("0", 3, "0.000"),
            ("1/400000000000000", 6, "0.000000"),
            ("1/4000000000000", 6, "0.000001"),
        ] {
            let square: Ratio = square.parse().expect("a ratio");
            assert_eq!(root(&square.0, decimals).to_string(), expected);
        }
    }

    #[test]
    fn a_place_on_a_scale_shares_the_middle_of_a_tie() {
        let ratio = |text: &str| text.parse::<Ratio>().expect("a ratio").0;
        let values = ["3", "1", "3", "2"].map(ratio);
        let scale = Scale::Rank(crate::card::ObservedScale {
            better: Better::High,
        });
        let ruler = Ruler::new(&scale, values.iter());
        let points = |text: &str| Ratio(ruler.measure(&ratio(text)).0).to_string();
        assert_eq!(points("3"), "250/3");
        assert_eq!(points("2"), "100/3");
        assert_eq!(points("1"), "0/1");
    }
}
