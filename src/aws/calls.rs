//! Sends the operations: a document goes out as the request's body, and a document comes back.

use aws_sdk_cognitoidentity as identity_pools;
use aws_sdk_cognitoidentityprovider as user_pools;
use aws_sdk_sts as iam;

use super::error::{CalledService, Failure};
use super::guard::{Guard, Retries};
use super::wire::Exchange;
use super::{Api, Tell};
use crate::error::AppError;
use crate::message::{Caller, Connection};
use crate::resource::OperationName::{
    self, AddCustomAttributes, AddUserPoolClientSecret, CreateIdentityPool, CreateIdentityProvider,
    CreateManagedLoginBranding, CreateResourceServer, CreateUserPool, CreateUserPoolClient,
    CreateUserPoolDomain, DeleteIdentityPool, DeleteIdentityProvider, DeleteManagedLoginBranding,
    DeleteResourceServer, DeleteUserPool, DeleteUserPoolClient, DeleteUserPoolClientSecret,
    DeleteUserPoolDomain, DescribeIdentity, DescribeIdentityPool, DescribeIdentityProvider,
    DescribeManagedLoginBrandingByClient, DescribeResourceServer, DescribeRiskConfiguration,
    DescribeUserPool, DescribeUserPoolClient, DescribeUserPoolDomain, GetIdentityPoolRoles,
    GetIdentityProviderByIdentifier, GetLogDeliveryConfiguration, GetPrincipalTagAttributeMap, GetRole,
    GetSigningCertificate, GetUserPoolMfaConfig, ListIdentities, ListIdentityPools, ListIdentityProviders,
    ListResourceServers, ListUserPoolClientSecrets, ListUserPoolClients, ListUserPools, SetIdentityPoolRoles,
    SetLogDeliveryConfiguration, SetPrincipalTagAttributeMap, SetRiskConfiguration, SetUserPoolMfaConfig,
    SignUp, UpdateIdentityPool, UpdateIdentityProvider, UpdateManagedLoginBranding, UpdateResourceServer,
    UpdateUserPool, UpdateUserPoolClient, UpdateUserPoolDomain,
};
use crate::resource::{Document, Operation, Service};

impl Api {
    pub(super) async fn read(
        &self,
        operation: &Operation,
        request: Document,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let exchange = Exchange::sending(request, tell, self.attempts);
        let exchange = match operation.name.service() {
            Service::Iam => exchange.by_query(self.partition.query(operation.name.as_str())),
            Service::UserPools | Service::IdentityPools => exchange,
        };
        self.send(operation.name, exchange, false).await?.ok_or_else(Failure::unreadable)
    }

    /// Sends an operation that writes in a pool; an operation that answers nothing answers an empty document.
    pub(super) async fn write(
        &self,
        operation: &Operation,
        request: Document,
        pool: Option<String>,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let exchange = Exchange::sending(request, tell, self.attempts).about(pool);
        Ok(self.send(operation.name, exchange, true).await?.unwrap_or_default())
    }

    /// The one place that knows the SDK's function of each operation. Its builder stays empty: the exchange
    /// puts the document in the place of the body that the SDK made.
    async fn send(
        &self,
        operation: OperationName,
        exchange: Exchange,
        is_write: bool,
    ) -> Result<Option<Document>, Failure> {
        macro_rules! send {
            ($service:ident.$function:ident) => {{
                let mut call = self.$service.$function().customize();
                if is_write {
                    let config = $service::config::Config::builder();
                    call = call.config_override(config.retry_classifier(Retries { write: true }));
                }
                let result = call.interceptor(exchange.clone()).send().await;
                result.map(drop).map_err(|error| Failure::new(&error))
            }};
        }
        let result = match operation {
            ListUserPools => send!(user_pools.list_user_pools),
            DescribeUserPool => send!(user_pools.describe_user_pool),
            CreateUserPool => send!(user_pools.create_user_pool),
            UpdateUserPool => send!(user_pools.update_user_pool),
            AddCustomAttributes => send!(user_pools.add_custom_attributes),
            DeleteUserPool => send!(user_pools.delete_user_pool),
            GetUserPoolMfaConfig => send!(user_pools.get_user_pool_mfa_config),
            SetUserPoolMfaConfig => send!(user_pools.set_user_pool_mfa_config),
            DescribeRiskConfiguration => send!(user_pools.describe_risk_configuration),
            SetRiskConfiguration => send!(user_pools.set_risk_configuration),
            GetLogDeliveryConfiguration => send!(user_pools.get_log_delivery_configuration),
            SetLogDeliveryConfiguration => send!(user_pools.set_log_delivery_configuration),
            GetSigningCertificate => send!(user_pools.get_signing_certificate),
            CreateManagedLoginBranding => send!(user_pools.create_managed_login_branding),
            DescribeManagedLoginBrandingByClient => {
                send!(user_pools.describe_managed_login_branding_by_client)
            }
            UpdateManagedLoginBranding => send!(user_pools.update_managed_login_branding),
            DeleteManagedLoginBranding => send!(user_pools.delete_managed_login_branding),
            ListUserPoolClients => send!(user_pools.list_user_pool_clients),
            DescribeUserPoolClient => send!(user_pools.describe_user_pool_client),
            CreateUserPoolClient => send!(user_pools.create_user_pool_client),
            UpdateUserPoolClient => send!(user_pools.update_user_pool_client),
            DeleteUserPoolClient => send!(user_pools.delete_user_pool_client),
            ListUserPoolClientSecrets => send!(user_pools.list_user_pool_client_secrets),
            AddUserPoolClientSecret => send!(user_pools.add_user_pool_client_secret),
            DeleteUserPoolClientSecret => send!(user_pools.delete_user_pool_client_secret),
            ListResourceServers => send!(user_pools.list_resource_servers),
            DescribeResourceServer => send!(user_pools.describe_resource_server),
            CreateResourceServer => send!(user_pools.create_resource_server),
            UpdateResourceServer => send!(user_pools.update_resource_server),
            DeleteResourceServer => send!(user_pools.delete_resource_server),
            ListIdentityProviders => send!(user_pools.list_identity_providers),
            DescribeIdentityProvider => send!(user_pools.describe_identity_provider),
            GetIdentityProviderByIdentifier => send!(user_pools.get_identity_provider_by_identifier),
            CreateIdentityProvider => send!(user_pools.create_identity_provider),
            UpdateIdentityProvider => send!(user_pools.update_identity_provider),
            DeleteIdentityProvider => send!(user_pools.delete_identity_provider),
            DescribeUserPoolDomain => send!(user_pools.describe_user_pool_domain),
            CreateUserPoolDomain => send!(user_pools.create_user_pool_domain),
            UpdateUserPoolDomain => send!(user_pools.update_user_pool_domain),
            DeleteUserPoolDomain => send!(user_pools.delete_user_pool_domain),
            SignUp => send!(user_pools.sign_up),
            ListIdentityPools => send!(identity_pools.list_identity_pools),
            DescribeIdentityPool => send!(identity_pools.describe_identity_pool),
            CreateIdentityPool => send!(identity_pools.create_identity_pool),
            UpdateIdentityPool => send!(identity_pools.update_identity_pool),
            DeleteIdentityPool => send!(identity_pools.delete_identity_pool),
            GetIdentityPoolRoles => send!(identity_pools.get_identity_pool_roles),
            SetIdentityPoolRoles => send!(identity_pools.set_identity_pool_roles),
            GetPrincipalTagAttributeMap => send!(identity_pools.get_principal_tag_attribute_map),
            SetPrincipalTagAttributeMap => send!(identity_pools.set_principal_tag_attribute_map),
            ListIdentities => send!(identity_pools.list_identities),
            DescribeIdentity => send!(identity_pools.describe_identity),
            // The SDK's crate of STS has a function of the same protocol, whose request the exchange
            // replaces.
            GetRole => send!(iam.get_caller_identity),
        };
        result.map(|()| exchange.answer())
    }

    pub(super) async fn who_am_i(&self, tell: Tell) -> Result<Caller, AppError> {
        let exchange = Exchange::reading(tell, self.attempts);
        let result = self.sts.get_caller_identity().customize().interceptor(exchange).send().await;
        let caller = result.map_err(|error| {
            Failure::new(&error).into_app_error(
                "identify the caller",
                super::guard::WHO_AM_I,
                CalledService::Sts,
                &self.connection,
            )
        })?;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let caller = Caller { account: text(caller.account()), arn: text(caller.arn()) };
        self.guard.identified(&caller.account);
        Ok(caller)
    }
}

/// Both services' clients from one configuration.
pub(super) fn clients(
    config: &aws_types::SdkConfig,
    connection: &Connection,
    guard: &Guard,
    unsigned: bool,
) -> (user_pools::Client, identity_pools::Client) {
    let mut pools = user_pools::config::Builder::from(config).retry_classifier(Retries { write: false });
    let mut identities =
        identity_pools::config::Builder::from(config).retry_classifier(Retries { write: false });
    // What is `None` here is AWS's own.
    pools.set_endpoint_url(connection.user_pools.clone());
    identities.set_endpoint_url(connection.identity_pools.clone());
    pools = pools.interceptor(guard.clone());
    identities = identities.interceptor(guard.clone());
    if unsigned {
        pools = pools.allow_no_auth();
        identities = identities.allow_no_auth();
    }
    (user_pools::Client::from_conf(pools.build()), identity_pools::Client::from_conf(identities.build()))
}
