//! Eight chains side by side, for processors with AVX-512 and its 52-bit multiply-add (`IFMA`).
//!
//! One limb of eight elements fills a register, and every step is the same for all eight: doublings are, and additions
//! become so with digits of fixed width: each fourth step adds to a bucket, to bucket 0, which is thrown away, where the
//! digit is 0. The formulas are those of [`point`](super::point); sums are carried before they are multiplied, since
//! the multiplier reads 52 bits.
//!
//! `fearless_simd` finds out whether the processor can do this and makes calling it safe.

use std::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_and_si512, _mm512_madd52hi_epu64, _mm512_madd52lo_epu64,
    _mm512_mask_blend_epi64, _mm512_set_epi64, _mm512_set1_epi64, _mm512_setzero_si512,
    _mm512_slli_epi64, _mm512_srli_epi64, _mm512_sub_epi64,
};

use fearless_simd::{Avx512, Level, SimdFrom as _, u64x8};

use super::chain::delta;
use super::field::{Field, TWICE_D};
use super::point::{Affine, Extended};
use super::recode::windows;
use crate::group::Scalar;

/// Chains in one run.
const LANES: usize = 8;

/// Bits of a digit, and so doublings between additions.
const WIDTH: usize = 4;
const DIGITS: usize = 64;
/// Digits are −8 to 8; bucket 0 takes what is not wanted.
const BUCKETS: usize = 9;

/// Eight field elements, limb by limb; below 2⁵¹ + 2¹⁵ unless said otherwise.
#[derive(Clone, Copy)]
struct Fields([__m512i; 5]);

#[target_feature(enable = "avx512f")]
fn all(value: u64) -> __m512i {
    _mm512_set1_epi64(value.cast_signed())
}

#[target_feature(enable = "avx512f")]
fn row(values: [u64; LANES]) -> __m512i {
    let all = values.map(u64::cast_signed);
    _mm512_set_epi64(
        all[7], all[6], all[5], all[4], all[3], all[2], all[1], all[0],
    )
}

impl Fields {
    #[target_feature(enable = "avx512f")]
    fn same(field: &Field) -> Self {
        Self(field.limbs().map(|limb| all(limb)))
    }

    #[target_feature(enable = "avx512f")]
    fn of(limbs: impl Fn(usize) -> [u64; LANES]) -> Self {
        Self([
            row(limbs(0)),
            row(limbs(1)),
            row(limbs(2)),
            row(limbs(3)),
            row(limbs(4)),
        ])
    }

    /// One parallel carry of limbs below 2⁶³.
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn carried(self) -> Self {
        let mask = all((1 << 51) - 1);
        let limbs = self.0;
        let low = |limb| _mm512_and_si512(limb, mask);
        let high = |limb| _mm512_srli_epi64::<51>(limb);
        Self([
            _mm512_madd52lo_epu64(low(limbs[0]), high(limbs[4]), all(19)),
            _mm512_add_epi64(low(limbs[1]), high(limbs[0])),
            _mm512_add_epi64(low(limbs[2]), high(limbs[1])),
            _mm512_add_epi64(low(limbs[3]), high(limbs[2])),
            _mm512_add_epi64(low(limbs[4]), high(limbs[3])),
        ])
    }

    /// The sum, not carried.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn add(&self, other: &Self) -> Self {
        let (a, b) = (&self.0, &other.0);
        Self([
            _mm512_add_epi64(a[0], b[0]),
            _mm512_add_epi64(a[1], b[1]),
            _mm512_add_epi64(a[2], b[2]),
            _mm512_add_epi64(a[3], b[3]),
            _mm512_add_epi64(a[4], b[4]),
        ])
    }

    /// The difference plus 8·p, not carried; `other` is below 2⁵⁴ − 2⁸.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn subtract(&self, other: &Self) -> Self {
        let (first, rest) = (all(8 * ((1 << 51) - 19)), all(8 * ((1 << 51) - 1)));
        let (a, b) = (&self.0, &other.0);
        Self([
            _mm512_sub_epi64(_mm512_add_epi64(a[0], first), b[0]),
            _mm512_sub_epi64(_mm512_add_epi64(a[1], rest), b[1]),
            _mm512_sub_epi64(_mm512_add_epi64(a[2], rest), b[2]),
            _mm512_sub_epi64(_mm512_add_epi64(a[3], rest), b[3]),
            _mm512_sub_epi64(_mm512_add_epi64(a[4], rest), b[4]),
        ])
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn plus(&self, other: &Self) -> Self {
        self.add(other).carried()
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn minus(&self, other: &Self) -> Self {
        self.subtract(other).carried()
    }

    /// The product: limb products of 104 bits come as 52 low and 52 high bits, and the high ones weigh 2⁵², which is twice
    /// the next limb.
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn mul(&self, other: &Self) -> Self {
        let (a, b) = (&self.0, &other.0);
        let mut low = [_mm512_setzero_si512(); 9];
        let mut high = [_mm512_setzero_si512(); 9];
        for i in 0..5 {
            for j in 0..5 {
                low[i + j] = _mm512_madd52lo_epu64(low[i + j], a[i], b[j]);
                high[i + j] = _mm512_madd52hi_epu64(high[i + j], a[i], b[j]);
            }
        }
        Self::folded(&low, &high)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn square(&self) -> Self {
        let a = &self.0;
        let mut low = [_mm512_setzero_si512(); 9];
        let mut high = [_mm512_setzero_si512(); 9];
        for i in 0..5 {
            for j in i + 1..5 {
                low[i + j] = _mm512_madd52lo_epu64(low[i + j], a[i], a[j]);
                high[i + j] = _mm512_madd52hi_epu64(high[i + j], a[i], a[j]);
            }
        }
        for sums in [&mut low, &mut high] {
            for sum in sums {
                *sum = _mm512_add_epi64(*sum, *sum);
            }
        }
        for i in 0..5 {
            low[2 * i] = _mm512_madd52lo_epu64(low[2 * i], a[i], a[i]);
            high[2 * i] = _mm512_madd52hi_epu64(high[2 * i], a[i], a[i]);
        }
        Self::folded(&low, &high)
    }

    /// Σ lowᵢ·2⁵¹ⁱ + Σ highᵢ·2·2⁵¹⁽ⁱ⁺¹⁾, carried; all below 2⁵⁵.
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn folded(low: &[__m512i; 9], high: &[__m512i; 9]) -> Self {
        let double = |value| _mm512_add_epi64(value, value);
        let mut sums = [low[0]; 10];
        for i in 1..9 {
            sums[i] = _mm512_add_epi64(low[i], double(high[i - 1]));
        }
        sums[9] = double(high[8]);
        // Below 2⁵⁷; times 19 below 2⁶².
        let nineteen = |value| {
            _mm512_add_epi64(
                _mm512_add_epi64(value, double(value)),
                _mm512_slli_epi64::<4>(value),
            )
        };
        let fold = |i: usize| _mm512_add_epi64(sums[i], nineteen(sums[i + 5]));
        Self([fold(0), fold(1), fold(2), fold(3), fold(4)]).carried()
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn choose(mask: u8, zero: &Self, one: &Self) -> Self {
        let mut chosen = *zero;
        for i in 0..5 {
            chosen.0[i] = _mm512_mask_blend_epi64(mask, zero.0[i], one.0[i]);
        }
        chosen
    }
}

#[derive(Clone, Copy)]
struct Points {
    x: Fields,
    y: Fields,
    z: Fields,
    t: Fields,
}

struct Niels {
    sum: Fields,
    difference: Fields,
    z: Fields,
    t: Fields,
}

/// X/Z and Y/T.
struct Completed {
    x: Fields,
    y: Fields,
    z: Fields,
    t: Fields,
}

impl Completed {
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn to_points(&self) -> Points {
        Points {
            t: self.x.mul(&self.y),
            ..self.to_projective()
        }
    }

    /// Without T, which is left as it was.
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn to_projective(&self) -> Points {
        Points {
            x: self.x.mul(&self.t),
            y: self.y.mul(&self.z),
            z: self.z.mul(&self.t),
            t: self.t,
        }
    }
}

impl Points {
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn double(&self) -> Completed {
        let (xx, yy) = (self.x.square(), self.y.square());
        let zz = self.z.square();
        let both = self.x.plus(&self.y).square();
        let sum = yy.add(&xx);
        Completed {
            x: both.minus(&sum),
            y: sum.carried(),
            z: yy.minus(&xx),
            t: zz.add(&zz).add(&xx).minus(&yy),
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn plus(&self, other: &Niels) -> Completed {
        let sum = self.y.plus(&self.x).mul(&other.sum);
        let difference = self.y.minus(&self.x).mul(&other.difference);
        let zz = self.z.mul(&other.z);
        let zz = zz.add(&zz);
        let tt = self.t.mul(&other.t);
        Completed {
            x: sum.minus(&difference),
            y: sum.plus(&difference),
            z: zz.plus(&tt),
            t: zz.minus(&tt),
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn to_niels(self) -> Niels {
        Niels {
            sum: self.y.plus(&self.x),
            difference: self.y.minus(&self.x),
            z: self.z,
            t: self.t.mul(&Fields::same(&TWICE_D)),
        }
    }
}

impl Niels {
    /// Each point or, where the mask says so, its negative.
    #[inline]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn signed(&self, negative: u8) -> Self {
        let opposite = Fields([all(0); 5]).minus(&self.t);
        Self {
            sum: Fields::choose(negative, &self.sum, &self.difference),
            difference: Fields::choose(negative, &self.difference, &self.sum),
            z: self.z,
            t: Fields::choose(negative, &self.t, &opposite),
        }
    }
}

/// A point of one lane at rest: the limbs of X, Y, Z, T.
type Rest = [u64; 20];

/// Buckets of one exponent, by lane.
type Buckets = [[Rest; BUCKETS]; LANES];

const IDENTITY: Rest = {
    let mut rest = [0; 20];
    (rest[5], rest[10]) = (1, 1);
    rest
};

#[inline]
#[target_feature(enable = "avx512f")]
fn load(buckets: &Buckets, which: [u8; LANES]) -> Points {
    let rests: [&Rest; LANES] =
        std::array::from_fn(|lane| &buckets[lane][usize::from(which[lane])]);
    let fields = |at: usize| Fields::of(|limb| std::array::from_fn(|lane| rests[lane][at + limb]));
    Points {
        x: fields(0),
        y: fields(5),
        z: fields(10),
        t: fields(15),
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn limbs(token: Avx512, points: &Points) -> [[u64; LANES]; 20] {
    let mut limbs = [[0; LANES]; 20];
    let fields = [&points.x, &points.y, &points.z, &points.t];
    for (limbs, limb) in limbs
        .iter_mut()
        .zip(fields.into_iter().flat_map(|field| field.0))
    {
        *limbs = u64x8::simd_from(token, limb).into();
    }
    limbs
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(token: Avx512, buckets: &mut Buckets, which: [u8; LANES], points: &Points) {
    let limbs = limbs(token, points);
    for (lane, (buckets, which)) in buckets.iter_mut().zip(which).enumerate() {
        let rest = &mut buckets[usize::from(which)];
        for (target, limbs) in rest.iter_mut().zip(&limbs) {
            *target = limbs[lane];
        }
    }
}

/// Proof that the processor can do this.
#[derive(Clone, Copy)]
pub(super) struct Lanes(Avx512);

impl Lanes {
    pub fn detect() -> Option<Self> {
        Level::new().as_avx512().map(Self)
    }

    /// See [`chain::powers_of_each`](super::chain::powers_of_each).
    pub fn powers_of_each(
        self,
        points: &[Affine],
        exponents: &[Vec<Scalar>],
    ) -> Vec<Vec<Extended>> {
        let each = self.run(points, exponents, None);
        each.into_iter().map(|(powers, _)| powers).collect()
    }

    /// See [`chain::powers_in_subgroup_of_each`](super::chain::powers_in_subgroup_of_each).
    pub fn powers_in_subgroup_of_each(
        self,
        points: &[Affine],
        exponents: &[Vec<Scalar>],
    ) -> Vec<Option<Vec<Extended>>> {
        let each = self.run(points, exponents, Some(delta()));
        each.into_iter()
            .map(|(mut powers, top)| {
                let delta = powers.pop().expect("one for every exponent");
                top.equals(&delta.negative()).then_some(powers)
            })
            .collect()
    }

    /// The powers of every point, that of the last exponent after its own, and 2²⁵² times the point.
    fn run(
        self,
        points: &[Affine],
        exponents: &[Vec<Scalar>],
        last: Option<Scalar>,
    ) -> Vec<(Vec<Extended>, Extended)> {
        // Points with as many exponents go together, so that few lanes compute what nobody needs.
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by_key(|&index| exponents[index].len());
        let mut results = vec![(Vec::new(), Extended::IDENTITY); points.len()];
        for group in order.chunks(LANES) {
            // Lanes without a point repeat the first one.
            let of_lane: [usize; LANES] =
                std::array::from_fn(|lane| *group.get(lane).unwrap_or(&group[0]));
            let most = of_lane
                .iter()
                .map(|&index| exponents[index].len())
                .max()
                .unwrap_or(0);
            let exponent = |index: usize, number: usize| {
                exponents[index]
                    .get(number)
                    .copied()
                    .unwrap_or(Scalar::ZERO)
            };
            let digits: Vec<_> = (0..most)
                .map(|number| Digits::new(&of_lane.map(|index| exponent(index, number))))
                .chain(last.map(|last| Digits::new(&[last; LANES])))
                .collect();
            let (powers, tops) = chains(self.0, &of_lane.map(|index| points[index]), &digits);
            for (lane, &index) in group.iter().enumerate() {
                let own = powers[..most].iter().take(exponents[index].len());
                let powers = own
                    .chain(&powers[most..])
                    .map(|powers| powers[lane])
                    .collect();
                results[index] = (powers, tops[lane]);
            }
        }
        results
    }
}

/// Digits of one exponent of every lane, by position: which bucket, and which lanes subtract.
struct Digits([([u8; LANES], u8); DIGITS]);

impl Digits {
    fn new(exponents: &[Scalar; LANES]) -> Self {
        let mut digits = [([0; LANES], 0); DIGITS];
        for (lane, exponent) in exponents.iter().enumerate() {
            for (digit, place) in windows(exponent, WIDTH, DIGITS).zip(&mut digits) {
                place.0[lane] = u8::try_from(digit.unsigned_abs()).expect("at most 8");
                place.1 |= u8::from(digit < 0) << lane;
            }
        }
        Self(digits)
    }
}

fearless_simd::kernel!(
    /// Every point raised to every exponent, and 2²⁵² times every point.
    fn chains(
        token: Avx512,
        points: &[Affine; LANES],
        exponents: &[Digits],
    ) -> (Vec<[Extended; LANES]>, [Extended; LANES]) {
        let mut buckets: Vec<Buckets> = vec![[[IDENTITY; BUCKETS]; LANES]; exponents.len()];
        let of = |part: fn(&Affine) -> [u64; 5]| {
            let parts = points.each_ref().map(part);
            Fields::of(|limb| std::array::from_fn(|lane| parts[lane][limb]))
        };
        let one = Fields::same(&Field::ONE);
        let mut doubled = Completed {
            x: of(|point| point.x.limbs()),
            y: of(|point| point.y.limbs()),
            z: one,
            t: one,
        };
        let last = DIGITS - 1;
        let mut top = None;
        for position in 0..DIGITS {
            let current = doubled.to_points();
            let niels = current.to_niels();
            for (buckets, digits) in buckets.iter_mut().zip(exponents) {
                let (which, negative) = digits.0[position];
                if which != [0; LANES] {
                    let sum = load(buckets, which)
                        .plus(&niels.signed(negative))
                        .to_points();
                    store(token, buckets, which, &sum);
                }
            }
            if position == last {
                top = Some(current);
            } else {
                doubled = current.double();
                for _ in 1..WIDTH {
                    doubled = doubled.to_projective().double();
                }
            }
        }
        let at_rest = |points: &Points| -> [Extended; LANES] {
            let limbs = limbs(token, points);
            std::array::from_fn(|lane| {
                let field =
                    |at: usize| Field::of_limbs(std::array::from_fn(|i| limbs[at + i][lane]));
                Extended {
                    x: field(0),
                    y: field(5),
                    z: field(10),
                    t: field(15),
                }
            })
        };
        let powers = buckets
            .iter()
            .map(|buckets| {
                // Σ k·bucketₖ is the sum of the sums of the tails.
                let bucket = |k: u8| load(buckets, [k; LANES]);
                let mut tail = bucket(8);
                let mut tails = tail;
                for k in (1..8).rev() {
                    tail = tail.plus(&bucket(k).to_niels()).to_points();
                    tails = tails.plus(&tail.to_niels()).to_points();
                }
                at_rest(&tails)
            })
            .collect();
        (powers, at_rest(&top.expect("the last position")))
    }
);
