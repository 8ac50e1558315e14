//! The answers to threats, of a user pool and of app clients that have their own. Set replaces them all. AWS
//! shows and takes them only while threat protection is on.

use serde_json::{Value, json};

use super::user_pool_rules::text_at;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::{Store, UserPool};

const SHAPE: &str = "RiskConfigurationType";
const TAKEOVER: &str = "AccountTakeoverRiskConfiguration";

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    check_owner(store, request)?;
    let pool = store.find_user_pool(request)?;
    let set = pool.risks.get(text(request, "ClientId")).cloned().unwrap_or_default();
    Ok(answer(request, set))
}

pub(super) fn set(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    check_owner(store, request)?;
    check_emails(request)?;
    check_ranges(request)?;
    let mut set = service_model().settings(ServiceId::UserPools, "SetRiskConfiguration", SHAPE, request);
    for name in ["UserPoolId", "ClientId"] {
        set.shift_remove(name);
    }
    if !set.is_empty() {
        set.insert("LastModifiedDate".to_owned(), store.tick());
    }
    let pool = store.find_user_pool_mut(request)?;
    pool.risks.insert(text(request, "ClientId").to_owned(), set.clone());
    Ok(answer(request, set))
}

/// The pool has to have threat protection on, and the app client has to exist.
fn check_owner(store: &mut Store, request: &Members) -> Result<(), ServiceError> {
    if !is_on(store.find_user_pool(request)?) {
        return Err(ServiceError::new(
            "UserPoolAddOnNotEnabledException",
            "User pool add-ons are not enabled for this user pool.",
        ));
    }
    if request.contains_key("ClientId") {
        store.find_client_mut(request)?;
    }
    Ok(())
}

fn is_on(pool: &UserPool) -> bool {
    matches!(text_at(&pool.settings, "UserPoolAddOns", "AdvancedSecurityMode"), "AUDIT" | "ENFORCED")
}

fn check_emails(request: &Members) -> Result<(), ServiceError> {
    let Some(takeover) = request.get(TAKEOVER) else { return Ok(()) };
    let levels = ["LowAction", "MediumAction", "HighAction"];
    let sends = levels.iter().any(|level| takeover["Actions"][level]["Notify"] == true);
    if sends && takeover.get("NotifyConfiguration").is_none() {
        return Err(ServiceError::invalid(
            "NotifyConfiguration is required when Notify is true for an account takeover action.",
        ));
    }
    Ok(())
}

fn check_ranges(request: &Members) -> Result<(), ServiceError> {
    let Some(Value::Object(exceptions)) = request.get("RiskExceptionConfiguration") else { return Ok(()) };
    let ranges = ["BlockedIPRangeList", "SkippedIPRangeList"].map(|name| list(exceptions, name));
    let is_range = |range: &Value| range.as_str().is_some_and(|text| text.contains('/'));
    match ranges.concat().iter().find(|range| !is_range(range)) {
        Some(wrong) => Err(ServiceError::invalid(format!("{wrong} is not a valid CIDR range."))),
        None => Ok(()),
    }
}

fn answer(request: &Members, set: Members) -> Value {
    let mut found: Members = request
        .iter()
        .filter(|(name, _)| ["UserPoolId", "ClientId"].contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    found.extend(set);
    json!({"RiskConfiguration": service_model().arrange(ServiceId::UserPools, SHAPE, &found)})
}
