//! Identity pools: all members of `IdentityPool`, which `DescribeIdentityPool` answers and
//! `UpdateIdentityPool` takes.

use serde_json::Value;

use crate::resource::OperationName::{
    CreateIdentityPool, DeleteIdentityPool, DescribeIdentityPool, ListIdentityPools, UpdateIdentityPool,
};
use crate::resource::display::value::SECRET_BY_NAME;
use crate::resource::field::{Field, FieldKind, ResourceSuggestions, Rule, Suggestions};
use crate::resource::finding::own_tag;
use crate::resource::tables::identity_pools::findings::POOL_FINDINGS;
use crate::resource::tables::identity_pools::references;
use crate::resource::tables::identity_pools::rules::POOL_RULES;
use crate::resource::tables::user_pools::addresses::dns_suffix;
use crate::resource::tables::{CLIENT, IDENTITY, PRINCIPAL_TAGS, ROLES, USER_POOL};
use crate::resource::{
    Actions, Checks, Column, Companion, Creation, Deletion, Dependent, Document, Key, Kind, KindId, Listing,
    Operation, Operations, Paging, Related, Shows, TabLayout, ToggleAction,
};

pub const CLASSIC_FLOW: &str = "AllowClassicFlow";
pub const GUEST_ACCESS: &str = "AllowUnauthenticatedIdentities";

pub static IDENTITY_POOL: Kind = Kind {
    id: KindId::IdentityPool,
    name: "identity pool",
    plural: "Identity pools",
    id_path: "IdentityPoolId",
    name_path: "IdentityPoolName",
    tags_path: Some("IdentityPoolTags"),
    operations: Operations {
        list: Some(Operation::new(ListIdentityPools, &[]).answers_pages("IdentityPools", Paging::of(60))),
        describe: Some(Operation::new(DescribeIdentityPool, &["IdentityPoolId"])),
        create: Some(Operation::new(CreateIdentityPool, &[])),
        update: Some(Operation::new(UpdateIdentityPool, &[])),
        delete: Some(Operation::new(DeleteIdentityPool, &["IdentityPoolId"])),
    },
    creation: Creation {
        notice: "A new pool has no roles: nobody gets credentials until its Roles tab has one.",
        ..Creation::EMPTY
    },
    deletion: Deletion {
        dependents: &[
            Dependent::List(|| &IDENTITY),
            Dependent::Fact("Roles", |_, roles| Some(members(roles?, "Roles"))),
            Dependent::Fact("Role mappings", |_, roles| Some(members(roles?, "RoleMappings"))),
            Dependent::Fact("Providers", |pool, _| Some(providers(pool))),
        ],
        ..Deletion::EMPTY
    },
    checks: Checks { findings: POOL_FINDINGS, cross_field_rules: POOL_RULES, ..Checks::EMPTY },
    related: Related {
        companion: Some(Companion::Same(|| &ROLES)),
        is_mapped: true,
        refers_to: references::of_pool,
        ..Related::EMPTY
    },
    actions: Actions {
        toggles: &[
            ToggleAction {
                key: "c",
                path: CLASSIC_FLOW,
                help: "Allow or block the classic flow",
                short: "classic flow",
                safe: "false",
            },
            ToggleAction {
                key: "u",
                path: GUEST_ACCESS,
                help: "Allow or block guest (unauthenticated) access",
                short: "guests",
                safe: "false",
            },
        ],
        ..Actions::EMPTY
    },
    fields: FIELDS,
    listing: Listing::VisibleRowsDescribed,
    columns: &[
        Column::new("NAME", "IdentityPoolName", 20),
        Column::new("CLASSIC FLOW", CLASSIC_FLOW, 19),
        Column::new("GUESTS", GUEST_ACCESS, 7),
        Column::new("IDENTITY POOL ID", "IdentityPoolId", 16),
    ],
    tabs: &[
        TabLayout { title: "Settings", shows: Shows::Itself },
        TabLayout { title: "Roles", shows: Shows::Same(&[|| &ROLES]) },
        TabLayout { title: "Principal tags", shows: Shows::Named(|| &PRINCIPAL_TAGS, tagging_providers) },
        TabLayout { title: "Identities", shows: Shows::List(|| &IDENTITY) },
    ],
    ..Kind::EMPTY
};

fn members(document: &Document, path: &str) -> usize {
    match document.get(path) {
        Some(Value::Object(members)) => members.len(),
        Some(Value::Array(items)) => items.len(),
        _ => 0,
    }
}

/// The number of providers of all types that a pool trusts.
fn providers(pool: &Document) -> usize {
    let lists = [
        "CognitoIdentityProviders",
        "SupportedLoginProviders",
        "OpenIdConnectProviderARNs",
        "SamlProviderARNs",
    ];
    let developer = pool.text("DeveloperProviderName").is_some_and(|name| !name.is_empty());
    lists.iter().map(|path| members(pool, path)).sum::<usize>() + usize::from(developer)
}

const NAME: Rule =
    Rule::length(1, 128).required().pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -");
const DEVELOPER_NAME: Rule = Rule::length(1, 128).pattern(r"[\w._-]+", "letters, digits and . _ -");
const TAG_KEY: Field = Field::part("Tag", Rule::length(1, 128).also(own_tag));
const TAG_VALUE: Field = Field::part("Value", Rule::length(0, 256));
const LOGIN: Field = Field::part("Provider", Rule::length(1, 128)).common(&[
    "graph.facebook.com",
    "accounts.google.com",
    "www.amazon.com",
    "appleid.apple.com",
    "api.twitter.com",
    "www.digits.com",
]);
/// The login providers whose value is `consumerKey;consumerSecret`.
const KEY_AND_SECRET: &[&str] = &["api.twitter.com", "www.digits.com"];
const APP_ID: Field =
    Field::part("App id", Rule::length(1, 128).pattern(r"[\w.;_/-]+", "letters, digits and . ; _ / -"));
const OIDC_ARN: Field =
    Field::part("ARN", Rule::length(20, 2048).also(|text| iam_arn(text, "oidc-provider")));
const SAML_ARN: Field =
    Field::part("ARN", Rule::length(20, 2048).also(|text| iam_arn(text, "saml-provider")));

const FIELDS: &[Field] = &[
    Field::new("IdentityPoolName", "Name", "Identity pool", FieldKind::Text).rule(NAME),
    Field::new("IdentityPoolId", "Id", "Identity pool", FieldKind::Text).identifier(),
    Field::new(GUEST_ACCESS, "Guest access", "Access", FieldKind::Toggle { on: "allowed", off: "blocked" })
        .rule(Rule::ANY.required())
        .default_for_new("false")
        .help("Whether guests get AWS credentials."),
    Field::new(CLASSIC_FLOW, "Classic flow", "Access", FieldKind::Toggle { on: "allowed", off: "blocked" })
        .when_absent("allowed (never set)")
        .default_for_new("false")
        .help("Whether apps may skip the enhanced flow's scope-down policy."),
    Field::new(
        "CognitoIdentityProviders",
        "User-pool providers",
        "Providers",
        FieldKind::Records(&[
            Field::new("ProviderName", "Provider", "", FieldKind::Text)
                .rule(
                    Rule::length(1, 128)
                        .required()
                        .pattern(r"[\w._:/-]+", "letters, digits and . _ : / -")
                        .also(user_pool_provider),
                )
                .suggestions(Suggestions::Resource(&APP_CLIENT))
                .help("cognito-idp.<region>.amazonaws.com/<user pool id>"),
            Field::new("ClientId", "Client id", "", FieldKind::Text)
                .rule(Rule::length(1, 128).required().pattern(r"[\w_]+", "letters, digits and _"))
                .suggestions(Suggestions::Resource(&APP_CLIENT))
                .help("The app client whose tokens are accepted."),
            Field::new("ServerSideTokenCheck", "Token check", "", FieldKind::Toggle { on: "on", off: "off" })
                .when_absent("off (never set)")
                .default_for_new("true")
                .help("Whether Cognito refuses signed-out and deleted users."),
        ]),
    )
    .rule(Rule::at_most(50))
    .tabular()
    .link(client_of)
    .help("App clients of user pools whose users get credentials here."),
    Field::new(
        "SupportedLoginProviders",
        "Login providers",
        "Providers",
        FieldKind::Map { key: &LOGIN, value: &APP_ID, secret: KEY_AND_SECRET },
    )
    .rule(Rule::at_most(10))
    .help("Public providers, each with the id of your app there."),
    Field::new("DeveloperProviderName", "Developer provider name", "Providers", FieldKind::Text)
        .rule(DEVELOPER_NAME)
        .set_once("can't be changed once set")
        .help("The provider that your backend signs users in with."),
    Field::new(
        "OpenIdConnectProviderARNs",
        "OpenID Connect providers",
        "Providers",
        FieldKind::List(&OIDC_ARN),
    )
    .help("IAM OpenID Connect providers, by ARN."),
    Field::new("SamlProviderARNs", "SAML providers", "Providers", FieldKind::List(&SAML_ARN))
        .help("IAM SAML providers, by ARN."),
    Field::new(
        "IdentityPoolTags",
        "Tags",
        "Tags",
        FieldKind::Map { key: &TAG_KEY, value: &TAG_VALUE, secret: SECRET_BY_NAME },
    ),
];

/// An app client, chosen from the list of its user pool.
const APP_CLIENT: ResourceSuggestions = ResourceSuggestions {
    lists: &[|| &USER_POOL, || &CLIENT],
    fills: |client| {
        let provider = client.outermost_parent().map(provider_name);
        provider
            .map(|provider| vec![("ProviderName", provider), ("ClientId", client.id.clone())])
            .unwrap_or_default()
    },
};

/// The name of a user pool in identity pools: `cognito-idp.<region>.amazonaws.com/<user pool id>`, also where
/// the pool's tokens have the updated issuer.
fn provider_name(user_pool: &str) -> String {
    let region = user_pool.split('_').next().unwrap_or_default();
    format!("cognito-idp.{region}.{}/{user_pool}", dns_suffix(region))
}

/// The names of a pool's providers as issuers of tokens: user pools by name, with the client id if
/// `per_client` is set, public providers by host, IAM providers by ARN.
fn token_providers(pool: &Document, per_client: bool) -> Vec<String> {
    let texts =
        |path: &str| pool.get(path).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let user_pools =
        pool.get("CognitoIdentityProviders").and_then(Value::as_array).into_iter().flatten().filter_map(
            |provider| {
                let name = provider.get("ProviderName")?.as_str()?;
                Some(if per_client {
                    format!("{name}:{}", provider.get("ClientId")?.as_str()?)
                } else {
                    name.to_owned()
                })
            },
        );
    let logins = pool
        .get("SupportedLoginProviders")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone());
    let arns = texts("OpenIdConnectProviderARNs").chain(texts("SamlProviderARNs")).map(str::to_owned);
    let mut names: Vec<_> = user_pools.chain(logins).chain(arns).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// The providers that may be keys of role mappings.
pub(crate) fn mapping_providers(pool: &Document, _: &[Document]) -> Vec<(String, &'static str)> {
    token_providers(pool, true).into_iter().map(|name| (name, "")).collect()
}

/// The providers whose claims may become principal tags.
fn tagging_providers(pool: &Document) -> Vec<String> {
    token_providers(pool, false)
}

pub(crate) fn has_guest_role(roles: &Document) -> bool {
    roles.text("Roles.unauthenticated").is_some_and(|role| !role.is_empty())
}

pub(crate) fn has_mappings(roles: &Document) -> bool {
    members(roles, "RoleMappings") > 0
}

pub(crate) fn guests(pool: &Document) -> bool {
    pool.get(GUEST_ACCESS) == Some(&Value::Bool(true))
}

/// A pool that never set the flow allows it; only an explicit false blocks it (aws-cli#7652).
pub(crate) fn classic(pool: &Document) -> bool {
    pool.get(CLASSIC_FLOW) != Some(&Value::Bool(false))
}

/// The app client that a user-pool provider names.
fn client_of(record: &Value) -> Option<Key> {
    let (_, pool) = record.get("ProviderName")?.as_str()?.split_once('/')?;
    let client = record.get("ClientId")?.as_str()?;
    (!pool.is_empty() && !client.is_empty()).then(|| Key::child(&CLIENT, pool, client))
}

fn user_pool_provider(text: &str) -> Result<(), String> {
    let fits = text
        .strip_prefix("cognito-idp.")
        .and_then(|rest| rest.split_once(".amazonaws.com"))
        .is_some_and(|(region, rest)| {
            let pool = rest.strip_prefix(".cn").unwrap_or(rest).strip_prefix('/');
            !region.is_empty()
                && pool.is_some_and(|pool| {
                    pool.split_once('_').is_some_and(|(left, right)| left == region && !right.is_empty())
                })
        });
    fits.then_some(()).ok_or_else(|| {
        "must be cognito-idp.<region>.amazonaws.com/<user pool id>, both of one region".to_owned()
    })
}

/// The ARN of an IAM provider or role: `arn:aws:iam::<account>:<kind>/<name>`.
pub(crate) fn iam_arn(text: &str, kind: &str) -> Result<(), String> {
    let parts: Vec<_> = text.splitn(6, ':').collect();
    let is_name = |resource: &str| {
        let name = resource.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/'));
        name.is_some_and(|name| !name.is_empty())
    };
    let fits = !text.contains(char::is_whitespace)
        && matches!(parts.as_slice(), ["arn", partition, "iam", "", account, resource]
        if partition.starts_with("aws")
            && account.len() == 12
            && account.bytes().all(|digit| digit.is_ascii_digit())
            && is_name(resource));
    fits.then_some(()).ok_or_else(|| format!("must be an ARN such as arn:aws:iam::123456789012:{kind}/name"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_arn_of_another_kind_is_refused_where_a_provider_belongs() {
        assert!(
            iam_arn("arn:aws:iam::123456789012:oidc-provider/token.actions.example.com", "oidc-provider")
                .is_ok()
        );
        assert!(iam_arn("arn:aws:iam::123456789012:role/admin", "oidc-provider").is_err());
        assert!(iam_arn("arn:aws:iam::123456789012:saml-provider/okta", "oidc-provider").is_err());
        assert!(iam_arn("arn:aws:iam::12345:oidc-provider/x", "oidc-provider").is_err());
        assert!(iam_arn("token.actions.example.com", "oidc-provider").is_err());
    }

    #[test]
    fn a_user_pool_provider_names_a_pool_of_its_own_region() {
        assert!(user_pool_provider("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12").is_ok());
        assert!(user_pool_provider("cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Ab12").is_ok());
        assert!(user_pool_provider("cognito-idp.eu-west-1.amazonaws.com/us-east-1_Ab12").is_err());
        assert!(user_pool_provider("eu-west-1_Ab12").is_err());
    }

    #[test]
    fn a_user_pool_provider_leads_to_the_client_it_names() {
        let record = json!({"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12",
            "ClientId": "3n4b5"});
        assert_eq!(client_of(&record), Some(Key::child(&CLIENT, "eu-west-1_Ab12", "3n4b5")));
        assert_eq!(client_of(&json!({"ProviderName": "nonsense", "ClientId": "3n4b5"})), None);
    }
}
