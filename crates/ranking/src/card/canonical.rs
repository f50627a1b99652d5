//! The one way to write a rule card, its hash, and its published schema.

use std::fmt::Write as _;

use schemars::generate::SchemaSettings;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::RuleCard;

const BINDING: &str = "sha256:";

impl RuleCard {
    /// The card in canonical JSON: UTF-8, members sorted by name, no white space, absent optional
    /// members omitted, numbers as integers, ratios in lowest terms (`"2/5"`), no final newline.
    ///
    /// A subset of RFC 8785. Other programs get the same bytes by sorting keys and writing
    /// compactly, e.g. Python's
    /// `json.dumps(card, sort_keys=True, ensure_ascii=False, separators=(",", ":"))`.
    pub fn canonical_json(&self) -> String {
        let value = serde_json::to_value(self).expect("a rule card has only text keys");
        sorted(value).to_string()
    }

    /// SHA-256 of the canonical JSON, 64 lowercase hexadecimal digits.
    pub fn hash(&self) -> String {
        Sha256::digest(self.canonical_json())
            .iter()
            .fold(String::new(), |mut hex, byte| {
                write!(hex, "{byte:02x}").expect("writing to a string");
                hex
            })
    }

    /// The words that bind an election to this card; they stand in its description, which every
    /// ballot's proofs cover.
    pub fn binding(&self) -> String {
        format!("规则卡 {BINDING}{}", self.hash())
    }

    /// The hash bound in a description: the one run of 64 hexadecimal digits after `sha256:`.
    /// Nothing when there is none or more than one.
    pub fn bound_hash(description: &str) -> Option<&str> {
        let mut found = description.match_indices(BINDING).map(|(at, _)| {
            let rest = &description[at + BINDING.len()..];
            let end = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            &rest[..end]
        });
        let hash = found.next()?;
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (found.next().is_none() && hash.len() == 64 && hash.bytes().all(hex)).then_some(hash)
    }
}

/// The JSON schema (draft 2020-12) of a rule card, indented, members sorted, with a final newline.
pub fn rule_card_schema() -> String {
    let text = serde_json::to_string_pretty(&sorted(schema_value()));
    text.expect("a schema has only text keys") + "\n"
}

pub(super) fn schema_value() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<RuleCard>().to_value()
}

/// Any value in canonical JSON, as [`RuleCard::canonical_json`] writes a card.
pub fn canonical_text(value: Value) -> String {
    sorted(value).to_string()
}

/// The same value with every object's members in order of their names, whichever map the JSON
/// library was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|(left, _), (right, _)| left.cmp(right));
            members
                .into_iter()
                .map(|(name, member)| (name, sorted(member)))
                .collect()
        }
        other => other,
    }
}
