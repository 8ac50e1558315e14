//! The stored state of one account in one region: resources, clock and ids. It knows no operation.

mod by_name;
mod clock;
mod ids;
mod resources;
mod web;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, text};
use clock::Clock;
use ids::IdGenerator;
pub(crate) use resources::{
    Client, ClientSecret, Domain, IamRole, Identity, IdentityPool, User, UserPool, is_custom_domain,
};
pub(crate) use web::{Web, WebResponse, normalize_url};

/// All user pools and identity pools of one account in one region.
#[derive(Clone)]
pub struct Store {
    pub(crate) user_pools: Vec<UserPool>,
    pub(crate) identity_pools: Vec<IdentityPool>,
    /// The IAM roles by name. A role that no call has made or deleted is one that AWS's console has made for
    /// the identity pools that name it.
    pub(crate) iam_roles: BTreeMap<String, IamRole>,
    /// Custom domains after `DeleteUserPoolDomain`, until Describe has shown them as `DELETING`.
    pub(crate) deleting_domains: Vec<Domain>,
    /// While the demo's account is built, requests may do what AWS allows itself alone (tags that start with
    /// `aws:`) and what was possible in the past (certificates that have expired since); domains are active
    /// at once.
    pub(crate) is_seeding: bool,
    pub(crate) identity_pool_quota: usize,
    pub(crate) client_quota: usize,
    pub(crate) web: Web,
    pub(crate) ids: IdGenerator,
    clock: Clock,
}

impl Store {
    pub const REGION: &'static str = "eu-west-1";
    pub const ACCOUNT: &'static str = "123456789012";

    #[must_use]
    pub fn empty() -> Store {
        Store::starting_at(1_760_000_000_123)
    }

    /// An account without any pool, at a time in milliseconds since 1970.
    pub(crate) fn starting_at(milliseconds: u64) -> Store {
        Store {
            user_pools: Vec::new(),
            identity_pools: Vec::new(),
            iam_roles: BTreeMap::new(),
            deleting_domains: Vec::new(),
            is_seeding: false,
            identity_pool_quota: 1_000,
            client_quota: 1_000,
            web: Web::default(),
            ids: IdGenerator::default(),
            clock: Clock::Simulated(milliseconds),
        }
    }

    /// Takes dates from the system clock from now on. Otherwise each write is one second after the last.
    #[must_use]
    pub fn with_real_clock(mut self) -> Store {
        self.clock = Clock::System;
        self
    }

    /// Sets how many identity pools the account can have (1,000 otherwise). Existing pools stay.
    #[must_use]
    pub fn with_identity_pool_quota(mut self, pools: usize) -> Store {
        self.identity_pool_quota = pools;
        self
    }

    /// Sets how many app clients each user pool can have (1,000 otherwise). Existing clients stay.
    #[must_use]
    pub fn with_client_quota(mut self, clients: usize) -> Store {
        self.client_quota = clients;
        self
    }

    /// Publishes a document for fetches of a URL.
    pub fn publish(&mut self, url: &str, status: u16, content_type: &str, body: impl Into<Vec<u8>>) {
        let body = body.into().into();
        let header = ("content-type", content_type.to_owned());
        self.web.publish(url, WebResponse { status, header, body });
    }

    /// Redirects fetches of a URL to another URL, with status 302.
    pub fn redirect(&mut self, url: &str, to: &str) {
        let header = ("location", to.to_owned());
        self.web.publish(url, WebResponse { status: 302, header, body: Vec::new().into() });
    }

    /// The user pool that a request names with `UserPoolId`.
    pub(crate) fn find_user_pool(&self, request: &Members) -> Result<&UserPool, ServiceError> {
        let id = text(request, "UserPoolId");
        let found = self.user_pools.iter().find(|pool| text(&pool.settings, "Id") == id);
        found.ok_or_else(|| no_user_pool(id))
    }

    /// The user pool that a request names with `UserPoolId`.
    pub(crate) fn find_user_pool_mut(&mut self, request: &Members) -> Result<&mut UserPool, ServiceError> {
        let id = text(request, "UserPoolId");
        let found = self.user_pools.iter_mut().find(|pool| text(&pool.settings, "Id") == id);
        found.ok_or_else(|| no_user_pool(id))
    }

    /// The app client that a request names with `UserPoolId` and `ClientId`.
    pub(crate) fn find_client_mut(&mut self, request: &Members) -> Result<&mut Client, ServiceError> {
        let id = text(request, "ClientId");
        let clients = &mut self.find_user_pool_mut(request)?.clients;
        let found = clients.iter_mut().find(|client| text(&client.settings, "ClientId") == id);
        found.ok_or_else(|| no_client(id))
    }

    /// The identity pool that a request names with `IdentityPoolId`.
    pub(crate) fn find_identity_pool_mut(
        &mut self,
        request: &Members,
    ) -> Result<&mut IdentityPool, ServiceError> {
        let id = text(request, "IdentityPoolId");
        let found = self.identity_pools.iter_mut().find(|pool| text(&pool.settings, "IdentityPoolId") == id);
        found.ok_or_else(|| ServiceError::not_found(format!("IdentityPool '{id}' not found.")))
    }

    /// Advances the clock for a write and returns its date: seconds since 1970, with a fraction.
    pub(crate) fn tick(&mut self) -> Value {
        self.advance(Duration::from_secs(1));
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
        Value::from(self.now() as f64 / 1000.0)
    }

    /// The account's time, in milliseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        self.clock.now()
    }

    /// Advances the simulated clock; the system clock goes its own way.
    pub(crate) fn advance(&mut self, time: Duration) {
        self.clock.advance(time);
    }
}

fn no_user_pool(id: &str) -> ServiceError {
    ServiceError::not_found(format!("User pool {id} does not exist."))
}

pub(crate) fn no_client(id: &str) -> ServiceError {
    ServiceError::not_found(format!("User pool client {id} does not exist."))
}
