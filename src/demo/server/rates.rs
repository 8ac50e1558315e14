//! Rate limits: requests per second by operation, by group of operations, and by operation and user pool.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::demo::model::{ServiceId, service_model};

const WINDOW: Duration = Duration::from_secs(1);

/// AWS's groups of user pool operations: name, requests per second, and whether each operation is limited to
/// [`PER_POOL`] in one user pool.
const GROUPS: [(&str, usize, bool); 8] = [
    ("UserCreation", 50, false),
    ("UserList", 30, false),
    ("UserPoolRead", 15, false),
    ("UserPoolUpdate", 15, false),
    ("UserPoolResourceRead", 20, true),
    ("UserPoolResourceUpdate", 15, true),
    ("UserPoolClientRead", 15, true),
    ("UserPoolClientUpdate", 15, true),
];
/// Requests per second of identity pool operations. They have no groups, and AWS documents no other limits.
const IDENTITY_POOLS: [(&str, usize); 3] = [("GetId", 25), ("ListIdentities", 5), ("DeleteIdentities", 10)];
const PER_POOL: usize = 5;

/// The limits in force, and the requests that they have admitted.
#[derive(Default)]
pub(super) struct RateLimits {
    limits: HashMap<String, usize>,
    per_pool: bool,
    /// The times of the requests that each limit admitted within the last second.
    admitted: HashMap<String, VecDeque<Instant>>,
}

impl RateLimits {
    /// Limits an operation or a group.
    ///
    /// # Panics
    /// If there is none of that name.
    pub(super) fn limit(&mut self, name: &str, per_second: usize) {
        let is_known = GROUPS.iter().any(|(group, ..)| *group == name)
            || ServiceId::ALL.into_iter().any(|service| service_model().operation(service, name).is_some());
        assert!(is_known, "no operation or group {name}");
        self.limits.insert(name.to_owned(), per_second);
    }

    /// Sets the default limits of an AWS account.
    pub(super) fn use_aws_defaults(&mut self) {
        let groups = GROUPS.iter().map(|(name, rate, _)| (*name, *rate));
        self.limits.extend(groups.chain(IDENTITY_POOLS).map(|(name, rate)| (name.to_owned(), rate)));
        self.per_pool = true;
    }

    /// True if the limits admit a request that arrives now. A refused request does not count against them.
    pub(super) fn admit(
        &mut self,
        now: Instant,
        service: Option<ServiceId>,
        operation: &str,
        user_pool: Option<&str>,
    ) -> bool {
        let limits = self.limits_of(service, operation, user_pool);
        let is_full = |(name, limit): &(String, usize)| {
            let admitted = self.admitted.entry(name.clone()).or_default();
            while admitted.front().is_some_and(|then| now.duration_since(*then) >= WINDOW) {
                admitted.pop_front();
            }
            admitted.len() >= *limit
        };
        if limits.iter().any(is_full) {
            return false;
        }
        for (name, _) in limits {
            self.admitted.entry(name).or_default().push_back(now);
        }
        true
    }

    /// The name and the number of each limit that a request counts against.
    fn limits_of(
        &self,
        service: Option<ServiceId>,
        operation: &str,
        user_pool: Option<&str>,
    ) -> Vec<(String, usize)> {
        let group = group_of(operation).filter(|_| service == Some(ServiceId::UserPools));
        let named = [Some(operation), group].into_iter().flatten();
        let mut limits: Vec<(String, usize)> =
            named.filter_map(|name| Some((name.to_owned(), *self.limits.get(name)?))).collect();
        let is_capped = GROUPS.iter().any(|(name, _, capped)| *capped && Some(*name) == group);
        if let Some(pool) = user_pool.filter(|_| self.per_pool && is_capped) {
            limits.push((format!("{operation} {pool}"), PER_POOL));
        }
        limits
    }
}

fn group_of(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "SignUp" | "AdminCreateUser" => "UserCreation",
        "ListUsers" => "UserList",
        "DescribeUserPool" | "ListUserPools" => "UserPoolRead",
        "CreateUserPool" | "UpdateUserPool" | "DeleteUserPool" => "UserPoolUpdate",
        "DescribeIdentityProvider"
        | "DescribeManagedLoginBranding"
        | "DescribeManagedLoginBrandingByClient"
        | "DescribeResourceServer"
        | "DescribeRiskConfiguration"
        | "DescribeUserPoolDomain"
        | "GetIdentityProviderByIdentifier"
        | "GetLogDeliveryConfiguration"
        | "GetSigningCertificate"
        | "GetUserPoolMfaConfig"
        | "ListGroups"
        | "ListIdentityProviders"
        | "ListResourceServers"
        | "ListTagsForResource" => "UserPoolResourceRead",
        "AddCustomAttributes"
        | "CreateGroup"
        | "CreateIdentityProvider"
        | "CreateManagedLoginBranding"
        | "CreateResourceServer"
        | "CreateUserPoolDomain"
        | "DeleteIdentityProvider"
        | "DeleteManagedLoginBranding"
        | "DeleteResourceServer"
        | "DeleteUserPoolDomain"
        | "SetLogDeliveryConfiguration"
        | "SetRiskConfiguration"
        | "SetUserPoolMfaConfig"
        | "TagResource"
        | "UntagResource"
        | "UpdateIdentityProvider"
        | "UpdateManagedLoginBranding"
        | "UpdateResourceServer"
        | "UpdateUserPoolDomain" => "UserPoolResourceUpdate",
        "DescribeUserPoolClient" | "ListUserPoolClients" | "ListUserPoolClientSecrets" => {
            "UserPoolClientRead"
        }
        "AddUserPoolClientSecret"
        | "CreateUserPoolClient"
        | "DeleteUserPoolClient"
        | "DeleteUserPoolClientSecret"
        | "UpdateUserPoolClient" => "UserPoolClientUpdate",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number that passes of a hundred requests at the same time.
    fn passing(rates: &mut RateLimits, now: Instant, operation: &str, user_pool: &str) -> usize {
        (0..100).filter(|_| rates.admit(now, Some(ServiceId::UserPools), operation, Some(user_pool))).count()
    }

    #[test]
    fn without_a_limit_everything_passes() {
        assert_eq!(passing(&mut RateLimits::default(), Instant::now(), "ListUserPools", "a"), 100);
    }

    #[test]
    fn in_any_second_no_more_pass_than_may_and_what_was_refused_does_not_count() {
        let (mut rates, start) = (RateLimits::default(), Instant::now());
        rates.limit("ListUserPoolClients", 3);
        let mut at = |milliseconds: u64, requests: usize| {
            let now = start + Duration::from_millis(milliseconds);
            (0..requests)
                .filter(|_| rates.admit(now, Some(ServiceId::UserPools), "ListUserPoolClients", None))
                .count()
        };
        assert_eq!(
            [at(0, 1), at(600, 9), at(999, 9), at(1_000, 9), at(1_599, 9), at(1_600, 9)],
            [1, 2, 0, 1, 0, 2]
        );
    }

    #[test]
    fn a_group_has_one_rate_for_all_its_operations_in_all_pools() {
        let (mut rates, now) = (RateLimits::default(), Instant::now());
        rates.limit("UserPoolClientUpdate", 7);
        rates.limit("UpdateUserPoolClient", 4);
        assert_eq!(passing(&mut rates, now, "UpdateUserPoolClient", "a"), 4);
        assert_eq!(passing(&mut rates, now, "CreateUserPoolClient", "b"), 3);
        assert_eq!(passing(&mut rates, now, "DescribeUserPoolClient", "a"), 100, "another group");
    }

    #[test]
    fn as_aws_limits_it_one_operation_of_clients_and_resources_has_five_in_one_pool() {
        let (mut rates, now) = (RateLimits::default(), Instant::now());
        rates.use_aws_defaults();
        for (operation, pool, count) in [
            ("DescribeUserPool", "a", 15),
            ("DescribeUserPoolClient", "a", 5),
            ("DescribeUserPoolClient", "b", 5),
            ("ListUserPoolClients", "a", 5),
            ("ListUserPoolClients", "b", 0),
            ("ListResourceServers", "a", 5),
            ("CreateResourceServer", "a", 5),
            ("SignUp", "", 50),
        ] {
            assert_eq!(passing(&mut rates, now, operation, pool), count, "{operation} in {pool}");
        }
        let mut identities = || rates.admit(now, Some(ServiceId::IdentityPools), "ListIdentities", None);
        assert_eq!((0..9).filter(|_| identities()).count(), 5);
    }

    #[test]
    fn every_operation_with_a_group_and_every_group_exists() {
        let mut rates = RateLimits::default();
        for (name, ..) in GROUPS {
            rates.limit(name, 1);
        }
        let operations = service_model().operations(ServiceId::UserPools);
        assert!(operations.iter().all(|operation| group_of(operation).is_some()), "{operations:?}");
    }
}
