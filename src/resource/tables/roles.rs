//! The roles of an identity pool, as `GetIdentityPoolRoles` answers them; read only in this build.

use crate::resource::field::{Field, FieldKind, Part, Rule};
use crate::resource::{Kind, KindId};

const ROLE: Part = Part {
    label: "Role",
    rule: Rule::length(1, 128).pattern("(un)?authenticated", "authenticated or unauthenticated"),
    usual: &["authenticated", "unauthenticated"],
};
const ARN: Part = Part { label: "ARN", rule: Rule::length(20, 2048), usual: &[] };

/// The roles and role mappings of an identity pool.
pub static ROLES: Kind = Kind {
    id: KindId::Roles,
    name: "roles",
    plural: "Roles",
    id_path: "IdentityPoolId",
    name_path: "IdentityPoolId",
    tags_path: None,
    envelope: None,
    describe: "GetIdentityPoolRoles",
    update: None,
    fields: &[
        Field::new("IdentityPoolId", "Identity pool", "Roles", FieldKind::Text).id(),
        Field::new("Roles", "Roles", "Roles", FieldKind::Map { key: ROLE, value: ARN, secret: &[] })
            .unset("none: no identity gets credentials")
            .rule(Rule::at_most(2).required())
            .help("The IAM roles of people who signed in (authenticated) and who did not."),
        Field::new("RoleMappings", "Role mappings", "Roles", FieldKind::Json)
            .unset("none")
            .rule(Rule::at_most(10))
            .help("How a provider's token or its claims choose another role."),
    ],
    columns: &[],
    tabs: &[],
    findings: &[],
    beside: None,
};
