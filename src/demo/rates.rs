//! How often Cognito may be asked: rates by operation, by group of operations, and by operation and user
//! pool.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::constraints::{Service, constraints};

const WINDOW: Duration = Duration::from_secs(1);

/// The groups of the service, the requests a second that each may have, and whether any one of its operations
/// may have no more than [`PER_POOL`] in one user pool.
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
/// Identity pools have no groups, and for most operations no rate that is told.
const IDENTITY_POOLS: [(&str, usize); 3] = [("GetId", 25), ("ListIdentities", 5), ("DeleteIdentities", 10)];
const PER_POOL: usize = 5;

/// The rates that are in force, and what they have let through.
#[derive(Default)]
pub(super) struct Rates {
    limits: HashMap<String, usize>,
    per_pool: bool,
    passed: HashMap<String, VecDeque<Instant>>,
}

impl Rates {
    /// A rate of one operation or group.
    ///
    /// # Panics
    /// If there is none of that name.
    pub(super) fn limit(&mut self, name: &str, per_second: usize) {
        let is_known = GROUPS.iter().any(|(group, ..)| *group == name)
            || Service::ALL.into_iter().any(|service| constraints().operation(service, name).is_some());
        assert!(is_known, "no operation or group {name}");
        self.limits.insert(name.to_owned(), per_second);
    }

    /// The rates of an account that asked for no others.
    pub(super) fn as_aws(&mut self) {
        let groups = GROUPS.iter().map(|(name, rate, _)| (*name, *rate));
        self.limits.extend(groups.chain(IDENTITY_POOLS).map(|(name, rate)| (name.to_owned(), rate)));
        self.per_pool = true;
    }

    /// Whether a request that arrives now may pass. One that may not does not count.
    pub(super) fn admit(
        &mut self,
        now: Instant,
        service: Option<Service>,
        operation: &str,
        user_pool: Option<&str>,
    ) -> bool {
        let group =
            service.filter(|service| *service == Service::UserPools).and_then(|_| group_of(operation));
        let mut asked: Vec<(String, usize)> = Vec::new();
        for name in [Some(operation), group].into_iter().flatten() {
            asked.extend(self.limits.get(name).map(|limit| (name.to_owned(), *limit)));
        }
        let is_capped = GROUPS.iter().any(|(name, _, capped)| *capped && Some(*name) == group);
        if let Some(pool) = user_pool.filter(|_| self.per_pool && is_capped) {
            asked.push((format!("{operation} {pool}"), PER_POOL));
        }
        let is_full = |(name, limit): &(String, usize)| {
            let passed = self.passed.entry(name.clone()).or_default();
            while passed.front().is_some_and(|then| now.duration_since(*then) >= WINDOW) {
                passed.pop_front();
            }
            passed.len() >= *limit
        };
        if asked.iter().any(is_full) {
            return false;
        }
        for (name, _) in asked {
            self.passed.entry(name).or_default().push_back(now);
        }
        true
    }
}

fn group_of(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "SignUp" | "AdminCreateUser" => "UserCreation",
        "ListUsers" => "UserList",
        "DescribeUserPool" | "ListUserPools" => "UserPoolRead",
        "CreateUserPool" | "UpdateUserPool" | "DeleteUserPool" => "UserPoolUpdate",
        "DescribeIdentityProvider"
        | "DescribeResourceServer"
        | "DescribeUserPoolDomain"
        | "GetIdentityProviderByIdentifier"
        | "GetSigningCertificate"
        | "GetUserPoolMfaConfig"
        | "ListGroups"
        | "ListIdentityProviders"
        | "ListResourceServers"
        | "ListTagsForResource" => "UserPoolResourceRead",
        "CreateGroup"
        | "CreateIdentityProvider"
        | "CreateResourceServer"
        | "CreateUserPoolDomain"
        | "DeleteIdentityProvider"
        | "DeleteResourceServer"
        | "DeleteUserPoolDomain"
        | "SetUserPoolMfaConfig"
        | "TagResource"
        | "UntagResource"
        | "UpdateIdentityProvider"
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

    /// How many of a hundred requests that arrive at once pass.
    fn passing(rates: &mut Rates, now: Instant, operation: &str, user_pool: &str) -> usize {
        (0..100).filter(|_| rates.admit(now, Some(Service::UserPools), operation, Some(user_pool))).count()
    }

    #[test]
    fn without_a_limit_everything_passes() {
        assert_eq!(passing(&mut Rates::default(), Instant::now(), "ListUserPools", "a"), 100);
    }

    #[test]
    fn in_any_second_no_more_pass_than_may_and_what_was_refused_does_not_count() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        rates.limit("ListUserPoolClients", 3);
        let mut at = |milliseconds: u64, requests: usize| {
            let now = start + Duration::from_millis(milliseconds);
            (0..requests)
                .filter(|_| rates.admit(now, Some(Service::UserPools), "ListUserPoolClients", None))
                .count()
        };
        assert_eq!(
            [at(0, 1), at(600, 9), at(999, 9), at(1_000, 9), at(1_599, 9), at(1_600, 9)],
            [1, 2, 0, 1, 0, 2]
        );
    }

    #[test]
    fn a_group_has_one_rate_for_all_its_operations_in_all_pools() {
        let (mut rates, now) = (Rates::default(), Instant::now());
        rates.limit("UserPoolClientUpdate", 7);
        rates.limit("UpdateUserPoolClient", 4);
        assert_eq!(passing(&mut rates, now, "UpdateUserPoolClient", "a"), 4);
        assert_eq!(passing(&mut rates, now, "CreateUserPoolClient", "b"), 3);
        assert_eq!(passing(&mut rates, now, "DescribeUserPoolClient", "a"), 100, "another group");
    }

    #[test]
    fn as_aws_limits_it_one_operation_of_clients_and_resources_has_five_in_one_pool() {
        let (mut rates, now) = (Rates::default(), Instant::now());
        rates.as_aws();
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
        let mut identities = || rates.admit(now, Some(Service::IdentityPools), "ListIdentities", None);
        assert_eq!((0..9).filter(|_| identities()).count(), 5);
    }

    #[test]
    fn every_operation_with_a_group_and_every_group_exists() {
        let mut rates = Rates::default();
        for (name, ..) in GROUPS {
            rates.limit(name, 1);
        }
        let operations = constraints().operations(Service::UserPools);
        assert!(operations.iter().all(|operation| group_of(operation).is_some()), "{operations:?}");
    }
}
