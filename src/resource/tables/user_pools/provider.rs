//! Identity providers of user pools: all members of `IdentityProviderType`, which `DescribeIdentityProvider`
//! answers, and the details of each type. Source: the API reference of `CreateIdentityProvider`.

mod details;
mod findings;
mod rules;
mod saml;

use serde_json::Value;

use crate::resource::OperationName::{
    CreateIdentityProvider, DeleteIdentityProvider, DescribeIdentityProvider,
    GetIdentityProviderByIdentifier, ListIdentityProviders, UpdateIdentityProvider,
};
use crate::resource::field::{Field, FieldKind, Rule, Suggestions};
use crate::resource::reference::refers;
use crate::resource::tables::user_pools::attributes::{attribute_suggestions, user_pool};
use crate::resource::tables::user_pools::provider::details::DETAILS;
use crate::resource::tables::user_pools::rules::{STRING, TOKEN};
use crate::resource::tables::{CLIENT, USER_POOL};
use crate::resource::{
    Actions, Checks, Column, Companion, Creation, Deletion, Dependent, Document, FetchedDocument, Kind,
    KindId, Listing, LookupKey, Operation, Operations, Paging, Referrers, Related, ResourceType, Shows,
    TabLayout, UpdateRules,
};

/// A name that belongs to another type of provider.
const OTHER_TYPE: &str = "InvalidParameterException: Provider * cannot be of type";

pub static PROVIDER: Kind = Kind {
    id: KindId::Provider,
    name: "identity provider",
    short_name: "provider",
    plural: "Identity providers",
    id_path: "ProviderName",
    name_path: "ProviderName",
    parent: Some(|| &USER_POOL),
    operations: Operations {
        list: Some(
            Operation::new(ListIdentityProviders, &["UserPoolId"])
                .answers_pages("Providers", Paging::of(60))
                .quota_per_user_pool(),
        ),
        describe: Some(
            Operation::new(DescribeIdentityProvider, &["UserPoolId", "ProviderName"])
                .answers("IdentityProvider")
                .quota_per_user_pool(),
        ),
        create: Some(Operation::new(CreateIdentityProvider, &["UserPoolId"]).answers("IdentityProvider")),
        update: Some(Operation::new(UpdateIdentityProvider, &[])),
        delete: Some(Operation::new(DeleteIdentityProvider, &["UserPoolId", "ProviderName"])),
    },
    update: UpdateRules { partial_update: true, ..UpdateRules::EMPTY },
    creation: Creation {
        types: TYPES,
        copy_overrides: Some(copied),
        notice: "No app client uses it yet: add it to the identity providers of your app clients.",
        ..Creation::EMPTY
    },
    deletion: Deletion { dependents: &[Dependent::Referrers(&OFFERING_CLIENTS)], ..Deletion::EMPTY },
    checks: Checks {
        findings: findings::FINDINGS,
        cross_field_rules: rules::CROSS_FIELD_RULES,
        error_fields: &[
            ("DuplicateProviderException: A provider", "ProviderName"),
            (OTHER_TYPE, "ProviderName"),
            ("InvalidParameterException: At least one of the MetadataURL", "ProviderDetails.MetadataURL"),
            (EXPIRED, "ProviderDetails.MetadataURL"),
            (EXPIRED, "ProviderDetails.MetadataFile"),
            (NO_APPLE_KEY, "ProviderDetails.private_key"),
        ],
        error_hints: &[
            (OTHER_TYPE, "Google, Facebook, LoginWithAmazon and SignInWithApple name their own types only."),
            (EXPIRED, "AWS checks them with every change of the provider: it needs the current metadata."),
            (NO_APPLE_KEY, "Load the .p8 file that belongs to the key id, with Sign in with Apple enabled."),
        ],
    },
    related: Related { companion: Some(Companion::Parent(|| &USER_POOL)), is_mapped: true, ..Related::EMPTY },
    actions: Actions {
        lookup: Some(&LookupKey {
            label: "identifier",
            rule: IDENTIFIER.rule,
            operation: Operation::new(GetIdentityProviderByIdentifier, &["UserPoolId", "IdpIdentifier"])
                .answers("IdentityProvider"),
        }),
        fetch: Some(FetchedDocument { path: "ProviderDetails.MetadataURL", facts: saml::metadata_facts }),
        ..Actions::EMPTY
    },
    fields: &FIELDS,
    columns: &[
        Column::new("PROVIDER", "ProviderName", 20),
        Column::new("TYPE", "ProviderType", 15),
        Column::shown("SAML EXPIRES", "ProviderDetails", 20, saml::expiry),
        Column::new("IDENTIFIERS", "IdpIdentifiers", 20),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
    ],
    listing: Listing::VisibleRowsDescribed,
    tabs: &[
        TabLayout { title: "Settings", shows: Shows::Itself },
        TabLayout { title: "Where used", shows: Shows::Referrers(&OFFERING_CLIENTS) },
    ],
    ..Kind::EMPTY
};

/// Refusals as AWS words them.
const EXPIRED: &str = "InvalidParameterException: Signing certificates are expired";
const NO_APPLE_KEY: &str = "InvalidParameterException: Provided private key cannot be used";

static OFFERING_CLIENTS: Referrers = Referrers {
    id: "app clients that offer a provider",
    kind: || &CLIENT,
    same_parent: true,
    refers: |provider, client| refers(&CLIENT, client, provider),
    title: "App clients that offer it",
    help: "Their login pages offer this provider.",
    reference_list: Some("SupportedIdentityProviders"),
};

const TYPES: &[ResourceType] = &[
    ResourceType {
        title: "SAML",
        help: "Entra ID, Okta, ADFS and others",
        fixed: r#"{"ProviderType": "SAML"}"#,
        defaults: r#"{"AttributeMapping":
            {"email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"}}"#,
    },
    ResourceType {
        title: "OIDC",
        help: "any OpenID Connect provider",
        fixed: r#"{"ProviderType": "OIDC"}"#,
        defaults: r#"{"ProviderDetails":
            {"authorize_scopes": "openid email profile", "attributes_request_method": "GET"},
            "AttributeMapping": {"username": "sub", "email": "email"}}"#,
    },
    ResourceType {
        title: "Google",
        help: "",
        fixed: r#"{"ProviderType": "Google", "ProviderName": "Google"}"#,
        defaults: r#"{"ProviderDetails": {"authorize_scopes": "openid email profile"},
            "AttributeMapping": {"username": "sub", "email": "email"}}"#,
    },
    ResourceType {
        title: "Facebook",
        help: "",
        fixed: r#"{"ProviderType": "Facebook", "ProviderName": "Facebook"}"#,
        defaults: r#"{"ProviderDetails": {"authorize_scopes": "public_profile,email"},
            "AttributeMapping": {"username": "id", "email": "email"}}"#,
    },
    ResourceType {
        title: "Sign in with Apple",
        help: "",
        fixed: r#"{"ProviderType": "SignInWithApple", "ProviderName": "SignInWithApple"}"#,
        defaults: r#"{"ProviderDetails": {"authorize_scopes": "email name"},
            "AttributeMapping": {"username": "sub", "email": "email"}}"#,
    },
    ResourceType {
        title: "Login with Amazon",
        help: "",
        fixed: r#"{"ProviderType": "LoginWithAmazon", "ProviderName": "LoginWithAmazon"}"#,
        defaults: r#"{"ProviderDetails": {"authorize_scopes": "profile"},
            "AttributeMapping": {"username": "user_id", "email": "email"}}"#,
    },
];

/// A copy gets no name and no identifiers, since each identifier leads to one provider only.
fn copied(provider: &Document) -> Document {
    let name: String = provider.text("ProviderName").unwrap_or_default().chars().take(27).collect();
    let name = name.trim_start_matches("Copy of ").replace(' ', "-");
    let members =
        [("ProviderName", Value::from(format!("{name}-copy"))), ("IdpIdentifiers", Value::Array(Vec::new()))];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The name of a new provider (`ProviderNameTypeV2` of the service model, whose own least length the pattern
/// raises to 3, and whose second letter may be `_`, which the words leave out).
const NEW_NAME: Rule = Rule::length(3, 32).pattern(
    r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+",
    "letters, digits and punctuation, no spaces and no _",
);

const DETAIL: Field = Field::part("Detail", STRING.required());
const DETAIL_VALUE: Field = Field::part("Value", STRING);
const POOL_ATTRIBUTE: Field =
    Field::part("User-pool attribute", Rule::length(1, 32)).suggestions(Suggestions::Companion(mapping_keys));
const PROVIDER_ATTRIBUTE: Field =
    Field::part("Provider's attribute", STRING).suggestions(Suggestions::OwnDocument(claims));
const IDENTIFIER: Field = Field::part(
    "Identifier",
    Rule::length(1, 40).pattern(r"[\w\s+=.@-]+", "letters, digits, spaces and + = . @ -"),
);
const LEVEL: Field = Field::part("Level", Rule::ANY.pattern(r"Level[1-4]", "Level1 to Level4"))
    .common(&["Level1", "Level2", "Level3", "Level4"]);
const ACR: Field = Field::part("Provider's value", Rule { max: Some(64), ..TOKEN });

const GENERAL: &str = "General";
const MAPPING: &str = "Mapping";

const HEAD: &[Field] = &[
    Field::new("ProviderType", "Type", GENERAL, FieldKind::Text).create_only(),
    Field::new("ProviderName", "Name", GENERAL, FieldKind::Text)
        .create_only_name()
        .rule(NEW_NAME.required())
        .help("The name that app clients list; fixed for social providers."),
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).identifier().link(user_pool),
    Field::new("IdpIdentifiers", "Identifiers", GENERAL, FieldKind::List(&IDENTIFIER))
        .rule(Rule::at_most(50))
        .when_absent("none")
        .help("Other names of this provider, often email domains."),
    Field::new("CreationDate", "Created", GENERAL, FieldKind::Date).read_only(),
    Field::new("LastModifiedDate", "Last changed", GENERAL, FieldKind::Date).read_only(),
];

const TAIL: &[Field] = &[
    Field::new(
        "AttributeMapping",
        "Attributes",
        MAPPING,
        FieldKind::Map { key: &POOL_ATTRIBUTE, value: &PROVIDER_ATTRIBUTE, secret: &[] },
    )
    .when_absent("none")
    .help("User pool attributes and the provider attributes that fill them."),
    Field::new("AcrMapping", "ACR levels", MAPPING, FieldKind::Map { key: &LEVEL, value: &ACR, secret: &[] })
        .rule(Rule::at_most(4))
        .when_absent("none")
        .help("Authentication levels, each with the provider's name for it."),
    Field::new(
        "ProviderDetails",
        "Details by name",
        "Other details",
        FieldKind::Map { key: &DETAIL, value: &DETAIL_VALUE, secret: &["client_secret", "private_key"] },
    )
    .catch_all()
    .when_absent("none")
    .help("Details unknown to cognitui. They are kept and can be edited."),
];

static FIELDS: [Field; HEAD.len() + details::COUNT + TAIL.len()] = Field::joined(&[HEAD, &DETAILS, TAIL]);

/// The attributes that a provider may fill: the user name, and all of the user pool's but `sub`.
fn mapping_keys(pool: &Document, _: &[Document]) -> Vec<(String, &'static str)> {
    let own = attribute_suggestions(pool, &[]).into_iter().filter(|(name, _)| name != "sub");
    std::iter::once(("username".to_owned(), "")).chain(own).collect()
}

fn claims(provider: &Document) -> Vec<String> {
    details::claims(provider.text("ProviderType").unwrap_or_default())
        .iter()
        .map(|claim| (*claim).to_owned())
        .collect()
}

/// True if an identity provider is of one of the wanted types.
pub(crate) fn is_of_type(text: &dyn Fn(&str) -> Option<String>, wanted: &[&str]) -> bool {
    text("ProviderType").is_some_and(|kind| wanted.contains(&kind.as_str()))
}
