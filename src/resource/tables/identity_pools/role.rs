//! An IAM role that an identity pool hands out, as `GetRole` answers it. IAM alone changes it.

use crate::resource::OperationName::GetRole;
use crate::resource::field::{Field, FieldKind};
use crate::resource::tables::identity_pools::identity_pool::iam_arn;
use crate::resource::{Kind, KindId, Operation, Operations, Related, Shows, TabLayout};

/// An IAM role, by its ARN.
pub static ROLE: Kind = Kind {
    id: KindId::Role,
    name: "IAM role",
    short_name: "role",
    plural: "IAM roles",
    id_path: "Arn",
    name_path: "RoleName",
    operations: Operations {
        describe: Some(Operation::new(GetRole, &["RoleName"]).answers("Role").naming(role_name)),
        ..Operations::EMPTY
    },
    related: Related { is_mapped: true, ..Related::EMPTY },
    fields: &[
        Field::new("RoleName", "Role name", ROLE_GROUP, FieldKind::Text).read_only(),
        Field::new("Arn", "ARN", ROLE_GROUP, FieldKind::Text).identifier(),
        Field::new("Path", "Path", ROLE_GROUP, FieldKind::Text).read_only(),
        Field::new("RoleId", "Role ID", ROLE_GROUP, FieldKind::Text).read_only(),
        Field::new("Description", "Description", ROLE_GROUP, FieldKind::Text).read_only().when_absent("none"),
        Field::new("CreateDate", "Created", ROLE_GROUP, FieldKind::Text).read_only(),
        Field::new(LONGEST_SESSION, "Longest session", ROLE_GROUP, FieldKind::Number { unit: "seconds" })
            .read_only(),
        Field::new(TRUST_POLICY, "Trust policy", "Trust policy", FieldKind::Json)
            .read_only()
            .help("Who may take the role. It is changed in IAM, not here."),
    ],
    tabs: &[
        TabLayout { title: "Trust map", shows: Shows::TrustMap },
        TabLayout { title: "Settings", shows: Shows::Itself },
    ],
    ..Kind::EMPTY
};

const ROLE_GROUP: &str = "Role";

/// The member with the longest time of a session.
pub const LONGEST_SESSION: &str = "MaxSessionDuration";

/// The member with the trust policy, as JSON.
pub const TRUST_POLICY: &str = "AssumeRolePolicyDocument";

/// The name of a role, which its account has once: the ARN without the path.
pub fn role_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// The account of a role.
pub fn role_account(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

/// The partition of a role: `aws`, `aws-cn`.
pub(super) fn role_partition(arn: &str) -> &str {
    arn.split(':').nth(1).unwrap_or_default()
}

/// True if a text is the ARN of a role.
pub(super) fn is_role(text: &str) -> bool {
    iam_arn(text, "role").is_ok()
}
