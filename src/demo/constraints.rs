//! The rules of the service models: what a request may hold, and the words of a refusal.
//!
//! The data is the embedded `assets/service-constraints.json`; nothing here knows an operation by name.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;
use serde_json::Value;

use super::error::ServiceError;
use super::store::Members;

static CONSTRAINTS: LazyLock<Constraints> = LazyLock::new(|| Constraints {
    model: serde_json::from_str(include_str!("../../assets/service-constraints.json"))
        .expect("the embedded service constraints are JSON"),
    patterns: Mutex::new(HashMap::new()),
});

/// The one table of rules, read on first use.
pub(super) fn constraints() -> &'static Constraints {
    &CONSTRAINTS
}

/// One of the two services that share the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    UserPools,
    IdentityPools,
}

impl Service {
    pub(super) const ALL: [Service; 2] = [Service::UserPools, Service::IdentityPools];

    pub(super) fn name(self) -> &'static str {
        match self {
            Service::UserPools => "cognito-idp",
            Service::IdentityPools => "cognito-identity",
        }
    }

    pub(super) fn target_prefix(self) -> &'static str {
        match self {
            Service::UserPools => "AWSCognitoIdentityProviderService",
            Service::IdentityPools => "AWSCognitoIdentityService",
        }
    }
}

pub(super) struct Constraints {
    model: Value,
    patterns: Mutex<HashMap<String, Option<Regex>>>,
}

impl Constraints {
    /// The model of an operation, if the service has it.
    pub(super) fn operation(&self, service: Service, operation: &str) -> Option<&Value> {
        self.model["operations"].get(format!("{}.{operation}", service.name()))
    }

    /// The names of all operations of a service.
    #[cfg(test)]
    pub(super) fn operations(&self, service: Service) -> Vec<&str> {
        let all = self.model["operations"].as_object().into_iter().flat_map(serde_json::Map::keys);
        all.filter_map(|name| name.strip_prefix(service.name())?.strip_prefix('.')).collect()
    }

    /// Whether the operation is called without a signature.
    pub(super) fn is_unsigned(&self, service: Service, operation: &str) -> bool {
        self.operation(service, operation).is_some_and(|model| model["auth"] == "none")
    }

    /// What an update sets: what its input accepts, and what is newer than the model. What only Describe or
    /// Create knows is ignored, as the services do.
    pub(super) fn settings(&self, service: Service, operation: &str, shape: &str, body: &Members) -> Members {
        let has = |rule: Option<&Value>, member: &str| {
            rule.is_some_and(|rule| rule["members"].get(member).is_some())
        };
        let create = operation.replacen("Update", "Create", 1);
        let is_newer = |member: &str| {
            !has(self.shape(service, shape), member) && !has(self.operation(service, &create), member)
        };
        body.iter()
            .filter(|(member, _)| has(self.operation(service, operation), member) || is_newer(member))
            .map(|(member, value)| (member.clone(), value.clone()))
            .collect()
    }

    /// The members in the model's order, those newer than the model last.
    pub(super) fn arrange(&self, service: Service, shape: &str, members: &Members) -> Members {
        let order = self.shape(service, shape).and_then(|shape| shape["members"].as_object());
        let mut arranged = Members::new();
        for name in order.into_iter().flat_map(serde_json::Map::keys) {
            if let Some(value) = members.get(name) {
                arranged.insert(name.clone(), value.clone());
            }
        }
        for (name, value) in members {
            if !arranged.contains_key(name) {
                arranged.insert(name.clone(), value.clone());
            }
        }
        arranged
    }

    /// Refuses a request that breaks a rule of the model, in the service's words.
    pub(super) fn check(
        &self,
        service: Service,
        operation: &str,
        body: &Members,
    ) -> Result<(), ServiceError> {
        let Some(model) = self.operation(service, operation) else {
            return Ok(());
        };
        let mut check = Check { rules: self, service, broken: Vec::new() };
        check.members(&model["members"], "", body)?;
        let Check { broken, .. } = check;
        if broken.is_empty() {
            return Ok(());
        }
        let plural = if broken.len() == 1 { "" } else { "s" };
        let message = format!("{} validation error{plural} detected: {}", broken.len(), broken.join("; "));
        Err(ServiceError::new(
            match service {
                Service::UserPools => "InvalidParameterException",
                Service::IdentityPools => "ValidationException",
            },
            message,
        ))
    }

    fn shape(&self, service: Service, shape: &str) -> Option<&Value> {
        self.model["shapes"].get(format!("{}.{shape}", service.name()))
    }

    /// Whether the whole value matches; a pattern this engine cannot express matches everything.
    fn matches(&self, pattern: &str, value: &str) -> bool {
        let mut patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        patterns
            .entry(pattern.to_owned())
            .or_insert_with(|| Regex::new(&format!(r"\A(?:{})\z", from_java(pattern))).ok())
            .as_ref()
            .is_none_or(|regex| regex.is_match(value))
    }
}

/// A Java pattern for this engine: there `\w`, `\d` and `\s` are ASCII.
fn from_java(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut in_class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let escaped = chars.next().unwrap_or('\\');
                match (escaped, in_class) {
                    ('w', true) => out.push_str("0-9A-Za-z_"),
                    ('w', false) => out.push_str("[0-9A-Za-z_]"),
                    ('d', true) => out.push_str("0-9"),
                    ('d', false) => out.push_str("[0-9]"),
                    ('s', true) => out.push_str(r" \t\n\x0B\x0C\r"),
                    ('s', false) => out.push_str(r"[ \t\n\x0B\x0C\r]"),
                    ('S', _) => out.push_str(r"[^ \t\n\x0B\x0C\r]"),
                    (other, _) => out.extend(['\\', other]),
                }
            }
            '[' => {
                in_class = true;
                out.push('[');
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            other => out.push(other),
        }
    }
    out
}

struct Check<'a> {
    rules: &'a Constraints,
    service: Service,
    broken: Vec<String>,
}

impl<'a> Check<'a> {
    fn members(&mut self, rules: &'a Value, path: &str, members: &Members) -> Result<(), ServiceError> {
        for (name, rule) in rules.as_object().into_iter().flatten() {
            let path = joined(path, &lower_first(name));
            match members.get(name) {
                Some(value) => self.value(rule, &path, value)?,
                None if rule["required"] == true => {
                    self.broken.push(format!(
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
            self.refuse(path, value, sensitive, &constraint);
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
            self.refuse(path, list, sensitive, &format!("Member must satisfy constraint: [{all}]"));
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
        for (bad, what, rule) in [(bad_key, "keys", key), (bad_value, "value", member)] {
            if bad {
                let all = all_constraints(rule);
                self.refuse(path, map, sensitive, &format!("Map {what} must satisfy constraint: [{all}]"));
            }
        }
        Ok(())
    }

    fn refuse(&mut self, path: &str, value: &Value, sensitive: bool, constraint: &str) {
        let shown = if sensitive { "Value".to_owned() } else { format!("Value '{}'", in_java(value)) };
        self.broken.push(format!("{shown} at '{path}' failed to satisfy constraint: {constraint}"));
    }

    /// The member's own rule, with that of the shape it names.
    fn resolved(&self, rule: &'a Value) -> &'a Value {
        if is_scalar(rule) {
            return rule;
        }
        let shape = rule["shape"].as_str().unwrap_or_default();
        self.rules.shape(self.service, shape).unwrap_or(rule)
    }

    /// The constraints that one value breaks; not those of what it holds.
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
            && !is_a_known_exception(rule, value)
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
            if !parts.into_iter().all(|part| self.rules.matches(pattern, part)) {
                failures.push(format!("Member must satisfy regular expression pattern: {pattern}"));
            }
        }
        if let (Some(text), Some(allowed)) = (value.as_str(), rule["enum"].as_array())
            && !allowed.iter().any(|one| one == text)
        {
            failures.push(format!("Member must satisfy enum value set: [{}]", listed(allowed)));
        }
        failures
    }
}

/// Every constraint of a rule: so the services describe what an entry of a list or map must be.
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
        all.push(format!("Member must satisfy enum value set: [{}]", listed(allowed)));
    }
    all.join(", ")
}

/// The model allows attribute names 20 characters, yet the service itself has a longer one.
fn is_a_known_exception(rule: &Value, value: &Value) -> bool {
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

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn listed(values: &[Value]) -> String {
    values.iter().map(in_java).collect::<Vec<_>>().join(", ")
}

/// A value as the services print it in their messages.
fn in_java(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", listed(items)),
        Value::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{key}={}", in_java(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
