//! The cross-field rules and the findings of identity providers.

use serde_json::Value;

use crate::resource::display::value::{SOON, day};
use crate::resource::tables::user_pools::attributes::{
    is_privileged, is_required, mapped_attributes, schema_names,
};
use crate::resource::tables::user_pools::provider::saml;
use crate::resource::{CrossFieldRule, Document, Finding, Fix, Severity, ValidationContext};

const ENDPOINTS: [(&str, &str); 4] = [
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
            let end = saml::signing_expiry(provider)
                .filter(|_| is_saml(provider) && details_changed(provider, context))?;
            (end <= context.now)
                .then(|| format!("its signing certificate expired on {}, so AWS refuses it", day(end)))
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.MetadataFile",
        refused: false,
        check: |provider, context| {
            let end = saml::signing_expiry(provider).filter(|_| is_saml(provider))?;
            (end > context.now && end <= context.now + SOON).then(|| {
                format!("its signing certificate expires on {}: ask for the next one soon", day(end))
            })
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.RequestSigningAlgorithm",
        refused: false,
        check: |provider, _| {
            let unsigned = is_saml(provider) && !has(provider, "ProviderDetails.RequestSigningAlgorithm");
            (unsigned && saml::wants_signed_requests(provider))
                .then(|| "the metadata requires signed requests".to_owned())
        },
    },
    CrossFieldRule {
        path: "ProviderDetails.MetadataURL",
        refused: true,
        check: |provider, context| {
            let (url, xml) = context
                .fetched
                .filter(|(url, _)| provider.text("ProviderDetails.MetadataURL") == Some(*url))?;
            let end = saml::metadata_expiry(xml)
                .filter(|_| !url.is_empty() && details_changed(provider, context))?;
            (end <= context.now)
                .then(|| format!("the signing certificate there expired on {}, so AWS refuses it", day(end)))
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
    CrossFieldRule { path: "AttributeMapping", refused: false, check: mapping },
];

/// True if the details changed, which makes the update send them.
fn details_changed(provider: &Document, context: &ValidationContext<'_>) -> bool {
    context.base.is_none_or(|base| base.get("ProviderDetails") != provider.get("ProviderDetails"))
}

fn has(provider: &Document, path: &str) -> bool {
    provider.text(path).is_some_and(|text| !text.is_empty())
}

fn is_saml(provider: &Document) -> bool {
    provider.text("ProviderType") == Some("SAML")
}

fn is_oidc(provider: &Document) -> bool {
    provider.text("ProviderType") == Some("OIDC")
}

fn host(url: &str) -> Option<&str> {
    url.split_once("://")?.1.split(['/', '?', '#', ':']).next().filter(|host| !host.is_empty())
}

/// The message for endpoints of an OIDC provider that are not on its issuer's host.
fn foreign_endpoints(provider: &Document) -> Option<String> {
    let issuer = host(provider.text("ProviderDetails.oidc_issuer").filter(|_| is_oidc(provider))?)?;
    let elsewhere = |path: &str| provider.text(path).and_then(host).is_some_and(|host| host != issuer);
    let foreign: Vec<_> =
        ENDPOINTS.iter().filter(|(path, _)| elsewhere(path)).map(|(_, name)| *name).collect();
    (!foreign.is_empty())
        .then(|| format!("not on this host: {}. Clear all four to discover them again", foreign.join(", ")))
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

pub(crate) const FINDINGS: &[Finding] = &[
    Finding {
        id: "ID1",
        severity: Severity::High,
        path: "ProviderDetails.MetadataFile",
        text: "SAML signing certificate expires: no sign-in works once it has expired.",
        why: "AWS refuses assertions signed with an expired certificate, and every change of the provider.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp.html",
        fix: Fix::Choose("Enter the metadata with the next certificate, or load it from its URL."),
        needs_companion: false,
        applies: |provider, context| {
            is_saml(provider)
                && saml::signing_expiry(provider)
                    .is_some_and(|end| context.now > 0 && end <= context.now + SOON)
        },
    },
    Finding {
        id: "ID2",
        severity: Severity::Low,
        path: "ProviderDetails.RequestSigningAlgorithm",
        text: "Weak SAML settings: unsigned requests, unencrypted responses, or sign-in started by the \
            provider.",
        why: "Anyone can forge an unsigned request, and sign-in started by the provider can be replayed.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/\
            cognito-user-pools-SAML-signing-encryption.html",
        fix: Fix::Choose("Sign requests and encrypt responses once the provider supports both."),
        needs_companion: false,
        applies: |provider, _| {
            let detail = |name: &str| provider.text(&format!("ProviderDetails.{name}")).unwrap_or_default();
            let loose = detail("RequestSigningAlgorithm").is_empty()
                || detail("EncryptedResponses") != "true"
                || detail("IDPInit") == "true";
            is_saml(provider) && loose
        },
    },
    Finding {
        id: "ID3",
        severity: Severity::Medium,
        path: "ProviderDetails.oidc_issuer",
        text: "Suspicious OIDC endpoint: not https, or not on the issuer's host.",
        why: "Whoever serves an endpoint decides who is signed in: it must be the issuer's, and encrypted.",
        source: "https://openid.net/specs/openid-connect-discovery-1_0.html",
        fix: Fix::Choose("Check each endpoint against the discovery document of the issuer."),
        needs_companion: false,
        applies: |provider, _| {
            let plain = |path: &str| {
                provider.text(path).is_some_and(|url| !url.is_empty() && !url.starts_with("https://"))
            };
            is_oidc(provider)
                && (foreign_endpoints(provider).is_some() || ENDPOINTS.iter().any(|(path, _)| plain(path)))
        },
    },
    Finding {
        id: "ID4",
        severity: Severity::Medium,
        path: "AttributeMapping",
        text: "Privileged attribute mapped: the provider writes email_verified or an attribute like a role.",
        why: "The provider decides at every sign-in what the application takes for a permission or a proof.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/\
            cognito-user-pools-specifying-attribute-mapping.html",
        fix: Fix::Choose("Remove the mapping, or stop granting access by the attribute."),
        needs_companion: false,
        applies: |provider, _| {
            mapped_attributes(provider).any(|name| name == "email_verified" || is_privileged(name))
        },
    },
];
