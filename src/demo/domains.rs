//! Domains of user pools: one with Cognito's own suffix and one custom one each, unique over all pools.

use serde_json::{Value, json};

use super::constraints::{Service, constraints};
use super::error::ServiceError;
use super::store::{Members, Operation, Store, UserPool, members, text};

const RESERVED: [&str; 3] = ["aws", "amazon", "cognito"];

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "CreateUserPoolDomain" => create,
        "DescribeUserPoolDomain" => describe,
        "UpdateUserPoolDomain" => update,
        "DeleteUserPoolDomain" => delete,
        _ => return None,
    })
}

/// A custom domain has dots; a prefix has none.
pub(super) fn is_custom(domain: &Members) -> bool {
    text(domain, "Domain").contains('.')
}

fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.user_pool(request)?;
    let name = text(request, "Domain");
    if store.user_pools.iter().flat_map(|pool| &pool.domains).any(|one| text(one, "Domain") == name) {
        return Err(ServiceError::invalid("Domain already associated with another user pool."));
    }
    if pool.domains.iter().any(|one| is_custom(one) == is_custom(request)) {
        return Err(ServiceError::invalid("User pool already has a domain configured."));
    }
    if is_custom(request) && !request.contains_key("CustomDomainConfig") {
        return Err(ServiceError::invalid("CustomDomainConfig is required for a custom domain."));
    }
    if !is_custom(request)
        && let Some(word) = RESERVED.iter().find(|word| name.contains(**word))
    {
        return Err(ServiceError::invalid(format!("Domain cannot contain reserved word: {word}")));
    }
    let distribution = format!("d{}.cloudfront.net", store.token(b"0123456789abcdefghijklmnopqrstuvwxyz", 13));
    let mut domain = with_defaults(request.clone());
    domain.extend(members(json!({
        "AWSAccountId": Store::ACCOUNT,
        "S3Bucket": "aws-cognito-prod-dub-assets",
        "CloudFrontDistribution": distribution,
        "Version": "20251009073320",
        "Status": "ACTIVE",
    })));
    store.tick();
    let answer = written(&domain);
    store.user_pool_of(&domain)?.domains.push(domain);
    Ok(answer)
}

/// An unknown domain is no error: its description is empty.
#[expect(clippy::unnecessary_wraps, reason = "all operations have one signature")]
fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut domains = store.user_pools.iter().flat_map(|pool| &pool.domains);
    let found = domains.find(|one| one["Domain"] == request["Domain"]);
    let shown = found.map(|domain| constraints().arrange(Service::UserPools, "DomainDescriptionType", domain));
    Ok(json!({"DomainDescription": shown.unwrap_or_default()}))
}

fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let before = domain_of(store, request)?.clone();
    let settings = constraints().settings(Service::UserPools, "UpdateUserPoolDomain", "DomainDescriptionType", request);
    let mut domain = with_defaults(settings);
    if is_custom(&domain) && !request.contains_key("CustomDomainConfig") {
        return Err(ServiceError::invalid("CustomDomainConfig is required for a custom domain."));
    }
    for name in ["AWSAccountId", "S3Bucket", "CloudFrontDistribution", "Version", "Status"] {
        domain.insert(name.to_owned(), before[name].clone());
    }
    store.tick();
    let stored = domain_of(store, request)?;
    *stored = domain;
    Ok(written(stored))
}

fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let name = text(domain_of(store, request)?, "Domain").to_owned();
    store.user_pool_of(request)?.domains.retain(|one| text(one, "Domain") != name);
    store.tick();
    Ok(json!({}))
}

fn domain_of<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Members, ServiceError> {
    let pool: &mut UserPool = store.user_pool_of(request)?;
    pool.domains
        .iter_mut()
        .find(|one| one["Domain"] == request["Domain"])
        .ok_or_else(|| ServiceError::invalid("No such domain or user pool exists."))
}

fn with_defaults(mut domain: Members) -> Members {
    domain.entry("CustomDomainConfig").or_insert_with(|| json!({}));
    domain.entry("ManagedLoginVersion").or_insert_with(|| 1.into());
    domain
}

/// What a create or update answers: where a custom domain's alias has to point.
fn written(domain: &Members) -> Value {
    let mut answer = json!({"ManagedLoginVersion": domain["ManagedLoginVersion"]});
    if is_custom(domain) {
        answer["CloudFrontDomain"] = domain["CloudFrontDistribution"].clone();
    }
    answer
}
