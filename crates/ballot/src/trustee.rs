//! Trustees: who can open the sums, and only together.
//!
//! A trustee's key is x, public as X = gˣ with a proof of possession; without the proof, the last one to
//! publish could choose X so that it cancels the others. The election key is the product of all public
//! keys, so decryption needs a share from every `Single` trustee. A `Pedersen` group counts as one factor
//! and needs a threshold of its members ([`pedersen`]), who make its key in a [`ceremony`].
//!
//! Trustees are numbered from 1 over the flattened list; that number is the *owner* of a share.
//!
//! Source: Belenios specification 3.3.0, "Verification keys", "Trustees".

pub mod backup;
pub mod ceremony;
pub mod pedersen;

use std::fmt;

use rand::CryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::canonical::{NotCanonical, Reader, Writer};
use crate::election::PublicKey;
use crate::group::{Point, PointFault, Scalar, decimal_of_secret, scalar_of_decimal};
use crate::proof::{Proof, knowledge};
use pedersen::Threshold;

/// Why trustees' keys are refused. `trustee` counts from 1 over the flattened list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrusteeFault {
    /// Not canonical JSON of the expected structure.
    #[error("the key is not canonical JSON at byte {at}")]
    Form {
        /// Offset of the first byte that does not fit.
        at: usize,
    },
    /// The public key is not an element of the group.
    #[error("the public key is wrong: {0}")]
    Point(#[from] PointFault),
    /// The proof of possession fails: whoever sent this does not show knowledge of the secret key.
    #[error("the proof of possession of the secret key does not verify")]
    Possession,
    /// Nobody can decrypt.
    #[error("there are no trustees")]
    None,
    /// Two trustees with one key.
    #[error("two trustees have the same public key")]
    Repeated,
    /// The keys cancel each other.
    #[error("the combined key is the identity")]
    Cancelled,
    /// The backup is not a secret key, or was mistyped.
    #[error(
        "this is not a secret key, or a character was mistyped: expected PY1 and ten groups of five characters, or a private key file"
    )]
    Backup,
    /// A certificate of a threshold group: wrong context, keys or signature.
    #[error("the certificate of member {0} of the threshold group does not verify")]
    Certificate(usize),
    /// The signed polynomial commitments of a member of a threshold group.
    #[error("the polynomial of member {0} of the threshold group does not verify")]
    Polynomial(usize),
    /// A member's verification key does not follow from the polynomials, or is not signed by the member.
    #[error("the verification key of member {0} of the threshold group does not verify")]
    VerificationKey(usize),
    /// A key or coefficient of a member of a threshold group is not an element of the group, or is the
    /// identity.
    #[error("member {member} of the threshold group published a wrong group element: {fault}")]
    Member {
        /// Member, from 1.
        member: usize,
        /// What is wrong with it.
        fault: PointFault,
    },
    /// Lists of different lengths, or a threshold no subset can meet.
    #[error("the threshold group has the wrong shape")]
    Threshold,
}

impl TrusteeFault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "trustee-form",
            Self::Point(_) => "trustee-point",
            Self::Possession => "trustee-proof",
            Self::None => "trustee-none",
            Self::Repeated => "trustee-repeated",
            Self::Cancelled => "trustee-cancelled",
            Self::Backup => "trustee-backup",
            Self::Certificate(_) => "threshold-certificate",
            Self::Polynomial(_) => "threshold-polynomial",
            Self::VerificationKey(_) => "threshold-key",
            Self::Member { .. } => "threshold-point",
            Self::Threshold => "threshold-shape",
        }
    }

    /// The sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Form { at } => format!("监票人公钥不是规范的 JSON（第 {at} 字节处）"),
            Self::Point(fault) => format!("监票人公钥错误：{}", fault.zh()),
            Self::Possession => "私钥持有证明验证失败".into(),
            Self::None => "没有监票人".into(),
            Self::Repeated => "两名监票人的公钥相同".into(),
            Self::Cancelled => "合并后的公钥为单位元".into(),
            Self::Backup => "不是私钥，或有字符抄错：应为 PY1 和十组五个字符，或私钥文件".into(),
            Self::Certificate(member) => format!("门限组第 {member} 名成员的证书验证失败"),
            Self::Polynomial(member) => format!("门限组第 {member} 名成员的多项式承诺验证失败"),
            Self::VerificationKey(member) => format!("门限组第 {member} 名成员的验证公钥验证失败"),
            Self::Member { member, fault } => {
                format!("门限组第 {member} 名成员公布了错误的群元素：{}", fault.zh())
            }
            Self::Threshold => "门限组的结构有误".into(),
        }
    }
}

impl From<NotCanonical> for TrusteeFault {
    fn from(found: NotCanonical) -> Self {
        Self::Form { at: found.at }
    }
}

/// Most trustees of an election, and most members of a group: each member's part is checked with those of all.
pub const MOST_TRUSTEES: usize = 255;

/// A trustee's secret key.
///
/// # Security
/// Wiped when dropped; `Debug` does not show it; [`TrusteeKey::to_backup`] does.
#[derive(ZeroizeOnDrop)]
pub struct TrusteeKey(Scalar);

impl TrusteeKey {
    /// Draws a new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(Scalar::random(rng))
    }

    /// The public key with a fresh proof of possession.
    pub fn public(&self, rng: &mut impl CryptoRng) -> TrusteePublicKey {
        let point = Point::generator_power(&self.0);
        let encoded = point.to_bytes();
        let possession = knowledge::prove(&self.0, knowledge::possession(&encoded), rng);
        TrusteePublicKey {
            key: PublicKey { point, encoded },
            possession,
            signature: None,
            name: None,
        }
    }

    /// The secret key as a file of other Belenios programs: a JSON string of decimal digits.
    pub fn to_private_key_file(&self) -> String {
        let digits = decimal_of_secret(&self.0);
        let mut text = String::with_capacity(digits.len() + 2);
        for part in ["\"", &digits, "\""] {
            text.push_str(part);
        }
        text
    }

    /// The secret key for a backup sheet, with a checksum; see [`backup`].
    pub fn to_backup(&self) -> String {
        backup::write(&self.0)
    }

    /// Reads a backup sheet or a private key file. Spaces and hyphens do not matter, nor the quotes.
    ///
    /// # Errors
    /// [`TrusteeFault::Backup`] for anything else, such as a mistyped backup sheet.
    pub fn from_backup(text: &str) -> Result<Self, TrusteeFault> {
        // Does not grow, and so leaves no copies.
        let mut compact = Zeroizing::new(String::with_capacity(text.len()));
        let typed = |character: &char| !character.is_whitespace() && *character != '-';
        compact.extend(text.chars().filter(typed));
        let digits = compact
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(&compact);
        scalar_of_decimal(digits)
            .or_else(|| backup::read(&compact))
            .filter(|scalar| *scalar != Scalar::ZERO)
            .map(Self)
            .ok_or(TrusteeFault::Backup)
    }

    /// The public key alone.
    pub fn public_key(&self) -> PublicKey {
        let point = Point::generator_power(&self.0);
        PublicKey {
            point,
            encoded: point.to_bytes(),
        }
    }

    fn from_exponent(exponent: Scalar) -> Self {
        Self(exponent)
    }

    pub(crate) fn exponent(&self) -> &Scalar {
        &self.0
    }
}

impl fmt::Debug for TrusteeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrusteeKey(…)")
    }
}

/// A trustee's public key with its proof of possession.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrusteePublicKey {
    key: PublicKey,
    possession: Proof,
    /// Members of a threshold group sign their key.
    signature: Option<Proof>,
    name: Option<String>,
}

impl TrusteePublicKey {
    /// Reads `{"pok":{…},"public_key":"…"}` (optional `signature`, `name`) and checks the proof.
    ///
    /// # Errors
    /// [`TrusteeFault`] for another form, a wrong group element, a proof that fails.
    pub fn parse(bytes: &[u8]) -> Result<Self, TrusteeFault> {
        let mut reader = Reader::new(bytes);
        let key = Self::read(&mut reader)??;
        reader.end()?;
        Ok(key)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Result<Self, TrusteeFault>, NotCanonical> {
        reader.expect("{\"pok\":")?;
        let possession = Proof::read(reader)?;
        reader.expect(",\"public_key\":")?;
        let encoded = reader.encoded_point()?;
        let signature = if reader.skip(",\"signature\":") {
            Some(Proof::read(reader)?)
        } else {
            None
        };
        let name = if reader.skip(",\"name\":") {
            Some(reader.string()?)
        } else {
            None
        };
        reader.expect("}")?;
        Ok(PublicKey::from_encoding(encoded)
            .map_err(TrusteeFault::from)
            .and_then(|key| {
                let is_possessed =
                    knowledge::verify(&key.point, &possession, knowledge::possession(&encoded));
                if is_possessed {
                    Ok(Self {
                        key,
                        possession,
                        signature,
                        name,
                    })
                } else {
                    Err(TrusteeFault::Possession)
                }
            }))
    }

    fn write(&self, writer: &mut Writer) {
        writer.push("{\"pok\":");
        self.possession.write(writer);
        writer.push(",\"public_key\":").point(&self.key.encoded);
        if let Some(signature) = &self.signature {
            writer.push(",\"signature\":");
            signature.write(writer);
        }
        if let Some(name) = &self.name {
            writer.push(",\"name\":").string(name);
        }
        writer.push("}");
    }

    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.0
    }

    /// The key itself.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The name published beside the key.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The same key under a name.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// One factor of the election key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a handful of trustees per election, nearly all single"
)]
pub enum Trustee {
    /// A trustee whose share is always needed.
    Single(TrusteePublicKey),
    /// A group of which a threshold of members is needed.
    Pedersen(Box<Threshold>),
}

impl Trustee {
    /// Members: one, or those of the group.
    pub fn members(&self) -> &[TrusteePublicKey] {
        match self {
            Self::Single(key) => std::slice::from_ref(key),
            Self::Pedersen(group) => group.verification_keys(),
        }
    }
}

/// All trustees of an election, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trustees {
    list: Vec<Trustee>,
    combined: PublicKey,
}

impl Trustees {
    /// Trustees who are all needed.
    ///
    /// # Errors
    /// [`TrusteeFault`] for an empty list or a repeated key.
    pub fn single(keys: Vec<TrusteePublicKey>) -> Result<Self, TrusteeFault> {
        Self::new(keys.into_iter().map(Trustee::Single).collect())
    }

    /// Any mixture of trustees and groups.
    ///
    /// # Errors
    /// [`TrusteeFault`] for an empty list or a repeated key.
    pub fn new(list: Vec<Trustee>) -> Result<Self, TrusteeFault> {
        // Where one member suffices, all members of the group share one key.
        let distinct = |trustee: &Trustee| match trustee {
            Trustee::Pedersen(group) if group.threshold() == 1 => 1,
            _ => trustee.members().len(),
        };
        let mut encodings: Vec<_> = list
            .iter()
            .flat_map(|trustee| &trustee.members()[..distinct(trustee)])
            .map(|member| member.key.encoded)
            .collect();
        encodings.sort_unstable();
        if encodings.is_empty() {
            return Err(TrusteeFault::None);
        }
        if encodings.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(TrusteeFault::Repeated);
        }
        let sum = list.iter().fold(Point::identity(), |sum, trustee| {
            Point(
                sum.0
                    + match trustee {
                        Trustee::Single(key) => key.key.point.0,
                        Trustee::Pedersen(group) => group.key().0,
                    },
            )
        });
        let combined = PublicKey::from_point(sum).ok_or(TrusteeFault::Cancelled)?;
        Ok(Self { list, combined })
    }

    /// Reads `[["Single",{…}],["Pedersen",{…}],…]` and checks every proof and signature in it.
    ///
    /// # Errors
    /// [`TrusteeFault`].
    pub fn parse(bytes: &[u8]) -> Result<Self, TrusteeFault> {
        let mut reader = Reader::new(bytes);
        let list = reader.array_up_to(MOST_TRUSTEES, |reader| {
            let trustee = if reader.skip("[\"Single\",") {
                let start = reader.clone();
                let key = TrusteePublicKey::read(reader)?;
                // Only members of a group have a key to sign with.
                if key.as_ref().is_ok_and(|key| key.signature.is_some()) {
                    return start.fail();
                }
                key.map(Trustee::Single)
            } else {
                reader.expect("[\"Pedersen\",")?;
                Threshold::read(reader)?.map(|group| Trustee::Pedersen(Box::new(group)))
            };
            reader.expect("]")?;
            Ok(trustee)
        })?;
        reader.end()?;
        Self::new(list.into_iter().collect::<Result<_, _>>()?)
    }

    /// The structure as published.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.array(&self.list, |writer, trustee| {
            match trustee {
                Trustee::Single(key) => key.write(writer.push("[\"Single\",")),
                Trustee::Pedersen(group) => group.write(writer.push("[\"Pedersen\",")),
            }
            writer.push("]");
        });
        writer.into_bytes()
    }

    /// The election key: the product of all factors.
    pub fn combined_key(&self) -> PublicKey {
        self.combined
    }

    /// The factors in order.
    pub fn list(&self) -> &[Trustee] {
        &self.list
    }

    /// Every trustee, groups flattened; the first is owner 1.
    pub fn keys(&self) -> impl Iterator<Item = &TrusteePublicKey> {
        self.list.iter().flat_map(Trustee::members)
    }

    /// The trustee with the given number, from 1.
    pub fn owner(&self, owner: u32) -> Option<&TrusteePublicKey> {
        self.keys().nth((owner as usize).checked_sub(1)?)
    }

    /// Number of trustees, groups flattened.
    pub fn len(&self) -> usize {
        self.keys().count()
    }

    /// Never: an election has at least one trustee.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
