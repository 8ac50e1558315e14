//! App clients of user pools: all members of `UserPoolClientType`, which `DescribeUserPoolClient` answers.

use serde_json::Value;

use crate::resource::OperationName::{
    CreateUserPoolClient, DeleteUserPoolClient, DescribeUserPoolClient, ListUserPoolClients,
    UpdateUserPoolClient,
};
use crate::resource::display::value::DisplayValue;
use crate::resource::field::{Field, FieldKind, ListSuggestions, Rule, Suggestions};
use crate::resource::tables::client_rules::{CROSS_FIELD_RULES, lifetimes};
use crate::resource::tables::provider::mapped;
use crate::resource::tables::resource_server::scopes;
use crate::resource::tables::user_pool::{ARN, NAME, OAUTH_FLOW, SCOPE, STRING};
use crate::resource::tables::{IDENTITY_POOL, PROVIDER, RESOURCE_SERVER, SECRET, SIGN_UP, USER_POOL};
use crate::resource::{
    Actions, Checks, Column, Companion, Creation, Deletion, Dependent, Document, Key, Kind, KindId, Listing,
    Operation, Operations, Paging, Referrers, Related, Shows, Tab, UpdateRules,
};

/// An app client.
pub static CLIENT: Kind = Kind {
    id: KindId::Client,
    name: "app client",
    plural: "App clients",
    id_path: "ClientId",
    name_path: "ClientName",
    parent: Some(|| &USER_POOL),
    operations: Operations {
        list: Some(
            Operation::new(ListUserPoolClients, &["UserPoolId"])
                .answers_pages("UserPoolClients", Paging::of(60))
                .quota_per_user_pool(),
        ),
        describe: Some(
            Operation::new(DescribeUserPoolClient, &["UserPoolId", "ClientId"])
                .answers("UserPoolClient")
                .quota_per_user_pool(),
        ),
        create: Some(Operation::new(CreateUserPoolClient, &["UserPoolId"]).answers("UserPoolClient")),
        update: Some(Operation::new(UpdateUserPoolClient, &[])),
        delete: Some(Operation::new(DeleteUserPoolClient, &["UserPoolId", "ClientId"])),
    },
    related: Related {
        companion: Some(Companion::Parent(|| &USER_POOL)),
        siblings: Some(&MAPPING_PROVIDERS),
    },
    checks: Checks { cross_field_rules: CROSS_FIELD_RULES, ..Checks::EMPTY },
    actions: Actions {
        url_members: &["CallbackURLs", "DefaultRedirectURI", "LogoutURLs"],
        sign_up: Some(|| &SIGN_UP),
        ..Actions::EMPTY
    },
    fields: FIELDS,
    columns: &[
        Column::new("CLIENT", "ClientName", 20),
        Column::new("CLIENT ID", "ClientId", 26),
        Column::shown("OAUTH", "AllowedOAuthFlowsUserPoolClient", 10, |client, _| {
            DisplayValue::Text(oauth(client))
        }),
        // Of a client whose first secret was deleted after a rotation AWS tells none, though it has one.
        Column::shown("SECRET", "ClientSecret", 6, |client, _| {
            DisplayValue::Text(if client.get("ClientSecret").is_some() { "yes" } else { "none" }.to_owned())
        }),
        Column::shown("TOKENS", "RefreshTokenValidity", 10, |client, _| {
            DisplayValue::Text(lifetimes(client))
        }),
        Column::shown("URLS", "CallbackURLs", 4, |client, _| {
            let urls = ["CallbackURLs", "LogoutURLs"].iter().map(|path| texts(client, path).count());
            DisplayValue::Text(urls.sum::<usize>().to_string())
        }),
        Column::shown("FLOWS", "ExplicitAuthFlows", 16, |client, _| DisplayValue::Text(flows(client))),
    ],
    listing: Listing::VisibleRowsDescribed,
    update: UpdateRules {
        requires_one_of: &[("AnalyticsConfiguration", &["ApplicationId", "ApplicationArn"])],
        ..UpdateRules::EMPTY
    },
    creation: Creation {
        copy_overrides: Some(|client| {
            // A client gets its first secret when it is created or never, so a copy of one with a secret has
            // a secret of its own.
            let secret = Value::Bool(client.get("ClientSecret").is_some());
            [("GenerateSecret".to_owned(), secret)].into_iter().collect()
        }),
        ..Creation::EMPTY
    },
    tabs: &[
        Tab { title: "Settings", shows: Shows::Itself },
        Tab { title: "Secrets", shows: Shows::List(|| &SECRET) },
        Tab { title: "Where used", shows: Shows::Referrers(&TRUSTING_POOLS) },
    ],
    deletion: Deletion { dependents: &[Dependent::Referrers(&TRUSTING_POOLS)], ..Deletion::EMPTY },
    ..Kind::EMPTY
};

/// The identity pools that trust a client.
static TRUSTING_POOLS: Referrers = Referrers {
    id: "identity pools that trust an app client",
    kind: || &IDENTITY_POOL,
    scan_label: "Looking who uses",
    same_parent: false,
    refers: trusts,
    title: "Identity pools that trust it",
    help: "Its users get AWS credentials there.",
    reference_list: None,
};

/// The identity providers that fill attributes of users at every sign-in.
static MAPPING_PROVIDERS: Referrers = Referrers {
    id: "identity providers that fill attributes",
    kind: || &PROVIDER,
    scan_label: "Reading which attributes providers fill, for",
    same_parent: true,
    refers: |_, provider| filled(provider).next().is_some(),
    title: "Identity providers that fill attributes",
    help: "They write them at every sign-in.",
    reference_list: None,
};

/// What no app client can write.
pub(crate) const UNWRITABLE: [&str; 3] = ["sub", "email_verified", "phone_number_verified"];

/// The attributes that a provider fills and an app client may have to write: not the user's name, nor what no
/// client can.
pub(crate) fn filled(provider: &Document) -> impl Iterator<Item = &str> {
    mapped(provider).filter(|name| *name != "username" && !UNWRITABLE.contains(name))
}

/// Whether an identity pool names a client among its user-pool providers.
fn trusts(client: &Key, pool: &Document) -> bool {
    let providers = pool.get("CognitoIdentityProviders").and_then(Value::as_array).into_iter().flatten();
    let named = |provider: &Value| {
        let of =
            provider.get("ProviderName").and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
        provider.get("ClientId").and_then(Value::as_str) == Some(client.id.as_str())
            && of == client.outermost_parent()
    };
    providers.into_iter().any(named)
}

/// The name of an identity provider.
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
const ATTRIBUTE: Field =
    Field::part("Attribute", Rule::length(1, 2048)).suggestions(Suggestions::Companion(marked));
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

const GENERAL: &str = "General";
const SIGN_IN: &str = "Sign-in";
const TOKENS: &str = "Tokens";
const OAUTH: &str = "OAuth and login pages";
const ATTRIBUTES: &str = "Attributes";
const ANALYTICS: &str = "Analytics";

const FIELDS: &[Field] = &[
    Field::new("ClientName", "Name", GENERAL, FieldKind::Text).rule(NAME.required()),
    Field::new("ClientId", "Id", GENERAL, FieldKind::Text).identifier(),
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).identifier().link(user_pool),
    Field::new("ClientType", "Type", GENERAL, FieldKind::Text)
        .read_only()
        .help("REGULAR, or DCR for a client that registered itself."),
    Field::new("ClientSecret", "Client secret", GENERAL, FieldKind::Secret)
        .read_only()
        .when_absent("none, or only a later one")
        .help("What the app proves itself with. A public client has none; a later one is told only once."),
    Field::new("GenerateSecret", "Generate a secret", GENERAL, FieldKind::Toggle { on: "yes", off: "no" })
        .create_only_write_only()
        .rule(Rule::ANY.required())
        .default_for_new("false")
        .help("Only now: a client without a secret never gets one. Public apps can't keep one."),
    Field::new("CreationDate", "Created", GENERAL, FieldKind::Date).read_only(),
    Field::new("LastModifiedDate", "Last changed", GENERAL, FieldKind::Date).read_only(),
    Field::new("ExplicitAuthFlows", "Authentication flows", SIGN_IN, FieldKind::List(&AUTH_FLOW))
        .when_absent("refresh token, SRP and custom (default)")
        .help("How users may sign in by the API. Names without ALLOW_ are legacy."),
    Field::new("SupportedIdentityProviders", "Identity providers", SIGN_IN, FieldKind::List(&IDP))
        .help("What the login pages offer: COGNITO (the pool's own users) and providers."),
    Field::new(
        "PreventUserExistenceErrors",
        "User existence errors",
        SIGN_IN,
        FieldKind::Choice(&["LEGACY", "ENABLED"]),
    )
    .when_absent("LEGACY (never set)")
    .help("ENABLED hides whether a user exists; LEGACY tells it."),
    Field::new("AuthSessionValidity", "Sign-in session", SIGN_IN, FieldKind::Number { unit: "minutes" })
        .rule(Rule::length(3, 15))
        .when_absent("3 minutes (default)")
        .help("How long a user has to answer each challenge."),
    Field::new("EnablePropagateAdditionalUserContextData", "Accept client IP addresses", SIGN_IN, ON_OFF)
        .when_absent("off (default)")
        .help("Whether the app may send its users' IP addresses; it needs a secret for it."),
    Field::new("RefreshTokenValidity", "Refresh token valid", TOKENS, NUMBER)
        .rule(Rule::length(0, 315_360_000))
        .when_absent("30 days (default)")
        .help("60 minutes to 10 years, in the unit below; 0 means 30 days."),
    Field::new("TokenValidityUnits.RefreshToken", "Refresh token unit", TOKENS, UNITS)
        .when_absent("days (default)"),
    Field::new("AccessTokenValidity", "Access token valid", TOKENS, NUMBER)
        .rule(Rule::length(1, 86_400))
        .when_absent("1 hour (default)")
        .help("5 minutes to 1 day, in the unit below."),
    Field::new("TokenValidityUnits.AccessToken", "Access token unit", TOKENS, UNITS)
        .when_absent("hours (default)"),
    Field::new("IdTokenValidity", "ID token valid", TOKENS, NUMBER)
        .rule(Rule::length(1, 86_400))
        .when_absent("1 hour (default)")
        .help("5 minutes to 1 day, in the unit below."),
    Field::new("TokenValidityUnits.IdToken", "ID token unit", TOKENS, UNITS).when_absent("hours (default)"),
    Field::new("EnableTokenRevocation", "Token revocation", TOKENS, ON_OFF)
        .when_absent("off (never set)")
        .default_for_new("true")
        .help("Whether a refresh token, and the tokens that came of it, can be revoked."),
    Field::new(
        "RefreshTokenRotation.Feature",
        "Refresh token rotation",
        TOKENS,
        FieldKind::Choice(&["ENABLED", "DISABLED"]),
    )
    .when_absent("DISABLED (never set)")
    .help("Whether a refresh gives a new token. Excludes ALLOW_REFRESH_TOKEN_AUTH."),
    Field::new(
        "RefreshTokenRotation.RetryGracePeriodSeconds",
        "Rotation grace period",
        TOKENS,
        FieldKind::Number { unit: "seconds" },
    )
    .rule(Rule::length(0, 60))
    .help("How long the former refresh token still works."),
    Field::new("AllowedOAuthFlowsUserPoolClient", "OAuth", OAUTH, ON_OFF)
        .when_absent("off (default)")
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
        .suggestions(Suggestions::OwnDocument(|client| {
            texts(client, "CallbackURLs").map(str::to_owned).collect()
        }))
        .help("Must be one of the callback URLs."),
    // An emptied list is left out: clients that may have none are refused an empty one
    // (aws-sdk-java-v2#5528).
    Field::new("LogoutURLs", "Logout URLs", OAUTH, FieldKind::List(&LOGOUT))
        .rule(Rule::length(1, 100))
        .help("Where the login pages may send users to after they sign out."),
    Field::new("ReadAttributes", "Readable attributes", ATTRIBUTES, FieldKind::List(&ATTRIBUTE))
        .when_absent("all standard attributes (never set)")
        .help("What the app may read of its user."),
    Field::new("WriteAttributes", "Writable attributes", ATTRIBUTES, FieldKind::List(&ATTRIBUTE))
        .when_absent("all standard attributes (never set)")
        .help("What the app may change of its user; holds every required and mapped one."),
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

/// The names of all attributes of a user pool, the required ones marked.
pub(crate) fn marked(pool: &Document, providers: &[Document]) -> Vec<(String, &'static str)> {
    let required = schema(pool, is_required);
    let mark = |name: &String| match (
        required.contains(name),
        providers.iter().any(|provider| filled(provider).any(|one| one == name)),
    ) {
        (true, true) => "required, filled by a provider",
        (true, false) => "required",
        (false, true) => "filled by a provider",
        (false, false) => "",
    };
    schema(pool, |_| true).into_iter().map(|name| (name.clone(), mark(&name))).collect()
}

/// The names of the attributes of a user pool that a predicate takes, those that must be there marked by
/// their order.
pub(crate) fn schema(pool: &Document, which: fn(&Value) -> bool) -> Vec<String> {
    let attributes = pool.get("SchemaAttributes").and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<_> = attributes.filter(|attribute| which(attribute)).collect();
    found.sort_by_key(|attribute| !is_required(attribute));
    found.into_iter().filter_map(|attribute| Some(attribute.get("Name")?.as_str()?.to_owned())).collect()
}

pub(crate) fn is_required(attribute: &Value) -> bool {
    attribute.get("Required") == Some(&Value::Bool(true))
}

pub(crate) fn texts<'a>(document: &'a Document, path: &str) -> impl Iterator<Item = &'a str> {
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

/// The user pool that an id names.
pub(crate) fn user_pool(id: &Value) -> Option<Key> {
    id.as_str().filter(|id| !id.is_empty()).map(|id| Key::top(&USER_POOL, id))
}

/// Where a login page may send its user back to: https, http on this machine, or the scheme of an app; no
/// fragment.
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
        return Err("must not hold *: URLs are matched to the letter".to_owned());
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
    use serde_json::json;

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

    #[test]
    fn a_client_leads_to_its_user_pool() {
        assert_eq!(user_pool(&json!("eu-west-1_A")), Some(Key::top(&USER_POOL, "eu-west-1_A")));
        assert_eq!(user_pool(&json!("")), None);
    }
}
