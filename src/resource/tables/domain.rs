//! Domains of user pools: all members of `DomainDescriptionType`, which `DescribeUserPoolDomain` answers.

use super::client::user_pool;
use super::user_pool::ARN;
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::{Column, Kind, KindId, Shows, Tab};

/// The prefix or custom domain of a user pool.
pub static DOMAIN: Kind = Kind {
    id: KindId::Domain,
    name: "domain",
    plural: "Domains",
    id_path: "Domain",
    name_path: "Domain",
    envelope: Some("DomainDescription"),
    describe: "DescribeUserPoolDomain",
    fields: FIELDS,
    columns: &[
        Column::new("DOMAIN", "Domain", 30),
        Column::new("STATUS", "Status", 8),
        Column::new("LOGIN VERSION", "ManagedLoginVersion", 13),
    ],
    tabs: &[Tab { title: "Settings", shows: Shows::Itself }],
    ..Kind::BARE
};

const GENERAL: &str = "Domain";
const CUSTOM: &str = "Custom domain";
const FAILOVER: &str = "Failover";
const HOSTING: &str = "Hosting";

const FIELDS: &[Field] = &[
    Field::new("Domain", "Domain", GENERAL, FieldKind::Text)
        .id()
        .help("A prefix of amazoncognito.com, or a custom domain's whole name. Never renamed."),
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).id().link(user_pool),
    Field::new("Status", "Status", GENERAL, FieldKind::Text).describe_only(),
    Field::new("ManagedLoginVersion", "Login pages version", GENERAL, FieldKind::Number { unit: "" })
        .help("1 is the classic hosted UI, 2 is managed login, which the LITE plan lacks."),
    Field::new("CustomDomainConfig.CertificateArn", "Certificate", CUSTOM, FieldKind::Text)
        .rule(ARN)
        .unset("none")
        .help("The ACM certificate of a custom domain."),
    Field::new("CustomDomainConfig.SecurityPolicy", "TLS policy", CUSTOM, FieldKind::Choice(&["TLS_V1", "TLS_V1_2_2021", "TLS_V1_3_2025"]))
        .help("The oldest TLS that browsers may use; AWS recommends TLS_V1_2_2021."),
    Field::new("Routing.Failover.SecondaryRegion", "Secondary region", FAILOVER, FieldKind::Text)
        .rule(Rule::length(5, 32))
        .unset("none")
        .help("The region that takes over when the first one is not healthy."),
    Field::new("Routing.Failover.PrimaryRoute53HealthCheckId", "Route 53 health check", FAILOVER, FieldKind::Text)
        .rule(Rule::at_most(64))
        .unset("none")
        .help("The health check that tells whether the first region is healthy."),
    Field::new("CloudFrontDistribution", "CloudFront distribution", HOSTING, FieldKind::Text).describe_only(),
    Field::new("S3Bucket", "S3 bucket", HOSTING, FieldKind::Text).describe_only(),
    Field::new("Version", "Version", HOSTING, FieldKind::Text).describe_only(),
    Field::new("AWSAccountId", "AWS account", HOSTING, FieldKind::Text).describe_only(),
];
