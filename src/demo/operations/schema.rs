//! The attributes of a user pool's schema: the standard ones that every pool has, and custom ones.

use serde_json::{Value, json};

use crate::demo::error::ServiceError;

const MAX_CUSTOM: usize = 50;

/// Name, type, and the smallest and largest value (of a number) or length (of a string).
const STANDARD: [(&str, &str, &str, &str); 20] = [
    ("sub", "String", "1", "2048"),
    ("name", "String", "0", "2048"),
    ("given_name", "String", "0", "2048"),
    ("family_name", "String", "0", "2048"),
    ("middle_name", "String", "0", "2048"),
    ("nickname", "String", "0", "2048"),
    ("preferred_username", "String", "0", "2048"),
    ("profile", "String", "0", "2048"),
    ("picture", "String", "0", "2048"),
    ("website", "String", "0", "2048"),
    ("email", "String", "0", "2048"),
    ("email_verified", "Boolean", "", ""),
    ("gender", "String", "0", "2048"),
    ("birthdate", "String", "10", "10"),
    ("zoneinfo", "String", "0", "2048"),
    ("locale", "String", "0", "2048"),
    ("phone_number", "String", "0", "2048"),
    ("phone_number_verified", "Boolean", "", ""),
    ("address", "String", "0", "2048"),
    ("updated_at", "Number", "0", ""),
];

/// Refuses attributes that no new pool can have.
pub(super) fn check(requested: &[Value]) -> Result<(), ServiceError> {
    let is_standard = |attribute: &&Value| STANDARD.iter().any(|(name, ..)| attribute["Name"] == *name);
    let custom: Vec<_> = requested.iter().filter(|attribute| !is_standard(attribute)).cloned().collect();
    check_custom(&[], &custom)
}

/// Refuses custom attributes that can't be added to a schema.
pub(super) fn check_custom(schema: &[Value], added: &[Value]) -> Result<(), ServiceError> {
    for (at, attribute) in added.iter().enumerate() {
        if attribute["Required"] == true {
            return Err(ServiceError::invalid("Required custom attributes are not supported currently."));
        }
        let name = custom(attribute)["Name"].clone();
        if schema.iter().any(|one| one["Name"] == name)
            || added[..at].iter().any(|one| one["Name"] == attribute["Name"])
        {
            let name = name.as_str().unwrap_or_default();
            let words = format!("{name}: Existing attribute already has name {name}.");
            return Err(ServiceError::invalid(words));
        }
    }
    let is_custom = |one: &&Value| one["Name"].as_str().is_some_and(|name| name.contains("custom:"));
    if schema.iter().filter(is_custom).count() + added.len() > MAX_CUSTOM {
        return Err(ServiceError::limit_exceeded(format!(
            "The user pool can have at most {MAX_CUSTOM} custom attributes."
        )));
    }
    Ok(())
}

/// The schema of a pool that was created with the requested attributes.
pub(super) fn attributes(requested: &[Value]) -> Value {
    let mut all: Vec<Value> =
        STANDARD.iter().map(|(name, kind, min, max)| standard(name, kind, min, max)).collect();
    for attribute in requested {
        match all.iter_mut().find(|one| one["Name"] == attribute["Name"]) {
            Some(one) => {
                for (member, value) in attribute.as_object().into_iter().flatten() {
                    one[member] = value.clone();
                }
            }
            None => all.push(custom(attribute)),
        }
    }
    all.into()
}

fn standard(name: &str, kind: &str, min: &str, max: &str) -> Value {
    let mut attribute = json!({
        "Name": name,
        "AttributeDataType": kind,
        "DeveloperOnlyAttribute": false,
        "Mutable": name != "sub",
        "Required": name == "sub",
    });
    match kind {
        "String" => attribute["StringAttributeConstraints"] = json!({"MinLength": min, "MaxLength": max}),
        "Number" => attribute["NumberAttributeConstraints"] = json!({"MinValue": min}),
        _ => {}
    }
    attribute
}

pub(super) fn custom(attribute: &Value) -> Value {
    let developer_only = attribute["DeveloperOnlyAttribute"] == true;
    let prefix = if developer_only { "dev:custom" } else { "custom" };
    let kind = attribute["AttributeDataType"].as_str().unwrap_or("String");
    let mut all = json!({
        "Name": format!("{prefix}:{}", attribute["Name"].as_str().unwrap_or_default()),
        "AttributeDataType": kind,
        "DeveloperOnlyAttribute": developer_only,
        "Mutable": attribute.get("Mutable").unwrap_or(&Value::Bool(true)),
        "Required": false,
    });
    for (of, member) in [("String", "StringAttributeConstraints"), ("Number", "NumberAttributeConstraints")] {
        if kind == of {
            all[member] = attribute.get(member).cloned().unwrap_or_else(|| json!({}));
        }
    }
    all
}
