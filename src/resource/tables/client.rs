//! App clients of user pools: all members of `UserPoolClientType`, which `DescribeUserPoolClient` answers.

use serde_json::Value;

use super::resource_server::scopes;
use super::user_pool::{ARN, NAME, OAUTH_FLOW, SCOPE, STRING};
use super::{IDENTITY_POOL, PROVIDER, RESOURCE_SERVER, SECRET, SIGN_UP, USER_POOL};
use crate::resource::field::{Field, FieldKind, Offer, Rows, Rule};
use crate::resource::{Across, Aside, Column, Document, Hangs, Key, Kind, KindId, Listing, Shows, Tab, Users};

/// An app client.
pub static CLIENT: Kind = Kind {
    id: KindId::Client,
    name: "app client",
    plural: "App clients",
    id_path: "ClientId",
    name_path: "ClientName",
    envelope: Some("UserPoolClient"),
    parent_path: "UserPoolId",
    describe: "DescribeUserPoolClient",
    create: Some("CreateUserPoolClient"),
    update: Some("UpdateUserPoolClient"),
    delete: Some("DeleteUserPoolClient"),
    beside: Some(Aside::Parent(|| &USER_POOL)),
    across: ACROSS,
    urls: &["CallbackURLs", "DefaultRedirectURI", "LogoutURLs"],
    fields: FIELDS,
    columns: &[
        Column::new("CLIENT", "ClientName", 20),
        Column::new("CLIENT ID", "ClientId", 26),
        Column::told("OAUTH", "AllowedOAuthFlowsUserPoolClient", 10, oauth),
        Column::told("SECRET", "ClientSecret", 6, |client| if client.get("ClientSecret").is_some() { "yes" } else { "no" }.to_owned()),
        Column::told("TOKENS", "RefreshTokenValidity", 10, lifetimes),
        Column::told("URLS", "CallbackURLs", 4, |client| {
            let urls = ["CallbackURLs", "LogoutURLs"].iter().map(|path| texts(client, path).count());
            urls.sum::<usize>().to_string()
        }),
        Column::told("FLOWS", "ExplicitAuthFlows", 16, flows),
    ],
    listing: Listing::Glanced,
    tries: Some(|| &SIGN_UP),
    tabs: &[
        Tab { title: "Settings", shows: Shows::Itself },
        Tab { title: "Secrets", shows: Shows::List(|| &SECRET) },
        Tab { title: "Where used", shows: Shows::Users(&TRUSTING_POOLS) },
    ],
    hangs: &[Hangs::Users(&TRUSTING_POOLS)],
    ..Kind::BARE
};

/// The identity pools that trust a client.
const TRUSTING_POOLS: Users = Users {
    kind: || &IDENTITY_POOL,
    beside_it: false,
    uses: trusts,
    title: "Identity pools that trust it",
    help: "Its users get AWS credentials there.",
};

/// Whether an identity pool names a client among its user-pool providers.
fn trusts(client: &Key, pool: &Document) -> bool {
    let providers = pool.get("CognitoIdentityProviders").and_then(Value::as_array).into_iter().flatten();
    let named = |provider: &Value| {
        let of = provider.get("ProviderName").and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
        provider.get("ClientId").and_then(Value::as_str) == Some(client.id.as_str()) && of == client.parent.as_deref()
    };
    providers.into_iter().any(named)
}

/// The name of an identity provider.
pub(super) const PROVIDER_NAME: Rule =
    Rule::length(1, 32).pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+", "letters, digits, punctuation, symbols and spaces");

const URL: Rule =
    Rule::length(1, 1024).pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "letters, digits, punctuation and symbols, without spaces");
const CALLBACK: Field = Field::part("URL", URL.also(redirect));
const LOGOUT: Field = Field::part("URL", URL.also(redirect));
const IDP: Field = Field::part("Provider", PROVIDER_NAME).offer(Offer::Rows(&Rows {
    usual: &["COGNITO"],
    list: || &PROVIDER,
    values: |provider| provider.text("ProviderName").map(str::to_owned).into_iter().collect(),
}));
const STANDARD_SCOPES: &[&str] = &["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];
const CLIENT_SCOPE: Field = SCOPE.offer(Offer::Rows(&Rows { usual: STANDARD_SCOPES, list: || &RESOURCE_SERVER, values: scopes }));
const ATTRIBUTE: Field = Field::part("Attribute", Rule::length(1, 2048)).offer(Offer::Beside(|pool| schema(pool, |_| true)));
const AUTH_FLOW: Field = Field::part("Flow", Rule::ANY).usual(&[
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

const GENERAL: &str = "General";
const SIGN_IN: &str = "Sign-in";
const TOKENS: &str = "Tokens";
const OAUTH: &str = "OAuth and login pages";
const ATTRIBUTES: &str = "Attributes";
const ANALYTICS: &str = "Analytics";

const FIELDS: &[Field] = &[
    Field::new("ClientName", "Name", GENERAL, FieldKind::Text).rule(NAME.required()),
    Field::new("ClientId", "Id", GENERAL, FieldKind::Text).id(),
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).id().link(user_pool),
    Field::new("ClientType", "Type", GENERAL, FieldKind::Text).describe_only().help("REGULAR, or DCR for a client that registered itself."),
    Field::new("ClientSecret", "Client secret", GENERAL, FieldKind::Secret)
        .describe_only()
        .unset("none")
        .help("What the app proves with that it is this client. A public client has none."),
    Field::new("GenerateSecret", "Generate a secret", GENERAL, FieldKind::Toggle { on: "yes", off: "no" })
        .on_create()
        .rule(Rule::ANY.required())
        .starts("false")
        .help("Only now: a client without a secret never gets one. Public apps can't keep one."),
    Field::new("CreationDate", "Created", GENERAL, FieldKind::Date).describe_only(),
    Field::new("LastModifiedDate", "Last changed", GENERAL, FieldKind::Date).describe_only(),
    Field::new("ExplicitAuthFlows", "Authentication flows", SIGN_IN, FieldKind::List(&AUTH_FLOW))
        .unset("refresh token, SRP and custom (default)")
        .help("How users may sign in by the API. Names without ALLOW_ are legacy."),
    Field::new("SupportedIdentityProviders", "Identity providers", SIGN_IN, FieldKind::List(&IDP))
        .help("What the login pages offer: COGNITO (the pool's own users) and providers."),
    Field::new("PreventUserExistenceErrors", "User existence errors", SIGN_IN, FieldKind::Choice(&["LEGACY", "ENABLED"]))
        .unset("LEGACY (never set)")
        .help("ENABLED hides whether a user exists; LEGACY tells it."),
    Field::new("AuthSessionValidity", "Sign-in session", SIGN_IN, FieldKind::Number { unit: "minutes" })
        .rule(Rule::length(3, 15))
        .unset("3 minutes (default)")
        .help("How long a user has to answer each challenge."),
    Field::new("EnablePropagateAdditionalUserContextData", "Accept client IP addresses", SIGN_IN, ON_OFF)
        .unset("off (default)")
        .help("Whether the app may send its users' IP addresses; it needs a secret for it."),
    Field::new("RefreshTokenValidity", "Refresh token valid", TOKENS, NUMBER)
        .rule(Rule::length(0, 315_360_000))
        .unset("30 days (default)")
        .help("60 minutes to 10 years, in the unit below; 0 means 30 days."),
    Field::new("TokenValidityUnits.RefreshToken", "Refresh token unit", TOKENS, UNITS).unset("days (default)"),
    Field::new("AccessTokenValidity", "Access token valid", TOKENS, NUMBER)
        .rule(Rule::length(1, 86_400))
        .unset("1 hour (default)")
        .help("5 minutes to 1 day, in the unit below."),
    Field::new("TokenValidityUnits.AccessToken", "Access token unit", TOKENS, UNITS).unset("hours (default)"),
    Field::new("IdTokenValidity", "ID token valid", TOKENS, NUMBER)
        .rule(Rule::length(1, 86_400))
        .unset("1 hour (default)")
        .help("5 minutes to 1 day, in the unit below."),
    Field::new("TokenValidityUnits.IdToken", "ID token unit", TOKENS, UNITS).unset("hours (default)"),
    Field::new("EnableTokenRevocation", "Token revocation", TOKENS, ON_OFF)
        .unset("off (never set)")
        .help("Whether a refresh token, and the tokens that came of it, can be revoked."),
    Field::new("RefreshTokenRotation.Feature", "Refresh token rotation", TOKENS, FieldKind::Choice(&["ENABLED", "DISABLED"]))
        .unset("DISABLED (never set)")
        .help("Whether a refresh gives a new token. Excludes ALLOW_REFRESH_TOKEN_AUTH."),
    Field::new("RefreshTokenRotation.RetryGracePeriodSeconds", "Rotation grace period", TOKENS, FieldKind::Number { unit: "seconds" })
        .rule(Rule::length(0, 60))
        .help("How long the former refresh token still works."),
    Field::new("AllowedOAuthFlowsUserPoolClient", "OAuth", OAUTH, ON_OFF)
        .unset("off (default)")
        .help("Whether it may use the login pages and OAuth; the settings below need it."),
    Field::new("AllowedOAuthFlows", "OAuth flows", OAUTH, FieldKind::List(&OAUTH_FLOW))
        .rule(Rule::at_most(3))
        .help("client_credentials must be the only one and needs a client secret."),
    Field::new("AllowedOAuthScopes", "OAuth scopes", OAUTH, FieldKind::List(&CLIENT_SCOPE))
        .rule(Rule::at_most(50))
        .help("Standard scopes, and those of resource servers."),
    Field::new("CallbackURLs", "Callback URLs", OAUTH, FieldKind::List(&CALLBACK))
        .rule(Rule::at_most(100))
        .help("Where the login pages may send users back to; matched to the letter."),
    Field::new("DefaultRedirectURI", "Default callback URL", OAUTH, FieldKind::Text)
        .rule(URL.also(redirect))
        .offer(Offer::Own(|client| texts(client, "CallbackURLs").map(str::to_owned).collect()))
        .help("Must be one of the callback URLs."),
    Field::new("LogoutURLs", "Logout URLs", OAUTH, FieldKind::List(&LOGOUT))
        .rule(Rule::at_most(100))
        .help("Where the login pages may send users to after they sign out."),
    Field::new("ReadAttributes", "Readable attributes", ATTRIBUTES, FieldKind::List(&ATTRIBUTE))
        .unset("all standard attributes (never set)")
        .help("What the app may read of its user."),
    Field::new("WriteAttributes", "Writable attributes", ATTRIBUTES, FieldKind::List(&ATTRIBUTE))
        .unset("all standard attributes (never set)")
        .help("What the app may change of its user; holds every required and mapped one."),
    Field::new("AnalyticsConfiguration.ApplicationId", "Pinpoint project id", ANALYTICS, FieldKind::Text)
        .rule(Rule::ANY.pattern(r"^[0-9a-fA-F]+$", "hexadecimal digits")),
    Field::new("AnalyticsConfiguration.ApplicationArn", "Pinpoint project ARN", ANALYTICS, FieldKind::Text).rule(ARN),
    Field::new("AnalyticsConfiguration.RoleArn", "Pinpoint role", ANALYTICS, FieldKind::Text)
        .rule(ARN)
        .help("The IAM role that Cognito publishes events under."),
    Field::new("AnalyticsConfiguration.ExternalId", "Pinpoint external id", ANALYTICS, FieldKind::Text).rule(STRING),
    Field::new("AnalyticsConfiguration.UserDataShared", "User data in events", ANALYTICS, FieldKind::Toggle { on: "yes", off: "no" }),
];

/// The names of the attributes of a user pool that a predicate takes, those that must be there marked by their order.
pub(super) fn schema(pool: &Document, which: fn(&Value) -> bool) -> Vec<String> {
    let attributes = pool.get("SchemaAttributes").and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<_> = attributes.filter(|attribute| which(attribute)).collect();
    found.sort_by_key(|attribute| !is_required(attribute));
    found.into_iter().filter_map(|attribute| Some(attribute.get("Name")?.as_str()?.to_owned())).collect()
}

pub(super) fn is_required(attribute: &Value) -> bool {
    attribute.get("Required") == Some(&Value::Bool(true))
}

fn texts<'a>(document: &'a Document, path: &str) -> impl Iterator<Item = &'a str> {
    document.get(path).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The OAuth flows of a client, or that it has none: "code", "off".
fn oauth(client: &Document) -> String {
    let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
    if on { texts(client, "AllowedOAuthFlows").collect::<Vec<_>>().join(" ") } else { "off".to_owned() }
}

/// How users may sign in by the API, in short: "srp refresh"; what is set when nothing is says so.
fn flows(client: &Document) -> String {
    let short = |flow: &str| {
        let flow = flow.strip_prefix("ALLOW_").unwrap_or(flow);
        flow.replace("_AUTH", "").replace("USER_", "").replace("_TOKEN", "").to_lowercase()
    };
    let flows: Vec<_> = texts(client, "ExplicitAuthFlows").map(short).collect();
    if flows.is_empty() { "default".to_owned() } else { flows.join(" ") }
}

/// How long refresh, access and ID tokens live: "30d 1h 1h".
fn lifetimes(client: &Document) -> String {
    let short = |token: &Token| {
        let Some(seconds) = seconds(client, token) else { return "?".to_owned() };
        let units = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];
        let (of_unit, unit) = units.into_iter().find(|(of_unit, _)| seconds % of_unit == 0).unwrap_or((1, "s"));
        format!("{}{unit}", seconds / of_unit)
    };
    [REFRESH, ACCESS, ID].iter().map(short).collect::<Vec<_>>().join(" ")
}

/// What the settings of a client must be to each other. Source: the API reference of `CreateUserPoolClient`, and refusals
/// of the service that deployments have met.
const ACROSS: &[Across] = &[
    Across { path: "AllowedOAuthFlows", refused: true, says: |client, _| oauth_flows(client) },
    Across {
        path: "AllowedOAuthFlows",
        refused: false,
        says: |client, _| {
            // What Describe tells no secret of may have one all the same: only the first one is told.
            let machine = texts(client, "AllowedOAuthFlows").any(|flow| flow == "client_credentials");
            (machine && client.get("ClientSecret").is_none() && client.get("GenerateSecret").is_none())
                .then(|| "client_credentials needs a client secret, and AWS tells of none".to_owned())
        },
    },
    Across {
        path: "AllowedOAuthScopes",
        refused: true,
        says: |client, _| {
            let machine = texts(client, "AllowedOAuthFlows").any(|flow| flow == "client_credentials");
            let standard = texts(client, "AllowedOAuthScopes").find(|scope| STANDARD_SCOPES.contains(scope))?;
            machine.then(|| format!("client_credentials can't ask for {standard}: only for scopes of resource servers"))
        },
    },
    Across {
        path: "AllowedOAuthScopes",
        refused: true,
        says: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            let [flows, scopes] = ["AllowedOAuthFlows", "AllowedOAuthScopes"].map(|path| texts(client, path).next().is_some());
            (on && !(flows && scopes)).then(|| "while OAuth is on there must be flows and scopes".to_owned())
        },
    },
    Across {
        path: "CallbackURLs",
        refused: true,
        says: |client, _| {
            let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
            let redirects = texts(client, "AllowedOAuthFlows").any(|flow| ["code", "implicit"].contains(&flow));
            (on && redirects && texts(client, "CallbackURLs").next().is_none())
                .then(|| "the flows code and implicit need a callback URL".to_owned())
        },
    },
    Across {
        path: "EnablePropagateAdditionalUserContextData",
        refused: true,
        says: |client, _| {
            let on = client.get("EnablePropagateAdditionalUserContextData") == Some(&Value::Bool(true));
            (on && client.get("GenerateSecret") == Some(&Value::Bool(false))).then(|| "needs a client secret".to_owned())
        },
    },
    Across {
        path: "AnalyticsConfiguration.ApplicationId",
        refused: true,
        says: |client, _| {
            let set = |name: &str| client.text(&format!("AnalyticsConfiguration.{name}")).is_some_and(|text| !text.is_empty());
            let parts = ["ApplicationId", "RoleArn", "ExternalId"];
            let some = parts.iter().any(|name| set(name));
            (some && !set("ApplicationArn") && !parts.iter().all(|name| set(name)))
                .then(|| "needs the role and the external id beside it; or name the project by its ARN alone".to_owned())
        },
    },
    Across {
        path: "AllowedOAuthFlowsUserPoolClient",
        // The API reference says that it must be on; clients are seen to keep such settings without it, of no use.
        refused: false,
        says: |client, _| {
            let off = client.get("AllowedOAuthFlowsUserPoolClient") != Some(&Value::Bool(true));
            let settings = [
                ("AllowedOAuthFlows", "OAuth flows"),
                ("AllowedOAuthScopes", "OAuth scopes"),
                ("CallbackURLs", "callback URLs"),
                ("LogoutURLs", "logout URLs"),
            ];
            let set: Vec<_> = settings.iter().filter(|(path, _)| texts(client, path).next().is_some()).map(|(_, name)| *name).collect();
            (off && !set.is_empty()).then(|| format!("is off, so these are of no use: {}", set.join(", ")))
        },
    },
    Across {
        path: "DefaultRedirectURI",
        refused: true,
        says: |client, _| {
            let url = client.text("DefaultRedirectURI").filter(|url| !url.is_empty())?;
            (!texts(client, "CallbackURLs").any(|callback| callback == url)).then(|| "must be one of the callback URLs".to_owned())
        },
    },
    Across {
        path: "RefreshTokenRotation.Feature",
        refused: true,
        says: |client, _| {
            let rotates = client.text("RefreshTokenRotation.Feature") == Some("ENABLED");
            let refreshes = texts(client, "ExplicitAuthFlows").any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH");
            (rotates && refreshes).then(|| "excludes ALLOW_REFRESH_TOKEN_AUTH among the authentication flows".to_owned())
        },
    },
    Across {
        path: "ExplicitAuthFlows",
        refused: true,
        says: |client, _| {
            let (allow, legacy): (Vec<_>, Vec<_>) = texts(client, "ExplicitAuthFlows").partition(|flow| flow.starts_with("ALLOW_"));
            let mixed = !allow.is_empty() && !legacy.is_empty();
            mixed.then(|| format!("can't mix {} with names that begin with ALLOW_", legacy.join(", ")))
        },
    },
    Across { path: "RefreshTokenValidity", refused: true, says: |client, _| lifetime(client, &REFRESH) },
    Across { path: "AccessTokenValidity", refused: true, says: |client, _| lifetime(client, &ACCESS) },
    Across { path: "IdTokenValidity", refused: true, says: |client, _| lifetime(client, &ID) },
    Across { path: "AccessTokenValidity", refused: true, says: |client, _| outlives(client, &ACCESS) },
    Across { path: "IdTokenValidity", refused: true, says: |client, _| outlives(client, &ID) },
    Across {
        path: "WriteAttributes",
        refused: true,
        says: |client, _| {
            let never = texts(client, "WriteAttributes").find(|name| ["sub", "email_verified", "phone_number_verified"].contains(name))?;
            Some(format!("no app can write {never}"))
        },
    },
    Across {
        path: "WriteAttributes",
        refused: true,
        says: |client, pool| {
            client.get("WriteAttributes").and_then(Value::as_array).filter(|attributes| !attributes.is_empty())?;
            let written: Vec<_> = texts(client, "WriteAttributes").collect();
            let missing = schema(pool?, is_required);
            let missing: Vec<_> = missing.into_iter().filter(|name| name != "sub" && !written.contains(&name.as_str())).collect();
            (!missing.is_empty()).then(|| format!("must hold what the user pool requires: {}", missing.join(", ")))
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
    without.then(|| "client_credentials needs a client secret, which a client has from the beginning or never".to_owned())
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
    (!(token.least..=token.most).contains(&lives)).then(|| format!("with its unit it must be {}", token.words))
}

/// The user pool that an id names.
pub(super) fn user_pool(id: &Value) -> Option<Key> {
    id.as_str().filter(|id| !id.is_empty()).map(|id| Key::top(&USER_POOL, id))
}

/// Where a login page may send its user back to: https, http on this machine, or the scheme of an app; no fragment.
fn redirect(url: &str) -> Result<(), String> {
    let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| !scheme.is_empty()) else {
        return Err("must begin with https:// or with an app's scheme, such as myapp://".to_owned());
    };
    if url.contains('#') {
        return Err("must not have a fragment (#)".to_owned());
    }
    if url.contains('*') {
        return Err("must not hold *: URLs are matched to the letter".to_owned());
    }
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    let host = authority.strip_prefix("[::1]").map_or_else(|| authority.split(':').next().unwrap_or(authority), |_| "[::1]");
    if scheme.eq_ignore_ascii_case("http") && !["localhost", "127.0.0.1", "[::1]"].contains(&host) {
        return Err("must be https; http works for localhost, 127.0.0.1 and [::1] only".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_callback_is_https_or_of_this_machine_or_of_an_app_and_has_no_fragment() {
        for url in ["https://shop.example.com/cb?x=1", "http://localhost:3000/", "http://127.0.0.1", "http://[::1]:8080/cb", "myapp://done"]
        {
            assert_eq!(redirect(url), Ok(()), "{url}");
        }
        for url in ["http://shop.example.com", "http://localhost.example.com", "http://127.0.0.1.nip.io/", "https://a.example/#x", "shop"] {
            assert!(redirect(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_client_leads_to_its_user_pool() {
        assert_eq!(user_pool(&json!("eu-west-1_A")), Some(Key::top(&USER_POOL, "eu-west-1_A")));
        assert_eq!(user_pool(&json!("")), None);
    }
}
