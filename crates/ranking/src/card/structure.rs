//! The shape of a rule card checked against its own published schema, so that every fault is
//! found at once and named by its place.
//!
//! Covers the keywords that occur in that schema and no others; a test lists them, so a new one
//! cannot be overlooked.

use serde_json::{Map, Value};

use super::CardFaultCode::{BadChoice, BadNumber, Missing, OutOfRange, Unknown, WrongType};
use super::fault::{CardFault, fault};
use crate::{Decimal, Ratio};

/// All faults of `document` against the schema `root`, in the order of the schema.
pub(super) fn check(root: &Value, document: &Value) -> Vec<CardFault> {
    let mut faults = Vec::new();
    Checker { root }.visit(root, document, "", &mut faults);
    faults
}

struct Checker<'a> {
    root: &'a Value,
}

impl Checker<'_> {
    fn visit(&self, schema: &Value, value: &Value, path: &str, faults: &mut Vec<CardFault>) {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self
                .root
                .pointer(&reference[1..])
                .expect("references stay inside");
            self.visit(target, value, path, faults);
        }
        if let Some(branches) = schema["oneOf"].as_array() {
            self.one_of(branches, value, path, faults);
        }
        if !type_fits(&schema["type"], value) {
            faults.push(wrong_type(path, &schema["type"]));
            return;
        }
        let words = words_of(schema);
        if !words.is_empty() && !words.iter().any(|word| value.as_str() == Some(word)) {
            faults.push(bad_choice(path, &choices(schema)));
        }
        match value {
            Value::Object(members) if schema["properties"].is_object() => {
                self.object(schema, members, path, faults);
            }
            Value::Array(items) if schema["items"].is_object() => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(&schema["items"], item, &format!("{path}/{index}"), faults);
                }
            }
            Value::Number(_) => range(schema, value, path, faults),
            Value::String(text) => exact_number(schema, text, path, faults),
            _ => {}
        }
    }

    fn object(
        &self,
        schema: &Value,
        members: &Map<String, Value>,
        path: &str,
        faults: &mut Vec<CardFault>,
    ) {
        for name in schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if !members.contains_key(name) {
                faults.push(fault(
                    format!("{path}/{name}"),
                    Missing,
                    format!("缺少“{name}”，请补上这一项"),
                    format!("`{name}` is missing: add it"),
                ));
            }
        }
        for (name, member) in members {
            let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
            match schema["properties"].get(name) {
                Some(schema) => self.visit(schema, member, &path, faults),
                None => faults.push(fault(
                    path,
                    Unknown,
                    format!("规则卡格式中没有“{name}”这一项，请删去或改正写法"),
                    format!("the format has no `{name}`: remove it or correct its spelling"),
                )),
            }
        }
    }

    /// A choice of words, or an object for the choices that carry a value. The faults told are
    /// those of the object whose member the document names.
    fn one_of(&self, branches: &[Value], value: &Value, path: &str, faults: &mut Vec<CardFault>) {
        let objects = branches.iter().filter(|branch| branch["type"] == "object");
        let only_one = objects.count() == 1;
        let mut meant = None;
        for branch in branches {
            let mut found = Vec::new();
            self.visit(branch, value, path, &mut found);
            if found.is_empty() {
                return;
            }
            let named = value.as_object().is_some_and(|members| {
                let properties = branch["properties"].as_object();
                let mut names = properties.into_iter().flat_map(Map::keys);
                names.any(|name| only_one || members.contains_key(name))
            });
            if named && meant.is_none() {
                meant = Some(found);
            }
        }
        match meant {
            Some(found) => faults.extend(found),
            None => faults.push(bad_choice(
                path,
                &branches.iter().flat_map(choices).collect::<Vec<_>>(),
            )),
        }
    }
}

fn type_fits(expected: &Value, value: &Value) -> bool {
    let fits = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    };
    match expected {
        Value::String(name) => fits(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(fits),
        _ => true,
    }
}

/// The words a schema allows, when it lists them.
fn words_of(schema: &Value) -> Vec<&str> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    listed
        .chain(schema.get("const"))
        .filter_map(Value::as_str)
        .collect()
}

fn wrong_type(path: &str, expected: &Value) -> CardFault {
    let name = expected
        .as_str()
        .or_else(|| expected[0].as_str())
        .unwrap_or_default();
    let (zh, en) = match name {
        "object" => ("一组项目 { … }", "an object { … }"),
        "array" => ("一个列表 [ … ]", "a list [ … ]"),
        "integer" => ("整数，不加引号", "a whole number without quotes"),
        "boolean" => (" true 或 false", "true or false"),
        _ => (
            "加引号的文字，例如 \"0.6\"",
            "text in quotes, such as \"0.6\"",
        ),
    };
    fault(
        path,
        WrongType,
        format!("这里应为{zh}"),
        format!("write {en} here"),
    )
}

/// The words as they are listed to the reader, and objects by their member.
fn choices(schema: &Value) -> Vec<String> {
    let objects = schema["properties"].as_object().into_iter().flatten();
    let objects = objects.map(|(name, _)| format!("{{\"{name}\": …}}"));
    words_of(schema)
        .into_iter()
        .map(str::to_owned)
        .chain(objects)
        .collect()
}

fn bad_choice(path: &str, words: &[String]) -> CardFault {
    let list = words.join(", ");
    fault(
        path,
        BadChoice,
        format!("请选用其中之一：{list}"),
        format!("choose one of: {list}"),
    )
}

fn range(schema: &Value, value: &Value, path: &str, faults: &mut Vec<CardFault>) {
    let bound = |name: &str| schema[name].as_i64();
    let number = value.as_i64().unwrap_or(i64::MAX);
    let (least, most) = (bound("minimum"), bound("maximum"));
    if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
        let (least, most) = (least.unwrap_or(0), most.unwrap_or(i64::from(u32::MAX)));
        let (zh, en) = if least == most {
            (
                format!("这里只能填 {least}"),
                format!("only {least} can stand here"),
            )
        } else {
            (
                format!("请填 {least} 到 {most} 之间的整数"),
                format!("write a whole number from {least} to {most}"),
            )
        };
        faults.push(fault(path, OutOfRange, zh, en));
    }
}

fn exact_number(schema: &Value, text: &str, path: &str, faults: &mut Vec<CardFault>) {
    let good = match schema["format"].as_str() {
        Some("decimal") => text.parse::<Decimal>().is_ok(),
        Some("ratio") => text.parse::<Ratio>().is_ok(),
        _ => true,
    };
    if !good {
        faults.push(fault(
            path,
            BadNumber,
            format!("“{text}”不是可用的数，请写成 80、0.6 或 2/3 这样的形式"),
            format!("`{text}` is not an exact number: write it like 80, 0.6 or 2/3"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::canonical::schema_value;
    use super::*;

    fn keywords(schema: &Value, found: &mut BTreeSet<String>) {
        let Value::Object(members) = schema else {
            return;
        };
        for (name, member) in members {
            found.insert(name.clone());
            match (name.as_str(), member) {
                ("properties" | "$defs", Value::Object(schemas)) => {
                    for schema in schemas.values() {
                        keywords(schema, found);
                    }
                }
                ("oneOf", Value::Array(schemas)) => {
                    for schema in schemas {
                        keywords(schema, found);
                    }
                }
                _ => keywords(member, found),
            }
        }
    }

    #[test]
    fn every_keyword_of_the_published_schema_is_checked() {
        let mut found = BTreeSet::new();
        keywords(&schema_value(), &mut found);
        let checked = [
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "oneOf",
            "minimum",
            "maximum",
            "format",
        ];
        // `pattern` says in other words what the formats decimal and ratio say.
        let telling = [
            "$schema",
            "$defs",
            "title",
            "description",
            "pattern",
            "default",
        ];
        for keyword in found {
            let known = checked.contains(&&*keyword) || telling.contains(&&*keyword);
            assert!(known, "the checker does not know `{keyword}`");
        }
    }
}
