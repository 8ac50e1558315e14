//! What the settings of an app client must be to each other, and how long its tokens live.

use serde_json::Value;

use crate::resource::tables::client::{STANDARD_SCOPES, UNWRITABLE, filled, is_required, schema, texts};
use crate::resource::{CrossFieldRule, Document};

/// What the settings of a client must be to each other. Source: the API reference of `CreateUserPoolClient`,
/// and refusals of the service that deployments have met.
pub(crate) const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule { path: "AllowedOAuthFlows", refused: true, check: |client, _| oauth_flows(client) },
    CrossFieldRule {
        path: "AllowedOAuthFlows",
        refused: false,
        check: |client, _| {
            // What Describe tells no secret of may have one all the same: only the first one is told.
            let machine = texts(client, "AllowedOAuthFlows").any(|flow| flow == "client_credentials");
            (machine && client.get("ClientSecret").is_none() && client.get("GenerateSecret").is_none())
                .then(|| "client_credentials needs a client secret, and AWS tells of none".to_owned())
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthScopes",
        refused: true,
        check: |client, _| {
            let machine = texts(client, "AllowedOAuthFlows").any(|flow| flow == "client_credentials");
            let standard =
                texts(client, "AllowedOAuthScopes").find(|scope| STANDARD_SCOPES.contains(scope))?;
            machine.then(|| {
                format!("client_credentials can't ask for {standard}: only for scopes of resource servers")
            })
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthScopes",
        refused: true,
        check: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            (on && texts(client, "AllowedOAuthScopes").next().is_none())
                .then(|| "while OAuth is on there must be scopes".to_owned())
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthFlows",
        refused: true,
        check: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            (on && texts(client, "AllowedOAuthFlows").next().is_none())
                .then(|| "while OAuth is on there must be flows".to_owned())
        },
    },
    CrossFieldRule {
        path: "CallbackURLs",
        refused: true,
        check: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            let redirects =
                texts(client, "AllowedOAuthFlows").any(|flow| ["code", "implicit"].contains(&flow));
            (on && redirects && texts(client, "CallbackURLs").next().is_none())
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
        path: "AnalyticsConfiguration.ApplicationId",
        refused: true,
        check: |client, _| {
            let set = |name: &str| {
                client.text(&format!("AnalyticsConfiguration.{name}")).is_some_and(|text| !text.is_empty())
            };
            let parts = ["ApplicationId", "RoleArn", "ExternalId"];
            let some = parts.iter().any(|name| set(name));
            (some && !set("ApplicationArn") && !parts.iter().all(|name| set(name))).then(|| {
                "needs the role and the external id beside it; or name the project by its ARN alone"
                    .to_owned()
            })
        },
    },
    CrossFieldRule {
        path: "AllowedOAuthFlowsUserPoolClient",
        refused: true,
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
                .filter(|(path, _)| texts(client, path).next().is_some())
                .map(|(_, name)| *name)
                .collect();
            (off && !set.is_empty()).then(|| format!("must be on while there are {}", set.join(", ")))
        },
    },
    CrossFieldRule {
        path: "DefaultRedirectURI",
        refused: true,
        check: |client, _| {
            let url = client.text("DefaultRedirectURI").filter(|url| !url.is_empty())?;
            (!texts(client, "CallbackURLs").any(|callback| callback == url))
                .then(|| "must be one of the callback URLs".to_owned())
        },
    },
    CrossFieldRule {
        path: "RefreshTokenRotation.Feature",
        refused: true,
        check: |client, _| {
            let rotates = client.text("RefreshTokenRotation.Feature") == Some("ENABLED");
            let refreshes = texts(client, "ExplicitAuthFlows").any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH");
            (rotates && refreshes)
                .then(|| "excludes ALLOW_REFRESH_TOKEN_AUTH among the authentication flows".to_owned())
        },
    },
    CrossFieldRule {
        path: "ExplicitAuthFlows",
        refused: true,
        check: |client, _| {
            let flows = texts(client, "ExplicitAuthFlows").filter(|flow| !flow.is_empty());
            let (allow, legacy): (Vec<_>, Vec<_>) = flows.partition(|flow| flow.starts_with("ALLOW_"));
            let mixed = !allow.is_empty() && !legacy.is_empty();
            mixed.then(|| format!("can't mix {} with names that begin with ALLOW_", legacy.join(", ")))
        },
    },
    CrossFieldRule {
        path: "RefreshTokenValidity",
        refused: true,
        check: |client, _| lifetime(client, &REFRESH),
    },
    CrossFieldRule {
        path: "RefreshTokenValidity",
        refused: true,
        check: |client, _| {
            let zero = client.get("RefreshTokenValidity").and_then(Value::as_u64) == Some(0);
            zero.then(|| "0 means 30 days to AWS, and 30 comes back: say that instead".to_owned())
        },
    },
    CrossFieldRule {
        path: "AccessTokenValidity",
        refused: true,
        check: |client, _| lifetime(client, &ACCESS),
    },
    CrossFieldRule { path: "IdTokenValidity", refused: true, check: |client, _| lifetime(client, &ID) },
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
            let never = texts(client, "WriteAttributes").find(|name| UNWRITABLE.contains(name))?;
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
            let written: Vec<_> = texts(client, "WriteAttributes").collect();
            let missing = schema(context.companion?, is_required);
            let missing: Vec<_> = missing
                .into_iter()
                .filter(|name| name != "sub" && !written.contains(&name.as_str()))
                .collect();
            (!missing.is_empty())
                .then(|| format!("must hold what the user pool requires: {}", missing.join(", ")))
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
            let written: Vec<_> = texts(client, "WriteAttributes").collect();
            let offered = |name: &str| texts(client, "SupportedIdentityProviders").any(|one| one == name);
            let mut said = Vec::new();
            for provider in context.siblings {
                let Some(name) = provider.text("ProviderName").filter(|name| offered(name)) else { continue };
                let missing: Vec<_> =
                    filled(provider).filter(|attribute| !written.contains(attribute)).collect();
                said.extend((!missing.is_empty()).then(|| format!("{name} fills {}", missing.join(", "))));
            }
            (!said.is_empty())
                .then(|| format!("{}, which this app can't write: sign-ins through it fail", said.join("; ")))
        },
    },
];

/// The machine-to-machine flow is alone, and needs a secret.
fn oauth_flows(client: &Document) -> Option<String> {
    let flows: Vec<_> = texts(client, "AllowedOAuthFlows").collect();
    if !flows.contains(&"client_credentials") {
        return None;
    }
    if flows.len() > 1 {
        return Some("client_credentials must be the only flow".to_owned());
    }
    let without = client.get("GenerateSecret") == Some(&Value::Bool(false));
    without.then(|| {
        "client_credentials needs a client secret, which a client has from the beginning or never".to_owned()
    })
}

/// Whether a token lives longer than the refresh token.
fn outlives(client: &Document, token: &Token) -> Option<String> {
    let outlives = seconds(client, token)? > seconds(client, &REFRESH)?;
    outlives.then(|| "it would outlive the refresh token".to_owned())
}

/// A sort of token: its members, what they are when unset, and how long it may live, in seconds.
struct Token {
    number: &'static str,
    unit: &'static str,
    unset: (u64, &'static str),
    least: u64,
    most: u64,
    words: &'static str,
}

const REFRESH: Token = Token {
    number: "RefreshTokenValidity",
    unit: "TokenValidityUnits.RefreshToken",
    unset: (30, "days"),
    least: 3600,
    most: 315_360_000,
    words: "60 minutes to 10 years",
};
const ACCESS: Token = Token {
    number: "AccessTokenValidity",
    unit: "TokenValidityUnits.AccessToken",
    unset: (1, "hours"),
    least: 300,
    most: 86_400,
    words: "5 minutes to 1 day",
};
const ID: Token = Token { number: "IdTokenValidity", unit: "TokenValidityUnits.IdToken", ..ACCESS };

/// How long a token lives, in seconds; a refresh token of 0 lives as long as one that was never set.
fn seconds(client: &Document, token: &Token) -> Option<u64> {
    let unit = client.text(token.unit).unwrap_or(token.unset.1);
    let (number, unit) = match client.get(token.number).filter(|number| !number.is_null()) {
        None => token.unset,
        Some(number) if number.as_u64() == Some(0) && token.number == REFRESH.number => token.unset,
        Some(number) => (number.as_u64()?, unit),
    };
    let of_unit = match unit {
        "seconds" => 1,
        "minutes" => 60,
        "hours" => 3600,
        "days" => 86_400,
        _ => return None,
    };
    number.checked_mul(of_unit)
}

/// What is wrong with how long a token lives.
fn lifetime(client: &Document, token: &Token) -> Option<String> {
    let lives = seconds(client, token)?;
    (!(token.least..=token.most).contains(&lives))
        .then(|| format!("with its unit it must be {}", token.words))
}

/// How long refresh, access and ID tokens live: "30d 1h 1h".
pub(crate) fn lifetimes(client: &Document) -> String {
    let short = |token: &Token| {
        let Some(seconds) = seconds(client, token) else { return "?".to_owned() };
        let units = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];
        let (of_unit, unit) =
            units.into_iter().find(|(of_unit, _)| seconds % of_unit == 0).unwrap_or((1, "s"));
        format!("{}{unit}", seconds / of_unit)
    };
    [REFRESH, ACCESS, ID].iter().map(short).collect::<Vec<_>>().join(" ")
}
