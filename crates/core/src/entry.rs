//! Entries: what the county keeps from year to year (units, people, batches, projects), each a document
//! with a version. Here is what all of them share: how two versions differ, and how two changes of one
//! version come together without losing either.

use pingyi_ranking::{Sentence, sentence};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What an entry is about.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// 单位: county, towns and villages.
    Unit,
    /// 人员: secretaries and reserve cadres.
    Person,
    /// 批次: a batch of admission to professional management.
    Batch,
    /// 项目: a project of the ledger.
    Project,
    /// 设置: rules and words the county agreed on, one document each.
    Setting,
}

impl Noun {
    /// Every noun.
    pub const ALL: [Self; 5] = [
        Self::Unit,
        Self::Person,
        Self::Batch,
        Self::Project,
        Self::Setting,
    ];

    /// The noun's name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Person => "person",
            Self::Batch => "batch",
            Self::Project => "project",
            Self::Setting => "setting",
        }
    }

    /// The noun with this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.code() == text)
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Unit => "单位",
            Self::Person => "人员",
            Self::Batch => "批次",
            Self::Project => "项目",
            Self::Setting => "设置",
        }
    }
}

/// A document kept as an entry.
pub trait Entry: Serialize + DeserializeOwned + Clone {
    /// What it is about.
    const NOUN: Noun;

    /// The text that names it among its noun: a code, a number; unique where it is not empty.
    fn key(&self) -> &str;

    /// What a list shows: its name.
    fn title(&self) -> &str;

    /// What is wrong with the document by itself. References to others are checked where others are known.
    fn check(&self) -> Vec<EntryFault>;
}

/// One wrong member of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFault {
    /// JSON pointer: `/funding/0/planned`.
    pub path: String,
    /// Stable name.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: Sentence,
}

impl EntryFault {
    /// A fault at a path.
    pub fn new(path: impl Into<String>, code: &'static str, message: impl Into<Sentence>) -> Self {
        Self {
            path: path.into(),
            code,
            message: message.into(),
        }
    }
}

/// Collects a fault unless the text has 1 to `most` characters that can be seen.
pub(crate) fn check_name(faults: &mut Vec<EntryFault>, path: &str, text: &str, most: usize) {
    if text.trim().is_empty() {
        faults.push(EntryFault::new(
            path,
            "empty",
            ("不能为空", "must not be empty"),
        ));
    }
    check_text(faults, path, text, most);
}

/// Collects a fault when the text is longer than `most`, holds invisible characters or looks like a formula.
pub(crate) fn check_text(faults: &mut Vec<EntryFault>, path: &str, text: &str, most: usize) {
    let count = text.chars().count();
    if count > most {
        let message = sentence!(
            "最多 {most} 个字，现有 {count} 个",
            "at most {most} characters; it has {count}"
        );
        faults.push(EntryFault::new(path, "too_long", message));
    } else if text.chars().any(|char| char.is_control() && char != '\n') {
        let message = (
            "含有不可见字符，请重新输入",
            "has invisible characters; type it again",
        );
        faults.push(EntryFault::new(path, "invisible", message));
    } else if text.starts_with(['=', '+', '@']) {
        faults.push(EntryFault::new(
            path,
            "formula",
            ("像是公式；请填写文字", "looks like a formula; write text"),
        ));
    }
    if holds_identity_number(text) {
        let message = (
            "像是身份证号；系统不收身份证号，请删去",
            "looks like an identity number; none are kept, remove it",
        );
        faults.push(EntryFault::new(path, "identity_number", message));
    }
}

/// Whether a text holds what may be an identity number (居民身份证: 17 digits and a digit or X; the old kind
/// has 15 digits that hold a date). The register keeps none.
pub fn holds_identity_number(text: &str) -> bool {
    let plain: Vec<char> = text.chars().filter(|char| *char != ' ').collect();
    let mut start = 0;
    while start < plain.len() {
        if !plain[start].is_ascii_digit() {
            start += 1;
            continue;
        }
        let digits = plain[start..]
            .iter()
            .take_while(|char| char.is_ascii_digit())
            .count();
        let next = plain.get(start + digits);
        let run: String = plain[start..start + digits].iter().collect();
        if (digits == 18 || digits == 17 && next.is_some_and(|char| matches!(char, 'X' | 'x')))
            && is_date(&run[6..14])
            || digits == 15 && is_date(&format!("19{}", &run[6..12]))
        {
            return true;
        }
        start += digits;
    }
    false
}

fn is_date(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
    (1900..=2100).contains(&part(0..4))
        && (1..=12).contains(&part(4..6))
        && (1..=31).contains(&part(6..8))
}

/// One member that differs between two versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Change {
    /// The member, as a JSON pointer of one step: `/name`.
    pub path: String,
    /// What stood there; nothing where it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What stands there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

fn members(value: &Value) -> Option<&Map<String, Value>> {
    value.as_object()
}

/// The members that differ, in the order of their names.
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let empty = Map::new();
    let old = members(before).unwrap_or(&empty);
    let new = members(after).unwrap_or(&empty);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| Change {
            path: format!("/{name}"),
            before: old.get(name).cloned(),
            after: new.get(name).cloned(),
        })
        .collect()
}

/// A member that two people changed in different ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Clash {
    /// The member.
    pub path: String,
    /// What both started from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Value>,
    /// What the other person saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Value>,
    /// What this person wants to save.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mine: Option<Value>,
}

/// Brings two changes of one version together: members changed by one of them only are taken, equal changes too.
///
/// # Errors
/// Every member that both changed differently; nothing is chosen for them.
pub fn merge(base: &Value, theirs: &Value, mine: &Value) -> Result<Value, Vec<Clash>> {
    let their_changes = changes(base, theirs);
    let mut merged = members(theirs).cloned().unwrap_or_default();
    let mut clashes = Vec::new();
    for change in changes(base, mine) {
        let name = &change.path[1..];
        let other = their_changes.iter().find(|other| other.path == change.path);
        match other {
            Some(other) if other.after != change.after => clashes.push(Clash {
                path: change.path.clone(),
                base: change.before.clone(),
                theirs: other.after.clone(),
                mine: change.after.clone(),
            }),
            _ => {
                match change.after {
                    Some(value) => merged.insert(name.to_owned(), value),
                    None => merged.remove(name),
                };
            }
        }
    }
    if clashes.is_empty() {
        Ok(Value::Object(merged))
    } else {
        Err(clashes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn document() -> impl Strategy<Value = Value> {
        let member = prop_oneof![Just(None), (0..3_i64).prop_map(Some)];
        proptest::collection::vec(member, 4).prop_map(|values| {
            let names = ["a", "b", "c", "d"].into_iter().zip(values);
            let members = names.filter_map(|(name, value)| Some((name.to_owned(), json!(value?))));
            Value::Object(members.collect())
        })
    }

    proptest! {
        #[test]
        fn merging_loses_no_change(base in document(), theirs in document(), mine in document()) {
            let one = merge(&base, &theirs, &mine);
            let other = merge(&base, &mine, &theirs);
            prop_assert_eq!(one.is_ok(), other.is_ok());
            if let Ok(merged) = one {
                prop_assert_eq!(&merged, &other.unwrap());
                for change in changes(&base, &theirs).into_iter().chain(changes(&base, &mine)) {
                    prop_assert_eq!(merged.get(&change.path[1..]), change.after.as_ref());
                }
            } else {
                let clashes = one.unwrap_err();
                prop_assert!(clashes.iter().all(|clash| clash.mine != clash.theirs));
            }
        }

        #[test]
        fn whoever_changes_nothing_gets_what_the_other_saved(base in document(), theirs in document()) {
            prop_assert_eq!(merge(&base, &theirs, &base).unwrap(), theirs.clone());
            prop_assert_eq!(merge(&base, &base, &theirs).unwrap(), theirs);
        }
    }

    #[test]
    fn identity_numbers_are_seen_and_phones_and_amounts_are_not() {
        for text in [
            "370687196503041234",
            "37068719650304123X",
            "号码 370687 19650304 123x",
            "370687650304123",
        ] {
            assert!(holds_identity_number(text), "{text}");
        }
        for text in [
            "13812345678",
            "2022112400000001",
            "73457700000",
            "鲁〔2022〕15 号",
            "",
        ] {
            assert!(!holds_identity_number(text), "{text}");
        }
    }
}
