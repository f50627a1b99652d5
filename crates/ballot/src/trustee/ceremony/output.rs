//! Outputs: a member's key, made of what all members sent it.

use curve25519_dalek::edwards::EdwardsPoint;
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::channel::{Sealed, read_secrets, write_secrets};
use super::signed::sign;
use super::{
    CeremonyFault, Certificate, Certificates, Commitment, Flaw, Input, Part, Polynomials, Seed,
    is_signed, power,
};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::group::Scalar;
use crate::trustee::{TrusteeFault, TrusteeKey, TrusteePublicKey};

/// A member's verification key for all, and its private key sealed for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    private_key: Sealed,
    pub(super) public_key: TrusteePublicKey,
}

impl Output {
    /// Opens and checks everything that was sent to the member with this number, and makes its key.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming the member whose message is wrong.
    ///
    /// # Security
    /// Constant time in seed and shares.
    pub fn make(
        seed: &Seed,
        certificates: &Certificates,
        input: &Input,
        index: u32,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, CeremonyFault> {
        let own = certificates.own(seed, index)?;
        let commitments = check_commitments(certificates, input)?;
        let decryption_key = seed.decryption_key();
        let open = |sealed: &Sealed, sender: &Certificate| {
            let (recipient, sender) = (own.encryption_key(), sender.verification_key());
            sealed.open(&decryption_key, &recipient, &sender)
        };
        // The member's own polynomial comes back as it was handed in.
        let fault = CeremonyFault::of(Part::Polynomial, index);
        let text = open(&input.polynomial, own).map_err(&fault)?;
        let coefficients = read_secrets(&text, "polynomial", true).map_err(&fault)?;
        let committed = coefficients.iter().map(EdwardsPoint::mul_base);
        if !committed.eq(commitments[index as usize - 1]
            .points
            .iter()
            .map(|point| point.0))
        {
            return Err(fault(Flaw::OffPolynomial));
        }
        let mut sum = Zeroizing::new(Scalar::ZERO);
        let senders = certificates.list().iter().zip(&commitments);
        for ((member, (sender, commitment)), sealed) in (1..).zip(senders).zip(&input.shares) {
            let fault = CeremonyFault::of(Part::Share, member);
            let text = open(sealed, sender).map_err(&fault)?;
            let share = read_secrets(&text, "secret", false).map_err(&fault)?[0];
            let share = Zeroizing::new(share);
            if EdwardsPoint::mul_base(&share) != power(&commitment.points, index) {
                return Err(fault(Flaw::OffPolynomial));
            }
            *sum += *share;
        }
        let key = TrusteeKey::from_exponent(*sum);
        let signing_key = seed.signing_key();
        let mut public_key = key.public(rng);
        let message = public_key.key.to_hex();
        public_key.signature = Some(sign(&signing_key, &message, rng));
        let text = write_secrets("decryption_key", std::slice::from_ref(&*sum), false);
        Ok(Self {
            private_key: Sealed::send(&signing_key, &own.encryption_key(), &text, rng),
            public_key,
        })
    }

    /// Reads what the member with this number handed in, and checks that its key follows from the
    /// polynomials, the proof of possession and the signature.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming the member.
    pub fn parse(
        bytes: &[u8],
        polynomials: &Polynomials,
        index: u32,
    ) -> Result<Self, CeremonyFault> {
        let output = Self::parse_own(bytes, polynomials.certificates(), index)?;
        output.check(polynomials, index)?;
        Ok(output)
    }

    /// Reads a member's own output without the polynomials: proof of possession and signature are checked,
    /// and that the key is part of an election is left to whoever knows its trustees.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming the member.
    pub fn parse_own(
        bytes: &[u8],
        certificates: &Certificates,
        index: u32,
    ) -> Result<Self, CeremonyFault> {
        let fault = CeremonyFault::of(Part::Key, index);
        let output = read(bytes)
            .map_err(|found| fault(found.into()))?
            .map_err(|found| {
                fault(match found {
                    TrusteeFault::Point(point) => Flaw::Point(point),
                    _ => Flaw::Possession,
                })
            })?;
        output.private_key.check().map_err(&fault)?;
        output.check_signature(certificates, index)?;
        Ok(output)
    }

    fn check_signature(
        &self,
        certificates: &Certificates,
        index: u32,
    ) -> Result<(), CeremonyFault> {
        let fault = CeremonyFault::of(Part::Key, index);
        let member = (index as usize).wrapping_sub(1);
        let certificate = certificates.list().get(member);
        let certificate = certificate.ok_or(fault(Flaw::Context))?;
        let key = certificate.verification_key().point;
        let message = self.public_key.key.to_hex();
        let signature = self.public_key.signature.as_ref();
        if signature.is_some_and(|signature| is_signed(&key, &message, signature)) {
            Ok(())
        } else {
            Err(fault(Flaw::Signature))
        }
    }

    pub(super) fn check(&self, polynomials: &Polynomials, index: u32) -> Result<(), CeremonyFault> {
        self.check_signature(polynomials.certificates(), index)?;
        if self.public_key.key.point == polynomials.verification_key(index) {
            Ok(())
        } else {
            Err(CeremonyFault::of(Part::Key, index)(Flaw::OffPolynomial))
        }
    }

    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        writer.push("{\"private_key\":").string(&self.private_key.0);
        self.public_key.write(writer.push(",\"public_key\":"));
        writer.push("}");
        writer.0
    }

    /// The member's verification key.
    pub fn public_key(&self) -> &TrusteePublicKey {
        &self.public_key
    }

    /// Opens the member's private key, which decrypts its share of a tally.
    ///
    /// # Errors
    /// [`CeremonyFault`] when the seed is another one, or the key is not that of the verification key.
    pub fn private_key(
        &self,
        seed: &Seed,
        certificates: &Certificates,
        index: u32,
    ) -> Result<TrusteeKey, CeremonyFault> {
        let fault = CeremonyFault::of(Part::Key, index);
        let own = certificates.own(seed, index)?;
        let text = self
            .private_key
            .open(
                &seed.decryption_key(),
                &own.encryption_key(),
                &own.verification_key(),
            )
            .map_err(&fault)?;
        let secret = read_secrets(&text, "decryption_key", false).map_err(&fault)?;
        let key = TrusteeKey::from_exponent(secret[0]);
        if key.public_key() == self.public_key.key {
            Ok(key)
        } else {
            Err(fault(Flaw::OffPolynomial))
        }
    }
}

fn read(bytes: &[u8]) -> Result<Result<Output, TrusteeFault>, NotCanonical> {
    let mut reader = Reader::new(bytes);
    reader.expect("{\"private_key\":")?;
    let private_key = Sealed(reader.string()?);
    reader.expect(",\"public_key\":")?;
    let public_key = TrusteePublicKey::read(&mut reader)?;
    reader.expect("}")?;
    reader.end()?;
    Ok(public_key.map(|public_key| Output {
        private_key,
        public_key,
    }))
}

/// Everybody's commitments, from what was sent to one member.
fn check_commitments(
    certificates: &Certificates,
    input: &Input,
) -> Result<Vec<Commitment>, CeremonyFault> {
    let expected = certificates.list().len();
    let lengths = [
        input.shares.len(),
        input.commitments.len(),
        input.signatures.len(),
    ];
    if let Some(&found) = lengths.iter().find(|&&length| length != expected) {
        return Err(CeremonyFault {
            member: None,
            part: Part::Input,
            flaw: Flaw::Count { expected, found },
        });
    }
    let signed = input.commitments.iter().zip(&input.signatures);
    (1..)
        .zip(certificates.list())
        .zip(signed)
        .map(|((member, certificate), (signed, signature))| {
            let key = certificate.verification_key().point;
            Commitment::check(signed.clone(), *signature, certificates, &key)
                .map_err(CeremonyFault::of(Part::Commitment, member))
        })
        .collect()
}
