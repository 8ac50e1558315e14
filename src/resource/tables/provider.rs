//! Identity providers of user pools: all members of `IdentityProviderType`, which `DescribeIdentityProvider` answers.

use super::client::{PROVIDER_NAME, user_pool};
use super::user_pool::{STRING, TOKEN};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::{Column, Kind, KindId, Shows, Tab};

/// An identity provider: SAML, OIDC or social.
pub static PROVIDER: Kind = Kind {
    id: KindId::Provider,
    name: "identity provider",
    plural: "Identity providers",
    id_path: "ProviderName",
    name_path: "ProviderName",
    envelope: Some("IdentityProvider"),
    describe: "DescribeIdentityProvider",
    fields: FIELDS,
    columns: &[
        Column::new("PROVIDER", "ProviderName", 20),
        Column::new("TYPE", "ProviderType", 15),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
    ],
    tabs: &[Tab { title: "Settings", shows: Shows::Itself }],
    ..Kind::BARE
};

const DETAIL: Field = Field::part("Detail", STRING).usual(&[
    "MetadataURL",
    "MetadataFile",
    "IDPInit",
    "IDPSignout",
    "EncryptedResponses",
    "RequestSigningAlgorithm",
    "client_id",
    "client_secret",
    "authorize_scopes",
    "oidc_issuer",
    "attributes_request_method",
    "attributes_url",
    "authorize_url",
    "jwks_uri",
    "token_url",
    "api_version",
    "team_id",
    "key_id",
    "private_key",
]);
const DETAIL_VALUE: Field = Field::part("Value", STRING);
const POOL_ATTRIBUTE: Field =
    Field::part("User-pool attribute", Rule::length(1, 32)).usual(&["username", "email", "email_verified", "name", "phone_number"]);
const PROVIDER_ATTRIBUTE: Field = Field::part("Provider's attribute", STRING);
const IDENTIFIER: Field = Field::part("Identifier", Rule::length(1, 40).pattern(r"[\w\s+=.@-]+", "letters, digits, spaces and + = . @ -"));
const LEVEL: Field =
    Field::part("Level", Rule::ANY.pattern(r"Level[1-4]", "Level1 to Level4")).usual(&["Level1", "Level2", "Level3", "Level4"]);
const ACR: Field = Field::part("Provider's value", Rule { max: Some(64), ..TOKEN });

const GENERAL: &str = "General";
const DETAILS: &str = "Provider details";
const MAPPING: &str = "Mapping";

const FIELDS: &[Field] = &[
    Field::new("ProviderName", "Name", GENERAL, FieldKind::Text)
        .id()
        .rule(PROVIDER_NAME)
        .help("What app clients list it under. A social provider bears the name of its type."),
    Field::new("ProviderType", "Type", GENERAL, FieldKind::Text).describe_only(),
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).id().link(user_pool),
    Field::new("IdpIdentifiers", "Identifiers", GENERAL, FieldKind::List(&IDENTIFIER))
        .rule(Rule::at_most(50))
        .unset("none")
        .help("Other names, often email domains, that lead a user to this provider."),
    Field::new("CreationDate", "Created", GENERAL, FieldKind::Date).describe_only(),
    Field::new("LastModifiedDate", "Last changed", GENERAL, FieldKind::Date).describe_only(),
    Field::new(
        "ProviderDetails",
        "Details",
        DETAILS,
        FieldKind::Map { key: &DETAIL, value: &DETAIL_VALUE, secret: &["client_secret", "private_key"] },
    )
    .help("What Cognito needs to know of it, and addresses that AWS worked out itself."),
    Field::new("AttributeMapping", "Attributes", MAPPING, FieldKind::Map { key: &POOL_ATTRIBUTE, value: &PROVIDER_ATTRIBUTE, secret: &[] })
        .unset("none")
        .help("User-pool attributes, each with the provider's that fills it at every sign-in."),
    Field::new("AcrMapping", "ACR levels", MAPPING, FieldKind::Map { key: &LEVEL, value: &ACR, secret: &[] })
        .rule(Rule::at_most(4))
        .unset("none")
        .help("The user pool's authentication levels, each with the provider's name for it."),
];
