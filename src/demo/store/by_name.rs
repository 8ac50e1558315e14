//! Access to stored resources by name or id, for the demo's data and for tests. The `_mut` methods return
//! the stored members themselves and check no rule of AWS.

use super::{IdentityPool, Store, UserPool};
use crate::demo::members::{Members, text};

impl Store {
    /// The id of an identity pool, by its name or id.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn identity_pool_id(&self, pool: &str) -> String {
        let found = self.identity_pools.iter().find(|one| is_called(&one.settings, "IdentityPool", pool));
        let found = found.unwrap_or_else(|| panic!("no identity pool {pool}"));
        text(&found.settings, "IdentityPoolId").to_owned()
    }

    /// The id of a user pool, by its name or id.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn user_pool_id(&self, pool: &str) -> String {
        text(&self.user_pool_by_name(pool).settings, "Id").to_owned()
    }

    /// The id of an app client; the user pool and the client by name or id.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn client_id(&self, pool: &str, client: &str) -> String {
        let clients = &self.user_pool_by_name(pool).clients;
        let found = clients.iter().find(|one| is_called(&one.settings, "Client", client));
        text(&found.unwrap_or_else(|| panic!("no client {client} in {pool}")).settings, "ClientId").to_owned()
    }

    /// The names that the users of a user pool sign in with, in the order of their sign-up.
    ///
    /// # Panics
    /// If there is no such pool.
    #[must_use]
    pub fn user_names(&self, pool: &str) -> Vec<&str> {
        self.user_pool_by_name(pool).users.iter().map(|user| user.name.as_str()).collect()
    }

    /// The stored members of an identity pool.
    ///
    /// # Panics
    /// If there is none.
    pub fn identity_pool_mut(&mut self, pool: &str) -> &mut Members {
        &mut self.identity_pool_by_name_mut(pool).settings
    }

    /// The stored `Roles` and `RoleMappings` of an identity pool.
    ///
    /// # Panics
    /// If there is no such pool.
    pub fn roles_mut(&mut self, pool: &str) -> &mut Members {
        &mut self.identity_pool_by_name_mut(pool).roles
    }

    /// The stored `UseDefaults` and `PrincipalTags` of a provider of an identity pool.
    ///
    /// # Panics
    /// If there are none.
    pub fn principal_tags_mut(&mut self, pool: &str, provider: &str) -> &mut Members {
        let found = self.identity_pool_by_name_mut(pool).principal_tags.get_mut(provider);
        found.unwrap_or_else(|| panic!("no principal tags of {provider} in {pool}"))
    }

    /// The stored members of a user pool.
    ///
    /// # Panics
    /// If there is none.
    pub fn user_pool_mut(&mut self, pool: &str) -> &mut Members {
        &mut self.user_pool_by_name_mut(pool).settings
    }

    /// The stored members of an app client.
    ///
    /// # Panics
    /// If there is none.
    pub fn client_mut(&mut self, pool: &str, client: &str) -> &mut Members {
        let clients = &mut self.user_pool_by_name_mut(pool).clients;
        let found = clients.iter_mut().find(|one| is_called(&one.settings, "Client", client));
        &mut found.unwrap_or_else(|| panic!("no client {client} in {pool}")).settings
    }

    /// The stored members of an identity provider of a user pool.
    ///
    /// # Panics
    /// If there is none.
    pub fn provider_mut(&mut self, pool: &str, provider: &str) -> &mut Members {
        let providers = &mut self.user_pool_by_name_mut(pool).providers;
        let found = providers.iter_mut().find(|one| text(one, "ProviderName") == provider);
        found.unwrap_or_else(|| panic!("no identity provider {provider} in {pool}"))
    }

    fn identity_pool_by_name_mut(&mut self, pool: &str) -> &mut IdentityPool {
        let found = self.identity_pools.iter_mut().find(|one| is_called(&one.settings, "IdentityPool", pool));
        found.unwrap_or_else(|| panic!("no identity pool {pool}"))
    }

    fn user_pool_by_name(&self, pool: &str) -> &UserPool {
        let found = self.user_pools.iter().find(|one| is_called(&one.settings, "", pool));
        found.unwrap_or_else(|| panic!("no user pool {pool}"))
    }

    fn user_pool_by_name_mut(&mut self, pool: &str) -> &mut UserPool {
        let found = self.user_pools.iter_mut().find(|one| is_called(&one.settings, "", pool));
        found.unwrap_or_else(|| panic!("no user pool {pool}"))
    }
}

/// True if the name or the id of a resource is the one given; `prefix` is that of the members.
fn is_called(members: &Members, prefix: &str, name_or_id: &str) -> bool {
    ["Id", "Name"].iter().any(|suffix| text(members, &format!("{prefix}{suffix}")) == name_or_id)
}
