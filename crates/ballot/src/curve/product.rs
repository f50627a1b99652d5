//! The product of many powers, ∏ Pᵢ^eᵢ, written as a sum Σ eᵢ·Pᵢ (Pippenger's buckets).
//!
//! Exponents are cut into signed digits of w bits. For each position the points are added into the bucket of their
//! digit, one addition each, and the buckets are summed with 2^w more; doublings serve all points together. Short
//! exponents have no digits above their length and cost as much less.

use super::point::{Affine, AffineNiels, Extended};
use super::recode::windows;
use crate::group::Scalar;

/// Σ exponent·point.
pub(crate) fn product(terms: &[(Scalar, Affine)]) -> Extended {
    let width = width(terms.len());
    let positions = 254usize.div_ceil(width);
    // By position, so that a pass over the points reads both from front to back.
    let mut digits = vec![0i16; terms.len() * positions];
    let points: Vec<AffineNiels> = terms.iter().map(|(_, point)| point.to_niels()).collect();
    for (index, (exponent, _)) in terms.iter().enumerate() {
        for (position, digit) in windows(exponent, width, positions).enumerate() {
            digits[position * terms.len() + index] = i16::try_from(digit).expect("14 bits");
        }
    }
    let mut buckets = vec![Extended::IDENTITY; 1 << (width - 1)];
    (0..positions)
        .rev()
        .fold(Extended::IDENTITY, |sum, position| {
            buckets.fill(Extended::IDENTITY);
            let digits = &digits[position * terms.len()..][..terms.len()];
            for (&digit, point) in digits.iter().zip(&points) {
                if digit != 0 {
                    let bucket = &mut buckets[digit.unsigned_abs() as usize - 1];
                    *bucket = if digit > 0 {
                        bucket.plus_affine(point)
                    } else {
                        bucket.minus_affine(point)
                    }
                    .to_extended();
                }
            }
            // Σ k·bucketₖ is the sum of the sums of the tails.
            let (_, column) = buckets.iter().rev().fold(
                (Extended::IDENTITY, Extended::IDENTITY),
                |(tail, tails), bucket| {
                    let tail = tail.plus(bucket);
                    (tail, tails.plus(&tail))
                },
            );
            (0..width).fold(sum, |sum, _| sum.double()).plus(&column)
        })
}

/// The width with the fewest additions: for each of 254/w positions one a point and 2^w for the buckets.
fn width(points: usize) -> usize {
    (2..=14)
        .min_by_key(|&width| 254usize.div_ceil(width) * (points + (1 << width)))
        .expect("the range is not empty")
}
