//! What a new user pool is made of: the attributes of its schema, what a copy takes along, and the factors,
//! which only a second request can set.

use serde_json::{Value, json};

use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::user_pools::attributes::{STANDARD, is_required, only_members_of};
use crate::resource::tables::{CLIENT, MFA, PROVIDER, RESOURCE_SERVER};
use crate::resource::{Creation, Document, FollowUp};

pub(super) const SCHEMA: &str = "Schema";
const MODE: &str = "MfaConfiguration";

pub(super) const CREATION: Creation = Creation {
    notice: "It has no app client yet: make one on tab 2.",
    copy_overrides: Some(|pool| [(SCHEMA.to_owned(), own_attributes(pool))].into_iter().collect()),
    copy_notice: "App clients, identity providers and resource servers can be copied afterwards. Not copied: \
                  domains, users, groups, and factors other than the app.",
    copied_children: &[|| &RESOURCE_SERVER, || &PROVIDER, || &CLIENT],
    children_notice: "App clients get ids and secrets of their own. Not copied: their later secrets, login \
                      page styles and answers to threats.",
    as_sent: Some(as_sent),
    follow_up: Some(FollowUp {
        kind: || &MFA,
        take: take_mfa,
        notice: "MFA is turned on by a second request, with the authenticator app as a factor.",
        without: "The user pool exists, without MFA so far.",
    }),
    ..Creation::EMPTY
};

const LIMIT: Rule = Rule::ANY.pattern(r"-?[0-9]+", "a whole number");

/// The members of an attribute in the request that creates a pool.
pub(super) const ATTRIBUTE: &[Field] = &[
    Field::new("Name", "Name", "", FieldKind::Text)
        .rule(
            Rule::length(1, 20)
                .required()
                .pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "letters, digits, punctuation and symbols"),
        )
        .common(&["email", "phone_number", "name", "given_name", "family_name", "birthdate", "address"])
        .help("A standard attribute, or the name of a custom one without custom:."),
    Field::new(
        "AttributeDataType",
        "Type",
        "",
        FieldKind::Choice(&["String", "Number", "DateTime", "Boolean"]),
    )
    .default_for_new("\"String\"")
    .visible_if(is_custom),
    Field::new("Required", "Required", "", FieldKind::Toggle { on: "required", off: "not required" })
        .default_for_new("true")
        .visible_if(|text| !is_custom(text))
        .help("Whether nobody signs up without it. Only standard attributes can be required."),
    Field::new("Mutable", "Mutable", "", FieldKind::Toggle { on: "can be changed", off: "can't be changed" })
        .default_for_new("true")
        .visible_if(is_custom)
        .help("Whether its value can be changed. A provider can map only one that can be."),
    Field::new(
        "DeveloperOnlyAttribute",
        "Developer only",
        "",
        FieldKind::Toggle { on: "developer only", off: "no" },
    )
    .visible_if(is_custom)
    .help("Legacy: use the read and write attributes of app clients."),
    Field::new("StringAttributeConstraints.MinLength", "Min length", "", FieldKind::Text)
        .rule(LIMIT)
        .visible_if(|text| is_of_type(text, "String")),
    Field::new("StringAttributeConstraints.MaxLength", "Max length", "", FieldKind::Text)
        .rule(LIMIT)
        .visible_if(|text| is_of_type(text, "String")),
    Field::new("NumberAttributeConstraints.MinValue", "Min value", "", FieldKind::Text)
        .rule(LIMIT)
        .visible_if(|text| is_of_type(text, "Number")),
    Field::new("NumberAttributeConstraints.MaxValue", "Max value", "", FieldKind::Text)
        .rule(LIMIT)
        .visible_if(|text| is_of_type(text, "Number")),
];

fn is_custom(text: &dyn Fn(&str) -> Option<String>) -> bool {
    text("Name").is_none_or(|name| !STANDARD.contains(&name.as_str()))
}

fn is_of_type(text: &dyn Fn(&str) -> Option<String>, kind: &str) -> bool {
    is_custom(text) && text("AttributeDataType").as_deref() == Some(kind)
}

/// Why AWS refuses the attributes of a new pool.
pub(super) fn refused_attribute(pool: &Document) -> Option<String> {
    let attributes = pool.get(SCHEMA).and_then(Value::as_array)?;
    let names: Vec<_> = attributes.iter().filter_map(|one| one.get("Name")?.as_str()).collect();
    if let Some(prefixed) = names.iter().find(|name| name.contains(':')) {
        return Some(format!("{prefixed}: leave the prefix out, AWS adds it"));
    }
    let custom = names.iter().filter(|name| !STANDARD.contains(name)).count();
    (custom > 50).then(|| format!("a user pool has at most 50 custom attributes, and these are {custom}"))
}

/// The part of a schema that is a pool's own: custom attributes, and standard ones that are required. They
/// are named as the request that creates a pool names them.
fn own_attributes(pool: &Document) -> Value {
    let attributes = pool.get("SchemaAttributes").and_then(Value::as_array).into_iter().flatten();
    let own = attributes.filter_map(|attribute| {
        let name = attribute.get("Name")?.as_str()?;
        if let Some((_, bare)) = name.rsplit_once(':') {
            let mut custom = attribute.as_object()?.clone();
            custom.insert("Name".to_owned(), bare.into());
            custom.shift_remove("Required");
            if custom.get("DeveloperOnlyAttribute") == Some(&Value::Bool(false)) {
                custom.shift_remove("DeveloperOnlyAttribute");
            }
            return Some(Value::Object(custom));
        }
        // Every pool requires it.
        (is_required(attribute) && name != "sub").then(|| json!({"Name": name, "Required": true}))
    });
    own.collect()
}

/// Gives a pool that was read the attributes that its request asked for, as the request names them.
fn as_sent(sent: &Document, pool: &mut Document) {
    let Some(asked) = sent.get(SCHEMA).and_then(Value::as_array) else { return };
    let attributes = pool.get("SchemaAttributes").and_then(Value::as_array);
    let found = asked.iter().filter_map(|asked| {
        let name = asked.get("Name")?.as_str()?;
        let is_it = |one: &&Value| {
            one.get("Name").and_then(Value::as_str).is_some_and(|full| {
                full.strip_prefix("dev:").unwrap_or(full).trim_start_matches("custom:") == name
            })
        };
        let mut found = only_members_of(asked, attributes?.iter().find(is_it)?);
        if let Some(members) = found.as_object_mut() {
            members.insert("Name".to_owned(), name.into());
        }
        Some(found)
    });
    let found: Vec<Value> = found.collect();
    pool.set(SCHEMA, Some(found.into()));
}

/// Takes the mode of MFA out of the settings of a new pool: the factors before and after the second request.
fn take_mfa(pool: &mut Document) -> Option<(Document, Document)> {
    let mode = pool.text(MODE).filter(|mode| *mode != "OFF")?.to_owned();
    pool.remove(MODE);
    let factors = |value: Value| Document::from_value(value).unwrap_or_default();
    let before = factors(json!({MODE: "OFF"}));
    let after = factors(json!({MODE: mode, "SoftwareTokenMfaConfiguration": {"Enabled": true}}));
    Some((before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn a_copy_has_the_custom_attributes_and_requires_what_the_original_requires() {
        let attribute = |name: &str, required: bool| {
            json!({"Name": name, "AttributeDataType": "String", "Required": required, "Mutable": true,
                "DeveloperOnlyAttribute": false})
        };
        let original = pool(json!({"SchemaAttributes": [attribute("sub", true), attribute("email", true),
            attribute("name", false), attribute("custom:tier", false)]}));
        let expected = json!([{"Name": "email", "Required": true},
            {"Name": "tier", "AttributeDataType": "String", "Mutable": true}]);
        assert_eq!(own_attributes(&original), expected);
    }

    #[test]
    fn what_was_asked_for_is_found_among_what_aws_answers_and_nothing_else() {
        let sent = pool(json!({"Schema": [{"Name": "tier", "AttributeDataType": "String"},
            {"Name": "email", "Required": true}, {"Name": "gone"}]}));
        let mut now = pool(json!({"SchemaAttributes": [
            {"Name": "email", "Required": false, "Mutable": true},
            {"Name": "custom:tier", "AttributeDataType": "String", "Mutable": true}]}));
        as_sent(&sent, &mut now);
        let expected = json!([{"Name": "tier", "AttributeDataType": "String"},
            {"Name": "email", "Required": false}]);
        assert_eq!(now.get(SCHEMA), Some(&expected));
    }

    #[test]
    fn mfa_that_is_off_needs_no_second_request() {
        let mut off = pool(json!({"MfaConfiguration": "OFF"}));
        assert_eq!(take_mfa(&mut off), None);
        assert_eq!(off.text(MODE), Some("OFF"));
        let mut on = pool(json!({"Name": "shop", "MfaConfiguration": "ON"}));
        let (_, after) = take_mfa(&mut on).expect("a second request");
        assert_eq!(on.into_value(), json!({"Name": "shop"}));
        let expected = json!({"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": true}});
        assert_eq!(after.into_value(), expected);
    }
}
