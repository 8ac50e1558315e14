//! The cross-field rules of identity providers.

use serde_json::Value;

use crate::resource::tables::user_pools::attributes::{is_required, mapped_attributes, schema_names};
use crate::resource::tables::user_pools::provider::saml;
use crate::resource::{CrossFieldRule, Document, ValidationContext};
use crate::saml::SamlMetadata;

pub(super) const ENDPOINTS: [(&str, &str); 4] = [
    ("ProviderDetails.authorize_url", "the authorization endpoint"),
    ("ProviderDetails.token_url", "the token endpoint"),
    ("ProviderDetails.attributes_url", "the user-info endpoint"),
    ("ProviderDetails.jwks_uri", "the keys"),
];

pub(crate) const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: "ProviderDetails.MetadataURL",
        refused: true,
        check: |provider, context| {
            let neither = !has(provider, "ProviderDetails.MetadataURL")
                && !has(provider, "ProviderDetails.MetadataFile");
            (is_saml(provider) && neither && context.complete)
                .then(|| "enter its URL, or the metadata itself below".to_owned())
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.MetadataFile",
        refused: false,
        check: |provider, _| {
            let both =
                has(provider, "ProviderDetails.MetadataURL") && has(provider, "ProviderDetails.MetadataFile");
            (is_saml(provider) && both).then(|| "set the URL or the metadata, not both".to_owned())
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.MetadataFile",
        refused: true,
        check: |provider, context| {
            // With any detail all of them are sent, and AWS looks at each.
            let metadata = saml::metadata(provider).filter(|_| details_changed(provider, context))?;
            saml::fault(&metadata, context.now)
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.MetadataFile",
        refused: false,
        check: |provider, context| {
            let metadata = saml::metadata(provider)?;
            saml::fault(&metadata, context.now).or_else(|| saml::advice(&metadata, context.now))
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.RequestSigningAlgorithm",
        refused: false,
        check: |provider, _| {
            let unsigned = is_saml(provider) && !has(provider, "ProviderDetails.RequestSigningAlgorithm");
            let wanted = saml::metadata(provider).is_some_and(|metadata| metadata.wants_signed_requests);
            (unsigned && wanted).then(|| "the metadata requires signed requests".to_owned())
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.MetadataURL",
        refused: true,
        check: |provider, context| {
            let metadata = fetched(provider, context).filter(|_| details_changed(provider, context))?;
            saml::fault(&metadata, context.now).map(|fault| format!("at this URL, {fault}"))
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.MetadataURL",
        refused: false,
        check: |provider, context| {
            let metadata = fetched(provider, context)?;
            let advice = saml::fault(&metadata, context.now).or_else(|| saml::advice(&metadata, context.now));
            advice.map(|advice| format!("at this URL, {advice}"))
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.authorize_url",
        refused: true,
        check: |provider, context| {
            let missing: Vec<_> =
                ENDPOINTS.iter().filter(|(path, _)| !has(provider, path)).map(|(_, name)| *name).collect();
            let some = (1..ENDPOINTS.len()).contains(&missing.len());
            (is_oidc(provider) && some && context.complete)
                .then(|| format!("set all four endpoints or none; missing: {}", missing.join(", ")))
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.oidc_issuer",
        refused: false,
        check: |provider, _| foreign_endpoints(provider),
    },
    CrossFieldRule {
        path: "ProviderDetails.authorize_scopes",
        refused: false,
        check: |provider, _| {
            let scopes = provider.text("ProviderDetails.authorize_scopes")?;
            (is_oidc(provider) && !scopes.split_whitespace().any(|scope| scope == "openid"))
                .then(|| "openid should be included, otherwise there is no ID token".to_owned())
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.private_key",
        refused: true,
        check: |provider, context| {
            if provider.text("ProviderType") != Some("SignInWithApple")
                || has(provider, "ProviderDetails.private_key")
            {
                return None;
            }
            match context.base {
                None => context.complete.then(|| "must not be empty".to_owned()),
                Some(_) => details_changed(provider, context).then(|| {
                    "AWS never returns it and needs it again with every change of details".to_owned()
                }),
            }
        },
    },
    CrossFieldRule {
        path: "AttributeMapping",
        refused: true,
        check: |provider, context| {
            let schema = schema_names(context.companion?, |_| true);
            // A service that lists no standard attribute may have them all the same.
            let is_whole = schema.iter().any(|name| name == "sub");
            let lacks = |name: &&str| {
                *name != "username"
                    && (is_whole || name.starts_with("custom:"))
                    && !schema.iter().any(|other| other == name)
            };
            let lacking: Vec<_> = mapped_attributes(provider).filter(lacks).collect();
            (!lacking.is_empty()).then(|| format!("the user pool has no attribute {}", lacking.join(", ")))
        },
    },
    CrossFieldRule { path: "AttributeMapping", refused: false, check: mapping },
];

/// The metadata that was fetched from the URL of a SAML provider.
fn fetched(provider: &Document, context: &ValidationContext<'_>) -> Option<SamlMetadata> {
    let url =
        provider.text("ProviderDetails.MetadataURL").filter(|url| is_saml(provider) && !url.is_empty())?;
    let (_, xml) = context.fetched.filter(|(of, _)| *of == url)?;
    SamlMetadata::read(xml).ok()
}

/// True if the details changed, which makes the update send them.
fn details_changed(provider: &Document, context: &ValidationContext<'_>) -> bool {
    context.base.is_none_or(|base| base.get("ProviderDetails") != provider.get("ProviderDetails"))
}

fn has(provider: &Document, path: &str) -> bool {
    provider.text(path).is_some_and(|text| !text.is_empty())
}

pub(super) fn is_saml(provider: &Document) -> bool {
    provider.text("ProviderType") == Some("SAML")
}

pub(super) fn is_oidc(provider: &Document) -> bool {
    provider.text("ProviderType") == Some("OIDC")
}

fn host(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', '?', '#', ':']).next().filter(|host| !host.is_empty())
}

/// Hosts that the discovery documents of well-known issuers name beside the issuer's own: the beginning of
/// the issuer's URL, and the ends of the hosts. Sources: the discovery documents of Entra ID in its three
/// clouds and of Google.
const KNOWN_ELSEWHERE: [(&str, &[&str]); 5] = [
    ("https://login.microsoftonline.com/", &["graph.microsoft.com"]),
    ("https://sts.windows.net/", &["login.microsoftonline.com", "graph.microsoft.com"]),
    ("https://login.microsoftonline.us/", &["graph.microsoft.us"]),
    ("https://login.partner.microsoftonline.cn/", &["microsoftgraph.chinacloudapi.cn"]),
    ("https://accounts.google.com", &[".googleapis.com"]),
];

/// The message for endpoints of an OIDC provider that are on another host than its issuer, and not where the
/// issuer is known to have them.
pub(super) fn foreign_endpoints(provider: &Document) -> Option<String> {
    let url = provider.text("ProviderDetails.oidc_issuer").filter(|_| is_oidc(provider))?;
    let issuer = host(url)?;
    let known: Vec<_> = KNOWN_ELSEWHERE
        .iter()
        .filter(|(start, _)| url.starts_with(start))
        .flat_map(|(_, hosts)| *hosts)
        .collect();
    let is_known =
        |host: &str| known.iter().any(|end| host == **end || end.starts_with('.') && host.ends_with(**end));
    let elsewhere =
        |path: &str| provider.text(path).and_then(host).is_some_and(|host| host != issuer && !is_known(host));
    let foreign: Vec<_> =
        ENDPOINTS.iter().filter(|(path, _)| elsewhere(path)).map(|(_, name)| *name).collect();
    (!foreign.is_empty())
        .then(|| format!("on another host: {}. Its discovery document should name it", foreign.join(", ")))
}

pub(super) fn usable_until(provider: &Document) -> Option<i64> {
    saml::metadata(provider)?.usable_until()
}

/// The advice on an attribute mapping.
fn mapping(provider: &Document, context: &ValidationContext<'_>) -> Option<String> {
    let mapped: Vec<_> = mapped_attributes(provider).collect();
    let mut messages = Vec::new();
    if let Some(pool) = context.companion {
        let missing: Vec<_> = schema_names(pool, is_required)
            .into_iter()
            .filter(|name| name != "sub" && !mapped.contains(&name.as_str()))
            .collect();
        if !missing.is_empty() {
            messages
                .push(format!("the user pool requires {}: users without can't sign in", missing.join(", ")));
        }
        let fixed = |attribute: &Value| attribute.get("Mutable") == Some(&Value::Bool(false));
        let fixed: Vec<_> = schema_names(pool, fixed)
            .into_iter()
            .filter(|name| name != "sub" && mapped.contains(&name.as_str()))
            .collect();
        if !fixed.is_empty() {
            messages.push(format!(
                "{} can't change in this user pool, so a second sign-in may fail",
                fixed.join(", ")
            ));
        }
    }
    if let Some(verified) = mapped.iter().find(|name| name.ends_with("_verified")) {
        messages.push(format!("{verified}: the provider then decides what counts as verified"));
    }
    let custom: Vec<_> = mapped.iter().filter(|name| name.starts_with("custom:")).copied().collect();
    if !custom.is_empty() {
        messages.push(format!(
            "{}: the provider writes it at every sign-in, so don't grant access by it alone",
            custom.join(", ")
        ));
    }
    (!messages.is_empty()).then(|| messages.join("; "))
}
