//! The logs of user pools and where they go. Set replaces them all.

use serde_json::{Value, json};

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, members, text};
use crate::demo::store::Store;

const DESTINATIONS: [&str; 3] = ["CloudWatchLogsConfiguration", "S3Configuration", "FirehoseConfiguration"];

pub(super) fn get(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let set = store.find_user_pool(request)?.logs.clone();
    Ok(answer(request, set))
}

pub(super) fn set(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let plan = text(&store.find_user_pool(request)?.settings, "UserPoolTier").to_owned();
    let logs = list(request, "LogConfigurations");
    for (at, log) in logs.iter().enumerate() {
        check(log, &plan)?;
        if logs[..at].iter().any(|other| other["EventSource"] == log["EventSource"]) {
            return Err(ServiceError::invalid("Each event source can have one log configuration only."));
        }
    }
    let pool = store.find_user_pool_mut(request)?;
    let mut set = request.clone();
    set.shift_remove("UserPoolId");
    pool.logs.clone_from(&set);
    Ok(answer(request, set))
}

fn check(log: &Value, plan: &str) -> Result<(), ServiceError> {
    let has = |name: &&str| log[*name].as_object().is_some_and(|destination| !destination.is_empty());
    let set: Vec<_> = DESTINATIONS.into_iter().filter(has).collect();
    let [destination] = set.as_slice() else {
        return Err(ServiceError::invalid("A log configuration must have exactly one destination."));
    };
    let is_activity = log["EventSource"] == "userAuthEvents";
    if is_activity && plan != "PLUS" {
        return Err(ServiceError::new(
            "FeatureUnavailableInTierException",
            format!("userAuthEvents is not available in the {plan} tier. It needs PLUS."),
        ));
    }
    if log["LogLevel"] != if is_activity { "INFO" } else { "ERROR" } {
        return Err(ServiceError::invalid("Invalid log level for this event source."));
    }
    if !is_activity && *destination != "CloudWatchLogsConfiguration" {
        return Err(ServiceError::invalid("userNotification supports CloudWatchLogsConfiguration only."));
    }
    Ok(())
}

fn answer(request: &Members, set: Members) -> Value {
    let mut delivery = members(json!({"UserPoolId": request["UserPoolId"], "LogConfigurations": []}));
    delivery.extend(set);
    json!({"LogDeliveryConfiguration": delivery})
}
