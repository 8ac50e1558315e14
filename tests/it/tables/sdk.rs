//! The members of each table against the run-time schemas of the SDK.

use aws_sdk_cognitoidentity::operation as identity_ops;
use aws_sdk_cognitoidentity::types as identity;
use aws_sdk_cognitoidentityprovider::operation as idp_ops;
use aws_sdk_cognitoidentityprovider::types as idp;
use cognitui::resource::tables::{
    ATTRIBUTE, BRANDING, CLIENT, CLIENT_RISK, DOMAIN, IDENTITY, IDENTITY_POOL, LOG_DELIVERY, MFA,
    PRINCIPAL_TAGS, PROVIDER, RESOURCE_SERVER, RISK, ROLES, SECRET, SIGNING_CERTIFICATE, USER_POOL,
};
use cognitui::resource::{Field, FieldKind, Kind};

/// A member of a structure of the SDK.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) is_structure: bool,
}

/// The members of a type, as the SDK's run-time schema lists them.
macro_rules! members {
    ($type:ty) => {
        <$type>::SCHEMA
            .members()
            .iter()
            .map(|member| Member {
                name: member.member_name().unwrap_or_default().to_owned(),
                is_structure: member.is_structure(),
            })
            .collect::<Vec<_>>()
    };
}

/// What holds a table against the SDK and the service model.
pub(super) struct Case {
    pub(super) kind: &'static Kind,
    /// The members that Describe answers.
    pub(super) answered: Vec<Member>,
    /// The members that Update takes; none where there is no one Update.
    pub(super) taken: Vec<Member>,
    /// Members of Update that are no settings: they only name the resource, under another name than
    /// Describe's.
    pub(super) only_names: &'static [&'static str],
    /// The structures that the table opens, by path, and the entries of its lists of records.
    pub(super) inside: Vec<(&'static str, Vec<Member>)>,
    /// The service of the model.
    pub(super) service: &'static str,
    /// Describe's structure in the model.
    pub(super) shape: &'static str,
    /// The operation in the model whose input the rules are taken from.
    pub(super) update: &'static str,
}

pub(super) fn cases() -> Vec<Case> {
    user_pool_cases().into_iter().chain(identity_pool_cases()).collect()
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn user_pool_cases() -> [Case; 13] {
    [
        Case {
            kind: &USER_POOL,
            answered: members!(idp::UserPoolType),
            taken: members!(idp_ops::update_user_pool::UpdateUserPoolInput),
            only_names: &[],
            inside: user_pool_structures(),
            service: "cognito-idp",
            shape: "UserPoolType",
            update: "UpdateUserPool",
        },
        Case {
            kind: &MFA,
            answered: members!(idp_ops::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput),
            taken: members!(idp_ops::set_user_pool_mfa_config::SetUserPoolMfaConfigInput),
            only_names: &["UserPoolId"],
            inside: vec![
                ("SmsMfaConfiguration", members!(idp::SmsMfaConfigType)),
                ("SmsMfaConfiguration.SmsConfiguration", members!(idp::SmsConfigurationType)),
                ("SmsMfaConfiguration.SmsConfiguration.EumsSms", members!(idp::EumsSmsConfigurationType)),
                ("SoftwareTokenMfaConfiguration", members!(idp::SoftwareTokenMfaConfigType)),
                ("EmailMfaConfiguration", members!(idp::EmailMfaConfigType)),
                ("WebAuthnConfiguration", members!(idp::WebAuthnConfigurationType)),
            ],
            service: "cognito-idp",
            shape: "GetUserPoolMfaConfigResponse",
            update: "SetUserPoolMfaConfig",
        },
        Case {
            kind: &RISK,
            answered: members!(idp::RiskConfigurationType),
            taken: members!(idp_ops::set_risk_configuration::SetRiskConfigurationInput),
            only_names: &[],
            inside: risk_structures(),
            service: "cognito-idp",
            shape: "RiskConfigurationType",
            update: "SetRiskConfiguration",
        },
        Case {
            kind: &CLIENT_RISK,
            answered: members!(idp::RiskConfigurationType),
            taken: members!(idp_ops::set_risk_configuration::SetRiskConfigurationInput),
            only_names: &[],
            inside: risk_structures(),
            service: "cognito-idp",
            shape: "RiskConfigurationType",
            update: "SetRiskConfiguration",
        },
        Case {
            kind: &LOG_DELIVERY,
            answered: members!(idp::LogDeliveryConfigurationType),
            taken: members!(idp_ops::set_log_delivery_configuration::SetLogDeliveryConfigurationInput),
            only_names: &[],
            inside: vec![
                ("LogConfigurations", members!(idp::LogConfigurationType)),
                (
                    "LogConfigurations.CloudWatchLogsConfiguration",
                    members!(idp::CloudWatchLogsConfigurationType),
                ),
                ("LogConfigurations.S3Configuration", members!(idp::S3ConfigurationType)),
                ("LogConfigurations.FirehoseConfiguration", members!(idp::FirehoseConfigurationType)),
            ],
            service: "cognito-idp",
            shape: "LogDeliveryConfigurationType",
            update: "SetLogDeliveryConfiguration",
        },
        Case {
            kind: &SIGNING_CERTIFICATE,
            answered: members!(idp_ops::get_signing_certificate::GetSigningCertificateOutput),
            taken: vec![],
            only_names: &[],
            inside: vec![],
            service: "cognito-idp",
            shape: "GetSigningCertificateResponse",
            update: "GetSigningCertificate",
        },
        Case {
            kind: &BRANDING,
            answered: members!(idp::ManagedLoginBrandingType),
            taken: members!(idp_ops::update_managed_login_branding::UpdateManagedLoginBrandingInput),
            only_names: &[],
            inside: vec![("Assets", members!(idp::AssetType))],
            service: "cognito-idp",
            shape: "ManagedLoginBrandingType",
            update: "UpdateManagedLoginBranding",
        },
        Case {
            kind: &CLIENT,
            answered: members!(idp::UserPoolClientType),
            taken: members!(idp_ops::update_user_pool_client::UpdateUserPoolClientInput),
            only_names: &[],
            inside: vec![
                ("TokenValidityUnits", members!(idp::TokenValidityUnitsType)),
                ("RefreshTokenRotation", members!(idp::RefreshTokenRotationType)),
                ("AnalyticsConfiguration", members!(idp::AnalyticsConfigurationType)),
            ],
            service: "cognito-idp",
            shape: "UserPoolClientType",
            update: "UpdateUserPoolClient",
        },
        Case {
            kind: &PROVIDER,
            answered: members!(idp::IdentityProviderType),
            taken: members!(idp_ops::update_identity_provider::UpdateIdentityProviderInput),
            only_names: &[],
            inside: vec![],
            service: "cognito-idp",
            shape: "IdentityProviderType",
            update: "UpdateIdentityProvider",
        },
        Case {
            kind: &DOMAIN,
            answered: members!(idp::DomainDescriptionType),
            taken: members!(idp_ops::update_user_pool_domain::UpdateUserPoolDomainInput),
            only_names: &[],
            inside: vec![
                ("CustomDomainConfig", members!(idp::CustomDomainConfigType)),
                ("Routing", members!(idp::RoutingType)),
                ("Routing.Failover", members!(idp::FailoverType)),
            ],
            service: "cognito-idp",
            shape: "DomainDescriptionType",
            update: "UpdateUserPoolDomain",
        },
        Case {
            kind: &SECRET,
            answered: members!(idp::ClientSecretDescriptorType),
            taken: vec![],
            only_names: &[],
            inside: vec![],
            service: "cognito-idp",
            shape: "ClientSecretDescriptorType",
            update: "ListUserPoolClientSecrets",
        },
        Case {
            kind: &ATTRIBUTE,
            answered: members!(idp::SchemaAttributeType),
            taken: vec![],
            only_names: &[],
            inside: vec![
                ("StringAttributeConstraints", members!(idp::StringAttributeConstraintsType)),
                ("NumberAttributeConstraints", members!(idp::NumberAttributeConstraintsType)),
            ],
            service: "cognito-idp",
            shape: "SchemaAttributeType",
            update: "AddCustomAttributes",
        },
        Case {
            kind: &RESOURCE_SERVER,
            answered: members!(idp::ResourceServerType),
            taken: members!(idp_ops::update_resource_server::UpdateResourceServerInput),
            only_names: &[],
            inside: vec![("Scopes", members!(idp::ResourceServerScopeType))],
            service: "cognito-idp",
            shape: "ResourceServerType",
            update: "UpdateResourceServer",
        },
    ]
}

fn identity_pool_cases() -> [Case; 4] {
    [
        Case {
            kind: &IDENTITY_POOL,
            answered: members!(identity_ops::describe_identity_pool::DescribeIdentityPoolOutput),
            taken: members!(identity_ops::update_identity_pool::UpdateIdentityPoolInput),
            only_names: &[],
            inside: vec![("CognitoIdentityProviders", members!(identity::CognitoIdentityProvider))],
            service: "cognito-identity",
            shape: "IdentityPool",
            update: "UpdateIdentityPool",
        },
        Case {
            kind: &ROLES,
            answered: members!(identity_ops::get_identity_pool_roles::GetIdentityPoolRolesOutput),
            taken: members!(identity_ops::set_identity_pool_roles::SetIdentityPoolRolesInput),
            only_names: &[],
            inside: vec![
                ("RoleMappings", members!(identity::RoleMapping)),
                ("RoleMappings.RulesConfiguration", members!(identity::RulesConfigurationType)),
                ("RoleMappings.RulesConfiguration.Rules", members!(identity::MappingRule)),
            ],
            service: "cognito-identity",
            shape: "GetIdentityPoolRolesResponse",
            update: "SetIdentityPoolRoles",
        },
        Case {
            kind: &PRINCIPAL_TAGS,
            answered: members!(
                identity_ops::get_principal_tag_attribute_map::GetPrincipalTagAttributeMapOutput
            ),
            taken: members!(identity_ops::set_principal_tag_attribute_map::SetPrincipalTagAttributeMapInput),
            only_names: &[],
            inside: vec![],
            service: "cognito-identity",
            shape: "GetPrincipalTagAttributeMapResponse",
            update: "SetPrincipalTagAttributeMap",
        },
        Case {
            kind: &IDENTITY,
            answered: members!(identity_ops::describe_identity::DescribeIdentityOutput),
            taken: vec![],
            only_names: &[],
            inside: vec![],
            service: "cognito-identity",
            shape: "IdentityDescription",
            update: "DescribeIdentity",
        },
    ]
}

fn user_pool_structures() -> Vec<(&'static str, Vec<Member>)> {
    vec![
        ("Policies", members!(idp::UserPoolPolicyType)),
        ("Policies.PasswordPolicy", members!(idp::PasswordPolicyType)),
        ("Policies.SignInPolicy", members!(idp::SignInPolicyType)),
        ("LambdaConfig", members!(idp::LambdaConfigType)),
        ("LambdaConfig.PreTokenGenerationConfig", members!(idp::PreTokenGenerationVersionConfigType)),
        ("LambdaConfig.CustomSMSSender", members!(idp::CustomSmsLambdaVersionConfigType)),
        ("LambdaConfig.CustomEmailSender", members!(idp::CustomEmailLambdaVersionConfigType)),
        ("LambdaConfig.InboundFederation", members!(idp::InboundFederationLambdaType)),
        ("SchemaAttributes", members!(idp::SchemaAttributeType)),
        ("SchemaAttributes.StringAttributeConstraints", members!(idp::StringAttributeConstraintsType)),
        ("SchemaAttributes.NumberAttributeConstraints", members!(idp::NumberAttributeConstraintsType)),
        ("VerificationMessageTemplate", members!(idp::VerificationMessageTemplateType)),
        ("UserAttributeUpdateSettings", members!(idp::UserAttributeUpdateSettingsType)),
        ("DeviceConfiguration", members!(idp::DeviceConfigurationType)),
        ("EmailConfiguration", members!(idp::EmailConfigurationType)),
        ("SmsConfiguration", members!(idp::SmsConfigurationType)),
        ("SmsConfiguration.EumsSms", members!(idp::EumsSmsConfigurationType)),
        ("AdminCreateUserConfig", members!(idp::AdminCreateUserConfigType)),
        ("AdminCreateUserConfig.InviteMessageTemplate", members!(idp::MessageTemplateType)),
        ("UserPoolAddOns", members!(idp::UserPoolAddOnsType)),
        (
            "UserPoolAddOns.AdvancedSecurityAdditionalFlows",
            members!(idp::AdvancedSecurityAdditionalFlowsType),
        ),
        ("UsernameConfiguration", members!(idp::UsernameConfigurationType)),
        ("AccountRecoverySetting", members!(idp::AccountRecoverySettingType)),
        ("AccountRecoverySetting.RecoveryMechanisms", members!(idp::RecoveryOptionType)),
        ("AcrConfiguration", members!(idp::AcrLevelConfigType)),
        ("KeyConfiguration", members!(idp::KeyConfigurationType)),
        ("IssuerConfiguration", members!(idp::IssuerConfigurationType)),
    ]
}

fn risk_structures() -> Vec<(&'static str, Vec<Member>)> {
    let mut structures = vec![
        (
            "CompromisedCredentialsRiskConfiguration",
            members!(idp::CompromisedCredentialsRiskConfigurationType),
        ),
        ("CompromisedCredentialsRiskConfiguration.Actions", members!(idp::CompromisedCredentialsActionsType)),
        ("AccountTakeoverRiskConfiguration", members!(idp::AccountTakeoverRiskConfigurationType)),
        ("AccountTakeoverRiskConfiguration.Actions", members!(idp::AccountTakeoverActionsType)),
        ("AccountTakeoverRiskConfiguration.NotifyConfiguration", members!(idp::NotifyConfigurationType)),
        ("RiskExceptionConfiguration", members!(idp::RiskExceptionConfigurationType)),
    ];
    for path in [
        "AccountTakeoverRiskConfiguration.Actions.LowAction",
        "AccountTakeoverRiskConfiguration.Actions.MediumAction",
        "AccountTakeoverRiskConfiguration.Actions.HighAction",
    ] {
        structures.push((path, members!(idp::AccountTakeoverActionType)));
    }
    for path in [
        "AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail",
        "AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail",
        "AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail",
    ] {
        structures.push((path, members!(idp::NotifyEmailType)));
    }
    structures
}

/// The paths of members that have no row, structures opened where the table has no row for them as a whole.
fn without_row(case: &Case, fields: &[Field], place: &str, members: &[Member], base: &str) -> Vec<String> {
    let inside = |place: &str| {
        case.inside.iter().find(|(path, _)| *path == place).map(|(_, members)| members.as_slice())
    };
    let mut missing = Vec::new();
    for member in members {
        let field = fields.iter().find(|field| {
            field.path == format!("{base}{}", member.name) || field.update_name == Some(&member.name)
        });
        let place = if place.is_empty() { member.name.clone() } else { format!("{place}.{}", member.name) };
        match field {
            Some(Field { kind: FieldKind::Records(records), .. }) => {
                let members = inside(&place)
                    .unwrap_or_else(|| panic!("{:?}: name the entries of {place} in this test", case.kind));
                missing.extend(without_row(case, records, &place, members, ""));
            }
            Some(Field {
                kind: FieldKind::Map { value: Field { kind: FieldKind::Record(members), .. }, .. },
                ..
            }) => {
                let known = inside(&place)
                    .unwrap_or_else(|| panic!("{:?}: name the values of {place} in this test", case.kind));
                missing.extend(without_row(case, members, &place, known, ""));
            }
            Some(_) => {}
            // A map whose keys are known has a row for each.
            None if !member.is_structure
                && fields.iter().any(|field| field.path.starts_with(&format!("{base}{}.", member.name))) => {}
            None => match inside(&place).filter(|_| member.is_structure) {
                Some(members) => missing.extend(without_row(
                    case,
                    fields,
                    &place,
                    members,
                    &format!("{base}{}.", member.name),
                )),
                None => missing.push(place),
            },
        }
    }
    missing
}

#[test]
fn every_member_that_the_sdk_knows_has_a_row() {
    for case in cases() {
        let inside = case.inside.iter().map(|(_, members)| members);
        let taken = (case.kind.operations.update.is_some() || !case.taken.is_empty()).then_some(&case.taken);
        assert!(
            inside.chain([&case.answered]).chain(taken).all(|members| !members.is_empty()),
            "the SDK's schemas have members"
        );
        let answered = without_row(&case, case.kind.fields, "", &case.answered, "");
        let mut taken = without_row(&case, case.kind.fields, "", &case.taken, "");
        taken.retain(|path| !case.only_names.contains(&path.as_str()));
        assert!(
            answered.is_empty() && taken.is_empty(),
            "{:?}: no row for {answered:?} of Describe, {taken:?} of Update",
            case.kind
        );
    }
}
