//! Tags: what everybody may set, and the operations that read and change those of an identity pool by its
//! ARN.

use serde_json::{Value, json};

use super::error::ServiceError;
use super::identity_pools::{keys, pool_of};
use super::store::{Members, Operation, Store, list, members, text};

const TAGS: &str = "IdentityPoolTags";

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "TagResource" => tag,
        "UntagResource" => untag,
        "ListTagsForResource" => list_tags,
        _ => return None,
    })
}

fn tag(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut tags = tags_of(store, request)?;
    tags.extend(request["Tags"].as_object().cloned().unwrap_or_default());
    set(store, request, tags)
}

fn untag(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let gone = list(request, "TagKeys");
    if gone.iter().filter_map(Value::as_str).any(is_aws) {
        return Err(refused());
    }
    let mut tags = tags_of(store, request)?;
    tags.retain(|key, _| !gone.iter().any(|one| one == key));
    set(store, request, tags)
}

fn list_tags(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(json!({"Tags": tags_of(store, request)?}))
}

fn tags_of(store: &mut Store, request: &Members) -> Result<Members, ServiceError> {
    let settings = &pool_of(store, &named(request)?)?.settings;
    Ok(settings.get(TAGS).and_then(Value::as_object).cloned().unwrap_or_default())
}

fn set(store: &mut Store, request: &Members, tags: Members) -> Result<Value, ServiceError> {
    let id = named(request)?;
    let before = pool_of(store, &id)?.settings.clone();
    let mut after = before.clone();
    after.insert(TAGS.to_owned(), tags.into());
    check(store, Some(&before), &after, TAGS)?;
    store.tick();
    pool_of(store, &id)?.settings = after;
    Ok(json!({}))
}

/// The identity pool that a request's ARN names, as other requests name it.
fn named(request: &Members) -> Result<Members, ServiceError> {
    let arn = text(request, "ResourceArn");
    let prefix = format!("arn:aws:cognito-identity:{}:{}:identitypool/", Store::REGION, Store::ACCOUNT);
    let id = arn.strip_prefix(&prefix).ok_or_else(|| ServiceError::invalid(format!("Invalid ARN: {arn}")))?;
    Ok(members(json!({"IdentityPoolId": id})))
}

/// Tags that start with `aws:` are AWS's own: they may stay, but nobody else sets or changes one.
pub(super) fn check(
    store: &Store,
    before: Option<&Members>,
    settings: &Members,
    member: &str,
) -> Result<(), ServiceError> {
    let before = before.and_then(|before| before.get(member));
    let own = keys(settings, member)
        .any(|key| is_aws(key) && before.and_then(|before| before.get(key)) != settings[member].get(key));
    if own && !store.seeding {
        return Err(refused());
    }
    Ok(())
}

fn is_aws(key: &str) -> bool {
    key.to_ascii_lowercase().starts_with("aws:")
}

fn refused() -> ServiceError {
    ServiceError::invalid("aws: prefixed tag key names are not allowed for external use.")
}
