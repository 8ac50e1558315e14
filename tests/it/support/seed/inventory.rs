//! All that is stored at a Cognito, exactly as it is told.

use super::{Body, Inventory, OtherAdmin};
use aws_sdk_cognitoidentity::operation::get_principal_tag_attribute_map::GetPrincipalTagAttributeMapError;
use serde_json::Value;

impl OtherAdmin {
    /// All that is stored, user pools and what is in them included.
    pub async fn inventory(&self) -> Inventory {
        let mut all = self.stored_identity_pools().await;
        let pools = self.user_pools.list_user_pools().max_results(60).send().await.expect("user pools");
        for id in pools.user_pools().iter().filter_map(|pool| pool.id()) {
            let pool = body!(self.user_pools.describe_user_pool().user_pool_id(id));
            for domain in
                ["Domain", "CustomDomain"].into_iter().filter_map(|member| pool["UserPool"][member].as_str())
            {
                all.insert(
                    format!("domain {domain}"),
                    body!(self.user_pools.describe_user_pool_domain().domain(domain)),
                );
            }
            all.insert(format!("user pool {id}"), pool);
            let factors = self.user_pools.get_user_pool_mfa_config().user_pool_id(id);
            all.insert(format!("factors of {id}"), body!(factors));
            self.store_resource_servers(id, &mut all).await;
            let clients = self
                .user_pools
                .list_user_pool_clients()
                .user_pool_id(id)
                .max_results(60)
                .send()
                .await
                .expect("clients");
            for client in clients.user_pool_clients().iter().filter_map(|client| client.client_id()) {
                let described =
                    body!(self.user_pools.describe_user_pool_client().user_pool_id(id).client_id(client));
                all.insert(format!("client {client}"), described);
            }
            let providers =
                self.user_pools.list_identity_providers().user_pool_id(id).send().await.expect("providers");
            for name in providers.providers().iter().filter_map(|provider| provider.provider_name()) {
                let described =
                    body!(self.user_pools.describe_identity_provider().user_pool_id(id).provider_name(name));
                all.insert(format!("provider {name} of {id}"), described);
            }
        }
        all
    }

    async fn store_resource_servers(&self, pool: &str, all: &mut Inventory) {
        let listed = body!(self.user_pools.list_resource_servers().user_pool_id(pool).max_results(50));
        for server in listed["ResourceServers"].as_array().into_iter().flatten() {
            let identifier = server["Identifier"].as_str().expect("an identifier");
            all.insert(format!("resource server {identifier} of {pool}"), server.clone());
        }
    }

    async fn stored_identity_pools(&self) -> Inventory {
        let mut all = Inventory::new();
        let pools =
            self.identity_pools.list_identity_pools().max_results(60).send().await.expect("identity pools");
        for id in pools.identity_pools().iter().filter_map(|pool| pool.identity_pool_id()) {
            let pool = body!(self.identity_pools.describe_identity_pool().identity_pool_id(id));
            for provider in providers(&pool) {
                if let Some(tags) = self.stored_tags(id, &provider).await {
                    all.insert(format!("tags of {provider} in {id}"), tags);
                }
            }
            all.insert(
                format!("roles of {id}"),
                body!(self.identity_pools.get_identity_pool_roles().identity_pool_id(id)),
            );
            all.insert(format!("identities of {id}"), self.identities(id).await.into());
            all.insert(id.to_owned(), pool);
        }
        all
    }

    /// The principal tags of a provider, unless they were never set.
    async fn stored_tags(&self, pool: &str, provider: &str) -> Option<Value> {
        let body = Body::default();
        let get = self
            .identity_pools
            .get_principal_tag_attribute_map()
            .identity_pool_id(pool)
            .identity_provider_name(provider);
        match get.customize().interceptor(body.clone()).send().await {
            Ok(_) => Some(body.0.lock().expect("a lock").clone()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(GetPrincipalTagAttributeMapError::is_resource_not_found_exception) =>
            {
                None
            }
            Err(error) => panic!("principal tags: {error:?}"),
        }
    }

    /// The identities of an identity pool, oldest first, as far as the service lists them.
    pub async fn identities(&self, pool: &str) -> Vec<Value> {
        let (mut all, mut token) = (Vec::new(), None);
        loop {
            let list = self
                .identity_pools
                .list_identities()
                .identity_pool_id(pool)
                .max_results(60)
                .set_next_token(token);
            let mut page = body!(list);
            all.append(page["Identities"].as_array_mut().expect("identities"));
            token = page["NextToken"].as_str().map(str::to_owned);
            if token.is_none() {
                return all;
            }
        }
    }
}

/// The providers that an identity pool trusts, as its principal tags call them.
fn providers(pool: &Value) -> Vec<String> {
    let texts = |value: &Value| {
        value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let user_pools = pool["CognitoIdentityProviders"].as_array().into_iter().flatten();
    let mut all: Vec<_> =
        user_pools.filter_map(|one| one["ProviderName"].as_str()).map(str::to_owned).collect();
    all.extend(
        pool["SupportedLoginProviders"].as_object().into_iter().flatten().map(|(name, _)| name.clone()),
    );
    all.extend(texts(&pool["OpenIdConnectProviderARNs"]));
    all.extend(texts(&pool["SamlProviderARNs"]));
    all
}
