//! The cross-field rules of app clients.

use serde_json::Value;

use crate::resource::tables::user_pools::attributes::{
    UNWRITABLE, filled_attributes, is_required, schema_names,
};
use crate::resource::tables::user_pools::client::fields::{PUBLISH, STANDARD_SCOPES};
use crate::resource::tables::user_pools::client::references::{
    missing_providers, missing_scopes, unchecked_providers, unchecked_scopes,
};
use crate::resource::tables::user_pools::client::token_lifetimes::{
    ACCESS, ID, REFRESH, lifetime_fault, outlives,
};
use crate::resource::tables::user_pools::rules::above_lite;
use crate::resource::{CrossFieldRule, Document};

/// Source: the API reference of `CreateUserPoolClient`, and refusals of the service that deployments have
/// met.
pub(crate) const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule { path: "SupportedIdentityProviders", refused: true, check: missing_providers },
    CrossFieldRule { path: "SupportedIdentityProviders", refused: false, check: unchecked_providers },
    CrossFieldRule { path: "AllowedOAuthScopes", refused: true, check: missing_scopes },
    CrossFieldRule { path: "AllowedOAuthScopes", refused: false, check: unchecked_scopes },
    CrossFieldRule { path: "AllowedOAuthFlows", refused: true, check: |client, _| oauth_flows(client) },
    CrossFieldRule {
        path: "ExplicitAuthFlows",
        refused: true,
        check: |client, context| {
            let chooses = client.texts("ExplicitAuthFlows").any(|flow| flow == "ALLOW_USER_AUTH");
            let words = above_lite(context.companion.filter(|_| chooses)?)?;
            Some(format!("ALLOW_USER_AUTH {words}"))
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthFlows",
        refused: false,
        check: |client, _| {
            // An app client may have a secret that Describe does not return: it returns the first one only.
            let machine = client.texts("AllowedOAuthFlows").any(|flow| flow == "client_credentials");
            let has = |path: &str| client.get(path).is_some();
            (machine && !has("ClientSecret") && !has("ClientSecretArn") && !has("GenerateSecret"))
                .then(|| "client_credentials needs a client secret, and AWS returns none".to_owned())
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthScopes",
        refused: true,
        check: |client, _| {
            let machine = client.texts("AllowedOAuthFlows").any(|flow| flow == "client_credentials");
            let standard =
                client.texts("AllowedOAuthScopes").find(|scope| STANDARD_SCOPES.contains(scope))?;
            machine
                .then(|| format!("client_credentials can't use {standard}, only scopes of resource servers"))
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthScopes",
        refused: true,
        check: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            (on && client.texts("AllowedOAuthScopes").next().is_none())
                .then(|| "OAuth needs at least one scope".to_owned())
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthFlows",
        refused: true,
        check: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            (on && client.texts("AllowedOAuthFlows").next().is_none())
                .then(|| "OAuth needs at least one flow".to_owned())
        },
    },
    CrossFieldRule {
        path: "CallbackURLs",
        refused: true,
        check: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            let redirects =
                client.texts("AllowedOAuthFlows").any(|flow| ["code", "implicit"].contains(&flow));
            (on && redirects && client.texts("CallbackURLs").next().is_none())
                .then(|| "the flows code and implicit need a callback URL".to_owned())
        },
    },
    CrossFieldRule {
        path: "EnablePropagateAdditionalUserContextData",
        refused: true,
        check: |client, _| {
            let on = client.get("EnablePropagateAdditionalUserContextData") == Some(&Value::Bool(true));
            (on && client.get("GenerateSecret") == Some(&Value::Bool(false)))
                .then(|| "needs a client secret".to_owned())
        },
    },
    CrossFieldRule {
        path: PUBLISH,
        refused: true,
        check: |client, _| {
            let on = client.get(PUBLISH) == Some(&Value::Bool(true));
            (on && client.get("GenerateSecret") == Some(&Value::Bool(false)))
                .then(|| "needs a client secret".to_owned())
        },
    },
    CrossFieldRule {
        path: "AnalyticsConfiguration.ApplicationId",
        refused: true,
        check: |client, _| {
            let set = |name: &str| {
                client.text(&format!("AnalyticsConfiguration.{name}")).is_some_and(|text| !text.is_empty())
            };
            let parts = ["ApplicationId", "RoleArn", "ExternalId"];
            let some = parts.iter().any(|name| set(name));
            (some && !set("ApplicationArn") && !parts.iter().all(|name| set(name)))
                .then(|| "needs the role and the external id too, or only the project ARN".to_owned())
        },
    },
    CrossFieldRule {
        // AWS keeps the settings of a client whose OAuth is off (aws-cdk#10311).
        path: "AllowedOAuthFlowsUserPoolClient",
        refused: false,
        check: |client, _| {
            let off = client.get("AllowedOAuthFlowsUserPoolClient") != Some(&Value::Bool(true));
            let settings = [
                ("AllowedOAuthFlows", "OAuth flows"),
                ("AllowedOAuthScopes", "OAuth scopes"),
                ("CallbackURLs", "callback URLs"),
                ("LogoutURLs", "logout URLs"),
            ];
            let set: Vec<_> = settings
                .iter()
                .filter(|(path, _)| client.texts(path).next().is_some())
                .map(|(_, name)| *name)
                .collect();
            (off && !set.is_empty())
                .then(|| format!("while OAuth is off, these stay without effect: {}", set.join(", ")))
        },
    },
    CrossFieldRule {
        path: "DefaultRedirectURI",
        refused: true,
        check: |client, _| {
            let url = client.text("DefaultRedirectURI").filter(|url| !url.is_empty())?;
            (!client.texts("CallbackURLs").any(|callback| callback == url))
                .then(|| "must be one of the callback URLs".to_owned())
        },
    },
    CrossFieldRule {
        path: "RefreshTokenRotation.Feature",
        refused: true,
        check: |client, _| {
            let rotates = client.text("RefreshTokenRotation.Feature") == Some("ENABLED");
            let refreshes = client.texts("ExplicitAuthFlows").any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH");
            (rotates && refreshes)
                .then(|| "excludes ALLOW_REFRESH_TOKEN_AUTH among the authentication flows".to_owned())
        },
    },
    CrossFieldRule {
        path: "ExplicitAuthFlows",
        refused: true,
        check: |client, _| {
            let flows = client.texts("ExplicitAuthFlows").filter(|flow| !flow.is_empty());
            let (allow, legacy): (Vec<_>, Vec<_>) = flows.partition(|flow| flow.starts_with("ALLOW_"));
            let mixed = !allow.is_empty() && !legacy.is_empty();
            mixed.then(|| format!("can't mix {} with names that begin with ALLOW_", legacy.join(", ")))
        },
    },
    CrossFieldRule {
        path: "RefreshTokenValidity",
        refused: true,
        check: |client, _| lifetime_fault(client, &REFRESH),
    },
    CrossFieldRule {
        path: "RefreshTokenValidity",
        refused: true,
        check: |client, _| {
            let zero = client.get("RefreshTokenValidity").and_then(Value::as_u64) == Some(0);
            zero.then(|| "0 means 30 days to AWS: enter 30 instead".to_owned())
        },
    },
    CrossFieldRule {
        path: "AccessTokenValidity",
        refused: true,
        check: |client, _| lifetime_fault(client, &ACCESS),
    },
    CrossFieldRule { path: "IdTokenValidity", refused: true, check: |client, _| lifetime_fault(client, &ID) },
    CrossFieldRule {
        path: "AccessTokenValidity",
        refused: true,
        check: |client, _| outlives(client, &ACCESS),
    },
    CrossFieldRule { path: "IdTokenValidity", refused: true, check: |client, _| outlives(client, &ID) },
    CrossFieldRule {
        path: "WriteAttributes",
        refused: true,
        check: |client, _| {
            let never = client.texts("WriteAttributes").find(|name| UNWRITABLE.contains(name))?;
            Some(format!("no app can write {never}"))
        },
    },
    CrossFieldRule {
        path: "WriteAttributes",
        refused: true,
        check: |client, context| {
            client
                .get("WriteAttributes")
                .and_then(Value::as_array)
                .filter(|attributes| !attributes.is_empty())?;
            let written: Vec<_> = client.texts("WriteAttributes").collect();
            let missing = schema_names(context.companion?, is_required);
            let missing: Vec<_> = missing
                .into_iter()
                .filter(|name| name != "sub" && !written.contains(&name.as_str()))
                .collect();
            (!missing.is_empty()).then(|| {
                format!("must include the attributes that the user pool requires: {}", missing.join(", "))
            })
        },
    },
    CrossFieldRule {
        path: "WriteAttributes",
        refused: false,
        check: |client, context| {
            client
                .get("WriteAttributes")
                .and_then(Value::as_array)
                .filter(|attributes| !attributes.is_empty())?;
            let written: Vec<_> = client.texts("WriteAttributes").collect();
            let offered = |name: &str| client.texts("SupportedIdentityProviders").any(|one| one == name);
            let mut messages = Vec::new();
            for provider in context.siblings {
                let Some(name) = provider.text("ProviderName").filter(|name| offered(name)) else { continue };
                let missing: Vec<_> =
                    filled_attributes(provider).filter(|attribute| !written.contains(attribute)).collect();
                messages
                    .extend((!missing.is_empty()).then(|| format!("{name} fills {}", missing.join(", "))));
            }
            (!messages.is_empty()).then(|| {
                format!("{}, which this app can't write: sign-ins through it fail", messages.join("; "))
            })
        },
    },
];

/// The machine-to-machine flow excludes the others and needs a secret.
fn oauth_flows(client: &Document) -> Option<String> {
    let flows: Vec<_> = client.texts("AllowedOAuthFlows").collect();
    if !flows.contains(&"client_credentials") {
        return None;
    }
    if flows.len() > 1 {
        return Some("client_credentials must be the only flow".to_owned());
    }
    let without = client.get("GenerateSecret") == Some(&Value::Bool(false));
    without.then(|| "client_credentials needs a client secret, which can't be added later".to_owned())
}
