//! Sealed messages between members: signed by the sender, readable by the addressee.
//!
//! The message, with the addressee's key beside it, is signed, and the signed text encrypted: gʳ and
//! ekʳ·gˢ carry gˢ to the holder of the decryption key, and AES-256-GCM under SHA-256(`key|gˢ`) carries
//! the text. Naming the addressee inside keeps a receiver from passing the signed text on as if it had
//! been meant for somebody else.

use aes_gcm::aead::consts::U32;
use aes_gcm::{AeadInOut as _, AesGcm, KeyInit as _, Nonce, aes::Aes256};
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::Flaw;
use super::signed::{is_signed, sign, write};
use crate::canonical::{Reader, Writer};
use crate::election::PublicKey;
use crate::group::{Point, Scalar, ascii_of_bytes, decimal_of_secret, is_hex};
use crate::hash::sha256;
use crate::proof::Proof;

/// AES-256 in GCM mode with an initialisation vector of 32 bytes.
type Cipher = AesGcm<Aes256, U32>;
/// Bytes of GCM's authentication tag, at the end of the data.
const TAG: usize = 16;

/// A sealed message, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sealed(pub String);

/// The parts of a sealed message.
struct Parts {
    alpha: PublicKey,
    beta: PublicKey,
    data: Vec<u8>,
}

impl Sealed {
    /// Signs a message and seals it for the addressee.
    pub fn send(
        signing_key: &Scalar,
        recipient: &PublicKey,
        message: &str,
        rng: &mut impl CryptoRng,
    ) -> Self {
        let mut channel = secret_writer(message);
        channel.push("{\"recipient\":").point(&recipient.encoded);
        channel.push(",\"message\":").string(message).push("}");
        let channel = Zeroizing::new(channel.0);
        let signature = sign(signing_key, &channel, rng);
        let mut signed = secret_writer(&channel);
        write(&channel, &signature, &mut signed);
        Self::seal(recipient, signed.0.into_bytes(), rng)
    }

    fn seal(recipient: &PublicKey, mut text: Vec<u8>, rng: &mut impl CryptoRng) -> Self {
        let r = Zeroizing::new(Scalar::random(rng));
        let s = Zeroizing::new(Scalar::random(rng));
        let alpha = Point::generator_power(&r).to_bytes();
        let carried = Point::generator_power(&s);
        let beta = Point(recipient.point.0 * *r + carried.0).to_bytes();
        let (cipher, iv) = cipher(&Zeroizing::new(carried.to_bytes()), &alpha);
        let tag = cipher
            .encrypt_inout_detached(&iv, b"", text.as_mut_slice().into())
            .expect("a message is shorter than 64 GiB");
        let mut writer = Writer::default();
        writer
            .push("{\"algorithm\":\"AES-GCM\",\"alpha\":")
            .point(&alpha);
        writer.push(",\"beta\":").point(&beta);
        writer.push(",\"data\":\"");
        for byte in text.iter().chain(&tag) {
            for digit in [byte >> 4, byte & 15] {
                writer
                    .0
                    .push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        writer.push("\"}");
        Self(writer.0)
    }

    fn parts(&self) -> Result<Parts, Flaw> {
        let mut reader = Reader::new(self.0.as_bytes());
        reader.expect("{\"algorithm\":\"AES-GCM\",\"alpha\":")?;
        let alpha = reader.encoded_point()?;
        reader.expect(",\"beta\":")?;
        let beta = reader.encoded_point()?;
        reader.expect(",\"data\":")?;
        let start = reader.clone();
        let hex = reader.plain(is_hex)?;
        if hex.len() % 2 != 0 || hex.len() / 2 < TAG {
            start.fail()?;
        }
        reader.expect("}")?;
        reader.end()?;
        let value = |digit: u8| match digit {
            b'0'..=b'9' => digit - b'0',
            _ => digit - b'a' + 10,
        };
        let data = hex.as_bytes().chunks_exact(2);
        Ok(Parts {
            alpha: PublicKey::from_encoding(alpha)?,
            beta: PublicKey::from_encoding(beta)?,
            data: data
                .map(|pair| value(pair[0]) << 4 | value(pair[1]))
                .collect(),
        })
    }

    /// Checks what can be checked without opening it: its form and group elements.
    pub fn check(&self) -> Result<(), Flaw> {
        self.parts().map(drop)
    }

    /// Opens a message sent by the holder of the verification key `sender`; `recipient` is the opener's
    /// own encryption key.
    pub fn open(
        &self,
        decryption_key: &Scalar,
        recipient: &PublicKey,
        sender: &PublicKey,
    ) -> Result<Zeroizing<Vec<u8>>, Flaw> {
        let Parts { alpha, beta, data } = self.parts()?;
        let carried = Point(beta.point.0 - alpha.point.0 * decryption_key).to_bytes();
        let (cipher, iv) = cipher(&Zeroizing::new(carried), &alpha.encoded);
        let mut text = Zeroizing::new(data);
        let length = text.len() - TAG;
        let (body, tag) = text.split_at_mut(length);
        let tag = (&*tag).try_into().expect("TAG bytes");
        cipher
            .decrypt_inout_detached(&iv, b"", body.into(), tag)
            .map_err(|_| Flaw::Sealed)?;
        let mut reader = Reader::new(&text[..length]);
        reader.expect("{\"message\":")?;
        let mut channel = Zeroizing::new(Vec::with_capacity(length));
        reader.string_into(&mut channel)?;
        reader.expect(",\"signature\":")?;
        let signature = Proof::read(&mut reader)?;
        reader.expect("}")?;
        reader.end()?;
        let is_by_sender = std::str::from_utf8(&channel)
            .is_ok_and(|message| is_signed(&sender.point, message, &signature));
        if !is_by_sender {
            return Err(Flaw::Signature);
        }
        let mut reader = Reader::new(&channel);
        reader.expect("{\"recipient\":")?;
        if reader.encoded_point()? != recipient.encoded {
            return Err(Flaw::Addressee);
        }
        reader.expect(",\"message\":")?;
        let mut message = Zeroizing::new(Vec::with_capacity(channel.len()));
        reader.string_into(&mut message)?;
        reader.expect("}")?;
        reader.end()?;
        Ok(message)
    }
}

/// The cipher and the initialisation vector for gˢ and gʳ.
fn cipher(carried: &[u8; 32], alpha: &[u8; 32]) -> (Cipher, Nonce<U32>) {
    let hash = |prefix: &[u8], point: &[u8; 32]| {
        let mut text = Zeroizing::new(Vec::with_capacity(prefix.len() + 64));
        text.extend_from_slice(prefix);
        text.extend_from_slice(&*Zeroizing::new(ascii_of_bytes(point)));
        Zeroizing::new(sha256(&text))
    };
    let key = hash(b"key|", carried);
    (Cipher::new((&*key).into()), (*hash(b"iv|", alpha)).into())
}

/// A writer that does not grow, and so leaves no copies, when the text is escaped once with a frame.
fn secret_writer(message: &str) -> Writer {
    Writer(String::with_capacity(2 * message.len() + 512))
}

/// `{"name":"<decimal>"}`, or `{"name":["<decimal>",…]}` for a list.
pub(super) fn write_secrets(name: &str, secrets: &[Scalar], is_list: bool) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(name.len() + 16 + secrets.len() * 80));
    text.push_str("{\"");
    text.push_str(name);
    text.push_str(if is_list { "\":[" } else { "\":" });
    for (index, secret) in secrets.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(&decimal_of_secret(secret));
        text.push('"');
    }
    text.push_str(if is_list { "]}" } else { "}" });
    text
}

/// Reads what [`write_secrets`] wrote.
pub(super) fn read_secrets(
    text: &[u8],
    name: &str,
    is_list: bool,
) -> Result<Zeroizing<Vec<Scalar>>, Flaw> {
    let mut reader = Reader::new(text);
    reader.expect("{\"")?;
    reader.expect(name)?;
    reader.expect("\":")?;
    let mut secrets = Zeroizing::new(Vec::with_capacity(text.len() / 3));
    if is_list {
        let mut item = |reader: &mut Reader<'_>| {
            secrets.push(reader.scalar()?);
            Ok(())
        };
        reader.array(&mut item)?;
    } else {
        secrets.push(reader.scalar()?);
    }
    reader.expect("}")?;
    reader.end()?;
    Ok(secrets)
}
