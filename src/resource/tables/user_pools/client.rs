//! App clients of user pools: all members of `UserPoolClientType`, which `DescribeUserPoolClient` answers.

mod fields;
mod findings;
mod references;
pub(crate) mod rules;
mod token_lifetimes;

use serde_json::Value;

use crate::resource::OperationName::{
    CreateUserPoolClient, DeleteUserPoolClient, DescribeUserPoolClient, ListUserPoolClients,
    UpdateUserPoolClient,
};
use crate::resource::display::value::{ABSENT, DisplayValue};
use crate::resource::reference::refers;
use crate::resource::tables::user_pools::attributes::filled_attributes;
use crate::resource::tables::user_pools::client::fields::{FIELDS, PUBLISH};
use crate::resource::tables::user_pools::client::findings::FINDINGS;
use crate::resource::tables::user_pools::client::references::{NAMED_IN, refers_to};
use crate::resource::tables::user_pools::client::rules::CROSS_FIELD_RULES;
use crate::resource::tables::user_pools::client::token_lifetimes::lifetimes;
use crate::resource::tables::{BRANDING, CLIENT_RISK, IDENTITY_POOL, PROVIDER, SECRET, SIGN_UP, USER_POOL};
use crate::resource::{
    Actions, Checks, Column, Companion, Consequence, Creation, Deletion, Dependent, Document, Kind, KindId,
    Listing, Offer, Operation, Operations, Paging, Referrers, Related, Shows, TabLayout, UpdateRules,
};

pub static CLIENT: Kind = Kind {
    id: KindId::Client,
    name: "app client",
    short_name: "client",
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
        named_in: NAMED_IN,
        is_mapped: true,
        refers_to,
        ..Related::EMPTY
    },
    checks: Checks {
        error_fields: &[
            ("ScopeDoesNotExistException", "AllowedOAuthScopes"),
            ("InvalidOAuthFlowException", "AllowedOAuthFlows"),
        ],
        error_hints: &[(
            "ScopeDoesNotExistException",
            "A scope is that of a resource server of this user pool, or a standard one.",
        )],
        findings: FINDINGS,
        cross_field_rules: CROSS_FIELD_RULES,
    },
    actions: Actions {
        url_members: &["CallbackURLs", "DefaultRedirectURI", "LogoutURLs"],
        sign_up: Some(|| &SIGN_UP),
        ..Actions::EMPTY
    },
    fields: FIELDS,
    columns: &[
        Column::new("CLIENT", "ClientName", 20),
        Column::new("CLIENT ID", "ClientId", 12),
        Column::shown("OAUTH", "AllowedOAuthFlowsUserPoolClient", 10, |client, _| {
            DisplayValue::Text(oauth(client))
        }),
        // Of a client whose first secret was deleted after a rotation AWS tells none, though it has one.
        Column::shown("SECRET", "ClientSecret", 6, |client, _| {
            if has_secret(client) {
                DisplayValue::Text("yes".to_owned())
            } else {
                DisplayValue::Unset(ABSENT.to_owned())
            }
        }),
        Column::shown("TOKENS", "RefreshTokenValidity", 10, |client, _| {
            DisplayValue::Text(lifetimes(client))
        }),
        Column::shown("URLS", "CallbackURLs", 4, |client, _| {
            let urls = ["CallbackURLs", "LogoutURLs"].iter().map(|path| client.texts(path).count());
            DisplayValue::Text(urls.sum::<usize>().to_string())
        }),
        Column::shown("FLOWS", "ExplicitAuthFlows", 16, |client, _| DisplayValue::Text(flows(client))),
    ],
    listing: Listing::VisibleRowsDescribed,
    update: UpdateRules {
        requires_one_of: &[("AnalyticsConfiguration", &["ApplicationId", "ApplicationArn"])],
        consequences: &[Consequence { path: PUBLISH, text: secrets_manager }],
        ..UpdateRules::EMPTY
    },
    creation: Creation {
        without_missing: Some(references::without_missing),
        copy_overrides: Some(|client| {
            // A client gets its first secret when it is created or never, so a copy of one with a secret has
            // a secret of its own, kept where that of the original is.
            let secret = ("GenerateSecret".to_owned(), Value::Bool(has_secret(client)));
            let is_kept = client.get("ClientSecretArn").is_some();
            let kept = is_kept.then(|| (PUBLISH.to_owned(), Value::Bool(true)));
            [secret].into_iter().chain(kept).collect()
        }),
        offer: Some(Offer {
            kind: || &BRANDING,
            applies: |client, pool| {
                let signs_in = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
                let has_domain =
                    |pool: &Document| ["Domain", "CustomDomain"].iter().any(|name| pool.text(name).is_some());
                signs_in && pool.is_none_or(has_domain)
            },
            words: "It has no style yet: with managed login (version 2) there is no login page until one \
                    exists. n makes AWS's default.",
        }),
        ..Creation::EMPTY
    },
    tabs: &[
        TabLayout { title: "Settings", shows: Shows::Itself },
        TabLayout { title: "Secrets", shows: Shows::List(|| &SECRET) },
        TabLayout { title: "Where used", shows: Shows::Referrers(&TRUSTING_POOLS) },
        TabLayout { title: "Login page", shows: Shows::List(|| &BRANDING) },
        TabLayout { title: "Threat protection", shows: Shows::Same(&[|| &CLIENT_RISK]) },
    ],
    deletion: Deletion { dependents: &[Dependent::Referrers(&TRUSTING_POOLS)], ..Deletion::EMPTY },
    ..Kind::EMPTY
};

static TRUSTING_POOLS: Referrers = Referrers {
    id: "identity pools that trust an app client",
    kind: || &IDENTITY_POOL,
    same_parent: false,
    refers: |client, pool| refers(&IDENTITY_POOL, pool, client),
    title: "Identity pools that trust it",
    help: "Its users get AWS credentials there.",
    reference_list: None,
};

static MAPPING_PROVIDERS: Referrers = Referrers {
    id: "identity providers that fill attributes",
    kind: || &PROVIDER,
    same_parent: true,
    refers: |_, provider| filled_attributes(provider).next().is_some(),
    title: "Identity providers that fill attributes",
    help: "They write these attributes at every sign-in.",
    reference_list: None,
};

/// True if AWS tells of a secret, be it the secret itself or where Secrets Manager keeps it.
fn has_secret(client: &Document) -> bool {
    client.get("ClientSecret").is_some() || client.get("ClientSecretArn").is_some()
}

/// What AWS does besides when the keeping of secrets in Secrets Manager is turned on or off. Source: the API
/// reference of `UpdateUserPoolClient`.
fn secrets_manager(before: &Document, after: &Document) -> Option<&'static str> {
    let is_on = before.get("ClientSecretArn").is_some();
    let is_new = before.get("ClientId").is_none();
    match (after.get(PUBLISH)?.as_bool()?, is_on) {
        (true, true) => Some("It is on already."),
        (true, false) if is_new => Some(
            "The secret goes to Secrets Manager, where apps read it, and is not shown here. AWS rotates it, \
             every 7 days by default.",
        ),
        (true, false) => Some(
            "AWS moves the secret to Secrets Manager and rotates it right away; of two secrets it deletes the \
             older one at once, and apps with that one fail. From then on it rotates every 7 days by default: \
             every app has to read the secret from Secrets Manager.",
        ),
        (false, true) => Some(
            "AWS deletes the secret in Secrets Manager at once and for good. Apps that read it there fail.",
        ),
        (false, false) => Some("It is off already."),
    }
}

/// The OAuth flows of a client in a column: "code", "off".
fn oauth(client: &Document) -> String {
    let on = client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true));
    if on { client.texts("AllowedOAuthFlows").collect::<Vec<_>>().join(" ") } else { "off".to_owned() }
}

/// The authentication flows of a client in a column: "srp refresh"; "default" where none is set.
fn flows(client: &Document) -> String {
    let short = |flow: &str| {
        let flow = flow.strip_prefix("ALLOW_").unwrap_or(flow);
        flow.replace("_AUTH", "").replace("USER_", "").replace("_TOKEN", "").to_lowercase()
    };
    let flows: Vec<_> = client.texts("ExplicitAuthFlows").map(short).collect();
    if flows.is_empty() { "default".to_owned() } else { flows.join(" ") }
}
