//! AWS's models of the services: their operations, shapes and constraints.
//!
//! The data is the embedded `assets/service-constraints.json`. This module names no operation.

mod pattern;
mod validation;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;
use serde_json::Value;

use crate::demo::error::ServiceError;
use crate::demo::members::Members;

static SERVICE_MODEL: LazyLock<ServiceModel> = LazyLock::new(|| ServiceModel {
    json: serde_json::from_str(include_str!("../../assets/service-constraints.json"))
        .expect("the embedded service constraints are JSON"),
    patterns: Mutex::new(HashMap::new()),
});

pub(crate) fn service_model() -> &'static ServiceModel {
    &SERVICE_MODEL
}

/// The services that the endpoint serves: those of Cognito, and IAM for the roles of identity pools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ServiceId {
    UserPools,
    IdentityPools,
    Iam,
}

impl ServiceId {
    pub(crate) const ALL: [ServiceId; 3] = [ServiceId::UserPools, ServiceId::IdentityPools, ServiceId::Iam];

    /// The name that endpoints and IAM actions use.
    pub(crate) fn name(self) -> &'static str {
        match self {
            ServiceId::UserPools => "cognito-idp",
            ServiceId::IdentityPools => "cognito-identity",
            ServiceId::Iam => "iam",
        }
    }

    /// The first part of the `X-Amz-Target` header; absent for a service of the Query protocol.
    pub(crate) fn target_prefix(self) -> Option<&'static str> {
        match self {
            ServiceId::UserPools => Some("AWSCognitoIdentityProviderService"),
            ServiceId::IdentityPools => Some("AWSCognitoIdentityService"),
            ServiceId::Iam => None,
        }
    }
}

pub(crate) struct ServiceModel {
    json: Value,
    patterns: Mutex<HashMap<String, Option<Regex>>>,
}

impl ServiceModel {
    /// The model of an operation, if the service has it.
    pub(crate) fn operation(&self, service: ServiceId, operation: &str) -> Option<&Value> {
        self.json["operations"].get(format!("{}.{operation}", service.name()))
    }

    /// The names of all operations of a service.
    #[cfg(test)]
    pub(crate) fn operations(&self, service: ServiceId) -> Vec<&str> {
        let all = self.json["operations"].as_object().into_iter().flat_map(serde_json::Map::keys);
        all.filter_map(|name| name.strip_prefix(service.name())?.strip_prefix('.')).collect()
    }

    /// True if the operation is called without a signature.
    pub(crate) fn is_unsigned(&self, service: ServiceId, operation: &str) -> bool {
        self.operation(service, operation).is_some_and(|model| model["auth"] == "none")
    }

    /// Selects the members of a request that an update applies: those that its input declares, and those that
    /// the model does not know yet. Members that only Describe or Create declares are ignored, as AWS does.
    pub(crate) fn settings(
        &self,
        service: ServiceId,
        operation: &str,
        shape: &str,
        body: &Members,
    ) -> Members {
        let has = |rule: Option<&Value>, member: &str| {
            rule.is_some_and(|rule| rule["members"].get(member).is_some())
        };
        let create = operation.replacen("Update", "Create", 1);
        let is_newer = |member: &str| {
            !has(self.shape(service, shape), member) && !has(self.operation(service, &create), member)
        };
        body.iter()
            .filter(|(member, _)| has(self.operation(service, operation), member) || is_newer(member))
            .map(|(member, value)| (member.clone(), value.clone()))
            .collect()
    }

    /// Puts the members into the model's order; members that the model does not know come last.
    pub(crate) fn arrange(&self, service: ServiceId, shape: &str, members: &Members) -> Members {
        let order = self.shape(service, shape).and_then(|shape| shape["members"].as_object());
        let mut arranged = Members::new();
        for name in order.into_iter().flat_map(serde_json::Map::keys) {
            if let Some(value) = members.get(name) {
                arranged.insert(name.clone(), value.clone());
            }
        }
        for (name, value) in members {
            if !arranged.contains_key(name) {
                arranged.insert(name.clone(), value.clone());
            }
        }
        arranged
    }

    /// Validates a request; the error lists every broken constraint in the service's words.
    pub(crate) fn check(
        &self,
        service: ServiceId,
        operation: &str,
        body: &Members,
    ) -> Result<(), ServiceError> {
        let Some(model) = self.operation(service, operation) else {
            return Ok(());
        };
        let broken = validation::broken_constraints(self, service, &model["members"], body)?;
        if broken.is_empty() {
            return Ok(());
        }
        let plural = if broken.len() == 1 { "" } else { "s" };
        let message = format!("{} validation error{plural} detected: {}", broken.len(), broken.join("; "));
        Err(ServiceError::new(
            match service {
                ServiceId::UserPools => "InvalidParameterException",
                ServiceId::IdentityPools => "ValidationException",
                ServiceId::Iam => "ValidationError",
            },
            message,
        ))
    }

    fn shape(&self, service: ServiceId, shape: &str) -> Option<&Value> {
        self.json["shapes"].get(format!("{}.{shape}", service.name()))
    }

    /// True if the whole value matches. A pattern that the `regex` crate can't express matches everything.
    fn matches(&self, pattern: &str, value: &str) -> bool {
        let mut patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        patterns
            .entry(pattern.to_owned())
            .or_insert_with(|| Regex::new(&format!(r"\A(?:{})\z", pattern::from_java(pattern))).ok())
            .as_ref()
            .is_none_or(|regex| regex.is_match(value))
    }
}

#[cfg(test)]
mod tests;
