//! The findings of app clients.

mod beside;
mod login_page;

use serde_json::Value;

use crate::resource::tables::user_pools::attributes::{has_privileged, is_privileged};
use crate::resource::tables::user_pools::client::token_lifetimes::{ACCESS, ID, REFRESH, Token, seconds};
use crate::resource::{Document, Finding, Fix, Severity};

const CLIENT_REFERENCE: &str = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/\
    API_UpdateUserPoolClient.html";
const USER_EXISTENCE: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    cognito-user-pool-managing-errors.html";
const OAUTH_PRACTICE: &str = "https://www.rfc-editor.org/rfc/rfc9700";
const AUTH_FLOWS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    amazon-cognito-user-pools-authentication-flow-methods.html";
const TOKENS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    amazon-cognito-user-pools-using-the-refresh-token.html";
const ATTRIBUTES: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    user-pool-settings-attributes.html";
const DOMAINS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    cognito-user-pools-assign-domain.html";

const OAUTH: &str = "AllowedOAuthFlowsUserPoolClient";
const FLOWS: &str = "AllowedOAuthFlows";
const SIGN_IN_FLOWS: &str = "ExplicitAuthFlows";
const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

pub(super) const FINDINGS: &[Finding] = &[
    Finding {
        id: "CL1",
        severity: Severity::Medium,
        path: "PreventUserExistenceErrors",
        text: "User existence told: sign-in errors say whether a user exists.",
        why: "An attacker finds out which addresses have an account, and tries passwords for those alone.",
        source: USER_EXISTENCE,
        fix: Fix::Edit(|client| client.set("PreventUserExistenceErrors", Some(Value::from("ENABLED")))),
        needs_companion: false,
        evidence: None,
        applies: |client, _| client.text("PreventUserExistenceErrors") != Some("ENABLED"),
    },
    Finding {
        id: "CL2",
        severity: Severity::Medium,
        path: "EnableTokenRevocation",
        text: "Token revocation off: a stolen refresh token can't be revoked.",
        why: "Nothing but its expiry ends a refresh token that somebody else holds.",
        source: TOKENS,
        fix: Fix::Edit(|client| client.set("EnableTokenRevocation", Some(Value::Bool(true)))),
        needs_companion: false,
        evidence: None,
        applies: |client, _| client.get("EnableTokenRevocation") != Some(&Value::Bool(true)),
    },
    Finding {
        id: "CL3",
        severity: Severity::High,
        path: FLOWS,
        text: "Implicit flow allowed: tokens are in the address of the page.",
        why: "Tokens in an address leak through history and logs, so current practice rules the flow out.",
        source: OAUTH_PRACTICE,
        fix: Fix::Choose("Replace implicit by code, once the app uses the code flow with PKCE."),
        needs_companion: false,
        evidence: None,
        applies: |client, _| oauth_is_on(client) && has(client, FLOWS, "implicit"),
    },
    Finding {
        path: "CallbackURLs",
        text: "Callback URL open: it is plain http or has a wildcard.",
        applies: |client, _| client.texts("CallbackURLs").any(is_open),
        ..URL
    },
    Finding {
        path: "LogoutURLs",
        text: "Logout URL open: it is plain http or has a wildcard.",
        applies: |client, _| client.texts("LogoutURLs").any(is_open),
        ..URL
    },
    Finding {
        severity: Severity::Low,
        path: "CallbackURLs",
        text: "Callback URL with fragment: AWS takes none, so it never matches.",
        why: "An address is compared letter by letter, and browsers send no fragment.",
        fix: Fix::Choose("Remove the part from # on."),
        applies: |client, _| client.texts("CallbackURLs").any(|url| url.contains('#')),
        ..URL
    },
    Finding {
        severity: Severity::Low,
        path: "CallbackURLs",
        text: "Callback URL repeated: the list has it twice.",
        why: "Whoever removes one of the two believes that the address is gone.",
        fix: Fix::Edit(|client| remove_copies(client, "CallbackURLs")),
        applies: |client, _| has_copies(client, "CallbackURLs"),
        ..URL
    },
    Finding {
        severity: Severity::Low,
        path: "LogoutURLs",
        text: "Logout URL with fragment: AWS takes none, so it never matches.",
        why: "An address is compared letter by letter, and browsers send no fragment.",
        fix: Fix::Choose("Remove the part from # on."),
        applies: |client, _| client.texts("LogoutURLs").any(|url| url.contains('#')),
        ..URL
    },
    Finding {
        severity: Severity::Low,
        path: "LogoutURLs",
        text: "Logout URL repeated: the list has it twice.",
        why: "Whoever removes one of the two believes that the address is gone.",
        fix: Fix::Edit(|client| remove_copies(client, "LogoutURLs")),
        applies: |client, _| has_copies(client, "LogoutURLs"),
        ..URL
    },
    Finding {
        id: "CL5",
        severity: Severity::Medium,
        path: SIGN_IN_FLOWS,
        text: "Passwords sent: a sign-in flow sends the user's password to the app or server.",
        why: "In SRP the password never leaves the user's device; in these flows every hop can read it.",
        source: AUTH_FLOWS,
        fix: Fix::Choose("Remove the password flow, once the app signs in with SRP or the login pages."),
        needs_companion: false,
        evidence: None,
        applies: |client, _| {
            let flows = ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"];
            flows.iter().any(|flow| has(client, SIGN_IN_FLOWS, flow))
        },
    },
    Finding {
        id: "CL7",
        severity: Severity::High,
        path: FLOWS,
        text: "Machine flow mixed: client_credentials stands beside flows of users.",
        why: "One client then holds a machine's permissions and is used in browsers; AWS refuses it today.",
        source: CLIENT_REFERENCE,
        fix: Fix::Choose("Leave client_credentials alone here, and give users an app client of their own."),
        needs_companion: false,
        evidence: None,
        applies: |client, _| has(client, FLOWS, MACHINE) && client.texts(FLOWS).any(|flow| flow != MACHINE),
    },
    Finding {
        id: "CL7",
        severity: Severity::High,
        path: FLOWS,
        text: "Machine flow without secret: AWS returns no secret for client_credentials.",
        why: "Whoever knows the client's id gets its tokens, unless a later secret is on the Secrets tab.",
        source: CLIENT_REFERENCE,
        fix: Fix::Elsewhere("Look at the Secrets tab; a client made without a secret must be made anew."),
        needs_companion: false,
        evidence: None,
        applies: |client, _| has(client, FLOWS, MACHINE) && !has_secret(client),
    },
    Finding {
        path: "RefreshTokenValidity",
        text: "Refresh token long: it is valid for more than 30 days.",
        applies: |client, _| lasts_longer(client, &REFRESH, 30 * DAY),
        ..LIFETIME
    },
    Finding {
        path: "AccessTokenValidity",
        text: "Access token long: it is valid for more than an hour.",
        applies: |client, _| lasts_longer(client, &ACCESS, HOUR),
        ..LIFETIME
    },
    Finding {
        path: "IdTokenValidity",
        text: "ID token long: it is valid for more than an hour.",
        applies: |client, _| lasts_longer(client, &ID, HOUR),
        ..LIFETIME
    },
    Finding {
        id: "CL9",
        severity: Severity::Low,
        path: "RefreshTokenRotation.Feature",
        text: "Refresh tokens not rotated: AWS returns no secret, so only the token protects the session.",
        why: "A public client can't prove who it is, so a stolen refresh token works until it expires.",
        source: OAUTH_PRACTICE,
        fix: Fix::Choose("Turn rotation on, once the app keeps the newest refresh token."),
        needs_companion: false,
        evidence: None,
        applies: |client, _| {
            let refreshes = !has(client, FLOWS, MACHINE);
            refreshes && !has_secret(client) && client.text("RefreshTokenRotation.Feature") != Some("ENABLED")
        },
    },
    Finding {
        id: "CL10",
        severity: Severity::High,
        path: "WriteAttributes",
        text: "Users write their privileges: their own token may change an attribute like a role.",
        why: "With the scope aws.cognito.signin.user.admin a user sets every attribute the client can write.",
        source: ATTRIBUTES,
        fix: Fix::Choose("List the attributes that users may write, without those that grant something."),
        needs_companion: true,
        evidence: None,
        applies: |client, context| {
            oauth_is_on(client)
                && has(client, "AllowedOAuthScopes", "aws.cognito.signin.user.admin")
                && match client.get("WriteAttributes").and_then(Value::as_array) {
                    Some(written) if !written.is_empty() => {
                        client.texts("WriteAttributes").any(is_privileged)
                    }
                    _ => context.companion.is_some_and(has_privileged),
                }
        },
    },
    Finding {
        id: "CL11",
        severity: Severity::High,
        path: OAUTH,
        text: "OAuth without a domain: the user pool has none, so there is no login page.",
        why: "The endpoints of OAuth and the login pages live on the domain of the user pool.",
        source: DOMAINS,
        fix: Fix::Elsewhere("Create a domain on the Domain tab of the user pool."),
        needs_companion: true,
        evidence: None,
        applies: |client, context| {
            let without_domain = |pool: &Document| {
                ["Domain", "CustomDomain"].iter().all(|path| pool.text(path).is_none_or(str::is_empty))
            };
            oauth_is_on(client) && context.companion.is_some_and(without_domain)
        },
    },
    login_page::NO_STYLE,
    beside::TWO_SECRETS,
    beside::OLD_SECRET,
    beside::RETIRED_CALLBACK,
    beside::RETIRED_LOGOUT,
    beside::MISSING_PROVIDER,
];

const MACHINE: &str = "client_credentials";

/// What the findings about redirect URLs have in common.
const URL: Finding = Finding {
    id: "CL4",
    severity: Severity::High,
    path: "CallbackURLs",
    text: "",
    why: "Codes and tokens go to that address, and anyone on the way or on the domain may read them.",
    source: OAUTH_PRACTICE,
    fix: Fix::Choose("Use https, or http on localhost alone, and one exact address for each page."),
    needs_companion: false,
    evidence: None,
    applies: |_, _| false,
};

/// What the findings about lifetimes have in common.
const LIFETIME: Finding = Finding {
    id: "CL8",
    severity: Severity::Medium,
    path: "RefreshTokenValidity",
    text: "",
    why: "A stolen token works until it expires, and a user who was disabled stays signed in as long.",
    source: TOKENS,
    fix: Fix::Choose("Shorten the lifetime to what the app needs."),
    needs_companion: false,
    evidence: None,
    applies: |_, _| false,
};

fn oauth_is_on(client: &Document) -> bool {
    client.get(OAUTH) == Some(&Value::Bool(true))
}

fn has(client: &Document, path: &str, wanted: &str) -> bool {
    client.texts(path).any(|text| text == wanted)
}

/// True if the document tells of a secret, one that Secrets Manager keeps included.
fn has_secret(client: &Document) -> bool {
    let is_set = |path: &str| client.text(path).is_some_and(|text| !text.is_empty());
    is_set("ClientSecret")
        || is_set("ClientSecretArn")
        || client.get("GenerateSecret") == Some(&Value::Bool(true))
}

fn lasts_longer(client: &Document, token: &Token, most: u64) -> bool {
    seconds(client, token).is_some_and(|seconds| seconds > most)
}

/// True if others can read what is sent to a redirect URL: it is plain http beyond this machine, or stands
/// for many hosts.
fn is_open(url: &str) -> bool {
    let is_local = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host
            .strip_prefix("[::1]")
            .map_or_else(|| host.split(':').next().unwrap_or_default(), |_| "[::1]");
        ["localhost", "127.0.0.1", "[::1]"].contains(&host)
    };
    let lower = url.to_lowercase();
    url.contains('*') || lower.strip_prefix("http://").is_some_and(|rest| !is_local(rest))
}

/// True if a list has a URL twice.
fn has_copies(client: &Document, path: &str) -> bool {
    let urls: Vec<_> = client.texts(path).collect();
    urls.iter().enumerate().any(|(index, url)| urls[..index].contains(url))
}

/// Removes the second and later copies of a URL.
fn remove_copies(client: &mut Document, path: &str) {
    let mut seen = Vec::new();
    for url in client.get(path).and_then(Value::as_array).into_iter().flatten() {
        if !seen.contains(url) {
            seen.push(url.clone());
        }
    }
    client.set(path, Some(Value::Array(seen)));
}

#[cfg(test)]
mod tests;
