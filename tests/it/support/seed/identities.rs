//! Identity pools, their identities, roles and principal tags.

use super::{OtherAdmin, REGION, identity_pools};
use identity_pools::operation::create_identity_pool::builders::CreateIdentityPoolFluentBuilder;
use identity_pools::operation::update_identity_pool::builders::UpdateIdentityPoolFluentBuilder;
use identity_pools::types::{
    AmbiguousRoleResolutionType, CognitoIdentityProvider, MappingRule, MappingRuleMatchType, RoleMapping,
    RoleMappingType, RulesConfigurationType,
};

impl OtherAdmin {
    pub(super) async fn shop(&self, user_pool: &str, web: &str) -> String {
        let provider_name = format!("cognito-idp.{REGION}.amazonaws.com/{user_pool}");
        let provider = CognitoIdentityProvider::builder()
            .provider_name(&provider_name)
            .client_id(web)
            .server_side_token_check(true)
            .build();
        let shop = self.identity_pool("shop", |pool| {
            pool.allow_unauthenticated_identities(true)
                .allow_classic_flow(true)
                .supported_login_providers("accounts.google.com", "123.apps")
                .developer_provider_name("login.shop")
                .open_id_connect_provider_arns("arn:aws:iam::123456789012:oidc-provider/ci.example.com")
                .cognito_identity_providers(provider)
                .saml_provider_arns("arn:aws:iam::123456789012:saml-provider/okta")
                .saml_provider_arns("arn:aws:iam::123456789012:saml-provider/adfs")
                .identity_pool_tags("team", "web")
        });
        let shop = shop.await;
        let by_token = RoleMapping::builder()
            .r#type(RoleMappingType::Token)
            .ambiguous_role_resolution(AmbiguousRoleResolutionType::Deny)
            .build()
            .expect("a role mapping");
        let roles = self.identity_pools.set_identity_pool_roles().identity_pool_id(&shop);
        let roles = roles.roles("authenticated", "arn:aws:iam::123456789012:role/shop-users");
        roles.role_mappings(format!("{provider_name}:{web}"), by_token).send().await.expect("roles");
        shop
    }

    /// Makes an identity pool; its id.
    pub async fn identity_pool(
        &self,
        name: &str,
        settings: impl FnOnce(CreateIdentityPoolFluentBuilder) -> CreateIdentityPoolFluentBuilder,
    ) -> String {
        let create = self
            .identity_pools
            .create_identity_pool()
            .identity_pool_name(name)
            .allow_unauthenticated_identities(false);
        settings(create).send().await.expect("an identity pool").identity_pool_id
    }

    /// Changes an identity pool, and sends back whatever else it has.
    pub async fn change(
        &self,
        id: &str,
        change: impl FnOnce(UpdateIdentityPoolFluentBuilder) -> UpdateIdentityPoolFluentBuilder,
    ) {
        let now =
            self.identity_pools.describe_identity_pool().identity_pool_id(id).send().await.expect("the pool");
        let update = self
            .identity_pools
            .update_identity_pool()
            .identity_pool_id(now.identity_pool_id)
            .identity_pool_name(now.identity_pool_name)
            .allow_unauthenticated_identities(now.allow_unauthenticated_identities)
            .set_allow_classic_flow(now.allow_classic_flow)
            .set_supported_login_providers(now.supported_login_providers)
            .set_developer_provider_name(now.developer_provider_name)
            .set_open_id_connect_provider_arns(now.open_id_connect_provider_arns)
            .set_cognito_identity_providers(now.cognito_identity_providers)
            .set_saml_provider_arns(now.saml_provider_arns)
            .set_identity_pool_tags(now.identity_pool_tags);
        change(update).send().await.expect("an update");
    }

    /// Removes an identity pool.
    pub async fn remove(&self, id: &str) {
        self.identity_pools.delete_identity_pool().identity_pool_id(id).send().await.expect("a removal");
    }

    /// Gets an identity from an identity pool, with logins or, without any, as a guest; its id.
    pub async fn identity(&self, pool: &str, logins: &[(&str, &str)]) -> String {
        let get = self.identity_pools.get_id().identity_pool_id(pool);
        let get = logins.iter().fold(get, |get, (provider, token)| get.logins(*provider, *token));
        get.send().await.expect("an identity").identity_id.expect("its id")
    }

    /// Sets or replaces the role mapping of one provider, and sends back whatever else there is.
    pub async fn map_roles(&self, pool: &str, provider: &str, mapping: RoleMapping) {
        let now = self
            .identity_pools
            .get_identity_pool_roles()
            .identity_pool_id(pool)
            .send()
            .await
            .expect("the roles");
        let mut mappings = now.role_mappings.unwrap_or_default();
        mappings.insert(provider.to_owned(), mapping);
        let set = self
            .identity_pools
            .set_identity_pool_roles()
            .identity_pool_id(pool)
            .set_role_mappings(Some(mappings));
        set.set_roles(Some(now.roles.unwrap_or_default())).send().await.expect("roles");
    }

    /// Sets the principal tags of a provider.
    pub async fn tag_principals(&self, pool: &str, provider: &str, tags: &[(&str, &str)]) {
        let set = self
            .identity_pools
            .set_principal_tag_attribute_map()
            .identity_pool_id(pool)
            .identity_provider_name(provider);
        let set =
            tags.iter().fold(set.use_defaults(false), |set, (tag, claim)| set.principal_tags(*tag, *claim));
        set.send().await.expect("principal tags");
    }
}

/// A role mapping that takes the first rule which fits: claim, how it is compared, value, role.
pub fn by_rules(rules: &[(&str, MappingRuleMatchType, &str, &str)]) -> RoleMapping {
    let rule = |(claim, matches, value, role): &(&str, MappingRuleMatchType, &str, &str)| {
        MappingRule::builder()
            .claim(*claim)
            .match_type(matches.clone())
            .value(*value)
            .role_arn(*role)
            .build()
            .expect("a rule")
    };
    let rules = RulesConfigurationType::builder()
        .set_rules(Some(rules.iter().map(rule).collect()))
        .build()
        .expect("rules");
    let mapping = RoleMapping::builder().r#type(RoleMappingType::Rules).rules_configuration(rules);
    mapping.ambiguous_role_resolution(AmbiguousRoleResolutionType::Deny).build().expect("a role mapping")
}
