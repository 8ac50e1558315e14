//! The operations that the services serve: one function each, over the store.

mod branding;
mod client_rules;
mod clients;
mod domains;
mod iam_roles;
mod identities;
mod identity_pools;
mod log_delivery;
mod mfa;
mod paging;
mod passwords;
mod principal_tags;
mod providers;
mod redirects;
mod resource_servers;
mod risk;
mod roles;
mod schema;
mod secret_hash;
mod secrets;
mod signing_certificate;
mod tags;
mod user_pool_rules;
mod user_pools;
mod users;

use serde_json::Value;

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, without_nulls};
use crate::demo::model::ServiceId::{Iam, IdentityPools, UserPools};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::Store;

type Handler = fn(&mut Store, &Members) -> Result<Value, ServiceError>;

const OPERATIONS: &[(ServiceId, &str, Handler)] = &[
    (UserPools, "CreateUserPool", user_pools::create),
    (UserPools, "ListUserPools", user_pools::list_pools),
    (UserPools, "DescribeUserPool", user_pools::describe),
    (UserPools, "UpdateUserPool", user_pools::update),
    (UserPools, "DeleteUserPool", user_pools::delete),
    (UserPools, "AddCustomAttributes", user_pools::add_attributes),
    (UserPools, "GetUserPoolMfaConfig", mfa::get),
    (UserPools, "SetUserPoolMfaConfig", mfa::set),
    (UserPools, "DescribeRiskConfiguration", risk::describe),
    (UserPools, "SetRiskConfiguration", risk::set),
    (UserPools, "GetLogDeliveryConfiguration", log_delivery::get),
    (UserPools, "SetLogDeliveryConfiguration", log_delivery::set),
    (UserPools, "DescribeManagedLoginBranding", branding::describe),
    (UserPools, "DescribeManagedLoginBrandingByClient", branding::describe_by_client),
    (UserPools, "CreateManagedLoginBranding", branding::create),
    (UserPools, "UpdateManagedLoginBranding", branding::update),
    (UserPools, "DeleteManagedLoginBranding", branding::delete),
    (UserPools, "GetSigningCertificate", signing_certificate::get),
    (UserPools, "CreateUserPoolClient", clients::create),
    (UserPools, "ListUserPoolClients", clients::list_clients),
    (UserPools, "DescribeUserPoolClient", clients::describe),
    (UserPools, "UpdateUserPoolClient", clients::update),
    (UserPools, "DeleteUserPoolClient", clients::delete),
    (UserPools, "AddUserPoolClientSecret", secrets::add),
    (UserPools, "ListUserPoolClientSecrets", secrets::list_secrets),
    (UserPools, "DeleteUserPoolClientSecret", secrets::delete),
    (UserPools, "CreateResourceServer", resource_servers::create),
    (UserPools, "DescribeResourceServer", resource_servers::describe),
    (UserPools, "ListResourceServers", resource_servers::list_servers),
    (UserPools, "UpdateResourceServer", resource_servers::update),
    (UserPools, "DeleteResourceServer", resource_servers::delete),
    (UserPools, "SignUp", users::sign_up),
    (UserPools, "CreateIdentityProvider", providers::create),
    (UserPools, "ListIdentityProviders", providers::list_providers),
    (UserPools, "DescribeIdentityProvider", providers::describe),
    (UserPools, "GetIdentityProviderByIdentifier", providers::by_identifier),
    (UserPools, "UpdateIdentityProvider", providers::update),
    (UserPools, "DeleteIdentityProvider", providers::delete),
    (UserPools, "CreateUserPoolDomain", domains::create),
    (UserPools, "DescribeUserPoolDomain", domains::describe),
    (UserPools, "UpdateUserPoolDomain", domains::update),
    (UserPools, "DeleteUserPoolDomain", domains::delete),
    (IdentityPools, "CreateIdentityPool", identity_pools::create),
    (IdentityPools, "ListIdentityPools", identity_pools::list_pools),
    (IdentityPools, "DescribeIdentityPool", identity_pools::describe),
    (IdentityPools, "UpdateIdentityPool", identity_pools::update),
    (IdentityPools, "DeleteIdentityPool", identity_pools::delete),
    (IdentityPools, "GetIdentityPoolRoles", roles::get),
    (IdentityPools, "SetIdentityPoolRoles", roles::set),
    (IdentityPools, "GetPrincipalTagAttributeMap", principal_tags::get),
    (IdentityPools, "SetPrincipalTagAttributeMap", principal_tags::set),
    (IdentityPools, "GetId", identities::get_id),
    (IdentityPools, "ListIdentities", identities::list_identities),
    (IdentityPools, "DescribeIdentity", identities::describe),
    (IdentityPools, "DeleteIdentities", identities::delete),
    (IdentityPools, "TagResource", tags::tag),
    (IdentityPools, "UntagResource", tags::untag),
    (IdentityPools, "ListTagsForResource", tags::list_tags),
    (Iam, "CreateRole", iam_roles::create),
    (Iam, "GetRole", iam_roles::get),
    (Iam, "DeleteRole", iam_roles::delete),
];

impl Store {
    /// Serves one operation as the server does. A name that both services have needs its service, as in
    /// `cognito-identity.TagResource`.
    ///
    /// # Errors
    /// The exception that the service returns.
    pub fn call(&mut self, operation: &str, body: Value) -> Result<Value, ServiceError> {
        let (service, operation) = ServiceId::ALL
            .into_iter()
            .find_map(|service| {
                let name = operation.strip_prefix(service.name()).and_then(|name| name.strip_prefix('.'));
                let name = name.unwrap_or(operation);
                service_model().operation(service, name).map(|_| (service, name))
            })
            .ok_or_else(|| ServiceError::unknown_operation(operation))?;
        self.serve(service, operation, body)
    }

    /// Validates a request and serves it.
    pub(super) fn serve(
        &mut self,
        service: ServiceId,
        operation: &str,
        body: Value,
    ) -> Result<Value, ServiceError> {
        let handler =
            handler(service, operation).ok_or_else(|| ServiceError::unknown_operation(operation))?;
        let Value::Object(request) = without_nulls(body) else {
            return Err(ServiceError::serialization("Start of structure or map expected"));
        };
        service_model().check(service, operation, &request)?;
        handler(self, &request)
    }
}

fn handler(service: ServiceId, operation: &str) -> Option<Handler> {
    let mut rows = OPERATIONS.iter();
    rows.find(|(of, name, _)| *of == service && *name == operation).map(|(_, _, handler)| *handler)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_served_once_and_has_a_model() {
        for (at, (service, name, _)) in OPERATIONS.iter().enumerate() {
            assert!(service_model().operation(*service, name).is_some(), "no model of {name}");
            let again = OPERATIONS[..at].iter().any(|(of, one, _)| (of, one) == (service, name));
            assert!(!again, "{name} has two rows");
        }
    }
}
