//! The field of p = 2²⁵⁵ − 19 elements.
//!
//! An element is five limbs of 51 bits, x₀ + 2⁵¹·x₁ + … + 2²⁰⁴·x₄, which may be larger than 51 bits for a while:
//! a product has limbs below 2⁵² ("tight"), sums and differences of few products may be multiplied again without
//! carrying as long as their limbs stay below 2⁵⁴ ("loose"). Each operation says what it needs.
//!
//! 2²⁵⁵ = 19 in this field, so whatever passes the last limb returns to the first one nineteenfold.

/// An element; several limb vectors stand for the same one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field([u64; 5]);

const MASK: u64 = (1 << 51) - 1;

/// d of the curve equation, −121665/121666.
pub(super) const D: Field = Field([
    0x3_4dca_1359_78a3,
    0x1_a828_3b15_6ebd,
    0x5_e7a2_6001_c029,
    0x7_39c6_63a0_3cbb,
    0x5_2036_cee2_b6ff,
]);

/// 2·d.
pub(super) const TWICE_D: Field = Field([
    0x6_9b94_26b2_f159,
    0x3_5050_762a_dd7a,
    0x3_cf44_c003_8052,
    0x6_738c_c740_7977,
    0x2_406d_9dc5_6dff,
]);

/// A square root of −1.
const ROOT_OF_MINUS_ONE: Field = Field([
    0x6_1b27_4a0e_a0b0,
    0x0_d5a5_fc8f_189d,
    0x7_ef5e_9cbd_0c60,
    0x7_8595_a680_4c9e,
    0x2_b832_4804_fc1d,
]);

// 4·p in limbs of about 2⁵³: added before a subtraction so that no limb becomes negative.
const FOUR_P: [u64; 5] = [4 * ((1 << 51) - 19), 4 * MASK, 4 * MASK, 4 * MASK, 4 * MASK];

/// a·b.
#[inline(always)]
fn times(a: u64, b: u64) -> u128 {
    u128::from(a) * u128::from(b)
}

/// The sum of products of limbs. That it fits is a matter of the bounds above, and asserted in debug builds; the
/// optimised program does without the tests, which cost a fifth of the time of a multiplication.
#[inline(always)]
fn sum<const N: usize>(products: [u128; N]) -> u128 {
    let mut total = 0u128;
    for product in products {
        debug_assert!(
            total.checked_add(product).is_some(),
            "a limb product overflows"
        );
        total = total.wrapping_add(product);
    }
    total
}

#[inline(always)]
fn plus(a: u64, b: u64) -> u64 {
    debug_assert!(a.checked_add(b).is_some(), "a limb overflows");
    a.wrapping_add(b)
}

#[inline(always)]
fn minus(a: u64, b: u64) -> u64 {
    debug_assert!(a >= b, "a limb becomes negative");
    a.wrapping_sub(b)
}

/// Nineteen times a loose limb.
#[inline(always)]
fn nineteen(a: u64) -> u64 {
    debug_assert!(a.checked_mul(19).is_some(), "a limb overflows");
    a.wrapping_mul(19)
}

/// Adds to the first limb and carries through all; what passes the last limb is returned.
fn ripple(limbs: &mut [u64; 5], first: u64) -> u64 {
    limbs.iter_mut().fold(first, |carry, limb| {
        let value = plus(*limb, carry);
        *limb = value & MASK;
        value >> 51
    })
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the low limb is meant")]
fn low(wide: u128) -> u64 {
    wide as u64 & MASK
}

impl Field {
    pub const ZERO: Self = Self([0; 5]);
    /// The limbs as they are.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn limbs(&self) -> [u64; 5] {
        self.0
    }

    /// An element of these limbs, which must be tight.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn of_limbs(limbs: [u64; 5]) -> Self {
        debug_assert!(limbs.iter().all(|limb| limb >> 52 == 0));
        Self(limbs)
    }

    pub const ONE: Self = Self([1, 0, 0, 0, 0]);

    /// Tight limbs from the sums of the products of loose ones: each below 77·2¹⁰⁸, so that carries fit 64 bits.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "bounded in the comment")]
    fn carry(mut wide: [u128; 5]) -> Self {
        let mut limbs = [0; 5];
        for index in 0..4 {
            debug_assert!(wide[index] >> 115 == 0);
            wide[index + 1] = sum([wide[index + 1], u128::from((wide[index] >> 51) as u64)]);
            limbs[index] = low(wide[index]);
        }
        limbs[4] = low(wide[4]);
        // The last sum has no factor 19: below 5·2¹⁰⁸ and a carry, so 19 times its carry fits.
        debug_assert!(wide[4] >> 111 == 0);
        limbs[0] = plus(limbs[0], nineteen((wide[4] >> 51) as u64));
        limbs[1] = plus(limbs[1], limbs[0] >> 51);
        limbs[0] &= MASK;
        Self(limbs)
    }

    /// The product of two loose elements; tight.
    #[inline(always)]
    pub fn mul(&self, other: &Self) -> Self {
        let [a0, a1, a2, a3, a4] = self.0;
        let [b0, b1, b2, b3, b4] = other.0;
        let (c1, c2, c3, c4) = (nineteen(b1), nineteen(b2), nineteen(b3), nineteen(b4));
        Self::carry([
            sum([
                times(a0, b0),
                times(a4, c1),
                times(a3, c2),
                times(a2, c3),
                times(a1, c4),
            ]),
            sum([
                times(a1, b0),
                times(a0, b1),
                times(a4, c2),
                times(a3, c3),
                times(a2, c4),
            ]),
            sum([
                times(a2, b0),
                times(a1, b1),
                times(a0, b2),
                times(a4, c3),
                times(a3, c4),
            ]),
            sum([
                times(a3, b0),
                times(a2, b1),
                times(a1, b2),
                times(a0, b3),
                times(a4, c4),
            ]),
            sum([
                times(a4, b0),
                times(a3, b1),
                times(a2, b2),
                times(a1, b3),
                times(a0, b4),
            ]),
        ])
    }

    /// The square of a loose element; tight. Fifteen products of limbs instead of twenty-five.
    #[inline(always)]
    pub fn square(&self) -> Self {
        let [a0, a1, a2, a3, a4] = self.0;
        let (d0, d1) = (plus(a0, a0), plus(a1, a1));
        let (c3, c4) = (nineteen(a3), nineteen(a4));
        let (e3, e4) = (plus(c3, c3), plus(c4, c4));
        Self::carry([
            sum([times(a0, a0), times(a1, e4), times(a2, e3)]),
            sum([times(d0, a1), times(a2, e4), times(a3, c3)]),
            sum([times(d0, a2), times(a1, a1), times(a3, e4)]),
            sum([times(d0, a3), times(d1, a2), times(a4, c4)]),
            sum([times(d0, a4), times(d1, a3), times(a2, a2)]),
        ])
    }

    /// The sum, limb by limb; tight and tight give less than 2⁵³.
    #[inline(always)]
    pub fn plus(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|i| plus(self.0[i], other.0[i])))
    }

    /// The difference, limb by limb. `other` may be the sum of two tight elements; the result is loose if `self` is
    /// below 2⁵³.
    #[inline(always)]
    pub fn minus(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|i| {
            minus(plus(self.0[i], FOUR_P[i]), other.0[i])
        }))
    }

    /// The negative of a tight element; loose.
    #[inline(always)]
    pub fn negative(&self) -> Self {
        Self::ZERO.minus(self)
    }

    /// Twice, limb by limb.
    #[inline(always)]
    pub fn twice(&self) -> Self {
        self.plus(self)
    }

    fn squares(&self, count: usize) -> Self {
        (0..count).fold(*self, |value, _| value.square())
    }

    /// x^(2²⁵⁰ − 1) and x¹¹, the common beginning of both long powers.
    fn powers_of_the_chain(&self) -> (Self, Self) {
        let two = self.square();
        let nine = two.squares(2).mul(self);
        let eleven = nine.mul(&two);
        // Names are the numbers of ones in the binary exponent.
        let ones_5 = eleven.square().mul(&nine);
        let ones_10 = ones_5.squares(5).mul(&ones_5);
        let ones_20 = ones_10.squares(10).mul(&ones_10);
        let ones_40 = ones_20.squares(20).mul(&ones_20);
        let ones_50 = ones_40.squares(10).mul(&ones_10);
        let ones_100 = ones_50.squares(50).mul(&ones_50);
        let ones_200 = ones_100.squares(100).mul(&ones_100);
        (ones_200.squares(50).mul(&ones_50), eleven)
    }

    /// 1/x as x^(p−2); 0 for 0.
    pub fn inverse(&self) -> Self {
        let (ones_250, eleven) = self.powers_of_the_chain();
        ones_250.squares(5).mul(&eleven)
    }

    /// Some square root of `numerator`/`denominator`, when there is one (and the denominator is not 0 unless the
    /// numerator is).
    pub fn root_of_ratio(numerator: &Self, denominator: &Self) -> Option<Self> {
        // With u/v: r = u·v³·(u·v⁷)^((p−5)/8) has v·r² = u·ⁿ√1 for n = 4, one of ±u, ±√−1·u.
        let cubed = denominator.square().mul(denominator);
        let seventh = cubed.square().mul(denominator);
        let base = numerator.mul(&seventh);
        let power = base.powers_of_the_chain().0.squares(2).mul(&base);
        let root = numerator.mul(&cubed).mul(&power);
        let square = root.square().mul(denominator);
        if square.equals(numerator) {
            Some(root)
        } else if square.plus(numerator).is_zero() {
            Some(root.mul(&ROOT_OF_MINUS_ONE))
        } else {
            None
        }
    }

    /// The inverses of all (none may be 0) with one inversion and three multiplications each (Montgomery).
    pub fn invert_all(values: &mut [Self]) {
        let mut product = Self::ONE;
        let before: Vec<Self> = values
            .iter()
            .map(|value| {
                let next = product.mul(value);
                std::mem::replace(&mut product, next)
            })
            .collect();
        let mut inverse = product.inverse();
        for (value, before) in values.iter_mut().zip(before).rev() {
            let next = inverse.mul(value);
            *value = inverse.mul(&before);
            inverse = next;
        }
    }

    /// 255 bits, little-endian; the highest bit is ignored, the value may be p or more.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let word =
            |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
        Self([
            word(0) & MASK,
            word(6) >> 3 & MASK,
            word(12) >> 6 & MASK,
            word(19) >> 1 & MASK,
            word(24) >> 12 & MASK,
        ])
    }

    /// The same, but only the one encoding of each element: below p, highest bit 0.
    pub fn from_canonical_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let is_reduced = bytes[31] < 0x7f
            || (bytes[31] == 0x7f
                && (bytes[1..31].iter().any(|&byte| byte != 0xff) || bytes[0] < 0xed));
        is_reduced.then(|| Self::from_bytes(bytes))
    }

    /// The limbs of the one representative below p.
    fn reduced(&self) -> [u64; 5] {
        let mut limbs = self.0;
        let carry = ripple(&mut limbs, 0);
        // Now below 2²⁵⁵ + 19·2¹³, which is less than 2·p.
        limbs[0] = plus(limbs[0], nineteen(carry));
        // It is p or more if adding 19 reaches 2²⁵⁵; then 19 − 2²⁵⁵ = −p is added.
        let reaches = limbs
            .iter()
            .fold(19, |carry, limb| plus(*limb, carry) >> 51);
        ripple(&mut limbs, nineteen(reaches));
        limbs
    }

    /// The one encoding: little-endian, below p.
    pub fn to_bytes(self) -> [u8; 32] {
        let limbs = self.reduced();
        let words: [u64; 4] =
            std::array::from_fn(|i| limbs[i] >> (13 * i) | limbs[i + 1] << (51 - 13 * i));
        let mut bytes = [0; 32];
        for (target, word) in bytes.chunks_exact_mut(8).zip(words) {
            target.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    pub fn is_zero(&self) -> bool {
        self.reduced() == [0; 5]
    }

    pub fn equals(&self, other: &Self) -> bool {
        self.reduced() == other.reduced()
    }

    /// The lowest bit of the reduced value: which of x and −x it is.
    pub fn is_odd(&self) -> bool {
        self.reduced()[0] & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    fn p() -> BigUint {
        (BigUint::from(1u8) << 255) - 19u8
    }

    fn value(field: &Field) -> BigUint {
        field
            .0
            .iter()
            .rev()
            .fold(BigUint::ZERO, |sum, limb| (sum << 51) + limb)
            % p()
    }

    /// Limbs below 2^bits, their ends above all.
    fn limbs(bits: u32) -> impl Strategy<Value = Field> {
        let end = 1u64 << bits;
        let limb = prop_oneof![
            2 => 0..end,
            1 => end - 3..end,
            1 => 0..3u64,
            1 => MASK - 20..MASK + 2,
        ];
        prop::array::uniform5(limb).prop_map(Field)
    }

    fn is_tight(field: &Field) -> bool {
        field
            .0
            .iter()
            .all(|limb| limb >> 51 == 0 || limb - (1 << 51) < 1 << 14)
    }

    proptest! {
        #[test]
        fn loose_elements_multiply_like_integers(a in limbs(54), b in limbs(54)) {
            let product = a.mul(&b);
            prop_assert!(is_tight(&product));
            prop_assert_eq!(value(&product), value(&a) * value(&b) % p());
            prop_assert!(is_tight(&a.square()));
            prop_assert_eq!(value(&a.square()), value(&a) * value(&a) % p());
        }

        #[test]
        fn sums_and_differences_are_those_of_integers(a in limbs(52), b in limbs(52)) {
            prop_assert_eq!(value(&a.plus(&b)), (value(&a) + value(&b)) % p());
            prop_assert_eq!(value(&a.minus(&b)), (value(&a) + p() - value(&b)) % p());
            prop_assert!((value(&a) + value(&a.negative())) % p() == BigUint::ZERO);
        }

        #[test]
        fn every_element_has_one_encoding(a in limbs(54)) {
            prop_assert_eq!(BigUint::from_bytes_le(&a.to_bytes()), value(&a));
            prop_assert_eq!(value(&Field::from_canonical_bytes(&a.to_bytes()).unwrap()), value(&a));
            prop_assert_eq!(a.is_zero(), value(&a) == BigUint::ZERO);
            prop_assert_eq!(a.is_odd(), value(&a).bit(0));
            prop_assert!(a.equals(&a.mul(&Field::ONE)));
        }

        #[test]
        fn inverses_and_roots_are_what_they_say(a in limbs(54), b in limbs(54)) {
            prop_assume!(!a.is_zero() && !b.is_zero());
            prop_assert!(a.mul(&a.inverse()).equals(&Field::ONE));
            let mut both = [a, b];
            Field::invert_all(&mut both);
            prop_assert!(both[0].equals(&a.inverse()) && both[1].equals(&b.inverse()));
            let root = Field::root_of_ratio(&a, &b);
            if let Some(root) = root {
                prop_assert!(root.square().mul(&b).equals(&a));
            }
            // Euler: a/b is a square if (a/b)^((p−1)/2) = 1.
            let power = (value(&a) * value(&b)).modpow(&((p() - 1u8) / 2u8), &p());
            prop_assert_eq!(root.is_some(), power == BigUint::from(1u8));
        }
    }

    #[test]
    fn the_constants_are_what_they_say() {
        assert!(
            D.mul(&Field([121_666, 0, 0, 0, 0]))
                .plus(&Field([121_665, 0, 0, 0, 0]))
                .is_zero()
        );
        assert!(D.twice().equals(&TWICE_D));
        assert!(ROOT_OF_MINUS_ONE.square().plus(&Field::ONE).is_zero());
        for unreduced in [p(), p() + 18u8] {
            let bytes: [u8; 32] = unreduced.to_bytes_le().try_into().unwrap();
            assert!(Field::from_canonical_bytes(&bytes).is_none());
            assert_eq!(value(&Field::from_bytes(&bytes)), unreduced % p());
        }
        assert!(Field::ZERO.negative().is_zero());
    }
}
