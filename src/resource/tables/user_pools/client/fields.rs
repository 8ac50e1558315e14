//! The settings of an app client.

use crate::resource::field::{Field, FieldKind, ListSuggestions, Rule, Suggestions};
use crate::resource::tables::user_pools::attributes::{attribute_suggestions, user_pool};
use crate::resource::tables::user_pools::resource_server::scopes;
use crate::resource::tables::user_pools::rules::{ARN, NAME, OAUTH_FLOW, SCOPE, STRING};
use crate::resource::tables::{PROVIDER, RESOURCE_SERVER, SECRET};

pub(crate) const PROVIDER_NAME: Rule = Rule::length(1, 32)
    .pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+", "letters, digits, punctuation, symbols and spaces");

const URL: Rule = Rule::length(1, 1024)
    .pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "letters, digits, punctuation and symbols, without spaces");
const CALLBACK: Field = Field::part("URL", URL.also(redirect));
const LOGOUT: Field = Field::part("URL", URL.also(redirect));
const IDP: Field =
    Field::part("Provider", PROVIDER_NAME).suggestions(Suggestions::ListSuggestions(&ListSuggestions {
        common: &["COGNITO"],
        list: || &PROVIDER,
        values: |provider| provider.text("ProviderName").map(str::to_owned).into_iter().collect(),
    }));
pub(crate) const STANDARD_SCOPES: &[&str] =
    &["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];
const CLIENT_SCOPE: Field = SCOPE.suggestions(Suggestions::ListSuggestions(&ListSuggestions {
    common: STANDARD_SCOPES,
    list: || &RESOURCE_SERVER,
    values: scopes,
}));
const ATTRIBUTE: Field = Field::part("Attribute", Rule::length(1, 2048))
    .suggestions(Suggestions::Companion(attribute_suggestions));
const AUTH_FLOW: Field = Field::part("Flow", Rule::ANY).common(&[
    "ALLOW_USER_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_TOKEN_EXCHANGE_DELEGATION",
    "ALLOW_TOKEN_EXCHANGE_IMPERSONATION",
    "ADMIN_NO_SRP_AUTH",
    "CUSTOM_AUTH_FLOW_ONLY",
    "USER_PASSWORD_AUTH",
]);

const ON_OFF: FieldKind = FieldKind::Toggle { on: "on", off: "off" };
const NUMBER: FieldKind = FieldKind::Number { unit: "" };
const UNITS: FieldKind = FieldKind::Choice(&["seconds", "minutes", "hours", "days"]);

/// Turns the keeping of secrets in Secrets Manager on or off. Describe never returns it, but an ARN instead
/// of the secret while it is on.
pub(super) const PUBLISH: &str = "PublishSecretsInAWSSecretsManager";

const GENERAL: &str = "General";
const SIGN_IN: &str = "Sign-in";
const TOKENS: &str = "Tokens";
const OAUTH: &str = "OAuth and login pages";
const ATTRIBUTES: &str = "Attributes";
const ANALYTICS: &str = "Analytics";

pub(super) const FIELDS: &[Field] = &[
    Field::new("ClientName", "Name", GENERAL, FieldKind::Text).rule(NAME.required()),
    Field::new("ClientId", "Id", GENERAL, FieldKind::Text).identifier(),
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).identifier().link(user_pool),
    Field::new("ClientType", "Type", GENERAL, FieldKind::Text)
        .read_only()
        .help("REGULAR, or DCR for a client that registered itself."),
    Field::new("ClientSecret", "Client secret", GENERAL, FieldKind::Secret)
        .read_only()
        .when_absent("see Secrets")
        .counts("secret", || &SECRET)
        .help("The app authenticates with it. Later ones are on the Secrets tab."),
    Field::new("ClientSecretArn", "Secret in Secrets Manager", GENERAL, FieldKind::Text)
        .read_only()
        .when_absent("none")
        .help("Apps read the secret there; AWS rotates it."),
    Field::new("GenerateSecret", "Generate a secret", GENERAL, FieldKind::Toggle { on: "yes", off: "no" })
        .create_only_write_only()
        .rule(Rule::ANY.required())
        .default_for_new("false")
        .help("Only at creation. Public apps can't keep a secret."),
    Field::new(PUBLISH, "Use Secrets Manager", GENERAL, ON_OFF)
        .write_only()
        .when_absent("(no change)")
        .help("On: AWS moves the secret there and rotates it. Off: AWS deletes it there."),
    Field::new("CreationDate", "Created", GENERAL, FieldKind::Date).read_only(),
    Field::new("LastModifiedDate", "Last changed", GENERAL, FieldKind::Date).read_only(),
    Field::new("ExplicitAuthFlows", "Authentication flows", SIGN_IN, FieldKind::List(&AUTH_FLOW))
        .when_absent("(default: refresh token, SRP and custom)")
        .help("How users may sign in. Names without ALLOW_ are legacy."),
    Field::new("SupportedIdentityProviders", "Identity providers", SIGN_IN, FieldKind::List(&IDP))
        .help("Where users sign in. COGNITO: the user pool."),
    Field::new(
        "PreventUserExistenceErrors",
        "User existence errors",
        SIGN_IN,
        FieldKind::Choice(&["LEGACY", "ENABLED"]),
    )
    .when_absent("LEGACY (never set)")
    .help("ENABLED hides whether a user exists."),
    Field::new("AuthSessionValidity", "Sign-in session", SIGN_IN, FieldKind::Number { unit: "minutes" })
        .rule(Rule::length(3, 15))
        .when_absent("(default: 3 minutes)")
        .help("How long a user has to answer each challenge."),
    Field::new("EnablePropagateAdditionalUserContextData", "Accept client IP addresses", SIGN_IN, ON_OFF)
        .when_absent("(default: off)")
        .help("Needs a client secret."),
    Field::new("RefreshTokenValidity", "Refresh token valid", TOKENS, NUMBER)
        .rule(Rule::length(0, 315_360_000))
        .when_absent("(default: 30 days)")
        .unit_in("TokenValidityUnits.RefreshToken")
        .help("60 minutes to 10 years, with its unit."),
    Field::new("TokenValidityUnits.RefreshToken", "Refresh token unit", TOKENS, UNITS)
        .when_absent("(default: days)"),
    Field::new("AccessTokenValidity", "Access token valid", TOKENS, NUMBER)
        .rule(Rule::length(1, 86_400))
        .unit_in("TokenValidityUnits.AccessToken")
        .when_absent("(default: 1 hour)")
        .help("5 minutes to 1 day, with its unit."),
    Field::new("TokenValidityUnits.AccessToken", "Access token unit", TOKENS, UNITS)
        .when_absent("(default: hours)"),
    Field::new("IdTokenValidity", "ID token valid", TOKENS, NUMBER)
        .rule(Rule::length(1, 86_400))
        .unit_in("TokenValidityUnits.IdToken")
        .when_absent("(default: 1 hour)")
        .help("5 minutes to 1 day, with its unit."),
    Field::new("TokenValidityUnits.IdToken", "ID token unit", TOKENS, UNITS).when_absent("(default: hours)"),
    Field::new("EnableTokenRevocation", "Token revocation", TOKENS, ON_OFF)
        .when_absent("off (never set)")
        .default_for_new("true")
        .help("Whether tokens of this client can be revoked."),
    Field::new(
        "RefreshTokenRotation.Feature",
        "Refresh token rotation",
        TOKENS,
        FieldKind::Choice(&["ENABLED", "DISABLED"]),
    )
    .when_absent("DISABLED (never set)")
    .help("Whether a refresh rotates the token. Excludes ALLOW_REFRESH_TOKEN_AUTH."),
    Field::new(
        "RefreshTokenRotation.RetryGracePeriodSeconds",
        "Rotation grace period",
        TOKENS,
        FieldKind::Number { unit: "seconds" },
    )
    .rule(Rule::length(0, 60))
    .help("How long the previous refresh token still works."),
    Field::new("AllowedOAuthFlowsUserPoolClient", "OAuth", OAUTH, ON_OFF)
        .when_absent("(default: off)")
        .help("Whether the client may use OAuth, set below."),
    Field::new("AllowedOAuthFlows", "OAuth flows", OAUTH, FieldKind::List(&OAUTH_FLOW))
        .rule(Rule::at_most(3))
        .help("client_credentials must be alone and needs a secret."),
    Field::new("AllowedOAuthScopes", "OAuth scopes", OAUTH, FieldKind::List(&CLIENT_SCOPE))
        .rule(Rule::at_most(50))
        .help("Standard scopes, and those of resource servers."),
    Field::new("CallbackURLs", "Callback URLs", OAUTH, FieldKind::List(&CALLBACK))
        .rule(Rule::at_most(100))
        .help("Where the login pages may send users. Must match exactly."),
    Field::new("DefaultRedirectURI", "Default callback URL", OAUTH, FieldKind::Text)
        .rule(URL.also(redirect))
        .suggestions(Suggestions::OwnDocument(|client| {
            client.texts("CallbackURLs").map(str::to_owned).collect()
        }))
        .help("Must be one of the callback URLs."),
    // An emptied list is left out: clients that may have none are refused an empty one
    // (aws-sdk-java-v2#5528).
    Field::new("LogoutURLs", "Logout URLs", OAUTH, FieldKind::List(&LOGOUT))
        .rule(Rule::length(1, 100))
        .help("Where users may return after sign-out. Must match exactly."),
    Field::new("ReadAttributes", "Readable attributes", ATTRIBUTES, FieldKind::List(&ATTRIBUTE))
        .when_absent("all standard attributes (never set)")
        .help("The user attributes that the app may read."),
    Field::new("WriteAttributes", "Writable attributes", ATTRIBUTES, FieldKind::List(&ATTRIBUTE))
        .when_absent("all standard attributes (never set)")
        .help("What the app may write, with required and mapped attributes."),
    Field::new("AnalyticsConfiguration.ApplicationId", "Pinpoint project id", ANALYTICS, FieldKind::Text)
        .rule(Rule::ANY.pattern(r"^[0-9a-fA-F]+$", "hexadecimal digits")),
    Field::new("AnalyticsConfiguration.ApplicationArn", "Pinpoint project ARN", ANALYTICS, FieldKind::Text)
        .rule(ARN),
    Field::new("AnalyticsConfiguration.RoleArn", "Pinpoint role", ANALYTICS, FieldKind::Text)
        .rule(ARN)
        .help("The IAM role that Cognito publishes events under."),
    Field::new("AnalyticsConfiguration.ExternalId", "Pinpoint external id", ANALYTICS, FieldKind::Text)
        .rule(STRING),
    Field::new(
        "AnalyticsConfiguration.UserDataShared",
        "User data in events",
        ANALYTICS,
        FieldKind::Toggle { on: "yes", off: "no" },
    ),
];

/// Checks a callback or logout URL: https, http on this machine, or the scheme of an app, and no fragment.
fn redirect(url: &str) -> Result<(), String> {
    let scheme = url.split(':').next().filter(|scheme| scheme.len() < url.len() && !scheme.is_empty());
    let web =
        scheme.is_some_and(|scheme| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)));
    let rest = url.split_once("://").map(|(_, rest)| rest);
    let (Some(scheme), Some(rest)) = (scheme, rest.or(if web { None } else { Some("") })) else {
        return Err("must begin with https:// or with an app's scheme, such as myapp:".to_owned());
    };
    if url.contains('#') {
        return Err("must not have a fragment (#)".to_owned());
    }
    if url.contains('*') {
        return Err("must not contain *: URLs must match exactly".to_owned());
    }
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    let host = authority
        .strip_prefix("[::1]")
        .map_or_else(|| authority.split(':').next().unwrap_or(authority), |_| "[::1]");
    if scheme.eq_ignore_ascii_case("http") && !["localhost", "127.0.0.1", "[::1]"].contains(&host) {
        return Err("must be https; http works for localhost, 127.0.0.1 and [::1] only".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_is_https_or_of_this_machine_or_of_an_app_and_has_no_fragment() {
        for url in [
            "com.example.app:/cb",
            "https://shop.example.com/cb?x=1",
            "http://localhost:3000/",
            "http://127.0.0.1",
            "http://[::1]:8080/cb",
            "myapp://done",
        ] {
            assert_eq!(redirect(url), Ok(()), "{url}");
        }
        for url in [
            "http://shop.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.nip.io/",
            "https://a.example/#x",
            "https:/x",
            "shop",
        ] {
            assert!(redirect(url).is_err(), "{url}");
        }
    }
}
