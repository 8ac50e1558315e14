//! All state of both services, its clock and its ids: what `call` works on, with or without HTTP.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use super::clients::{self, Client};
use super::constraints::{Service, constraints};
use super::domains::{self, Domain};
use super::error::ServiceError;
use super::identities::{self, Identity};
use super::users::{self, User};
use super::web::{Document, Web};
use super::{
    identity_pools, principal_tags, providers, resource_servers, roles, secrets, seed, tags, user_pools,
};

/// The members of one resource or request, by AWS's own names and in their order.
pub type Members = Map<String, Value>;

/// What serves one operation: the request's members in, the answer or a refusal out.
pub(super) type Operation = fn(&mut Store, &Members) -> Result<Value, ServiceError>;

/// Every user pool and identity pool of one account and region.
pub struct Store {
    pub(super) user_pools: Vec<UserPool>,
    pub(super) identity_pools: Vec<IdentityPool>,
    /// Those that are deleted and not yet gone.
    pub(super) leaving_domains: Vec<Domain>,
    /// Seeding may set what only AWS itself sets, tags whose names start with `aws:`, and what time has
    /// overtaken: certificates that have expired, changes of domains that are through.
    pub(super) seeding: bool,
    pub(super) identity_pool_quota: usize,
    pub(super) client_quota: usize,
    pub(super) web: Web,
    clock: Clock,
    serial: u64,
}

#[derive(Default)]
pub(super) struct UserPool {
    pub(super) settings: Members,
    pub(super) clients: Vec<Client>,
    pub(super) providers: Vec<Members>,
    pub(super) domains: Vec<Domain>,
    pub(super) resource_servers: Vec<Members>,
    pub(super) users: Vec<User>,
}

#[derive(Default)]
pub(super) struct IdentityPool {
    pub(super) settings: Members,
    pub(super) roles: Members,
    /// By the provider's name.
    pub(super) principal_tags: BTreeMap<String, Members>,
    pub(super) identities: Vec<Identity>,
}

/// Milliseconds since the epoch: each write takes a second, or as long as it takes.
enum Clock {
    Steps(u64),
    Real,
}

impl Store {
    /// The region everything lives in.
    pub const REGION: &'static str = "eu-west-1";
    /// The account everything belongs to.
    pub const ACCOUNT: &'static str = "123456789012";

    /// An account without any pool.
    #[must_use]
    pub fn empty() -> Store {
        Store::starting_at(1_760_000_000_123)
    }

    /// The account of the demo, always the same.
    #[must_use]
    pub fn demo() -> Store {
        seed::demo()
    }

    pub(super) fn starting_at(milliseconds: u64) -> Store {
        Store {
            user_pools: Vec::new(),
            identity_pools: Vec::new(),
            leaving_domains: Vec::new(),
            seeding: false,
            identity_pool_quota: 1_000,
            client_quota: 1_000,
            web: Web::default(),
            clock: Clock::Steps(milliseconds),
            serial: 0,
        }
    }

    /// From now on dates are the machine's, not steps of one second.
    #[must_use]
    pub fn with_real_clock(mut self) -> Store {
        self.clock = Clock::Real;
        self
    }

    /// From now on the account can have that many identity pools, not 1,000; those beyond stay.
    #[must_use]
    pub fn with_identity_pool_quota(mut self, pools: usize) -> Store {
        self.identity_pool_quota = pools;
        self
    }

    /// From now on each user pool can have that many app clients, not 1,000; those beyond stay.
    #[must_use]
    pub fn with_client_quota(mut self, clients: usize) -> Store {
        self.client_quota = clients;
        self
    }

    /// Publishes a document for those who fetch it from the server at `/web/host/path?query` of
    /// `https://host/path?query`.
    pub fn publish(&mut self, url: &str, status: u16, content_type: &str, body: impl Into<Vec<u8>>) {
        let body = body.into().into();
        self.web.publish(url, Document { status, header: ("content-type", content_type.to_owned()), body });
    }

    /// Sends those who fetch a document on to another URL.
    pub fn redirect(&mut self, url: &str, to: &str) {
        self.web.publish(
            url,
            Document { status: 302, header: ("location", to.to_owned()), body: Vec::new().into() },
        );
    }

    /// Serves one operation, exactly as over HTTP; for names that both services have, say
    /// `cognito-idp.TagResource`.
    ///
    /// # Errors
    /// What the service would answer instead.
    pub fn call(&mut self, operation: &str, body: Value) -> Result<Value, ServiceError> {
        let (service, operation) = Service::ALL
            .into_iter()
            .find_map(|service| {
                let name = operation.strip_prefix(service.name()).and_then(|name| name.strip_prefix('.'));
                let name = name.unwrap_or(operation);
                constraints().operation(service, name).map(|_| (service, name))
            })
            .ok_or_else(|| unknown_operation(operation))?;
        self.serve(service, operation, body)
    }

    pub(super) fn serve(
        &mut self,
        service: Service,
        operation: &str,
        body: Value,
    ) -> Result<Value, ServiceError> {
        let serve = match service {
            Service::UserPools => user_pools::operation(operation)
                .or_else(|| clients::operation(operation))
                .or_else(|| secrets::operation(operation))
                .or_else(|| resource_servers::operation(operation))
                .or_else(|| users::operation(operation))
                .or_else(|| providers::operation(operation))
                .or_else(|| domains::operation(operation)),
            Service::IdentityPools => identity_pools::operation(operation)
                .or_else(|| roles::operation(operation))
                .or_else(|| principal_tags::operation(operation))
                .or_else(|| identities::operation(operation))
                .or_else(|| tags::operation(operation)),
        };
        let serve = serve.ok_or_else(|| unknown_operation(operation))?;
        let Value::Object(members) = without_nulls(body) else {
            return Err(ServiceError::serialization("Start of structure or map expected"));
        };
        constraints().check(service, operation, &members)?;
        serve(self, &members)
    }

    /// The id of the identity pool of that name (or id).
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn identity_pool_id(&self, pool: &str) -> String {
        let found = self.identity_pools.iter().find(|one| is(&one.settings, "IdentityPool", pool));
        text(&found.unwrap_or_else(|| panic!("no identity pool {pool}")).settings, "IdentityPoolId")
            .to_owned()
    }

    /// The id of the user pool of that name (or id).
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn user_pool_id(&self, pool: &str) -> String {
        let found = self.user_pools.iter().find(|one| is(&one.settings, "", pool));
        text(&found.unwrap_or_else(|| panic!("no user pool {pool}")).settings, "Id").to_owned()
    }

    /// The id of a user pool's client of that name (or id).
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn client_id(&self, pool: &str, client: &str) -> String {
        let found = self.user_pools.iter().find(|one| is(&one.settings, "", pool));
        let found = found.and_then(|one| one.clients.iter().find(|one| is(&one.settings, "Client", client)));
        text(&found.unwrap_or_else(|| panic!("no client {client} in {pool}")).settings, "ClientId").to_owned()
    }

    /// The stored members of an identity pool, by name or id: to look at, or to change past every rule.
    ///
    /// # Panics
    /// If there is none.
    pub fn identity_pool_mut(&mut self, pool: &str) -> &mut Members {
        &mut self.raw_identity_pool(pool).settings
    }

    /// The stored `Roles` and `RoleMappings` of an identity pool, by name or id.
    ///
    /// # Panics
    /// If there is none.
    pub fn roles_mut(&mut self, pool: &str) -> &mut Members {
        &mut self.raw_identity_pool(pool).roles
    }

    /// The stored `UseDefaults` and `PrincipalTags` of a provider, in an identity pool by name or id.
    ///
    /// # Panics
    /// If there are none.
    pub fn principal_tags_mut(&mut self, pool: &str, provider: &str) -> &mut Members {
        let found = self.raw_identity_pool(pool).principal_tags.get_mut(provider);
        found.unwrap_or_else(|| panic!("no principal tags of {provider} in {pool}"))
    }

    /// The stored members of a user pool, by name or id.
    ///
    /// # Panics
    /// If there is none.
    pub fn user_pool_mut(&mut self, pool: &str) -> &mut Members {
        &mut self.raw_user_pool(pool).settings
    }

    /// The stored members of a user pool's client, each by name or id.
    ///
    /// # Panics
    /// If there is none.
    pub fn client_mut(&mut self, pool: &str, client: &str) -> &mut Members {
        let found =
            self.raw_user_pool(pool).clients.iter_mut().find(|one| is(&one.settings, "Client", client));
        &mut found.unwrap_or_else(|| panic!("no client {client} in {pool}")).settings
    }

    /// The names that the users of a user pool sign in with, in the order they signed up.
    ///
    /// # Panics
    /// If there is no such pool.
    #[must_use]
    pub fn user_names(&self, pool: &str) -> Vec<&str> {
        let found = self.user_pools.iter().find(|one| is(&one.settings, "", pool));
        found.unwrap_or_else(|| panic!("no user pool {pool}")).users.iter().map(User::name).collect()
    }

    /// The stored members of a user pool's identity provider.
    ///
    /// # Panics
    /// If there is none.
    pub fn provider_mut(&mut self, pool: &str, provider: &str) -> &mut Members {
        let found =
            self.raw_user_pool(pool).providers.iter_mut().find(|one| text(one, "ProviderName") == provider);
        found.unwrap_or_else(|| panic!("no identity provider {provider} in {pool}"))
    }

    /// The stored members of a domain, by the domain itself.
    ///
    /// # Panics
    /// If there is none.
    pub fn domain_mut(&mut self, domain: &str) -> &mut Members {
        let mut all =
            self.user_pools.iter_mut().flat_map(|pool| &mut pool.domains).map(|one| &mut one.settings);
        all.find(|one| text(one, "Domain") == domain).unwrap_or_else(|| panic!("no domain {domain}"))
    }

    fn raw_identity_pool(&mut self, pool: &str) -> &mut IdentityPool {
        let found = self.identity_pools.iter_mut().find(|one| is(&one.settings, "IdentityPool", pool));
        found.unwrap_or_else(|| panic!("no identity pool {pool}"))
    }

    fn raw_user_pool(&mut self, pool: &str) -> &mut UserPool {
        let found = self.user_pools.iter_mut().find(|one| is(&one.settings, "", pool));
        found.unwrap_or_else(|| panic!("no user pool {pool}"))
    }

    /// The user pool a request is about.
    pub(super) fn user_pool(&self, request: &Members) -> Result<&UserPool, ServiceError> {
        let id = text(request, "UserPoolId");
        self.user_pools.iter().find(|pool| text(&pool.settings, "Id") == id).ok_or_else(|| no_user_pool(id))
    }

    /// The user pool a request is about, to be changed.
    pub(super) fn user_pool_of(&mut self, request: &Members) -> Result<&mut UserPool, ServiceError> {
        let id = text(request, "UserPoolId");
        self.user_pools
            .iter_mut()
            .find(|pool| text(&pool.settings, "Id") == id)
            .ok_or_else(|| no_user_pool(id))
    }

    /// The date of a write: epoch seconds with a fraction. Time goes on.
    pub(super) fn tick(&mut self) -> Value {
        self.pass(Duration::from_secs(1));
        let milliseconds = self.now();
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
        Value::from(milliseconds as f64 / 1000.0)
    }

    /// Milliseconds since the epoch, by this account's clock.
    pub(super) fn now(&self) -> u64 {
        match &self.clock {
            Clock::Steps(now) => *now,
            Clock::Real => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|now| u64::try_from(now.as_millis()).ok())
                .unwrap_or_default(),
        }
    }

    pub(super) fn pass(&mut self, time: Duration) {
        if let Clock::Steps(now) = &mut self.clock {
            *now += u64::try_from(time.as_millis()).unwrap_or_default();
        }
    }

    /// A new id: characters of the alphabet, the same ones in every run.
    pub(super) fn token(&mut self, alphabet: &[u8], length: usize) -> String {
        self.serial += 1;
        let mut state = self.serial;
        (0..length)
            .map(|_| {
                let index = usize::try_from(splitmix(&mut state) % alphabet.len() as u64).unwrap_or_default();
                char::from(alphabet[index])
            })
            .collect()
    }

    /// A new GUID, the same one in every run.
    pub(super) fn guid(&mut self) -> String {
        let hex = self.token(b"0123456789abcdef", 31);
        format!(
            "{}-{}-4{}-{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[12..15],
            resource_type(&hex[15..19]),
            &hex[19..]
        )
    }
}

/// Four digits of which the first says that the GUID is a random one.
fn resource_type(digits: &str) -> String {
    format!("a{}", &digits[1..])
}

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn is(members: &Members, prefix: &str, name_or_id: &str) -> bool {
    ["Id", "Name"].iter().any(|suffix| text(members, &format!("{prefix}{suffix}")) == name_or_id)
}

fn no_user_pool(id: &str) -> ServiceError {
    ServiceError::not_found(format!("User pool {id} does not exist."))
}

pub(super) fn unknown_operation(operation: &str) -> ServiceError {
    ServiceError::new("UnknownOperationException", format!("There is no operation {operation} here."))
}

/// A member that is text, or nothing.
pub(super) fn text<'a>(members: &'a Members, name: &str) -> &'a str {
    members.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A member that is a list, or an empty one.
pub(super) fn list<'a>(members: &'a Members, name: &str) -> &'a [Value] {
    members.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The members as one object; use it on a `json!({..})` literal.
pub(super) fn members(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        _ => Members::new(),
    }
}

/// Null and absent are the same in a request.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
