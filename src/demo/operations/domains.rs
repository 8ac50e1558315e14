//! Domains of user pools. Each pool can have one custom domain and one under Cognito's suffix; names are
//! unique among all pools. A change takes effect after some calls of Describe.

use serde_json::{Value, json};

use super::user_pool_rules::unavailable;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, members, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::{Domain, Store, UserPool, is_custom_domain};

const SHAPE: &str = "DomainDescriptionType";
const RESERVED: [&str; 3] = ["aws", "amazon", "cognito"];
/// The members that an update can't change, whether it sends them or not.
const FIXED: [&str; 4] = ["AWSAccountId", "S3Bucket", "CloudFrontDistribution", "Version"];

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_user_pool(request)?;
    let name = text(request, "Domain");
    let all = store.user_pools.iter().flat_map(|pool| &pool.domains).chain(&store.deleting_domains);
    if all.into_iter().any(|one| one.name() == name) {
        return Err(ServiceError::invalid("Domain already associated with another user pool."));
    }
    if pool.domains.iter().any(|one| one.is_custom() == is_custom_domain(name)) {
        return Err(ServiceError::invalid("User pool already has a domain configured."));
    }
    check_plan(pool, request)?;
    check(request)?;
    let distribution =
        format!("d{}.cloudfront.net", store.ids.token(b"0123456789abcdefghijklmnopqrstuvwxyz", 13));
    let mut settings = with_defaults(request.clone());
    settings.extend(members(json!({
        "AWSAccountId": Store::ACCOUNT,
        "S3Bucket": "aws-cognito-prod-dub-assets",
        "CloudFrontDistribution": distribution,
        "Version": "20251009073320",
    })));
    store.tick();
    let domain = in_transition(store, settings, "CREATING");
    let answer = write_answer(&domain.settings);
    store.find_user_pool_mut(request)?.domains.push(domain);
    Ok(answer)
}

/// Managed login is above the plan LITE.
fn check_plan(pool: &UserPool, request: &Members) -> Result<(), ServiceError> {
    let is_managed = request.get("ManagedLoginVersion").and_then(Value::as_u64) == Some(2);
    if is_managed && text(&pool.settings, "UserPoolTier") == "LITE" {
        return Err(unavailable("Managed login"));
    }
    Ok(())
}

/// The description of an unknown domain is empty, which is no error. A deleted custom domain is described
/// once more.
#[expect(clippy::unnecessary_wraps, reason = "all operations have one signature")]
pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let name = text(request, "Domain");
    let mut domains = store.user_pools.iter_mut().flat_map(|pool| &mut pool.domains);
    let described = if let Some(domain) = domains.find(|one| one.name() == name) {
        describe_and_progress(domain)
    } else {
        let deleting = store.deleting_domains.iter().position(|one| one.name() == name);
        let deleted = deleting.map(|at| store.deleting_domains.remove(at));
        deleted.map(|mut domain| describe_and_progress(&mut domain)).unwrap_or_default()
    };
    Ok(json!({"DomainDescription": described}))
}

pub(super) fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    check_plan(store.find_user_pool(request)?, request)?;
    let before = find_domain(store, request)?;
    check_is_active(before)?;
    let settings = service_model().settings(ServiceId::UserPools, "UpdateUserPoolDomain", SHAPE, request);
    let mut settings = with_defaults(settings);
    check(request)?;
    for name in FIXED {
        if let Some(value) = before.settings.get(name) {
            settings.insert(name.to_owned(), value.clone());
        }
    }
    store.tick();
    let domain = in_transition(store, settings, "UPDATING");
    let stored = find_domain(store, request)?;
    *stored = domain;
    Ok(write_answer(&stored.settings))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let domain = find_domain(store, request)?;
    check_is_active(domain)?;
    let name = domain.name().to_owned();
    let domains = &mut store.find_user_pool_mut(request)?.domains;
    let at = domains.iter().position(|one| one.name() == name);
    let deleted = at.map(|at| domains.remove(at)).filter(Domain::is_custom);
    if let Some(mut domain) = deleted {
        domain.settings.insert("Status".to_owned(), "DELETING".into());
        store.deleting_domains.push(domain);
    }
    store.tick();
    Ok(json!({}))
}

/// The members that Describe returns now. Each call brings the domain closer to `ACTIVE`.
fn describe_and_progress(domain: &mut Domain) -> Members {
    let described = service_model().arrange(ServiceId::UserPools, SHAPE, &domain.settings);
    if domain.describes_until_active > 0 {
        domain.describes_until_active -= 1;
        if domain.describes_until_active == 0 {
            domain.settings.insert("Status".to_owned(), "ACTIVE".into());
        }
    }
    described
}

/// A domain can't be changed while its last change is in progress.
fn check_is_active(domain: &Domain) -> Result<(), ServiceError> {
    let progress = match text(&domain.settings, "Status") {
        "CREATING" => "created",
        "UPDATING" => "updated",
        _ => return Ok(()),
    };
    Err(ServiceError::invalid(format!("Domain {} is being {progress}, try again later.", domain.name())))
}

/// A domain in a transient status, which ends after two calls of Describe, or three for a custom domain. A
/// seeded domain is active at once.
fn in_transition(store: &Store, settings: Members, status: &str) -> Domain {
    let mut domain = Domain { settings, describes_until_active: 0 };
    let (status, describes) = match (store.is_seeding, domain.is_custom()) {
        (true, _) => ("ACTIVE", 0),
        (false, true) => (status, 3),
        (false, false) => (status, 2),
    };
    domain.settings.insert("Status".to_owned(), status.into());
    domain.describes_until_active = describes;
    domain
}

fn find_domain<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Domain, ServiceError> {
    let domains = &mut store.find_user_pool_mut(request)?.domains;
    domains
        .iter_mut()
        .find(|one| one.settings["Domain"] == request["Domain"])
        .ok_or_else(|| ServiceError::invalid("No such domain or user pool exists."))
}

/// The rules for a domain name and its certificate that the service model does not state.
fn check(domain: &Members) -> Result<(), ServiceError> {
    let name = text(domain, "Domain");
    let certificate = domain.get("CustomDomainConfig").and_then(|config| config["CertificateArn"].as_str());
    let Some(certificate) = certificate else {
        if is_custom_domain(name) {
            return Err(ServiceError::invalid("CustomDomainConfig is required for a custom domain."));
        }
        return match RESERVED.iter().find(|word| name.contains(**word)) {
            Some(word) => Err(ServiceError::invalid(format!("Domain cannot contain reserved word: {word}"))),
            None => Ok(()),
        };
    };
    if !is_custom_domain(name) {
        return Err(ServiceError::invalid(format!(
            "Invalid custom domain {name}: it has to be a whole name, such as login.example.com."
        )));
    }
    if certificate.split(':').nth(3) != Some("us-east-1") {
        return Err(ServiceError::invalid("Invalid certificate ARN: the certificate must be in us-east-1."));
    }
    Ok(())
}

fn with_defaults(mut domain: Members) -> Members {
    domain.entry("CustomDomainConfig").or_insert_with(|| json!({}));
    domain.entry("ManagedLoginVersion").or_insert_with(|| 1.into());
    domain
}

/// The answer to a create or an update. For a custom domain it names the distribution that the DNS alias must
/// point to.
fn write_answer(domain: &Members) -> Value {
    let mut answer = json!({"ManagedLoginVersion": domain["ManagedLoginVersion"]});
    if is_custom_domain(text(domain, "Domain")) {
        answer["CloudFrontDomain"] = domain["CloudFrontDistribution"].clone();
    }
    if let Some(routing) = domain.get("Routing") {
        answer["Routing"] = routing.clone();
    }
    answer
}
