//! Exponents as short sequences of signed digits.

use crate::group::Scalar;

/// Digits of a [`Wnaf`]: odd, between −15 and 15.
pub(super) const WIDTH: usize = 5;

/// Width-5 non-adjacent form: the exponent is Σ digitᵢ·2ⁱ, digits are odd or 0, and of five neighbours one at most
/// is not 0, about every sixth in the long run.
pub(super) struct Wnaf {
    pub digits: [i8; 256],
    /// Position after the last digit that is not 0.
    pub length: usize,
}

fn words(scalar: &Scalar) -> [u64; 5] {
    let mut words = [0; 5];
    for (word, bytes) in words.iter_mut().zip(scalar.as_bytes().chunks_exact(8)) {
        *word = u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
    }
    words
}

/// `width` bits from position `at`.
fn window(words: &[u64; 5], at: usize, width: usize) -> u64 {
    let (word, shift) = (at / 64, at % 64);
    let low = words[word] >> shift;
    let bits = if shift + width > 64 {
        low | words[word + 1] << (64 - shift)
    } else {
        low
    };
    bits & ((1 << width) - 1)
}

impl Wnaf {
    #[expect(clippy::cast_possible_truncation, reason = "five bits")]
    pub fn new(scalar: &Scalar) -> Self {
        let words = words(scalar);
        let mut digits = [0; 256];
        let mut length = 0;
        let (mut at, mut carry) = (0, 0);
        // Scalars are below 2²⁵³, so the last carry finds its place.
        while at < 256 {
            let value = carry + window(&words, at, WIDTH);
            if value & 1 == 0 {
                at += 1;
                continue;
            }
            digits[at] = if value < 1 << (WIDTH - 1) {
                carry = 0;
                value as i8
            } else {
                carry = 1;
                value as i8 - (1 << WIDTH)
            };
            length = at + 1;
            at += WIDTH;
        }
        Self { digits, length }
    }
}

/// Signed digits of a fixed width between −2^(width−1) and 2^(width−1), lowest first; `count` must have room for the
/// scalar and a carry.
pub(super) fn windows(scalar: &Scalar, width: usize, count: usize) -> impl Iterator<Item = i32> {
    let words = words(scalar);
    let mut carry = 0;
    (0..count).map(move |index| {
        let at = index * width;
        let value = carry
            + if at < 256 {
                window(&words, at, width)
            } else {
                0
            };
        let value = i32::try_from(value).expect("a window is narrow");
        carry = u64::from(value > 1 << (width - 1));
        value - if carry == 1 { 1 << width } else { 0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Σ digitᵢ·base^i.
    fn value(digits: impl DoubleEndedIterator<Item = i32>, base: u64) -> Scalar {
        digits.rev().fold(Scalar::ZERO, |sum, digit| {
            let magnitude = Scalar::from(digit.unsigned_abs());
            sum * Scalar::from(base) + if digit < 0 { -magnitude } else { magnitude }
        })
    }

    fn check(scalar: &Scalar) {
        let naf = Wnaf::new(scalar);
        assert_eq!(
            value(naf.digits.iter().map(|&digit| i32::from(digit)), 2),
            *scalar
        );
        assert!(naf.digits[naf.length..].iter().all(|&digit| digit == 0));
        assert!(naf.length <= 254);
        assert!(
            naf.digits
                .iter()
                .all(|digit| *digit == 0 || (digit % 2 != 0 && digit.abs() < 16))
        );
        for width in 2..=16 {
            let count = 254usize.div_ceil(width);
            let digits: Vec<_> = windows(scalar, width, count).collect();
            assert!(digits.iter().all(|digit| digit.abs() <= 1 << (width - 1)));
            assert_eq!(value(digits.into_iter(), 1 << width), *scalar, "{width}");
        }
    }

    proptest! {
        #[test]
        fn digits_add_up_to_the_exponent(bytes in any::<[u8; 64]>()) {
            check(&Scalar::from_bytes_mod_order_wide(&bytes));
        }
    }

    #[test]
    fn digits_of_awkward_exponents_add_up() {
        let top = (0..252).fold(Scalar::ONE, |power, _| power + power);
        for scalar in [
            Scalar::ZERO,
            Scalar::ONE,
            -Scalar::ONE,
            top,
            top - Scalar::ONE,
            top + Scalar::ONE,
        ] {
            check(&scalar);
        }
    }
}
