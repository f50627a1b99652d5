//! Points and scalars, against the curve library and big integers.

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::traits::IsIdentity as _;
use num_bigint::BigUint;
use pingyi_ballot::group::{decimal_of_scalar, scalar_of_decimal};
use pingyi_ballot::{Point, PointFault, PublicCredential, PublicKey, Scalar};

use super::ACCEPTED;
use crate::random::Random;
use crate::{mutate as change, plain};

pub(super) fn point_seeds() -> Vec<Vec<u8>> {
    let powers = (1..6u64).map(|m| Point::generator_power(&Scalar::from(m)).to_hex());
    let torsion = EIGHT_TORSION
        .iter()
        .map(|point| change::encode(&point.compress().0));
    // p − 1, p, p + 1, 2²⁵⁵ − 1, and the negative zeros.
    let edges = [
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed",
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee",
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
        "8000000000000000000000000000000000000000000000000000000000000001",
    ]
    .map(String::from);
    powers
        .chain(torsion)
        .chain(edges)
        .map(String::into_bytes)
        .collect()
}

pub(super) fn scalar_seeds() -> Vec<Vec<u8>> {
    let order: BigUint = change::ORDER.parse().expect("a decimal");
    let one = BigUint::from(1u32);
    let mut seeds: Vec<BigUint> = vec![
        BigUint::ZERO,
        one.clone(),
        &order - &one,
        order.clone(),
        &order + &one,
        (&one << 256u32) - &one,
        &one << 256u32,
        (&one << 256u32) + &order,
    ];
    seeds.extend((0..5u32).map(|limb| &one << (64 * limb)));
    seeds.extend((1..5u32).map(|chunk| BigUint::from(10u32).pow(18 * chunk)));
    seeds
        .iter()
        .map(|value| value.to_string().into_bytes())
        .collect()
}

pub(super) fn mutate(data: &mut Vec<u8>, random: &mut Random) {
    match std::str::from_utf8(data) {
        Ok(text) if !random.once_in(4) => *data = change::text(text, random).into_bytes(),
        _ => change::bytes(data, random),
    }
}

pub(super) fn run_point(bytes: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return "encoding";
    };
    let ours = Point::parse(text);
    let theirs = plain::point(text);
    let code = |fault: PointFault| match fault {
        PointFault::Encoding => "encoding",
        PointFault::NotOnCurve => "curve",
        PointFault::Torsion => "torsion",
        PointFault::Identity => "identity",
    };
    assert_eq!(
        ours.map(|point| point.to_hex()).map_err(code),
        theirs.map(|point| change::encode(&point.compress().0))
    );
    // As a key or credential the identity is refused besides.
    let allowed = theirs.and_then(|point| {
        if point.is_identity() {
            Err("identity")
        } else {
            Ok(text.to_owned())
        }
    });
    assert_eq!(
        PublicKey::parse(text).map(|key| key.to_hex()).map_err(code),
        allowed
    );
    assert_eq!(
        PublicCredential::parse(text)
            .map(|key| key.to_hex())
            .map_err(code),
        allowed
    );
    allowed.err().unwrap_or(ACCEPTED)
}

pub(super) fn run_scalar(bytes: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return "refused";
    };
    let ours = scalar_of_decimal(text);
    assert_eq!(ours, plain::scalar(text));
    let Some(scalar) = ours else {
        return "refused";
    };
    assert_eq!(decimal_of_scalar(&scalar), text);
    ACCEPTED
}
