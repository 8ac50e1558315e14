//! Identity pools: all members of `IdentityPool`, which Describe answers and Update takes alike.

use serde_json::Value;

use super::{CLIENT, ROLES};
use crate::resource::field::{Field, FieldKind, Part, Rule};
use crate::resource::{Column, Document, Finding, Key, Kind, KindId, Severity, Shows, Tab};

/// The member that `c` toggles.
pub const CLASSIC_FLOW: &str = "AllowClassicFlow";
/// The member that `u` toggles.
pub const GUEST_ACCESS: &str = "AllowUnauthenticatedIdentities";

/// An identity pool.
pub static IDENTITY_POOL: Kind = Kind {
    id: KindId::IdentityPool,
    name: "identity pool",
    plural: "Identity pools",
    id_path: "IdentityPoolId",
    name_path: "IdentityPoolName",
    tags_path: Some("IdentityPoolTags"),
    envelope: None,
    describe: "DescribeIdentityPool",
    update: Some("UpdateIdentityPool"),
    fields: FIELDS,
    columns: &[
        Column { title: "NAME", path: "IdentityPoolName", width: 20 },
        Column { title: "CLASSIC FLOW", path: CLASSIC_FLOW, width: 19 },
        Column { title: "GUESTS", path: GUEST_ACCESS, width: 7 },
        Column { title: "IDENTITY POOL ID", path: "IdentityPoolId", width: 20 },
    ],
    tabs: &[Tab { title: "Settings", shows: Shows::Itself }, Tab { title: "Roles", shows: Shows::Same(|| &ROLES) }],
    findings: FINDINGS,
    beside: Some(|| &ROLES),
};

const NAME: Rule = Rule::length(1, 128).required().pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -");
const DEVELOPER_NAME: Rule = Rule::length(1, 128).pattern(r"[\w._-]+", "letters, digits and . _ -");
const TAG_KEY: Part = Part { label: "Tag", rule: Rule::length(1, 128).also(own_tag), usual: &[] };
const TAG_VALUE: Part = Part { label: "Value", rule: Rule::length(0, 256), usual: &[] };
const LOGIN: Part = Part {
    label: "Provider",
    rule: Rule::length(1, 128),
    usual: &["graph.facebook.com", "accounts.google.com", "www.amazon.com", "appleid.apple.com", "api.twitter.com", "www.digits.com"],
};
const APP_ID: Part =
    Part { label: "App id", rule: Rule::length(1, 128).pattern(r"[\w.;_/-]+", "letters, digits and . ; _ / -"), usual: &[] };
const OIDC_ARN: Part = Part { label: "ARN", rule: Rule::length(20, 2048).also(|text| iam_provider(text, "oidc-provider")), usual: &[] };
const SAML_ARN: Part = Part { label: "ARN", rule: Rule::length(20, 2048).also(|text| iam_provider(text, "saml-provider")), usual: &[] };

const FIELDS: &[Field] = &[
    Field::new("IdentityPoolName", "Name", "Identity pool", FieldKind::Text).rule(NAME),
    Field::new("IdentityPoolId", "Id", "Identity pool", FieldKind::Text).id(),
    Field::new(GUEST_ACCESS, "Guest access", "Access", FieldKind::Toggle { on: "allowed", off: "blocked" })
        .rule(Rule::ANY.required())
        .help("Whether people who have not signed in get AWS credentials."),
    Field::new(CLASSIC_FLOW, "Classic flow", "Access", FieldKind::Toggle { on: "allowed", off: "blocked" })
        .unset("allowed (never set)")
        .help("Whether apps may bypass the enhanced flow and its scope-down policy."),
    Field::new(
        "CognitoIdentityProviders",
        "User-pool providers",
        "Providers",
        FieldKind::Records(&[
            Field::new("ProviderName", "Provider", "", FieldKind::Text)
                .rule(Rule::length(1, 128).required().pattern(r"[\w._:/-]+", "letters, digits and . _ : / -").also(user_pool_provider))
                .help("cognito-idp.<region>.amazonaws.com/<user pool id>"),
            Field::new("ClientId", "Client id", "", FieldKind::Text)
                .rule(Rule::length(1, 128).required().pattern(r"[\w_]+", "letters, digits and _"))
                .help("The app client whose tokens are accepted."),
            Field::new("ServerSideTokenCheck", "Token check", "", FieldKind::Toggle { on: "on", off: "off" })
                .unset("off (never set)")
                .help("Whether signed-out users are refused: Cognito asks the user pool first."),
        ]),
    )
    .rule(Rule::at_most(50))
    .link(client_of)
    .help("App clients of user pools whose users get credentials here."),
    Field::new("SupportedLoginProviders", "Login providers", "Providers", FieldKind::Map { key: LOGIN, value: APP_ID, secret: &[] })
        .rule(Rule::at_most(10))
        .help("Public providers, each with the id of your app there."),
    Field::new("DeveloperProviderName", "Developer provider name", "Providers", FieldKind::Text)
        .rule(DEVELOPER_NAME)
        .once("can never be changed once it is set")
        .help("The name your backend signs users in under. Set once, never changed."),
    Field::new("OpenIdConnectProviderARNs", "OpenID Connect providers", "Providers", FieldKind::List(OIDC_ARN))
        .help("IAM OpenID Connect providers, by ARN."),
    Field::new("SamlProviderARNs", "SAML providers", "Providers", FieldKind::List(SAML_ARN)).help("IAM SAML providers, by ARN."),
    Field::new("IdentityPoolTags", "Tags", "Tags", FieldKind::Map { key: TAG_KEY, value: TAG_VALUE, secret: &[] }),
];

const FINDINGS: &[Finding] = &[
    Finding {
        id: "IP1",
        severity: Severity::High,
        text: "Guests are allowed: anyone can get AWS credentials without signing in.",
        applies: |pool, _| guests(pool),
    },
    Finding {
        id: "IP2",
        severity: Severity::High,
        text: "The classic flow is allowed: apps can bypass the enhanced flow's scope-down policy.",
        applies: |pool, _| classic(pool),
    },
    Finding {
        id: "IP3",
        severity: Severity::Critical,
        text: "Guests can use the classic flow: their credentials have no scope-down policy.",
        applies: |pool, _| guests(pool) && classic(pool),
    },
    Finding {
        id: "IP9",
        severity: Severity::Medium,
        text: "Role mappings exist beside the classic flow: the two do not work together.",
        applies: |pool, roles| {
            let mappings = roles.and_then(|roles| roles.get("RoleMappings")).and_then(Value::as_object);
            classic(pool) && mappings.is_some_and(|mappings| !mappings.is_empty())
        },
    },
];

fn guests(pool: &Document) -> bool {
    pool.get(GUEST_ACCESS) == Some(&Value::Bool(true))
}

/// A pool that never set it allows the classic flow; only an explicit false blocks it (aws-cli#7652).
fn classic(pool: &Document) -> bool {
    pool.get(CLASSIC_FLOW) != Some(&Value::Bool(false))
}

/// The app client that a user-pool provider names: `cognito-idp.<region>.amazonaws.com/<user pool id>` and a client id.
fn client_of(record: &Value) -> Option<Key> {
    let (_, pool) = record.get("ProviderName")?.as_str()?.split_once('/')?;
    let client = record.get("ClientId")?.as_str()?;
    (!pool.is_empty() && !client.is_empty()).then(|| Key::child(&CLIENT, pool, client))
}

fn user_pool_provider(text: &str) -> Result<(), String> {
    let fits = text.strip_prefix("cognito-idp.").and_then(|rest| rest.split_once(".amazonaws.com")).is_some_and(|(region, rest)| {
        let pool = rest.strip_prefix(".cn").unwrap_or(rest).strip_prefix('/');
        !region.is_empty() && pool.is_some_and(|pool| pool.split_once('_').is_some_and(|(left, right)| left == region && !right.is_empty()))
    });
    fits.then_some(()).ok_or_else(|| "must be cognito-idp.<region>.amazonaws.com/<user pool id>, both of one region".to_owned())
}

/// Source: AWS tagging rules: the prefix `aws:`, in any case, is AWS's own.
fn own_tag(text: &str) -> Result<(), String> {
    let reserved = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
    if reserved { Err("keys that start with aws: are reserved for AWS".to_owned()) } else { Ok(()) }
}

/// An IAM provider's ARN: `arn:aws:iam::<account>:<kind>/<name>`.
fn iam_provider(text: &str, kind: &str) -> Result<(), String> {
    let parts: Vec<_> = text.splitn(6, ':').collect();
    let fits = matches!(parts.as_slice(), ["arn", partition, "iam", "", account, resource]
        if partition.starts_with("aws")
            && account.len() == 12
            && account.bytes().all(|digit| digit.is_ascii_digit())
            && resource.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')).is_some_and(|name| !name.is_empty()));
    fits.then_some(()).ok_or_else(|| format!("must be an ARN such as arn:aws:iam::123456789012:{kind}/name"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_arn_of_another_kind_is_refused_where_a_provider_belongs() {
        assert!(iam_provider("arn:aws:iam::123456789012:oidc-provider/token.actions.example.com", "oidc-provider").is_ok());
        assert!(iam_provider("arn:aws:iam::123456789012:role/admin", "oidc-provider").is_err());
        assert!(iam_provider("arn:aws:iam::123456789012:saml-provider/okta", "oidc-provider").is_err());
        assert!(iam_provider("arn:aws:iam::12345:oidc-provider/x", "oidc-provider").is_err());
        assert!(iam_provider("token.actions.example.com", "oidc-provider").is_err());
    }

    #[test]
    fn a_user_pool_provider_names_a_pool_of_its_own_region() {
        assert!(user_pool_provider("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12").is_ok());
        assert!(user_pool_provider("cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Ab12").is_ok());
        assert!(user_pool_provider("cognito-idp.eu-west-1.amazonaws.com/us-east-1_Ab12").is_err());
        assert!(user_pool_provider("eu-west-1_Ab12").is_err());
    }

    #[test]
    fn a_user_pool_provider_leads_to_the_client_it_names() {
        let record = json!({"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12", "ClientId": "3n4b5"});
        assert_eq!(client_of(&record), Some(Key::child(&CLIENT, "eu-west-1_Ab12", "3n4b5")));
        assert_eq!(client_of(&json!({"ProviderName": "nonsense", "ClientId": "3n4b5"})), None);
    }
}
