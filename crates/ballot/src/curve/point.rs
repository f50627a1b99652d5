//! Points of −x² + y² = 1 + d·x²·y², in five forms.
//!
//! The addition law of this curve holds for all pairs of points: no case is special, neither the neutral element (0, 1)
//! nor doubling nor points of small order. What differs is how much of the next step is already computed.
//!
//! | form | coordinates | used for |
//! |---|---|---|
//! | [`Affine`] | x, y | reading, writing |
//! | [`Projective`] | X/Z, Y/Z | doubling: 4 squarings, and 3 products to return |
//! | [`Extended`] | and T = XY/Z | the left side of an addition |
//! | [`Niels`] | Y+X, Y−X, Z, 2dT | the right side: 4 products, and 4 to return |
//! | [`AffineNiels`] | y+x, y−x, 2dxy | the same with Z = 1: 3 products, and 4 to return |
//! | [`Completed`] | X/Z, Y/T | results, before the products that return |
//!
//! Source: Hisil, Wong, Carter, Dawson, "Twisted Edwards curves revisited" (2008), for a = −1.

use super::field::{D, Field, TWICE_D};

/// x and y, tight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine {
    pub(super) x: Field,
    pub(super) y: Field,
}

#[derive(Clone, Copy)]
pub(super) struct Projective {
    x: Field,
    y: Field,
    z: Field,
}

/// A point on its way through a computation; all coordinates tight but for signs and sums of two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extended {
    pub(super) x: Field,
    pub(super) y: Field,
    pub(super) z: Field,
    pub(super) t: Field,
}

#[derive(Clone, Copy)]
pub(super) struct Niels {
    sum: Field,
    difference: Field,
    z: Field,
    t: Field,
}

#[derive(Clone, Copy)]
pub(super) struct AffineNiels {
    sum: Field,
    difference: Field,
    t: Field,
}

pub(super) struct Completed {
    x: Field,
    y: Field,
    z: Field,
    t: Field,
}

impl Affine {
    /// Decodes 32 bytes of RFC 8032: y, and the lowest bit of x on top. Only the one encoding of each point is read:
    /// y below p, and no "negative" x = 0.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let mut low = *bytes;
        low[31] &= 0x7f;
        let is_odd = bytes[31] >> 7 == 1;
        let y = Field::from_canonical_bytes(&low)?;
        let square = y.square();
        let numerator = square.minus(&Field::ONE);
        let denominator = square.mul(&D).plus(&Field::ONE);
        // −x² + y² = 1 + d·x²·y²; the denominator is never 0, because −1/d is no square.
        let x = Field::root_of_ratio(&numerator, &denominator)?;
        if x.is_odd() == is_odd {
            Some(Self { x, y })
        } else if x.is_zero() {
            None
        } else {
            let x = x.negative().mul(&Field::ONE);
            Some(Self { x, y })
        }
    }

    /// Reads x and y, 32 bytes each, if they are reduced and on the curve.
    pub fn from_coordinates(bytes: &[u8; 64]) -> Option<Self> {
        let half = |at: usize| bytes[at..at + 32].try_into().expect("32 bytes");
        let x = Field::from_canonical_bytes(half(0))?;
        let y = Field::from_canonical_bytes(half(32))?;
        let (xx, yy) = (x.square(), y.square());
        let right = xx.mul(&yy).mul(&D).plus(&Field::ONE);
        yy.minus(&xx).equals(&right).then_some(Self { x, y })
    }

    /// x and y, 32 bytes each.
    pub fn to_coordinates(self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&self.x.to_bytes());
        bytes[32..].copy_from_slice(&self.y.to_bytes());
        bytes
    }

    /// The encoding of RFC 8032.
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = self.y.to_bytes();
        bytes[31] |= u8::from(self.x.is_odd()) << 7;
        bytes
    }

    pub fn is_identity(&self) -> bool {
        self.x.is_zero() && self.y.equals(&Field::ONE)
    }

    pub fn to_extended(self) -> Extended {
        Extended {
            x: self.x,
            y: self.y,
            z: Field::ONE,
            t: self.x.mul(&self.y),
        }
    }

    /// X/Z and Y/T with Z = T = 1.
    pub(super) fn to_completed(self) -> Completed {
        Completed {
            x: self.x,
            y: self.y,
            z: Field::ONE,
            t: Field::ONE,
        }
    }

    pub(super) fn to_niels(self) -> AffineNiels {
        AffineNiels {
            sum: self.y.plus(&self.x),
            difference: self.y.minus(&self.x),
            t: self.x.mul(&self.y).mul(&TWICE_D),
        }
    }
}

impl Projective {
    /// The same point with T; for a comparison, so T is not made but by a general product.
    pub(super) fn to_extended(self) -> Extended {
        Extended {
            x: self.x.mul(&self.z),
            y: self.y.mul(&self.z),
            z: self.z.square(),
            t: self.x.mul(&self.y),
        }
    }

    #[inline(always)]
    pub(super) fn double(&self) -> Completed {
        let (xx, yy) = (self.x.square(), self.y.square());
        let zz = self.z.square();
        let both = self.x.plus(&self.y).square();
        let y = yy.plus(&xx);
        Completed {
            x: both.minus(&y),
            y,
            z: yy.minus(&xx),
            // 2·Z² − (Y² − X²), in one step so that it stays loose.
            t: zz.twice().plus(&xx).minus(&yy),
        }
    }
}

impl Completed {
    #[inline(always)]
    pub(super) fn to_projective(&self) -> Projective {
        Projective {
            x: self.x.mul(&self.t),
            y: self.y.mul(&self.z),
            z: self.z.mul(&self.t),
        }
    }

    #[inline(always)]
    pub(super) fn to_extended(&self) -> Extended {
        Extended {
            x: self.x.mul(&self.t),
            y: self.y.mul(&self.z),
            z: self.z.mul(&self.t),
            t: self.x.mul(&self.y),
        }
    }
}

impl Extended {
    pub const IDENTITY: Self = Self {
        x: Field::ZERO,
        y: Field::ONE,
        z: Field::ONE,
        t: Field::ZERO,
    };

    #[inline(always)]
    pub(super) fn to_projective(self) -> Projective {
        Projective {
            x: self.x,
            y: self.y,
            z: self.z,
        }
    }

    #[inline(always)]
    pub(super) fn to_niels(self) -> Niels {
        Niels {
            sum: self.y.plus(&self.x),
            difference: self.y.minus(&self.x),
            z: self.z,
            t: self.t.mul(&TWICE_D),
        }
    }

    #[inline(always)]
    pub fn double(&self) -> Self {
        self.to_projective().double().to_extended()
    }

    /// Eight times the point: three doublings.
    pub fn times_cofactor(&self) -> Self {
        let twice = self.to_projective().double().to_projective();
        twice.double().to_projective().double().to_extended()
    }

    #[inline(always)]
    pub fn plus(&self, other: &Self) -> Self {
        self.plus_niels(&other.to_niels()).to_extended()
    }

    pub fn minus(&self, other: &Self) -> Self {
        self.minus_niels(&other.to_niels()).to_extended()
    }

    #[inline(always)]
    pub(super) fn plus_niels(&self, other: &Niels) -> Completed {
        let sum = self.y.plus(&self.x).mul(&other.sum);
        let difference = self.y.minus(&self.x).mul(&other.difference);
        let zz = self.z.mul(&other.z).twice();
        let tt = self.t.mul(&other.t);
        Completed {
            x: sum.minus(&difference),
            y: sum.plus(&difference),
            z: zz.plus(&tt),
            t: zz.minus(&tt),
        }
    }

    #[inline(always)]
    pub(super) fn minus_niels(&self, other: &Niels) -> Completed {
        let sum = self.y.plus(&self.x).mul(&other.difference);
        let difference = self.y.minus(&self.x).mul(&other.sum);
        let zz = self.z.mul(&other.z).twice();
        let tt = self.t.mul(&other.t);
        Completed {
            x: sum.minus(&difference),
            y: sum.plus(&difference),
            z: zz.minus(&tt),
            t: zz.plus(&tt),
        }
    }

    #[inline(always)]
    pub(super) fn plus_affine(&self, other: &AffineNiels) -> Completed {
        let sum = self.y.plus(&self.x).mul(&other.sum);
        let difference = self.y.minus(&self.x).mul(&other.difference);
        let zz = self.z.twice();
        let tt = self.t.mul(&other.t);
        Completed {
            x: sum.minus(&difference),
            y: sum.plus(&difference),
            z: zz.plus(&tt),
            t: zz.minus(&tt),
        }
    }

    #[inline(always)]
    pub(super) fn minus_affine(&self, other: &AffineNiels) -> Completed {
        let sum = self.y.plus(&self.x).mul(&other.difference);
        let difference = self.y.minus(&self.x).mul(&other.sum);
        let zz = self.z.twice();
        let tt = self.t.mul(&other.t);
        Completed {
            x: sum.minus(&difference),
            y: sum.plus(&difference),
            z: zz.minus(&tt),
            t: zz.plus(&tt),
        }
    }

    pub fn negative(&self) -> Self {
        let carry = |field: Field| field.negative().mul(&Field::ONE);
        Self {
            x: carry(self.x),
            t: carry(self.t),
            ..*self
        }
    }

    /// Whether T is XY/Z and the curve equation holds.
    #[cfg(test)]
    pub fn is_on_curve(&self) -> bool {
        let (xx, yy, zz) = (self.x.square(), self.y.square(), self.z.square());
        let right = zz.square().plus(&xx.mul(&yy).mul(&D));
        self.x.mul(&self.y).equals(&self.z.mul(&self.t)) && yy.minus(&xx).mul(&zz).equals(&right)
    }

    /// Whether X/Z and Y/Z are the same.
    pub fn equals(&self, other: &Self) -> bool {
        self.x.mul(&other.z).equals(&other.x.mul(&self.z))
            && self.y.mul(&other.z).equals(&other.y.mul(&self.z))
    }
}

/// All points with Z = 1, for one inversion and five multiplications each.
pub(crate) fn normalise<'a>(
    points: impl ExactSizeIterator<Item = &'a Extended> + Clone,
) -> Vec<Affine> {
    let mut inverses: Vec<Field> = points.clone().map(|point| point.z).collect();
    Field::invert_all(&mut inverses);
    points
        .zip(inverses)
        .map(|(point, inverse)| Affine {
            x: point.x.mul(&inverse),
            y: point.y.mul(&inverse),
        })
        .collect()
}
