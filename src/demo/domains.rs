//! Domains of user pools: one with Cognito's own suffix and one custom one each, unique over all pools. A
//! change takes its time, which is counted in Describe calls.

use serde_json::{Value, json};

use super::constraints::{Service, constraints};
use super::error::ServiceError;
use super::store::{Members, Operation, Store, members, text};

const DESCRIPTION: &str = "DomainDescriptionType";
const RESERVED: [&str; 3] = ["aws", "amazon", "cognito"];
/// What an update cannot change, whether it names it or not.
const FIXED: [&str; 4] = ["AWSAccountId", "S3Bucket", "CloudFrontDistribution", "Version"];

/// One domain, and how many more calls of Describe find it as it is now.
pub(super) struct Domain {
    pub(super) settings: Members,
    unsettled: u32,
}

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "CreateUserPoolDomain" => create,
        "DescribeUserPoolDomain" => describe,
        "UpdateUserPoolDomain" => update,
        "DeleteUserPoolDomain" => delete,
        _ => return None,
    })
}

impl Domain {
    /// A custom domain has dots; a prefix has none.
    pub(super) fn is_custom(&self) -> bool {
        is_custom(&self.settings)
    }

    fn name(&self) -> &str {
        text(&self.settings, "Domain")
    }

    /// What Describe answers now. Time goes on with every answer.
    fn told(&mut self) -> Members {
        let shown = constraints().arrange(Service::UserPools, DESCRIPTION, &self.settings);
        if self.unsettled > 0 {
            self.unsettled -= 1;
            if self.unsettled == 0 {
                self.settings.insert("Status".to_owned(), "ACTIVE".into());
            }
        }
        shown
    }

    /// Refuses to touch a domain whose last change is still on its way.
    fn settled(&self) -> Result<(), ServiceError> {
        let happening = match text(&self.settings, "Status") {
            "CREATING" => "created",
            "UPDATING" => "updated",
            _ => return Ok(()),
        };
        Err(ServiceError::invalid(format!("Domain {} is being {happening}, try again later.", self.name())))
    }
}

fn is_custom(domain: &Members) -> bool {
    text(domain, "Domain").contains('.')
}

/// A domain whose status changes for good after some calls of Describe; what is seeded took its time before.
fn with_status(store: &Store, mut settings: Members, status: &str) -> Domain {
    let (status, unsettled) = match (store.seeding, is_custom(&settings)) {
        (true, _) => ("ACTIVE", 0),
        (false, true) => (status, 3),
        (false, false) => (status, 2),
    };
    settings.insert("Status".to_owned(), status.into());
    Domain { settings, unsettled }
}

fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.user_pool(request)?;
    let name = text(request, "Domain");
    let all = store.user_pools.iter().flat_map(|pool| &pool.domains).chain(&store.leaving_domains);
    if all.into_iter().any(|one| one.name() == name) {
        return Err(ServiceError::invalid("Domain already associated with another user pool."));
    }
    if pool.domains.iter().any(|one| one.is_custom() == is_custom(request)) {
        return Err(ServiceError::invalid("User pool already has a domain configured."));
    }
    check(request)?;
    let distribution =
        format!("d{}.cloudfront.net", store.token(b"0123456789abcdefghijklmnopqrstuvwxyz", 13));
    let mut settings = with_defaults(request.clone());
    settings.extend(members(json!({
        "AWSAccountId": Store::ACCOUNT,
        "S3Bucket": "aws-cognito-prod-dub-assets",
        "CloudFrontDistribution": distribution,
        "Version": "20251009073320",
    })));
    store.tick();
    let domain = with_status(store, settings, "CREATING");
    let answer = written(&domain.settings);
    store.user_pool_of(request)?.domains.push(domain);
    Ok(answer)
}

/// An unknown domain is no error: its description is empty. One that was deleted may be seen once more.
#[expect(clippy::unnecessary_wraps, reason = "all operations have one signature")]
fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let name = text(request, "Domain");
    let mut domains = store.user_pools.iter_mut().flat_map(|pool| &mut pool.domains);
    let shown = if let Some(domain) = domains.find(|one| one.name() == name) {
        domain.told()
    } else {
        let leaving = store.leaving_domains.iter().position(|one| one.name() == name);
        leaving.map(|at| store.leaving_domains.remove(at).told()).unwrap_or_default()
    };
    Ok(json!({"DomainDescription": shown}))
}

fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let before = domain_of(store, request)?;
    before.settled()?;
    let settings = constraints().settings(Service::UserPools, "UpdateUserPoolDomain", DESCRIPTION, request);
    let mut settings = with_defaults(settings);
    check(request)?;
    for name in FIXED {
        if let Some(value) = before.settings.get(name) {
            settings.insert(name.to_owned(), value.clone());
        }
    }
    store.tick();
    let domain = with_status(store, settings, "UPDATING");
    let stored = domain_of(store, request)?;
    *stored = domain;
    Ok(written(&stored.settings))
}

fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let domain = domain_of(store, request)?;
    domain.settled()?;
    let name = domain.name().to_owned();
    let domains = &mut store.user_pool_of(request)?.domains;
    let at = domains.iter().position(|one| one.name() == name);
    let deleted = at.map(|at| domains.remove(at)).filter(Domain::is_custom);
    if let Some(mut domain) = deleted {
        domain.settings.insert("Status".to_owned(), "DELETING".into());
        store.leaving_domains.push(domain);
    }
    store.tick();
    Ok(json!({}))
}

fn domain_of<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Domain, ServiceError> {
    let domains = &mut store.user_pool_of(request)?.domains;
    domains
        .iter_mut()
        .find(|one| one.settings["Domain"] == request["Domain"])
        .ok_or_else(|| ServiceError::invalid("No such domain or user pool exists."))
}

/// What the model does not say of a name and its certificate.
fn check(domain: &Members) -> Result<(), ServiceError> {
    let name = text(domain, "Domain");
    let certificate = domain.get("CustomDomainConfig").and_then(|config| config["CertificateArn"].as_str());
    let Some(certificate) = certificate else {
        if is_custom(domain) {
            return Err(ServiceError::invalid("CustomDomainConfig is required for a custom domain."));
        }
        return match RESERVED.iter().find(|word| name.contains(**word)) {
            Some(word) => Err(ServiceError::invalid(format!("Domain cannot contain reserved word: {word}"))),
            None => Ok(()),
        };
    };
    if !is_custom(domain) {
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

/// What a create or update answers: where a custom domain's alias has to point.
fn written(domain: &Members) -> Value {
    let mut answer = json!({"ManagedLoginVersion": domain["ManagedLoginVersion"]});
    if is_custom(domain) {
        answer["CloudFrontDomain"] = domain["CloudFrontDistribution"].clone();
    }
    if let Some(routing) = domain.get("Routing") {
        answer["Routing"] = routing.clone();
    }
    answer
}
