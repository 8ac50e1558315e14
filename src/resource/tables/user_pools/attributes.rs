//! The attributes of users, from a user pool's schema and from the mappings of identity providers.

use serde_json::{Map, Value};

use crate::resource::tables::USER_POOL;
use crate::resource::{Document, Key};

/// All attributes of a user pool, each with a remark where it is required or filled by a provider.
pub(crate) fn attribute_suggestions(pool: &Document, providers: &[Document]) -> Vec<(String, &'static str)> {
    let required = schema_names(pool, is_required);
    let mark = |name: &String| match (
        required.contains(name),
        providers.iter().any(|provider| filled_attributes(provider).any(|one| one == name)),
    ) {
        (true, true) => "required, filled by a provider",
        (true, false) => "required",
        (false, true) => "filled by a provider",
        (false, false) => "",
    };
    schema_names(pool, |_| true).into_iter().map(|name| (name.clone(), mark(&name))).collect()
}

/// The names of the attributes of a user pool that satisfy a predicate, the required ones first.
pub(crate) fn schema_names(pool: &Document, which: fn(&Value) -> bool) -> Vec<String> {
    let attributes = pool.get("SchemaAttributes").and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<_> = attributes.filter(|attribute| which(attribute)).collect();
    found.sort_by_key(|attribute| !is_required(attribute));
    found.into_iter().filter_map(|attribute| Some(attribute.get("Name")?.as_str()?.to_owned())).collect()
}

pub(crate) fn is_required(attribute: &Value) -> bool {
    attribute.get("Required") == Some(&Value::Bool(true))
}

/// The attributes of users that a provider writes at every sign-in.
pub(crate) fn mapped_attributes(provider: &Document) -> impl Iterator<Item = &str> {
    let mapping = provider.get("AttributeMapping").and_then(Value::as_object).into_iter().flatten();
    mapping.map(|(name, _)| name.as_str()).filter(|name| !name.is_empty())
}

/// The attributes that every user pool has.
pub(crate) const STANDARD: &[&str] = &[
    "sub",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
];

/// What an app client reads whose attributes to read were never set. Source: the API reference of
/// `CreateUserPoolClient`, `ReadAttributes`.
pub(crate) fn readable_by_default() -> Vec<&'static str> {
    STANDARD.iter().copied().filter(|name| *name != "sub").collect()
}

/// What an app client writes whose attributes to write were never set.
pub(crate) fn writable_by_default() -> Vec<&'static str> {
    STANDARD.iter().copied().filter(|name| !UNWRITABLE.contains(name)).collect()
}

/// One line for an attribute: "tier: String, can't be changed".
pub(crate) fn attribute_line(attribute: &Value) -> Option<String> {
    let name = attribute.get("Name")?.as_str()?;
    let kind = attribute.get("AttributeDataType").and_then(Value::as_str);
    let required = is_required(attribute).then_some("required");
    let fixed = (attribute.get("Mutable") == Some(&Value::Bool(false))).then_some("can't be changed");
    let said: Vec<_> = [kind, required, fixed].into_iter().flatten().collect();
    Some(if said.is_empty() { name.to_owned() } else { format!("{name}: {}", said.join(", ")) })
}

/// A value without the members that another one lacks, at every depth.
pub(crate) fn only_members_of(asked: &Value, found: &Value) -> Value {
    match (asked, found) {
        (Value::Object(asked), Value::Object(found)) => {
            let both = asked
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), only_members_of(value, found.get(name)?))));
            Value::Object(both.collect::<Map<_, _>>())
        }
        _ => found.clone(),
    }
}

/// The attributes that AWS lets no app client write.
pub(crate) const UNWRITABLE: [&str; 3] = ["sub", "email_verified", "phone_number_verified"];

/// The attributes that a provider fills and that the app client must be able to write.
pub(crate) fn filled_attributes(provider: &Document) -> impl Iterator<Item = &str> {
    mapped_attributes(provider).filter(|name| *name != "username" && !UNWRITABLE.contains(name))
}

/// True if the name of a custom attribute reads like a permission.
pub(crate) fn is_privileged(attribute: &str) -> bool {
    let words = ["role", "admin", "group", "tenant", "org", "permission", "scope", "plan"];
    let name = attribute.strip_prefix("custom:").map(str::to_lowercase);
    name.is_some_and(|name| words.iter().any(|word| name.contains(word)))
}

/// True if the schema of a user pool has an attribute that reads like a permission and that users may change.
pub(crate) fn has_privileged(pool: &Document) -> bool {
    let can_change = |attribute: &Value| attribute.get("Mutable") != Some(&Value::Bool(false));
    schema_names(pool, can_change).iter().any(|name| is_privileged(name))
}

pub(crate) fn user_pool(id: &Value) -> Option<Key> {
    id.as_str().filter(|id| !id.is_empty()).map(|id| Key::top(&USER_POOL, id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_client_leads_to_its_user_pool() {
        assert_eq!(user_pool(&json!("eu-west-1_A")), Some(Key::top(&USER_POOL, "eu-west-1_A")));
        assert_eq!(user_pool(&json!("")), None);
    }
}
