//! Domains of user pools: all members of `DomainDescriptionType`, which `DescribeUserPoolDomain` answers.

use serde_json::Value;

use crate::resource::OperationName::{
    CreateUserPoolDomain, DeleteUserPoolDomain, DescribeUserPoolDomain, UpdateUserPoolDomain,
};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::reference::refers;
use crate::resource::tables::user_pools::addresses::{domain_addresses, domain_host};
use crate::resource::tables::user_pools::attributes::user_pool;
use crate::resource::tables::user_pools::rules::{ARN, above_lite};
use crate::resource::tables::{CLIENT, USER_POOL};
use crate::resource::{
    Checks, Column, Companion, Creation, CrossFieldRule, Deletion, Dependent, Kind, KindId, Lifecycle,
    Operation, Operations, Referrers, Related, Shows, TabLayout, TransientStatus, UpdateRules,
};

pub static DOMAIN: Kind = Kind {
    id: KindId::Domain,
    name: "domain",
    plural: "Domains",
    id_path: "Domain",
    name_path: "Domain",
    parent: Some(|| &USER_POOL),
    operations: Operations {
        describe: Some(
            Operation::new(DescribeUserPoolDomain, &["Domain"])
                .answers("DomainDescription")
                .quota_per_user_pool(),
        ),
        create: Some(Operation::new(CreateUserPoolDomain, &["UserPoolId"])),
        update: Some(Operation::new(UpdateUserPoolDomain, &[])),
        delete: Some(Operation::new(DeleteUserPoolDomain, &["UserPoolId", "Domain"])),
        ..Operations::EMPTY
    },
    update: UpdateRules {
        omit_if_empty: &["CustomDomainConfig"],
        requires_one_of: &[
            ("CustomDomainConfig", &["CertificateArn", "SecurityPolicy"]),
            ("Routing", &["Failover.SecondaryRegion", "Failover.PrimaryRoute53HealthCheckId"]),
        ],
        ..UpdateRules::EMPTY
    },
    creation: Creation {
        max_count: Some(2),
        notice: "The login pages respond there after up to 1 minute, or 5 for a custom domain.",
        ..Creation::EMPTY
    },
    deletion: Deletion {
        dependents: &[Dependent::Referrers(&OAUTH_CLIENTS)],
        full_name: Some(domain_host),
        ..Deletion::EMPTY
    },
    checks: Checks {
        cross_field_rules: CROSS_FIELD_RULES,
        error_fields: &[
            ("InvalidParameterException: Domain already", "Domain"),
            ("InvalidParameterException: User pool already", "Domain"),
            ("InvalidParameterException: Domain cannot contain", "Domain"),
            ("InvalidParameterException: Custom domain is not a valid subdomain", "Domain"),
            (NO_CERTIFICATE, "CustomDomainConfig.CertificateArn"),
            (OTHER_RECORD, "Domain"),
        ],
        error_hints: &[
            (NO_CERTIFICATE, "It must be issued, in us-east-1 of this account, and cover the domain."),
            (
                OTHER_RECORD,
                "Remove the name from the other CloudFront distribution, or its DNS record, then try again.",
            ),
            (
                "InvalidParameterException: Custom domain is not a valid subdomain",
                "The domain above it needs a DNS record of type A, if only a placeholder.",
            ),
        ],
        ..Checks::EMPTY
    },
    related: Related { companion: Some(Companion::Parent(|| &USER_POOL)), is_mapped: true, ..Related::EMPTY },
    lifecycle: Lifecycle {
        transient_status: Some(TransientStatus {
            path: "Status",
            states: &["CREATING", "UPDATING", "DELETING"],
            deleting: "DELETING",
        }),
        ..Lifecycle::EMPTY
    },
    fields: FIELDS,
    facts: Some(domain_addresses),
    columns: &[
        Column::new("DOMAIN", "Domain", 30),
        Column::new("STATUS", "Status", 8),
        Column::new("LOGIN VERSION", "ManagedLoginVersion", 13),
    ],
    tabs: &[TabLayout { title: "Settings", shows: Shows::Itself }],
    ..Kind::EMPTY
};

/// Every app client with OAuth signs in at a domain of its user pool, and none says at which.
static OAUTH_CLIENTS: Referrers = Referrers {
    id: "app clients that sign in at a domain",
    kind: || &CLIENT,
    same_parent: true,
    refers: |domain, client| refers(&CLIENT, client, domain),
    title: "OAuth clients of the user pool",
    help: "They sign in at a domain of the user pool.",
    reference_list: None,
};

/// Refusals as AWS words them.
const NO_CERTIFICATE: &str = "InvalidParameterException: The specified SSL certificate doesn't exist";
const OTHER_RECORD: &str = "InvalidParameterException: One or more ";

const GENERAL: &str = "Domain";
const CUSTOM: &str = "Custom domain";
const FAILOVER: &str = "Failover";
const HOSTING: &str = "Hosting";

const FIELDS: &[Field] = &[
    Field::new("Domain", "Domain", GENERAL, FieldKind::Text)
        .create_only_name()
        .rule(Rule::length(1, 63).required().also(name))
        .help("A prefix of amazoncognito.com, or your own domain. Can't be renamed."),
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).identifier().link(user_pool),
    Field::new("Status", "Status", GENERAL, FieldKind::Text).read_only(),
    Field::new("ManagedLoginVersion", "Login pages version", GENERAL, FieldKind::Number { unit: "" })
        .rule(Rule::length(1, 2))
        .when_absent("(default: 1)")
        .computed()
        .help("1: classic hosted UI. 2: managed login (not in LITE)."),
    Field::new("CustomDomainConfig.CertificateArn", "Certificate", CUSTOM, FieldKind::Text)
        .rule(ARN.also(is_in_us_east_1).required())
        .when_absent("none")
        .visible_if(is_custom)
        .help("The domain's certificate in ACM, in us-east-1."),
    Field::new(
        "CustomDomainConfig.SecurityPolicy",
        "TLS policy",
        CUSTOM,
        FieldKind::Choice(&["TLS_V1", "TLS_V1_2_2021", "TLS_V1_3_2025"]),
    )
    .when_absent("chosen by AWS")
    .computed()
    .visible_if(is_custom)
    .help("The oldest TLS allowed; AWS recommends TLS_V1_2_2021."),
    Field::new("Routing.Failover.SecondaryRegion", "Secondary region", FAILOVER, FieldKind::Text)
        .rule(Rule::length(5, 32))
        .when_absent("none")
        .help("The region that takes over when the first one is not healthy."),
    Field::new(
        "Routing.Failover.PrimaryRoute53HealthCheckId",
        "Route 53 health check",
        FAILOVER,
        FieldKind::Text,
    )
    .rule(Rule::at_most(64))
    .when_absent("none")
    .help("The health check of the first region."),
    Field::new("CloudFrontDistribution", "CloudFront distribution", HOSTING, FieldKind::Text)
        .read_only()
        .help("The target of the alias record of a custom domain."),
    Field::new("S3Bucket", "S3 bucket", HOSTING, FieldKind::Text).read_only(),
    Field::new("Version", "Version", HOSTING, FieldKind::Text).read_only(),
    Field::new("AWSAccountId", "AWS account", HOSTING, FieldKind::Text).read_only(),
];

fn is_custom(text: &dyn Fn(&str) -> Option<String>) -> bool {
    text("Domain").is_some_and(|name| name.contains('.'))
}

/// Checks the name of a domain. A prefix must not contain words that AWS reserves. Source: the developer
/// guide, "Configuring a user pool domain".
fn name(name: &str) -> Result<(), String> {
    let part = |part: &str| {
        let letters = part
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        !part.is_empty() && letters && !part.starts_with('-') && !part.ends_with('-')
    };
    if !name.split('.').all(part) {
        return Err(
            "lower-case letters, digits and hyphens, no hyphen at an end; dots only in your own domain"
                .to_owned(),
        );
    }
    let reserved =
        ["aws", "amazon", "cognito"].into_iter().find(|word| !name.contains('.') && name.contains(word));
    reserved.map_or(Ok(()), |word| Err(format!("must not contain {word}, which AWS reserves")))
}

/// Checks a certificate: AWS serves custom domains from us-east-1 only. Source: the developer guide, "Adding
/// a custom domain to a user pool". Partitions other than `aws` do not have that region.
fn is_in_us_east_1(arn: &str) -> Result<(), String> {
    let mut parts = arn.split(':').skip(1);
    let (partition, service, region) = (parts.next(), parts.next(), parts.next());
    if service != Some("acm") {
        return Err("must be a certificate of AWS Certificate Manager: arn:aws:acm:us-east-1:…".to_owned());
    }
    if region == Some("us-east-1") || partition != Some("aws") {
        Ok(())
    } else {
        Err("must be in us-east-1, wherever the user pool is".to_owned())
    }
}

const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: "ManagedLoginVersion",
        refused: true,
        check: |domain, context| {
            let is_managed = domain.get("ManagedLoginVersion").and_then(Value::as_u64) == Some(2);
            above_lite(context.companion.filter(|_| is_managed)?)
        },
    },
    CrossFieldRule {
        path: "Domain",
        refused: true,
        check: |domain, context| {
            let name = domain.text("Domain").filter(|name| !name.is_empty() && context.base.is_none())?;
            let (member, what) = if name.contains('.') {
                ("CustomDomain", "custom domain")
            } else {
                ("Domain", "prefix domain")
            };
            let existing = context.companion?.text(member).filter(|name| !name.is_empty())?;
            Some(format!("the user pool already has a {what}: {existing}. Delete it first"))
        },
    },
    CrossFieldRule {
        path: "Routing.Failover.SecondaryRegion",
        refused: true,
        check: |domain, _| {
            let has = |name: &str| {
                domain.text(&format!("Routing.Failover.{name}")).is_some_and(|text| !text.is_empty())
            };
            (has("SecondaryRegion") != has("PrimaryRoute53HealthCheckId"))
                .then(|| "set both the region and the health check, or neither".to_owned())
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_has_no_word_that_aws_keeps_and_a_domain_of_ones_own_may_have_any() {
        for good in ["shop", "shop-2", "login.aws-shop.example.com", "0"] {
            assert_eq!(name(good), Ok(()), "{good}");
        }
        for bad in ["Shop", "-shop", "shop-", "my-aws-shop", "cognito", "a..b", ".a", "sh op", "shop_1"] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_certificate_of_a_custom_domain_is_in_virginia() {
        assert_eq!(is_in_us_east_1("arn:aws:acm:us-east-1:123456789012:certificate/1"), Ok(()));
        assert!(is_in_us_east_1("arn:aws:acm:eu-west-1:123456789012:certificate/1").is_err());
        assert!(is_in_us_east_1("arn:aws:iam::123456789012:server-certificate/x").is_err());
        let other = "arn:aws-us-gov:acm:us-gov-west-1:123456789012:certificate/1";
        assert_eq!(is_in_us_east_1(other), Ok(()), "a partition without us-east-1");
    }
}
