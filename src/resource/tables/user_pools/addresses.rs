//! The addresses that follow from a user pool and from its domains, to be entered at providers and in apps.

use crate::resource::display::value::DisplayValue;
use crate::resource::{Document, Fact};

const ADDRESSES: &str = "Addresses";

fn address(label: &str, value: String, help: &'static str) -> Fact {
    Fact { group: ADDRESSES, label: label.to_owned(), value: DisplayValue::Text(value), help }
}

/// The region of a user pool, which its id begins with.
fn region_of(pool: &str) -> &str {
    pool.split('_').next().unwrap_or_default()
}

/// The suffix of AWS's host names in the partition of a region.
pub(crate) fn dns_suffix(region: &str) -> &'static str {
    if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

/// The host name of a domain.
pub(crate) fn domain_host(domain: &Document) -> Option<String> {
    let name = domain.text("Domain")?;
    if name.contains('.') {
        return Some(name.to_owned());
    }
    let region = region_of(domain.text("UserPoolId")?);
    let sub = if region.starts_with("us-gov-") { "auth-fips" } else { "auth" };
    Some(format!("{name}.{sub}.{region}.amazoncognito.com"))
}

/// The endpoints of a domain, and what its user pool is called by a SAML provider. The issuer follows from a
/// setting of the user pool, so it stands on the overview of the pool.
pub(crate) fn domain_addresses(domain: &Document) -> Vec<Fact> {
    let (Some(host), Some(pool)) = (domain_host(domain), domain.text("UserPoolId")) else {
        return Vec::new();
    };
    vec![
        address(
            "Sign-in",
            format!("https://{host}/login?client_id=CLIENT_ID&response_type=code&redirect_uri=CALLBACK_URL"),
            "Replace CLIENT_ID and CALLBACK_URL with those of an app client.",
        ),
        address(
            "Authorization",
            format!("https://{host}/oauth2/authorize"),
            "Where apps send users to sign in.",
        ),
        address("Token", format!("https://{host}/oauth2/token"), "Where apps exchange a code for tokens."),
        address(
            "OIDC redirect",
            format!("https://{host}/oauth2/idpresponse"),
            "The redirect URL to allow at an OIDC or social provider.",
        ),
        address(
            "SAML reply (ACS)",
            format!("https://{host}/saml2/idpresponse"),
            "Where a SAML provider sends its responses.",
        ),
        address(
            "SAML sign-out",
            format!("https://{host}/saml2/logout"),
            "Where a SAML provider sends its sign-out responses.",
        ),
        entity_id(pool),
    ]
}

fn entity_id(pool: &str) -> Fact {
    address(
        "SAML entity id",
        format!("urn:amazon:cognito:sp:{pool}"),
        "The entity id of this user pool, for a SAML provider.",
    )
}

/// The addresses of a user pool, which it has without a domain too. The issuer, with the keys and the
/// discovery document below it, is the original or the updated one, as the pool is set.
pub(crate) fn user_pool_addresses(pool: &Document) -> Vec<Fact> {
    let Some(id) = pool.text("Id") else { return Vec::new() };
    let region = region_of(id);
    let host = match pool.text("IssuerConfiguration.Type") {
        Some("UPDATED") => "issuer-cognito-idp",
        _ => "cognito-idp",
    };
    let issuer = format!("https://{host}.{region}.{}/{id}", dns_suffix(region));
    vec![
        entity_id(id),
        address("Issuer", issuer.clone(), "The iss claim of tokens, as set under Token issuer."),
        address(
            "Keys (JWKS)",
            format!("{issuer}/.well-known/jwks.json"),
            "The public keys that verify tokens.",
        ),
        address(
            "OpenID configuration",
            format!("{issuer}/.well-known/openid-configuration"),
            "The discovery document for OIDC clients.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shown(addresses: fn(&Document) -> Vec<Fact>, document: Value) -> Vec<(String, String)> {
        let document = Document::from_value(document).expect("an object");
        let pair = |fact: Fact| (fact.label, fact.value.text(false).to_owned());
        addresses(&document).into_iter().map(pair).collect()
    }

    fn is(shown: &[(String, String)], label: &str, url: &str) {
        let found = shown.iter().find(|(other, _)| other == label);
        assert_eq!(found.map(|(_, value)| value.as_str()), Some(url));
    }

    #[test]
    fn the_addresses_of_a_prefix_and_of_a_custom_domain_are_those_of_the_guide() {
        let of =
            |name: &str, pool: &str| shown(domain_addresses, json!({"Domain": name, "UserPoolId": pool}));
        let prefix = of("shop", "eu-west-1_AbC");
        is(&prefix, "SAML reply (ACS)", "https://shop.auth.eu-west-1.amazoncognito.com/saml2/idpresponse");
        is(&prefix, "OIDC redirect", "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/idpresponse");
        is(&prefix, "SAML entity id", "urn:amazon:cognito:sp:eu-west-1_AbC");
        let custom = of("auth.shop.example", "eu-west-1_AbC");
        assert!(custom[0].1.starts_with("https://auth.shop.example/login?client_id="));
        let gov = of("shop", "us-gov-west-1_A");
        is(&gov, "Token", "https://shop.auth-fips.us-gov-west-1.amazoncognito.com/oauth2/token");
    }

    #[test]
    fn the_issuer_and_what_lies_below_it_follow_the_setting_of_the_pool_and_its_partition() {
        let original = shown(user_pool_addresses, json!({"Id": "eu-west-1_AbC"}));
        is(&original, "Issuer", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC");
        let updated = json!({"Id": "eu-west-1_AbC", "IssuerConfiguration": {"Type": "UPDATED"}});
        let updated = shown(user_pool_addresses, updated);
        let issuer = "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC";
        is(&updated, "Issuer", issuer);
        is(&updated, "Keys (JWKS)", &format!("{issuer}/.well-known/jwks.json"));
        is(&updated, "OpenID configuration", &format!("{issuer}/.well-known/openid-configuration"));
        let china = json!({"Id": "cn-north-1_AbC", "IssuerConfiguration": {"Type": "ORIGINAL"}});
        let china = shown(user_pool_addresses, china);
        is(&china, "Issuer", "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC");
        let gov = shown(user_pool_addresses, json!({"Id": "us-gov-west-1_AbC"}));
        is(&gov, "Issuer", "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbC");
    }
}
