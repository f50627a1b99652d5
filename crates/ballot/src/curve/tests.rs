//! Every operation beside `curve25519-dalek`.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity as _;
use proptest::prelude::*;

use super::*;
use crate::group::{Point, Scalar};

fn ours(point: &EdwardsPoint) -> Affine {
    Affine::from_bytes(&point.compress().0).expect("an encoded point")
}

fn encode(point: &Extended) -> [u8; 32] {
    normalise([point].into_iter())[0].to_bytes()
}

fn same(ours: &Extended, theirs: &EdwardsPoint) {
    assert_eq!(encode(ours), theirs.compress().0);
}

/// Scalars of every length and the ends of the range.
fn scalars() -> impl Strategy<Value = Scalar> {
    let wide = any::<[u8; 64]>().prop_map(|bytes| Scalar::from_bytes_mod_order_wide(&bytes));
    let narrow = any::<u128>().prop_map(Scalar::from);
    let small = (0..40u64).prop_map(Scalar::from);
    prop_oneof![
        4 => wide,
        1 => narrow,
        1 => small.clone(),
        1 => small.prop_map(|small| -small),
        1 => small_power(),
    ]
}

fn small_power() -> impl Strategy<Value = Scalar> {
    (0..253usize, 0..3u64).prop_map(|(bits, offset)| {
        (0..bits).fold(Scalar::ONE, |power, _| power + power) + Scalar::from(offset) - Scalar::ONE
    })
}

/// Points of the subgroup, of its cosets, and of small order.
fn points() -> impl Strategy<Value = EdwardsPoint> {
    (scalars(), 0..8usize, 0..3u8).prop_map(|(scalar, torsion, kind)| {
        let point = ED25519_BASEPOINT_POINT * scalar;
        match kind {
            0 => point,
            1 => point + EIGHT_TORSION[torsion],
            _ => EIGHT_TORSION[torsion],
        }
    })
}

/// The exact multiple by an integer below q, also of points outside the subgroup.
fn multiple(point: &EdwardsPoint, scalar: &Scalar) -> EdwardsPoint {
    let bits = scalar.as_bytes();
    (0..256).rev().fold(EdwardsPoint::identity(), |sum, bit| {
        let sum = sum + sum;
        if bits[bit / 8] >> (bit % 8) & 1 == 1 {
            sum + point
        } else {
            sum
        }
    })
}

proptest! {
    #[test]
    fn additions_and_doublings_agree(a in points(), b in points()) {
        let (x, y) = (ours(&a).to_extended(), ours(&b).to_extended());
        let niels = ours(&b).to_niels();
        same(&x.plus(&y), &(a + b));
        same(&x.minus(&y), &(a - b));
        same(&x.plus_affine(&niels).to_extended(), &(a + b));
        same(&x.minus_affine(&niels).to_extended(), &(a - b));
        same(&x.double(), &(a + a));
        same(&x.plus(&x), &(a + a));
        same(&x.minus(&x), &EdwardsPoint::identity());
        same(&x.times_cofactor(), &a.mul_by_cofactor());
        same(&x.negative(), &-a);
        prop_assert_eq!(x.equals(&y), a == b);
        prop_assert!(x.plus(&y).equals(&y.plus(&x)));
        prop_assert_eq!(ours(&a).is_identity(), a == EdwardsPoint::identity());
    }

    #[test]
    fn the_powers_of_a_chain_agree(point in points(), exponents in prop::collection::vec(scalars(), 0..4)) {
        let powers = powers(&ours(&point), &exponents);
        prop_assert_eq!(powers.len(), exponents.len());
        for (power, exponent) in powers.iter().zip(&exponents) {
            same(power, &multiple(&point, exponent));
        }
        let in_subgroup = powers_in_subgroup(&ours(&point), &exponents);
        prop_assert_eq!(in_subgroup.is_some(), point.is_torsion_free());
        for (a, b) in in_subgroup.iter().flatten().zip(&powers) {
            prop_assert!(a.equals(b));
        }
    }

    #[test]
    fn chains_side_by_side_agree_with_single_ones(
        all in prop::collection::vec((points(), prop::collection::vec(scalars(), 0..4)), 0..20)
    ) {
        let (points, exponents): (Vec<_>, Vec<_>) =
            all.iter().map(|(point, exponents)| (ours(point), exponents.clone())).unzip();
        let each = powers_of_each(&points, &exponents);
        let each_in_subgroup = powers_in_subgroup_of_each(&points, &exponents);
        prop_assert_eq!((each.len(), each_in_subgroup.len()), (all.len(), all.len()));
        for (index, (point, exponents)) in points.iter().zip(&exponents).enumerate() {
            let alone = powers(point, exponents);
            prop_assert_eq!(each[index].len(), exponents.len());
            prop_assert!(each[index].iter().zip(&alone).all(|(a, b)| a.equals(b) && a.is_on_curve()));
            prop_assert_eq!(each_in_subgroup[index].is_some(), all[index].0.is_torsion_free());
            let member = each_in_subgroup[index].as_ref();
            prop_assert!(member.is_none_or(|powers| powers.len() == exponents.len()));
            prop_assert!(member.into_iter().flatten().zip(&alone).all(|(a, b)| a.equals(b)));
        }
    }

    #[test]
    fn powers_from_tables_agree(start in points(), base in points(), exponent in scalars()) {
        let sum = generator().add_power(&ours(&start).to_extended(), &exponent);
        same(&sum, &(start + ED25519_BASEPOINT_POINT * exponent));
        let sum = FixedBase::new(&ours(&base)).add_power(&Extended::IDENTITY, &exponent);
        same(&sum, &multiple(&base, &exponent));
    }

    #[test]
    fn products_agree(terms in prop::collection::vec((scalars(), points()), 0..40)) {
        let expected = terms.iter().fold(EdwardsPoint::identity(), |sum, (scalar, point)| sum + multiple(point, scalar));
        let terms: Vec<_> = terms.iter().map(|(scalar, point)| (*scalar, ours(point))).collect();
        same(&product(&terms), &expected);
    }

    #[test]
    fn encodings_are_read_and_written_as_by_the_other(bytes in any::<[u8; 32]>()) {
        reads_alike(&bytes);
    }

    #[test]
    fn coordinates_come_back_and_others_are_refused(point in points(), at in 0..64usize, change in 1..=255u8) {
        let mut bytes = ours(&point).to_coordinates();
        prop_assert_eq!(Affine::from_coordinates(&bytes).unwrap().to_bytes(), point.compress().0);
        bytes[at] ^= change;
        prop_assert!(Affine::from_coordinates(&bytes).is_none());
    }
}

/// Like [`Point::from_bytes`], which asks the other library.
fn reads_alike(bytes: &[u8; 32]) {
    let (ours, theirs) = (Affine::from_bytes(bytes), Point::from_bytes(*bytes));
    assert_eq!(ours.is_some(), theirs.is_some(), "{bytes:?}");
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        assert_eq!(ours.to_bytes(), theirs.to_bytes());
        assert_eq!(ours.to_bytes(), *bytes);
    }
}

#[test]
fn awkward_encodings_are_read_alike() {
    // Around 0, 1, −1 and p: unreduced y, "negative zero", small order.
    for low in 0..=255u8 {
        for fill in [0, 0xff] {
            for top in [0, 0x80, 0x7f, 0xff] {
                let mut bytes = [fill; 32];
                (bytes[0], bytes[31]) = (low, top);
                reads_alike(&bytes);
            }
        }
    }
    for torsion in EIGHT_TORSION {
        let mut bytes = torsion.compress().0;
        reads_alike(&bytes);
        bytes[31] ^= 0x80;
        reads_alike(&bytes);
    }
}

#[test]
fn a_large_product_agrees() {
    let point = ED25519_BASEPOINT_POINT;
    let scalars = (1..600u64).map(|i| Scalar::from(i).invert() * Scalar::from(i % 2 + 1));
    let terms: Vec<_> = scalars
        .map(|scalar| (scalar, ours(&(point * scalar))))
        .collect();
    let sum: Scalar = terms.iter().map(|(scalar, _)| scalar * scalar).sum();
    same(&product(&terms), &(point * sum));
}
