//! The backup sheet of a trustee's key, for paper and pen: `PY1` and ten groups of five characters.
//!
//! The characters are Base58 digits, most significant first, of a number of 36 bytes: the key (32 bytes,
//! big-endian), then the first 4 bytes of SHA-256(`pingyi-trustee-backup|` + the key in 64 hexadecimal
//! digits), so that a slip of the pen is noticed. This is our own format; other Belenios programs read the
//! private key file.

use zeroize::Zeroizing;

use crate::credential::BASE58;
use crate::group::{Scalar, ascii_of_bytes};
use crate::hash::sha256;

const MARK: &str = "PY1";
const DIGITS: usize = 50;
const GROUP: usize = 5;

fn checksum(scalar: &Scalar) -> [u8; 4] {
    let mut text = Zeroizing::new(Vec::with_capacity(86));
    text.extend_from_slice(b"pingyi-trustee-backup|");
    text.extend_from_slice(&*Zeroizing::new(ascii_of_bytes(scalar.as_bytes())));
    let [a, b, c, d, ..] = sha256(&text);
    [a, b, c, d]
}

/// The 36 bytes, least significant first.
fn number(scalar: &Scalar) -> Zeroizing<[u8; 36]> {
    let mut bytes = Zeroizing::new([0; 36]);
    let mut checksum = checksum(scalar);
    checksum.reverse();
    bytes[..4].copy_from_slice(&checksum);
    bytes[4..].copy_from_slice(scalar.as_bytes());
    bytes
}

/// Writes the sheet.
pub(super) fn write(scalar: &Scalar) -> String {
    let mut number = number(scalar);
    let mut digits = Zeroizing::new([0u8; DIGITS]);
    for digit in digits.iter_mut().rev() {
        let mut remainder = 0u16;
        for byte in number.iter_mut().rev() {
            let value = remainder << 8 | u16::from(*byte);
            *byte = u8::try_from(value / 58).expect("a quotient below 256");
            remainder = value % 58;
        }
        *digit = BASE58[usize::from(remainder)];
    }
    let mut text = String::with_capacity(MARK.len() + DIGITS + DIGITS / GROUP);
    text.push_str(MARK);
    for (index, digit) in digits.iter().enumerate() {
        if index % GROUP == 0 {
            text.push(' ');
        }
        text.push(char::from(*digit));
    }
    text
}

/// Reads a sheet without its spaces; `None` when it is not one, or the checksum is wrong.
pub(super) fn read(compact: &str) -> Option<Scalar> {
    let (mark, digits) = compact.split_at_checked(MARK.len())?;
    if !mark.eq_ignore_ascii_case(MARK) || digits.len() != DIGITS {
        return None;
    }
    let mut bytes = Zeroizing::new([0u8; 36]);
    for digit in digits.bytes() {
        let mut carry = u16::try_from(BASE58.iter().position(|&known| known == digit)?).ok()?;
        for byte in bytes.iter_mut() {
            let value = u16::from(*byte) * 58 + carry;
            *byte = (value & 0xff) as u8;
            carry = value >> 8;
        }
        if carry != 0 {
            return None;
        }
    }
    let key: [u8; 32] = bytes[4..].try_into().ok()?;
    let scalar: Scalar = Option::from(Scalar::from_canonical_bytes(key))?;
    (*number(&scalar) == *bytes).then_some(scalar)
}
