//! User pools: all members of `UserPoolType`, which `DescribeUserPool` answers.

mod findings;
mod messages;
mod rules;
mod services;
mod sign_in;

use crate::resource::OperationName::{DescribeUserPool, ListUserPools, UpdateUserPool};
use crate::resource::field::Field;
use crate::resource::tables::user_pools::addresses::user_pool_addresses;
use crate::resource::tables::{CLIENT, DOMAIN, PROVIDER};
use crate::resource::{
    Actions, Checks, Column, Consequence, Document, Kind, KindId, Operation, Operations, Paging, Shows,
    TabLayout, ToggleAction, UpdateRules,
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
        update: Some(Operation::new(UpdateUserPool, &[])),
        ..Operations::EMPTY
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
        consequences: &[
            Consequence { path: "UserPoolTier", text: rules::plan_consequence },
            Consequence { path: "IssuerConfiguration.Type", text: rules::issuer_consequence },
        ],
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
    ],
    ..Kind::EMPTY
};

fn domains(pool: &Document) -> Vec<String> {
    ["Domain", "CustomDomain"].into_iter().filter_map(|path| pool.text(path)).map(str::to_owned).collect()
}

static FIELDS: [Field; sign_in::FIELDS.len() + messages::FIELDS.len() + services::FIELDS.len()] =
    Field::joined(&[sign_in::FIELDS, messages::FIELDS, services::FIELDS]);
