//! The published schema of SARIF 2.1.0, and what a log breaks of it.

use regex::Regex;
use serde_json::Value;

const SCHEMA: &str = include_str!("../schemas/sarif-schema-2.1.0.json");

/// Words of a schema that demand nothing of a log, or are looked at beside the others.
const SILENT: [&str; 7] = ["$schema", "$id", "title", "description", "default", "definitions", "format"];

/// What a log breaks of the schema, each with its place.
pub fn faults(log: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).expect("a schema");
    let mut faults = Vec::new();
    check(&schema, &schema, log, "", &mut faults);
    faults
}

/// # Panics
/// If the schema refuses the log.
pub fn assert_valid(log: &Value) {
    assert_eq!(faults(log), Vec::<String>::new(), "{log:#}");
}

/// Checks a value by the words of JSON schema that the schema of SARIF uses.
///
/// # Panics
/// At any other word, so that none is passed over.
fn check(root: &Value, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    for (word, demand) in schema.as_object().expect("a schema is an object") {
        let texts = || demand.as_array().into_iter().flatten();
        let is_met = match word.as_str() {
            "$ref" => {
                let place_of = demand.as_str().and_then(|text| text.strip_prefix('#')).expect("a place here");
                check(root, root.pointer(place_of).expect("a definition"), value, place, faults);
                true
            }
            "type" => texts().chain([demand]).any(|name| is_of_type(value, name)),
            "enum" => texts().any(|allowed| allowed == value),
            "required" => value
                .as_object()
                .is_none_or(|object| texts().all(|name| object.contains_key(name.as_str().expect("a name")))),
            "properties" => {
                for (name, schema) in demand.as_object().expect("schemas") {
                    if let Some(member) = value.get(name) {
                        check(root, schema, member, &format!("{place}/{name}"), faults);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                let others = value.as_object().into_iter().flatten();
                let mut others =
                    others.filter(|(name, _)| known.is_none_or(|known| !known.contains_key(*name)));
                match demand {
                    Value::Bool(is_allowed) => *is_allowed || others.next().is_none(),
                    schema => {
                        others.for_each(|(name, other)| {
                            check(root, schema, other, &format!("{place}/{name}"), faults);
                        });
                        true
                    }
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, demand, item, &format!("{place}/{at}"), faults);
                }
                true
            }
            "minItems" => value.as_array().is_none_or(|items| Some(items.len() as u64) >= demand.as_u64()),
            "uniqueItems" => value
                .as_array()
                .is_none_or(|items| items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))),
            "minimum" => value.as_f64().is_none_or(|number| Some(number) >= demand.as_f64()),
            "maximum" => value.as_f64().is_none_or(|number| Some(number) <= demand.as_f64()),
            "pattern" => {
                let pattern = Regex::new(demand.as_str().expect("a pattern")).expect("a pattern");
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "anyOf" => fitting(root, demand, value) > 0,
            "oneOf" => fitting(root, demand, value) == 1,
            word => {
                assert!(SILENT.contains(&word), "no check for {word}");
                true
            }
        };
        if !is_met {
            faults.push(format!("{place}: {word} {demand}"));
        }
    }
}

/// The number of schemas that a value meets.
fn fitting(root: &Value, schemas: &Value, value: &Value) -> usize {
    let meets = |schema: &&Value| {
        let mut faults = Vec::new();
        check(root, schema, value, "", &mut faults);
        faults.is_empty()
    };
    schemas.as_array().expect("schemas").iter().filter(meets).count()
}

fn is_of_type(value: &Value, name: &Value) -> bool {
    match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("null") => value.is_null(),
        _ => false,
    }
}
