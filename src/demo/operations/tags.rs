//! Tags: the rule for `aws:` tags of all resources, and the operations on an identity pool's tags by its ARN.

use serde_json::{Value, json};

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, keys, list, members, text};
use crate::demo::store::Store;

const MEMBER: &str = "IdentityPoolTags";

pub(super) fn tag(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut tags = tags_of(store, request)?;
    tags.extend(request["Tags"].as_object().cloned().unwrap_or_default());
    set(store, request, tags)
}

pub(super) fn untag(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let removed = list(request, "TagKeys");
    if removed.iter().filter_map(Value::as_str).any(is_aws_tag) {
        return Err(aws_tag_refused());
    }
    let mut tags = tags_of(store, request)?;
    tags.retain(|key, _| !removed.iter().any(|one| one == key));
    set(store, request, tags)
}

pub(super) fn list_tags(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(json!({"Tags": tags_of(store, request)?}))
}

fn tags_of(store: &mut Store, request: &Members) -> Result<Members, ServiceError> {
    let settings = &store.find_identity_pool_mut(&pool_request(request)?)?.settings;
    Ok(settings.get(MEMBER).and_then(Value::as_object).cloned().unwrap_or_default())
}

fn set(store: &mut Store, request: &Members, tags: Members) -> Result<Value, ServiceError> {
    let pool = pool_request(request)?;
    let before = store.find_identity_pool_mut(&pool)?.settings.clone();
    let mut after = before.clone();
    after.insert(MEMBER.to_owned(), tags.into());
    check(store, Some(&before), &after, MEMBER)?;
    store.tick();
    store.find_identity_pool_mut(&pool)?.settings = after;
    Ok(json!({}))
}

/// A request by id for the identity pool that a request's ARN names.
fn pool_request(request: &Members) -> Result<Members, ServiceError> {
    let arn = text(request, "ResourceArn");
    let prefix = format!("arn:aws:cognito-identity:{}:{}:identitypool/", Store::REGION, Store::ACCOUNT);
    let id = arn.strip_prefix(&prefix).ok_or_else(|| ServiceError::invalid(format!("Invalid ARN: {arn}")))?;
    Ok(members(json!({"IdentityPoolId": id})))
}

/// Tags that start with `aws:` belong to AWS. An update may send them back, and may not set or change one.
pub(super) fn check(
    store: &Store,
    before: Option<&Members>,
    settings: &Members,
    member: &str,
) -> Result<(), ServiceError> {
    let before = before.and_then(|before| before.get(member));
    let sets_aws_tag = keys(settings, member)
        .any(|key| is_aws_tag(key) && before.and_then(|before| before.get(key)) != settings[member].get(key));
    if sets_aws_tag && !store.is_seeding {
        return Err(aws_tag_refused());
    }
    Ok(())
}

fn is_aws_tag(key: &str) -> bool {
    key.to_ascii_lowercase().starts_with("aws:")
}

fn aws_tag_refused() -> ServiceError {
    ServiceError::invalid("aws: prefixed tag key names are not allowed for external use.")
}
