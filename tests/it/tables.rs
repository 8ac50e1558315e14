//! The field tables against what AWS says of its members: the SDK's own run-time schemas, and the service
//! model.

use std::collections::BTreeSet;

use aws_sdk_cognitoidentity::operation as identity_ops;
use aws_sdk_cognitoidentity::types as identity;
use aws_sdk_cognitoidentityprovider::operation as idp_ops;
use aws_sdk_cognitoidentityprovider::types as idp;
use cognitui::resource::display::detail_rows;
use cognitui::resource::tables::{
    self, ALL, CLIENT, DOMAIN, IDENTITY, IDENTITY_POOL, PRINCIPAL_TAGS, PROVIDER, RESOURCE_SERVER, ROLES,
    SECRET, USER_POOL,
};
use cognitui::resource::{
    Access, Document, Field, FieldKind, Kind, Operation, OperationName, Rule, Shows, Suggestions,
    WriteOperation, update_request,
};
use serde_json::{Value, json};

/// A member of a structure of the SDK.
struct Member {
    name: String,
    is_structure: bool,
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
struct Case {
    kind: &'static Kind,
    /// The members that Describe answers.
    answered: Vec<Member>,
    /// The members that Update takes; none where there is no one Update.
    taken: Vec<Member>,
    /// Members of Update that are no settings: they only name the resource, under another name than
    /// Describe's.
    only_names: &'static [&'static str],
    /// The structures that the table opens, by path, and the entries of its lists of records.
    inside: Vec<(&'static str, Vec<Member>)>,
    /// The service of the model.
    service: &'static str,
    /// Describe's structure in the model.
    shape: &'static str,
    /// The operation in the model whose input the rules are taken from.
    update: &'static str,
}

fn cases() -> Vec<Case> {
    user_pool_cases().into_iter().chain(identity_pool_cases()).collect()
}

fn user_pool_cases() -> [Case; 6] {
    [
        Case {
            kind: &USER_POOL,
            answered: members!(idp::UserPoolType),
            taken: members!(idp_ops::update_user_pool::UpdateUserPoolInput),
            only_names: &["UserPoolId"],
            inside: user_pool_structures(),
            service: "cognito-idp",
            shape: "UserPoolType",
            update: "UpdateUserPool",
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
            kind: &RESOURCE_SERVER,
            answered: members!(idp::ResourceServerType),
            taken: vec![],
            only_names: &[],
            inside: vec![("Scopes", members!(idp::ResourceServerScopeType))],
            service: "cognito-idp",
            shape: "ResourceServerType",
            update: "DescribeResourceServer",
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
        ("KeyConfiguration", members!(idp::KeyConfigurationType)),
        ("IssuerConfiguration", members!(idp::IssuerConfigurationType)),
    ]
}

fn document(value: Value) -> Document {
    Document::from_value(value).expect("an object")
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

/// The service model: what each member may be.
struct Model(Value);

impl Model {
    fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-constraints.json");
        let text = std::fs::read_to_string(path).expect("the service constraints are in assets");
        Self(serde_json::from_str(&text).expect("the service constraints are JSON"))
    }

    fn shape(&self, service: &str, name: &str) -> &Value {
        let shape = &self.0["shapes"][format!("{service}.{name}")];
        assert!(shape.is_object(), "no shape {service}.{name}");
        shape
    }

    fn input(&self, case: &Case) -> &Value {
        &self.0["operations"][format!("{}.{}", case.service, case.update)]["members"]
    }

    fn answer(&self, case: &Case) -> &Value {
        &self.shape(case.service, case.shape)["members"]
    }

    /// The member at a dotted path below some members.
    fn member<'a>(&'a self, service: &str, members: &'a Value, path: &str) -> Option<&'a Value> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let member = members.get(name)?;
        let Some(rest) = rest else { return Some(member) };
        if member["type"] == "map" {
            return Some(&self.shape(service, member["shape"].as_str()?)["value"]);
        }
        self.member(service, &self.shape(service, member["shape"].as_str()?)["members"], rest)
    }

    /// Every member below some members that is no structure, by dotted path; structures in lists and maps are
    /// not opened.
    fn leaves(&self, service: &str, members: &Value, base: &str) -> Vec<String> {
        let mut leaves = Vec::new();
        for (name, member) in members.as_object().expect("members") {
            let path = format!("{base}{name}");
            if member["type"] == "structure" {
                let members = &self.shape(service, member["shape"].as_str().expect("a shape"))["members"];
                leaves.extend(self.leaves(service, members, &format!("{path}.")));
            } else {
                leaves.push(path);
            }
        }
        leaves
    }
}

fn words(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Least, greatest and pattern. A least length of zero is none.
fn limits(rule: &Rule) -> (Option<u64>, Option<u64>, Option<&str>) {
    let number = |number: usize| u64::try_from(number).expect("a small number");
    (rule.min.map(number).filter(|min| *min > 0), rule.max.map(number), rule.pattern)
}

fn limits_of(member: &Value) -> (Option<u64>, Option<u64>, Option<&str>) {
    (member["min"].as_u64().filter(|min| *min > 0), member["max"].as_u64(), member["pattern"].as_str())
}

/// What differs between a row and its member in the model; `rules` asks for the limits too.
fn differences(model: &Model, service: &str, field: &Field, member: &Value, rules: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |what: &str, fits: bool| {
        if !fits {
            found.push(format!("{} {what}: {member}", field.path));
        }
    };
    let shape = member["shape"]
        .as_str()
        .filter(|_| ["list", "map", "structure"].iter().any(|kind| member["type"] == *kind));
    let shape = shape.map(|shape| model.shape(service, shape));
    let holder = shape.unwrap_or(member);
    let part = |part: &Field, member: &Value| {
        let of_values = words(&member["enum"]);
        let usual = match part.suggestions {
            Suggestions::Common(usual) => {
                of_values.is_empty() || of_values == usual.iter().copied().collect()
            }
            _ => of_values.is_empty(),
        };
        usual && limits(&part.rule) == limits_of(member)
    };
    let kind = member["type"].as_str().unwrap_or_default();
    match &field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Secret => {
            check("is no text", kind == "string");
            check("has a closed set of values", !rules || member["enum"].is_null());
        }
        FieldKind::Choice(values) => {
            check("has other values", words(&member["enum"]) == values.iter().copied().collect());
        }
        FieldKind::Toggle { .. } => check("is no toggle", kind == "boolean"),
        FieldKind::Number { .. } => check("is no number", kind == "integer"),
        FieldKind::Date => check("is no date", kind == "timestamp"),
        FieldKind::Json => check("is no structure", ["structure", "map", "list"].contains(&kind)),
        FieldKind::List(entry) => {
            check("is no list", kind == "list");
            check("has other entries", part(entry, &holder["member"]));
        }
        FieldKind::Map { key, value, .. } => {
            check("is no map", kind == "map");
            check("has other keys", !rules || part(key, &holder["key"]));
            check(
                "has other values",
                !rules || matches!(value.kind, FieldKind::Record(_)) || part(value, &holder["value"]),
            );
        }
        FieldKind::Records(_) => check("is no list", kind == "list"),
        FieldKind::Record(_) => check("is no structure", kind == "structure"),
    }
    if rules {
        check("has other limits", limits(&field.rule) == limits_of(holder));
    }
    let entries = match &field.kind {
        FieldKind::Records(fields) => Some((fields, &holder["member"])),
        FieldKind::Map { value: Field { kind: FieldKind::Record(fields), .. }, .. } => {
            Some((fields, &holder["value"]))
        }
        _ => None,
    };
    if let Some((fields, entry)) = entries {
        let members = &model.shape(service, entry["shape"].as_str().expect("a shape"))["members"];
        let known: BTreeSet<_> = fields.iter().map(|field| field.path.to_owned()).collect();
        let all: BTreeSet<_> = model.leaves(service, members, "").into_iter().collect();
        if known != all {
            found.push(format!("{}: an entry has {all:?}, not {known:?}", field.path));
        }
        for (field, member) in
            fields.iter().filter_map(|field| Some((field, model.member(service, members, field.path)?)))
        {
            found.extend(differences(model, service, field, member, rules));
        }
    }
    found
}

#[test]
fn every_member_that_the_service_model_knows_has_a_row_and_every_row_has_a_member() {
    let model = Model::read();
    for case in cases() {
        let covered = |path: &String| {
            let within = |field: &Field| {
                field
                    .path
                    .strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            case.kind.fields.iter().any(within)
        };
        let mut missing = model.leaves(case.service, model.answer(&case), "");
        missing.retain(|path| !covered(path));
        assert!(missing.is_empty(), "{:?}: no row for {missing:?}", case.kind);
        let is_answered =
            |field: &&Field| !matches!(field.access, Access::CreateOnlyWriteOnly | Access::WriteOnly);
        for field in case.kind.fields.iter().filter(is_answered) {
            let member = model.member(case.service, model.answer(&case), field.path);
            assert!(member.is_some(), "{:?}: there is no {}", case.kind, field.path);
        }
    }
}

/// Quotas that the service model lacks, or has otherwise, and the tables keep: the documented numbers of
/// user-pool providers and of rules.
const QUOTAS: &[(&str, u64)] = &[
    ("CognitoIdentityProviders", 50),
    ("RulesConfiguration.Rules", 25),
    ("LogoutURLs", 100),
    ("ManagedLoginVersion", 2),
];

/// Maps whose keys have rows of their own.
const DETAILS: &[&str] = &["ProviderDetails."];

#[test]
fn the_rules_of_the_tables_are_those_of_the_service_model() {
    let model = Model::read();
    let mut found = Vec::new();
    for case in &cases() {
        for field in case.kind.fields.iter().filter(|field| field.access != Access::CreateOnlyWriteOnly) {
            let name = field.update_name.unwrap_or(field.path);
            let taken = model.member(case.service, model.input(case), name);
            // The values of a map are texts to the model, whatever its keys mean.
            if DETAILS.iter().any(|map| field.path.starts_with(map)) {
                let text = matches!(
                    field.kind,
                    FieldKind::Text | FieldKind::LongText | FieldKind::Secret | FieldKind::Choice(_)
                );
                assert!(text && taken.is_some_and(|member| member["type"] == "string"), "{}", field.path);
                continue;
            }
            let editable = matches!(field.access, Access::Editable | Access::SetOnce(_) | Access::WriteOnly);
            let member =
                if editable { taken } else { model.member(case.service, model.answer(case), field.path) };
            let Some(member) = member else {
                found.push(format!("{:?}: Update takes no {name}", case.kind));
                continue;
            };
            let differences = differences(&model, case.service, field, member, editable);
            let quota = |text: &str| {
                QUOTAS.iter().any(|(path, _)| text.starts_with(&format!("{path} has other limits")))
            };
            found.extend(differences.into_iter().filter(|text| !quota(text)));
            if member["required"] == true
                && editable
                && !case.kind.update.always_sent.contains(&name)
                && !field.path.contains('.')
                && !field.rule.required
            {
                found.push(format!("{:?}: Update asks for {name}", case.kind));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_describe_tells_and_update_refuses_can_not_be_edited_and_all_else_can() {
    let listed: [(&Kind, &[&str]); 4] = [
        (
            &USER_POOL,
            &[
                "AliasAttributes",
                "Arn",
                "CreationDate",
                "CustomDomain",
                "Domain",
                "EmailConfigurationFailure",
                "EstimatedNumberOfUsers",
                "Id",
                "LastModifiedDate",
                "SchemaAttributes",
                "SmsConfigurationFailure",
                "Status",
                "UsernameAttributes",
                "UsernameConfiguration",
            ],
        ),
        (&CLIENT, &["ClientSecret", "ClientSecretArn", "ClientType", "CreationDate", "LastModifiedDate"]),
        (&PROVIDER, &["CreationDate", "LastModifiedDate", "ProviderType"]),
        (&IDENTITY_POOL, &[]),
    ];
    for (kind, members) in listed {
        let told = |field: &&Field| {
            matches!(field.access, Access::ReadOnly | Access::CreateOnly) && !is_detail(field)
        };
        let of_table: BTreeSet<_> = kind.fields.iter().filter(told).map(Field::member).collect();
        assert_eq!(of_table, members.iter().copied().collect(), "{kind:?}");
    }
    let model = Model::read();
    for case in cases().into_iter().filter(|case| !case.taken.is_empty()) {
        for field in case
            .kind
            .fields
            .iter()
            .filter(|field| field.access != Access::CreateOnlyWriteOnly && !is_detail(field))
        {
            let taken = model.input(&case).get(field.update_name.unwrap_or(field.member())).is_some();
            assert_eq!(
                !matches!(field.access, Access::ReadOnly | Access::CreateOnly),
                taken,
                "{:?} {}",
                case.kind,
                field.path
            );
            let describe = case.kind.operations.describe.expect("a kind that is described");
            let names = taken
                && (field.path == case.kind.id_path
                    || field.path == "UserPoolId"
                    || describe.id_members.contains(&field.path));
            assert_eq!(
                matches!(field.access, Access::Identifier | Access::CreateOnlyName),
                names,
                "{:?} {}",
                case.kind,
                field.path
            );
        }
    }
}

/// Whether a row is for a key of a map.
fn is_detail(field: &Field) -> bool {
    DETAILS.iter().any(|map| field.path.starts_with(map))
}

#[test]
fn the_sorts_of_a_kind_are_told_apart_and_what_their_forms_propose_has_rows() {
    for kind in ALL {
        for resource_type in kind.creation.types {
            let (fixed, proposed) = (resource_type.fixed(), resource_type.default_members());
            assert!(!fixed.members().is_empty() && !proposed.members().is_empty(), "{}", resource_type.title);
            assert_eq!(
                kind.creation.types.iter().filter(|other| other.is_of(&fixed)).count(),
                1,
                "{}",
                resource_type.title
            );
            assert!(
                fixed.members().keys().chain(proposed.members().keys()).all(|name| kind.knows(name)),
                "{}",
                resource_type.title
            );
        }
    }
}

#[test]
fn an_update_sends_what_update_takes_and_nothing_else() {
    let model = Model::read();
    for case in cases().into_iter().filter(|case| !case.taken.is_empty()) {
        let members = model.answer(&case).as_object().expect("members").keys();
        let filled = |name: &str| {
            if case.kind.update.omit_if_empty.contains(&name) {
                json!({"SomeMember": "some text"})
            } else {
                json!({})
            }
        };
        let answer = document(members.map(|name| (name.clone(), filled(name))).collect());
        let sent: BTreeSet<_> =
            update_request(&Document::default(), &answer, case.kind).members().keys().cloned().collect();
        // What no answer has is sent only when it is chosen.
        let is_chosen = |name: &&String| {
            let is_it = |field: &Field| field.access == Access::WriteOnly && field.path == name.as_str();
            case.kind.fields.iter().any(is_it)
        };
        let taken = model
            .input(&case)
            .as_object()
            .expect("members")
            .keys()
            .filter(|name| !case.only_names.contains(&name.as_str()) && !is_chosen(name));
        assert_eq!(sent, taken.cloned().collect(), "{:?}", case.kind);
    }
}

#[test]
fn rows_have_a_place_a_label_of_their_own_and_stand_together_with_their_group() {
    for kind in ALL {
        let (mut paths, mut labels, mut groups) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for field in kind.fields {
            // Rows that are there at different times may be for the same member.
            assert!(paths.insert(field.path) || field.visible_if.is_some(), "{kind:?}: {} twice", field.path);
            assert!(
                labels.insert(field.label) || field.visible_if.is_some(),
                "{kind:?}: two rows are called {}",
                field.label
            );
            assert!((1..=26).contains(&field.label.chars().count()), "{kind:?}: {} is too long", field.label);
            assert!(!field.group.is_empty(), "{kind:?}: {} has no group", field.path);
            assert!(
                field.help.is_empty() || field.help.ends_with(['.', '>']),
                "{kind:?}: {} is no sentence",
                field.help
            );
            assert!(field.help.chars().count() <= 90, "{kind:?}: {} is too long", field.help);
            if groups.last() != Some(&field.group) {
                assert!(!groups.contains(&field.group), "{kind:?}: {} twice", field.group);
                groups.push(field.group);
            }
        }
        for path in [kind.id_path, kind.name_path]
            .into_iter()
            .chain(kind.tags_path)
            .chain(kind.columns.iter().map(|column| column.path))
        {
            assert!(paths.contains(path), "{kind:?}: {path} has no row");
        }
        assert!(!kind.name.is_empty() && !kind.plural.is_empty());
    }
}

/// A document as lines of "label: value".
fn read(kind: &'static Kind, value: Value) -> Vec<String> {
    detail_rows::detail_rows(kind, &document(value))
        .iter()
        .map(|row| format!("{}: {}", row.label, row.value.text(false)))
        .collect()
}

fn assert_reads(lines: &[String], expected: &[&str]) {
    for line in expected {
        assert!(lines.iter().any(|known| known == line), "no {line:?} in\n{}", lines.join("\n"));
    }
}

#[test]
fn a_client_reads_with_its_secret_masked_and_its_defaults_told() {
    let lines = read(
        &CLIENT,
        json!({
            "ClientName": "web", "ClientId": "3n4b5urk1ft4fl3mg5e62d9ado", "UserPoolId": "eu-west-1_Ab12",
            "ClientSecret": "s3cret", "CreationDate": 1_760_000_000.123, "RefreshTokenValidity": 10,
            "TokenValidityUnits": {"RefreshToken": "hours"}, "EnableTokenRevocation": true, "CallbackURLs": ["https://a.example/cb"],
            "LogoutURLs": [],
        }),
    );
    assert_reads(
        &lines,
        &[
            "Client secret: ••••••••",
            "Created: 2025-10-09 08:53:20 UTC",
            "Authentication flows: (default: refresh token, SRP and custom)",
            "User existence errors: LEGACY (never set)",
            "Refresh token valid: 10",
            "Refresh token unit: hours",
            "Access token valid: (default: 1 hour)",
            "Access token unit: (default: hours)",
            "Token revocation: on",
            "OAuth: (default: off)",
            "Callback URLs: 1 entry",
            ": https://a.example/cb",
            "Logout URLs: none",
            "Writable attributes: all standard attributes (never set)",
        ],
    );
    assert!(!lines.concat().contains("s3cret"));
    assert_reads(
        &read(&CLIENT, json!({"RefreshTokenValidity": 30})),
        &["Refresh token unit: (default: days)", "Client secret: see Secrets"],
    );
}

#[test]
fn a_user_pool_reads_in_groups_with_its_structures_opened() {
    let lines = read(
        &USER_POOL,
        json!({
            "Id": "eu-west-1_Ab12", "Name": "shop", "EstimatedNumberOfUsers": 1200,
            "Policies": {"PasswordPolicy": {"MinimumLength": 8, "RequireSymbols": false, "NewRule": true}},
            "LambdaConfig": {"PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": "arn:aws:lambda:eu-west-1:1:function:x"}},
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true},
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
            "SchemaAttributes": [{
                "Name": "custom:tenant", "AttributeDataType": "String", "Mutable": false, "Required": false,
                "DeveloperOnlyAttribute": false, "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "64"},
            }],
            "UserPoolTags": {"team": "web"},
        }),
    );
    assert_reads(
        &lines,
        &[
            "Password policy: ",
            "Minimum password length: 8 characters",
            "Password symbol: not required",
            "Temporary password valid: (default: 7 days)",
            "Deletion protection: (default: INACTIVE)",
            "MFA: (default: OFF)",
            "Self sign-up: closed: only administrators create users",
            "By: verified_email",
            "Priority: 1",
            "custom:tenant: String, can't be changed, min length 1, max length 64",
            "Pre token event version: V2_0",
            "Pre sign-up: none",
            "Threat protection: OFF (never set)",
            "team: web",
            "Other settings: ",
            "Policies.PasswordPolicy.NewRule: true",
        ],
    );
    assert_reads(
        &read(&USER_POOL, json!({})),
        &["Self sign-up: (default: open: anyone can sign up)", "User names: (default: case sensitive)"],
    );
}

#[test]
fn a_provider_reads_with_all_that_is_secret_masked() {
    let details = json!({"client_id": "abc", "client_secret": "s3cret", "private_key": "s3cret", "other_secret": "s3cret"});
    let provider = json!({"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details, "AttributeMapping": {"email": "mail"}});
    let lines = read(&PROVIDER, provider);
    assert_reads(
        &lines,
        &[
            "Type: Google",
            "Client id: abc",
            "Client secret: ••••••••",
            "Details by name: 2 entries",
            "private_key: ••••••••",
            "other_secret: ••••••••",
            "email: mail",
        ],
    );
    assert!(!lines.concat().contains("s3cret"));
}

#[test]
fn a_domain_reads_with_its_certificate_and_its_failover() {
    let lines = read(
        &DOMAIN,
        json!({"Domain": "auth.example.com", "UserPoolId": "eu-west-1_Ab12", "Status": "ACTIVE", "ManagedLoginVersion": 2,
            "CustomDomainConfig": {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/x"},
            "Routing": {"Failover": {"SecondaryRegion": "eu-central-1"}}}),
    );
    assert_reads(
        &lines,
        &[
            "Status: ACTIVE",
            "Login pages version: 2",
            "Certificate: arn:aws:acm:us-east-1:123456789012:certificate/x",
            "Secondary region: eu-central-1",
            "Route 53 health check: none",
        ],
    );
}

#[test]
fn every_operation_of_a_table_reads_or_writes_and_none_does_both() {
    let reads: BTreeSet<_> = tables::reads().map(|operation| operation.name.as_str()).collect();
    let writes: Vec<_> = tables::writes().map(|operation| operation.name.as_str()).collect();
    for kind in ALL {
        let operations = &kind.operations;
        for read in [&operations.list, &operations.describe].into_iter().flatten() {
            assert!(reads.contains(read.name.as_str()), "{:?}", read.name);
        }
        for write in [WriteOperation::Create, WriteOperation::Update, WriteOperation::Delete] {
            let is_read = kind.operation(write).is_some_and(|name| reads.contains(name));
            assert!(!is_read, "{kind:?} {write:?} is allowed under --read-only");
        }
    }
    // AWS names what reads by these verbs, and what writes never so.
    let verb = |name: &&str| ["List", "Describe", "Get"].iter().any(|verb| name.starts_with(verb));
    assert!(reads.iter().all(verb), "{reads:?}");
    assert!(!writes.iter().any(verb), "{writes:?}");
}

#[test]
fn every_request_of_a_table_names_members_that_the_operation_takes() {
    let model = Model::read();
    let all = tables::reads().chain(tables::writes());
    for operation in all {
        let name = format!("{}.{}", operation.name.service().prefix(), operation.name.as_str());
        let members = &model.0["operations"][name]["members"];
        let paging = operation.paging;
        let page = paging.iter().flat_map(|paging| {
            [Some(paging.token_member), paging.size.map(|(member, _)| member)].into_iter().flatten()
        });
        for member in operation.id_members.iter().copied().chain(page) {
            assert!(members.get(member).is_some(), "{:?} does not take {member}", operation.name);
        }
    }
}

#[test]
fn no_two_relations_share_an_id() {
    let of_kind = |kind: &&'static Kind| {
        let tabs = kind.tabs.iter().filter_map(|tab| match tab.shows {
            Shows::Referrers(referrers) => Some(referrers),
            _ => None,
        });
        tabs.chain(kind.related.siblings).collect::<Vec<_>>()
    };
    let relations: Vec<_> = ALL.iter().flat_map(of_kind).collect();
    for (place, one) in relations.iter().enumerate() {
        for other in &relations[place + 1..] {
            assert!(!std::ptr::eq(*one, *other) && one.id != other.id, "{}", one.id);
        }
    }
}

#[test]
fn rows_that_share_a_path_take_turns() {
    for kind in ALL {
        for (place, field) in kind.fields.iter().enumerate() {
            let same = kind.fields[place + 1..].iter().filter(|other| *other == field);
            for other in same {
                assert!(field.visible_if.is_some() && other.visible_if.is_some(), "{kind:?} {}", field.path);
            }
        }
    }
}

#[test]
fn the_readme_lists_the_permissions_of_the_tables_and_no_others() {
    let list = |operations: BTreeSet<String>| {
        let lines: Vec<_> = operations.iter().map(|permission| format!("- `{permission}`\n")).collect();
        lines.concat()
    };
    let names = |operations: &mut dyn Iterator<Item = &'static Operation>| {
        operations.map(|one| format!("{}:{}", one.name.service().prefix(), one.name.as_str())).collect()
    };
    let mut read: BTreeSet<String> = names(&mut tables::reads());
    read.insert("sts:GetCallerIdentity".to_owned());
    // SignUp is a public operation, which no policy governs.
    let governed = |one: &&Operation| one.name != OperationName::SignUp;
    let mut write: BTreeSet<String> = names(&mut tables::writes().filter(governed));
    write.insert("iam:PassRole".to_owned());
    let expected = format!("\nTo read:\n\n{}\nTo write:\n\n{}", list(read), list(write));
    let readme = include_str!("../../README.md");
    let printed = readme
        .split("<!-- permissions -->\n")
        .nth(1)
        .and_then(|rest| rest.split("\n<!-- end of permissions -->").next());
    assert!(printed == Some(expected.as_str()), "between its marks, the README has to print:\n{expected}");
}
