//! The operations by themselves, for the benchmark that states what each costs.

use std::hint::black_box;

use super::field::Field;
use super::{
    Affine, Extended, FixedBase, normalise, powers, powers_in_subgroup, powers_in_subgroup_of_each,
    product,
};
use crate::group::{Point, Scalar};

/// An operation: its name, how often a call does it, and the call.
pub type Operation = (&'static str, u32, Box<dyn FnMut()>);

/// Every operation that the cost of a ballot is made of.
pub fn operations() -> Vec<Operation> {
    let scalar = |seed: u64| Scalar::from(seed).invert();
    let encoded = Point::generator_power(&scalar(3)).to_bytes();
    let point = Affine::from_bytes(&encoded).expect("a point");
    let extended = point.to_extended().double();
    let (a, b) = (extended.x, extended.y);
    let exponents = [scalar(5), scalar(7)];
    let exponent = scalar(11);
    let table = FixedBase::new(&point);
    let terms: Vec<_> = (1..4000u64).map(|i| (scalar(i), point)).collect();
    let fields = move |step: fn(&Field, &Field) -> Field| {
        move || {
            let mut all = black_box([a; 8]);
            for _ in 0..125 {
                for value in &mut all {
                    *value = step(value, &b);
                }
            }
            black_box(all);
        }
    };
    let points = move |step: fn(&Extended) -> Extended| {
        move || {
            let mut all = black_box([extended; 4]);
            for _ in 0..25 {
                for value in &mut all {
                    *value = step(value);
                }
            }
            black_box(all);
        }
    };
    let niels = point.to_niels();
    vec![
        ("field: product", 1000, Box::new(fields(Field::mul))),
        ("field: square", 1000, Box::new(fields(|a, _| a.square()))),
        (
            "field: inversion",
            1,
            Box::new(move || {
                black_box(black_box(a).inverse());
            }),
        ),
        (
            "point: doubling, with T",
            100,
            Box::new(points(Extended::double)),
        ),
        (
            "point: addition",
            100,
            Box::new(points(|point| point.plus(point))),
        ),
        (
            "point: addition from a table",
            100,
            Box::new(move || {
                let mut all = black_box([extended; 4]);
                for _ in 0..25 {
                    for value in &mut all {
                        *value = value.plus_affine(&niels).to_extended();
                    }
                }
                black_box(all);
            }),
        ),
        (
            "decompression",
            1,
            Box::new(move || {
                black_box(Affine::from_bytes(black_box(&encoded)));
            }),
        ),
        (
            "compression, 100 together",
            100,
            Box::new(move || {
                let encoded: Vec<_> = normalise([extended; 100].iter())
                    .into_iter()
                    .map(Affine::to_bytes)
                    .collect();
                black_box(encoded);
            }),
        ),
        (
            "chain: subgroup",
            1,
            Box::new(move || drop(black_box(powers_in_subgroup(black_box(&point), &[])))),
        ),
        ("chain: one power", 1, {
            let exponents = [scalar(5)];
            Box::new(move || drop(black_box(powers(black_box(&point), &exponents))))
        }),
        (
            "chain: subgroup and two powers",
            1,
            Box::new(move || {
                black_box(powers_in_subgroup(black_box(&point), &exponents));
            }),
        ),
        ("64 chains: subgroup and two powers, each", 64, {
            let points = [point; 64];
            let exponents = vec![exponents.to_vec(); 64];
            Box::new(move || {
                black_box(powers_in_subgroup_of_each(&points, &exponents));
            })
        }),
        (
            "power from a table",
            1,
            Box::new(move || {
                black_box(table.add_power(&Extended::IDENTITY, black_box(&exponent)));
            }),
        ),
        (
            "making a table",
            1,
            Box::new(move || drop(black_box(FixedBase::new(black_box(&point))))),
        ),
        (
            "product of 4,000 powers, each",
            4000,
            Box::new(move || {
                black_box(product(&terms));
            }),
        ),
    ]
}
