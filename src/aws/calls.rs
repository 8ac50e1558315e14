//! The operations, one function each: ids go in typed, documents come out.

use std::collections::HashMap;

use aws_sdk_cognitoidentity as identity_pools;
use aws_sdk_cognitoidentityprovider as user_pools;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::error::Failure;
use super::guard::Retries;
use super::wire::Exchange;
use super::{Api, Tell};
use crate::error::AppError;
use crate::message::{Caller, Pages, Progress};
use crate::resource::{Document, Key, KindId, ListKey, Service};

/// The page cap of most lists (API reference: `MaxResults` at most 60).
const PAGE: i32 = 60;
/// The page cap of resource servers (API reference: `MaxResults` at most 50).
const SERVERS: i32 = 50;

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

/// Makes one call that writes. The typed members are there for the SDK's own checks only; an exchange that
/// sends a document replaces the whole body. A write that has no answer of its own answers an empty document.
macro_rules! send {
    ($exchange:expr, $service:ident, $operation:expr) => {{
        let exchange = $exchange;
        let config = $service::config::Config::builder().retry_classifier(Retries { write: true });
        let result =
            $operation.customize().config_override(config).interceptor(exchange.clone()).send().await;
        result.map(|_| exchange.answer().unwrap_or_default()).map_err(|error| Failure::new(&error))
    }};
}

impl Api {
    pub(super) async fn describe_user_pool(&self, id: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.user_pools.describe_user_pool().user_pool_id(id))
    }

    pub(super) async fn describe_client(
        &self,
        pool: &str,
        id: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        exchange!(
            Exchange::reading(tell),
            self.user_pools.describe_user_pool_client().user_pool_id(pool).client_id(id)
        )
    }

    pub(super) async fn describe_provider(
        &self,
        pool: &str,
        name: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        exchange!(
            Exchange::reading(tell),
            self.user_pools.describe_identity_provider().user_pool_id(pool).provider_name(name)
        )
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

    pub(super) async fn principal_tags(
        &self,
        pool: &str,
        provider: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let operation = self.identity_pools.get_principal_tag_attribute_map();
        exchange!(Exchange::reading(tell), operation.identity_pool_id(pool).identity_provider_name(provider))
    }

    pub(super) async fn describe_identity(&self, id: &str, tell: Tell) -> Result<Document, Failure> {
        exchange!(Exchange::reading(tell), self.identity_pools.describe_identity().identity_id(id))
    }

    pub(super) async fn create_client(&self, request: Document, tell: Tell) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation = self
            .user_pools
            .create_user_pool_client()
            .user_pool_id(text("UserPoolId"))
            .client_name(text("ClientName"));
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    pub(super) async fn update_client(&self, request: Document, tell: Tell) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation = self
            .user_pools
            .update_user_pool_client()
            .user_pool_id(text("UserPoolId"))
            .client_id(text("ClientId"));
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    pub(super) async fn delete_client(&self, pool: &str, id: &str, tell: Tell) -> Result<Document, Failure> {
        send!(
            Exchange::reading(tell),
            user_pools,
            self.user_pools.delete_user_pool_client().user_pool_id(pool).client_id(id)
        )
    }

    pub(super) async fn describe_resource_server(
        &self,
        pool: &str,
        id: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        exchange!(
            Exchange::reading(tell),
            self.user_pools.describe_resource_server().user_pool_id(pool).identifier(id)
        )
    }

    /// Signs a user up, unsigned as an app would. A client with a secret proves that it knows it: what
    /// Describe tells of it is read for that, and goes no further.
    pub(super) async fn sign_up(
        &self,
        key: &Key,
        mut request: Document,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let (pool, client) =
            key.parent.as_deref().and_then(|parent| parent.split_once('/')).unwrap_or_default();
        // As long as this reading goes on, nothing was sent.
        let described =
            self.describe_client(pool, client, tell.clone()).await.map_err(Failure::before_sending)?;
        let username = request.text("Username").unwrap_or_default().to_owned();
        let typed = request
            .remove("ClientSecret")
            .and_then(|secret| Some(secret.as_str()?.to_owned()))
            .filter(|secret| !secret.is_empty());
        let told = described.text("UserPoolClient.ClientSecret").map(str::to_owned);
        if let Some(secret) = typed.or(told) {
            request.set("SecretHash", Some(Value::from(secret_hash(&secret, &username, client))));
        }
        let operation = self.user_pools.sign_up().client_id(client).username(username).password("");
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    /// A secret of a client, found in their list, since nothing describes one. None has that id: the answer
    /// is empty.
    pub(super) async fn describe_secret(
        &self,
        client: &str,
        id: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let (pool, client) = client.split_once('/').unwrap_or((client, ""));
        let operation = self.user_pools.list_user_pool_client_secrets().user_pool_id(pool).client_id(client);
        let mut answer = exchange!(Exchange::reading(tell), operation)?;
        let Some(Value::Array(rows)) = answer.remove("ClientSecrets") else {
            return Err(Failure::unreadable());
        };
        let found =
            rows.into_iter().find(|row| row.get("ClientSecretId").and_then(Value::as_str) == Some(id));
        Ok([(
            "ClientSecretDescriptor".to_owned(),
            found.unwrap_or_else(|| Value::Object(serde_json::Map::new())),
        )]
        .into_iter()
        .collect())
    }

    pub(super) async fn add_secret(&self, request: Document, tell: Tell) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation = self
            .user_pools
            .add_user_pool_client_secret()
            .user_pool_id(text("UserPoolId"))
            .client_id(text("ClientId"));
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    pub(super) async fn delete_secret(
        &self,
        client: &str,
        id: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let (pool, client) = client.split_once('/').unwrap_or((client, ""));
        let operation = self
            .user_pools
            .delete_user_pool_client_secret()
            .user_pool_id(pool)
            .client_id(client)
            .client_secret_id(id);
        send!(Exchange::reading(tell), user_pools, operation)
    }

    pub(super) async fn create_provider(&self, request: Document, tell: Tell) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation = self
            .user_pools
            .create_identity_provider()
            .user_pool_id(text("UserPoolId"))
            .provider_name(text("ProviderName"))
            .provider_type(text("ProviderType").as_str().into())
            .set_provider_details(Some(HashMap::new()));
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    pub(super) async fn update_provider(&self, request: Document, tell: Tell) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation = self
            .user_pools
            .update_identity_provider()
            .user_pool_id(text("UserPoolId"))
            .provider_name(text("ProviderName"));
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    pub(super) async fn delete_provider(
        &self,
        pool: &str,
        name: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        send!(
            Exchange::reading(tell),
            user_pools,
            self.user_pools.delete_identity_provider().user_pool_id(pool).provider_name(name)
        )
    }

    /// Which provider an identifier leads to, as a sign-in by domain would ask; `None` where it leads to
    /// none.
    pub(super) async fn find(
        &self,
        list: &ListKey,
        identifier: &str,
        tell: Tell,
    ) -> Result<Option<Document>, AppError> {
        let pool = list.parent.as_deref().unwrap_or_default();
        let operation = self
            .user_pools
            .get_identity_provider_by_identifier()
            .user_pool_id(pool)
            .idp_identifier(identifier);
        let told = |failure: Failure| {
            let doing = format!("look for the identifier {identifier}");
            failure.into_app_error(
                &doing,
                "GetIdentityProviderByIdentifier",
                Service::UserPools,
                &self.connection,
            )
        };
        match exchange!(Exchange::reading(tell), operation) {
            Err(failure) if failure.is_not_found() => Ok(None),
            Err(failure) => Err(told(failure)),
            Ok(mut answer) => {
                let provider = answer.remove("IdentityProvider").and_then(Document::from_value);
                provider.map(Some).ok_or_else(|| told(Failure::unreadable()))
            }
        }
    }

    pub(super) async fn create_domain(&self, request: Document, tell: Tell) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation =
            self.user_pools.create_user_pool_domain().user_pool_id(text("UserPoolId")).domain(text("Domain"));
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    pub(super) async fn update_domain(&self, request: Document, tell: Tell) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation =
            self.user_pools.update_user_pool_domain().user_pool_id(text("UserPoolId")).domain(text("Domain"));
        send!(Exchange::sending(request, tell), user_pools, operation)
    }

    pub(super) async fn delete_domain(
        &self,
        pool: &str,
        domain: &str,
        tell: Tell,
    ) -> Result<Document, Failure> {
        send!(
            Exchange::reading(tell),
            user_pools,
            self.user_pools.delete_user_pool_domain().user_pool_id(pool).domain(domain)
        )
    }

    pub(super) async fn create_identity_pool(
        &self,
        request: Document,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let name = request.text("IdentityPoolName").unwrap_or_default().to_owned();
        let operation = self
            .identity_pools
            .create_identity_pool()
            .identity_pool_name(name)
            .allow_unauthenticated_identities(false);
        send!(Exchange::sending(request, tell), identity_pools, operation)
    }

    pub(super) async fn update_identity_pool(
        &self,
        request: Document,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let operation = self
            .identity_pools
            .update_identity_pool()
            .identity_pool_id(request.text("IdentityPoolId").unwrap_or_default())
            .identity_pool_name(request.text("IdentityPoolName").unwrap_or_default())
            .allow_unauthenticated_identities(
                request.get("AllowUnauthenticatedIdentities") == Some(&Value::Bool(true)),
            );
        send!(Exchange::sending(request, tell), identity_pools, operation)
    }

    pub(super) async fn delete_identity_pool(&self, id: &str, tell: Tell) -> Result<Document, Failure> {
        send!(
            Exchange::reading(tell),
            identity_pools,
            self.identity_pools.delete_identity_pool().identity_pool_id(id)
        )
    }

    pub(super) async fn set_identity_pool_roles(
        &self,
        request: Document,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let id = request.text("IdentityPoolId").unwrap_or_default().to_owned();
        let operation = self
            .identity_pools
            .set_identity_pool_roles()
            .identity_pool_id(id)
            .set_roles(Some(HashMap::new()));
        send!(Exchange::sending(request, tell), identity_pools, operation)
    }

    pub(super) async fn set_principal_tags(
        &self,
        request: Document,
        tell: Tell,
    ) -> Result<Document, Failure> {
        let text = |path: &str| request.text(path).unwrap_or_default().to_owned();
        let operation = self.identity_pools.set_principal_tag_attribute_map();
        let operation = operation
            .identity_pool_id(text("IdentityPoolId"))
            .identity_provider_name(text("IdentityProviderName"));
        send!(Exchange::sending(request, tell), identity_pools, operation)
    }

    /// Reads a list, a page after the other to its end, or one page; where it goes on, if it does.
    #[expect(clippy::too_many_lines, reason = "one arm for each list, and nothing else")]
    pub(super) async fn list(
        &self,
        list: &ListKey,
        pages: Pages,
        tell: &Tell,
    ) -> Result<Option<String>, AppError> {
        let parent = list.parent.as_deref().unwrap_or_default();
        let (mut token, one) = match pages {
            Pages::All => (None, false),
            Pages::One(token) => (token, true),
        };
        let mut turns = super::pace::Pages::default();
        loop {
            // What belongs to a user pool has a quota for each operation; production lives on it too.
            if list.kind.id.service() == Service::UserPools && list.parent.is_some() {
                turns.turn().await;
            }
            let next = token.clone();
            let (operation, member, answer) = match list.kind.id {
                KindId::UserPool => {
                    let operation = self.user_pools.list_user_pools().max_results(PAGE).set_next_token(next);
                    ("ListUserPools", "UserPools", exchange!(Exchange::reading(tell.clone()), operation))
                }
                KindId::Client => {
                    let operation = self
                        .user_pools
                        .list_user_pool_clients()
                        .user_pool_id(parent)
                        .max_results(PAGE)
                        .set_next_token(next);
                    (
                        "ListUserPoolClients",
                        "UserPoolClients",
                        exchange!(Exchange::reading(tell.clone()), operation),
                    )
                }
                KindId::Provider => {
                    let operation = self
                        .user_pools
                        .list_identity_providers()
                        .user_pool_id(parent)
                        .max_results(PAGE)
                        .set_next_token(next);
                    (
                        "ListIdentityProviders",
                        "Providers",
                        exchange!(Exchange::reading(tell.clone()), operation),
                    )
                }
                KindId::IdentityPool => {
                    let operation =
                        self.identity_pools.list_identity_pools().max_results(PAGE).set_next_token(next);
                    (
                        "ListIdentityPools",
                        "IdentityPools",
                        exchange!(Exchange::reading(tell.clone()), operation),
                    )
                }
                KindId::ResourceServer => {
                    let servers = self.user_pools.list_resource_servers();
                    let operation = servers.user_pool_id(parent).max_results(SERVERS).set_next_token(next);
                    (
                        "ListResourceServers",
                        "ResourceServers",
                        exchange!(Exchange::reading(tell.clone()), operation),
                    )
                }
                KindId::Secret => {
                    let (pool, client) = parent.split_once('/').unwrap_or((parent, ""));
                    let operation = self
                        .user_pools
                        .list_user_pool_client_secrets()
                        .user_pool_id(pool)
                        .client_id(client)
                        .set_next_token(next);
                    (
                        "ListUserPoolClientSecrets",
                        "ClientSecrets",
                        exchange!(Exchange::reading(tell.clone()), operation),
                    )
                }
                KindId::Identity => {
                    let operation = self
                        .identity_pools
                        .list_identities()
                        .identity_pool_id(parent)
                        .max_results(PAGE)
                        .set_next_token(next);
                    ("ListIdentities", "Identities", exchange!(Exchange::reading(tell.clone()), operation))
                }
                KindId::Domain | KindId::Roles | KindId::PrincipalTags | KindId::SignUp => return Ok(None),
            };
            let doing = format!("list the {}", list.kind.plural.to_lowercase());
            let told = |failure: Failure| {
                failure.into_app_error(&doing, operation, list.kind.id.service(), &self.connection)
            };
            let mut answer = answer.map_err(told)?;
            let Some(Value::Array(rows)) = answer.remove(member) else {
                return Err(told(Failure::unreadable()));
            };
            tell(Progress::Page(rows.into_iter().filter_map(Document::from_value).collect()));
            let next = answer.text("NextToken").filter(|token| !token.is_empty()).map(str::to_owned);
            if next.is_none() || one {
                return Ok(next);
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
        let caller = result.map_err(|error| {
            Failure::new(&error).into_app_error(
                "ask who you are",
                "GetCallerIdentity",
                Service::UserPools,
                &self.connection,
            )
        })?;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Ok(Caller { account: text(caller.account()), arn: text(caller.arn()) })
    }
}

/// What proves that a client's secret is known: base64 of HMAC-SHA256 under the secret, of the user's name
/// and the client's id. Source: the developer guide, "Computing secret hash values".
fn secret_hash(secret: &str, username: &str, client: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    let code = mac.map(|mac| mac.chain_update(username).chain_update(client).finalize().into_bytes());
    aws_smithy_types::base64::encode(code.unwrap_or_default())
}

/// Both services' clients from one configuration.
pub(super) fn clients(
    config: &aws_types::SdkConfig,
    read_only: bool,
    unsigned: bool,
) -> (user_pools::Client, identity_pools::Client) {
    let mut pools = user_pools::config::Builder::from(config).retry_classifier(Retries { write: false });
    let mut identities =
        identity_pools::config::Builder::from(config).retry_classifier(Retries { write: false });
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
