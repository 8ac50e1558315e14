//! The roles of an identity pool, as `GetIdentityPoolRoles` answers them; read only in this build.

use crate::resource::field::{ANYTHING, Field, FieldKind, Part, Rule};
use crate::resource::{Kind, KindId};

const ROLE: Part = Part { label: "Role", rule: Rule::length(1, 128), usual: &["authenticated", "unauthenticated"] };

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
        Field::new("Roles", "Roles", "Roles", FieldKind::Map { key: ROLE, value: ANYTHING, secret: &[] }),
        Field::new("RoleMappings", "Role mappings", "Roles", FieldKind::Json),
    ],
    columns: &[],
    tabs: &[],
    findings: &[],
    beside: None,
};
