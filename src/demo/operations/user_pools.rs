//! User pools. An update replaces: a member that it omits returns to its default, except for a few that AWS
//! keeps.

use serde_json::{Value, json};

use super::paging::page;
use super::schema;
use super::tags;
use super::user_pool_rules;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, members, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::{Store, UserPool};

const SHAPE: &str = "UserPoolType";
/// The members that an update can't change, whether it sends them or not.
const FIXED: [&str; 8] = [
    "Id",
    "Arn",
    "CreationDate",
    "SchemaAttributes",
    "AliasAttributes",
    "UsernameAttributes",
    "UsernameConfiguration",
    "EstimatedNumberOfUsers",
];
/// The members that an update keeps when it omits them.
const KEPT_WHEN_OMITTED: [&str; 4] = ["Name", "Policies", "MfaConfiguration", "DcrConfiguration"];

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let mut request = request.clone();
    if request.contains_key("AliasAttributes") && request.contains_key("UsernameAttributes") {
        return Err(ServiceError::invalid(
            "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
        ));
    }
    check(store, None, &request)?;
    let id = format!(
        "{}_{}",
        Store::REGION,
        store.ids.token(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 9)
    );
    let schema = request.shift_remove("Schema");
    let requested = schema.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    schema::check(requested)?;
    rename_pool_name(&mut request);
    let mut settings = with_defaults(request);
    let now = store.tick();
    settings.extend(members(json!({
        "Id": id,
        "Arn": format!("arn:aws:cognito-idp:{}:{}:userpool/{id}", Store::REGION, Store::ACCOUNT),
        "LastModifiedDate": now,
        "CreationDate": now,
        "SchemaAttributes": schema::attributes(requested),
        "EstimatedNumberOfUsers": 0,
    })));
    let pool = UserPool { settings, ..UserPool::default() };
    let answer = answer(&pool);
    store.user_pools.push(pool);
    Ok(answer)
}

pub(super) fn list_pools(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pools: Vec<Value> = store
        .user_pools
        .iter()
        .map(|pool| {
            let settings = &pool.settings;
            json!({
                "Id": settings["Id"],
                "Name": settings["Name"],
                "LambdaConfig": settings["LambdaConfig"],
                "LastModifiedDate": settings["LastModifiedDate"],
                "CreationDate": settings["CreationDate"],
            })
        })
        .collect();
    page("UserPools", "UserPools", &pools, request)
}

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    store.find_user_pool(request).map(answer)
}

pub(super) fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let before = store.find_user_pool(request)?.settings.clone();
    check(store, Some(&before), request)?;
    let mut settings = service_model().settings(ServiceId::UserPools, "UpdateUserPool", SHAPE, request);
    settings.shift_remove("UserPoolId");
    rename_pool_name(&mut settings);
    for name in KEPT_WHEN_OMITTED {
        if let Some(value) = before.get(name) {
            settings.entry(name).or_insert_with(|| value.clone());
        }
    }
    if let Some(Value::Object(registration)) = settings.get_mut("DcrConfiguration") {
        registration.entry("EnableStatus").or_insert_with(|| "Enabled".into());
    }
    let mut settings = with_defaults(settings);
    for name in FIXED {
        if let Some(value) = before.get(name) {
            settings.insert(name.to_owned(), value.clone());
        }
    }
    settings.insert("LastModifiedDate".to_owned(), store.tick());
    store.find_user_pool_mut(request)?.settings = settings;
    Ok(json!({}))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_user_pool(request)?;
    if pool.settings["DeletionProtection"] == "ACTIVE" {
        return Err(ServiceError::invalid(
            "The user pool cannot be deleted because deletion protection is activated. \
             Deletion protection must be inactivated first.",
        ));
    }
    if !pool.domains.is_empty() {
        return Err(ServiceError::invalid(
            "User pool cannot be deleted. It has a domain configured that should be deleted first.",
        ));
    }
    let id = text(&pool.settings, "Id").to_owned();
    store.user_pools.retain(|pool| text(&pool.settings, "Id") != id);
    store.tick();
    Ok(Value::Null)
}

pub(super) fn add_attributes(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let added = list(request, "CustomAttributes");
    let schema = list(&store.find_user_pool(request)?.settings, "SchemaAttributes").to_vec();
    schema::check_custom(&schema, added)?;
    let now = store.tick();
    let settings = &mut store.find_user_pool_mut(request)?.settings;
    let all = schema.into_iter().chain(added.iter().map(schema::custom)).collect();
    settings.insert("SchemaAttributes".to_owned(), Value::Array(all));
    settings.insert("LastModifiedDate".to_owned(), now);
    Ok(json!({}))
}

/// A request has `PoolName` where an answer has `Name`.
fn rename_pool_name(settings: &mut Members) {
    if let Some(name) = settings.shift_remove("PoolName") {
        settings.insert("Name".to_owned(), name);
    }
}

fn check(store: &Store, before: Option<&Members>, settings: &Members) -> Result<(), ServiceError> {
    user_pool_rules::check(before, settings)?;
    tags::check(store, before, settings, "UserPoolTags")
}

/// Fills in the defaults of members that a create or an update omits.
fn with_defaults(mut settings: Members) -> Members {
    let defaults = members(json!({
        "Policies": {},
        "DeletionProtection": "INACTIVE",
        "LambdaConfig": {},
        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
        "MfaConfiguration": "OFF",
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "UserPoolTags": {},
        "AdminCreateUserConfig": {},
        "AccountRecoverySetting": {"RecoveryMechanisms": [
            {"Priority": 1, "Name": "verified_email"},
            {"Priority": 2, "Name": "verified_phone_number"},
        ]},
        "UserPoolTier": "ESSENTIALS",
    }));
    for (name, value) in defaults {
        settings.entry(name).or_insert(value);
    }
    let unused = settings["AdminCreateUserConfig"].get("UnusedAccountValidityDays").cloned();
    if let Value::Object(policies) = &mut settings["Policies"] {
        with_password_defaults(policies, unused);
    }
    let days = settings["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"].clone();
    if let Value::Object(users) = &mut settings["AdminCreateUserConfig"] {
        users.entry("AllowAdminCreateUserOnly").or_insert(Value::Bool(false));
        users.insert("UnusedAccountValidityDays".to_owned(), days);
    }
    if let Value::Object(email) = &mut settings["EmailConfiguration"] {
        email.entry("EmailSendingAccount").or_insert_with(|| "COGNITO_DEFAULT".into());
    }
    if let Value::Object(template) = &mut settings["VerificationMessageTemplate"] {
        template.entry("DefaultEmailOption").or_insert_with(|| "CONFIRM_WITH_CODE".into());
    }
    user_pool_rules::mirror(&mut settings);
    settings
}

/// Without a password policy, a pool requires all character classes; a policy requires only those that it
/// names.
fn with_password_defaults(policies: &mut Members, unused_days: Option<Value>) {
    let strict = !policies.contains_key("PasswordPolicy");
    let policy = policies.entry("PasswordPolicy").or_insert_with(|| json!({}));
    if let Value::Object(policy) = policy {
        policy.entry("MinimumLength").or_insert_with(|| 8.into());
        for class in ["Uppercase", "Lowercase", "Numbers", "Symbols"] {
            policy.entry(format!("Require{class}")).or_insert(Value::Bool(strict));
        }
        if let Some(days) = unused_days {
            policy.insert("TemporaryPasswordValidityDays".to_owned(), days);
        }
        policy.entry("TemporaryPasswordValidityDays").or_insert_with(|| 7.into());
    }
    policies.entry("SignInPolicy").or_insert_with(|| json!({"AllowedFirstAuthFactors": ["PASSWORD"]}));
}

fn answer(pool: &UserPool) -> Value {
    let mut shown = pool.settings.clone();
    for domain in &pool.domains {
        let member = if domain.is_custom() { "CustomDomain" } else { "Domain" };
        shown.insert(member.to_owned(), domain.settings["Domain"].clone());
    }
    json!({"UserPool": service_model().arrange(ServiceId::UserPools, SHAPE, &shown)})
}
