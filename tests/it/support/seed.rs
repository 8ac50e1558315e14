//! Another admin at the same Cognito, with the plain SDK: creates its resources, changes them, and lists what
//! is stored. It works at any endpoint and knows nothing of the console.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_sdk_cognitoidentity as identity_pools;
use aws_sdk_cognitoidentityprovider as user_pools;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
pub use identity_pools::types::MappingRuleMatchType;
use serde_json::Value;
use user_pools::operation::create_user_pool_client::builders::CreateUserPoolClientFluentBuilder;
pub use user_pools::operation::update_identity_provider::builders::UpdateIdentityProviderFluentBuilder;
use user_pools::operation::update_user_pool_client::builders::UpdateUserPoolClientFluentBuilder;
pub use user_pools::types::IdentityProviderTypeType;
use user_pools::types::{CustomDomainConfigType, DomainStatusType, ExplicitAuthFlowsType, OAuthFlowType};

const REGION: &str = "eu-west-1";
/// The certificate of the custom domain of `shop-users`.
pub const CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:123456789012:certificate/5b1a7c0e-8a3f-4c56-9f0d-2f3f7a1c9d44";

/// Clients of both services.
pub struct OtherAdmin {
    user_pools: user_pools::Client,
    identity_pools: identity_pools::Client,
}

/// The resources that exist when a journey begins.
pub struct Seed {
    /// The user pool `shop-users`, with two domains, three clients and three identity providers.
    pub user_pool: String,
    /// The user pool `staff`, with nothing in it.
    pub staff: String,
    /// The id of its client `web`.
    pub web: String,
    /// The identity pool `shop`, which has every setting, and role mappings.
    pub shop: String,
    /// The identity pool `bare`, which has only what must be there.
    pub bare: String,
}

/// All that is stored, as it is told, by what it is and the id; what is of an identity pool ends with its id.
pub type Inventory = BTreeMap<String, Value>;

/// The body of an answer, exactly as it came: absent, null and empty told apart.
#[derive(Debug, Clone, Default)]
struct Body(Arc<Mutex<Value>>);

impl Intercept for Body {
    fn name(&self) -> &'static str {
        "the body as it came"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let bytes = context.response().body().bytes().unwrap_or_default();
        *self.0.lock().expect("a lock") = serde_json::from_slice(bytes)?;
        Ok(())
    }
}

/// Makes a call that has to go well; its answer exactly as it came.
macro_rules! body {
    ($operation:expr) => {{
        let body = Body::default();
        $operation.customize().interceptor(body.clone()).send().await.expect("an answer");
        let value = body.0.lock().expect("a lock").clone();
        value
    }};
}

macro_rules! client {
    ($sdk:ident, $url:expr) => {
        $sdk::Client::from_conf(
            $sdk::Config::builder()
                .behavior_version($sdk::config::BehaviorVersion::latest())
                .region($sdk::config::Region::new(REGION))
                .credentials_provider($sdk::config::Credentials::new("test", "test", None, None, "tests"))
                .endpoint_url($url)
                .retry_config($sdk::config::retry::RetryConfig::disabled())
                .http_client(aws_smithy_http_client::Builder::new().build_http())
                .build(),
        )
    };
}

mod identities;
mod inventory;

pub use identities::by_rules;

impl OtherAdmin {
    /// Another admin at an endpoint of this machine.
    pub fn at(url: &str) -> Self {
        Self { user_pools: client!(user_pools, url), identity_pools: client!(identity_pools, url) }
    }

    /// Creates the resources in an empty Cognito.
    pub async fn seed(&self) -> Seed {
        let user_pool = self.user_pool("shop-users").await;
        let staff = self.user_pool("staff").await;
        self.domains(&user_pool).await;
        self.providers(&user_pool).await;
        let web = self.clients(&user_pool).await;
        let shop = self.shop(&user_pool, &web).await;
        let bare = self.identity_pool("bare", |pool| pool).await;
        Seed { user_pool, staff, web, shop, bare }
    }

    async fn user_pool(&self, name: &str) -> String {
        let made = self.user_pools.create_user_pool().pool_name(name).send().await.expect("a user pool");
        made.user_pool().and_then(|pool| pool.id()).expect("its id").to_owned()
    }

    async fn domains(&self, pool: &str) {
        self.domain(pool, "shop-sign-in", None).await;
        self.domain(pool, "login.shop.example", Some(CERTIFICATE)).await;
    }

    /// Makes a domain, a custom one if it has a certificate, and waits until it is there.
    pub async fn domain(&self, pool: &str, name: &str, certificate: Option<&str>) {
        let custom = certificate.map(|arn| {
            CustomDomainConfigType::builder().certificate_arn(arn).build().expect("a configuration")
        });
        let create = self.user_pools.create_user_pool_domain().user_pool_id(pool).domain(name);
        create.set_custom_domain_config(custom).send().await.expect("a domain");
        self.settles(name).await;
    }

    /// Changes a domain with a prefix, and waits until that is through.
    pub async fn change_domain(&self, pool: &str, name: &str, login_version: i32) {
        let update = self.user_pools.update_user_pool_domain().user_pool_id(pool).domain(name);
        update.managed_login_version(login_version).send().await.expect("an update");
        self.settles(name).await;
    }

    /// Removes a domain.
    pub async fn remove_domain(&self, pool: &str, name: &str) {
        self.user_pools
            .delete_user_pool_domain()
            .user_pool_id(pool)
            .domain(name)
            .send()
            .await
            .expect("a removal");
        self.settles(name).await;
    }

    /// Asks for a domain until its last change is through.
    pub async fn settles(&self, domain: &str) {
        let passing = [DomainStatusType::Creating, DomainStatusType::Updating, DomainStatusType::Deleting];
        for _ in 0..9 {
            let now =
                self.user_pools.describe_user_pool_domain().domain(domain).send().await.expect("an answer");
            if now
                .domain_description()
                .and_then(|shown| shown.status())
                .is_none_or(|status| !passing.contains(status))
            {
                return;
            }
        }
        panic!("{domain} is still on its way");
    }

    async fn providers(&self, pool: &str) {
        let metadata = ("MetadataURL", "https://idp.example.com/metadata");
        self.provider(pool, "okta", IdentityProviderTypeType::Saml, &[metadata, ("IDPSignout", "true")], &[])
            .await;
        let oidc = [
            ("client_id", "console"),
            ("client_secret", "oidc-secret-value"),
            ("oidc_issuer", "https://login.example.com"),
            ("authorize_scopes", "openid email"),
            ("attributes_request_method", "GET"),
        ];
        self.provider(pool, "partner", IdentityProviderTypeType::Oidc, &oidc, &[]).await;
        let google = [
            ("client_id", "123.apps"),
            ("client_secret", "google-secret-value"),
            ("authorize_scopes", "openid email"),
        ];
        self.provider(pool, "Google", IdentityProviderTypeType::Google, &google, &[]).await;
    }

    /// Makes an identity provider that maps the email address.
    pub async fn provider(
        &self,
        pool: &str,
        name: &str,
        kind: IdentityProviderTypeType,
        details: &[(&str, &str)],
        identifiers: &[&str],
    ) {
        let create = self
            .user_pools
            .create_identity_provider()
            .user_pool_id(pool)
            .provider_name(name)
            .provider_type(kind);
        let create =
            details.iter().fold(create, |create, (name, value)| create.provider_details(*name, *value));
        let create =
            identifiers.iter().fold(create, |create, identifier| create.idp_identifiers(*identifier));
        create.attribute_mapping("email", "email").send().await.expect("an identity provider");
    }

    /// Changes the maps of an identity provider that the change names.
    pub async fn change_provider(
        &self,
        pool: &str,
        name: &str,
        change: impl FnOnce(UpdateIdentityProviderFluentBuilder) -> UpdateIdentityProviderFluentBuilder,
    ) {
        change(self.user_pools.update_identity_provider().user_pool_id(pool).provider_name(name))
            .send()
            .await
            .expect("an update");
    }

    /// Removes an identity provider.
    pub async fn remove_provider(&self, pool: &str, name: &str) {
        self.user_pools
            .delete_identity_provider()
            .user_pool_id(pool)
            .provider_name(name)
            .send()
            .await
            .expect("a removal");
    }

    /// Three clients; the id of the first one.
    async fn clients(&self, pool: &str) -> String {
        let web = self.client(pool, "web", |web| {
            web.explicit_auth_flows(ExplicitAuthFlowsType::AllowUserSrpAuth)
                .explicit_auth_flows(ExplicitAuthFlowsType::AllowRefreshTokenAuth)
                .supported_identity_providers("COGNITO")
                .supported_identity_providers("Google")
                .allowed_o_auth_flows_user_pool_client(true)
                .allowed_o_auth_flows(OAuthFlowType::Code)
                .allowed_o_auth_scopes("openid")
                .callback_urls("https://shop.example.com/signed-in")
                .logout_urls("https://shop.example.com/signed-out")
                .access_token_validity(2)
        });
        let web = web.await;
        self.client(pool, "mobile", |mobile| mobile).await;
        self.client(pool, "backend", |backend| backend.generate_secret(true)).await;
        web
    }

    /// Makes an app client; its id.
    pub async fn client(
        &self,
        pool: &str,
        name: &str,
        settings: impl FnOnce(CreateUserPoolClientFluentBuilder) -> CreateUserPoolClientFluentBuilder,
    ) -> String {
        let create = self.user_pools.create_user_pool_client().user_pool_id(pool).client_name(name);
        let made = settings(create).send().await.expect("a client");
        made.user_pool_client().and_then(|client| client.client_id()).expect("its id").to_owned()
    }

    /// Changes an app client, and sends back whatever else it has.
    pub async fn change_client(
        &self,
        pool: &str,
        id: &str,
        change: impl FnOnce(UpdateUserPoolClientFluentBuilder) -> UpdateUserPoolClientFluentBuilder,
    ) {
        let now = self
            .user_pools
            .describe_user_pool_client()
            .user_pool_id(pool)
            .client_id(id)
            .send()
            .await
            .expect("the client");
        let now = now.user_pool_client.expect("the client");
        let update = self
            .user_pools
            .update_user_pool_client()
            .user_pool_id(pool)
            .client_id(id)
            .set_client_name(now.client_name)
            .refresh_token_validity(now.refresh_token_validity)
            .set_access_token_validity(now.access_token_validity)
            .set_id_token_validity(now.id_token_validity)
            .set_token_validity_units(now.token_validity_units)
            .set_read_attributes(now.read_attributes)
            .set_write_attributes(now.write_attributes)
            .set_explicit_auth_flows(now.explicit_auth_flows)
            .set_supported_identity_providers(now.supported_identity_providers)
            .set_callback_urls(now.callback_urls)
            .set_logout_urls(now.logout_urls)
            .set_default_redirect_uri(now.default_redirect_uri)
            .set_allowed_o_auth_flows(now.allowed_o_auth_flows)
            .set_allowed_o_auth_scopes(now.allowed_o_auth_scopes)
            .set_allowed_o_auth_flows_user_pool_client(now.allowed_o_auth_flows_user_pool_client)
            .set_analytics_configuration(now.analytics_configuration)
            .set_prevent_user_existence_errors(now.prevent_user_existence_errors)
            .set_enable_token_revocation(now.enable_token_revocation)
            .set_enable_propagate_additional_user_context_data(
                now.enable_propagate_additional_user_context_data,
            )
            .set_auth_session_validity(now.auth_session_validity)
            .set_refresh_token_rotation(now.refresh_token_rotation);
        change(update).send().await.expect("an update");
    }

    /// Removes an app client.
    pub async fn remove_client(&self, pool: &str, id: &str) {
        self.user_pools
            .delete_user_pool_client()
            .user_pool_id(pool)
            .client_id(id)
            .send()
            .await
            .expect("a removal");
    }
}

/// What is sent for an app client: all that was told of it, but for what only Cognito sets, with these
/// changes.
pub fn client_request(before: &Inventory, id: &str, changes: &Value) -> Value {
    let mut client = before[&format!("client {id}")]["UserPoolClient"].clone();
    let members = client.as_object_mut().expect("members");
    members.retain(|name, _| {
        !["CreationDate", "LastModifiedDate", "ClientSecret", "ClientType"].contains(&name.as_str())
    });
    for (name, value) in changes.as_object().expect("changes") {
        members.insert(name.clone(), value.clone());
    }
    client
}
