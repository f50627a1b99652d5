//! Polynomials: each member's part of the common secret.

use rand::CryptoRng;
use zeroize::Zeroizing;

use super::channel::{Sealed, write_secrets};
use super::{
    CeremonyFault, Certificates, Commitment, Flaw, Input, Output, Part, Seed, Signed, power,
};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::group::{Point, Scalar};
use crate::proof::Proof;
use crate::trustee::MOST_TRUSTEES;
use crate::trustee::pedersen::Threshold;

/// What a member hands in: commitments for all, a sealed share for each, its coefficients for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polynomial {
    own: Sealed,
    shares: Vec<Sealed>,
    commitment: Commitment,
}

impl Polynomial {
    /// Draws the polynomial of the member with this number.
    ///
    /// # Errors
    /// [`CeremonyFault`] when the member's certificate was not made with the seed.
    ///
    /// # Security
    /// Constant time in seed and coefficients. The member should have compared the fingerprints of the
    /// certificates with the other members.
    pub fn make(
        seed: &Seed,
        certificates: &Certificates,
        index: u32,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, CeremonyFault> {
        let own = certificates.own(seed, index)?.encryption_key();
        let signing_key = seed.signing_key();
        let threshold = certificates.threshold() as usize;
        let mut coefficients = Zeroizing::new(Vec::with_capacity(threshold));
        coefficients.extend((0..threshold).map(|_| Scalar::random(rng)));
        let points = coefficients.iter().map(Point::generator_power).collect();
        let text = write_secrets("polynomial", &coefficients, true);
        let sealed = Sealed::send(&signing_key, &own, &text, rng);
        let mut shares = Vec::with_capacity(certificates.list().len());
        for (member, certificate) in (1..).zip(certificates.list()) {
            let share = Zeroizing::new([evaluate(&coefficients, member)]);
            let text = write_secrets("secret", &*share, false);
            let recipient = certificate.encryption_key();
            shares.push(Sealed::send(&signing_key, &recipient, &text, rng));
        }
        Ok(Self {
            own: sealed,
            shares,
            commitment: Commitment::make(certificates, points, &signing_key, rng),
        })
    }

    /// Reads what the member with this number handed in, and checks all that can be checked without
    /// opening the shares.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming the member.
    pub fn parse(
        bytes: &[u8],
        certificates: &Certificates,
        index: u32,
    ) -> Result<Self, CeremonyFault> {
        let fault = |part| CeremonyFault::of(part, index);
        let member = (index as usize).wrapping_sub(1);
        let certificate = certificates.list().get(member);
        let certificate = certificate.ok_or(fault(Part::Polynomial)(Flaw::Context))?;
        let (own, shares, signed, signature) =
            read(bytes).map_err(|found| fault(Part::Polynomial)(found.into()))?;
        let (expected, found) = (certificates.list().len(), shares.len());
        if found != expected {
            return Err(fault(Part::Share)(Flaw::Count { expected, found }));
        }
        own.check().map_err(fault(Part::Polynomial))?;
        for share in &shares {
            share.check().map_err(fault(Part::Share))?;
        }
        let key = certificate.verification_key().point;
        let commitment = Commitment::check(signed, signature, certificates, &key)
            .map_err(fault(Part::Commitment))?;
        Ok(Self {
            own,
            shares,
            commitment,
        })
    }

    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        writer.push("{\"polynomial\":").string(&self.own.0);
        writer
            .push(",\"secrets\":")
            .array(&self.shares, |writer, share| {
                writer.string(&share.0);
            });
        self.commitment.signed.write(writer.push(",\"coefexps\":"));
        self.commitment
            .signature
            .write(writer.push(",\"signature\":"));
        writer.push("}");
        writer.0
    }
}

type Read = (Sealed, Vec<Sealed>, Signed, Proof);

fn read(bytes: &[u8]) -> Result<Read, NotCanonical> {
    let mut reader = Reader::new(bytes);
    reader.expect("{\"polynomial\":")?;
    let own = Sealed(reader.string()?);
    reader.expect(",\"secrets\":")?;
    let shares = reader.array_up_to(MOST_TRUSTEES, |reader| reader.string().map(Sealed))?;
    reader.expect(",\"coefexps\":")?;
    let signed = Signed::read(&mut reader)?;
    reader.expect(",\"signature\":")?;
    let signature = Proof::read(&mut reader)?;
    reader.expect("}")?;
    reader.end()?;
    Ok((own, shares, signed, signature))
}

/// f(j), in constant time.
fn evaluate(coefficients: &[Scalar], member: u32) -> Scalar {
    let j = Scalar::from(member);
    let terms = coefficients.iter().rev();
    terms.fold(Scalar::ZERO, |value, coefficient| value * j + coefficient)
}

/// The polynomials of all members, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polynomials {
    certificates: Certificates,
    list: Vec<Polynomial>,
    /// Commitments to the sum of the polynomials.
    sums: Vec<Point>,
}

impl Polynomials {
    /// Puts together what the members handed in, each read by [`Polynomial::parse`] with these
    /// certificates.
    ///
    /// # Errors
    /// [`CeremonyFault`] when their number is not that of the members, or one was made for other
    /// certificates.
    pub fn new(certificates: Certificates, list: Vec<Polynomial>) -> Result<Self, CeremonyFault> {
        let (expected, found) = (certificates.list().len(), list.len());
        if found != expected {
            return Err(CeremonyFault {
                member: None,
                part: Part::Polynomial,
                flaw: Flaw::Count { expected, found },
            });
        }
        for ((member, certificate), polynomial) in (1..).zip(certificates.list()).zip(&list) {
            let Commitment {
                signed, signature, ..
            } = polynomial.commitment.clone();
            let key = certificate.verification_key().point;
            Commitment::check(signed, signature, &certificates, &key)
                .map_err(CeremonyFault::of(Part::Commitment, member))?;
        }
        let sums = sums(
            &list
                .iter()
                .map(|polynomial| &polynomial.commitment)
                .collect::<Vec<_>>(),
        );
        Ok(Self {
            certificates,
            list,
            sums,
        })
    }

    /// The certificates they were made for.
    pub fn certificates(&self) -> &Certificates {
        &self.certificates
    }

    /// What goes to the member with this number.
    ///
    /// # Panics
    /// When there is no such member.
    pub fn input(&self, index: u32) -> Input {
        let member = index as usize - 1;
        let commitments = self.list.iter().map(|polynomial| &polynomial.commitment);
        Input {
            polynomial: self.list[member].own.clone(),
            shares: self
                .list
                .iter()
                .map(|polynomial| polynomial.shares[member].clone())
                .collect(),
            commitments: commitments.clone().map(|one| one.signed.clone()).collect(),
            signatures: commitments.map(|one| one.signature).collect(),
        }
    }

    /// g^f(j): what the verification key of a member must be.
    pub(super) fn verification_key(&self, index: u32) -> Point {
        Point(power(&self.sums, index))
    }

    /// Puts the group together from the members' outputs, in order.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming a member whose output does not belong here.
    pub fn finish(&self, outputs: Vec<Output>) -> Result<Threshold, CeremonyFault> {
        let (expected, found) = (self.list.len(), outputs.len());
        if found != expected {
            return Err(CeremonyFault {
                member: None,
                part: Part::Key,
                flaw: Flaw::Count { expected, found },
            });
        }
        for (member, output) in (1..).zip(&outputs) {
            output.check(self, member)?;
        }
        let commitments = self
            .list
            .iter()
            .map(|polynomial| polynomial.commitment.clone());
        Ok(Threshold::assemble(
            self.certificates.clone(),
            commitments.collect(),
            outputs
                .into_iter()
                .map(|output| output.public_key)
                .collect(),
        ))
    }
}

/// Coefficient by coefficient: the commitments to Σ fᵢ.
pub(in crate::trustee) fn sums(commitments: &[&Commitment]) -> Vec<Point> {
    let degrees = commitments.first().map_or(0, |one| one.points.len());
    (0..degrees)
        .map(|k| Point(commitments.iter().map(|one| one.points[k].0).sum()))
        .collect()
}
