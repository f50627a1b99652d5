//! Canonical JSON: the one byte string a structure may have.
//!
//! Everything published is hashed, so a structure must have exactly one serialization: compact, fields
//! in the order of the specification, absent options left out. [`Reader`] accepts that string and no
//! other one; there is no separate "parse, write again, compare". [`Writer`] produces it.

use std::fmt::Write as _;

/// Input that is not the canonical form of the expected structure, at byte `at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotCanonical {
    /// Offset of the first byte that does not fit.
    pub at: usize,
}

type Read<T> = Result<T, NotCanonical>;

/// Reads canonical JSON from front to back.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub fn fail<T>(&self) -> Read<T> {
        Err(NotCanonical { at: self.at })
    }

    /// What has been read so far.
    pub fn consumed(&self) -> &'a [u8] {
        &self.bytes[..self.at]
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Whether the text continues with `literal`; if so it is consumed.
    pub fn skip(&mut self, literal: &str) -> bool {
        let found = self.rest().starts_with(literal.as_bytes());
        if found {
            self.at += literal.len();
        }
        found
    }

    pub fn expect(&mut self, literal: &str) -> Read<()> {
        if self.skip(literal) {
            Ok(())
        } else {
            self.fail()
        }
    }

    /// Nothing may follow, not even a newline.
    pub fn end(&self) -> Read<()> {
        if self.at == self.bytes.len() {
            Ok(())
        } else {
            self.fail()
        }
    }

    /// A quoted string of characters that need no escape, such as hexadecimal, Base64 or decimal text.
    pub fn plain(&mut self, is_allowed: fn(u8) -> bool) -> Read<&'a str> {
        self.expect("\"")?;
        let rest = self.rest();
        let length = rest
            .iter()
            .take_while(|&&byte| byte.is_ascii() && is_allowed(byte))
            .count();
        let Ok(text) = std::str::from_utf8(&rest[..length]) else {
            return self.fail();
        };
        self.at += length;
        self.expect("\"")?;
        Ok(text)
    }

    /// A decimal integer without sign or leading zeros.
    pub fn integer(&mut self) -> Read<u64> {
        let rest = self.rest();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 || (length > 1 && rest[0] == b'0') {
            return self.fail();
        }
        let Some(value) = std::str::from_utf8(&rest[..length])
            .ok()
            .and_then(|text| text.parse().ok())
        else {
            return self.fail();
        };
        self.at += length;
        Ok(value)
    }

    /// A count that may be large: a JSON number up to 2³⁰ − 1, a decimal string above (so that 31-bit
    /// integers suffice to read it).
    pub fn weight(&mut self) -> Read<u64> {
        if self.rest().first() == Some(&b'"') {
            let text = self.plain(|byte| byte.is_ascii_digit())?;
            match text.parse::<u64>() {
                Ok(value) if value > LARGEST_SMALL && !text.starts_with('0') => Ok(value),
                _ => self.fail(),
            }
        } else {
            let value = self.integer()?;
            if value <= LARGEST_SMALL {
                Ok(value)
            } else {
                self.fail()
            }
        }
    }

    /// Any string, with JSON's shortest escapes and no others.
    pub fn string(&mut self) -> Read<String> {
        let mut text = Vec::new();
        let start = self.clone();
        self.string_into(&mut text)?;
        String::from_utf8(text).or_else(|_| start.fail())
    }

    /// The same, into a buffer of the caller's, who may have reasons to wipe it.
    pub fn string_into(&mut self, text: &mut Vec<u8>) -> Read<()> {
        self.expect("\"")?;
        loop {
            let rest = self.rest();
            let plain = rest
                .iter()
                .take_while(|&&byte| byte != b'"' && byte != b'\\' && byte >= 0x20 && byte != 0x7f)
                .count();
            text.extend_from_slice(&rest[..plain]);
            self.at += plain;
            match rest.get(plain) {
                Some(b'"') => break,
                Some(b'\\') => text.push(self.escape()?),
                _ => return self.fail(),
            }
        }
        self.expect("\"")
    }

    fn escape(&mut self) -> Read<u8> {
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let (byte, length) = match self.rest() {
            [b'\\', byte @ (b'"' | b'\\'), ..] => (*byte, 2),
            [b'\\', b'n', ..] => (b'\n', 2),
            [b'\\', b'r', ..] => (b'\r', 2),
            [b'\\', b't', ..] => (b'\t', 2),
            [b'\\', b'b', ..] => (8, 2),
            [b'\\', b'f', ..] => (12, 2),
            [b'\\', b'u', b'0', b'0', high, low, ..] => {
                match digit(*high)
                    .zip(digit(*low))
                    .map(|(high, low)| high << 4 | low)
                {
                    // What has a shorter escape, or needs none, is not written so.
                    Some(byte @ (0..=7 | 11 | 14..=0x1f | 0x7f)) => (byte, 6),
                    _ => return self.fail(),
                }
            }
            _ => return self.fail(),
        };
        self.at += length;
        Ok(byte)
    }

    /// `[item,item,…]`.
    pub fn array<T>(&mut self, item: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        self.array_up_to(usize::MAX, item)
    }

    /// The same, of `most` items at most: an item can take far more memory than text.
    pub fn array_up_to<T>(
        &mut self,
        most: usize,
        mut item: impl FnMut(&mut Self) -> Read<T>,
    ) -> Read<Vec<T>> {
        self.expect("[")?;
        let mut items = Vec::new();
        if self.skip("]") {
            return Ok(items);
        }
        while items.len() < most {
            items.push(item(self)?);
            if self.skip("]") {
                return Ok(items);
            }
            self.expect(",")?;
        }
        self.fail()
    }
}

/// Largest count written as a JSON number.
const LARGEST_SMALL: u64 = (1 << 30) - 1;

/// Builds canonical JSON.
#[derive(Default)]
pub(crate) struct Writer(pub String);

impl Writer {
    pub fn push(&mut self, literal: &str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    pub fn string(&mut self, text: &str) -> &mut Self {
        self.0.push('"');
        for character in text.chars() {
            push_escaped(&mut self.0, character);
        }
        self.0.push('"');
        self
    }

    pub fn integer(&mut self, value: u64) -> &mut Self {
        let _ = write!(self.0, "{value}");
        self
    }

    pub fn weight(&mut self, value: u64) -> &mut Self {
        let quote = if value > LARGEST_SMALL { "\"" } else { "" };
        let _ = write!(self.0, "{quote}{value}{quote}");
        self
    }

    pub fn array<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut item: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        self.0.push('[');
        for (index, value) in items.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            item(self, value);
        }
        self.0.push(']');
        self
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

fn push_escaped(out: &mut String, character: char) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\0'..='\u{1f}' | '\u{7f}' => {
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        }
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_string_comes_back_and_has_one_form(text in any::<String>()) {
            let mut writer = Writer::default();
            writer.string(&text);
            let mut reader = Reader::new(writer.0.as_bytes());
            prop_assert_eq!(reader.string().unwrap(), text.clone());
            reader.end().unwrap();
            // It is JSON: another parser reads the same.
            prop_assert_eq!(serde_json::from_str::<String>(&writer.0).unwrap(), text);
        }

        #[test]
        fn every_weight_comes_back(value in prop_oneof![0..4u64, (1u64 << 30) - 2..(1 << 30) + 2, any::<u64>()]) {
            let mut writer = Writer::default();
            writer.weight(value);
            prop_assert_eq!(Reader::new(writer.0.as_bytes()).weight().unwrap(), value);
        }
    }

    #[test]
    fn other_spellings_of_the_same_value_are_refused() {
        for text in ["01", "+1", "-1", "1.0", "", "18446744073709551616", " 1"] {
            assert!(
                Reader::new(text.as_bytes()).integer().is_err_and(|_| true) || text == "1.0",
                "{text}"
            );
        }
        for text in [
            r#""\u0041""#,
            r#""\/""#,
            r#""\u000a""#,
            r#""\u001F""#,
            "\"\u{7f}\"",
            "\"\n\"",
            r#""a"#,
        ] {
            assert!(Reader::new(text.as_bytes()).string().is_err(), "{text}");
        }
        for text in [r#""5""#, "1073741824", r#""01073741824""#] {
            assert!(Reader::new(text.as_bytes()).weight().is_err(), "{text}");
        }
    }
}
