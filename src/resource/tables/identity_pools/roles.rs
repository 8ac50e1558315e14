//! The roles of an identity pool, as `GetIdentityPoolRoles` answers and `SetIdentityPoolRoles` takes them.

use serde_json::Value;

use crate::resource::OperationName::{GetIdentityPoolRoles, SetIdentityPoolRoles};
use crate::resource::field::{Field, FieldKind, Rule, Suggestions};
use crate::resource::tables::IDENTITY_POOL;
use crate::resource::tables::identity_pools::findings::ROLE_FINDINGS;
use crate::resource::tables::identity_pools::identity_pool::{iam_arn, mapping_providers};
use crate::resource::tables::identity_pools::references;
use crate::resource::tables::identity_pools::rules::ROLE_RULES;
use crate::resource::{Checks, Companion, Kind, KindId, Operation, Operations, Related, UpdateRules};

/// The roles and role mappings of an identity pool. AWS does not document what happens to a member that a
/// write omits, so both are always sent.
pub static ROLES: Kind = Kind {
    id: KindId::Roles,
    name: "roles",
    plural: "Roles",
    id_path: "IdentityPoolId",
    name_path: "IdentityPoolId",
    operations: Operations {
        describe: Some(Operation::new(GetIdentityPoolRoles, &["IdentityPoolId"])),
        update: Some(Operation::new(SetIdentityPoolRoles, &[])),
        ..Operations::EMPTY
    },
    update: UpdateRules { always_sent: &["Roles", "RoleMappings"], ..UpdateRules::EMPTY },
    checks: Checks { findings: ROLE_FINDINGS, cross_field_rules: ROLE_RULES, ..Checks::EMPTY },
    related: Related {
        companion: Some(Companion::Same(|| &IDENTITY_POOL)),
        refers_to: references::of_roles,
        ..Related::EMPTY
    },
    fields: FIELDS,
    ..Kind::EMPTY
};

const ROLE_ARN: Rule = Rule::length(20, 2048).also(|text| iam_arn(text, "role"));
const PROVIDER: Field = Field::part("Provider", Rule::length(1, 128))
    .suggestions(Suggestions::Companion(mapping_providers))
    .help("The provider whose tokens choose the role; a user pool's ends with :<client id>");
const CLAIM: Rule = Rule::length(1, 64)
    .pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "letters, digits, punctuation and symbols, without spaces");

fn is_role(text: &str) -> bool {
    iam_arn(text, "role").is_ok()
}

const RULE: &[Field] = &[
    Field::new("Claim", "Claim", "", FieldKind::Text)
        .rule(CLAIM.required())
        .common(&["cognito:groups", "custom:role", "email", "sub", "aud", "iss"])
        .help("The token claim to compare."),
    Field::new(
        "MatchType",
        "Match",
        "",
        FieldKind::Choice(&["Equals", "Contains", "StartsWith", "NotEqual"]),
    )
    .rule(Rule::ANY.required())
    .help("How the claim is compared with the value."),
    Field::new("Value", "Value", "", FieldKind::Text)
        .rule(Rule::length(1, 128).required())
        .help("The value to compare the claim with."),
    Field::new("RoleARN", "Role", "", FieldKind::Text)
        .rule(ROLE_ARN.required())
        .suggestions(Suggestions::InSight(is_role))
        .help("The role when this rule matches. The first match wins."),
];
const MAPPING: Field = Field::new(
    "",
    "Mapping",
    "",
    FieldKind::Record(&[
        Field::new("Type", "Type", "", FieldKind::Choice(&["Token", "Rules"]))
            .rule(Rule::ANY.required())
            .help("Token uses the role in the token; Rules use the first rule that matches."),
        Field::new(
            "AmbiguousRoleResolution",
            "If ambiguous",
            "",
            FieldKind::Choice(&["Deny", "AuthenticatedRole"]),
        )
        .rule(Rule::ANY.required())
        .help("If nothing matches: no role or the default role."),
        Field::new("RulesConfiguration.Rules", "Rules", "", FieldKind::Records(RULE))
            .rule(Rule::length(1, RULES).required())
            .visible_if(|text| text("Type").as_deref() == Some("Rules"))
            .ordered()
            .tabular()
            .table(&["CLAIM", "MATCH", "VALUE", "ROLE"], rule_cells)
            .summary(rule_line)
            .help("Rules in order. The first match wins."),
    ]),
);

/// The most rules of a provider, by the quota of identity pools; the service model says 400.
const RULES: usize = 25;

const FIELDS: &[Field] = &[
    Field::new("IdentityPoolId", "Identity pool", "Roles", FieldKind::Text).identifier(),
    Field::new("Roles.authenticated", "Authenticated role", "Roles", FieldKind::Text)
        .rule(ROLE_ARN)
        .suggestions(Suggestions::InSight(is_role))
        .when_absent("none: signed-in users get no credentials")
        .help("The ARN of the IAM role of signed-in users."),
    Field::new("Roles.unauthenticated", "Unauthenticated role", "Roles", FieldKind::Text)
        .rule(ROLE_ARN)
        .suggestions(Suggestions::InSight(is_role))
        .when_absent("none: guests get no credentials")
        .help("The ARN of the IAM role of guests."),
    Field::new(
        "RoleMappings",
        "Role mappings",
        "Role mappings",
        FieldKind::Map { key: &PROVIDER, value: &MAPPING, secret: &[] },
    )
    .when_absent("none: signed-in users get the authenticated role")
    .rule(Rule::at_most(10))
    .help("How a provider's token or claims choose another role."),
];

/// The cells of a rule that has nothing but its four members.
fn rule_cells(rule: &Value) -> Option<Vec<String>> {
    let known = ["Claim", "MatchType", "Value", "RoleARN"];
    let members =
        rule.as_object().filter(|members| members.keys().all(|name| known.contains(&name.as_str())))?;
    let text = |name: &&str| members.get(*name).and_then(Value::as_str).map(str::to_owned);
    known.iter().map(text).collect()
}

/// A rule in one line: `custom:tier Equals gold → arn:aws:iam::123456789012:role/gold`.
fn rule_line(entry: &Value) -> Option<String> {
    let cells = rule_cells(entry)?;
    let [claim, matching, value, role] = cells.as_slice() else { return None };
    Some(format!("{claim} {matching} {value} → {role}"))
}
