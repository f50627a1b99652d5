//! Credentials: what is printed on a slip, and what the server may know of it.
//!
//! A secret credential is a code c of 22 Base58 characters in four groups. For one election it becomes a
//! signing key: x = SHA-256(`derive_credential|uuid|0|c`) ‖ SHA-256(`derive_credential|uuid|1|c`), a
//! 512-bit number, modulo q; gˣ is the public credential. The same slip has unrelated public credentials
//! in two elections, so two rounds cannot be linked by them.
//!
//! The code carries no checksum; a mistyped code is a well-formed credential that is on no roll.
//!
//! Source: Belenios specification 3.3.0, "Credentials".

use std::fmt;

use rand::CryptoRng;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::election::ElectionId;
use crate::group::{Point, PointFault, Scalar, bytes_of_hex, hex_of_bytes, scalar_of_big_endian};

pub(crate) const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const GROUPS: [usize; 4] = [5, 6, 5, 6];
const LENGTH: usize = 22;

/// Draws Base58 characters uniformly.
pub(crate) fn random_base58(length: usize, rng: &mut impl CryptoRng) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(length));
    while text.len() < length {
        let mut byte = [0];
        rng.fill_bytes(&mut byte);
        // 232 = 4 · 58: every character equally likely.
        if byte[0] < 232 {
            text.push(char::from(BASE58[usize::from(byte[0] % 58)]));
        }
        byte.zeroize();
    }
    text
}

pub(crate) fn is_base58(byte: u8) -> bool {
    BASE58.contains(&byte)
}

/// Why a text is not a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CredentialFault {
    /// The wrong number of characters, separators aside.
    #[error("the code has {0} characters instead of 22: XXXXX-XXXXXX-XXXXX-XXXXXX")]
    Length(usize),
    /// A character that codes do not use, at this position counted from 1 (separators aside).
    #[error(
        "character {position} of the code is {found:?}; codes use digits and letters without 0, O, I and l"
    )]
    Character {
        /// Position from 1, separators aside.
        position: usize,
        /// The character.
        found: char,
    },
}

impl CredentialFault {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Length(_) => "credential-length",
            Self::Character { .. } => "credential-character",
        }
    }

    /// The sentence in Chinese.
    pub fn zh(self) -> String {
        match self {
            Self::Length(found) => format!("选票码应为 22 个字符，现有 {found} 个"),
            Self::Character { position, found } => {
                format!(
                    "选票码第 {position} 个字符“{found}”不会出现在选票码中（没有数字 0、大写字母 O 和 I、小写字母 l）"
                )
            }
        }
    }
}

/// A voter's secret code.
///
/// # Security
/// Wiped from memory when dropped; `Debug` does not show it; [`Credential::expose`] does.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Credential(String);

impl Credential {
    /// Draws a new code.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self::grouped(&random_base58(LENGTH, rng))
    }

    /// Reads a code as typed: spaces and hyphens are optional, nothing else is.
    ///
    /// # Errors
    /// [`CredentialFault`] names the length or the first character that cannot be right.
    pub fn parse(text: &str) -> Result<Self, CredentialFault> {
        let is_separator = |character: char| character == '-' || character.is_whitespace();
        let mut plain = Zeroizing::new(String::with_capacity(text.len()));
        for (index, found) in text
            .chars()
            .filter(|&character| !is_separator(character))
            .enumerate()
        {
            if !u8::try_from(found).is_ok_and(is_base58) {
                return Err(CredentialFault::Character {
                    position: index + 1,
                    found,
                });
            }
            plain.push(found);
        }
        if plain.len() == LENGTH {
            Ok(Self::grouped(&plain))
        } else {
            Err(CredentialFault::Length(plain.len()))
        }
    }

    fn grouped(plain: &str) -> Self {
        let mut text = String::with_capacity(LENGTH + 3);
        let mut rest = plain;
        for (index, length) in GROUPS.into_iter().enumerate() {
            if index > 0 {
                text.push('-');
            }
            let (group, tail) = rest.split_at(length);
            text.push_str(group);
            rest = tail;
        }
        Self(text)
    }

    /// The code as printed, `XXXXX-XXXXXX-XXXXX-XXXXXX`.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The secret exponent for one election.
    pub(crate) fn exponent(&self, election: &ElectionId) -> Zeroizing<Scalar> {
        let mut wide = Zeroizing::new([0u8; 64]);
        for (half, index) in wide.chunks_exact_mut(32).zip(["0", "1"]) {
            let mut hasher = Sha256::new();
            for part in [
                "derive_credential|",
                election.as_str(),
                "|",
                index,
                "|",
                &self.0,
            ] {
                hasher.update(part.as_bytes());
            }
            half.copy_from_slice(&hasher.finalize());
        }
        Zeroizing::new(scalar_of_big_endian(&*wide))
    }

    /// The public credential for one election.
    ///
    /// # Security
    /// Constant time in the secret.
    pub fn public(&self, election: &ElectionId) -> PublicCredential {
        PublicCredential(Point::generator_power(&self.exponent(election)).to_bytes())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// A public credential: an element of the group that is not the identity.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicCredential([u8; 32]);

impl PublicCredential {
    /// Reads 64 hexadecimal digits and checks the group element.
    ///
    /// # Errors
    /// [`PointFault`] for anything else.
    pub fn parse(text: &str) -> Result<Self, PointFault> {
        let bytes = bytes_of_hex(text).ok_or(PointFault::Encoding)?;
        Point::from_bytes_checked(bytes).map(|_| Self(bytes))
    }

    /// Takes an encoding as it is; membership in a checked roll says that it is a group element.
    pub(crate) fn from_encoding(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn encoding(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 64 hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex_of_bytes(&self.0)
    }
}

impl PartialOrd for PublicCredential {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The order of the hexadecimal texts.
impl Ord for PublicCredential {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl fmt::Display for PublicCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for PublicCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicCredential({self})")
    }
}
