//! User pools: all members of `UserPoolType`, which `DescribeUserPool` answers.

mod consequences;
mod creation;
mod findings;
mod messages;
mod rules;
mod services;
mod sign_in;

use serde_json::Value;

use crate::resource::OperationName::{
    CreateUserPool, DeleteUserPool, DescribeUserPool, ListUserPools, UpdateUserPool,
};
use crate::resource::field::Field;
use crate::resource::reference::refers;
use crate::resource::tables::user_pools::addresses::user_pool_addresses;
use crate::resource::tables::{
    ATTRIBUTE, CLIENT, DOMAIN, IDENTITY_POOL, LOG_DELIVERY, MFA, PROVIDER, RESOURCE_SERVER, RISK, ROLE,
    SIGNING_CERTIFICATE,
};
use crate::resource::{
    Actions, Checks, Column, Deletion, Dependent, Document, Key, Kind, KindId, Operation, Operations, Paging,
    Reference, Referrers, Related, Relation, SecondDocument, Shows, TabLayout, ToggleAction, UpdateRules,
};

pub static USER_POOL: Kind = Kind {
    id: KindId::UserPool,
    name: "user pool",
    plural: "User pools",
    id_path: "Id",
    name_path: "Name",
    tags_path: Some("UserPoolTags"),
    operations: Operations {
        list: Some(Operation::new(ListUserPools, &[]).answers_pages("UserPools", Paging::of(60))),
        describe: Some(Operation::new(DescribeUserPool, &["UserPoolId"]).answers("UserPool")),
        create: Some(Operation::new(CreateUserPool, &[]).answers("UserPool")),
        update: Some(Operation::new(UpdateUserPool, &[])),
        delete: Some(Operation::new(DeleteUserPool, &["UserPoolId"])),
    },
    update: UpdateRules {
        requires_one_of: &[
            ("Policies.SignInPolicy", &["AllowedFirstAuthFactors"]),
            ("LambdaConfig.PreTokenGenerationConfig", &["LambdaArn"]),
            ("LambdaConfig.CustomEmailSender", &["LambdaArn"]),
            ("LambdaConfig.CustomSMSSender", &["LambdaArn"]),
            ("LambdaConfig.InboundFederation", &["LambdaArn"]),
            ("SmsConfiguration.EumsSms", &["CallerArn"]),
            ("SmsConfiguration", &["SnsCallerArn", "EumsSms.CallerArn"]),
            ("AccountRecoverySetting", &["RecoveryMechanisms"]),
            ("UserPoolAddOns", &["AdvancedSecurityMode"]),
            ("DeviceConfiguration", &["ChallengeRequiredOnNewDevice", "DeviceOnlyRememberedOnUserPrompt"]),
        ],
        consequences: consequences::CONSEQUENCES,
        new_functions: Some(consequences::new_functions),
        ..UpdateRules::EMPTY
    },
    checks: Checks {
        findings: findings::FINDINGS,
        cross_field_rules: rules::CROSS_FIELD_RULES,
        error_fields: &[
            ("TierChangeNotAllowedException", "UserPoolTier"),
            ("InvalidSmsRoleAccessPolicyException", "SmsConfiguration.SnsCallerArn"),
            ("InvalidSmsRoleTrustRelationshipException", "SmsConfiguration.SnsCallerArn"),
            ("InvalidEmailRoleAccessPolicyException", "EmailConfiguration.SourceArn"),
            ("UserPoolTaggingException", "UserPoolTags"),
            ("InvalidParameterException: All attributes in", rules::VERIFY_BEFORE_UPDATE),
        ],
        error_hints: &[
            ("FeatureUnavailableInTierException", "Choose a higher feature plan, or leave the feature off."),
            ("TierChangeNotAllowedException", "Turn off the features that the other plan lacks first."),
            (
                "InvalidSmsRoleTrustRelationshipException",
                "The role has to trust cognito-idp.amazonaws.com with the external id.",
            ),
            ("InvalidSmsRoleAccessPolicyException", "The role has to allow sns:Publish."),
        ],
    },
    creation: creation::CREATION,
    related: Related {
        second: Some(SecondDocument { kind: || &MFA, goes_first: consequences::gives_up_what_factors_need }),
        is_mapped: true,
        refers_to,
        ..Related::EMPTY
    },
    deletion: Deletion {
        dependents: &[
            Dependent::Fact("Users (estimate)", |pool, _| {
                let users = pool.get("EstimatedNumberOfUsers").and_then(Value::as_u64);
                Some(users.and_then(|users| usize::try_from(users).ok()).unwrap_or_default())
            }),
            Dependent::List(|| &CLIENT),
            Dependent::List(|| &PROVIDER),
            Dependent::List(|| &RESOURCE_SERVER),
            Dependent::Referrers(&TRUSTING_POOLS),
        ],
        blocked: Some(undeletable),
        notice: "AWS keeps a deleted user pool for 14 days, in which only AWS Support may restore it.",
        ..Deletion::EMPTY
    },
    actions: Actions {
        toggles: &[
            ToggleAction {
                key: "p",
                path: "DeletionProtection",
                help: "Turn deletion protection on or off",
                short: "protection",
                safe: "\"ACTIVE\"",
            },
            ToggleAction {
                key: "S",
                path: "AdminCreateUserConfig.AllowAdminCreateUserOnly",
                help: "Open or close self sign-up",
                short: "self sign-up",
                safe: "true",
            },
        ],
        ..Actions::EMPTY
    },
    fields: &FIELDS,
    facts: Some(user_pool_addresses),
    columns: &[
        Column::new("NAME", "Name", 20),
        Column::new("USER POOL ID", "Id", 24),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
        Column::new("CREATED", "CreationDate", 23),
    ],
    tabs: &[
        TabLayout { title: "Overview", shows: Shows::Itself },
        TabLayout { title: "App clients", shows: Shows::List(|| &CLIENT) },
        TabLayout { title: "Identity providers", shows: Shows::List(|| &PROVIDER) },
        TabLayout { title: "Domain", shows: Shows::Named(|| &DOMAIN, domains) },
        TabLayout { title: "Resource servers", shows: Shows::List(|| &RESOURCE_SERVER) },
        TabLayout { title: "MFA", shows: Shows::Same(&[|| &MFA]) },
        TabLayout { title: "Attributes", shows: Shows::List(|| &ATTRIBUTE) },
        TabLayout { title: "Security", shows: Shows::Same(SECURITY) },
    ],
    ..Kind::EMPTY
};

const SECURITY: &[fn() -> &'static Kind] = &[|| &RISK, || &LOG_DELIVERY, || &SIGNING_CERTIFICATE];

static TRUSTING_POOLS: Referrers = Referrers {
    id: "identity pools that trust a user pool",
    kind: || &IDENTITY_POOL,
    same_parent: false,
    refers: |pool, identity_pool| refers(&IDENTITY_POOL, identity_pool, pool),
    title: "Identity pools that trust it",
    help: "Its users get AWS credentials there.",
    reference_list: None,
};

static HAS: Relation = Relation { does: "has it", is: "its domain" };
static SENDS: Relation = Relation { does: "sends SMS messages with it", is: "sends SMS messages" };

fn refers_to(key: &Key, pool: &Document) -> Vec<Reference> {
    let domains = domains(pool).into_iter().filter(|name| !name.is_empty());
    let domains = domains.map(|name| Reference::new(Key::child(&DOMAIN, key.id.as_str(), name), &HAS, ""));
    let role = pool.text("SmsConfiguration.SnsCallerArn").filter(|arn| !arn.is_empty());
    domains.chain(role.map(|arn| Reference::new(Key::top(&ROLE, arn), &SENDS, ""))).collect()
}

/// AWS refuses to delete a pool that is protected or that has a domain.
fn undeletable(pool: &Document) -> Option<String> {
    if pool.text("DeletionProtection") == Some("ACTIVE") {
        return Some("while deletion protection is ACTIVE: turn it off first.".to_owned());
    }
    let domain = domains(pool).into_iter().next()?;
    Some(format!("while domain {domain} exists: delete it on tab 4."))
}

fn domains(pool: &Document) -> Vec<String> {
    ["Domain", "CustomDomain"].into_iter().filter_map(|path| pool.text(path)).map(str::to_owned).collect()
}

static FIELDS: [Field; sign_in::FIELDS.len() + messages::FIELDS.len() + services::FIELDS.len()] =
    Field::joined(&[sign_in::FIELDS, messages::FIELDS, services::FIELDS]);
