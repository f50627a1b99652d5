//! Variable-time arithmetic on edwards25519, for published values only.
//!
//! Checking a ballot raises each of its points to several exponents and to the order of the group. A library
//! made for secrets offers these one by one, each with its own doublings, its own encoding and its own
//! inversion. Here one chain of doublings serves all exponents of a point ([`powers`]), points stay unencoded
//! until all of them can share one inversion ([`normalise`]), and thousands of equations are proved by
//! one product ([`product`]). Why this is not `curve25519-dalek`: ADR 0014.
//!
//! # Security
//! Time and memory accesses depend on the values. Whatever touches a secret uses `curve25519-dalek`, which is
//! constant time; there is no way from its secret types into this module.
//!
//! # Correctness
//! Every operation is compared with `curve25519-dalek` on random values and on the awkward ones (neutral
//! element, points of small order, encodings that are not reduced). Builds with debug assertions, such as those
//! of the tests, check that no limb overflows.

#![expect(
    clippy::inline_always,
    reason = "an operation of the field is a few dozen instructions; its calls would cost as much"
)]

mod chain;
mod field;
mod fixed;
#[cfg(target_arch = "x86_64")]
mod lanes;
#[doc(hidden)]
pub mod measure;
mod point;
mod product;
mod recode;

use chain::powers_in_subgroup;
pub(crate) use chain::{powers, powers_in_subgroup_of_each, powers_of_each};
pub(crate) use fixed::{FixedBase, generator};
pub(crate) use point::{Affine, Extended, normalise};
pub(crate) use product::product;

#[cfg(test)]
mod tests;
