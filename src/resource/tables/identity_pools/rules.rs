//! The cross-field rules of identity pools and of their roles.

use serde_json::Value;

use crate::resource::tables::identity_pools::identity_pool::mapping_providers;
use crate::resource::{CrossFieldRule, Document, ValidationContext};

pub(super) const POOL_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: "SamlProviderARNs",
        refused: true,
        check: |pool, context| other_account(pool, "SamlProviderARNs", context),
    },
    CrossFieldRule {
        path: "OpenIdConnectProviderARNs",
        refused: true,
        check: |pool, context| other_account(pool, "OpenIdConnectProviderARNs", context),
    },
];

pub(super) const ROLE_RULES: &[CrossFieldRule] = &[
    // "… is not a valid RoleMapping ProviderName".
    CrossFieldRule {
        path: "RoleMappings",
        refused: true,
        check: |roles, context| unknown_key(roles, context, is_malformed),
    },
    CrossFieldRule {
        path: "RoleMappings",
        refused: false,
        check: |roles, context| unknown_key(roles, context, |key| !is_malformed(key)),
    },
];

/// The account of an ARN.
fn account(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| !account.is_empty())
}

/// The message for IAM providers of another account than the pool's roles, which AWS does not accept.
fn other_account(pool: &Document, path: &str, context: &ValidationContext<'_>) -> Option<String> {
    let roles = context.companion?;
    let own = ["Roles.authenticated", "Roles.unauthenticated"]
        .iter()
        .find_map(|path| account(roles.text(path)?))?;
    let other = pool.texts(path).filter_map(account).find(|account| *account != own)?;
    Some(format!("is of account {other}, and this pool's roles are of {own}: AWS takes only its own"))
}

/// True if a key can't name a provider: it is a URL, or a user pool without an app client.
fn is_malformed(key: &str) -> bool {
    key.contains("://") || key.starts_with("cognito-idp.") && !key.contains(':')
}

/// The message for a key of the role mappings that is none of the pool's providers, with the one that was
/// probably meant.
fn unknown_key(
    roles: &Document,
    context: &ValidationContext<'_>,
    which: impl Fn(&str) -> bool,
) -> Option<String> {
    let providers: Vec<_> =
        mapping_providers(context.companion?, &[]).into_iter().map(|(name, _)| name).collect();
    let keys = roles.get("RoleMappings").and_then(Value::as_object)?.keys();
    let key = keys.filter(|key| !key.is_empty() && !providers.contains(key)).find(|key| which(key))?;
    let bare = key.split_once("://").map_or(key.as_str(), |(_, rest)| rest).trim_end_matches('/');
    let meant = providers.iter().find(|name| {
        name.as_str() == bare || name.strip_prefix(bare).is_some_and(|client| client.starts_with(':'))
    });
    Some(match meant {
        Some(meant) => format!("{key} is no provider of this pool. Probably meant: {meant}"),
        None => format!("{key} is no provider of this pool"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    /// The messages of rules on a document, and whether each is a refusal.
    fn messages(rules: &[CrossFieldRule], document: &Document, companion: &Document) -> Vec<(bool, String)> {
        let context = ValidationContext { companion: Some(companion), ..ValidationContext::default() };
        rules.iter().filter_map(|rule| Some((rule.refused, (rule.check)(document, &context)?))).collect()
    }

    #[test]
    fn a_role_mapping_key_that_is_no_provider_names_the_one_that_was_probably_meant() {
        let name = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E";
        let client = "7abcdefghijklmnopqrstuvwx1";
        let pool = json!({"CognitoIdentityProviders": [{"ProviderName": name, "ClientId": client}],
            "SupportedLoginProviders": {"accounts.google.com": "1"}});
        let pool = document(pool);
        let of = |key: String| {
            let mapping = json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"});
            let roles = document(json!({"RoleMappings": {key: mapping}}));
            messages(ROLE_RULES, &roles, &pool)
        };
        for key in [format!("https://{name}"), name.to_owned(), format!("https://{name}:{client}")] {
            let message = format!("{key} is no provider of this pool. Probably meant: {name}:{client}");
            assert_eq!(of(key), [(true, message)]);
        }
        let google =
            "https://accounts.google.com is no provider of this pool. Probably meant: accounts.google.com";
        assert_eq!(of("https://accounts.google.com".to_owned()), [(true, google.to_owned())]);
        let other = "www.amazon.com is no provider of this pool";
        assert_eq!(of("www.amazon.com".to_owned()), [(false, other.to_owned())], "AWS may take it");
        assert_eq!(of(format!("{name}:{client}")), []);
    }

    #[test]
    fn an_iam_provider_of_another_account_is_told_by_the_account_of_the_roles() {
        let roles = document(json!({"Roles": {"authenticated": "arn:aws:iam::123456789012:role/users"}}));
        let arn = |account: &str| format!("arn:aws:iam::{account}:saml-provider/okta");
        let own = document(json!({"SamlProviderARNs": [arn("123456789012")]}));
        assert_eq!(messages(POOL_RULES, &own, &roles), []);
        let other = document(json!({"SamlProviderARNs": [arn("123456789012"), arn("999999999999")]}));
        let message =
            "is of account 999999999999, and this pool's roles are of 123456789012: AWS takes only its own";
        assert_eq!(messages(POOL_RULES, &other, &roles), [(true, message.to_owned())]);
        assert_eq!(messages(POOL_RULES, &other, &document(json!({}))), [], "an account that is not known");
    }
}
