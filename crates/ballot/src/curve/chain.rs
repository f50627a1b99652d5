//! One chain of doublings for all exponents of a point (Yao 1976).
//!
//! Reading an exponent from its lowest digit needs only P, 2·P, 4·P, …, which do not depend on the exponent. So for each
//! exponent there are eight buckets, one for each odd digit to 15, and 2ⁱ·P is added to the bucket of digit i (or
//! subtracted). At the end the exponent's power is Σ k·bucketₖ. The 252 doublings, two thirds of the work of a power
//! alone, are shared; T, which doublings do not need, is made only where a digit is not 0.
//!
//! The same chain decides whether P is in the subgroup of order q = 2²⁵² + δ: it is if 2²⁵²·P = −δ·P, and δ is one more
//! exponent, half as long as the others.

use std::sync::LazyLock;

use super::point::{Affine, Extended, Niels, Projective};
use super::recode::{WIDTH, Wnaf};
use crate::group::Scalar;

const BUCKETS: usize = 1 << (WIDTH - 2);

/// Where the points of one exponent are collected.
struct Buckets([Option<Extended>; BUCKETS]);

impl Buckets {
    fn new() -> Self {
        Self([None; BUCKETS])
    }

    #[inline(always)]
    fn add(&mut self, digit: i8, point: &Extended, niels: &Niels) {
        let bucket = &mut self.0[usize::from(digit.unsigned_abs()) / 2];
        *bucket = Some(match (&bucket, digit > 0) {
            (None, true) => *point,
            (None, false) => point.negative(),
            (Some(sum), true) => sum.plus_niels(niels).to_extended(),
            (Some(sum), false) => sum.minus_niels(niels).to_extended(),
        });
    }

    /// Σ (2k+1)·bucketₖ as 2·Σ (k+1)·bucketₖ − Σ bucketₖ, where the first sum is that of the tails.
    fn combine(&self) -> Extended {
        let mut tail: Option<Extended> = None;
        let mut tails: Option<Extended> = None;
        let join = |sum: &mut Option<Extended>, point: &Extended| {
            *sum = Some(sum.map_or(*point, |sum| sum.plus(point)));
        };
        for bucket in self.0.iter().rev() {
            if let Some(point) = bucket {
                join(&mut tail, point);
            }
            if let Some(tail) = &tail {
                join(&mut tails, tail);
            }
        }
        match (tail, tails) {
            (Some(all), Some(tails)) => tails.double().minus(&all),
            _ => Extended::IDENTITY,
        }
    }
}

/// Position of the leading bit of q.
const TOP: usize = 252;

/// δ = q − 2²⁵², which is −2²⁵² modulo q.
pub(super) fn delta() -> Scalar {
    -(0..TOP).fold(Scalar::ONE, |power, _| power + power)
}

static DELTA: LazyLock<Wnaf> = LazyLock::new(|| Wnaf::new(&delta()));

/// P raised to every exponent.
pub(crate) fn powers(point: &Affine, exponents: &[Scalar]) -> Vec<Extended> {
    let exponents: Vec<_> = exponents.iter().map(Wnaf::new).collect();
    run(point, &exponents.iter().collect::<Vec<_>>(), 0).0
}

/// P raised to every exponent, if P is in the subgroup.
pub(crate) fn powers_in_subgroup(point: &Affine, exponents: &[Scalar]) -> Option<Vec<Extended>> {
    let exponents: Vec<_> = exponents.iter().map(Wnaf::new).collect();
    let exponents: Vec<_> = exponents.iter().chain([&*DELTA]).collect();
    let (mut powers, top) = run(point, &exponents, TOP + 1);
    let delta = powers.pop().expect("one for every exponent");
    top.equals(&delta.negative()).then_some(powers)
}

/// [`powers`] of many points, each with exponents of its own.
pub(crate) fn powers_of_each(points: &[Affine], exponents: &[Vec<Scalar>]) -> Vec<Vec<Extended>> {
    #[cfg(target_arch = "x86_64")]
    if let Some(runs) = super::lanes::Lanes::detect() {
        return runs.powers_of_each(points, exponents);
    }
    points
        .iter()
        .zip(exponents)
        .map(|(point, exponents)| powers(point, exponents))
        .collect()
}

/// [`powers_in_subgroup`] of many points, each with exponents of its own.
pub(crate) fn powers_in_subgroup_of_each(
    points: &[Affine],
    exponents: &[Vec<Scalar>],
) -> Vec<Option<Vec<Extended>>> {
    #[cfg(target_arch = "x86_64")]
    if let Some(runs) = super::lanes::Lanes::detect() {
        return runs.powers_in_subgroup_of_each(points, exponents);
    }
    points
        .iter()
        .zip(exponents)
        .map(|(point, exponents)| powers_in_subgroup(point, exponents))
        .collect()
}

/// All powers, and 2^(steps−1)·P after at least `least` steps.
fn run(point: &Affine, exponents: &[&Wnaf], least: usize) -> (Vec<Extended>, Extended) {
    let mut buckets: Vec<Buckets> = exponents.iter().map(|_| Buckets::new()).collect();
    let steps = exponents
        .iter()
        .fold(least, |steps, power| steps.max(power.length));
    let mut doubled = point.to_completed();
    let mut top = None;
    for step in 0..steps {
        let current = if exponents.iter().any(|power| power.digits[step] != 0) {
            let point = doubled.to_extended();
            let niels = point.to_niels();
            for (buckets, power) in buckets.iter_mut().zip(exponents) {
                let digit = power.digits[step];
                if digit != 0 {
                    buckets.add(digit, &point, &niels);
                }
            }
            point.to_projective()
        } else {
            doubled.to_projective()
        };
        if step + 1 == least {
            top = Some(current);
        }
        doubled = current.double();
    }
    let powers = buckets.iter().map(Buckets::combine).collect();
    (
        powers,
        top.map_or(Extended::IDENTITY, Projective::to_extended),
    )
}
