//! A second path for JSON: serde_json reads, keeping the order and repetition of members; written again in the one
//! canonical form. What our own reader accepts must come back from here byte for byte.

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Any JSON value. Numbers keep their text, so that wrong ones can be written too.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`, `true`, `false`, or a number, as written.
    Word(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in order, members repeated as they came.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads one value; `None` when it is not JSON.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The canonical text: compact, shortest escapes, U+007F escaped.
    pub fn write(&self) -> String {
        let mut out = String::new();
        self.put(&mut out, "");
        out
    }

    /// The same with white space between tokens, which no canonical form has.
    pub fn write_spaced(&self) -> String {
        let mut out = String::new();
        self.put(&mut out, " ");
        out
    }

    fn put(&self, out: &mut String, space: &str) {
        match self {
            Self::Word(word) => out.push_str(word),
            Self::Text(text) => put_text(out, text),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    out.push_str(space);
                    item.put(out, space);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    put_text(out, name);
                    out.push(':');
                    out.push_str(space);
                    value.put(out, space);
                }
                out.push('}');
            }
        }
    }

    /// The member with this name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find_map(|(own, value)| (own == name).then_some(value)),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array.
    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// A non-negative integer.
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Word(word) => word.parse().ok(),
            _ => None,
        }
    }

    /// Number of values, this one included.
    pub fn count(&self) -> usize {
        1 + match self {
            Self::List(items) => items.iter().map(Self::count).sum::<usize>(),
            Self::Object(members) => members.iter().map(|(_, value)| value.count()).sum(),
            _ => 0,
        }
    }

    /// The value with this number, counted from 0 in the order written.
    pub fn nth(&mut self, mut index: usize) -> Option<&mut Self> {
        if index == 0 {
            return Some(self);
        }
        index -= 1;
        let children: Vec<&mut Self> = match self {
            Self::List(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        };
        for child in children {
            let size = child.count();
            if index < size {
                return child.nth(index);
            }
            index -= size;
        }
        None
    }
}

fn put_text(out: &mut String, text: &str) {
    let quoted = serde_json::to_string(text).expect("a string is JSON");
    out.push_str(&quoted.replace('\u{7f}', "\\u007f"));
}

/// Whether a text is canonical JSON by this second path.
pub fn is_canonical(bytes: &[u8]) -> bool {
    Json::read(bytes).is_some_and(|json| json.write().as_bytes() == bytes)
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Word("null".into()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Word(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Word(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Word(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Word(format!("{value:?}")))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(member) = members.next_entry()? {
            list.push(member);
        }
        Ok(Json::Object(list))
    }
}
