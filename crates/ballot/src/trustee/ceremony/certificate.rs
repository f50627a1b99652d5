//! Certificates: the public keys of the members, with what they were made for.

use rand::CryptoRng;

use super::{CeremonyFault, Flaw, Part, Seed, Signed};
use crate::canonical::{NotCanonical, Reader, Writer};
use crate::election::PublicKey;
use crate::group::GROUP;
use crate::trustee::MOST_TRUSTEES;

/// Which member of which group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Number of members.
    pub size: u32,
    /// How many of them can decrypt.
    pub threshold: u32,
    /// Number of this member, from 1.
    pub index: u32,
}

impl Context {
    /// Reads `{"group":"Ed25519","size":3,"threshold":2,"index":1}`.
    ///
    /// # Errors
    /// [`CeremonyFault`] for another form or group, and for numbers that no group can have.
    pub fn parse(bytes: &[u8]) -> Result<Self, CeremonyFault> {
        let fault = |flaw| CeremonyFault {
            member: None,
            part: Part::Context,
            flaw,
        };
        let mut reader = Reader::new(bytes);
        let context = Self::read(&mut reader).and_then(|context| reader.end().map(|()| context));
        context
            .map_err(|found| fault(found.into()))?
            .checked()
            .ok_or(fault(Flaw::Context))
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, NotCanonical> {
        reader.expect("{\"group\":\"")?;
        reader.expect(GROUP)?;
        let mut number = |name: &str| {
            reader.expect(name)?;
            let start = reader.clone();
            u32::try_from(reader.integer()?).or_else(|_| start.fail())
        };
        let context = Self {
            size: number("\",\"size\":")?,
            threshold: number(",\"threshold\":")?,
            index: number(",\"index\":")?,
        };
        reader.expect("}")?;
        Ok(context)
    }

    fn checked(self) -> Option<Self> {
        let within = |number| (1..=self.size).contains(&number);
        let is_possible = self.size as usize <= MOST_TRUSTEES;
        (is_possible && within(self.threshold) && within(self.index)).then_some(self)
    }

    fn write(self, writer: &mut Writer) {
        writer.push("{\"group\":\"").push(GROUP);
        writer.push("\",\"size\":").integer(self.size.into());
        writer
            .push(",\"threshold\":")
            .integer(self.threshold.into());
        writer
            .push(",\"index\":")
            .integer(self.index.into())
            .push("}");
    }

    /// The canonical JSON.
    pub fn to_json(self) -> String {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.0
    }
}

/// A member's public keys, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    context: Context,
    verification: PublicKey,
    encryption: PublicKey,
    signed: Signed,
}

impl Certificate {
    /// The certificate of the member who holds the seed.
    pub fn make(seed: &Seed, context: Context, rng: &mut impl CryptoRng) -> Self {
        let signing_key = seed.signing_key();
        let (verification, encryption) = (seed.verification_key(), seed.encryption_key());
        let mut writer = Writer::default();
        context.write(writer.push("{\"context\":"));
        writer
            .push(",\"verification\":")
            .point(&verification.encoded);
        writer.push(",\"encryption\":").point(&encryption.encoded);
        writer.push("}");
        Self {
            context,
            verification,
            encryption,
            signed: Signed::make(&signing_key, writer.0, rng),
        }
    }

    /// Reads a certificate and checks its keys, its signature, and that it is for this member.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming the member.
    pub fn parse(bytes: &[u8], context: Context) -> Result<Self, CeremonyFault> {
        let mut reader = Reader::new(bytes);
        let mut read = || -> Result<Self, Flaw> {
            let signed = Signed::read(&mut reader)?;
            reader.end()?;
            let certificate = Self::check(signed)?;
            if certificate.context == context {
                Ok(certificate)
            } else {
                Err(Flaw::Context)
            }
        };
        read().map_err(CeremonyFault::of(Part::Certificate, context.index))
    }

    pub(in crate::trustee) fn check(signed: Signed) -> Result<Self, Flaw> {
        let mut reader = Reader::new(signed.message.as_bytes());
        reader.expect("{\"context\":")?;
        let context = Context::read(&mut reader)?.checked().ok_or(Flaw::Context)?;
        reader.expect(",\"verification\":")?;
        let verification = reader.encoded_point()?;
        reader.expect(",\"encryption\":")?;
        let encryption = reader.encoded_point()?;
        reader.expect("}")?;
        reader.end()?;
        let verification = PublicKey::from_encoding(verification)?;
        let encryption = PublicKey::from_encoding(encryption)?;
        if !signed.is_by(&verification.point) {
            return Err(Flaw::Signature);
        }
        Ok(Self {
            context,
            verification,
            encryption,
            signed,
        })
    }

    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        self.signed.write(&mut writer);
        writer.0
    }

    /// What the certificate was made for.
    pub fn context(&self) -> Context {
        self.context
    }

    /// The key that verifies the member's signatures. Members compare its fingerprint.
    pub fn verification_key(&self) -> PublicKey {
        self.verification
    }

    /// The key that seals messages for the member.
    pub fn encryption_key(&self) -> PublicKey {
        self.encryption
    }

    /// Whether the seed is the one this certificate was made with.
    pub fn is_of(&self, seed: &Seed) -> bool {
        (seed.verification_key(), seed.encryption_key()) == (self.verification, self.encryption)
    }
}

/// The certificates of all members, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificates(Vec<Certificate>);

impl Certificates {
    /// Checks that the certificates make one group: as many as their contexts say, one threshold, in the
    /// order of their numbers, no key used twice.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming the member.
    pub fn new(list: Vec<Certificate>) -> Result<Self, CeremonyFault> {
        let Some(first) = list.first().map(|certificate| certificate.context) else {
            return Err(CeremonyFault {
                member: None,
                part: Part::Certificate,
                flaw: Flaw::Count {
                    expected: 1,
                    found: 0,
                },
            });
        };
        if list.len() != first.size as usize {
            return Err(CeremonyFault {
                member: None,
                part: Part::Certificate,
                flaw: Flaw::Count {
                    expected: first.size as usize,
                    found: list.len(),
                },
            });
        }
        let keys = |certificate: &Certificate| {
            [
                certificate.verification.encoded,
                certificate.encryption.encoded,
            ]
        };
        for (index, certificate) in (1..).zip(&list) {
            let fault = CeremonyFault::of(Part::Certificate, index);
            if certificate.context != (Context { index, ..first }) {
                return Err(fault(Flaw::Context));
            }
            let mut earlier = (1..index).zip(&list);
            let own = keys(certificate);
            let same = earlier.find(|(_, other)| keys(other).iter().any(|key| own.contains(key)));
            if let Some((other, _)) = same {
                return Err(fault(Flaw::Repeated(other)));
            }
        }
        Ok(Self(list))
    }

    /// Reads the JSON array and checks every certificate and the group they make.
    ///
    /// # Errors
    /// [`CeremonyFault`] naming the member.
    pub fn parse(bytes: &[u8]) -> Result<Self, CeremonyFault> {
        let mut reader = Reader::new(bytes);
        let list = reader
            .array_up_to(MOST_TRUSTEES, Signed::read)
            .and_then(|list| reader.end().map(|()| list))
            .map_err(|found| CeremonyFault {
                member: None,
                part: Part::Certificate,
                flaw: found.into(),
            })?;
        Self::check(list)
    }

    pub(in crate::trustee) fn check(list: Vec<Signed>) -> Result<Self, CeremonyFault> {
        let list = (1..).zip(list).map(|(member, signed)| {
            Certificate::check(signed).map_err(CeremonyFault::of(Part::Certificate, member))
        });
        Self::new(list.collect::<Result<_, _>>()?)
    }

    /// The JSON array.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.0
    }

    pub(in crate::trustee) fn write(&self, writer: &mut Writer) {
        writer.array(&self.0, |writer, certificate| {
            certificate.signed.write(writer);
        });
    }

    /// Number of members.
    pub fn size(&self) -> u32 {
        self.0[0].context.size
    }

    /// How many members can decrypt.
    pub fn threshold(&self) -> u32 {
        self.0[0].context.threshold
    }

    /// The members' certificates, in order.
    pub fn list(&self) -> &[Certificate] {
        &self.0
    }

    /// The certificate of a member, which must be the one made with the seed.
    pub(super) fn own(&self, seed: &Seed, index: u32) -> Result<&Certificate, CeremonyFault> {
        let own = self.0.get((index as usize).wrapping_sub(1));
        own.filter(|own| own.is_of(seed))
            .ok_or(CeremonyFault::of(Part::Certificate, index)(Flaw::NotOwn))
    }
}
