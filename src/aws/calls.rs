//! The operations, one function each: ids go in typed, documents come out.

use aws_sdk_cognitoidentity as identity_pools;
use aws_sdk_cognitoidentityprovider as user_pools;
use serde_json::Value;

use super::error::Failure;
use super::guard::Retries;
use super::wire::Exchange;
use super::{Api, Tell};
use crate::error::AppError;
use crate::message::{Caller, Progress};
use crate::resource::{Document, KindId, ListKey, Service};

/// The page cap of every list this build reads (API reference: `MaxResults` at most 60).
const PAGE: i32 = 60;

/// Makes one call with an exchange around it; its answer as a document.
macro_rules! exchange {
    ($exchange:expr, $operation:expr) => {{
        let exchange = $exchange;
        let result = $operation.customize().interceptor(exchange.clone()).send().await;
        match result {
            Ok(_) => exchange.answer().ok_or_else(Failure::unreadable),
            Err(error) => Err(Failure::new(&error)),
        }
    }};
}

impl Api {
    pub(super) async fn describe_user_pool(&self, id: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.user_pools.describe_user_pool().user_pool_id(id))
    }

    pub(super) async fn describe_client(&self, pool: &str, id: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.user_pools.describe_user_pool_client().user_pool_id(pool).client_id(id))
    }

    pub(super) async fn describe_provider(&self, pool: &str, name: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.user_pools.describe_identity_provider().user_pool_id(pool).provider_name(name))
    }

    pub(super) async fn describe_domain(&self, domain: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.user_pools.describe_user_pool_domain().domain(domain))
    }

    pub(super) async fn describe_identity_pool(&self, id: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.identity_pools.describe_identity_pool().identity_pool_id(id))
    }

    pub(super) async fn identity_pool_roles(&self, id: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.identity_pools.get_identity_pool_roles().identity_pool_id(id))
    }

    /// Sends an identity pool's document as it is. The typed members are only there for the SDK's own checks; the
    /// exchange replaces the whole body.
    pub(super) async fn update_identity_pool(&self, request: Document, tell: Tell) -> Result<(), Failure> {
        let operation = self
            .identity_pools
            .update_identity_pool()
            .identity_pool_id(request.text("IdentityPoolId").unwrap_or_default())
            .identity_pool_name(request.text("IdentityPoolName").unwrap_or_default())
            .allow_unauthenticated_identities(request.get("AllowUnauthenticatedIdentities") == Some(&Value::Bool(true)));
        let exchange = Exchange::sending(request, tell);
        let config = identity_pools::config::Config::builder().retry_classifier(Retries { write: true });
        let result = operation.customize().config_override(config).interceptor(exchange).send().await;
        result.map(drop).map_err(|error| Failure::new(&error))
    }

    /// Reads a list to its end, a page after the other.
    pub(super) async fn list(&self, list: &ListKey, tell: &Tell) -> Result<(), AppError> {
        let parent = list.parent.as_deref().unwrap_or_default();
        let mut token: Option<String> = None;
        loop {
            let next = token.clone();
            let (operation, member, answer) = match list.kind.id {
                KindId::UserPool => {
                    let operation = self.user_pools.list_user_pools().max_results(PAGE).set_next_token(next);
                    ("ListUserPools", "UserPools", exchange!(Exchange::reading(tell.clone()), operation))
                }
                KindId::Client => {
                    let operation = self.user_pools.list_user_pool_clients().user_pool_id(parent).max_results(PAGE).set_next_token(next);
                    ("ListUserPoolClients", "UserPoolClients", exchange!(Exchange::reading(tell.clone()), operation))
                }
                KindId::Provider => {
                    let operation = self.user_pools.list_identity_providers().user_pool_id(parent).max_results(PAGE).set_next_token(next);
                    ("ListIdentityProviders", "Providers", exchange!(Exchange::reading(tell.clone()), operation))
                }
                KindId::IdentityPool => {
                    let operation = self.identity_pools.list_identity_pools().max_results(PAGE).set_next_token(next);
                    ("ListIdentityPools", "IdentityPools", exchange!(Exchange::reading(tell.clone()), operation))
                }
                KindId::Domain | KindId::Roles => return Ok(()),
            };
            let doing = format!("list the {}", list.kind.plural.to_lowercase());
            let told = |failure: Failure| failure.told(&doing, operation, list.kind.id.service(), &self.connection);
            let mut answer = answer.map_err(told)?;
            let Some(Value::Array(rows)) = answer.take(member) else { return Err(told(Failure::unreadable())) };
            tell(Progress::Page(rows.into_iter().filter_map(Document::from_value).collect()));
            let next = answer.text("NextToken").filter(|token| !token.is_empty()).map(str::to_owned);
            if next.is_none() {
                return Ok(());
            }
            if next == token {
                return Err(told(Failure::unreadable()));
            }
            token = next;
        }
    }

    pub(super) async fn who_am_i(&self, tell: Tell) -> Result<Caller, AppError> {
        let exchange = Exchange::reading(tell);
        let result = self.sts.get_caller_identity().customize().interceptor(exchange).send().await;
        let caller = result
            .map_err(|error| Failure::new(&error).told("ask who you are", "GetCallerIdentity", Service::UserPools, &self.connection))?;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Ok(Caller { account: text(caller.account()), arn: text(caller.arn()) })
    }
}

/// Both services' clients from one configuration.
pub(super) fn clients(config: &aws_types::SdkConfig, read_only: bool, unsigned: bool) -> (user_pools::Client, identity_pools::Client) {
    let mut pools = user_pools::config::Builder::from(config).retry_classifier(Retries { write: false });
    let mut identities = identity_pools::config::Builder::from(config).retry_classifier(Retries { write: false });
    if read_only {
        pools = pools.interceptor(super::guard::ReadOnly);
        identities = identities.interceptor(super::guard::ReadOnly);
    }
    if unsigned {
        pools = pools.allow_no_auth();
        identities = identities.allow_no_auth();
    }
    (user_pools::Client::from_conf(pools.build()), identity_pools::Client::from_conf(identities.build()))
}
