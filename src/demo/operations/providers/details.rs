//! `ProviderDetails` by type of provider: required and allowed entries, and those that Cognito computes.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, members, text};
use crate::saml::SamlMetadata;

/// The endpoints of an OIDC provider. A request has all of them, or none to have Cognito use the issuer's.
const ENDPOINTS: [&str; 4] = ["authorize_url", "token_url", "attributes_url", "jwks_uri"];

static API_VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\Av[0-9]+\.[0-9]+\z").expect("the pattern is valid"));

/// Checks the details. `now` is in seconds since 1970; without it, certificates may have expired.
pub(super) fn check(kind: &str, details: &Members, now: Option<i64>) -> Result<(), ServiceError> {
    check_complete(kind, details)?;
    if details.contains_key("ActiveEncryptionCertificate") {
        return Err(ServiceError::invalid("Provider detail ActiveEncryptionCertificate is not valid."));
    }
    match kind {
        "SAML" => check_saml(details, now),
        "OIDC" => check_oidc(details),
        "Facebook" => {
            check_value(details, "api_version", "look like v17.0", |value| API_VERSION.is_match(value))
        }
        _ => Ok(()),
    }
}

fn check_complete(kind: &str, details: &Members) -> Result<(), ServiceError> {
    let is_missing = |name: &str| text(details, name).is_empty();
    let required: &[&str] = match kind {
        "SAML" if is_missing("MetadataURL") && is_missing("MetadataFile") => {
            return Err(ServiceError::invalid(
                "At least one of the MetadataURL or MetadataFile should be provided.",
            ));
        }
        "SAML" => &[],
        "OIDC" => &["client_id", "oidc_issuer", "authorize_scopes", "attributes_request_method"],
        "SignInWithApple" => &["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
        _ => &["client_id", "client_secret", "authorize_scopes"],
    };
    match required.iter().find(|name| is_missing(name)) {
        Some(missing) => Err(ServiceError::invalid(format!(
            "Provider detail {missing} is required for provider type {kind}."
        ))),
        None => Ok(()),
    }
}

fn check_saml(details: &Members, now: Option<i64>) -> Result<(), ServiceError> {
    for name in ["IDPSignout", "IDPInit", "EncryptedResponses"] {
        check_value(details, name, "be true or false", |value| value == "true" || value == "false")?;
    }
    check_value(details, "RequestSigningAlgorithm", "be rsa-sha256", |value| value == "rsa-sha256")?;
    let file = text(details, "MetadataFile");
    if file.is_empty() {
        return Ok(());
    }
    let metadata = SamlMetadata::read(file)
        .map_err(|why| ServiceError::invalid(format!("Invalid SAML metadata: it {why}.")))?;
    if now.zip(metadata.expires()).is_some_and(|(now, end)| end < now) {
        return Err(ServiceError::invalid("The signing certificate in the metadata has expired."));
    }
    Ok(())
}

fn check_oidc(details: &Members) -> Result<(), ServiceError> {
    check_value(details, "attributes_request_method", "be GET or POST", |value| {
        value == "GET" || value == "POST"
    })?;
    for name in ENDPOINTS.into_iter().chain(["oidc_issuer"]) {
        check_value(details, name, "be an https URL", is_https)?;
    }
    let given = ENDPOINTS.iter().filter(|name| details.contains_key(**name)).count();
    if given != 0 && given != ENDPOINTS.len() {
        return Err(ServiceError::invalid(format!(
            "Provider details {} must be given all together or not at all.",
            ENDPOINTS.join(", ")
        )));
    }
    Ok(())
}

fn check_value(
    details: &Members,
    name: &str,
    rule: &str,
    holds: impl Fn(&str) -> bool,
) -> Result<(), ServiceError> {
    if details.contains_key(name) && !holds(text(details, name)) {
        return Err(ServiceError::invalid(format!("Provider detail {name} must {rule}.")));
    }
    Ok(())
}

fn is_https(url: &str) -> bool {
    let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| !host.is_empty()) && !url.contains(char::is_whitespace)
}

/// Removes the entries that Cognito computes, which a request may send back as it read them.
pub(super) fn remove_computed(kind: &str, details: &mut Members) {
    let computed: &[&str] = match kind {
        "SAML" => &["SLORedirectBindingURI", "SSORedirectBindingURI"],
        "OIDC" => &["attributes_url_add_attributes"],
        _ => &[
            "attributes_url",
            "attributes_url_add_attributes",
            "authorize_url",
            "oidc_issuer",
            "token_request_method",
            "token_url",
        ],
    };
    for name in computed {
        details.shift_remove(*name);
    }
}

/// Completes the details as Describe returns them: with the computed entries, without the private key.
pub(super) fn complete(kind: &str, details: &mut Members) {
    for (name, value) in computed(kind, details) {
        details.entry(name).or_insert(value);
    }
    if kind == "SignInWithApple" {
        details.shift_remove("private_key");
    }
}

fn computed(kind: &str, details: &Members) -> Members {
    members(match kind {
        "SAML" => {
            let mut all = json!({"SSORedirectBindingURI": format!("{}/sso/redirect", saml_host(details))});
            if text(details, "IDPSignout") == "true" {
                all["SLORedirectBindingURI"] = format!("{}/slo/redirect", saml_host(details)).into();
            }
            if text(details, "EncryptedResponses") == "true" {
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
            "attributes_url": format!("https://graph.facebook.com/{}/me?fields=", api_version(details)),
            "attributes_url_add_attributes": "true",
            "authorize_url": format!("https://www.facebook.com/{}/dialog/oauth", api_version(details)),
            "token_request_method": "GET",
            "token_url": format!("https://graph.facebook.com/{}/oauth/access_token", api_version(details)),
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

fn api_version(details: &Members) -> &str {
    details.get("api_version").and_then(Value::as_str).unwrap_or("v17.0")
}

/// The first https host in a SAML provider's metadata or in their URL.
fn saml_host(details: &Members) -> String {
    let source = details.get("MetadataURL").or_else(|| details.get("MetadataFile")).and_then(Value::as_str);
    let source = source.unwrap_or_default();
    let start = source.find("https://").map_or(source, |start| &source[start..]);
    let host = start.trim_start_matches("https://").split(['/', '"', '<', ':']).next().unwrap_or_default();
    format!("https://{}", if host.is_empty() { "idp.example" } else { host })
}
