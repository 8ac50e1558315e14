//! Principal tags: the claims of a provider's tokens that an identity pool passes to IAM, as attributes for
//! access control.

use crate::resource::OperationName::{GetPrincipalTagAttributeMap, SetPrincipalTagAttributeMap};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::IDENTITY_POOL;
use crate::resource::{Kind, KindId, Lifecycle, Operation, Operations};

/// The principal tags for one provider of an identity pool. No operation lists them: each provider has them,
/// set or not.
pub static PRINCIPAL_TAGS: Kind = Kind {
    id: KindId::PrincipalTags,
    name: "principal tags",
    plural: "Principal tags",
    id_path: "IdentityProviderName",
    name_path: "IdentityProviderName",
    parent: Some(|| &IDENTITY_POOL),
    operations: Operations {
        describe: Some(Operation::new(
            GetPrincipalTagAttributeMap,
            &["IdentityPoolId", "IdentityProviderName"],
        )),
        update: Some(Operation::new(SetPrincipalTagAttributeMap, &[])),
        ..Operations::EMPTY
    },
    lifecycle: Lifecycle { exists_implicitly: true, ..Lifecycle::EMPTY },
    fields: FIELDS,
    ..Kind::EMPTY
};

const TAG: Field = Field::part("Tag", Rule::length(1, 128));
const CLAIM: Field = Field::part("Claim", Rule::length(1, 256)).common(&[
    "sub",
    "aud",
    "email",
    "cognito:groups",
    "custom:department",
]);

const FIELDS: &[Field] = &[
    Field::new("IdentityProviderName", "Provider", "Attributes for access control", FieldKind::Text)
        .identifier(),
    Field::new("IdentityPoolId", "Identity pool", "Attributes for access control", FieldKind::Text)
        .identifier(),
    Field::new(
        "UseDefaults",
        "Default mappings",
        "Attributes for access control",
        FieldKind::Toggle { on: "used", off: "not used" },
    )
    .when_absent("not used (never set)")
    .help("Whether to use AWS's default tags, client and username."),
    Field::new(
        "PrincipalTags",
        "Tags",
        "Attributes for access control",
        FieldKind::Map { key: &TAG, value: &CLAIM, secret: &[] },
    )
    .rule(Rule::at_most(50))
    .when_absent("none")
    .help("Session tags for IAM policies, each filled from a claim."),
];
