//! Validation of a request against the service model, with the services' own messages.

use serde_json::Value;

use super::{ServiceId, ServiceModel};
use crate::demo::error::ServiceError;
use crate::demo::members::Members;

/// One message for each constraint that the members of a request break.
pub(super) fn broken_constraints(
    model: &ServiceModel,
    service: ServiceId,
    rules: &Value,
    request: &Members,
) -> Result<Vec<String>, ServiceError> {
    let mut validation = Validation { model, service, messages: Vec::new() };
    validation.members(rules, "", request)?;
    Ok(validation.messages)
}

struct Validation<'a> {
    model: &'a ServiceModel,
    service: ServiceId,
    messages: Vec<String>,
}

impl<'a> Validation<'a> {
    fn members(&mut self, rules: &'a Value, path: &str, members: &Members) -> Result<(), ServiceError> {
        for (name, rule) in rules.as_object().into_iter().flatten() {
            let path = join_path(path, &lower_first(name));
            match members.get(name) {
                Some(value) => self.value(rule, &path, value)?,
                None if rule["required"] == true => {
                    self.messages.push(format!(
                        "Value null at '{path}' failed to satisfy constraint: Member must not be null"
                    ));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn value(&mut self, rule: &'a Value, path: &str, value: &Value) -> Result<(), ServiceError> {
        let rule = self.resolved(rule);
        expect_type(rule, value)?;
        let sensitive = rule["sensitive"] == true;
        for constraint in self.failures(rule, value) {
            self.report(path, value, sensitive, &constraint);
        }
        match value {
            Value::Object(members) if rule["type"] == "structure" => {
                self.members(&rule["members"], path, members)?;
            }
            Value::Object(entries) => self.map(rule, path, value, entries)?,
            Value::Array(items) => self.list(rule, path, value, items)?,
            _ => {}
        }
        Ok(())
    }

    fn list(
        &mut self,
        rule: &'a Value,
        path: &str,
        list: &Value,
        items: &[Value],
    ) -> Result<(), ServiceError> {
        let member = self.resolved(&rule["member"]);
        let mut refused = false;
        for (index, item) in items.iter().enumerate() {
            expect_type(member, item)?;
            if is_scalar(member) {
                refused |= !self.failures(member, item).is_empty();
            } else {
                self.value(member, &format!("{path}.{}.member", index + 1), item)?;
            }
        }
        if refused {
            let all = all_constraints(member);
            let sensitive = member["sensitive"] == true;
            self.report(path, list, sensitive, &format!("Member must satisfy constraint: [{all}]"));
        }
        Ok(())
    }

    fn map(
        &mut self,
        rule: &'a Value,
        path: &str,
        map: &Value,
        entries: &Members,
    ) -> Result<(), ServiceError> {
        let (key, member) = (self.resolved(&rule["key"]), self.resolved(&rule["value"]));
        let sensitive = member["sensitive"] == true || key["sensitive"] == true;
        let (mut bad_key, mut bad_value) = (false, false);
        for (name, value) in entries {
            bad_key |= !self.failures(key, &Value::String(name.clone())).is_empty();
            expect_type(member, value)?;
            if is_scalar(member) {
                bad_value |= !self.failures(member, value).is_empty();
            } else {
                self.value(member, &format!("{path}.{name}.member"), value)?;
            }
        }
        for (is_bad, part, rule) in [(bad_key, "keys", key), (bad_value, "value", member)] {
            if is_bad {
                let all = all_constraints(rule);
                self.report(path, map, sensitive, &format!("Map {part} must satisfy constraint: [{all}]"));
            }
        }
        Ok(())
    }

    fn report(&mut self, path: &str, value: &Value, sensitive: bool, constraint: &str) {
        let shown = if sensitive { "Value".to_owned() } else { format!("Value '{}'", java_string(value)) };
        self.messages.push(format!("{shown} at '{path}' failed to satisfy constraint: {constraint}"));
    }

    /// The rule of a member: a structure, list or map has its rule in the shape that it names.
    fn resolved(&self, rule: &'a Value) -> &'a Value {
        if is_scalar(rule) {
            return rule;
        }
        let shape = rule["shape"].as_str().unwrap_or_default();
        self.model.shape(self.service, shape).unwrap_or(rule)
    }

    /// The constraints that a value itself breaks, without those of its members or items.
    fn failures(&self, rule: &Value, value: &Value) -> Vec<String> {
        let (size, noun) = match value {
            Value::String(text) => (i64::try_from(text.encode_utf16().count()).ok(), "length"),
            Value::Array(items) => (i64::try_from(items.len()).ok(), "length"),
            Value::Object(entries) => (i64::try_from(entries.len()).ok(), "length"),
            other => (other.as_i64(), "value"),
        };
        let mut failures = Vec::new();
        if let (Some(size), Some(max)) = (size, rule["max"].as_i64())
            && size > max
            && !is_known_exception(rule, value)
        {
            failures.push(format!("Member must have {noun} less than or equal to {max}"));
        }
        if let (Some(size), Some(min)) = (size, rule["min"].as_i64())
            && size < min
        {
            failures.push(format!("Member must have {noun} greater than or equal to {min}"));
        }
        if let (Some(text), Some(pattern)) = (value.as_str(), rule["pattern"].as_str()) {
            // The model's pattern refuses the dots of custom domains, which the service accepts.
            let parts: Vec<&str> =
                if rule["shape"] == "DomainType" { text.split('.').collect() } else { vec![text] };
            if !parts.into_iter().all(|part| self.model.matches(pattern, part)) {
                failures.push(format!("Member must satisfy regular expression pattern: {pattern}"));
            }
        }
        if let (Some(text), Some(allowed)) = (value.as_str(), rule["enum"].as_array())
            && !allowed.iter().any(|one| one == text)
        {
            failures.push(format!("Member must satisfy enum value set: [{}]", comma_separated(allowed)));
        }
        failures
    }
}

/// All constraints of a rule. The services list all of them when an entry of a list or map breaks one.
fn all_constraints(rule: &Value) -> String {
    let mut all = Vec::new();
    if let Some(max) = rule["max"].as_i64() {
        all.push(format!("Member must have length less than or equal to {max}"));
    }
    if let Some(min) = rule["min"].as_i64() {
        all.push(format!("Member must have length greater than or equal to {min}"));
    }
    if let Some(pattern) = rule["pattern"].as_str() {
        all.push(format!("Member must satisfy regular expression pattern: {pattern}"));
    }
    if let Some(allowed) = rule["enum"].as_array() {
        all.push(format!("Member must satisfy enum value set: [{}]", comma_separated(allowed)));
    }
    all.join(", ")
}

/// The model allows 20 characters in an attribute name, but `phone_number_verified` has 21.
fn is_known_exception(rule: &Value, value: &Value) -> bool {
    rule["shape"] == "CustomAttributeNameType" && value == "phone_number_verified"
}

fn is_scalar(rule: &Value) -> bool {
    !matches!(rule["type"].as_str(), Some("structure" | "list" | "map"))
}

fn expect_type(rule: &Value, value: &Value) -> Result<(), ServiceError> {
    let expected = rule["type"].as_str().unwrap_or_default();
    let fits = match expected {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" | "long" => value.is_i64() || value.is_u64(),
        "timestamp" | "double" | "float" => value.is_number(),
        "list" => value.is_array(),
        "structure" | "map" => value.is_object(),
        _ => true,
    };
    if fits {
        return Ok(());
    }
    let target = match expected {
        "string" => "a String",
        "boolean" => "a Boolean",
        "integer" => "an Integer",
        "long" => "a Long",
        "list" => return Err(ServiceError::serialization("Expected list or null")),
        "structure" | "map" => return Err(ServiceError::serialization("Expected map or null")),
        _ => "a Timestamp",
    };
    Err(ServiceError::serialization(match value {
        Value::Array(_) => "Start of list found where not expected".to_owned(),
        Value::Object(_) => "Start of structure or map found where not expected.".to_owned(),
        Value::String(_) => format!("STRING_VALUE can not be converted to {target}"),
        Value::Bool(true) => format!("TRUE_VALUE can not be converted to {target}"),
        Value::Bool(false) => format!("FALSE_VALUE can not be converted to {target}"),
        _ => format!("NUMBER_VALUE can not be converted to {target}"),
    }))
}

fn join_path(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn comma_separated(values: &[Value]) -> String {
    values.iter().map(java_string).collect::<Vec<_>>().join(", ")
}

/// A value as Java prints it, which is how the services show it in their messages.
fn java_string(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", comma_separated(items)),
        Value::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{key}={}", java_string(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}
