//! Mutations that know what they change: JSON values stay JSON, group elements stay nearly group elements, so that the
//! checks behind the parser are reached.

use std::fmt::Write as _;

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::CompressedEdwardsY;

use crate::json::Json;
use crate::random::Random;

/// The order of the group, in decimal.
pub const ORDER: &str =
    "7237005577332262213973186563042994240857116359379907606001950938285454250989";

const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "2",
    "3",
    "255",
    "1000",
    "1001",
    "1073741823",
    "1073741824",
    "4294967295",
    "4294967296",
    "274877906945",
    "18446744073709551615",
    "18446744073709551616",
    "-1",
    "1.0",
];

const TEXTS: [&str; 10] = [
    "",
    "0",
    "00",
    "评议",
    "\u{0}",
    "\u{7f}\"\\/\u{8}",
    "\u{202e}\u{feff}",
    "a|b|c",
    "Single",
    "null",
];

/// Changes bytes without looking at them.
pub fn bytes(data: &mut Vec<u8>, random: &mut Random) {
    if data.is_empty() {
        data.push(b'{');
        return;
    }
    let at = random.below(data.len());
    match random.below(8) {
        0 => data[at] ^= 1 << random.below(8),
        1 => data[at] = u8::try_from(random.below(256)).expect("a byte"),
        2 => data.insert(at, *random.pick(b"\"\\{}[],:0 \n\xff")),
        3 => drop(data.remove(at)),
        4 => data.truncate(at),
        5 => {
            let end = (at + 1 + random.below(40)).min(data.len());
            let piece = data[at..end].to_vec();
            let to = random.below(data.len());
            data.splice(to..to, piece);
        }
        6 => drop(data.drain(at..(at + 1 + random.below(40)).min(data.len()))),
        _ => {
            let other = random.below(data.len());
            data.swap(at, other);
        }
    }
}

/// Changes JSON as JSON; what is not JSON changes as bytes.
pub fn json(data: &mut Vec<u8>, random: &mut Random) {
    if random.once_in(12) {
        return bytes(data, random);
    }
    let Some(mut document) = Json::read(data) else {
        return bytes(data, random);
    };
    value(&mut document, random);
    let text = if random.once_in(30) {
        document.write_spaced()
    } else {
        document.write()
    };
    *data = text.into_bytes();
}

fn value(document: &mut Json, random: &mut Random) {
    let count = document.count();
    if !random.once_in(3) && exchange(document, random) {
        return;
    }
    let donor = document.nth(random.below(count)).cloned();
    let Some(target) = document.nth(random.below(count)) else {
        return;
    };
    if random.once_in(8)
        && let Some(donor) = donor
    {
        *target = donor;
        return;
    }
    match target {
        Json::Word(word) => *word = number(word, random),
        Json::Text(text) => *text = self::text(text, random),
        Json::List(items) => list(items, random),
        Json::Object(members) => {
            let at = random.below(members.len());
            match random.below(6) {
                0 if !members.is_empty() => drop(members.remove(at)),
                1 if !members.is_empty() => {
                    let copy = members[at].clone();
                    members.insert(at, copy);
                }
                2 if !members.is_empty() => {
                    let other = random.below(members.len());
                    members.swap(at, other);
                }
                3 if !members.is_empty() => members[at].0 = self::text(&members[at].0, random),
                4 => members.push(("extra".into(), Json::Word("null".into()))),
                _ => {
                    if let Some((_, inner)) = members.get_mut(at) {
                        *inner = Json::List(vec![inner.clone()]);
                    }
                }
            }
        }
    }
}

/// What a text looks like; texts that look alike can stand in for each other without a fault of form.
#[derive(PartialEq, Eq)]
enum Sort {
    Point,
    Scalar,
    Other,
}

fn sort(text: &str) -> Sort {
    if decode(text).is_some() {
        Sort::Point
    } else if text.len() > 20 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Sort::Scalar
    } else {
        Sort::Other
    }
}

/// Puts another point in the place of a point, another scalar in that of a scalar: what gets past every reader.
fn exchange(document: &mut Json, random: &mut Random) -> bool {
    let count = document.count();
    for _ in 0..8 {
        let at = random.below(count);
        let Some(Json::Text(old)) = document.nth(at).cloned() else {
            continue;
        };
        let sort = sort(&old);
        if sort == Sort::Other {
            continue;
        }
        let new = match (random.below(4), &sort) {
            (0, Sort::Point) => point(&old, random),
            (0, _) => decimal(&old, random),
            _ => {
                let donor = document.nth(random.below(count)).cloned();
                match donor {
                    Some(Json::Text(donor)) if self::sort(&donor) == sort => donor,
                    _ => continue,
                }
            }
        };
        if let Some(target) = document.nth(at) {
            *target = Json::Text(new);
            return true;
        }
    }
    false
}

fn list(items: &mut Vec<Json>, random: &mut Random) {
    let at = random.below(items.len());
    match random.below(6) {
        0 if !items.is_empty() => drop(items.remove(at)),
        1 if !items.is_empty() => items.insert(at, items[at].clone()),
        2 if !items.is_empty() => {
            let other = random.below(items.len());
            items.swap(at, other);
        }
        3 if !items.is_empty() && items.len() < 2000 => {
            let copies = 1 + random.below(300);
            let copy = items[at].clone();
            items.extend(std::iter::repeat_n(copy, copies));
        }
        4 => items.clear(),
        _ => {
            for _ in 0..random.below(200) {
                *items = vec![Json::List(std::mem::take(items))];
            }
        }
    }
}

fn number(word: &str, random: &mut Random) -> String {
    match (word.parse::<u64>(), random.below(3)) {
        (Ok(value), 0) => value.wrapping_add(1).to_string(),
        (Ok(value), 1) => value.wrapping_sub(1).to_string(),
        _ => (*random.pick(&NUMBERS)).into(),
    }
}

/// Another text of the same sort: near a point where it was one, near a scalar, near a hash.
pub fn text(text: &str, random: &mut Random) -> String {
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_decimal = text.len() > 20 && text.bytes().all(|byte| byte.is_ascii_digit());
    match random.below(4) {
        0 if is_hex => point(text, random),
        0 | 1 if is_decimal => decimal(text, random),
        3 => (*random.pick(&TEXTS)).into(),
        _ => {
            let mut characters: Vec<char> = text.chars().collect();
            let at = random.below(characters.len());
            let digit = char::from(*random.pick(b"0123456789abcdefABCXYZ"));
            match random.below(4) {
                0 if !characters.is_empty() => drop(characters.remove(at)),
                1 => characters.insert(at, digit),
                _ if !characters.is_empty() => characters[at] = digit,
                _ => characters.push(digit),
            }
            characters.into_iter().collect()
        }
    }
}

fn point(hex: &str, random: &mut Random) -> String {
    let small = |y: u8| format!("{y:064x}");
    match random.below(6) {
        0 => hex.to_uppercase(),
        1 => small(1),
        2 => small(0),
        3 => format!("7{}ee", "f".repeat(61)),
        _ => {
            let decoded = decode(hex).and_then(|bytes| CompressedEdwardsY(bytes).decompress());
            decoded.map_or_else(
                || small(2),
                |point| encode(&(point + random.pick(&EIGHT_TORSION)).compress().0),
            )
        }
    }
}

fn decimal(text: &str, random: &mut Random) -> String {
    match random.below(5) {
        0 => format!("0{text}"),
        1 => ORDER.into(),
        2 => "0".into(),
        3 => text
            .parse::<num_bigint::BigUint>()
            .map_or_else(|_| ORDER.into(), |value| (value + 1u32).to_string()),
        _ => "9".repeat(70 + random.below(10)),
    }
}

/// 64 hexadecimal digits, most significant first, of 32 little-endian bytes.
pub fn encode(bytes: &[u8; 32]) -> String {
    bytes.iter().rev().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The reverse; `None` unless there are exactly 64 lower-case digits.
pub fn decode(hex: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = hex
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .filter(|_| !digit.is_ascii_uppercase())
                .and_then(|value| u8::try_from(value).ok())
        })
        .collect::<Option<_>>()?;
    if digits.len() != 64 {
        return None;
    }
    let mut bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect();
    bytes.reverse();
    bytes.try_into().ok()
}
