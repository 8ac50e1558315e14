//! Identity providers of user pools. An update patches: each member it names is replaced whole, the others stay.

use serde_json::{Value, json};

use super::constraints::{Service, constraints};
use super::error::ServiceError;
use super::paging::page;
use super::store::{Members, Operation, Store, UserPool, list, members, text};

const PROVIDER: &str = "IdentityProviderType";
const SOCIAL: [&str; 4] = ["Facebook", "Google", "LoginWithAmazon", "SignInWithApple"];

pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "CreateIdentityProvider" => create,
        "ListIdentityProviders" => list_providers,
        "DescribeIdentityProvider" => describe,
        "UpdateIdentityProvider" => update,
        "DeleteIdentityProvider" => delete,
        _ => return None,
    })
}

fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut provider = request.clone();
    let pool = store.user_pool(&provider)?;
    let (name, kind) = (text(&provider, "ProviderName"), text(&provider, "ProviderType"));
    if name != kind && (SOCIAL.contains(&kind) || SOCIAL.contains(&name)) {
        return Err(ServiceError::invalid(format!("Provider {name} cannot be of type {kind}.")));
    }
    if name == "COGNITO" {
        return Err(ServiceError::invalid("COGNITO is a reserved provider name."));
    }
    if pool.providers.iter().any(|one| text(one, "ProviderName") == name) {
        return Err(ServiceError::new(
            "DuplicateProviderException",
            format!("A provider with the name {name} already exists in this user pool."),
        ));
    }
    check(pool, &provider)?;
    check_details(kind, &provider["ProviderDetails"])?;
    map_username(&mut provider);
    let now = store.tick();
    provider.insert("LastModifiedDate".to_owned(), now.clone());
    provider.insert("CreationDate".to_owned(), now);
    let answer = answer(&provider);
    store.user_pool_of(&provider)?.providers.push(provider);
    Ok(answer)
}

fn list_providers(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.user_pool(request)?;
    let providers: Vec<Value> = pool
        .providers
        .iter()
        .map(|provider| {
            json!({
                "ProviderName": provider["ProviderName"],
                "ProviderType": provider["ProviderType"],
                "LastModifiedDate": provider["LastModifiedDate"],
                "CreationDate": provider["CreationDate"],
            })
        })
        .collect();
    page(&format!("Providers/{}", text(request, "UserPoolId")), "Providers", &providers, request)
}

fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(provider_of(store, request)?))
}

fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut provider = provider_of(store, request)?.clone();
    let settings = constraints().settings(Service::UserPools, "UpdateIdentityProvider", PROVIDER, request);
    let has_details = settings.contains_key("ProviderDetails");
    provider.extend(settings);
    check(store.user_pool(request)?, &provider)?;
    if has_details {
        check_details(text(&provider, "ProviderType"), &provider["ProviderDetails"])?;
    }
    map_username(&mut provider);
    provider.insert("LastModifiedDate".to_owned(), store.tick());
    let stored = provider_of(store, request)?;
    *stored = provider;
    Ok(answer(stored))
}

fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let name = text(provider_of(store, request)?, "ProviderName").to_owned();
    store.user_pool_of(request)?.providers.retain(|one| text(one, "ProviderName") != name);
    store.tick();
    Ok(Value::Null)
}

fn provider_of<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Members, ServiceError> {
    let name = text(request, "ProviderName");
    let providers = &mut store.user_pool_of(request)?.providers;
    providers
        .iter_mut()
        .find(|provider| text(provider, "ProviderName") == name)
        .ok_or_else(|| ServiceError::not_found(format!("Identity provider {name} does not exist.")))
}

fn check(pool: &UserPool, provider: &Members) -> Result<(), ServiceError> {
    let others = pool.providers.iter().filter(|one| one["ProviderName"] != provider["ProviderName"]);
    let taken: Vec<&Value> = others.flat_map(|one| list(one, "IdpIdentifiers")).collect();
    if let Some(identifier) = list(provider, "IdpIdentifiers").iter().find(|identifier| taken.contains(identifier)) {
        return Err(ServiceError::invalid(format!(
            "The identifier {} is already used by another provider.",
            identifier.as_str().unwrap_or_default()
        )));
    }
    let schema = list(&pool.settings, "SchemaAttributes");
    for attribute in super::identity_pools::keys(provider, "AttributeMapping") {
        if attribute != "username" && !schema.iter().any(|one| one["Name"] == attribute) {
            return Err(ServiceError::invalid(format!("Attribute mapping {attribute} is not in the user pool schema.")));
        }
    }
    Ok(())
}

/// Details that a type needs, and those that Describe returns but nothing takes back.
fn check_details(kind: &str, details: &Value) -> Result<(), ServiceError> {
    let required: &[&str] = match kind {
        "SAML" if details.get("MetadataURL").is_none() && details.get("MetadataFile").is_none() => {
            return Err(ServiceError::invalid("At least one of the MetadataURL or MetadataFile should be provided."));
        }
        "SAML" => &[],
        "OIDC" => &["client_id", "oidc_issuer", "authorize_scopes", "attributes_request_method"],
        "SignInWithApple" => &["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
        _ => &["client_id", "client_secret", "authorize_scopes"],
    };
    if let Some(missing) = required.iter().find(|name| details.get(**name).is_none()) {
        return Err(ServiceError::invalid(format!("Provider detail {missing} is required for provider type {kind}.")));
    }
    if details.get("ActiveEncryptionCertificate").is_some() {
        return Err(ServiceError::invalid("Provider detail ActiveEncryptionCertificate is not valid."));
    }
    Ok(())
}

/// Every provider but a SAML one maps its own user id to the username, asked or not.
fn map_username(provider: &mut Members) {
    let id = match text(provider, "ProviderType") {
        "SAML" => return,
        "Facebook" => "id",
        "LoginWithAmazon" => "user_id",
        _ => "sub",
    };
    let mapping = provider.entry("AttributeMapping").or_insert_with(|| json!({}));
    if let Value::Object(mapping) = mapping {
        mapping.entry("username").or_insert_with(|| id.into());
    }
}

/// As Describe tells it: with the addresses Cognito derives, and without what it never gives back.
fn answer(provider: &Members) -> Value {
    let mut shown = provider.clone();
    let kind = text(provider, "ProviderType").to_owned();
    if let Some(Value::Object(details)) = shown.get_mut("ProviderDetails") {
        for (name, value) in derived(&kind, details) {
            details.entry(name).or_insert(value);
        }
        if kind == "SignInWithApple" {
            details.shift_remove("private_key");
        }
    }
    json!({"IdentityProvider": constraints().arrange(Service::UserPools, PROVIDER, &shown)})
}

fn derived(kind: &str, details: &Members) -> Members {
    members(match kind {
        "SAML" => {
            let encrypted = text(details, "EncryptedResponses") == "true";
            let mut all = json!({"SSORedirectBindingURI": format!("{}/sso/redirect", saml_host(details))});
            if text(details, "IDPSignout") == "true" {
                all["SLORedirectBindingURI"] = format!("{}/slo/redirect", saml_host(details)).into();
            }
            if encrypted {
                all["ActiveEncryptionCertificate"] = "MIICvTCCAaWgAwIBAgIJAN9tDemoCertificate".into();
            }
            all
        }
        "OIDC" => {
            let issuer = text(details, "oidc_issuer").trim_end_matches('/');
            json!({
                "attributes_url": format!("{issuer}/userinfo"),
                "attributes_url_add_attributes": "false",
                "authorize_url": format!("{issuer}/authorize"),
                "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
                "token_url": format!("{issuer}/token"),
            })
        }
        "Google" => json!({
            "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
            "attributes_url_add_attributes": "true",
            "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
            "oidc_issuer": "https://accounts.google.com",
            "token_request_method": "POST",
            "token_url": "https://www.googleapis.com/oauth2/v4/token",
        }),
        "Facebook" => json!({
            "attributes_url": "https://graph.facebook.com/v17.0/me?fields=",
            "attributes_url_add_attributes": "true",
            "authorize_url": "https://www.facebook.com/v17.0/dialog/oauth",
            "token_request_method": "GET",
            "token_url": "https://graph.facebook.com/v17.0/oauth/access_token",
        }),
        "LoginWithAmazon" => json!({
            "attributes_url": "https://api.amazon.com/user/profile",
            "attributes_url_add_attributes": "false",
            "authorize_url": "https://www.amazon.com/ap/oa",
            "token_request_method": "POST",
            "token_url": "https://api.amazon.com/auth/o2/token",
        }),
        _ => json!({
            "attributes_url_add_attributes": "false",
            "authorize_url": "https://appleid.apple.com/auth/authorize",
            "oidc_issuer": "https://appleid.apple.com",
            "token_request_method": "POST",
            "token_url": "https://appleid.apple.com/auth/token",
        }),
    })
}

/// The scheme and host that a SAML provider's metadata names, as far as it is plain to see.
fn saml_host(details: &Members) -> String {
    let source = details.get("MetadataURL").or_else(|| details.get("MetadataFile")).and_then(Value::as_str);
    let source = source.unwrap_or_default();
    let start = source.find("https://").map_or(source, |start| &source[start..]);
    let host = start.trim_start_matches("https://").split(['/', '"', '<', ':']).next().unwrap_or_default();
    format!("https://{}", if host.is_empty() { "idp.example" } else { host })
}
